#include "core/find/alphabet.h"
#include "core/find/index.h"
#include "tests/support/catch.h"

#include <fstream>

using namespace goufang::find;

TEST_CASE("proposed mnemonics: at most one name in a hundred of the labelled list is wrong") {
    std::ifstream in(GOUFANG_SOURCE_DIR "/tests/data/mnemonics.tsv");
    std::string line;
    int names = 0, wrong = 0;
    std::string which;
    while (std::getline(in, line)) {
        if (line.empty() || line[0] == '#') continue;
        const std::size_t tab = line.find('\t');
        REQUIRE(tab != std::string::npos);
        const std::string name = line.substr(0, tab), expected = line.substr(tab + 1);
        const std::string got = propose_mnemonic(name, 100);
        ++names;
        if (got != expected) {
            ++wrong;
            which += "\n" + name + ": " + got + ", expected " + expected;
        }
    }
    INFO(wrong << " of " << names << " wrong:" << which);
    CHECK(names >= 300);
    CHECK(wrong * 100 <= names);
}

TEST_CASE("proposed mnemonics: form") {
    CHECK(propose_mnemonic("测试甲有限公司") == "CSJYXG");
    CHECK(propose_mnemonic("测试甲有限公司", 20) == "CSJYXGS");
    CHECK(propose_mnemonic("重慶銀行") == "CQYH");
    CHECK(propose_mnemonic("ａｂｃ（上海）贸易", 20) == "ABCSHMY");
    CHECK(propose_mnemonic("3M中国2店", 20) == "MZG2D");
    CHECK(propose_mnemonic("").empty());
    CHECK(propose_mnemonic("（）、。").empty());
    CHECK(propose_mnemonic("\U00020164\U0001F600").size() <= 2);
    CHECK(propose_mnemonic("重庆银行", 0).empty());
}

TEST_CASE("every word of the exceptions names readings that its characters have or a guard needs") {
    const Alphabet& alphabet = Alphabet::get();
    struct Word {
        std::string_view word, readings;
    };
    constexpr Word words[] = {
#define GOUFANG_WORD(word, readings) {word, readings},
#define GOUFANG_SURNAME(word, readings) {word, readings},
#include "assets/pinyin/words.def"
#undef GOUFANG_WORD
#undef GOUFANG_SURNAME
    };
    for (const Word& w : words) {
        std::string code;
        alphabet.encode(w.word, code);
        std::size_t from = 0;
        for (const char32_t c : alphabet.decode(code)) {
            const std::size_t to = std::min(w.readings.find(' ', from), w.readings.size());
            const auto all = alphabet.readings(alphabet.list_of(c));
            INFO(w.word << " " << w.readings);
            CHECK(std::find(all.begin(), all.end(), w.readings.substr(from, to - from)) != all.end());
            from = to + 1;
        }
        CHECK(from == w.readings.size() + 1);
    }
}

TEST_CASE("the code of characters is found again and parts characters cleanly") {
    const Alphabet& alphabet = Alphabet::get();
    std::string code;
    for (char32_t c = 0x20; c < 0x110000; c += c < 0xD000 ? 1 : 97) {
        if (c >= 0xD800 && c < 0xE000) continue;
        code.clear();
        alphabet.append(c, code);
        std::size_t at = 0;
        if (alphabet.next(code, at) != c || at != code.size()) {
            INFO(static_cast<std::uint32_t>(c));
            FAIL_CHECK("not the same");
        }
        CHECK(Alphabet::count(code) == 1);
        for (const char byte : code)
            if (static_cast<unsigned char>(byte) < 0x10) FAIL_CHECK("a mark inside a character");
    }
    code.clear();
    CHECK(alphabet.encode("重庆银行ABC", code));
    CHECK(code.size() == 4 * 2 + 3);
    CHECK(alphabet.decode(code) == U"重庆银行abc");
    CHECK_FALSE(alphabet.encode("㎡", code));
}

TEST_CASE("readings: all of them, with v and u") {
    const Alphabet& alphabet = Alphabet::get();
    const auto has = [&](char32_t c, std::string_view reading) {
        const auto all = alphabet.readings(alphabet.list_of(c));
        return std::find(all.begin(), all.end(), reading) != all.end();
    };
    CHECK((has(U'重', "chong") && has(U'重', "zhong")));
    CHECK((has(U'厦', "xia") && has(U'厦', "sha")));
    CHECK((has(U'单', "shan") && has(U'单', "dan") && has(U'单', "chan")));
    CHECK((has(U'曾', "zeng") && has(U'曾', "ceng")));
    CHECK((has(U'六', "lu") && has(U'绿', "lv") && has(U'绿', "lu")));
    CHECK(alphabet.list_of(U'（') == k_no_list);
    std::size_t characters = 0;
    for (char32_t c = 0x4E00; c <= 0x9FA5; ++c) characters += alphabet.list_of(c) != k_no_list;
    CHECK(characters > 20000);
}
