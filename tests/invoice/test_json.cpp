#include "core/text/utf8.h"
#include "invoice/formats/goufang_json.h"
#include "tests/invoice/format_support.h"
#include "tests/support/catch.h"
#include "tests/support/random_buyer.h"

using namespace goufang;
using namespace goufang::test;
using invoice::Row;
using invoice::RowKind;

namespace {

const std::string k_header = "{\"goufang\":1,\"format\":\"goufang-json\",\"version\":1}\n";
std::vector<Row> read(std::string_view lines) { return read_all("goufang-json", k_header + std::string(lines)); }

} // namespace

TEST_CASE("json: categories and buyers, nothing lost") {
    Random random(99);
    for (std::size_t i = 0; i < cases(); ++i) {
        const model::Buyer b = random_buyer(random, static_cast<Nasty>(random.below(3)));
        const std::string bytes = write("goufang-json", {{"01", "华\"东", "", "华\"东", 7}}, {b}, {}, "01", "华\"东");
        const auto rows = read_all("goufang-json", bytes);
        CAPTURE(bytes);
        REQUIRE(rows.size() == 2);
        CHECK(rows[0].kind == RowKind::category);
        CHECK(rows[0].category.code == "01");
        CHECK(rows[0].category.name == "华\"东");
        CHECK(rows[0].category.path == "华\"东");
        CHECK(rows[0].category.order == 7);
        CHECK(rows[1].category_code == "01");
        CHECK(rows[1].category_path == "华\"东");
        CHECK(model::to_json(rows[1].buyer) == model::to_json(b));
        CHECK(model::to_json(format("goufang-json").through(b, {})) == model::to_json(b));
    }
}

TEST_CASE("json: through in another encoding") {
    model::Buyer b;
    b.name = "䶮公司";
    b.tags = {"䶮"};
    invoice::WriteOptions o;
    o.encoding = text::Encoding::gbk;
    const auto rows = read_all("goufang-json", write("goufang-json", {}, {b}, o));
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].buyer.name == "?公司");
    CHECK(model::to_json(rows[0].buyer) == model::to_json(format("goufang-json").through(b, o)));
}

TEST_CASE("json: the first line decides") {
    struct Case {
        std::string line, error;
    };
    for (const Case& c :
         {Case{"{\"goufang\":1,\"format\":\"goufang-json\",\"version\":2}", "syntax json.newer"},
          Case{"{\"goufang\":1,\"format\":\"goufang-json\"}", "syntax json.no_version"},
          Case{"{\"goufang\":1,\"format\":\"goufang-json\",\"version\":\"1\"}", "syntax json.no_version"},
          Case{"{\"goufang\":1,\"format\":\"other\",\"version\":1}", "syntax json.not_this_format"},
          Case{"{\"buyer\":{}}", "syntax json.not_this_format"}, Case{"[]", "syntax json.not_this_format"},
          Case{"", "file_empty"}, Case{"{\"goufang\":1,", "syntax json.not_this_format"}}) {
        CAPTURE(c.line);
        CHECK(error_of([&] { read_all("goufang-json", c.line); }) == c.error);
    }
    CHECK(read_all("goufang-json", "\n\n" + k_header.substr(0, k_header.size() - 2) + ",\"by\":\"x\"}\r\n").empty());
}

TEST_CASE("json: broken lines are bad records with a place") {
    std::string deep, deep_end;
    for (int i = 0; i < 100; ++i) deep += "[", deep_end += "]";
    struct Case {
        std::string line, rule;
        std::vector<std::string> args;
    };
    const Case cases[] = {
        {"{\"buyer\":{\"name\":\"甲\"}", "file.json", {"2", "24", "',' or '}' expected"}},
        {"{\"buyer\":{\"name\":\"甲\"},}", "file.json", {"2", "25", "key expected"}},
        {"{\"buyer\":{\"name\":\"甲\"}} x", "file.json", {"2", "26", "text behind the object"}},
        {"{\"buyer\":{\"name\":\"甲\"},\"buyer\":{}}", "file.json", {"2", "25", "key stands twice"}},
        {"{\"buyer\":{\"name\":\"甲\",\"name\":\"乙\"}}", "file.json", {}},
        {"{\"buyer\":{\"name\":\"甲\" \"code\":1}}", "file.json", {}},
        {"{\"buyer\":{\"name\":1}}", "file.json_value", {"2", "name"}},
        {"{\"buyer\":{\"verified_on\":\"2026-13-01\"}}", "file.json_value", {"2", "verified_on"}},
        {"{\"buyer\":{\"name\":\"甲\"},\"category_code\":1}", "file.json_value", {"2", "category_code"}},
        {"{\"buyer\":{\"name\":\"a\\u0000\"}}", "file.json_value", {"2", "name"}},
        {"{\"category\":{\"code\":\"01\"}}", "file.json_value", {"2", "name"}},
        {"{\"buyer\":" + deep + deep_end + "}", "file.json", {"2", "41", "too deep"}},
        {"{\"stock\":{}}", "file.unknown_key", {"2", "stock"}},
        {"甲", "file.json", {"2", "1", "object expected"}},
    };
    for (const Case& c : cases) {
        CAPTURE(c.line);
        const auto rows = read(c.line + "\n{\"buyer\":{\"name\":\"后\"}}\n");
        REQUIRE(rows.size() == 2);
        CHECK(rows[0].kind == RowKind::bad);
        CHECK(cause(rows[0]) == c.rule);
        if (!c.args.empty()) CHECK(rows[0].findings[0].args == c.args);
        CHECK(rows[1].buyer.name == "后");
    }
}

TEST_CASE("json: what a newer program adds is named") {
    const auto rows = read("{\"buyer\":{\"name\":\"甲\",\"colour\":{\"a\":[1]}},\"seen\":true}\n{\"原因\":\"x\"}\n");
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].kind == RowKind::buyer);
    REQUIRE(rows[0].findings.size() == 2);
    CHECK(rows[0].findings[0].args.at(1) == "colour");
    CHECK(rows[0].findings[1].args.at(1) == "seen");
}

TEST_CASE("json: the reject file keeps the records and imports again") {
    const std::string bytes = k_header + "{\"buyer\":{\"name\":1}}\n{\"buyer\":{\"name\":\"好\"}}\n{坏\n";
    const std::string rejects = rejected("goufang-json", bytes, "值\"不对");
    CHECK(rejects == k_header + "{\"原因\":\"值\\\"不对\",\"buyer\":{\"name\":1}}\n{\"原因\":\"值\\\"不对\"}\n{坏\n");
    std::string mended = rejects;
    mended.replace(mended.find(":1}}"), 4, ":\"甲\"}}");
    mended.replace(mended.find("{坏"), std::string("{坏").size(), "{\"buyer\":{\"name\":\"乙\"}}");
    const auto rows = read_all("goufang-json", mended);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].buyer.name == "甲");
    CHECK(rows[0].findings.empty());
    CHECK(rows[1].buyer.name == "乙");
    CHECK(rejected("goufang-json", rejects, "新").find("\"原因\":\"新\",\"buyer\"") != std::string::npos);
}
