#ifndef _WIN32

#include "core/file/file.h"
#include "core/file/large_pages.h"
#include "core/text/errors.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace goufang::file {

namespace {

// What is no regular file (a pipe, /dev/stdin, /proc) is read into anonymous memory, up to this many bytes.
constexpr std::size_t k_max_stream = std::size_t{4} << 30;

[[noreturn]] void fail(std::string_view path, int error) {
    const std::string p(path);
    if (error == ENOENT || error == ENOTDIR) throw Error(Code::file_missing, {p});
    if (error == EISDIR) throw Error(Code::file_is_directory, {p});
    throw Error(Code::file_unreadable, {p, std::generic_category().message(error)});
}

struct Descriptor {
    int fd = -1;
    ~Descriptor() {
        if (fd >= 0) ::close(fd);
    }
};

/// Everything that can be read, in a private mapping of `mapped` bytes; nullptr when there is nothing.
char* slurp(std::string_view path, int fd, std::size_t& size) {
    std::size_t room = 0;
    char* data = nullptr;
    const auto release = [&] {
        if (data) ::munmap(data, room);
    };
    size = 0;
    for (;;) {
        if (size == room) {
            const std::size_t wanted = room == 0 ? std::size_t{1} << 16 : room * 2;
            void* const more = wanted > k_max_stream ? MAP_FAILED
                                                     : ::mmap(nullptr, wanted, PROT_READ | PROT_WRITE,
                                                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            if (more == MAP_FAILED) {
                release();
                fail(path, wanted > k_max_stream ? EFBIG : errno);
            }
            if (data) std::char_traits<char>::copy(static_cast<char*>(more), data, size);
            release();
            data = static_cast<char*>(more);
            room = wanted;
        }
        const ssize_t n = ::read(fd, data + size, room - size);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            const int error = errno;
            release();
            fail(path, error);
        }
        if (n == 0) break;
        size += static_cast<std::size_t>(n);
    }
    if (size == 0) {
        release();
        return nullptr;
    }
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t used = (size + page - 1) / page * page;
    if (used < room) ::munmap(data + used, room - used);
    return data;
}

} // namespace

Mapped::Mapped(std::string_view utf8_path) {
    if (utf8_path.empty() || utf8_path.find('\0') != std::string_view::npos)
        throw Error(Code::file_missing, {std::string(utf8_path)});
    Descriptor d;
    do d.fd = ::open(std::string(utf8_path).c_str(), O_RDONLY | O_CLOEXEC);
    while (d.fd < 0 && errno == EINTR);
    if (d.fd < 0) fail(utf8_path, errno);
    struct stat info {};
    if (::fstat(d.fd, &info) != 0) fail(utf8_path, errno);
    if (S_ISDIR(info.st_mode)) fail(utf8_path, EISDIR);
    if (!S_ISREG(info.st_mode) || info.st_size == 0) {
        // an empty regular file may also be one of /proc, which has bytes all the same
        m_data = slurp(utf8_path, d.fd, m_size);
        return;
    }
    void* const view = ::mmap(nullptr, static_cast<std::size_t>(info.st_size), PROT_READ, MAP_PRIVATE, d.fd, 0);
    if (view == MAP_FAILED) fail(utf8_path, errno);
    ::madvise(view, static_cast<std::size_t>(info.st_size), MADV_SEQUENTIAL);
    m_data = static_cast<const char*>(view);
    m_size = static_cast<std::size_t>(info.st_size);
    m_handle = 0; // a mapped file: its pages can be read again after drop_before()
}

void Mapped::drop_before(std::size_t offset) {
    constexpr std::size_t k_step = std::size_t{1} << 20; // not worth a system call for less
    if (m_handle != 0 || offset > m_size || offset < m_dropped + k_step) return;
    const std::size_t end = offset / k_step * k_step;
    ::madvise(const_cast<char*>(m_data) + m_dropped, end - m_dropped, MADV_DONTNEED);
    m_dropped = end;
}

void Mapped::close() noexcept {
    if (m_data) ::munmap(const_cast<char*>(m_data), m_size);
    m_data = nullptr;
    m_size = 0;
    m_dropped = 0;
    m_handle = k_none;
}

void prefer_large_pages([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) noexcept {
#ifdef MADV_HUGEPAGE
    constexpr std::uintptr_t large = std::uintptr_t{2} << 20;
    const auto at = reinterpret_cast<std::uintptr_t>(memory);
    const std::uintptr_t from = (at + large - 1) / large * large, to = (at + bytes) / large * large;
    if (from < to) ::madvise(reinterpret_cast<void*>(from), to - from, MADV_HUGEPAGE);
#endif
}

} // namespace goufang::file

#endif
