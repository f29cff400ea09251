#include "core/store/invoices.h"

#include "core/store/engine.h"
#include "core/store/schema.h"

namespace goufang::store {

namespace {

constexpr int k_since_version = 4; ///< an older file that is opened for reading only has no invoices

bool step_in_force(Db& db, StepId id) {
    for (bool in_force = true;; in_force = !in_force) {
        Stmt s(db, "SELECT undone,undone_by FROM step WHERE id=?1");
        if (!s.bind(1, id).step()) return in_force; // being made
        if (s.integer(0) != k_in_force) return !in_force;
        const StepId by = s.integer(1);
        if (by <= id) return in_force; // none; what reverses a step is newer
        id = by;
    }
}

bool has_table(Db& db) { return db.integer("PRAGMA user_version") >= k_since_version; }

} // namespace

bool invoice_in_force(Db& db, std::string_view number) {
    Stmt s(db, "SELECT step FROM invoice WHERE number=?1");
    s.bind(1, number);
    while (s.step())
        if (step_in_force(db, s.integer(0))) return true;
    return false;
}

void put_invoice(Db& db, StepId step, const Invoice& invoice) {
    Stmt s(db, "INSERT INTO invoice(step,number,buyer,day,cents,source) VALUES(?1,?2,?3,?4,?5,?6)");
    s.bind(1, step).bind(2, invoice.number).bind(3, invoice.buyer).bind_text_or_null(4, invoice.day);
    if (invoice.cents)
        s.bind(5, *invoice.cents);
    else
        s.bind_null(5);
    s.bind(6, invoice.source).run();
}

std::int64_t invoices_of_step(Db& db, StepId step) {
    for (;;) { // an undo that is undone brings back what the step it reversed had
        Stmt s(db, "SELECT target FROM step WHERE id=?1");
        if (!s.bind(1, step).step() || s.integer(0) == 0 || s.integer(0) >= step) break;
        step = s.integer(0);
    }
    Stmt s(db, "SELECT count(*) FROM invoice WHERE step=?1");
    s.bind(1, step).step();
    return s.integer(0);
}

std::int64_t remove_invoices(Db& db, StepId step, std::int64_t limit) {
    Stmt s(db, "DELETE FROM invoice WHERE step=?1 AND number IN (SELECT number FROM invoice WHERE step=?1 LIMIT ?2)");
    s.bind(1, step).bind(2, limit).run();
    return db.changes();
}

std::vector<Invoice> Registry::invoices_of(BuyerId id) const {
    std::vector<Invoice> out;
    Db& db = engine().db;
    if (!has_table(db)) return out;
    Stmt s(db, "SELECT number,step,day,cents,source FROM invoice WHERE buyer=?1 ORDER BY number,step");
    s.bind(1, id);
    while (s.step()) {
        if ((!out.empty() && out.back().number == s.text(0)) || !step_in_force(db, s.integer(1))) continue;
        Invoice& i = out.emplace_back(Invoice{id, std::string(s.text(0)), std::string(s.text(2)), {}, {}});
        if (!s.null(3)) i.cents = s.integer(3);
        i.source = s.text(4);
    }
    return out;
}

bool Registry::has_invoice(std::string_view number) const {
    return has_table(engine().db) && invoice_in_force(engine().db, number);
}

} // namespace goufang::store
