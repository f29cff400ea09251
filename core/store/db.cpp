#include "core/store/db.h"

#include "core/text/errors.h"

#include <exception>
#include <memory>
#include <new>
#include <sqlite3.h>
#include <utility>

namespace goufang::store {

namespace {

constexpr std::size_t k_idle_per_sql = 4;
constexpr int k_longest_value = 64 << 20; // bytes; a hostile file cannot make us allocate more for one value

void set_up(sqlite3* db, int busy_ms) {
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, busy_ms);
    for (const int on : {SQLITE_DBCONFIG_DEFENSIVE, SQLITE_DBCONFIG_ENABLE_FKEY}) sqlite3_db_config(db, on, 1, nullptr);
    for (const int off : {SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_TRUSTED_SCHEMA,
                          SQLITE_DBCONFIG_ENABLE_TRIGGER, SQLITE_DBCONFIG_ENABLE_VIEW})
        sqlite3_db_config(db, off, 0, nullptr);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, k_longest_value);
    sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(db, SQLITE_LIMIT_WORKER_THREADS, 0);
}

/// As SQLite's URI of a file that does not change while it is open.
std::string still_uri(std::string_view path) {
    std::string uri = "file:";
    if (path.size() > 1 && path[1] == ':') uri += '/'; // C:/...
    for (const char c : path) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("/._-:").find(c) != std::string_view::npos;
        if (plain) {
            uri += c;
        } else {
            constexpr char hex[] = "0123456789ABCDEF";
            const auto byte = static_cast<unsigned char>(c);
            uri += {'%', hex[byte >> 4], hex[byte & 15]};
        }
    }
    return uri + "?immutable=1";
}

} // namespace

Stmt::Stmt(Db& db, std::string_view sql) : m_db(db), m_idle(db.idle(sql)) {
    if (!m_idle.empty()) {
        m_stmt = m_idle.back();
        m_idle.pop_back();
        return;
    }
    m_idle.reserve(k_idle_per_sql);
    const int rc = sqlite3_prepare_v3(db.m_db, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                      &m_stmt, nullptr);
    if (rc != SQLITE_OK) db.fail(rc);
}

Stmt::~Stmt() {
    if (!m_stmt) return;
    sqlite3_reset(m_stmt);
    sqlite3_clear_bindings(m_stmt);
    if (m_idle.size() < k_idle_per_sql)
        m_idle.push_back(m_stmt); // there is room since the first use
    else
        sqlite3_finalize(m_stmt);
}

Stmt& Stmt::bind(int at, std::int64_t v) {
    sqlite3_bind_int64(m_stmt, at, v);
    return *this;
}

Stmt& Stmt::bind(int at, double v) {
    sqlite3_bind_double(m_stmt, at, v);
    return *this;
}

Stmt& Stmt::bind(int at, std::string_view v) {
    // an empty view may have no address, which SQLite would take for NULL
    const int rc = sqlite3_bind_text64(m_stmt, at, v.empty() ? "" : v.data(), v.size(), SQLITE_STATIC, SQLITE_UTF8);
    if (rc != SQLITE_OK) m_db.fail(rc);
    return *this;
}

Stmt& Stmt::bind_null(int at) {
    sqlite3_bind_null(m_stmt, at);
    return *this;
}

Stmt& Stmt::bind_column(int at, const Stmt& row, int column) {
    const int rc = sqlite3_bind_value(m_stmt, at, sqlite3_column_value(row.m_stmt, column));
    if (rc != SQLITE_OK) m_db.fail(rc);
    return *this;
}

bool Stmt::step() {
    const int rc = sqlite3_step(m_stmt);
    if (rc == SQLITE_ROW) return true;
    if (rc == SQLITE_DONE) return false;
    const int why = sqlite3_extended_errcode(m_db.m_db);
    if (why == SQLITE_CONSTRAINT_UNIQUE || why == SQLITE_CONSTRAINT_PRIMARYKEY) {
        sqlite3_reset(m_stmt);
        throw UniqueConflict{};
    }
    m_db.fail(rc);
}

void Stmt::run() {
    while (step()) {
    }
    sqlite3_reset(m_stmt);
}

void Stmt::reset() { sqlite3_reset(m_stmt); }

int Stmt::columns() const { return sqlite3_column_count(m_stmt); }
bool Stmt::null(int column) const { return sqlite3_column_type(m_stmt, column) == SQLITE_NULL; }
std::int64_t Stmt::integer(int column) const { return sqlite3_column_int64(m_stmt, column); }
double Stmt::real(int column) const { return sqlite3_column_double(m_stmt, column); }

std::string_view Stmt::text(int column) const {
    // The value of a connection that one thread uses at a time may be asked directly: a third of sqlite3_column_text's
    // and sqlite3_column_bytes' work.
    sqlite3_value* const value = sqlite3_column_value(m_stmt, column);
    if (sqlite3_value_type(value) == SQLITE_NULL) return {};
    const auto* at = sqlite3_value_text(value);
    if (!at) return {};
    return {reinterpret_cast<const char*>(at), static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

Db::Db(std::string path, Mode mode, int busy_ms) : m_path(std::move(path)) {
    int flags = SQLITE_OPEN_NOMUTEX;
    if (mode == Mode::read || mode == Mode::still)
        flags |= SQLITE_OPEN_READONLY | (mode == Mode::still ? SQLITE_OPEN_URI : 0);
    else
        flags |= SQLITE_OPEN_READWRITE | (mode == Mode::create ? SQLITE_OPEN_CREATE : 0);
    const std::string name = mode == Mode::still ? still_uri(m_path) : m_path;
    const int rc = sqlite3_open_v2(name.c_str(), &m_db, flags, nullptr);
    try {
        if (!m_db) throw std::bad_alloc();
        if (rc != SQLITE_OK) fail(rc);
        set_up(m_db, busy_ms);
        run("PRAGMA cell_size_check=ON");
    } catch (...) {
        close();
        throw;
    }
}

Db::~Db() { close(); }

Db::Db(Db&& other) noexcept
    : m_db(std::exchange(other.m_db, nullptr)), m_path(std::move(other.m_path)), m_idle(std::move(other.m_idle)) {
    other.m_idle.clear();
}

Db& Db::operator=(Db&& other) noexcept {
    if (this != &other) {
        close();
        m_db = std::exchange(other.m_db, nullptr);
        m_path = std::move(other.m_path);
        m_idle = std::move(other.m_idle);
        other.m_idle.clear();
    }
    return *this;
}

void Db::close() {
    forget_statements();
    if (m_db) sqlite3_close_v2(m_db);
    m_db = nullptr;
}

std::vector<sqlite3_stmt*>& Db::idle(std::string_view sql) {
    const auto found = m_idle.find(sql);
    return found != m_idle.end() ? found->second : m_idle[std::string(sql)];
}

void Db::forget_statements() {
    for (auto& [sql, idle] : m_idle) {
        for (sqlite3_stmt* s : idle) sqlite3_finalize(s);
        idle.clear();
    }
}

void Db::run(const std::string& sql) {
    const int rc = sqlite3_exec(m_db, sql.c_str(), nullptr, nullptr, nullptr);
    if (rc == SQLITE_OK) return;
    if (sqlite3_extended_errcode(m_db) == SQLITE_CONSTRAINT_UNIQUE) throw UniqueConflict{};
    fail(rc);
}

bool Db::try_run(const std::string& sql) {
    return sqlite3_exec(m_db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
}

std::int64_t Db::integer(std::string_view sql) {
    Stmt s(*this, sql);
    return s.step() ? s.integer(0) : 0;
}

std::string Db::text(std::string_view sql) {
    Stmt s(*this, sql);
    return s.step() ? std::string(s.text(0)) : std::string();
}

void Db::busy_timeout(int ms) { sqlite3_busy_timeout(m_db, ms); }
bool Db::in_transaction() const { return m_db && sqlite3_get_autocommit(m_db) == 0; }

void Db::commit() {
    try {
        Stmt(*this, "COMMIT").run();
    } catch (const Error& e) {
        const bool flush = sqlite3_extended_errcode(m_db) == SQLITE_IOERR_FSYNC;
        rollback();
        if (flush && !overwrite_log()) throw Error(Code::registry_unsure, {m_path, e.args().back()});
        throw;
    }
}

void Db::become_copy_of(Db& from) {
    try {
        copy_database(from, *this);
    } catch (const Error& e) {
        if (sqlite3_extended_errcode(m_db) == SQLITE_IOERR_FSYNC)
            throw Error(Code::registry_unsure, {m_path, e.args().back()});
        throw;
    }
}

std::string Db::image() {
    sqlite3_int64 size = 0;
    unsigned char* const bytes = sqlite3_serialize(m_db, "main", &size, 0);
    if (!bytes) throw std::bad_alloc();
    const std::unique_ptr<unsigned char, void (*)(void*)> owner(bytes, sqlite3_free);
    return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

/// A commit whose flush failed stands whole in the WAL: this connection does not count it, but the next that reads the
/// WAL from its beginning would. A transaction written over its first pages breaks the chain of their check sums.
/// False when that fails too, and without a WAL, where the file itself may hold the commit.
bool Db::overwrite_log() noexcept {
    try {
        if (text("PRAGMA journal_mode") != "wal") return false;
        return try_run("PRAGMA user_version=" + text("PRAGMA user_version"));
    } catch (const std::exception&) {
        return false;
    }
}

void Db::rollback() noexcept {
    if (in_transaction()) sqlite3_exec(m_db, "ROLLBACK", nullptr, nullptr, nullptr);
}

std::int64_t Db::changes() const { return sqlite3_changes64(m_db); }

void Db::fail(int rc) const {
    const int extended = m_db ? sqlite3_extended_errcode(m_db) : rc;
    const int code = extended & 0xff;
    const std::string detail = m_db ? sqlite3_errmsg(m_db) : sqlite3_errstr(rc);
    switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        throw Error(Code::registry_busy, {m_path});
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        throw Error(Code::registry_damaged, {m_path, detail});
    case SQLITE_IOERR:
        if (extended == SQLITE_IOERR_READ || extended == SQLITE_IOERR_SHORT_READ)
            throw Error(Code::registry_damaged, {m_path, detail});
        throw Error(Code::registry_write, {m_path, detail});
    case SQLITE_FULL:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        throw Error(Code::registry_write, {m_path, detail});
    case SQLITE_NOMEM:
        throw std::bad_alloc();
    case SQLITE_INTERRUPT:
        throw Error(Code::cancelled);
    default:
        throw Error(Code::internal, {"sqlite " + std::to_string(extended) + ": " + detail});
    }
}

void Db::define_lookup(const char* name, const std::map<std::int64_t, std::int64_t>* values) {
    const auto look_up = [](sqlite3_context* context, int, sqlite3_value** arg) {
        const auto* map = static_cast<const std::map<std::int64_t, std::int64_t>*>(sqlite3_user_data(context));
        const auto found = map->find(sqlite3_value_int64(arg[0]));
        sqlite3_result_int64(context, found == map->end() ? -1 : found->second);
    };
    const int rc = sqlite3_create_function_v2(m_db, name, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
                                              const_cast<std::map<std::int64_t, std::int64_t>*>(values), look_up,
                                              nullptr, nullptr, nullptr);
    if (rc != SQLITE_OK) fail(rc);
}

void copy_database(Db& from, Db& to) {
    sqlite3_backup* copy = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
    if (!copy) to.fail(sqlite3_errcode(to.handle()));
    int rc = SQLITE_OK;
    int waits = 0;
    do {
        rc = sqlite3_backup_step(copy, -1);
        if (rc == SQLITE_BUSY || rc == SQLITE_LOCKED) sqlite3_sleep(20);
    } while ((rc == SQLITE_BUSY || rc == SQLITE_LOCKED) && ++waits < 150);
    const int finished = sqlite3_backup_finish(copy);
    if (rc != SQLITE_DONE) {
        if (rc == SQLITE_CORRUPT || rc == SQLITE_NOTADB) throw Error(Code::registry_damaged, {from.path(), ""});
        to.fail(finished == SQLITE_OK ? rc : finished);
    }
}

void copy_other_tables(Db& from, Db& to, std::string_view except) {
    std::vector<std::string> tables;
    for (Stmt s(from, "SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite%'"); s.step();)
        if (s.text(0) != except) tables.emplace_back(s.text(0));
    for (const std::string& table : tables) {
        to.run("DELETE FROM " + table);
        Stmt rows(from, "SELECT * FROM " + table);
        std::string marks = "?1";
        for (int n = 2; n <= rows.columns(); ++n) marks += ",?" + std::to_string(n);
        Stmt put(to, "INSERT INTO " + table + " VALUES(" + marks + ")");
        while (rows.step()) {
            for (int i = 0; i < rows.columns(); ++i) put.bind_column(i + 1, rows, i);
            put.run();
        }
    }
}

} // namespace goufang::store
