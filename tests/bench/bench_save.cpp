// G11: saving one buyer (row, indices, journal step, search index) beside a bare SQLite one-row commit in the same
// journal mode, with the same synchronous setting, on a table of the same size.
#include "core/find/index.h"
#include "core/store/registry.h"
#include "tests/bench/bench.h"

#include <sqlite3.h>
#include <stdexcept>
#include <string>
#include <vector>

namespace goufang::bench {
namespace {

void run_sql(sqlite3* db, const char* sql) {
    if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db));
}

model::Buyer numbered(int i) {
    model::Buyer b;
    b.code = std::to_string(100000000 + i);
    b.name = "样本" + std::to_string(i) + "号贸易有限公司";
    b.tax_id = "91999999MA" + std::to_string(10000000 + i);
    b.address = "云溪省青岚市文三路" + std::to_string(i) + "号";
    b.phone = "0999-" + std::to_string(20000000 + i);
    return b;
}

} // namespace

void bench_save(Report& report) {
    constexpr int rows = 100'000;
    const std::string path = work_folder() + "/save.goufang", bare = work_folder() + "/bare.db";
    store::Options options;
    options.automatic_backup = false;
    store::Registry registry = store::Registry::create(path, "甲公司", options);
    find::Index index;
    {
        store::Transaction tx = registry.begin_bulk(store::StepKind::import_file, {"bench"}, rows);
        for (int i = 0; i < rows; ++i) {
            model::Buyer b = numbered(i);
            b.id = tx.bulk_insert(b);
            index.add(b);
        }
        tx.commit();
    }
    index.finish();

    sqlite3* db = nullptr;
    if (sqlite3_open(bare.c_str(), &db) != SQLITE_OK) throw std::runtime_error("cannot make " + bare);
    run_sql(db, "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL;"
                "CREATE TABLE b(id INTEGER PRIMARY KEY, code TEXT, name TEXT, tax TEXT, address TEXT, phone TEXT);"
                "BEGIN");
    for (int i = 0; i < rows; ++i) {
        const model::Buyer b = numbered(i);
        run_sql(db, ("INSERT INTO b(code,name,tax,address,phone) VALUES('" + b.code + "','" + b.name + "','" +
                     b.tax_id + "','" + b.address + "','" + b.phone + "')")
                        .c_str());
    }
    run_sql(db, "CREATE INDEX i1 ON b(code); CREATE INDEX i2 ON b(tax); CREATE INDEX i3 ON b(name); COMMIT;"
                "PRAGMA journal_mode=WAL"); // as ours: a WAL that a bulk load did not grow

    int turn = 0;
    std::vector<model::Buyer> open; // in the forms of the window: read before, saved now
    for (int i = 0; i < 100; ++i) open.push_back(*registry.by_code(std::to_string(100000000 + i * 991)));
    const auto ours = [&] {
        for (model::Buyer& b : open) {
            b.remark = "第" + std::to_string(++turn) + "次";
            store::Transaction tx = registry.begin(store::StepKind::edit_buyer, {b.code, b.name});
            tx.update(b);
            tx.commit();
            index.upsert(b);
        }
    };
    const auto theirs = [&] {
        for (int i = 0; i < 100; ++i) {
            ++turn;
            run_sql(db, ("UPDATE b SET phone='" + std::to_string(turn) +
                         "' WHERE id=" + std::to_string(1 + turn * 991 % rows))
                            .c_str());
        }
    };
    for (int i = 0; i < 12; ++i)
        ours(), theirs(); // past the first checkpoints: growing a WAL costs more than reusing it
    const auto [a, b] = paired_medians(7, ours, theirs);
    sqlite3_close(db);
    report.row("G11", "saving one buyer, WAL, full sync (of 100)", a * 10, "bare UPDATE and commit", b * 10, "<= 1.3",
               "ms");
}

} // namespace goufang::bench
