#pragma once
// What a workbook's sheets share, and how a cell's stored value becomes text. Used by workbook.cpp and sheet.cpp only.

#include "invoice/workbook.h"
#include "invoice/xml_window.h"

#include <optional>

namespace goufang::invoice {

/// How cells of one style are to be read.
struct CellStyle {
    bool date = false;
    std::uint8_t zeros = 0; ///< a format of so many zeros ("000000"): shown with leading zeros
};

/// The style of a number format: of the id when it is one of the built-in ones, else of its code.
CellStyle style_of_format(std::uint32_t id, std::string_view code);
/// Day number of a spreadsheet as YYYY-MM-DD[ HH:MM:SS]; empty when it is no date.
std::string date_of_serial(double serial, bool since_1904);
/// A stored number as digits (see CellKind::number); false when it is no number.
bool number_text(std::string_view raw, const CellStyle& style, bool since_1904, std::string& out, CellKind& kind);
/// Resolves the _xHHHH_ with which workbooks write what XML cannot hold.
void unescape_hex(std::string& text, std::size_t from);

/// The strings that cells refer to by number.
class SharedStrings {
  public:
    void load(XmlWindow window);
    std::size_t size() const { return m_ends.size(); }
    std::string_view operator[](std::size_t i) const {
        const std::size_t from = i ? m_ends[i - 1] : 0;
        return std::string_view(m_text).substr(from, m_ends[i] - from);
    }

  private:
    std::string m_text;
    std::vector<std::size_t> m_ends;
};

/// Appends the text of <t> elements up to the closing tag `end`; phonetic runs are left out.
void append_runs(XmlCursor& xml, std::string_view end, std::string& out);

struct SheetReader::Impl {
    Impl(XmlWindow w, const SharedStrings& s, const std::vector<CellStyle>& y, bool old)
        : window(std::move(w)), strings(s), styles(y), since_1904(old) {}
    bool next();
    void cell(XmlCursor& xml, const XmlCursor::Tag& tag);
    void put(std::size_t column, std::string_view text, bool copied, CellKind kind, bool formula);
    [[noreturn]] void fail(std::string_view what, std::string_view detail = {}) const;

    XmlWindow window;
    const SharedStrings& strings;
    const std::vector<CellStyle>& styles;
    bool since_1904;
    bool started = false, ended = false;
    std::int64_t row = 0, before = 0;
    std::size_t column = 0; ///< of the next cell without a reference
    std::vector<SheetCell> cells;
    struct Copied {
        std::size_t column, at, size;
    };
    std::string scratch; ///< texts that had to be made; `copied` says of which cells
    std::vector<Copied> copied;
};

} // namespace goufang::invoice
