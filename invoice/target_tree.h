#pragma once
// The tree as a target file carries it. Where codes carry the tree (formats-desktop 2.2, 2.3, 3.1) a client refuses or
// misplaces a row whose code does not start with its category's code, is not 1-16 of 0-9a-z, or is not as long as its
// siblings'. For such targets this gives every category and buyer the code under which it is written; the registry's
// own codes stay. Every code that differs is a finding.
//
// Siblings are the categories and the buyers directly below one category. Their common width is that of most of the
// categories, or of most of the buyers where there are no categories; wider when the codes would not suffice. Codes
// that fit are kept, shorter ones are filled up with zeros where nobody has such a code, the others follow the
// greatest.
//
// Buyers without a category whose codes are not as long as those of the root categories cannot stand beside them. They
// are written below a root category 未分类 (an import knows that for none), whose code is the beginning that most of
// them share: those keep their codes. A note says so.

#include "core/check/check.h"
#include "core/model/category.h"
#include "invoice/format.h"
#include "invoice/key_index.h"

#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace goufang::invoice {

/// A finding about a category of the target.
struct CategoryProblem {
    std::string code, name; ///< of the registry
    check::Finding finding;
};

class TargetTree {
  public:
    /// `needed`: parents before their children. `prefix_codes`: codes carry the tree. `twice`: buyers' codes may come
    /// twice (files); a registry's are unique.
    TargetTree(const model::CategoryTree& tree, std::span<const model::CategoryId> needed, bool prefix_codes,
               bool twice = false);

    /// First pass, optional: makes known how the buyers of a category are coded. Without it the first buyer of a
    /// category tells the width, and counted() is false: new codes are then only a first proposal.
    void count(model::CategoryId category, std::string_view code);
    void count(const model::Buyer& b) { count(b.category, b.code); }
    bool counted() const { return m_counted; }
    /// Fixes the categories' codes. Call once, before the functions below.
    void settle();

    const std::vector<CategoryRow>& rows() const { return m_rows; } ///< parents first
    const std::vector<CategoryProblem>& problems() const { return m_problems; }

    /// Where a buyer is written.
    struct Place {
        std::string code;                     ///< empty and refused: there is no code left
        std::string_view category_code, path; ///< of the target; valid as long as the tree
        bool refused = false;
    };
    /// Findings about the code go to `out`.
    void place(const model::Buyer& b, Place& place, std::vector<check::Finding>& out);

  private:
    struct Width {
        std::int64_t buyers = 0;
        std::string greatest; ///< of digits only
        bool zero = false;    ///< one starts with 0
    };
    using Widths = std::map<std::size_t, Width>;
    struct Stray {
        std::int64_t buyers = 0;
        Widths widths; ///< behind the beginning
    };
    struct Node {
        model::CategoryId parent = 0;
        std::string old_code, old_lowered, code, path, name;
        std::int64_t order = 0;
        bool placed = true;
        std::vector<model::CategoryId> children;
        Widths widths; ///< of buyers' codes behind old_code
        std::int64_t buyers = 0;
        std::size_t width = 0; ///< of everything directly below
        std::string last;      ///< greatest code part given or kept
    };
    std::string_view suffix(const Node& n, std::string_view code, std::string& lowered) const;
    void settle_below(model::CategoryId id);
    bool next(Node& n, std::string& code) const;
    Node& node(const model::Buyer& b);
    std::size_t root_width();
    void count_stray(std::string_view code);
    void settle_strays();

    bool m_prefix, m_twice, m_counted = false;
    std::unordered_map<model::CategoryId, Node> m_nodes; ///< 0 = the root
    std::vector<model::CategoryId> m_order;
    std::vector<CategoryRow> m_rows;
    std::vector<CategoryProblem> m_problems;
    std::unordered_set<std::string> m_taken; ///< codes of categories, and of buyers that were lowered
    SeenKeys m_seen;
    std::size_t m_root_width = 0;          ///< of the root categories; 0 = there are none
    std::map<std::string, Stray> m_strays; ///< by beginning
    Widths m_stray_widths;                 ///< of whole codes
    std::int64_t m_stray_count = 0;
    std::unordered_set<std::string> m_at_root; ///< codes of buyers that fit there
    std::string m_lowered;
};

} // namespace goufang::invoice
