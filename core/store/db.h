#pragma once
// A thin RAII layer over SQLite: one connection with a statement cache. Every SQLite error becomes an Error:
//   BUSY, LOCKED -> registry_busy; CORRUPT, NOTADB, read errors -> registry_damaged; FULL, write errors, READONLY,
//   CANTOPEN -> registry_write; INTERRUPT -> cancelled; anything else -> internal.
// A UNIQUE conflict is thrown as UniqueConflict, because only the caller knows what clashed.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace goufang::store {

struct UniqueConflict {};

class Db;

/// One use of a prepared statement; goes back to the connection's cache when destroyed. Parameters count from 1,
/// columns from 0. Bound text is not copied: it must live until the statement has run.
class Stmt {
  public:
    Stmt(Db& db, std::string_view sql);
    ~Stmt();
    Stmt(const Stmt&) = delete;
    Stmt& operator=(const Stmt&) = delete;

    Stmt& bind(int at, std::int64_t v);
    Stmt& bind(int at, double v);
    Stmt& bind(int at, std::string_view v);
    Stmt& bind_null(int at);
    Stmt& bind_column(int at, const Stmt& row, int column); ///< a value of another statement's row; copied
    Stmt& bind_text_or_null(int at, std::string_view v) { return v.empty() ? bind_null(at) : bind(at, v); }
    Stmt& bind_id_or_null(int at, std::int64_t id) { return id == 0 ? bind_null(at) : bind(at, id); }

    bool step(); ///< true when there is a row
    void run();  ///< to the end, then ready to be bound and run again
    void reset();

    int columns() const;
    bool null(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string_view text(int column) const; ///< valid until the next step; empty for NULL

  private:
    Db& m_db;
    std::vector<sqlite3_stmt*>& m_idle; ///< where it goes back to
    sqlite3_stmt* m_stmt = nullptr;
};

class Db {
  public:
    /// `still`: to read a file in a folder that cannot be written and that nobody has open: no locks, no WAL index.
    enum class Mode : std::uint8_t { read, still, write, create };
    Db() = default;
    /// Opens with hostile-file settings: defensive, no triggers, no views, no double-quoted strings, no schema trust,
    /// foreign keys on. `path` is UTF-8.
    Db(std::string path, Mode mode, int busy_ms);
    ~Db();
    Db(Db&& other) noexcept;
    Db& operator=(Db&& other) noexcept;

    void run(const std::string& sql);           ///< statements without results
    bool try_run(const std::string& sql);       ///< the same; false instead of an Error
    std::int64_t integer(std::string_view sql); ///< first column of the first row; 0 without a row or for NULL
    std::string text(std::string_view sql);
    void busy_timeout(int ms);
    bool in_transaction() const;
    /// Throws Error registry_write when the transaction surely is not in the file, now and after the next opening, and
    /// registry_unsure when that cannot be told: the write went through, the flush did not.
    void commit();
    /// Takes over all of `from` in one transaction. Throws as commit() does.
    void become_copy_of(Db& from);
    std::string image();      ///< all pages as this connection sees them
    void rollback() noexcept; ///< quiet; nothing when no transaction is open
    std::int64_t changes() const;
    void forget_statements(); ///< empties the cache
    void close();
    sqlite3* handle() const { return m_db; }
    const std::string& path() const { return m_path; }
    [[noreturn]] void fail(int rc) const;
    /// SQL function name(integer) -> integer, for ORDER BY. `values` must outlive its use.
    void define_lookup(const char* name, const std::map<std::int64_t, std::int64_t>* values);

  private:
    friend class Stmt;
    bool overwrite_log() noexcept;
    sqlite3* m_db = nullptr;
    std::string m_path;
    std::vector<sqlite3_stmt*>& idle(std::string_view sql);
    std::map<std::string, std::vector<sqlite3_stmt*>, std::less<>> m_idle; ///< entries stay while it is open
};

/// Copies a whole database by SQLite's online backup. `to` is overwritten.
void copy_database(Db& from, Db& to);
/// Replaces the rows of all tables but `except`; both have the same tables.
void copy_other_tables(Db& from, Db& to, std::string_view except);

} // namespace goufang::store
