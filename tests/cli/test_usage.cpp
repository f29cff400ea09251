// How the command line is read: options, languages, errors, where things are written.

#include "core/text/utf8.h"
#include "tests/cli/desk.h"
#include "tests/support/catch.h"

using namespace goufang::test;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("wrong usage is exit 2, on the error stream, in the language asked for") {
    const Desk desk;
    struct Row {
        std::vector<std::string> arguments;
        std::string says;
    };
    const std::vector<Row> rows = {
        {{}, "没有给出命令"},
        {{"nonsense"}, "没有“nonsense”这个命令"},
        {{"category"}, "没有给出命令"},
        {{"category", "nonsense"}, "没有“category nonsense”这个命令"},
        {{"list", "--nonsense"}, "没有选项 --nonsense"},
        {{"list", "extra"}, "多余的参数“extra”"},
        {{"info", "--limit"}, "--limit"},
        {{"list", "--limit"}, "--limit 后面要有值"},
        {{"list", "--limit", "x"}, "应为不小于 0 的整数"},
        {{"list", "--limit", "-5"}, "应为不小于 0 的整数"},
        {{"list", "--limit", "1", "--limit", "2"}, "给了两次"},
        {{"list", "--sort", "nonsense"}, "应为其中之一"},
        {{"list", "--columns", "code,nonsense"}, "nonsense"},
        {{"list", "--status", "nonsense"}, "recycled"},
        {{"add"}, "缺少 --name"},
        {{"show"}, "缺少 KEY"},
        {{"move", "001"}, "缺少 --to"},
        {{"category", "remove", "x", "--lift", "--recycle"}, "只能用一个"},
        {{"check", "--fix", "--target", "aisino"}, "只能用一个"},
        {{"check", "x.txt", "--fix"}, "只能用一个"},
        {{"check", "--dry-run"}, "--fix"},
        {{"check", "--format", "csv"}, "FILE"},
        {{"check", "--target", "nonsense"}, "kehubianma"},
        {{"import", "x.txt", "--format", "nonsense"}, "aisino-text"},
        {{"import", "x.txt", "--policy", "nonsense"}, "fill"},
        {{"import", "x.txt", "--on-double", "nonsense"}, "new-code"},
        {{"import", "x.txt", "--policy", "fill,phone=nonsense"}, "fill"},
        {{"import", "x.txt", "--match", "phone"}, "tax_id code name"},
        {{"import", "x.txt", "--encoding", "nonsense"}, "GB18030"},
        {{"export", "--format", "csv"}, "缺少 --output"},
        {{"export", "--format", "nonsense", "--output", "x"}, "应为其中之一"},
        {{"export", "--format", "csv", "--output", "x", "--on-problem", "nonsense"}, "stop skip adjust"},
        {{"export", "--format", "xlsx", "--output", "x", "--sheets", "nonsense"}, "one category"},
        {{"export", "--format", "csv", "--output", "x", "--sheets", "category"}, "--format xlsx"},
        {{"export", "--format", "csv", "--output", "x", "--goods", "a,b"}, "税收分类编码"},
        {{"convert", "a.csv", "b.xml"}, "--to"},
        {{"undo", "x"}, "整数"},
        {{"undo", "0"}, "整数"},
        {{"--lang", "fr", "list"}, "没有语言“fr”"},
        {{"edit", "001", "phone"}, "字段=值"},
        {{"new", "--code-rule", "x"}, "3+2+3"},
    };
    desk.fill();
    for (const auto& row : rows) {
        std::string shown;
        for (const auto& a : row.arguments) shown += a + " ";
        INFO(shown);
        const Answer a = desk.run(row.arguments);
        INFO(a.err);
        CHECK(a.out.empty());
        CHECK_THAT(a.err, ContainsSubstring(row.says));
        CHECK(a.status == 2);
    }
}

TEST_CASE("global options stand before or after the command") {
    const Desk desk;
    desk.fill();
    const std::string registry = desk.registry();
    for (const auto& arguments :
         std::vector<std::vector<std::string>>{{"--registry", registry, "--json", "info"},
                                               {"info", "--registry", registry, "--json"},
                                               {"--json", "info", "--registry=" + registry},
                                               {"--quiet", "--lang", "en", "info", "--json", "--registry", registry}}) {
        const Answer a = desk.bare(arguments);
        INFO(a.err);
        CHECK(a.status == 0);
        CHECK(a.line()["company"] == "示例公司");
    }
    const Answer nested = desk.bare({"category", "--registry", registry, "add", "华北", "--json", "--lang", "en"});
    INFO(nested.err);
    CHECK(nested.status == 0);
    CHECK(nested.line()["path"] == "华北");
}

TEST_CASE("values arrive as they were typed") {
    const Desk desk;
    desk.fill();
    // brackets, braces, empty, leading dashes, a value that is the name of a command
    const std::vector<std::pair<std::string, std::string>> values = {
        {"[甲,乙]", "[甲,乙]"}, {"{}", "{}"}, {"", ""}, {"-7", "-7"}, {"list", "list"}, {"a=b", "a=b"}, {"%%", "%%"}};
    for (const auto& [typed, stored] : values) {
        INFO(typed);
        CHECK(desk.run({"edit", "name:张三", "remark=" + typed}).status == 0);
        CHECK(desk.run({"show", "name:张三", "--json"}).line()["remark"] == stored);
        const Answer a = desk.run({"add", "--name", "测试" + typed + "有限公司", "--remark", typed, "--json"});
        INFO(a.err);
        CHECK(a.line()["remark"] == stored);
    }
    CHECK(desk.run({"add", "--name=等号有限公司", "--remark=[x]", "--json"}).line()["remark"] == "[x]");
    CHECK(desk.run({"find", "list"}).status == 0);
}

TEST_CASE("arguments that are not UTF-8 are refused") {
    const Desk desk;
    desk.fill();
    const Answer a = desk.run({"add", "--name", "\xB2\xE2\xCA\xD4"}); // 测试 in GBK
    CHECK(a.status == 2);
    CHECK_THAT(a.err, ContainsSubstring("UTF-8"));
    CHECK(desk.run({"info", "--json"}).line()["buyers"] == 3);
}

TEST_CASE("languages: option, environment, default") {
    Desk desk;
    CHECK_THAT(desk.run({"info"}).err, ContainsSubstring("找不到登记库"));
    CHECK_THAT(desk.run({"--lang", "zh_TW", "info"}).err, ContainsSubstring("找不到登記庫"));
    CHECK_THAT(desk.run({"info", "--lang=en"}).err, ContainsSubstring("There is no registry"));
    desk.variables["LANG"] = "en_US.UTF-8";
    CHECK_THAT(desk.run({"info"}).err, ContainsSubstring("There is no registry"));
    CHECK_THAT(desk.run({"nonsense"}).err, ContainsSubstring("There is no command"));
    desk.variables["LC_ALL"] = "zh_HK.UTF-8";
    CHECK_THAT(desk.run({"info"}).err, ContainsSubstring("找不到登記庫"));
    CHECK_THAT(desk.run({"nonsense", "--lang", "zh_CN"}).err, ContainsSubstring("没有“nonsense”"));
}

TEST_CASE("a missing registry says how to make one, exit 4; --registry, then the environment, then the data folder") {
    Desk desk;
    const Answer none = desk.run({"list"});
    CHECK(none.status == 4);
    CHECK(none.out.empty());
    CHECK_THAT(none.err, ContainsSubstring("goufang new"));

    desk.variables["XDG_DATA_HOME"] = desk.path("数据");
    CHECK(desk.bare({"new", "--company", "甲"}).status == 0); // parent folders are made
    CHECK(desk.exists("数据/goufang/default.goufang"));
    CHECK(desk.bare({"info", "--json"}).line()["company"] == "甲");
    desk.variables["GOUFANG_REGISTRY"] = desk.path("乙.goufang");
    CHECK(desk.bare({"new", "--company", "乙"}).status == 0);
    CHECK(desk.bare({"info", "--json"}).line()["company"] == "乙");
    CHECK(desk.run({"new", "--company", "丙"}).status == 0);
    CHECK(desk.run({"info", "--json"}).line()["company"] == "丙");
    desk.variables.clear();
    desk.variables["HOME"] = desk.path("家");
    CHECK(desk.bare({"new"}).status == 0);
    CHECK(desk.exists("家/.local/share/goufang/default.goufang"));
}

TEST_CASE("registries that are none: exit 4, untouched") {
    const Desk desk;
    desk.write("文本.goufang",
               "not a database, only a text of some length, long enough to be looked at as a header page");
    const std::string before = desk.read("文本.goufang");
    const Answer text = desk.bare({"--registry", desk.path("文本.goufang"), "list"});
    CHECK(text.status == 4);
    CHECK(desk.read("文本.goufang") == before);
    CHECK(desk.bare({"--registry", desk.path(""), "list"}).status == 4); // a folder
}

TEST_CASE("new refuses to overwrite") {
    const Desk desk;
    desk.fill();
    const std::string before = desk.read("登记库 甲.goufang");
    const Answer a = desk.run({"new"});
    CHECK(a.status == 2);
    CHECK_THAT(a.err, ContainsSubstring("已存在"));
    CHECK(desk.run({"info", "--json"}).line()["buyers"] == 3);
}

TEST_CASE("help and version need no registry") {
    const Desk desk;
    const Answer help = desk.run({"--help"});
    CHECK(help.status == 0);
    CHECK(help.err.empty());
    for (const auto* word : {"category merge", "import", "undo", "--registry FILE", "退出状态", "130"})
        CHECK_THAT(help.out, ContainsSubstring(word));
    for (const auto* later : {"unmerge", "pack", "compare", "duplicates"})
        CHECK(help.out.find("\n  " + std::string(later) + " ") == std::string::npos);
    CHECK(desk.run({"-h"}).out == help.out);
    const Answer one = desk.run({"export", "--help"});
    CHECK(one.status == 0);
    CHECK_THAT(one.out, ContainsSubstring("--on-problem WAY"));
    CHECK_THAT(desk.run({"export", "--help", "--lang", "en"}).out, ContainsSubstring("Usage:"));
    CHECK_THAT(desk.run({"category", "--help"}).out, ContainsSubstring("category recode"));
    const Answer version = desk.run({"--version"});
    CHECK(version.status == 0);
    CHECK_THAT(version.out, ContainsSubstring("goufang "));
}

TEST_CASE("tables are aligned by what a terminal shows") {
    const Desk desk;
    desk.fill();
    const Answer a = desk.run({"list", "--columns", "name,code"});
    REQUIRE(a.status == 0);
    std::vector<std::string> rows;
    std::string rest = a.out;
    for (auto at = rest.find('\n'); at != std::string::npos; at = rest.find('\n')) {
        rows.push_back(rest.substr(0, at));
        rest.erase(0, at + 1);
    }
    REQUIRE(rows.size() == 4); // heading and three buyers
    std::size_t column = 0;
    for (const auto& row : rows) {
        const auto gap = row.rfind("  ");
        REQUIRE(gap != std::string::npos);
        const std::size_t width = goufang::text::display_width(row.substr(0, gap + 2));
        if (column == 0) column = width;
        CHECK(width == column);
    }
    CHECK_THAT(a.err, ContainsSubstring("共 3 家"));
    CHECK(desk.run({"list", "--quiet"}).err.empty());
}

TEST_CASE("control characters never reach the terminal") {
    const Desk desk;
    desk.fill();
    CHECK(desk.run({"edit", "name:张三", "remark=红\x1b[31m色"}).status <= 1);
    CHECK(desk.run({"list", "--columns", "name,remark"}).out.find('\x1b') == std::string::npos);
    CHECK(desk.run({"show", "name:张三"}).out.find('\x1b') == std::string::npos);
}

TEST_CASE("colours only on a terminal, and not with NO_COLOR") {
    Desk desk;
    desk.fill();
    CHECK(desk.run({"list"}).out.find('\x1b') == std::string::npos);
    desk.terminal = true;
    CHECK(desk.run({"list"}).out.find("\x1b[1m") != std::string::npos);
    CHECK(desk.run({"list", "--json"}).out.find('\x1b') == std::string::npos);
    CHECK(desk.run({"show", "x"}).err.find("\x1b[31m") != std::string::npos);
    desk.variables["NO_COLOR"] = "1";
    CHECK(desk.run({"list"}).out.find('\x1b') == std::string::npos);
    CHECK(desk.run({"show", "x"}).err.find('\x1b') == std::string::npos);
}

TEST_CASE("an output that cannot be written is no success") {
    const Desk desk;
    desk.fill();
    std::ostringstream err;
    struct Full : std::streambuf {
        int overflow(int) override { return traits_type::eof(); }
    } full;
    std::ostream out(&full);
    const goufang::cli::Environment environment{out, err};
    CHECK(goufang::cli::run({"--registry", desk.registry(), "list"}, environment) == 3);
    CHECK_FALSE(err.str().empty());
}
