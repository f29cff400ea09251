#pragma once
// Pasted text as the block parser sees it: one array of characters as typed and one folded, place for place the same.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::invoice::paste {

/// Characters [from, to) of the input.
struct Range {
    std::size_t from = 0, to = 0;
    bool empty() const { return from >= to; }
    std::size_t size() const { return empty() ? 0 : to - from; }
};

/// A longer line is read in pieces, so that time grows with the length of the text and not faster.
inline constexpr std::size_t k_max_line = 2000;

class Input {
  public:
    /// `utf8` must be valid and outlive this.
    explicit Input(std::string_view utf8);

    std::size_t size() const { return m_fold.size(); }
    /// Folded: full width and case as ASCII, traditional as simplified, 帐 as 账, colons and dashes as ASCII, 【 as [,
    /// spaces and zero-width characters as ' ', line ends as one '\n'; tabs stay. 0 behind the end.
    char32_t at(std::size_t i) const { return i < m_fold.size() ? m_fold[i] : 0; }
    std::u32string_view folded(Range r) const { return std::u32string_view(m_fold).substr(r.from, r.size()); }
    /// As typed, UTF-8.
    std::string_view typed(Range r) const { return m_bytes.substr(m_byte[r.from], m_byte[r.to] - m_byte[r.from]); }
    /// The same cleaned as a value; where a scan has put spaces between single characters all spaces are closed up.
    std::string value(Range r) const;
    /// Character at byte `offset` of typed({from, ...}).
    std::size_t character(std::size_t from, std::size_t offset) const;

    std::vector<Range> lines() const; ///< without their ends; empty ones too
    Range trimmed(Range r) const;     ///< without spaces, commas, stops, quotes, bars, bullets on both sides
    void blank(Range r);              ///< makes these characters spaces for every reader (time stamps)

  private:
    std::size_t closing_bracket(Range r) const; ///< the partner of the bracket at r.from; r.to without one
    void drop_tags();
    void drop_buttons();
    void join_quoted_cells();
    std::string_view m_bytes;
    std::u32string m_fold;
    std::vector<std::size_t> m_byte; ///< one more than characters
};

bool is_han_or_letter(char32_t c);
bool is_alnum(char32_t c);  ///< ASCII letter or digit
bool is_word(char32_t c);   ///< Han, ASCII letter or digit
bool is_symbol(char32_t c); ///< arrows, enclosed and Roman numbers, stars, pictures
bool contains(std::u32string_view text, std::u32string_view part);
/// One of the words of a list with '|' between occurs.
bool contains_any(std::u32string_view text, std::u32string_view words);
bool ends_with_any(std::u32string_view text, std::u32string_view words);

} // namespace goufang::invoice::paste
