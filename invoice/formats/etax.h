#pragma once
// Workbooks of the 数电票 platform that are filled, not made: the user points to the file just downloaded
// (WriteOptions::template_bytes) and the buyers go into it. Sources: formats-digital 1 (customer import, no official
// file seen) and 2 (batch invoices, official files V251101 and V260401).
//
//   etax-customer-xlsx   客户信息-批量导入模板
//   etax-batch-xlsx      批量开票模板, first sheet: the buyer's columns only
//
// Both: the sheet and its columns are found by headings, in any order and layout (sheet_table.h; --map says what they
// do not). Cells are written as inline text; every other part of the archive keeps its bytes, and in the sheet every
// other cell, the validations and the merged cells. A row that names one of the buyers already (tax id, else name) gets
// what the buyer has; the other buyers go into the rows that are still empty, from the first. A heading marked 必填
// (in the row above, or itself) that no field fills stops the writing: Error syntax {row, column, etax.required,
// heading}; those of the invoice itself (流水号, 发票类型, 是否含税) are left to the user.
// 客户分类 gets the whole path (华东/浙江), with what stands between the names in the template's own rows; what the
// platform wants there is not known, which TemplateResult::category_example lets the export say.
// Of a kind only whether it is a person can be told (受票方自然人标识); 个体 gets 否 there, as the notes of the batch
// workbook demand. excelVersion!A4 is reported in TemplateResult::version.
//
// Reading takes the same columns; 备注 of the batch workbook is the invoice's and is not read.
// Errors: bad_argument {--template, "", etax.template} without a template, and all of workbook.h.

#include "invoice/columns.h"
#include "invoice/format.h"

#include <optional>
#include <string>
#include <vector>

namespace goufang::invoice::etax {

enum class Kind : std::uint8_t { customer, batch };

inline constexpr std::string_view k_newest_version = "pt:20260401"; ///< of the batch workbook

/// Which of the two the names of its sheets show a workbook to be; none for any other.
std::optional<Kind> kind_of(const std::vector<std::string>& sheets);
/// Fields that the workbook's columns may hold; bit = Field.
std::uint64_t fields_of(Kind kind);
/// Whether the column is the invoice's own, which the registry has nothing for.
bool invoice_column(std::string_view heading);

std::unique_ptr<Writer> create(file::Sink& sink, const WriteOptions& options, Kind kind);
model::Buyer through(const model::Buyer& buyer, const WriteOptions& options, Kind kind);
bool can_write(const model::Buyer& buyer, check::Finding& why);

} // namespace goufang::invoice::etax
