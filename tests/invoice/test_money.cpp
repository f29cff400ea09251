#include "core/text/errors.h"
#include "invoice/goods_line.h"
#include "invoice/money.h"
#include "tests/support/catch.h"

using namespace goufang;
using namespace goufang::invoice;

TEST_CASE("money: amounts are read as whole cents or not at all") {
    struct {
        const char* text;
        std::optional<std::int64_t> cents;
    } const table[] = {
        {"0", 0},
        {"100", 10000},
        {"100.5", 10050},
        {"100.50", 10050},
        {"100.500", 10050},
        {"-3.00", -300},
        {"+1", 100},
        {" 7 ", 700},
        {".5", 50},
        {"5.", 500},
        {"0.01", 1},
        {"0.001", {}},
        {"1.005", {}},
        {"1e2", {}},
        {"1,000", {}},
        {"", {}},
        {"-", {}},
        {".", {}},
        {"1.2.3", {}},
        {"--1", {}},
        {"１", {}},
        {"0x10", {}},
        {"1 0", {}},
        {"-0", 0},
        {"999999999999.99", k_max_cents},
        {"1000000000000", {}},
        {"99999999999999999999", {}},
        {"000000000000000000000012.30", 1230},
    };
    for (const auto& t : table) {
        INFO(t.text);
        CHECK(parse_cents(t.text) == t.cents);
    }
}

TEST_CASE("money: rates become fractions without trailing zeros") {
    struct {
        const char* text;
        const char* fraction; // nullptr = none
    } const table[] = {
        {"0.13", "0.13"},   {"13%", "0.13"},    {"13 %", "0.13"},  {".06", "0.06"},      {"0.130", "0.13"},
        {"1.5%", "0.015"},  {"0.015", "0.015"}, {"0", "0"},        {"0%", "0"},          {"0.00", "0"},
        {"3%", "0.03"},     {"10%", "0.1"},     {"100%", nullptr}, {"1", nullptr},       {"13", nullptr},
        {"-0.13", nullptr}, {"abc", nullptr},   {"%", nullptr},    {"0.00001", nullptr}, {"0.0001", "0.0001"},
        {"13%%", nullptr},  {"", nullptr},
    };
    for (const auto& t : table) {
        INFO(t.text);
        const std::optional<Rate> r = parse_rate(t.text);
        REQUIRE(r.has_value() == (t.fraction != nullptr));
        if (r) CHECK(rate_text(*r) == t.fraction);
    }
}

TEST_CASE("money: tax is rounded half up in integers") {
    struct {
        const char *amount, *rate, *tax;
    } const table[] = {
        {"100.00", "0.13", "13.00"},
        {"100.00", "6%", "6.00"},
        {"0.50", "0.01", "0.01"},
        {"0.49", "0.01", "0.00"},
        {"1.50", "0.03", "0.05"},
        {"1.49", "3%", "0.04"},
        {"33.33", "0.13", "4.33"},
        {"0.05", "0.1", "0.01"},
        {"0.04", "0.1", "0.00"},
        {"-1.50", "0.03", "-0.05"},
        {"123456789.15", "0.13", "16049382.59"},
        {"999999999999.99", "0.9999", "999899999999.99"},
        {"2.675", "0", nullptr},
        {"1.15", "0.1", "0.12"},
    };
    for (const auto& t : table) {
        INFO(t.amount << " x " << t.rate);
        const auto cents = parse_cents(t.amount);
        if (!t.tax) {
            CHECK_FALSE(cents);
            continue;
        }
        CHECK(cents_text(tax_cents(cents.value(), parse_rate(t.rate).value())) == t.tax);
    }
}

TEST_CASE("money: text of cents is read back") {
    for (std::int64_t c : {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, std::int64_t{99}, std::int64_t{-100},
                           std::int64_t{123456}, k_max_cents, -k_max_cents})
        CHECK(parse_cents(cents_text(c)) == c);
    CHECK(cents_text(-5) == "-0.05");
    CHECK(cents_text(0) == "0.00");
}

TEST_CASE("goods line: checked and computed") {
    const GoodsLine g = goods_line(Goods{"示例服务费", "3049900000000000000", "6%", "100"});
    CHECK(g.rate == "0.06");
    CHECK(g.amount == "100.00");
    CHECK(g.tax == "6.00");
    CHECK(g.total == "106.00");
    CHECK(g.zero_mark.empty());
    CHECK(g.preferential == "0");
    CHECK(goods_line(Goods{"a", "3049900000000000000", "0", "1"}).zero_mark == "3");
    const GoodsLine free = goods_line(Goods{"a", "3049900000000000000", "免税", "1"});
    CHECK(free.zero_mark == "1");
    CHECK(free.preferential == "1");
    CHECK(free.policy == "免税");
    CHECK(free.rate == "0");
    CHECK(goods_line(Goods{"a", "3049900000000000000", "不征税", "1"}).zero_mark == "2");
}

TEST_CASE("goods line: each fault has its sentence") {
    const std::string code = "3049900000000000000";
    struct {
        std::optional<Goods> goods;
        const char* sentence;
    } const table[] = {
        {std::nullopt, "goods.required"},
        {Goods{"", code, "0.13", "1"}, "goods.name"},
        {Goods{" \t", code, "0.13", "1"}, "goods.name"},
        {Goods{std::string(93, 'x'), code, "0.13", "1"}, "goods.name_too_long"},
        {Goods{"x", "304990000000000000", "0.13", "1"}, "goods.code"},
        {Goods{"x", "304990000000000000A", "0.13", "1"}, "goods.code"},
        {Goods{"x", "3009900000000000000", "0.13", "1"}, "goods.code"},
        {Goods{"x", code, "1.3", "1"}, "goods.rate"},
        {Goods{"x", code, "", "1"}, "goods.rate"},
        {Goods{"x", code, "0.13", "0"}, "goods.amount"},
        {Goods{"x", code, "0.13", "-1"}, "goods.amount"},
        {Goods{"x", code, "0.13", "1.005"}, "goods.amount"},
        {Goods{"x", code, "0.13", "999999999999.99"}, "goods.amount"},
    };
    for (const auto& t : table) {
        INFO(t.sentence);
        try {
            (void)goods_line(t.goods);
            FAIL("taken");
        } catch (const Error& e) {
            CHECK(e.code() == Code::bad_argument);
            CHECK(e.args().at(0) == "goods");
            CHECK(e.args().at(2) == t.sentence);
        }
    }
    std::string long_name;
    for (int i = 0; i < 46; ++i) long_name += "字";
    CHECK_NOTHROW(goods_line(Goods{long_name, code, "0.13", "1"}));
}
