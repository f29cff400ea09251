#include "core/store/schema.h"

#include "core/model/buyer.h"
#include "core/store/registry.h"
#include "core/text/errors.h"

#include <array>
#include <string>

namespace goufang::store {

namespace {

/// FreshBuyers::make_indices writes the same entries.
constexpr std::array<std::string_view, 4> k_buyer_indices{
    // code lookups, the list by code, and the guarantee that live codes differ
    "CREATE UNIQUE INDEX IF NOT EXISTS buyer_code ON buyer(code) WHERE place=0",
    // the list of a category by code, the next code, counts without touching the rows
    "CREATE INDEX IF NOT EXISTS buyer_category ON buyer(category,code) WHERE place=0",
    "CREATE INDEX IF NOT EXISTS buyer_tax ON buyer(tax_hash) WHERE tax_hash IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS buyer_name ON buyer(name_hash) WHERE name_hash IS NOT NULL"};
constexpr std::array<std::string_view, 4> k_buyer_index_names{"buyer_code", "buyer_category", "buyer_tax",
                                                              "buyer_name"};
/// Never dropped: inserts do not touch it.
constexpr std::string_view k_bin_index = "CREATE INDEX buyer_bin ON buyer(category) WHERE place=2";

/// Columns as of version 1. A field added to fields.def later comes with a migration of its own.
constexpr std::string_view k_version_1 = R"(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE category(
  id INTEGER PRIMARY KEY, parent INTEGER REFERENCES category(id), code TEXT, name TEXT NOT NULL,
  ord INTEGER NOT NULL DEFAULT 0, revision INTEGER NOT NULL, place INTEGER NOT NULL DEFAULT 0);
CREATE UNIQUE INDEX category_name ON category(ifnull(parent,0),name) WHERE place=0;
CREATE UNIQUE INDEX category_code ON category(code) WHERE place=0;
CREATE TABLE buyer(
  id INTEGER PRIMARY KEY, category INTEGER REFERENCES category(id), revision INTEGER NOT NULL,
  place INTEGER NOT NULL DEFAULT 0, name_hash INTEGER, tax_hash INTEGER,
  code TEXT, name TEXT, mnemonic TEXT, tax_id TEXT, kind INTEGER NOT NULL DEFAULT 0, address TEXT, phone TEXT,
  bank TEXT, account TEXT, email TEXT, mobile TEXT, remark TEXT, id_check INTEGER NOT NULL DEFAULT 0,
  status INTEGER NOT NULL DEFAULT 0, source TEXT, verified_on TEXT, more_addresses TEXT, more_accounts TEXT,
  former_names TEXT, tags TEXT, custom TEXT);
CREATE TABLE step(
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, kind TEXT NOT NULL, args TEXT NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0, undone_at TEXT, undone_by INTEGER, target INTEGER,
  buyers INTEGER NOT NULL, categories INTEGER NOT NULL, first_change INTEGER NOT NULL, last_change INTEGER NOT NULL);
CREATE INDEX step_undone ON step(undone) WHERE undone<>0;
CREATE TABLE change(
  id INTEGER PRIMARY KEY, step INTEGER NOT NULL, what INTEGER NOT NULL, op INTEGER NOT NULL, row INTEGER NOT NULL,
  revision INTEGER NOT NULL, data TEXT);
CREATE INDEX change_row ON change(row,what);
CREATE TABLE span(
  id INTEGER PRIMARY KEY, step INTEGER NOT NULL, op INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  revision INTEGER NOT NULL);
CREATE INDEX span_step ON span(step);
CREATE INDEX span_first ON span(first,last);
CREATE TABLE import_digest(sha256 TEXT NOT NULL, step INTEGER NOT NULL, PRIMARY KEY(sha256,step)) WITHOUT ROWID;
)";

constexpr std::string_view k_version_2 = R"(
CREATE TABLE pick(buyer INTEGER PRIMARY KEY, weight REAL NOT NULL, day INTEGER NOT NULL);
)";

/// Each record says which step changed the row before: the journal of a row is followed by that, and a save writes a
/// page less.
constexpr std::string_view k_version_3 = R"(
DROP INDEX change_row;
)";

/// By step first, so that the rows of a dead step are found; a number may stand there for a step that was undone and
/// again for one that is in force. `cents` is NULL when the amount is not known.
constexpr std::string_view k_version_4 = R"(
CREATE TABLE invoice(step INTEGER NOT NULL, number TEXT NOT NULL, buyer INTEGER NOT NULL, day TEXT, cents INTEGER,
  source TEXT NOT NULL, PRIMARY KEY(step,number)) WITHOUT ROWID;
CREATE INDEX invoice_number ON invoice(number);
CREATE INDEX invoice_buyer ON invoice(buyer);
)";

/// Migration n brings a file from version n to n + 1. Append only; never edit one that was shipped.
constexpr std::array<std::string_view, 4> k_migrations{k_version_1, k_version_2, k_version_3, k_version_4};
static_assert(k_migrations.size() == k_schema_version);
static_assert(model::k_field_count == 21, "a field was added: add its column by a migration");

} // namespace

void migrate(Db& db, int from, int to, void (*before_each)(Db&, int)) {
    for (int version = from; version < to; ++version) {
        if (before_each) before_each(db, version);
        db.run("BEGIN IMMEDIATE");
        try {
            if (db.integer("PRAGMA user_version") == version) { // else another process was faster
                db.run(std::string(k_migrations[static_cast<std::size_t>(version)]));
                if (version == 0) {
                    make_buyer_indices(db);
                    db.run(std::string(k_bin_index));
                    db.run("PRAGMA application_id=" + std::to_string(k_application_id));
                }
                db.run("PRAGMA user_version=" + std::to_string(version + 1));
            }
            db.run("COMMIT");
        } catch (...) {
            db.rollback();
            throw;
        }
    }
}

void drop_buyer_indices(Db& db) {
    db.forget_statements();
    for (const std::string_view name : k_buyer_index_names) db.run("DROP INDEX IF EXISTS " + std::string(name));
}

void make_buyer_indices(Db& db) {
    for (const std::string_view sql : k_buyer_indices) db.run(std::string(sql));
}

} // namespace goufang::store
