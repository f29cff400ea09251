#include "app/desktop/today.h"

#include <charconv>
#include <chrono>
#include <ctime>

namespace goufang::desktop {

namespace {

std::string two(unsigned n) { return {static_cast<char>('0' + n / 10 % 10), static_cast<char>('0' + n % 10)}; }

std::string date_of(std::chrono::sys_days day) {
    const std::chrono::year_month_day d(day);
    std::string year = std::to_string(static_cast<int>(d.year()));
    while (year.size() < 4) year.insert(0, 1, '0');
    return year + "-" + two(static_cast<unsigned>(d.month())) + "-" + two(static_cast<unsigned>(d.day()));
}

std::chrono::sys_days utc_day() { return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()); }

std::tm local(std::time_t at) {
    std::tm out{};
#ifdef _WIN32
    localtime_s(&out, &at);
#else
    localtime_r(&at, &out);
#endif
    return out;
}

std::string date_of(const std::tm& t) {
    return std::to_string(t.tm_year + 1900) + "-" + two(static_cast<unsigned>(t.tm_mon + 1)) + "-" +
           two(static_cast<unsigned>(t.tm_mday));
}

int digits(std::string_view text, std::size_t at, std::size_t count) {
    int value = 0;
    if (text.size() < at + count) return -1;
    const auto [end, fault] = std::from_chars(text.data() + at, text.data() + at + count, value);
    return fault == std::errc{} && end == text.data() + at + count ? value : -1;
}

} // namespace

std::string today_text() { return date_of(local(std::time(nullptr))); }

std::int64_t today_number() { return utc_day().time_since_epoch().count(); }

std::string days_ago(int days) { return date_of(utc_day() - std::chrono::days(days)); }

std::string year_before(std::string_view date) {
    const int year = digits(date, 0, 4);
    if (date.size() != 10 || year <= 1) return std::string(date);
    std::string before = std::to_string(year - 1);
    while (before.size() < 4) before.insert(0, 1, '0');
    const std::string_view rest = date.substr(4);
    return before + std::string(rest == "-02-29" ? "-02-28" : rest);
}

std::string local_minute(std::string_view utc) {
    using namespace std::chrono;
    if (utc.size() != 20 || utc[10] != 'T' || utc[19] != 'Z') return std::string(utc);
    const int y = digits(utc, 0, 4), mo = digits(utc, 5, 2), d = digits(utc, 8, 2), h = digits(utc, 11, 2),
              mi = digits(utc, 14, 2);
    if (y < 0 || mo < 1 || d < 1 || h < 0 || mi < 0) return std::string(utc);
    const auto at =
        sys_days(year(y) / month(static_cast<unsigned>(mo)) / day(static_cast<unsigned>(d))) + hours(h) + minutes(mi);
    const std::tm t = local(system_clock::to_time_t(at));
    return date_of(t) + " " + two(static_cast<unsigned>(t.tm_hour)) + ":" + two(static_cast<unsigned>(t.tm_min));
}

} // namespace goufang::desktop
