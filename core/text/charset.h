#pragma once
// Charset conversion. Tables and arithmetic are ours and the same everywhere; only the raw two-byte table comes from
// the system, once, at first use (charset_iconv.cpp, charset_windows.cpp).
//
// GBK means code page 936, what the tax clients write: two bytes, and the euro sign as the single byte 0x80. Reading
// always accepts all of GB 18030-2005, which writes the euro sign as 0xA2E3; 0x80 is the euro sign when reading GBK
// and an error when reading GB18030; 0xFF is an error in both. What code page 936 lacks (the four-byte forms, private
// use, and 103 pairs that came with GB 18030, such as U+9FB4 or U+2FF0) is "not GBK" for us.
//
// Codecs disagree about 25 characters. We follow glibc and GB 18030-2005 in what is written: 0xA6D9 is U+FE10 (some
// say U+E78D), 0xFE59 is U+9FB4 (U+E81E), 0xA8BC is U+1E3F (U+E7C7) and so on: k_disputed in charset_table.cpp. When
// reading, the four-byte form that others use (0x82359037 for U+9FB4) is understood too; glibc refuses it.

#include "core/text/utf8.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace goufang::text {

enum class Encoding : std::uint8_t { utf8, utf8_bom, utf16le, utf16be, gbk, gb18030 };

std::string_view encoding_name(Encoding e); ///< UTF-8 UTF-8-BOM UTF-16LE UTF-16BE GBK GB18030
/// The bytes that stand at the start of a file in this encoding; empty for utf8, gbk, gb18030. encode() never
/// writes them.
std::string_view encoding_bom(Encoding e);
/// Case-insensitive; also knows utf8, utf-8-sig, gb2312, cp936, ansi, utf-16. None when unknown.
std::optional<Encoding> encoding_from_name(std::string_view name);

struct Detected {
    Encoding encoding = Encoding::utf8;
    std::size_t bom_bytes = 0; ///< to skip at the start
    bool ascii_only = false;   ///< nothing outside ASCII in the sample: every encoding reads it the same
};
/// BOM, then strict UTF-8 (a sequence cut off at the end of the sample is allowed unless `whole`), then UTF-16 with
/// BOM, else GB18030; gbk instead when the only thing that is wrong as GB18030 is the euro sign of code page 936.
/// `sample` is the start of the file; `whole` says that it is all of it.
Detected detect_encoding(std::string_view sample, bool whole);

/// Bytes -> UTF-8, in pieces: keep one Decoder for one file. To go on behind bad bytes:
///     for (auto bad = d.decode(in, out, last); bad != npos; bad = d.decode(in, out, last)) {
///         report(d.bad());
///         in.remove_prefix(bad + d.skip_bad());
///     }
/// Only the lead byte (UTF-16: the code unit) is passed over, so a line break behind it is never lost.
class Decoder {
  public:
    explicit Decoder(Encoding from);
    /// Appends the decoded text to `out`. An incomplete sequence at the end of `in` is kept for the next call,
    /// unless `last`. Returns npos, or the offset in `in` (bytes) of the first bad byte; `out` then holds what
    /// came before, and decoding can go on behind it with skip_bad(). When the bad sequence began in the bytes kept
    /// from the call before, the offset is 0 and pending() is not.
    std::size_t decode(std::string_view in, std::string& out, bool last);
    /// After decode() returned an offset: passes over the bad byte. Returns how many bytes of the input from that
    /// offset on the caller has to leave out: 0 when the bad byte was a kept one, else 1 (UTF-16: up to 2).
    std::size_t skip_bad();
    std::size_t pending() const { return m_tail.size(); } ///< bytes kept for the next call, at most 3
    std::string_view bad() const { return m_bad; }        ///< the bad sequence, 1 to 4 bytes, for messages

  private:
    Encoding m_from;
    std::string m_tail;
    std::string m_bad;
};

/// One whole piece; none when `in` is not valid in `from`. BOM not removed.
std::optional<std::string> to_utf8(std::string_view in, Encoding from);

/// UTF-8 -> bytes, appended to `out`, without BOM. `utf8` must be valid and hold whole characters. A character that the
/// encoding cannot hold is handed to `on_missing`, which returns the ASCII text to write in its place; nullptr = '?'.
/// Returns how many characters were missing.
std::size_t encode(std::string_view utf8, Encoding to, std::string& out, std::string (*on_missing)(char32_t) = nullptr);

bool gbk_can(char32_t c);                                ///< code page 936 holds it (not the 4-byte GB18030 forms)
std::optional<char32_t> first_not_gbk(std::string_view); ///< first character outside GBK
/// Length in GBK bytes; a character outside GBK counts as 1 ('?').
std::size_t gbk_length(std::string_view utf8);
/// The longest prefix of whole characters with at most `bytes` GBK bytes (how the clients cut: formats-desktop 5.1).
std::string_view gbk_prefix(std::string_view utf8, std::size_t bytes);

} // namespace goufang::text
