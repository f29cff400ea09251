// Characters and lengths of any text (validation 8), and what a target cannot hold (formats-desktop 2.5, 5.1).
#include "core/check/rules_detail.h"

#include "core/model/field_lists.h"
#include "core/text/charset.h"
#include "core/text/fold.h"
#include "core/text/split.h"
#include "core/text/utf8.h"

#include <algorithm>

namespace goufang::check::detail {

using model::Field;

namespace {

constexpr bool is_pair_field(Field f) {
    return f == Field::address || f == Field::phone || f == Field::bank || f == Field::account ||
           f == Field::more_addresses || f == Field::more_accounts;
}

/// Fields whose lines are part of what somebody wrote; custom values belong to others.
constexpr bool keeps_form(Field f) { return f == Field::remark || f == Field::custom || f == Field::source; }

/// One finding per text with one of `marks`; args are made from the first such character.
template <class Args, class Fix>
void report(const Context& c, const Rule& r, Findings& out, Marks marks, const Args& args, const Fix& fix) {
    each_text(c, marks, [&](const Place& place, const std::string& s) {
        const Found found = first_marked(s, marks);
        if (!found.position) return;
        Finding& f = add(out, r, s, args(found));
        f.field = place.field;
        if (std::optional<std::string> value = fix(place.field, s)) f.fix = place.with(*std::move(value));
    });
}

std::optional<std::string> no_fix(Field, const std::string&) { return std::nullopt; }

/// For what clean_text() mends: no finding where it would change nothing, none over a number (tax_id.clean) or where
/// the form is kept.
void report_unclean(const Context& c, const Rule& r, Findings& out, Marks marks, bool with_place) {
    each_text(c, marks, [&](const Place& place, const std::string& s) {
        if (place.field == Field::tax_id || keeps_form(place.field)) return;
        const Found found = first_marked(s, marks);
        if (!found.position) return;
        std::string cleaned = text::clean_text(s);
        if (cleaned == s) return;
        std::vector<std::string> args;
        if (with_place) args = {utf8(found.character), std::to_string(found.position)};
        Finding& f = add(out, r, s, std::move(args));
        f.field = place.field;
        f.fix = place.with(std::move(cleaned));
    });
}

template <class Replace> std::string replaced(std::string_view s, Replace replace) {
    std::string t;
    for (std::size_t i = 0; i < s.size();) {
        const std::size_t from = i;
        const char32_t c = text::next_code_point(s, i);
        if (const std::optional<std::string_view> with = replace(c))
            t += *with;
        else
            t += s.substr(from, i - from);
    }
    return t;
}

std::string replaced_all(std::string s, std::string_view from, std::string_view to) {
    for (std::size_t at = s.find(from); at != s.npos; at = s.find(from, at + to.size())) s.replace(at, from.size(), to);
    return s;
}

} // namespace

void text_control(const Context& c, const Rule& r, Findings& out) {
    const bool target = is_target(c);
    report(
        c, r, out, target ? mark_control | mark_tab : Marks{mark_control},
        [](const Found& f) {
            return std::vector<std::string>{u_plus(f.character), std::to_string(f.position)};
        },
        [&](Field, const std::string& s) -> std::optional<std::string> {
            if (!target) return std::nullopt;
            return replaced(s, [](char32_t ch) -> std::optional<std::string_view> {
                const Marks m = marks_of(ch);
                if (m & mark_tab) return " ";
                if (m & mark_control) return "";
                return std::nullopt;
            });
        });
}

void text_private_use(const Context& c, const Rule& r, Findings& out) {
    report(
        c, r, out, mark_private,
        [](const Found& f) {
            return std::vector<std::string>{u_plus(f.character), std::to_string(f.position)};
        },
        no_fix);
}

void text_not_gbk(const Context& c, const Rule& r, Findings& out) {
    const bool lost = is_target(c) && c.profile.gbk_only;
    // what cleaning takes away, and private use, have rules of their own in the registry
    const Marks missing = is_target(c) ? mark_not_gbk | mark_private : Marks{mark_not_gbk};
    each_text(c, missing, [&](const Place& place, const std::string& s) {
        std::size_t position = 0;
        for (std::size_t i = 0; i < s.size();) {
            const char32_t ch = text::next_code_point(s, i);
            ++position;
            const Marks m = marks_of(ch);
            const bool cleaned = !is_target(c) && (m & (mark_invisible | mark_odd_space | mark_dot));
            if (cleaned || (!(m & mark_not_gbk) && !((m & mark_private) && is_target(c) && !text::gbk_can(ch))))
                continue;
            Finding& f = add(out, r, s, {utf8(ch), u_plus(ch), std::to_string(position)});
            f.field = place.field;
            if (lost) {
                f.severity = Severity::error;
                f.fix = place.with(replaced(s, [](char32_t x) -> std::optional<std::string_view> {
                    if (x >= 0x80 && !text::gbk_can(x)) return "?";
                    return std::nullopt;
                }));
            }
            return;
        }
    });
}

void text_invisible(const Context& c, const Rule& r, Findings& out) {
    each_text(c, mark_invisible, [&](const Place& place, const std::string& s) {
        if (place.field == Field::tax_id || keeps_form(place.field)) return;
        const Found found = first_marked(s, mark_invisible);
        std::string cleaned = text::clean_text(s);
        if (!found.position || cleaned == s) return;
        Finding& f = add(out, r, s, {u_plus(found.character), std::to_string(found.position)});
        f.field = place.field;
        f.fix = place.with(std::move(cleaned));
    });
}

void text_spaces(const Context& c, const Rule& r, Findings& out) {
    constexpr Marks spaces = mark_space | mark_odd_space | mark_tab;
    each_text(c, spaces, [&](const Place& place, const std::string& s) {
        if (place.field == Field::tax_id || keeps_form(place.field) || !first_marked(s, spaces).position) return;
        std::string cleaned = text::clean_text(s);
        // only what the spaces are to blame for: the other marks speak for themselves
        const auto count = [](std::string_view t) { return std::count(t.begin(), t.end(), ' '); };
        const bool odd = first_marked(s, mark_odd_space | mark_tab).position != 0;
        if (cleaned == s || (!odd && count(cleaned) == count(s))) return;
        Finding& f = add(out, r, s);
        f.field = place.field;
        f.fix = place.with(std::move(cleaned));
    });
}

void text_width(const Context& c, const Rule& r, Findings& out) { report_unclean(c, r, out, mark_wide, true); }
void text_middle_dot(const Context& c, const Rule& r, Findings& out) { report_unclean(c, r, out, mark_dot, true); }

void text_line_break(const Context& c, const Rule& r, Findings& out) {
    if (!is_target(c)) {
        each_text(c, mark_line_break, [&](const Place& place, const std::string& s) {
            if (place.field == Field::tax_id || keeps_form(place.field) || !first_marked(s, mark_line_break).position)
                return;
            Finding& f = add(out, r, s, {}, "text.line_break");
            f.field = place.field;
            if (std::string cleaned = text::clean_text(s); cleaned != s) f.fix = place.with(std::move(cleaned));
        });
        return;
    }
    if (!c.profile.single_line) return;
    report(
        c, r, out, mark_line_break, [](const Found&) { return std::vector<std::string>(); },
        [&](Field field, const std::string& s) -> std::optional<std::string> {
            const std::string_view with = c.profile.set_separator && is_pair_field(field) ? "#|#" : " ";
            return replaced(replaced_all(s, "\r\n", "\n"), [&](char32_t ch) -> std::optional<std::string_view> {
                if (marks_of(ch) & mark_line_break) return with;
                return std::nullopt;
            });
        });
    for (Finding& f : out)
        if (f.rule == r.id && f.sentence.empty()) f.sentence = "text.line_break_target";
}

namespace {

std::size_t length_of(std::string_view s, Unit unit) {
    return unit == Unit::gbk_bytes ? text::gbk_length(s) : text::count_code_points(s);
}

std::string cut(std::string_view s, std::size_t max, Unit unit) {
    if (unit == Unit::gbk_bytes) return std::string(text::gbk_prefix(s, max));
    std::size_t at = 0;
    for (std::size_t n = 0; n < max && at < s.size(); ++n) text::next_code_point(s, at);
    return std::string(s.substr(0, at));
}

std::string_view too_long_sentence(const Limit& l) {
    if (l.unit == Unit::characters) return "text.too_long_characters";
    return l.combined ? "text.too_long_pair_bytes" : "text.too_long_bytes";
}

/// The joined pair cut to `max` bytes: what is left of both parts.
std::pair<std::string, std::string> cut_pair(const std::string& left, const std::string& right, std::size_t max) {
    const std::size_t first = text::gbk_length(left);
    if (first + 1 >= max || left.empty()) {
        if (left.empty()) return {"", std::string(text::gbk_prefix(right, max))};
        return {std::string(text::gbk_prefix(left, max)), ""};
    }
    return {left, std::string(text::gbk_prefix(right, max - first - 1))};
}

/// Cheap upper bound: a GBK length is never above the UTF-8 length, nor is the count of characters.
bool surely_within(std::size_t bytes, std::size_t max) { return bytes <= max; }

void check_pair(const Context& c, const Rule& r, Findings& out, const Limit& l, Field left_field, Field right_field) {
    const std::string& left = *model::text_member(c.buyer, left_field);
    const std::string& right = *model::text_member(c.buyer, right_field);
    if (surely_within(left.size() + right.size() + 1, l.max)) return;
    const std::string joined = text::join_pair(left, right);
    const std::size_t length = text::gbk_length(joined);
    if (length <= l.max) return;
    const auto [new_left, new_right] = cut_pair(left, right, l.max);
    const auto tell = [&](Field f, const std::string& old_value, const std::string& new_value) {
        if (old_value == new_value) return;
        Finding& finding = add(out, r, joined, {std::to_string(l.max), std::to_string(length)}, too_long_sentence(l));
        finding.field = f;
        finding.fix = new_value;
    };
    tell(left_field, left, new_left);
    tell(right_field, right, new_right);
}

/// Further sets are lines of their own: each has the whole width.
template <class T>
void check_sets(const Context& c, const Rule& r, Findings& out, const Limit& l, Field field, const std::vector<T>& sets,
                std::string T::*left, std::string T::*right) {
    if (!(c.profile.carries >> static_cast<unsigned>(field) & 1)) return;
    std::vector<T> changed;
    std::string value;
    std::size_t length = 0;
    for (std::size_t i = 0; i < sets.size(); ++i) {
        const T& set = sets[i];
        if (surely_within((set.*left).size() + (set.*right).size() + 1, l.max)) continue;
        const std::string joined = text::join_pair(set.*left, set.*right);
        const std::size_t n = text::gbk_length(joined);
        if (n <= l.max) continue;
        if (changed.empty()) changed = sets, value = joined, length = n;
        std::tie(changed[i].*left, changed[i].*right) = cut_pair(set.*left, set.*right, l.max);
    }
    if (changed.empty()) return;
    Finding& f = add(out, r, value, {std::to_string(l.max), std::to_string(length)}, too_long_sentence(l));
    f.field = field;
    f.fix = model::list_to_text(changed);
}

} // namespace

void text_too_long(const Context& c, const Rule& r, Findings& out) {
    for (const Limit& l : c.profile.limits) {
        if (!(c.profile.carries >> static_cast<unsigned>(l.field) & 1)) continue;
        if (l.combined && l.field == Field::address) {
            check_pair(c, r, out, l, Field::address, Field::phone);
            check_sets(c, r, out, l, Field::more_addresses, c.buyer.more_addresses, &model::AddressPhone::address,
                       &model::AddressPhone::phone);
        } else if (l.combined && l.field == Field::bank) {
            check_pair(c, r, out, l, Field::bank, Field::account);
            check_sets(c, r, out, l, Field::more_accounts, c.buyer.more_accounts, &model::BankAccount::bank,
                       &model::BankAccount::account);
        } else {
            const std::string& s = *model::text_member(c.buyer, l.field);
            if (surely_within(s.size(), l.max)) continue;
            const std::size_t length = length_of(s, l.unit);
            if (length <= l.max) continue;
            Finding& f = add(out, r, s, {std::to_string(l.max), std::to_string(length)}, too_long_sentence(l));
            f.field = l.field;
            if (is_target(c)) f.fix = cut(s, l.max, l.unit);
        }
    }
}

void target_comma(const Context& c, const Rule& r, Findings& out) {
    if (!c.profile.comma_breaks) return;
    each_text(c, mark_comma, [&](const Place& place, const std::string& s) {
        const Found found = first_marked(s, mark_comma);
        if (!is_pair_field(place.field) || !found.position) return;
        Finding& f = add(out, r, s, {std::to_string(found.position)});
        f.field = place.field;
        f.fix = place.with(replaced_all(s, ",", "，"));
    });
}

void target_separator(const Context& c, const Rule& r, Findings& out) {
    const std::string_view separator = c.profile.forbidden_text;
    if (separator.empty()) return;
    each_text(c, mark_tilde, [&](const Place& place, const std::string& s) {
        // a single ~ at the end would melt with the separator behind it
        std::string fixed = replaced_all(s, separator, "～～");
        if (fixed.ends_with('~')) fixed.replace(fixed.size() - 1, 1, "～");
        if (fixed == s) return;
        Finding& f = add(out, r, s, {std::string(separator)});
        f.field = place.field;
        f.fix = place.with(std::move(fixed));
    });
}

void target_quote(const Context& c, const Rule& r, Findings& out) {
    if (!c.profile.leading_quote) return;
    each_text(c, mark_quote, [&](const Place& place, const std::string& s) {
        if (!s.starts_with('"') || (s.size() > 2 && s.ends_with('"'))) return;
        Finding& f = add(out, r, s);
        f.field = place.field;
        f.fix = place.with(replaced_all(s, "\"", "＂"));
    });
}

void target_forbidden(const Context& c, const Rule& r, Findings& out) {
    if (c.profile.forbidden.empty()) return;
    each_text(c, mark_markup, [&](const Place& place, const std::string& s) {
        std::string fixed = s;
        for (const char ch : c.profile.forbidden)
            fixed = replaced_all(std::move(fixed), std::string_view(&ch, 1),
                                 utf8(static_cast<unsigned char>(ch) + 0xFEE0U));
        if (fixed == s) return;
        const std::size_t at = s.find_first_of(c.profile.forbidden);
        Finding& f = add(out, r, s, {s.substr(at, 1), std::to_string(text::count_code_points(s.substr(0, at)) + 1)});
        f.field = place.field;
        f.fix = place.with(std::move(fixed));
    });
}

} // namespace goufang::check::detail
