#pragma once
// Values line by line -> those of each buyer.

#include "invoice/paste/found.h"

#include <string>
#include <vector>

namespace goufang::invoice::paste {

using Founds = std::vector<Found>;

/// Two values of a field are the same when this is.
std::string compared(const Found& f);
/// nullptr when there is none.
const Found* first_of(const Founds& block, model::Field field);
/// A Han character among those of the value.
bool has_han(const Found& f);
/// A name only because of how its last character reads.
bool is_faint(const Found& f);

/// Puts line by line what belongs to one buyer into one block.
std::vector<Founds> group(const Founds& all);
/// Buyers (or seller and buyer) in columns: each gets its own, and all of it is for a person to look at.
std::vector<Founds> side_by_side(Founds all);

} // namespace goufang::invoice::paste
