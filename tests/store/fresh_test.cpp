// The first bulk transaction of a registry: rows as pages (core/store/fresh_buyers.h). SQLite itself judges the pages.
#include "core/store/fresh_buyers.h"

#include "tests/store/sample.h"
#include "tests/support/catch.h"

#include <filesystem>
#include <sqlite3.h>

using namespace goufang;
using namespace goufang::store;
using namespace goufang::store::test;

namespace {

constexpr std::int64_t k_pages = 100'000; ///< expected rows: so many are written as pages
constexpr std::int64_t k_rows = 10;       ///< so few are inserted one by one

/// Buyers of all kinds: full ones, bare ones, some that do not fit into a page.
Buyer any_buyer(int n, CategoryId category) {
    Buyer b = sample_buyer(n, n % 3 == 0 ? 0 : category);
    b.code = (n % 2 == 0 ? "7" : "03") + std::to_string(100'000 - n * 7);
    if (n % 5 == 0) b.tax_id.clear();
    if (n % 11 == 0) b.remark.assign(static_cast<std::size_t>(n) * 17 % 20'000, 'x');
    if (n % 7 == 0) {
        b.more_addresses.push_back({"测试省示例市乙路", "010-" + std::to_string(n)});
        b.tags = {"甲", "乙"};
    }
    if (n % 13 == 0) {
        b.id_check = true;
        b.kind = model::Kind::overseas;
        b.status = model::Status::inactive;
    }
    return b;
}

void fill(Registry& r, std::int64_t expected, int rows) {
    Transaction tx = r.begin_bulk(StepKind::import_file, {"甲.txt"}, expected);
    Category c;
    c.name = "华东";
    tx.insert(c);
    for (int i = 1; i <= rows; ++i) tx.bulk_insert(any_buyer(i, c.id));
    tx.commit();
}

void run_sql(const std::string& path, const char* sql) {
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
    CHECK(sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(db);
}

bool filling(const std::string& path) { return std::filesystem::exists(FreshBuyers::path_beside(path)); }

} // namespace

TEST_CASE("rows written as pages are those that SQLite writes") {
    const int rows = GENERATE(1, 2, 40, 3000);
    const char* page_size = GENERATE("512", "4096", "65536");
    CAPTURE(rows, page_size);
    Folder dir;
    std::string before[2], after[2];
    for (const bool pages : {false, true}) {
        const std::string path = dir / (pages ? "pages.goufang" : "rows.goufang");
        Registry::create(path, "甲", quiet()).set_setting("some", "setting");
        run_sql(path, (std::string("PRAGMA journal_mode=DELETE; PRAGMA page_size=") + page_size + "; VACUUM").c_str());
        Registry r = Registry::open(path, quiet());
        {
            Transaction tx = r.begin_bulk(StepKind::import_file, {}, pages ? k_pages : k_rows);
            CHECK(filling(path) == pages);
        }
        before[pages] = dump(r);
        fill(r, pages ? k_pages : k_rows, rows);
        CHECK_FALSE(filling(path));
        CHECK(r.integrity() == "ok");
        CHECK_FALSE(r.changed_elsewhere());
        after[pages] = dump(r);
        CHECK(r.by_tax_id(any_buyer(1, 0).tax_id).size() == 1);
        CHECK(r.by_name(any_buyer(rows, 0).name).size() == 1);
        CHECK(r.by_code(any_buyer(rows, 0).code)->id == rows);
        r.undo();
        CHECK(dump(r) == before[pages]);
        r = Registry::open(path, quiet());
        r.redo();
        CHECK(dump(r) == after[pages]);
        Buyer b = sample_buyer(5, 1); // and there is room for more
        b.code = "9";
        Transaction tx = r.begin(StepKind::add_buyer);
        CHECK(tx.insert(b) == rows + 1);
        tx.commit();
        CHECK(r.integrity() == "ok");
    }
    CHECK(before[0] == before[1]);
    CHECK(after[0] == after[1]);
}

TEST_CASE("a transaction that writes pages sees its rows and goes on changing them") {
    Folder dir;
    std::string after[2];
    for (const bool pages : {false, true}) {
        const std::string path = dir / (pages ? "pages.goufang" : "rows.goufang");
        Registry r = Registry::create(path, "甲", quiet());
        Transaction tx = r.begin_bulk(StepKind::import_file, {"甲.txt"}, pages ? k_pages : k_rows);
        Category c;
        c.name = "华东";
        tx.insert(c);
        for (int i = 1; i <= 300; ++i) tx.bulk_insert(any_buyer(i, c.id));
        CHECK(r.count({}) == 300);
        Buyer b = r.by_code(any_buyer(17, 0).code).value();
        b.name = "当步改名";
        tx.update(b);
        tx.recycle(18);
        CHECK(r.next_buyer_code(0) == "000001");
        for (int i = 301; i <= 320; ++i) tx.bulk_insert(any_buyer(i, c.id));
        Buyer last = sample_buyer(1000, c.id);
        tx.insert(last);
        CHECK(tx.add_invoice({last.id, "24990000000000000001", "2026-01-02", 100, "kp-xml"}));
        tx.commit();
        CHECK(r.integrity() == "ok");
        CHECK(r.has_invoice("24990000000000000001"));
        after[pages] = dump(r);
        r.undo();
        CHECK(r.count({}) == 0);
    }
    CHECK(after[0] == after[1]);
}

TEST_CASE("the page that SQLite locks is left empty") {
    constexpr int lock_byte = 0x10000;
    Folder dir;
    const std::string path = dir / "a.db", filled = dir / "b.db";
    run_sql(path, "PRAGMA page_size=1024; CREATE TABLE t(id INTEGER PRIMARY KEY, v)");
    {
        PageFile file(filled, Db(path, Db::Mode::still, 0).image(), lock_byte);
        Tree tree(file, Tree::Kind::table);
        Record record;
        for (int id = 1; id <= 400; ++id) {
            record.clear();
            record.bind_null(1).bind(2, std::string(static_cast<std::size_t>(id) * 13 % 3000, 'v'));
            tree.add(id, record.bytes());
        }
        tree.finish(2);
        file.finish();
    }
    sqlite3_test_control(SQLITE_TESTCTRL_PENDING_BYTE, lock_byte);
    {
        Db db(filled, Db::Mode::still, 0);
        Stmt check(db, "PRAGMA integrity_check");
        CHECK(check.step());
        CHECK(check.text(0) == "ok");
        CHECK(db.integer("SELECT count(*) FROM t WHERE length(v) = id * 13 % 3000") == 400);
    }
    sqlite3_test_control(SQLITE_TESTCTRL_PENDING_BYTE, static_cast<int>(k_lock_byte));
}

TEST_CASE("codes longer than a page of an index leave the indices to SQLite") {
    Folder dir;
    Registry r = Registry::create(dir / "r.goufang", "甲", quiet());
    Transaction tx = r.begin_bulk(StepKind::import_file, {}, k_pages);
    for (int i = 0; i < 50; ++i) {
        Buyer b = sample_buyer(i);
        b.code = std::string(static_cast<std::size_t>(i) * 40 + 1, 'k');
        tx.bulk_insert(b);
    }
    tx.commit();
    CHECK(r.integrity() == "ok");
    CHECK(r.by_code(std::string(49 * 40 + 1, 'k'))->id == 50);
}

TEST_CASE("pages that are not committed leave nothing") {
    Folder dir;
    const std::string path = dir / "r.goufang";
    Registry r = Registry::create(path, "甲", quiet());
    const std::string before = dump(r);
    SECTION("a code twice") {
        Transaction tx = r.begin_bulk(StepKind::import_file, {}, k_pages);
        for (const int n : {1, 2, 3, 2}) tx.bulk_insert(any_buyer(n, 0));
        CHECK(thrown([&] { tx.commit(); }) == Code::code_taken);
    }
    SECTION("thrown away") {
        Transaction tx = r.begin_bulk(StepKind::import_file, {}, k_pages);
        tx.bulk_insert(any_buyer(1, 0));
    }
    SECTION("thrown away after a look") {
        Transaction tx = r.begin_bulk(StepKind::import_file, {}, k_pages);
        tx.bulk_insert(any_buyer(1, 0));
        CHECK(r.count({}) == 1);
    }
    SECTION("nothing was added") {
        Transaction tx = r.begin_bulk(StepKind::import_file, {}, k_pages);
        CHECK(tx.commit() == 0);
    }
    CHECK_FALSE(filling(path));
    CHECK(dump(r) == before);
    CHECK(dump(Registry::open(path, quiet())) == before); // others may open it again
    fill(r, k_pages, 10);
    CHECK(r.count({}) == 10);
}

TEST_CASE("what a killed process was filling goes away with the next opening, not under a living one") {
    Folder dir;
    const std::string path = dir / "r.goufang";
    Registry r = Registry::create(path, "甲", quiet());
    write_bytes(FreshBuyers::path_beside(path), "rest");
    {
        Transaction tx = r.begin(StepKind::settings);
        Registry::open(path, quiet());
        CHECK(filling(path)); // somebody is writing: left for later
    }
    Registry::open(path, quiet());
    CHECK_FALSE(filling(path));
}
