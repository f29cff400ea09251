#pragma once
// The category tree (客户分类, F01-F09) as a pure value: no storage, no widgets. Every tree operation of the program
// goes through here first, so cycles and double names cannot be made anywhere.

#include "core/model/buyer.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace goufang::model {

/// How "no category" (id 0) is written and read. A root category that somebody gave this name comes first when a path
/// is resolved.
inline constexpr std::string_view k_uncategorised = "未分类";

struct Category {
    CategoryId id = 0;
    CategoryId parent = 0; ///< 0 = root
    std::string code;
    std::string name;
    std::int64_t order = 0; ///< among siblings; ties by code, then id
    StepId revision = 0;
};

/// How codes grow (F06). Limits: the device clients take 1-16 of 0-9a-z (formats-desktop 7).
struct CodeRule {
    std::uint8_t root_width = 3;                ///< digits of a root category's code
    std::uint8_t child_width = 2;               ///< added per level
    std::uint8_t buyer_width = 3;               ///< added for a buyer below its category
    bool letters = false;                       ///< count 0-9a-z instead of 0-9
    static constexpr std::size_t max_code = 16; ///< characters

    std::string to_text() const; ///< "3+2+3" or "3+2+3a"
    static std::optional<CodeRule> from_text(std::string_view);
    bool operator==(const CodeRule&) const = default;
};

/// The code after the greatest of `siblings` (codes below `parent_code`): their width is kept when they share one,
/// else `width` is used. The first is 0...01. Siblings that do not start with `parent_code`, and those with other
/// characters than the counted ones, are passed over. As in the device clients gaps are not filled: Error code_full
/// when the greatest is the last of its width (该级编码已满) or 16 characters are not enough.
std::string next_code(std::string_view parent_code, std::span<const std::string_view> siblings, std::size_t width,
                      bool letters);

/// PATH of the command line: names joined by '/', a '/' in a name written "\/", a '\' written "\\". A '\' before
/// anything else stands for itself; empty names (a leading, trailing or double '/') are dropped.
std::vector<std::string> split_path(std::string_view path);
std::string join_path(std::span<const std::string> names);

/// Names are compared without white space at their ends (ASCII and U+3000), otherwise exactly; `Category::name` keeps
/// what was given. Depth is unlimited: nothing here recurses. Lookups are O(1), changes O(log n) of the siblings.
class CategoryTree {
  public:
    CategoryTree() = default;
    /// Takes any order. Throws Error registry_damaged for a cycle, a missing parent, or an id, a sibling's name or a
    /// code that stands there twice.
    explicit CategoryTree(std::vector<Category> categories);

    const Category* find(CategoryId id) const;
    const Category* find_child(CategoryId parent, std::string_view name) const; ///< names compared exactly
    const Category* find_code(std::string_view code) const;
    /// By path; throws Error not_found. 未分类 and "" give 0.
    CategoryId resolve(std::string_view path) const;
    std::optional<CategoryId> try_resolve(std::string_view path) const;
    std::string path(CategoryId id) const;                     ///< "华东/浙江"; "" for 0
    std::size_t depth(CategoryId id) const;                    ///< 1 = root category
    std::vector<CategoryId> children(CategoryId parent) const; ///< in order
    std::vector<CategoryId> branch(CategoryId id) const;       ///< id and all below, parents first
    std::vector<CategoryId> all() const;                       ///< depth first, in order
    bool is_within(CategoryId id, CategoryId ancestor) const;
    std::size_t size() const { return m_by_id.size(); }

    // Each throws Error category_cycle, category_name_taken, category_code_taken, not_found, bad_argument (a name
    // that is blank) and leaves the tree as it was. `insert` keeps the id given.
    void insert(Category c);
    void update(const Category& c); ///< rename, move, re-code, re-order: any change of one node
    void erase(CategoryId id);      ///< must have no children

    /// Next free code below `parent` by the rule and the siblings that are there; a code that stands elsewhere in the
    /// tree is passed over. Throws not_found, code_full.
    /// Codes for which `avoid` holds are passed over as long as there are others.
    std::string suggest_code(CategoryId parent, const CodeRule& rule,
                             const std::function<bool(const std::string&)>& avoid = {}) const;
    struct Recode {
        CategoryId id;
        std::string old_code, new_code;
    };
    /// Preview of new codes for `id` and everything below, parents first, when `id` gets `new_code`: a code that starts
    /// with its parent's old code follows it, others get suggested ones. Throws Error code_full when one would pass 16
    /// characters, category_code_taken when one stands outside the branch, not_found, bad_argument (no new code).
    std::vector<Recode> recode_preview(CategoryId id, std::string_view new_code, const CodeRule& rule) const;

  private:
    /// Place among the siblings.
    struct Place {
        std::int64_t order;
        std::string code;
        CategoryId id;
        bool operator==(const Place&) const = default;
        auto operator<=>(const Place&) const = default;
    };
    struct Siblings {
        std::set<Place> places;
        std::unordered_map<std::string, CategoryId> by_name; ///< trimmed
        std::map<std::size_t, std::set<std::string>> codes;  ///< not empty ones, by length
    };

    const Category& at(CategoryId id) const;
    void check_links(const Category& c, CategoryId self) const;
    void link(const Category& c);
    void unlink(const Category& c);
    template <class Visit> void walk(CategoryId from, Visit&& visit) const;

    std::unordered_map<CategoryId, Category> m_by_id;
    std::unordered_map<CategoryId, Siblings> m_children;
    std::unordered_map<std::string, CategoryId> m_by_code;
};

} // namespace goufang::model
