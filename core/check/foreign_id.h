#pragma once
// Numbers of overseas buyers, as far as their own rules are public: EU VAT numbers (form for every member and Northern
// Ireland, check digits for some) and the Taiwan 統一編號. Never more than a warning.

#include <cstdint>
#include <string_view>

namespace goufang::check {

enum class ForeignVerdict : std::uint8_t { fine, eu_form, eu_check, taiwan_check };

/// `id` folded (0-9 A-Z). Anything that is neither a two-letter EU prefix with a digit in it nor 8 digits is fine.
ForeignVerdict judge_foreign(std::string_view id);

/// Weighted digit sum divisible by 5 (since 2023-04); with a 7 at place 7 the sum + 1 may do.
bool taiwan_valid(std::string_view eight_digits);

} // namespace goufang::check
