// The tables (rules, profiles) and the loop over them.
#include "core/check/rules_detail.h"
#include "core/check/tax_id.h"

#include "core/check/check_chars.h"
#include "core/text/fold.h"
#include "core/text/utf8.h"

#include <algorithm>

namespace goufang::check {
namespace {

using model::Buyer;
using model::Field;

constexpr std::uint8_t registry = scope_registry, invoice = scope_invoice, target = scope_target;

constexpr Rule k_rules[] = {
#define GOUFANG_RULE(id, severity, field, function, safe_fix, scopes, args)                                            \
    {id, Severity::severity, Field::field, detail::function, safe_fix, scopes},
#include "core/check/rules.def"
};

template <class... Fields> constexpr std::uint64_t fields(Fields... f) {
    return ((std::uint64_t{1} << static_cast<unsigned>(f)) | ...);
}

// Buyer fields of the device clients are 100 GBK bytes wide on every way in; what comes longer is cut without a word
// (formats-desktop 5.1, 5.3, 7).
constexpr Limit k_registry_limits[] = {{Field::name, 100, Unit::gbk_bytes}};
constexpr Limit k_aisino_limits[] = {
    {Field::name, 100, Unit::gbk_bytes},          {Field::mnemonic, 6, Unit::characters},
    {Field::address, 100, Unit::gbk_bytes, true}, {Field::bank, 100, Unit::gbk_bytes, true},
    {Field::email, 40, Unit::gbk_bytes},          {Field::remark, 50, Unit::gbk_bytes},
};
constexpr Limit k_invoice_xml_limits[] = {
    {Field::name, 100, Unit::gbk_bytes},
    {Field::tax_id, 20, Unit::gbk_bytes},
    {Field::address, 100, Unit::gbk_bytes, true},
    {Field::bank, 100, Unit::gbk_bytes, true},
};
// formats-digital 2.2
constexpr Limit k_etax_limits[] = {
    {Field::name, 100, Unit::characters},    {Field::tax_id, 20, Unit::characters},
    {Field::address, 100, Unit::characters}, {Field::phone, 50, Unit::characters},
    {Field::bank, 100, Unit::characters},    {Field::account, 100, Unit::characters},
    {Field::email, 72, Unit::characters},
};

constexpr std::uint64_t k_party =
    fields(Field::name, Field::tax_id, Field::address, Field::phone, Field::bank, Field::account);

constexpr Profile k_profiles[] = {
    {.id = "registry", .limits = k_registry_limits, .lower_code = true, .scopes = scope_registry},
    {.id = "aisino",
     .limits = k_aisino_limits,
     .gbk_only = true,
     .comma_breaks = true,
     .lower_code = true,
     .forbidden_text = "~~",
     .single_line = true,
     .leading_quote = true,
     .client_tax_id = true,
     .set_separator = true,
     .carries = k_party | fields(Field::code, Field::mnemonic, Field::email, Field::remark, Field::more_addresses,
                                 Field::more_accounts)},
    {.id = "kehubianma",
     .limits = k_aisino_limits,
     .lower_code = true,
     .single_line = true,
     .client_tax_id = true,
     .carries = k_party | fields(Field::code, Field::mnemonic, Field::email)},
    {.id = "kp",
     .limits = k_invoice_xml_limits,
     .gbk_only = true,
     .forbidden = "&<>",
     .single_line = true,
     .carries = k_party},
    {.id = "fpkj",
     .limits = k_invoice_xml_limits,
     .single_line = true,
     .carries = k_party | fields(Field::email, Field::mobile)},
    {.id = "etax", .limits = k_etax_limits, .carries = k_party | fields(Field::mnemonic, Field::email)},
    {.id = "special",
     .limits = k_registry_limits,
     .needs_tax_id = true,
     .no_person = true,
     .scopes = scope_invoice,
     .carries = k_party},
    {.id = "ordinary",
     .limits = k_registry_limits,
     .enterprise_needs_tax_id = true,
     .scopes = scope_invoice,
     .carries = k_party},
};

bool plain_tax_id(std::string_view s) {
    return std::all_of(s.begin(), s.end(), [](char c) { return is_digit(c) || is_upper(c); });
}

} // namespace

namespace detail {

Finding& add(Findings& out, const Rule& r, std::string value, std::vector<std::string> args,
             std::string_view sentence) {
    Finding& f = out.emplace_back();
    f.severity = r.severity;
    f.rule = r.id;
    f.field = r.field;
    f.value = std::move(value);
    f.args = std::move(args);
    f.sentence = sentence;
    return f;
}

std::string utf8(char32_t c) {
    std::string s;
    text::append_utf8(s, c);
    return s;
}

std::string u_plus(char32_t c) {
    constexpr char hex[] = "0123456789ABCDEF";
    std::string s;
    for (int shift = 20; shift >= 0; shift -= 4)
        if (shift < 16 || c >> shift) s += hex[c >> shift & 15];
    return "U+" + s;
}

std::string upper(std::string_view ascii) {
    std::string s(ascii);
    for (char& c : s)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return s;
}

} // namespace detail

std::string_view severity_key(Severity s) {
    constexpr std::string_view keys[] = {"note", "warning", "error"};
    return keys[static_cast<std::size_t>(s)];
}

std::span<const Rule> rules() { return k_rules; }

const Rule* rule(std::string_view id) {
    const auto it = std::find_if(std::begin(k_rules), std::end(k_rules), [&](const Rule& r) { return r.id == id; });
    return it == std::end(k_rules) ? nullptr : it;
}

std::span<const Profile> profiles() { return k_profiles; }

const Profile* profile(std::string_view id) {
    const auto it =
        std::find_if(std::begin(k_profiles), std::end(k_profiles), [&](const Profile& p) { return p.id == id; });
    return it == std::end(k_profiles) ? nullptr : it;
}

const Profile& registry_profile() { return k_profiles[0]; }

Effect effect(const Finding& f, const Profile& p) {
    if (!(p.scopes & scope_target)) return Effect::none;
    if (f.fix) return Effect::altered;
    return f.severity == Severity::error ? Effect::refused : Effect::none;
}

void check_buyer(const Buyer& b, const Profile& p, std::vector<Finding>& out) {
    const Scan scan(b);
    std::string cleaned;
    const std::string* tax_id = &b.tax_id;
    if (!plain_tax_id(b.tax_id)) {
        cleaned = text::clean_tax_id(b.tax_id);
        tax_id = &cleaned;
    }
    TaxIdVerdict verdict;
    bool speaks = false;
    if (!tax_id->empty() && (p.scopes & (scope_registry | scope_invoice))) {
        verdict = judge_tax_id(*tax_id, b.kind);
        speaks = !verdict.sentence.empty() || !verdict.notes.empty();
    }
    const Context c{b, p, scan, *tax_id, speaks ? &verdict : nullptr};
    for (const Rule& r : k_rules)
        if (r.scopes & p.scopes) r.run(c, r, out);
}

namespace {

/// Rounds, because one fix may uncover the next (several texts of one list, several faults of one text).
std::vector<FixedField> apply_fixes(Buyer& b, const Profile& p, bool safe_only) {
    std::vector<FixedField> fixed;
    std::vector<Finding> findings;
    for (int round = 0; round < 100000; ++round) { // every fix takes a fault away, so this ends by itself
        findings.clear();
        check_buyer(b, p, findings);
        std::uint64_t done = 0;
        for (const Finding& f : findings) {
            const Rule* r = rule(f.rule);
            const std::uint64_t bit = std::uint64_t{1} << static_cast<unsigned>(f.field);
            if (!f.fix || (safe_only && !r->safe_fix) || (done & bit)) continue;
            std::string before = model::to_text(b, f.field);
            if (before == *f.fix || !model::set_text(b, f.field, *f.fix)) continue;
            done |= bit;
            const auto known =
                std::find_if(fixed.begin(), fixed.end(), [&](const FixedField& x) { return x.field == f.field; });
            if (known != fixed.end())
                known->after = *f.fix;
            else
                fixed.push_back({f.field, r->id, std::move(before), *f.fix});
        }
        if (!done) break;
    }
    return fixed;
}

} // namespace

std::vector<FixedField> apply_safe_fixes(Buyer& b) { return apply_fixes(b, registry_profile(), true); }
std::vector<FixedField> apply_target_fixes(Buyer& b, const Profile& p) { return apply_fixes(b, p, false); }

} // namespace goufang::check
