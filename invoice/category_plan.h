#pragma once
// Where a file's rows belong in the registry's tree, and which categories are missing: a pure plan over a copy of the
// tree, so that a dry run and the reading thread need no registry. Missing categories get provisional ids below 0;
// the importer makes them when the first row needs them (CategoryOps).
//
// Rules
//   - A category row is matched by its code, else by its name below its parent; else it is planned with its code. A
//     code that the registry has under another name keeps the registry's name (finding import.category_name). A code
//     that cannot stand (taken, not 1-16 of 0-9a-z) is replaced by the next free one (import.category_code).
//   - A path is followed name by name; what is missing is planned with the next free code. When the file tells the
//     code of the path's last category, that code is used and the ones above are cut from it; when it tells one only
//     later, the planned code gives way.
//   - With `into` everything hangs below that path, and a code matches only categories within it.
//   - A buyer whose category is not there (Row::orphan, or a code that nobody knows) goes to `into`, else to 未分类.

#include "core/model/category.h"
#include "invoice/format.h"

#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace goufang::invoice {

/// One step for the importer: make or re-code a category. Parents come before their children.
struct CategoryOp {
    model::CategoryId id = 0;     ///< provisional (< 0)
    model::CategoryId parent = 0; ///< real, provisional or 0
    std::string code, name;
    std::int64_t order = 0;
    bool recode = false; ///< an earlier op with this id gets this code (and is wanted, when that is set)
    bool wanted = false; ///< make it even when no buyer needs it: the file names it in a row of its own
};

class CategoryPlan {
  public:
    using CodeTest = std::function<bool(std::string_view code)>;
    /// `of_a_buyer` says whether a buyer is known to have the code; a category never gets such a one unless the file
    /// tells it. `begins_code` says whether a buyer's code begins so: such a one, below which clients would put that
    /// buyer, is guessed only where no other of its width is left. Throws Error code_full, category_name_taken when
    /// `into` cannot be planned.
    CategoryPlan(const model::CategoryTree& tree, const model::CodeRule& rule, std::string_view into,
                 CodeTest of_a_buyer, CodeTest begins_code = {});

    /// A category row. Findings go to row.findings.
    model::CategoryId category(Row& row);
    /// The category of a buyer row; may be provisional. `told` says whether the file named one that exists now.
    model::CategoryId place(Row& row, bool& told);

    /// What was planned since the last call, in order.
    std::vector<CategoryOp> take_ops() { return std::exchange(m_ops, {}); }
    const model::CategoryTree& tree() const { return m_tree; }

  private:
    struct Place {
        model::CategoryId id = 0;
        bool told = false;
    };
    model::CategoryId add(model::CategoryId parent, std::string_view name, std::string_view code, bool wanted,
                          Row& row);
    model::CategoryId follow(std::span<const std::string> names, std::string_view code, bool wanted, Row& row);
    std::vector<std::size_t> level_lengths(std::size_t levels, std::size_t length) const;
    void give_code(model::CategoryId id, std::string_view code);
    std::string free_code(model::CategoryId parent);
    void put_code(model::CategoryId id, std::string_view code);
    void want(model::CategoryId id);
    bool may_match(model::CategoryId id) const;

    model::CategoryTree m_tree;
    model::CodeRule m_rule;
    CodeTest m_of_a_buyer, m_begins_code;
    model::CategoryId m_into = 0;
    model::CategoryId m_last = 0; ///< last provisional id given
    std::vector<CategoryOp> m_ops;
    std::unordered_map<std::string, model::CategoryId> m_by_code;   ///< the file's codes
    std::unordered_map<model::CategoryId, std::string> m_last_code; ///< by parent: the code given last
    std::unordered_set<model::CategoryId> m_guessed;                ///< planned ids whose code the file did not tell
    std::unordered_map<std::string, Place> m_places;                ///< (code, path) of buyer rows
    std::string m_key;                                              ///< scratch of place()
};

/// 1-16 of 0-9a-z: what every client takes as a code (formats-desktop 7).
bool is_client_code(std::string_view code);

} // namespace goufang::invoice
