#pragma once
// Writing XML by hand: text goes into a UTF-8 buffer and leaves it encoded in large pieces.

#include "invoice/format.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::invoice::xml {

/// What is written in place of single ASCII characters; an empty text = the character itself.
/// Everywhere: control characters that XML cannot hold become a blank, U+FFFE and U+FFFF '?'.
struct Escape {
    std::array<std::string_view, 128> text{};
    std::array<std::uint8_t, 256> special{}; ///< 1 = look at it
};
/// Attribute values in double quotes: & < > " and line breaks, tabs as references; read back exactly.
extern const Escape k_attribute;
/// The same, but a line break is "#|#" (next set of a combined field) and CR, TAB are blanks.
extern const Escape k_attribute_sets;
/// Elements of files whose client takes the inner XML as it stands: & < > full width, all white space a blank.
extern const Escape k_raw_element;

/// The value as a reader of the written file sees it, as far as Escape alters it.
/// `sets`: as k_attribute_sets; otherwise exact but for what XML cannot hold.
std::string attribute_value(std::string_view value, bool sets);
/// As k_raw_element; what `encoding` cannot hold is '?'.
std::string raw_element_value(std::string_view value, text::Encoding encoding);

class Out {
  public:
    /// `references`: a character that the encoding lacks becomes &#x...;, otherwise '?'.
    Out(file::Sink& sink, text::Encoding encoding, bool references);

    /// <?xml version="1.0" encoding="..."?> CRLF, behind the encoding's BOM.
    void prolog();
    void raw(std::string_view utf8) {
        char* p = room(utf8.size());
        std::memcpy(p, utf8.data(), utf8.size());
        m_used += utf8.size();
    }
    void value(std::string_view utf8, const Escape& escape);
    void end_record() {
        if (m_used >= k_piece) spill();
    }
    void finish();

  private:
    static constexpr std::size_t k_piece = 64u << 10; ///< bytes of UTF-8 encoded at once
    static constexpr std::size_t k_buffer = 1u << 20; ///< bytes given to the sink at once
    char* room(std::size_t n) {
        if (m_used + n > m_text.size()) m_text.resize(std::max(m_text.size() * 2, m_used + n));
        return m_text.data() + m_used;
    }
    void spill();

    file::Sink& m_sink;
    text::Encoding m_encoding;
    bool m_references;
    std::vector<char> m_text;
    std::size_t m_used = 0;
    std::string m_encoded;
};

} // namespace goufang::invoice::xml
