#include "invoice/columns.h"
#include "invoice/text_table.h"
#include "tests/invoice/format_support.h"
#include "tests/support/catch.h"
#include "tests/support/random_buyer.h"

using namespace goufang;
using namespace goufang::test;
using invoice::Row;
using invoice::RowKind;
using model::Buyer;
using model::Field;

namespace {

std::vector<Row> read(std::string_view utf8, std::string map = {}) {
    invoice::ReadOptions o;
    o.map = std::move(map);
    return read_all("csv", utf8, o);
}

bool present(const Row& row, Field f) { return row.present >> static_cast<unsigned>(f) & 1; }

} // namespace

TEST_CASE("csv: the columns of the generator and of people's own lists") {
    const auto rows =
        read("code,name,mnemonic,tax_id,address,phone,bank,account,email,category_code,category_path,remark\r\n"
             "050000020,甲公司,JG,91999999MA00000154,文三路1号,0571-88880000,工行,110071894867243286,a@b.cn,05,华东/"
             "浙江,月结\r\n");
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].kind == RowKind::buyer);
    CHECK(rows[0].buyer.code == "050000020");
    CHECK(rows[0].buyer.account == "110071894867243286");
    CHECK(rows[0].category_code == "05");
    CHECK(rows[0].category_path == "华东/浙江");
    CHECK(rows[0].line == 2);
    CHECK(present(rows[0], Field::email));
    CHECK_FALSE(present(rows[0], Field::mobile));
    CHECK_FALSE(present(rows[0], Field::status));

    const auto list = read(
        "客户一览表,,,,,,\n2026年11月,,,,,,\n客户 全称*,信用代码,联系地址,联系电话,开户银行,银行卡号,所属部门\n"
        "测试甲有限公司,91999999MA00000154,文三路1号,0571-88880000,工商银行,1202026219900123456,销售一部\n,,,,,,\n\n");
    REQUIRE(list.size() == 1);
    CHECK(list[0].buyer.name == "测试甲有限公司");
    CHECK(list[0].buyer.tax_id == "91999999MA00000154");
    CHECK(list[0].category_path == "销售一部");
    CHECK(list[0].line == 4);
}

TEST_CASE("csv: combined columns are split") {
    const auto rows =
        read("购方企业名称,购方税号,银行账号,地址电话\n"
             "甲公司,91999999MA00000154,工商银行杭州分行 1202026219900123456,杭州市文三路1号 0571-88880000\n"
             "乙公司,,6222021234567890123,\n");
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].buyer.bank == "工商银行杭州分行");
    CHECK(rows[0].buyer.account == "1202026219900123456");
    CHECK(rows[0].buyer.phone == "0571-88880000");
    CHECK(present(rows[0], Field::bank));
    CHECK(rows[1].buyer.account == "6222021234567890123");
    CHECK_FALSE(present(rows[1], Field::bank));
    const auto both = read("名称,开户行,银行账号,开户行及账号\n甲,工行,甲1234567890,乙行 1234567890\n");
    CHECK(both.at(0).buyer.bank == "乙行"); // the column beside it keeps 银行账号 a plain number
    for (const std::string heading : {"地址、电话", "地址及电话", "地 址 电 话", "地址，电话"}) {
        CAPTURE(heading);
        CHECK(read("名称," + std::string("\"") + heading + "\"\n甲,杭州市文三路1号 13800000000\n").at(0).buyer.phone ==
              "13800000000");
    }
}

TEST_CASE("csv: RFC 4180 in all its forms") {
    struct Case {
        std::string bytes;
        std::vector<std::string> remarks; ///< or the rule of a bad record in <>
    };
    const std::string head = "名称,备注\n";
    const Case cases[] = {
        {head + "甲,\"a,b\"\n", {"a,b"}},
        {head + "甲,\"a\"\"b\"\"\"\n", {"a\"b\""}},
        {head + "甲,\"一\r\n二\n三\r四\"\n乙,五\n", {"一\r\n二\n三\r四", "五"}},
        {head + "甲,\"\"\n乙,\n", {"", ""}},
        {head + "甲, x \r\n乙,\" y\"\r", {" x ", " y"}},
        {head + "甲,a\"b\"c\n", {"a\"b\"c"}},
        {head + "甲,\"a\"b\n乙,c\n", {"<file.quote>", "c"}},
        {head + "甲,\"不关\n乙,c\n丙,\"d\"\n", {"<file.quote>", "c", "d"}},
        {head + "甲,\"不关\n乙,c", {"<file.quote>", "c"}},
        {head + "甲\n乙,c,d\n丙,e,,\n", {"<file.too_few_fields>", "<file.too_many_fields>", "e"}},
        {head + "甲,\"\"\"\"\"\"\n", {"\"\""}},
    };
    for (const Case& c : cases) {
        CAPTURE(c.bytes);
        const auto rows = read(c.bytes);
        std::vector<std::string> got;
        for (const Row& r : rows) got.push_back(r.kind == RowKind::bad ? "<" + cause(r) + ">" : r.buyer.remark);
        CHECK(got == c.remarks);
    }
    // The record's own line and bytes, also behind line breaks in a cell.
    const std::string bytes = head + "甲,\"一\n二\"\n乙,三\n";
    const auto rows = read(bytes);
    CHECK(rows.at(0).line == 2);
    CHECK(rows.at(0).raw == "甲,\"一\n二\"\n");
    CHECK(rows.at(1).line == 4);
    // A quote that is never closed costs its own line only, however long the file is.
    std::string longer = head;
    for (int i = 0; i < 20000; ++i) longer += i == 5 ? "坏,\"开\n" : "好,这一行没有引号,\n";
    const auto many = read(longer);
    CHECK(many.size() == 20000);
    CHECK(only(many, RowKind::bad).size() == 1);
}

TEST_CASE("csv: delimiters and encodings") {
    const std::string text = "名称,税号,备注\r\n甲公司,91999999MA00000154,\"一,二\"\r\n";
    for (const char d : {',', ';', '\t'}) {
        for (const auto e : {text::Encoding::gbk, text::Encoding::utf8, text::Encoding::utf8_bom,
                             text::Encoding::utf16le, text::Encoding::utf16be, text::Encoding::gb18030}) {
            std::string t = text;
            std::replace(t.begin(), t.end(), ',', d);
            CAPTURE(t, text::encoding_name(e));
            const std::string bytes = in(e, t);
            const auto rows = read_all("csv", bytes);
            REQUIRE(rows.size() == 1);
            CHECK(rows[0].buyer.name == "甲公司");
            CHECK(rows[0].buyer.remark == std::string("一") + d + "二");
            CHECK(invoice::sniff(bytes, "txt") == &format(d == '\t' ? "tsv" : "csv"));
        }
    }
    CHECK(read("sep=;\r\n名称;税号\r\n甲;\r\n").at(0).buyer.name == "甲");
    CHECK(read_all("tsv", "名称\t备注\n甲\ta,b\n").at(0).buyer.remark == "a,b");
    // Asked for another encoding than it has: bad records, no crash.
    invoice::ReadOptions o;
    o.encoding = text::Encoding::utf8;
    CHECK(error_of([&] { read_all("csv", gbk(text), o); }) == "syntax csv.no_heading");
}

TEST_CASE("csv: damaged numbers are stopped, real ones are not") {
    struct Case {
        std::string heading, cell;
        bool damaged;
    };
    const Case cases[] = {
        {"税号", "9.1999999E+17", true},
        {"税号", "9.2E17", true},
        {"税号", "9E+17", true},
        {"账号", "6222020000000000000", true},
        {"账号", "6.22202E+18", true},
        {"账号", "1202026219900123456", false},
        {"账号", "6222021234567890000", true}, // alone in its file: chance is 1 in 10,000
        {"账号", "1202026219900120", false},   // one in ten 16-digit numbers looks so
        {"账号", "1202026219900123456.0", true},
        {"电话", "57188880000", true},
        {"电话", "1088880000", true},
        {"电话", "0571-88880000", false},
        {"电话", "13800000000", false},
        {"电话", "4008001234", false},
        {"电话", "85212345678", false},
        {"手机", "1.38E+10", true},
        {"税号", "91110108E12345678X", false},
        {"税号", "911101081E12345678", false},
        {"税号", "110101199003070000", true}, // check digit wrong, tail of zeros
        {"备注", "9.1999999E+17", false},
        {"编码", "1E5", false},
        {"地址", "1.5E+3", false},
    };
    for (const Case& c : cases) {
        CAPTURE(c.heading, c.cell);
        const auto rows = read("名称," + c.heading + "\n甲," + c.cell + "\n乙,\n");
        REQUIRE(rows.size() == 2);
        CHECK((rows[0].kind == RowKind::bad) == c.damaged);
        if (!c.damaged) continue;
        CHECK(cause(rows[0]) == "file.damaged_number");
        CHECK(rows[0].findings[0].value == c.cell);
        CHECK(rows[0].findings[0].args == std::vector<std::string>{"2", c.heading});
        CHECK(rows[0].buyer.name == "甲");
    }
    // Typing mixed: a dozen of 800 accounts lost their tails; and a file in which chance explains the zeros.
    Random random(3);
    std::string mixed = "名称,账号\n", clean = mixed;
    for (int i = 0; i < 800; ++i) {
        const std::string n = "622202" + random.digits(9) + std::to_string(random.between(1000, 8999));
        mixed += "甲," + (i % 67 == 0 ? n.substr(0, 15) + "0000" : n) + "\n";
        clean += "甲," + n.substr(0, 15) + (i % 10 == 0 ? "0" : "7") + "\n";
    }
    CHECK(only(read(mixed), RowKind::bad).size() == 12);
    CHECK(only(read(clean), RowKind::bad).empty());
    // What keeps a spreadsheet from doing it comes off.
    CHECK(read("名称,账号\n甲,\"=\"\"1202026219900123456\"\"\"\n").at(0).buyer.account == "1202026219900123456");
    CHECK(read("名称,账号\n甲,1202026219900123456\t\n").at(0).buyer.account == "1202026219900123456");
}

TEST_CASE("csv: values that do not fit are named and left out") {
    const auto rows =
        read("名称,客户类别,状态,核实日期,身份证校验,标签\n甲,企业,停用,2026-11-22,是,\n乙,外星人,,2026-13-01,,[1\n");
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].buyer.status == model::Status::inactive);
    CHECK(rows[0].buyer.verified_on == "2026-11-22");
    CHECK(rows[0].buyer.id_check);
    CHECK(rows[0].findings.empty());
    REQUIRE(rows[1].findings.size() == 3);
    CHECK(rows[1].findings[0].field == Field::kind);
    CHECK(rows[1].findings[0].args == std::vector<std::string>{"3", "客户类别"});
    CHECK_FALSE(present(rows[1], Field::kind));
    CHECK_FALSE(present(rows[1], Field::status));
}

TEST_CASE("csv: a map says what the headings do not") {
    const std::string map =
        "\xEF\xBB\xBF# our own list\n单位 = name\n\n代号=code\n片区 = category_path\n行业 = custom:行业\n税号 =\n";
    const auto rows = read("代号,单位,片区,行业,税号\n7,甲公司,华东,化工,1\n", map);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].buyer.code == "7");
    CHECK(rows[0].buyer.name == "甲公司");
    CHECK(rows[0].buyer.tax_id.empty());
    CHECK(rows[0].category_path == "华东");
    REQUIRE(rows[0].buyer.custom.size() == 1);
    CHECK(rows[0].buyer.custom[0].value == "化工");
    invoice::ReadOptions o;
    o.map = map;
    const auto columns = format("csv").open("代号,单位,别的\n7,甲,x\n", o)->columns();
    REQUIRE(columns.size() == 3);
    CHECK(columns[1].second == Field::name);
    CHECK_FALSE(columns[2].second);
    struct Case {
        std::string map, error, line;
    };
    for (const Case& c :
         {Case{"单位 名称\n", "map.no_equals", "1"}, Case{"# x\n单位 = nam\n", "map.unknown_field", "2"},
          Case{"a=name\nA = code\n", "map.twice", "2"}, Case{" = name\n", "map.no_heading", "1"}}) {
        CAPTURE(c.map);
        try {
            read("单位,税号\n甲,1\n", c.map);
            FAIL("no error");
        } catch (const Error& e) {
            CHECK(e.code() == Code::syntax);
            CHECK(e.args().at(0) == c.line);
            CHECK(e.args().at(2) == c.error);
        }
    }
}

TEST_CASE("csv: headings that are none") {
    CHECK(error_of([] { read("1,2,3\n4,5,6\n"); }) == "syntax csv.no_heading");
    CHECK(error_of([] { read(""); }) == "file_empty");
    CHECK(read("名称\n甲\n乙\n").size() == 2);
    CHECK(invoice::sniff("1,2,3\n4,5,6\n", "csv") == nullptr);
    CHECK(invoice::sniff("PK\x03\x04 名称,税号\n", "csv") == nullptr);
}

TEST_CASE("csv: what is written") {
    Buyer b;
    b.code = "001";
    b.name = "甲,\"乙\"";
    b.account = "=1+1";
    b.remark = " x\r\ny";
    b.tags = {"a", "b,c"};
    const std::string bytes = write("csv", {}, {b}, {}, "01", "华东/浙江");
    CHECK(bytes == "\xEF\xBB\xBF编码,名称,简码,税号,客户类别,地址,电话,开户行,银行账号,邮件地址,手机,备注,身份证校验,"
                   "状态,来源,核实日期,其他地址电话,其他开户行账号,"
                   "曾用名,标签,自定义,分类,分类编码\r\n"
                   "001,\"甲,\"\"乙\"\"\",,,enterprise,,,,'=1+1,,,\" "
                   "x\r\ny\",false,active,,,,,,\"[\"\"a\"\",\"\"b,c\"\"]\",,华东/浙江,01\r\n");
}

TEST_CASE("csv and tsv: through equals read after write") {
    Random random(42);
    for (const std::string_view id : {"csv", "tsv"}) {
        for (const auto e : {text::Encoding::utf8_bom, text::Encoding::gbk, text::Encoding::utf16le}) {
            for (std::size_t i = 0; i < cases() / 6 + 1; ++i) {
                const Buyer b = random_buyer(random, static_cast<Nasty>(random.below(3)));
                invoice::WriteOptions o;
                o.encoding = e;
                const std::string bytes = write(id, {}, {b}, o, "0101", "华东/浙江");
                const auto rows = read_all(id, bytes);
                CAPTURE(model::to_json(b), bytes);
                REQUIRE(rows.size() == 1);
                if (cause(rows[0]) == "file.damaged_number") continue; // looks like what a spreadsheet does
                REQUIRE(rows[0].kind == RowKind::buyer);
                CHECK(model::to_json(rows[0].buyer) == model::to_json(format(id).through(b, o)));
                CHECK(rows[0].category_code == "0101");
                CHECK(rows[0].category_path == "华东/浙江");
                if (e != text::Encoding::gbk) CHECK(model::differing(rows[0].buyer, b).empty());
            }
        }
    }
}

TEST_CASE("csv: the reject file keeps the records and imports again") {
    for (const auto e : {text::Encoding::gbk, text::Encoding::utf8_bom, text::Encoding::utf16le}) {
        CAPTURE(text::encoding_name(e));
        const std::string bytes =
            in(e, "一览表,\r\n名称,账号\r\n甲,1202026219900123456\r\n乙,6.2E+18\r\n丙\r\n丁,\"开\r\n戊,1,2\r\n");
        const std::string rejects = rejected("csv", bytes, "数字,已损坏");
        CHECK(rejects == in(e, "一览表,\r\n名称,账号,原因\r\n乙,6.2E+18,\"数字,已损坏\"\r\n丙,,\"数字,已损坏\"\r\n戊,1,"
                               "2,\"数字,已损坏\"\r\n"
                               "丁,\"开,\"数字,已损坏\"\r\n"));
        std::string mended = *text::to_utf8(rejects.substr(text::encoding_bom(e).size()), e);
        mended.replace(mended.find("6.2E+18"), 7, "6222021234567890123");
        mended.replace(mended.find("戊,1,2"), std::string("戊,1,2").size(), "戊,1");
        mended.replace(mended.find("\"开,"), std::string("\"开,").size(), "12345678,");
        const auto rows = read_all("csv", in(e, mended));
        REQUIRE(rows.size() == 4);
        for (const Row& r : rows) CHECK(r.kind == RowKind::buyer);
        CHECK(rows[0].buyer.account == "6222021234567890123");
        CHECK(rows[1].buyer.name == "丙");
    }
    // Rejected again: the cause is replaced.
    const std::string again = rejected("csv", "名称,账号,原因\n乙,6.2E+18,旧\n", "新");
    CHECK(again == "名称,账号,原因\n乙,6.2E+18,新\r\n");
}
