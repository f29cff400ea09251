#pragma once
// Tables and ordered migrations of the registry file. A registry is made by running all migrations on an empty file.
//
//   category, buyer   the rows. `place`: 0 live, 2 recycle bin; odd: gone, was 0 or 2. A gone row is invisible and
//                     stays in the file so that undo and redo of an insert copy nothing. `revision` is the step that
//                     last changed it. Empty text is NULL; kind, status and flags are integers; lists are JSON.
//   buyer.name_hash   text::key_hash of key A of the name, buyer.tax_hash of the folded tax id; NULL when blank
//   step              the journal: one row a named step; its changes are change.id first_change..last_change.
//                     undone: 0 in force, 1 undone and can be redone, 2 dead (a newer step was made after the undo),
//                     3 dead and its records already removed
//   change            one row for each row that a step touched: revision before, by which the row's journal is followed
//                     from step to step, and the changed fields as {"field":[before,after]}
//   span              the same for runs of rows inserted (or made gone) together: first..last, no copy of values
//   import_digest     SHA-256 of imported files
//   invoice           issued invoices of buyers (since version 4). They count while the step that brought them is in
//                     force (invoices.h): undo and redo write nothing here.
//   pick              how often and when a buyer was picked, for ranking (since version 2)

#include "core/store/db.h"

#include <string_view>

namespace goufang::store {

inline constexpr int k_live = 0, k_gone = 1, k_bin = 2; ///< values of `place`; k_gone is a bit
constexpr bool is_gone(std::int64_t place) { return (place & k_gone) != 0; }
inline constexpr int k_on_buyer = 0, k_on_category = 1, k_on_setting = 2; ///< values of change.what and span.what
inline constexpr int k_op_insert = 0;                                     ///< values of change.op
inline constexpr int k_op_update = 1, k_op_code = 2, k_op_place = 4; ///< bits: an update, of the code, of the place too
inline constexpr int k_span_insert = 0, k_span_vanish = 1, k_span_revive = 2;    ///< values of span.op
inline constexpr int k_in_force = 0, k_undone = 1, k_dead = 2, k_dead_empty = 3; ///< values of step.undone

/// Brings the file from version `from` to version `to`, each step in a transaction of its own.
/// `before_each(version)` runs before a version is left (backup); may be empty.
void migrate(Db& db, int from, int to, void (*before_each)(Db&, int version) = nullptr);

/// The indices on buyer that are dropped and rebuilt around very large inserts.
void drop_buyer_indices(Db& db);
void make_buyer_indices(Db& db);

} // namespace goufang::store
