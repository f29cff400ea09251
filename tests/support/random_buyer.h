#pragma once
// Random buyers and trees for property tests: the same seed gives the same values on every machine. Everything is
// invented; tax ids are of the reserved region 999999 and pass their checks unless a test spoils them.

#include "core/model/buyer.h"
#include "core/model/category.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::test {

/// xorshift64*; not for anything but tests.
class Random {
  public:
    explicit Random(std::uint64_t seed) : m_state(seed * 0x9E3779B97F4A7C15ULL + 0x1234567) {
        if (!m_state) m_state = 1;
    }
    std::uint64_t next() {
        m_state ^= m_state >> 12;
        m_state ^= m_state << 25;
        m_state ^= m_state >> 27;
        return m_state * 0x2545F4914F6CDD1DULL;
    }
    /// 0 .. n-1
    std::size_t below(std::size_t n) { return static_cast<std::size_t>((next() >> 11) % n); }
    /// low .. high
    std::size_t between(std::size_t low, std::size_t high) { return low + below(high - low + 1); }
    bool one_in(std::size_t n) { return below(n) == 0; }
    template <class List> const auto& pick(const List& list) { return list[below(std::size(list))]; }
    std::string digits(std::size_t n) {
        std::string s;
        while (n--) s += static_cast<char>('0' + below(10));
        return s;
    }

  private:
    std::uint64_t m_state;
};

/// How far from tidy the values are.
enum class Nasty : std::uint8_t {
    no,  ///< what a careful accountant types: passes every check of the registry
    gbk, ///< also what breaks formats, all of it in GBK: commas, ~~, quotes, line breaks, markup, odd spaces, long text
    unicode, ///< also characters outside GBK (rare Han, emoji, accents), zero-width and full-width ones
};

// --- tax ids. The arithmetic is written out again on purpose: it is an oracle for core/check.

inline char org_check(std::string_view first8) {
    constexpr int weight[] = {3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        const char c = first8[i];
        sum += weight[i] * (c >= '0' && c <= '9' ? c - '0' : c - 'A' + 10);
    }
    const int check = 11 - sum % 11;
    return check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check);
}

inline char uscc_check(std::string_view first17) {
    constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    int sum = 0, weight = 1;
    for (std::size_t i = 0; i < 17; ++i) {
        sum += weight * static_cast<int>(alphabet.find(first17[i]));
        weight = weight * 3 % 31;
    }
    return alphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

/// A credit code that passes both checks. `head` = department and category (91 enterprise, 92 sole trader ...).
inline std::string make_uscc(std::string_view head, std::string_view region, std::string_view body8) {
    std::string s(head);
    s += region;
    s += body8;
    s += org_check(body8);
    s += uscc_check(s);
    return s;
}

inline std::string random_uscc(Random& r, std::string_view head = "91", std::string_view region = "999999") {
    return make_uscc(head, region, "MA" + r.digits(6));
}

/// 18-digit identity card number of the province given (its first four digits should be known), right check character.
inline std::string random_id_card(Random& r, std::string_view region6 = "110101") {
    constexpr int weight[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    const auto two = [](std::size_t n) {
        return std::string{static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)};
    };
    std::string s(region6);
    s += std::to_string(r.between(1940, 2019)) + two(r.between(1, 12)) + two(r.between(1, 28)) + r.digits(3);
    int sum = 0;
    for (std::size_t i = 0; i < 17; ++i) sum += weight[i] * (s[i] - '0');
    return s + "10X98765432"[sum % 11];
}

// --- texts

inline std::string random_han(Random& r, std::size_t n) {
    constexpr std::string_view common =
        "甲乙丙丁天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光"
        "果珍李柰菜重芥姜海咸河淡鳞潜羽翔安康永顺通达远景泰和兴隆荣昌盛裕丰宏伟业长春行乐厦";
    std::string s;
    while (n--) s += common.substr(r.below(common.size() / 3) * 3, 3);
    return s;
}

/// Pieces that break a format or a careless reader; only GBK ones unless `beyond`.
inline std::string nasty_piece(Random& r, bool beyond) {
    static const std::string_view gbk[] = {
        ",",   "，",   "~~",   "~",  "～～", "\"", "\"\"",       "'",   "&",  "<",  ">",  "&amp;",
        "]]>", "\n",   "\r\n", "\t", " ",    "  ", "\u3000",     "#|#", "|",  "\\", "/",  "//",
        ";",   "=1+1", "+",    "-",  "@",    "%",  "{客户编码}", "（",  "）", "(",  ")",  "·",
        "€",   "￥",   "①",    "№",  "℃",    "。", "、",         "“",   "”",  "0",  "00", "True",
    };
    static const std::string_view unicode[] = {
        "\u4DAE", "\u36C3",     "\U0002CB78", "\u9FCD", "é",      "ñ",      "ö",
        "²",      "\U0001F600", "\u200B",     "\u00A0", "\uFEFF", "\u202E", "\u2022",
        "\u30FB", "１２",       "ＡＢｃ",     "\u2028", "\uF900", "한",     "カ",
    };
    if (beyond && r.one_in(2)) return std::string(r.pick(unicode));
    return std::string(r.pick(gbk));
}

/// Mixes nasty pieces into a text: at its ends and inside, at character borders.
inline std::string spoil(Random& r, std::string s, Nasty level) {
    if (level == Nasty::no || !r.one_in(3)) return s;
    for (std::size_t n = r.between(1, 3); n--;) {
        std::size_t at = r.one_in(3) ? 0 : r.one_in(2) ? s.size() : r.below(s.size() + 1);
        while (at < s.size() && (static_cast<unsigned char>(s[at]) & 0xC0) == 0x80) ++at;
        s.insert(at, nasty_piece(r, level == Nasty::unicode));
    }
    return s;
}

inline std::string random_name(Random& r, model::Kind kind) {
    static const std::string_view places[] = {"测试", "样例", "示例", "演示", "虚构", "甲城", "乙县", "丙州"};
    static const std::string_view trades[] = {"贸易", "科技",     "建材",     "食品",     "机械",
                                              "物流", "信息技术", "餐饮管理", "文化传媒", "纺织"};
    static const std::string_view forms[] = {"有限公司", "有限责任公司", "股份有限公司", "集团有限公司",
                                             "合伙企业（有限合伙）"};
    std::string s;
    switch (kind) {
    case model::Kind::enterprise:
        s = std::string(r.pick(places)) + random_han(r, r.between(2, 4)) + std::string(r.pick(trades));
        if (r.one_in(6)) s += "（" + random_han(r, 2) + "）";
        s += r.pick(forms);
        if (r.one_in(12)) s += random_han(r, 2) + "分公司";
        return s;
    case model::Kind::sole_trader:
        return std::string(r.pick(places)) + "区" + random_han(r, r.between(2, 3)) + "小吃店";
    case model::Kind::institution:
        return std::string(r.pick(places)) + "市" + random_han(r, 2) + "中心小学";
    case model::Kind::person:
        return random_han(r, r.between(2, 4));
    case model::Kind::overseas:
        return "Example Trading " + r.digits(4) + " Ltd.";
    }
    return s;
}

inline std::string random_address(Random& r) {
    std::string s =
        "测试省示例市" + random_han(r, 2) + "区" + random_han(r, 2) + "路" + std::to_string(r.between(1, 999)) + "号";
    if (r.one_in(3)) s += std::to_string(r.between(1, 20)) + "幢" + std::to_string(r.between(100, 2500)) + "室";
    return s;
}

inline std::string random_phone(Random& r) {
    switch (r.below(4)) {
    case 0:
        return "139" + r.digits(8);
    case 1:
        return "010-8" + r.digits(7);
    case 2:
        return "0571-8" + r.digits(7);
    default:
        return "400" + r.digits(7);
    }
}

inline std::string random_bank(Random& r) { return "示例银行" + random_han(r, 2) + "支行"; }
inline std::string random_account(Random& r) { return std::to_string(r.between(1, 9)) + r.digits(r.between(9, 20)); }

/// One buyer. Code, category and id stay empty: they belong to the place where the buyer is put.
inline model::Buyer random_buyer(Random& r, Nasty level = Nasty::no) {
    using model::Kind;
    model::Buyer b;
    b.kind = r.one_in(3) ? static_cast<Kind>(r.below(5)) : Kind::enterprise;
    b.name = spoil(r, random_name(r, b.kind), level);
    switch (b.kind) {
    case Kind::enterprise:
        b.tax_id = random_uscc(r, "91");
        break;
    case Kind::sole_trader:
        b.tax_id = random_uscc(r, "92");
        break;
    case Kind::institution:
        b.tax_id = r.one_in(3) ? "" : make_uscc("12", "999999", "MB" + r.digits(6));
        break;
    case Kind::person:
        b.tax_id = r.one_in(2) ? "" : random_id_card(r);
        break;
    case Kind::overseas:
        b.tax_id = r.one_in(2) ? "" : "XA" + r.digits(7);
        break;
    }
    if (r.one_in(3)) {
        b.mnemonic = static_cast<char>('A' + r.below(26));
        for (std::size_t n = r.between(1, 5); n--;) b.mnemonic += static_cast<char>('A' + r.below(26));
    }
    if (!r.one_in(5)) b.address = spoil(r, random_address(r), level);
    if (!r.one_in(5)) b.phone = random_phone(r);
    if (!r.one_in(4)) b.bank = spoil(r, random_bank(r), level);
    if (!r.one_in(4)) b.account = random_account(r);
    if (r.one_in(3)) b.email = "fp" + r.digits(4) + "@example.com";
    if (r.one_in(4)) b.mobile = "138" + r.digits(8);
    if (r.one_in(4)) b.remark = spoil(r, "月结" + r.digits(2) + "天", level);
    b.id_check = r.one_in(4);
    if (r.one_in(8)) b.status = r.one_in(2) ? model::Status::draft : model::Status::inactive;
    if (r.one_in(8)) b.source = "手工录入";
    if (r.one_in(8)) b.verified_on = "2026-0" + std::to_string(r.between(1, 9)) + "-1" + r.digits(1);
    if (r.one_in(6)) {
        for (std::size_t n = r.between(1, 3); n--;)
            b.more_addresses.push_back({spoil(r, random_address(r), level), r.one_in(4) ? "" : random_phone(r)});
    }
    if (r.one_in(6)) {
        for (std::size_t n = r.between(1, 3); n--;)
            b.more_accounts.push_back({spoil(r, random_bank(r), level), r.one_in(8) ? "" : random_account(r)});
    }
    if (r.one_in(8))
        b.former_names.push_back({spoil(r, random_name(r, b.kind), level), r.one_in(2) ? "" : "2025-03-31"});
    if (r.one_in(8)) b.tags = {"重点", spoil(r, "华东", level)};
    if (r.one_in(8)) b.custom.push_back({"合同号", spoil(r, "HT" + r.digits(6), level)});
    if (level != Nasty::no) {
        if (r.one_in(10)) b.name += random_han(r, r.between(30, 80));
        if (r.one_in(10)) b.address += random_han(r, r.between(30, 80));
        if (r.one_in(20)) b.remark += random_han(r, r.between(20, 200));
        if (r.one_in(20)) b.email = std::string(r.between(30, 80), 'a') + "@example.com";
        if (r.one_in(15)) b.tax_id = spoil(r, b.tax_id, level);
        if (r.one_in(15)) b.tax_id.clear();
        if (r.one_in(20)) b.mnemonic = "ab1 c-" + r.digits(2);
        if (r.one_in(20)) b.phone = spoil(r, b.phone, level);
        if (r.one_in(20)) b.account = spoil(r, b.account, level);
    }
    model::normalise(b);
    return b;
}

/// A tree with `n` categories, ids 1..n, codes by `rule`; the deepest is at most `max_depth` deep. With `nasty` names
/// contain '/', '\\', spaces and quotes.
inline model::CategoryTree random_tree(Random& r, std::size_t n, std::size_t max_depth = 8, bool nasty = false,
                                       const model::CodeRule& rule = {}) {
    model::CategoryTree tree;
    std::vector<model::CategoryId> ids{0};
    for (std::size_t i = 1; i <= n; ++i) {
        model::CategoryId parent = r.pick(ids);
        // codes are at most 16 characters: go up until the level is free and the code fits
        while (parent && (tree.depth(parent) >= max_depth ||
                          tree.find(parent)->code.size() + rule.child_width > model::CodeRule::max_code ||
                          tree.children(parent).size() >= 90))
            parent = tree.find(parent)->parent;
        model::Category c;
        c.id = static_cast<model::CategoryId>(i);
        c.parent = parent;
        c.code = tree.suggest_code(parent, rule);
        c.name = random_han(r, r.between(2, 4)) +
                 (nasty && r.one_in(4) ? std::string(r.pick(std::vector<std::string>{"/", "\\", " ", "'", "#"})) : "") +
                 std::to_string(i);
        c.order = static_cast<std::int64_t>(r.below(5));
        tree.insert(c);
        ids.push_back(c.id);
    }
    return tree;
}

/// Puts a buyer into a category of the tree and gives it the next code there. `used` counts per category (index = id).
/// Codes that another category's code is a prefix of are passed over: by codes alone the buyer would stand there.
inline void place_buyer(Random& r, const model::CategoryTree& tree, std::vector<std::size_t>& used, model::Buyer& b,
                        const model::CodeRule& rule = {}) {
    used.resize(tree.size() + 1);
    for (;;) {
        b.category = static_cast<model::CategoryId>(r.between(0, tree.size()));
        std::size_t& count = used[static_cast<std::size_t>(b.category)];
        const std::string above = b.category ? tree.find(b.category)->code : "";
        // buyers without a category get more digits than those with one
        const std::size_t width = b.category ? rule.buyer_width : 8;
        if (count >= 998 || above.size() + width > model::CodeRule::max_code) continue;
        std::string number = std::to_string(++count);
        number.insert(0, width - number.size(), '0');
        b.code = above + number;
        bool nested = false;
        for (std::size_t n = above.size() + 1; n < b.code.size(); ++n)
            nested = nested || tree.find_code(std::string_view(b.code).substr(0, n));
        if (!nested && !tree.find_code(b.code)) return;
    }
}

} // namespace goufang::test
