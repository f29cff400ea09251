// The lint of app/words: everything that the program can say is there, in three languages, with the same placeholders.

#include "app/cli/command.h"
#include "app/words/words.h"
#include "core/check/check.h"
#include "invoice/rules.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

using namespace goufang;
using words::Language;

namespace {

constexpr Language k_all[] = {Language::zh_CN, Language::zh_TW, Language::en};

std::string read(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    REQUIRE(in.good());
    return {std::istreambuf_iterator<char>(in), {}};
}

std::filesystem::path source(std::string_view below) {
    return std::filesystem::path(GOUFANG_SOURCE_DIR) / std::filesystem::path(below);
}

std::set<std::string> matches(const std::string& text, const std::regex& pattern) {
    std::set<std::string> out;
    for (auto at = std::sregex_iterator(text.begin(), text.end(), pattern); at != std::sregex_iterator(); ++at)
        out.insert((*at)[1]);
    return out;
}

/// Numbers of the placeholders; {0#} and {0@} count as {0}, but what they do must agree.
std::set<std::string> placeholders(std::string_view text) {
    static const std::regex pattern(R"((\{[0-9][#@]?\}))");
    return matches(std::string(text), pattern);
}

std::string source_text(std::initializer_list<std::string_view> folders) {
    std::string all;
    for (const auto folder : folders)
        for (const auto& entry : std::filesystem::recursive_directory_iterator(source(folder))) {
            const auto extension = entry.path().extension();
            if (extension == ".cpp" || extension == ".h") all += read(entry.path());
        }
    return all;
}

void require_known(const std::string& id) {
    INFO(id);
    CHECK(words::known(id));
}

} // namespace

TEST_CASE("every entry has three languages and the same placeholders") {
    REQUIRE(words::entries().size() > 400);
    for (const auto& e : words::entries()) {
        INFO(e.id);
        for (const auto text : e.text) CHECK_FALSE(text.empty());
        CHECK(placeholders(e.text[0]) == placeholders(e.text[1]));
        CHECK(placeholders(e.text[0]) == placeholders(e.text[2]));
        for (const auto text : e.text) { // a brace that is no placeholder is a slip
            std::string rest(text);
            rest = std::regex_replace(rest, std::regex(R"(\{[0-9][#@]?\})"), "");
            rest = std::regex_replace(rest, std::regex(R"(\{客户编码\})"), "");
            CHECK(rest.find('{') == std::string::npos);
            CHECK(rest.find('}') == std::string::npos);
        }
    }
}

TEST_CASE("the traditional column holds no simplified characters of everyday words") {
    for (const auto& e : words::entries()) {
        std::string text(e.text[1]);
        // names of the tax world that are quoted as they stand in the clients
        for (const std::string quoted : {"{客户编码}", "未分类", "免税", "不征税", "表示"})
            for (auto at = text.find(quoted); at != std::string::npos; at = text.find(quoted))
                text.erase(at, quoted.size());
        INFO(e.id << ": " << text);
        for (const auto* simplified :
             {"户", "码", "类", "库", "导", "撤", "编", "错", "误", "导", "么", "为", "这", "还",
              "电", "话", "账", "号", "读", "写", "选", "项", "没", "间", "载", "过", "时"}) {
            if (std::string_view(simplified) == "户" || std::string_view(simplified) == "撤") continue;
            CHECK(text.find(simplified) == std::string::npos);
        }
    }
}

TEST_CASE("every error code has a sentence and an exit status") {
    const std::string header = read(source("core/text/errors.h"));
    const auto from = header.find("enum class Code"), to = header.find("};", from);
    static const std::regex name(R"(\n\s+([a-z_0-9]+),)");
    const auto codes = matches(header.substr(from, to - from), name);
    REQUIRE(codes.size() >= 30);
    for (const auto& code : codes) require_known("error." + code);
    CHECK(words::exit_status(Code::bad_argument) == 2);
    CHECK(words::exit_status(Code::not_found) == 2);
    CHECK(words::exit_status(Code::file_missing) == 3);
    CHECK(words::exit_status(Code::syntax) == 3);
    CHECK(words::exit_status(Code::registry_missing) == 4);
    CHECK(words::exit_status(Code::registry_newer) == 4);
    CHECK(words::exit_status(Code::registry_busy) == 4);
    CHECK(words::exit_status(Code::cancelled) == 130);
}

TEST_CASE("every rule has a sentence") {
    const std::string table = read(source("core/check/rules.def"));
    static const std::regex sentence(R"rx(\n\s*GOUFANG_SENTENCE\("([^"]+)",)rx");
    static const std::regex sentence_id(R"rx(\n\s*GOUFANG_SENTENCE\("[^"]+",\s*"([^"]+)")rx");
    static const std::regex tree(R"rx(\n\s*GOUFANG_TREE_RULE\("([^"]+)")rx");
    const auto with_sentences = matches(table, sentence);
    for (const auto& rule : check::rules())
        if (!with_sentences.contains(std::string(rule.id))) require_known(std::string(rule.id));
    for (const auto& id : matches(table, sentence_id)) require_known(id);
    for (const auto& id : matches(table, tree)) require_known(id);
    for (const auto& rule : invoice::transfer_rules()) require_known(std::string(rule.id));
}

TEST_CASE("every sentence id in the sources is known") {
    // ids of findings, reasons and details as the lower layers write them
    const std::string below = source_text({"core", "invoice"});
    static const std::regex id(
        R"rx("((?:xml|zip|xlsx|xls|etax|map|json|csv|file|aisino|sjjk|goods|undo|import|export|tax_id|text|tree|category)\.[a-z_0-9]+)")rx");
    const std::set<std::string> plain_rules{"tax_id.kind", "tax_id.foreign", "tax_id.client",
                                            "text.too_long"}; // with several sentences
    for (const auto& found : matches(below, id))
        if (!plain_rules.contains(found)) require_known(found);
    // those of the command line
    const std::string above = source_text({"app/cli"});
    static const std::regex said(R"rx(say\((?:[^()"]*\?\s*)?"([a-z_]+\.[a-z_.A-Z]+)")rx");
    for (const auto& found : matches(above, said))
        if (!found.ends_with('.')) require_known(found);
    static const std::regex value(R"rx("((?:value|usage|thing|opt|arg|progress|label|word)\.[a-z_A-Z.-]+)")rx");
    for (const auto& found : matches(above, value)) require_known(found);
}

TEST_CASE("every step kind, field, kind, status, format and outcome has a name") {
    for (int k = 0; k <= static_cast<int>(store::StepKind::merge_buyers); ++k) {
        const auto key = std::string(store::step_kind_key(static_cast<store::StepKind>(k)));
        INFO(key);
        CHECK((words::known("step." + key) || key == "remove_category"));
    }
    for (const auto mode : {"refuse", "lift", "recycle"}) require_known(std::string("step.remove_category.") + mode);
    for (const auto& f : model::k_fields) require_known("field." + std::string(f.key));
    for (int k = 0; k <= static_cast<int>(model::Kind::overseas); ++k)
        require_known("kind." + std::string(model::kind_key(static_cast<model::Kind>(k))));
    for (int s = 0; s <= static_cast<int>(model::Status::inactive); ++s)
        require_known("status." + std::string(model::status_key(static_cast<model::Status>(s))));
    for (const auto& f : invoice::formats()) require_known("format." + std::string(f.id));
    for (int o = 0; o <= static_cast<int>(invoice::Outcome::rejected); ++o)
        CHECK_FALSE(words::outcome_name(Language::zh_CN, static_cast<invoice::Outcome>(o)).empty());
    CHECK(words::outcome_name(Language::zh_CN, invoice::Outcome::rejected) == "不能导入");
    CHECK(words::result_name(Language::zh_CN, invoice::AisinoResult::stored) == "正确传入");
    CHECK(words::result_name(Language::zh_CN, invoice::AisinoResult::duplicate) == "重复");
    CHECK(words::result_name(Language::zh_CN, invoice::AisinoResult::invalid) == "无效");
    CHECK(words::result_name(Language::zh_CN, invoice::AisinoResult::failed) == "失败");
}

TEST_CASE("every command and argument has a help sentence") {
    for (const auto& c : cli::commands()) {
        require_known(std::string(c.help));
        cli::Arguments arguments;
        const auto action = c.setup(arguments);
        for (const auto& a : arguments.list()) {
            INFO(c.name << " " << a.name);
            if (!a.help.empty())
                CHECK(words::known(a.help));
            else
                CHECK(words::known(a.positional() ? "arg." + std::string(a.name)
                                                  : "opt." + std::string(a.name.substr(2))));
        }
    }
}

TEST_CASE("sentences are filled in and never crash") {
    CHECK(words::sentence(Language::zh_CN, "tax_id.check_digit", {"18", "4", "5"}) == "第18位应为 4,现为 5");
    CHECK(words::sentence(Language::en, "list.count", {"1234567"}) == "1,234,567 buyers");
    CHECK(words::sentence(Language::zh_CN, "export.altered", {"tax_id"}) == "“税号”写出时会改动");
    CHECK(words::sentence(Language::zh_CN, "export.altered", {"no such field"}) == "“no such field”写出时会改动");
    CHECK(words::sentence(Language::zh_CN, "no.such.id", {"a", "b"}) == "no.such.id a b");
    CHECK(words::sentence(Language::zh_CN, "tax_id.check_digit", {}) == "第位应为 ,现为 ");
    CHECK(words::sentence(Language::zh_CN, "tax_id.check_digit", {"{1}", "{0}", "{9}"}) == "第{1}位应为 {0},现为 {9}");
    CHECK(words::group_digits("0") == "0");
    CHECK(words::group_digits("-1234") == "-1,234");
    CHECK(words::group_digits("12a4") == "12a4");
    CHECK(words::group_digits("") == "");
}

TEST_CASE("errors, findings and steps become sentences") {
    const Error missing(Code::registry_missing, {"/x/y.goufang"});
    CHECK(words::describe(Language::zh_CN, missing).find("goufang new") != std::string::npos);
    const Error syntax(Code::syntax, {"12", "3", "xml.duplicate_attribute", "MC"});
    CHECK(words::describe(Language::zh_CN, syntax) == "第 12 行第 3 列：属性“MC”出现两次");
    CHECK(words::describe(Language::en, syntax) == "Line 12, column 3: the attribute “MC” stands twice");
    const Error bad(Code::bad_argument, {"--limit", "x", "value.whole_number", "1"});
    CHECK(words::describe(Language::zh_CN, bad) == "--limit 的值“x”不对：应为不小于 1 的整数");
    const Error none(Code::not_found, {"category", "华北"});
    CHECK(words::describe(Language::zh_CN, none).starts_with("找不到分类：华北"));
    for (const auto language : k_all)
        for (const auto code : {Code::syntax, Code::not_found, Code::bad_argument, Code::internal, Code::too_large})
            CHECK_FALSE(words::describe(language, Error(code)).empty()); // without any argument

    check::Finding twice;
    twice.rule = "import.same_name";
    twice.args = {"甲", "7"};
    CHECK(words::describe(Language::zh_CN, twice).find("第 7 行") != std::string::npos);
    twice.args = {"甲", ""};
    CHECK(words::describe(Language::zh_CN, twice).find("登记库中已有") != std::string::npos);

    store::Step step;
    step.kind = store::StepKind::import_file;
    step.args = {"A5k.txt", "4905", "5000", "4905", "0", "120"};
    CHECK(words::describe(Language::zh_CN, step) == "导入 A5k.txt 4,905/5,000");
    store::Step undo;
    undo.kind = store::StepKind::undo_step;
    undo.args = {"3", "import_file", "497", "3", "0", "A5k.txt", "500", "500"};
    CHECK(words::describe(Language::zh_CN, undo) == "撤销第 3 步：导入 A5k.txt 500/500（还原 497，保留 3，失败 0）");
    store::Step edit;
    edit.kind = store::StepKind::edit_buyer;
    edit.args = {"001001", "甲", "phone", "category"};
    CHECK(words::describe(Language::zh_CN, edit) == "修改 001001 甲：电话、分类");
    CHECK(words::describe(Language::en, edit) == "Edit 001001 甲: Phone, Category");
    for (int k = 0; k <= static_cast<int>(store::StepKind::merge_buyers); ++k) { // without arguments: no crash
        store::Step empty;
        empty.kind = static_cast<store::StepKind>(k);
        for (const auto language : k_all) CHECK_FALSE(words::describe(language, empty).empty());
    }
}

TEST_CASE("the language comes from the environment") {
    const auto from = [](std::string_view all, std::string_view messages, std::string_view lang) {
        return words::language_from_environment(all, messages, lang);
    };
    CHECK(from("", "", "") == Language::zh_CN);
    CHECK(from("C", "", "en_US.UTF-8") == Language::zh_CN);
    CHECK(from("", "", "C.UTF-8") == Language::zh_CN);
    CHECK(from("", "", "POSIX") == Language::zh_CN);
    CHECK(from("", "", "zh_CN.UTF-8") == Language::zh_CN);
    CHECK(from("", "", "zh_SG") == Language::zh_CN);
    CHECK(from("", "", "zh_TW.UTF-8") == Language::zh_TW);
    CHECK(from("", "zh_HK", "en_US") == Language::zh_TW);
    CHECK(from("en_GB.UTF-8", "zh_CN", "zh_CN") == Language::en);
    CHECK(from("", "", "de_DE.UTF-8@euro") == Language::en);
    CHECK(words::language_from("zh-Hant") == Language::zh_TW);
    CHECK(words::language_from("EN") == Language::en);
    CHECK_FALSE(words::language_from("english").has_value());
    CHECK_FALSE(words::language_from("").has_value());
}
