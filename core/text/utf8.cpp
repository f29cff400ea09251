#include "core/text/utf8.h"

#include "core/text/words.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>

namespace goufang::text {

namespace {

struct CodePair {
    std::uint32_t first, second;
};
#include "core/text/width_table.inc"

unsigned byte_at(std::string_view s, std::size_t at) { return static_cast<unsigned char>(s[at]); }

template <std::size_t N> bool in_ranges(const CodePair (&table)[N], char32_t c) {
    const auto* after = std::upper_bound(std::begin(table), std::end(table), c,
                                         [](char32_t x, const CodePair& r) { return x < r.first; });
    return after != std::begin(table) && c <= std::prev(after)->second;
}

/// Length of the well-formed sequence with a lead byte above 0x7F at `p`; 0 when there is none.
std::size_t sequence_length(const unsigned char* p, const unsigned char* end) {
    const auto left = static_cast<std::size_t>(end - p);
    const unsigned lead = p[0];
    const auto tail = [p](std::size_t i) { return (p[i] & 0xC0) == 0x80; };
    if (lead >= 0xE0 && lead < 0xF0) {
        if (left < 3 || !tail(1) || !tail(2)) return 0;
        if (lead == 0xE0 && p[1] < 0xA0) return 0; // overlong
        if (lead == 0xED && p[1] > 0x9F) return 0; // surrogate
        return 3;
    }
    if (lead >= 0xC2 && lead < 0xE0) return left >= 2 && tail(1) ? 2 : 0;
    if (lead >= 0xF0 && lead < 0xF5) {
        if (left < 4 || !tail(1) || !tail(2) || !tail(3)) return 0;
        if (lead == 0xF0 && p[1] < 0x90) return 0; // overlong
        if (lead == 0xF4 && p[1] > 0x8F) return 0; // above U+10FFFF
        return 4;
    }
    return 0;
}

} // namespace

std::size_t first_invalid_utf8(std::string_view s) {
    const auto* const begin = reinterpret_cast<const unsigned char*>(s.data());
    const auto* const end = begin + s.size();
    const auto* p = begin;
    while (p != end) {
        if (*p < 0x80) {
            if (end - p < 8) {
                ++p;
                continue;
            }
            std::uint64_t eight = 0;
            std::memcpy(&eight, p, 8);
            p += ascii_bytes(eight);
            continue;
        }
        // Han text: one test for the common three-byte range U+1000..U+CFFF
        while (end - p >= 3 && p[0] > 0xE0 && p[0] < 0xED && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80) p += 3;
        if (p == end) break;
        if (*p < 0x80) continue;
        const std::size_t n = sequence_length(p, end);
        if (n == 0) return static_cast<std::size_t>(p - begin);
        p += n;
    }
    return npos;
}

char32_t detail::next_of_any_length(std::string_view s, std::size_t& at) {
    const unsigned lead = byte_at(s, at);
    if (lead < 0x80) {
        ++at;
        return lead;
    }
    const auto tail = [&s, at](std::size_t i) { return at + i < s.size() ? byte_at(s, at + i) & 0x3F : 0U; };
    if (lead < 0xE0) {
        const char32_t c = (lead & 0x1F) << 6 | tail(1);
        at = std::min(at + 2, s.size());
        return c;
    }
    if (lead < 0xF0) {
        const char32_t c = (lead & 0x0F) << 12 | tail(1) << 6 | tail(2);
        at = std::min(at + 3, s.size());
        return c;
    }
    const char32_t c = (lead & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3);
    at = std::min(at + 4, s.size());
    return c;
}

void append_utf8(std::string& out, char32_t c) {
    char b[4];
    std::size_t n = 0;
    if (c < 0x80) {
        out.push_back(static_cast<char>(c));
        return;
    }
    if (c < 0x800) {
        b[n++] = static_cast<char>(0xC0 | c >> 6);
    } else {
        if (c < 0x10000) {
            b[n++] = static_cast<char>(0xE0 | c >> 12);
        } else {
            b[n++] = static_cast<char>(0xF0 | c >> 18);
            b[n++] = static_cast<char>(0x80 | (c >> 12 & 0x3F));
        }
        b[n++] = static_cast<char>(0x80 | (c >> 6 & 0x3F));
    }
    b[n++] = static_cast<char>(0x80 | (c & 0x3F));
    out.append(b, n);
}

std::size_t count_code_points(std::string_view s) {
    return static_cast<std::size_t>(
        std::count_if(s.begin(), s.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

namespace {

std::size_t columns_of(char32_t c) {
    if (c < 0x20 || c == 0x7F) return 0;
    if (c < 0x300) return c >= 0x80 && c < 0xA0 ? 0 : 1;
    if (c >= 0x4E00 && c < 0xA000) return 2;
    if (in_ranges(k_zero, c)) return 0;
    return in_ranges(k_wide, c) ? 2 : 1;
}

} // namespace

std::size_t display_width(std::string_view s) {
    std::size_t columns = 0;
    for (std::size_t at = 0; at < s.size();) columns += columns_of(next_code_point(s, at));
    return columns;
}

std::string fit_width(std::string_view s, std::size_t columns) {
    if (columns == 0) return {};
    std::size_t used = 0, keep = 0; // keep: bytes that still leave a column for the ellipsis
    for (std::size_t at = 0; at < s.size();) {
        used += columns_of(next_code_point(s, at));
        if (used < columns) keep = at;
        if (used > columns) return std::string(s.substr(0, keep)) + "\u2026";
    }
    return std::string(s);
}

} // namespace goufang::text
