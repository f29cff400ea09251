#include "core/store/engine.h"
#include "core/store/registry.h"
#include "core/store/rows.h"
#include "core/store/schema.h"
#include "core/text/errors.h"
#include "core/text/fold.h"

#include <bit>

namespace goufang::store {

namespace {

/// `place` stands in the SQL as a number, so that the partial indices serve.
std::string where(const Query& q) {
    std::string sql = q.place == Place::live ? " WHERE place=0" : " WHERE place=2";
    if (q.category) {
        if (*q.category == 0)
            sql += " AND category IS NULL";
        else if (q.exact)
            sql += " AND category=?1";
        else // in the same statement, so that tree and rows are of one snapshot
            sql += " AND category IN (WITH RECURSIVE branch(id) AS (VALUES(?1) UNION SELECT c.id FROM category c "
                   "JOIN branch b ON c.parent=b.id WHERE c.place=0) SELECT id FROM branch)";
    }
    if (q.status) sql += " AND status=?2";
    if (q.changed_since) sql += " AND revision>?3";
    return sql;
}

void bind(Stmt& s, const Query& q) {
    if (q.category && *q.category != 0) s.bind(1, *q.category);
    if (q.status) s.bind(2, static_cast<std::int64_t>(*q.status));
    if (q.changed_since) s.bind(3, *q.changed_since);
}

std::string order(const Query& q) {
    const std::string way = q.descending ? " DESC" : "";
    switch (q.sort) {
    case SortKey::id:
        return " ORDER BY id" + way;
    case SortKey::code:
        return " ORDER BY code" + way + ",id" + way;
    case SortKey::name:
        return " ORDER BY name" + way + ",id" + way;
    case SortKey::tax_id:
        return " ORDER BY tax_id" + way + ",id" + way;
    case SortKey::category:
        return " ORDER BY category_order(category)" + way + ",code" + way + ",id" + way;
    }
    return {};
}

/// Removes what the bin cannot show: a category that has vanished since.
void settle(Engine& e, Buyer& b, int place) {
    if (place == k_bin && b.category != 0 && !e.tree().find(b.category)) b.category = 0;
}

/// Steps through the rows of the query until `take` says false.
template <class Take> void each_row(Engine& e, const Query& q, const Take& take) {
    std::map<std::int64_t, std::int64_t> places;
    if (q.sort == SortKey::category) {
        std::int64_t n = 0;
        for (const CategoryId id : e.tree().all()) places[id] = n++;
        places[0] = n; // uncategorised last
        e.db.define_lookup("category_order", &places);
    }
    if (q.place == Place::recycled) e.tree();
    std::string sql = "SELECT " + buyer_columns() + " FROM buyer" + where(q) + order(q);
    if (q.limit >= 0) sql += " LIMIT " + std::to_string(q.limit);
    Stmt s(e.db, sql);
    bind(s, q);
    while (s.step())
        if (!take(s)) break;
}

template <class Fits>
std::vector<Buyer> matching(Engine& e, const char* condition, std::int64_t hash, const Fits& fits) {
    e.need_indices();
    std::vector<Buyer> found;
    Stmt s(e.db, "SELECT " + buyer_columns() + " FROM buyer WHERE place=0 AND " + condition + " ORDER BY id");
    s.bind(1, hash);
    Buyer b;
    while (s.step()) {
        read_buyer(s, b);
        if (fits(b)) found.push_back(b); // equal hashes need not be equal keys
    }
    return found;
}

} // namespace

std::optional<Buyer> Registry::buyer(BuyerId id) const {
    auto row = load_buyer(engine().db, id);
    if (!row) return std::nullopt;
    settle(engine(), row->buyer, row->place);
    return std::move(row->buyer);
}

std::optional<Buyer> Registry::by_code(std::string_view code) const {
    if (code.empty()) return std::nullopt;
    engine().need_indices();
    static const std::string sql = "SELECT " + buyer_columns() + " FROM buyer WHERE place=0 AND code=?1";
    Stmt s(engine().db, sql);
    s.bind(1, code);
    if (!s.step()) return std::nullopt;
    std::optional<Buyer> b(std::in_place);
    read_buyer(s, *b);
    return b;
}

std::vector<Buyer> Registry::by_tax_id(std::string_view tax_id) const {
    const std::string key = text::tax_id_key(tax_id);
    if (key.empty()) return {};
    return matching(engine(), "tax_hash=?1", std::bit_cast<std::int64_t>(text::key_hash(key)),
                    [&](const Buyer& b) { return text::tax_id_key(b.tax_id) == key; });
}

std::vector<Buyer> Registry::by_name(std::string_view name) const {
    const std::string key = text::name_key(name);
    if (key.empty()) return {};
    return matching(engine(), "name_hash=?1", std::bit_cast<std::int64_t>(text::key_hash(key)),
                    [&](const Buyer& b) { return text::name_key(b.name) == key; });
}

void Registry::each(const Query& q, const std::function<bool(const Buyer&)>& fn) const {
    Buyer b;
    each_row(engine(), q, [&](const Stmt& s) {
        settle(engine(), b, read_buyer(s, b));
        return fn(b);
    });
}

void Registry::each_into(const Query& q, const std::function<Buyer*()>& place) const {
    each_row(engine(), q, [&](const Stmt& s) {
        Buyer* const b = place();
        if (b != nullptr) settle(engine(), *b, read_buyer(s, *b));
        return b != nullptr;
    });
}

void Registry::each_id(const Query& q, const std::function<bool(BuyerId)>& fn) const {
    if (q.sort == SortKey::category) { // needs the tree's order at hand
        each(q, [&](const Buyer& b) { return fn(b.id); });
        return;
    }
    std::string sql = "SELECT id FROM buyer" + where(q) + order(q);
    if (q.limit >= 0) sql += " LIMIT " + std::to_string(q.limit);
    Stmt s(engine().db, sql);
    bind(s, q);
    while (s.step())
        if (!fn(s.integer(0))) break;
}

void Registry::each_code(const Query& q, const std::function<void(CategoryId, std::string_view)>& fn) const {
    if (q.limit >= 0 || q.place != Place::live) { // which rows depends on the order, and the category on the tree
        each(q, [&](const Buyer& b) {
            fn(b.category, b.code);
            return true;
        });
        return;
    }
    Stmt s(engine().db, "SELECT category,code FROM buyer" + where(q));
    bind(s, q);
    while (s.step()) fn(s.integer(0), s.text(1));
}

std::int64_t Registry::count(const Query& q) const {
    Stmt s(engine().db, "SELECT count(*) FROM buyer" + where(q));
    bind(s, q);
    s.step();
    return q.limit >= 0 && s.integer(0) > q.limit ? q.limit : s.integer(0);
}

std::unordered_map<CategoryId, std::int64_t> Registry::counts_by_category() const {
    std::unordered_map<CategoryId, std::int64_t> counts;
    Stmt s(engine().db, "SELECT category,count(*) FROM buyer WHERE place=0 GROUP BY category");
    while (s.step()) counts[s.integer(0)] = s.integer(1);
    return counts;
}

void Registry::release_memory() const { engine().db.try_run("PRAGMA shrink_memory"); }

void Registry::each_key(const std::function<void(const Keys&)>& fn) const {
    // in row order: by a partial index every row would be looked up on its own
    Stmt s(engine().db, "SELECT id,category,code,name_hash,tax_hash FROM buyer NOT INDEXED WHERE place=0");
    while (s.step()) {
        const std::string_view code = s.text(2);
        fn({s.integer(0), code.empty() ? 0 : text::key_hash(code), std::bit_cast<std::uint64_t>(s.integer(4)),
            std::bit_cast<std::uint64_t>(s.integer(3)), s.integer(1), code});
    }
}

} // namespace goufang::store
