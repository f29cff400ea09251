// Workbooks of the 数电票 platform. The official files in ../shared/fixtures/etax are used where they are there.

#include "core/file/file.h"
#include "invoice/columns.h"
#include "invoice/formats/etax.h"
#include "tests/invoice/format_support.h"
#include "tests/invoice/workbook_support.h"
#include "tests/support/catch.h"
#include "tests/support/random_buyer.h"

#include <filesystem>
#include <fstream>

using namespace goufang;
using namespace goufang::test;
using invoice::Row;
using invoice::RowKind;
using model::Buyer;
using model::Field;

namespace {

constexpr std::string_view k_batch = "etax-batch-xlsx", k_customer = "etax-customer-xlsx";

struct Filled {
    std::string bytes;
    invoice::TemplateResult result;
};

Filled fill(std::string_view id, std::string_view bytes, const std::vector<Buyer>& buyers, std::string map = {}) {
    invoice::WriteOptions o;
    o.template_bytes = bytes;
    o.map = std::move(map);
    file::StringSink sink;
    const auto writer = format(id).create(sink, o);
    for (const Buyer& b : buyers) writer->buyer(b, "01", "华东/浙江");
    writer->finish();
    return {sink.text, *writer->template_result()};
}

Buyer buyer(std::string name, std::string tax_id) {
    Buyer b;
    b.name = std::move(name);
    b.tax_id = std::move(tax_id);
    b.address = "杭州市文三路1号";
    b.phone = "0571-88880000";
    b.bank = "工商银行";
    b.account = "1202026219900123456";
    b.email = "fp@example.com";
    return b;
}

/// Names of entries whose bytes differ.
std::vector<std::string> differing(std::string_view a, std::string_view b) {
    const file::Zip x(a), y(b);
    std::vector<std::string> out;
    REQUIRE(x.entries().size() == y.entries().size());
    for (std::size_t i = 0; i < x.entries().size(); ++i) {
        CHECK(x.entries()[i].name == y.entries()[i].name);
        if (x.read(i, 1 << 28) != y.read(i, 1 << 28)) out.push_back(x.entries()[i].name);
    }
    return out;
}

std::string sheet1(std::string_view bytes) { return file::Zip(bytes).read("xl/worksheets/sheet1.xml", 1 << 28); }

/// A sheet like that of the older layouts: 证件类型 before the number, 账户 for the account.
Book look_alike() {
    Book b;
    b.sheets = {
        {"1-发票基本信息",
         text_row(1, {"填表说明：购买方名称"}) + text_row(2, {"必填", "必填", "必填（是/否）", "非必填", "必填"}) +
             text_row(3, {"发票流水号", "发票类型", "是否含税", "受票方自然人标识", "购买方名称", "证件类型",
                          "购买方纳税人识别号", "购买方 地址", "购买方电话", "购买方开户银行", "购买方&#10;账户",
                          "备注"}) +
             "<row r=\"4\" ht=\"20\"><c r=\"A4\" s=\"7\"/><c r=\"E4\" s=\"8\"/></row><row r=\"6\" hidden=\"0\"/>",
         "",
         "<mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells><dataValidations><dataValidation "
         "sqref=\"B4:B1001\"/></dataValidations>"},
        {"excelVersion", "<row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>pt:20251101</t></is></c></row>", "hidden",
         ""}};
    b.styles = "<cellXfs><xf/></cellXfs>";
    b.names = "<definedNames><definedName name=\"浙江省\">x!$A$1</definedName></definedNames>";
    return b;
}

std::string fixture(const std::string& name) {
    const auto path = std::filesystem::path(GOUFANG_SOURCE_DIR) / "../shared/fixtures/etax" / name;
    std::ifstream in(path, std::ios::binary);
    return in ? std::string(std::istreambuf_iterator<char>(in), {}) : std::string();
}

} // namespace

TEST_CASE("etax: buyers go into the empty rows of a batch workbook", "[etax]") {
    const std::string bytes = book(look_alike());
    Buyer person = buyer("张某某", "");
    person.kind = model::Kind::person;
    Buyer trader = buyer("测试小店", "92999999MA00000007");
    trader.kind = model::Kind::sole_trader;
    const Filled f = fill(k_batch, bytes, {buyer("测试甲<有限>公司", "91999999MA00000154"), person, trader});
    CHECK(differing(bytes, f.bytes) == std::vector<std::string>{"xl/worksheets/sheet1.xml"});
    CHECK(f.result.version == "pt:20251101");
    CHECK(f.result.newest == "pt:20260401");
    CHECK(f.result.bills == 0);
    const std::string before = sheet1(bytes), after = sheet1(f.bytes);
    CAPTURE(after);
    CHECK(after.substr(0, before.find("<row r=\"4\"")) == before.substr(0, before.find("<row r=\"4\"")));
    CHECK(after.ends_with(before.substr(before.find("</sheetData>"))));
    for (const std::string part :
         {"<row r=\"4\" ht=\"20\"><c r=\"A4\" s=\"7\"/><c r=\"E4\" s=\"8\" "
          "t=\"inlineStr\"><is><t>测试甲&lt;有限&gt;公司</t>",
          "<c r=\"K4\" t=\"inlineStr\"><is><t>1202026219900123456</t></is></c></row><row r=\"5\"><c r=\"D5\"",
          "<is><t>是</t></is></c><c r=\"E5\"", "<row r=\"6\" hidden=\"0\"><c r=\"D6\" t=\"inlineStr\"><is><t>否</t>"})
        CHECK(after.find(part) != std::string::npos);
    const auto rows = read_all(k_batch, f.bytes);
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].line == 4);
    CHECK(rows[0].buyer.account == "1202026219900123456");
    CHECK(rows[1].buyer.kind == model::Kind::person);
    CHECK(rows[2].buyer.tax_id == "92999999MA00000007");
}

TEST_CASE("etax: rows that name a buyer are filled, others are kept", "[etax]") {
    Book b = look_alike();
    b.sheets[0].rows =
        text_row(3, {"发票流水号", "备注", "购买方名称", "购买方纳税人识别号", "购买方地址", "购买方邮箱"}) +
        text_row(4, {"S1", "勿改", "旧名称", "91999999MA00000154", "旧地址"}) + text_row(5, {"S2", "", "测试乙公司"}) +
        text_row(6, {"S3", "", "测试丙公司"}) + text_row(7, {"S4", "", "测试乙公司", "91999999MA0000999X"}) +
        text_row(9, {"S5"});
    const std::string bytes = book(b);
    Buyer first = buyer("测试甲有限公司", "91999999MA00000154");
    first.email.clear();
    first.address.clear();
    const Filled f =
        fill(k_batch, bytes, {first, buyer("测试乙（公司）", "92999999MA00000007"), buyer("测试丁公司", "")});
    CHECK(f.result.bills == 4);
    CHECK(f.result.filled == 1 + (f.result.filled > 1));
    const auto rows = read_all(k_batch, f.bytes);
    CHECK(rows[0].buyer.name == "测试甲有限公司");
    CHECK(rows[0].buyer.address == "旧地址"); // the buyer has none: kept
    CHECK(rows[2].buyer.name == "测试丙公司");
    CHECK(rows[3].buyer.tax_id == "91999999MA0000999X"); // the same name with another number is somebody else
    CHECK(f.result.unfilled.back() == "S4");
    bool found = false;
    for (const Row& r : rows) {
        CHECK(r.line != 9); // S5 stays without a buyer
        found = found || (r.buyer.name == "测试丁公司" && r.line == 8);
    }
    CHECK(found);
    CHECK(sheet1(f.bytes).find("勿改") != std::string::npos);
}

TEST_CASE("etax: required headings that nothing fills are asked for", "[etax]") {
    Book b;
    b.sheets = {{"客户信息导入",
                 text_row(2, {"必填", "必填", "非必填", "(必填)"}) +
                     text_row(3, {"客户信息分类", "客户名称", "统一社会信用代码／纳税人识别号", "客户经理"}),
                 "", ""}};
    const std::string bytes = book(b);
    CHECK(error_of([&] { fill(k_customer, bytes, {buyer("甲公司", "")}); }) == "syntax etax.required");
    const Filled left_out = fill(k_customer, bytes, {buyer("甲公司", "")}, "客户经理 =\n");
    CHECK(read_all(k_customer, left_out.bytes).at(0).buyer.name == "甲公司");
    CHECK(read_all(k_customer, left_out.bytes).at(0).category_path == "华东/浙江");
    Buyer noted = buyer("甲公司", "");
    noted.remark = "李雷";
    const Filled mapped = fill(k_customer, bytes, {noted}, "客户经理 = remark\n");
    invoice::ReadOptions o;
    o.map = "客户经理 = remark\n";
    CHECK(read_all(k_customer, mapped.bytes, o).at(0).buyer.remark == "李雷");
    CHECK(error_of([&] { fill(k_customer, bytes, {}, "客户名称 =\n客户经理 =\n"); }) == "syntax etax.no_name");
    CHECK(error_of([&] { fill(k_customer, "", {}); }) == "bad_argument");
    for (const std::string mark : {"非必填", "有条件必填", "专票必填", "选填"}) {
        b.sheets[0].rows = text_row(2, {"必填", mark}) + text_row(3, {"客户名称", "客户经理"});
        CHECK(error_of([&] { fill(k_customer, book(b), {}); }) == "none");
    }
    check::Finding why;
    CHECK_FALSE(format(k_customer).can_write(Buyer{}, {}, why));
    CHECK(why.rule == "file.no_name");
}

TEST_CASE("etax: through equals read after write", "[etax]") {
    Random random(11);
    Book full = look_alike();
    full.prefix = "x:";
    full.sheets[0].rows =
        "<x:row><x:c t=\"inlineStr\"><x:is><x:t>购买方名称</x:t></x:is></x:c><x:c t=\"inlineStr\"><x:is><x:t>"
        "税号</x:t></x:is></x:c><x:c t=\"inlineStr\"><x:is><x:t>地址</x:t></x:is></x:c></x:row>";
    full.sheets[1].rows.clear();
    Book customer = look_alike();
    customer.sheets[0] = {
        "客户信息",
        text_row(1, {"名称", "税号", "简码", "地址", "电话", "开户行", "账号", "邮箱", "手机", "备注", "编码"}), "",
        ""};
    customer.sheets.pop_back();
    const std::string files[] = {book(look_alike()), book(full), book(customer)};
    for (std::size_t i = 0; i < cases() / 3; ++i) {
        for (std::size_t k = 0; k < 3; ++k) {
            const std::string_view id = k == 2 ? k_customer : k_batch;
            const Buyer b = random_buyer(random, static_cast<Nasty>(random.below(3)));
            invoice::WriteOptions o;
            o.template_bytes = files[k];
            check::Finding why;
            if (!format(id).can_write(b, o, why)) continue;
            CAPTURE(k, model::to_json(b));
            const auto rows = read_all(id, fill(id, files[k], {b}).bytes);
            REQUIRE(rows.size() == 1);
            if (cause(rows[0]) == "file.damaged_number") continue;
            REQUIRE(rows[0].kind == RowKind::buyer);
            Buyer expected = format(id).through(b, o);
            Buyer got = rows[0].buyer;
            CHECK(model::to_json(got) == model::to_json(expected));
        }
    }
}

TEST_CASE("etax: the official batch workbooks", "[etax]") {
    for (const std::string version : {"V251101", "V260401"}) {
        const std::string bytes = fixture("batch-invoice-template-" + version + ".xlsx");
        if (bytes.empty()) {
            WARN("skipped: no fixture batch-invoice-template-" + version + ".xlsx");
            continue;
        }
        CAPTURE(version);
        CHECK(invoice::sniff(bytes, "xlsx") == &format(k_batch));
        CHECK(read_all(k_batch, bytes).empty());
        const auto columns = format(k_batch).open(bytes, {})->columns();
        REQUIRE(columns.size() == 39);
        const std::pair<std::size_t, Field> expected[] = {{5, Field::name},   {6, Field::tax_id}, {10, Field::address},
                                                          {16, Field::phone}, {17, Field::bank},  {18, Field::account},
                                                          {30, Field::email}, {4, Field::kind}};
        for (std::size_t i = 0; i < columns.size(); ++i) {
            std::optional<Field> wanted;
            for (const auto& [at, field] : expected)
                if (at == i) wanted = field;
            CAPTURE(i, columns[i].first);
            CHECK(columns[i].second == wanted);
        }
        std::vector<Buyer> buyers;
        for (int i = 0; i < 1200; ++i) buyers.push_back(buyer("测试客户" + std::to_string(i), ""));
        const Filled f = fill(k_batch, bytes, buyers);
        CHECK(differing(bytes, f.bytes) == std::vector<std::string>{"xl/worksheets/sheet1.xml"});
        CHECK(f.result.version == (version == "V251101" ? "pt:20251101" : "pt:20260401"));
        const std::string before = sheet1(bytes), after = sheet1(f.bytes);
        const std::size_t rows_end = before.find("</sheetData>");
        CHECK(after.substr(0, rows_end) == before.substr(0, rows_end));
        CHECK(after.ends_with(before.substr(rows_end)));
        CHECK(after.find("<c r=\"F4\" s=\"7\" t=\"inlineStr\"><is><t>测试客户0</t>") != std::string::npos);
        const auto rows = read_all(k_batch, f.bytes);
        REQUIRE(rows.size() == 1200);
        CHECK(rows[0].line == 4);
        CHECK(rows[1199].buyer.name == "测试客户1199");
        CHECK(rows[7].buyer.email == "fp@example.com");
        // Filled again: the same rows.
        const Filled again = fill(k_batch, f.bytes, buyers);
        CHECK(again.result.filled == 1200);
        CHECK(sheet1(again.bytes) == after);
    }
}

TEST_CASE("etax: reasons of the platform lead to their buyers", "[etax]") {
    Book b;
    b.sheets = {{"失败明细",
                 text_row(1, {"发票流水号", "购买方名称", "购买方税号", "导入失败原因"}) +
                     text_row(2, {"S1", "测试甲公司", "91999999MA00000154", "第4行购买方纳税人识别号不合法"}) +
                     text_row(3, {"S2", "测试乙公司", "", "导入成功"}),
                 "", ""}};
    const auto rows = read_all("xlsx", book(b));
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].kind == RowKind::buyer);
    CHECK(cause(rows[0]) == "file.reason");
    CHECK(rows[0].findings[0].args == std::vector<std::string>{"2", "第4行购买方纳税人识别号不合法"});
    CHECK(rows[0].findings[0].field == Field::tax_id); // of which the sentence speaks
    CHECK(rows[1].findings.empty());
}

TEST_CASE("etax: the field that a reason speaks of", "[etax]") {
    const std::pair<const char*, Field> table[] = {{"第4行购买方纳税人识别号不能为空", Field::tax_id},
                                                   {"购买方税号格式错误", Field::tax_id},
                                                   {"购买方银行账号过长", Field::account},
                                                   {"购买方开户银行含非法字符", Field::bank},
                                                   {"购买方地址不能为空", Field::address},
                                                   {"购买方电话不正确", Field::phone},
                                                   {"购买方邮箱不正确", Field::email},
                                                   {"受票方自然人标识码值不正确", Field::kind},
                                                   {"购买方名称不能为空", Field::name},
                                                   {"税率不合法", Field::name}};
    for (const auto& [sentence, field] : table) {
        INFO(sentence);
        CHECK(invoice::field_named_in(sentence) == field);
    }
}

TEST_CASE("etax: a category may stand as a whole path, whatever parts its names", "[etax]") {
    const std::pair<const char*, const char*> table[] = {{"客户/华东/上海", "客户/华东/上海"},
                                                         {"客户 > 华东 > 上海", "客户/华东/上海"},
                                                         {"客户\\华东\\上海", "客户/华东/上海"},
                                                         {"客户→华东", "客户/华东"},
                                                         {"／客户／华东／", "客户/华东"},
                                                         {"客户 - 华东", "客户 - 华东"},
                                                         {"甲/乙>丙", "甲/乙>丙"},
                                                         {"甲\\/乙/丙", "甲\\/乙/丙"},
                                                         {"华东", "华东"},
                                                         {"", ""}};
    for (const auto& [typed, path] : table) {
        INFO(typed);
        CHECK(invoice::plain_path(typed) == path);
    }
    CHECK(invoice::path_separator("客户 > 华东") == " > ");
    CHECK(invoice::path_separator("客户/华东") == "/");
    CHECK(invoice::path_separator("华东").empty());

    // The template's own rows tell how it is written; the export tells that nobody has verified it.
    for (const std::string separator : {"/", ">", " > "}) {
        Book b;
        b.sheets = {{"客户信息导入",
                     text_row(1, {"客户分类", "客户名称"}) + text_row(2, {std::string("客户") +
                                                                              (separator == ">"   ? "&gt;"
                                                                               : separator == "/" ? "/"
                                                                                                  : " &gt; ") +
                                                                              "老",
                                                                          "别的公司"}),
                     "", ""}};
        const Filled f = fill(k_customer, book(b), {buyer("测试甲公司", "91999999MA00000154")});
        const auto rows = read_all(k_customer, f.bytes);
        REQUIRE(rows.size() == 2);
        CHECK(rows[1].category_path == "华东/浙江");
        CHECK(f.result.categories_told == 1);
        CHECK(f.result.category_example == "华东" + separator + "浙江");
    }
}
