#include "core/model/category.h"

#include "core/text/errors.h"

#include <algorithm>
#include <utility>

namespace goufang::model {
namespace {

std::string_view trimmed(std::string_view s) {
    constexpr std::string_view ascii = " \t\r\n\v\f", wide = "\u3000";
    for (bool more = true; more && !s.empty();) {
        more = false;
        if (ascii.find(s.front()) != ascii.npos) s.remove_prefix(1), more = true;
        if (s.starts_with(wide)) s.remove_prefix(wide.size()), more = true;
    }
    for (bool more = true; more && !s.empty();) {
        more = false;
        if (ascii.find(s.back()) != ascii.npos) s.remove_suffix(1), more = true;
        if (s.ends_with(wide)) s.remove_suffix(wide.size()), more = true;
    }
    return s;
}

[[noreturn]] void not_found(std::string key) { throw Error(Code::not_found, {"category", std::move(key)}); }

/// The greatest code of each length below `prefix` that counts, and one of that length in any case.
void candidates(const std::map<std::size_t, std::set<std::string>>& codes, std::string_view prefix, bool letters,
                std::vector<std::string_view>& out) {
    const auto counts = [&](char c) { return (c >= '0' && c <= '9') || (letters && c >= 'a' && c <= 'z'); };
    const std::string first(prefix), last = first + '\xFF';
    for (const auto& [length, set] : codes) {
        if (length <= prefix.size()) continue;
        const auto begin = set.lower_bound(first);
        auto at = set.lower_bound(last);
        if (begin == at) continue;
        out.push_back(*begin);
        while (at-- != begin) {
            if (std::all_of(at->begin() + static_cast<std::ptrdiff_t>(prefix.size()), at->end(), counts)) {
                out.push_back(*at);
                break;
            }
            if (at == begin) break;
        }
    }
}

} // namespace

std::vector<std::string> split_path(std::string_view path) {
    std::vector<std::string> names;
    std::string name;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path[i] == '/') {
            if (!name.empty()) names.push_back(std::exchange(name, {}));
        } else {
            if (path[i] == '\\' && i + 1 < path.size() && (path[i + 1] == '/' || path[i + 1] == '\\')) ++i;
            name += path[i];
        }
    }
    if (!name.empty()) names.push_back(std::move(name));
    return names;
}

std::string join_path(std::span<const std::string> names) {
    std::string path;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i) path += '/';
        for (const char c : names[i]) {
            if (c == '/' || c == '\\') path += '\\';
            path += c;
        }
    }
    return path;
}

CategoryTree::CategoryTree(std::vector<Category> categories) {
    const auto damaged = [](CategoryId id, const char* what) {
        throw Error(Code::registry_damaged, {"", "category " + std::to_string(id) + ": " + what});
    };
    m_by_id.reserve(categories.size());
    for (Category& c : categories) {
        const CategoryId id = c.id;
        if (id == 0 || !m_by_id.emplace(id, std::move(c)).second) damaged(id, "id is zero or doubled");
    }
    for (const auto& [id, c] : m_by_id) {
        if (c.parent && !m_by_id.contains(c.parent)) damaged(id, "missing parent");
        if (!c.code.empty() && m_by_code.contains(c.code)) damaged(id, "doubled code");
        if (m_children[c.parent].by_name.contains(std::string(trimmed(c.name)))) damaged(id, "doubled name");
        link(c);
    }
    // what cannot be reached from the root stands on a cycle
    std::size_t reached = 0;
    walk(0, [&](CategoryId) { ++reached; });
    if (reached != m_by_id.size()) throw Error(Code::registry_damaged, {"", "category cycle"});
}

const Category* CategoryTree::find(CategoryId id) const {
    const auto it = m_by_id.find(id);
    return it == m_by_id.end() ? nullptr : &it->second;
}

const Category* CategoryTree::find_child(CategoryId parent, std::string_view name) const {
    const auto siblings = m_children.find(parent);
    if (siblings == m_children.end()) return nullptr;
    const auto it = siblings->second.by_name.find(std::string(trimmed(name)));
    return it == siblings->second.by_name.end() ? nullptr : find(it->second);
}

const Category* CategoryTree::find_code(std::string_view code) const {
    if (code.empty()) return nullptr;
    const auto it = m_by_code.find(std::string(code));
    return it == m_by_code.end() ? nullptr : find(it->second);
}

std::optional<CategoryId> CategoryTree::try_resolve(std::string_view path) const {
    CategoryId id = 0;
    for (const std::string& name : split_path(path)) {
        const Category* child = find_child(id, name);
        if (!child) return trimmed(path) == k_uncategorised ? std::optional<CategoryId>(0) : std::nullopt;
        id = child->id;
    }
    return id;
}

CategoryId CategoryTree::resolve(std::string_view path) const {
    const auto id = try_resolve(path);
    if (!id) not_found(std::string(path));
    return *id;
}

const Category& CategoryTree::at(CategoryId id) const {
    const Category* c = find(id);
    if (!c) not_found(std::to_string(id));
    return *c;
}

std::string CategoryTree::path(CategoryId id) const {
    std::vector<std::string> names;
    for (; id; id = at(id).parent) names.push_back(at(id).name);
    std::reverse(names.begin(), names.end());
    return join_path(names);
}

std::size_t CategoryTree::depth(CategoryId id) const {
    std::size_t n = 0;
    for (; id; id = at(id).parent) ++n;
    return n;
}

bool CategoryTree::is_within(CategoryId id, CategoryId ancestor) const {
    for (; id; id = at(id).parent)
        if (id == ancestor) return true;
    return ancestor == 0;
}

template <class Visit> void CategoryTree::walk(CategoryId from, Visit&& visit) const {
    using Range = std::pair<std::set<Place>::const_iterator, std::set<Place>::const_iterator>;
    std::vector<Range> open;
    const auto enter = [&](CategoryId id) {
        if (const auto it = m_children.find(id); it != m_children.end() && !it->second.places.empty())
            open.emplace_back(it->second.places.begin(), it->second.places.end());
    };
    if (from) visit(from);
    enter(from);
    while (!open.empty()) {
        auto& [next, end] = open.back();
        if (next == end) {
            open.pop_back();
            continue;
        }
        const CategoryId id = (next++)->id;
        visit(id);
        enter(id);
    }
}

std::vector<CategoryId> CategoryTree::children(CategoryId parent) const {
    std::vector<CategoryId> ids;
    if (const auto it = m_children.find(parent); it != m_children.end()) {
        ids.reserve(it->second.places.size());
        for (const Place& p : it->second.places) ids.push_back(p.id);
    }
    return ids;
}

std::vector<CategoryId> CategoryTree::branch(CategoryId id) const {
    if (id) at(id);
    std::vector<CategoryId> ids;
    walk(id, [&](CategoryId i) { ids.push_back(i); });
    return ids;
}

std::vector<CategoryId> CategoryTree::all() const { return branch(0); }

void CategoryTree::check_links(const Category& c, CategoryId self) const {
    const std::string_view name = trimmed(c.name);
    if (name.empty()) throw Error(Code::bad_argument, {"name", c.name, "category.name_empty"});
    if (c.parent && !find(c.parent)) not_found(std::to_string(c.parent));
    if (const Category* taken = find_child(c.parent, name); taken && taken->id != self)
        throw Error(Code::category_name_taken, {std::string(name), path(c.parent)});
    if (const Category* taken = find_code(c.code); taken && taken->id != self)
        throw Error(Code::category_code_taken, {c.code});
}

void CategoryTree::link(const Category& c) {
    Siblings& s = m_children[c.parent];
    s.places.insert({c.order, c.code, c.id});
    s.by_name.emplace(trimmed(c.name), c.id);
    if (c.code.empty()) return;
    s.codes[c.code.size()].insert(c.code);
    m_by_code.emplace(c.code, c.id);
}

void CategoryTree::unlink(const Category& c) {
    const auto it = m_children.find(c.parent);
    Siblings& s = it->second;
    s.places.erase({c.order, c.code, c.id});
    s.by_name.erase(std::string(trimmed(c.name)));
    if (!c.code.empty()) {
        const auto codes = s.codes.find(c.code.size());
        codes->second.erase(c.code);
        if (codes->second.empty()) s.codes.erase(codes);
        m_by_code.erase(c.code);
    }
    if (s.places.empty()) m_children.erase(it);
}

void CategoryTree::insert(Category c) {
    if (c.id == 0 || m_by_id.contains(c.id)) throw Error(Code::internal, {"CategoryTree::insert"});
    check_links(c, c.id);
    const auto it = m_by_id.emplace(c.id, std::move(c)).first;
    link(it->second);
}

void CategoryTree::update(const Category& c) {
    Category next = c; // `c` may be the node itself
    at(next.id);
    if (next.parent && find(next.parent) && is_within(next.parent, next.id))
        throw Error(Code::category_cycle, {path(next.id)});
    check_links(next, next.id);
    Category& node = m_by_id.find(next.id)->second;
    unlink(node);
    node = std::move(next);
    link(node);
}

void CategoryTree::erase(CategoryId id) {
    const Category& c = at(id);
    if (const auto it = m_children.find(id); it != m_children.end())
        throw Error(Code::category_not_empty, {path(id), std::to_string(it->second.places.size()), "0"});
    unlink(c);
    m_by_id.erase(id);
}

std::string CategoryTree::suggest_code(CategoryId parent, const CodeRule& rule,
                                       const std::function<bool(const std::string&)>& avoid) const {
    const std::string prefix = parent ? at(parent).code : std::string();
    std::vector<std::string_view> siblings;
    if (const auto it = m_children.find(parent); it != m_children.end())
        candidates(it->second.codes, prefix, rule.letters, siblings);
    std::string code = next_code(prefix, siblings, parent ? rule.child_width : rule.root_width, rule.letters);
    std::string avoided; // the first that is free but not wanted
    for (;;) {
        if (!m_by_code.contains(code)) {
            if (!avoid || !avoid(code)) return code;
            if (avoided.empty()) avoided = code;
        }
        const std::string_view taken = code;
        try {
            code = next_code(prefix, {&taken, 1}, rule.child_width, rule.letters);
        } catch (const Error& e) {
            if (e.code() == Code::code_full && !avoided.empty()) return avoided;
            throw;
        }
    }
}

std::vector<CategoryTree::Recode> CategoryTree::recode_preview(CategoryId id, std::string_view new_code,
                                                               const CodeRule& rule) const {
    const Category& top = at(id);
    if (new_code.empty()) throw Error(Code::bad_argument, {"code", "", "category.code_empty"});
    const std::vector<CategoryId> nodes = branch(id);

    // codes of the branch become free, all others stay taken
    std::set<std::string_view> own;
    for (const CategoryId n : nodes) own.insert(at(n).code);
    const auto taken = [&](const std::string& code) { return m_by_code.contains(code) && !own.contains(code); };
    std::set<std::string> given;
    const auto give = [&](std::string code, std::string_view parent_code) {
        if (code.size() > CodeRule::max_code) throw Error(Code::code_full, {std::string(parent_code)});
        if (taken(code) || !given.insert(code).second) throw Error(Code::category_code_taken, {code});
        return code;
    };

    std::vector<Recode> plan;
    plan.reserve(nodes.size());
    std::unordered_map<CategoryId, std::string> new_codes;
    new_codes.emplace(id, give(std::string(new_code), top.parent ? at(top.parent).code : std::string()));
    for (const CategoryId parent : nodes) { // parents first: a node's children are named before their own children
        const std::string& old_prefix = at(parent).code;
        const std::string new_prefix = new_codes.at(parent);
        std::map<std::size_t, std::set<std::string>> codes;
        std::vector<CategoryId> others;
        for (const CategoryId child : children(parent)) {
            const std::string& code = at(child).code;
            if (!old_prefix.empty() && code.size() > old_prefix.size() && code.starts_with(old_prefix)) {
                std::string next = give(new_prefix + code.substr(old_prefix.size()), new_prefix);
                codes[next.size()].insert(next);
                new_codes.emplace(child, std::move(next));
            } else {
                others.push_back(child);
            }
        }
        for (const CategoryId child : others) {
            std::vector<std::string_view> siblings;
            candidates(codes, new_prefix, rule.letters, siblings);
            std::string next = next_code(new_prefix, siblings, rule.child_width, rule.letters);
            while (taken(next) || given.contains(next)) {
                const std::string_view last = next;
                next = next_code(new_prefix, {&last, 1}, rule.child_width, rule.letters);
            }
            next = give(std::move(next), new_prefix);
            codes[next.size()].insert(next);
            new_codes.emplace(child, std::move(next));
        }
        plan.push_back({parent, old_prefix, new_prefix});
    }
    return plan;
}

} // namespace goufang::model
