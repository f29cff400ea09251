// What an export loses or alters is told before it is written: at the command, trap by trap.

#include "core/text/charset.h"
#include "tests/cli/desk.h"
#include "tests/support/catch.h"

#include <algorithm>

using namespace goufang::test;
using Catch::Matchers::ContainsSubstring;

namespace {

std::string utf8(const std::string& gbk) {
    return goufang::text::to_utf8(gbk, goufang::text::Encoding::gbk).value_or("not GBK");
}

std::string times(int n, const std::string& s) {
    std::string out;
    for (int i = 0; i < n; ++i) out += s;
    return out;
}

} // namespace

TEST_CASE("each trap of the clients has its own line before anything is written") {
    struct Trap {
        const char *what, *format;
        std::vector<std::string> edit; ///< FIELD=VALUE
        const char *field, *rule;
    };
    const std::vector<Trap> traps = {
        {"ASCII comma", "aisino-text", {"address=一路1号,二楼"}, "address", "target.comma"},
        {"over-long in GBK bytes", "aisino-text", {"name=" + times(51, "长")}, "name", "text.too_long"},
        {"not GBK", "aisino-text", {"name=测试\U0002CB78有限公司"}, "name", "text.not_gbk"},
        {"capitals in codes", "aisino-text", {"code=00100A"}, "code", "code.upper"},
        {"unequal sibling widths", "aisino-text", {"code=0010002"}, "code", "export.code_width"},
        {"missing parents", "aisino-text", {"code=990001"}, "code", "export.code_prefix"},
        {"~~ in a value", "aisino-text", {"remark=甲~~乙"}, "remark", "target.separator"},
        {"leading quote", "aisino-text", {"remark=\"甲"}, "remark", "target.quote"},
        {"line break", "aisino-text", {}, "remark", "text.line_break"}, // `edit` would clean it: see below
        {"<Kp> and & < >", "kp-xml", {"name=测试&甲<乙>有限公司"}, "name", "target.forbidden"},
        {"<Kp> cuts at 100 bytes", "kp-xml", {"name=" + times(51, "长")}, "name", "text.too_long"},
    };
    for (const Trap& t : traps) {
        INFO(t.what);
        const Desk desk;
        REQUIRE(desk.run({"new"}).status == 0);
        REQUIRE(desk.run({"category", "add", "华东"}).status == 0);
        for (const char* name : {"甲有限公司", "乙有限公司", "丙有限公司"})
            REQUIRE(desk.run({"add", "--name", name, "--kind", "institution", "--category", "华东"}).status <= 1);
        std::vector<std::string> edit{"edit", "001002"};
        edit.insert(edit.end(), t.edit.begin(), t.edit.end());
        desk.write("改.csv", "编码,名称,备注\r\n001002,乙有限公司,\"甲\n乙\"\r\n");
        const Answer edited = desk.run(t.edit.empty() ? std::vector<std::string>{"import", desk.path("改.csv")} : edit);
        INFO(edited.err);
        REQUIRE(edited.status <= 1);
        std::vector<std::string> arguments{"export", "--format", t.format, "--output", desk.path("出.txt"), "--json"};
        if (std::string_view(t.format) == "kp-xml")
            arguments.insert(arguments.end(), {"--goods", "服务费,3049900000000000000,0.06,100.00"});
        const Answer stop = desk.run(arguments);
        INFO(stop.out);
        CHECK(stop.status == 1);
        CHECK_FALSE(desk.exists("出.txt"));
        CHECK(stop.line()["stopped"] == true);
        int lines = 0;
        const Json told = stop.line();
        for (const Json& f : told["findings"])
            if (f["rule"] == t.rule && f["field"] == t.field) {
                ++lines;
                CHECK_FALSE(f["message"].get<std::string>().empty());
            }
        CHECK(lines == 1);
        arguments.insert(arguments.end(), {"--on-problem", "adjust"});
        const Answer adjust = desk.run(arguments);
        CHECK(adjust.status == 1);
        CHECK(adjust.line()["counts"]["written"] == 3);
        CHECK(adjust.line()["counts"]["adjusted"] == 1);
        CHECK(desk.exists("出.txt"));
    }
}

TEST_CASE("a character outside GBK in KEHUBIANMA: told, and written whole as a reference when that is wanted") {
    const Desk desk;
    REQUIRE(desk.run({"new"}).status == 0);
    REQUIRE(desk.run({"add", "--name", "王\U0002CB78", "--kind", "个人"}).status <= 1);
    std::vector<std::string> arguments{"export",   "--format",          "kehubianma-xml",
                                       "--output", desk.path("出.xml"), "--json"};
    const Answer stop = desk.run(arguments);
    INFO(stop.out);
    CHECK(stop.status == 1); // clients keep GBK only
    CHECK(stop.line()["stopped"] == true);
    CHECK(stop.line()["findings"][0]["rule"] == "text.not_gbk");
    arguments.insert(arguments.end(), {"--on-problem", "adjust"});
    CHECK(desk.run(arguments).status == 1);
    CHECK_THAT(desk.read("出.xml"), ContainsSubstring("&#x2CB78;"));
    const Answer back = desk.bare({"--registry", desk.path("二.goufang"), "new"});
    REQUIRE(back.status == 0);
    CHECK(desk.bare({"--registry", desk.path("二.goufang"), "import", desk.path("出.xml")}).status <= 1);
    CHECK(desk.bare({"--registry", desk.path("二.goufang"), "list", "--json"}).line()["name"] == "王\U0002CB78");
}

TEST_CASE("a template: bills whose buyer is not there and buyers left over are named, exit 1") {
    const Desk desk;
    desk.fill();
    const auto bill = [](const std::string& number, const std::string& name, const std::string& tax_id) {
        return "<Fp><Djh>" + number + "</Djh><Gfmc>" + name + "</Gfmc><Gfsh>" + tax_id +
               "</Gfsh><Gfyhzh></Gfyhzh><Gfdzdh></Gfdzdh><Spxx></Spxx></Fp>";
    };
    const auto file = [&](const std::string& bills) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Kp><Version>2.0</Version><Fpxx><Fpsj>" + bills +
               "</Fpsj></Fpxx></Kp>";
    };
    desk.write("模板.xml", file(bill("A1", "", std::string(k_tax_id)) + bill("A2", "没有这家", "")));
    const std::vector<std::string> arguments{
        "export",     "--format", "kp-xml", "--output", desk.path("出.xml"), "--template", desk.path("模板.xml"),
        "--category", "华东"};
    for (const char* language : {"zh_CN", "zh_TW", "en"}) {
        auto said = arguments;
        said.insert(said.end(), {"--lang", language});
        const Answer a = desk.run(said);
        INFO(a.err << a.out);
        CHECK(a.status == 1);
        CHECK_THAT(a.err, ContainsSubstring("A2"));
        CHECK_THAT(a.err, ContainsSubstring("重庆示例银行"));
        CHECK(a.err.find("export.") == std::string::npos);
    }
    auto json = arguments;
    json.push_back("--json");
    const Json o = desk.run(json).line();
    CHECK(o["template"]["bills"] == 2);
    CHECK(o["template"]["filled"] == 1);
    CHECK(o["template"]["unfilled"] == Json::array({"A2"}));
    CHECK(o["template"]["left_over"].size() == 1);
    CHECK(o["template"]["left_over"][0]["name"] == "重庆示例银行");
    CHECK(o["counts"]["written"] == 1);
    CHECK(o["counts"]["skipped"] == 1);
    CHECK_THAT(desk.read("出.xml"), ContainsSubstring("测试甲有限公司"));
    CHECK_THAT(desk.read("出.xml"), ContainsSubstring("没有这家"));
    // nothing left: no finding of that kind
    desk.write("模板.xml", file(bill("A1", "", std::string(k_tax_id)) + bill("A2", "", "")));
    const Json whole = desk.run(json).line();
    CHECK(whole["template"]["unfilled"].empty());
    CHECK(whole["template"]["left_over"].empty());
    CHECK(whole["counts"]["written"] == 2);
}

TEST_CASE("uncategorised buyers keep their codes in Aisino text, below 未分类, and come back as they were") {
    const Desk desk;
    REQUIRE(desk.run({"new"}).status == 0);
    REQUIRE(desk.run({"category", "add", "华东"}).status == 0);
    REQUIRE(desk.run({"add", "--name", "甲有限公司", "--kind", "institution", "--category", "华东"}).status <= 1);
    REQUIRE(desk.run({"add", "--name", "乙有限公司", "--kind", "institution", "--code", "77010101008"}).status <= 1);
    const Answer out = desk.run({"export", "--format", "aisino-text", "--output", desk.path("出.txt"), "--json"});
    INFO(out.out << out.err);
    CHECK(out.line()["stopped"] == false);
    CHECK(out.line()["findings"][0]["rule"] == "export.uncategorised");
    CHECK_THAT(utf8(desk.read("出.txt")), ContainsSubstring("\r\n770~~未分类~~\r\n77010101008~~乙有限公司~~"));
    const std::vector<std::string> second{"--registry", desk.path("二.goufang")};
    const auto there = [&](std::vector<std::string> more) {
        more.insert(more.begin(), second.begin(), second.end());
        return desk.bare(more);
    };
    REQUIRE(there({"new"}).status == 0);
    CHECK(there({"import", desk.path("出.txt")}).status <= 1);
    CHECK(there({"show", "77010101008", "--json"}).line()["category"] ==
          desk.run({"show", "77010101008", "--json"}).line()["category"]);
    CHECK(there({"tree", "--json"}).out.find("\"770\"") == std::string::npos);
}
