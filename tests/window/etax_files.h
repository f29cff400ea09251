#pragma once
// Workbooks as the 数电 platform gives them out.

#include "tests/invoice/workbook_support.h"

#include <string>

namespace goufang::desktop::test {

/// As the platform's customer workbook looks, with a required column that no field fills by its heading.
inline std::string customer_template() {
    using goufang::test::text_row;
    goufang::test::Book b;
    b.sheets = {{"客户信息导入",
                 text_row(1, {"填表说明"}) + text_row(2, {"必填", "必填", "非必填", "必填"}) +
                     text_row(3, {"客户分类", "客户名称", "统一社会信用代码/纳税人识别号", "客户经理"}),
                 "", ""},
                {"说明", text_row(1, {"勿改"}), "hidden", ""}};
    return goufang::test::book(b);
}

/// As the batch workbook of last year, with a bill for a buyer that the library has.
inline std::string batch_template() {
    using goufang::test::text_row;
    goufang::test::Book b;
    b.sheets = {{"1-发票基本信息",
                 text_row(2, {"必填", "必填", "必填"}) +
                     text_row(3, {"发票流水号", "购买方名称", "购买方纳税人识别号", "购买方地址", "购买方银行账号"}) +
                     text_row(4, {"S0001", "测试甲有限公司"}),
                 "", ""},
                {"excelVersion", "<row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>pt:20251101</t></is></c></row>",
                 "hidden", ""}};
    return goufang::test::book(b);
}

/// As the platform lists what it refused: the first two rows are buyers of the library, the third is not.
inline std::string failure_workbook() {
    using goufang::test::text_row;
    goufang::test::Book b;
    b.sheets = {{"导入失败明细",
                 text_row(3, {"发票流水号", "发票类型", "购买方名称", "购买方税号", "导入失败原因"}) +
                     text_row(4, {"S0001", "普通发票", "测试甲有限公司", "", "第4行购买方纳税人识别号不能为空"}) +
                     text_row(5, {"S0002", "普通发票", "测试小店", "92999999MA00000007", "税率不合法"}) +
                     text_row(6, {"S0003", "普通发票", "库里没有的公司", "", "码值不正确"}),
                 "", ""}};
    return goufang::test::book(b);
}

} // namespace goufang::desktop::test
