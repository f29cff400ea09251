#include "invoice/xml_out.h"

#include "core/text/words.h"

#include <charconv>

namespace goufang::invoice::xml {

namespace {

constexpr char k_nonchar_lead = '\xEF'; ///< U+FFFE and U+FFFF are EF BF BE, EF BF BF

enum class Style { attribute, sets, element };

Escape table(Style style) {
    Escape e;
    for (std::size_t c = 0; c < 0x20; ++c) {
        e.text[c] = " ";
        e.special[c] = 1;
    }
    if (style == Style::attribute) {
        e.text['\t'] = "&#9;";
        e.text['\n'] = "&#10;";
        e.text['\r'] = "&#13;";
    }
    if (style == Style::sets) e.text['\n'] = "#|#";
    e.text['&'] = style == Style::element ? "\uFF06" : "&amp;";
    e.text['<'] = style == Style::element ? "\uFF1C" : "&lt;";
    e.text['>'] = style == Style::element ? "\uFF1E" : "&gt;";
    e.special['&'] = e.special['<'] = e.special['>'] = 1;
    if (style != Style::element) {
        e.text['"'] = "&quot;";
        e.special['"'] = 1;
    }
    e.special[static_cast<unsigned char>(k_nonchar_lead)] = 1;
    return e;
}

/// Whether one of the eight bytes may be special to any of the tables; one that is, is never missed.
bool any_special(std::uint64_t eight) {
    constexpr std::uint64_t each_byte = 0x0101010101010101U; // " and & differ in bit 2, < and > in bit 1
    return (text::any_below(eight, 0x20) | text::any_equal(eight & ~(each_byte << 2), '"') |
            text::any_equal(eight & ~(each_byte << 1), '<') |
            text::any_equal(eight, static_cast<unsigned char>(k_nonchar_lead))) != 0;
}

bool nonchar_at(std::string_view s, std::size_t i) {
    return s[i] == k_nonchar_lead && i + 2 < s.size() && s[i + 1] == '\xBF' &&
           (s[i + 2] == '\xBE' || s[i + 2] == '\xBF');
}

std::string reference(char32_t c) {
    if (c == 0xFFFE || c == 0xFFFF) return "?";
    char digits[8];
    const auto [end, error] = std::to_chars(digits, digits + sizeof digits, static_cast<std::uint32_t>(c), 16);
    (void)error;
    std::string out = "&#x";
    for (const char* p = digits; p != end; ++p) out += *p >= 'a' ? static_cast<char>(*p - 32) : *p;
    return out + ";";
}

} // namespace

const Escape k_attribute = table(Style::attribute);
const Escape k_attribute_sets = table(Style::sets);
const Escape k_raw_element = table(Style::element);

std::string attribute_value(std::string_view value, bool sets) {
    std::string out;
    out.reserve(value.size());
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        if (nonchar_at(value, i)) {
            out += '?';
            i += 2;
        } else if (c == '\n' && sets) {
            out += "#|#";
        } else if (static_cast<unsigned char>(c) < 0x20 && (sets || (c != '\t' && c != '\n' && c != '\r'))) {
            out += ' ';
        } else {
            out += c;
        }
    }
    return out;
}

std::string raw_element_value(std::string_view value, text::Encoding encoding) {
    std::string out;
    out.reserve(value.size());
    for (std::size_t i = 0; i < value.size(); ++i) {
        const auto c = static_cast<unsigned char>(value[i]);
        if (c < 0x80 && k_raw_element.special[c]) {
            out += k_raw_element.text[c];
        } else if (nonchar_at(value, i)) {
            out += '?';
            i += 2;
        } else {
            out += value[i];
        }
    }
    if (encoding == text::Encoding::gbk && text::first_not_gbk(out)) {
        std::string bytes;
        text::encode(out, encoding, bytes);
        out = text::to_utf8(bytes, encoding).value_or(out);
    }
    return out;
}

Out::Out(file::Sink& sink, text::Encoding encoding, bool references)
    : m_sink(sink), m_encoding(encoding), m_references(references), m_text(k_piece * 2) {}

void Out::prolog() {
    m_encoded += text::encoding_bom(m_encoding);
    std::string_view label = text::encoding_name(m_encoding);
    if (m_encoding == text::Encoding::utf8_bom) label = "UTF-8";
    if (m_encoding == text::Encoding::utf16le || m_encoding == text::Encoding::utf16be) label = "UTF-16";
    raw("<?xml version=\"1.0\" encoding=\"");
    raw(label);
    raw("\"?>\r\n");
}

void Out::value(std::string_view s, const Escape& escape) {
    char* o = room(s.size() * 6);
    char* const start = o;
    const char* p = s.data();
    const char* const end = p + s.size();
    while (p != end) {
        if (std::uint64_t eight = 0; end - p >= 8) {
            std::memcpy(&eight, p, 8);
            if (!any_special(eight)) {
                std::memcpy(o, p, 8);
                p += 8, o += 8;
                continue;
            }
        }
        const auto c = static_cast<unsigned char>(*p);
        if (!escape.special[c]) {
            *o++ = *p++;
            continue;
        }
        if (c >= 0x80) {
            if (nonchar_at(s, static_cast<std::size_t>(p - s.data()))) {
                *o++ = '?';
                p += 3;
            } else {
                *o++ = *p++;
            }
            continue;
        }
        const std::string_view text = escape.text[c];
        std::memcpy(o, text.data(), text.size());
        o += text.size();
        ++p;
    }
    m_used += static_cast<std::size_t>(o - start);
}

void Out::spill() {
    const std::string_view piece(m_text.data(), m_used);
    if (m_encoding == text::Encoding::utf8 || m_encoding == text::Encoding::utf8_bom)
        m_encoded += piece;
    else
        text::encode(piece, m_encoding, m_encoded, m_references ? &reference : nullptr);
    m_used = 0;
    if (m_encoded.size() < k_buffer) return;
    m_sink.write(m_encoded);
    m_encoded.clear();
}

void Out::finish() {
    spill();
    if (!m_encoded.empty()) m_sink.write(m_encoded);
    m_encoded.clear();
}

} // namespace goufang::invoice::xml
