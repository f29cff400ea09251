#include "core/store/rows.h"

#include "core/store/schema.h"
#include "core/text/errors.h"
#include "core/text/fold.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <nlohmann/json.hpp>

namespace goufang::store {

using model::Field;
using model::FieldInfo;
using model::k_fields;

namespace {

constexpr int k_first_field = 4; // column of the first field in buyer_columns()

[[noreturn]] void damaged(std::string_view what) {
    throw Error(Code::registry_damaged, {std::string(), std::string(what)});
}

void read_value(const Stmt& s, int at, Buyer&, std::string& v, Field) { v = s.text(at); }
void read_value(const Stmt& s, int at, Buyer&, bool& v, Field) { v = s.integer(at) != 0; }
void read_value(const Stmt& s, int at, Buyer&, model::Kind& v, Field) {
    const std::int64_t n = s.integer(at);
    if (n < 0 || n > static_cast<int>(model::Kind::overseas)) damaged("kind");
    v = static_cast<model::Kind>(n);
}
void read_value(const Stmt& s, int at, Buyer&, model::Status& v, Field) {
    const std::int64_t n = s.integer(at);
    if (n < 0 || n > static_cast<int>(model::Status::inactive)) damaged("status");
    v = static_cast<model::Status>(n);
}
template <class T> void read_value(const Stmt& s, int at, Buyer& b, std::vector<T>& v, Field f) {
    v.clear();
    const std::string_view text = s.text(at);
    if (!text.empty() && !model::set_text(b, f, text)) damaged(model::info(f).key);
}

/// Binds one field; `keep` holds text that is made for the occasion.
void bind_field(Stmt& s, int at, const Buyer& b, Field f, std::string& keep) {
    switch (model::info(f).shape) {
    case model::Shape::kind:
        s.bind(at, static_cast<std::int64_t>(b.kind));
        return;
    case model::Shape::status:
        s.bind(at, static_cast<std::int64_t>(b.status));
        return;
    case model::Shape::flag:
        s.bind(at, static_cast<std::int64_t>(model::to_text(b, f) == "true"));
        return;
    default:
        break;
    }
    if (const std::string* text = model::text_member(b, f)) {
        s.bind_text_or_null(at, *text);
    } else if (model::is_blank(b, f)) {
        s.bind_null(at);
    } else {
        keep = model::to_text(b, f);
        s.bind_text_or_null(at, keep);
    }
}

template <class Row> void bind_value(Row& s, int at, const Buyer&, const std::string& v, Field, std::string&) {
    s.bind_text_or_null(at, v);
}
template <class Row> void bind_value(Row& s, int at, const Buyer&, bool v, Field, std::string&) {
    s.bind(at, std::int64_t{v});
}
template <class Row> void bind_value(Row& s, int at, const Buyer&, model::Kind v, Field, std::string&) {
    s.bind(at, static_cast<std::int64_t>(v));
}
template <class Row> void bind_value(Row& s, int at, const Buyer&, model::Status v, Field, std::string&) {
    s.bind(at, static_cast<std::int64_t>(v));
}
template <class Row, class T>
void bind_value(Row& s, int at, const Buyer& b, const std::vector<T>& v, Field f, std::string& keep) {
    if (v.empty()) {
        s.bind_null(at);
        return;
    }
    keep = model::to_text(b, f);
    s.bind_text_or_null(at, keep);
}

template <class Row> void bind_hash(Row& s, int at, std::uint64_t hash) {
    if (hash == 0)
        s.bind_null(at);
    else
        s.bind(at, std::bit_cast<std::int64_t>(hash));
}

std::uint64_t name_hash(const std::string& name) { return name.empty() ? 0 : text::key_hash(text::name_key(name)); }
std::uint64_t tax_hash(const std::string& id) { return id.empty() ? 0 : text::key_hash(text::tax_id_key(id)); }

std::string insert_sql() {
    std::string marks = "?1";
    const auto columns = std::count(stored_columns().begin(), stored_columns().end(), ',') + 1;
    for (std::ptrdiff_t at = 2; at <= columns; ++at) marks.append(",?").append(std::to_string(at));
    return "INSERT INTO buyer(" + stored_columns() + ") VALUES(" + marks + ")";
}

std::optional<std::size_t> find(const Diff& diff, std::string_view field) {
    for (std::size_t i = 0; i < diff.size(); ++i)
        if (diff[i].field == field) return i;
    return std::nullopt;
}

void add(Diff& diff, std::string_view field, std::string before, std::string after) {
    if (before != after) diff.push_back({std::string(field), std::move(before), std::move(after)});
}

} // namespace

const std::string& buyer_columns() {
    static const std::string columns = [] {
        std::string all = "id,category,revision,place";
        for (const FieldInfo& f : k_fields) all.append(",").append(f.key);
        return all;
    }();
    return columns;
}

const std::string& stored_columns() {
    static const std::string columns = [] {
        std::string all = "id,category,revision,place,name_hash,tax_hash";
        for (const FieldInfo& f : k_fields) all.append(",").append(f.key);
        return all;
    }();
    return columns;
}

int read_buyer(const Stmt& s, Buyer& b) {
    b.id = s.integer(0);
    b.category = s.integer(1);
    b.revision = s.integer(2);
    int at = k_first_field;
#define GOUFANG_FIELD(member, type, shape, headings) read_value(s, at++, b, b.member, Field::member);
#include "core/model/fields.def"
#undef GOUFANG_FIELD
    return static_cast<int>(s.integer(3));
}

std::optional<BuyerRow> load_buyer(Db& db, BuyerId id) {
    static const std::string sql = "SELECT " + buyer_columns() + " FROM buyer WHERE id=?1 AND place&1=0";
    Stmt s(db, sql);
    s.bind(1, id);
    if (!s.step()) return std::nullopt;
    std::optional<BuyerRow> row(std::in_place);
    row->place = read_buyer(s, row->buyer);
    return row;
}

MatchKeys match_keys(const Buyer& b) { return {name_hash(b.name), tax_hash(b.tax_id)}; }

template <class Row> void BuyerValues::bind_rest(Row& row, const Buyer& b, const MatchKeys& keys, StepId revision) {
    row.bind_id_or_null(2, b.category).bind(3, revision).bind(4, std::int64_t{k_live});
    bind_hash(row, 5, keys.name);
    bind_hash(row, 6, keys.tax_id);
    int at = 7;
#define GOUFANG_FIELD(member, type, shape, headings)                                                                   \
    bind_value(row, at++, b, b.member, Field::member, m_lists[static_cast<std::size_t>(Field::member)]);
#include "core/model/fields.def"
#undef GOUFANG_FIELD
}

void BuyerValues::bind_to(Stmt& row, const Buyer& b, const MatchKeys& keys, BuyerId id, StepId revision) {
    row.bind(1, id);
    bind_rest(row, b, keys, revision);
}

void BuyerValues::bind_to(Record& row, const Buyer& b, const MatchKeys& keys, StepId revision) {
    row.clear();
    row.bind_null(1);
    bind_rest(row, b, keys, revision);
}

BuyerInsert::BuyerInsert(Db& db)
    : m_stmt(db, [] {
          static const std::string sql = insert_sql();
          return std::string_view(sql);
      }()) {}

void BuyerInsert::run(const Buyer& b, const MatchKeys& keys, BuyerId id, StepId revision) {
    m_values.bind_to(m_stmt, b, keys, id, revision);
    m_stmt.run();
}

std::string diff_to_json(const Diff& diff) {
    nlohmann::json all = nlohmann::json::object();
    for (const FieldChange& c : diff) all[c.field] = {c.before, c.after};
    return all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Diff diff_from_json(std::string_view json) {
    const nlohmann::json all = nlohmann::json::parse(json, nullptr, false);
    if (!all.is_object()) damaged("change");
    Diff diff;
    for (const auto& [key, value] : all.items()) {
        if (!value.is_array() || value.size() != 2 || !value[0].is_string() || !value[1].is_string()) damaged("change");
        diff.push_back({key, value[0].get<std::string>(), value[1].get<std::string>()});
    }
    return diff;
}

Diff buyer_diff(const BuyerRow& before, const BuyerRow& after) {
    Diff diff;
    add(diff, "place", std::to_string(before.place), std::to_string(after.place));
    add(diff, "category", std::to_string(before.buyer.category), std::to_string(after.buyer.category));
    for (const Field f : model::differing(before.buyer, after.buyer))
        add(diff, model::info(f).key, model::to_text(before.buyer, f), model::to_text(after.buyer, f));
    return diff;
}

Diff category_diff(const Category& before, const Category& after) {
    Diff diff;
    add(diff, "parent", std::to_string(before.parent), std::to_string(after.parent));
    add(diff, "code", before.code, after.code);
    add(diff, "name", before.name, after.name);
    add(diff, "order", std::to_string(before.order), std::to_string(after.order));
    return diff;
}

int diff_op(const Diff& diff) {
    return k_op_update | (find(diff, "code") ? k_op_code : 0) | (find(diff, "place") ? k_op_place : 0);
}

Diff joined(Diff first, const Diff& then) {
    for (const FieldChange& c : then) {
        if (const auto at = find(first, c.field))
            first[*at].after = c.after;
        else
            first.push_back(c);
    }
    std::erase_if(first, [](const FieldChange& c) { return c.before == c.after; });
    return first;
}

void put_buyer(Db& db, BuyerId id, const Diff& diff, bool after, StepId revision) {
    Buyer b;
    std::string sql = "UPDATE buyer SET revision=?2";
    struct Value {
        const FieldChange* change;
        std::optional<Field> field;
    };
    std::vector<Value> values;
    int at = 3;
    for (const FieldChange& c : diff) {
        const std::string& v = after ? c.after : c.before;
        const auto f = model::field_by_key(c.field);
        if (!f && c.field != "category" && c.field != "place") damaged("change of " + c.field);
        if (f && !model::set_text(b, *f, v)) damaged("change of " + c.field);
        values.push_back({&c, f});
        sql.append(",").append(c.field).append("=?").append(std::to_string(at++));
        if (f == Field::name) sql.append(",name_hash=?").append(std::to_string(at++));
        if (f == Field::tax_id) sql.append(",tax_hash=?").append(std::to_string(at++));
    }
    sql += " WHERE id=?1";
    std::vector<std::string> keep(values.size());
    Stmt s(db, sql);
    s.bind(1, id).bind(2, revision);
    at = 3;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto& [change, field] = values[i];
        const std::int64_t number = to_integer(after ? change->after : change->before);
        if (!field && change->field == "category")
            s.bind_id_or_null(at++, number);
        else if (!field)
            s.bind(at++, number);
        else
            bind_field(s, at++, b, *field, keep[i]);
        if (field == Field::name) bind_hash(s, at++, name_hash(b.name));
        if (field == Field::tax_id) bind_hash(s, at++, tax_hash(b.tax_id));
    }
    s.run();
}

void put_category(Db& db, CategoryId id, const Diff& diff, bool after, StepId revision) {
    std::string sql = "UPDATE category SET revision=?2";
    int at = 3;
    for (const FieldChange& c : diff) {
        if (c.field != "parent" && c.field != "code" && c.field != "name" && c.field != "order" && c.field != "place")
            damaged("change of " + c.field);
        sql.append(",").append(c.field == "order" ? "ord" : c.field).append("=?").append(std::to_string(at++));
    }
    sql += " WHERE id=?1";
    Stmt s(db, sql);
    s.bind(1, id).bind(2, revision);
    at = 3;
    for (const FieldChange& c : diff) {
        const std::string& v = after ? c.after : c.before;
        if (c.field == "parent")
            s.bind_id_or_null(at++, to_integer(v));
        else if (c.field == "code")
            s.bind_text_or_null(at++, v);
        else if (c.field == "name")
            s.bind(at++, v);
        else
            s.bind(at++, to_integer(v));
    }
    s.run();
}

std::string strings_to_json(const std::vector<std::string>& strings) {
    return nlohmann::json(strings).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<std::string> strings_from_json(std::string_view json) {
    std::vector<std::string> out;
    const nlohmann::json all = nlohmann::json::parse(json, nullptr, false);
    if (!all.is_array()) return out;
    for (const auto& v : all) out.push_back(v.is_string() ? v.get<std::string>() : std::string());
    return out;
}

std::int64_t to_integer(std::string_view text) {
    std::int64_t v = 0;
    std::from_chars(text.data(), text.data() + text.size(), v);
    return v;
}

} // namespace goufang::store
