#pragma once
// A new workbook, written sheet after sheet and row by row into a sink in constant memory (but for the sheets' names).
// Every cell is text (format @), so that no identifier becomes a number and nothing is run as a formula; cells that
// start like one are marked as quoted. The heading rows are bold and frozen. The same rows give the same bytes.

#include "core/file/zip.h"
#include "invoice/sheet_names.h"

#include <string>
#include <string_view>
#include <vector>

namespace goufang::invoice {

inline constexpr std::size_t k_cell_characters = 32'767; ///< UTF-16 units that a spreadsheet takes in one cell

inline constexpr std::size_t k_max_sheets = 10'000; ///< of our own; a spreadsheet is limited by its memory

struct SheetColumn {
    std::string heading;
    int width = 12; ///< in digits of the usual font
};

class SheetOut {
  public:
    explicit SheetOut(file::Sink& sink);
    /// The next sheet; the name becomes one that spreadsheets accept (sheet_names.h). Throws Error too_large
    /// {sheet, xlsx.sheets, limit} beyond k_max_sheets.
    void begin(std::string_view name, const std::vector<SheetColumn>& columns);
    bool begun() const { return !m_names.empty(); }
    /// Empty cells are left out. Throws Error too_large {row, xlsx.rows, limit} beyond 1,048,576 rows of one sheet.
    void row(const std::vector<std::string_view>& cells);
    void finish(); ///< a sheet must have begun

  private:
    void end_sheet();
    void cells(const std::vector<std::string_view>& cells, int style);

    file::ZipWriter m_zip;
    SheetNames m_accepted;
    std::vector<std::string> m_names; ///< of the sheets so far
    std::string m_xml;
    std::vector<std::string> m_letters;
    std::int64_t m_row = 0;
};

/// Appends `text` as the content of an XML element of a workbook: & < > and what XML cannot hold as _xHHHH_.
void append_sheet_text(std::string& out, std::string_view text);
/// Appends a cell <c r="A1" s="..."> with the text in it; `attributes` stand behind the reference, `prefix` ("x:")
/// before each element's name.
void append_text_cell(std::string& out, std::string_view letters, std::string_view row, std::string_view attributes,
                      std::string_view text, std::string_view prefix = {});
/// More text than a cell of a spreadsheet takes.
bool too_long_for_cell(std::string_view text);

} // namespace goufang::invoice
