// Check characters: GB 32100-2015, GB 11714-1997, GB 11643-1999 (ISO 7064 MOD 11-2), ISO 7064 MOD 11,10.
#include "core/check/check_chars.h"
#include "core/check/check.h"

#include "core/model/dates.h"

#include <chrono>

namespace goufang::check {
namespace {

using namespace chars;

/// One word per place and ASCII character, so that a number is checked by 18 loads and additions: bits 0-15 value times
/// weight in the alphabet of 31, bits 16-30 the same for the organisation code, bit 31 = not in the alphabet.
using Row = std::array<std::uint32_t, 128>;
constexpr auto k_places = [] {
    std::array<Row, 18> t{};
    for (std::size_t place = 0; place < 18; ++place)
        for (std::size_t c = 0; c < 128; ++c) {
            const int v = k_value31[c], w = k_value36[c];
            if (v < 0) {
                t[place][c] = 0x80000000U;
                continue;
            }
            t[place][c] = static_cast<std::uint32_t>(v) * (place < 17 ? k_weight31[place] : 1U);
            if (place >= 8 && place < 16) t[place][c] |= static_cast<std::uint32_t>(w) * k_weight11[place - 8] << 16;
        }
    return t;
}();

} // namespace

bool uscc_valid(std::string_view s) {
    if (s.size() != 18) return false;
    std::uint32_t sum = 0, bad = 0, bytes = 0;
    for (std::size_t i = 0; i < 18; ++i) {
        const auto c = static_cast<unsigned char>(s[i]);
        const std::uint32_t v = k_places[i][c & 0x7F];
        bytes |= c;
        bad |= v;
        sum += v; // bit 31 may overflow; `bad` has it
    }
    if ((bad & 0x80000000U) || (bytes & 0x80)) return false;
    return (sum & 0xFFFF) % 31 == 0 && s[16] == "0123456789X0"[11 - (sum >> 16) % 11];
}

char uscc_check_char(std::string_view first17) {
    if (first17.size() < 17) return 0;
    unsigned sum = 0;
    for (std::size_t i = 0; i < 17; ++i) {
        const int v = k_value31[static_cast<unsigned char>(first17[i])];
        if (v < 0) return 0;
        sum += static_cast<unsigned>(v) * k_weight31[i];
    }
    return k_alphabet31[(31 - sum % 31) % 31];
}

char org_check_char(std::string_view first8) {
    if (first8.size() < 8) return 0;
    unsigned sum = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        const int v = k_value36[static_cast<unsigned char>(first8[i])];
        if (v < 0) return 0;
        sum += static_cast<unsigned>(v) * k_weight11[i];
    }
    return "0123456789X0"[11 - sum % 11];
}

char id_check_char(std::string_view first17) {
    constexpr unsigned char weight[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    if (first17.size() < 17) return 0;
    unsigned sum = 0;
    for (std::size_t i = 0; i < 17; ++i) {
        if (!is_digit(first17[i])) return 0;
        sum += static_cast<unsigned>(first17[i] - '0') * weight[i];
    }
    return "10X98765432"[sum % 11];
}

char iso7064_mod11_10_char(std::string_view digits) {
    unsigned product = 10;
    for (const char c : digits) {
        if (!is_digit(c)) return 0;
        const unsigned sum = (product + static_cast<unsigned>(c - '0')) % 10;
        product = (sum ? sum : 10) * 2 % 11;
    }
    return static_cast<char>('0' + (11 - product) % 10);
}

bool iso7064_mod11_10_valid(std::string_view digits) {
    if (digits.size() < 2) return false;
    const char expected = iso7064_mod11_10_char(digits.substr(0, digits.size() - 1));
    return expected && expected == digits.back();
}

char luhn_char(std::string_view digits) {
    unsigned sum = 0;
    bool twice = true;
    for (std::size_t i = digits.size(); i-- > 0; twice = !twice) {
        if (!is_digit(digits[i])) return 0;
        const auto d = static_cast<unsigned>(digits[i] - '0') * (twice ? 2 : 1);
        sum += d > 9 ? d - 9 : d;
    }
    return static_cast<char>('0' + (10 - sum % 10) % 10);
}

bool birth_date_valid(std::string_view d) {
    using namespace std::chrono;
    static const int this_year = static_cast<int>(year_month_day(floor<days>(system_clock::now())).year());
    if (d.size() != 8 || !all_digits(d)) return false;
    const auto number = [&](std::size_t at, std::size_t n) {
        int v = 0;
        for (const char c : d.substr(at, n)) v = v * 10 + (c - '0');
        return v;
    };
    const int year = number(0, 4);
    return year >= 1840 && year <= this_year && model::is_calendar_date(year, number(4, 2), number(6, 2));
}

} // namespace goufang::check
