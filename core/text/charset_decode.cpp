#include "core/text/charset.h"
#include "core/text/charset_table.h"
#include "core/text/words.h"

#include <array>
#include <bit>
#include <cstring>

namespace goufang::text {

namespace {

using Byte = unsigned char;

/// What stands at one place: a whole character, the start of one, or nonsense.
struct Step {
    int bytes = 0; ///< > 0: so many bytes are the character `c`; k_incomplete; k_wrong
    char32_t c = 0;
};
constexpr int k_incomplete = 0, k_wrong = -1;

Step step_utf8(const Byte* p, std::size_t left) {
    const Byte lead = p[0];
    if (lead < 0x80) return {1, lead};
    const int n = lead >= 0xC2 && lead < 0xE0   ? 2
                  : lead >= 0xE0 && lead < 0xF0 ? 3
                  : lead >= 0xF0 && lead < 0xF5 ? 4
                                                : 0;
    if (n == 0) return {k_wrong};
    char32_t c = lead & (0x7FU >> n);
    for (int i = 1; i < n; ++i) {
        if (static_cast<std::size_t>(i) == left) return {k_incomplete};
        Byte low = 0x80, high = 0xBF;
        if (i == 1) {
            if (lead == 0xE0) low = 0xA0;
            if (lead == 0xED) high = 0x9F;
            if (lead == 0xF0) low = 0x90;
            if (lead == 0xF4) high = 0x8F;
        }
        if (p[i] < low || p[i] > high) return {k_wrong};
        c = c << 6 | (p[i] & 0x3FU);
    }
    return {n, c};
}

template <bool little> char32_t unit_at(const Byte* p) {
    return little ? static_cast<char32_t>(p[0] | p[1] << 8) : static_cast<char32_t>(p[0] << 8 | p[1]);
}

template <bool little> Step step_utf16(const Byte* p, std::size_t left) {
    if (left < 2) return {k_incomplete};
    const char32_t high = unit_at<little>(p);
    if (high < 0xD800 || high > 0xDFFF) return {2, high};
    if (high > 0xDBFF) return {k_wrong};
    if (left < 4) return {k_incomplete};
    const char32_t low = unit_at<little>(p + 2);
    if (low < 0xDC00 || low > 0xDFFF) return {k_wrong};
    return {4, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)};
}

bool is_digit(Byte b) { return b >= 0x30 && b <= 0x39; }

/// The character of a four-byte form; 0 when there is none.
char32_t four_bytes(const gb::Tables& t, const Byte* p) {
    const std::uint32_t linear = (((p[0] - 0x81U) * 10 + (p[1] - 0x30U)) * 126 + (p[2] - 0x81U)) * 10 + (p[3] - 0x30U);
    if (linear < gb::k_linear_bmp) return t.linear_to_bmp[linear];
    if (linear < gb::k_linear_astral || linear - gb::k_linear_astral > 0xFFFFF) return 0;
    return 0x10000 + (linear - gb::k_linear_astral);
}

Step step_gb(const gb::Tables& t, bool code_page, const Byte* p, std::size_t left) {
    const Byte lead = p[0];
    if (lead < 0x80) return {1, lead};
    if (lead == 0x80) return code_page ? Step{1, 0x20AC} : Step{k_wrong};
    if (lead == 0xFF) return {k_wrong};
    if (left < 2) return {k_incomplete};
    if (!is_digit(p[1])) {
        const std::uint32_t utf8 = t.pair_utf8[(lead - 0x80U) * 256 + p[1]];
        if (utf8 == 0) return {k_wrong};
        Byte bytes[4];
        std::memcpy(bytes, &utf8, 4);
        return {2, step_utf8(bytes, 4).c};
    }
    if (left < 3) return {k_incomplete};
    if (p[2] < 0x81 || p[2] == 0xFF) return {k_wrong};
    if (left < 4) return {k_incomplete};
    if (!is_digit(p[3])) return {k_wrong};
    const char32_t c = four_bytes(t, p);
    return c == 0 ? Step{k_wrong} : Step{4, c};
}

Step step(Encoding e, const Byte* p, std::size_t left) {
    switch (e) {
    case Encoding::utf8:
    case Encoding::utf8_bom:
        return step_utf8(p, left);
    case Encoding::utf16le:
        return step_utf16<true>(p, left);
    case Encoding::utf16be:
        return step_utf16<false>(p, left);
    case Encoding::gbk:
    case Encoding::gb18030:
        return step_gb(gb::tables(), e == Encoding::gbk, p, left);
    }
    return {k_wrong};
}

// ---- whole runs: each takes as much as is well formed and returns where it stopped

char* put(char* o, char32_t c) {
    if (c < 0x80) {
        *o++ = static_cast<char>(c);
    } else if (c < 0x800) {
        *o++ = static_cast<char>(0xC0 | c >> 6);
        *o++ = static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        *o++ = static_cast<char>(0xE0 | c >> 12);
        *o++ = static_cast<char>(0x80 | (c >> 6 & 0x3F));
        *o++ = static_cast<char>(0x80 | (c & 0x3F));
    } else {
        *o++ = static_cast<char>(0xF0 | c >> 18);
        *o++ = static_cast<char>(0x80 | (c >> 12 & 0x3F));
        *o++ = static_cast<char>(0x80 | (c >> 6 & 0x3F));
        *o++ = static_cast<char>(0x80 | (c & 0x3F));
    }
    return o;
}

// Input is worked off in blocks through a buffer on the stack: no part of `out` is written twice, and the block is
// still in the cache when it is appended.
constexpr std::size_t k_block = 8 * 1024;

std::size_t run_utf16(std::string_view in, std::string& out, bool little) {
    char block[2 * k_block + 8];
    const auto* const begin = reinterpret_cast<const Byte*>(in.data());
    const auto* const end = begin + in.size();
    const auto* p = begin;
    for (bool go_on = true; go_on && p != end;) {
        const auto* const stop = end - p > static_cast<std::ptrdiff_t>(k_block) ? p + k_block : end;
        char* o = block;
        while (p < stop) {
            const auto left = static_cast<std::size_t>(end - p);
            const Step s = little ? step_utf16<true>(p, left) : step_utf16<false>(p, left);
            if (s.bytes <= 0) {
                go_on = false;
                break;
            }
            o = put(o, s.c);
            p += s.bytes;
        }
        out.append(block, static_cast<std::size_t>(o - block));
    }
    return static_cast<std::size_t>(p - begin);
}

// "more than two" and "more than three bytes", whatever the byte order of the machine
constexpr auto k_third = std::bit_cast<std::uint32_t>(std::array<Byte, 4>{0, 0, 0xFF, 0});
constexpr auto k_fourth = std::bit_cast<std::uint32_t>(std::array<Byte, 4>{0, 0, 0, 0xFF});

// the first bytes of four pairs
constexpr auto k_lead_bits = std::bit_cast<std::uint64_t>(std::array<Byte, 8>{0x80, 0, 0x80, 0, 0x80, 0, 0x80, 0});

std::uint32_t pair_at(const std::uint32_t* pairs, const Byte* p) { return pairs[(p[0] & 0x7FU) << 8 | p[1]]; }

char* put_packed(char* o, std::uint32_t utf8) {
    std::memcpy(o, &utf8, 4);
    return o + 2 + ((utf8 & k_third) != 0) + ((utf8 & k_fourth) != 0);
}

/// On a little-endian machine: each has a third byte and no fourth, as Han characters do.
bool all_three_bytes(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
    constexpr std::uint32_t k_least = 0x10000;
    return ((a - k_least) | (b - k_least) | (c - k_least) | (d - k_least)) >> 24 == 0;
}

std::size_t run_gb(std::string_view in, std::string& out, bool code_page) {
    const gb::Tables& t = gb::tables();
    const std::uint32_t* const pairs = t.pair_utf8.data();
    char block[3 * k_block + 16]; // 0x80 becomes three bytes; a store may reach 8 beyond the text
    const auto* const begin = reinterpret_cast<const Byte*>(in.data());
    const auto* const end = begin + in.size();
    const auto* p = begin;
    for (bool go_on = true; go_on && p != end;) {
        const auto* const stop = end - p > static_cast<std::ptrdiff_t>(k_block) ? p + k_block : end;
        char* o = block;
        while (p < stop) {
            if (stop - p >= 8) {
                std::uint64_t eight = 0;
                std::memcpy(&eight, p, 8);
                if (*p < 0x80) { // the ASCII bytes up to the first other one
                    std::memcpy(o, &eight, 8);
                    const std::size_t n = ascii_bytes(eight);
                    p += n;
                    o += n;
                    continue;
                }
                if ((eight & k_lead_bits) == k_lead_bits) { // four pairs, unless there is a longer form
                    const std::uint32_t a = pair_at(pairs, p), b = pair_at(pairs, p + 2), c = pair_at(pairs, p + 4),
                                        d = pair_at(pairs, p + 6);
                    if (std::endian::native == std::endian::little && all_three_bytes(a, b, c, d)) {
                        const std::uint64_t low = a | std::uint64_t{b} << 24 | std::uint64_t{c} << 48;
                        const std::uint32_t high = c >> 16 | d << 8;
                        std::memcpy(o, &low, 8);
                        std::memcpy(o + 8, &high, 4);
                        o += 12;
                        p += 8;
                        continue;
                    }
                    if (a != 0 && b != 0 && c != 0 && d != 0) {
                        o = put_packed(put_packed(put_packed(put_packed(o, a), b), c), d);
                        p += 8;
                        continue;
                    }
                }
            } else if (*p < 0x80) {
                *o++ = static_cast<char>(*p++);
                continue;
            }
            if (end - p >= 2) {
                if (const std::uint32_t utf8 = pair_at(pairs, p); utf8 != 0) {
                    o = put_packed(o, utf8);
                    p += 2;
                    continue;
                }
            }
            const Step s = step_gb(t, code_page, p, static_cast<std::size_t>(end - p));
            if (s.bytes <= 0) {
                go_on = false;
                break;
            }
            o = put(o, s.c);
            p += s.bytes;
        }
        out.append(block, static_cast<std::size_t>(o - block));
    }
    return static_cast<std::size_t>(p - begin);
}

std::size_t run(Encoding e, std::string_view in, std::string& out) {
    switch (e) {
    case Encoding::utf8:
    case Encoding::utf8_bom: {
        const std::size_t bad = first_invalid_utf8(in);
        out.append(in.substr(0, bad));
        return bad == npos ? in.size() : bad;
    }
    case Encoding::utf16le:
    case Encoding::utf16be:
        return run_utf16(in, out, e == Encoding::utf16le);
    case Encoding::gbk:
    case Encoding::gb18030:
        return run_gb(in, out, e == Encoding::gbk);
    }
    return 0;
}

bool is_utf16(Encoding e) { return e == Encoding::utf16le || e == Encoding::utf16be; }

/// The bytes that make up a bad sequence, for a message: the lead and what might have belonged to it.
std::size_t bad_length(Encoding e, std::string_view at) {
    if (is_utf16(e)) return std::min<std::size_t>(at.size(), 2);
    if (e == Encoding::utf8 || e == Encoding::utf8_bom) return 1;
    const auto lead = static_cast<Byte>(at[0]);
    return lead == 0x80 || lead == 0xFF ? 1 : std::min<std::size_t>(at.size(), 2);
}

} // namespace

Decoder::Decoder(Encoding from) : m_from(from) {}

std::size_t Decoder::decode(std::string_view in, std::string& out, bool last) {
    m_bad.clear();
    std::size_t taken = 0;
    while (!m_tail.empty()) {
        const std::string joined = m_tail + std::string(in.substr(taken, 4));
        const Step s = step(m_from, reinterpret_cast<const Byte*>(joined.data()), joined.size());
        if (s.bytes > 0) {
            append_utf8(out, s.c);
            const auto n = static_cast<std::size_t>(s.bytes);
            if (n >= m_tail.size()) taken += n - m_tail.size();
            m_tail.erase(0, n);
            continue;
        }
        if (s.bytes == k_incomplete && !last) { // then `in` is used up: joined is longer than any sequence else
            m_tail = joined;
            return npos;
        }
        m_bad = joined.substr(0, bad_length(m_from, joined));
        return taken;
    }
    taken += run(m_from, in.substr(taken), out);
    if (taken == in.size()) return npos;
    const auto rest = in.substr(taken);
    const Step s = step(m_from, reinterpret_cast<const Byte*>(rest.data()), rest.size());
    if (s.bytes == k_incomplete && !last) {
        m_tail = rest;
        return npos;
    }
    m_bad = rest.substr(0, bad_length(m_from, rest));
    return taken;
}

std::size_t Decoder::skip_bad() {
    const std::size_t unit = std::min<std::size_t>(is_utf16(m_from) ? 2 : 1, m_bad.size());
    m_bad.clear();
    if (m_tail.empty()) return unit;
    const std::size_t kept = std::min(unit, m_tail.size());
    m_tail.erase(0, kept);
    return unit - kept;
}

} // namespace goufang::text
