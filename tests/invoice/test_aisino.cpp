#include "core/model/category.h"
#include "core/text/split.h"
#include "invoice/combined.h"
#include "tests/invoice/format_support.h"
#include "tests/support/catch.h"
#include "tests/support/random_buyer.h"

using namespace goufang;
using namespace goufang::test;
using invoice::Row;
using invoice::RowKind;
using model::Buyer;

namespace {

const std::string k_head = "{客户编码}[分隔符]\"~~\"\r\n// 每行格式 :\r\n"
                           "// 编码~~名称~~简码~~税号~~地址电话~~银行账号~~邮件地址~~备注~~身份证校验\r\n";
// The example of the format paper.
const std::string k_sample = k_head + "01~~华北区~~\r\n"
                                      "0101~~北京示例科技有限公司~~BJSL~~91110108MA0EXMP10A~~\"北京市海淀区样例路1号 "
                                      "010-00000001\"~~\"示例银行北京样例支行 "
                                      "1100000000000000001\"~~fp@example.com~~~~False\r\n"
                                      "0102~~某某县示例小学（测试）~~~~440300700000001~~~~~~~~~~False\r\n"
                                      "02~~华东区~~\r\n"
                                      "0201~~上海样本贸易有限公司~~SHYB~~91310115MA1EXMP203~~"
                                      "\"上海市浦东新区虚构大道2号 021-00000002#|#上海市徐汇区备用路3号 "
                                      "021-00000003\"~~\"样本银行上海分行 3100000000000000002\"~~~~月结~~False\r\n"
                                      "0202~~张三~~~~~~~~~~~~个人~~False\r\n";

std::vector<Row> read(std::string_view utf8) { return read_all("aisino-text", gbk(utf8)); }
std::string head(std::string_view separator) { return "{客户编码}[分隔符]\"" + std::string(separator) + "\"\r\n"; }

Buyer sample_buyer() {
    Buyer b;
    b.code = "0101";
    b.name = "北京示例科技有限公司";
    b.mnemonic = "BJSL";
    b.tax_id = "91110108MA0EXMP10A";
    b.address = "北京市海淀区样例路1号";
    b.phone = "010-00000001";
    b.bank = "示例银行北京样例支行";
    b.account = "1100000000000000001";
    b.email = "fp@example.com";
    return b;
}

} // namespace

TEST_CASE("aisino: the paper's example reads as the client reads it") {
    const std::string bytes = gbk(k_sample);
    const auto rows = read_all("aisino-text", bytes);
    REQUIRE(rows.size() == 6);
    CHECK(rows[0].kind == RowKind::category);
    CHECK(rows[0].category.code == "01");
    CHECK(rows[0].category.name == "华北区");
    CHECK(rows[0].line == 4);
    CHECK(rows[1].kind == RowKind::buyer);
    CHECK(model::differing(rows[1].buyer, sample_buyer()).empty());
    CHECK(rows[1].category_code == "01");
    CHECK(rows[1].line == 5);
    CHECK(rows[2].buyer.name == "某某县示例小学（测试）");
    CHECK(rows[3].category.code == "02");
    CHECK(rows[4].category_code == "02");
    CHECK(rows[4].buyer.phone == "021-00000002");
    REQUIRE(rows[4].buyer.more_addresses.size() == 1);
    CHECK(rows[4].buyer.more_addresses[0].address == "上海市徐汇区备用路3号");
    CHECK(rows[4].buyer.more_addresses[0].phone == "021-00000003");
    CHECK(rows[5].buyer.remark == "个人");
    CHECK_FALSE(rows[5].buyer.id_check);
    for (const Row& r : rows) {
        CHECK(r.findings.empty());
        CHECK_FALSE(r.orphan);
        CHECK(bytes.find(r.raw) != std::string::npos);
        CHECK(r.raw.ends_with("\r\n"));
    }
    CHECK(format("aisino-text").open(bytes, {})->encoding() == text::Encoding::gbk);
}

TEST_CASE("aisino: the writer gives the paper's example byte for byte") {
    const auto rows = read(k_sample);
    std::vector<invoice::CategoryRow> categories;
    std::vector<Buyer> buyers;
    for (const Row& r : rows) {
        if (r.kind == RowKind::category) categories.push_back(r.category);
        if (r.kind == RowKind::buyer) buyers.push_back(r.buyer);
    }
    std::reverse(buyers.begin(), buyers.end()); // the order of the codes, not of the calls
    CHECK(write("aisino-text", categories, buyers) == gbk(k_sample));
}

TEST_CASE("aisino: separators and quotings") {
    struct Case {
        std::string separator, row;
    };
    const Case cases[] = {
        {"~~", "0101~~甲公司~~JG~~91999999MA00000154~~杭州市文三路1号 0571-88880000~~工行 "
               "1202026219900123456~~a@b.cn~~月结~~True"},
        {"~~", "0101~~甲公司~~JG~~91999999ma00000154~~\"杭州市文三路1号 0571-88880000\"~~\"工行 "
               "1202026219900123456\"~~a@b.cn~~月结~~True"},
        {",", "0101,甲公司,JG,91999999MA00000154,\"杭州市文三路1号 0571-88880000\",\"工行 "
              "1202026219900123456\",a@b.cn,月结,True"},
        {",",
         "0101,\"甲公司\",JG,91999999MA00000154,杭州市文三路1号 0571-88880000,工行 1202026219900123456,a@b.cn,月结,是"},
        {" ", "0101 甲公司 JG 91999999MA00000154 \"杭州市文三路1号 0571-88880000\" \"工行 1202026219900123456\" a@b.cn "
              "月结 True"},
        {"\t", "0101\t甲公司\tJG\t91999999MA00000154\t杭州市文三路1号 0571-88880000\t工行 "
               "1202026219900123456\ta@b.cn\t月结\tTRUE"},
        {"，", "0101，甲公司，JG，91999999MA00000154，杭州市文三路1号 0571-88880000，工行 "
               "1202026219900123456，a@b.cn，月结，1"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.row);
        const auto rows = read(head(c.separator) + c.row + "\r\n");
        REQUIRE(rows.size() == 1);
        REQUIRE(rows[0].kind == RowKind::buyer);
        const Buyer& b = rows[0].buyer;
        CHECK(b.code == "0101");
        CHECK(b.name ==
              (c.row.find("\"甲公司\"") == std::string::npos ? "甲公司" : "\"甲公司\"")); // no space: quotes stay
        CHECK(b.tax_id == "91999999MA00000154");
        CHECK(b.address == "杭州市文三路1号");
        CHECK(b.phone == "0571-88880000");
        CHECK(b.bank == "工行");
        CHECK(b.account == "1202026219900123456");
        CHECK(b.email == "a@b.cn");
        CHECK(b.remark == "月结");
        CHECK(b.id_check);
    }
    // Quoting A of empty fields, and quoting B of a field that holds the separator.
    const auto comma = read(head(",") + "01,华北区,\"\"\r\n0101,\"甲,乙公司\",\"\",\"\",\"\",\"\",\"\",\"\",False\r\n");
    REQUIRE(comma.size() == 2);
    CHECK(comma[0].kind == RowKind::category);
    CHECK(comma[1].buyer.name == "甲,乙公司");
    CHECK(comma[1].buyer.mnemonic.empty());
    const auto space = read(head(" ") + "01 华北区 \"\"\r\n0101 \" 甲 乙\" \"\" \"\" \"\" \"\" \"\" \"\" False\r\n");
    REQUIRE(space.size() == 2);
    CHECK(space[0].kind == RowKind::category);
    CHECK(space[1].buyer.name == " 甲 乙");
    // A comma without its quotes tears the row: reported, not guessed.
    const auto torn = read(head(",") + "0101,甲公司,,,杭州市,文三路1号,,,,False\r\n");
    REQUIRE(torn.size() == 1);
    CHECK(cause(torn[0]) == "file.too_many_fields");
}

TEST_CASE("aisino: encodings, line ends and headings of all kinds") {
    const std::string row = "0101~~甲公司~~~~~~~~~~~~~~False";
    for (const auto e : {text::Encoding::gbk, text::Encoding::gb18030, text::Encoding::utf8, text::Encoding::utf8_bom,
                         text::Encoding::utf16le, text::Encoding::utf16be}) {
        for (const std::string end : {"\r\n", "\n", "\r"}) {
            CAPTURE(text::encoding_name(e), end.size());
            std::string text =
                "乱七八糟的说明" + end + "{客户编码}[分隔符]\"~~\"" + end + "01~~华北区~~" + end + end + row;
            const std::string bytes = in(e, text);
            const auto rows = read_all("aisino-text", bytes);
            REQUIRE(rows.size() == 2);
            CHECK(rows[0].category.name == "华北区");
            CHECK(rows[1].buyer.name == "甲公司");
            CHECK(rows[1].line == 5);
            CHECK(invoice::sniff(bytes, "txt") == &format("aisino-text"));
        }
    }
    // No heading line: the comment tells the separator, or the rows can only be "~~" rows.
    CHECK(read("// 编码,名称,简码,税号,地址电话,银行账号,邮件地址,备注,身份证校验\r\n0101,甲公司,,,,,,,False\r\n")
              .at(0)
              .buyer.name == "甲公司");
    CHECK(read(row + "\r\n").at(0).buyer.name == "甲公司");
    // A heading row outside its comment; comments between the rows; eight fields; running numbers; trailing separators.
    const auto rows =
        read(head("~~") +
             "编码~~名称~~简码~~税号~~地址电话~~银行账号~~邮件地址~~备注~~身份证校验\r\n"
             "1~~甲~~~~~~~~~~~~\r\n//2~~乙~~~~~~~~~~~~~~False\r\n没有分隔符的行\r\n10~~丙~~~~~~~~~~~~~~是~~~~\r\n");
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].buyer.code == "1");
    CHECK((rows[0].present & invoice::bit(model::Field::id_check)) == 0);
    CHECK(rows[1].buyer.id_check);
    CHECK(rows[1].category_code.empty());
    CHECK_FALSE(rows[1].orphan);
}

TEST_CASE("aisino: rows that cannot be taken") {
    struct Case {
        std::string row, rule;
    };
    const Case cases[] = {
        {"0101~~甲", "aisino.short_row"},
        {"0101~~甲~~~~91999999MA00000154", "aisino.short_row"},
        {"0101~~甲~~~~91999999MA00000154~~杭州", "aisino.short_row"},
        {"0101~~甲~~~~~~~~", "aisino.short_row"},
        {"0101~~甲~~~~~~~~~~", "aisino.seven_fields"},
        {"0101~~甲~~~~~~~~~~~~~~False~~多余", "file.too_many_fields"},
        {"~~华北~~", "aisino.empty"},
        {"01~~~~", "aisino.empty"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.row);
        const auto rows = read(head("~~") + c.row + "\r\n02~~乙~~~~~~~~~~~~~~False\r\n");
        REQUIRE(rows.size() == 2);
        CHECK(rows[0].kind == RowKind::bad);
        CHECK(cause(rows[0]) == c.rule);
        CHECK(rows[0].findings[0].args.at(0) == "2");
        CHECK(rows[1].kind == RowKind::buyer);
    }
    std::string bytes = gbk(head("~~") + "01~~甲@~~~~~~~~~~~~~~False\r\n02~~乙~~~~~~~~~~~~~~False\r\n");
    bytes.replace(bytes.find('@'), 1, "\xFF\xFF");
    const auto rows = read_all("aisino-text", bytes);
    REQUIRE(rows.size() == 2);
    CHECK(cause(rows[0]) == "file.encoding");
    CHECK(rows[0].findings[0].args == std::vector<std::string>{"2", "7", "GBK", "FF"});
    CHECK(rows[0].buyer.code == "01");
    CHECK(rows[1].buyer.name == "乙");
    // One damaged line does not turn a UTF-8 file into GBK.
    std::string utf8 = head("~~");
    for (int i = 10; i < 30; ++i) utf8 += std::to_string(i) + "~~测试公司~~~~~~~~~~~~~~False\r\n";
    utf8 += "30~~坏\xFF~~~~~~~~~~~~~~False\r\n";
    const auto damaged = read_all("aisino-text", utf8);
    REQUIRE(damaged.size() == 21);
    CHECK(damaged[0].buyer.name == "测试公司");
    CHECK(cause(damaged[20]) == "file.encoding");
}

TEST_CASE("aisino: files that are not this format") {
    CHECK(error_of([] { read(""); }) == "file_empty");
    CHECK(error_of([] { read_all("aisino-text", "\xEF\xBB\xBF"); }) == "file_empty");
    CHECK(error_of([] { read("随便什么\r\n01,02\r\n"); }) == "syntax aisino.no_header");
    CHECK(error_of([] { read("{客户编码}[分隔符]\r\n01~~甲~~\r\n"); }) == "syntax aisino.no_separator");
    CHECK(error_of([] { read("{客户编码}[分隔符]\"\"\r\n01~~甲~~\r\n"); }) == "syntax aisino.no_separator");
    CHECK(error_of([] { read(head("~~") + "01,华北,\r\n0101,甲,,,,,,,False\r\n"); }) ==
          "syntax aisino.separator_mismatch");
    CHECK(error_of([] { read("{商品编码}[分隔符]\"~~\"\r\n"); }) == "format_refused {商品编码}");
    CHECK(error_of([] { read("{收/发货人编码}[分隔符]\"~~\"\r\n"); }) == "format_refused {收/发货人编码}");
    CHECK(invoice::sniff(gbk("{商品编码}[分隔符]\"~~\"\r\n"), "txt") == &format("aisino-text")); // refused by name
    CHECK(error_of([] {
              invoice::WriteOptions o;
              o.separator = ";";
              write("aisino-text", {}, {}, o);
          }) == "bad_argument");
    CHECK(read(head("~~")).empty());
}

TEST_CASE("aisino: the tree of the code prefixes") {
    const auto rows =
        read(head("~~") + "01~~华北~~\r\n0101~~北京~~\r\n010100001~~甲~~~~~~~~~~~~~~False\r\n02~~华东~~\r\n"
                          "010100002~~乙~~~~~~~~~~~~~~False\r\n0200001~~丙~~~~~~~~~~~~~~False\r\n"
                          "09~~根上~~~~~~~~~~~~~~False\r\n770100001~~孤~~~~~~~~~~~~~~False\r\n0505~~无父~~\r\n"
                          "0B~~大写~~\r\n0b01~~丁~~~~~~~~~~~~~~False\r\n");
    REQUIRE(rows.size() == 11);
    CHECK(rows[1].category.parent_code == "01");
    CHECK(rows[2].category_code == "0101");
    CHECK(rows[4].category_code == "0101"); // unsorted: the longest prefix met so far
    CHECK(rows[5].category_code == "02");
    CHECK(rows[6].category_code.empty());
    CHECK_FALSE(rows[6].orphan);
    CHECK(rows[7].orphan);
    CHECK(rows[8].orphan);
    CHECK(rows[10].category_code == "0B");
}

TEST_CASE("aisino: quotes, commas and flags in doubt") {
    const auto rows =
        read(head("~~") + "01~~\"甲 ~~ 乙\"~~~~~~~~~~~~~~False\r\n02~~\"重点\"客户~~~~~~~~~~~~~~False\r\n"
                          "03~~丙~~~~~~杭州市,文三路1号 0571-88880000~~~~~~~~False\r\n04~~丁~~~~~~~~~~~~~~也许\r\n");
    REQUIRE(rows.size() == 4);
    CHECK(rows[0].buyer.name == "甲 ~~ 乙");
    CHECK(rows[1].buyer.name == "\"重点\"客户");
    CHECK(cause(rows[1]) == "file.open_quote");
    CHECK(rows[2].buyer.address == "杭州市,文三路1号");
    CHECK(cause(rows[2]) == "file.comma");
    CHECK(cause(rows[3]) == "file.bad_value");
}

TEST_CASE("aisino: the buyers of vehicle invoices") {
    const auto rows = read("{购货单位编码}[分隔符]\"~~\"\r\n01~~个人~~\r\n0101~~张三~~ZS~~~~\"杭州市文三路1号 "
                           "13800000000\"~~~~110101199003070000\r\n"
                           "0102~~李四~~LS~~~~~~\r\n");
    REQUIRE(rows.size() == 3);
    REQUIRE(rows[1].buyer.custom.size() == 1);
    CHECK(rows[1].buyer.custom[0].key == "身份证号码/组织机构代码");
    CHECK(rows[1].buyer.custom[0].value == "110101199003070000");
    CHECK(rows[1].buyer.phone == "13800000000");
    CHECK(rows[1].category_code == "01");
    CHECK(rows[2].buyer.custom.empty());
}

TEST_CASE("aisino: what the writer alters, and through() says so") {
    Buyer b = sample_buyer();
    b.code = "01A1";
    b.name = "甲~~乙~";
    b.tax_id = "91999999ma00000154";
    b.address = "杭州市,文三路1号\n二楼";
    b.remark = "\"重点\n客户";
    b.bank = "示例银行䶮支行";
    b.id_check = true;
    b.mobile = "13800000000";
    const std::string bytes = write("aisino-text", {}, {b});
    CHECK(bytes ==
          gbk(k_head + "01a1~~甲～～乙～~~BJSL~~91999999MA00000154~~\"杭州市，文三路1号#|#二楼 010-00000001\"~~"
                       "\"示例银行?支行 1100000000000000001\"~~fp@example.com~~\"＂重点 客户\"~~True\r\n"));
    const Buyer t = format("aisino-text").through(b, {});
    CHECK(t.code == "01a1");
    CHECK(t.address == "杭州市，文三路1号");
    REQUIRE(t.more_addresses.size() == 1);
    CHECK(t.more_addresses[0].phone == "010-00000001");
    CHECK(t.bank == "示例银行?支行");
    CHECK(t.mobile.empty());
    const auto back = read_all("aisino-text", bytes);
    REQUIRE(back.size() == 1);
    CHECK(model::differing(back[0].buyer, t).empty());
    check::Finding why;
    CHECK(format("aisino-text").can_write(b, {}, why));
    b.name = " ";
    CHECK_FALSE(format("aisino-text").can_write(b, {}, why));
    CHECK(why.rule == "file.no_name");
}

TEST_CASE("aisino: parents first and rows in code order") {
    std::vector<Buyer> buyers(3);
    buyers[0].code = "0102", buyers[0].name = "丙";
    buyers[1].code = "010101", buyers[1].name = "甲";
    buyers[2].code = "03", buyers[2].name = "丁";
    const std::string bytes =
        write("aisino-text", {{"01", "华北", "", ""}, {"02", "空", "", ""}, {"0101", "北京", "01", ""}}, buyers);
    std::vector<std::string> codes;
    for (const Row& r : read_all("aisino-text", bytes))
        codes.push_back(r.kind == RowKind::category ? r.category.code : r.buyer.code + "<" + r.category_code);
    CHECK(codes == std::vector<std::string>{"01", "0101", "010101<0101", "0102<01", "02", "03<"});
}

TEST_CASE("aisino: through equals read after write") {
    Random random(20261122);
    for (const std::string separator : {"~~", ",", " "}) {
        for (const auto encoding : {text::Encoding::gbk, text::Encoding::utf8_bom}) {
            for (std::size_t i = 0; i < cases() / 6 + 1; ++i) {
                Buyer b = random_buyer(random, static_cast<Nasty>(random.below(3)));
                invoice::WriteOptions o;
                o.separator = separator;
                o.encoding = encoding;
                check::Finding why;
                if (!format("aisino-text").can_write(b, o, why)) continue;
                const std::string bytes = write("aisino-text", {}, {b}, o);
                const auto rows = read_all("aisino-text", bytes);
                CAPTURE(model::to_json(b), bytes);
                REQUIRE(rows.size() == 1);
                REQUIRE(rows[0].kind == RowKind::buyer);
                const Buyer t = format("aisino-text").through(b, o);
                CHECK(model::to_json(rows[0].buyer) == model::to_json(t));
            }
        }
    }
}

TEST_CASE("aisino: the short way of splitting gives what the long one gives") {
    Random random(7);
    const std::string_view lefts[] = {"杭州市西湖区文三路1号",
                                      "杭州市12345678号楼",
                                      "测试1-2-3-4-5-67号",
                                      "电话",
                                      "转",
                                      "开户账号",
                                      "工行分行",
                                      "联系手机",
                                      "a路",
                                      "路 二楼",
                                      "（路",
                                      "路１２３４５６７楼",
                                      "0571-88880000转",
                                      "路0571-88880000"};
    const std::string_view rights[] = {
        "0571-88880000", "010-12345678", "026-1234567", "13800000000", "12345678", "1202026219900123456",
        "021-1234567",   "0571-123456",  "12-34567890", "1380000000a", "",         "123456789012345678901234567890123"};
    for (std::size_t i = 0; i < 2000; ++i) {
        std::string s(random.pick(lefts));
        if (random.one_in(4)) s += random_han(random, 2);
        s += random.one_in(8) ? "  " : random.one_in(8) ? "" : " ";
        s += random.one_in(3) ? std::string(random.pick(rights)) : random.digits(random.between(1, 20));
        CAPTURE(s);
        Row row;
        invoice::set_addresses(row, s);
        text::Split a = text::split_address_phone(s);
        Buyer expected;
        expected.address = a.left, expected.phone = a.right;
        invoice::set_accounts(row, s);
        text::Split b = text::split_bank_account(s);
        expected.bank = b.left, expected.account = b.right;
        CHECK(model::to_json(row.buyer) == model::to_json(expected));
        CHECK(row.findings.size() == static_cast<std::size_t>(a.doubtful) + static_cast<std::size_t>(b.doubtful));
    }
}

TEST_CASE("aisino: the reject file keeps the records and imports again") {
    const std::string text = k_head +
                             "01~~华北~~\r\n0101~~甲~~~~~~~~~~~~~~False\r\n0102~~短~~~~91999999MA00000154\r\n"
                             "0103~~多~~~~~~~~~~~~~~False~~多余~~\r\n~~无码~~\r\n0104~~坏@~~~~~~~~~~~~~~False\r\n";
    for (const auto e : {text::Encoding::gbk, text::Encoding::utf8_bom, text::Encoding::utf16le}) {
        CAPTURE(text::encoding_name(e));
        std::string bytes = in(e, text);
        if (e == text::Encoding::gbk) bytes.replace(bytes.find('@'), 1, "\xFF");
        const std::string rejects = rejected("aisino-text", bytes, "字段 不足");
        std::string expected = k_head;
        expected.insert(expected.size() - 2, "~~原因");
        expected += "0102~~短~~~~91999999MA00000154~~~~~~~~~~~~字段　不足\r\n"
                    "// 原因: 字段 不足\r\n0103~~多~~~~~~~~~~~~~~False~~多余~~\r\n"
                    "// 原因: 字段 不足\r\n~~无码~~\r\n";
        if (e == text::Encoding::gbk) {
            CHECK(rejects == gbk(expected + "// 原因: 字段 不足\r\n") + [&] {
                std::string row = gbk("0104~~坏@~~~~~~~~~~~~~~False\r\n");
                row.replace(row.find('@'), 1, "\xFF");
                return row;
            }());
        } else {
            CHECK(rejects == in(e, expected));
        }
        // The padded row is a whole one now; the others wait for a person.
        const auto again = read_all("aisino-text", rejects);
        REQUIRE(again.size() >= 3);
        CHECK(again[0].kind == RowKind::buyer);
        CHECK(again[0].buyer.tax_id == "91999999MA00000154");
        CHECK(again[1].kind == RowKind::bad);
    }
    // Rejected again by somebody else: the cause is replaced, not added.
    const std::string first =
        gbk(head("~~") + "// 编码~~名称~~简码~~税号~~地址电话~~银行账号~~邮件地址~~备注~~身份证校验~~原因\r\n"
                         "0101~~甲~~~~~~~~~~~~~~False~~旧的原因\r\n");
    file::StringSink sink;
    const auto writer = format("aisino-text").rejects(sink, first, {});
    const auto rows = read_all("aisino-text", first);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].kind == RowKind::buyer);
    writer->row(rows[0], "新的");
    writer->finish();
    std::string expected = first;
    expected.replace(expected.find(gbk("旧的原因")), gbk("旧的原因").size(), gbk("新的"));
    CHECK(sink.text == expected);
}
