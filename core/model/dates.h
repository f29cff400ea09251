#pragma once
// Calendar dates as text: YYYY-MM-DD, proleptic Gregorian, no time zone.

#include <string_view>

namespace goufang::model {

constexpr bool is_leap_year(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

/// True when year, month and day make a date that exists.
constexpr bool is_calendar_date(int year, int month, int day) {
    constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || month < 1 || month > 12 || day < 1) return false;
    return day <= days[month - 1] + (month == 2 && is_leap_year(year) ? 1 : 0);
}

/// Exactly YYYY-MM-DD in ASCII digits, and the day exists.
constexpr bool is_date(std::string_view s) {
    if (s.size() != 10 || s[4] != '-' || s[7] != '-') return false;
    int part[3] = {0, 0, 0};
    int at = 0;
    for (const char c : s) {
        if (c == '-') {
            ++at;
            if (at > 2) return false;
        } else if (c < '0' || c > '9') {
            return false;
        } else {
            part[at] = part[at] * 10 + (c - '0');
        }
    }
    return at == 2 && is_calendar_date(part[0], part[1], part[2]);
}

} // namespace goufang::model
