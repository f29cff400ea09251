#pragma once
// What the first digits of a region code tell (GB/T 2260, current and abolished).

#include <string>
#include <string_view>

namespace goufang::check {

/// 999999 is given to nobody; it is reserved for invented numbers in samples and tests and passes as a known region.
inline constexpr std::string_view k_reserved_region = "999999";

bool province_known(std::string_view digits);   ///< by the first two; 10 = the national registry
bool prefecture_known(std::string_view digits); ///< by the first four, at any time since 1981
/// "浙江省杭州市"; as much as is known, empty when nothing is.
std::string region_name(std::string_view digits);

} // namespace goufang::check
