// Several sheets: their names, the export with a sheet per category, and reading all of them.
#include "core/store/operations.h"
#include "invoice/sheet_names.h"
#include "invoice/workbook.h"
#include "tests/invoice/format_support.h"
#include "tests/invoice/transfer_support.h"
#include "tests/invoice/workbook_support.h"
#include "tests/support/catch.h"

using namespace goufang;
using namespace goufang::test;

TEST_CASE("xlsx: names of sheets as spreadsheets accept them", "[xlsx]") {
    const std::string emoji = "\U0001F600";
    std::string forty;
    for (int i = 0; i < 40; ++i) forty += "长";
    struct Case {
        std::string wanted, name;
    };
    const Case cases[] = {
        {"华东", "华东"},
        {"华东", "华东 (2)"},
        {"a/b", "a b"},
        {"[]:*?/\\", "Sheet1"},
        {"", "Sheet1 (2)"},
        {"'甲'", "甲"},
        {"Abc", "Abc"},
        {"aBC", "aBC (2)"},
        {"History", "History (2)"},
        {"甲\t乙", "甲 乙"},
        {emoji + forty, emoji + forty.substr(0, 29 * 3)},
        {emoji + forty, emoji + forty.substr(0, 25 * 3) + " (2)"},
        {forty.substr(0, 30 * 3) + emoji, forty.substr(0, 30 * 3)}, // no half of a pair
        {std::string(30, 'x') + "'y", std::string(30, 'x')},
    };
    invoice::SheetNames names;
    for (const Case& c : cases) {
        CAPTURE(c.wanted);
        CHECK(names.add(c.wanted) == c.name);
    }
}

TEST_CASE("xlsx: every sheet with a table is read, the others are named", "[xlsx]") {
    Book b;
    b.sheets = {{"华东", text_row(1, {"名称", "税号"}) + text_row(2, {"甲", "91999999MA00000154"}), "", ""},
                {"说明", text_row(1, {"填表说明"}), "", ""},
                {"商品", text_row(1, {"名称", "单价"}) + text_row(2, {"铁钉", "1"}), "", ""},
                {"华南", text_row(2, {"电话", "名称"}) + text_row(3, {"0571-88880000", "乙"}), "", ""}};
    const auto rows = read_all("xlsx", book(b));
    REQUIRE(rows.size() == 2);
    REQUIRE(rows[0].findings.size() == 1);
    CHECK(rows[0].findings[0].rule == "file.sheet_left_out");
    CHECK(rows[0].findings[0].args == std::vector<std::string>{"商品"});
    CHECK(rows[0].line == 2);
    CHECK(rows[1].buyer.name == "乙");
    CHECK(rows[1].buyer.phone == "0571-88880000");
    CHECK(invoice::line_text(rows[1].line) == "4!3");
    CHECK(rows[1].findings.empty());
    b.sheets[3].rows += "<row r=\"4\">" + text_cell("B4", "丙") + "<c r=\"A4\"><v>6.2E+18</v></c></row>";
    const std::string rejects = rejected("xlsx", book(b), "数字已损坏");
    const auto back = read_all("xlsx", rejects);
    REQUIRE(back.size() == 1);
    CHECK(back[0].buyer.name == "丙");
    CHECK(invoice::Workbook(rejects).sheets().at(0).name == "华南");
}

TEST_CASE("xlsx: a sheet per category, and the same buyers back", "[xlsx]") {
    using namespace goufang::invoice::test;
    TempRegistry r;
    const auto add = [&](const std::string& name, model::CategoryId category) {
        model::Buyer b;
        b.name = name;
        b.category = category;
        store::add_buyer(*r, b);
        return b.id;
    };
    const auto east = store::add_category(*r, 0, "华东"), south = store::add_category(*r, 0, "华南");
    const auto first = store::add_category(*r, east, "客户"), second = store::add_category(*r, south, "客户");
    store::add_category(*r, 0, "空");
    const auto odd = store::add_category(*r, 0, "全量/发票查询:[甲]");
    const auto template_like = store::add_category(*r, 0, "客户信息");
    add("甲有限公司", second);
    const auto none = add("乙有限公司", 0);
    add("丙有限公司", east);
    const auto chosen = add("丁有限公司", first);
    add("戊有限公司", template_like);
    add("己有限公司", odd);
    add("庚有限公司", east);
    invoice::ExportOptions o;
    o.write.sheet_per_category = true;
    const auto names_of = [](const std::string& bytes) {
        std::vector<std::string> names;
        const invoice::Workbook book(bytes);
        for (const auto& s : book.sheets()) names.push_back(s.name);
        return names;
    };
    const Exported all = export_as(*r, "xlsx", invoice::OnProblem::stop, o);
    CHECK(all.result.written == 7);
    CHECK(names_of(all.bytes) ==
          std::vector<std::string>{"华东", "华东-客户", "华南-客户", "全量 发票查询  甲", "客户", "未分类"});
    const Imported again = import(*r, all.bytes, {}, "a.xlsx");
    CHECK(again.result.format->id == "xlsx");
    CHECK(again.result.counts.same == 7);
    CHECK(again.result.counts.rows() == 7);
    o.ids = {none, chosen}; // among these the name comes once
    CHECK(names_of(export_as(*r, "xlsx", invoice::OnProblem::stop, o).bytes) ==
          std::vector<std::string>{"客户", "未分类"});
}

TEST_CASE("etax: a reason with nothing but the serial number", "[etax][xlsx]") {
    Book b;
    b.sheets = {
        {"失败明细", text_row(1, {"发票流水号", "导入失败原因"}) + text_row(2, {"S0001", "第4行税率不合法"}), "", ""}};
    REQUIRE(format("xlsx").sniff(book(b)) == invoice::Sniff::sure);
    const auto rows = read_all("xlsx", book(b));
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].kind == invoice::RowKind::bad);
    REQUIRE(rows[0].findings.size() == 1);
    CHECK(rows[0].findings[0].rule == "file.reason_serial");
    CHECK(rows[0].findings[0].args == std::vector<std::string>{"2", "第4行税率不合法", "S0001"});
    b.sheets[0].rows = text_row(1, {"发票流水号", "备注"}) + text_row(2, {"S0001", "无"}); // no list of failures
    CHECK_THROWS_AS(read_all("xlsx", book(b)), Error);
}
