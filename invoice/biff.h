#pragma once
// Workbooks of Excel 97 to 2003 (.xls, BIFF8; [MS-XLS]): the cells of their sheets. Such a file has at most 65,536
// rows, so a sheet is held in memory. Formulas: the stored value. Older files (BIFF5 and before) are named and refused.
// Errors: Error container_broken {"Workbook", xls.broken | xls.old | xlsx.encrypted | xlsx.text, detail}.

#include "invoice/sheet_table.h"

#include <memory>
#include <string_view>

namespace goufang::invoice {

/// `bytes`: the whole file.
std::unique_ptr<BookSource> open_biff(std::string_view bytes);

} // namespace goufang::invoice
