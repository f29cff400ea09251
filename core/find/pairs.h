#pragma once
// The commonest pairs of neighbouring characters in names (有限, 科技, a large city) and in addresses (大道, 街道):
// exactly which rows have them. A block index is of no use for these, they stand in every block; a scan would find a
// hit in every other row.

#include "core/find/column.h"
#include "core/find/scan.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::find {

class Pairs {
  public:
    enum class Of : std::uint8_t {
        names, ///< all pairs, with where they stand
        texts, ///< pairs of characters that are not ASCII; only the rows
    };
    /// Keeps pairs that occur in one of `one_in` rows, or more.
    void build(const Column& column, Of of, std::size_t one_in);
    bool empty() const { return m_entries.empty(); }
    bool tell_places() const { return m_of == Of::names; }
    /// Characters are given by value_of; 0 for `second`: nothing follows (the end of a name).
    bool has(std::uint32_t first, std::uint32_t second) const { return find(first, second) != nullptr; }
    /// Marks the rows with this pair; of texts only in sink.any. False when it is not kept: nothing was marked.
    bool mark(std::uint32_t first, std::uint32_t second, const TextSink& sink) const;
    /// Marks the rows with any kept pair that begins with this character.
    void mark_all(std::uint32_t first, const TextSink& sink) const;

    std::size_t memory_bytes() const {
        return m_entries.capacity() * sizeof(Entry) + m_bytes.capacity() + m_slots.capacity() * sizeof(std::uint16_t);
    }
    template <class Archive> void transfer(Archive& a) { a(m_of), a(m_rows), a(m_entries), a(m_bytes), a(m_slots); }

  private:
    /// One set of rows in m_bytes: a bitmap if that is shorter, else gaps of 7 bits a byte, the high bit: it goes on.
    struct Set {
        std::uint32_t from = 0, to = 0;
    };
    struct Entry {
        std::uint32_t first = 0, second = 0;
        Set any, prefix, word_start; ///< as in TextSink
    };

    static constexpr unsigned k_slot_bits = 13;
    static std::size_t slot_of(std::uint32_t first, std::uint32_t second) {
        return (first * 0x9E3779B1u ^ second * 0x85EBCA6Bu) * 0xC2B2AE35u >> (32 - k_slot_bits);
    }
    const Entry* find(std::uint32_t first, std::uint32_t second) const {
        if (m_slots.empty()) return nullptr;
        for (std::size_t slot = slot_of(first, second); m_slots[slot] != 0; slot = (slot + 1) % m_slots.size()) {
            const Entry& entry = m_entries[m_slots[slot] - 1u];
            if (entry.first == first && entry.second == second) return &entry;
        }
        return nullptr;
    }
    Set keep(const std::vector<std::uint32_t>& rows);
    void mark(const Entry& entry, const TextSink& sink) const;
    void mark(Set set, Bits* bits) const;

    Of m_of = Of::names;
    std::size_t m_rows = 0;
    std::vector<Entry> m_entries; ///< in no order; far fewer than slots
    std::vector<std::uint8_t> m_bytes;
    std::vector<std::uint16_t> m_slots; ///< an open hash table of numbers of entries, counted from 1
};

/// The bytes of a character of alphabet.h as a number.
inline std::uint32_t value_of(const char* p, std::size_t length) {
    std::uint32_t v = 0;
    for (std::size_t i = 0; i < length; ++i) v = v << 8 | static_cast<unsigned char>(p[i]);
    return v;
}

} // namespace goufang::find
