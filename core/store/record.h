#pragma once
// One row in SQLite's record format (https://www.sqlite.org/fileformat2.html, section 2.1), for fresh_buyers.h.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace goufang::store {

inline constexpr std::size_t k_longest_varint = 9;
/// SQLite's variable-length integer; returns what follows it.
char* put_varint(char* at, std::uint64_t v);
std::size_t varint_length(std::uint64_t v);

/// Values are put in column order. The names are those of Stmt, so that the same code fills both; `at` is not looked
/// at.
class Record {
  public:
    Record& bind(int at, std::int64_t v);
    Record& bind(int at, std::string_view v);
    Record& bind_null(int at);
    Record& bind_text_or_null(int at, std::string_view v) { return v.empty() ? bind_null(at) : bind(at, v); }
    Record& bind_id_or_null(int at, std::int64_t id) { return id == 0 ? bind_null(at) : bind(at, id); }

    void clear();
    /// The whole record; valid until the next change.
    std::string_view bytes();

  private:
    void type(std::uint64_t serial);
    /// Room for the header comes first; the values follow at its end.
    static constexpr std::size_t k_head = 256;
    char m_types[k_head];
    std::size_t m_type_bytes = 0;
    std::string m_bytes = std::string(k_head, '\0');
};

} // namespace goufang::store
