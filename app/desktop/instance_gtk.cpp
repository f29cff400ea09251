#include "app/desktop/instance.h"

#include <cstdlib>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <glib-unix.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace goufang::desktop {

namespace {

constexpr std::size_t k_longest = 200;   ///< bytes of a request or answer
constexpr int k_patience_s = 5;          ///< for a program that is busy
constexpr int k_slow_client_us = 200000; ///< a request arrives at once; the window waits no longer

class Fd {
  public:
    explicit Fd(int fd = -1) : m_fd(fd) {}
    Fd(Fd&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    Fd& operator=(Fd&& other) noexcept {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    ~Fd() {
        if (m_fd >= 0) ::close(m_fd);
    }
    int get() const { return m_fd; }
    explicit operator bool() const { return m_fd >= 0; }

  private:
    int m_fd;
};

/// A folder that nobody else can write to; empty when there is none.
std::string private_folder() {
    const char* runtime = std::getenv("XDG_RUNTIME_DIR");
    std::string folder = runtime == nullptr ? "" : runtime;
    if (folder.empty()) {
        folder = "/tmp/goufang-" + std::to_string(::getuid());
        ::mkdir(folder.c_str(), S_IRWXU);
    }
    struct stat found {};
    if (::lstat(folder.c_str(), &found) != 0 || !S_ISDIR(found.st_mode) || found.st_uid != ::getuid() ||
        (found.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return {};
    return folder;
}

/// Path of the socket without its ending; one a screen, because a window can appear on its own screen only.
std::string base_path() {
    const std::string folder = private_folder();
    if (folder.empty()) return {};
    std::string screen;
    for (const char* name : {"WAYLAND_DISPLAY", "DISPLAY"})
        if (const char* value = std::getenv(name)) screen += std::string("-") + value;
    for (char& c : screen)
        if (std::strchr("/: ", c) != nullptr) c = '_';
    return folder + "/goufang-desktop" + screen;
}

bool address_of(const std::string& path, sockaddr_un& address) {
    address = {};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) return false;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    return true;
}

void limit_waiting(int fd, long seconds, long microseconds) {
    const timeval limit{seconds, microseconds};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

/// One line without its end; none when the other side says nothing in time or too much.
std::optional<std::string> read_line(int fd) {
    std::string line;
    char c = 0;
    while (line.size() < k_longest) {
        if (::read(fd, &c, 1) != 1) return std::nullopt;
        if (c == '\n') return line;
        line += c;
    }
    return std::nullopt;
}

bool write_line(int fd, std::string_view text) {
    const std::string line = std::string(text.substr(0, k_longest)) + "\n";
    return ::send(fd, line.data(), line.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(line.size());
}

} // namespace

struct Instance::Impl {
    std::function<std::string(std::string_view)> answer;
    Fd lock, listener;
    std::string path;
    guint source = 0;

    static gboolean arrived(gint fd, GIOCondition, gpointer self) {
        // By value: answering may give the place up.
        const auto answer = static_cast<Impl*>(self)->answer;
        const Fd client(::accept4(fd, nullptr, nullptr, SOCK_CLOEXEC));
        if (!client) return G_SOURCE_CONTINUE;
        limit_waiting(client.get(), 0, k_slow_client_us);
        if (const auto request = read_line(client.get())) write_line(client.get(), answer(*request));
        return G_SOURCE_CONTINUE;
    }
};

Instance::Instance() : m_impl(std::make_unique<Impl>()) {}
Instance::~Instance() { give_up(); }

bool Instance::claimed() const { return m_impl->source != 0; }

bool Instance::claim(std::function<std::string(std::string_view)> answer) {
    if (claimed()) return true;
    const std::string base = base_path();
    sockaddr_un address{};
    if (base.empty() || !address_of(base + ".sock", address)) return false;
    Fd lock(::open((base + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
    if (!lock || ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) return false;
    ::unlink(address.sun_path); // left by a program that was killed
    Fd listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!listener || ::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener.get(), 4) != 0)
        return false;
    m_impl->answer = std::move(answer);
    m_impl->lock = std::move(lock);
    m_impl->listener = std::move(listener);
    m_impl->path = address.sun_path;
    m_impl->source = g_unix_fd_add(m_impl->listener.get(), G_IO_IN, Impl::arrived, m_impl.get());
    return true;
}

void Instance::give_up() {
    if (!claimed()) return;
    g_source_remove(std::exchange(m_impl->source, 0));
    ::unlink(m_impl->path.c_str());
    m_impl->listener = Fd();
    m_impl->lock = Fd();
}

std::optional<std::string> Instance::ask(std::string_view request) {
    const std::string base = base_path();
    sockaddr_un address{};
    if (base.empty() || !address_of(base + ".sock", address)) return std::nullopt;
    const Fd server(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!server) return std::nullopt;
    limit_waiting(server.get(), k_patience_s, 0);
    if (::connect(server.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return std::nullopt;
    if (!write_line(server.get(), request)) return std::nullopt;
    return read_line(server.get());
}

} // namespace goufang::desktop
