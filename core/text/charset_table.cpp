#include "core/text/charset_table.h"

#include "core/text/errors.h"
#include "core/text/utf8.h"

#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace goufang::text::gb {

namespace {

/// Pairs of GB 18030 that code page 936 does not have, apart from private use.
constexpr bool added_by_gb18030(unsigned pair) {
    const unsigned lead = pair >> 8, trail = pair & 0xFF;
    switch (lead) {
    case 0xA2:
        return trail == 0xE3;
    case 0xA6:
        return (trail >= 0xD9 && trail <= 0xDF) || trail == 0xEC || trail == 0xED || trail == 0xF3;
    case 0xA8:
        return trail == 0xBC || trail == 0xBF;
    case 0xA9:
        return trail >= 0x89 && trail <= 0x95;
    case 0xFE:
        return trail >= 0x50 && trail <= 0xA0;
    default:
        return false;
    }
}

std::uint16_t in_memory(unsigned pair) {
    const unsigned char bytes[2] = {static_cast<unsigned char>(pair >> 8), static_cast<unsigned char>(pair)};
    std::uint16_t value = 0;
    std::memcpy(&value, bytes, 2);
    return value;
}

std::unique_ptr<Tables> build() {
    auto code_point = std::make_unique<std::array<char32_t, k_leads * 256>>();
    if (!system_pairs(*code_point)) throw Error(Code::internal, {"charset: the system cannot convert GB18030"});
    for (const Disputed& d : k_disputed) (*code_point)[((d.pair >> 8) - 0x80U) * 256 + (d.pair & 0xFF)] = d.ours;

    auto t = std::make_unique<Tables>();
    // The four-byte forms number, in order, the BMP characters that had no pair in the first edition.
    std::vector<bool> has_pair(0x10000);
    std::string utf8;
    for (std::size_t i = 0; i < code_point->size(); ++i) {
        const char32_t c = (*code_point)[i];
        if (c < 0x80 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) continue;
        utf8.clear();
        append_utf8(utf8, c);
        std::memcpy(&t->pair_utf8[i], utf8.data(), utf8.size());
        if (c > 0xFFFF) continue;
        const auto pair = static_cast<unsigned>((i / 256 + 0x80) << 8 | i % 256);
        const bool private_use = c >= 0xE000 && c < 0xF900;
        t->pair_of[c] = in_memory(pair);
        if (!private_use && !added_by_gb18030(pair)) t->gbk_pair_of[c] = in_memory(pair);
        has_pair[c] = true;
    }
    for (const Disputed& d : k_disputed) {
        if (d.ours < 0x10000) has_pair[d.ours] = false;
        has_pair[d.other] = true;
    }
    std::uint16_t linear = 0;
    for (char32_t c = 0x80; c < 0x10000; ++c) {
        if (has_pair[c] || (c >= 0xD800 && c < 0xE000)) continue;
        if (linear == k_linear_bmp) throw Error(Code::internal, {"charset: the system's GB18030 table is unknown"});
        // 2005 exchanged U+1E3F and U+E7C7; the other disputed characters keep both forms for reading
        const char32_t meant = c == 0x1E3F ? 0xE7C7 : c;
        t->linear_to_bmp[linear] = static_cast<std::uint16_t>(meant);
        t->bmp_to_linear[meant] = ++linear;
    }
    if (linear != k_linear_bmp) throw Error(Code::internal, {"charset: the system's GB18030 table is unknown"});
    return t;
}

} // namespace

const Tables& tables() {
    static const std::unique_ptr<const Tables> built = build();
    return *built;
}

} // namespace goufang::text::gb
