#include "core/find/scan_vector.h"

#ifdef GOUFANG_AVX2

#include <cstring>
#include <immintrin.h>

// Behind the includes, so that nothing of the library is compiled for processors that may not be there.
#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx2,bmi,popcnt"))), apply_to = function)
#else
#pragma GCC target("avx2,bmi,popcnt")
#endif

namespace goufang::find {

namespace {

/// Bits behind the end of the row in which `bit` stands; `zeros` are the ends of rows.
inline std::uint32_t behind_row(std::uint32_t zeros, unsigned bit) {
    const std::uint32_t ends = zeros & ~((1u << bit) - 1);
    return ends == 0 ? 0 : ~((ends & (0u - ends)) - 1);
}

inline std::uint32_t mask(__m256i x) { return static_cast<std::uint32_t>(_mm256_movemask_epi8(x)); }
inline __m256i load(const char* p) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)); }

/// A set of bytes as two tables for shuffles: low nibble -> which high nibbles, 0-7 and 8-15.
struct Tables {
    alignas(16) std::uint8_t low[16] = {}, high[16] = {};
    explicit Tables(const std::array<bool, 256>& set) {
        for (unsigned b = 0; b < 256; ++b)
            if (set[b]) (b < 128 ? low : high)[b & 15] |= static_cast<std::uint8_t>(1u << (b >> 4 & 7));
    }
};

struct VectorTables {
    __m256i low, high;
};

inline VectorTables vector_tables(const Tables& t) {
    return {_mm256_broadcastsi128_si256(_mm_load_si128(reinterpret_cast<const __m128i*>(t.low))),
            _mm256_broadcastsi128_si256(_mm_load_si128(reinterpret_cast<const __m128i*>(t.high)))};
}

/// 0 in each byte that is NOT in the set.
inline __m256i in_set(__m256i x, __m256i low_nibble, __m256i bit, const VectorTables& t) {
    const __m256i rows =
        _mm256_blendv_epi8(_mm256_shuffle_epi8(t.low, low_nibble), _mm256_shuffle_epi8(t.high, low_nibble), x);
    return _mm256_and_si256(rows, bit);
}

} // namespace

void scan_text_avx2(const char* begin, const char* end, std::size_t row, const Needle& needle, const TextSink& sink) {
    const std::string_view text = needle.text;
    const std::size_t i0 = needle.at[0], i1 = needle.at[1], i2 = needle.at[2], i3 = needle.at[3];
    const __m256i v0 = _mm256_set1_epi8(text[i0]), v1 = _mm256_set1_epi8(text[i1]), v2 = _mm256_set1_epi8(text[i2]),
                  v3 = _mm256_set1_epi8(text[i3]);
    const __m256i zero = _mm256_setzero_si256();
    for (const char* p = begin; p < end; p += 32) {
        auto zeros = mask(_mm256_cmpeq_epi8(load(p), zero));
        auto hits = mask(_mm256_and_si256(
            _mm256_and_si256(_mm256_cmpeq_epi8(load(p + i0), v0), _mm256_cmpeq_epi8(load(p + i1), v1)),
            _mm256_and_si256(_mm256_cmpeq_epi8(load(p + i2), v2), _mm256_cmpeq_epi8(load(p + i3), v3))));
        if (end - p < 32) {
            const std::uint32_t inside = (1u << (end - p)) - 1;
            zeros &= inside;
            hits &= inside;
        }
        while (hits != 0) {
            const unsigned bit = static_cast<unsigned>(__builtin_ctz(hits));
            hits &= hits - 1;
            const std::size_t r = row + static_cast<std::size_t>(__builtin_popcount(zeros & ((1u << bit) - 1)));
            if (!sink.any->test(r)) {
                const char* place = p + bit;
                if (!needle.exact && (text.size() > static_cast<std::size_t>(end - place) ||
                                      std::memcmp(place, text.data(), text.size()) != 0))
                    continue;
                found(r, place, place == begin || place[-1] == 0, begins_word, sink);
            }
            hits &= behind_row(zeros, bit);
        }
        row += static_cast<std::size_t>(__builtin_popcount(zeros));
    }
}

namespace {

template <int positions, bool alone>
void scan_sets_by(const char* begin, const char* end, std::size_t row, const ByteSets& sets, PlaceCall call,
                  const TextSink& sink) {
    const VectorTables t0 = vector_tables(Tables(sets.at[0])), t1 = vector_tables(Tables(sets.at[1])),
                       t2 = vector_tables(Tables(sets.at[2])), ta = vector_tables(Tables(sets.alone));
    const __m256i zero = _mm256_setzero_si256(), nibble = _mm256_set1_epi8(15);
    const __m256i bits =
        _mm256_broadcastsi128_si256(_mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128));
    const auto bit_of = [&](__m256i x) {
        return _mm256_shuffle_epi8(bits, _mm256_and_si256(_mm256_srli_epi16(x, 4), nibble));
    };
    // No branch before the end: which places pass is as good as random.
    for (const char* p = begin; p < end; p += 32) {
        const __m256i x = load(p);
        auto zeros = mask(_mm256_cmpeq_epi8(x, zero));
        const __m256i low = _mm256_and_si256(x, nibble), bit = bit_of(x);
        __m256i miss = _mm256_cmpeq_epi8(in_set(x, low, bit, t0), zero);
        if constexpr (positions > 1) {
            const __m256i y = load(p + 1);
            miss =
                _mm256_or_si256(miss, _mm256_cmpeq_epi8(in_set(y, _mm256_and_si256(y, nibble), bit_of(y), t1), zero));
        }
        if constexpr (positions > 2) {
            const __m256i z = load(p + 2);
            miss =
                _mm256_or_si256(miss, _mm256_cmpeq_epi8(in_set(z, _mm256_and_si256(z, nibble), bit_of(z), t2), zero));
        }
        if constexpr (alone) miss = _mm256_and_si256(miss, _mm256_cmpeq_epi8(in_set(x, low, bit, ta), zero));
        std::uint32_t hits = ~mask(miss);
        if (end - p < 32) {
            const std::uint32_t inside = (1u << (end - p)) - 1;
            zeros &= inside;
            hits &= inside;
        }
        while (hits != 0) {
            const unsigned at = static_cast<unsigned>(__builtin_ctz(hits));
            hits &= hits - 1;
            const std::size_t r = row + static_cast<std::size_t>(__builtin_popcount(zeros & ((1u << at) - 1)));
            if (!sink.any->test(r)) {
                const char* place = p + at;
                if (!sets.certain[static_cast<unsigned char>(*place)] && !call.call(call.context, r, place)) continue;
                found(r, place, place == begin || place[-1] == 0, begins_initials, sink);
            }
            hits &= behind_row(zeros, at);
        }
        row += static_cast<std::size_t>(__builtin_popcount(zeros));
    }
}

} // namespace

void scan_sets_avx2(const char* begin, const char* end, std::size_t row, const ByteSets& sets, PlaceCall call,
                    const TextSink& sink) {
    const auto by = sets.has_alone ? (sets.positions == 1   ? scan_sets_by<1, true>
                                      : sets.positions == 2 ? scan_sets_by<2, true>
                                                            : scan_sets_by<3, true>)
                                   : (sets.positions == 1   ? scan_sets_by<1, false>
                                      : sets.positions == 2 ? scan_sets_by<2, false>
                                                            : scan_sets_by<3, false>);
    by(begin, end, row, sets, call, sink);
}

void scan_digits_avx2(const char* begin, const char* end, std::size_t row, const DigitNeedle& needle, Bits& any) {
    // The first three bytes of both alignments sort out; a byte that the needle does not have passes always.
    __m256i masks[2][3], values[2][3];
    for (std::size_t a = 0; a < 2; ++a)
        for (std::size_t i = 0; i < 3; ++i) {
            const bool there = i < needle.at[a].mask.size();
            masks[a][i] = _mm256_set1_epi8(there ? needle.at[a].mask[i] : 0);
            values[a][i] = _mm256_set1_epi8(there ? needle.at[a].value[i] : 0);
        }
    const bool exact = needle.at[1].mask.size() <= 3;
    const __m256i zero = _mm256_setzero_si256();
    for (const char* p = begin; p < end; p += 32) {
        const __m256i x = load(p), y = load(p + 1), z = load(p + 2);
        auto zeros = mask(_mm256_cmpeq_epi8(x, zero));
        const auto equal = [&](std::size_t a, std::size_t i, __m256i bytes) {
            return _mm256_cmpeq_epi8(_mm256_and_si256(bytes, masks[a][i]), values[a][i]);
        };
        const __m256i high = _mm256_and_si256(_mm256_and_si256(equal(0, 0, x), equal(0, 1, y)), equal(0, 2, z));
        const __m256i low = _mm256_and_si256(_mm256_and_si256(equal(1, 0, x), equal(1, 1, y)), equal(1, 2, z));
        auto hits = mask(_mm256_or_si256(high, low));
        if (end - p < 32) {
            const std::uint32_t inside = (1u << (end - p)) - 1;
            zeros &= inside;
            hits &= inside;
        }
        while (hits != 0) {
            const unsigned bit = static_cast<unsigned>(__builtin_ctz(hits));
            hits &= hits - 1;
            const std::size_t r = row + static_cast<std::size_t>(__builtin_popcount(zeros & ((1u << bit) - 1)));
            if (!any.test(r)) {
                if (!exact && !needle.at[0].matches(p + bit) && !needle.at[1].matches(p + bit)) continue;
                any.set(r);
            }
            hits &= behind_row(zeros, bit);
        }
        row += static_cast<std::size_t>(__builtin_popcount(zeros));
    }
}

} // namespace goufang::find

#ifdef __clang__
#pragma clang attribute pop
#endif

#endif
