#include "core/check/regions.h"

#include "core/check/check_chars.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace goufang::check {
namespace {

struct Region {
    std::uint16_t code;
    std::string_view name;
};

#define GOUFANG_PROVINCE(code, name) {code, name},
#define GOUFANG_PREFECTURE(code, name)
constexpr auto k_provinces = std::to_array<Region>({
#include "core/check/regions.inc"
});
#undef GOUFANG_PROVINCE
#undef GOUFANG_PREFECTURE
#define GOUFANG_PROVINCE(code, name)
#define GOUFANG_PREFECTURE(code, name) {code, name},
constexpr auto k_prefectures = std::to_array<Region>({
#include "core/check/regions.inc"
});
#undef GOUFANG_PROVINCE
#undef GOUFANG_PREFECTURE

template <std::size_t Size, class Regions>
constexpr std::array<std::uint64_t, Size / 64 + 1> bits_of(const Regions& r) {
    std::array<std::uint64_t, Size / 64 + 1> bits{};
    for (const Region& region : r) bits[region.code / 64] |= std::uint64_t{1} << region.code % 64;
    return bits;
}
constexpr auto k_province_bits = bits_of<100>(k_provinces);
constexpr auto k_prefecture_bits = bits_of<10000>(k_prefectures);

template <class Bits> bool has(const Bits& bits, unsigned code) { return bits[code / 64] >> code % 64 & 1; }

unsigned number(std::string_view digits, std::size_t n) {
    unsigned v = 0;
    for (std::size_t i = 0; i < n; ++i) v = v * 10 + static_cast<unsigned>(digits[i] - '0');
    return v;
}

bool starts_with_digits(std::string_view s, std::size_t n) { return s.size() >= n && all_digits(s.substr(0, n)); }

template <class Regions> std::string_view name_in(const Regions& regions, unsigned code) {
    const auto it =
        std::lower_bound(regions.begin(), regions.end(), code, [](const Region& r, unsigned c) { return r.code < c; });
    return it != regions.end() && it->code == code ? it->name : std::string_view();
}

} // namespace

bool province_known(std::string_view digits) {
    return starts_with_digits(digits, 2) &&
           (has(k_province_bits, number(digits, 2)) || digits.substr(0, 6) == k_reserved_region);
}

bool prefecture_known(std::string_view digits) {
    if (!starts_with_digits(digits, 4) || !province_known(digits)) return false;
    const unsigned province = number(digits, 2);
    // Hong Kong, Macao, Taiwan and the national registry are not divided further here
    return province == 10 || province >= 71 || has(k_prefecture_bits, number(digits, 4));
}

std::string region_name(std::string_view digits) {
    std::string name;
    if (!province_known(digits)) return name;
    name = name_in(k_provinces, number(digits, 2));
    if (starts_with_digits(digits, 4)) name += name_in(k_prefectures, number(digits, 4));
    return name;
}

} // namespace goufang::check
