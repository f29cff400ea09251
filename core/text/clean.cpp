#include "core/text/fold.h"

#include "core/text/fold_data.h"
#include "core/text/letters.h"
#include "core/text/utf8.h"

namespace goufang::text {

namespace {

/// What one character becomes: 0 deleted, U+0020 a space.
char32_t cleaned(char32_t c) {
    if (c < 0x80) return is_space(c) ? U' ' : c;
    if (is_space(c)) return ' ';
    if (is_zero_width(c)) return 0;
    if (is_middle_dot(c)) return 0xB7;
    const char32_t plain = narrow(c);
    if (is_ascii_digit(plain) || is_ascii_letter(plain)) return plain;
    return canonical_ideograph(c);
}

} // namespace

bool is_clean(std::string_view s) {
    bool space = true; // a space at the start would be trimmed
    bool han = false;  // the character before the space is a Han character
    for (std::size_t at = 0; at < s.size();) {
        const auto lead = static_cast<unsigned char>(s[at]);
        if (lead > 0x20 && lead < 0x80) {
            space = han = false;
            ++at;
            continue;
        }
        const char32_t c = next_code_point(s, at);
        if (c == ' ') {
            if (space) return false;
            space = true;
            continue;
        }
        const bool now = is_han(c);
        if ((now && han && space) || cleaned(c) != c) return false;
        space = false;
        han = now;
    }
    return s.empty() || !space;
}

std::string clean_text(std::string_view s) {
    if (is_clean(s)) return std::string(s);
    std::string out;
    out.reserve(s.size());
    bool space = false, han = false;
    for (std::size_t at = 0; at < s.size();) {
        const char32_t source = next_code_point(s, at);
        const char32_t c = cleaned(source);
        if (c == 0 && source != 0) continue;
        if (c == ' ') {
            space = true;
            continue;
        }
        const bool now = is_han(c);
        if (space && !out.empty() && !(han && now)) out += ' ';
        append_utf8(out, c);
        space = false;
        han = now;
    }
    return out;
}

std::string clean_tax_id(std::string_view s) {
    const std::string text = clean_text(s);
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        if (c == ' ' || is_dash(c)) continue;
        append_utf8(out, c >= 'a' && c <= 'z' ? c - 32 : c);
    }
    return out;
}

} // namespace goufang::text
