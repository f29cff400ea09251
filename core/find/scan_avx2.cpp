#include "core/find/scan_vector.h"

#ifdef GOUFANG_AVX2

#include <cstring>
#include <immintrin.h>

// Behind the includes, so that nothing of the library is compiled for processors that may not be there.
#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)
#else
#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt")
#endif

namespace goufang::find {

namespace {

inline __m256i load(const char* p) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)); }
inline std::uint32_t mask(__m256i x) { return static_cast<std::uint32_t>(_mm256_movemask_epi8(x)); }

/// All ones in bytes that are, unsigned, at most the limit's.
inline __m256i at_most(__m256i x, __m256i limit) { return _mm256_cmpeq_epi8(_mm256_min_epu8(x, limit), x); }

/// 32 bytes of a column: which bytes are ends of rows, and which row the first byte belongs to.
struct Stretch {
    std::uint32_t zeros = 0;
    std::size_t row = 0;
    std::uint32_t ended = 1; ///< 1: the byte before the stretch ended a row (or the scan begins here)

    std::uint32_t row_starts() const { return zeros << 1 | ended; }
    void go_on() {
        row += static_cast<std::size_t>(__builtin_popcount(zeros));
        ended = zeros >> 31;
    }
};

/// A stretch that leaps: rows are counted only before places where something was found.
class Leaper {
  public:
    explicit Leaper(const Blocks& blocks) : m_blocks(blocks), m_counted(blocks.begin()) {
        m_stretch.row = blocks.first_row();
    }
    /// The stretch that begins at `p`; no place that it was asked for lies behind.
    Stretch& at(const char* p) {
        constexpr std::ptrdiff_t k_far = 512; // bytes: what takes longer to count than to look up
        const __m256i zero = _mm256_setzero_si256();
        if (p != m_counted) {
            if (p - m_counted > k_far) {
                const std::size_t block = m_blocks.at(p);
                m_counted = m_blocks.column.block_begin(block);
                m_stretch.row = block * k_block_rows;
            }
            for (; p - m_counted >= 32; m_counted += 32)
                m_stretch.row +=
                    static_cast<std::size_t>(__builtin_popcount(mask(_mm256_cmpeq_epi8(load(m_counted), zero))));
            const std::uint32_t left = (1u << (p - m_counted)) - 1;
            m_stretch.row +=
                static_cast<std::size_t>(__builtin_popcount(mask(_mm256_cmpeq_epi8(load(m_counted), zero)) & left));
            m_stretch.ended = p[-1] == 0;
        }
        m_counted = p + 32;
        m_stretch.zeros = mask(_mm256_cmpeq_epi8(load(p), zero));
        return m_stretch;
    }

  private:
    const Blocks& m_blocks;
    const char* m_counted; ///< rows are counted up to here, when go_on() was called
    Stretch m_stretch;
};

/// Sets the bits of rows in which places were found, without a branch for each.
class Marker {
  public:
    explicit Marker(Bits* bits) : m_words(bits ? bits->words().data() : nullptr) {}
    void add(const Stretch& s, std::uint32_t places) {
        // All bits up to the last end of a row; none when no row ends here.
        const auto ended = static_cast<std::uint32_t>(0xFFFFFFFFull >> _lzcnt_u32(s.zeros));
        const std::uint32_t inside = (places & ended) | m_open;
        m_open = ((places & ~ended) | (s.zeros == 0 ? m_open : 0)) != 0;
        // Each row's places are less than the bit of its end: the difference leaves that bit set only where there
        // are none, and never borrows from the next row.
        const std::uint64_t rows = _pext_u32(s.zeros & ~(s.zeros - inside), s.zeros);
        const std::size_t shift = s.row % 64;
        if (rows != 0) m_words[s.row / 64] |= rows << shift;
        if (shift > 32 && rows >> (64 - shift) != 0) m_words[s.row / 64 + 1] |= rows >> (64 - shift);
    }
    /// The same where places are rare.
    void add_rare(const Stretch& s, std::uint32_t places) {
        if ((places | m_open) != 0) add(s, places);
    }
    /// Nothing was found in the row that is not finished yet.
    bool closed() const { return m_open == 0; }
    explicit operator bool() const { return m_words != nullptr; }

  private:
    std::uint64_t* m_words;
    std::uint32_t m_open = 0; ///< 1: found in the row that the last stretch left unfinished
};

/// Cuts off what lies behind the end of the scan.
inline void cut(const char* p, const char* end, std::uint32_t& a, std::uint32_t& b) {
    if (end - p >= 32) return;
    const std::uint32_t inside = (1u << (end - p)) - 1;
    a &= inside;
    b &= inside;
}

struct VectorTables {
    __m256i low, high;
};

inline VectorTables vector_tables(const SetScan::Table& t) {
    return {_mm256_broadcastsi128_si256(_mm_load_si128(reinterpret_cast<const __m128i*>(t.low))),
            _mm256_broadcastsi128_si256(_mm_load_si128(reinterpret_cast<const __m128i*>(t.high)))};
}

/// 0 in each byte that is NOT in the set.
inline __m256i in_set(__m256i x, __m256i low_nibble, __m256i bit, const VectorTables& t) {
    const __m256i rows =
        _mm256_blendv_epi8(_mm256_shuffle_epi8(t.low, low_nibble), _mm256_shuffle_epi8(t.high, low_nibble), x);
    return _mm256_and_si256(rows, bit);
}

/// Bytes of which the character before a place that begins a word does not consist; see begins_word.
inline std::uint32_t goes_on(const char* p, Letters kind) {
    const __m256i before = load(p - 1);
    if (kind == Letters::han) return mask(_mm256_cmpgt_epi8(_mm256_set1_epi8(-42), before)); // 0x80-0xD5
    if (kind == Letters::other) return 0;
    const __m256i digit = at_most(_mm256_sub_epi8(before, _mm256_set1_epi8('0')), _mm256_set1_epi8(9));
    const __m256i letter = at_most(_mm256_sub_epi8(before, _mm256_set1_epi8('a')), _mm256_set1_epi8(25));
    return mask(_mm256_or_si256(digit, letter));
}

} // namespace

namespace {

/// `filter`: how many of the needle's chosen bytes are compared; those of a shorter needle would be the same again.
template <int filter> void scan_text_by(const Blocks& blocks, const Needle& needle, const TextSink& sink) {
    const char* const end = blocks.end();
    const std::string_view text = needle.text;
    const std::size_t i0 = needle.at[0], i1 = needle.at[1], i2 = needle.at[2], i3 = needle.at[3];
    const __m256i v0 = _mm256_set1_epi8(text[i0]), v1 = _mm256_set1_epi8(text[i1]), v2 = _mm256_set1_epi8(text[i2]),
                  v3 = _mm256_set1_epi8(text[i3]);
    const Letters kind = kind_of_begin(text[0]);
    Marker any(sink.any), prefix(sink.prefix), word_start(sink.word_start);
    Leaper leaper(blocks);
    const auto same_at = [&](const char* p) {
        __m256i same = _mm256_cmpeq_epi8(load(p + i0), v0);
        if constexpr (filter > 1) same = _mm256_and_si256(same, _mm256_cmpeq_epi8(load(p + i1), v1));
        if constexpr (filter > 2)
            same = _mm256_and_si256(
                same, _mm256_and_si256(_mm256_cmpeq_epi8(load(p + i2), v2), _mm256_cmpeq_epi8(load(p + i3), v3)));
        return same;
    };
    const auto take = [&](const char* p, std::uint32_t hits) {
        Stretch& s = leaper.at(p);
        cut(p, end, s.zeros, hits);
        if (!needle.exact) {
            for (std::uint32_t left = hits; left != 0; left &= left - 1) {
                const int bit = __builtin_ctz(left);
                const char* place = p + bit;
                if (text.size() > static_cast<std::size_t>(end - place) ||
                    std::memcmp(place, text.data(), text.size()) != 0)
                    hits &= ~(1u << bit);
            }
        }
        any.add_rare(s, hits);
        if (prefix) prefix.add_rare(s, hits & s.row_starts());
        if (word_start) {
            std::uint32_t starts = hits & ~s.row_starts();
            if (starts != 0) starts &= ~goes_on(p, kind);
            word_start.add_rare(s, starts);
        }
        s.go_on();
    };
    const char* p = blocks.begin();
    for (; end - p >= 64; p += 64) {
        const __m256i first = same_at(p), second = same_at(p + 32);
        const __m256i both = _mm256_or_si256(first, second);
        if (_mm256_testz_si256(both, both) && any.closed()) continue; // most of the time
        take(p, mask(first));
        take(p + 32, mask(second));
    }
    for (; p < end; p += 32) take(p, mask(same_at(p)));
}

} // namespace

void scan_text_avx2(const Blocks& blocks, const Needle& needle, const TextSink& sink) {
    const auto by = needle.text.size() == 1   ? scan_text_by<1>
                    : needle.text.size() == 2 ? scan_text_by<2>
                                              : scan_text_by<4>;
    by(blocks, needle, sink);
}

namespace {

/// `halves`: some of the bytes that sort out hold one digit of the needle only.
template <bool halves> void scan_digits_by(const Blocks& blocks, const DigitNeedle& needle, Bits& any) {
    const char* const end = blocks.end();
    __m256i masks[2][2], values[2][2];
    std::size_t offsets[2][2];
    for (std::size_t a = 0; a < 2; ++a)
        for (std::size_t i = 0; i < 2; ++i) {
            offsets[a][i] = needle.at[a].sorts_out[i];
            masks[a][i] = _mm256_set1_epi8(needle.at[a].mask[offsets[a][i]]);
            values[a][i] = _mm256_set1_epi8(needle.at[a].value[offsets[a][i]]);
        }
    const bool exact = needle.at[1].mask.size() <= 2;
    Marker marker(&any);
    Leaper leaper(blocks);
    const auto same_at = [&](const char* p) {
        const auto equal = [&](std::size_t a, std::size_t i) {
            __m256i bytes = load(p + offsets[a][i]);
            if constexpr (halves) bytes = _mm256_and_si256(bytes, masks[a][i]);
            return _mm256_cmpeq_epi8(bytes, values[a][i]);
        };
        return _mm256_or_si256(_mm256_and_si256(equal(0, 0), equal(0, 1)), _mm256_and_si256(equal(1, 0), equal(1, 1)));
    };
    const auto take = [&](const char* p, std::uint32_t hits) {
        Stretch& s = leaper.at(p);
        cut(p, end, s.zeros, hits);
        if (!exact) {
            for (std::uint32_t left = hits; left != 0; left &= left - 1) {
                const int bit = __builtin_ctz(left);
                if (!needle.at[0].matches(p + bit) && !needle.at[1].matches(p + bit)) hits &= ~(1u << bit);
            }
        }
        marker.add_rare(s, hits);
        s.go_on();
    };
    const char* p = blocks.begin();
    for (; end - p >= 64; p += 64) {
        const __m256i first = same_at(p), second = same_at(p + 32);
        const __m256i both = _mm256_or_si256(first, second);
        if (_mm256_testz_si256(both, both) && marker.closed()) continue;
        take(p, mask(first));
        take(p + 32, mask(second));
    }
    for (; p < end; p += 32) take(p, mask(same_at(p)));
}

} // namespace

void scan_digits_avx2(const Blocks& blocks, const DigitNeedle& needle, Bits& any) {
    (needle.halves_sort_out() ? scan_digits_by<true> : scan_digits_by<false>)(blocks, needle, any);
}

namespace {

/// Of the places in `open` those that cannot add anything: their row is known to match through one of `known`, and
/// they neither begin it nor a word (`starts`).
inline bool of_no_use(std::uint32_t zeros, std::uint32_t known, unsigned bit, std::uint32_t starts) {
    if (starts >> bit & 1) return false;
    const std::uint32_t below = zeros & ((1u << bit) - 1), above = zeros & ~((1u << bit) - 1);
    const std::uint32_t from = below == 0 ? 0xFFFFFFFFu : ~(0xFFFFFFFFu >> __builtin_clz(below));
    const std::uint32_t to = above == 0 ? 0xFFFFFFFFu : (above & (0u - above)) - 1;
    return (known & from & to) != 0;
}

template <std::size_t positions, bool alone, std::size_t certain>
void scan_sets_by(const Blocks& blocks, const SetScan& sets, PlaceCall call, const TextSink& sink) {
    const char* const end = blocks.end();
    VectorTables at[k_places], sure[k_places];
    for (std::size_t i = 0; i < k_places; ++i) {
        at[i] = vector_tables(sets.at[i]);
        sure[i] = vector_tables(sets.certain[i]);
    }
    const VectorTables lone = vector_tables(sets.alone);
    const __m256i zero = _mm256_setzero_si256(), nibble = _mm256_set1_epi8(15);
    const __m256i first_list = _mm256_set1_epi8(static_cast<char>(k_first_list_id - 1)), mark_max = _mm256_set1_epi8(1);
    const __m256i bits =
        _mm256_broadcastsi128_si256(_mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128));
    Marker any(sink.any), prefix(sink.prefix), word_start(sink.word_start);
    Stretch s;
    s.row = blocks.first_row();
    // No branch before the places are known: which pass is as good as random.
    for (const char* p = blocks.begin(); p < end; p += 32, s.go_on()) {
        const __m256i x = load(p);
        s.zeros = mask(_mm256_cmpeq_epi8(x, zero));
        __m256i miss = zero, unsure = zero, no_lone = zero;
        const auto outside = [&](std::size_t i, const VectorTables& set) {
            const __m256i y = i == 0 ? x : load(p + i);
            const __m256i bit = _mm256_shuffle_epi8(bits, _mm256_and_si256(_mm256_srli_epi16(y, 4), nibble));
            return _mm256_cmpeq_epi8(in_set(y, _mm256_and_si256(y, nibble), bit, set), zero);
        };
        miss = outside(0, at[0]);
        if constexpr (positions > 1) miss = _mm256_or_si256(miss, outside(1, at[1]));
        if constexpr (alone) no_lone = outside(0, lone);
        if constexpr (positions > 2) { // two places sort out most of what two more would
            const __m256i out = alone ? _mm256_and_si256(miss, no_lone) : miss;
            if (mask(out) == 0xFFFFFFFFu && any.closed()) {
                std::uint32_t none = 0;
                cut(p, end, s.zeros, none);
                continue;
            }
            miss = _mm256_or_si256(miss, outside(2, at[2]));
            if constexpr (positions > 3) miss = _mm256_or_si256(miss, outside(3, at[3]));
        }
        for (std::size_t i = 0; i < certain; ++i) unsure = _mm256_or_si256(unsure, outside(i, sure[i]));
        if constexpr (alone) miss = _mm256_and_si256(miss, no_lone);
        std::uint32_t places = ~mask(miss);
        cut(p, end, s.zeros, places);
        std::uint32_t hits = certain == 0 ? 0 : places & ~mask(unsure);
        const std::uint32_t open = places & ~hits;
        if ((places) != 0) {
            const __m256i before = load(p - 1);
            const std::uint32_t after_mark = mask(at_most(before, mark_max));
            const std::uint32_t turns =
                mask(_mm256_xor_si256(at_most(before, first_list), at_most(x, first_list))) | after_mark;
            const std::uint32_t begins = turns | s.row_starts();
            const std::uint32_t known = hits;
            for (std::uint32_t left = open; left != 0; left &= left - 1) {
                const auto bit = static_cast<unsigned>(__builtin_ctz(left));
                if (of_no_use(s.zeros, known, bit, begins)) continue;
                if (!any.closed() && (s.zeros & ((1u << bit) - 1)) == 0 && (begins >> bit & 1) == 0) continue;
                const std::size_t r = s.row + static_cast<std::size_t>(__builtin_popcount(s.zeros & ((1u << bit) - 1)));
                if (call.call(call.context, r, p + bit)) hits |= 1u << bit;
            }
            if (word_start) word_start.add_rare(s, hits & turns & ~s.row_starts());
        } else if (word_start) {
            word_start.add_rare(s, 0);
        }
        any.add(s, hits);
        if (prefix) prefix.add_rare(s, hits & s.row_starts());
    }
}

using ScanSets = void (*)(const Blocks&, const SetScan&, PlaceCall, const TextSink&);

template <std::size_t positions, bool alone> ScanSets choose(std::size_t certain) {
    constexpr ScanSets by[] = {scan_sets_by<positions, alone, 0>, scan_sets_by<positions, alone, 1>,
                               scan_sets_by<positions, alone, 2>, scan_sets_by<positions, alone, 3>,
                               scan_sets_by<positions, alone, 4>};
    return by[certain];
}

template <bool alone> ScanSets choose_places(std::size_t positions, std::size_t certain) {
    return positions == 1   ? choose<1, alone>(certain)
           : positions == 2 ? choose<2, alone>(certain)
           : positions == 3 ? choose<3, alone>(certain)
                            : choose<4, alone>(certain);
}

} // namespace

void scan_sets_avx2(const Blocks& blocks, const SetScan& sets, PlaceCall call, const TextSink& sink) {
    static_assert(k_places == 4);
    const ScanSets by = sets.sets.has_alone ? choose_places<true>(sets.sets.positions, sets.sets.certain_positions)
                                            : choose_places<false>(sets.sets.positions, sets.sets.certain_positions);
    by(blocks, sets, call, sink);
}

} // namespace goufang::find

#ifdef __clang__
#pragma clang attribute pop
#endif

#endif
