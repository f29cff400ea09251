// A process that dies in the middle of an import, at every kind of write: the registry then is before or after.
#ifndef _WIN32

#include "core/file/file.h"
#include "tests/invoice/transfer_support.h"
#include "tests/support/catch.h"
#include "tests/support/failing_vfs.h"

#include <csignal>
#include <filesystem>
#include <sys/wait.h>
#include <unistd.h>

using namespace goufang;
using namespace goufang::invoice;
using namespace goufang::invoice::test;
using goufang::test::FailingVfs;

namespace {

namespace fs = std::filesystem;

constexpr int k_rounds = 64;  // for each way of writing, spread evenly over all its writes, and
constexpr int k_endgame = 12; // each of the last ones: around and after the commit

enum class Peer { none, same_process, other_process };

store::Options options() {
    store::Options o;
    o.who = "测试";
    o.clock = [] { return std::string("2026-11-22T08:00:00Z"); };
    o.automatic_backup = false; // the syncs stay: they are places to die at
    return o;
}

/// All rows, the journal and what can be undone.
std::string state(const std::string& path) {
    store::Registry r = store::Registry::open(path, options());
    REQUIRE(r.integrity() == "ok");
    std::string s = dump(r);
    for (const store::Step& step : r.history(100)) {
        s += std::to_string(step.id) + (step.undone ? " undone " : " ") + std::to_string(step.buyers);
        for (const std::string& a : step.args) s += ' ' + a;
        s += '\n';
    }
    s += std::to_string(r.count({})) + ' ' + std::to_string(r.undoable() ? r.undoable()->id : 0);
    return s;
}

std::string library(unsigned first, unsigned rows, const std::string& root) {
    std::vector<std::string> lines{root + "~~第" + root + "区~~"};
    for (unsigned i = 0; i < rows; ++i) {
        const std::string n = std::to_string(10000 + i);
        lines.push_back(row(root + n, "测试" + root + n + "有限公司", tax_id(first + i)));
    }
    return aisino(lines);
}

void import_into(const std::string& path, const std::string& file, bool peer) {
    std::optional<store::Registry> second;
    if (peer) second.emplace(store::Registry::open(path, options()));
    store::Registry r = store::Registry::open(path, options());
    import_bytes(r, file, "客户.txt", {}, {}, nullptr);
}

void remove_all_of(const std::string& path) {
    for (const char* tail : {"", "-wal", "-shm", "-journal"}) fs::remove(path + tail);
}

/// The import in a process of its own that dies at the n-th write. True when it died.
bool killed(FailingVfs& vfs, const std::string& path, const std::string& file, int n, Peer peer) {
    int gate[2];
    REQUIRE(::pipe(gate) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        char go = 0;
        ::close(gate[1]);
        if (::read(gate[0], &go, 1) != 1) ::_exit(3);
        try {
            vfs.kill_at(n);
            import_into(path, file, peer == Peer::same_process);
        } catch (...) {
            ::_exit(2);
        }
        ::_exit(0);
    }
    // A connection must not be carried into another process: this one opens its own once the other exists.
    std::optional<store::Registry> watcher;
    if (peer == Peer::other_process) watcher.emplace(store::Registry::open(path, options()));
    REQUIRE(::write(gate[1], "g", 1) == 1);
    ::close(gate[0]);
    ::close(gate[1]);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    if (watcher) CHECK(watcher->integrity() == "ok"); // the one that was there all along goes on
    CHECK((WIFSIGNALED(status) ? WTERMSIG(status) == SIGKILL : WEXITSTATUS(status) == 0));
    return WIFSIGNALED(status);
}

void torture(Peer peer, bool first_import = false) {
    TempRegistry place;
    const std::string folder = file::to_utf8(file::to_path(place->path()).parent_path());
    const std::string master = folder + "/原.goufang", path = folder + "/试.goufang";
    const std::string file = library(1000, peer == Peer::none ? 5100 : 2100, "7");
    {
        store::Registry r = store::Registry::create(master, "测试", options());
        if (!first_import) {
            import_bytes(r, library(100000, 400, "3"), "旧.txt", {}, {}, nullptr);
            import_bytes(r, library(200000, 200, "4"), "旧二.txt", {}, {}, nullptr);
            r.undo();
        }
    }
    FailingVfs vfs;
    const std::string before = state(master);
    fs::copy_file(master, path);
    vfs.heal();
    import_into(path, file, peer != Peer::none);
    const int calls = vfs.calls();
    const std::string after = state(path);
    REQUIRE(before != after);
    REQUIRE(calls > k_rounds);

    int kept = 0, done = 0;
    for (int i = 0; i < k_rounds + k_endgame; ++i) {
        const int n = i < k_rounds ? 1 + i * (calls - k_endgame) / k_rounds : calls - k_endgame + 1 + i - k_rounds;
        INFO("killed at call " << n << " of " << calls);
        remove_all_of(path);
        fs::copy_file(master, path);
        killed(vfs, path, file, n, peer);
        vfs.heal();
        const std::string now = state(path);
        const bool is_before = now == before, is_after = now == after;
        CHECK((is_before || is_after));
        CHECK_FALSE(fs::exists(path + ".filling"));
        ++(is_after ? done : kept);
        if (is_before && i % 8 == 0) { // and it is a registry to go on with
            import_into(path, file, false);
            CHECK(state(path) == after);
        }
    }
    CHECK(kept > k_rounds / 2);
    CHECK(done > 0);
    CHECK(kept + done == k_rounds + k_endgame);
    remove_all_of(path);
}

} // namespace

TEST_CASE("killed while importing alone: rollback journal, indices dropped and rebuilt") { torture(Peer::none); }

TEST_CASE("killed while importing into a registry without buyers: pages, copied over it") { torture(Peer::none, true); }

TEST_CASE("killed while importing beside a second connection: WAL") { torture(Peer::same_process); }

TEST_CASE("killed while importing beside another process: WAL, and the other goes on") { torture(Peer::other_process); }

#endif
