#include "invoice/plan.h"

#include "core/check/check.h"
#include "core/check/tax_id.h"
#include "core/text/errors.h"
#include "core/text/fold.h"
#include "invoice/plain.h"
#include "invoice/rules.h"

namespace goufang::invoice {
namespace {

using model::CategoryId;
using model::Field;

constexpr std::uint64_t bit(Field f) { return std::uint64_t{1} << static_cast<unsigned>(f); }

bool blank(std::string_view s) { return s.find_first_not_of(" \t\r\n") == std::string_view::npos; }

bool lower(std::string& s) {
    bool changed = false;
    for (char& c : s)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a'), changed = true;
    return changed;
}

std::uint64_t hash_of(std::string_view key) { return key.empty() ? 0 : text::key_hash(key); }

std::uint64_t of_place(std::uint64_t name, CategoryId category) {
    return name ^ (static_cast<std::uint64_t>(category) * 0xD6E8FEB86659FD93ULL);
}

/// The cause of a refusal stands first in the report.
void put_cause(Row& row, check::Finding cause) { row.findings.insert(row.findings.begin(), std::move(cause)); }

Field field_of(Key k) { return k == Key::code ? Field::code : k == Key::name ? Field::name : Field::tax_id; }

} // namespace

Planner::Planner(const KeyIndex& keys, const model::CategoryTree& tree, const model::CodeRule& rule, Setup setup)
    : m_keys(keys), m_setup(std::move(setup)), m_rule(rule),
      m_categories(
          tree, rule, m_setup.into, [this](std::string_view code) { return has_code(hash_of(code)); },
          m_setup.begins_code),
      m_last_minted(m_setup.next_code) {
    for (const Field f : m_setup.match) {
        if (f != Field::tax_id && f != Field::code && f != Field::name)
            throw Error(Code::bad_argument, {"match", std::string(model::info(f).key), "import.match"});
        const Key k = f == Field::code ? Key::code : f == Field::name ? Key::name : Key::tax_id;
        if (!uses(k)) m_order.push_back(k);
    }
}

void Planner::expect(std::size_t rows) {
    for (SeenKeys* keys : {&m_codes, &m_tax_ids, &m_names}) keys->reserve(rows);
}

bool Planner::fold_code(Row& row) {
    std::string& code = row.buyer.code;
    if (!m_setup.client_codes || code.empty()) return true;
    if (is_client_code(code)) return true;
    std::string found = code;
    if (lower(code) && is_client_code(code)) {
        check::Finding f = finding("import.code_case", found, {found, code});
        f.fix = code;
        row.findings.push_back(std::move(f));
        return true;
    }
    code = found;
    put_cause(row, finding("import.code_form", found, {found}));
    return false;
}

std::string Planner::mint_code(CategoryId category) {
    const std::string base = category == 0 ? std::string() : m_categories.tree().find(category)->code;
    std::string& last = m_last_minted[category];
    constexpr std::size_t k_max = model::CodeRule::max_code;
    // m_setup.next_code holds the next code, later entries the one given last.
    const auto free = [&](const std::string& code) { return !has_code(hash_of(code)); };
    // below a deeper category's code a client would hang it there
    const auto nested = [&](const std::string& code) {
        if (m_nested.contains(category)) return false;
        for (std::size_t n = base.size() + 1; n < code.size(); ++n)
            if (m_categories.tree().find_code(std::string_view(code).substr(0, n)) != nullptr) return true;
        return false;
    };
    if (const auto start = m_setup.next_code.find(category); start != m_setup.next_code.end()) {
        last = start->second;
        m_setup.next_code.erase(start);
        if (!last.empty() && free(last) && !nested(last)) return last;
    }
    if (!last.starts_with(base)) last.clear();
    std::size_t width = last.size() > base.size() ? last.size() - base.size() : m_rule.buyer_width;
    std::string code, first_nested;
    for (;;) {
        if (base.size() + width > k_max) {
            if (category == 0 || base.empty()) throw Error(Code::code_full, {base});
            return mint_code(0);
        }
        const std::string_view siblings[] = {last};
        try {
            code =
                model::next_code(base, {siblings, last.size() == base.size() + width ? 1U : 0U}, width, m_rule.letters);
        } catch (const Error&) {         // the width is used up
            if (!first_nested.empty()) { // by deeper categories
                m_nested.insert(category);
                last = first_nested;
                return last;
            }
            ++width;
            continue;
        }
        last = code;
        if (!free(code)) continue;
        if (!nested(code)) return code;
        if (first_nested.empty()) first_nested = code;
    }
}

bool Planner::by_code(const Keys& keys, Decision& out) const {
    const KeyEntry* e = uses(Key::code) ? m_keys.first(Key::code, keys.code) : nullptr;
    if (e == nullptr) return false;
    out.candidates = {e->id};
    out.key = Field::code;
    out.verdict = Verdict::match;
    const bool same_tax_id = keys.tax_id != 0 && (*e)[Key::tax_id] == keys.tax_id;
    const bool same_name = keys.name != 0 && (*e)[Key::name] == keys.name;
    if (same_tax_id || same_name) {
        if (same_tax_id && uses(Key::tax_id)) out.key = Field::tax_id;
        return true;
    }
    if (m_order.front() == Key::code) return true;
    Decision others;
    if (by_others(keys, others)) {
        out.verdict = Verdict::conflict;
        out.result = AisinoResult::duplicate;
        out.key = Field::code;
        out.other_key = others.key;
        out.candidates.push_back(others.candidates[0]);
        return true;
    }
    if (m_setup.overwrites_names) return true;
    const bool other_name = keys.name != 0 && (*e)[Key::name] != 0;
    const bool other_tax_id = keys.tax_id != 0 && (*e)[Key::tax_id] != 0;
    if (!other_name && !other_tax_id) return true; // nothing speaks against it
    out.verdict = Verdict::conflict;
    out.result = AisinoResult::duplicate;
    return true;
}

bool Planner::by_others(const Keys& keys, Decision& out) const {
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        const Key k = m_order[i];
        if (k == Key::code || keys[k] == 0) continue;
        const auto is_other_company = [&](const KeyEntry& e) {
            return k == Key::name && uses(Key::tax_id) && keys.tax_id != 0 && e[Key::tax_id] != 0 &&
                   e[Key::tax_id] != keys.tax_id;
        };
        const auto collect = [&](Key through, auto&& fits) {
            std::size_t looked = 0;
            m_keys.each(through, keys[through], [&](const KeyEntry& e) {
                if (fits(e) && !is_other_company(e)) out.candidates.push_back(e.id);
                return ++looked < k_candidates;
            });
        };
        out.candidates.clear();
        out.key = field_of(k);
        for (std::size_t j = i + 1; j < m_order.size() && out.candidates.empty(); ++j)
            if (m_order[j] != Key::code && keys[m_order[j]] != 0)
                collect(m_order[j], [&](const KeyEntry& e) { return e[k] == keys[k]; });
        const bool agreed = !out.candidates.empty();
        if (!agreed) collect(k, [](const KeyEntry&) { return true; });
        if (out.candidates.empty()) continue;
        if (out.candidates.size() > 1) {
            out.verdict = Verdict::ambiguous;
            return true;
        }
        out.verdict = Verdict::match;
        if (agreed) return true;
        for (std::size_t j = i + 1; j < m_order.size(); ++j) {
            const Key later = m_order[j];
            if (later == Key::code) continue;
            if (const KeyEntry* other = m_keys.first(later, keys[later])) {
                out.verdict = Verdict::conflict;
                out.result = AisinoResult::failed;
                out.other_key = field_of(later);
                out.candidates.push_back(other->id);
                return true;
            }
        }
        return true;
    }
    return false;
}

bool Planner::claimed_weakly(const Keys& keys, const Decision& out) const {
    if (out.verdict != Verdict::match || out.key == Field::code) return false;
    if (m_claimed.find(static_cast<std::uint64_t>(out.candidates[0])) == 0) return false;
    const Key k = out.key == Field::name ? Key::name : Key::tax_id;
    const Key against = k == Key::tax_id ? Key::name : Key::code;
    bool weak = false;
    std::size_t looked = 0;
    m_keys.each(k, keys[k], [&](const KeyEntry& e) {
        if (e.id == out.candidates[0]) {
            weak = keys[against] != 0 && e[against] != 0 && e[against] != keys[against];
            return false;
        }
        return ++looked < k_candidates;
    });
    return weak;
}

OnDouble Planner::on_double(const Row& row) const {
    const auto own = m_setup.doubles.find(row.line);
    return own == m_setup.doubles.end() ? m_setup.on_double : own->second;
}

/// The code belongs to another company of the registry.
void Planner::settle_taken(Row& row, Keys& keys, std::string& replaced, Decision& out) const {
    out.code_double = true;
    switch (on_double(row)) {
    case OnDouble::skip:
        break;
    case OnDouble::new_code:
        replaced = std::exchange(row.buyer.code, {});
        keys.code = 0;
        out.candidates.clear();
        break;
    case OnDouble::overwrite:
        out.verdict = Verdict::match;
        out.key = Field::code;
        break;
    }
}

bool Planner::take_code(Row& row, Keys& keys, std::string& replaced, Decision& out) {
    if (keys.code == 0) return true;
    const std::int64_t first = m_codes.put(keys.code, row.line);
    if (first == 0) return true;
    const std::string& code = row.buyer.code;
    if (m_minted.contains(keys.code)) { // only made up by us for a row without a code: not this row's fault
        replaced = std::exchange(row.buyer.code, {});
        keys.code = 0;
        return true;
    }
    out.code_double = true;
    switch (on_double(row)) {
    case OnDouble::new_code:
        replaced = std::exchange(row.buyer.code, {});
        keys.code = 0;
        return true;
    case OnDouble::overwrite:
        out.verdict = Verdict::again;
        out.result = AisinoResult::stored;
        out.first_line = first;
        row.findings.push_back(finding("import.row_overwrites", code, {code, line_text(first)}));
        return true;
    case OnDouble::skip:
        break;
    }
    put_cause(row, finding("import.code_twice", code, {code, line_text(first)}));
    out.result = AisinoResult::duplicate;
    return false;
}

void Planner::note_doubles(Row& row, const Keys& keys, const Decision& out) {
    if (keys.tax_id != 0) {
        const bool stored = m_keys.first(Key::tax_id, keys.tax_id) != nullptr;
        const std::int64_t line = m_tax_ids.put(keys.tax_id, row.line);
        if (stored || line != 0)
            row.findings.push_back(finding("import.same_tax_id", row.buyer.tax_id,
                                           {row.buyer.tax_id, line == 0 ? std::string() : line_text(line)}));
    }
    if (keys.name != 0) {
        bool stored = false;
        std::size_t looked = 0;
        m_keys.each(Key::name, keys.name, [&](const KeyEntry& e) {
            stored = e.category == out.category;
            return !stored && ++looked < k_candidates;
        });
        const std::int64_t line = m_names.put(of_place(keys.name, out.category), row.line);
        if (stored || line != 0)
            row.findings.push_back(finding("import.same_name", row.buyer.name,
                                           {row.buyer.name, line == 0 ? std::string() : line_text(line)}));
    }
}

store::MatchKeys Planner::look_up(const Row& row) const {
    const model::Buyer& b = row.buyer;
    store::MatchKeys keys;
    if (row.kind != RowKind::buyer) return keys;
    m_codes.fetch(hash_of(b.code));
    if (!b.tax_id.empty()) keys.tax_id = hash_of(text::tax_id_key(b.tax_id));
    m_tax_ids.fetch(keys.tax_id);
    if (!blank(b.name)) keys.name = hash_of(text::name_key(b.name));
    return keys;
}

void Planner::judge(Row& row, const store::MatchKeys& match, Decision& out) {
    out.candidates.clear();
    out.verdict = Verdict::reject;
    out.result = AisinoResult::invalid;
    out.category = 0;
    out.category_told = out.draft = out.doubt = out.code_taken = out.code_double = false;
    const auto look_at_own = [&] {
        for (const check::Finding& f : row.findings) {
            out.draft = out.draft || makes_draft(f);
            out.doubt = out.doubt || f.severity != check::Severity::note || announced(f);
        }
    };

    if (row.kind == RowKind::category) {
        if (m_setup.client_codes) lower(row.category.code), lower(row.category.parent_code);
        out.verdict = Verdict::category;
        out.result = AisinoResult::stored;
        out.category = m_categories.category(row);
        look_at_own();
        return;
    }
    if (row.kind == RowKind::bad) {
        if (row.findings.empty()) row.findings.push_back(finding("import.bad_record", {}, {}));
        return;
    }

    model::Buyer& b = row.buyer;
    const bool no_name = blank(b.name);
    if (no_name && (row.present & bit(Field::name)) != 0) {
        put_cause(row, finding("import.no_name", b.name, {b.code}));
        return;
    }
    if (!fold_code(row)) return;
    Keys keys{.tax_id = match.tax_id, .code = hash_of(b.code), .name = match.name};
    out.keys = match;
    std::string replaced;
    if (!take_code(row, keys, replaced, out)) return;
    if (m_setup.client_codes) lower(row.category_code);
    out.category = m_categories.place(row, out.category_told);

    const bool again = out.verdict == Verdict::again;
    if (!again && m_keys.size() != 0 && !by_code(keys, out) && !by_others(keys, out)) out.candidates.clear();
    if (claimed_weakly(keys, out)) out.candidates.clear();
    if (const KeyEntry* owner = m_keys.first(Key::code, keys.code);
        owner != nullptr && out.candidates.empty() && !again && !no_name) {
        out.verdict = Verdict::conflict;
        out.result = AisinoResult::duplicate;
        out.key = Field::code;
        out.candidates = {owner->id};
    }
    if (out.verdict == Verdict::conflict && out.candidates.size() == 1) settle_taken(row, keys, replaced, out);
    bool plain = false; // and without findings so far
    if (out.candidates.empty() && !again) {
        if (no_name) {
            out.verdict = Verdict::reject;
            put_cause(row, finding("import.no_name", b.name, {b.code}));
            return;
        }
        out.verdict = Verdict::add;
        out.result = AisinoResult::stored;
        m_names.fetch(of_place(keys.name, out.category));
        if ((row.present & bit(Field::kind)) == 0) b.kind = check::proposed_kind(b.tax_id).value_or(b.kind);
        if (b.code.empty()) {
            b.code = mint_code(out.category);
            const std::uint64_t hash = hash_of(b.code);
            m_codes.put(hash, row.line);
            m_minted.insert(hash);
            if (!replaced.empty())
                row.findings.push_back(finding(out.code_double ? "import.code_renewed" : "import.code_replaced",
                                               replaced, {replaced, b.code}));
        }
        plain = m_setup.errors_only && row.findings.empty() && free_of_errors(b);
        note_doubles(row, keys, out);
    } else if (out.verdict == Verdict::match) {
        out.result = AisinoResult::stored;
        m_claimed.put(static_cast<std::uint64_t>(out.candidates[0]), row.line);
        const KeyEntry* owner = m_keys.first(Key::code, keys.code);
        out.code_taken = owner != nullptr && owner->id != out.candidates[0];
    } else if (out.verdict == Verdict::conflict && out.candidates.size() == 1) {
        out.other_key = out.key;
    }
    // Most rows of a large file have nothing but a note or two of core/check: the table is not searched for these.
    const std::size_t own = row.findings.size();
    look_at_own();
    if (m_setup.profile != nullptr && !(plain && own == 0)) check::check_buyer(b, *m_setup.profile, row.findings);
    out.draft = out.draft || std::any_of(row.findings.begin() + static_cast<std::ptrdiff_t>(own), row.findings.end(),
                                         [](const check::Finding& f) { return f.severity == check::Severity::error; });
    if (out.verdict == Verdict::add && out.draft && (row.present & bit(Field::status)) == 0)
        b.status = model::Status::draft;
}

} // namespace goufang::invoice
