#pragma once
// What a person can do to the tree and the buyers, each as one journal step: the command line and the window call
// these and nothing lower. Each returns the step's id and throws Error; on a throw nothing was changed.

#include "core/store/registry.h"

#include <span>

namespace goufang::store {

CategoryId add_category(Registry& r, CategoryId parent, std::string_view name, std::string_view code = {});
/// Makes the missing categories of a path inside a transaction and returns the last one's id.
CategoryId ensure_path(Transaction& tx, std::span<const std::string> names);
StepId rename_category(Registry& r, CategoryId id, std::string_view new_name);
/// Moves with all below. Codes stay unless recode: then the branch gets codes that fit the new parent (categories AND
/// buyers below whose code starts with the category's).
StepId move_category(Registry& r, CategoryId id, CategoryId new_parent, bool recode = false);
StepId recode_category(Registry& r, CategoryId id, std::string_view new_code);
enum class RemoveMode : std::uint8_t {
    refuse, ///< throws category_not_empty unless empty
    lift,   ///< children and buyers go to the parent; a child whose name is taken there is merged into its namesake
    recycle ///< the whole branch: buyers go to the recycle bin, categories vanish; undo brings all back
};
StepId remove_category(Registry& r, CategoryId id, RemoveMode mode);
/// Buyers and children of `from` go to `into`; namesakes below are merged; `from` vanishes.
StepId merge_categories(Registry& r, CategoryId from, CategoryId into);

StepId move_buyers(Registry& r, std::span<const BuyerId> ids, CategoryId to);
StepId recycle_buyers(Registry& r, std::span<const BuyerId> ids);
StepId restore_buyers(Registry& r, std::span<const BuyerId> ids);
/// Sets one field back to what it was before `step` (F24).
StepId revert_field(Registry& r, BuyerId id, model::Field field, StepId step);

/// KEY of the command line: a code, "tax:..." or "name:..." (folded compare). Throws not_found, ambiguous.
Buyer resolve_key(const Registry& r, std::string_view key, Place place = Place::live);

} // namespace goufang::store
