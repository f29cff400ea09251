#pragma once
// Text -> values with their places, line by line; blocks.cpp puts them together.

#include "core/model/buyer.h"
#include "invoice/paste/input.h"
#include "invoice/paste/labels.h"

#include <string>
#include <vector>

namespace goufang::invoice::paste {

/// Confidence of a name that is one only because a tax id stands beside it and no other name does.
inline constexpr double k_faint = 0.5;
/// The most for a value beside which something speaks against it.
inline constexpr double k_doubt = 0.75;

struct Found {
    model::Field field{};
    Range range;
    std::string value;
    double confidence = 0;
    bool labelled = false;
    bool loose = false; ///< words that were not understood, between others that were: an address or a name, perhaps
    Kinds kind = 0;     ///< of the label; 0 without one
    std::size_t section = 0; ///< counts blank lines and rules before it
    std::size_t line = 0;
    std::size_t row = 0;    ///< of a table, from 1; 0 = no table: a row is a block
    std::size_t column = 0; ///< several values of one field side by side: their number, from 0
};

/// What stands in `r` behind a label of `kinds`.
void interpret(const Input& in, Kinds kinds, Range r, double cap, std::vector<Found>& out);
/// What stands in `r`, told by its looks alone; none of it surer than `cap`.
void by_shape(const Input& in, Range r, double cap, std::vector<Found>& out);

/// Tables: with tabs or bars, a heading row of labels, or at least two rows with a buyer each; also on their side.
/// Takes the lines that it understood out of `lines` (they become empty).
void read_tables(const Input& in, std::vector<Range>& lines, std::vector<Found>& out);
/// Everything else, in order.
void read_lines(Input& in, const std::vector<Range>& lines, std::vector<Found>& out);

} // namespace goufang::invoice::paste
