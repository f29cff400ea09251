#include "core/text/fold.h"

#include <bit>
#include <cstring>

// XXH64 (xxHash specification, 64 bits) with seed 0, read as little-endian on every machine.

namespace goufang::text {

namespace {

constexpr std::uint64_t k_prime1 = 0x9E3779B185EBCA87U, k_prime2 = 0xC2B2AE3D27D4EB4FU, k_prime3 = 0x165667B19E3779F9U,
                        k_prime4 = 0x85EBCA77C2B2AE63U, k_prime5 = 0x27D4EB2F165667C5U;

template <int bytes> std::uint64_t read(const unsigned char* p) {
    if constexpr (std::endian::native == std::endian::little) {
        std::uint64_t v = 0;
        std::memcpy(&v, p, bytes);
        return v;
    }
    std::uint64_t v = 0;
    for (int i = bytes; i-- > 0;) v = v << 8 | p[i];
    return v;
}

std::uint64_t round(std::uint64_t lane, std::uint64_t input) {
    return std::rotl(lane + input * k_prime2, 31) * k_prime1;
}
std::uint64_t merge(std::uint64_t h, std::uint64_t lane) { return (h ^ round(0, lane)) * k_prime1 + k_prime4; }

} // namespace

std::uint64_t key_hash(std::string_view key) {
    if (key.empty()) return 0;
    const auto* p = reinterpret_cast<const unsigned char*>(key.data());
    const auto* const end = p + key.size();
    std::uint64_t h = k_prime5;
    if (key.size() >= 32) {
        std::uint64_t a = k_prime1 + k_prime2, b = k_prime2, c = 0, d = 0 - k_prime1;
        for (; end - p >= 32; p += 32) {
            a = round(a, read<8>(p));
            b = round(b, read<8>(p + 8));
            c = round(c, read<8>(p + 16));
            d = round(d, read<8>(p + 24));
        }
        h = std::rotl(a, 1) + std::rotl(b, 7) + std::rotl(c, 12) + std::rotl(d, 18);
        h = merge(merge(merge(merge(h, a), b), c), d);
    }
    h += key.size();
    for (; end - p >= 8; p += 8) h = std::rotl(h ^ round(0, read<8>(p)), 27) * k_prime1 + k_prime4;
    if (end - p >= 4) {
        h = std::rotl(h ^ read<4>(p) * k_prime1, 23) * k_prime2 + k_prime3;
        p += 4;
    }
    for (; p != end; ++p) h = std::rotl(h ^ *p * k_prime5, 11) * k_prime1;
    h = (h ^ h >> 33) * k_prime2;
    h = (h ^ h >> 29) * k_prime3;
    h ^= h >> 32;
    return h == 0 ? 1 : h;
}

} // namespace goufang::text
