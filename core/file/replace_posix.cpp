#ifndef _WIN32

#include "core/file/file.h"
#include "core/text/errors.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <random>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace goufang::file {

namespace fs = std::filesystem;

namespace {
constexpr std::size_t k_buffer = std::size_t{1} << 18;
constexpr int k_max_links = 40;
} // namespace

struct AtomicFile::Impl {
    std::string shown;     ///< the path as given, for messages
    fs::path target;       ///< what is replaced: the end of a chain of symbolic links
    std::string temporary; ///< empty once renamed or removed
    std::string buffer;
    int fd = -1;
    bool direct = false; ///< a device or a pipe cannot be replaced: it is written to
    int failed = 0;      ///< the first error; nothing works after it

    [[noreturn]] void fail(int error) {
        if (failed == 0) failed = error;
        discard();
        throw Error(error == EISDIR ? Code::file_is_directory : Code::file_unwritable,
                    error == EISDIR ? std::vector<std::string>{shown}
                                    : std::vector<std::string>{shown, std::generic_category().message(error)});
    }

    void discard() noexcept {
        if (fd >= 0) ::close(fd);
        fd = -1;
        if (!temporary.empty()) ::unlink(temporary.c_str());
        temporary.clear();
    }

    void open() {
        if (shown.empty() || shown.find('\0') != std::string::npos) fail(EINVAL);
        target = to_path(shown);
        std::error_code ignored;
        for (int i = 0; fs::is_symlink(fs::symlink_status(target, ignored)); ++i) {
            if (i == k_max_links) fail(ELOOP);
            const fs::path next = fs::read_symlink(target, ignored);
            if (ignored) fail(ignored.value());
            target = next.is_absolute() ? next : target.parent_path() / next;
        }
        struct stat info {};
        const bool exists = ::stat(target.c_str(), &info) == 0;
        if (!exists && errno != ENOENT) fail(errno);
        if (exists && S_ISDIR(info.st_mode)) fail(EISDIR);
        if (!exists && !target.has_filename()) fail(EISDIR); // "new/"
        if (exists && !S_ISREG(info.st_mode)) {
            direct = true;
            fd = ::open(target.c_str(), O_WRONLY | O_CLOEXEC);
            if (fd < 0) fail(errno);
            return;
        }
        if (exists && ::faccessat(AT_FDCWD, target.c_str(), W_OK, AT_EACCESS) != 0)
            fail(errno); // a write-protected file stays as it is
        make_temporary();
        if (exists) {
            // owner first: changing it may clear bits of the mode; not being allowed to is no reason to stop
            if (::fchown(fd, info.st_uid, info.st_gid) != 0 && ::fchown(fd, static_cast<uid_t>(-1), info.st_gid) != 0)
                errno = 0;
            if (::fchmod(fd, info.st_mode & 07777) != 0) fail(errno);
        }
    }

    fs::path folder() const { return target.has_parent_path() ? target.parent_path() : fs::path("."); }

    void make_temporary() {
        // beside the target, hidden; the name is cut so that a long one still fits into NAME_MAX bytes
        std::string name = target.filename().native().substr(0, 200);
        while (!name.empty() && (static_cast<unsigned char>(name.back()) & 0xC0) == 0x80) name.pop_back();
        static std::atomic<unsigned> counter{0};
        for (int i = 0; i < 100; ++i) {
            std::string unique = std::to_string(::getpid());
            unique += "-" + std::to_string(counter++) + "-" + std::to_string(std::random_device{}());
            std::string path = (folder() / ("." + name + "." + unique + ".tmp")).native();
            fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666); // less the umask
            if (fd >= 0) {
                temporary = std::move(path);
                return;
            }
            if (errno != EEXIST && errno != EINTR) break;
        }
        fail(errno);
    }

    void flush() {
        const char* p = buffer.data();
        std::size_t left = buffer.size();
        while (left > 0) {
            const ssize_t n = ::write(fd, p, left);
            if (n < 0 && errno == EINTR) continue;
            if (n < 0) fail(errno);
            p += n;
            left -= static_cast<std::size_t>(n);
        }
        buffer.clear();
    }

    void commit() {
        if (failed != 0) fail(failed);
        if (fd < 0) return;
        flush();
        if (!direct && ::fsync(fd) != 0) fail(errno);
        const int closing = fd;
        fd = -1;
        if (::close(closing) != 0) fail(errno);
        if (direct) return;
        if (::rename(temporary.c_str(), target.c_str()) != 0) fail(errno);
        temporary.clear();
        // the new name itself must survive a power cut; a file system that cannot do this is not an error
        const int at = ::open(folder().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (at >= 0) {
            ::fsync(at);
            ::close(at);
        }
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
    if (f.failed != 0 || f.fd < 0) f.fail(f.failed != 0 ? f.failed : EBADF);
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
