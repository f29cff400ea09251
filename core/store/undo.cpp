// Undo of the newest step and redo: the step's records are put back as they are, set by set, and the revisions too,
// so that the registry is byte for byte what it was. Nothing is checked, because nothing can have come between.

#include "core/store/journal.h"
#include "core/store/registry.h"
#include "core/store/rows.h"
#include "core/store/schema.h"
#include "core/store/undo_older.h"
#include "core/store/writer.h"
#include "core/text/errors.h"

namespace goufang::store {

namespace {

constexpr std::string_view k_of_step = "(SELECT row FROM change WHERE id BETWEEN ?1 AND ?2 AND ";

class Replay {
  public:
    Replay(Engine& e, const StepRow& step, bool forward) : m_db(e.db), m_step(step), m_forward(forward) {}

    void run() {
        categories();
        buyers();
        settings();
        if (m_step.target != 0) {
            Stmt s(m_db, "UPDATE step SET undone_by=?2 WHERE id=?1");
            s.bind(1, m_step.target).bind_id_or_null(2, m_forward ? m_step.step.id : 0).run();
        }
    }

  private:
    StepId revision(StepId before) const { return m_forward ? m_step.step.id : before; }

    void on_rows(const std::string& set, const std::string& which) {
        Stmt s(m_db, "UPDATE " + set + " WHERE id IN " + std::string(k_of_step) + which + ")");
        s.bind(1, m_step.first_change).bind(2, m_step.last_change).run();
    }

    void categories() {
        on_rows("category SET place=1", "what=1"); // out of the way of each other's names and codes
        each_change(m_db, m_step, k_on_category, [&](const Change& c) {
            int place = k_live;
            if (c.op == k_op_insert) {
                place = m_forward ? k_live : k_gone;
            } else {
                const Diff diff = diff_from_json(c.data);
                put_category(m_db, c.row, diff, m_forward, revision(c.revision));
                if (c.op & k_op_place) return;
            }
            Stmt s(m_db, "UPDATE category SET place=?2 WHERE id=?1");
            s.bind(1, c.row).bind(2, std::int64_t{place}).run();
        });
    }

    void buyers() {
        // first everything that frees a code, then everything that takes one
        on_rows("buyer SET code=NULL", "what=0 AND op&2");
        on_rows("buyer SET place=1", "what=0 AND op&4");
        const std::vector<Span> spans = spans_of(m_db, m_step.step.id);
        if (!m_forward) inserted_singly();
        for (const int place : {k_gone, k_live})
            for (const Span& s : spans)
                if (place_after(s) == place) move(s, place);
        if (m_forward) inserted_singly();
        each_change(m_db, m_step, k_on_buyer, [&](const Change& c) {
            if (c.op != k_op_insert) put_buyer(m_db, c.row, diff_from_json(c.data), m_forward, revision(c.revision));
        });
    }

    void inserted_singly() {
        on_rows(m_forward ? "buyer SET place=place&~1" : "buyer SET place=place|1", "what=0 AND op=0");
    }

    int place_after(const Span& s) const { return (s.op == k_span_vanish) == m_forward ? k_gone : k_live; }

    void move(const Span& span, int place) {
        if (span.op == k_span_insert) { // the revision stays: nobody sees it while the row is gone
            Stmt s(m_db, place == k_gone ? "UPDATE buyer SET place=place|1 WHERE id BETWEEN ?1 AND ?2"
                                         : "UPDATE buyer SET place=place&~1 WHERE id BETWEEN ?1 AND ?2");
            s.bind(1, span.first).bind(2, span.last).run();
            return;
        }
        Stmt s(m_db, place == k_gone ? "UPDATE buyer SET place=place|1,revision=?3 WHERE id BETWEEN ?1 AND ?2 AND "
                                       "revision=?4 AND place&1=0"
                                     : "UPDATE buyer SET place=place&~1,revision=?3 WHERE id BETWEEN ?1 AND ?2 AND "
                                       "revision=?4 AND place&1=1");
        s.bind(1, span.first).bind(2, span.last).bind(3, revision(span.revision));
        s.bind(4, m_forward ? span.revision : m_step.step.id).run();
    }

    void settings() {
        each_change(m_db, m_step, k_on_setting, [&](const Change& c) {
            for (const FieldChange& f : diff_from_json(c.data))
                put_setting(m_db, f.field, m_forward ? f.after : f.before);
        });
    }

    Db& m_db;
    const StepRow& m_step;
    bool m_forward;
};

Notice notice_of(Db& db, const StepRow& step) {
    Notice n;
    n.step = step.step.id;
    n.categories = step.step.categories > 0;
    n.everything = step.step.buyers > static_cast<std::int64_t>(k_notice_limit);
    if (n.everything) return n;
    each_change(db, step, k_on_buyer, [&](const Change& c) { n.buyers.push_back(c.row); });
    for (const Span& s : spans_of(db, step.step.id))
        for (BuyerId id = s.first; id <= s.last; ++id) n.buyers.push_back(id);
    return n;
}

void list_reversed(Db& db, const StepRow& step, UndoReport& report) {
    const auto full = [&] { return report.reversed.size() >= k_listed_rows; };
    each_change(db, step, k_on_buyer, [&](const Change& c) {
        if (!full()) report.reversed.push_back(item_of_buyer(db, c.row, ""));
    });
    for (const Span& s : spans_of(db, step.step.id))
        for (BuyerId id = s.first; id <= s.last && !full(); ++id) report.reversed.push_back(item_of_buyer(db, id, ""));
    each_change(db, step, k_on_category, [&](const Change& c) {
        if (!full()) report.reversed.push_back(item_of_category(db, c.row, ""));
    });
}

void replay(Engine& e, const StepRow& step, bool forward) {
    Replay(e, step, forward).run();
    const std::string at = e.now();
    Stmt s(e.db, "UPDATE step SET undone=?2,undone_at=?3 WHERE id=?1");
    s.bind(1, step.step.id).bind(2, std::int64_t{forward ? k_in_force : k_undone}).bind(3, at).run();
    e.forget_tree();
}

} // namespace

UndoReport Registry::undo() {
    const StepId id = newest_in_force(engine().db);
    if (id == 0) throw Error(Code::nothing_to_undo);
    return undo(id);
}

UndoReport Registry::undo(StepId id) {
    Engine& e = engine();
    const auto known = load_step(e.db, id);
    if (!known) throw Error(Code::step_unknown, {std::to_string(id)});
    if (known->state != k_in_force) throw Error(Code::nothing_to_undo);
    if (newest_in_force(e.db) != id) return undo_older(e, *known);

    WriteScope scope(e, known->step.buyers);
    // another process may have been faster than this one's look at the journal
    const auto step = load_step(e.db, id);
    if (!step || step->state != k_in_force || newest_in_force(e.db) != id)
        throw Error(Code::stale, {std::to_string(id)});
    UndoReport report;
    report.step = id;
    report.reversed_count = step->step.buyers + step->step.categories;
    replay(e, *step, false);
    list_reversed(e.db, *step, report);
    const Notice notice = notice_of(e.db, *step);
    scope.commit();
    e.notify(notice);
    return report;
}

Step Registry::redo() {
    Engine& e = engine();
    const auto known = load_step(e.db, oldest_undone(e.db));
    if (!known) throw Error(Code::nothing_to_redo);
    WriteScope scope(e, known->step.buyers);
    const auto step = load_step(e.db, oldest_undone(e.db));
    if (!step) throw Error(Code::nothing_to_redo);
    replay(e, *step, true);
    const Notice notice = notice_of(e.db, *step);
    scope.commit();
    e.notify(notice);
    Step done = step->step;
    done.undone = false;
    return done;
}

} // namespace goufang::store
