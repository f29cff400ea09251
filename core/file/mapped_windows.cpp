#ifdef _WIN32

#include "core/file/large_pages.h"
#include "core/file/windows_error.h"

#include <cstring>

namespace goufang::file {

namespace {

// What is no disk file (a pipe, the console) is read into memory of its own, up to this many bytes.
constexpr std::size_t k_max_stream = std::size_t{4} << 30;

// Mapped::m_handle
constexpr std::intptr_t k_view = 0, k_memory = 1;

[[noreturn]] void fail(std::string_view path, DWORD error) {
    const std::string p(path);
    switch (error) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_NAME:
    case ERROR_BAD_NETPATH:
        throw Error(Code::file_missing, {p});
    case ERROR_DIRECTORY:
        throw Error(Code::file_is_directory, {p});
    default:
        throw Error(Code::file_unreadable, {p, windows_message(error)});
    }
}

struct Handle {
    HANDLE h = INVALID_HANDLE_VALUE;
    ~Handle() {
        if (h != INVALID_HANDLE_VALUE && h != nullptr) CloseHandle(h);
    }
};

/// Everything that can be read; nullptr when there is nothing.
char* slurp(std::string_view path, HANDLE h, std::size_t& size) {
    std::size_t room = 0;
    char* data = nullptr;
    const auto release = [&] {
        if (data != nullptr) VirtualFree(data, 0, MEM_RELEASE);
    };
    size = 0;
    for (;;) {
        if (size == room) {
            const std::size_t wanted = room == 0 ? std::size_t{1} << 16 : room * 2;
            void* const more = wanted > k_max_stream
                                   ? nullptr
                                   : VirtualAlloc(nullptr, wanted, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
            if (more == nullptr) {
                const DWORD error = wanted > k_max_stream ? ERROR_FILE_TOO_LARGE : GetLastError();
                release();
                fail(path, error);
            }
            if (data != nullptr) std::memcpy(more, data, size);
            release();
            data = static_cast<char*>(more);
            room = wanted;
        }
        DWORD n = 0;
        const std::size_t left = room - size, most = std::size_t{1} << 26;
        if (ReadFile(h, data + size, static_cast<DWORD>(left < most ? left : most), &n, nullptr) == 0) {
            const DWORD error = GetLastError();
            if (error == ERROR_BROKEN_PIPE || error == ERROR_HANDLE_EOF) break; // the other side is done
            release();
            fail(path, error);
        }
        if (n == 0) break;
        size += n;
    }
    if (size == 0) {
        release();
        return nullptr;
    }
    return data;
}

} // namespace

Mapped::Mapped(std::string_view utf8_path) {
    if (utf8_path.empty() || utf8_path.find('\0') != std::string_view::npos)
        throw Error(Code::file_missing, {std::string(utf8_path)});
    const std::wstring path = long_path(to_path(utf8_path));
    const DWORD attributes = GetFileAttributesW(path.c_str());
    if (attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0)
        fail(utf8_path, ERROR_DIRECTORY);
    Handle file;
    file.h = CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                         OPEN_EXISTING, FILE_FLAG_SEQUENTIAL_SCAN, nullptr);
    if (file.h == INVALID_HANDLE_VALUE) fail(utf8_path, GetLastError());
    LARGE_INTEGER size{};
    if (GetFileType(file.h) != FILE_TYPE_DISK) {
        m_data = slurp(utf8_path, file.h, m_size);
        m_handle = k_memory;
        return;
    }
    if (GetFileSizeEx(file.h, &size) == 0) fail(utf8_path, GetLastError());
    if (size.QuadPart == 0) return; // what has no bytes cannot be mapped
    Handle mapping;
    mapping.h = CreateFileMappingW(file.h, nullptr, PAGE_READONLY, 0, 0, nullptr);
    if (mapping.h == nullptr) fail(utf8_path, GetLastError());
    const void* const view = MapViewOfFile(mapping.h, FILE_MAP_READ, 0, 0, 0); // outlives both handles
    if (view == nullptr) fail(utf8_path, GetLastError());
    m_data = static_cast<const char*>(view);
    m_size = static_cast<std::size_t>(size.QuadPart);
    m_handle = k_view;
}

void Mapped::drop_before(std::size_t offset) {
    constexpr std::size_t k_step = std::size_t{1} << 20; // not worth a system call for less
    if (m_handle != k_view || offset > m_size || offset < m_dropped + k_step) return;
    const std::size_t end = offset / k_step * k_step;
    // Unlocking pages that are not locked fails and takes them out of the working set: the documented way to do that.
    VirtualUnlock(const_cast<char*>(m_data) + m_dropped, end - m_dropped);
    m_dropped = end;
}

void Mapped::close() noexcept {
    if (m_data != nullptr && m_handle == k_view) UnmapViewOfFile(m_data);
    if (m_data != nullptr && m_handle == k_memory) VirtualFree(const_cast<char*>(m_data), 0, MEM_RELEASE);
    m_data = nullptr;
    m_size = 0;
    m_dropped = 0;
    m_handle = k_none;
}

void prefer_large_pages(void*, std::size_t) noexcept {} // they need a right that people do not have

} // namespace goufang::file

#endif
