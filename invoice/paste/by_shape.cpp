#include "core/text/fold.h"
#include "core/text/letters.h"
#include "invoice/paste/found.h"
#include "invoice/paste/notes.h"
#include "invoice/paste/shapes.h"

#include <algorithm>
#include <utility>

namespace goufang::invoice::paste {

namespace {

using model::Field;

constexpr std::u32string_view k_bank_starts =
    U"中国工商银行|中国农业银行|中国建设银行|中国银行|中国邮政储蓄银行|中国民生银行|中国光大银行|交通银行|招商银行|"
    U"中信银行|"
    U"工商银行|农业银行|建设银行|平安银行|兴业银行|浦发银行|上海浦东发展银行|华夏银行|民生银行|光大银行|广发银行|"
    U"北京银行|"
    U"宁波银行|杭州银行|南京银行|江苏银行|上海银行|浙商银行|邮储银行|浙江稠州商业银行|渤海银行|恒丰银行";

enum class Look : std::uint8_t { other, name, bank, address, chat };

struct Token {
    Range range;
    Look look = Look::other;
    double rate = 0;
};

class ByShape {
  public:
    ByShape(const Input& in, double cap, std::vector<Found>& out) : m_in(in), m_cap(cap), m_out(out) {}

    void run(Range r) {
        r = without_number(m_in.trimmed(r));
        while (!r.empty() && m_in.at(r.to - 1) == ':') --r.to;
        if (r.size() < 2 || looks_blank(m_in, r)) return;
        if (const auto label = label_at(m_in, r.from, r.to);
            label && label->kinds == k_name && label->mark == Mark::space && looks_name(m_in, {label->value, r.to}))
            r.from = label->value; // 公司 某某厂, in the middle of a sentence
        for (const std::u32string_view verb : {U"发票开给 ", U"开给 ", U"请开 ", U"开票给 ", U"请给 ", U"给 "})
            if (m_in.folded(r).starts_with(verb)) r = m_in.trimmed({r.from + verb.size(), r.to});
        if (r = without_verb(r); r.empty()) return;
        if (m_in.at(r.to - 1) == U'收' && looks_name(m_in, {r.from, r.to - 1})) --r.to; // of a letter
        if (const Range bare = without_words(r); bare.to < r.to) { // the note of one value, or of nothing
            m_cap = std::min(m_cap, k_doubt);
            r = bare;
        }
        if (whole(r)) return;
        m_taken.clear();
        const std::size_t first = m_out.size();
        const bool chat = looks_chat(m_in, r);
        if (const auto mail = find_email(m_in, r)) take(Field::email, mail->range, mail->value, 0.9);
        std::size_t ids = 0;
        for (bool more = true; more;) { // each gap gives its best
            more = false;
            for (const Range gap : gaps(r))
                if (const auto id = find_tax_id(m_in, gap, false)) {
                    take(Field::tax_id, id->range, id->value, id->confidence);
                    more = ++ids < k_most_ids;
                }
        }
        for (const Range gap : gaps(r))
            for (const Number& n : find_phones(m_in, gap, false))
                if (!behind_bank(n.range, r)) take(Field::phone, n.range, n.value, rate_phone(n, r));
        // 7 or 8 digits that stand alone
        if (const auto loose = find_phones(m_in, r, true);
            loose.size() == 1 && loose[0].range.from == r.from && loose[0].range.to == r.to && m_taken.empty())
            take(Field::phone, r, loose[0].value, 0.65);
        for (const Range gap : gaps(r))
            for (const Number& n : find_accounts(m_in, gap, 9))
                if (!contains_any(m_in.folded(gap), U"元|￥|¥|订单|合同|编号|单号|发票号|行号|qq|微信"))
                    take(Field::account, n.range, n.value, n.value.size() >= 12 && n.value[0] <= '9' ? 0.84 : 0.65);
        words(r, ids > 0);
        // a sentence may speak of anybody's; a parcel's address is nobody's
        const bool parcel = contains_any(m_in.folded(r), U"寄|快递|送货|收货|收件");
        for (std::size_t i = first; i < m_out.size(); ++i) {
            const bool place = m_out[i].field == Field::address || m_out[i].field == Field::phone;
            const bool other = contains_any(m_in.folded(r), U"不要|别|不用|作废|旧|停用|上次|上个月|错");
            if ((m_out[i].field != Field::tax_id || other) && chat)
                m_out[i].confidence = std::min(m_out[i].confidence, 0.75);
            if (parcel && place) m_out[i].confidence = std::min(m_out[i].confidence, 0.5);
        }
        // each number belongs to the name beside it
        std::stable_sort(m_out.begin() + static_cast<std::ptrdiff_t>(first), m_out.end(),
                         [](const Found& a, const Found& b) { return a.range.from < b.range.from; });
    }

  private:
    static constexpr std::size_t k_most_ids = 100; ///< of one line

    void put(Field field, Range r, std::string value, double confidence) {
        if (!value.empty())
            m_out.push_back({field, r, std::move(value), std::min(confidence, m_cap), false, false, 0, 0, 0, 0, 0});
    }
    void put_text(Field field, Range r, double confidence) { put(field, r, m_in.value(r), confidence); }
    void take(Field field, Range r, std::string value, double confidence) {
        put(field, r, std::move(value), confidence);
        m_taken.push_back(r);
        std::sort(m_taken.begin(), m_taken.end(), [](Range a, Range b) { return a.from < b.from; });
    }
    double rate_phone(const Number& n, Range all) const {
        // "财务张姐电话 158...": a person's
        if (contains_any(m_in.folded({all.from, n.range.from}),
                         U"先生|女士|小姐|姐|哥|经理|会计|出纳|师傅|老师|联系|财务|微信"))
            return 0.6;
        return n.range.size() == all.size() ? std::min(n.confidence, 0.87) : std::min(n.confidence, 0.85);
    }

    /// Digits without a dash right behind a bank: its account, whatever they begin with.
    bool behind_bank(Range number, Range all) const {
        for (std::size_t i = number.from; i < number.to; ++i)
            if (!text::is_ascii_digit(m_in.at(i)) && m_in.at(i) != ' ') return false;
        const Range before = m_in.trimmed({all.from, number.from});
        std::size_t from = before.to;
        while (from > before.from && is_word(m_in.at(from - 1))) --from;
        return looks_bank(m_in, {from, before.to});
    }

    /// Without a last note that holds no value.
    Range without_words(Range r) const {
        const Range bare = without_note(m_in, r);
        if (bare.to == r.to) return r;
        const bool value =
            notes_place(bare.to + 1, r.to) || contains_any(m_in.folded({bare.to, r.to}), U"@|:") ||
            !find_phones(m_in, {bare.to, r.to}, true).empty() || find_tax_id(m_in, {bare.to, r.to}, false) ||
            !find_accounts(m_in, {bare.to, r.to}, 8).empty() || looks_bank(m_in, m_in.trimmed({bare.to + 1, r.to - 1}));
        if (value) return r;
        for (const Field field : {Field::name, Field::address, Field::bank})
            if (without_odd_note(m_in, r, field).to == r.to) return r;
        return bare;
    }

    bool whole(Range r) {
        r = without_remark(m_in, r);
        // a space between Han characters: the first word may be something else
        const bool spaced = text::is_han(m_in.at(r.from)) && contains(m_in.folded(r), U" ");
        if (looks_name(m_in, r)) {
            if (spaced) r = last_word(r);
            put_text(Field::name, r, spaced ? 0.75 : 0.87);
            return true;
        }
        if (looks_bank(m_in, r) && find_accounts(m_in, r, 8).empty()) {
            put_text(Field::bank, without_account_kind(m_in, r), spaced ? 0.78 : 0.86);
            return true;
        }
        if (may_be_name(m_in, r)) {
            put_text(Field::name, r, k_faint);
            return true;
        }
        return false;
    }

    /// "第二张 某某旅游运输有限公司": the last word where it is a whole name and what stands before it is none.
    Range last_word(Range r) const {
        constexpr std::size_t k_name = 8;
        const std::size_t space = m_in.folded(r).rfind(' ');
        const Range word = m_in.trimmed({r.from + space + 1, r.to});
        const bool part = ends_as_name(m_in, {r.from, r.from + space});
        return word.size() >= k_name && !part && looks_name(m_in, word) ? word : r;
    }

    std::vector<Range> gaps(Range r) const {
        std::vector<Range> out;
        std::size_t from = r.from;
        for (const Range t : m_taken) {
            if (t.from > from) out.push_back({from, t.from});
            from = t.to;
        }
        if (from < r.to) out.push_back({from, r.to});
        return out;
    }

    /// "（二）某某公司" in the middle of a line.
    Range without_number(Range r) const {
        if (m_in.at(r.from) != '(') return r;
        std::size_t i = r.from + 1;
        while (i < r.to && i < r.from + 3 && contains(U"0123456789一二三四五六七八九十", std::u32string(1, m_in.at(i))))
            ++i;
        return i > r.from + 1 && i < r.to && m_in.at(i) == ')' ? m_in.trimmed({i + 1, r.to}) : r;
    }

    /// 公司在某市某镇, 在某某支行开的户
    Range without_verb(Range r) const {
        for (const std::u32string_view verb : {U"公司在", U"我司在", U"我们在", U"位于", U"在"})
            if (m_in.folded(r).starts_with(verb)) r.from += verb.size();
        for (const std::u32string_view verb : {U"开的户", U"开户"})
            if (m_in.folded(r).ends_with(verb)) r.to -= verb.size();
        return r;
    }

    Token judged(Range r) const {
        Token t{without_number(m_in.trimmed(r)), Look::other, 0};
        t.range = without_verb(t.range);
        if (t.range.empty()) return t;
        if (looks_name(m_in, t.range)) {
            t.look = Look::name;
        } else if (looks_bank(m_in, t.range)) {
            t.look = Look::bank;
        } else if (t.rate = looks_address(m_in, t.range); t.rate >= 0.4) {
            t.look = Look::address;
        } else if (looks_chat(m_in, t.range)) {
            t.look = Look::chat;
        }
        return t;
    }

    /// What stands in brackets behind a name is its address.
    bool notes_place(std::size_t from, std::size_t end) const {
        std::size_t to = from;
        while (to < end && m_in.at(to) != ')' && m_in.at(to) != ',') ++to;
        return looks_address(m_in, {from, to}) >= 0.4;
    }

    std::vector<Token> tokens(Range gap) const {
        std::vector<Token> out;
        const auto add = [&](Range r) {
            Token t = judged(r);
            if (t.range.size() > 0) out.push_back(t);
        };
        // a whole Latin phrase has commas and spaces inside
        bool han = false;
        for (std::size_t i = gap.from; i < gap.to; ++i) han |= text::is_han(m_in.at(i));
        if (!han) {
            add(gap);
            return out;
        }
        std::size_t from = gap.from;
        for (std::size_t i = gap.from; i <= gap.to; ++i) {
            const char32_t c = i < gap.to ? m_in.at(i) : U' ';
            const bool note = c == '(' && looks_name(m_in, {from, i}) && notes_place(i + 1, gap.to);
            if (note || c == ' ' || c == ',' || c == ';' || c == ':' || c == '\t' || c == '|' || c == U'。' ||
                c == '/' || c == '!' || c == U'、' || (c == '-' && m_in.at(i + 1) == '-')) {
                if (i > from) add({from, i});
                from = i + 1;
            }
        }
        return out;
    }

    void words(Range r, bool buyer) {
        std::vector<Token> all;
        for (const Range gap : gaps(r)) {
            for (const Token& t : tokens(gap)) all.push_back(t);
            all.push_back({}); // a number stands between: nothing is joined over it
        }
        bool name = false;
        const bool colon = contains(m_in.folded(r), U":");
        for (std::size_t i = 0; i < all.size(); ++i) {
            Token& t = all[i];
            switch (t.look) {
            case Look::name:
                if (const auto label = label_at(m_in, t.range.from, t.range.to); // 账号8292...名称某某公司
                    label && (label->kinds & k_name) != 0 && !label->generic &&
                    looks_name(m_in, {label->value, t.range.to}))
                    t.range.from = label->value;
                if (contains_any(m_in.folded(t.range), U"开给|发票开|抬头")) // 剩下的开给某某公司
                    t.range = name_inside(m_in, t.range).value_or(t.range);
                put_text(Field::name, without_remark(m_in, t.range), colon ? 0.75 : all.size() == 2 ? 0.87 : 0.84);
                name = true;
                break;
            case Look::bank:
                while (i + 1 < all.size() && !all[i + 1].range.empty() && joins_bank(all[i + 1])) {
                    t.range.to = all[i + 1].range.to;
                    ++i;
                    all[i].look = Look::other;
                }
                put_text(Field::bank, without_account_kind(m_in, t.range), 0.84);
                break;
            case Look::address:
                i = address(all, i);
                break;
            case Look::other:
            case Look::chat:
                if (t.range.size() >= 4 && glued(t.range)) break;
                if ((buyer || i == 0) && !name && may_be_name(m_in, t.range)) {
                    put_text(Field::name, t.range, k_faint); // 某某百货店 9199...
                    break;
                }
                if (i + 1 < all.size() && t.look == Look::other && address_starts(all, i)) i = address(all, i);
                break;
            }
        }
        if (name || !looks_chat(m_in, r)) return;
        if (const auto inside = name_inside(m_in, r))
            put_text(Field::name, *inside, 0.65);
        else if (const Range given = given_to(r); !given.empty())
            put_text(Field::name, given, k_faint);
        else if (const Range quoted = quoted_name(r); !quoted.empty())
            put_text(Field::name, quoted, k_faint);
    }

    /// "发票开给某某茶叶行（个体），": what stands behind such a word, up to a comma or bracket.
    Range given_to(Range r) const {
        constexpr std::size_t k_name = 5; // characters of the shortest that such a word alone tells
        for (const std::u32string_view word : {U"开给", U"抬头是", U"抬头为", U"抬头写", U"名称是", U"抬头", U"给"}) {
            const std::size_t at = m_in.folded(r).find(word);
            if (at == std::u32string_view::npos) continue;
            const std::size_t from = r.from + at + word.size();
            std::size_t to = from;
            while (to < r.to && text::is_han(m_in.at(to))) ++to;
            if (may_be_name(m_in, {from, to}) || (word == U"抬头" && to >= from + k_name)) return {from, to};
        }
        return {};
    }

    /// 叫"某某艺术馆"
    Range quoted_name(Range r) const {
        for (std::size_t open = r.from; open < r.to; ++open) {
            if (m_in.at(open) != '"') continue;
            std::size_t close = open + 1;
            while (close < r.to && m_in.at(close) != '"') ++close;
            const Range name{open + 1, close};
            if (looks_name(m_in, name) || may_be_name(m_in, name)) return name;
            open = close;
        }
        return {};
    }

    bool joins_bank(const Token& next) const {
        const auto t = m_in.folded(next.range);
        return next.look != Look::name && next.look != Look::address &&
               ends_with_any(t, U"支行|分行|营业部|分理处|营业室|营业厅|储蓄所|信用社");
    }

    /// "广东省 深圳市 南山区 科技路8号": small parts that are an address only together.
    bool address_starts(const std::vector<Token>& all, std::size_t i) const {
        std::size_t last = i;
        while (last < all.size() && !all[last].range.empty() && all[last].look != Look::name &&
               all[last].look != Look::bank)
            ++last;
        if (last == i || (last == i + 1 && all[i].range.size() < 6)) return false;
        return looks_address(m_in, {all[i].range.from, all[last - 1].range.to}) >= 0.6 &&
               ends_with_any(m_in.folded(all[i].range), U"省|市|区|县|镇");
    }

    std::size_t address(std::vector<Token>& all, std::size_t i) {
        Range r = all[i].range;
        std::size_t k = i + 1;
        double rate = std::max(0.72, std::min(0.85, looks_address(m_in, r)));
        for (; k < all.size() && !all[k].range.empty(); ++k) {
            if (all[k].look == Look::name || all[k].look == Look::bank || all[k].look == Look::chat) break;
            const auto t = m_in.folded(all[k].range);
            const bool part = all[k].look == Look::address ||
                              ends_with_any(t, U"省|市|区|县|镇|号|室|楼|栋|幢|座|层|单元|房|厦|园|村|组|铺|内|户") ||
                              (!t.empty() && text::is_ascii_digit(t[0]) && t.size() <= 8);
            if (!part) break;
            r.to = all[k].range.to;
        }
        rate = std::max(rate, std::min(0.85, looks_address(m_in, r)));
        put_text(Field::address, r, contains(m_in.folded(r), U"公司") ? std::min(rate, 0.7) : rate);
        return k - 1;
    }

    /// Two things without anything between: "…有限公司浙江省…号", "…号中国银行…支行".
    bool glued(Range r) {
        const auto t = m_in.folded(r);
        if (const std::size_t at = t.find(U"公司"); at != std::u32string_view::npos && at + 2 < t.size()) {
            const Range head{r.from, r.from + at + 2}, tail{r.from + at + 2, r.to};
            if (looks_name(m_in, head) && text::is_ascii_letter(m_in.at(tail.from))) { // its English name
                put_text(Field::name, head, 0.72);
                return true;
            }
            if (looks_name(m_in, head) && (looks_address(m_in, tail) >= 0.55 || looks_bank(m_in, tail))) {
                put_text(Field::name, head, 0.72);
                ByShape(m_in, std::min(m_cap, 0.72), m_out).run(tail);
                return true;
            }
        }
        std::size_t best = std::u32string_view::npos;
        for (std::u32string_view rest = k_bank_starts;;) {
            const std::size_t bar = rest.find(U'|');
            best = std::min(best, t.find(rest.substr(0, bar)));
            if (bar == std::u32string_view::npos) break;
            rest.remove_prefix(bar + 1);
        }
        if (best == std::u32string_view::npos || best < 5) return false;
        const Range head{r.from, r.from + best}, tail{r.from + best, r.to};
        if (looks_address(m_in, head) < 0.5) return false;
        put_text(Field::address, head, 0.7);
        put_text(Field::bank, tail, 0.7);
        return true;
    }

    const Input& m_in;
    double m_cap;
    std::vector<Found>& m_out;
    std::vector<Range> m_taken;
};

} // namespace

void by_shape(const Input& in, Range r, double cap, std::vector<Found>& out) { ByShape(in, cap, out).run(r); }

} // namespace goufang::invoice::paste
