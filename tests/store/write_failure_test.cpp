#include "tests/store/sample.h"
#include "tests/support/catch.h"
#include "tests/support/failing_vfs.h"

#include <filesystem>

using namespace goufang;
using namespace goufang::store;
using namespace goufang::store::test;
using goufang::test::FailingVfs;

namespace {

void remove_registry(const std::string& path) {
    for (const char* tail : {"", "-wal", "-shm", "-journal", ".filling"}) std::filesystem::remove(path + tail);
}

using Fault = void (FailingVfs::*)(int);

/// Fails the n-th write for n = 1, 2, ... until the operation gets through. After each failure the registry must open
/// sound, and hold what was before (or after, when the operation had reported success; one of the two, when it had said
/// that it does not know). Returns how often it did not know.
int torture(const std::function<void(Registry&)>& prepare, const std::function<void(Registry&)>& operation,
            Fault fault = &FailingVfs::fail_at) {
    Folder dir;
    const std::string master = dir / "master.goufang", path = dir / "r.goufang";
    Options options = quiet();
    options.full_sync = true; // the syncs are to fail too
    std::string before, after;
    {
        Registry r = Registry::create(master, "甲", quiet());
        prepare(r);
        before = dump(r);
    }
    std::filesystem::copy_file(master, path);
    FailingVfs vfs;
    {
        Registry r = Registry::open(path, options);
        operation(r);
        after = dump(r);
    }
    const int calls = vfs.calls(); // the middle of many is all the same; the commit stands at the end
    REQUIRE(after != before);
    remove_registry(path);
    bool through = false;
    int n = 0, refused = 0, unsure = 0;
    while (!through && n < 2000) {
        (vfs.*fault)(n += n < 60 || n > calls - 40 ? 1 : 7);
        std::filesystem::copy_file(master, path);
        bool succeeded = false, known = true;
        try {
            Registry r = Registry::open(path, options);
            operation(r);
            succeeded = true;
        } catch (const Error& e) {
            ++refused;
            INFO(n << " " << static_cast<int>(e.code()));
            known = e.code() != Code::registry_unsure;
            if (known)
                CHECK(e.code() == Code::registry_write);
            else
                ++unsure;
        }
        through = succeeded && !vfs.failed();
        vfs.heal();
        {
            INFO(n);
            Registry r = Registry::open(path, options);
            CHECK(r.integrity() == "ok");
            const std::string now = dump(r);
            if (known)
                CHECK((succeeded ? now == after : now == before));
            else
                CHECK((now == before || now == after));
        }
        remove_registry(path);
    }
    CHECK(through);
    CHECK(refused > 3);
    return unsure;
}

void some_buyers(Registry& r) {
    const CategoryId c = add_category(r, 0, "华东");
    Transaction tx = r.begin(StepKind::import_file);
    for (int i = 0; i < 300; ++i) {
        Buyer b = sample_buyer(i, c);
        tx.insert(b);
    }
    tx.commit();
}

void edit_one(Registry& r) {
    Buyer b = *r.buyer(7);
    b.name = "新名";
    edit_buyer(r, b);
}

void import_many(Registry& r) {
    Transaction tx = r.begin_bulk(StepKind::import_file, {"a.txt"}, 100000);
    for (int i = 0; i < 1500; ++i) {
        Buyer b = sample_buyer(1000 + i, 1);
        b.code = "9" + std::to_string(10000 + i);
        tx.bulk_insert(b);
    }
    tx.commit();
}

} // namespace

TEST_CASE("a full disk leaves the registry as it was: one edit") { torture(some_buyers, edit_one); }

TEST_CASE("a full disk leaves the registry as it was: a bulk import with indices rebuilt") {
    torture(some_buyers, import_many);
}

TEST_CASE("a full disk leaves the registry as it was: the first import") {
    const auto import_first = [](Registry& r) {
        Transaction tx = r.begin_bulk(StepKind::import_file, {"a.txt"}, 100000);
        for (int i = 0; i < 1500; ++i) tx.bulk_insert(sample_buyer(i));
        tx.commit();
    };
    const auto nothing = [](Registry&) {};
    torture(nothing, import_first);
    torture(nothing, import_first, &FailingVfs::fail_once_at);
    torture(nothing, import_first, &FailingVfs::fail_stuck_at);
}

TEST_CASE("a single failed flush never hides a change that was reported as failed") {
    CHECK(torture(some_buyers, edit_one, &FailingVfs::fail_once_at) == 0); // what the log holds was written over
    torture(some_buyers, import_many, &FailingVfs::fail_once_at);
}

TEST_CASE("a log that is neither flushed nor removed is owned up to") {
    CHECK(torture(some_buyers, edit_one, &FailingVfs::fail_stuck_at) > 0);
    torture(some_buyers, import_many, &FailingVfs::fail_stuck_at);
}

TEST_CASE("a full disk leaves the registry as it was: undo of the newest and of an older step") {
    torture(some_buyers, [](Registry& r) { r.undo(); });
    torture(
        [](Registry& r) {
            some_buyers(r);
            Buyer b = *r.buyer(7);
            b.name = "新名";
            edit_buyer(r, b);
        },
        [](Registry& r) { r.undo(2); });
}

TEST_CASE("a full disk while a backup is written leaves no half backup") {
    Folder dir;
    Registry made = Registry::create(dir / "r.goufang", "甲", quiet());
    some_buyers(made);
    FailingVfs vfs;
    Registry r = Registry::open(dir / "r.goufang", quiet());
    const std::string target = dir / "copy.goufang";
    vfs.fail_at(4);
    CHECK(thrown([&] { r.backup(target); }) == Code::registry_write);
    vfs.heal();
    CHECK_FALSE(std::filesystem::exists(target));
    CHECK_FALSE(std::filesystem::exists(target + ".part"));
    r.backup(target);
    CHECK(dump(Registry::open(target, quiet())) == dump(made));
}
