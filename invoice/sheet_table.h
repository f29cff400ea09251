#pragma once
// A table with headings on a sheet of a workbook, as rows of buyers (formats xlsx and etax-..., and xls through its own
// cells).
//
//   - The sheets: the one named, else the first visible one with a heading row; of a workbook that is no platform's
//   also
//     every later visible one whose heading row has two known headings (a list of goods has a name too). One that has
//     only one is left out, which the note file.sheet_left_out says at the first row.
//   - The heading row: the first of the first 30 rows with two known headings of which one is a name or a tax id;
//     failing that the first with one of these two. Title rows may stand above it.
//   - Rows are known by the sheet's own numbers (sheet_line() in later sheets); columns by their letter and heading.
//   Rows without any value in a
//     mapped column are passed over.
//   - Cells that are numbers where an identifier belongs are judged in table_row.h: what a spreadsheet damaged makes
//     the row bad. A number in a cell with a format of zeros ("000000") is what a person sees, with its zeros.

#include "invoice/columns.h"
#include "invoice/format.h"
#include "invoice/table_row.h"
#include "invoice/workbook.h"

#include <memory>
#include <optional>

namespace goufang::invoice {

inline constexpr int k_sheet_heading_rows = 30;
inline constexpr std::uint64_t k_all_fields = ~std::uint64_t{0};

struct SheetHead {
    std::int64_t row = 0;           ///< of the headings, 1-based
    std::vector<Column> columns;    ///< without those behind the last heading
    std::vector<std::string> marks; ///< cells of the row above, by column (必填 and the like); may be shorter
};

/// The rows of one sheet, whatever the kind of workbook.
class RowSource {
  public:
    virtual ~RowSource() = default;
    virtual bool next() = 0;
    virtual std::int64_t row() const = 0;                    ///< 1-based, rising
    virtual const std::vector<SheetCell>& cells() const = 0; ///< by column; valid until the next row
    virtual double share() const = 0;                        ///< how much of the sheet is done, 0 to 1
};

class BookSource {
  public:
    struct Name {
        std::string name;
        bool visible;
    };
    virtual ~BookSource() = default;
    virtual const std::vector<Name>& names() const = 0;
    virtual std::unique_ptr<RowSource> open(std::size_t sheet) const = 0; ///< must not outlive the book
};
/// An .xlsx; `bytes` must outlive it.
std::unique_ptr<BookSource> open_workbook(std::string_view bytes);

struct SheetPlace {
    std::size_t sheet = 0; ///< index in names()
    SheetHead head;
    bool later = false; ///< another table stands before it
    /// Row::line of a row on it.
    std::int64_t line(std::int64_t row) const {
        return later ? sheet_line(static_cast<std::int64_t>(sheet) + 1, row) : row;
    }
};
/// All tables of the workbook, or the one on the sheet of that name; `left_out` gets the names of the sheets with one
/// known heading. Throws Error not_found {sheet, name} and syntax xlsx.no_heading.
std::vector<SheetPlace> find_sheets(const BookSource& book, const ColumnMap& map, std::string_view name,
                                    std::vector<std::string>& left_out);
/// The first of these.
SheetPlace find_sheet(const BookSource& book, const ColumnMap& map, std::string_view name);

/// Throws Error file_empty and too_large as every reader does.
void check_size(std::string_view bytes, const ReadOptions& options);

namespace sheets {

/// `fields`: the fields that may be taken from columns of that heading (bit = Field); the others stay unmapped. Given
/// for a platform's workbook, of which only the first table is the buyers'.
std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options, std::uint64_t fields = k_all_fields);
std::unique_ptr<Reader> open(std::unique_ptr<BookSource> book, std::size_t file_bytes, const ReadOptions& options,
                             std::uint64_t fields = k_all_fields);
/// A new workbook with the rejected rows as text; each table's on a sheet with its name, heading row and a column 原因.
std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::unique_ptr<BookSource> input, const ReadOptions& options);
std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view input, const ReadOptions& options);
/// The columns with those for other fields unmapped.
std::vector<Column> only(std::vector<Column> columns, std::uint64_t fields);
/// Names of the sheets; empty when it is no workbook or cannot be read.
std::vector<std::string> names(std::string_view bytes);

} // namespace sheets

} // namespace goufang::invoice
