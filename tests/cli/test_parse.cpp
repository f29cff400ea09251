// parse: pasted blocks at the command line.

#include "core/text/charset.h"
#include "tests/cli/desk.h"
#include "tests/support/catch.h"

using namespace goufang;
using namespace goufang::test;
using Catch::Matchers::ContainsSubstring;

namespace {

const std::string k_block =
    "名称：测试甲有限公司\n税号：91999999MA00000154\n地址、电话：杭州市西湖区文三路1号 0571-88880000\n"
    "开户行及账号：工商银行杭州分行 1202026219900123456\n";

} // namespace

TEST_CASE("parse: one block a line, each field with confidence and place; no registry needed") {
    Desk desk;
    desk.write("块.txt", k_block);
    const Answer a = desk.bare({"parse", desk.path("块.txt"), "--json"});
    INFO(a.err);
    CHECK(a.status == 0);
    const Json o = a.line();
    CHECK_FALSE(o.contains("existing"));
    const Json fields = o["fields"];
    CHECK(fields.size() == 6);
    CHECK(fields["name"]["value"] == "测试甲有限公司");
    CHECK(fields["name"]["start"] == 3);
    CHECK(fields["name"]["length"] == 7);
    CHECK(fields["phone"]["value"] == "0571-88880000");
    CHECK(fields["account"]["value"] == "1202026219900123456");
    for (const auto& f : fields) {
        CHECK(f["confidence"].is_number());
        CHECK(f["confidence"] >= 0.8);
        CHECK(f["confidence"] <= 1.0);
    }
    desk.input = k_block;
    CHECK(desk.bare({"parse", "-", "--json"}).out == a.out);
    CHECK(desk.bare({"parse", "--json"}).out == a.out);
}

TEST_CASE("parse: GBK, UTF-8 with mark and UTF-16 read the same") {
    Desk desk;
    desk.input = k_block;
    const Answer plain = desk.bare({"parse", "--json"});
    for (const auto encoding :
         {text::Encoding::gbk, text::Encoding::utf8_bom, text::Encoding::utf16le, text::Encoding::utf16be}) {
        std::string bytes(text::encoding_bom(encoding));
        text::encode(k_block, encoding, bytes);
        desk.input = bytes;
        INFO(text::encoding_name(encoding));
        CHECK(desk.bare({"parse", "--json"}).out == plain.out);
    }
}

TEST_CASE("parse: a buyer of the registry is told, by tax id or by name") {
    Desk desk;
    desk.fill();
    desk.input =
        "名称：测试甲（新）有限公司\n税号：9199 9999 MA00 0001 54\n\n名称：重庆示例银行\n税号：91999999MA0037B7XW\n\n"
        "名称：从未见过有限公司\n税号：91999999MA0074CE7Y\n";
    const auto lines = desk.run({"parse", "--json"}).lines();
    REQUIRE(lines.size() == 3);
    CHECK(lines[0]["existing"]["name"] == "测试甲有限公司");
    CHECK(lines[1]["existing"]["name"] == "重庆示例银行");
    CHECK(lines[1]["existing"]["category"] == "华东/浙江");
    CHECK_FALSE(lines[2].contains("existing"));
    CHECK_THAT(desk.run({"parse"}).out, ContainsSubstring("登记库中已有：001001 测试甲有限公司"));
}

TEST_CASE("parse: what is unsure is marked and makes the status 1") {
    Desk desk;
    desk.input = "名称：测试甲有限公司\n税号：91999999MA00000155\n";
    const Answer a = desk.bare({"parse"});
    CHECK(a.status == 1);
    CHECK_THAT(a.out, ContainsSubstring("?  91999999MA00000155"));
    CHECK_THAT(a.err, ContainsSubstring("1 个字段不确定"));
}

TEST_CASE("parse: nothing recognised, nothing there, not text") {
    Desk desk;
    desk.input = "好的，收到\n";
    CHECK(desk.bare({"parse"}).status == 1);
    CHECK(desk.bare({"parse", "--json"}).out.empty());
    CHECK_THAT(desk.bare({"parse"}).err, ContainsSubstring("没有认出开票信息"));
    desk.input = "";
    CHECK(desk.bare({"parse"}).status == 3);
    CHECK(desk.bare({"parse", desk.path("没有.txt")}).status == 3);
    desk.write("坏.txt", "名称：\xFF\xFE\xFF甲\n");
    const Answer bad = desk.bare({"parse", desk.path("坏.txt"), "--encoding", "UTF-8"});
    CHECK(bad.status == 3);
    CHECK_THAT(bad.err, ContainsSubstring("第 1 行第 4 列"));
}
