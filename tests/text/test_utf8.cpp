#include "core/text/utf8.h"
#include "tests/support/catch.h"
#include "tests/text/random_text.h"

using namespace goufang::text;

TEST_CASE("UTF-8: every code point goes there and back") {
    bool good = true;
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
        if (c == 0xD800) c = 0xE000;
        std::string s;
        append_utf8(s, c);
        std::size_t at = 0;
        good = good && valid_utf8(s) && next_code_point(s, at) == c && at == s.size() && count_code_points(s) == 1;
    }
    CHECK(good);
}

TEST_CASE("UTF-8: malformed sequences are found where they stand") {
    struct Row {
        const char* name;
        std::string bytes;
        std::size_t bad;
    };
    const Row rows[] = {
        {"lone continuation", "a\x80", 1},
        {"overlong two", "\xC0\xAF", 0},
        {"overlong two, second form", "ab\xC1\xBF", 2},
        {"overlong three", "\xE0\x9F\xBF", 0},
        {"overlong four", "\xF0\x8F\xBF\xBF", 0},
        {"surrogate", "\xE4\xB8\xAD\xED\xA0\x80", 3},
        {"last surrogate", "\xED\xBF\xBF", 0},
        {"above the last plane", "\xF4\x90\x80\x80", 0},
        {"five bytes", "\xF8\x88\x80\x80\x80", 0},
        {"FE", "\xFE", 0},
        {"FF", "12345678\xFF", 8},
        {"cut two", "\xC3", 0},
        {"cut three", "\xE4\xB8", 0},
        {"cut four", "\xF0\x9F\x98", 0},
        {"wrong third byte", "\xE4\xB8\x41", 0},
        {"wrong second byte after Han", "\xE4\xB8\xAD\xE4\x41\xAD", 3},
        {"good ASCII", "plain text of some length", npos},
        {"good Han", "\xE4\xB8\xAD\xE6\x96\x87", npos},
        {"edges", "\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF\xC2\x80\xE0\xA0\x80\xF0\x90\x80\x80", npos},
        {"empty", "", npos},
    };
    for (const Row& row : rows) {
        INFO(row.name);
        CHECK(first_invalid_utf8(row.bytes) == row.bad);
    }
}

TEST_CASE("UTF-8: a bad byte is found at every offset of long texts") {
    const std::string good =
        "0123456789\xE4\xB8\xAD\xE6\x96\x87xyz\xC3\xA9\xF0\x9F\x98\x80 and then more ASCII to run over";
    for (std::size_t i = 0; i <= good.size(); ++i) {
        if (i < good.size() && (static_cast<unsigned char>(good[i]) & 0xC0) == 0x80) continue;
        std::string s = good;
        s.insert(i, 1, '\xFF');
        CHECK(first_invalid_utf8(s) == i);
        CHECK(first_invalid_utf8(good.substr(0, i)) == npos);
    }
}

TEST_CASE("UTF-8: reading truncated text stays inside it") {
    const std::string whole = "a\xE4\xB8\xAD\xF0\x9F\x98\x80";
    for (std::size_t n = 0; n <= whole.size(); ++n) {
        const std::string cut = whole.substr(0, n);
        std::size_t at = 0, steps = 0;
        while (at < cut.size()) {
            next_code_point(cut, at);
            REQUIRE(++steps <= cut.size());
        }
        CHECK(at == cut.size());
    }
}

TEST_CASE("Columns on a terminal") {
    struct Row {
        const char32_t* text;
        std::size_t columns;
    };
    const Row rows[] = {
        {U"", 0},
        {U"abc", 3},
        {U"\u5317\u4eac", 4},             // Han
        {U"\uFF08\uFF21\uFF09\u3000", 8}, // full width
        {U"e\u0301", 1},                  // combining mark
        {U"a\u200Bb\uFEFF", 2},           // zero width
        {U"\U00020087\U0002CB78", 4},     // Han outside the BMP
        {U"\U0001F600", 2},               // emoji
        {U"\uFF76\uFF9E", 2},             // half-width kana
        {U"\u20AC\u00B7\u00E9", 3},
        {U"\uD55C", 2},
    };
    for (const Row& row : rows) {
        std::string s;
        for (const char32_t* c = row.text; *c; ++c) append_utf8(s, *c);
        INFO(s);
        CHECK(display_width(s) == row.columns);
    }
}

TEST_CASE("Text is cut to columns with an ellipsis") {
    CHECK(fit_width("\u5317\u4eac\u5e02", 6) == "\u5317\u4eac\u5e02");
    CHECK(fit_width("\u5317\u4eac\u5e02", 5) == "\u5317\u4eac\u2026");
    CHECK(fit_width("\u5317\u4eac\u5e02", 4) == "\u5317\u2026"); // half a character does not fit
    CHECK(fit_width("\u5317\u4eac\u5e02", 1) == "\u2026");
    CHECK(fit_width("\u5317", 0).empty());
    CHECK(fit_width("abcdef", 6) == "abcdef");
    CHECK(fit_width("abcdef", 4) == "abc\u2026");
    Random random(7);
    for (int i = 0; i < 2000; ++i) {
        const std::string s = random_text(random, random.below(20));
        const std::size_t columns = random.below(25);
        const std::string cut = fit_width(s, columns);
        REQUIRE(valid_utf8(cut));
        REQUIRE(display_width(cut) <= columns);
        if (display_width(s) <= columns && columns > 0) REQUIRE(cut == s);
    }
}
