#pragma once
// The category tree (客户分类, F01-F09) as a pure value: no storage, no widgets. Every tree operation of the program
// goes through here first, so cycles and double names cannot be made anywhere.

#include "core/model/buyer.h"

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace goufang::model {

inline constexpr std::string_view k_uncategorised = "未分类"; ///< how "no category" (id 0) is written and read

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

/// The code after the greatest of `siblings` (codes below `parent_code`): their width is kept when they have one,
/// else `width` is used. Throws Error code_full when that width is used up or 16 characters are not enough.
std::string next_code(std::string_view parent_code, std::span<const std::string_view> siblings, std::size_t width,
                      bool letters);

/// PATH of the command line: names joined by '/', a '/' in a name written "\/", a '\' written "\\".
std::vector<std::string> split_path(std::string_view path);
std::string join_path(std::span<const std::string> names);

class CategoryTree {
  public:
    CategoryTree() = default;
    /// Takes any order. Throws Error registry_damaged for a cycle or a missing parent.
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

    // Each throws Error category_cycle, category_name_taken, category_code_taken, not_found and leaves the tree as
    // it was. `insert` keeps the id given.
    void insert(Category c);
    void update(const Category& c); ///< rename, move, re-code, re-order: any change of one node
    void erase(CategoryId id);      ///< must have no children

    /// Next free code below `parent` by the rule and the siblings that are there.
    std::string suggest_code(CategoryId parent, const CodeRule& rule) const;
    struct Recode {
        CategoryId id;
        std::string old_code, new_code;
    };
    /// Preview of new codes for `id` and everything below when `id` gets `new_code`: codes that start with the old
    /// prefix follow it, others get suggested ones. Throws Error code_full when one would pass 16 characters.
    std::vector<Recode> recode_preview(CategoryId id, std::string_view new_code, const CodeRule& rule) const;

  private:
    std::unordered_map<CategoryId, Category> m_by_id;
    std::unordered_map<CategoryId, std::vector<CategoryId>> m_children;
};

} // namespace goufang::model
