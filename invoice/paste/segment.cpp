#include "invoice/paste/segment.h"

#include "core/text/letters.h"
#include "invoice/paste/shapes.h"

#include <algorithm>

namespace goufang::invoice::paste {

namespace {

bool has_digits(const Input& in, Range r, std::size_t least) {
    std::size_t n = 0;
    for (std::size_t i = r.from; i < r.to; ++i) n += text::is_ascii_digit(in.at(i));
    return n >= least;
}

/// What follows fits the label so well that no colon is needed.
bool fits(const Input& in, const Label& label, Range rest) {
    rest.to = std::min(rest.to, rest.from + 60);
    if (!rest.empty() && in.at(rest.from) == '"') ++rest.from;
    if (rest.empty()) return false;
    const char32_t c = in.at(rest.from);
    const auto near = [&](std::size_t n) { return Range{rest.from, std::min(rest.to, rest.from + n)}; };
    if ((label.kinds & k_tax_id) != 0 && !text::is_han(c)) return has_digits(in, near(30), 8);
    if ((label.kinds & (k_phone | k_mobile)) != 0 && (label.kinds & k_address) == 0)
        return (text::is_ascii_digit(c) || c == '(' || c == '+') && has_digits(in, near(16), 7);
    if ((label.kinds & k_account) != 0 && (label.kinds & (k_bank | k_bank_place)) == 0)
        return (has_digits(in, near(6), 4) && has_digits(in, near(40), 8)) || looks_bank(in, near(20));
    if ((label.kinds & k_email) != 0) return find_email(in, rest).has_value();
    std::size_t to = rest.from;
    while (to < rest.to && in.at(to) != ',' && in.at(to) != ';' && in.at(to) != U'。' && in.at(to) != '\t') ++to;
    const auto t = in.folded({rest.from, to});
    if ((label.kinds & (k_bank | k_bank_place)) != 0)
        return contains_any(t, U"银行|支行|分行|信用社|信用联社|联社|农商行|工行|建行|农行|bank") && c != U'地' &&
               c != U'账';
    if ((label.kinds & k_address) != 0) {
        std::size_t space = rest.from; // what stands behind one may be another field
        while (space < to && is_word(in.at(space))) ++space;
        return text::is_han(c) &&
               (looks_address(in, {rest.from, to}) >= 0.5 || looks_address(in, {rest.from, space}) >= 0.5);
    }
    if ((label.kinds & (k_name | k_holder)) != 0)
        return is_han_or_letter(c) &&
               (looks_name(in, {rest.from, to}) || label.first == U'个' ||
                contains_any(t, U"公司|厂|店|中心|事务所|经营部|学校|医院|大学|委员会|商行|合作社|工作室|局|ltd|inc"));
    return false;
}

class Segmenter {
    bool boundary(std::size_t at, Range line) const {
        if (at <= line.from) return true;
        const char32_t c = m_in.at(at - 1);
        return !is_word(c) || (text::is_ascii_digit(c) && at <= line.from + 3 && !text::is_ascii_digit(m_in.at(at)));
    }

    /// The two characters at `at` (公司) are the last of a name.
    bool ends_name(Range line, std::size_t at) const {
        std::size_t from = at;
        while (from > line.from && is_word(m_in.at(from - 1))) --from;
        const Range word{from, std::min(at + 2, line.to)};
        return looks_name(m_in, word) && looks_address(m_in, word) < 0.4;
    }

    /// The word before `at` is a whole name.
    bool behind_name(Range line, std::size_t at) const {
        std::size_t from = at;
        while (from > line.from && is_word(m_in.at(from - 1))) --from;
        return looks_name(m_in, {from, at});
    }

    /// At least five digits, a letter may stand before them.
    bool digits_begin(std::size_t from, std::size_t end) const {
        if (text::is_ascii_letter(m_in.at(from))) ++from;
        return has_digits(m_in, {from, std::min(from + 5, end)}, 5);
    }

    bool accepts(const Label& label, Range line, const Item& current) const {
        const std::size_t at = label.from;
        const bool edge = boundary(at, line);
        const bool lone = label.generic && label.first == U'号'; // 258号 is none
        if (lone && (label.mark != Mark::colon || (at > line.from && is_word(m_in.at(at - 1))))) return false;
        const Range rest{label.value, line.to};
        bool first = true; // only bullets and numbers stand before it
        for (std::size_t i = line.from; i < at; ++i) first = first && !is_han_or_letter(m_in.at(i));
        std::size_t before = at;
        while (before > line.from && m_in.at(before - 1) == ' ') --before;
        const bool cell_start = before > line.from && (m_in.at(before - 1) == '\t' || m_in.at(before - 1) == '|');
        switch (label.mark) {
        case Mark::bracket:
            // "有限公司(公司)" is no label
            return edge || m_in.at(at) == '[' || first;
        case Mark::colon: {
            const bool letter = label.generic && label.first < 0x80 && !is_word(m_in.at(at + 1)); // T: F: A:
            if (edge) return !letter || (label.kinds & k_ignored) != 0 || fits(m_in, label, rest);
            if (label.first < 0x80 || label.generic) return false;
            const Kinds now = current.label.kinds;
            constexpr std::u32string_view k_of_name = U"公单企客付";
            if (k_of_name.find(label.first) != std::u32string_view::npos &&
                (now == 0 || (now & (k_name | k_bank | k_holder)) != 0 || ends_name(line, at)))
                return false;
            if (label.first == U'银' && (now == 0 || (now & (k_bank | k_holder)) != 0)) return false;
            return true;
        }
        case Mark::cell:
            return first || cell_start;
        case Mark::line_end:
            return first || cell_start;
        case Mark::space:
            if (!edge) // "某某有限公司开户行 ..."
                return !label.generic && label.first > 0x80 && (label.kinds & k_name) == 0 && behind_name(line, at) &&
                       fits(m_in, label, rest);
            if (fits(m_in, label, rest)) return !label.generic || first;
            if ((label.kinds & k_ignored) != 0)
                return (first && !looks_name(m_in, {at, line.to})) || text::is_ascii_digit(m_in.at(label.value));
            if (label_at(m_in, label.value, line.to) && first) return true;
            if (first && label.generic && (label.kinds & k_name) != 0) { // 单位 某某体验地
                const auto t = m_in.folded(m_in.trimmed(rest));
                return t.size() >= 6 && t.size() <= 30 && std::all_of(t.begin(), t.end(), text::is_han) &&
                       !looks_chat(m_in, rest) && looks_address(m_in, rest) < 0.5;
            }
            if (!first || label.generic) return false;
            // at the start of a line any label that is no common word
            return label.first > 0x80 && !looks_chat(m_in, {at, line.to}) && !looks_name(m_in, {at, line.to}) &&
                   !looks_bank(m_in, {at, line.to});
        case Mark::verb:
            if (behind_name(line, at)) return fits(m_in, label, rest); // 某某有限公司的税号是
            return edge && (fits(m_in, label, rest) ||
                            (first && !label.generic && (label.kinds & k_ignored) == 0 && !looks_chat(m_in, rest)));
        case Mark::nothing:
            // 工商银行杭州分行 is a bank, 开户行杭州银行 a label and a bank
            if ((label.kinds & (k_bank | k_bank_place)) != 0 &&
                std::u32string_view(U"开基对").find(label.first) == std::u32string_view::npos)
                return false;
            if ((label.kinds & k_ignored) != 0)
                return (edge || behind_name(line, at)) && digits_begin(label.value, line.to);
            if (!edge) { // "…税号9199…地址…电话0571…": only where a number or a bank leaves no doubt
                const bool number = (label.kinds & (k_tax_id | k_account | k_phone | k_mobile)) != 0;
                const bool place =
                    (label.kinds & k_address) != 0 || ((label.kinds & k_bank) != 0 && label.first == U'开');
                return !label.generic && label.first > 0x80 && (label.kinds & k_name) == 0 && (number || place) &&
                       std::u32string_view(U"公单企客付我贵").find(label.first) == std::u32string_view::npos &&
                       fits(m_in, label, rest) && !looks_bank(m_in, {at, line.to}) && current.value.from + 4 < at;
            }
            return edge && !label.generic && label.first > 0x80 && fits(m_in, label, rest) &&
                   (!looks_name(m_in, {at, line.to}) || (label.kinds & k_name) != 0) &&
                   (!looks_bank(m_in, {at, line.to}) || (label.kinds & (k_bank | k_bank_place)) != 0);
        }
        return false;
    }

    /// "合同名称:" where we know 名称 only: another thing's label.
    std::size_t unknown_word_before(std::size_t at, Range line, const Item& current) const {
        if (boundary(at, line)) return 0;
        std::size_t from = at;
        while (from > line.from && text::is_han(m_in.at(from - 1)) && from > current.value.from) --from;
        const bool begins = from == line.from || (from == current.value.from && !current.labelled()) ||
                            (m_in.at(from - 1) != ' ' && from > current.value.from);
        return begins && at - from <= 6 ? at - from : 0;
    }

  public:
    explicit Segmenter(const Input& in) : m_in(in) {}

    std::vector<Item> items(Range line) const {
        std::vector<Item> all;
        Item current;
        current.value = {line.from, line.from};
        std::size_t i = line.from;
        const auto close = [&](std::size_t end) {
            current.value.to = end < line.to ? without_bullet({current.value.from, end}) : end;
            if (current.labelled() || !m_in.trimmed(current.value).empty()) all.push_back(current);
        };
        while (i < line.to) {
            if (m_in.at(i) == ' ') {
                ++i;
                continue;
            }
            auto label = label_at(m_in, i, line.to);
            if (label && accepts(*label, line, current)) {
                const std::size_t before = unknown_word_before(i, line, current);
                if (before != 0) {
                    const bool chatty = looks_chat(m_in, {i - before, i});
                    // 报销单位: a buyer's name, unless there is another; 合同名称: none
                    const bool unit = label->first == U'单' || label->first == U'公' || label->first == U'抬';
                    if (!chatty && (label->kinds & (k_name | k_holder)) != 0)
                        label->kinds = unit ? k_holder : k_unknown;
                    label->cap = std::min(label->cap, chatty ? 0.78 : 0.6);
                }
                if ((current.label.kinds & k_remark) != 0) label->cap = std::min(label->cap, 0.75); // part of it?
                if (label->mark == Mark::nothing && !boundary(i, line)) label->cap = std::min(label->cap, 0.78);
                // a word that is cut off by a comma belongs to the label
                const bool apart = before != 0 && i - before > current.value.from &&
                                   contains(U" ,;。", std::u32string(1, m_in.at(i - before - 1)));
                close(apart ? i - before : i);
                current = Item{*label, {label->value, label->value}};
                i = std::max(label->value, i + 1);
                continue;
            }
            if (boundary(i, line) && (!label || label->mark != Mark::colon))
                if (const auto unknown = unknown_label_at(m_in, i, line.to); unknown && !names_value(current, i)) {
                    // the word may hold a label of ours behind something else; that is found first
                    bool ours = false;
                    for (std::size_t k = i + 1; k < unknown->value && !ours; ++k)
                        if (const auto inner = label_at(m_in, k, line.to);
                            inner && inner->mark == Mark::colon && accepts(*inner, line, current))
                            ours = true;
                    if (!ours) {
                        close(i);
                        current = Item{*unknown, {unknown->value, unknown->value}};
                        i = unknown->value;
                        continue;
                    }
                }
            ++i;
        }
        close(line.to);
        return all;
    }

  private:
    /// Without the number of the item that follows: "…（2）", "… 3、".
    std::size_t without_bullet(Range r) const {
        constexpr std::u32string_view k_numerals = U"0123456789一二三四五六七八九十";
        std::size_t to = r.to;
        while (to > r.from && m_in.at(to - 1) == ' ') --to;
        if (to == r.from || !contains(U")].、", std::u32string(1, m_in.at(to - 1)))) return r.to;
        std::size_t i = to - 1;
        while (i > r.from && to - i <= 3 && contains(k_numerals, std::u32string(1, m_in.at(i - 1)))) --i;
        if (i == to - 1) return r.to;
        const bool open = i > r.from && (m_in.at(i - 1) == '(' || m_in.at(i - 1) == '[');
        if (open) return i - 1;
        return i == r.from || contains(U" ,;。", std::u32string(1, m_in.at(i - 1))) ? i : r.to;
    }
    static bool names_value(const Item& current, std::size_t at) {
        return current.labelled() && at == current.value.from;
    }

    const Input& m_in;
};

} // namespace

namespace {

/// "某某银行 ← 开户行", "某某银行（开户行）", "某某银行＝开户行": the label behind its value, where no other is on the
/// line.
std::optional<Item> label_behind(const Input& in, Range line) {
    const Range r = in.trimmed(line);
    if (r.size() < 6) return std::nullopt;
    const auto t = in.folded(r);
    const bool bracket = t.back() == ')' || t.back() == ']';
    std::size_t at = bracket ? t.find_last_of(U"([") : t.npos;
    for (const std::u32string_view sign : {U"←", U"<-", U"="})
        if (at == t.npos) at = t.find(sign);
    if (at == t.npos || at < 4) return std::nullopt;
    const Range head = in.trimmed({r.from, r.from + at});
    const Range words = in.trimmed({r.from + at + 1, r.to - (bracket ? 1U : 0U)});
    const auto label = label_at(in, words.from, words.to);
    if (!label || label->value < words.to || (label->kinds & (k_ignored | k_unknown | k_remark)) != 0)
        return std::nullopt;
    const std::vector<Item> before = Segmenter(in).items(head);
    if (std::any_of(before.begin(), before.end(), [](const Item& i) { return i.labelled(); })) return std::nullopt;
    return Item{*label, head};
}

} // namespace

namespace {

/// "某某公司（抬头）、9199...（税号）": two such labels at least, and each value ends with one.
std::vector<Item> labels_behind(const Input& in, Range line) {
    std::vector<Item> all;
    std::size_t from = line.from;
    for (std::size_t open = line.from; open < line.to; ++open) {
        if (in.at(open) != '(') continue;
        std::size_t close = open;
        while (close < line.to && in.at(close) != ')') ++close;
        const Range words = in.trimmed({open + 1, close});
        const Range value = in.trimmed({from, open});
        const auto label = heading(in, words) != 0 ? label_at(in, words.from, words.to) : std::nullopt;
        if (!label || value.empty() || (label->kinds & (k_ignored | k_unknown)) != 0) continue;
        all.push_back({*label, value});
        from = std::min(close + 1, line.to);
    }
    if (all.size() < 2 || !in.trimmed({from, line.to}).empty()) all.clear();
    return all;
}

} // namespace

std::vector<Item> segment(const Input& in, Range line) {
    if (auto all = labels_behind(in, line); !all.empty()) return all;
    if (const auto item = label_behind(in, line)) return {*item};
    return Segmenter(in).items(line);
}

} // namespace goufang::invoice::paste
