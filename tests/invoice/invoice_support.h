#pragma once
// Lists of issued invoices as the platform exports them (全量发票查询), with invented data.

#include "tests/invoice/workbook_support.h"

namespace goufang::test {

inline constexpr std::string_view k_own_tax_id = "91999999MA0037B7XW";

struct ListedInvoice {
    std::string number; ///< the end of a 数电 number
    std::string buyer, tax_id, total;
    std::string seller = std::string(k_own_tax_id), state = "正常", positive = "是", date = "2026-11-20 10:30:00";
};

/// 数电 number that ends in `end`.
inline std::string digital_number(const std::string& end) { return "269999" + std::string(14 - end.size(), '0') + end; }

inline std::string invoice_list(const std::vector<ListedInvoice>& invoices) {
    std::string rows = text_row(1, {"序号", "发票代码", "发票号码", "数电发票号码", "销方识别号", "销方名称",
                                    "购方识别号", "购买方名称", "开票日期", "金额", "税额", "价税合计", "发票来源",
                                    "发票票种", "发票状态", "是否正数发票", "发票风险等级", "开票人", "备注"});
    int row = 1;
    for (const ListedInvoice& i : invoices) {
        ++row;
        rows += text_row(row, {std::to_string(row - 1), "", "", digital_number(i.number), i.seller, "销售方", i.tax_id,
                               i.buyer, i.date, "", "", i.total, "电子发票服务平台", "数电发票（普通发票）", i.state,
                               i.positive, "正常", "王芳", "发票的备注"});
    }
    Book b;
    b.sheets = {{"发票基础信息", rows, "", ""}};
    return book(b);
}

} // namespace goufang::test
