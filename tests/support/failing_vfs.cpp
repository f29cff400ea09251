#include "tests/support/failing_vfs.h"

#include <csignal>
#include <cstdlib>
#include <sqlite3.h>

namespace goufang::test {

namespace {

sqlite3_vfs* g_real = nullptr;
int g_calls = 0; // since the fault was planned
int g_at = 0;    // the call that meets it; 0 = none planned
bool g_failed = false, g_kill = false, g_once = false, g_stuck = false;

bool fault() {
    const bool here = ++g_calls == g_at;
    if (here) g_failed = true;
    return g_once ? here : g_failed;
}

[[noreturn]] void die() {
#ifdef SIGKILL
    std::raise(SIGKILL);
#endif
    std::abort();
}

/// The n-th call has come and no part of it is done.
bool fails() {
    if (!fault()) return false;
    if (g_kill) die();
    return true;
}

struct File {
    sqlite3_file base;
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
File* of(sqlite3_file* f) { return reinterpret_cast<File*>(f); }
const sqlite3_io_methods* methods(sqlite3_file* f) { return of(f)->real()->pMethods; }

int write(sqlite3_file* f, const void* data, int n, sqlite3_int64 at) {
    if (!fault()) return methods(f)->xWrite(of(f)->real(), data, n, at);
    if (!g_kill) return SQLITE_FULL;
    methods(f)->xWrite(of(f)->real(), data, n / 2, at);
    die();
}
int truncate(sqlite3_file* f, sqlite3_int64 size) {
    return fails() ? SQLITE_IOERR_TRUNCATE : methods(f)->xTruncate(of(f)->real(), size);
}
int sync(sqlite3_file* f, int flags) { return fails() ? SQLITE_IOERR_FSYNC : methods(f)->xSync(of(f)->real(), flags); }

const sqlite3_io_methods k_methods{
    3,
    [](sqlite3_file* f) { return methods(f)->xClose(of(f)->real()); },
    [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) { return methods(f)->xRead(of(f)->real(), to, n, at); },
    write,
    truncate,
    sync,
    [](sqlite3_file* f, sqlite3_int64* size) { return methods(f)->xFileSize(of(f)->real(), size); },
    [](sqlite3_file* f, int lock) { return methods(f)->xLock(of(f)->real(), lock); },
    [](sqlite3_file* f, int lock) { return methods(f)->xUnlock(of(f)->real(), lock); },
    [](sqlite3_file* f, int* held) { return methods(f)->xCheckReservedLock(of(f)->real(), held); },
    [](sqlite3_file* f, int op, void* arg) { return methods(f)->xFileControl(of(f)->real(), op, arg); },
    [](sqlite3_file* f) { return methods(f)->xSectorSize(of(f)->real()); },
    [](sqlite3_file* f) { return methods(f)->xDeviceCharacteristics(of(f)->real()); },
    [](sqlite3_file* f, int page, int size, int extend, void volatile** at) {
        return methods(f)->xShmMap(of(f)->real(), page, size, extend, at);
    },
    [](sqlite3_file* f, int offset, int n, int flags) { return methods(f)->xShmLock(of(f)->real(), offset, n, flags); },
    [](sqlite3_file* f) { methods(f)->xShmBarrier(of(f)->real()); },
    [](sqlite3_file* f, int remove) { return methods(f)->xShmUnmap(of(f)->real(), remove); },
    [](sqlite3_file* f, sqlite3_int64 at, int n, void** page) {
        return methods(f)->xFetch(of(f)->real(), at, n, page);
    },
    [](sqlite3_file* f, sqlite3_int64 at, void* page) { return methods(f)->xUnfetch(of(f)->real(), at, page); },
};

int open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* f, int flags, int* out) {
    of(f)->base.pMethods = nullptr;
    if ((flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) && (flags & SQLITE_OPEN_CREATE) && fails())
        return SQLITE_CANTOPEN;
    const int rc = g_real->xOpen(g_real, name, of(f)->real(), flags, out);
    if (of(f)->real()->pMethods) of(f)->base.pMethods = &k_methods;
    return rc;
}

int remove(sqlite3_vfs*, const char* name, int sync_folder) {
    if (g_kill && fault()) die();
    if (g_stuck && g_failed) return SQLITE_IOERR_DELETE;
    return g_real->xDelete(g_real, name, sync_folder); // a full disk lets files go
}

sqlite3_vfs g_vfs{};

} // namespace

FailingVfs::FailingVfs() {
    g_real = sqlite3_vfs_find(nullptr);
    g_vfs = *g_real; // what is not overridden runs on the real one, which takes its data from there
    g_vfs.szOsFile = static_cast<int>(sizeof(File)) + g_real->szOsFile;
    g_vfs.zName = "failing";
    g_vfs.pNext = nullptr;
    g_vfs.xOpen = open;
    g_vfs.xDelete = remove;
    sqlite3_vfs_register(&g_vfs, 1);
    heal();
}

FailingVfs::~FailingVfs() {
    sqlite3_vfs_unregister(&g_vfs);
    sqlite3_vfs_register(g_real, 1);
}

void FailingVfs::fail_at(int n) {
    g_at = n;
    g_calls = 0;
    g_failed = g_kill = g_once = g_stuck = false;
}

void FailingVfs::fail_once_at(int n) {
    fail_at(n);
    g_once = true;
}

void FailingVfs::fail_stuck_at(int n) {
    fail_at(n);
    g_stuck = true;
}

void FailingVfs::kill_at(int n) {
    fail_at(n);
    g_kill = true;
}

void FailingVfs::heal() { fail_at(0); }
bool FailingVfs::failed() const { return g_failed; }
int FailingVfs::calls() const { return g_calls; }

} // namespace goufang::test
