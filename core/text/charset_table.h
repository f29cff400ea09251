#pragma once
// The tables behind charset.h: two-byte pairs and the BMP part of the four-byte forms of GB 18030-2005. Built once, at
// first use (about 2 ms); read-only afterwards, so any thread may use them.

#include <array>
#include <cstddef>
#include <cstdint>

namespace goufang::text::gb {

inline constexpr std::size_t k_leads = 0x80;             ///< rows 0x80..0xFF; the first and the last are empty
inline constexpr std::uint32_t k_linear_bmp = 39420;     ///< four-byte forms 0x81308130..0x8431A439
inline constexpr std::uint32_t k_linear_astral = 189000; ///< linear value of 0x90308130 = U+10000
inline constexpr char32_t k_no_code_point = 0;           ///< U+0000 has no pair

struct Tables {
    /// Index (lead - 0x80) * 256 + trail: the character in UTF-8, bytes in memory order, zeros behind; 0 = no pair.
    std::array<std::uint32_t, k_leads * 256> pair_utf8{};
    /// By code point of the BMP: the pair, bytes in memory order; 0 = none. gbk: only what code page 936 has.
    std::array<std::uint16_t, 0x10000> pair_of{};
    std::array<std::uint16_t, 0x10000> gbk_pair_of{};
    /// Four-byte forms: linear value -> code point of the BMP; and back: linear value + 1, 0 = none.
    std::array<std::uint16_t, k_linear_bmp> linear_to_bmp{};
    std::array<std::uint16_t, 0x10000> bmp_to_linear{};
};

const Tables& tables();

/// A pair whose character the codecs disagree about.
struct Disputed {
    std::uint16_t pair;
    char32_t ours;  ///< GB 18030-2005 and later, as glibc reads it
    char32_t other; ///< GB 18030-2000: private use
};
inline constexpr Disputed k_disputed[] = {
    {0xA6D9, 0xFE10, 0xE78D},  {0xA6DA, 0xFE12, 0xE78E},  {0xA6DB, 0xFE11, 0xE78F},  {0xA6DC, 0xFE13, 0xE790},
    {0xA6DD, 0xFE14, 0xE791},  {0xA6DE, 0xFE15, 0xE792},  {0xA6DF, 0xFE16, 0xE793},  {0xA6EC, 0xFE17, 0xE794},
    {0xA6ED, 0xFE18, 0xE795},  {0xA6F3, 0xFE19, 0xE796},  {0xA8BC, 0x1E3F, 0xE7C7},  {0xFE51, 0x20087, 0xE816},
    {0xFE52, 0x20089, 0xE817}, {0xFE53, 0x200CC, 0xE818}, {0xFE59, 0x9FB4, 0xE81E},  {0xFE61, 0x9FB5, 0xE826},
    {0xFE66, 0x9FB6, 0xE82B},  {0xFE67, 0x9FB7, 0xE82C},  {0xFE6C, 0x215D7, 0xE831}, {0xFE6D, 0x9FB8, 0xE832},
    {0xFE76, 0x2298F, 0xE83B}, {0xFE7E, 0x9FB9, 0xE843},  {0xFE90, 0x9FBA, 0xE854},  {0xFE91, 0x241FE, 0xE855},
    {0xFEA0, 0x9FBB, 0xE864},
};

/// The system's part: the code point of each pair, index as in pair_utf8, k_no_code_point where there is none.
/// False when the system has no GB18030 at all.
bool system_pairs(std::array<char32_t, k_leads * 256>& code_point);

} // namespace goufang::text::gb
