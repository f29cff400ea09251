#pragma once
// Undo of a step that is not the newest (F57, N01): a new step that puts back every row that no later step changed,
// each under its own check. Rows changed since are kept, rows that cannot go back are listed as failed. The step's
// invoices no longer count, those of buyers that are kept neither.

#include "core/store/engine.h"
#include "core/store/journal.h"

#include <string_view>

namespace goufang::store {

inline constexpr std::size_t k_listed_rows = 10'000; ///< of UndoReport::reversed

UndoReport undo_older(Engine& e, const StepRow& step);

UndoReport::Item item_of_buyer(Db& db, BuyerId id, std::string_view reason);
UndoReport::Item item_of_category(Db& db, CategoryId id, std::string_view reason);
void put_setting(Db& db, std::string_view key, std::string_view value); ///< empty = not set

} // namespace goufang::store
