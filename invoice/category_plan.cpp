#include "invoice/category_plan.h"

#include "core/text/errors.h"
#include "invoice/rules.h"

#include <algorithm>

namespace goufang::invoice {
namespace {

using model::CategoryId;

/// Without white space at the ends, as the tree compares names.
std::string_view trimmed(std::string_view s) {
    constexpr std::string_view k_ascii = " \t\r\n\v\f", k_wide = "\u3000";
    for (;;) {
        if (!s.empty() && k_ascii.find(s.front()) != k_ascii.npos)
            s.remove_prefix(1);
        else if (s.starts_with(k_wide))
            s.remove_prefix(k_wide.size());
        else
            break;
    }
    for (;;) {
        if (!s.empty() && k_ascii.find(s.back()) != k_ascii.npos)
            s.remove_suffix(1);
        else if (s.ends_with(k_wide))
            s.remove_suffix(k_wide.size());
        else
            break;
    }
    return s;
}

} // namespace

bool is_client_code(std::string_view code) {
    return !code.empty() && code.size() <= model::CodeRule::max_code &&
           std::all_of(code.begin(), code.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); });
}

CategoryPlan::CategoryPlan(const model::CategoryTree& tree, const model::CodeRule& rule, std::string_view into,
                           CodeTest of_a_buyer, CodeTest begins_code)
    : m_tree(tree), m_rule(rule), m_of_a_buyer(std::move(of_a_buyer)), m_begins_code(std::move(begins_code)) {
    if (into.empty() || into == model::k_uncategorised) return;
    Row row;
    m_into = follow(model::split_path(into), {}, false, row);
}

bool CategoryPlan::may_match(CategoryId id) const { return m_into == 0 || m_tree.is_within(id, m_into); }

std::string CategoryPlan::free_code(CategoryId parent) {
    const std::string base = parent == 0 ? std::string() : m_tree.find(parent)->code;
    constexpr std::size_t k_max = model::CodeRule::max_code;
    std::string& last = m_last_code[parent];
    if (!last.starts_with(base)) last.clear(); // the parent was re-coded
    std::string code, second_best;             // free, but a buyer's begins so
    const auto fits = [&] {
        if (code.empty() || m_tree.find_code(code) != nullptr || m_of_a_buyer(code)) return false;
        if (!m_begins_code || !m_begins_code(code)) return true;
        if (second_best.empty()) second_best = code;
        return false;
    };
    if (last.empty()) {
        try {
            code = m_tree.suggest_code(parent, m_rule);
        } catch (const Error&) {
        }
    }
    // The rule's width is used up or does not fit: wider while there is room, then whatever room is left, then a code
    // of the first level, which any depth can have.
    std::size_t width = parent == 0 ? m_rule.root_width : m_rule.child_width;
    if (!last.empty()) width = last.size() - base.size();
    while (!fits()) {
        if (base.size() >= k_max) return free_code(0);
        width = std::min(std::max<std::size_t>(width, 1), k_max - base.size());
        const std::string_view greatest = code.empty() ? std::string_view(last) : std::string_view(code);
        const std::string_view siblings[] = {greatest};
        try {
            code = model::next_code(base, {siblings, greatest.empty() ? 0U : 1U}, width, m_rule.letters);
        } catch (const Error&) {
            if (!second_best.empty()) return last = second_best;
            if (width == k_max - base.size()) {
                if (parent == 0) throw;
                return free_code(0);
            }
            ++width;
            last.clear();
            code.clear();
        }
    }
    last = code;
    return code;
}

void CategoryPlan::put_code(CategoryId id, std::string_view code) {
    model::Category c = *m_tree.find(id);
    c.code = code;
    m_tree.update(c);
    CategoryOp op;
    op.id = id;
    op.code = c.code;
    op.recode = true;
    m_ops.push_back(std::move(op));
}

void CategoryPlan::give_code(CategoryId id, std::string_view code) {
    const auto guessed = m_guessed.find(id);
    if (code.empty() || guessed == m_guessed.end()) return;
    const model::Category* owner = m_tree.find_code(code);
    if (owner != nullptr && owner->id != id) {
        if (!m_guessed.contains(owner->id)) return;
        const CategoryId other = owner->id;
        put_code(other, free_code(m_tree.find(other)->parent));
    }
    if (m_tree.find(id)->code != code) put_code(id, code);
    m_guessed.erase(id);
}

CategoryId CategoryPlan::add(CategoryId parent, std::string_view name, std::string_view code, bool wanted, Row& row) {
    model::Category c;
    c.id = --m_last;
    c.parent = parent;
    c.name = name;
    if (row.kind == RowKind::category && row.category.order >= 0) c.order = row.category.order;
    bool guessed = code.empty();
    if (!guessed) {
        const model::Category* owner = m_tree.find_code(code);
        if (owner != nullptr && m_guessed.contains(owner->id)) {
            const CategoryId other = owner->id;
            put_code(other, free_code(m_tree.find(other)->parent));
            owner = nullptr;
        }
        if (owner != nullptr) {
            guessed = true;
            c.code = free_code(parent);
            row.findings.push_back(
                finding("import.category_code", std::string(code), {std::string(code), c.code, c.name}));
        } else {
            c.code = code;
        }
    } else {
        c.code = free_code(parent);
    }
    m_tree.insert(c);
    if (guessed && code.empty()) m_guessed.insert(c.id);
    CategoryOp op;
    op.id = c.id;
    op.parent = parent;
    op.code = c.code;
    op.name = c.name;
    op.order = c.order;
    op.wanted = wanted;
    m_ops.push_back(std::move(op));
    return c.id;
}

/// Codes of the levels above a category whose code is told: by the registry's rule, else of equal width, as the tax
/// clients' codes mostly are. Lengths by level; empty when neither fits.
std::vector<std::size_t> CategoryPlan::level_lengths(std::size_t levels, std::size_t length) const {
    std::vector<std::size_t> out;
    const bool by_rule = m_rule.root_width + (levels - 1) * m_rule.child_width == length;
    if (!by_rule && length % levels != 0) return out;
    for (std::size_t i = 0; i < levels; ++i)
        out.push_back(by_rule ? m_rule.root_width + i * m_rule.child_width : length / levels * (i + 1));
    return out;
}

CategoryId CategoryPlan::follow(std::span<const std::string> names, std::string_view code, bool wanted, Row& row) {
    std::vector<std::string_view> levels;
    for (const std::string& n : names)
        if (const std::string_view name = trimmed(n); !name.empty()) levels.push_back(name);
    std::vector<std::size_t> lengths;
    if (!code.empty() && m_into == 0 && levels.size() > 1) lengths = level_lengths(levels.size(), code.size());

    CategoryId at = m_into;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const std::string_view name = levels[i];
        const bool last = i + 1 == levels.size();
        const std::string_view told = last ? code : std::string_view{};
        const std::string_view hint = last || lengths.empty() ? std::string_view{} : code.substr(0, lengths[i]);
        const model::Category* child = m_tree.find_child(at, name);
        if (child == nullptr && !told.empty()) {
            const model::Category* owner = m_tree.find_code(told);
            if (owner != nullptr && may_match(owner->id) && owner->name == name) child = owner;
        }
        const bool hint_free = !hint.empty() && m_tree.find_code(hint) == nullptr;
        if (child != nullptr) {
            at = child->id;
            if (hint_free && m_guessed.contains(at)) put_code(at, hint);
            give_code(at, told);
        } else if (hint_free) {
            at = add(at, name, hint, wanted, row);
            m_guessed.insert(at);
        } else {
            at = add(at, name, told, wanted, row);
        }
    }
    return at;
}

CategoryId CategoryPlan::category(Row& row) {
    const CategoryRow& c = row.category;
    if (!c.path.empty()) {
        const CategoryId id = follow(model::split_path(c.path), c.code, true, row);
        if (!c.code.empty()) m_by_code.emplace(c.code, id);
        want(id);
        return id;
    }
    std::string_view name = trimmed(c.name);
    if (const auto it = m_by_code.find(c.code); !c.code.empty() && it != m_by_code.end()) {
        const model::Category* kept = m_tree.find(it->second);
        row.findings.push_back(finding("import.category_twice", c.name, {c.code, kept->name, c.name}));
        return it->second;
    }
    if (name.empty()) {
        row.findings.push_back(finding("import.category_no_name", c.code, {c.code}));
        name = c.code;
        if (name.empty()) return m_into;
    }
    if (name == model::k_uncategorised && (c.parent_code.empty() || c.parent_code == "0") &&
        m_tree.find_child(m_into, name) == nullptr) { // our own exports, and clients' likewise: no category at all
        if (!c.code.empty()) m_by_code.emplace(c.code, m_into);
        return m_into;
    }
    CategoryId parent = m_into;
    if (!c.parent_code.empty()) {
        if (const auto it = m_by_code.find(c.parent_code); it != m_by_code.end()) {
            parent = it->second;
        } else if (const model::Category* owner = m_tree.find_code(c.parent_code);
                   owner != nullptr && may_match(owner->id)) {
            parent = owner->id;
        } else {
            row.findings.push_back(finding("import.orphan", c.code, {c.parent_code}));
        }
    }
    CategoryId id = 0;
    const model::Category* owner = c.code.empty() ? nullptr : m_tree.find_code(c.code);
    if (owner != nullptr && may_match(owner->id) && !m_guessed.contains(owner->id)) {
        id = owner->id;
        const std::string& ours = m_tree.find(id)->name;
        if (ours != name) row.findings.push_back(finding("import.category_name", c.name, {c.code, ours, c.name}));
    } else if (const model::Category* child = m_tree.find_child(parent, name)) {
        id = child->id;
        give_code(id, c.code);
    } else {
        id = add(parent, name, c.code, true, row);
    }
    if (!c.code.empty()) m_by_code.emplace(c.code, id);
    want(id);
    return id;
}

void CategoryPlan::want(CategoryId id) {
    if (id >= 0) return;
    CategoryOp op;
    op.id = id;
    op.wanted = true;
    op.recode = true; // keeps the code it has
    op.code = m_tree.find(id)->code;
    m_ops.push_back(std::move(op));
}

CategoryId CategoryPlan::place(Row& row, bool& told) {
    told = false;
    const auto orphan = [&] {
        const std::string& code = row.category_code.empty() ? row.buyer.code : row.category_code;
        row.findings.push_back(finding("import.orphan", row.buyer.code, {code}));
        return m_into;
    };
    if (row.orphan) return orphan();
    if (row.category_path == model::k_uncategorised && m_tree.find_child(m_into, model::k_uncategorised) == nullptr)
        return m_into;
    if (row.category_code.empty() && row.category_path.empty()) return m_into;

    m_key.assign(row.category_code);
    m_key += '\n';
    m_key += row.category_path;
    if (const auto it = m_places.find(m_key); it != m_places.end()) {
        if (!it->second.told) return orphan();
        told = true;
        return it->second.id;
    }
    Place p;
    p.told = true;
    const auto by_code = m_by_code.find(row.category_code);
    if (!row.category_code.empty() && by_code != m_by_code.end()) {
        p.id = by_code->second;
    } else if (!row.category_path.empty()) {
        p.id = follow(model::split_path(row.category_path), row.category_code, false, row);
    } else if (const model::Category* owner = m_tree.find_code(row.category_code);
               owner != nullptr && may_match(owner->id)) {
        p.id = owner->id;
    } else {
        p.told = false;
    }
    m_places.emplace(m_key, p);
    if (!p.told) return orphan();
    told = true;
    return p.id;
}

} // namespace goufang::invoice
