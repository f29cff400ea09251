#pragma once
// Eight bytes at a time.

#include <bit>
#include <cstddef>
#include <cstdint>

namespace goufang::text {

inline constexpr std::uint64_t k_high_bits = 0x8080808080808080U;

/// How many of the eight bytes, in memory order from the first, are ASCII: 0 to 8.
inline std::size_t ascii_bytes(std::uint64_t eight) {
    const std::uint64_t high = eight & k_high_bits;
    if constexpr (std::endian::native == std::endian::little)
        return static_cast<std::size_t>(std::countr_zero(high)) / 8;
    return static_cast<std::size_t>(std::countl_zero(high)) / 8;
}

} // namespace goufang::text
