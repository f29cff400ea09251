#include "invoice/paste/notes.h"

#include "core/text/letters.h"
#include "invoice/paste/shapes.h"

#include <algorithm>

namespace goufang::invoice::paste {

Range without_note(const Input& in, Range r) {
    if (!r.empty() && in.at(r.to - 1) == ')') {
        for (std::size_t i = r.to - 1; i > r.from; --i)
            if (in.at(i - 1) == '(') {
                if (i - 1 > r.from) r.to = i - 1;
                break;
            }
    }
    while (!r.empty() && in.at(r.to - 1) == ' ') --r.to;
    return r;
}

Range without_particle(const Input& in, Range r) {
    constexpr std::size_t k_least = 4;
    for (const std::u32string_view word :
         {U"就行了", U"就行", U"就好", U"即可", U"哈", U"哦", U"啊", U"呀", U"呢", U"哟", U"噢", U"啦", U"嘛"})
        if (r.size() >= k_least + word.size() && in.folded(r).ends_with(word))
            return in.trimmed({r.from, r.to - word.size()});
    return r;
}

Range without_remark(const Input& in, Range r) {
    for (const std::u32string_view office : {U"财务部", U"财务科", U"财务处", U"财务"}) {
        if (!in.folded(r).ends_with(office)) continue;
        const Range name = in.trimmed({r.from, r.to - office.size()});
        if (in.folded(name).ends_with(U"公司")) return name;
    }
    if (r.empty() || (in.at(r.to - 1) != ')' && in.at(r.to - 1) != ']')) return r;
    if (contains_any(in.folded(r), U"托管地址|集群注册|地址申报|地址托管")) return r;
    for (std::size_t i = r.to - 1; i > r.from + 1; --i) {
        if (in.at(i) != '(' && in.at(i) != '[') continue;
        if (contains_any(in.folded({i, r.to}),
                         U"纳税人|专票|普票|发票|必填|选填|注意|地址|电话|抬头|税号|章)|以下简称|下称|"
                         U"简称|下同|客户)|(个人)|(原|(曾用|(旧|(更名|勿填|三证合一|五证合一"))
            return in.trimmed({r.from, i});
        break;
    }
    return r;
}

Range without_account_kind(const Input& in, Range r) {
    const auto tells = [&](Range note) {
        return note.size() <= 10 &&
               contains_any(in.folded(note), U"币|户|美元|美金|欧元|日元|港元|对公|rmb|cny|usd|hkd|eur|jpy");
    };
    const auto opens = [&](char32_t c) { return c == '(' || c == '['; };
    const auto closes = [&](char32_t c) { return c == ')' || c == ']'; };
    if (r.empty()) return r;
    if (opens(in.at(r.from))) {
        std::size_t to = r.from;
        while (to < r.to && !closes(in.at(to))) ++to;
        if (to + 1 < r.to && tells({r.from + 1, to})) r = in.trimmed({to + 1, r.to});
    }
    if (closes(in.at(r.to - 1))) {
        std::size_t from = r.to - 1;
        while (from > r.from && !opens(in.at(from))) --from;
        if (from > r.from && tells({from + 1, r.to - 1})) r = in.trimmed({r.from, from});
    }
    for (const std::u32string_view word : {U"一般户", U"基本户", U"对公户", U"结算户"})
        if (in.folded(r).ends_with(word) && r.size() > word.size() + 3 && !is_word(in.at(r.to - word.size() - 1)))
            r = in.trimmed({r.from, r.to - word.size()});
    return r;
}

Range without_chat(const Input& in, Range r) {
    if (!looks_chat(in, r)) return r;
    for (std::size_t i = r.to - 1; i > r.from; --i) {
        const char32_t c = in.at(i);
        if (c != ' ' && c != ',' && c != ';' && c != U'。' && c != '!' && c != '~' && c != '(') continue;
        if (!looks_chat(in, {i, r.to}) || looks_chat(in, {r.from, i})) continue;
        return in.trimmed({r.from, i});
    }
    return r;
}

Range chinese_address(const Input& in, Range r) {
    constexpr std::ptrdiff_t k_latin = 8; // letters; more than a B座
    const auto t = in.folded(r);
    const std::size_t head = static_cast<std::size_t>(std::find_if(t.begin(), t.end(), text::is_han) - t.begin());
    const auto letters = std::count_if(t.begin(), t.begin() + static_cast<std::ptrdiff_t>(head), text::is_ascii_letter);
    if (letters < k_latin || head == t.size() || !is_word(t[0]) || t[head - 1] != ' ') return r;
    const Range han{r.from + head, r.to};
    return looks_address(in, han) < 0.5 ? r : han;
}

Range without_account_word(const Input& in, Range r) {
    for (;;) {
        const auto t = in.folded(r);
        std::size_t cut = 0;
        for (const std::u32string_view w : {U"银行账号", U"账号", U"账户", U"卡号", U"号码", U"账户号", U"a/c",
                                            U"a/c no.", U"account", U"no.", U"no", U":", U"号:"})
            if (t.ends_with(w)) cut = std::max(cut, w.size());
        if (cut == 0) return r;
        r = in.trimmed({r.from, r.to - cut});
    }
}

namespace {

/// （普通合伙）, （新余店）, （江澜市妇幼保健院）
bool part_of_name(const Input& in, Range note) {
    constexpr std::size_t k_place = 4; // characters of 上海, 北校区
    const auto t = in.folded(note);
    if (contains_any(t, k_legal_forms)) return true;
    if (contains_any(
            t, U"单位|介绍|代|原|旧|税|票|必|填|注|同|以|用|开|无|电|付|客户|名|即|正确|重要|变更|打印|会计|经理|老师|"
               U"币|ok|全称|不|写|勿") ||
        t == U"新" || t == U"对" || ends_with_any(t, U"部|办|处"))
        return false;
    return note.size() <= k_place || ends_as_name(in, note);
}

/// （3楼）, （仓库旁）, （集群注册）
bool part_of_address(const Input& in, Range note) {
    const auto t = in.folded(note);
    if (contains_any(t, U"集群|申报|托管")) return true;
    if (std::count_if(t.begin(), t.end(), text::is_ascii_digit) >= 7) return true; // a phone
    if (contains_any(t, U"无门牌|执照|注册地址|登记地址|办公|同上|必填|为准|没有|地址|年|启用")) return false;
    return contains_any(
        t, U"边|号|室|房|楼|层|栋|座|幢|园|区|厦|场|村|镇|乡|路|街|巷|口|内|外|旁|侧|对面|后|前|东|西|南|北|院|店|铺|"
           U"馆|站|中心|科技港|广场|自主|一照|仅限经营|仅限办公|生产");
}

/// Where a sign stands inside a value that no value has: 某某支行←注意, 1203室 //备注, 某某支行，勿错.
std::size_t sign_inside(const Input& in, Range r, model::Field field) {
    for (std::size_t i = r.from + 3; i < r.to; ++i) {
        const char32_t c = in.at(i);
        const Range tail = in.trimmed({i, r.to});
        const bool stop = c == ',' || c == ';' || c == U'。';
        const bool place = field == model::Field::address &&
                           (looks_address(in, tail) >= 0.5 || contains_any(in.folded(tail), U"号|室|楼|栋|幢|座"));
        const bool latin = !tail.empty() && text::is_ascii_letter(in.at(tail.from)); // Co., Ltd
        const bool digits = !tail.empty() && text::is_ascii_digit(in.at(tail.from));
        if (is_symbol(c) || (c == '/' && in.at(i + 1) == '/') || (stop && !place && !latin && !digits)) return i;
    }
    return r.to;
}

} // namespace

Range without_odd_note(const Input& in, Range r, model::Field field) {
    constexpr std::size_t k_least = 4;
    r = without_particle(in, in.trimmed({r.from, sign_inside(in, r, field)}));
    const Range bare = without_note(in, r);
    if (bare.to == r.to || bare.size() < k_least) return r;
    Range note = in.trimmed({bare.to, r.to});
    while (!note.empty() && (in.at(note.from) == '(' || in.at(note.from) == ' ')) ++note.from;
    while (!note.empty() && (in.at(note.to - 1) == ')' || in.at(note.to - 1) == ' ')) --note.to;
    bool part = false;
    if (field == model::Field::name)
        part = part_of_name(in, note);
    else if (field == model::Field::address)
        part = part_of_address(in, note);
    else
        part = ends_as_bank(in, note) || in.folded(note) == U"中国";
    return part ? r : bare;
}

} // namespace goufang::invoice::paste
