#pragma once
// What the line- and column-based formats share: bytes of any encoding as lines of UTF-8 with their place in the
// input, RFC 4180 records over those lines, and buffered output in any encoding.

#include "core/file/file.h"
#include "core/text/charset.h"
#include "invoice/format.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::invoice {

inline constexpr std::size_t k_chunk_bytes = std::size_t{1} << 20;      ///< decoded at a time
inline constexpr std::size_t k_max_line_bytes = std::size_t{16} << 20;  ///< a longer line is a bad record
inline constexpr std::size_t k_max_record_bytes = std::size_t{4} << 20; ///< a quoted cell may hold line breaks

struct InputEncoding {
    text::Encoding encoding = text::Encoding::utf8;
    std::size_t bom_bytes = 0;
};
/// The encoding asked for, or the one found: BOM, strict UTF-8, UTF-16 with BOM, else GBK (GB18030 when its four-byte
/// forms are met). An ASCII-only start is not trusted: the first other bytes decide. One damaged line does not turn a
/// UTF-8 file into GBK: nine of ten lines that are not ASCII must then be UTF-8.
/// Throws Error file_empty (also for nothing but a BOM), too_large.
InputEncoding input_encoding(std::string_view bytes, const ReadOptions& options);
/// The same for the start of a file, without throwing; for sniffing.
InputEncoding head_encoding(std::string_view head);

/// One line of the input.
struct Line {
    std::string_view text; ///< UTF-8 without the line's end and without NUL; valid until the next call of next()
    std::string_view end;  ///< "\r\n", "\n", "\r", or "" for the last one
    std::string_view raw;  ///< its bytes in the input with the end
    std::int64_t number = 0;
    std::size_t bad_at = text::npos; ///< offset in `raw` of the first illegal byte (or NUL); text has U+FFFD there
    bool too_long = false;           ///< over k_max_line_bytes; text is empty
};

/// Lines of an input. Ends with \n, \r\n or \r are taken in any mix. UTF-8 is not copied.
class LineSource {
  public:
    LineSource(std::string_view bytes, InputEncoding encoding);
    bool next(Line& line);
    std::size_t position() const { return m_raw_at; } ///< offset of the next line in the input
    std::int64_t number() const { return m_number; }  ///< number of the next line
    void seek(std::size_t position, std::int64_t number);
    text::Encoding encoding() const { return m_encoding.encoding; }
    std::string_view bytes() const { return m_bytes; }

  private:
    bool fill();
    void decode_lossy(std::string_view raw);
    std::size_t find_raw(std::size_t from, std::size_t to, char c) const;
    std::size_t chunk_end(std::size_t from) const;
    std::size_t unit() const { return m_wide ? 2 : 1; }

    std::string_view m_bytes;
    InputEncoding m_encoding;
    bool m_wide = false;
    std::size_t m_raw_at = 0, m_chunk_end = 0;
    std::string m_decoded;
    std::string_view m_text; ///< what is left of the chunk
    bool m_direct = false;   ///< m_text is the input itself
    std::vector<std::size_t> m_bad;
    std::size_t m_bad_next = 0;
    std::int64_t m_number = 1;
    text::Decoder m_decoder;
};

/// The finding of a record with illegal bytes: rule file.encoding, args line, column (bytes), encoding, byte in hex.
check::Finding encoding_finding(const Line& line, text::Encoding encoding);

enum class RecordFault : std::uint8_t { none, encoding, quote, too_long };

/// Comma-separated records (RFC 4180), delimiter of one byte. Tolerated: any line end, stray quotes inside an unquoted
/// cell. A record whose quotes do not fit spoils only its first line: reading goes on with the line after it.
class Records {
  public:
    Records(std::string_view bytes, InputEncoding encoding, char delimiter);
    bool next(); ///< passes over empty lines

    const std::vector<std::string_view>& cells() const { return m_cells; } ///< valid until the next call
    std::string_view raw() const { return m_raw; }
    std::int64_t line() const { return m_line; }
    RecordFault fault() const { return m_fault; }
    const check::Finding& fault_finding() const { return m_finding; }
    LineSource& lines() { return m_lines; }

  private:
    enum class Scan : std::uint8_t { done, open, broken };
    Scan split(std::string_view record);
    void join_lines();
    void broken(std::string_view what);

    LineSource m_lines;
    char m_delimiter;
    Line m_current;
    std::vector<std::string_view> m_cells;
    std::string m_joined, m_unquoted;
    std::string_view m_raw;
    std::int64_t m_line = 0;
    RecordFault m_fault = RecordFault::none;
    check::Finding m_finding;
};

/// Appends `cell`, quoted when it has to be (delimiter, quote, line break, a space or tab at either end).
void append_cell(std::string& out, std::string_view cell, char delimiter);

/// Output in one encoding, in large pieces. Call flush() at the end.
class TextOut {
  public:
    TextOut(file::Sink& sink, text::Encoding encoding, bool bom);
    std::string& buffer() { return m_utf8; } ///< append UTF-8 here ...
    void poll();                             ///< ... and call this now and then: writes when enough is there
    void raw(std::string_view bytes);        ///< bytes that are in the output's encoding already
    void flush();

  private:
    file::Sink& m_sink;
    text::Encoding m_encoding;
    std::string m_utf8, m_bytes;
};

/// Appends `utf8` as bytes of `to`.
void append_encoded(std::string& out, std::string_view utf8, text::Encoding to);
/// What is left of a value after a trip through `to`: in GBK '?' for every character that it lacks.
void narrow(std::string& value, text::Encoding to);

/// Without ASCII white space, U+00A0, U+3000 and U+FEFF at the ends.
std::string_view trim(std::string_view s);
bool is_ascii_digits(std::string_view s); ///< not empty, 0-9 only

} // namespace goufang::invoice
