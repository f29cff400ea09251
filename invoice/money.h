#pragma once
// Exact money for invoice files: amounts in 分 (cents) and tax rates as integers, never floating point, never the
// process locale. The device clients compute tax as amount x rate, rounded half up to 2 decimals (formats-desktop 5.1).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace goufang::invoice {

/// A rate as a fraction: `value` / 10^`scale`, 0 <= rate < 1, scale 0-4, no trailing zero (13% = 13/10^2).
struct Rate {
    std::int64_t value = 0;
    int scale = 0;
    bool operator==(const Rate&) const = default;
};

inline constexpr std::int64_t k_max_cents = 99'999'999'999'999; ///< 999,999,999,999.99 yuan, either sign

/// "100", "100.5", "-3.00", "+1", " 7 " (blanks around). None for more than 2 decimals that are not zero, for signs
/// alone, exponents, thousands separators, and above k_max_cents.
std::optional<std::int64_t> parse_cents(std::string_view text);
/// "0.13", ".13", "13%", "1.5%", "0". None for negative rates, 100 % and more, more than 4 decimals of the fraction.
std::optional<Rate> parse_rate(std::string_view text);

std::string cents_text(std::int64_t cents); ///< "100.00", "-0.05"
std::string rate_text(Rate rate);           ///< "0.13", "0.015", "0"

/// cents x rate, rounded half away from zero to whole cents. |cents| <= k_max_cents.
std::int64_t tax_cents(std::int64_t cents, Rate rate);

} // namespace goufang::invoice
