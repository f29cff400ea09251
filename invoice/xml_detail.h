#pragma once
// What the parts of the XML reader share; not for the formats.

#include "invoice/xml.h"

#include <array>
#include <utility>

namespace goufang::invoice::xml {

constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
/// Ends a name in markup. Bytes of multi-byte characters never do.
constexpr bool ends_name(char c) {
    return is_space(c) || c == '/' || c == '>' || c == '=' || c == '<' || c == '"' || c == '\'' || c == '&' || c == '?';
}

inline constexpr std::size_t k_broken = std::string_view::npos - 1;
/// Index behind the tag that starts with '<' at `at`, whatever stands in quotes; npos when the text ends before,
/// k_broken when there is a '<' inside.
std::size_t tag_end(std::string_view text, std::size_t at);
/// Index behind "]]>" of the CDATA section whose content starts at `at`; npos. `gbk`: walk character by character.
std::size_t cdata_end(std::string_view text, std::size_t at, bool gbk);

/// Start tag at `at`, complete up to `end` (behind '>'), read strictly.
struct Tag {
    std::string_view name;
    bool closed = false; ///< <name/>
    std::vector<std::pair<std::string_view, std::string_view>> attributes;
    std::optional<Fault> fault;
};
Tag read_tag(std::string_view text, std::size_t at, std::size_t end);
/// First reference in [from, to) that is not allowed.
std::optional<Fault> bad_reference(std::string_view text, std::size_t from, std::size_t to);
/// First control character that XML does not allow; npos.
std::size_t bad_char(std::string_view text);
std::string hex_byte(char c);
bool equal_ignoring_case(std::string_view a, std::string_view b); ///< ASCII letters

} // namespace goufang::invoice::xml
