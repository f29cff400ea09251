#pragma once
// Sheets that list issued invoices, one row each or one row a line of goods: the platform's 全量发票查询
// (formats-digital 3.3) and the clients' .xls export (formats-desktop 6). Buyers and invoices are harvested
// (harvest.h).
//
//   - A heading row has a column of the invoice's number and one of the buyer's name or tax id, and a date. Titles may
//     stand above it; where another follows (the export has one for each kind of invoice) the columns are taken anew.
//   - Rows of goods that follow each other and have the same number, or none, are one invoice: their amounts add up.
//     Rows without number and goods (份数, titles) and subtotals (小计, 合计) are passed over.
//   - An invoice counts when 发票状态, where there is that column, says 正常, and 是否正数发票 does not say 否.
//   - Of the buyer name, tax id, address, phone, bank and account are taken, as in any table (table_row.h). A number of
//     an invoice that a spreadsheet damaged makes the row bad (file.damaged_number).
//   - The sheet: the one named, else 发票基础信息, else 信息汇总表, else the first visible one with such headings.

#include "invoice/sheet_table.h"

#include <memory>
#include <optional>
#include <string_view>

namespace goufang::invoice::invoice_sheet {

/// The sheet's name of the two that the platform's export has, or of another with the headings; none when there is no
/// such sheet.
std::optional<std::string> find(const BookSource& book, std::string_view wanted = {});
/// Throws Error syntax xlsx.no_heading when find() finds none. `source`: the buyer's.
std::unique_ptr<Reader> open(std::unique_ptr<BookSource> book, std::size_t file_bytes, const ReadOptions& options,
                             std::string_view source);
/// Whether one of the names is that of a sheet of the platform's export.
bool is_platform_export(const std::vector<std::string>& sheets);

} // namespace goufang::invoice::invoice_sheet
