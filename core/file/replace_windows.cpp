#ifdef _WIN32

#include "core/file/windows_error.h"

#include <atomic>
#include <random>
#include <utility>

namespace goufang::file {

namespace fs = std::filesystem;

namespace {
constexpr std::size_t k_buffer = std::size_t{1} << 18;
constexpr int k_max_links = 40;
constexpr int k_tries = 20;      // virus scanners and indexers hold a fresh file for moments
constexpr DWORD k_pause_ms = 25; // between two tries
} // namespace

struct AtomicFile::Impl {
    std::string shown;      ///< the path as given, for messages
    fs::path target;        ///< what is replaced: the end of a chain of symbolic links
    std::wstring temporary; ///< empty once renamed or removed
    std::string buffer;
    HANDLE handle = INVALID_HANDLE_VALUE;
    bool direct = false; ///< a device or a pipe cannot be replaced: it is written to
    bool exists = false; ///< the target was there
    DWORD failed = 0;    ///< the first error; nothing works after it

    [[noreturn]] void fail(DWORD error) {
        if (failed == 0) failed = error;
        discard();
        if (error == ERROR_DIRECTORY) throw Error(Code::file_is_directory, {shown});
        throw Error(Code::file_unwritable, {shown, windows_message(error)});
    }

    void discard() noexcept {
        if (handle != INVALID_HANDLE_VALUE) CloseHandle(handle);
        handle = INVALID_HANDLE_VALUE;
        if (!temporary.empty()) DeleteFileW(temporary.c_str());
        temporary.clear();
    }

    void open() {
        if (shown.empty() || shown.find('\0') != std::string::npos) fail(ERROR_INVALID_NAME);
        target = to_path(shown);
        std::error_code failed_link;
        for (int i = 0; fs::is_symlink(fs::symlink_status(target, failed_link)); ++i) {
            if (i == k_max_links) fail(ERROR_CANT_RESOLVE_FILENAME);
            const fs::path next = fs::read_symlink(target, failed_link);
            if (failed_link) fail(ERROR_CANT_RESOLVE_FILENAME);
            target = next.is_absolute() ? next : target.parent_path() / next;
        }
        const std::wstring path = long_path(target);
        const DWORD attributes = GetFileAttributesW(path.c_str());
        exists = attributes != INVALID_FILE_ATTRIBUTES;
        if (!exists && GetLastError() != ERROR_FILE_NOT_FOUND) fail(GetLastError());
        if (exists && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0) fail(ERROR_DIRECTORY);
        if (!exists && !target.has_filename()) fail(ERROR_DIRECTORY); // "new/"
        if (exists && (attributes & FILE_ATTRIBUTE_READONLY) != 0) fail(ERROR_WRITE_PROTECT);
        if (exists) {
            const HANDLE now =
                CreateFileW(path.c_str(), GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                            nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
            if (now == INVALID_HANDLE_VALUE) fail(GetLastError());
            if (GetFileType(now) != FILE_TYPE_DISK) {
                direct = true;
                handle = now;
                return;
            }
            CloseHandle(now);
        }
        make_temporary();
    }

    void make_temporary() {
        // beside the target, hidden; the name is cut so that a long one still fits into 255 units
        std::wstring name = target.filename().native().substr(0, 180);
        if (!name.empty() && name.back() >= 0xD800 && name.back() < 0xDC00) name.pop_back();
        const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(L".");
        static std::atomic<unsigned> counter{0};
        DWORD error = ERROR_FILE_EXISTS;
        for (int i = 0; i < 100; ++i) {
            std::wstring unique = std::to_wstring(GetCurrentProcessId());
            unique += L"-" + std::to_wstring(counter++) + L"-" + std::to_wstring(std::random_device{}());
            std::wstring path = long_path(folder / (L"." + name + L"." + unique + L".tmp"));
            handle = CreateFileW(path.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_NEW, FILE_ATTRIBUTE_HIDDEN, nullptr);
            if (handle != INVALID_HANDLE_VALUE) {
                temporary = std::move(path);
                return;
            }
            error = GetLastError();
            if (error != ERROR_FILE_EXISTS) break;
        }
        fail(error);
    }

    void flush() {
        const char* p = buffer.data();
        std::size_t left = buffer.size();
        while (left > 0) {
            constexpr std::size_t most = std::size_t{1} << 26;
            DWORD n = 0;
            if (WriteFile(handle, p, static_cast<DWORD>(left < most ? left : most), &n, nullptr) == 0)
                fail(GetLastError());
            if (n == 0) fail(ERROR_DISK_FULL);
            p += n;
            left -= n;
        }
        buffer.clear();
    }

    /// The new file in the old one's place; an existing target keeps its attributes and access rights.
    DWORD put() const {
        const std::wstring path = long_path(target);
        if (exists && ReplaceFileW(path.c_str(), temporary.c_str(), nullptr, REPLACEFILE_IGNORE_MERGE_ERRORS, nullptr,
                                   nullptr) != 0)
            return 0;
        const DWORD error = exists ? GetLastError() : ERROR_FILE_NOT_FOUND;
        // not there (any more), or a file system without what ReplaceFile needs
        if (error == ERROR_SHARING_VIOLATION || error == ERROR_ACCESS_DENIED) return error;
        SetFileAttributesW(temporary.c_str(), FILE_ATTRIBUTE_NORMAL); // hidden only while it was temporary
        const DWORD how = MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH;
        return MoveFileExW(temporary.c_str(), path.c_str(), how) != 0 ? 0 : GetLastError();
    }

    void commit() {
        if (failed != 0) fail(failed);
        if (handle == INVALID_HANDLE_VALUE) return;
        flush();
        if (!direct && FlushFileBuffers(handle) == 0) fail(GetLastError());
        const HANDLE closing = std::exchange(handle, INVALID_HANDLE_VALUE);
        if (CloseHandle(closing) == 0) fail(GetLastError());
        if (direct) return;
        DWORD error = put();
        for (int i = 0; i < k_tries && (error == ERROR_SHARING_VIOLATION || error == ERROR_ACCESS_DENIED); ++i) {
            Sleep(k_pause_ms);
            error = put();
        }
        if (error != 0) fail(error);
        temporary.clear();
    }
};

AtomicFile::AtomicFile(std::string_view utf8_path) : m_impl(std::make_unique<Impl>()) {
    m_impl->shown = utf8_path;
    m_impl->open();
    m_impl->buffer.reserve(k_buffer);
}

AtomicFile::~AtomicFile() {
    if (m_impl) m_impl->discard();
}

void AtomicFile::write(std::string_view bytes) {
    Impl& f = *m_impl;
    if (f.failed != 0 || f.handle == INVALID_HANDLE_VALUE) f.fail(f.failed != 0 ? f.failed : ERROR_INVALID_HANDLE);
    if (f.buffer.size() + bytes.size() > k_buffer) f.flush();
    if (bytes.size() >= k_buffer) {
        f.buffer.assign(bytes);
        f.flush();
    } else {
        f.buffer += bytes;
    }
}

void AtomicFile::commit() { m_impl->commit(); }

} // namespace goufang::file

#endif
