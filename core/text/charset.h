#pragma once
// Charset conversion: the only file that knows how a system converts (iconv here; code pages on Windows).
// GBK here means code page 936 (what the tax clients write); decoding always accepts all of GB 18030-2005.

#include "core/text/utf8.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace goufang::text {

enum class Encoding : std::uint8_t { utf8, utf8_bom, utf16le, utf16be, gbk, gb18030 };

std::string_view encoding_name(Encoding e); ///< UTF-8 UTF-8-BOM UTF-16LE UTF-16BE GBK GB18030
/// Case-insensitive; also knows utf8, utf-8-sig, gb2312, cp936, ansi, utf-16. None when unknown.
std::optional<Encoding> encoding_from_name(std::string_view name);

struct Detected {
    Encoding encoding = Encoding::utf8;
    std::size_t bom_bytes = 0; ///< to skip at the start
    bool ascii_only = false;   ///< nothing outside ASCII in the sample: every encoding reads it the same
};
/// BOM, then strict UTF-8 (a sequence cut off at the end of the sample is allowed), then UTF-16 with BOM, else
/// GB18030. `sample` is the start of the file; `whole` says that it is all of it.
Detected detect_encoding(std::string_view sample, bool whole);

/// Bytes -> UTF-8, in pieces: keep one Decoder for one file.
class Decoder {
  public:
    explicit Decoder(Encoding from);
    /// Appends the decoded text to `out`. An incomplete sequence at the end of `in` is kept for the next call,
    /// unless `last`. Returns npos, or the offset in `in` (bytes) of the first bad byte; `out` then holds what
    /// came before, and decoding can go on behind it with skip_bad().
    std::size_t decode(std::string_view in, std::string& out, bool last);

  private:
    Encoding m_from;
    std::string m_tail;
};

/// One whole piece; none when `in` is not valid in `from`. BOM not removed.
std::optional<std::string> to_utf8(std::string_view in, Encoding from);

/// UTF-8 -> bytes, appended to `out`. A character that the encoding cannot hold is handed to `on_missing`, which
/// returns the ASCII text to write in its place; nullptr = '?'. Returns how many characters were missing.
std::size_t encode(std::string_view utf8, Encoding to, std::string& out, std::string (*on_missing)(char32_t) = nullptr);

bool gbk_can(char32_t c);                                ///< code page 936 holds it (not the 4-byte GB18030 forms)
std::optional<char32_t> first_not_gbk(std::string_view); ///< first character outside GBK
/// Length in GBK bytes; a character outside GBK counts as 1 ('?').
std::size_t gbk_length(std::string_view utf8);
/// The longest prefix of whole characters with at most `bytes` GBK bytes (how the clients cut: formats-desktop 5.1).
std::string_view gbk_prefix(std::string_view utf8, std::size_t bytes);

} // namespace goufang::text
