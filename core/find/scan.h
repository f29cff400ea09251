#pragma once
// Scans of columns. Each has a plain path and one with AVX2 that is chosen at run time; both give the same answer.

#include "core/find/bits.h"
#include "core/find/column.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace goufang::find {

/// Blocks [from, to) of a column, to be scanned. Before them and behind lie 64 readable bytes.
struct Blocks {
    const Column& column;
    std::size_t from, to;

    const char* begin() const { return column.block_begin(from); }
    const char* end() const { return column.block_begin(to); }
    std::size_t first_row() const { return from * k_block_rows; }
    /// The block that the place is in.
    std::size_t at(const char* place) const;
};

/// Rows where something was found; bits are only ever set.
struct TextSink {
    Bits* any = nullptr;
    Bits* prefix = nullptr;     ///< the row begins with it; may be null
    Bits* word_start = nullptr; ///< further on in the row it begins a value or a word somewhere; may be null
};

/// A fragment prepared for scanning: four of its bytes, the rarest first, by which places are sorted out.
struct Needle {
    explicit Needle(std::string_view text); ///< not empty
    std::string_view text;
    std::array<std::uint8_t, 4> at{}; ///< offsets; some are equal when the text is short
    bool exact = false;               ///< the four bytes are the whole text
};

/// Marks a place that was found: `begins` tells whether a word begins there (begins_word, begins_initials).
void found(std::size_t row, const char* place, bool at_row_start, bool (*begins)(const char*), const TextSink& sink);

/// Rows that hold the needle, which may end with the zero byte that ends a row.
void scan_text(const Blocks& blocks, const Needle& needle, const TextSink& sink);

/// Digits prepared for a scan of Part::numbers: bytes with masks, once for a first digit in the high half of a byte,
/// once for the low half.
struct DigitNeedle {
    explicit DigitNeedle(std::string_view digits); ///< '0'-'9' only, not empty
    struct Aligned {
        std::string mask, value;
        std::array<std::uint8_t, 2> sorts_out{}; ///< offsets of bytes that say most; equal for one byte
        bool matches(const char* place) const {
            for (std::size_t i = 0; i < mask.size(); ++i)
                if ((place[i] & mask[i]) != value[i]) return false;
            return true;
        }
    };
    std::array<Aligned, 2> at; ///< high, low
    /// Some byte of sorts_out is not whole.
    bool halves_sort_out() const;
};
/// Sets `any` for rows that hold the digits.
void scan_digits(const Blocks& blocks, const DigitNeedle& needle, Bits& any);

inline constexpr std::size_t k_places = 4; ///< neighbouring places that one scan looks at

/// What ids may stand where a match begins in the column of initials.
struct ByteSets {
    using Set = std::array<bool, 256>;
    std::array<Set, k_places> at{}; ///< at neighbouring places: all must pass
    std::size_t positions = 0;      ///< how many of them, 1..
    Set alone{};                    ///< or one of these at the first place
    bool has_alone = false;
    std::array<Set, k_places> certain{}; ///< places that pass and are all in these sets are a match without asking
    std::size_t certain_positions = 0;   ///< 0 = none is certain
};
/// The sets made ready: for each, two tables by the lower half of a byte: bit n = the byte with upper half n (n + 8 in
/// the second table) is in the set.
struct SetScan {
    struct Table {
        alignas(16) std::uint8_t low[16] = {}, high[16] = {};
    };
    SetScan() = default;
    SetScan(const ByteSets& sets); // NOLINT: a scan may be asked with the sets themselves
    ByteSets sets;
    std::array<Table, k_places> at, certain;
    Table alone;
};
/// Asked for each other place that passes: is it a match?
struct PlaceCall {
    void* context;
    bool (*call)(void* context, std::size_t row, const char* place);
};
/// Like scan_text, over the column of initials.
void scan_sets(const Blocks& blocks, const SetScan& sets, PlaceCall call, const TextSink& sink);

/// For tests: false makes both scans take the plain path.
void allow_vectors(bool allow);
bool vectors_in_use();

/// The character that ends before `place` (not at its row's start) is no letter, digit or Han character, or is of
/// another kind (Han, other) than the one at `place`: here begins a word.
bool begins_word(const char* place);
/// The same in the column of initials.
bool begins_initials(const char* place);

} // namespace goufang::find
