#pragma once
// The tree as the device clients see it: the codes alone carry it (formats-desktop 2.2). A row belongs to the longest
// code that is a proper prefix of its own; codes of siblings have one length (categories among categories, buyers
// among buyers); 1 to 16 of 0-9 a-z; unique over categories and buyers together.

#include "core/check/check.h"
#include "core/model/category.h"

#include <span>
#include <string_view>
#include <vector>

namespace goufang::check {

/// A buyer's place, as far as codes go.
struct CodedBuyer {
    model::BuyerId id = 0;
    std::string_view code;
    model::CategoryId category = 0;
};

struct TreeFinding {
    model::CategoryId category = 0; ///< the category it is about, or
    model::BuyerId buyer = 0;       ///< the buyer
    Finding finding;                ///< field code; rules: GOUFANG_TREE_RULE in rules.def. Without a fix: new codes
                                    ///< are given to a whole branch (CategoryTree::recode_preview), not one by one
};

/// What would not arrive as it stands. `exported` says which categories are written; empty = all of the tree. Codes
/// are taken as written: capitals count as lower case and are told once each (tree.code_upper, with fix).
/// Siblings' length is the commonest one; ties go to the shorter.
std::vector<TreeFinding> check_tree(const model::CategoryTree& tree, std::span<const CodedBuyer> buyers,
                                    std::span<const model::CategoryId> exported = {});

} // namespace goufang::check
