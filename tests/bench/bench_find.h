#pragma once
// What the two files of `goufang-bench find` share.

#include "tests/bench/bench.h"

#include <cstddef>
#include <sqlite3.h>
#include <stdexcept>
#include <string>

namespace goufang::bench {

std::size_t find_buyers();        ///< how many: GOUFANG_BENCH_BUYERS, 1,000,000
std::string find_registry_path(); ///< the registry of so many buyers, made by bench_find_load
double process_seconds();         ///< CPU time of all threads
void bench_find_load(Report& report, std::size_t buyers);

class Sql {
  public:
    explicit Sql(const std::string& path) {
        if (sqlite3_open(path.c_str(), &m_db) != SQLITE_OK) throw std::runtime_error("sqlite");
    }
    ~Sql() { sqlite3_close(m_db); }
    Sql(const Sql&) = delete;
    Sql& operator=(const Sql&) = delete;
    void run(const char* sql) {
        if (sqlite3_exec(m_db, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
            throw std::runtime_error(sqlite3_errmsg(m_db));
    }
    sqlite3_stmt* prepare(const std::string& sql) {
        sqlite3_stmt* s = nullptr;
        if (sqlite3_prepare_v2(m_db, sql.c_str(), -1, &s, nullptr) != SQLITE_OK)
            throw std::runtime_error(sqlite3_errmsg(m_db));
        return s;
    }
    /// All rows for one parameter: how many.
    std::size_t count(sqlite3_stmt* s, const std::string& parameter) {
        sqlite3_bind_text(s, 1, parameter.data(), static_cast<int>(parameter.size()), SQLITE_TRANSIENT);
        std::size_t n = 0;
        while (sqlite3_step(s) == SQLITE_ROW) ++n;
        sqlite3_reset(s);
        return n;
    }

  private:
    sqlite3* m_db = nullptr;
};

} // namespace goufang::bench
