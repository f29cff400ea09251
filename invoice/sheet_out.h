#pragma once
// A new workbook of one sheet, written row by row into a sink in constant memory. Every cell is text (format @), so
// that no identifier becomes a number and nothing is run as a formula; cells that start like one are marked as quoted.
// The heading row is bold and frozen. The same rows give the same bytes.

#include "core/file/zip.h"

#include <string>
#include <string_view>
#include <vector>

namespace goufang::invoice {

inline constexpr std::size_t k_cell_characters = 32'767; ///< UTF-16 units that a spreadsheet takes in one cell

struct SheetColumn {
    std::string heading;
    int width = 12; ///< in digits of the usual font
};

class SheetOut {
  public:
    SheetOut(file::Sink& sink, std::string sheet_name);
    void begin(const std::vector<SheetColumn>& columns);
    /// Empty cells are left out. Throws Error too_large {row, xlsx.rows, limit} beyond 1,048,576 rows.
    void row(const std::vector<std::string_view>& cells);
    void finish();

  private:
    void cells(const std::vector<std::string_view>& cells, int style);

    file::ZipWriter m_zip;
    std::string m_name, m_xml;
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
