// Tax ids: what judge_tax_id() says, as findings, and how the number fits the buyer.
#include "core/check/rules_detail.h"
#include "core/check/tax_id.h"

#include "core/check/check_chars.h"
#include "core/check/foreign_id.h"

#include <utility>

namespace goufang::check::detail {

using model::Kind;

namespace {

constexpr std::string_view k_sentences[] = {
#define GOUFANG_SENTENCE(rule, id, args) id,
#include "core/check/rules.def"
};

/// The same id in static storage, as Finding::sentence demands; empty when it is no sentence beside a rule's own.
std::string_view stored(std::string_view sentence) {
    for (const std::string_view id : k_sentences)
        if (id == sentence) return id;
    return {};
}

/// What a spreadsheet makes of a long number: 9.1999999E+17.
bool scientific(std::string_view s) {
    if (s.size() < 4 || !is_digit(s[0])) return false;
    std::size_t i = 1;
    if (s[i] == '.') {
        ++i;
        while (i < s.size() && is_digit(s[i])) ++i;
    }
    if (i >= s.size() || (s[i] != 'E' && s[i] != 'e')) return false;
    ++i;
    const bool sign = i < s.size() && s[i] == '+';
    if (sign) ++i;
    // without a point or a sign 1E17 may as well be a real number's text
    return i < s.size() && s.size() - i <= 3 && all_digits(s.substr(i)) && (sign || s[1] == '.');
}

} // namespace

void tax_id_missing(const Context& c, const Rule& r, Findings& out) {
    if (!c.buyer.tax_id.empty()) return;
    const bool enterprise = c.buyer.kind == Kind::enterprise;
    if (c.profile.needs_tax_id)
        add(out, r, "", {}, enterprise ? "tax_id.missing" : "tax_id.missing_special").severity = Severity::error;
    else if (enterprise && c.profile.enterprise_needs_tax_id)
        add(out, r, "").severity = Severity::error;
    else if (enterprise && (c.profile.scopes & scope_registry))
        add(out, r, "");
}

void number_damaged(const Context& c, const Rule& r, Findings& out) {
    for (const model::Field f :
         {model::Field::tax_id, model::Field::account, model::Field::phone, model::Field::mobile}) {
        const std::string& s = *model::text_member(c.buyer, f);
        if (scientific(s)) add(out, r, s, {s}).field = f;
    }
}

void tax_id_clean(const Context& c, const Rule& r, Findings& out) {
    if (&c.tax_id != &c.buyer.tax_id && c.tax_id != c.buyer.tax_id && !scientific(c.buyer.tax_id))
        add(out, r, c.buyer.tax_id).fix = c.tax_id;
}

void tax_id_verdict(const Context& c, const Rule& r, Findings& out) {
    if (!c.tax_judge) return;
    const TaxIdVerdict& v = *c.tax_judge;
    if (v.rule == r.id && !scientific(c.buyer.tax_id)) {
        Finding& f = add(out, r, c.buyer.tax_id, v.args, stored(v.sentence));
        f.severity = v.severity;
        f.fix = v.repair;
    }
    for (const TaxIdVerdict::Note& n : v.notes)
        if (n.rule == r.id) add(out, r, c.buyer.tax_id, n.args);
}

void tax_id_kind(const Context& c, const Rule& r, Findings& out) {
    if (c.tax_id.size() < 15) return;
    const Kind kind = c.buyer.kind;
    const std::string_view s = c.tax_id;
    if (kind == Kind::enterprise || kind == Kind::institution) {
        if (id_card_valid(s) || (s.size() == 20 && id_card_valid(s.substr(0, 18))))
            add(out, r, c.buyer.tax_id, {}, "tax_id.kind_person_number");
    } else if (kind == Kind::person && uscc_valid(s) && !id_card_valid(s)) {
        add(out, r, c.buyer.tax_id, {}, "tax_id.kind_credit_code");
    }
}

void tax_id_foreign(const Context& c, const Rule& r, Findings& out) {
    if (c.buyer.kind != Kind::overseas || c.tax_id.empty()) return;
    switch (judge_foreign(c.tax_id)) {
    case ForeignVerdict::fine:
        return;
    case ForeignVerdict::eu_form:
        add(out, r, c.buyer.tax_id, {c.tax_id.substr(0, 2)}, "tax_id.eu_form");
        return;
    case ForeignVerdict::eu_check:
        add(out, r, c.buyer.tax_id, {c.tax_id.substr(0, 2)}, "tax_id.eu_check");
        return;
    case ForeignVerdict::taiwan_check:
        add(out, r, c.buyer.tax_id, {}, "tax_id.taiwan_check").severity = Severity::note;
        return;
    }
}

void tax_id_client(const Context& c, const Rule& r, Findings& out) {
    if (!c.profile.client_tax_id || c.buyer.tax_id.empty()) return;
    // the client raises lower case; nothing else is cleaned
    const TaxIdVerdict v = judge_for_client(upper(c.buyer.tax_id));
    if (v.rule.empty()) return;
    add(out, r, c.buyer.tax_id, v.args, stored(v.sentence));
}

} // namespace goufang::check::detail
