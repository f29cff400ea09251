#pragma once
// Scans of columns. Each has a plain path and one with AVX2 that is chosen at run time; both give the same answer.

#include "core/find/bits.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace goufang::find {

/// Where a fragment was found. Rows whose bit in `any` is set already are not looked at again.
struct TextSink {
    Bits* any = nullptr;
    Bits* prefix = nullptr;     ///< the row begins with it; may be null
    Bits* word_start = nullptr; ///< its first place is the start of a value or of a word; may be null
};

/// Rows of [begin, end) that hold `needle` (not empty). `begin` is the start of row `first_row`; behind `end` lie 64
/// readable bytes. A scan for the first place in each row: rows that `sink.any` has already are passed over.
void scan_text(const char* begin, const char* end, std::size_t first_row, std::string_view needle,
               const TextSink& sink);

/// What bytes may stand at up to three neighbouring places of the column of initials.
struct ByteSets {
    std::array<std::array<bool, 256>, 3> at{};
    std::size_t positions = 0; ///< 1..3
    std::array<bool, 256> alone{};
    bool has_alone = false;
};
/// Called for each place that passes: row, pointer; true = the row is done, go on with the next one.
struct PlaceCall {
    void* context;
    bool (*call)(void* context, std::size_t row, const char* place);
};
void scan_sets(const char* begin, const char* end, std::size_t first_row, const ByteSets& sets, PlaceCall call);

/// For tests: false makes both scans take the plain path.
void allow_vectors(bool allow);
bool vectors_in_use();

/// The character that ends before `place` (not at its row's start) is no letter, digit or Han character, or is of
/// another kind (Han, other) than the one at `place`: here begins a word.
bool begins_word(const char* place);

} // namespace goufang::find
