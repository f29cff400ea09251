#include "tests/store/sample.h"
#include "tests/support/catch.h"

#include "core/store/backup.h"
#include "core/store/schema.h"

#include <filesystem>
#include <set>

using namespace goufang;
using namespace goufang::store;
using namespace goufang::store::test;
namespace fs = std::filesystem;

namespace {

std::set<std::string> names_in(const std::string& folder) {
    std::set<std::string> names;
    if (!fs::exists(folder)) return names;
    for (const auto& e : fs::directory_iterator(folder)) names.insert(e.path().filename().string());
    return names;
}

void one_change(Registry& r, int n) {
    Buyer b = sample_buyer(n);
    add_buyer(r, b);
}

} // namespace

TEST_CASE("automatic backups are made every five changing runs and kept ten deep") {
    Folder dir;
    const std::string path = dir / "甲.goufang", folder = dir / "甲.backups";
    int day = 0;
    Options o = quiet();
    o.automatic_backup = true;
    o.clock = [&] {
        char text[32];
        std::snprintf(text, sizeof text, "2026-%02d-%02dT08:00:00Z", day / 28 + 1, day % 28 + 1);
        return std::string(text);
    };
    {
        Registry r = Registry::create(path, "甲", o);
        one_change(r, 0);
        one_change(r, 1);
    }
    CHECK(names_in(folder).empty()); // nothing worth keeping before the first run
    day = 1;
    { Registry r = Registry::open(path, o); } // a run that changes nothing
    CHECK(names_in(folder).empty());
    {
        Registry r = Registry::open(path, o);
        one_change(r, 2);
        one_change(r, 3);
        CHECK(r.info().last_backup == "2026-01-02T08:00:00Z");
    }
    REQUIRE(names_in(folder) == std::set<std::string>{"甲-20260102-080000.goufang"});
    CHECK(Registry::open(folder + "/甲-20260102-080000.goufang", quiet()).info().buyers == 2); // as before the run
    for (day = 2; day < 6; ++day) {
        Registry r = Registry::open(path, o);
        one_change(r, 100 + day);
    }
    CHECK(names_in(folder).size() == 1);
    {
        Registry r = Registry::open(path, o); // the fifth run after the backup
        one_change(r, 200);
    }
    CHECK(names_in(folder).size() == 2);
    for (day = 7; day < 77; ++day) {
        Registry r = Registry::open(path, o);
        one_change(r, 300 + day);
    }
    const auto kept = names_in(folder);
    CHECK(kept.size() == k_kept_backups);
    CHECK_FALSE(kept.contains("甲-20260102-080000.goufang"));
}

TEST_CASE("a backup is whole, one file, and refuses to overwrite") {
    Folder dir;
    Registry r = Registry::create(dir / "r.goufang", "甲", quiet());
    for (int i = 0; i < 50; ++i) one_change(r, i);
    const std::string copy = dir / "copy.goufang";
    r.backup(copy);
    CHECK(thrown([&] { r.backup(copy); }) == Code::file_exists);
    CHECK_FALSE(fs::exists(copy + "-wal"));
    Registry c = Registry::open(copy, quiet());
    CHECK(dump(c) == dump(r));
    CHECK(c.integrity() == "ok");
    c.undo(); // the journal came along
    CHECK(c.info().buyers == 49);
    CHECK(thrown([&] { r.backup(dir / "no/such/folder.goufang"); }) == Code::registry_write);
}

TEST_CASE("restore puts a backup in place and keeps the present file") {
    Folder dir;
    const std::string path = dir / "r.goufang", copy = dir / "copy.goufang";
    std::string early, late;
    {
        Registry r = Registry::create(path, "甲", quiet());
        one_change(r, 1);
        early = dump(r);
        r.backup(copy);
        one_change(r, 2);
        late = dump(r);
        CHECK(thrown([&] { Registry::restore(path, copy, quiet()); }) == Code::registry_busy); // it is open
    }
    CHECK(dump(Registry::open(path, quiet())) == late);
    const std::string kept = Registry::restore(path, copy, quiet());
    CHECK(kept == dir / "r.before-restore-20261122-080000.goufang");
    CHECK(dump(Registry::open(path, quiet())) == early);
    CHECK(dump(Registry::open(kept, quiet())) == late);
    CHECK(dump(Registry::open(copy, quiet())) == early);

    write_bytes(dir / "bad.goufang", bytes_of(copy).substr(0, 20000));
    CHECK(thrown([&] { Registry::restore(path, dir / "bad.goufang", quiet()); }) == Code::registry_damaged);
    CHECK(thrown([&] { Registry::restore(path, dir / "none", quiet()); }) == Code::registry_missing);
    CHECK(dump(Registry::open(path, quiet())) == early);

    // J14: a damaged registry is kept aside byte for byte
    const std::string damaged = bytes_of(path).substr(0, 9000);
    write_bytes(path, damaged);
    const std::string aside = Registry::restore(path, kept, quiet());
    CHECK(bytes_of(aside) == damaged);
    CHECK(dump(Registry::open(path, quiet())) == late);
    CHECK(Registry::restore(dir / "new.goufang", copy, quiet()).empty());
    CHECK(dump(Registry::open(dir / "new.goufang", quiet())) == early);
}

TEST_CASE("an older schema is backed up and brought up to date") {
    Folder dir;
    const std::string path = dir / "old.goufang";
    {
        Db db(path, Db::Mode::create, 0);
        migrate(db, 0, 1);
        db.run("INSERT INTO setting VALUES('company','老公司')");
        db.run("INSERT INTO category(id,name,code,revision) VALUES(1,'华东','001',1)");
        db.run("INSERT INTO buyer(id,category,revision,code,name) VALUES(1,1,2,'001001','老客户')");
        db.run("INSERT INTO step "
               "VALUES(1,'2025-01-01T00:00:00Z','x','add_category','[\"华东\"]',0,NULL,NULL,NULL,0,1,1,1)");
        db.run("INSERT INTO step VALUES(2,'2025-01-02T00:00:00Z','x','add_buyer','[]',0,NULL,NULL,NULL,1,0,2,2)");
        db.run("INSERT INTO change VALUES(1,1,1,0,1,0,NULL)");
        db.run("INSERT INTO change VALUES(2,2,0,0,1,0,NULL)");
    }
    Options reader = quiet();
    reader.read_only = true;
    {
        Registry r = Registry::open(path, reader); // reading needs no migration
        CHECK(r.info().schema_version == 1);
        CHECK(r.buyer(1)->name == "老客户");
        r.each_pick([](BuyerId, double, std::int64_t) { CHECK(false); });
    }
    CHECK_FALSE(fs::exists(path + ".v1.bak"));
    {
        Registry r = Registry::open(path, quiet());
        CHECK(r.info().schema_version == k_schema_version);
        CHECK(r.info().company == "老公司");
        r.record_pick(1, 20000);
        r.undo();
        CHECK(r.info().buyers == 0);
    }
    REQUIRE(fs::exists(path + ".v1.bak"));
    Registry old = Registry::open(path + ".v1.bak", reader);
    CHECK(old.info().schema_version == 1);
    CHECK(old.info().buyers == 1);
    { Registry again = Registry::open(path, quiet()); }
    CHECK_FALSE(fs::exists(path + ".v1.2.bak")); // once is enough
}
