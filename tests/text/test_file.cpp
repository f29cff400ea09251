#include "core/file/file.h"
#include "core/text/errors.h"
#include "tests/support/as_nobody.h"
#include "tests/support/catch.h"

#include <fstream>
#include <thread>
#ifndef _WIN32
#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace goufang;
using namespace goufang::file;
namespace fs = std::filesystem;

namespace {

/// An empty folder of its own, removed at the end; its name is not ASCII.
struct Folder {
    fs::path path;
    Folder() {
        static int n = 0;
        const auto base = fs::temp_directory_path();
        do
            path = base / to_path("购方-測試-" + std::to_string(++n) + "-" +
                                  std::to_string(std::hash<std::thread::id>{}(std::this_thread::get_id())) + "-é");
        while (!fs::create_directory(path));
    }
    ~Folder() {
        std::error_code ignored;
        fs::permissions(path, fs::perms::owner_all, ignored);
        fs::remove_all(path, ignored);
    }
    std::string file(std::string_view name) const { return to_utf8(path / to_path(name)); }
    std::size_t entries() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator(path), {})); }
};

void put(const std::string& path, std::string_view bytes) { std::ofstream(to_path(path), std::ios::binary) << bytes; }
std::string get(const std::string& path) { return std::string(Mapped(path).bytes()); }

template <class F> Code code_of(F&& f) {
    try {
        f();
    } catch (const Error& e) {
        return e.code();
    }
    return Code::internal;
}

} // namespace

TEST_CASE("Paths are UTF-8 there and back") {
    for (const char* p : {"a.txt", "客户编码.txt", "目录/é/x", "\U0001F600"}) CHECK(to_utf8(to_path(p)) == p);
}

TEST_CASE("A mapped file shows its bytes") {
    Folder folder;
    const std::string path = folder.file("客户 编码.txt");
    put(path, std::string_view("a\0\xFF\n", 4));
    Mapped m(path);
    CHECK(m.bytes() == std::string_view("a\0\xFF\n", 4));
    Mapped moved(std::move(m));
    CHECK(moved.bytes().size() == 4);
    CHECK(m.bytes().empty()); // NOLINT: what is left behind is empty
    const std::string other = folder.file("2");
    put(other, "zz");
    moved = Mapped(other);
    CHECK(moved.bytes() == "zz");
    put(path, "");
    CHECK(Mapped(path).bytes().empty());
}

TEST_CASE("What cannot be mapped is said plainly") {
    Folder folder;
    put(folder.file("plain"), "x");
    CHECK(code_of([&] { Mapped m(folder.file("missing")); }) == Code::file_missing);
    CHECK(code_of([&] { Mapped m(folder.file("plain/below")); }) == Code::file_missing);
    CHECK(code_of([&] { Mapped m(""); }) == Code::file_missing);
    CHECK(code_of([&] { Mapped m(std::string_view("a\0b", 3)); }) == Code::file_missing);
    CHECK(code_of([&] { Mapped m(to_utf8(folder.path)); }) == Code::file_is_directory);
    try {
        Mapped m(folder.file("没有"));
        FAIL("a missing file was read");
    } catch (const Error& e) {
        REQUIRE(!e.args().empty());
        CHECK(e.args()[0] == folder.file("没有"));
    }
}

TEST_CASE("Dropping what was read keeps the bytes") {
    Folder folder;
    const std::string path = folder.file("large");
    std::string bytes(5 << 20, 'x');
    for (std::size_t i = 0; i < bytes.size(); i += 4096) bytes[i] = static_cast<char>(i >> 12);
    put(path, bytes);
    Mapped m(path);
    for (std::size_t at = 0; at <= bytes.size(); at += 700000) m.drop_before(at);
    m.drop_before(bytes.size());
    m.drop_before(bytes.size() + 1000);
    CHECK(m.bytes() == bytes);
}

TEST_CASE("An atomic file is all or nothing") {
    Folder folder;
    const std::string path = folder.file("出口.txt");
    { // never committed: nothing
        AtomicFile f(path);
        f.write("half");
    }
    CHECK(folder.entries() == 0);
    {
        AtomicFile f(path);
        f.write("one ");
        f.write(std::string(1 << 20, 'y'));
        f.write("");
        CHECK(!fs::exists(to_path(path)));
        f.commit();
    }
    CHECK(get(path) == "one " + std::string(1 << 20, 'y'));
    CHECK(folder.entries() == 1);
    { // an existing target stays until commit, and without one
        AtomicFile f(path);
        f.write(std::string(1 << 20, 'z'));
        CHECK(get(path).substr(0, 4) == "one ");
    }
    CHECK(get(path).substr(0, 4) == "one ");
    CHECK(folder.entries() == 1);
    AtomicFile empty(path);
    empty.commit();
    CHECK(get(path).empty());
    { // two at once do not meet; the last commit wins
        AtomicFile a(path), b(path);
        a.write("a");
        b.write("b");
        b.commit();
        a.commit();
    }
    CHECK(get(path) == "a");
    CHECK(folder.entries() == 1);
}

TEST_CASE("Writing many small pieces gives the bytes in order") {
    Folder folder;
    const std::string path = folder.file("x");
    std::string expected;
    AtomicFile f(path);
    for (int i = 0; i < 30000; ++i) {
        const std::string piece(static_cast<std::size_t>(i % 37), static_cast<char>('a' + i % 26));
        expected += piece;
        f.write(piece);
    }
    f.commit();
    CHECK(get(path) == expected);
}

TEST_CASE("Where nothing can be written, that is said and nothing is left") {
    Folder folder;
    put(folder.file("plain"), "x");
    CHECK(code_of([&] { AtomicFile f(folder.file("no/such/folder")); }) == Code::file_unwritable);
    CHECK(code_of([&] { AtomicFile f(folder.file("plain/below")); }) == Code::file_unwritable);
    CHECK(code_of([&] { AtomicFile f(to_utf8(folder.path)); }) == Code::file_is_directory);
    CHECK(code_of([&] { AtomicFile f(folder.file("new/")); }) != Code::internal);
    CHECK(code_of([&] { AtomicFile f(""); }) == Code::file_unwritable);
    CHECK(folder.entries() == 1);
    CHECK(get(folder.file("plain")) == "x");
}

TEST_CASE("A very long name is no obstacle") {
    Folder folder;
    std::string name;
    for (int i = 0; i < 83; ++i) name += "购"; // 249 bytes of 255
    AtomicFile f(folder.file(name));
    f.write("x");
    f.commit();
    CHECK(get(folder.file(name)) == "x");
}

#ifndef _WIN32

TEST_CASE("An existing target keeps its permissions, a new one gets the usual ones") {
    Folder folder;
    const std::string path = folder.file("x");
    const auto mode = [&](const std::string& p) { return fs::status(to_path(p)).permissions() & fs::perms::mask; };
    put(path, "old");
    fs::permissions(to_path(path), fs::perms(0640));
    {
        AtomicFile f(path);
        f.write("new");
        f.commit();
    }
    CHECK(mode(path) == fs::perms(0640));
    CHECK(get(path) == "new");
    put(folder.file("usual"), "");
    AtomicFile f(folder.file("fresh"));
    f.commit();
    CHECK(mode(folder.file("fresh")) == mode(folder.file("usual")));
}

TEST_CASE("A symbolic link stays and what it points to is replaced") {
    Folder folder;
    const std::string target = folder.file("target"), link = folder.file("link"), second = folder.file("second");
    put(target, "old");
    fs::create_symlink("target", to_path(link)); // relative
    fs::create_symlink(to_path(link), to_path(second));
    AtomicFile f(second);
    f.write("new");
    f.commit();
    CHECK(fs::is_symlink(to_path(second)));
    CHECK(fs::is_symlink(to_path(link)));
    CHECK(!fs::is_symlink(to_path(target)));
    CHECK(get(target) == "new");
    const std::string dangling = folder.file("dangling");
    fs::create_symlink("later", to_path(dangling));
    AtomicFile g(dangling);
    g.write("x");
    g.commit();
    CHECK(fs::is_symlink(to_path(dangling)));
    CHECK(get(folder.file("later")) == "x");
    fs::create_symlink("loop", to_path(folder.file("loop")));
    CHECK(code_of([&] { AtomicFile h(folder.file("loop")); }) == Code::file_unwritable);
}

TEST_CASE("A full device is an error, at the write or at commit") {
    if (!fs::exists("/dev/full")) return;
    CHECK(code_of([] {
              AtomicFile f("/dev/full");
              f.write(std::string(1 << 20, 'x'));
              f.commit();
          }) == Code::file_unwritable);
    CHECK(code_of([] {
              AtomicFile f("/dev/full");
              f.write("x");
              f.commit();
          }) == Code::file_unwritable);
    CHECK(fs::is_character_file("/dev/full"));
}

TEST_CASE("A limit on the file size leaves the old file and no temporary one") {
    Folder folder;
    const std::string path = folder.file("x");
    put(path, "old");
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    rlimit small = before;
    small.rlim_cur = 100000;
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
    Code code = Code::internal, again = Code::internal;
    {
        AtomicFile f(path);
        code = code_of([&] {
            f.write(std::string(90000, 'x'));
            f.write(std::string(900000, 'x'));
        });
        again = code_of([&] { f.commit(); }); // what failed cannot be published
    }
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    CHECK(code == Code::file_unwritable);
    CHECK(again == Code::file_unwritable);
    CHECK(folder.entries() == 1);
    CHECK(get(path) == "old");
}

TEST_CASE("Write-protected folders and files are left alone") {
    Folder folder;
    fs::permissions(folder.path, fs::perms::all);
    const test::AsNobody nobody; // root may read and write everywhere
    if (!nobody.works()) return;
    const std::string path = folder.file("x");
    put(path, "old");
    fs::permissions(to_path(path), fs::perms(0444));
    CHECK(code_of([&] { AtomicFile f(path); }) == Code::file_unwritable);
    fs::permissions(to_path(path), fs::perms(0000));
    CHECK(code_of([&] { Mapped m(path); }) == Code::file_unreadable);
    fs::permissions(to_path(path), fs::perms(0644));
    const std::string inner = folder.file("内");
    fs::create_directory(to_path(inner));
    put(inner + "/x", "old");
    fs::permissions(to_path(inner), fs::perms(0555));
    CHECK(code_of([&] { AtomicFile f(inner + "/new"); }) == Code::file_unwritable);
    CHECK(code_of([&] { AtomicFile f(inner + "/x"); }) == Code::file_unwritable);
    CHECK(get(inner + "/x") == "old");
    fs::permissions(to_path(inner), fs::perms(0755));
}

TEST_CASE("Pipes and the files of the system are read to their end") {
    Folder folder;
    const std::string pipe = folder.file("pipe");
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    const std::string bytes(300000, 'p');
    std::thread writer([&] { put(pipe, bytes); });
    const Mapped m(pipe);
    writer.join();
    CHECK(m.bytes() == bytes);
    CHECK(Mapped("/dev/null").bytes().empty());
    if (fs::exists("/proc/self/stat")) CHECK(!Mapped("/proc/self/stat").bytes().empty());
}

#endif
