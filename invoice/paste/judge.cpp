#include "invoice/paste/judge.h"

#include "core/text/letters.h"
#include "invoice/paste/notes.h"
#include "invoice/paste/shapes.h"

#include <algorithm>

namespace goufang::invoice::paste {

namespace {

using model::Field;

void doubt(Found& f) { f.confidence = std::min(f.confidence, k_doubt); }

bool has_word(const Input& in, Range r) {
    for (std::size_t i = r.from; i < r.to; ++i)
        if (is_word(in.at(i))) return true;
    return false;
}

/// A character of these is the first.
bool begins_with(std::u32string_view t, std::u32string_view characters) {
    return !t.empty() && characters.find(t.front()) != t.npos;
}

/// Words that stand in sentences and not in names of banks and places.
bool has_speech(std::u32string_view t) {
    return contains_any(t, U"是|的|了|没|叫|还|请|我|你|您|他|这|哪|把|让|跟|吗|呢");
}

bool whole_name(const Input& in, Range r) {
    constexpr std::size_t k_long = 40;
    const auto t = in.folded(r);
    if (t.back() == ')' && !contains_any(in.folded({without_note(in, r).to, r.to}), k_legal_forms)) return false;
    if (r.size() > k_long || begins_with(t, U"由是为给请把将的你您我该此要叫写填")) return false;
    if (t.starts_with(U"有限") || t.starts_with(U"股份") || t.starts_with(U"责任") || t.starts_with(U"公司"))
        return false;
    return !contains_any(
        t, U"变更|更名|改名|为准|开具|公司在|公司是|单位在|以及|或者|还是|不是|号楼|我们|咱|他们|贵司|贵方|贵公司");
}

bool whole_address(const Input& in, Range r) {
    constexpr std::size_t k_head = 14; // a place is named by then
    constexpr std::u32string_view k_ends = U"号室楼层栋幢座元房区镇乡村路街巷弄园厦城场里组社部口内外旁侧院店铺馆站心道"
                                           U"处所厂苑庄寓桥湾港滩岛山庙门府墅地段"
                                           U"头坪坝沟屯营堡寨湖河洲线东西南北中汇州市县旗户库棚仓队团连校面角舍间米坊";
    const auto t = in.folded(r);
    if (std::none_of(t.begin(), t.end(), text::is_han)) return true;
    if (begins_with(t, U"在是为请同见以按你我您即就") || t.starts_with(U"公司") || text::is_ascii_digit(t.front()))
        return false;
    for (std::size_t i = 1; i + 1 < t.size(); ++i) // "东区，本地叫某镇"
        if (t[i] == ',' && text::is_han(t[i + 1])) return false;
    if (has_speech(t) ||
        contains_any(t, U"发票|开票|公司在|为准|一致|如下|先生|女士|收件|邮寄|快递|账号|税号|支行|分行|位于|搬到|迁至"))
        return false;
    if (!contains_any(t.substr(0, k_head), U"省|市|区|县|旗|镇|乡|州|盟|街|路|道|村|屯|香港|九龙|新界|台湾|澳门"))
        return false;
    const std::size_t space = t.rfind(' ');
    if (space != t.npos && std::none_of(t.begin() + static_cast<std::ptrdiff_t>(space), t.end(),
                                        [](char32_t c) { return text::is_han(c) || text::is_ascii_digit(c); }))
        return false; // "...1203室 ok"
    const std::size_t letters =
        static_cast<std::size_t>(std::find_if_not(t.begin(), t.end(), text::is_ascii_letter) - t.begin());
    if (letters > 0 && letters < t.size() && t[letters] == ' ') return false; // "tel 某市某路"
    const auto note = in.folded({without_note(in, r).to, r.to});
    if (!note.empty() && !contains_any(note, U"号|室|楼|层|栋|座|幢|单元|房|集群|托管|申报")) return false;
    if (ends_with_any(t, U"之一|之二|之三|号甲|号乙|号丙|号丁")) return true;
    const char32_t last = t.back();
    return is_alnum(last) || last == ')' || k_ends.find(last) != k_ends.npos;
}

bool whole_bank(const Input& in, Range r) {
    const auto t = in.folded(r);
    if (std::none_of(t.begin(), t.end(), text::is_han)) return true;
    return t.back() != ')' && ends_as_bank(in, r) && !begins_with(t, U"在为.") && !has_speech(t);
}

} // namespace

std::vector<Range> remains(const Input& in, Range r, const std::vector<Found>& all, std::size_t first) {
    std::vector<Range> covered;
    for (std::size_t i = first; i < all.size(); ++i) covered.push_back(all[i].range);
    std::sort(covered.begin(), covered.end(), [](Range a, Range b) { return a.from < b.from; });
    covered.push_back({r.to, r.to});
    std::vector<Range> out;
    std::size_t from = r.from;
    for (const Range c : covered) {
        const Range gap = in.trimmed({from, std::max(from, std::min(c.from, r.to))});
        if (has_word(in, gap) && heading(in, gap) == 0) out.push_back(gap);
        from = std::max(from, c.to);
    }
    return out;
}

void doubt_remains(const Input& in, Range r, std::vector<Found>& all, std::size_t first) {
    constexpr double k_proof = 0.95;
    if (all.size() == first || remains(in, r, all, first).empty()) return;
    for (std::size_t i = first; i < all.size(); ++i)
        if (!(all[i].field == Field::tax_id && all[i].confidence > k_proof)) doubt(all[i]);
}

bool whole(const Input& in, const Found& f) {
    constexpr std::size_t k_short = 9, k_long = 25; // digits of an account
    switch (f.field) {
    case Field::name:
        return whole_name(in, f.range);
    case Field::address:
        return whole_address(in, f.range);
    case Field::bank:
        return whole_bank(in, f.range);
    case Field::account:
        return f.value.size() >= k_short && f.value.size() <= k_long;
    default:
        return true;
    }
}

void judge(const Input& in, std::vector<Found>& all) {
    for (Found& f : all)
        if (!whole(in, f)) doubt(f);
}

} // namespace goufang::invoice::paste
