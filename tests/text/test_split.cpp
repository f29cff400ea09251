#include "core/text/fold.h"
#include "core/text/split.h"
#include "core/text/utf8.h"
#include "tests/support/catch.h"
#include "tests/text/random_text.h"

#include <vector>

using namespace goufang::text;

namespace {
struct Row {
    const char *text, *left, *right;
    bool doubtful;
};
} // namespace

TEST_CASE("Address and phone are taken apart") {
    const Row rows[] = {
        {"杭州市西湖区文三路1号0571-88880000", "杭州市西湖区文三路1号", "0571-88880000", false},
        {"杭州市西湖区文三路1号 0571-88880000", "杭州市西湖区文三路1号", "0571-88880000", false},
        {"杭州市西湖区文三路1号　0571-88880000", "杭州市西湖区文三路1号", "0571-88880000", false},
        {"  文三路1号   0571-88880000 ", "文三路1号", "0571-88880000", false},
        {"北京市海淀区样例路1号 010-00000001", "北京市海淀区样例路1号", "010-00000001", false},
        {"上海市浦东新区虚构大道2号 02100000002", "上海市浦东新区虚构大道2号", "02100000002", false},
        {"德阳市样例路1号 0838-2200000", "德阳市样例路1号", "0838-2200000", false},
        {"文三路1号13800138000", "文三路1号", "13800138000", false},
        {"文三路1号 138-0013-8000", "文三路1号", "138-0013-8000", false},
        {"文三路1号 138 0013 8000", "文三路1号", "138 0013 8000", false},
        {"文三路1号 +86 13800138000", "文三路1号", "+86 13800138000", false},
        {"文三路1号 0086-0571-88880000", "文三路1号", "0086-0571-88880000", false},
        {"文三路1号400-800-1234", "文三路1号", "400-800-1234", false},
        {"文三路1号 4008001234", "文三路1号", "4008001234", false},
        {"文三路1号 400-8001-234", "文三路1号", "400-8001-234", false},
        {"文三路1号 800-8100000", "文三路1号", "800-8100000", false},
        {"文三路1号 (0571)88880000", "文三路1号", "(0571)88880000", false},
        {"文三路1号（0571）88880000", "文三路1号", "（0571）88880000", false},
        {"文三路1号 ０５７１－８８８８００００", "文三路1号", "０５７１－８８８８００００", false},
        {"文三路1号 0571-88880000转801", "文三路1号", "0571-88880000转801", false},
        {"文三路1号 0571-88880000 转 801", "文三路1号", "0571-88880000 转 801", false},
        {"文三路1号 0571-88880000-801", "文三路1号", "0571-88880000-801", false},
        {"文三路1号 0571-88880000分机801", "文三路1号", "0571-88880000分机801", false},
        {"文三路1号 0571-88880000 ext.12", "文三路1号", "0571-88880000 ext.12", false},
        {"文三路1号 0571-88880000/13800138000", "文三路1号", "0571-88880000/13800138000", false},
        {"文三路1号 0571-88880000、88880001", "文三路1号", "0571-88880000、88880001", false},
        {"文三路1号 +852-2345-6789", "文三路1号", "+852-2345-6789", false},
        {"0571-88880000", "", "0571-88880000", false},
        {"文三路3幢1201", "文三路3幢1201", "", false},
        {"文三路3幢 1201", "文三路3幢 1201", "", false},
        {"文三路3幢1201 0571-88880000", "文三路3幢1201", "0571-88880000", false},
        {"文三路3-1201室13800138000", "文三路3-1201室", "13800138000", false},
        {"杭州市西湖区", "杭州市西湖区", "", false},
        {"", "", "", false},
        {"   ", "", "", false},
        {"文三路310012", "文三路310012", "", false}, // a post code is no phone
        // a person should look
        {"文三路1号 88880000", "文三路1号", "88880000", true},
        {"文三路1号88880000", "文三路1号", "88880000", true},
        {"文三路10571-88880000", "文三路10571-88880000", "", true},
        {"文三路113800138000", "文三路113800138000", "", true},
        {"文三路1号，0571-88880000", "文三路1号", "0571-88880000", true},
        {"文三路1号 电话：0571-88880000", "文三路1号", "0571-88880000", true},
        {"文三路1号 TEL:0571-88880000", "文三路1号", "0571-88880000", true},
        {"文三路1号（0571-88880000）", "文三路1号", "0571-88880000", true},
        {"文三路1号 95588", "文三路1号", "95588", true},
        {"0571-88880000 文三路1号", "0571-88880000 文三路1号", "", true},
        {"13800138000 文三路1号 0571-88880000", "13800138000 文三路1号", "0571-88880000", true},
        {"文三路1号-13800138000", "文三路1号-", "13800138000", true},
        {"文三路1号0571 88880000", "文三路1号", "0571 88880000", true},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        const Split s = split_address_phone(row.text);
        CHECK(s.left == row.left);
        CHECK(s.right == row.right);
        CHECK(s.doubtful == row.doubtful);
    }
}

TEST_CASE("Bank and account are taken apart") {
    const Row rows[] = {
        {"工商银行杭州分行 1202026219900123456", "工商银行杭州分行", "1202026219900123456", false},
        {"工商银行杭州分行1202026219900123456", "工商银行杭州分行", "1202026219900123456", false},
        {"工商银行杭州分行　1202026219900123456", "工商银行杭州分行", "1202026219900123456", false},
        {"工商银行 6222 0212 3456 7890 123", "工商银行", "6222 0212 3456 7890 123", false},
        {"工商银行 12020-262199-00123456", "工商银行", "12020-262199-00123456", false},
        {"中国银行 NRA12345678", "中国银行", "NRA12345678", false},
        {"工商银行 １２０２０２６２１９９００１２３", "工商银行", "１２０２０２６２１９９００１２３", false},
        {"1202026219900123456", "", "1202026219900123456", false},
        {"工商银行杭州分行", "工商银行杭州分行", "", false},
        {"工商银行第3支行", "工商银行第3支行", "", false},
        {"BANK OF SAMPLE 12345678", "BANK OF SAMPLE", "12345678", false},
        {"", "", "", false},
        // a person should look
        {"工商银行 1234567", "工商银行 1234567", "", true},
        {"工商银行6222 0212 3456 7890", "工商银行", "6222 0212 3456 7890", true},
        {"工商银行支行 12 1202026219900123456", "工商银行支行", "12 1202026219900123456", true},
        {"工商银行：1202026219900123456", "工商银行", "1202026219900123456", true},
        {"工商银行 账号 1202026219900123456", "工商银行", "1202026219900123456", true},
        {"1202026219900123456 工商银行", "1202026219900123456 工商银行", "", true},
        {"工商银行ABC12345678", "工商银行", "ABC12345678", true},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        const Split s = split_bank_account(row.text);
        CHECK(s.left == row.left);
        CHECK(s.right == row.right);
        CHECK(s.doubtful == row.doubtful);
    }
}

TEST_CASE("Joining") {
    CHECK(join_pair("甲路1号", "0571-88880000") == "甲路1号 0571-88880000");
    CHECK(join_pair("", "0571-88880000") == "0571-88880000");
    CHECK(join_pair("甲路1号", "") == "甲路1号");
    CHECK(join_pair("", "").empty());
}

namespace {

std::string digits(Random& random, std::size_t n) {
    std::string s;
    for (std::size_t i = 0; i < n; ++i) s += static_cast<char>('0' + random.below(10));
    return s;
}

template <std::size_t N> std::string one_of(Random& random, const char* const (&table)[N]) {
    return table[random.below(N)];
}

std::string some_phone(Random& random) {
    static const char* const k_codes[] = {"010", "021", "028", "0571", "0838", "0311", "0755", "0991"};
    static const char* const k_between[] = {"-", "", "-"};
    static const char* const k_extension[] = {"", "", "", "转801", "-12", "分机8", "转1"};
    static const char* const k_joint[] = {"/", "、", "，"};
    std::string phone;
    switch (random.below(6)) {
    case 0:
    case 1:
        phone = "1" + std::to_string(3 + random.below(7)) + digits(random, 9);
        break;
    case 2:
        phone = "400-" + digits(random, 3) + "-" + digits(random, 4);
        break;
    case 3:
        phone = "(" + one_of(random, k_codes) + ")" + digits(random, 8);
        break;
    default:
        phone = one_of(random, k_codes) + one_of(random, k_between) + digits(random, 7 + random.below(2)) +
                one_of(random, k_extension);
    }
    if (random.below(5) == 0) phone += one_of(random, k_joint) + some_phone(random);
    return phone;
}

std::string some_address(Random& random) {
    static const char* const k_parts[] = {"杭州市", "西湖区", "文三路", "A座",  "号",    "3幢", "1201",
                                          "-2",     "室",     "（东）", "12",   "大厦",  " ",   "0571",
                                          "1201-3", "B1层",   "138",    "(北)", "第2栋", "88号"};
    std::string s = "样例路";
    const std::size_t n = random.below(8);
    for (std::size_t i = 0; i < n; ++i) s += one_of(random, k_parts);
    return clean_text(s);
}

} // namespace

TEST_CASE("Joined and split again: the same pair, or doubt is shown (address, phone)") {
    Random random(31);
    int sure = 0, all = 0;
    for (int i = 0; i < 20000; ++i) {
        const std::string address = some_address(random), phone = random.below(6) ? some_phone(random) : "";
        const std::string joined = join_pair(address, phone);
        const Split s = split_address_phone(joined);
        INFO(address << " | " << phone << " -> " << s.left << " | " << s.right);
        ++all;
        if (s.doubtful) continue;
        ++sure;
        // an address of its own that ends like a phone is not well formed: that is what splitting is for
        if (phone.empty() && !s.right.empty()) {
            CHECK(s.left + s.right == joined);
            continue;
        }
        CHECK(s.left == address);
        CHECK(s.right == phone);
    }
    CHECK(sure > all * 4 / 5); // doubt is the exception
}

TEST_CASE("Joined and split again: the same pair, or doubt is shown (bank, account)") {
    static const char* const k_banks[] = {"工商银行杭州分行", "中国银行第3支行", "样本银行12支行", "BANK OF SAMPLE",
                                          "某行 2",           "农商行（东）",    "建设银行A1",     "X银行88"};
    static const char* const k_accounts[] = {
        "1202026219900123456", "6222 0212 3456 7890 123", "12345678", "1202-0262-1990",
        "NRA123456789",        "33050161 0000 0000"};
    Random random(37);
    int sure = 0, all = 0;
    for (int i = 0; i < 5000; ++i) {
        const std::string bank = one_of(random, k_banks);
        const std::string account = random.below(2) ? one_of(random, k_accounts) : digits(random, 8 + random.below(18));
        const Split s = split_bank_account(join_pair(bank, account));
        INFO(bank << " | " << account << " -> " << s.left << " | " << s.right);
        ++all;
        if (s.doubtful) continue;
        ++sure;
        CHECK(s.left == bank);
        CHECK(s.right == account);
    }
    CHECK(sure > all * 7 / 10);
}

TEST_CASE("Splitting loses no letter or digit, whatever the text") {
    Random random(41);
    constexpr std::u32string_view k_alphabet = U"0123456789013-- ()/\u3001\uFF0Cx\u8F6C\u8DEF\u53F7\uFF10\u3000+:";
    const auto bare = [](const std::string& s) {
        std::string out;
        for (std::size_t at = 0; at < s.size();) {
            const std::size_t from = at;
            const char32_t c = next_code_point(s, at);
            if ((c >= '0' && c <= '9') || c == 'x' || c == 0x8F6C || c == 0x8DEF || c == 0x53F7 || c == 0xFF10)
                out += s.substr(from, at - from);
        }
        return out;
    };
    for (int i = 0; i < 20000; ++i) {
        const std::string s = random_from(random, k_alphabet, random.below(30));
        const Split a = split_address_phone(s), b = split_bank_account(s);
        INFO(s);
        REQUIRE(bare(a.left) + bare(a.right) == bare(s));
        REQUIRE(bare(b.left) + bare(b.right) == bare(s));
    }
}
