#include "core/text/charset.h"
#include "core/text/charset_table.h"
#include "core/text/words.h"

#include <array>
#include <bit>
#include <cstring>

namespace goufang::text {

namespace {

using Byte = unsigned char;
using Missing = std::string (*)(char32_t);

// the upper halves of the lead bytes of three characters of three bytes
constexpr auto k_three_leads = std::bit_cast<std::uint64_t>(std::array<Byte, 8>{0xF0, 0, 0, 0xF0, 0, 0, 0xF0, 0});
constexpr auto k_three_e = std::bit_cast<std::uint64_t>(std::array<Byte, 8>{0xE0, 0, 0, 0xE0, 0, 0, 0xE0, 0});
constexpr std::size_t k_block = 8 * 1024; // see charset_decode.cpp

/// The code point of a character of three bytes.
unsigned three_bytes(const Byte* p) { return (p[0] & 0x0FU) << 12 | (p[1] & 0x3FU) << 6 | (p[2] & 0x3FU); }

/// The four-byte form of `c`; false when there is none.
bool four_bytes(const gb::Tables& t, char32_t c, char* o) {
    std::uint32_t linear = 0;
    if (c < 0x10000) {
        if (t.bmp_to_linear[c] == 0) return false;
        linear = t.bmp_to_linear[c] - 1U;
    } else {
        linear = gb::k_linear_astral + (c - 0x10000);
    }
    o[3] = static_cast<char>(0x30 + linear % 10);
    o[2] = static_cast<char>(0x81 + linear / 10 % 126);
    o[1] = static_cast<char>(0x30 + linear / 1260 % 10);
    o[0] = static_cast<char>(0x81 + linear / 12600);
    return true;
}

/// The rare characters: writes to `o`, returns how many bytes; 0 when the encoding does not hold `c`.
std::size_t rare(const gb::Tables& t, bool code_page, char32_t c, char* o) {
    if (code_page) {
        if (c != 0x20AC) return 0;
        *o = '\x80';
        return 1;
    }
    for (const gb::Disputed& d : gb::k_disputed) {
        if (d.ours != c || c < 0x10000) continue;
        o[0] = static_cast<char>(d.pair >> 8);
        o[1] = static_cast<char>(d.pair & 0xFF);
        return 2;
    }
    return four_bytes(t, c, o) ? 4 : 0;
}

std::size_t to_gb(std::string_view in, std::string& out, bool code_page, Missing on_missing) {
    const gb::Tables& t = gb::tables();
    const std::uint16_t* const pairs = (code_page ? t.gbk_pair_of : t.pair_of).data();
    char block[2 * k_block + 16];
    std::size_t missing = 0;
    const auto* p = reinterpret_cast<const Byte*>(in.data());
    const auto* const begin = p;
    const auto* const end = p + in.size();
    while (p != end) {
        const auto* const stop = end - p > static_cast<std::ptrdiff_t>(k_block) ? p + k_block : end;
        char* o = block;
        while (p < stop) {
            const unsigned lead = *p;
            if (stop - p >= 16) {
                std::uint64_t eight = 0;
                std::memcpy(&eight, p, 8);
                if (lead < 0x80) { // the ASCII bytes up to the first other one
                    std::memcpy(o, &eight, 8);
                    const std::size_t n = ascii_bytes(eight);
                    p += n;
                    o += n;
                    continue;
                }
                if ((eight & k_three_leads) == k_three_e && (p[9] & 0xF0) == 0xE0) { // four of three bytes
                    const std::uint16_t four[4] = {pairs[three_bytes(p)], pairs[three_bytes(p + 3)],
                                                   pairs[three_bytes(p + 6)], pairs[three_bytes(p + 9)]};
                    if ((four[0] != 0) & (four[1] != 0) & (four[2] != 0) & (four[3] != 0)) {
                        std::memcpy(o, four, 8);
                        o += 8;
                        p += 12;
                        continue;
                    }
                }
            } else if (lead < 0x80) {
                *o++ = static_cast<char>(*p++);
                continue;
            }
            if (lead >= 0xE0 && lead < 0xF0 && end - p >= 3) {
                const std::uint16_t pair = pairs[three_bytes(p)];
                if (pair != 0) {
                    std::memcpy(o, &pair, 2);
                    o += 2;
                    p += 3;
                    continue;
                }
            }
            auto at = static_cast<std::size_t>(p - begin);
            const char32_t c = next_code_point(in, at);
            p = begin + at;
            const std::uint16_t pair = c < 0x10000 ? pairs[c] : std::uint16_t{0};
            if (pair != 0) {
                std::memcpy(o, &pair, 2);
                o += 2;
            } else if (const std::size_t n = rare(t, code_page, c, o); n != 0) {
                o += n;
            } else {
                ++missing;
                out.append(block, static_cast<std::size_t>(o - block));
                o = block;
                if (on_missing) {
                    out += on_missing(c);
                } else {
                    out += '?';
                }
            }
        }
        out.append(block, static_cast<std::size_t>(o - block));
    }
    return missing;
}

void to_utf16(std::string_view in, std::string& out, bool little) {
    const auto unit = [&](char32_t u) {
        const char low = static_cast<char>(u & 0xFF), high = static_cast<char>(u >> 8);
        out.push_back(little ? low : high);
        out.push_back(little ? high : low);
    };
    out.reserve(out.size() + 2 * in.size());
    for (std::size_t at = 0; at < in.size();) {
        const char32_t c = next_code_point(in, at);
        if (c < 0x10000) {
            unit(c);
        } else {
            unit(0xD800 + ((c - 0x10000) >> 10));
            unit(0xDC00 + ((c - 0x10000) & 0x3FF));
        }
    }
}

} // namespace

std::size_t encode(std::string_view utf8, Encoding to, std::string& out, std::string (*on_missing)(char32_t)) {
    switch (to) {
    case Encoding::utf8:
    case Encoding::utf8_bom:
        out += utf8;
        return 0;
    case Encoding::utf16le:
    case Encoding::utf16be:
        to_utf16(utf8, out, to == Encoding::utf16le);
        return 0;
    case Encoding::gbk:
    case Encoding::gb18030:
        return to_gb(utf8, out, to == Encoding::gbk, on_missing);
    }
    return 0;
}

bool gbk_can(char32_t c) { return c < 0x80 || c == 0x20AC || (c < 0x10000 && gb::tables().gbk_pair_of[c] != 0); }

std::optional<char32_t> first_not_gbk(std::string_view s) {
    for (std::size_t at = 0; at < s.size();) {
        if (static_cast<Byte>(s[at]) < 0x80) {
            ++at;
            continue;
        }
        const char32_t c = next_code_point(s, at);
        if (!gbk_can(c)) return c;
    }
    return std::nullopt;
}

namespace {
std::size_t gbk_bytes(char32_t c) { return c >= 0x80 && c < 0x10000 && gb::tables().gbk_pair_of[c] != 0 ? 2 : 1; }
} // namespace

std::size_t gbk_length(std::string_view utf8) {
    std::size_t n = 0;
    for (std::size_t at = 0; at < utf8.size();) n += gbk_bytes(next_code_point(utf8, at));
    return n;
}

std::string_view gbk_prefix(std::string_view utf8, std::size_t bytes) {
    std::size_t used = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        const std::size_t before = at;
        used += gbk_bytes(next_code_point(utf8, at));
        if (used > bytes) return utf8.substr(0, before);
    }
    return utf8;
}

} // namespace goufang::text
