#pragma once
// What a person can do to the tree and the buyers, each as one journal step: the command line and the window call
// these and nothing lower. Each returns the step's id (0 when there was nothing to change) and throws Error; on a throw
// nothing was changed.
//
// Step::args by kind (numbers are decimal, paths as of before the step, written as by model::join_path):
//   add_buyer         code, name                        (add_buyer below)
//   edit_buyer        code, name, changed field keys... (edit_buyer, revert_field)
//   edit_buyers       count, name of the first, changed field keys...
//   move_buyers       count, path moved to              ("" = 未分类)
//   remove_buyers     count, name of the first          (recycle_buyers)
//   restore_buyers    count, name of the first
//   add_category      path
//   rename_category   path, new name
//   move_category     path, path of the new parent, categories, buyers ("128 家")
//   remove_category   path, mode (refuse lift recycle), categories, buyers
//   merge_categories  path merged, path merged into, buyers
//   recode_category   path, old code, new code, categories, buyers
//   settings          key, old value, new value         (Registry::set_setting)
//   undo_step         step undone, its kind key, reversed, kept, failed, its args...   (Registry::undo)
//   import_file, apply_fixes, merge_buyers: documented where they are made (invoice, app)

#include "core/store/registry.h"

#include <span>
#include <string>
#include <vector>

namespace goufang::store {

/// Inserts one buyer; an empty code gets the next one. Sets id, code and revision.
StepId add_buyer(Registry& r, Buyer& b);
/// Stores all fields and the category. Throws stale when `b.revision` is not the stored one.
StepId edit_buyer(Registry& r, Buyer& b);
/// The same for many at once, of which those that differ from what is stored count. A single one is edit_buyer().
StepId edit_buyers(Registry& r, std::span<Buyer> buyers);

/// Throws bad_argument for an empty name and for 未分类 at the root.
CategoryId add_category(Registry& r, CategoryId parent, std::string_view name, std::string_view code = {});
/// Makes the missing categories of a path inside a transaction and returns the last one's id.
CategoryId ensure_path(Transaction& tx, std::span<const std::string> names);
StepId rename_category(Registry& r, CategoryId id, std::string_view new_name);
/// A code that a move with `recode` or recode_category() gives anew: of a category or of a buyer.
struct NewCode {
    CategoryId category = 0;
    BuyerId buyer = 0;
    std::string name, old_code, new_code;
};
/// Moves with all below. Codes stay unless recode: then the branch gets codes that fit the new parent (categories AND
/// buyers below whose code starts with the category's); `given` is told them.
StepId move_category(Registry& r, CategoryId id, CategoryId new_parent, bool recode = false,
                     std::vector<NewCode>* given = nullptr);
/// The codes that move_category() would give, categories first; none when all stay. Nothing is written.
/// Throws what that would throw.
std::vector<NewCode> preview_move(Registry& r, CategoryId id, CategoryId new_parent, bool recode = true);
StepId recode_category(Registry& r, CategoryId id, std::string_view new_code, std::vector<NewCode>* given = nullptr);
/// The codes that recode_category() would give; nothing is written. Throws what that would throw.
std::vector<NewCode> preview_recode(Registry& r, CategoryId id, std::string_view new_code);
enum class RemoveMode : std::uint8_t {
    refuse, ///< throws category_not_empty unless empty
    lift,   ///< children and buyers go to the parent; a child whose name is taken there is merged into its namesake
    recycle ///< the whole branch: buyers go to the recycle bin, categories vanish; undo brings all back
};
StepId remove_category(Registry& r, CategoryId id, RemoveMode mode);
/// Buyers and children of `from` go to `into`; namesakes below are merged; `from` vanishes. Codes stay. Throws
/// category_cycle when `into` is `from` or below it.
StepId merge_categories(Registry& r, CategoryId from, CategoryId into);

/// Codes stay unless recode: then a buyer whose code starts with its category's, or that had no category, gets the next
/// code of the new one, where its code does not fit there already; `given` is told them. Throws code_full when 16
/// characters are not enough.
StepId move_buyers(Registry& r, std::span<const BuyerId> ids, CategoryId to, bool recode = false,
                   std::vector<NewCode>* given = nullptr);
/// The codes that move_buyers() would give; nothing is written. Throws what that would throw.
std::vector<NewCode> preview_move(Registry& r, std::span<const BuyerId> ids, CategoryId to, bool recode = true);
StepId recycle_buyers(Registry& r, std::span<const BuyerId> ids);
StepId restore_buyers(Registry& r, std::span<const BuyerId> ids);
/// Sets one field back to what it was before `step` (F24). Throws not_found when that step did not change the field.
StepId revert_field(Registry& r, BuyerId id, model::Field field, StepId step);

/// KEY of the command line: a code, "tax:..." or "name:..." (folded compare). Throws not_found, ambiguous. In the
/// recycle bin several buyers may have one code: ambiguous.
Buyer resolve_key(const Registry& r, std::string_view key, Place place = Place::live);

} // namespace goufang::store
