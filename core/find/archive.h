#pragma once
// Values as bytes and back, for the side file of the index (stored.h). One function of a class names its members for
// both directions: `template <class Archive> void transfer(Archive& a) { a(m_first), a(m_second); }`. Numbers stand as
// this machine has them; the file never leaves it.

#include "core/file/file.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace goufang::find {

/// A checksum against damage, not against intent; of blocks of k_archive_block bytes, the last may be shorter.
class Checksum {
  public:
    void add(std::string_view block);
    std::uint64_t value() const { return m_sum; }

  private:
    void mix(std::uint64_t word) { m_sum = (m_sum ^ word) * 0x9E3779B97F4A7C15ULL, m_sum ^= m_sum >> 29; }
    std::uint64_t m_sum = 0x6A09E667F3BCC908ULL;
};
inline constexpr std::size_t k_archive_block = std::size_t{1} << 20;

class Saver {
  public:
    static constexpr bool k_loads = false;
    explicit Saver(file::Sink& sink) : m_sink(sink) {}
    template <class T> void operator()(const T& value) {
        if constexpr (std::is_trivially_copyable_v<T>)
            put({reinterpret_cast<const char*>(&value), sizeof value});
        else
            const_cast<T&>(value).transfer(*this);
    }
    void operator()(const std::string& s) {
        (*this)(std::uint64_t{s.size()});
        put(s);
    }
    template <class T> void operator()(const std::vector<T>& list) {
        (*this)(std::uint64_t{list.size()});
        if constexpr (std::is_trivially_copyable_v<T>)
            put({reinterpret_cast<const char*>(list.data()), list.size() * sizeof(T)});
        else
            for (const T& item : list) (*this)(item);
    }
    void finish(); ///< writes the checksum

  private:
    void put(std::string_view bytes);
    void flush();
    file::Sink& m_sink;
    std::string m_block;
    Checksum m_sum;
};

/// Whether the file ends with the checksum of what stands before. Throws what file::Mapped throws.
bool sound(const std::string& path);

struct BadArchive {}; ///< thrown by Loader

class Loader {
  public:
    static constexpr bool k_loads = true;
    /// `bytes` are sound().
    explicit Loader(std::string_view bytes) : m_left(bytes.substr(0, bytes.size() - sizeof(std::uint64_t))) {}
    template <class T> void operator()(T& value) {
        if constexpr (std::is_trivially_copyable_v<T>)
            take(reinterpret_cast<char*>(&value), sizeof value);
        else
            value.transfer(*this);
    }
    void operator()(std::string& s) {
        s.resize(count(1));
        take(s.data(), s.size());
    }
    template <class T> void operator()(std::vector<T>& list) {
        list = std::vector<T>(count(std::is_trivially_copyable_v<T> ? sizeof(T) : 1));
        if constexpr (std::is_trivially_copyable_v<T>)
            take(reinterpret_cast<char*>(list.data()), list.size() * sizeof(T));
        else
            for (T& item : list) (*this)(item);
    }
    std::size_t left() const { return m_left.size(); } ///< bytes

  private:
    /// How many items of at least `size` bytes follow.
    std::size_t count(std::size_t size);
    void take(char* to, std::size_t bytes) {
        if (bytes > m_left.size()) throw BadArchive{};
        if (bytes != 0) std::memcpy(to, m_left.data(), bytes);
        m_left.remove_prefix(bytes);
    }
    std::string_view m_left;
};

} // namespace goufang::find
