#pragma once
// Deterministic random text for the property tests of this folder.

#include "core/text/utf8.h"

#include <cstdint>
#include <string>
#include <string_view>

struct Random {
    std::uint64_t state;
    explicit Random(std::uint64_t seed) : state(seed * 0x9E3779B97F4A7C15U + 1) {}
    std::uint64_t next() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return state;
    }
    std::size_t below(std::size_t n) { return static_cast<std::size_t>((next() >> 11) % n); }
};

/// `length` characters out of `alphabet`.
inline std::string random_from(Random& random, std::u32string_view alphabet, std::size_t length) {
    std::string out;
    for (std::size_t i = 0; i < length; ++i) goufang::text::append_utf8(out, alphabet[random.below(alphabet.size())]);
    return out;
}

/// Any character but surrogates, mostly ASCII and Han.
inline char32_t random_character(Random& random) {
    switch (random.below(8)) {
    case 0:
    case 1:
        return static_cast<char32_t>(0x20 + random.below(0x5F));
    case 2:
        return static_cast<char32_t>(0x80 + random.below(0x780));
    case 3: {
        const auto c = static_cast<char32_t>(0x800 + random.below(0xF800));
        return c >= 0xD800 && c < 0xE000 ? c - 0x1000 : c;
    }
    case 4:
        return static_cast<char32_t>(0x10000 + random.below(0x100000));
    default:
        return static_cast<char32_t>(0x4E00 + random.below(0x5200));
    }
}

inline std::string random_text(Random& random, std::size_t length) {
    std::string out;
    for (std::size_t i = 0; i < length; ++i) goufang::text::append_utf8(out, random_character(random));
    return out;
}
