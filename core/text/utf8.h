#pragma once
// Strict UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF. Every border of the program checks with
// valid_utf8(); behind it text is known to be good and these functions do not check again.

#include <cstddef>
#include <string>
#include <string_view>

namespace goufang::text {

inline constexpr std::size_t npos = static_cast<std::size_t>(-1);

/// Offset in bytes of the first byte that is not part of a well-formed sequence; npos when all is well.
std::size_t first_invalid_utf8(std::string_view s);
inline bool valid_utf8(std::string_view s) { return first_invalid_utf8(s) == npos; }

namespace detail {
char32_t next_of_any_length(std::string_view s, std::size_t& at);
}

/// Code point at byte offset `at` of valid UTF-8; advances `at` past it. Here for speed: ASCII and Han.
inline char32_t next_code_point(std::string_view s, std::size_t& at) {
    const auto byte = [&s, at](std::size_t i) { return static_cast<unsigned char>(s[at + i]); };
    const char32_t lead = byte(0);
    if (lead < 0x80) {
        ++at;
        return lead;
    }
    if ((lead & 0xF0) != 0xE0 || s.size() - at < 3) return detail::next_of_any_length(s, at);
    const char32_t c = (lead & 0x0F) << 12 | static_cast<char32_t>(byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    at += 3;
    return c;
}
void append_utf8(std::string& out, char32_t c);
std::size_t count_code_points(std::string_view s); ///< characters, not bytes
/// Columns on a terminal: 2 for East Asian wide and full-width characters, 0 for combining marks and zero-width.
std::size_t display_width(std::string_view s);
/// Cut to at most `columns`, with … when cut.
std::string fit_width(std::string_view s, std::size_t columns);

} // namespace goufang::text
