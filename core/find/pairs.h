#pragma once
// The commonest pairs of neighbouring characters in names (有限, 科技, a large city): exactly which rows have them. A
// block index is of no use for these, they stand in every block; a scan would find a hit in every other row.

#include "core/find/column.h"
#include "core/find/scan.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace goufang::find {

class Pairs {
  public:
    /// Keeps pairs that occur in one of so many rows, or more.
    static constexpr std::size_t k_one_in = 128;

    void build(const Column& names);
    bool empty() const { return m_entries.empty(); }
    /// Characters are given by value_of; 0 for `second`: nothing follows (the end of a name).
    bool has(std::uint32_t first, std::uint32_t second) const {
        return !empty() && m_filter.test(filter_bit(first, second)) && find(first, second) != nullptr;
    }
    /// Marks the rows with this pair. False when it is not kept: nothing was marked.
    bool mark(std::uint32_t first, std::uint32_t second, const TextSink& sink) const;
    /// Marks the rows with any kept pair that begins with this character.
    void mark_all(std::uint32_t first, const TextSink& sink) const;

    std::size_t memory_bytes() const {
        return m_entries.capacity() * sizeof(Entry) + m_bytes.capacity() + m_filter.memory_bytes();
    }
    template <class Archive> void transfer(Archive& a) { a(m_rows), a(m_entries), a(m_bytes), a(m_filter); }

  private:
    /// One set of rows in m_bytes: a bitmap if that is shorter, else gaps of 7 bits a byte, the high bit: it goes on.
    struct Set {
        std::uint32_t from = 0, to = 0;
    };
    struct Entry {
        std::uint32_t first = 0, second = 0;
        Set any, prefix, word_start; ///< as in TextSink
        bool before(std::uint32_t f, std::uint32_t s) const { return first != f ? first < f : second < s; }
    };

    static std::size_t filter_bit(std::uint32_t first, std::uint32_t second) {
        return (first * 0x9E3779B1u ^ second * 0x85EBCA6Bu) >> 20;
    }
    const Entry* find(std::uint32_t first, std::uint32_t second) const;
    Set keep(const std::vector<std::uint32_t>& rows);
    void mark(const Entry& entry, const TextSink& sink) const;
    void mark(Set set, Bits* bits) const;

    std::size_t m_rows = 0;
    std::vector<Entry> m_entries; ///< by first, then second
    std::vector<std::uint8_t> m_bytes;
    Bits m_filter; ///< by filter_bit: pairs that are not there are told without a search
};

/// The bytes of a character of alphabet.h as a number.
inline std::uint32_t value_of(const char* p, std::size_t length) {
    std::uint32_t v = 0;
    for (std::size_t i = 0; i < length; ++i) v = v << 8 | static_cast<unsigned char>(p[i]);
    return v;
}

} // namespace goufang::find
