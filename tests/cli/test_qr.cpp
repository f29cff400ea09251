// qr: title codes at the command line.

#include "tests/cli/desk.h"
#include "tests/support/catch.h"

using namespace goufang::test;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("qr: written as PNG, read again; SVG too") {
    const Desk desk;
    desk.fill();
    const std::string png = desk.path("抬头.png");
    const Answer w = desk.run({"qr", "001001", "--output", png});
    INFO(w.err);
    CHECK(w.status == 0);
    CHECK_THAT(w.err, ContainsSubstring("测试甲有限公司"));
    const Answer r = desk.bare({"qr", "--read", png, "--json"});
    INFO(r.err);
    CHECK(r.status == 0);
    const Json o = r.line();
    CHECK(o["name"] == "测试甲有限公司");
    CHECK(o["tax_id"] == k_tax_id);
    CHECK(o["address"] == "杭州市西湖区文三路1号");
    CHECK(o["phone"] == "0571-88880000");
    CHECK(o["bank"] == "工商银行杭州分行");
    CHECK(o["account"] == "1202026219900123456");
    CHECK(o["crc"] == "gbk");
    CHECK(desk.run({"qr", "001001", "--output", png, "--crc", "UTF-8"}).status == 0);
    CHECK(desk.bare({"qr", "--read", png, "--json"}).line()["crc"] == "utf-8");
    CHECK_THAT(desk.bare({"qr", "--read", png}).out, ContainsSubstring("开户行"));
    CHECK(desk.run({"qr", "tax:" + std::string(k_tax_id), "--output", desk.path("抬头.svg")}).status == 0);
    CHECK(desk.read("抬头.svg").starts_with("<?xml"));
}

TEST_CASE("qr: wrong usage and unreadable pictures") {
    const Desk desk;
    desk.fill();
    CHECK(desk.run({"qr"}).status == 2);
    CHECK(desk.run({"qr", "001001"}).status == 2);
    CHECK(desk.run({"qr", "001001", "--read", "x.png"}).status == 2);
    CHECK(desk.run({"qr", "001001", "--output", desk.path("x.gif")}).status == 2);
    CHECK(desk.run({"qr", "001001", "--output", desk.path("x.png"), "--crc", "latin1"}).status == 2);
    CHECK(desk.run({"qr", "999", "--output", desk.path("x.png")}).status == 2);
    CHECK_FALSE(desk.exists("x.png"));
    CHECK(desk.bare({"qr", "--read", desk.path("没有.png")}).status == 3);
    desk.write("文字.png", "hello");
    const Answer a = desk.bare({"qr", "--read", desk.path("文字.png")});
    CHECK(a.status == 3);
    CHECK_THAT(a.err, ContainsSubstring("不是 PNG 或 JPEG"));
    CHECK(desk.run({"qr", "001001", "--output", desk.path("y.png")}).status == 0);
    desk.write("半张.png", desk.read("y.png").substr(0, 200));
    CHECK_THAT(desk.bare({"qr", "--read", desk.path("半张.png")}).err, ContainsSubstring("损坏"));
}
