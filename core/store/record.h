#pragma once
// One row in SQLite's record format (https://www.sqlite.org/fileformat2.html, section 2.1), for fresh_buyers.h.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace goufang::store {

inline constexpr std::size_t k_longest_varint = 9;
constexpr std::size_t varint_length(std::uint64_t v) {
    std::size_t n = 1;
    while (n < k_longest_varint && (v >>= 7) != 0) ++n;
    return n;
}
char* put_long_varint(char* at, std::uint64_t v);
/// SQLite's variable-length integer; returns what follows it.
inline char* put_varint(char* at, std::uint64_t v) {
    if (v >= 0x80) return put_long_varint(at, v);
    *at = static_cast<char>(v);
    return at + 1;
}

/// Values are put in column order. The names are those of Stmt, so that the same code fills both; `at` is not looked
/// at.
class Record {
  public:
    Record& bind(int at, std::int64_t v);
    Record& bind(int, std::string_view v) {
        type(13 + 2 * std::uint64_t{v.size()});
        m_bytes.append(v);
        return *this;
    }
    Record& bind_null(int) {
        type(0);
        return *this;
    }
    Record& bind_text_or_null(int at, std::string_view v) { return v.empty() ? bind_null(at) : bind(at, v); }
    Record& bind_id_or_null(int at, std::int64_t id) { return id == 0 ? bind_null(at) : bind(at, id); }

    void clear();
    /// The whole record; valid until the next change.
    std::string_view bytes();

  private:
    void type(std::uint64_t serial) {
        if (m_type_bytes > k_head - 2 * k_longest_varint) too_wide();
        m_type_bytes = static_cast<std::size_t>(put_varint(m_types + m_type_bytes, serial) - m_types);
    }
    [[noreturn]] static void too_wide();
    /// Room for the header comes first; the values follow at its end.
    static constexpr std::size_t k_head = 256;
    char m_types[k_head];
    std::size_t m_type_bytes = 0;
    std::string m_bytes = std::string(k_head, '\0');
};

} // namespace goufang::store
