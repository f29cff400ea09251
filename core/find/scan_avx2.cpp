#include "core/find/scan_vector.h"

#ifdef GOUFANG_AVX2

#include <cstring>
#include <immintrin.h>

// Behind the includes, so that nothing of the library is compiled for processors that may not be there.
#pragma GCC target("avx2,bmi,popcnt")

namespace goufang::find {

namespace {

/// How common a byte is in a column, roughly: the filter looks for the rarest two.
int commonness(unsigned char b) {
    if (b >= '0' && b <= '9') return 3;
    if (b >= 0xD6) return 2; // leading byte of the characters that are used most
    if (b >= 'a' && b <= 'z') return 2;
    return 1;
}

struct Filter {
    std::size_t first = 0, second = 0;
};

Filter choose(std::string_view needle) {
    Filter f;
    int best = 100;
    for (std::size_t i = 0; i < needle.size() && i < 24; ++i) {
        const int c = commonness(static_cast<unsigned char>(needle[i]));
        if (c <= best) {
            best = c;
            f.first = i;
        }
    }
    best = 100;
    f.second = f.first;
    for (std::size_t i = 0; i < needle.size() && i < 24; ++i) {
        if (i == f.first) continue;
        const int c = commonness(static_cast<unsigned char>(needle[i]));
        if (c <= best) {
            best = c;
            f.second = i;
        }
    }
    return f;
}

/// Bits behind the end of the row in which `bit` stands; `zeros` are the ends of rows.
inline std::uint32_t behind_row(std::uint32_t zeros, unsigned bit) {
    const std::uint32_t ends = zeros & ~((1u << bit) - 1);
    return ends == 0 ? 0 : ~((ends & (0u - ends)) - 1);
}

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

void scan_text_avx2(const char* begin, const char* end, std::size_t row, std::string_view needle,
                    const TextSink& sink) {
    const Filter f = choose(needle);
    const __m256i v1 = _mm256_set1_epi8(needle[f.first]), v2 = _mm256_set1_epi8(needle[f.second]);
    const __m256i zero = _mm256_setzero_si256();
    for (const char* p = begin; p < end; p += 32) {
        const __m256i here = load(p);
        auto zeros = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(here, zero)));
        auto hits = static_cast<std::uint32_t>(_mm256_movemask_epi8(
            _mm256_and_si256(_mm256_cmpeq_epi8(load(p + f.first), v1), _mm256_cmpeq_epi8(load(p + f.second), v2))));
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
                if (needle.size() > 2 && (needle.size() > static_cast<std::size_t>(end - place) ||
                                          std::memcmp(place, needle.data(), needle.size()) != 0))
                    continue;
                found(r, place, place == begin || place[-1] == 0, begins_word, sink);
            }
            hits &= behind_row(zeros, bit);
        }
        row += static_cast<std::size_t>(__builtin_popcount(zeros));
    }
}

void scan_sets_avx2(const char* begin, const char* end, std::size_t row, const ByteSets& sets, PlaceCall call,
                    const TextSink& sink) {
    const VectorTables t0 = vector_tables(Tables(sets.at[0])), t1 = vector_tables(Tables(sets.at[1])),
                       t2 = vector_tables(Tables(sets.at[2])), ta = vector_tables(Tables(sets.alone));
    const __m256i zero = _mm256_setzero_si256(), nibble = _mm256_set1_epi8(15);
    const __m256i bits =
        _mm256_broadcastsi128_si256(_mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128));
    for (const char* p = begin; p < end; p += 32) {
        const __m256i x = load(p);
        auto zeros = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(x, zero)));
        const __m256i low = _mm256_and_si256(x, nibble);
        const __m256i bit = _mm256_shuffle_epi8(bits, _mm256_and_si256(_mm256_srli_epi16(x, 4), nibble));
        auto miss = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(in_set(x, low, bit, t0), zero)));
        if (miss != 0xFFFFFFFFu && sets.positions > 1) {
            const __m256i y = load(p + 1);
            const __m256i y_bit = _mm256_shuffle_epi8(bits, _mm256_and_si256(_mm256_srli_epi16(y, 4), nibble));
            miss |= static_cast<std::uint32_t>(
                _mm256_movemask_epi8(_mm256_cmpeq_epi8(in_set(y, _mm256_and_si256(y, nibble), y_bit, t1), zero)));
            if (miss != 0xFFFFFFFFu && sets.positions > 2) {
                const __m256i z = load(p + 2);
                const __m256i z_bit = _mm256_shuffle_epi8(bits, _mm256_and_si256(_mm256_srli_epi16(z, 4), nibble));
                miss |= static_cast<std::uint32_t>(
                    _mm256_movemask_epi8(_mm256_cmpeq_epi8(in_set(z, _mm256_and_si256(z, nibble), z_bit, t2), zero)));
            }
        }
        if (sets.has_alone)
            miss &= static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(in_set(x, low, bit, ta), zero)));
        std::uint32_t hits = ~miss;
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

} // namespace goufang::find

#endif
