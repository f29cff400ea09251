#pragma once
// The history of issued invoices. A row belongs to the step that brought it and counts while that step is in force: not
// undone, and not reversed by a later step that is in force itself. So the undo of an import takes its invoices away
// and redo brings them back without writing to them.

#include "core/store/db.h"
#include "core/store/registry.h"

#include <string_view>

namespace goufang::store {

/// Whether an invoice of that number counts; those of a step that is being made do.
bool invoice_in_force(Db& db, std::string_view number);
void put_invoice(Db& db, StepId step, const Invoice& invoice);
/// How many invoices come or go when the step is undone: its own, or those of the step that it reversed.
std::int64_t invoices_of_step(Db& db, StepId step);
/// Deletes up to `limit` invoices of a dead step. Returns how many.
std::int64_t remove_invoices(Db& db, StepId step, std::int64_t limit);

} // namespace goufang::store
