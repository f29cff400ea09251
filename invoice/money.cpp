#include "invoice/money.h"

namespace goufang::invoice {

namespace {

struct Decimal {
    bool negative = false;
    std::int64_t value = 0; ///< all digits
    int scale = 0;          ///< how many of them are decimals, trailing zeros removed
};

constexpr std::int64_t k_pow10[] = {1, 10, 100, 1'000, 10'000};

std::string_view trim(std::string_view s) {
    while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
    while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
    return s;
}

std::optional<Decimal> parse_decimal(std::string_view s) {
    Decimal d;
    if (!s.empty() && (s.front() == '-' || s.front() == '+')) {
        d.negative = s.front() == '-';
        s.remove_prefix(1);
    }
    const std::size_t point = s.find('.');
    std::string_view whole = s.substr(0, point);
    std::string_view part = point == std::string_view::npos ? std::string_view{} : s.substr(point + 1);
    if (whole.empty() && part.empty()) return std::nullopt;
    for (std::string_view digits : {whole, part})
        for (const char c : digits)
            if (c < '0' || c > '9') return std::nullopt;
    while (!part.empty() && part.back() == '0') part.remove_suffix(1);
    while (!whole.empty() && whole.front() == '0') whole.remove_prefix(1);
    if (whole.size() + part.size() > 18) return std::nullopt;
    for (const char c : whole) d.value = d.value * 10 + (c - '0');
    for (const char c : part) d.value = d.value * 10 + (c - '0');
    d.scale = static_cast<int>(part.size());
    return d;
}

} // namespace

std::optional<std::int64_t> parse_cents(std::string_view text) {
    const std::optional<Decimal> d = parse_decimal(trim(text));
    if (!d || d->scale > 2) return std::nullopt;
    if (d->value > k_max_cents) return std::nullopt;
    const std::int64_t cents = d->value * k_pow10[2 - d->scale];
    if (cents > k_max_cents) return std::nullopt;
    return d->negative ? -cents : cents;
}

std::optional<Rate> parse_rate(std::string_view text) {
    text = trim(text);
    const bool percent = !text.empty() && text.back() == '%';
    if (percent) text = trim(text.substr(0, text.size() - 1));
    const std::optional<Decimal> d = parse_decimal(text);
    if (!d || (d->negative && d->value != 0)) return std::nullopt;
    Rate r{d->value, d->scale + (percent ? 2 : 0)};
    while (r.scale > 0 && r.value % 10 == 0) {
        r.value /= 10;
        --r.scale;
    }
    if (r.scale > 4 || r.value >= k_pow10[r.scale]) return std::nullopt;
    return r;
}

std::string cents_text(std::int64_t cents) {
    const bool negative = cents < 0;
    std::string digits = std::to_string(negative ? -cents : cents);
    if (digits.size() < 3) digits.insert(0, 3 - digits.size(), '0');
    std::string out(negative ? "-" : "");
    out.append(digits, 0, digits.size() - 2).append(1, '.').append(digits, digits.size() - 2);
    return out;
}

std::string rate_text(Rate rate) {
    if (rate.value == 0) return "0";
    std::string digits = std::to_string(rate.value);
    const auto scale = static_cast<std::size_t>(rate.scale);
    if (digits.size() < scale) digits.insert(0, scale - digits.size(), '0');
    return "0." + digits;
}

std::int64_t tax_cents(std::int64_t cents, Rate rate) {
    const std::int64_t unit = k_pow10[rate.scale];
    const std::int64_t product = (cents < 0 ? -cents : cents) * rate.value; // < 10^14 * 10^4
    const std::int64_t rounded = (product + unit / 2) / unit;
    return cents < 0 ? -rounded : rounded;
}

} // namespace goufang::invoice
