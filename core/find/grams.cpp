#include "core/find/grams.h"

#include "core/find/alphabet.h"

#include <algorithm>
#include <array>
#include <bit>

namespace goufang::find {

namespace {

/// Length of the character that begins with this byte (alphabet.h).
constexpr auto k_lengths = [] {
    std::array<std::uint8_t, 256> lengths{};
    for (unsigned lead = 0; lead < 256; ++lead) {
        const bool one = (lead >= 0x20 && lead <= 0x40) || (lead >= 0x5B && lead < 0x7E) || lead < 0x10;
        lengths[lead] = one ? 1 : lead == 0x10 ? 3 : lead == 0x7E || lead == 0x7F ? 4 : 2;
    }
    return lengths;
}();
inline std::size_t length_of(unsigned char lead) { return k_lengths[lead]; }

inline std::uint32_t first_hash(std::uint32_t c, unsigned bits) { return c * 0x9E3779B1u >> (32 - (bits - 5)) << 5; }
/// Ends and marks (below 0x10) are one: "nothing follows".
inline std::uint32_t second_hash(std::uint32_t c) { return c < 0x10 ? 0 : c * 0x85EBCA6Bu >> 27; }

inline bool is_digit(std::uint32_t c) { return c >= '0' && c <= '9'; }
/// Pairs of digits are everywhere: three digits in a row have a bucket of their own.
inline std::uint32_t digits_hash(std::uint32_t a, std::uint32_t b, std::uint32_t c, unsigned bits) {
    return (a << 16 | b << 8 | c) * 0xC2B2AE35u >> (32 - bits);
}

constexpr std::uint32_t k_block_end = 0xFFFFFFFFu;

inline std::uint32_t initials_bucket(Grams::Apart apart, int first, int second) {
    return static_cast<std::uint32_t>(apart) << 10 | static_cast<std::uint32_t>(first << 5 | second);
}

/// Calls f(bucket) for each pair, f(k_block_end) behind each block.
template <class F> void each_pair(const Column& column, unsigned bits, bool letters_only, const Pairs& common, F&& f) {
    for (std::size_t block = 0; block < column.blocks(); ++block) {
        const char* p = column.block_begin(block);
        const char* const end = column.block_begin(block + 1);
        std::size_t length = length_of(static_cast<unsigned char>(*p));
        std::uint32_t before = 0, c = value_of(p, length);
        while (p < end) {
            const char* q = p + length;
            std::uint32_t next = 0;
            std::size_t next_length = 1;
            if (q < end) {
                next_length = length_of(static_cast<unsigned char>(*q));
                next = value_of(q, next_length);
            }
            if (c >= 0x10 && !(letters_only && (is_digit(c) || is_digit(next) || next < 0x10)) &&
                !common.has(c, next < 0x10 ? 0 : next))
                f(first_hash(c, bits) | second_hash(next));
            if (!letters_only && is_digit(c) && is_digit(before) && is_digit(next))
                f(digits_hash(before, c, next, bits));
            p = q;
            before = c;
            c = next;
            length = next_length;
        }
        f(k_block_end);
    }
}

} // namespace

template <class EachPair> void Grams::fill(const Column& column, unsigned bits, EachPair&& each) {
    m_bits = bits;
    m_blocks = column.blocks();
    m_bitmap = (m_blocks + 7) / 8;
    const std::size_t buckets = std::size_t{1} << bits;
    constexpr std::uint32_t none = 0xFFFFFFFFu;

    // How many bytes each list takes; what is new in each block is kept for the second pass.
    std::vector<std::uint32_t> last(buckets, none), bytes(buckets, 0), seen;
    seen.reserve(column.size() / 2);
    std::uint32_t block = 0;
    const auto gap_of = [&](std::uint32_t bucket) { return block - (last[bucket] == none ? 0 : last[bucket]); };
    each([&](std::uint32_t bucket) {
        if (bucket == k_block_end) {
            ++block;
        } else {
            if (last[bucket] == block) return;
            bytes[bucket] += gap_of(bucket) < 255 ? 1 : 3;
            last[bucket] = block;
        }
        seen.push_back(bucket);
    });
    m_base.assign(buckets / k_group + 1, 0);
    m_offset.assign(buckets, 0);
    std::uint32_t total = 0;
    for (std::size_t b = 0; b < buckets; ++b) {
        if (b % k_group == 0) m_base[b / k_group] = total;
        m_offset[b] = static_cast<std::uint16_t>(total - m_base[b / k_group]);
        total += std::min<std::uint32_t>(bytes[b], static_cast<std::uint32_t>(m_bitmap));
    }
    m_base.back() = total;
    m_lists.assign(total, 0);

    std::vector<std::uint32_t> at(buckets);
    for (std::size_t b = 0; b < buckets; ++b) at[b] = static_cast<std::uint32_t>(begin(b));
    std::fill(last.begin(), last.end(), none);
    block = 0;
    for (const std::uint32_t bucket : seen) {
        if (bucket == k_block_end) {
            ++block;
            continue;
        }
        if (bytes[bucket] >= m_bitmap) {
            m_lists[begin(bucket) + block / 8] |= static_cast<std::uint8_t>(1u << (block % 8));
        } else {
            const std::uint32_t gap = gap_of(bucket);
            if (gap < 255) {
                m_lists[at[bucket]++] = static_cast<std::uint8_t>(gap);
            } else {
                m_lists[at[bucket]++] = 255;
                m_lists[at[bucket]++] = static_cast<std::uint8_t>(gap);
                m_lists[at[bucket]++] = static_cast<std::uint8_t>(gap >> 8);
            }
        }
        last[bucket] = block;
    }
}

void Grams::build(const Column& column, unsigned bits, bool letters_only, const Pairs& common) {
    m_letters_only = letters_only;
    fill(column, bits, [&](auto&& f) { each_pair(column, bits, letters_only, common, f); });
}

void Grams::build_initials(const Column& column) {
    const Alphabet& alphabet = Alphabet::get();
    std::uint32_t classes[256] = {}; // none for ends and marks
    for (unsigned id = 2; id < 256; ++id) {
        const std::uint32_t letters = alphabet.element(static_cast<std::uint8_t>(id)).initials;
        classes[id] = letters != 0 ? letters : 1u << k_digit_class;
    }
    fill(column, 11, [&](auto&& f) {
        const auto pairs = [&](std::uint32_t first, std::uint32_t second, Apart apart) {
            for (std::uint32_t a = first; a != 0; a &= a - 1)
                for (std::uint32_t b = second; b != 0; b &= b - 1)
                    f(initials_bucket(apart, std::countr_zero(a), std::countr_zero(b)));
        };
        for (std::size_t block = 0; block < column.blocks(); ++block) {
            std::uint32_t before = 0, earlier = 0;
            for (const char* p = column.block_begin(block); p < column.block_begin(block + 1); ++p) {
                const std::uint32_t here = classes[static_cast<unsigned char>(*p)];
                pairs(before, here, Apart::next);
                pairs(earlier, here, Apart::next_but_one);
                earlier = here != 0 ? before : 0;
                before = here;
            }
            f(k_block_end);
        }
    });
}

void Grams::add_pairs(std::uint32_t first, std::uint32_t second, Apart apart, Bits& to) const {
    for (; first != 0; first &= first - 1)
        for (std::uint32_t b = second; b != 0; b &= b - 1)
            add(initials_bucket(apart, std::countr_zero(first), std::countr_zero(b)), to);
}

void Grams::add(std::size_t bucket, Bits& to) const {
    const std::size_t from = begin(bucket), until = end(bucket);
    if (until - from == m_bitmap) {
        for (std::size_t i = 0; i < m_bitmap; ++i)
            to.words()[i / 8] |= static_cast<std::uint64_t>(m_lists[from + i]) << (i % 8 * 8);
        return;
    }
    std::size_t block = 0;
    for (std::size_t i = from; i < until;) {
        std::size_t gap = m_lists[i++];
        if (gap == 255) {
            gap = m_lists[i] | static_cast<std::size_t>(m_lists[i + 1]) << 8;
            i += 2;
        }
        block += gap;
        to.set(block);
    }
}

void Grams::keep_only(std::size_t bucket, Bits& blocks, Bits& scratch) const {
    scratch.reset(m_blocks);
    add(bucket, scratch);
    blocks &= scratch;
}

bool Grams::narrow(std::string_view needle, Bits& blocks, const Pairs& common) const {
    if (m_bits == 0 || needle.empty()) return false;
    Bits scratch;
    bool known = false;
    std::size_t at = 0;
    std::size_t length = length_of(static_cast<unsigned char>(needle[0]));
    std::uint32_t c = value_of(needle.data(), length);
    if (length == needle.size()) {
        if (m_letters_only) return false;
        scratch.reset(m_blocks);
        for (std::uint32_t second = 0; second < 32; ++second) add(first_hash(c, m_bits) | second, scratch);
        blocks &= scratch;
        return true;
    }
    std::uint32_t before = 0;
    for (at = length; at < needle.size();) {
        length = length_of(static_cast<unsigned char>(needle[at]));
        const std::uint32_t next = value_of(needle.data() + at, length);
        if (!(m_letters_only && (is_digit(c) || is_digit(next)))) {
            if (!common.has(c, next)) {
                known = true;
                keep_only(first_hash(c, m_bits) | second_hash(next), blocks, scratch);
            }
            if (is_digit(before) && is_digit(c) && is_digit(next))
                keep_only(digits_hash(before, c, next, m_bits), blocks, scratch);
        }
        at += length;
        before = c;
        c = next;
    }
    return known;
}

} // namespace goufang::find
