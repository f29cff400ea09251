#include "core/text/fold.h"
#include "core/text/utf8.h"
#include "tests/support/catch.h"
#include "tests/text/random_text.h"

#include <set>

using namespace goufang::text;

TEST_CASE("Key A: the same name in another dress") {
    struct Row {
        const char *a, *b;
        bool same;
    };
    const Row rows[] = {
        {"北京示例（中国）有限公司", "北京示例(中国)有限公司", true},
        {"北京示例（中国）有限公司", "北京示例〔中国〕 有限公司", true},
        {"ＡＢＣ１２３商贸行", "abc123商贸行", true},
        {"阿·里·样本", "阿•里・样本", true},
        {"阿·里·样本", "阿里样本", true},
        {"甲-乙贸易", "甲－乙贸易", true},
        {"甲—乙贸易", "甲乙贸易", true},
        {"甲 乙　贸易", "甲乙贸易", true},
        {"甲\u200B乙\uFEFF贸易", "甲乙贸易", true},
        {"甲㈱", "甲(株)", true},
        {"甲①店", "甲1店", true},
        {"甲50㎡", "甲50m2", true},
        {"\uF9DF", "履", true},            // compatibility ideograph
        {"\U0002F800", "丽", true},        // the same outside the BMP
        {"Caf\u00E9", "CAFE\u0301", true}, // both spellings of one letter
        {"ｶﾌﾞ", "カ\u30D6", true},         // half-width kana
        {"甲：乙", "甲:乙", true},
        {"⼄商行", "乙商行", true},      // Kangxi radical
        {"华东贸易", "華東貿易", false}, // variants are kept apart
        {"第一分店", "第二分店", false},
        {"甲有限公司", "甲有限责任公司", false},
        {"甲&乙", "甲乙", false},
        {"甲:乙", "甲乙", false},
        {"一", "-", false},
    };
    for (const Row& row : rows) {
        INFO(row.a << " / " << row.b);
        CHECK((name_key(row.a) == name_key(row.b)) == row.same);
    }
    CHECK(name_key(" （）·-　").empty());
}

TEST_CASE("Key B: the legal form made one") {
    const std::string key = similar_key("甲乙有限责任公司");
    for (const char* name : {"甲乙有限公司", "甲乙股份有限公司", "甲乙公司", "甲乙（股份）有限公司", "甲乙责任有限公司",
                             "甲 乙有限责任公司"}) {
        INFO(name);
        CHECK(similar_key(name) == key);
    }
    CHECK(similar_key("甲乙有限公司杭州分公司") == similar_key("甲乙股份有限公司杭州分公司"));
    CHECK(similar_key("甲乙厂") != key);
    CHECK(similar_key("乙甲有限公司") != key);
    CHECK(similar_key("有限") == name_key("有限"));
}

TEST_CASE("Tax id as compared") {
    CHECK(tax_id_key(" ９１９９９９９９ma00000154 ") == "91999999MA00000154");
    CHECK(tax_id_key("91999999-MA000001-54") == "91999999MA00000154");
    CHECK(tax_id_key("9199\u200B9999\u00A0MA－00000154") == "91999999MA00000154");
    CHECK(tax_id_key("").empty());
}

TEST_CASE("Search fold") {
    const std::pair<const char*, const char*> rows[] = {
        {"華東", "华东"},
        {"华东", "华东"},
        {"ＡＢＣ　ｘ", "abc x"},
        {"甲（乙）【丙】〔丁〕《戊》", "甲(乙)(丙)(丁)(戊)"},
        {"50㎡", "50m2"},
        {"阿•里", "阿·里"},
        {"a—b－c", "a-b-c"},
        {"臺灣銀行", "台湾银行"},
        {"乾坤著作", "乾坤著作"}, // simplified text uses these too
        {"特徵覆核", "特征覆核"},
        {"鍾", "钟"},
        {"\u200Ba\uFE0F", "a"},
        {"\u00C9", "e\u0301"},
        {"", ""},
    };
    for (const auto& [from, to] : rows) {
        INFO(from);
        CHECK(search_fold(from) == to);
    }
}

TEST_CASE("Search fold: each character of the result knows where it came from") {
    std::vector<std::uint32_t> origin;
    CHECK(search_fold("a\u200B㎡華(", &origin) == "am2华(");
    CHECK(origin == std::vector<std::uint32_t>{0, 2, 2, 3, 4});
    Random random(9);
    for (int i = 0; i < 2000; ++i) {
        const std::string s = random_text(random, random.below(30));
        const std::string folded = search_fold(s, &origin);
        REQUIRE(folded == search_fold(s));
        REQUIRE(valid_utf8(folded));
        REQUIRE(count_code_points(folded) == origin.size());
        REQUIRE(std::is_sorted(origin.begin(), origin.end()));
        if (!origin.empty()) REQUIRE(origin.back() < count_code_points(s));
    }
}

TEST_CASE("Folds are stable: folding twice is folding once, for every character") {
    std::size_t search = 0, name = 0, heading = 0;
    for (char32_t c = 1; c < 0x30000; ++c) {
        if (c == 0xD800) c = 0xE000;
        std::string s;
        append_utf8(s, c);
        const std::string a = search_fold(s), b = name_key(s), h = fold_heading(s);
        search += search_fold(a) != a;
        name += name_key(b) != b;
        heading += fold_heading(h) != h;
    }
    CHECK(search == 0);
    CHECK(name == 0);
    CHECK(heading == 0);
}

TEST_CASE("Folds of a whole are the folds of its parts") { // fragments can be searched for
    Random random(21);
    for (int i = 0; i < 1000; ++i) {
        const std::string a = random_text(random, random.below(10)), b = random_text(random, random.below(10));
        REQUIRE(search_fold(a + b) == search_fold(a) + search_fold(b));
        REQUIRE(name_key(a + b) == name_key(a) + name_key(b));
    }
}

TEST_CASE("Headings") {
    const std::pair<const char*, const char*> rows[] = {
        {" *购方名称 ", "购方名称"}, {"购方\n名称", "购方名称"},     {"＊税号（必填）", "税号(必填)"},
        {"Tax　ID", "taxid"},        {"地址【电话】", "地址(电话)"}, {"购方名称*", "购方名称"},
        {"\u00A0编码\r\n", "编码"},
    };
    for (const auto& [from, to] : rows) CHECK(fold_heading(from) == to);
}

TEST_CASE("Key hash: XXH64, the same for ever") {
    CHECK(key_hash("") == 0);
    CHECK(key_hash("a") == 0xd24ec4f1a98c6e5bU);
    CHECK(key_hash("abc") == 0x44bc2cf5ad770999U);
    std::set<std::uint64_t> seen;
    std::string s;
    for (int i = 0; i < 2000; ++i) {
        seen.insert(key_hash(s += static_cast<char>('a' + i % 26)));
        seen.insert(key_hash(std::to_string(i)));
    }
    CHECK(seen.size() == 4000);
    CHECK(seen.count(0) == 0);
}
