#include "core/file/file.h"

#include <utility>

namespace goufang::file {

std::filesystem::path to_path(std::string_view utf8) {
    return std::filesystem::path(std::u8string(utf8.begin(), utf8.end()));
}

std::string to_utf8(const std::filesystem::path& p) {
    const std::u8string s = p.u8string();
    return {s.begin(), s.end()};
}

Mapped::~Mapped() { close(); }

Mapped::Mapped(Mapped&& other) noexcept
    : m_data(std::exchange(other.m_data, nullptr)), m_size(std::exchange(other.m_size, 0)),
      m_dropped(std::exchange(other.m_dropped, 0)), m_handle(std::exchange(other.m_handle, k_none)) {}

Mapped& Mapped::operator=(Mapped&& other) noexcept {
    if (this != &other) {
        close();
        m_data = std::exchange(other.m_data, nullptr);
        m_size = std::exchange(other.m_size, 0);
        m_dropped = std::exchange(other.m_dropped, 0);
        m_handle = std::exchange(other.m_handle, k_none);
    }
    return *this;
}

} // namespace goufang::file
