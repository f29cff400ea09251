// import, export, convert and check of files through the command line.

#include "app/cli/context.h"
#include "app/cli/progress.h"
#include "core/text/charset.h"
#include "tests/cli/desk.h"
#include "tests/support/catch.h"
#include "tests/support/random_buyer.h"

#include <algorithm>
#include <atomic>

using namespace goufang::test;
using Catch::Matchers::ContainsSubstring;

namespace {

const std::string k_head = "{客户编码}[分隔符]\"~~\"\r\n// 每行格式 :\r\n"
                           "// 编码~~名称~~简码~~税号~~地址电话~~银行账号~~邮件地址~~备注~~身份证校验\r\n";

/// Two categories and `n` buyers with right tax ids, in Aisino text.
std::string aisino(int n, std::uint64_t seed = 7) {
    Random random(seed);
    std::string text = k_head + "01~~华东~~\r\n0101~~浙江~~\r\n";
    for (int i = 1; i <= n; ++i) {
        std::string number = std::to_string(i);
        number.insert(0, 5 - number.size(), '0');
        text += "0101" + number + "~~测试" + number + "有限公司~~CS~~" + random_uscc(random) +
                "~~\"杭州市西湖区文三路1号 0571-88880000\"~~\"工商银行杭州分行 1202026219900123456\"~~~~~~False\r\n";
    }
    return text;
}

} // namespace

TEST_CASE("import: counts, step, report, rejects") {
    const Desk desk;
    REQUIRE(desk.run({"new"}).status == 0);
    std::string text = aisino(20);
    text += "010199001~~错号有限公司~~~~91999999MA00000155~~~~~~~~~~False\r\n"; // wrong check character: 待核
    text += "010100001~~重复编码有限公司~~~~~~~~~~~~~~False\r\n";               // duplicate code: rejected
    text += "010199002~~短行~~~~\r\n";                                          // 4 fields: rejected
    desk.write("客户 编码.txt", gbk(text));

    const Answer dry = desk.run({"import", desk.path("客户 编码.txt"), "--dry-run", "--json"});
    INFO(dry.err);
    const Json tried = dry.line();
    CHECK(dry.status == 1);
    CHECK(desk.run({"info", "--json"}).line()["buyers"] == 0);
    CHECK(tried["step"] == 0);

    const Answer done = desk.run({"import", desk.path("客户 编码.txt"), "--json", "--report", desk.path("报告.csv"),
                                  "--rejects", desk.path("退回.txt")});
    INFO(done.err);
    CHECK(done.status == 1);
    const Json o = done.line();
    CHECK(o["counts"] == tried["counts"]);
    CHECK(o["counts"] == Json{{"new", 21}, {"changed", 0}, {"same", 0}, {"conflict", 0}, {"rejected", 2}});
    CHECK(o["format"] == "aisino-text");
    CHECK(o["with_findings"] == 1);
    CHECK(o["categories"] == 2);
    REQUIRE(o["findings"].is_array());
    bool digit = false, twice = false;
    for (const auto& f : o["findings"]) {
        for (const auto* key : {"line", "outcome", "code", "name", "severity", "rule", "field", "value", "message"}) {
            INFO(f.dump());
            CHECK(f.contains(key));
        }
        if (f["rule"] == "tax_id.check_digit") digit = f["line"] == 26 && f["message"] == "第18位应为 4,现为 5";
        if (f["rule"] == "import.code_twice") twice = f["line"] == 27 && f["outcome"] == "rejected";
    }
    CHECK(digit);
    CHECK(twice);
    CHECK(desk.run({"list", "--status", "draft", "--json"}).line()["name"] == "错号有限公司");

    const std::string report = desk.read("报告.csv");
    CHECK(report.starts_with("\xEF\xBB\xBF行号,结果,航天提示,编码,名称,栏目,值,原因\r\n"));
    CHECK_THAT(report, ContainsSubstring("\r\n27,不能导入,重复,010100001,"));
    CHECK_THAT(report, ContainsSubstring("\"第18位应为 4,现为 5\""));
    const auto rejects = goufang::text::to_utf8(desk.read("退回.txt"), goufang::text::Encoding::gb18030);
    REQUIRE(rejects.has_value());
    CHECK_THAT(*rejects, ContainsSubstring("短行"));
    CHECK_THAT(*rejects, ContainsSubstring("原因"));
    CHECK_THAT(*rejects, ContainsSubstring("编码重复"));
    CHECK(rejects->find("测试00002有限公司") == std::string::npos);

    // again: recognised, nothing new (N19)
    const Answer again = desk.run({"import", desk.path("客户 编码.txt"), "--json"});
    CHECK_THAT(again.err, ContainsSubstring("导入过"));
    CHECK(again.line()["counts"] == Json{{"new", 0}, {"changed", 0}, {"same", 21}, {"conflict", 0}, {"rejected", 2}});
    CHECK(again.line().contains("seen_before"));
    CHECK(again.line()["step"] == 0);
    CHECK_THAT(desk.run({"history"}).out, ContainsSubstring("导入 客户 编码.txt 21/23"));
}

TEST_CASE("import: what a person reads") {
    const Desk desk;
    REQUIRE(desk.run({"new"}).status == 0);
    desk.write("a.txt", gbk(aisino(5)));
    const Answer a = desk.run({"import", desk.path("a.txt"), "--rejects", desk.path("r.txt")});
    INFO(a.err);
    CHECK(a.status == 0);
    CHECK_THAT(a.out, ContainsSubstring("新增 5，更新 0，相同 0，冲突 0，不能导入 0"));
    CHECK_THAT(a.out, ContainsSubstring("新建分类 2"));
    CHECK_THAT(a.err, ContainsSubstring("goufang undo"));
    CHECK_FALSE(desk.exists("r.txt")); // no rejects, no file
    const Answer quiet = desk.run({"import", desk.path("a.txt"), "--dry-run", "--quiet", "--lang", "en"});
    CHECK_THAT(quiet.out, ContainsSubstring("same 5"));
    CHECK(desk.files() == std::vector<std::string>{"a.txt", "登记库 甲.goufang"});
}

TEST_CASE("import: policies, match, into, map, encoding") {
    const Desk desk;
    desk.fill();
    desk.write("甲.csv",
               "编码,名称,税号,电话,邮箱\n001001,测试甲有限公司,91999999MA00000154,0571-77770000,a@example.com\n");
    CHECK(desk.run({"import", desk.path("甲.csv"), "--policy", "keep", "--json"}).line()["counts"]["same"] == 1);
    CHECK(desk.run({"import", desk.path("甲.csv"), "--json"}).line()["counts"]["changed"] == 1);
    Json b = desk.run({"show", "001001", "--json"}).line();
    CHECK(b["phone"] == "0571-88880000"); // fill blanks only
    CHECK(b["email"] == "a@example.com");
    CHECK(desk.run({"import", desk.path("甲.csv"), "--policy", "keep,phone=overwrite", "--json"})
              .line()["counts"]["changed"] == 1);
    CHECK(desk.run({"show", "001001", "--json"}).line()["phone"] == "0571-77770000");

    desk.write("表.csv", gbk("单位,号码\n测试庚有限公司,020-88880000\n"));
    CHECK(desk.run({"import", desk.path("表.csv")}).status == 3); // no heading that is known
    desk.write("对应.txt", "单位 = name\n号码 = phone\n");
    const Answer mapped = desk.run({"import", desk.path("表.csv"), "--map", desk.path("对应.txt"), "--format", "csv",
                                    "--encoding", "gbk", "--into", "导入/今天", "--match", "name", "--json"});
    INFO(mapped.err);
    CHECK(mapped.line()["counts"]["new"] == 1);
    CHECK(desk.run({"show", "name:测试庚有限公司", "--json"}).line()["category"] == "导入/今天");
    desk.write("坏对应.txt", "单位 -> name\n");
    const Answer bad = desk.run({"import", desk.path("表.csv"), "--map", desk.path("坏对应.txt"), "--format", "csv"});
    CHECK(bad.status == 3);
    CHECK_THAT(bad.err, ContainsSubstring("坏对应.txt: 第 1 行")); // of the map, not of the table
}

TEST_CASE("a map is enough to know a table by, and names fields in Chinese too") {
    const Desk desk;
    desk.fill();
    desk.write("表.csv", "公司全称,识别码,联系\n测试辛有限公司,91999999MA0000023Y,020-88880000\n");
    desk.write("对应.txt", "公司全称 = 名称\n识别码 = 税号\n联系 = phone\n");
    const std::string table = desk.path("表.csv"), map = desk.path("对应.txt");
    CHECK(desk.run({"check", table, "--map", map}).status != 3);
    CHECK(desk.run({"convert", table, desk.path("出.csv"), "--map", map}).status != 3);
    CHECK_THAT(desk.read("出.csv"), ContainsSubstring("91999999MA0000023Y"));
    CHECK(desk.run({"import", table, "--map", map, "--json"}).line()["format"] == "csv");
    CHECK(desk.run({"show", "tax:91999999MA0000023Y", "--json"}).line()["phone"] == "020-88880000");
    desk.write("对应.txt", "公司全称 = 老板\n");
    CHECK_THAT(desk.run({"import", table, "--map", map}).err, ContainsSubstring("没有字段“老板”"));
}

TEST_CASE("input that cannot be read: exit 3, nothing written, the file named") {
    const Desk desk;
    desk.fill();
    desk.write("空.txt", "");
    desk.write("乱.bin", std::string("\x00\x01\x02\xff\xfe garbage", 14));
    desk.write("商品.txt", gbk("{商品编码}[分隔符]\"~~\"\r\n01~~货~~\r\n"));
    desk.write("断.xml", "<?xml version=\"1.0\" encoding=\"GBK\"?>\n<Data TYPE=\"KEHUBIANMA\"><KHXX><Row BM=\"1\"");
    const auto before = desk.run({"info", "--json"}).line();
    for (const std::string name : {"不存在.txt", "空.txt", "乱.bin", "商品.txt", "断.xml", ""}) {
        for (const std::string command : {"import", "check"}) {
            INFO(command << " " << name);
            const Answer a = desk.run({command, desk.path(name)});
            CHECK(a.status == 3);
            CHECK(a.out.empty());
            CHECK_THAT(a.err, ContainsSubstring("错误："));
            if (name != "商品.txt") CHECK_THAT(a.err, ContainsSubstring(desk.path("").substr(0, 20)));
        }
    }
    CHECK(desk.run({"convert", desk.path("空.txt"), desk.path("x.csv")}).status == 3);
    const auto after = desk.run({"info", "--json"}).line();
    CHECK(before["steps"] == after["steps"]);
    CHECK(before["buyers"] == after["buyers"]);
    CHECK_FALSE(desk.exists("x.csv"));
}

TEST_CASE("files that would overwrite what is read are refused") {
    const Desk desk;
    desk.fill();
    desk.write("a.csv", "名称\n测试辛有限公司\n");
    const std::string a = desk.path("a.csv");
    CHECK(desk.run({"import", a, "--report", a}).status == 2);
    CHECK(desk.run({"import", a, "--rejects", desk.registry()}).status == 2);
    CHECK(desk.run({"import", a, "--report", desk.path("x"), "--rejects", desk.path("x")}).status == 2);
    CHECK(desk.run({"convert", a, a}).status == 2);
    CHECK(desk.run({"export", "--format", "csv", "--output", desk.registry()}).status == 2);
    CHECK(desk.read("a.csv") == "名称\n测试辛有限公司\n");
    CHECK(desk.run({"info", "--json"}).line()["buyers"] == 3);
    CHECK(desk.run({"import", a, "--report", desk.path("无此文件夹/x.csv")}).status == 3);
    CHECK(desk.run({"info", "--json"}).line()["buyers"] == 3);
}

TEST_CASE("export and import again: no change") {
    const Desk desk;
    desk.fill();
    for (const std::string format : {"goufang-json", "csv", "tsv"}) {
        INFO(format);
        const std::string file = desk.path("导出." + format);
        const Answer a = desk.run({"export", "--format", format, "--output", file, "--json"});
        INFO(a.out << a.err);
        const Json o = a.line();
        CHECK(o["counts"] == Json{{"written", 3}, {"adjusted", 0}, {"skipped", 0}});
        // A table carries its categories in the buyers' rows: the one without buyers is named as lost.
        const bool table = format != "goufang-json";
        CHECK(a.status == (table ? 1 : 0));
        REQUIRE(o["findings"].size() == (table ? 1 : 0));
        if (table) CHECK(o["findings"][0]["rule"] == "export.category_empty");
        CHECK(o["stopped"] == false);
        CHECK(desk.run({"import", file, "--format", format, "--json"}).line()["counts"]["same"] == 3);
    }
}

TEST_CASE("export stops before it writes, skips or adjusts when told") {
    const Desk desk;
    desk.fill();
    CHECK(desk.run({"edit", "001001", "address=杭州市,西湖区"}).status <= 1); // an ASCII comma tears the Aisino field
    const std::string file = desk.path("客户编码.txt");
    const Answer stopped = desk.run({"export", "--format", "aisino-text", "--output", file, "--category", "华东"});
    CHECK(stopped.status == 1);
    CHECK_FALSE(desk.exists("客户编码.txt"));
    CHECK_THAT(stopped.out, ContainsSubstring("未写出文件"));
    CHECK_THAT(stopped.err, ContainsSubstring("半角逗号"));
    CHECK(desk.files() == std::vector<std::string>{"登记库 甲.goufang"});

    const Answer adjusted = desk.run({"export", "--format", "aisino-text", "--output", file, "--category", "华东",
                                      "--on-problem", "adjust", "--json"});
    CHECK(adjusted.status == 1);
    CHECK(adjusted.line()["counts"]["written"] == 2);
    CHECK(adjusted.line()["counts"]["adjusted"] == 1);
    const auto text = goufang::text::to_utf8(desk.read("客户编码.txt"), goufang::text::Encoding::gbk);
    REQUIRE(text.has_value());
    CHECK(text->starts_with(k_head));
    CHECK_THAT(*text, ContainsSubstring("杭州市，西湖区"));

    const Answer skipped = desk.run({"export", "--format", "aisino-text", "--output", file, "--category", "华东",
                                     "--on-problem", "skip", "--json"});
    CHECK(skipped.line()["counts"] == Json{{"written", 1}, {"adjusted", 0}, {"skipped", 1}});
}

TEST_CASE("export: keys, since, goods, a format that only reads") {
    const Desk desk;
    desk.fill();
    const std::string file = desk.path("x.xml");
    CHECK(desk.run({"export", "--format", "sjjk-text", "--output", file}).status == 3);
    CHECK(desk.run({"export", "--format", "kp-xml", "--output", file, "--keys", "001001"}).status ==
          2); // goods missing
    CHECK_FALSE(desk.exists("x.xml"));
    const Answer bill =
        desk.run({"export", "--format", "kp-xml", "--output", file, "--keys", "001001,tax:91999999MA00000154",
                  "--goods", "示例服务费,3049900000000000000,0.06,100.00", "--json"});
    INFO(bill.out << bill.err);
    CHECK(bill.line()["counts"]["written"] == 1);
    const auto xml = goufang::text::to_utf8(desk.read("x.xml"), goufang::text::Encoding::gbk);
    REQUIRE(xml.has_value());
    CHECK_THAT(*xml, ContainsSubstring("<Gfsh>91999999MA00000154</Gfsh>"));
    CHECK_THAT(*xml, ContainsSubstring("<Se>6.00</Se>"));
    CHECK(desk.run({"export", "--format", "csv", "--output", desk.path("k.csv"), "--keys", "nobody"}).status == 2);
    CHECK(desk.run({"export", "--format", "csv", "--output", desk.path("k.csv"), "--keys", ","}).status == 2);

    const auto step = desk.run({"history", "--limit", "1", "--json"}).line()["step"].get<int>();
    CHECK(desk.run({"edit", "name:张三", "remark=改"}).status == 0);
    const Answer since = desk.run(
        {"export", "--format", "csv", "--output", desk.path("s.csv"), "--since", std::to_string(step), "--json"});
    CHECK(since.line()["counts"]["written"] == 1);
    CHECK_THAT(desk.read("s.csv"), ContainsSubstring("张三"));
}

TEST_CASE("convert: file to file, formats told by content and extension") {
    const Desk desk;
    desk.write("a.txt", gbk(aisino(3)));
    const Answer a = desk.bare({"convert", desk.path("a.txt"), desk.path("a.jsonl"), "--json"});
    INFO(a.out << a.err);
    CHECK(a.line()["counts"]["written"] == 3);
    CHECK(a.line()["format"] == "goufang-json");
    CHECK_THAT(desk.read("a.jsonl"), ContainsSubstring("测试00002有限公司"));
    CHECK(desk.bare({"convert", desk.path("a.txt"), desk.path("a.xml")}).status == 2); // three formats write .xml
    const Answer back =
        desk.bare({"convert", desk.path("a.jsonl"), desk.path("b.xml"), "--to", "kehubianma-xml", "--json"});
    CHECK(back.line()["counts"]["written"] == 3);
    CHECK(desk.bare({"convert", desk.path("a.txt"), desk.path("c"), "--from", "nonsense", "--to", "csv"}).status == 2);
    CHECK(desk.bare({"convert", desk.path("b.xml"), desk.path("c"), "--to", "sjjk-text"}).status == 3);
    CHECK_FALSE(desk.exists("c"));
}

TEST_CASE("check of a file: findings with line, no registry needed") {
    const Desk desk;
    std::string text = aisino(2);
    text += "010199001~~错号有限公司~~~~91999999MA00000155~~~~~~~~~~False\r\n";
    desk.write("a.txt", gbk(text));
    const Answer a = desk.bare({"check", desk.path("a.txt"), "--json"});
    INFO(a.out << a.err);
    CHECK(a.status == 1);
    bool found = false;
    for (const auto& o : a.lines()) {
        for (const auto* key : {"severity", "rule", "field", "line", "value", "message"}) CHECK(o.contains(key));
        if (o["rule"] == "tax_id.check_digit") found = o["line"] == 8;
    }
    CHECK(found);
    CHECK_THAT(desk.bare({"check", desk.path("a.txt")}).out, ContainsSubstring("检查了 3 家"));
    CHECK_THAT(desk.bare({"check", desk.path("a.txt"), "--lang", "zh_TW"}).out, ContainsSubstring("錯誤"));
}

TEST_CASE("an import is undone after later edits: the edited ones are kept and named") { // N01
    const Desk desk;
    REQUIRE(desk.run({"new"}).status == 0);
    desk.write("前.txt", gbk(k_head + "02~~华南~~\r\n"));
    REQUIRE(desk.run({"category", "add", "华南", "--code", "02"}).status == 0);
    const std::string before = desk.run({"tree", "--json"}).out;
    desk.write("a.txt", gbk(aisino(500)));
    const Json done = desk.run({"import", desk.path("a.txt"), "--json"}).line();
    REQUIRE(done["counts"]["new"] == 500);
    const std::string step = std::to_string(done["step"].get<int>());
    for (const std::string code : {"010100003", "010100250", "010100499"}) {
        // each call opens the registry anew, as after a restart
        REQUIRE(desk.run({"edit", code, "remark=改过"}).status == 0);
        REQUIRE(desk.run({"move", code, "--to", "华南"}).status == 0);
    }
    const Answer undo = desk.run({"undo", step, "--json"});
    INFO(undo.err);
    CHECK(undo.status == 1);
    const Json o = undo.line();
    CHECK(o["counts"]["reversed"].get<int>() >= 497);
    std::vector<std::string> kept;
    for (const auto& item : o["kept"])
        if (item["code"].get<std::string>().size() == 9) kept.push_back(item["code"]);
    std::sort(kept.begin(), kept.end());
    CHECK(kept == std::vector<std::string>{"010100003", "010100250", "010100499"});
    CHECK(o["failed"].empty());
    CHECK(desk.run({"list", "--json"}).lines().size() == 3);
    // the tree is as before, apart from what the three are counted in
    const auto tree = desk.run({"tree", "--json"}).lines();
    CHECK(tree.size() == 1);
    CHECK(desk.run({"undo"}).status == 0); // the undo itself is undone
    CHECK(desk.run({"list", "--json"}).lines().size() == 500);
}

TEST_CASE("Ctrl+C leaves nothing behind") {
    Desk desk;
    desk.fill();
    desk.write("a.txt", gbk(aisino(3000)));
    const auto files = desk.files();
    const std::atomic<bool> cancelled{true};
    desk.cancel = &cancelled;
    for (const auto& arguments : std::vector<std::vector<std::string>>{
             {"import", desk.path("a.txt"), "--report", desk.path("r.csv"), "--rejects", desk.path("r.txt")},
             {"export", "--format", "csv", "--output", desk.path("x.csv")},
             {"convert", desk.path("a.txt"), desk.path("x.csv")},
             {"check"},
             {"list"}}) {
        const Answer a = desk.run(arguments);
        INFO(arguments[0]);
        CHECK(a.status == 130);
        CHECK_THAT(a.err, ContainsSubstring("已取消，登记库未改动"));
    }
    desk.cancel = nullptr;
    CHECK(desk.files() == files);
    CHECK(desk.run({"info", "--json"}).line()["buyers"] == 3);
}

TEST_CASE("progress goes to a terminal only, with rate and time left") {
    using goufang::cli::Progress;
    using goufang::words::Language;
    CHECK(Progress::line(Language::zh_CN, "progress.import", 50, 200, 1000, 2.0) ==
          "正在导入 25%  1,000 条，500 条/秒  剩余 6 秒");
    CHECK(Progress::line(Language::en, "progress.export", 1, 100, 10, 2.0) ==
          "Exporting 1%  10 rows, 5 a second  3 min 18 s left");
    CHECK(Progress::line(Language::zh_CN, "progress.import", 0, 0, 7, 0.0) == "正在导入  7 条，0 条/秒");
    CHECK(Progress::line(Language::zh_CN, "progress.import", 300, 200, 7, 1.0).find("100%") != std::string::npos);
    const Desk desk;
    desk.fill();
    desk.write("a.txt", gbk(aisino(50)));
    CHECK(desk.run({"import", desk.path("a.txt"), "--quiet"}).err.empty());
}

TEST_CASE("local times and other small things") {
    using namespace goufang::cli;
    CHECK(local_time("not a time") == "not a time");
    CHECK(local_time("2026-11-22T08:05:00Z").size() == 19);
    CHECK(local_time("2026-13-45T08:05:00Z") == "2026-13-45T08:05:00Z");
    CHECK(split_commas(" a, b ,,c ") == std::vector<std::string>{"a", "b", "c"});
    CHECK(split_commas("").empty());
}
