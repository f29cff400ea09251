// Code, name, mnemonic, kind (formats-desktop 7; validation 2, 8, 12).
#include "core/check/rules_detail.h"
#include "core/check/tax_id.h"

#include "core/check/check_chars.h"
#include "core/model/category.h"
#include "core/text/fold.h"
#include "core/text/utf8.h"

#include <algorithm>

namespace goufang::check::detail {

using model::Field;
using model::Kind;

namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

Marks marks(const Context& c, Field f) { return c.scan.of[static_cast<std::size_t>(f)]; }

/// First character that `fits` refuses.
template <class Fits> Found first_unfit(std::string_view s, Fits fits) {
    std::size_t position = 0;
    for (std::size_t i = 0; i < s.size();) {
        const char32_t c = text::next_code_point(s, i);
        ++position;
        if (c >= 0x80 || !fits(static_cast<char>(c))) return {c, position};
    }
    return {};
}

bool code_char(char c) { return is_digit(c) || is_lower(c); }
bool has_upper(std::string_view s) { return std::any_of(s.begin(), s.end(), is_upper); }

std::string lower(std::string s) {
    for (char& c : s)
        if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
    return s;
}

} // namespace

void code_missing(const Context& c, const Rule& r, Findings& out) {
    if (c.profile.lower_code && c.buyer.code.empty()) add(out, r, "");
}

void code_upper(const Context& c, const Rule& r, Findings& out) {
    if (!c.profile.lower_code || !has_upper(c.buyer.code)) return;
    add(out, r, c.buyer.code).fix = lower(c.buyer.code);
}

void code_form(const Context& c, const Rule& r, Findings& out) {
    const std::string& code = c.buyer.code;
    if (!c.profile.lower_code) return;
    const auto severity = is_target(c) ? Severity::error : r.severity;
    if (const Found bad = first_unfit(code, [](char ch) { return code_char(ch) || is_upper(ch); }); bad.position)
        add(out, r, code, {std::to_string(bad.position), utf8(bad.character)}, "code.bad_char").severity = severity;
    else if (code.size() > model::CodeRule::max_code)
        add(out, r, code, {std::to_string(code.size()), std::to_string(model::CodeRule::max_code)}, "code.too_long")
            .severity = severity;
}

void name_missing(const Context& c, const Rule& r, Findings& out) {
    constexpr Marks blank = mark_space | mark_odd_space | mark_tab | mark_line_break | mark_invisible;
    const std::string& name = c.buyer.name;
    if (name.empty() || ((marks(c, Field::name) & blank) && text::clean_text(name).empty())) add(out, r, name);
}

void name_short(const Context& c, const Rule& r, Findings& out) {
    const std::string& name = c.buyer.name;
    if (c.buyer.kind == Kind::person || name.empty() || name.size() > 12) return;
    if (const std::size_t n = text::count_code_points(name); n < 4) add(out, r, name, {std::to_string(n)});
}

void name_brackets(const Context& c, const Rule& r, Findings& out) {
    if (!(marks(c, Field::name) & mark_bracket)) return;
    const std::string& name = c.buyer.name;
    std::vector<Found> open;
    Found lone;
    bool half = false, full = false;
    std::size_t position = 0;
    for (std::size_t i = 0; i < name.size();) {
        const char32_t ch = text::next_code_point(name, i);
        ++position;
        if (ch == '(' || ch == ')') half = true;
        if (ch == 0xFF08 || ch == 0xFF09) full = true;
        if (ch == '(' || ch == 0xFF08) {
            open.push_back({ch, position});
        } else if (ch == ')' || ch == 0xFF09) {
            if (!open.empty())
                open.pop_back();
            else if (!lone.position)
                lone = {ch, position};
        }
    }
    if (!lone.position && !open.empty()) lone = open.front();
    if (lone.position) {
        add(out, r, name, {utf8(lone.character), std::to_string(lone.position)}, "name.brackets_unbalanced");
    } else if (half && full) {
        std::string fixed;
        for (const char ch : name) fixed += ch == '(' ? "（" : ch == ')' ? "）" : std::string(1, ch);
        add(out, r, name, {}, "name.brackets_mixed").fix = std::move(fixed);
    }
}

void name_markup(const Context& c, const Rule& r, Findings& out) {
    constexpr Marks hostile = mark_quote | mark_markup | mark_mark;
    if (!(marks(c, Field::name) & hostile)) return;
    const Found found = first_marked(c.buyer.name, hostile);
    add(out, r, c.buyer.name, {utf8(found.character), std::to_string(found.position)});
}

void mnemonic_case(const Context& c, const Rule& r, Findings& out) {
    const std::string& m = c.buyer.mnemonic;
    if (std::any_of(m.begin(), m.end(), is_lower)) add(out, r, m).fix = upper(m);
}

void mnemonic_form(const Context& c, const Rule& r, Findings& out) {
    const std::string m = upper(c.buyer.mnemonic);
    if (m.empty()) return;
    if (const Found bad = first_unfit(m, [](char ch) { return is_digit(ch) || is_upper(ch); }); bad.position)
        add(out, r, c.buyer.mnemonic, {std::to_string(bad.position), utf8(bad.character)}, "mnemonic.bad_char");
    else if (!is_upper(m[0]))
        add(out, r, c.buyer.mnemonic, {}, "mnemonic.first_letter");
    else if (m.size() > 6)
        add(out, r, c.buyer.mnemonic, {std::to_string(m.size()), "6"}, "mnemonic.too_long");
}

void kind_person_special(const Context& c, const Rule& r, Findings& out) {
    if (c.profile.no_person && c.buyer.kind == Kind::person) add(out, r, std::string(model::kind_key(c.buyer.kind)));
}

void kind_by_code(const Context& c, const Rule& r, Findings& out) {
    if (c.buyer.kind != Kind::enterprise || c.tax_id.size() != 18) return;
    const auto kind = check::kind_by_code(c.tax_id);
    if (!kind || *kind == Kind::enterprise || !uscc_valid(c.tax_id) || id_card_valid(c.tax_id)) return;
    const std::string key(model::kind_key(*kind));
    add(out, r, std::string(model::kind_key(c.buyer.kind)), {c.tax_id.substr(0, 2), key}).fix = key;
}

} // namespace goufang::check::detail
