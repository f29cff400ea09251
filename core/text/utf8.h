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

/// Code point at byte offset `at` of valid UTF-8; advances `at` past it.
char32_t next_code_point(std::string_view s, std::size_t& at);
void append_utf8(std::string& out, char32_t c);
std::size_t count_code_points(std::string_view s); ///< characters, not bytes
/// Columns on a terminal: 2 for East Asian wide and full-width characters, 0 for combining marks and zero-width.
std::size_t display_width(std::string_view s);
/// Cut to at most `columns`, with … when cut.
std::string fit_width(std::string_view s, std::size_t columns);

} // namespace goufang::text
