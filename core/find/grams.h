#pragma once
// Which blocks of 16 rows can hold a fragment: for each pair of neighbouring characters (and each three digits) the
// blocks where it occurs. Pairs share buckets by a hash, so the answer may name too many blocks, never too few; the
// blocks are then scanned.

#include "core/find/bits.h"
#include "core/find/column.h"
#include "core/find/pairs.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace goufang::find {

class Grams {
  public:
    /// `bits` of the hash (at least 6): 5 of them tell the second character, the others the first, so that one
    /// character alone can be looked up too. `letters_only`: pairs with a digit are left out. So are those in `common`.
    void build(const Column& column, unsigned bits, bool letters_only, const Pairs& common);
    /// Over the column of initials: for each pair of classes (Alphabet element's letters, or k_digit_class) of
    /// neighbouring elements, and of elements with one between them.
    void build_initials(const Column& column);
    bool empty() const { return m_bits == 0; }
    /// How far the second element of a pair stands behind the first.
    enum class Apart : std::uint8_t { next, next_but_one };
    /// After build_initials: adds the blocks where an element of a class in `first` stands before one in `second`
    /// (masks: bit 0 = a ... 25 = z, 26 = digits).
    void add_pairs(std::uint32_t first, std::uint32_t second, Apart apart, Bits& to) const;
    std::size_t blocks() const { return m_blocks; }

    /// Takes out of `blocks` (one bit a block) those that cannot hold `needle`. False when the needle has no pair that
    /// the index knows: nothing was taken out. `common`: as in build; nothing is told by these pairs.
    bool narrow(std::string_view needle, Bits& blocks, const Pairs& common) const;
    template <class Archive> void transfer(Archive& a) {
        a(m_bits), a(m_letters_only), a(m_blocks), a(m_bitmap), a(m_base), a(m_offset), a(m_lists);
    }
    std::size_t memory_bytes() const {
        return m_lists.capacity() + m_base.capacity() * sizeof(std::uint32_t) +
               m_offset.capacity() * sizeof(std::uint16_t);
    }

  private:
    static constexpr std::size_t k_group = 32; ///< buckets that share a base; the lists of one first character

    template <class EachPair> void fill(const Column& column, unsigned bits, EachPair&& each);
    void keep_only(std::size_t bucket, Bits& blocks, Bits& scratch) const;
    void add(std::size_t bucket, Bits& to) const;
    std::size_t begin(std::size_t bucket) const { return m_base[bucket / k_group] + m_offset[bucket]; }
    std::size_t end(std::size_t bucket) const {
        return (bucket + 1) % k_group == 0 ? m_base[bucket / k_group + 1] : begin(bucket + 1);
    }

    unsigned m_bits = 0;
    bool m_letters_only = false;
    std::size_t m_blocks = 0, m_bitmap = 0; ///< a list as long as m_bitmap bytes is a bitmap
    std::vector<std::uint32_t> m_base;
    std::vector<std::uint16_t> m_offset;
    std::vector<std::uint8_t> m_lists; ///< gaps: one byte, or 255 and two bytes
};

} // namespace goufang::find
