#include "core/model/buyer.h"
#include "core/model/dates.h"
#include "core/text/errors.h"
#include "tests/support/catch.h"
#include "tests/support/random_buyer.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>

using namespace goufang;
using namespace goufang::model;
using test::Nasty;
using test::Random;

namespace {

std::size_t cases(std::size_t normal) {
    const char* n = std::getenv("GOUFANG_CASES");
    return std::max<std::size_t>(n ? std::strtoull(n, nullptr, 10) : 0, normal); // more, never less
}

std::string syntax_of(std::string_view json) {
    try {
        (void)from_json(json);
    } catch (const Error& e) {
        REQUIRE(e.code() == Code::syntax);
        REQUIRE(e.args().size() == 4);
        return e.args()[2];
    }
    return "none";
}

} // namespace

TEST_CASE("field table: keys and first headings are unique and found") {
    for (const FieldInfo& f : k_fields) {
        CHECK(field_by_key(f.key) == f.field);
        for (std::string_view rest = f.headings;;) {
            const std::size_t bar = rest.find('|');
            INFO(rest.substr(0, bar));
            CHECK(field_by_heading(rest.substr(0, bar)) == f.field);
            if (bar == rest.npos) break;
            rest.remove_prefix(bar + 1);
        }
        CHECK(&info(f.field) == &f);
    }
    CHECK_FALSE(field_by_key("Name"));
    CHECK_FALSE(field_by_key(""));
}

TEST_CASE("headings are compared folded") {
    CHECK(field_by_heading("*购买方名称") == Field::name);
    CHECK(field_by_heading(" 名 称 ") == Field::name);
    CHECK(field_by_heading("纳税人\n识别号") == Field::tax_id);
    CHECK(field_by_heading("E-MAIL") == Field::email);
    CHECK(field_by_heading("帐号") == Field::account);
    CHECK_FALSE(field_by_heading("金额"));
    CHECK_FALSE(field_by_heading(""));
}

TEST_CASE("kind and status are read from keys and Chinese words") {
    for (const Kind k : {Kind::enterprise, Kind::sole_trader, Kind::institution, Kind::person, Kind::overseas})
        CHECK(kind_from(kind_key(k)) == k);
    for (const Status s : {Status::active, Status::draft, Status::inactive}) CHECK(status_from(status_key(s)) == s);
    CHECK(kind_from("个体工商户") == Kind::sole_trader);
    CHECK(kind_from("机关事业") == Kind::institution);
    CHECK(kind_from("境外") == Kind::overseas);
    CHECK(kind_from("Person") == Kind::person);
    CHECK(status_from("停用") == Status::inactive);
    CHECK(status_from("待核") == Status::draft);
    CHECK_FALSE(kind_from(""));
    CHECK_FALSE(kind_from("其他"));
    CHECK_FALSE(status_from(""));
}

TEST_CASE("set_text refuses what does not fit and changes nothing") {
    struct Row {
        Field field;
        std::string_view bad, good;
    };
    const Row rows[] = {
        {Field::name, std::string_view("a\0b", 3), "甲公司"},
        {Field::name, "\xFF", "乙"},
        {Field::kind, "", "person"},
        {Field::status, "x", "draft"},
        {Field::id_check, "maybe", "true"},
        {Field::verified_on, "2026-02-29", "2028-02-29"},
        {Field::verified_on, "2026-1-02", "2026-01-02"},
        {Field::verified_on, "2026-13-02", "2026-12-31"},
        {Field::verified_on, "2026-00-00", ""},
        {Field::tags, "[1]", R"(["a","b"])"},
        {Field::tags, R"(["a")", "[]"},
        {Field::tags, R"(["a"] x)", R"(["a"])"},
        {Field::more_addresses, R"([{"address":"a","phone":1}])", R"([{"address":"a","phone":"1"}])"},
        {Field::more_addresses, R"([{"address":"a","tel":"1"}])", R"([{"phone":"1"}])"},
        {Field::more_addresses, R"({"address":"a"})", "[]"},
        {Field::more_accounts, R"([{"bank":"a","bank":"b"}])", R"([{"bank":"a","account":"b"}])"},
        {Field::more_accounts, R"([{"bank":"a","account":"b","until":"gestern"}])",
         R"([{"bank":"a","account":"b","until":"2025-12-31"},{"bank":"a","account":"c"}])"},
        {Field::more_addresses, R"([{"address":"a","phone":"1","until":"2025-12-31"}])", "[]"},
        {Field::former_names, R"([{"name":"a","until":"gestern"}])", R"([{"name":"a","until":"2025-12-31"}])"},
        {Field::custom, "[[]]", R"([{"key":"a","value":"b"}])"},
    };
    for (const Row& row : rows) {
        INFO(info(row.field).key << " " << row.bad);
        Random r(7);
        Buyer b = test::random_buyer(r, Nasty::gbk);
        const Buyer before = b;
        CHECK_FALSE(set_text(b, row.field, row.bad));
        CHECK(same_values(b, before));
        CHECK(set_text(b, row.field, row.good));
    }
    Buyer b;
    for (const char* yes : {"true", "True", "是", "1", "YES"}) {
        b.id_check = false;
        CHECK(set_text(b, Field::id_check, yes));
        CHECK(b.id_check);
    }
    for (const char* no : {"false", "FALSE", "否", "0", "no"}) {
        CHECK(set_text(b, Field::id_check, no));
        CHECK_FALSE(b.id_check);
    }
}

TEST_CASE("every field survives to_text and set_text, and JSON") {
    Random r(1);
    for (std::size_t i = 0; i < cases(2000); ++i) {
        const Buyer b = test::random_buyer(r, static_cast<Nasty>(i % 3));
        Buyer c;
        for (const FieldInfo& f : k_fields) {
            REQUIRE(set_text(c, f.field, to_text(b, f.field)));
            if (is_blank(b, f.field)) REQUIRE(to_text(b, f.field).empty());
        }
        REQUIRE(same_values(b, c));
        REQUIRE(differing(b, c).empty());
        REQUIRE(same_values(b, from_json(to_json(b))));
        REQUIRE(same_values(b, from_json(to_json(b, true))));
        // any other JSON reader sees the same values
        const auto j = nlohmann::json::parse(to_json(b, true));
        REQUIRE(j.at("name") == b.name);
        REQUIRE(j.at("more_addresses").size() == b.more_addresses.size());
        REQUIRE(j.size() == k_field_count);
    }
}

TEST_CASE("blank fields are left out of JSON and key order is the table's") {
    Buyer b;
    b.name = "甲\"\\\n\x01\x7F";
    CHECK(to_json(b) == R"({"name":"甲\"\\\n\u0001\u007f","kind":"enterprise","id_check":false,"status":"active"})");
    b.tags = {"x"};
    b.former_names = {{"旧名", ""}, {"更旧", "2020-01-01"}};
    CHECK(to_text(b, Field::tags) == R"(["x"])");
    CHECK(to_text(b, Field::former_names) == R"([{"name":"旧名"},{"name":"更旧","until":"2020-01-01"}])");
}

TEST_CASE("broken buyer JSON is refused with its cause") {
    CHECK(syntax_of("") == "json.syntax");
    CHECK(syntax_of("{") == "json.syntax");
    CHECK(syntax_of("{}x") == "json.syntax");
    CHECK(syntax_of("{\"name\":\"\xFF\"}") == "json.syntax");
    CHECK(syntax_of(R"({"name":"\ud800"})") == "json.syntax");
    CHECK(syntax_of("[]") == "json.wrong_type");
    CHECK(syntax_of("1") == "json.wrong_type");
    CHECK(syntax_of("null") == "json.wrong_type");
    CHECK(syntax_of(R"({"name":1})") == "json.wrong_type");
    CHECK(syntax_of(R"({"name":["a"]})") == "json.wrong_type");
    CHECK(syntax_of(R"({"name":{"a":1}})") == "json.wrong_type");
    CHECK(syntax_of(R"({"kind":"robot"})") == "json.wrong_type");
    CHECK(syntax_of(R"({"id_check":"true"})") == "json.wrong_type");
    CHECK(syntax_of(R"({"verified_on":"2026-02-30"})") == "json.wrong_type");
    CHECK(syntax_of(R"({"tags":"a"})") == "json.wrong_type");
    CHECK(syntax_of(R"({"tags":[["a"]]})") == "json.wrong_type");
    CHECK(syntax_of(R"({"tags":[null]})") == "json.wrong_type");
    CHECK(syntax_of(R"({"custom":["a"]})") == "json.wrong_type");
    CHECK(syntax_of(R"({"custom":[{"key":null}]})") == "json.wrong_type");
    CHECK(syntax_of(R"({"custom":[{"other":"a"}]})") == "json.unknown_key");
    CHECK(syntax_of(R"({"name":"a","name":"b"})") == "json.duplicate_key");
    CHECK(syntax_of(R"({"x":1,"x":2})") == "json.duplicate_key");
    CHECK(syntax_of(R"({"name":"a\u0000b"})") == "json.nul");
    CHECK(syntax_of("{\"x\":" + std::string(100000, '[')) == "json.too_deep");
    CHECK(syntax_of(R"({"name":null,"tags":null})") == "none");
}

TEST_CASE("unknown keys are named and their values skipped") {
    std::vector<std::string> unknown;
    const Buyer b = from_json(R"({"colour":"red","name":"甲","deep":{"a":[1,{"b":[null,true,1.5]}]},"n":3,"list":[],)"
                              R"("o":{},"tags":["t"]})",
                              &unknown);
    CHECK(unknown == std::vector<std::string>{"colour", "deep", "n", "list", "o"});
    CHECK(b.name == "甲");
    CHECK(b.tags == std::vector<std::string>{"t"});
}

TEST_CASE("JSON cut anywhere is refused and never crashes") {
    Random r(3);
    Buyer b = test::random_buyer(r, Nasty::unicode);
    b.more_addresses = {{"a", "b"}};
    b.custom = {{"k", "v"}};
    const std::string json = to_json(b, true);
    for (std::size_t n = 0; n < json.size(); ++n) {
        INFO(n);
        CHECK_THROWS_AS(from_json(std::string_view(json).substr(0, n)), Error);
    }
    for (std::size_t i = 0; i < cases(3000); ++i) { // one byte changed: a value or an Error, nothing else
        std::string broken = json;
        broken[r.below(broken.size())] = static_cast<char>(r.below(256));
        try {
            (void)from_json(broken);
        } catch (const Error& e) {
            REQUIRE(e.code() == Code::syntax);
        }
    }
}

TEST_CASE("differing names exactly the changed fields") {
    Random r(11);
    const Buyer a = test::random_buyer(r);
    for (const FieldInfo& f : k_fields) {
        Buyer b = a;
        if (std::string* text = text_member(b, f.field); text && f.shape == Shape::text)
            *text += "x";
        else if (f.shape == Shape::date)
            REQUIRE(set_text(b, f.field, to_text(a, f.field) == "2020-02-02" ? "" : "2020-02-02"));
        else if (f.shape == Shape::flag)
            b.id_check = !b.id_check;
        else if (f.shape == Shape::kind)
            b.kind = b.kind == Kind::person ? Kind::overseas : Kind::person;
        else if (f.shape == Shape::status)
            b.status = b.status == Status::draft ? Status::active : Status::draft;
        else {
            b.more_addresses =
                f.field == Field::more_addresses ? std::vector<AddressPhone>{{"n", "m"}} : b.more_addresses;
            b.more_accounts = f.field == Field::more_accounts ? std::vector<BankAccount>{{"n", "m"}} : b.more_accounts;
            b.former_names = f.field == Field::former_names ? std::vector<FormerName>{{"n", ""}} : b.former_names;
            b.tags = f.field == Field::tags ? std::vector<std::string>{"nn"} : b.tags;
            b.custom = f.field == Field::custom ? std::vector<CustomField>{{"n", "m"}} : b.custom;
        }
        CHECK(differing(a, b) == std::vector<Field>{f.field});
        CHECK_FALSE(same_values(a, b));
    }
}

TEST_CASE("normalise moves a set up and drops empty ones") {
    Buyer b;
    b.more_addresses = {{"", ""}, {"路1号", ""}, {"路2号", "010-88880000"}};
    b.more_accounts = {{"", "123456"}};
    b.bank = "示例银行";
    b.tags = {"", "a", ""};
    b.custom = {{"", ""}, {"k", ""}};
    normalise(b);
    CHECK(b.address == "路1号");
    CHECK((b.more_addresses == std::vector<AddressPhone>{{"路2号", "010-88880000"}}));
    CHECK(b.bank == "示例银行");
    CHECK(b.more_accounts.size() == 1);
    CHECK(b.tags == std::vector<std::string>{"a"});
    CHECK(b.custom.size() == 1);
    const Buyer once = b;
    normalise(b);
    CHECK(same_values(b, once));
}

TEST_CASE("dates") {
    CHECK(is_date("2024-02-29"));
    CHECK(is_date("2000-02-29"));
    CHECK_FALSE(is_date("1900-02-29"));
    CHECK_FALSE(is_date("2024-04-31"));
    CHECK_FALSE(is_date("2024-4-30"));
    CHECK_FALSE(is_date("2024/04/30"));
    CHECK_FALSE(is_date("2024-04-3x"));
    CHECK_FALSE(is_date("0000-01-01"));
}

TEST_CASE("an account that is out of use never becomes the default one") {
    Buyer b;
    REQUIRE(set_text(b, Field::more_accounts,
                     R"([{"bank":"旧行","account":"1","until":"2026-10-31"},{"bank":"新行","account":"2"}])"));
    normalise(b);
    CHECK(b.account == "2");
    CHECK(to_text(b, Field::more_accounts) == R"([{"bank":"旧行","account":"1","until":"2026-10-31"}])");
    b.bank = b.account = "";
    normalise(b);
    CHECK(b.account.empty());
    REQUIRE(b.more_accounts.size() == 1);
}
