#pragma once
// A query taken apart: words, and for each the ways in which it can match.

#include "core/find/alphabet.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace goufang::find {

/// Pinyin of a name, element by element (Han characters, letters and digits; everything else is skipped). An element
/// takes from the typed word: the first letter of any of its readings; a whole reading; at the word's end the
/// beginning of a reading; or, typed itself, its own character.
class PinyinPattern {
  public:
    /// Characters are folded. Empty (never matches) unless there is a letter and every character is an element.
    explicit PinyinPattern(std::u32string_view word);
    bool empty() const { return m_word.empty(); }

    /// Elements `from`.. of the name take the word from its beginning: how many elements; 0 = they do not.
    std::size_t match_at(std::u32string_view elements, std::size_t from) const;

    /// What the ids in the column of initials can do for this word.
    struct Filter {
        /// Rows of the tables: may the element with this id stand at position 0, 1, 2 of a match?
        std::array<std::array<bool, 256>, 3> at{};
        std::size_t positions = 0;           ///< how many of them must match: 1..3
        bool decides = false;                ///< `length` positions matching is a match, no look at the name needed
        std::size_t length = 0;              ///< with `decides`: elements of every match
        std::vector<std::uint32_t> letters;  ///< with `decides`: per position the set of initials, 0 = see `exact`
        std::vector<std::uint8_t> literal;   ///< with `decides`: per position the id that must stand there; 0 = letters
        std::array<bool, 256> alone{};       ///< one element with this id certainly takes the whole word
        std::array<bool, 256> alone_maybe{}; ///< ... may take it: look at the name
        bool has_alone = false;
    };
    const Filter& filter() const { return m_filter; }

  private:
    bool step(std::u32string_view elements, std::size_t element, std::size_t at, std::size_t& end,
              std::vector<bool>* failed) const;
    void make_filter();

    std::u32string m_word;
    std::string m_ascii; ///< the word with '\1' for Han characters
    Filter m_filter;
};

struct Word {
    std::string text;     ///< folded, in the index's code
    std::u32string chars; ///< folded
    std::string key;      ///< as a number: digits and letters; empty when it cannot be part of one
    PinyinPattern pinyin{U""};
    bool inactive = false; ///< 停用: inactive buyers match it
};

/// Words of the query: parted by spaces of any width, folded.
std::vector<Word> parse_query(std::string_view query);

/// The elements of a name in the index's code, and each one's position in characters.
void elements_of(std::string_view name_code, std::u32string& elements, std::vector<std::uint32_t>* positions);

} // namespace goufang::find
