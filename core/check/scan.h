#pragma once
// One pass over all texts of a buyer: which kinds of doubtful characters are there at all. A clean buyer costs this
// pass and nothing more; a rule looks closer only where its mark is set.

#include "core/check/check.h"

#include <array>
#include <functional>

namespace goufang::check {

using Marks = std::uint32_t;
enum Mark : Marks {
    mark_space = 1U << 0,      ///< an ASCII space anywhere (often fine)
    mark_odd_space = 1U << 1,  ///< NBSP, U+3000, other Unicode spaces
    mark_tab = 1U << 2,        ///< TAB, VT, FF
    mark_line_break = 1U << 3, ///< LF, CR, U+0085, U+2028, U+2029
    mark_control = 1U << 4,    ///< other C0 and C1 controls, DEL, noncharacters
    mark_comma = 1U << 5,      ///< ASCII ,
    mark_tilde = 1U << 6,      ///< ASCII ~
    mark_quote = 1U << 7,      ///< ASCII "
    mark_markup = 1U << 8,     ///< & < >
    mark_mark = 1U << 9,       ///< ' | and backslash
    mark_wide = 1U << 10,      ///< full-width letters and digits
    mark_invisible = 1U << 11, ///< zero-width, direction marks, variation selectors, BOM
    mark_private = 1U << 12,   ///< private use
    mark_not_gbk = 1U << 13,   ///< outside code page 936 (private use not counted)
    mark_dot = 1U << 14,       ///< a middle dot other than U+00B7
    mark_bracket = 1U << 15,   ///< ( ) or full width
};

/// Marks of one character / of a whole text (valid UTF-8).
Marks marks_of(char32_t c);
Marks marks_of(std::string_view text);

struct Scan {
    std::array<Marks, model::k_field_count> of{}; ///< by field; of a list: of all its texts together
    Marks any = 0;
    explicit Scan(const model::Buyer& b);
};

/// Place of a text in a buyer: the field, and for lists what the field becomes when this text is replaced.
struct Place {
    model::Field field;
    std::function<std::string(std::string)> with; ///< whole field as text (model::to_text) with the new value
};
void each_marked_text(const Context& c, Marks marks, const std::function<void(const Place&, const std::string&)>& fn);
/// Calls `fn(place, text)` for every text whose field has one of `marks`; lists give every entry's texts.
template <class Fn> void each_text(const Context& c, Marks marks, const Fn& fn) {
    if (c.scan.any & marks) each_marked_text(c, marks, fn); // the usual case makes no std::function
}

/// First character with one of the marks: its code point and its place in characters, from 1; place 0 = none.
struct Found {
    char32_t character = 0;
    std::size_t position = 0;
};
Found first_marked(std::string_view text, Marks marks);

} // namespace goufang::check
