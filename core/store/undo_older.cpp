#include "core/store/undo_older.h"

#include "core/store/invoices.h"
#include "core/store/rows.h"
#include "core/store/schema.h"
#include "core/store/writer.h"
#include "core/text/errors.h"

#include <algorithm>
#include <unordered_map>

namespace goufang::store {

namespace {

Diff inverted(Diff diff) {
    for (FieldChange& c : diff) std::swap(c.before, c.after);
    return diff;
}

const FieldChange* find(const Diff& diff, std::string_view field) {
    const auto at = std::find_if(diff.begin(), diff.end(), [&](const FieldChange& c) { return c.field == field; });
    return at == diff.end() ? nullptr : &*at;
}

class UndoOlder {
  public:
    UndoOlder(Engine& e, const StepRow& step)
        : m_engine(e), m_db(e.db), m_step(step), m_writer(e, StepKind::undo_step, {}, step.step.buyers) {
        m_report.step = step.step.id;
    }

    UndoReport run() {
        const auto now = load_step(m_db, m_step.step.id);
        if (!now || now->state != k_in_force) throw Error(Code::nothing_to_undo);
        // categories must be back before buyers return to them, and may vanish only when the buyers are out
        bring_back_categories();
        spans();
        single_buyers();
        recoded_buyers();
        vanish_categories();
        settings();
        const std::int64_t invoices = invoices_of_step(m_db, m_step.step.id);
        m_writer.invoices_changed(invoices);
        m_writer.set_target(m_report.reversed_count + invoices > 0 ? m_step.step.id : 0);
        std::vector<std::string> args{std::to_string(m_step.step.id), std::string(step_kind_key(m_step.step.kind)),
                                      std::to_string(m_report.reversed_count), std::to_string(m_report.kept.size()),
                                      std::to_string(m_report.failed.size())};
        args.insert(args.end(), m_step.step.args.begin(), m_step.step.args.end());
        m_writer.set_args(std::move(args));
        m_report.new_step = m_writer.commit();
        return std::move(m_report);
    }

  private:
    struct CategoryRow {
        Category category;
        int place = 0;
    };
    struct Recode { ///< a row whose code or place goes back
        Diff diff;
        std::string now, want; ///< codes held now and afterwards; empty when not live or without a code
    };

    StepId original() const { return m_step.step.id; }

    void reversed(UndoReport::Item item) {
        ++m_report.reversed_count;
        if (m_report.reversed.size() < k_listed_rows) m_report.reversed.push_back(std::move(item));
    }
    void buyer_reversed(BuyerId id) {
        if (m_report.reversed.size() < k_listed_rows)
            reversed(item_of_buyer(m_db, id, ""));
        else
            ++m_report.reversed_count;
    }
    void kept(BuyerId id) { m_report.kept.push_back(item_of_buyer(m_db, id, "undo.changed_since")); }
    void failed(BuyerId id, std::string_view reason) { m_report.failed.push_back(item_of_buyer(m_db, id, reason)); }

    CategoryRow category_row(CategoryId id) {
        Stmt s(m_db, "SELECT parent,code,name,ord,revision,place FROM category WHERE id=?1");
        s.bind(1, id);
        CategoryRow r;
        if (!s.step()) return {{}, k_gone};
        r.category.id = id;
        r.category.parent = s.integer(0);
        r.category.code = s.text(1);
        r.category.name = s.text(2);
        r.category.order = s.integer(3);
        r.category.revision = s.integer(4);
        r.place = static_cast<int>(s.integer(5));
        return r;
    }

    static void apply(Category& c, const Diff& diff) {
        for (const FieldChange& f : diff) {
            if (f.field == "parent") c.parent = to_integer(f.after);
            if (f.field == "code") c.code = f.after;
            if (f.field == "name") c.name = f.after;
            if (f.field == "order") c.order = to_integer(f.after);
        }
    }

    /// One category back to its old values, in the tree and the file. Throws what the tree throws.
    void put_category_back(CategoryId id, const Diff& diff) {
        CategoryRow row = category_row(id);
        m_engine.tree();
        model::CategoryTree& tree = m_engine.tree_for_change();
        Category target = row.category;
        apply(target, diff);
        target.revision = m_writer.step();
        if (target.parent != 0 && !tree.find(target.parent)) throw Error(Code::not_found, {"category"});
        if (is_gone(row.place))
            tree.insert(target);
        else
            tree.update(target);
        m_writer.change_category(id, original(), diff);
    }

    static std::string_view reason_of(const Error& e) {
        switch (e.code()) {
        case Code::category_name_taken:
            return "undo.name_taken";
        case Code::category_code_taken:
            return "undo.code_taken";
        case Code::category_cycle:
            return "undo.cycle";
        default:
            return "undo.category_gone";
        }
    }

    void bring_back_categories() {
        std::vector<std::pair<CategoryId, Diff>> open;
        each_change(m_db, m_step, k_on_category, [&](const Change& c) {
            const CategoryRow row = category_row(c.row);
            if (row.category.revision != original()) {
                if (row.place != k_gone || c.op != k_op_insert)
                    m_report.kept.push_back(item_of_category(m_db, c.row, "undo.changed_since"));
                return;
            }
            Diff diff = c.op == k_op_insert ? Diff{{"place", std::to_string(k_live), std::to_string(k_gone)}}
                                            : inverted(diff_from_json(c.data));
            const FieldChange* place = find(diff, "place");
            if (place && to_integer(place->after) == k_gone)
                m_vanishing.push_back(c.row);
            else
                open.emplace_back(c.row, std::move(diff));
        });
        // each may wait for another to free its name or to be its parent
        for (bool progress = true; progress && !open.empty();) {
            progress = false;
            std::erase_if(open, [&](const auto& entry) {
                try {
                    put_category_back(entry.first, entry.second);
                } catch (const Error&) {
                    return false;
                }
                reversed(item_of_category(m_db, entry.first, ""));
                return progress = true;
            });
        }
        for (const auto& [id, diff] : open) {
            std::string_view reason;
            try {
                put_category_back(id, diff);
            } catch (const Error& e) {
                reason = reason_of(e);
            }
            m_report.failed.push_back(item_of_category(m_db, id, reason));
        }
    }

    void vanish_categories() {
        if (m_vanishing.empty()) return;
        m_engine.need_indices(); // by now most rows are gone, so that they are small
        std::vector<CategoryId> open = m_vanishing;
        for (bool progress = true; progress && !open.empty();) {
            progress = false;
            std::erase_if(open, [&](CategoryId id) {
                Stmt live(m_db, "SELECT 1 FROM buyer WHERE place=0 AND category=?1 LIMIT 1");
                const bool used = live.bind(1, id).step();
                live.reset();
                if (used || !m_engine.tree().children(id).empty()) return false;
                UndoReport::Item item = item_of_category(m_db, id, "");
                m_writer.erase_category(id);
                reversed(std::move(item));
                return progress = true;
            });
        }
        for (const CategoryId id : open) m_report.kept.push_back(item_of_category(m_db, id, "undo.in_use"));
    }

    /// Calls `run(first, last)` for the stretches of first..last without the exceptions, which must be in order.
    template <class Run>
    static void stretches(const Span& span, const std::vector<BuyerId>& exceptions, const Run& run) {
        BuyerId from = span.first;
        for (const BuyerId id : exceptions) {
            if (from < id) run(from, id - 1);
            from = id + 1;
        }
        if (from <= span.last) run(from, span.last);
    }

    void spans() {
        for (const Span& span : spans_of(m_db, original())) {
            std::vector<BuyerId> exceptions;
            const bool vanish = span.op != k_span_vanish;
            if (!vanish) m_engine.need_indices();
            Stmt s(m_db, vanish ? "SELECT id,place,1 FROM buyer WHERE id BETWEEN ?1 AND ?2 AND revision<>?3 ORDER BY id"
                                : "SELECT b.id,b.place,b.revision<>?3 FROM buyer b WHERE b.id BETWEEN ?1 AND ?2 AND "
                                  "(b.revision<>?3 OR (b.place=1 AND EXISTS(SELECT 1 FROM buyer o WHERE o.place=0 AND "
                                  "o.code=b.code)) OR "
                                  "(b.place=1 AND b.category IS NOT NULL AND NOT EXISTS(SELECT 1 FROM category c WHERE "
                                  "c.id=b.category AND c.place=0))) ORDER BY b.id");
            s.bind(1, span.first).bind(2, span.last).bind(3, original());
            while (s.step()) {
                const BuyerId id = s.integer(0);
                exceptions.push_back(id);
                if (s.integer(2) != 0) {
                    if (!is_gone(s.integer(1)) || !vanish) kept(id);
                } else {
                    failed(id, "undo.code_or_category");
                }
            }
            s.reset();
            stretches(span, exceptions, [&](BuyerId first, BuyerId last) {
                BuyerId id = first;
                for (; id <= last && m_report.reversed.size() < k_listed_rows; ++id) buyer_reversed(id);
                m_report.reversed_count += last - id + 1;
                if (vanish)
                    m_writer.vanish(first, last, original());
                else
                    m_writer.revive(first, last, original());
            });
        }
    }

    void single_buyers() {
        each_change(m_db, m_step, k_on_buyer, [&](const Change& c) {
            Stmt s(m_db, "SELECT revision,place,code FROM buyer WHERE id=?1");
            s.bind(1, c.row);
            if (!s.step()) return;
            const StepId revision = s.integer(0);
            const auto place = static_cast<int>(s.integer(1));
            const std::string code(s.text(2));
            s.reset();
            if (revision != original()) {
                if (!is_gone(place) || c.op != k_op_insert) kept(c.row);
                return;
            }
            if (c.op == k_op_insert) {
                buyer_reversed(c.row);
                m_writer.vanish(c.row, c.row, revision);
                return;
            }
            Diff diff = inverted(diff_from_json(c.data));
            if (const FieldChange* to = find(diff, "category");
                to && to_integer(to->after) != 0 && !m_engine.tree().find(to_integer(to->after))) {
                failed(c.row, "undo.category_gone");
                return;
            }
            const FieldChange* new_code = find(diff, "code");
            const FieldChange* new_place = find(diff, "place");
            if (!new_code && !new_place) {
                m_writer.change_buyer(c.row, revision, diff);
                buyer_reversed(c.row);
                return;
            }
            const std::int64_t place_then = new_place ? to_integer(new_place->after) : place;
            if (place_then == k_live && place != k_live && !find(diff, "category") && !category_is_live(c.row)) {
                failed(c.row, "undo.category_gone");
                return;
            }
            Recode r;
            r.now = place == k_live ? code : "";
            r.want = place_then == k_live ? (new_code ? new_code->after : code) : "";
            r.diff = std::move(diff);
            m_order.push_back(c.row);
            if (!r.want.empty()) m_wanted[r.want] = c.row;
            m_recodes.emplace(c.row, std::move(r));
        });
    }

    bool category_is_live(BuyerId id) {
        Stmt s(m_db, "SELECT 1 FROM buyer b WHERE b.id=?1 AND (b.category IS NULL OR EXISTS(SELECT 1 FROM category c "
                     "WHERE c.id=b.category AND c.place=0))");
        return s.bind(1, id).step();
    }

    /// Who does not go back keeps its code, so that another may not get it, and so on.
    void give_up(BuyerId id) {
        for (BuyerId next = id; next != 0;) {
            const auto at = m_recodes.find(next);
            if (at == m_recodes.end()) return;
            failed(next, "undo.code_taken");
            const std::string held = at->second.now;
            m_recodes.erase(at);
            const auto waiting = m_wanted.find(held);
            next = held.empty() || waiting == m_wanted.end() || waiting->second == next ? 0 : waiting->second;
        }
    }

    void recoded_buyers() {
        if (m_recodes.empty()) return;
        m_engine.need_indices();
        for (const BuyerId id : m_order) {
            const auto at = m_recodes.find(id);
            if (at == m_recodes.end() || at->second.want.empty()) continue;
            Stmt s(m_db, "SELECT id FROM buyer WHERE place=0 AND code=?1");
            s.bind(1, at->second.want);
            const BuyerId holder = s.step() ? s.integer(0) : 0;
            s.reset();
            if (holder != 0 && holder != id && !m_recodes.contains(holder)) give_up(id);
        }
        for (const auto& [id, r] : m_recodes) {
            Stmt s(m_db, find(r.diff, "code") ? "UPDATE buyer SET code=NULL WHERE id=?1"
                                              : "UPDATE buyer SET place=1 WHERE id=?1");
            s.bind(1, id).run();
        }
        for (const BuyerId id : m_order) {
            const auto at = m_recodes.find(id);
            if (at == m_recodes.end()) continue;
            m_writer.change_buyer(id, original(), at->second.diff);
            buyer_reversed(id);
        }
    }

    void settings() {
        each_change(m_db, m_step, k_on_setting, [&](const Change& c) {
            for (const FieldChange& f : diff_from_json(c.data)) {
                UndoReport::Item item;
                item.name = f.field;
                if (m_engine.setting(f.field) == f.after) {
                    m_writer.set_setting(f.field, f.before);
                    reversed(std::move(item));
                } else {
                    item.reason = "undo.changed_since";
                    m_report.kept.push_back(std::move(item));
                }
            }
        });
    }

    Engine& m_engine;
    Db& m_db;
    const StepRow m_step;
    Writer m_writer;
    UndoReport m_report;
    std::vector<CategoryId> m_vanishing;
    std::vector<BuyerId> m_order;
    std::unordered_map<BuyerId, Recode> m_recodes;
    std::unordered_map<std::string, BuyerId> m_wanted;
};

} // namespace

UndoReport undo_older(Engine& e, const StepRow& step) { return UndoOlder(e, step).run(); }

UndoReport::Item item_of_buyer(Db& db, BuyerId id, std::string_view reason) {
    UndoReport::Item item;
    item.buyer = id;
    item.reason = reason;
    Stmt s(db, "SELECT code,name FROM buyer WHERE id=?1");
    if (s.bind(1, id).step()) {
        item.code = s.text(0);
        item.name = s.text(1);
    }
    return item;
}

UndoReport::Item item_of_category(Db& db, CategoryId id, std::string_view reason) {
    UndoReport::Item item;
    item.category = id;
    item.reason = reason;
    Stmt s(db, "SELECT code,name FROM category WHERE id=?1");
    if (s.bind(1, id).step()) {
        item.code = s.text(0);
        item.name = s.text(1);
    }
    return item;
}

void put_setting(Db& db, std::string_view key, std::string_view value) {
    Stmt s(db, value.empty() ? "DELETE FROM setting WHERE key=?1" : "INSERT OR REPLACE INTO setting VALUES(?1,?2)");
    s.bind(1, key);
    if (!value.empty()) s.bind(2, value);
    s.run();
}

} // namespace goufang::store
