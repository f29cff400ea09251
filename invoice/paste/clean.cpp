#include "invoice/paste/clean.h"

#include "core/check/tax_id.h"
#include "core/text/fold.h"
#include "core/text/letters.h"
#include "invoice/paste/labels.h"
#include "invoice/paste/shapes.h"

namespace goufang::invoice::paste {

namespace {

Range until_comma(const Input& in, Range r) {
    const std::size_t comma = in.folded(r).find(U',');
    return comma == std::u32string_view::npos ? r : Range{r.from, r.from + comma};
}

/// Columns on a page.
std::size_t width(const Input& in, Range line) {
    std::size_t n = 0;
    for (std::size_t i = line.from; i < line.to; ++i) n += in.at(i) < 0x80 ? 1 : 2;
    return n;
}

bool starts_with_label(const Input& in, Range line) {
    const Range r = in.trimmed(line);
    if (r.empty() || in.at(line.from) == ' ' || in.at(line.from) == '\t') return true; // a new paragraph
    const auto label = label_at(in, r.from, r.to);
    return label && label->mark <= Mark::space && label->kinds != k_unknown;
}

/// Labels behind a stop, comma or semicolon.
std::size_t inner_labels(const Input& in, Range line) {
    std::size_t n = 0;
    for (std::size_t i = line.from; i + 1 < line.to; ++i)
        if (contains(U",;。", std::u32string(1, in.at(i)))) n += label_at(in, i + 1, line.to).has_value();
    return n;
}

} // namespace

namespace {

/// The letters and digits that end a line and those that begin the next are one tax id, and neither alone is one.
bool cuts_tax_id(const Input& in, Range line, Range next) {
    std::size_t from = line.to, to = next.from;
    while (from > line.from && is_alnum(in.at(from - 1))) --from;
    while (to < next.to && is_alnum(in.at(to))) ++to;
    if (from == line.to || to == next.from || line.to - from + to - next.from != 18) return false;
    std::string code;
    for (const Range r : {Range{from, line.to}, Range{next.from, to}})
        for (std::size_t i = r.from; i < r.to; ++i) code += static_cast<char>(in.at(i));
    return check::uscc_valid(text::clean_tax_id(code));
}

} // namespace

void unwrap(Input& in) {
    constexpr std::size_t k_narrow = 24, k_ragged = 3, k_least = 3;
    const std::vector<Range> lines = in.lines();
    for (std::size_t i = 0; i + 1 < lines.size(); ++i)
        if (cuts_tax_id(in, lines[i], lines[i + 1])) in.blank({lines[i].to, lines[i + 1].from});
    for (std::size_t first = 0, last = 0; first < lines.size(); first = last + 1) {
        const std::size_t columns = width(in, lines[first]);
        std::size_t labels = inner_labels(in, lines[first]);
        last = first;
        if (columns < k_narrow) continue;
        while (last + 1 < lines.size()) {
            const std::size_t now = width(in, lines[last]), next = width(in, lines[last + 1]);
            if (now + k_ragged < columns || next == 0 || next > columns + k_ragged ||
                starts_with_label(in, lines[last + 1]))
                break;
            labels += inner_labels(in, lines[++last]);
        }
        if (last + 1 < first + k_least || labels < 2) continue;
        for (std::size_t i = first; i < last; ++i) in.blank({lines[i].to, lines[i + 1].from});
    }
}

void drop_bullet(Input& in, Range line) {
    constexpr std::u32string_view k_marks = U").、]", k_roman = U"ivx";
    const auto one_of = [&](std::u32string_view set, std::size_t i) {
        return i < line.to && contains(set, std::u32string(1, in.at(i)));
    };
    std::size_t i = line.from;
    while (one_of(U" ([", i)) ++i;
    const std::size_t number = i;
    while (i < number + 2 && one_of(U"0123456789一二三四五六七八九十甲乙丙丁戊己", i)) ++i;
    while (i < number + 4 && one_of(k_roman, i)) ++i;
    const bool roman = i > number && text::is_ascii_letter(in.at(number));
    if (i == number && text::is_ascii_letter(in.at(i))) {
        std::size_t behind = i + 2;
        while (one_of(U" ", behind)) ++behind;
        const bool mark = one_of(k_marks, i + 1);
        const bool digits = in.at(i + 1) == ')' && text::is_ascii_digit(in.at(behind)); // (a) 6222...
        if ((text::is_han(in.at(behind)) || digits) &&
            (mark ||
             (in.at(i + 1) == ':' && looks_address(in, until_comma(in, {i + 2, line.to})) < 0.5))) // A: an address
            in.blank({line.from, behind});
        return;
    }
    if (i == number || !one_of(k_marks, i) || (roman && !one_of(U") 、", i) && in.at(i + 1) != ' ')) return;
    while (one_of(U").、] ", i)) ++i;
    in.blank({line.from, i});
}

void drop_numbering(Input& in, const std::vector<Range>& lines) {
    constexpr std::size_t k_least = 3;
    std::vector<Range> marks;
    const auto drop = [&] {
        if (marks.size() >= k_least)
            for (const Range m : marks) in.blank(m);
        marks.clear();
    };
    for (const Range line : lines) {
        std::size_t i = line.from;
        while (i < line.to && in.at(i) == ' ') ++i;
        if (i == line.to) continue;
        for (const std::u32string_view word : {U"no.", U"no", U"第", U"#"})
            if (in.folded({i, line.to}).starts_with(word)) i += word.size();
        std::size_t value = 0, to = i;
        while (to < line.to && to < i + 2 && text::is_ascii_digit(in.at(to))) value = value * 10 + (in.at(to++) - U'0');
        if (const char32_t c = in.at(i);
            to == i && text::is_ascii_letter(c) && contains(U".、):", std::u32string(1, in.at(i + 1)))) {
            value = c - U'a' + 1;
            to = i + 1;
        }
        const bool counted = to > i && !text::is_ascii_digit(in.at(to)) && value == marks.size() + 1;
        while (counted && to < line.to && contains(U" .、:)项条\u20E3", std::u32string(1, in.at(to)))) ++to;
        if (!counted) drop();
        if (counted && !is_word(in.at(to - 1))) marks.push_back({line.from, to});
    }
    drop();
}

void drop_title(Input& in, Range line) {
    const Range r = in.trimmed(line);
    for (const std::u32string_view word :
         {U"开票信息", U"开票资料", U"发票信息", U"发票资料", U"增票资料", U"抬头信息"})
        if (in.folded(r).starts_with(word) &&
            (in.at(r.from + word.size()) == ' ' || in.at(r.from + word.size()) == ':'))
            in.blank({r.from, r.from + word.size() + 1});
}

void drop_emoticons(Input& in, Range line) {
    for (std::size_t to = line.to; to > line.from; --to) {
        if (in.at(to - 1) == ' ') continue;
        if (in.at(to - 1) != ']') return;
        std::size_t from = to - 1;
        while (from > line.from && text::is_han(in.at(from - 1))) --from;
        const Range word{from, to - 1};
        if (from == line.from || in.at(from - 1) != '[' || word.empty() || word.size() > 4 || heading(in, word) != 0)
            return;
        in.blank({from - 1, to});
        to = from;
    }
}

bool is_rule(const Input& in, Range r) {
    std::size_t n = 0;
    for (std::size_t i = r.from; i < r.to; ++i) {
        const char32_t c = in.at(i);
        if (c == ' ') continue;
        if (is_word(c)) return false;
        n += c == '-' || c == '=' || c == '*' || c == '_' || c == '~' || c == '#' || c == U'—' || c == U'…' || c == '.';
    }
    return n >= 3;
}

bool drop_header(Input& in, Range line) {
    const auto digits = [&](std::size_t i) {
        std::size_t n = 0;
        while (i + n < line.to && text::is_ascii_digit(in.at(i + n))) ++n;
        return n;
    };
    bool time = false;
    for (std::size_t i = line.from; i < line.to; ++i) {
        if (!text::is_ascii_digit(in.at(i)) || (i > line.from && is_word(in.at(i - 1)) && in.at(i - 1) < 0x80))
            continue;
        const std::size_t n = digits(i);
        if (n <= 2 && in.at(i + n) == ':' && digits(i + n + 1) == 2) {
            std::size_t to = i + n + 3;
            if (in.at(to) == ':' && digits(to + 1) == 2) to += 3;
            if (is_word(in.at(to)) && in.at(to) < 0x80) continue;
            in.blank({i, to});
            time = true;
            i = to - 1;
            continue;
        }
        const auto parts = [&](std::size_t at) {
            const char32_t c = in.at(at);
            return c == '-' || c == '/' || c == '.' || c == U'年' || c == U'月';
        };
        if ((n == 4 && (in.at(i) == '1' || in.at(i) == '2') && parts(i + 4)) || (n <= 2 && in.at(i + n) == U'月')) {
            std::size_t at = i + n;
            std::size_t groups = n == 4 ? 0 : 1;
            while (parts(at) && digits(at + 1) >= 1 && digits(at + 1) <= 2 && groups < 2) {
                at += 1 + digits(at + 1);
                ++groups;
            }
            if (in.at(at) == U'日') ++at;
            if (groups == 2 && !(is_word(in.at(at)) && in.at(at) < 0x80) && in.at(at) != '-') {
                in.blank({i, at});
                i = at - 1;
                continue;
            }
        }
        i += n - 1;
    }
    if (!time) return true;
    const Range rest = in.trimmed(line);
    if (rest.size() > 30) return true;
    for (std::size_t i = rest.from; i < rest.to; ++i)
        if (const auto l = label_at(in, i, rest.to); l && l->mark <= Mark::bracket && (l->kinds & k_ignored) == 0)
            return true;
    return looks_name(in, rest) || find_tax_id(in, rest, false).has_value() ||
           find_accounts(in, rest, 12).size() == 1 || looks_address(in, rest) >= 0.5 || looks_bank(in, rest);
}

SideHeading side_of(const Input& in, Range r) {
    constexpr std::u32string_view k_sellers =
        U"销售方|销货|销方|卖方|供方|供货|供应商|开票方信息|收款方|seller|vendor|supplier";
    constexpr std::u32string_view k_buyers = U"购买方|购方|买方|受票方|需方|购货|buyer|purchaser|customer";
    constexpr std::u32string_view k_parts = U"税号|地址|电话|账号|开户|识别号|tax|address|tel|phone|bank|account";
    constexpr std::u32string_view k_salutations = U"尊敬|亲爱|各位|您|你|致|贵|dear|hello|hi ";
    const std::size_t colon = in.folded(r).find(U':');
    const Range head{r.from, colon == std::u32string_view::npos ? r.to : r.from + colon};
    const auto t = in.folded(head);
    if (head.size() > 12 || contains_any(t, k_salutations)) return {};
    const bool alone = head.to == r.to || in.trimmed({head.to + 1, r.to}).empty();
    if (alone && !(head.size() <= 4 || head.to < r.to || contains_any(t, U"信息|资料"))) return {};
    if (alone && head.to < r.to && contains_any(t, U"错误|作废|变更前|更名前|旧资料|旧信息|原信息|原资料"))
        return {Side::seller, true, false}; // what was, like the other side's, is not asked for
    if (alone && head.to < r.to && contains_any(t, U"变更后|更名后|正确|新资料|新信息"))
        return {Side::buyer, true, false};
    if (contains_any(t, k_sellers)) {
        if (contains_any(t, k_parts) || (alone && contains_any(t, U"名称|name"))) return {};
        if (!alone && (contains_any(in.folded(r), k_buyers) || contains_any(t, U"收款方"))) return {};
        return {Side::seller, true, !alone};
    }
    if (!contains_any(t, k_buyers)) return {};
    const bool value = !alone || contains_any(t, k_parts) || contains_any(t, U"名称|name|购货") ||
                       (head.to < r.to && label_at(in, r.from, r.to));
    return {Side::buyer, !value, false};
}

} // namespace goufang::invoice::paste
