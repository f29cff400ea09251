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

/// Not 0 when one of the eight bytes is below `limit` (1 to 128).
inline std::uint64_t any_below(std::uint64_t eight, unsigned char limit) {
    return (eight - std::uint64_t{limit} * 0x0101010101010101U) & ~eight & k_high_bits;
}

/// Not 0 when one of the eight bytes is `byte`.
inline std::uint64_t any_equal(std::uint64_t eight, unsigned char byte) {
    return any_below(eight ^ std::uint64_t{byte} * 0x0101010101010101U, 1);
}

} // namespace goufang::text
