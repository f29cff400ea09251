#pragma once
// Dates as the window shows them: the user's own time zone.

#include <cstdint>
#include <string>
#include <string_view>

namespace goufang::desktop {

std::string today_text();       ///< YYYY-MM-DD, local
std::int64_t today_number();    ///< days since 1970-01-01, UTC
std::string days_ago(int days); ///< YYYY-MM-DD, UTC
/// The same day a year earlier (28 February for the 29th); other text comes back as it is.
std::string year_before(std::string_view date);
/// "2026-11-22T08:05:00Z" -> local "2026-11-22 16:05"; anything else comes back as it is.
std::string local_minute(std::string_view utc);

} // namespace goufang::desktop
