#include "core/store/journal.h"

#include "core/store/rows.h"
#include "core/store/schema.h"
#include "core/text/errors.h"

#include <algorithm>
#include <map>

namespace goufang::store {

namespace {

constexpr std::string_view k_step_columns =
    "SELECT id,at,who,kind,args,undone,undone_by,buyers,categories,target,first_change,last_change FROM step ";

StepKind kind_from(std::string_view key) {
    for (int k = 0; k <= static_cast<int>(StepKind::merge_buyers); ++k)
        if (step_kind_key(static_cast<StepKind>(k)) == key) return static_cast<StepKind>(k);
    throw Error(Code::registry_damaged, {std::string(), "step kind " + std::string(key)});
}

StepRow read_step(const Stmt& s) {
    StepRow r;
    r.step.id = s.integer(0);
    r.step.at = s.text(1);
    r.step.who = s.text(2);
    r.step.kind = kind_from(s.text(3));
    r.step.args = strings_from_json(s.text(4));
    r.state = static_cast<int>(s.integer(5));
    r.step.undone = r.state != k_in_force || !s.null(6);
    r.step.buyers = s.integer(7);
    r.step.categories = s.integer(8);
    r.target = s.integer(9);
    r.first_change = s.integer(10);
    r.last_change = s.integer(11);
    return r;
}

std::string place_word(std::string_view number) {
    switch (to_integer(number)) {
    case k_live:
        return "live";
    case k_bin:
        return "recycled";
    default:
        return "gone";
    }
}

/// Paths of all categories, vanished ones too.
class Paths {
  public:
    explicit Paths(Db& db) {
        Stmt s(db, "SELECT id,parent,name FROM category");
        while (s.step()) m_nodes[s.integer(0)] = {s.integer(1), std::string(s.text(2))};
    }
    std::string operator()(CategoryId id) const {
        std::vector<std::string> names;
        for (auto at = m_nodes.find(id); at != m_nodes.end() && names.size() <= m_nodes.size();
             at = m_nodes.find(at->second.first))
            names.insert(names.begin(), at->second.second);
        return model::join_path(names);
    }

  private:
    std::map<CategoryId, std::pair<CategoryId, std::string>> m_nodes;
};

StepId revision_of(Db& db, BuyerId id) {
    Stmt s(db, "SELECT revision FROM buyer WHERE id=?1");
    return s.bind(1, id).step() ? s.integer(0) : 0;
}

/// What the step did to the buyer, and the step that changed it before (0: none); nothing when there is no record.
std::optional<StepId> change_of(Db& db, const StepRow& step, BuyerId id, RowChange& out) {
    {
        Stmt s(db, "SELECT op,revision,data FROM change WHERE id BETWEEN ?1 AND ?2 AND row=?3 AND what=0");
        s.bind(1, step.first_change).bind(2, step.last_change).bind(3, id);
        if (s.step()) {
            out.inserted = s.integer(0) == k_op_insert;
            if (!out.inserted) out.fields = diff_from_json(s.text(2));
            return s.integer(1);
        }
    }
    for (const Span& span : spans_of(db, step.step.id)) {
        if (id < span.first || id > span.last) continue;
        out.inserted = span.op == k_span_insert;
        const std::string live = std::to_string(k_live), gone = std::to_string(k_gone); // or the bin and gone
        if (span.op == k_span_vanish) out.fields = {{"place", live, gone}};
        if (span.op == k_span_revive) out.fields = {{"place", gone, live}};
        return span.revision;
    }
    return std::nullopt;
}

} // namespace

std::optional<StepRow> load_step(Db& db, StepId id) {
    Stmt s(db, std::string(k_step_columns) + "WHERE id=?1");
    s.bind(1, id);
    return s.step() ? std::optional<StepRow>(read_step(s)) : std::nullopt;
}

namespace {

std::string mark_of(const StepRow& row) {
    const Step& s = row.step;
    return std::to_string(s.id) + ' ' + std::to_string(row.last_change) + ' ' + std::to_string(s.buyers) + ' ' + s.at +
           ' ' + s.who + ' ' + strings_to_json(s.args);
}

} // namespace

std::string Registry::mark() const {
    const auto newest = load_step(engine().db, newest_in_force(engine().db));
    return newest ? mark_of(*newest) : "0";
}

std::optional<std::vector<BuyerId>> Registry::changed_since(std::string_view mark, std::size_t limit) const {
    Db& db = engine().db;
    const StepId then = to_integer(mark);
    if (then != 0) {
        const auto step = load_step(db, then);
        if (!step || step->state != k_in_force || mark_of(*step) != mark) return std::nullopt;
    } else if (mark != "0") {
        return std::nullopt;
    }
    // Steps are undone newest first, so all before `then` are in force as they were; what later ones touched, undone
    // or not, is more than enough.
    std::vector<BuyerId> rows;
    Stmt s(db, "SELECT c.row FROM step s CROSS JOIN change c ON c.id BETWEEN s.first_change AND s.last_change "
               "WHERE s.id>?1 AND c.step=s.id AND c.what=0");
    s.bind(1, then);
    while (s.step()) {
        if (rows.size() == limit) return std::nullopt;
        rows.push_back(s.integer(0));
    }
    Stmt spans(db, "SELECT first,last FROM span WHERE step>?1");
    spans.bind(1, then);
    while (spans.step()) {
        const BuyerId first = spans.integer(0), last = spans.integer(1);
        if (static_cast<std::uint64_t>(last - first) >= limit - rows.size()) return std::nullopt;
        for (BuyerId id = first; id <= last; ++id) rows.push_back(id);
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

StepId newest_in_force(Db& db) { return db.integer("SELECT id FROM step WHERE undone=0 ORDER BY id DESC LIMIT 1"); }
StepId oldest_undone(Db& db) { return db.integer("SELECT min(id) FROM step WHERE undone=1 AND undone<>0"); }

void each_change(Db& db, const StepRow& step, int what, const std::function<void(const Change&)>& fn) {
    Stmt s(db, "SELECT op,row,revision,data FROM change WHERE id BETWEEN ?1 AND ?2 AND what=?3 ORDER BY id");
    s.bind(1, step.first_change).bind(2, step.last_change).bind(3, std::int64_t{what});
    while (s.step()) fn({what, static_cast<int>(s.integer(0)), s.integer(1), s.integer(2), s.text(3)});
}

std::vector<Span> spans_of(Db& db, StepId step) {
    std::vector<Span> all;
    Stmt s(db, "SELECT op,first,last,revision FROM span WHERE step=?1 ORDER BY id");
    s.bind(1, step);
    while (s.step()) all.push_back({static_cast<int>(s.integer(0)), s.integer(1), s.integer(2), s.integer(3)});
    return all;
}

std::vector<Step> Registry::history(std::int64_t limit, std::int64_t before) const {
    std::vector<Step> all;
    Stmt s(engine().db, std::string(k_step_columns) + (before > 0 ? "WHERE id<?2 " : "") + "ORDER BY id DESC LIMIT ?1");
    s.bind(1, limit);
    if (before > 0) s.bind(2, before);
    while (s.step()) all.push_back(read_step(s).step);
    return all;
}

std::optional<Step> Registry::undoable() const {
    const auto row = load_step(engine().db, newest_in_force(engine().db));
    return row ? std::optional<Step>(row->step) : std::nullopt;
}

std::optional<Step> Registry::redoable() const {
    const auto row = load_step(engine().db, oldest_undone(engine().db));
    return row ? std::optional<Step>(row->step) : std::nullopt;
}

std::vector<RowChange> Registry::history_of(BuyerId id) const {
    Db& db = engine().db;
    std::vector<RowChange> out;
    std::optional<Paths> paths;
    StepId revision = revision_of(db, id);
    for (auto step = load_step(db, revision); step; step = load_step(db, revision)) {
        RowChange change;
        const std::optional<StepId> before = change_of(db, *step, id, change);
        if (!before) break; // of a program that kept no record
        revision = *before < step->step.id ? *before : 0;
        if (step->state != k_in_force) continue;
        change.buyer = id;
        change.step = std::move(step->step);
        for (FieldChange& f : change.fields) {
            if (f.field == "place") {
                f.before = place_word(f.before);
                f.after = place_word(f.after);
            } else if (f.field == "category") {
                if (!paths) paths.emplace(db);
                f.before = (*paths)(to_integer(f.before));
                f.after = (*paths)(to_integer(f.after));
            }
        }
        out.push_back(std::move(change));
    }
    return out;
}

} // namespace goufang::store
