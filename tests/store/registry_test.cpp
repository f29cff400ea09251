#include "tests/store/sample.h"
#include "tests/support/as_nobody.h"
#include "tests/support/catch.h"

#include "core/file/file.h"
#include "core/store/db.h"

#include <filesystem>
#include <fstream>
#include <sqlite3.h>

using namespace goufang;
using namespace goufang::store;
using namespace goufang::store::test;

namespace {

void sql(const std::string& path, const std::string& text) {
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
    char* error = nullptr;
    const int rc = sqlite3_exec(db, text.c_str(), nullptr, nullptr, &error);
    INFO((error ? error : ""));
    CHECK(rc == SQLITE_OK);
    sqlite3_free(error);
    sqlite3_close(db);
}

} // namespace

TEST_CASE("a new registry keeps what is put in") {
    Folder dir;
    const std::string path = dir / "甲公司.goufang";
    Buyer b = sample_buyer(60);
    b.former_names = {{"旧名", "2026-03-01"}};
    b.custom = {{"区域", "华东"}};
    b.verified_on = "2026-01-02";
    {
        Registry r = Registry::create(path, "甲公司", quiet());
        b.category = add_category(r, 0, "华东");
        add_buyer(r, b);
        CHECK(b.id == 1);
        CHECK(b.code == "001001");
        CHECK(thrown([&] { Registry::create(path, "x", quiet()); }) == Code::file_exists);
    }
    Registry r = Registry::open(path, quiet());
    const auto found = r.buyer(b.id);
    REQUIRE(found);
    CHECK(model::same_values(*found, b));
    CHECK(found->category == b.category);
    CHECK(found->revision == 2);
    const Info i = r.info();
    CHECK(i.company == "甲公司");
    CHECK(i.schema_version == k_schema_version);
    CHECK(i.categories == 1);
    CHECK(i.buyers == 1);
    CHECK(i.recycled == 0);
    CHECK(i.steps == 2);
    CHECK(i.last_change == "2026-11-22T08:00:00Z");
    CHECK(i.size_bytes > 0);
    CHECK(r.integrity() == "ok");
}

TEST_CASE("opening refuses what is not a registry of this version") {
    Folder dir;
    CHECK(thrown([&] { Registry::open(dir / "none.goufang", quiet()); }) == Code::registry_missing);
    write_bytes(dir / "empty", "");
    CHECK(thrown([&] { Registry::open(dir / "empty", quiet()); }) == Code::registry_foreign);
    write_bytes(dir / "text", std::string(5000, 'x'));
    CHECK(thrown([&] { Registry::open(dir / "text", quiet()); }) == Code::registry_foreign);
    std::filesystem::create_directory(dir / "folder");
    CHECK(thrown([&] { Registry::open(dir / "folder", quiet()); }) == Code::registry_foreign);
    sql(dir / "other.db", "CREATE TABLE buyer(id)");
    CHECK(thrown([&] { Registry::open(dir / "other.db", quiet()); }) == Code::registry_foreign);

    const std::string path = dir / "r.goufang";
    { Registry::create(path, "甲", quiet()); }
    const std::string before = bytes_of(path);
    sql(path, "PRAGMA user_version=99");
    try {
        Registry::open(path, quiet());
        CHECK(false);
    } catch (const Error& e) {
        CHECK(e.code() == Code::registry_newer);
        CHECK(e.args() == std::vector<std::string>{path, "99", std::to_string(k_schema_version)});
    }
    sql(path, "PRAGMA user_version=" + std::to_string(k_schema_version) + "; DROP TABLE span");
    CHECK(thrown([&] { Registry::open(path, quiet()); }) == Code::registry_damaged);
    sql(path, "CREATE VIEW span AS SELECT 1 AS id");
    CHECK(thrown([&] { Registry::open(path, quiet()); }) == Code::registry_damaged);
}

TEST_CASE("a cut or scrambled file is damaged or opens, and never crashes") {
    Folder dir;
    const std::string path = dir / "r.goufang";
    {
        Registry r = Registry::create(path, "甲", quiet());
        Transaction tx = r.begin(StepKind::import_file);
        for (int i = 0; i < 200; ++i) {
            Buyer b = sample_buyer(i);
            tx.insert(b);
        }
        tx.commit();
    }
    const std::string whole = bytes_of(path);
    REQUIRE(whole.size() > 40000);
    for (std::size_t size = 0; size < whole.size(); size += size < 120 ? 7 : 4099) {
        write_bytes(dir / "cut", whole.substr(0, size));
        const Code code = thrown([&] { Registry::open(dir / "cut", quiet()); });
        CHECK(code == (size < 16 ? Code::registry_foreign : Code::registry_damaged));
    }
    for (std::size_t at = 100; at < whole.size(); at += 1009) {
        std::string broken = whole;
        for (std::size_t i = at; i < std::min(at + 64, broken.size()); ++i) broken[i] = static_cast<char>(i * 37);
        write_bytes(dir / "scrambled", broken);
        for (const char* tail : {"-wal", "-shm"}) std::filesystem::remove(dir / (std::string("scrambled") + tail));
        try {
            Registry r = Registry::open(dir / "scrambled", quiet());
            dump(r);
            r.history(100);
            r.undo();
        } catch (const Error&) { // any code is fine; a crash or a foreign exception is not
        }
    }
}

TEST_CASE("queries filter, sort and count") {
    Folder dir;
    Registry r = Registry::create(dir / "r.goufang", "甲", quiet());
    const CategoryId east = add_category(r, 0, "华东"), west = add_category(r, 0, "华西");
    const CategoryId zj = add_category(r, east, "浙江");
    std::vector<BuyerId> ids;
    for (const CategoryId c : {zj, east, west, CategoryId{0}, zj}) {
        Buyer b = sample_buyer(static_cast<int>(10 - ids.size()), c);
        if (ids.size() == 2) b.status = model::Status::inactive;
        add_buyer(r, b);
        ids.push_back(b.id);
    }
    const auto rows = [&](const Query& q) {
        std::vector<BuyerId> out;
        r.each(q, [&](const Buyer& b) {
            out.push_back(b.id);
            return true;
        });
        CHECK(r.count(q) == static_cast<std::int64_t>(out.size()));
        return out;
    };
    Query q;
    CHECK(rows(q) == std::vector<BuyerId>{4, 2, 1, 5, 3}); // 000001 001001 00101001 00101002 002001
    q.descending = true;
    CHECK(rows(q) == std::vector<BuyerId>{3, 5, 1, 2, 4});
    q = {};
    q.category = east;
    CHECK(rows(q) == std::vector<BuyerId>{2, 1, 5});
    q.exact = true;
    CHECK(rows(q) == std::vector<BuyerId>{2});
    q.category = 0;
    CHECK(rows(q) == std::vector<BuyerId>{4});
    q = {};
    q.status = model::Status::inactive;
    CHECK(rows(q) == std::vector<BuyerId>{3});
    q = {};
    q.changed_since = r.buyer(4)->revision;
    CHECK(rows(q) == std::vector<BuyerId>{5});
    q = {};
    q.sort = SortKey::category;
    CHECK(rows(q) == std::vector<BuyerId>{2, 1, 5, 3, 4});
    q.sort = SortKey::name;
    CHECK(rows(q) == std::vector<BuyerId>{1, 5, 4, 3, 2}); // 10 6 7 8 9 as text
    q.sort = SortKey::tax_id;
    CHECK(rows(q) == std::vector<BuyerId>{5, 4, 3, 2, 1});
    q.limit = 2;
    CHECK(rows(q) == std::vector<BuyerId>{5, 4});
    q.limit = 0;
    CHECK(rows(q).empty());
    const auto counts = r.counts_by_category();
    CHECK(counts.at(zj) == 2);
    CHECK(counts.at(0) == 1);
    CHECK(counts.at(east) == 1);

    recycle_buyers(r, std::vector<BuyerId>{1});
    q = {};
    q.place = Place::recycled;
    CHECK(rows(q) == std::vector<BuyerId>{1});
    CHECK(r.info().recycled == 1);
    CHECK(r.counts_by_category().at(zj) == 1);
}

TEST_CASE("keys find buyers by folded tax id and name") {
    Folder dir;
    Registry r = Registry::create(dir / "r.goufang", "甲", quiet());
    Buyer a = sample_buyer(1), b = sample_buyer(2), c;
    a.name = "测试（杭州）有限公司";
    a.tax_id = "91999999ma00000154";
    b.name = "测试(杭州) 有限公司";
    c.name = "无税号";
    add_buyer(r, a);
    add_buyer(r, b);
    add_buyer(r, c);
    CHECK(r.by_tax_id(" 9199 9999-MA0000 0154").size() == 1);
    CHECK(r.by_tax_id("").empty());
    CHECK(r.by_name("测试(杭州)有限公司").size() == 2);
    CHECK(r.by_name("  ").empty());
    REQUIRE(r.by_code(b.code));
    CHECK(r.by_code(b.code)->id == b.id);
    CHECK_FALSE(r.by_code("").has_value());
    int n = 0;
    r.each_key([&](const Registry::Keys& k) {
        ++n;
        CHECK(k.code != 0);
        CHECK((k.tax_id == 0) == (k.id == c.id));
        CHECK(k.name != 0);
    });
    CHECK(n == 3);

    CHECK(resolve_key(r, "tax:91999999MA00000154").id == a.id);
    CHECK(resolve_key(r, a.code).id == a.id);
    CHECK(thrown([&] { resolve_key(r, "name:测试（杭州）有限公司"); }) == Code::ambiguous);
    CHECK(thrown([&] { resolve_key(r, "999999"); }) == Code::not_found);
    CHECK(thrown([&] { resolve_key(r, "tax:"); }) == Code::not_found);
    CHECK(thrown([&] { resolve_key(r, a.code, Place::recycled); }) == Code::not_found);
    recycle_buyers(r, std::vector<BuyerId>{a.id});
    CHECK(resolve_key(r, a.code, Place::recycled).id == a.id);
    CHECK(resolve_key(r, "tax:91999999MA00000154", Place::recycled).id == a.id);
    CHECK(thrown([&] { resolve_key(r, "tax:91999999MA00000154"); }) == Code::not_found);
    CHECK(resolve_key(r, "name:测试（杭州）有限公司").id == b.id);
}

TEST_CASE("next codes skip what is taken") {
    Folder dir;
    Registry r = Registry::create(dir / "r.goufang", "甲", quiet());
    const CategoryId east = add_category(r, 0, "华东"), west = add_category(r, 0, "华西");
    CHECK(r.next_buyer_code(east) == "001001");
    CHECK(r.next_buyer_code(0) == "000001");
    Buyer a = sample_buyer(1, east), b = sample_buyer(2, east);
    add_buyer(r, a);
    move_buyers(r, std::vector<BuyerId>{a.id}, west); // keeps 001001
    CHECK(r.next_buyer_code(east) == "001002");
    CHECK(r.next_buyer_code(west) == "002001");
    b.code = "001999";
    add_buyer(r, b);
    CHECK(thrown([&] { r.next_buyer_code(east); }) == Code::code_full);
    Buyer c = sample_buyer(3);
    c.code = "001999";
    CHECK(thrown([&] { add_buyer(r, c); }) == Code::code_taken);
    CHECK(thrown([&] { r.next_buyer_code(77); }) == Code::not_found);
    r.set_setting("code_rule", "2+2+4a");
    CHECK(r.code_rule().letters);
    CHECK(r.next_buyer_code(west) == "0020001");
}

TEST_CASE("settings: company and code rule are steps, others are not") {
    Folder dir;
    Registry r = Registry::create(dir / "r.goufang", "甲", quiet());
    r.set_setting("columns", "code,name");
    CHECK(r.setting("columns") == "code,name");
    CHECK(r.history(10).empty());
    r.set_setting("company", "乙");
    r.set_setting("company", "乙");
    REQUIRE(r.history(10).size() == 1);
    CHECK(r.history(10)[0].kind == StepKind::settings);
    CHECK(r.history(10)[0].args == std::vector<std::string>{"company", "甲", "乙"});
    r.set_setting("code_rule", "2+2+3");
    r.undo();
    CHECK(r.setting("code_rule").empty());
    r.undo();
    CHECK(r.info().company == "甲");
    CHECK(thrown([&] { r.undo(); }) == Code::nothing_to_undo);
    CHECK(r.redo().kind == StepKind::settings);
    CHECK(r.info().company == "乙");
}

TEST_CASE("a read-only registry reads and does not write") {
    Folder dir;
    const std::string path = dir / "r.goufang";
    {
        Registry r = Registry::create(path, "甲", quiet());
        Buyer b = sample_buyer(1);
        add_buyer(r, b);
    }
    const std::string before = bytes_of(path);
    Options o = quiet();
    o.read_only = true;
    {
        Registry r = Registry::open(path, o);
        CHECK(r.info().buyers == 1);
        Buyer b = sample_buyer(2);
        CHECK(thrown([&] { add_buyer(r, b); }) == Code::registry_write);
        CHECK(thrown([&] { r.undo(); }) == Code::registry_write);
        CHECK(thrown([&] { r.set_setting("x", "y"); }) == Code::registry_write);
        r.record_pick(1, 20000);
    }
    CHECK(bytes_of(path) == before);
}

TEST_CASE("picks decay with a half-life of 30 days") {
    Folder dir;
    Registry r = Registry::create(dir / "r.goufang", "甲", quiet());
    Buyer b = sample_buyer(1);
    add_buyer(r, b);
    r.record_pick(b.id, 20000);
    r.record_pick(b.id, 20030);
    r.record_pick(99, 20030); // nobody
    int n = 0;
    r.each_pick([&](BuyerId id, double weight, std::int64_t day) {
        ++n;
        CHECK(id == b.id);
        CHECK(weight == Approx(1.5));
        CHECK(day == 20030);
    });
    CHECK(n == 1);
    CHECK(r.history(10).size() == 1);
    recycle_buyers(r, std::vector<BuyerId>{b.id});
    r.each_pick([&](BuyerId, double, std::int64_t) { CHECK(false); });
}

TEST_CASE("the digest of an import leads to its step") {
    Folder dir;
    Registry r = Registry::create(dir / "r.goufang", "甲", quiet());
    const std::string digest(64, 'a');
    CHECK_FALSE(r.import_of(digest).has_value());
    for (int i = 0; i < 2; ++i) {
        Transaction tx = r.begin(StepKind::import_file, {"a.txt"});
        Buyer b = sample_buyer(i);
        tx.insert(b);
        r.remember_import(tx, digest);
        tx.commit();
    }
    REQUIRE(r.import_of(digest));
    CHECK(r.import_of(digest)->id == 2);
    r.undo();
    CHECK(r.import_of(digest)->id == 1); // the one in force
    r.undo();
    CHECK(r.import_of(digest)->undone);
}

TEST_CASE("a registry in a folder that cannot be written is read where it lies, without a file beside it") {
    Folder dir;
    const std::string path = dir / "甲 100%?#公司.goufang"; // what a URI would take for something else
    {
        Registry r = Registry::create(path, "甲公司", quiet());
        Buyer b = sample_buyer(1);
        add_buyer(r, b);
    }
    REQUIRE_FALSE(std::filesystem::exists(file::to_path(path + "-wal")));
    Db db(path, Db::Mode::still, 0);
    CHECK(db.integer("SELECT count(*) FROM buyer") == 1);
    CHECK(db.text("SELECT value FROM setting WHERE key='company'") == "甲公司");
    CHECK_FALSE(std::filesystem::exists(file::to_path(path + "-shm")));
    CHECK(thrown([&] { db.run("DELETE FROM buyer"); }) == Code::registry_write);
    CHECK(thrown([&] { Db(dir / "没有.goufang", Db::Mode::still, 0); }) == Code::registry_write);
}

#ifndef _WIN32
TEST_CASE("a registry that may not be read is not called damaged or missing") {
    namespace fs = std::filesystem;
    Folder dir;
    const std::string path = dir / "r.goufang", inner = dir / "内", inside = inner + "/r.goufang";
    { Registry::create(path, "甲", quiet()); }
    fs::create_directory(inner);
    fs::copy_file(path, inside);
    fs::permissions(path, fs::perms::none);
    fs::permissions(inner, fs::perms::none);
    {
        const goufang::test::AsNobody nobody; // root may read everything
        for (const std::string& closed : {path, inside}) {
            if (!nobody.works()) break;
            try {
                Registry::open(closed, quiet());
                CHECK(false);
            } catch (const Error& e) {
                CHECK(e.code() == Code::registry_unreadable);
                REQUIRE(e.args().size() == 3);
                CHECK(e.args()[0] == closed);
                CHECK_FALSE(e.args()[2].empty());
            }
        }
    }
    for (const std::string& closed : {path, inner}) fs::permissions(closed, fs::perms::owner_all);
}
#endif
