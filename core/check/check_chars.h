#pragma once
// Tables and small functions behind the check characters; the public ones are declared in check.h.

#include <array>
#include <cstddef>
#include <string_view>

namespace goufang::check {

namespace chars {
/// GB 32100-2015: no I O S V Z; value = index.
inline constexpr std::string_view k_alphabet31 = "0123456789ABCDEFGHJKLMNPQRTUWXY";
inline constexpr std::array<unsigned char, 17> k_weight31{1,  3,  9,  27, 19, 26, 16, 17, 20,
                                                          29, 25, 13, 8,  24, 10, 30, 28};
/// GB 11714-1997
inline constexpr std::array<unsigned char, 8> k_weight11{3, 7, 9, 10, 5, 8, 4, 2};

inline constexpr auto k_value31 = [] {
    std::array<signed char, 256> t{};
    t.fill(-1);
    for (std::size_t i = 0; i < k_alphabet31.size(); ++i)
        t[static_cast<unsigned char>(k_alphabet31[i])] = static_cast<signed char>(i);
    return t;
}();
inline constexpr auto k_value36 = [] {
    std::array<signed char, 256> t{};
    t.fill(-1);
    for (std::size_t i = 0; i < 10; ++i) t['0' + i] = static_cast<signed char>(i);
    for (std::size_t i = 0; i < 26; ++i) t['A' + i] = static_cast<signed char>(10 + i);
    return t;
}();
} // namespace chars

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool all_digits(std::string_view s) {
    for (const char c : s)
        if (!is_digit(c)) return false;
    return true;
}

/// GB 11643-1999 (ISO 7064 MOD 11-2): the 18th character for 17 digits; 0 when they are not.
char id_check_char(std::string_view first17);
/// ISO 7064 MOD 11,10: the check digit behind `digits`; 0 when they are none.
char iso7064_mod11_10_char(std::string_view digits);
/// The digit that makes digits + it pass the Luhn test; 0 when they are none.
char luhn_char(std::string_view digits);
/// YYYYMMDD that exists, from 1840 to the end of this year.
bool birth_date_valid(std::string_view yyyymmdd);

} // namespace goufang::check
