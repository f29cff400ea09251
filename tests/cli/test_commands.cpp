// The commands on buyers and categories: what they do, print and answer.

#include "tests/cli/desk.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <set>

using namespace goufang::test;
using Catch::Matchers::ContainsSubstring;

namespace {

const std::vector<std::string> k_keys = {"code", "name",    "mnemonic", "tax_id", "kind",     "address", "phone",
                                         "bank", "account", "email",    "remark", "category", "status"};

std::vector<std::string> names(const Answer& a, const char* key = "name") {
    std::vector<std::string> out;
    for (const auto& o : a.lines()) out.push_back(o[key]);
    return out;
}

} // namespace

TEST_CASE("first start: new, a category, a buyer") { // J1
    const Desk desk;
    CHECK(desk.run({"new", "--company", "甲公司"}).status == 0);
    const Answer category = desk.run({"category", "add", "华东"});
    CHECK(category.out == "001\n");
    const Answer added = desk.run({"add", "--name", "测试甲有限公司", "--tax-id", "91999999ma0000 0154", "--address",
                                   "杭州市西湖区文三路1号", "--phone", "0571-88880000", "--bank", "工商银行杭州分行",
                                   "--account", "1202026219900123456", "--category", "华东"});
    INFO(added.err);
    CHECK(added.status == 0);
    CHECK(added.out == "001001\n"); // the code alone
    CHECK_THAT(added.err, ContainsSubstring("已整理税号"));
    CHECK_THAT(added.err, ContainsSubstring("已保存 测试甲有限公司"));
    const Json b = desk.run({"show", "001001", "--json"}).line();
    for (const auto& key : k_keys) {
        INFO(key);
        REQUIRE(b.contains(key));
        CHECK(b[key].is_string());
    }
    CHECK(b["tax_id"] == k_tax_id);
    CHECK(b["mnemonic"] == "CSJYXG"); // at most six, as the clients want
    CHECK(b["category"] == "华东");
    CHECK(b["status"] == "active");
    const Json info = desk.run({"info", "--json"}).line();
    CHECK(info["categories"] == 1);
    CHECK(info["buyers"] == 1);
    CHECK(info["company"] == "甲公司");
    CHECK_THAT(desk.run({"info"}).out, ContainsSubstring("甲公司"));
}

TEST_CASE("a buyer with an error is stored as draft, and the error says which character") {
    const Desk desk;
    desk.fill();
    const Answer a = desk.run({"add", "--name", "测试丙有限公司", "--tax-id", "91999999MA00000155"});
    CHECK(a.status == 1);
    CHECK_THAT(a.err, ContainsSubstring("第18位应为 4,现为 5"));
    CHECK_THAT(a.err, ContainsSubstring("待核"));
    CHECK(desk.run({"show", "tax:91999999MA00000155", "--json"}).line()["status"] == "draft");
    const Answer letter = desk.run({"add", "--name", "测试丁有限公司", "--tax-id", "91999999MAO0000154"});
    CHECK(letter.status == 1);
    CHECK_THAT(letter.err, ContainsSubstring("第11位 O 不在字符集"));
    CHECK_THAT(desk.run({"add", "--name", "测试戊有限公司", "--tax-id", "91999999MA00000155", "--lang", "en"}).err,
               ContainsSubstring("character 18 should be 4 but is 5"));
}

TEST_CASE("the same tax id or name elsewhere is a warning with the other's code") {
    const Desk desk;
    desk.fill();
    const Answer tax = desk.run({"add", "--name", "另一家有限公司", "--tax-id", std::string(k_tax_id)});
    CHECK(tax.status == 1);
    CHECK_THAT(tax.err, ContainsSubstring("税号与 001001 测试甲有限公司 相同"));
    const Answer name = desk.run({"add", "--name", "张 三", "--kind", "person"});
    CHECK(name.status == 1);
    CHECK_THAT(name.err, ContainsSubstring("名称与"));
    CHECK(desk.run({"info", "--json"}).line()["buyers"] == 5);
}

TEST_CASE("add with --json prints the buyer and nothing else") {
    const Desk desk;
    desk.fill();
    const Answer a =
        desk.run({"add", "--name", "测试己有限公司", "--code", "009", "--mobile", "13900000000", "--json"});
    const Json b = a.line();
    CHECK(b["code"] == "009");
    CHECK(b["mobile"] == "13900000000");
    CHECK(b["category"] == "未分类");
}

TEST_CASE("add that cannot be done writes nothing") {
    const Desk desk;
    desk.fill();
    CHECK(desk.run({"add", "--name", "  "}).status == 2);
    CHECK(desk.run({"add", "--name", "甲", "--category", "不存在"}).status == 2);
    CHECK(desk.run({"add", "--name", "甲", "--kind", "不存在"}).status == 2);
    const Answer taken = desk.run({"add", "--name", "甲", "--code", "001001"});
    CHECK(taken.status == 2);
    CHECK_THAT(taken.err, ContainsSubstring("001001"));
    CHECK(desk.run({"info", "--json"}).line()["buyers"] == 3);
}

TEST_CASE("keys: code, tax id, name; unknown and ambiguous ones") {
    const Desk desk;
    desk.fill();
    for (const std::string key : {"001001", "tax:91999999ma00000154", "name:测试甲有限公司", "name:测试甲 有限公司"}) {
        INFO(key);
        CHECK(desk.run({"show", key, "--json"}).line()["code"] == "001001");
    }
    const Answer none = desk.run({"show", "999"});
    CHECK(none.status == 2);
    CHECK_THAT(none.err, ContainsSubstring("找不到客户：999"));
    REQUIRE(desk.run({"add", "--name", "张三", "--kind", "个人"}).status == 1);
    const Answer two = desk.run({"show", "name:张三"});
    CHECK(two.status == 2);
    CHECK_THAT(two.err, ContainsSubstring("2 家"));
}

TEST_CASE("show prints a page, blank title lines included") {
    const Desk desk;
    desk.fill();
    const Answer a = desk.run({"show", "name:张三"});
    CHECK(a.status == 0);
    for (const auto* word : {"名称", "张三", "税号", "银行账号", "未分类", "个人", "启用"})
        CHECK_THAT(a.out, ContainsSubstring(word));
    CHECK_THAT(desk.run({"show", "name:张三", "--lang", "en"}).out, ContainsSubstring("Uncategorised"));
}

TEST_CASE("edit: fields, several at once, category, former name, nothing to change") {
    const Desk desk;
    desk.fill();
    const Answer a = desk.run({"edit", "001001", "phone=0571-99990000", "email=a@example.com", "category=华南",
                               "more_accounts=[{\"bank\":\"示例银行\",\"account\":\"99990000111122\"}]",
                               "tags=[\"月结\"]", "--json"});
    INFO(a.err);
    CHECK(a.status == 0);
    const Json b = a.line();
    CHECK(b["phone"] == "0571-99990000");
    CHECK(b["category"] == "华南");
    REQUIRE(b["accounts"].size() == 2); // the default set first
    CHECK(b["accounts"][0]["bank"] == "工商银行杭州分行");
    CHECK(b["accounts"][1]["account"] == "99990000111122");
    CHECK(b["tags"] == Json::array({"月结"}));
    CHECK_FALSE(b.contains("addresses"));

    CHECK(desk.run({"edit", "001001", "name=测试甲新名有限公司", "--former"}).status == 0);
    const Json renamed = desk.run({"show", "001001", "--json"}).line();
    REQUIRE(renamed["former_names"].size() == 1);
    CHECK(renamed["former_names"][0]["name"] == "测试甲有限公司");
    CHECK(renamed["former_names"][0]["until"].get<std::string>().size() == 10);

    const auto steps = desk.run({"info", "--json"}).line()["steps"];
    CHECK(desk.run({"edit", "001001", "phone=0571-99990000"}).status == 0);
    CHECK(desk.run({"info", "--json"}).line()["steps"] == steps); // nothing changed, no step

    for (const std::string wrong : {"nonsense=1", "kind=x", "status=x", "verified_on=2026-02-30", "id_check=maybe",
                                    "name=", "category=不存在", "tags=x", "=x"}) {
        INFO(wrong);
        CHECK(desk.run({"edit", "001001", wrong}).status == 2);
    }
    CHECK(desk.run({"info", "--json"}).line()["steps"] == steps);
    CHECK(desk.run({"edit", "001001", "status=停用"}).status == 0);
    CHECK(desk.run({"show", "001001", "--json"}).line()["status"] == "inactive");
}

TEST_CASE("move, remove and restore take several keys as one step") {
    const Desk desk;
    desk.fill();
    const Json moved =
        desk.run({"move", "001001", "name:张三", "tax:91999999MA00000154", "--to", "华南", "--json"}).line();
    CHECK(moved["count"] == 2);
    CHECK(desk.run({"list", "--category", "华南", "--json"}).lines().size() == 2);
    CHECK(desk.run({"undo"}).status == 0);
    CHECK(desk.run({"list", "--category", "华南", "--json"}).lines().empty());

    CHECK(desk.run({"move", "001001", "--to", "不存在"}).status == 2);
    CHECK(desk.run({"move", "001001", "--to", "未分类"}).status == 0);
    CHECK(desk.run({"show", "001001", "--json"}).line()["category"] == "未分类");

    CHECK(desk.run({"remove", "001001", "name:张三"}).status == 0);
    CHECK(desk.run({"list", "--json"}).lines().size() == 1);
    CHECK(names(desk.run({"list", "--status", "recycled", "--json"})).size() == 2);
    CHECK(desk.run({"show", "001001"}).status == 2);
    CHECK(desk.run({"restore", "name:张三"}).status == 0);
    CHECK(desk.run({"list", "--json"}).lines().size() == 2);
    CHECK(desk.run({"restore", "009"}).status == 2);
}

TEST_CASE("list: keys, order, columns, limit, filters") {
    const Desk desk;
    desk.fill();
    const auto all = desk.run({"list", "--json"}).lines();
    REQUIRE(all.size() == 3);
    for (const auto& o : all)
        for (const auto& key : k_keys) CHECK(o.at(key).is_string());
    // the keys stand in the order of the contract
    const std::string first = desk.run({"list", "--json", "--limit", "1"}).out;
    std::size_t at = 0;
    for (const auto& key : k_keys) {
        const auto next = first.find("\"" + key + "\":", at);
        INFO(key);
        REQUIRE(next != std::string::npos);
        at = next;
    }
    CHECK(first.find("\\u") == std::string::npos);                                // UTF-8 as it is
    CHECK(names(desk.run({"list", "--category", "华东", "--json"})).size() == 2); // with everything below
    CHECK(names(desk.run({"list", "--category", "华东/浙江", "--json"})) == std::vector<std::string>{"重庆示例银行"});
    CHECK(names(desk.run({"list", "--category", "未分类", "--json"})) == std::vector<std::string>{"张三"});
    CHECK(desk.run({"list", "--category", "不存在"}).status == 2);
    CHECK(names(desk.run({"list", "--status", "待核", "--json"})).empty());
    const Json columns = desk.run({"list", "--columns", "name,tax_id", "--limit", "1", "--json"}).line();
    CHECK(columns.size() == 2);
    const auto up = names(desk.run({"list", "--sort", "code", "--json"}), "code");
    auto down = names(desk.run({"list", "--sort", "-code", "--json"}), "code");
    std::reverse(down.begin(), down.end());
    CHECK(up == down);
    CHECK(std::is_sorted(up.begin(), up.end()));
    const auto kinds = names(desk.run({"list", "--sort", "phone", "--limit", "2", "--json"}), "phone");
    CHECK(kinds.size() == 2);
    CHECK(std::is_sorted(kinds.begin(), kinds.end()));
    CHECK(desk.run({"list", "--limit", "0", "--json"}).out.empty());
}

TEST_CASE("tree: code, name, path, parent and count") {
    const Desk desk;
    desk.fill();
    const auto tree = desk.run({"tree", "--json"}).lines();
    REQUIRE(tree.size() == 3);
    CHECK(tree[0] ==
          Json{{"code", "001"}, {"name", "华东"}, {"path", "华东"}, {"parent", ""}, {"count", 1}, {"total", 2}});
    CHECK(tree[1] == Json{{"code", "00101"},
                          {"name", "浙江"},
                          {"path", "华东/浙江"},
                          {"parent", "华东"},
                          {"count", 1},
                          {"total", 1}});
    const std::string text = desk.run({"tree", "--counts"}).out;
    CHECK_THAT(text, ContainsSubstring("\n  浙江"));
    CHECK_THAT(text, ContainsSubstring("未分类"));
}

TEST_CASE("categories: add, rename, move, recode, remove, merge") {
    const Desk desk;
    desk.fill();
    const auto paths = [&] {
        std::set<std::string> out;
        for (const auto& o : desk.run({"tree", "--json"}).lines()) out.insert(o["path"]);
        return out;
    };
    CHECK(desk.run({"category", "add", "华东/江苏", "--code", "00109", "--json"}).line()["code"] == "00109");
    CHECK(desk.run({"category", "add", "华东/江苏"}).status == 2); // name taken
    CHECK(desk.run({"category", "add", "无/有"}).status == 2);
    CHECK(desk.run({"category", "add", "//"}).status == 2);
    CHECK(desk.run({"category", "add", "A\\/B"}).status == 0);
    CHECK(paths().contains("A\\/B"));
    CHECK(desk.run({"category", "rename", "A\\/B", "华北"}).status == 0);
    CHECK(paths().contains("华北"));
    CHECK(desk.run({"category", "rename", "华北", "华东"}).status == 2);

    CHECK(desk.run({"category", "move", "华东", "--to", "华东/浙江"}).status == 2); // a cycle
    const Answer moved = desk.run({"category", "move", "华东/浙江", "--to", "华南"});
    CHECK(moved.status == 0);
    CHECK_THAT(moved.out, ContainsSubstring("1 类 1 家"));
    CHECK(paths().contains("华南/浙江"));
    const Answer plan = desk.run({"category", "move", "华南/浙江", "--to", "/", "--recode", "--dry-run"});
    CHECK(plan.status == 0);
    CHECK_THAT(plan.out, ContainsSubstring("00101001"));
    CHECK_THAT(plan.out, ContainsSubstring("004001"));
    CHECK_THAT(plan.err, ContainsSubstring("未改动"));
    CHECK(paths().contains("华南/浙江"));
    const Json done = desk.run({"category", "move", "华南/浙江", "--to", "/", "--recode", "--json"}).line();
    CHECK(done["dry_run"] == false);
    CHECK(done["codes"] == Json::parse(R"([{"path":"浙江","old_code":"00101","code":"004"},
        {"name":"重庆示例银行","path":"浙江","old_code":"00101001","code":"004001"}])"));
    CHECK(paths().contains("浙江"));

    const auto preview = desk.run({"category", "recode", "华东", "--code", "777", "--dry-run", "--json"}).lines();
    REQUIRE(preview.size() == 3);
    CHECK(preview[2] == Json::parse(R"({"name":"测试甲有限公司","path":"华东","old_code":"001001","code":"777001"})"));
    CHECK(preview[0]["old_code"] == "001");
    CHECK(preview[0]["code"] == "777");
    CHECK(preview[1]["code"] == "77709");
    CHECK(desk.run({"tree", "--json"}).out.find("777") == std::string::npos);
    CHECK(desk.run({"category", "recode", "华东", "--code", "777"}).status == 0);
    CHECK(desk.run({"show", "name:测试甲有限公司", "--json"}).line()["code"] == "777001");

    const Answer full = desk.run({"category", "remove", "华东"});
    CHECK(full.status == 2);
    CHECK_THAT(full.err, ContainsSubstring("--lift"));
    CHECK(desk.run({"category", "remove", "华北"}).status == 0);
    CHECK(desk.run({"category", "remove", "华东", "--lift"}).status == 0);
    CHECK(paths() == std::set<std::string>{"华南", "江苏", "浙江"});
    CHECK(desk.run({"show", "name:测试甲有限公司", "--json"}).line()["category"] == "未分类");
    CHECK(desk.run({"category", "merge", "浙江", "--into", "江苏"}).status == 0);
    CHECK(desk.run({"show", "name:重庆示例银行", "--json"}).line()["category"] == "江苏");
    CHECK(desk.run({"category", "remove", "江苏", "--recycle"}).status == 0);
    CHECK(desk.run({"list", "--status", "recycled", "--json"}).lines().size() == 1);
    CHECK(desk.run({"undo"}).status == 0);
    CHECK(desk.run({"show", "name:重庆示例银行", "--json"}).line()["category"] == "江苏");
}

TEST_CASE("move: codes stay unless told, and are shown before") {
    const Desk desk;
    desk.fill();
    const auto code = [&] { return desk.run({"show", "name:测试甲有限公司", "--json"}).line()["code"]; };
    CHECK(desk.run({"move", "001001", "--to", "华南", "--json"}).line()["codes"] == Json::array());
    CHECK(code() == "001001");
    CHECK(desk.run({"undo"}).status == 0);
    const Json plan = desk.run({"move", "001001", "--to", "华南", "--recode", "--dry-run", "--json"}).line();
    CHECK(plan["dry_run"] == true);
    CHECK(plan["step"] == 0);
    REQUIRE(plan["codes"].size() == 1);
    CHECK(plan["codes"][0]["old_code"] == "001001");
    CHECK(code() == "001001");
    const Answer moved = desk.run({"move", "001001", "--to", "华南", "--recode"});
    CHECK_THAT(moved.out, ContainsSubstring(plan["codes"][0]["code"].get<std::string>()));
    CHECK_THAT(moved.out, ContainsSubstring("已移动客户 1 家"));
    CHECK(code() == plan["codes"][0]["code"]);
}

TEST_CASE("find: ranked, with score and matches") {
    const Desk desk;
    desk.fill();
    for (const std::string query : {"cqsl", "重慶", "示例", "zqsl"}) {
        INFO(query);
        const Json b = desk.run({"find", query, "--json"}).line();
        CHECK(b["name"] == "重庆示例银行");
        CHECK(b["score"].is_number());
        for (const auto& key : k_keys) CHECK(b.at(key).is_string());
        REQUIRE(b["matches"].is_array());
        REQUIRE_FALSE(b["matches"].empty());
        for (const auto* key : {"field", "start", "length"}) CHECK(b["matches"][0].contains(key));
    }
    const Json tail = desk.run({"find", "0154", "--json"}).line();
    CHECK(tail["matches"][0]["field"] == "tax_id");
    CHECK(tail["matches"][0]["start"] == 14);
    CHECK(tail["matches"][0]["length"] == 4);
    CHECK(desk.run({"find", "001", "重庆", "--json"}).line()["name"] == "重庆示例银行"); // category code and fragment
    const Answer none = desk.run({"find", "没有这一家"});
    CHECK(none.status == 0);
    CHECK(none.out.empty());
    CHECK_THAT(none.err, ContainsSubstring("没有找到"));
    const Answer why = desk.run({"find", "cqsl", "--explain"});
    CHECK_THAT(why.out, ContainsSubstring("拼音"));
    CHECK(desk.run({"find", "cqsl", "--explain", "--json"}).line()["rank"] == "prefix");
    CHECK(desk.run({"find", "有限", "--limit", "0"}).status == 2);
    CHECK(desk.run({"edit", "001001", "status=inactive"}).status == 0);
    CHECK(desk.run({"find", "测试甲", "--json"}).out.empty());
    CHECK(desk.run({"find", "测试甲", "停用", "--json"}).line()["code"] == "001001");
    CHECK(desk.run({"find", "测试甲", "--inactive", "--json"}).line()["code"] == "001001");
}

TEST_CASE("formats: one line each, also without a registry") {
    const Desk desk;
    const auto all = desk.bare({"formats", "--json"}).lines();
    std::set<std::string> ids;
    for (const auto& o : all) {
        for (const auto* key : {"id", "reads", "writes", "categories", "extensions", "verified"})
            CHECK(o.contains(key));
        CHECK(o["extensions"].is_array());
        ids.insert(o["id"]);
    }
    for (const auto* id :
         {"aisino-text", "kehubianma-xml", "kp-xml", "fpkj-xml", "sjjk-text", "csv", "tsv", "goufang-json"})
        CHECK(ids.contains(id));
    CHECK_THAT(desk.bare({"formats"}).out, ContainsSubstring("未经客户端验证"));
}

TEST_CASE("check of the registry: findings with code, fixes, exit 1") {
    const Desk desk;
    desk.fill();
    const Answer clean = desk.run({"check", "--json"});
    INFO(clean.out);
    CHECK(clean.status == 0);
    REQUIRE(desk.run({"add", "--name", "测试丙有限公司", "--tax-id", "91999999MA00000155"}).status == 1);
    REQUIRE(desk.run({"add", "--name", "测试甲（有限公司）", "--tax-id", std::string(k_tax_id)}).status == 1);
    const Answer a = desk.run({"check", "--json"});
    CHECK(a.status == 1);
    bool digit = false;
    int same = 0;
    for (const auto& o : a.lines()) {
        for (const auto* key : {"severity", "rule", "field", "code", "value", "message"}) {
            INFO(o.dump());
            CHECK(o.contains(key));
        }
        CHECK_FALSE(o.contains("line"));
        if (o["rule"] == "tax_id.check_digit") {
            digit = true;
            CHECK(o["severity"] == "error");
            CHECK(o["message"] == "第18位应为 4,现为 5");
            CHECK(o["fix"] == "91999999MA00000154");
        }
        if (o["rule"] == "duplicate.tax_id") ++same;
    }
    CHECK(digit);
    CHECK(same == 2);
    CHECK_THAT(desk.run({"check"}).out, ContainsSubstring("检查了 5 家"));
    CHECK(desk.run({"check", "--target", "special", "--json"}).status == 1); // a person, and numbers missing
}

TEST_CASE("check --fix applies the safe fixes as one step") {
    const Desk desk;
    desk.fill();
    desk.write("乱.csv", "名称,税号,备注\r\n测试１号有限公司,,a\r\n");
    REQUIRE(desk.run({"import", desk.path("乱.csv")}).status <= 1);
    const auto steps = desk.run({"info", "--json"}).line()["steps"];
    const Answer preview = desk.run({"check", "--fix", "--dry-run", "--json"});
    CHECK(desk.run({"info", "--json"}).line()["steps"] == steps);
    const Answer fixed = desk.run({"check", "--fix", "--json"});
    INFO(preview.out << preview.err << fixed.err);
    bool told = false;
    for (const auto& o : fixed.lines())
        if (o.contains("fixed")) {
            told = true;
            CHECK(o["value"] == "测试１号有限公司");
            CHECK(o["fix"] == "测试1号有限公司");
        }
    CHECK(told);
    CHECK(desk.run({"find", "测试1号", "--json"}).line()["name"] == "测试1号有限公司");
    CHECK(desk.run({"info", "--json"}).line()["steps"] == steps.get<int>() + 1);
    CHECK(desk.run({"undo"}).status == 0);
    CHECK(desk.run({"show", "name:测试１号有限公司", "--json"}).line()["name"] == "测试１号有限公司");
}

TEST_CASE("history, undo and redo name the steps") {
    const Desk desk;
    desk.fill();
    const auto steps = desk.run({"history", "--json"}).lines();
    REQUIRE(steps.size() == 6);
    for (const auto& o : steps)
        for (const auto* key : {"step", "at", "who", "kind", "message", "undone", "buyers", "categories"})
            CHECK(o.contains(key));
    CHECK(steps[0]["kind"] == "add_buyer");
    CHECK_THAT(steps[0]["message"].get<std::string>(), ContainsSubstring("张三"));
    CHECK(desk.run({"history", "--limit", "2", "--json"}).lines().size() == 2);

    const Json undone = desk.run({"undo", "--json"}).line();
    CHECK(undone["step"] == steps[0]["step"]);
    CHECK(undone["counts"]["reversed"] == 1);
    CHECK(undone["kept"].empty());
    CHECK(desk.run({"list", "--json"}).lines().size() == 2);
    CHECK(desk.run({"redo", "--json"}).line()["step"] == steps[0]["step"]);
    CHECK(desk.run({"list", "--json"}).lines().size() == 3);
    const Answer nothing = desk.run({"redo"});
    CHECK(nothing.status == 2);
    CHECK_THAT(nothing.err, ContainsSubstring("没有可以重做的操作"));
    CHECK(desk.run({"undo", "999"}).status == 2);

    CHECK(desk.run({"edit", "001001", "phone=0571-11112222"}).status == 0);
    const auto own = desk.run({"history", "001001", "--json"}).lines();
    REQUIRE(own.size() == 2);
    CHECK(own[0]["fields"] ==
          Json::array({{{"field", "phone"}, {"before", "0571-88880000"}, {"after", "0571-11112222"}}}));
    CHECK(own[1]["inserted"] == true);
    CHECK_THAT(desk.run({"history", "001001"}).out, ContainsSubstring("0571-11112222"));
    CHECK(desk.run({"history", "nobody"}).status == 2);
    for (int i = 0; i < 7; ++i) CHECK(desk.run({"undo"}).status == 0);
    CHECK(desk.run({"undo"}).status == 2);
}

TEST_CASE("backup and restore") {
    const Desk desk;
    desk.fill();
    const std::string backup = desk.path("备份 1.goufang");
    CHECK(desk.run({"backup", backup}).status == 0);
    CHECK(desk.run({"backup", backup}).status == 2); // never overwrites
    CHECK(desk.run({"remove", "001001"}).status == 0);
    const Json restored = desk.run({"restore", backup, "--json"}).line();
    CHECK(restored["path"] == desk.registry());
    CHECK_FALSE(restored["kept"].get<std::string>().empty());
    CHECK(desk.run({"list", "--json"}).lines().size() == 3);
    CHECK(desk.run({"restore", desk.path("不存在.goufang")}).status == 3);
    CHECK(desk.run({"restore", desk.registry()}).status == 2);
    desk.write("文本.txt", "no backup at all");
    CHECK(desk.run({"restore", desk.path("文本.txt")}).status == 4);
    CHECK(desk.run({"list", "--json"}).lines().size() == 3);
    // a registry that cannot be opened can still be restored
    desk.write("登记库 甲.goufang", "broken");
    CHECK(desk.run({"list"}).status == 4);
    CHECK(desk.run({"restore", backup}).status == 0);
    CHECK(desk.run({"list", "--json"}).lines().size() == 3);
}
