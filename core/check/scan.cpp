#include "core/check/scan.h"

#include "core/model/field_lists.h"
#include "core/text/charset.h"
#include "core/text/utf8.h"

namespace goufang::check {
namespace {

using model::Buyer;
using model::Field;

constexpr auto k_ascii = [] {
    std::array<Marks, 128> t{};
    for (std::size_t c = 0; c < 0x20; ++c) t[c] = mark_control;
    t['\t'] = t['\v'] = t['\f'] = mark_tab;
    t['\n'] = t['\r'] = mark_line_break;
    t[' '] = mark_space;
    t[','] = mark_comma;
    t['~'] = mark_tilde;
    t['"'] = mark_quote;
    t['&'] = t['<'] = t['>'] = mark_markup;
    t['\''] = t['|'] = t['\\'] = mark_mark;
    t['('] = t[')'] = mark_bracket;
    t[0x7F] = mark_control;
    return t;
}();

constexpr bool within(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

Marks marks_beyond_ascii(char32_t c) {
    if (within(c, 0x4E00, 0x9FA5)) return 0; // all of these are in GBK
    if (within(c, 0x80, 0x9F)) return c == 0x85 ? mark_line_break : mark_control;
    if (c == 0xA0 || c == 0x3000 || within(c, 0x2000, 0x200A) || c == 0x202F || c == 0x205F || c == 0x1680)
        return c == 0x3000 ? Marks{mark_odd_space} : Marks{mark_odd_space | mark_not_gbk};
    if (c == 0x2028 || c == 0x2029) return mark_line_break;
    if (within(c, 0x200B, 0x200F) || within(c, 0x202A, 0x202E) || within(c, 0x2060, 0x2064) ||
        within(c, 0x2066, 0x2069) || c == 0xFEFF || c == 0xAD || within(c, 0xFE00, 0xFE0F) ||
        within(c, 0xE0100, 0xE01EF))
        return mark_invisible | mark_not_gbk;
    if (within(c, 0xE000, 0xF8FF) || within(c, 0xF0000, 0xFFFFD) || within(c, 0x100000, 0x10FFFD)) return mark_private;
    if ((c & 0xFFFE) == 0xFFFE || within(c, 0xFDD0, 0xFDEF)) return mark_control;
    Marks m = text::gbk_can(c) ? Marks{0} : Marks{mark_not_gbk};
    if (within(c, 0xFF10, 0xFF19) || within(c, 0xFF21, 0xFF3A) || within(c, 0xFF41, 0xFF5A)) m |= mark_wide;
    if (c == 0x2022 || c == 0x2027 || c == 0x30FB || c == 0xFF65) m |= mark_dot;
    if (c == 0xFF08 || c == 0xFF09) m |= mark_bracket;
    return m;
}

} // namespace

Marks marks_of(char32_t c) { return c < 0x80 ? k_ascii[c] : marks_beyond_ascii(c); }

Marks marks_of(std::string_view s) {
    Marks m = 0;
    for (std::size_t i = 0; i < s.size();) {
        const auto c = static_cast<unsigned char>(s[i]);
        if (c < 0x80) {
            m |= k_ascii[c];
            ++i;
        } else if (within(c, 0xE5, 0xE8)) { // U+5000..U+8FFF: Han, in GBK
            i += 3;
        } else {
            m |= marks_beyond_ascii(text::next_code_point(s, i));
        }
    }
    return m;
}

namespace {

// The texts inside an entry of a list, by index.
std::string* part(std::string& e, std::size_t i) { return i ? nullptr : &e; }
std::string* part(model::AddressPhone& e, std::size_t i) { return i > 1 ? nullptr : i ? &e.phone : &e.address; }
std::string* part(model::BankAccount& e, std::size_t i) { return i > 1 ? nullptr : i ? &e.account : &e.bank; }
std::string* part(model::FormerName& e, std::size_t i) { return i ? nullptr : &e.name; }
std::string* part(model::CustomField& e, std::size_t i) { return i > 1 ? nullptr : i ? &e.value : &e.key; }
template <class T> const std::string* part(const T& e, std::size_t i) { return part(const_cast<T&>(e), i); }

template <class T> Marks marks_in(const T&) { return 0; }
Marks marks_in(const std::string& v) { return v.empty() ? 0 : marks_of(std::string_view(v)); }
template <class T> Marks marks_in(const std::vector<T>& list) {
    Marks m = 0;
    for (const T& e : list)
        for (std::size_t i = 0; const std::string* s = part(e, i); ++i) m |= marks_of(std::string_view(*s));
    return m;
}

using Visit = std::function<void(const Place&, const std::string&)>;

template <class T> void visit(Field, const T&, const Visit&) {}
void visit(Field f, const std::string& v, const Visit& fn) {
    if (model::info(f).shape == model::Shape::text) fn({f, [](std::string s) { return s; }}, v);
}
template <class T> void visit(Field f, const std::vector<T>& list, const Visit& fn) {
    for (std::size_t entry = 0; entry < list.size(); ++entry)
        for (std::size_t i = 0; const std::string* s = part(list[entry], i); ++i) {
            const Place place{f, [&list, entry, i](std::string value) {
                                  std::vector<T> changed = list;
                                  *part(changed[entry], i) = std::move(value);
                                  return model::list_to_text(changed);
                              }};
            fn(place, *s);
        }
}

} // namespace

Scan::Scan(const Buyer& b) {
#define GOUFANG_FIELD(member, type, shape, headings)                                                                   \
    any |= of[static_cast<std::size_t>(Field::member)] = marks_in(b.member);
#include "core/model/fields.def"
#undef GOUFANG_FIELD
}

void each_marked_text(const Context& c, Marks marks, const Visit& fn) {
    const auto wanted = [&](Field f) {
        const auto at = static_cast<std::size_t>(f);
        return (c.scan.of[at] & marks) && (c.profile.carries >> at & 1);
    };
#define GOUFANG_FIELD(member, type, shape, headings)                                                                   \
    if (wanted(Field::member)) visit(Field::member, c.buyer.member, fn);
#include "core/model/fields.def"
#undef GOUFANG_FIELD
}

Found first_marked(std::string_view s, Marks marks) {
    std::size_t position = 0;
    for (std::size_t i = 0; i < s.size();) {
        const char32_t c = text::next_code_point(s, i);
        ++position;
        if (marks_of(c) & marks) return {c, position};
    }
    return {};
}

} // namespace goufang::check
