#include "core/store/backup.h"

#include "core/file/file.h"
#include "core/store/engine.h"
#include "core/store/registry.h"
#include "core/store/schema.h"
#include "core/text/errors.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <vector>

namespace goufang::store {

namespace fs = std::filesystem;

namespace {

void remove_with_satellites(const std::string& path) {
    std::error_code ignored;
    for (const char* tail : {"", "-journal", "-wal", "-shm"}) fs::remove(file::to_path(path + tail), ignored);
}

void rename_over(const std::string& from, const std::string& to) {
    std::error_code e;
    fs::rename(file::to_path(from), file::to_path(to), e);
    if (e) throw Error(Code::registry_write, {to, e.message()});
}

/// First of path, path.2, path.3 ... (the number before `tail`) that does not exist.
std::string free_path(const std::string& head, const std::string& tail) {
    std::string path = head + tail;
    for (int n = 2; fs::exists(file::to_path(path)); ++n) path = head + "." + std::to_string(n) + tail;
    return path;
}

std::uint32_t big_endian(const std::array<char, 100>& bytes, std::size_t at) {
    std::uint32_t v = 0;
    for (std::size_t i = 0; i < 4; ++i) v = v << 8 | static_cast<unsigned char>(bytes[at + i]);
    return v;
}

void copy_file(const std::string& from, const std::string& to) {
    std::error_code e;
    fs::copy_file(file::to_path(from), file::to_path(to), e);
    if (e) throw Error(Code::registry_write, {to, e.message()});
}

/// Takes the present file out of use and keeps it beside itself. Throws registry_busy when somebody has it open.
std::string keep_present(const std::string& path, const Options& options, const std::string& when) {
    const fs::path p = file::to_path(path);
    const std::string kept =
        free_path(file::to_utf8(p.parent_path() / p.stem()) + ".before-restore-" + stamp(when), ".goufang");
    bool healthy = true;
    try {
        check_header(path);
        Db db(path, Db::Mode::write, options.busy_ms);
        healthy = db.text("PRAGMA quick_check(1)") == "ok";
        if (healthy) {
            // nobody else has it open, and it leaves no WAL that could be taken for the new file's
            db.run("PRAGMA journal_mode=DELETE");
            if (db.text("PRAGMA journal_mode") != "delete") throw Error(Code::registry_busy, {path});
            write_backup(db, kept);
        }
    } catch (const Error& e) {
        if (e.code() == Code::registry_busy || e.code() == Code::registry_write) throw;
        healthy = false;
    }
    if (!healthy) {
        copy_file(path, kept);
        for (const char* tail : {"-wal", "-journal"}) {
            if (fs::exists(file::to_path(path + tail))) rename_over(path + tail, kept + tail);
        }
        std::error_code ignored;
        fs::remove(file::to_path(path + "-shm"), ignored);
    }
    return kept;
}

} // namespace

std::string stamp(std::string_view utc) {
    std::string out;
    for (const char c : utc) {
        if (c >= '0' && c <= '9') out += c;
        if (c == 'T') out += '-';
    }
    return out;
}

void write_backup(Db& from, const std::string& target) {
    const std::string part = target + ".part";
    remove_with_satellites(part);
    try {
        Db to(part, Db::Mode::create, 0);
        copy_database(from, to);
        to.run("PRAGMA journal_mode=DELETE");
        to.close();
        rename_over(part, target);
    } catch (const Error& e) {
        remove_with_satellites(part);
        if (e.code() == Code::registry_write) throw Error(Code::registry_write, {target, e.args().back()});
        throw;
    }
}

bool make_automatic_backup(Db& from, std::string_view registry_path, std::string_view utc) noexcept {
    try {
        const fs::path path = file::to_path(registry_path);
        const std::string name = file::to_utf8(path.stem());
        const fs::path folder = path.parent_path() / file::to_path(name + ".backups");
        fs::create_directories(folder);
        const std::string head = file::to_utf8(folder / file::to_path(name + "-" + stamp(utc)));
        write_backup(from, free_path(head, ".goufang"));

        std::vector<std::string> kept;
        for (const auto& entry : fs::directory_iterator(folder)) {
            const std::string file_name = file::to_utf8(entry.path().filename());
            if (file_name.starts_with(name + "-") && file_name.ends_with(".goufang")) kept.push_back(file_name);
        }
        std::sort(kept.begin(), kept.end()); // the stamp sorts by time
        for (std::size_t i = 0; i + k_kept_backups < kept.size(); ++i) fs::remove(folder / file::to_path(kept[i]));
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

std::string migration_backup_path(const std::string& path, int version) {
    return free_path(path + ".v" + std::to_string(version), ".bak");
}

void check_header(const std::string& path) {
    const fs::path p = file::to_path(path);
    std::error_code e;
    const auto unreadable = [&](const std::error_code& why) {
        return Error(Code::registry_unreadable, {path, default_user(), why.message()});
    };
    if (!fs::exists(p, e)) throw e ? unreadable(e) : Error(Code::registry_missing, {path});
    if (!fs::is_regular_file(p, e)) throw Error(Code::registry_foreign, {path});
    std::ifstream in(p, std::ios::binary);
    if (!in) throw unreadable({errno, std::generic_category()});
    std::array<char, 100> head{};
    in.read(head.data(), head.size());
    const auto got = static_cast<std::size_t>(in.gcount());
    constexpr std::string_view magic("SQLite format 3\0", 16);
    if (got < magic.size() || std::string_view(head.data(), magic.size()) != magic)
        throw Error(Code::registry_foreign, {path});
    if (got < head.size()) throw Error(Code::registry_damaged, {path, "cut off"});
    if (big_endian(head, 68) != static_cast<std::uint32_t>(k_application_id))
        throw Error(Code::registry_foreign, {path});
    // SQLite finds missing pages but not half a page. With a WAL or a journal the end may still come from there.
    const std::uint32_t page = big_endian(head, 16) >> 16 == 1 ? 65536 : big_endian(head, 16) >> 16;
    if (page == 0 || (fs::file_size(p, e) % page != 0 && !fs::exists(file::to_path(path + "-wal")) &&
                      !fs::exists(file::to_path(path + "-journal"))))
        throw Error(Code::registry_damaged, {path, "cut off"});
    const std::uint32_t version = big_endian(head, 60);
    if (version > static_cast<std::uint32_t>(k_schema_version))
        throw Error(Code::registry_newer, {path, std::to_string(version), std::to_string(k_schema_version)});
}

void Registry::backup(std::string_view target_path) const {
    const std::string target(target_path);
    if (fs::exists(file::to_path(target))) throw Error(Code::file_exists, {target});
    write_backup(engine().db, target);
}

std::string Registry::restore(std::string_view path_view, std::string_view backup_view, Options options) {
    const std::string path(path_view), backup(backup_view), fresh = path + ".restoring";
    check_header(backup);
    Engine clock;
    clock.options = options;
    remove_with_satellites(fresh);
    {
        Db from(backup, Db::Mode::read, options.busy_ms);
        const std::string state = from.text("PRAGMA quick_check(1)");
        if (state != "ok") throw Error(Code::registry_damaged, {backup, state});
        write_backup(from, fresh);
    }
    std::string kept;
    try {
        if (fs::exists(file::to_path(path))) kept = keep_present(path, options, clock.now());
        rename_over(fresh, path);
    } catch (...) {
        remove_with_satellites(fresh);
        throw;
    }
    return kept;
}

} // namespace goufang::store
