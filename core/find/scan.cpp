#include "core/find/alphabet.h"
#include "core/find/scan_vector.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <numeric>
#ifdef GOUFANG_AVX2
#include <cpuid.h>
#endif

namespace goufang::find {

namespace {

std::atomic<bool> g_allow{true};

/// How common a byte is in a column, roughly: the filter looks for the rarest two.
int commonness(unsigned char b) {
    if (b >= '0' && b <= '9') return 3;
    if (b >= 0xD6) return 2; // leading byte of the characters that are used most
    if (b >= 'a' && b <= 'z') return 2;
    return 1;
}

void scan_text_plain(const char* begin, const char* end, std::size_t row, std::string_view needle,
                     const TextSink& sink) {
    for (const char* p = begin; p < end; ++row) {
        const std::string_view text(p, std::strlen(p) + 1); // with its end
        for (std::size_t at = text.find(needle); at != text.npos; at = text.find(needle, at + 1)) {
            found(row, p + at, at == 0, begins_word, sink);
            if (!sink.word_start && !sink.prefix) break;
        }
        p += text.size();
    }
}

void scan_digits_plain(const char* begin, const char* end, std::size_t row, const DigitNeedle& needle, Bits& any) {
    for (const char* p = begin; p < end; ++p) {
        if (*p == 0) {
            ++row;
        } else if (needle.at[0].matches(p) || needle.at[1].matches(p)) {
            any.set(row);
            p += std::strlen(p) - 1;
        }
    }
}

void scan_sets_plain(const char* begin, const char* end, std::size_t row, const ByteSets& sets, PlaceCall call,
                     const TextSink& sink) {
    bool at_row_start = true;
    for (const char* p = begin; p < end; ++p) {
        const auto in = [&](const std::array<ByteSets::Set, k_places>& set, std::size_t positions) {
            for (std::size_t i = 0; i < positions; ++i)
                if (!set[i][static_cast<unsigned char>(p[i])]) return false;
            return positions != 0;
        };
        if (*p == 0) {
            ++row;
            at_row_start = true;
            continue;
        }
        const bool pass = (sets.has_alone && sets.alone[static_cast<unsigned char>(*p)]) || in(sets.at, sets.positions);
        if (pass && (in(sets.certain, sets.certain_positions) || call.call(call.context, row, p)))
            found(row, p, at_row_start, begins_initials, sink);
        at_row_start = false;
    }
}

#ifdef GOUFANG_AVX2

bool have_lzcnt() { // clang 14's __builtin_cpu_supports does not know it
    unsigned a = 0, b = 0, c = 0, d = 0;
    return __get_cpuid(0x80000001, &a, &b, &c, &d) != 0 && (c & bit_LZCNT) != 0;
}

bool have_avx2() {
    static const bool have = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") && have_lzcnt();
    return have;
}

#endif

} // namespace

void found(std::size_t row, const char* place, bool at_row_start, bool (*begins)(const char*), const TextSink& sink) {
    sink.any->set(row);
    if (at_row_start) {
        if (sink.prefix) sink.prefix->set(row);
    } else if (sink.word_start && begins(place)) {
        sink.word_start->set(row);
    }
}

Needle::Needle(std::string_view t) : text(t) {
    // Vector loads must stay within a column's slack of 64 bytes: 32 at most 24 bytes further on.
    const std::size_t n = std::min<std::size_t>(text.size(), 24);
    std::array<std::uint8_t, 24> by_rarity{};
    std::iota(by_rarity.begin(), by_rarity.begin() + static_cast<std::ptrdiff_t>(n), std::uint8_t{0});
    const auto common = [&](std::uint8_t i) { return commonness(static_cast<unsigned char>(text[i])); };
    std::stable_sort(by_rarity.begin(), by_rarity.begin() + static_cast<std::ptrdiff_t>(n),
                     [&](std::uint8_t a, std::uint8_t b) { return common(a) < common(b); });
    for (std::size_t i = 0; i < at.size(); ++i) at[i] = by_rarity[i < n ? i : 0];
    exact = text.size() <= at.size();
}

Letters kind_of_begin(char byte) {
    const auto b = static_cast<unsigned char>(byte);
    if ((b >= '0' && b <= '9') || (b >= 'a' && b <= 'z')) return Letters::word;
    return Alphabet::length_of(byte) == 1 ? Letters::other : Letters::han;
}

bool begins_word(const char* place) {
    // Characters of more than one byte end in a byte that no other character has.
    const auto b = static_cast<unsigned char>(place[-1]);
    const Letters before = b >= 0x80 && b < 0xD6 ? Letters::han : kind_of_begin(place[-1]);
    return before == Letters::other || before != kind_of_begin(*place);
}

bool begins_initials(const char* place) {
    const auto literal = [](char id) { return static_cast<unsigned char>(id) < k_first_list_id; };
    return static_cast<unsigned char>(place[-1]) < 2 || literal(place[-1]) != literal(*place);
}

void allow_vectors(bool allow) { g_allow = allow; }

bool vectors_in_use() {
#ifdef GOUFANG_AVX2
    return g_allow && have_avx2();
#else
    return false;
#endif
}

std::size_t Blocks::at(const char* place) const {
    std::size_t low = from, high = to; // the block is in [low, high)
    while (high - low > 1) {
        const std::size_t middle = (low + high) / 2;
        (place < column.block_begin(middle) ? high : low) = middle;
    }
    return low;
}

void scan_text(const Blocks& blocks, const Needle& needle, const TextSink& sink) {
#ifdef GOUFANG_AVX2
    if (vectors_in_use()) return scan_text_avx2(blocks, needle, sink);
#endif
    scan_text_plain(blocks.begin(), blocks.end(), blocks.first_row(), needle.text, sink);
}

namespace {
bool whole(char mask) { return static_cast<unsigned char>(mask) == 0xFF; }
} // namespace

DigitNeedle::DigitNeedle(std::string_view digits) {
    for (const std::size_t low : {std::size_t{0}, std::size_t{1}}) {
        Aligned& a = at[low];
        a.mask.assign((digits.size() + low + 1) / 2, '\0');
        a.value = a.mask;
        for (std::size_t i = 0; i < digits.size(); ++i) {
            const std::size_t place = i + low;
            const int shift = place % 2 == 0 ? 4 : 0;
            a.mask[place / 2] = static_cast<char>(a.mask[place / 2] | 15 << shift);
            a.value[place / 2] = static_cast<char>(a.value[place / 2] | (digits[i] - '0' + 1) << shift);
        }
        // Two whole bytes near the beginning (loads must stay within a column's slack), else what there is.
        const std::size_t n = std::min<std::size_t>(a.mask.size(), 3);
        const std::size_t first = n > 1 && !whole(a.mask[0]) && whole(a.mask[1]) ? 1 : 0;
        const std::size_t second = first == 1 && n == 2 ? 0 : std::min(first + 1, n - 1);
        a.sorts_out = {static_cast<std::uint8_t>(first), static_cast<std::uint8_t>(second)};
    }
}

bool DigitNeedle::halves_sort_out() const {
    return std::any_of(at.begin(), at.end(), [](const Aligned& a) {
        return !whole(a.mask[a.sorts_out[0]]) || !whole(a.mask[a.sorts_out[1]]);
    });
}

void scan_digits(const Blocks& blocks, const DigitNeedle& needle, Bits& any) {
#ifdef GOUFANG_AVX2
    if (vectors_in_use()) return scan_digits_avx2(blocks, needle, any);
#endif
    scan_digits_plain(blocks.begin(), blocks.end(), blocks.first_row(), needle, any);
}

SetScan::SetScan(const ByteSets& s) : sets(s) {
    const auto fill = [](const ByteSets::Set& set, Table& t) {
        for (unsigned b = 0; b < 256; ++b)
            if (set[b]) (b < 128 ? t.low : t.high)[b & 15] |= static_cast<std::uint8_t>(1u << (b >> 4 & 7));
    };
    for (std::size_t i = 0; i < k_places; ++i) {
        fill(s.at[i], at[i]);
        fill(s.certain[i], certain[i]);
    }
    fill(s.alone, alone);
}

void scan_sets(const Blocks& blocks, const SetScan& sets, PlaceCall call, const TextSink& sink) {
#ifdef GOUFANG_AVX2
    if (vectors_in_use()) return scan_sets_avx2(blocks, sets, call, sink);
#endif
    scan_sets_plain(blocks.begin(), blocks.end(), blocks.first_row(), sets.sets, call, sink);
}

} // namespace goufang::find
