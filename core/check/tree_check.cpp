#include "core/check/tree_check.h"

#include "core/check/check_chars.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace goufang::check {
namespace {

using model::Category;
using model::CategoryId;
using model::CategoryTree;

struct TreeRule {
    std::string_view id;
    Severity severity;
};
constexpr TreeRule k_tree_rules[] = {
#define GOUFANG_TREE_RULE(id, severity, args) {id, Severity::severity},
#include "core/check/rules.def"
};

const TreeRule& tree_rule(std::string_view id) {
    return *std::find_if(std::begin(k_tree_rules), std::end(k_tree_rules),
                         [&](const TreeRule& r) { return r.id == id; });
}

std::string lower(std::string_view s) {
    std::string t(s);
    for (char& c : t)
        if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
    return t;
}

bool well_formed(std::string_view code) {
    return !code.empty() && code.size() <= model::CodeRule::max_code &&
           std::all_of(code.begin(), code.end(), [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); });
}

/// A row of the file: a category or a buyer.
struct Node {
    CategoryId category = 0;
    model::BuyerId buyer = 0;
    CategoryId parent = 0;
    std::string code; ///< lower case
    std::string_view original;
};

class TreeCheck {
  public:
    TreeCheck(const CategoryTree& tree, std::span<const CodedBuyer> buyers, std::span<const CategoryId> exported)
        : m_tree(tree) {
        const std::vector<CategoryId> ids = tree.all();
        const std::unordered_set<CategoryId> wanted(exported.begin(), exported.end());
        for (const CategoryId id : ids) {
            if (!wanted.empty() && !wanted.contains(id)) continue;
            const Category& c = *tree.find(id);
            m_nodes.push_back({id, 0, c.parent, lower(c.code), c.code});
        }
        for (const CodedBuyer& b : buyers) m_nodes.push_back({0, b.id, b.category, lower(b.code), b.code});
        for (const Node& n : m_nodes)
            if (n.category && !n.code.empty()) m_category_of.emplace(n.code, n.category);
    }

    std::vector<TreeFinding> run() {
        for (const Node& n : m_nodes) check_code(n);
        check_widths();
        return std::move(m_out);
    }

  private:
    Finding& add(const Node& n, std::string_view id, std::vector<std::string> args) {
        const TreeRule& r = tree_rule(id);
        TreeFinding& t = m_out.emplace_back();
        t.category = n.category;
        t.buyer = n.buyer;
        t.finding.severity = r.severity;
        t.finding.rule = r.id;
        t.finding.field = model::Field::code;
        t.finding.value = n.original;
        t.finding.args = std::move(args);
        return t.finding;
    }

    const std::string& parent_code(const Node& n) const {
        static const std::string none;
        const auto it = m_codes.find(n.parent);
        return it == m_codes.end() ? none : it->second;
    }

    void check_code(const Node& n) {
        if (n.category) m_codes.emplace(n.category, n.code); // parents come first
        if (n.code.empty()) {
            add(n, "tree.no_code", {n.category ? m_tree.path(n.category) : m_tree.path(n.parent)});
            return;
        }
        if (n.code != n.original) add(n, "tree.code_upper", {std::string(n.original)}).fix = n.code;
        if (!well_formed(n.code)) {
            add(n, "tree.code_form", {std::string(n.original)});
            return;
        }
        if (!m_taken.insert(n.code).second) add(n, "tree.code_taken", {std::string(n.original)});
        const std::string& above = parent_code(n);
        if (n.parent && (n.code.size() <= above.size() || !n.code.starts_with(above) || above.empty())) {
            add(n, "tree.prefix", {std::string(n.original), above});
            return;
        }
        // the client looks for the longest category code that the code starts with
        for (std::size_t length = n.code.size() - 1; length > above.size(); --length) {
            const auto it = m_category_of.find(n.code.substr(0, length));
            if (it == m_category_of.end() || it->second == n.parent) continue;
            add(n, "tree.nested", {std::string(n.original), it->first});
            break;
        }
    }

    void check_widths() {
        std::map<std::pair<CategoryId, bool>, std::map<std::size_t, std::size_t>> widths;
        for (const Node& n : m_nodes)
            if (!n.code.empty()) ++widths[{n.parent, n.category != 0}][n.code.size()];
        for (const Node& n : m_nodes) {
            if (n.code.empty()) continue;
            const auto& lengths = widths[{n.parent, n.category != 0}];
            if (lengths.size() < 2) continue;
            const auto commonest = std::max_element(lengths.begin(), lengths.end(),
                                                    [](const auto& a, const auto& b) { return a.second < b.second; });
            if (n.code.size() != commonest->first)
                add(n, "tree.width",
                    {std::string(n.original), std::to_string(n.code.size()), std::to_string(commonest->first)});
        }
    }

    const CategoryTree& m_tree;
    std::vector<Node> m_nodes;
    std::unordered_map<CategoryId, std::string> m_codes;
    std::unordered_map<std::string, CategoryId> m_category_of;
    std::unordered_set<std::string> m_taken;
    std::vector<TreeFinding> m_out;
};

} // namespace

std::vector<TreeFinding> check_tree(const CategoryTree& tree, std::span<const CodedBuyer> buyers,
                                    std::span<const CategoryId> exported) {
    return TreeCheck(tree, buyers, exported).run();
}

} // namespace goufang::check
