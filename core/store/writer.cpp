#include "core/store/writer.h"

#include "core/store/fresh_buyers.h"
#include "core/store/invoices.h"
#include "core/store/journal.h"
#include "core/store/schema.h"
#include "core/store/undo_older.h"
#include "core/text/errors.h"

#include <algorithm>

namespace goufang::store {

namespace {

/// Dead journal records and dead rows removed with each commit, so that it never takes long.
constexpr std::int64_t k_removed_per_commit = 500;

Diff place_diff(int before, int after) { return {{"place", std::to_string(before), std::to_string(after)}}; }

BuyerRow required(Db& db, BuyerId id) {
    auto row = load_buyer(db, id);
    if (!row) throw Error(Code::not_found, {"buyer", std::to_string(id)});
    return std::move(*row);
}

} // namespace

Writer::Writer(Engine& e, StepKind kind, std::vector<std::string> args, std::int64_t expected_rows)
    : m_engine(e), m_scope(e, expected_rows), m_kind(kind), m_args(std::move(args)), m_expected(expected_rows) {
    Stmt s(e.db, "SELECT (SELECT max(id) FROM step),(SELECT max(id) FROM change),(SELECT max(id) FROM buyer)");
    s.step();
    m_step = s.integer(0) + 1;
    m_first_change = m_next_change = m_known_change = s.integer(1) + 1;
    m_next_buyer = m_span_first = s.integer(2) + 1;
}

void Writer::check_category(CategoryId id) {
    if (id != 0 && !m_engine.tree().find(id)) throw Error(Code::not_found, {"category", std::to_string(id)});
}

void Writer::touched(BuyerId id) {
    if (m_notice.everything) return;
    if (m_notice.buyers.size() >= k_notice_limit) {
        m_notice.everything = true;
        m_notice.buyers.clear();
        return;
    }
    m_notice.buyers.push_back(id);
}

void Writer::record(int what, int op, std::int64_t row, StepId revision, const std::string& data) {
    Stmt s(m_engine.db, "INSERT INTO change VALUES(?1,?2,?3,?4,?5,?6,?7)");
    s.bind(1, m_next_change++).bind(2, m_step).bind(3, std::int64_t{what}).bind(4, std::int64_t{op}).bind(5, row);
    s.bind(6, revision).bind_text_or_null(7, data).run();
}

bool Writer::join(int what, std::int64_t row, const Diff& diff) {
    Db& db = m_engine.db;
    if (m_known_change < m_next_change) {
        Stmt s(db, "SELECT id,what,row FROM change WHERE id>=?1 ORDER BY id");
        s.bind(1, m_known_change);
        while (s.step()) m_change_of[{static_cast<int>(s.integer(1)), s.integer(2)}] = s.integer(0);
        m_known_change = m_next_change;
    }
    const auto found = m_change_of.find({what, row});
    if (found == m_change_of.end()) return false;
    const std::int64_t id = found->second;
    Diff all;
    {
        Stmt s(db, "SELECT op,data FROM change WHERE id=?1");
        s.bind(1, id);
        if (!s.step() || s.integer(0) == k_op_insert) return false;
        all = joined(diff_from_json(s.text(1)), diff);
    }
    const std::string data = diff_to_json(all);
    Stmt s(db, "UPDATE change SET op=?2,data=?3 WHERE id=?1");
    s.bind(1, id).bind(2, std::int64_t{diff_op(all)}).bind(3, data).run();
    return true;
}

void Writer::journal(int what, std::int64_t row, StepId revision, const Diff& diff) {
    if (revision == m_step) {
        join(what, row, diff);
        return;
    }
    record(what, diff_op(diff), row, revision, diff_to_json(diff));
    (what == k_on_buyer ? m_buyers : m_categories)++;
}

BuyerId Writer::insert_row(const Buyer& b, const MatchKeys& keys) {
    check_category(b.category);
    if (m_engine.fresh && !m_engine.fresh->landed()) {
        m_engine.fresh->add(b, keys, m_next_buyer, m_step);
    } else {
        if (!m_insert) m_insert.emplace(m_engine.db);
        try {
            m_insert->run(b, keys, m_next_buyer, m_step);
        } catch (const UniqueConflict&) {
            throw Error(Code::code_taken, {b.code});
        }
    }
    ++m_buyers;
    touched(m_next_buyer);
    return m_next_buyer++;
}

BuyerId Writer::bulk_insert(const Buyer& b, const MatchKeys& keys) { return insert_row(b, keys); }

BuyerId Writer::insert(Buyer& b) {
    m_engine.need_indices();
    check_category(b.category);
    if (b.code.empty()) b.code = m_engine.next_buyer_code(b.category);
    b.id = insert_row(b, match_keys(b));
    b.revision = m_step;
    return b.id;
}

void Writer::update(Buyer& b) {
    m_engine.settle();
    auto before = load_buyer(m_engine.db, b.id);
    if (!before || before->buyer.revision != b.revision) throw Error(Code::stale, {b.code});
    const Diff diff = buyer_diff(*before, {b, before->place});
    if (diff.empty()) return;
    if (b.category != before->buyer.category) check_category(b.category);
    if (diff_op(diff) & k_op_code) m_engine.need_indices();
    change_buyer(b.id, b.revision, diff);
    b.revision = m_step;
}

void Writer::change_buyer(BuyerId id, StepId revision, const Diff& diff) {
    try {
        put_buyer(m_engine.db, id, diff, true, m_step);
    } catch (const UniqueConflict&) {
        const auto code =
            std::find_if(diff.begin(), diff.end(), [](const FieldChange& c) { return c.field == "code"; });
        auto row = load_buyer(m_engine.db, id);
        throw Error(Code::code_taken, {code != diff.end() ? code->after : row ? row->buyer.code : std::string()});
    }
    journal(k_on_buyer, id, revision, diff);
    touched(id);
}

void Writer::recycle(BuyerId id) {
    m_engine.settle();
    const BuyerRow row = required(m_engine.db, id);
    if (row.place == k_live) change_buyer(id, row.buyer.revision, place_diff(k_live, k_bin));
}

void Writer::restore(BuyerId id) {
    m_engine.need_indices();
    const BuyerRow before = required(m_engine.db, id);
    if (before.place != k_bin) return;
    BuyerRow after = before;
    after.place = k_live;
    if (after.buyer.category != 0 && !m_engine.tree().find(after.buyer.category)) after.buyer.category = 0;
    Stmt taken(m_engine.db, "SELECT 1 FROM buyer WHERE place=0 AND code=?1");
    taken.bind(1, after.buyer.code);
    const bool other = !after.buyer.code.empty() && taken.step();
    taken.reset();
    if (other) after.buyer.code = m_engine.next_buyer_code(after.buyer.category);
    change_buyer(id, before.buyer.revision, buyer_diff(before, after));
}

void Writer::recode(std::span<const std::pair<BuyerId, std::string>> codes) {
    m_engine.need_indices();
    Db& db = m_engine.db;
    std::vector<std::pair<StepId, std::string>> before; // of each: revision, code
    before.reserve(codes.size());
    for (const auto& [id, code] : codes) { // all old codes are free before the first new one is written
        const BuyerRow row = required(db, id);
        before.emplace_back(row.buyer.revision, row.buyer.code);
        if (row.buyer.code == code) continue;
        Stmt s(db, "UPDATE buyer SET code=NULL WHERE id=?1");
        s.bind(1, id).run();
    }
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const auto& [id, code] = codes[i];
        if (before[i].second != code) change_buyer(id, before[i].first, {{"code", before[i].second, code}});
    }
}

CategoryId Writer::insert(Category& c) {
    m_engine.tree();
    model::CategoryTree& tree = m_engine.tree_for_change();
    if (c.parent != 0 && !tree.find(c.parent)) throw Error(Code::not_found, {"category", std::to_string(c.parent)});
    if (c.code.empty()) c.code = m_engine.next_category_code(c.parent);
    Category made = c;
    made.id = m_engine.db.integer("SELECT max(id) FROM category") + 1;
    made.revision = m_step;
    tree.insert(made);
    Stmt s(m_engine.db, "INSERT INTO category(id,parent,code,name,ord,revision) VALUES(?1,?2,?3,?4,?5,?6)");
    s.bind(1, made.id).bind_id_or_null(2, made.parent).bind_text_or_null(3, made.code).bind(4, made.name);
    try {
        s.bind(5, made.order).bind(6, made.revision).run();
    } catch (const UniqueConflict&) {
        throw Error(Code::category_code_taken, {made.code});
    }
    record(k_on_category, k_op_insert, made.id, 0, {});
    ++m_categories;
    m_notice.categories = true;
    c = made;
    return c.id;
}

void Writer::update(Category& c) {
    m_engine.tree();
    model::CategoryTree& tree = m_engine.tree_for_change();
    const Category* found = tree.find(c.id);
    if (!found || found->revision != c.revision) throw Error(Code::stale, {c.code.empty() ? c.name : c.code});
    const Category before = *found;
    const Diff diff = category_diff(before, c);
    if (diff.empty()) return;
    Category made = c;
    made.revision = m_step;
    tree.update(made);
    change_category(c.id, before.revision, diff);
    c.revision = m_step;
}

void Writer::change_category(CategoryId id, StepId revision, const Diff& diff) {
    try {
        put_category(m_engine.db, id, diff, true, m_step);
    } catch (const UniqueConflict&) {
        throw Error(Code::category_code_taken, {std::to_string(id)});
    }
    journal(k_on_category, id, revision, diff);
    m_notice.categories = true;
}

void Writer::erase_category(CategoryId id) {
    m_engine.need_indices();
    m_engine.tree();
    model::CategoryTree& tree = m_engine.tree_for_change();
    const Category* c = tree.find(id);
    if (!c) throw Error(Code::not_found, {"category", std::to_string(id)});
    Stmt live(m_engine.db, "SELECT count(*) FROM buyer WHERE place=0 AND category=?1");
    live.bind(1, id).step();
    const std::size_t children = tree.children(id).size();
    if (live.integer(0) != 0 || children != 0)
        throw Error(Code::category_not_empty,
                    {tree.path(id), std::to_string(children), std::to_string(live.integer(0))});
    const StepId revision = c->revision;
    tree.erase(id);
    change_category(id, revision, place_diff(k_live, k_gone));
}

void Writer::set_setting(std::string_view key, std::string_view value) {
    const std::string before = m_engine.setting(key);
    if (before == value) return;
    put_setting(m_engine.db, key, value);
    record(k_on_setting, k_op_update, 0, 0, diff_to_json({{std::string(key), before, std::string(value)}}));
    ++m_settings;
}

void Writer::remember_import(std::string_view sha256) {
    Stmt s(m_engine.db, "INSERT OR REPLACE INTO import_digest VALUES(?1,?2)");
    s.bind(1, sha256).bind(2, m_step).run();
}

bool Writer::add_invoice(const Invoice& invoice) {
    if (invoice_in_force(m_engine.db, invoice.number)) return false;
    put_invoice(m_engine.db, m_step, invoice);
    ++m_invoices;
    return true;
}

void Writer::vanish(BuyerId first, BuyerId last, StepId revision) { move_span(first, last, revision, true); }
void Writer::revive(BuyerId first, BuyerId last, StepId revision) { move_span(first, last, revision, false); }

void Writer::move_span(BuyerId first, BuyerId last, StepId revision, bool away) {
    Db& db = m_engine.db;
    if (first == last) {
        Stmt s(db, "SELECT place FROM buyer WHERE id=?1");
        s.bind(1, first).step();
        const auto place = static_cast<int>(s.integer(0));
        s.reset();
        change_buyer(first, revision, place_diff(place, away ? place | k_gone : place & ~k_gone));
        return;
    }
    Stmt rows(db, away ? "UPDATE buyer SET place=place|1,revision=?3 WHERE id BETWEEN ?1 AND ?2 AND place&1=0"
                       : "UPDATE buyer SET place=place&~1,revision=?3 WHERE id BETWEEN ?1 AND ?2 AND place&1=1");
    rows.bind(1, first).bind(2, last).bind(3, m_step).run();
    m_buyers += db.changes();
    Stmt s(db, "INSERT INTO span(step,op,first,last,revision) VALUES(?1,?2,?3,?4,?5)");
    s.bind(1, m_step).bind(2, std::int64_t{away ? k_span_vanish : k_span_revive});
    s.bind(3, first).bind(4, last).bind(5, revision).run();
    for (BuyerId id = first; id <= last && !m_notice.everything; ++id) touched(id);
}

void Writer::flush_span() {
    if (m_span_first == m_next_buyer) return;
    const BuyerId last = m_next_buyer - 1;
    if (m_span_first == last) {
        record(k_on_buyer, k_op_insert, last, 0, {});
    } else {
        Stmt s(m_engine.db, "INSERT INTO span(step,op,first,last,revision) VALUES(?1,?2,?3,?4,0)");
        s.bind(1, m_step).bind(2, std::int64_t{k_span_insert}).bind(3, m_span_first).bind(4, last).run();
    }
    m_span_first = m_next_buyer;
}

void Writer::write_step() {
    Engine& e = m_engine;
    // a new step ends the redo chain; asked first, because an UPDATE makes a temporary table even for no row
    if (oldest_undone(e.db) != 0) Stmt(e.db, "UPDATE step SET undone=2 WHERE undone=1 AND undone<>0").run();
    const std::string at = e.now(), who = e.who(), args = strings_to_json(m_args);
    Stmt s(e.db, "INSERT INTO step(id,at,who,kind,args,target,buyers,categories,first_change,last_change) "
                 "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)");
    s.bind(1, m_step).bind(2, at).bind(3, who).bind(4, step_kind_key(m_kind)).bind(5, args);
    s.bind_id_or_null(6, m_target).bind(7, m_buyers).bind(8, m_categories);
    s.bind(9, m_first_change).bind(10, m_next_change - 1).run();
    if (m_target != 0) {
        Stmt t(e.db, "UPDATE step SET undone_by=?2 WHERE id=?1");
        t.bind(1, m_target).bind(2, m_step).run();
    }
}

void Writer::remove_dead_records() {
    Db& db = m_engine.db;
    std::int64_t left = std::max(k_removed_per_commit, m_expected / 5);
    while (left > 0) {
        // newest first: what a dead step made may be used by a later dead step
        const StepId dead = db.integer("SELECT max(id) FROM step WHERE undone=2 AND undone<>0");
        if (dead == 0) return;
        std::int64_t first = 0, last = 0;
        {
            Stmt s(db, "SELECT id,first,last,op FROM span WHERE step=?1 LIMIT 1");
            if (s.bind(1, dead).step()) {
                const std::int64_t span = s.integer(0), op = s.integer(3);
                first = s.integer(1), last = s.integer(2);
                s.reset();
                if (op != k_span_insert) { // undone: the rows are as before
                    Stmt(db, "DELETE FROM span WHERE id=?1").bind(1, span).run();
                    continue;
                }
                const BuyerId from = std::max(first, last - left + 1);
                for (const char* sql : {"DELETE FROM pick WHERE buyer BETWEEN ?1 AND ?2",
                                        "DELETE FROM buyer WHERE id BETWEEN ?1 AND ?2 AND place&1=1"})
                    Stmt(db, sql).bind(1, from).bind(2, last).run();
                left -= last - from + 1;
                if (from == first)
                    Stmt(db, "DELETE FROM span WHERE id=?1").bind(1, span).run();
                else
                    Stmt(db, "UPDATE span SET last=?2 WHERE id=?1").bind(1, span).bind(2, from - 1).run();
                continue;
            }
        }
        {
            Stmt s(db, "SELECT first_change,last_change FROM step WHERE id=?1");
            s.bind(1, dead).step();
            first = s.integer(0), last = s.integer(1);
        }
        if (first <= last) {
            const std::int64_t from = std::max(first, last - left + 1);
            for (const char* sql :
                 {"DELETE FROM pick WHERE buyer IN (SELECT row FROM change WHERE id BETWEEN ?1 AND ?2 AND what=0 AND "
                  "op=0)",
                  "DELETE FROM buyer WHERE place&1=1 AND id IN (SELECT row FROM change WHERE id BETWEEN ?1 AND ?2 AND "
                  "what=0 AND op=0)",
                  "DELETE FROM change WHERE id BETWEEN ?1 AND ?2"})
                Stmt(db, sql).bind(1, from).bind(2, last).run();
            Stmt(db, "UPDATE step SET last_change=?2 WHERE id=?1").bind(1, dead).bind(2, from - 1).run();
            left -= last - from + 1;
            continue;
        }
        if (const std::int64_t removed = remove_invoices(db, dead, left); removed != 0) {
            left -= removed;
            continue;
        }
        Stmt(db, "UPDATE step SET undone=3 WHERE id=?1").bind(1, dead).run();
        --left;
    }
}

StepId Writer::commit() {
    if (m_buyers + m_categories + m_settings + m_invoices == 0) return 0; // the scope's end rolls back
    m_engine.settle();
    flush_span();
    m_insert.reset();
    write_step();
    remove_dead_records();
    m_scope.commit();
    m_notice.step = m_step;
    m_engine.notify(m_notice);
    return m_step;
}

} // namespace goufang::store
