#include "core/text/errors.h"
#include "invoice/sheet_out.h"
#include "invoice/workbook.h"
#include "tests/invoice/format_support.h"
#include "tests/invoice/workbook_support.h"
#include "tests/support/catch.h"
#include "tests/support/random_buyer.h"

using namespace goufang;
using namespace goufang::test;
using invoice::Row;
using invoice::RowKind;
using model::Buyer;
using model::Field;

namespace {

std::vector<Row> read(const Book& b, const invoice::ReadOptions& o = {}) { return read_all("xlsx", book(b), o); }

/// One sheet of these rows.
std::vector<Row> read(const std::string& rows) { return read(Book{{{"客户", rows, "", ""}}, "", "", "", "", {}, ""}); }

Book one(const std::string& rows) {
    Book b;
    b.sheets = {{"客户", rows, "", ""}};
    return b;
}

/// Sentence of the Error: "part what" or "row:column what".
std::string fault(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& e) {
        const auto& a = e.args();
        if (e.code() == Code::container_broken) return a.at(1);
        if (e.code() == Code::syntax) return a.at(0) + ":" + a.at(1) + " " + a.at(2);
        if (e.code() == Code::not_found) return "not_found " + a.at(0);
        return "other";
    }
    return "none";
}

const std::string k_head = text_row(1, {"名称", "税号", "银行账号", "电话", "备注"});

} // namespace

TEST_CASE("xlsx: cells of every kind", "[xlsx]") {
    Book b = one(
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c>"
        "<c r=\"E1\" t=\"s\"><v>3</v></c></row>"
        "<row><c t=\"s\"><v>4</v></c><c r=\"C2\" s=\"1\"><v>45983</v></c>"
        "<c r=\"B2\" t=\"str\"><f>A2&amp;\"x\"</f><v>91999999MA00000154</v></c><c r=\"E2\"><v>12.50</v></c></row>\n"
        "<row r=\"7\" spans=\"1:5\"><c r=\"E7\" t=\"b\"><v>1</v></c><c r=\"A7\" t=\"inlineStr\"><is><r><t>测试</t></r>"
        "<r><rPr><b/></rPr><t xml:space=\"preserve\"> 乙&#x516C;司</t></r><rPh sb=\"0\" "
        "eb=\"1\"><t>ceshi</t></rPh></is></c></row>"
        "<row r=\"8\"/><row r=\"9\"><c r=\"A9\"/></row>"
        "<!-- <row r=\"10\"> --><row r=\"12\"><c r=\"A12\" t=\"str\"><v><![CDATA[丙<&>]]>_x0041__x000D_</v></c>"
        "<c r=\"E12\"><v>1E3</v></c><c r=\"XFD12\" t=\"str\"><v>far</v></c></row>");
    b.strings =
        "<si><t>名称</t></si><si><t>税 号*</t></si><si><r><t>核实</t></r><r><t>日期</t></r></si><si><t>备注</t></si>"
        "<si><t>测试甲有限公司</t><phoneticPr/></si><si/>";
    b.styles = "<cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>";
    for (const std::string prefix : {"", "x:"}) {
        CAPTURE(prefix);
        const auto rows = read(b);
        REQUIRE(rows.size() == 3);
        CHECK(rows[0].line == 2);
        CHECK(rows[0].buyer.name == "测试甲有限公司");
        CHECK(rows[0].buyer.tax_id == "91999999MA00000154");
        CHECK(rows[0].buyer.verified_on == "2025-11-22");
        CHECK(rows[0].buyer.remark == "12.5");
        REQUIRE(rows[0].findings.size() == 1);
        CHECK(cause(rows[0]) == "file.formula");
        CHECK(rows[0].findings[0].args == std::vector<std::string>{"2", "B 税 号*"});
        CHECK(rows[1].line == 7);
        CHECK(rows[1].buyer.name == "测试 乙公司");
        CHECK(rows[1].buyer.remark == "true");
        CHECK(rows[2].line == 12);
        CHECK(rows[2].buyer.name == "丙<&>A\r");
        CHECK(rows[2].buyer.remark == "1000");
        if (prefix.empty()) { // the same with a prefix, as some programs write it
            b.prefix = "x:";
            std::string& r = b.sheets[0].rows;
            for (const std::string name : {"row", "c", "v", "f", "is", "t", "r", "rPr", "b", "rPh"})
                for (const std::string open : {"<", "</"})
                    for (const std::string end : {" ", ">", "/"})
                        for (std::size_t at = 0; (at = r.find(open + name + end, at)) != std::string::npos;)
                            r.insert(at + open.size(), "x:"), at += 2;
        }
    }
}

TEST_CASE("xlsx: numbers and dates as a person sees them", "[xlsx]") {
    struct Case {
        std::string value, format, text;
        bool old = false;
    };
    const Case cases[] = {
        {"1.38E10", "", "13800000000"},
        {"123456789012345", "", "123456789012345"},
        {"-3", "", "-3"},
        {"0.1", "", "0.1"},
        {"0.30000000000000004", "", "0.30000000000000004"},
        {"1E-5", "", "0.00001"},
        {"1.2020262199001235E+18", "", "1.2020262199001235E+18"},
        {"45983", "yyyy\"年\"m\"月\"d\"日\"", "2025-11-22"},
        {"45983.75", "yyyy/m/d h:mm", "2025-11-22 18:00:00"},
        {"45983", "[$-804]aaaa;@", "45983"},
        {"0.5", "h:mm:ss", "12:00:00"},
        {"1", "d", "1900-01-01"},
        {"60", "yyyy-mm-dd", "1900-02-29"},
        {"61", "yyyy-mm-dd", "1900-03-01"},
        {"0", "yyyy-mm-dd", "1904-01-01", true},
        {"45983", "#,##0.00_ ;[Red]\\-#,##0.00", "45983"},
        {"12", "000000", "000012"},
        {"1234567", "000000", "1234567"},
        {"12", "0.00", "12"},
        {"99999999", "yyyy-mm-dd", "99999999"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.value, c.format);
        std::string code;
        for (const char ch : c.format) code += ch == '"' ? std::string("&quot;") : std::string(1, ch);
        Book b = one(text_row(1, {"名称", "备注"}) + "<row r=\"2\">" + text_cell("A2", "甲") +
                     "<c r=\"B2\" s=\"1\"><v>" + c.value + "</v></c></row>");
        b.styles = "<numFmts><numFmt numFmtId=\"200\" formatCode=\"" + code +
                   "\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"" + (c.format.empty() ? "0" : "200") +
                   "\"/></cellXfs>";
        if (c.old) b.workbook_pr = "<workbookPr date1904=\"1\"/>";
        const auto rows = read(b);
        REQUIRE(rows.size() == 1);
        CHECK(rows[0].buyer.remark == c.text);
    }
}

TEST_CASE("xlsx: damaged numbers are stopped with their cause", "[xlsx]") {
    struct Case {
        std::string heading, cell, sentence; ///< sentence "" = taken
        std::string text;
    };
    const Case cases[] = {
        {"税号", "<v>9.1999999000000154E+17</v>", "file.damaged_precision", ""},
        {"银行账号", "<v>1202026219900123456</v>", "file.damaged_precision", ""},
        {"银行账号", "<v>6222020000000000</v>", "file.damaged_precision", ""},
        {"银行账号", "<v>120202621990012</v>", "", "120202621990012"},
        {"银行账号", " t=\"str\"><v>6.22202E+18</v>", "file.damaged_scientific", ""},
        {"银行账号", " t=\"str\"><v>6222020000000000000</v>", "file.damaged_zeros", ""},
        {"银行账号", " t=\"str\"><v>1202026219900123456</v>", "", "1202026219900123456"},
        {"电话", "<v>57188880000</v>", "file.damaged_leading_zero", ""},
        {"电话", "<v>13800000000</v>", "", "13800000000"},
        {"手机", "<v>1.38E10</v>", "", "13800000000"},
        {"电话", " s=\"1\"><v>45983</v>", "file.damaged_date", ""},
        {"税号", " t=\"str\"><v>2026/11/22</v>", "file.damaged_date", ""},
        {"编码", " s=\"1\"><v>45983</v>", "file.damaged_date", ""},
        {"编码", "<v>12</v>", "file.damaged_leading_zero", ""}, // its siblings have six digits
        {"编码", "<v>100002</v>", "", "100002"},
        {"编码", " s=\"2\"><v>12</v>", "", "000012"},
        {"备注", "<v>9.1999999E+17</v>", "", "9.1999999E+17"},
        {"税号", " t=\"e\"><v>#N/A</v>", "", ""},
        {"税号", "<f>1/0</f>", "", ""},
    };
    for (const Case& c : cases) {
        CAPTURE(c.heading, c.cell);
        const std::string cell = c.cell.starts_with(' ') ? "<c r=\"B3\"" + c.cell : "<c r=\"B3\">" + c.cell;
        Book b = one(text_row(1, {"名称", c.heading}) + text_row(2, {"乙", c.heading == "编码" ? "000011" : ""}) +
                     "<row r=\"3\">" + text_cell("A3", "甲") + cell + "</c></row>");
        b.styles = "<numFmts><numFmt numFmtId=\"164\" formatCode=\"000000\"/></numFmts><cellXfs><xf/><xf "
                   "numFmtId=\"14\"/><xf numFmtId=\"164\"/></cellXfs>";
        const auto rows = read(b);
        REQUIRE(rows.size() == 2);
        const Row& row = rows[1];
        CHECK(row.line == 3);
        CHECK(row.buyer.name == "甲");
        if (!c.sentence.empty()) {
            CHECK(row.kind == RowKind::bad);
            CHECK(cause(row) == "file.damaged_number");
            CHECK(row.findings.at(0).sentence == c.sentence);
            CHECK(row.findings[0].args == std::vector<std::string>{"3", "B " + c.heading});
            continue;
        }
        REQUIRE(row.kind == RowKind::buyer);
        const Field f = *model::field_by_heading(c.heading);
        CHECK(model::to_text(row.buyer, f) == c.text);
        if (c.text.empty()) {
            REQUIRE(row.findings.size() == 1);
            CHECK(row.findings[0].severity == check::Severity::warning);
        }
    }
}

TEST_CASE("xlsx: the sheet and its headings are found", "[xlsx]") {
    Book b;
    b.sheets = {{"说明", text_row(1, {"填表说明"}), "", ""},
                {"旧", text_row(1, {"名称", "税号"}) + text_row(2, {"旧客户", ""}), "hidden", ""},
                {"表一",
                 text_row(2, {"客户一览表"}) + text_row(5, {"序号", "客户&#10;名称*", "", "开户银行"}) +
                     text_row(6, {"1", "新客户", "注", "工行"}) + text_row(7, {"", "", "注"}),
                 "", ""},
                {"表二", text_row(1, {"名称"}) + text_row(2, {"另一家"}), "", ""}};
    auto rows = read(b);
    REQUIRE(rows.size() == 1); // row 7 has a value in a column that means nothing
    CHECK(rows[0].buyer.name == "新客户");
    CHECK(rows[0].buyer.bank == "工行");
    CHECK(rows[0].line == 6);
    const std::string bytes = book(b);
    const auto columns = format("xlsx").open(bytes, {})->columns();
    REQUIRE(columns.size() == 4);
    CHECK(columns[1].second == Field::name);
    CHECK(columns[3].first == "开户银行");
    CHECK_FALSE(columns[0].second);
    invoice::ReadOptions o;
    o.sheet = "表二";
    CHECK(read(b, o).at(0).buyer.name == "另一家");
    o.sheet = "旧";
    CHECK(read(b, o).at(0).buyer.name == "旧客户");
    o.sheet = "没有";
    CHECK(fault([&] { read(b, o); }) == "not_found sheet");
    o = {};
    o.map = "序号 = code\n客户名称 = remark\n开户银行 = name\n";
    rows = read(b, o);
    CHECK(rows.at(0).buyer.code == "1");
    CHECK(rows.at(0).buyer.name == "工行");
    CHECK(fault([] { read(text_row(1, {"甲", "乙"})); }) == "1:1 xlsx.no_heading");
    CHECK(fault([] { read(text_row(31, {"名称", "税号"})); }) == "1:1 xlsx.no_heading");
    CHECK(read(text_row(30, {"名称", "税号"}) + text_row(31, {"甲"})).size() == 1);
}

TEST_CASE("xlsx: broken workbooks are errors with a place", "[xlsx]") {
    const std::string plain = k_head + text_row(2, {"甲"});
    struct Case {
        std::string rows, fault;
    };
    for (const Case& c :
         {Case{k_head + "<row r=\"1\"/>", "1:1 xlsx.row_order"}, Case{k_head + "<row r=\"0\"/>", "1:1 xlsx.row_order"},
          Case{k_head + "<row r=\"1048577\"/>", "1:1 xlsx.reference"},
          Case{k_head + "<row r=\"99999999999999999999\"/>", "1:1 xlsx.row_order"},
          Case{k_head + "<row r=\"2\"><c r=\"XFE2\"/></row>", "2:1 xlsx.reference"},
          Case{k_head + "<row r=\"2\"><c r=\"2\"/></row>", "2:1 xlsx.reference"},
          Case{k_head + "<row r=\"2\"><c r=\"B2\" t=\"s\"><v>0</v></c></row>", "2:2 xlsx.string_index"},
          Case{k_head + "<row r=\"2\"><c t=\"str\"><v>\xFF</v></c></row>", "2:1 xlsx.text"},
          Case{k_head + "<row r=\"2\"><c t=\"str\"><v>&nbsp;</v></c></row>", "xlsx.xml"},
          Case{k_head + "<row r=\"2\"><c t=\"str\"><v>&#0;</v></c></row>", "xlsx.xml"},
          Case{k_head + "<row r=\"2\"><c t=\"str\"><v>", "xlsx.xml"},
          Case{k_head + "<row r=\"2\"><c r=\"A2></c></row>", "xlsx.xml"}, Case{"<!DOCTYPE x>" + plain, "xlsx.xml"}}) {
        CAPTURE(c.rows);
        CHECK(fault([&] { read(c.rows); }) == c.fault);
    }
    CHECK(fault([&] { read(plain); }) == "none");
    const auto without = [&](std::string_view name) {
        auto parts = book_parts(one(plain));
        std::erase_if(parts, [name](const BookPart& p) { return p.name == name; });
        return fault([&] { read_all("xlsx", zip_of(parts)); });
    };
    CHECK(without("xl/workbook.xml") == "xlsx.not_workbook");
    CHECK(without("xl/worksheets/sheet1.xml") == "xlsx.no_sheet");
    CHECK(without("xl/_rels/workbook.xml.rels") == "xlsx.no_sheet");
    CHECK(without("[Content_Types].xml") == "none");
    CHECK(fault([] { read_all("xlsx", zip_of({{"word/document.xml", "<x/>"}})); }) == "xlsx.not_workbook");
    CHECK(fault([] { read_all("xlsx", "PK\x03\x04 and no more"); }) == "zip.damaged");
    // A sheet that unpacks to far more than it is: a row of blanks.
    Book bomb = one(k_head + "<row r=\"2\">" + std::string(std::size_t{34} << 20, ' ') + "</row>");
    const std::string f = fault([&] { read(bomb); });
    CHECK((f == "zip.bomb" || f == "xlsx.record"));
    // What a sheet says about its size is not believed; links to elsewhere are not followed.
    Book absurd = one(plain);
    absurd.more = {{"xl/externalLinks/externalLink1.xml", "<externalLink/>"}};
    auto parts = book_parts(absurd);
    for (BookPart& p : parts) {
        if (p.name == "xl/worksheets/sheet1.xml")
            p.bytes.replace(p.bytes.find("ref=\"A1\""), 8, "ref=\"A1:XFD1048576\"");
        if (p.name == "xl/_rels/workbook.xml.rels")
            p.bytes.insert(p.bytes.find("</R"), "<Relationship Id=\"rX\" Type=\"x/styles\" TargetMode=\"External\" "
                                                "Target=\"file:///etc/passwd\"/>");
    }
    CHECK(read_all("xlsx", zip_of(parts)).size() == 1);
}

TEST_CASE("xlsx: a cell means the same however it is written", "[xlsx]") {
    struct {
        std::string_view usual, other, text; ///< what stands behind <c r="A2"
    } const cells[] = {
        {" t=\"inlineStr\"><is><t>甲公司</t></is></c>", " t=\"inlineStr\"><is><t >甲公司</t></is></c>", "甲公司"},
        {" t=\"inlineStr\"><is><t>甲_x0041_公司</t></is></c>", " t=\"inlineStr\"><is> <t>甲_x0041_公司</t></is></c>",
         "甲A公司"},
        {" t=\"inlineStr\"><is><t>甲&amp;乙</t></is></c>", " t=\"inlineStr\"><is><t>甲<![CDATA[&]]>乙</t></is></c>",
         "甲&乙"},
        {" t=\"inlineStr\"><is><t>甲公司</t></is></c>", " t=\"inlineStr\"><is><t>甲</t><t>公司</t></is></c>", "甲公司"},
        {" t=\"inlineStr\"><is><t></t></is></c>", " t=\"inlineStr\"><is><t/></is></c>", ""},
        {" t=\"str\"><v>甲_x0042_</v></c>", " t=\"str\"><f>X</f><v>甲_x0042_</v></c>", "甲B"},
        {" t=\"str\"><v>甲&lt;</v></c>", " t=\"str\"><v >甲&lt;</v></c>", "甲<"},
        {" t=\"s\"><v>0</v></c>", " t=\"s\"><v> 0 </v> </c>", "丙公司"},
        {"><v>12.50</v></c>", "><v>12.50</v><!-- --></c>", "12.5"},
        {"><v></v></c>", "><v ></v ></c>", ""},
    };
    for (const auto& c : cells) {
        CAPTURE(c.usual, c.other);
        for (const std::string_view written : {c.usual, c.other}) {
            Book b = one("<row r=\"2\"><c r=\"A2\"" + std::string(written) + "</row>");
            b.strings = "<si><t>丙公司</t></si>";
            const std::string bytes = book(b);
            const invoice::Workbook workbook(bytes);
            auto rows = workbook.open(workbook.sheets().at(0));
            REQUIRE(rows.next());
            CHECK((rows.cells().empty() ? "" : rows.cells().at(0).text) == c.text);
            CHECK_FALSE(rows.next());
        }
    }
    CHECK(fault([] { read("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>甲</t></is></row>"); }) == "xlsx.xml");
}

TEST_CASE("xlsx: rows over many windows", "[xlsx]") {
    std::string rows = k_head;
    for (int i = 2; i < 30'000; ++i)
        rows +=
            text_row(i, {"客户" + std::to_string(i), "", "", "", std::string(static_cast<std::size_t>(i % 97), 'x')});
    const auto all = read(rows);
    REQUIRE(all.size() == 29'998);
    bool good = true;
    for (std::size_t i = 0; i < all.size(); ++i)
        good = good && all[i].line == static_cast<std::int64_t>(i + 2) &&
               all[i].buyer.name == "客户" + std::to_string(i + 2) && all[i].buyer.remark.size() == (i + 2) % 97;
    CHECK(good);
}

TEST_CASE("xlsx: through equals read after write", "[xlsx]") {
    Random random(7);
    for (std::size_t i = 0; i < cases(); ++i) {
        const Buyer b = random_buyer(random, static_cast<Nasty>(random.below(3)));
        CAPTURE(model::to_json(b));
        check::Finding why;
        REQUIRE(format("xlsx").can_write(b, {}, why));
        const auto rows = read_all("xlsx", write("xlsx", {}, {b}, {}, "0101", "华东/浙江"));
        REQUIRE(rows.size() == 1);
        if (cause(rows[0]) == "file.damaged_number") continue; // looks like what a spreadsheet does
        REQUIRE(rows[0].kind == RowKind::buyer);
        CHECK(model::to_json(rows[0].buyer) == model::to_json(format("xlsx").through(b, {})));
        CHECK(model::differing(rows[0].buyer, b).empty());
        CHECK(rows[0].category_code == "0101");
        CHECK(rows[0].category_path == "华东/浙江");
    }
}

TEST_CASE("xlsx: what is written", "[xlsx]") {
    Buyer b;
    b.name = "甲 <&> _x0041_ \x01";
    b.account = "1202026219900123456";
    b.phone = "+86-571-88880000";
    b.remark = " x\r\n";
    const std::string bytes = write("xlsx", {}, {b}, {}, "01", "华东");
    const file::Zip zip(bytes);
    const std::string sheet = zip.read("xl/worksheets/sheet1.xml", 1 << 20);
    CAPTURE(sheet);
    for (const std::string part :
         {"state=\"frozen\"", "<c r=\"A1\" s=\"2\" t=\"inlineStr\"><is><t>编码</t></is></c>",
          "<c r=\"B2\" s=\"1\" t=\"inlineStr\"><is><t>甲 &lt;&amp;&gt; _x005F_x0041_ _x0001_</t></is></c>",
          "<c r=\"G2\" s=\"3\" t=\"inlineStr\"><is><t>+86-571-88880000</t></is></c>",
          "<c r=\"I2\" s=\"1\" t=\"inlineStr\"><is><t>1202026219900123456</t></is></c>",
          "<c r=\"L2\" s=\"1\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> x_x000D_\n</t></is></c>"})
        CHECK(sheet.find(part) != std::string::npos);
    const std::string styles = zip.read("xl/styles.xml", 1 << 20);
    CHECK(styles.find("quotePrefix=\"1\"") != std::string::npos);
    check::Finding why;
    CHECK(format("xlsx").can_write(b, {}, why));
    CHECK(why.rule == "export.formula");
    Buyer full;
    full.name = "甲";
    full.remark = std::string(32'767, 'x');
    CHECK(format("xlsx").can_write(full, {}, why));
    full.remark += 'x';
    CHECK_FALSE(format("xlsx").can_write(full, {}, why));
    CHECK(why.rule == "export.cell_full");
    invoice::WriteOptions o;
    o.buyers = 1'048'576;
    CHECK(error_of([&] { write("xlsx", {}, {}, o); }) == "too_large");
}

TEST_CASE("xlsx: the reject workbook keeps the cells and imports again", "[xlsx]") {
    const std::string bytes = book(one(text_row(1, {"一览表"}) + text_row(2, {"名称", "银行账号"}) +
                                       text_row(3, {"甲", "1202026219900123456"}) + "<row r=\"4\">" +
                                       text_cell("A4", "乙") + "<c r=\"B4\"><v>6.2E+18</v></c></row>"));
    const std::string rejects = rejected("xlsx", bytes, "数字已损坏");
    const auto columns = format("xlsx").open(rejects, {})->columns();
    REQUIRE(columns.size() == 3);
    CHECK(columns[2].first == "原因");
    const auto rows = read_all("xlsx", rejects);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].buyer.name == "乙");
    CHECK(rows[0].findings.at(0).value == "6.2E+18");
    CHECK(format("xlsx").open(rejected("xlsx", rejects, "新"), {})->columns().size() == 3);
}
