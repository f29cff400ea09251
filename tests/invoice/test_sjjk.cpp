#include "tests/invoice/format_support.h"
#include "tests/support/catch.h"

using namespace goufang;
using namespace goufang::test;
using invoice::Row;
using invoice::RowKind;

namespace {

const std::string k_bills =
    "SJJK0101~~销售单据传入~~demo\r\n//单据1\r\n"
    "DEMO0001~~1~~北京示例科技有限公司~~91110108MA0EXMP10A~~北京市海淀区样例路1号 010-00000001~~示例银行北京样例支行 "
    "1100000000000000001~~~~李四~~王五~~~~20261122\r\n"
    "示例服务费~~次~~~~1~~100.00~~0.06~~~~0~~6.00~~0~~0~~100~~0\r\n"
    "//"
    "单据2\r\nDEMO0002~~2~~上海样本贸易有限公司~~91310115ma1exmp203~~~~\r\n货~~件~~~~1~~1.00~~0.06\r\n货~~件~~~~1~~1."
    "00~~0.06\r\n"
    "DEMO0003~~1~~北京示例科技有限公司~~91110108MA0EXMP10A~~别处~~\r\n货~~件\r\n";

const std::string k_invoices =
    "SJJK0201~~已开发票传出\r\n1~~20261101~~20261122\r\n//发票1\r\n"
    "0~~0~~0~~1100000000~~00000001~~1~~20261110~~11~~DEMO0001~~100.00~~0.06~~6.00~~北京示例科技有限公司~~"
    "91110108MA0EXMP10A~~"
    "北京市海淀区样例路1号 010-00000001~~示例银行北京样例支行 "
    "1100000000000000001~~上海样本贸易有限公司~~91310115MA1EXMP203~~"
    "上海市浦东新区虚构大道2号 021-00000002~~样本银行上海分行 3100000000000000002~~~~赵六~~李四~~王五\r\n"
    "0~~示例服务费~~~~次~~1~~100.00~~0.06~~6.00~~100~~0~~\r\n";

std::vector<Row> read(std::string_view utf8) { return read_all("sjjk-text", gbk(utf8)); }

} // namespace

TEST_CASE("sjjk: buyers of sales bills, each once") {
    const std::string bytes = gbk(k_bills);
    const auto rows = read_all("sjjk-text", bytes);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].buyer.name == "北京示例科技有限公司");
    CHECK(rows[0].buyer.tax_id == "91110108MA0EXMP10A");
    CHECK(rows[0].buyer.address == "北京市海淀区样例路1号");
    CHECK(rows[0].buyer.phone == "010-00000001");
    CHECK(rows[0].buyer.bank == "示例银行北京样例支行");
    CHECK(rows[0].buyer.account == "1100000000000000001");
    CHECK(rows[0].buyer.source == "sjjk-text");
    CHECK(rows[0].buyer.code.empty());
    CHECK(rows[0].line == 3);
    CHECK((rows[0].present >> static_cast<unsigned>(model::Field::remark) & 1) == 0);
    CHECK(rows[1].buyer.tax_id == "91310115MA1EXMP203");
    CHECK(rows[1].line == 6);
    CHECK(rows[0].findings.empty());
    CHECK(invoice::sniff(bytes, "txt") == &format("sjjk-text"));
}

TEST_CASE("sjjk: buyers of issued invoices, not their sellers") {
    const auto rows = read(k_invoices);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].buyer.name == "北京示例科技有限公司");
    CHECK(rows[0].buyer.account == "1100000000000000001");
    CHECK(rows[0].line == 4);
    CHECK(invoice::sniff(gbk(k_invoices), "") == &format("sjjk-text"));
}

TEST_CASE("sjjk: the old style without a heading") {
    const auto rows = read("\"D1\",1,\"甲公司\",\"91999999MA00000154\",\"杭州市文三路1号 0571-88880000\",\"工行 "
                           "1202026219900123456\"\r\n\"货\",\"件\",,1\r\n"
                           "D2,0,乙公司,,,\r\n");
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].buyer.name == "甲公司");
    CHECK(rows[0].buyer.phone == "0571-88880000");
    CHECK(rows[1].buyer.name == "乙公司");
    const auto spaces = read("\"D1\" 1 \"甲 公司\" \"91999999MA00000154\" \"杭州市文三路1号 0571-88880000\" \"工行 "
                             "1202026219900123456\"\n\"货\" \"件\" 1\n");
    REQUIRE(spaces.size() == 1);
    CHECK(spaces[0].buyer.name == "甲 公司");
    CHECK(error_of([] { read("随便,什么\n"); }) == "syntax sjjk.no_header");
    CHECK(error_of([] { read(""); }) == "file_empty");
}

TEST_CASE("sjjk: faults of a bill name their line and do not spoil the next") {
    struct Case {
        std::string rows, rule;
    };
    const std::string next = "D9~~1~~甲公司~~91999999MA00000154~~~~\r\n货~~件~~~~1\r\n";
    for (const Case& c : {Case{"~~1~~乙公司~~~~~~\r\n货~~件\r\n", "sjjk.no_number"},
                          Case{"D1~~1~~~~123~~~~\r\n货~~件\r\n", "sjjk.no_name"},
                          Case{"D1~~两~~乙公司~~~~~~\r\n货~~件\r\n", "sjjk.bad_count"},
                          Case{"D1\r\n", "sjjk.only_number"}, Case{"D1~~1~~乙公司\r\n货~~件\r\n", "sjjk.bad_head"}}) {
        CAPTURE(c.rows);
        const auto rows = read("SJJK0101~~销售单据传入~~\r\n" + c.rows + next);
        REQUIRE(rows.size() == 2);
        CHECK(rows[0].kind == RowKind::bad);
        CHECK(cause(rows[0]) == c.rule);
        CHECK(rows[0].findings[0].args.at(0) == "2");
        CHECK(rows[1].buyer.name == "甲公司");
    }
    const auto missing = read("SJJK0101~~~~\r\nD1~~3~~乙公司~~~~~~\r\n货~~件\r\n" + next);
    REQUIRE(missing.size() == 2);
    CHECK(missing[0].kind == RowKind::buyer);
    CHECK(cause(missing[0]) == "sjjk.goods_missing");
    CHECK(missing[0].findings[0].args == std::vector<std::string>{"2", "3", "1"});
}

TEST_CASE("sjjk: only read; the reject file keeps a bill with its goods") {
    file::StringSink sink;
    CHECK(error_of([&] { format("sjjk-text").create(sink, {}); }) == "cannot_write");
    const std::string bytes = gbk("SJJK0101~~销售单据传入~~\r\nD1~~1~~~~123~~~~\r\n货~~件\r\nD2~~0~~甲~~~~~~");
    const std::string rejects = rejected("sjjk-text", bytes, "没有购方名称");
    CHECK(rejects == gbk("SJJK0101~~销售单据传入~~\r\n// 原因: 没有购方名称\r\nD1~~1~~~~123~~~~\r\n货~~件\r\n"));
    std::string mended = *text::to_utf8(rejects, text::Encoding::gbk);
    mended.replace(mended.find("~~~~123"), 7, "~~乙公司~~123");
    CHECK(read(mended).at(0).buyer.name == "乙公司");
}
