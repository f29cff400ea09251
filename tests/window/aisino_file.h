#pragma once
// The file of journeys J2 and J3: an Aisino 客户编码 text in GBK, 120 categories in four levels and 5,000 buyer rows,
// of which 300 have planted faults.

#include "core/text/charset.h"
#include "tests/support/random_buyer.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace goufang::desktop::test {

struct AisinoFile {
    static constexpr std::size_t categories = 3 + 9 + 27 + 81, rows = 5'000;
    static constexpr std::size_t bad_check = 60, letter = 40, long_name = 25, upper_code = 20, same_name = 40,
                                 orphan = 20, duplicate_code = 50, short_row = 30, bad_bytes = 15;
    static constexpr std::size_t marked = bad_check + letter + long_name + upper_code + same_name + orphan;
    static constexpr std::size_t refused = duplicate_code + short_row + bad_bytes;

    std::string bytes;
    std::vector<std::string> leaves; ///< codes
};

inline AisinoFile make_aisino_file(std::uint64_t seed = 5) {
    goufang::test::Random random(seed);
    AisinoFile out;
    struct Row {
        std::string code, text;
        bool broken = false;
    };
    std::vector<Row> rows;
    const auto two = [](std::size_t n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); };
    constexpr const char* level_names[] = {"区", "省", "市", "县"};
    std::vector<std::string> parents{""};
    for (const char* level : level_names) {
        std::vector<std::string> made;
        for (const std::string& parent : parents)
            for (std::size_t i = 1; i <= 3; ++i) {
                const std::string code = parent + two(i);
                rows.push_back({code, code + "~~" + std::to_string(i) + level + "~~", false});
                made.push_back(code);
            }
        parents = std::move(made);
    }
    out.leaves = parents;

    struct Buyer {
        std::string code, name, tax_id, address, bank;
        std::size_t leaf = 0;
        bool broken = false, cut = false;
    };
    std::vector<Buyer> buyers;
    std::set<std::string> ids;
    constexpr std::size_t distinct = AisinoFile::rows - AisinoFile::duplicate_code;
    for (std::size_t i = 0; i < distinct; ++i) {
        Buyer b;
        b.leaf = i % out.leaves.size();
        std::string number = std::to_string(i / out.leaves.size() + 1);
        b.code = out.leaves[b.leaf] + std::string(3 - number.size(), '0') + number;
        b.name = "测试" + goufang::test::random_han(random, 6) + std::to_string(i) + "有限公司";
        do // a 0 at the eleventh place, for the letter that is put there
            b.tax_id = goufang::test::make_uscc("91", "999999", "MA0" + random.digits(5));
        while (!ids.insert(b.tax_id).second);
        b.address = "杭州市西湖区文三路" + std::to_string(i + 1) + "号 0571-8" + random.digits(7);
        b.bank = "示例银行杭州分行 1" + random.digits(15);
        buyers.push_back(std::move(b));
    }
    std::vector<std::size_t> order(distinct);
    for (std::size_t i = 0; i < distinct; ++i) order[i] = i;
    for (std::size_t i = distinct; i-- > 1;) std::swap(order[i], order[random.below(i + 1)]);
    const auto plant = [&](std::size_t count, auto change) {
        for (std::size_t i = 0; i < count; ++i) {
            change(buyers[order.back()]);
            order.pop_back();
        }
    };
    plant(AisinoFile::bad_check, [](Buyer& b) { b.tax_id[17] = b.tax_id[17] == '3' ? '7' : '3'; });
    plant(AisinoFile::letter, [](Buyer& b) { b.tax_id[10] = 'O'; });
    plant(AisinoFile::long_name, [&](Buyer& b) { // 104 bytes
        b.name = "超长" + goufang::test::random_han(random, 46) + "有限公司";
    });
    plant(AisinoFile::upper_code, [letter = 'A'](Buyer& b) mutable { b.code.back() = letter++; });
    plant(AisinoFile::orphan, [n = 0](Buyer& b) mutable { b.code = "77010101" + std::to_string(100 + n++); });
    plant(AisinoFile::short_row, [](Buyer& b) { b.cut = true; });
    plant(AisinoFile::bad_bytes, [](Buyer& b) { b.broken = true; });
    plant(AisinoFile::same_name, [&](Buyer& b) { // of one that is left as it is
        const auto other = std::find_if(order.begin(), order.end(),
                                        [&](std::size_t i) { return buyers[i].leaf == b.leaf && &buyers[i] != &b; });
        b.name = buyers[*other].name;
        order.erase(other);
    });
    const auto line = [](const Buyer& b) {
        const std::string head = b.code + "~~" + b.name + "~~~~" + b.tax_id;
        return b.cut ? head + "~~" + b.address : head + "~~" + b.address + "~~" + b.bank + "~~~~~~False";
    };
    for (const Buyer& b : buyers) rows.push_back({b.code, line(b), b.broken});
    plant(AisinoFile::duplicate_code, [&](Buyer& b) {
        Buyer copy = b;
        copy.name = "重码" + b.name;
        copy.tax_id = goufang::test::make_uscc("91", "999999", "MA9" + random.digits(5));
        rows.push_back({copy.code, line(copy), false});
    });
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.code < b.code; });

    out.bytes = "{客户编码}[分隔符]\"~~\"\r\n// 每行格式 :\r\n// "
                "编码~~名称~~简码~~税号~~地址电话~~银行账号~~邮件地址~~备注~~身份证校验\r\n";
    std::string text;
    text::encode(out.bytes, text::Encoding::gbk, text);
    for (const Row& row : rows) {
        if (row.broken) text += std::string(row.code) + "~~\xff\xff";
        text::encode((row.broken ? row.text.substr(row.code.size() + 2) : row.text) + "\r\n", text::Encoding::gbk,
                     text);
    }
    out.bytes = std::move(text);
    return out;
}

} // namespace goufang::desktop::test
