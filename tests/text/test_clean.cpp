#include "core/text/fold.h"
#include "tests/support/catch.h"
#include "tests/text/random_text.h"

using namespace goufang::text;

TEST_CASE("Cleaning of stored text") {
    const std::pair<const char*, const char*> rows[] = {
        {"", ""},
        {"   ", ""},
        {"\u200B", ""},
        {" 甲公司 ", "甲公司"},
        {"甲\u200B公\uFEFF司\u202A\u2060\u2066\uFE0F", "甲公司"},
        {"甲\U000E0100乙", "甲乙"},
        {"张 三", "张三"},
        {"张　三", "张三"},
        {"张\u00A0 \t三", "张三"},
        {"张\u200B 三", "张三"},
        {"甲\r\n乙", "甲乙"},
        {"甲 A 乙", "甲 A 乙"},
        {"a  b\t\nc", "a b c"},
        {"a\u3000b", "a b"},
        {"ＡＢｃ１２３", "ABc123"},
        {"A•B‧C・D･E·F", "A·B·C·D·E·F"},
        {"甲（乙）(丙)", "甲（乙）(丙)"},
        {"￥100 ㎡ ① ℃ № ㈱", "￥100 ㎡ ① ℃ № ㈱"},
        {"甲，乙。丙、丁：戊", "甲，乙。丙、丁：戊"},
        {"－＋（Ａ）", "－＋（A）"},
        {"\uF9DF\U0002F800", "履丽"},
        {"甲） 乙", "甲） 乙"},
        {"𠂇 𠂇", "𠂇𠂇"},
        {"\u00AD", "\u00AD"}, // not in the list of what is safe to delete
        {"e\u0301", "e\u0301"},
        {"\x01", "\x01"}, // a control character is for the checks to report
    };
    for (const auto& [from, to] : rows) {
        INFO(from);
        CHECK(clean_text(from) == to);
        CHECK(is_clean(from) == (std::string_view(from) == to));
    }
    CHECK(clean_text(std::string_view("a\0b", 3)) == std::string_view("a\0b", 3));
}

TEST_CASE("Cleaning of a tax id") {
    CHECK(clean_tax_id(" 91999999 ma00000154\t") == "91999999MA00000154");
    CHECK(clean_tax_id("９１９９-9999－ＭＡ—00000154") == "91999999MA00000154");
    CHECK(clean_tax_id("9199\u200B").compare("9199") == 0);
    CHECK(clean_tax_id("91（a）") == "91（A）"); // what does not belong stays to be seen
}

TEST_CASE("Cleaning twice is cleaning once, and is_clean agrees") {
    Random random(17);
    constexpr std::u32string_view k_alphabet =
        U"ab1 \t\n\u3000\u00A0\u200B\uFEFF\u2022\u00B7\u7532\u4E59\uF9DF\uFF21\uFF08\u3002\u202F-\uFF0D";
    for (int i = 0; i < 20000; ++i) {
        const std::string s =
            i % 2 ? random_from(random, k_alphabet, random.below(10)) : random_text(random, random.below(10));
        const std::string once = clean_text(s);
        REQUIRE(clean_text(once) == once);
        REQUIRE(is_clean(once));
        REQUIRE(is_clean(s) == (s == once));
        REQUIRE(clean_tax_id(clean_tax_id(s)) == clean_tax_id(s));
    }
}

TEST_CASE("Cleaning a name does not change who it is") {
    Random random(19);
    for (int i = 0; i < 5000; ++i) {
        const std::string s = random_text(random, random.below(12));
        REQUIRE(name_key(clean_text(s)) == name_key(s));
        REQUIRE(tax_id_key(clean_tax_id(s)) == tax_id_key(s));
    }
}
