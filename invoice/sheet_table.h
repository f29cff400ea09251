#pragma once
// A table with headings on a sheet of a workbook, as rows of buyers (formats xlsx and etax-..., and xls through its own
// cells).
//
//   - The sheet: the one named, else the first visible one with a heading row.
//   - The heading row: the first of the first 30 rows with two known headings of which one is a name or a tax id;
//     failing that the first with one of these two. Title rows may stand above it.
//   - Rows are known by the sheet's own numbers; columns by their letter and heading. Rows without any value in a
//     headed column are passed over.
//   - Cells that are numbers where an identifier belongs are judged in table_row.h: what a spreadsheet damaged makes
//     the row bad. A number in a cell with a format of zeros ("000000") is what a person sees, with its zeros.

#include "invoice/columns.h"
#include "invoice/format.h"
#include "invoice/table_row.h"
#include "invoice/workbook.h"

#include <functional>
#include <optional>

namespace goufang::invoice {

inline constexpr int k_sheet_heading_rows = 30;

struct SheetHead {
    std::int64_t row = 0;           ///< of the headings, 1-based
    std::vector<Column> columns;    ///< without those behind the last heading
    std::vector<std::string> marks; ///< cells of the row above, by column (必填 and the like); may be shorter
};

/// Finds the headings in rows as they are told: `next` gives the next row's number and cells, false behind the last.
using SheetRows = std::function<bool(std::int64_t& row, const std::vector<SheetCell>*& cells)>;
std::optional<SheetHead> find_sheet_head(const SheetRows& next, const ColumnMap& map);

struct SheetPlace {
    const Workbook::Sheet* sheet = nullptr;
    SheetHead head;
};
/// Throws Error not_found {sheet, name} and syntax xlsx.no_heading.
SheetPlace find_sheet(const Workbook& book, const ColumnMap& map, std::string_view name);

/// Throws Error file_empty and too_large as every reader does.
void check_size(std::string_view bytes, const ReadOptions& options);

namespace sheets {

std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options);
/// A new workbook with the heading row, a column 原因, and the rejected rows as text.
std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view input, const ReadOptions& options);
/// Names of the sheets; empty when it is no workbook or cannot be read.
std::vector<std::string> names(std::string_view bytes);

} // namespace sheets

} // namespace goufang::invoice
