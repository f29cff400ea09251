#pragma once
// The index's own character code and the table of pinyin readings (both made on first use, then read only).
//
// Folded text is kept in a code in which a Chinese character of GB 2312 takes two bytes, ASCII one, everything else
// three or four. Leading and following bytes are disjoint, so a byte search never finds half a character. Bytes
// below 0x10 never occur in a character: the columns use them as ends and separators.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace goufang::find {

/// Ids in the column of initials: 2..11 digits, 12..37 letters, from here on Han characters.
inline constexpr std::uint8_t k_first_list_id = 38;
inline constexpr unsigned k_digit_class = 26; ///< beside the letters 0-25, in masks of initials
inline constexpr std::uint16_t k_no_list = 0; ///< list number of a character without readings

/// One character as an element of a name for pinyin: what its id in the column of initials can stand for.
struct Element {
    std::uint32_t initials = 0; ///< bit 0 = a ... 25 = z; digits have none
    std::uint16_t list = 0;     ///< number of its list of readings, when the id stands for one list only
    char second = 0;            ///< all readings of all its characters go on with this letter; 0 = not known
    bool exact = false;         ///< initials are exactly those of every character with this id
};

class Alphabet {
  public:
    static const Alphabet& get();
    static std::string_view table(); ///< the characters and readings that it is made from

    /// Appends the code of the folded text. False when folding was not one character for one (positions then differ
    /// from those of the original).
    bool encode(std::string_view utf8, std::string& out) const;
    /// Code of one folded character.
    void append(char32_t folded, std::string& out) const;
    /// The character at `at` (a valid position below size); advances.
    char32_t next(std::string_view code, std::size_t& at) const;
    std::u32string decode(std::string_view code) const;
    static std::size_t count(std::string_view code); ///< characters
    /// Bytes of the character that begins with this byte; ends and marks are one byte.
    static std::size_t length_of(char lead);

    /// 1.. for a character with readings (folded characters only), else k_no_list.
    std::uint16_t list_of(char32_t c) const {
        if (c < 0x10000) return m_list[c];
        const auto it = m_list_far.find(c);
        return it == m_list_far.end() ? k_no_list : it->second;
    }
    /// Readings without tone (a-z, ü = v), the best first; also the form with u for those with v (lv, lu).
    std::span<const std::string_view> readings(std::uint16_t list) const {
        return {m_readings.data() + m_list_start[list], m_list_start[list + 1u] - m_list_start[list]};
    }
    std::size_t list_count() const { return m_list_start.size() - 1; }
    std::uint32_t initials(std::uint16_t list) const { return m_list_initials[list]; }
    /// Sorted, without doubles.
    const std::vector<std::string_view>& syllables() const { return m_syllables; }

    /// Id (2..255) of the character in the column of initials; 0 when it stands for nothing there (brackets, dots).
    std::uint8_t element_id(char32_t c) const {
        if (c < 128) return m_ascii_element[c];
        return m_list_element[list_of(c)];
    }
    const Element& element(std::uint8_t id) const { return m_elements[id]; }
    /// Appends the ids of the characters of `code` that stand for something.
    void append_elements(std::string_view code, std::string& ids) const;
    static std::uint8_t literal_id(char c); ///< of a digit or lower-case letter
    std::uint8_t list_element_id(std::uint16_t list) const { return m_list_element[list]; }

    /// Place in pinyin order of a folded character read as `reading` (an index into readings()): ASCII first, then by
    /// syllable, then as in GB 2312, which has the tones in order.
    std::uint16_t order(char32_t c, std::size_t reading = 0) const;

  private:
    Alphabet();
    void read_table();
    void make_codes();
    void make_elements();
    void make_order();

    std::vector<std::string_view> m_readings;
    std::vector<std::uint32_t> m_list_start, m_list_initials;
    std::vector<std::string_view> m_syllables;
    std::vector<std::uint16_t> m_list;                      ///< by character of the BMP
    std::unordered_map<char32_t, std::uint16_t> m_list_far; ///< the others
    std::vector<char32_t> m_characters;                     ///< of the table; those of GB 2312 first
    std::vector<std::uint32_t> m_code;                      ///< by character of the BMP: bytes, length in bits 24..
    std::vector<std::uint32_t> m_folded;  ///< BMP: code of the folded character as in m_code; 0 = ask text::search_fold
    std::vector<char32_t> m_two, m_three; ///< characters by number of two- and three-byte codes
    std::array<std::uint8_t, 128> m_ascii_element{};
    std::vector<std::uint8_t> m_list_element, m_two_element; ///< ids by list; by number of the two-byte code
    std::array<Element, 256> m_elements{};
    std::unordered_map<std::uint64_t, std::uint16_t> m_order; ///< (character, reading) -> place
    std::vector<std::uint16_t> m_order_first;                 ///< BMP, first reading
};

} // namespace goufang::find
