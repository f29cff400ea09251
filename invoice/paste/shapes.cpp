#include "invoice/paste/shapes.h"

#include "core/check/regions.h"
#include "core/check/tax_id.h"
#include "core/text/letters.h"
#include "invoice/paste/notes.h"

#include <algorithm>

namespace goufang::invoice::paste {

namespace {

constexpr std::u32string_view k_org_ends =
    U"公司|厂|店|铺|馆|院|校|学校|大学|学院|小学|中学|幼儿园|中心|事务所|研究所|设计所|研究院|合作社|合作联社|局|"
    U"委员会|"
    U"政府|办公室|办事处|办|处|社|所|站|队|会|协会|学会|商会|基金会|工会|银行|支行|分行|酒店|宾馆|饭店|超市|商行|商店|"
    U"商场|"
    U"经营部|服务部|门市部|营业部|工作室|批发部|销售部|商贸部|加工部|分部|集团|网吧|药房|大药房|诊所|农场|林场|牧场|"
    U"部队|"
    U"分公司|工厂|加工厂|企业|合伙|行|俱乐部|茶楼|餐厅|餐馆|书店|影院|剧院|报社|出版社|医院|卫生院|法院|检察院|博物馆|"
    U"图书馆|居委会|村委会|联合会|总会|大队|支队|联社|公会|总部|代表处|印刷厂|农庄|公园|加油站|营业厅|学堂|便利店|"
    U"园|坊|室|庄|屋|吧|城|汇|部|业|场|苑|阁|轩|斋|楼";
/// Of those, the ones that an address or a sentence also ends with.
constexpr std::u32string_view k_strong_ends =
    U"公司|厂|事务所|研究所|研究院|设计院|合作社|委员会|中心|大学|学院|学校|小学|中学|幼儿园|医院|经营部|服务部|门市部|"
    U"商行|"
    U"工作室|集团|基金会|协会|学会|商会|政府|管理局|税务局|财政局|教育局|公安局|总局|分局|酒店|宾馆|超市|商店|批发部|"
    U"销售部|商贸部|加工部|"
    U"合作联社|办事处|代表处|大药房|药房|诊所|出版社|报社|法院|检察院|俱乐部|加油站|居委会|村委会|村民委员会|图书馆|"
    U"博物馆|卫生院|卫生服务中心|联合会|总会|农场|林场|便利店|饭店|餐厅|餐馆|书店|监狱|工会|工厂|企业|商贸行|经销部|"
    U"维修部|配件部|小卖部|水果店|五金店|专卖店|分店|旗舰店|服装店|饮食店|小吃店|面馆|茶庄|花店|美容院|养生馆|健身房|"
    U"驿站|火锅店|烧烤店|快餐店|奶茶店|文具店|建材店|百货店|食品店|药店|烟酒店|糖果店|蛋糕店|粮油店|茶叶店|水产店|"
    U"管理处|管理所|派出所|供销社|养殖场|种植场|合伙企业|电影院|体育馆|展览馆|科技馆|广播电视台|电视台|研究会|促进会|"
    U"学堂|民宿|客栈|管委会|联合社|招待所|疗养院|画院|委员会办公室|人民政府办公室|政府办公厅|党校|纪委|团委|妇联|"
    U"武装部|艺术馆|文化馆|纪念馆|美术馆|"
    U"档案馆|文化宫|"
    U"少年宫|海关|消防救援大队|消防救援支队|指挥部";
constexpr std::u32string_view k_latin_ends =
    U"ltd|limited|inc|incorporated|llc|corp|corporation|gmbh|company|co|plc|s.a|s.r.l|b.v|ag|kk|bhd|pte ltd|university|"
    U"s.p.a|s.a.s|sarl|s.l|n.v|oy|a/s|pty|ltda|kg";
constexpr std::u32string_view k_chat =
    U"您好|你好|谢谢|感谢|麻烦|辛苦|拜托|收到|好的|请开|请帮|请问|请按|请把|请核|请查|请发|请务必|帮忙|帮我|开票信息|"
    U"开票资料|"
    U"发票信息|发票资料|开票抬头|资料如下|信息如下|如下|以下|今天|明天|尽快|什么时候|老板|老师|哈哈|"
    U"有事|联系我|要发票|开发票|开一下|开一张|开个|开张|开票|专票|普票|发给|发我|发到|寄到|寄给|给我|一下|可以|请勿|"
    U"不要|不用|无需|需要|要求|"
    U"注意|"
    U"务必|是否|"
    U"我们公司|我司|"
    U"我公司|贵司|贵公司|我们|这个|这是|那个|上面|下面|合同|付款|转账|确认|核对|已经|已付|快递|邮寄|收件|电子版|撤回|"
    U"图片|表情|哪家|哪个|哪位|多少|什么|"
    U"仅供|有误|更新|please|thanks|thank you|hello|hi |dear|regards|invoice "
    U"to|below|following|information|details|invoice";

std::size_t han_count(const Input& in, Range r) {
    std::size_t n = 0;
    for (std::size_t i = r.from; i < r.to; ++i) n += text::is_han(in.at(i));
    return n;
}

std::size_t digit_count(const Input& in, Range r) {
    std::size_t n = 0;
    for (std::size_t i = r.from; i < r.to; ++i) n += text::is_ascii_digit(in.at(i));
    return n;
}

bool latin_name_end(const Input& in, Range r) {
    std::u32string t(in.folded(r));
    while (!t.empty() && (t.back() == '.' || t.back() == ' ')) t.pop_back();
    for (std::u32string_view rest = k_latin_ends;;) {
        const std::size_t bar = rest.find(U'|');
        const auto word = rest.substr(0, bar);
        if (t.ends_with(word) && t.size() > word.size() + 1 && !text::is_ascii_letter(t[t.size() - word.size() - 1]))
            return true;
        if (bar == std::u32string_view::npos) return false;
        rest.remove_prefix(bar + 1);
    }
}

} // namespace

bool looks_chat(const Input& in, Range r) {
    constexpr std::size_t k_enough = 200;
    const auto t = in.folded({r.from, std::min(r.to, r.from + k_enough)});
    if (contains_any(t, k_chat)) return true;
    // what ends a phrase; 哈尔滨, 亲子, 网吧 are names
    constexpr std::u32string_view k_particles = U"亲哦呢吗吧啊哈嗯";
    for (std::size_t at = t.find_first_of(k_particles); at != t.npos; at = t.find_first_of(k_particles, at + 1)) {
        const bool pub = t[at] == U'吧' && at > 0 && (t[at - 1] == U'网' || t[at - 1] == U'酒');
        if (!pub && (at + 1 == t.size() || !is_word(t[at + 1]))) return true;
    }
    return false;
}

bool looks_blank(const Input& in, Range r) {
    r = in.trimmed(r);
    const auto t = in.folded(r);
    bool word = false;
    for (const char32_t c : t) word |= is_word(c);
    constexpr std::u32string_view k_none[] = {U"无",   U"暂无",   U"没有",   U"略",   U"空",    U"未填写", U"未填",
                                              U"选填", U"必填",   U"待补充", U"待定", U"同上",  U"none",   U"n/a",
                                              U"na",   U"null",   U"nil",    U"xxx",  U"xx",    U"可不填", U"不填",
                                              U"(无)", U"(选填)", U"(必填)", U"(空)", U"待提供"};
    return !word || std::find(std::begin(k_none), std::end(k_none), t) != std::end(k_none);
}

bool looks_name(const Input& in, Range r) {
    r = in.trimmed(r);
    const Range bare = without_note(in, r);
    const auto t = in.folded(bare);
    if (bare.size() < 4 || r.size() > 100 || looks_chat(in, r)) return false;
    if (digit_count(in, r) > 8 || contains_any(t, U":|。|;|!|?|…|\"|抬头|税号|改成|改为|发票|单位是|公司是"))
        return false;
    if (std::any_of(t.begin(), t.end(), is_symbol)) return false;
    if (han_count(in, bare) == 0) return latin_name_end(in, bare);
    if (contains_any(t, U",|、|\t")) return false;
    if (contains_any(t, U"支行|分行|信用社|储蓄所|分理处") && !t.ends_with(U"公司")) return false;
    if (t.ends_with(U"农商行") || contains_any(t, U"全称为|全称是|名称为|名称是|抬头为|抬头是|名字是|名叫"))
        return false;
    if (t.ends_with(U"银行") || t.ends_with(U"银行股份有限公司")) return false;
    // 路88号某某中心 is a place
    if (!t.ends_with(U"公司") && contains_any(t, U"路|街|大道|巷|弄") && digit_count(in, bare) > 0) return false;
    if (t.ends_with(U"局") && t.size() > 4 && contains_any(t, U"省|市|县|区|州")) return true; // of a government
    return ends_with_any(t, k_strong_ends);
}

bool ends_as_name(const Input& in, Range r) { return ends_with_any(in.folded(without_note(in, r)), k_org_ends); }

bool ends_as_bank(const Input& in, Range r) {
    std::u32string t(in.folded(without_note(in, r)));
    t.erase(std::remove(t.begin(), t.end(), U' '), t.end()); // the end of a line inside 支行
    return ends_with_any(t,
                         U"银行|支行|分行|信用社|农信社|农信联社|合作社|联社|储蓄所|分理处|营业室|农商行|国库|营业处|"
                         U"营业部|营业厅|邮储|总行|工行|农行|建行|中行|交行|招行|浦发|公司|营业所|分社|储汇局|支库");
}

bool may_be_name(const Input& in, Range r) {
    const auto t = in.folded(without_note(in, r));
    return t.size() >= 4 && r.size() <= 30 && digit_count(in, r) <= 8 &&
           han_count(in, {r.from, r.from + t.size()}) == t.size() && ends_as_name(in, r) && !looks_bank(in, r) &&
           looks_address(in, r) < 0.4 && !looks_chat(in, r);
}

bool looks_bank(const Input& in, Range r) {
    r = in.trimmed(r);
    const Range bare = without_note(in, r);
    const auto t = in.folded(bare);
    if (bare.size() < 3 || r.size() > 80 || looks_chat(in, r) || contains_any(t, U"电话|地址|税号|\"|:")) return false;
    if (ends_with_any(
            t,
            U"银行|支行|分行|信用社|农信社|农信联社|信用合作社|联社|储蓄所|分理处|营业室|农商行|国库|营业处|村镇银行"))
        return true;
    if (t.ends_with(U"营业部") || t.ends_with(U"营业厅"))
        return contains_any(t, U"银行|支行|分行|工行|农行|中行|建行|交行|信用社");
    if (contains_any(t, U"银行|信用社|信用联社|农信社|农商行|农合行") && !contains_any(t, U"路|号|室")) return true;
    if (t.size() > 4 && contains_any(t, U"工行|农行|建行|交行|招行|中行|农商行|浦发|邮储") && t.size() < 20 &&
        digit_count(in, bare) == 0)
        return true;
    return han_count(in, bare) == 0 && contains(t, U"bank");
}

double looks_address(const Input& in, Range r) {
    r = without_particle(in, in.trimmed(r));
    if (r.size() < 5 || r.size() > 120 || looks_chat(in, r)) return 0;
    const auto t = in.folded(r);
    const std::size_t han = han_count(in, r);
    if (han < 3) {
        const bool latin = contains_any(t, U"road|rd.|rd,|street|st.|avenue|ave|district|building|bldg|floor|room|lane|"
                                           U"province|city|no.|town|park|zone|tower|plaza|blvd|highway");
        if (digit_count(in, r) == 0) return 0;
        if (latin) return 0.82;
        // "Musterstrasse 12, 20095 Hamburg, Germany"
        const bool parts =
            contains(t, U", ") && text::is_ascii_letter(t.back()) && !contains_any(t, U":|@|account|tax");
        return parts && r.size() >= 15 && digit_count(in, r) <= 10 ? 0.7 : 0;
    }
    double score = 0;
    if (contains_any(t, U"省|自治区|市|特别行政区")) score += 0.3;
    if (contains_any(t, U"区|县|旗|镇|乡|新区|开发区|园区")) score += 0.25;
    if (contains_any(t, U"市|区|县|旗") && contains_any(t, U"镇|乡|街道|社区")) score += 0.25;
    if (contains_any(
            t, U"路|街|大道|道|巷|弄|胡同|村|里|公路|工业园|工业区|高新区|产业园|科技园|广场|大厦|中心|小区|花园|公寓"))
        score += 0.3;
    if (contains_any(t, U"号|室|楼|栋|幢|座|层|单元|房|铺|组")) score += 0.25;
    if (digit_count(in, r) > 0 && digit_count(in, r) <= 14) score += 0.15;
    if (contains_any(t, U"北京|上海|天津|重庆|广东|浙江|江苏|深圳|广州|杭州|香港")) score += 0.15;
    if (contains_any(t, U"州") && contains_any(t, U"县|市")) score += 0.15;
    const auto bare = in.folded(without_note(in, r));
    if (ends_with_any(bare, U"公司|银行|支行|分行") || contains_any(t, U"账号|账户")) score -= 0.6;
    if (digit_count(in, r) == 0 && ends_with_any(bare, U"店|行|部|厂|社|坊|吧|馆")) score -= 0.6; // 某市某区某某百货店
    return std::clamp(score, 0.0, 0.86);
}

bool is_pronoun(const Input& in, Range r) {
    constexpr std::u32string_view k_pronouns[] = {U"我司",   U"我方",   U"我公司", U"我们",    U"我们公司",
                                                  U"本公司", U"本单位", U"贵司",   U"贵方",    U"贵公司",
                                                  U"你司",   U"你方",   U"你们",   U"你们公司"};
    return std::find(std::begin(k_pronouns), std::end(k_pronouns), in.folded(r)) != std::end(k_pronouns);
}

std::optional<Range> name_inside(const Input& in, Range r) {
    const auto t = in.folded(r);
    constexpr std::u32string_view k_ends[] = {
        U"有限责任公司", U"股份有限公司", U"有限公司", U"分公司", U"公司",     U"事务所", U"经营部", U"商行", U"工作室",
        U"合作社",       U"委员会",       U"大学",     U"医院",   U"服务中心", U"厂",     U"学院",   U"学校", U"幼儿园",
        U"酒店",         U"研究院",       U"研究所",   U"协会",   U"超市",     U"便利店", U"中心"};
    for (const auto end : k_ends) {
        for (std::size_t at = t.find(end); at != std::u32string_view::npos; at = t.find(end, at + 1)) {
            std::size_t from = at;
            while (from > 0 && (is_word(t[from - 1]) || t[from - 1] == '(' || t[from - 1] == ')')) --from;
            std::u32string_view run = t.substr(from, at - from);
            // what a sentence says before the name
            constexpr std::u32string_view k_before[] = {
                U"公司抬头是", U"抬头是", U"抬头为", U"名称是", U"名称为", U"抬头开", U"抬头", U"开给",
                U"请给",       U"麻烦给", U"帮忙给", U"帮给",   U"公司是", U"我们是", U"我是", U"单位是",
                U"就开",       U"请开",   U"发票开", U"公司名", U"名称",   U"我司",   U"给",   U"开"};
            for (const auto word : k_before)
                if (const std::size_t w = run.rfind(word);
                    w != std::u32string_view::npos && w + word.size() <= run.size()) {
                    if (word.size() == 1 && w != 0 && !contains_any(run.substr(0, w), U"请|麻烦|帮|票|再|要|先|需"))
                        continue;
                    from += w + word.size();
                    run = t.substr(from, at - from);
                }
            for (const std::u32string_view word : {U"公司", U"单位", U"企业"})
                if (run.starts_with(word) && run.size() > 4) {
                    from += word.size();
                    run = t.substr(from, at - from);
                }
            if (at - from < 2 || contains_any(run, U"我们|贵|这|你|哪|什么|请|麻烦|谢|本|您")) continue;
            Range found{r.from + from, r.from + at + end.size()};
            if (const std::size_t close = t.find(U')', at + end.size());
                in.at(found.to) == '(' && close < at + end.size() + 12 &&
                contains_any(t.substr(at + end.size(), close - at - end.size()), U"合伙|个体|集团|有限"))
                found.to = r.from + close + 1; // （普通合伙）
            return found;
        }
    }
    return std::nullopt;
}

std::size_t name_end(const Input& in, Range r) {
    for (std::size_t i = r.from + 3; i < r.to; ++i) {
        const char32_t c = in.at(i);
        if (c != ' ' && c != ',' && c != '\t' && c != ';' && c != '|' && c != U'。' && c != U'、') continue;
        const Range head{r.from, i};
        if (!ends_with_any(in.folded(without_note(in, head)), k_strong_ends) && !(c == '\t' || c == '|')) continue;
        const Range tail = in.trimmed({i, r.to});
        if (tail.empty()) return i;
        if (c == ' ' && in.at(i + 1) == '(') continue; // its note
        // "甲有限公司 杭州分公司" is one name
        if (ends_as_name(in, tail) && looks_address(in, tail) < 0.5 && !looks_bank(in, tail) && c == ' ' &&
            !looks_chat(in, tail))
            continue;
        if (han_count(in, head) > 0 || c == '\t' || c == '|') return i;
    }
    return r.to;
}

bool holds_remains(std::string_view value) {
    constexpr std::string_view k_signs[] = {":",      "：",       "\"",   "“",    "”",    "=",      "|",    "…",
                                            "←",      "→",        "【",   "】",   "税号", "账号",   "帐号", "账户",
                                            "识别号", "信用代码", "电话", "简称", "下称", "开户行", "@",    "；"};
    for (const std::string_view sign : k_signs)
        if (value.find(sign) != std::string_view::npos) return true;
    std::int64_t open = 0;
    for (const std::string_view bracket : {"(", "（", ")", "）"})
        for (std::size_t at = value.find(bracket); at != std::string_view::npos; at = value.find(bracket, at + 1))
            open += bracket == "(" || bracket == "（" ? 1 : -1;
    return open != 0;
}

} // namespace goufang::invoice::paste
