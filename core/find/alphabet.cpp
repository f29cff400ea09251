#include "core/find/alphabet.h"

#include "core/text/fold.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <set>
#include <utility>

namespace goufang::find {

namespace {

constexpr const char* k_table =
#include "assets/pinyin/readings.inc"
    ;

// Bytes of the code: 86 following ones, 81 leading ones of two-byte codes, one for three bytes, two for four.
constexpr unsigned k_tail_first = 0x80, k_tails = 86;
constexpr unsigned k_four = 0x7E, k_three = 0x10; // 0x7E and 0x7F lead four bytes; '~' itself becomes one of those
constexpr std::array<std::uint8_t, 83> leads_of_two() {
    std::array<std::uint8_t, 83> leads{};
    std::size_t n = 0;
    for (unsigned b = 0xD6; b <= 0xFF; ++b) leads[n++] = static_cast<std::uint8_t>(b);
    for (unsigned b = 'A'; b <= 'Z'; ++b) leads[n++] = static_cast<std::uint8_t>(b);
    for (unsigned b = 0x11; b <= 0x1F; ++b) leads[n++] = static_cast<std::uint8_t>(b);
    return leads;
}
constexpr auto k_leads = leads_of_two();
constexpr std::array<std::uint8_t, 256> numbers_of_leads() {
    std::array<std::uint8_t, 256> numbers{};
    for (std::size_t i = 0; i < k_leads.size(); ++i) numbers[k_leads[i]] = static_cast<std::uint8_t>(i);
    return numbers;
}
constexpr auto k_lead_number = numbers_of_leads();

constexpr bool is_tail(unsigned char b) { return b >= k_tail_first && b < k_tail_first + k_tails; }
constexpr bool is_single(unsigned char b) { return (b >= 0x20 && b <= 0x40) || (b >= 0x5B && b < k_four); }

constexpr std::uint32_t packed(unsigned a, unsigned b, unsigned c, unsigned length) {
    return a | b << 8 | c << 16 | length << 24;
}

// Characters that stand most often in names of companies, in no order: their lists of readings get ids of their own
// in the column of initials, which saves a second look at the name.
constexpr std::string_view k_frequent =
    "公司有限责任行长厦重会乐石朝车单都区系调校种相传广大和宁家合尔佛奇红万强柏台番率数信术兴参弹"
    "市京海州深圳津庆中东南省农能特国管光县天成武汉江苏杭无锡济青沈阳春哈滨郑石城口河山食核日"
    "科技贸易商行工程建筑装饰设计服务管理咨询物业广告文化传媒教育机械设备电子信息网络软件股份集团实业发展"
    "投资中国第一人民医院学校店经营部百货超市酒食品农业生物药材料塑胶五金制造厂汽车运输物流国际进出口环保能源光伏"
    "房地产开发园林绿化水利劳务派遣会计师事务所律师分支合作社委员餐饮饭美容健康体育旅游宾馆北上海天津重庆广东州深圳"
    "南京杭苏宁波武汉成都西安沈阳大连青岛济郑长沙合肥福建厦门泉江浙山河湖云贵川陕黑龙吉林辽内蒙古新疆藏华盛恒达通"
    "瑞泰康宏远兴隆昌顺利鑫源丰汇金创世纪海龙腾飞明宇博雅德诚正和美佳欣荣泽润嘉万千百亿凯旋联合特优立卓越英杰友"
    "爱家乐祥星月晶银玉珠宝石玛翔鹏鸿雁麟骏驰捷迅智慧思启航帆蓝绿紫橙春夏秋冬景区县市街道镇村中心小幼儿园";

} // namespace

const Alphabet& Alphabet::get() {
    static const Alphabet instance;
    return instance;
}

std::string_view Alphabet::table() { return k_table; }

Alphabet::Alphabet() {
    read_table();
    make_codes();
    make_elements();
    make_order();
}

void Alphabet::read_table() {
    m_list.assign(0x10000, k_no_list);
    m_list_start = {0, 0};
    m_list_initials = {0};
    std::vector<char32_t> others;
    std::set<std::string_view> syllables;
    // Forms with u of the readings with v live as long as the program.
    static std::map<std::string, std::string, std::less<>> u_forms;
    const std::string_view table = k_table;
    for (std::size_t at = 0; at < table.size();) {
        const std::size_t end = table.find('\n', at);
        const std::string_view line = table.substr(at, end - at);
        at = end + 1;
        const std::size_t colon = line.find(':'), bar = line.find('|', colon);
        const auto list = static_cast<std::uint16_t>(m_list_initials.size());
        std::uint32_t initials = 0;
        for (std::size_t from = 0; from < colon;) {
            const std::size_t to = std::min(line.find(',', from), colon);
            const std::string_view reading = line.substr(from, to - from);
            initials |= 1u << (reading[0] - 'a');
            m_readings.push_back(reading);
            syllables.insert(reading);
            from = to + 1;
        }
        for (std::size_t i = m_list_start.back(), n = m_readings.size(); i < n; ++i) {
            const std::string_view reading = m_readings[i];
            const std::size_t v = reading.find('v');
            if (v == reading.npos) continue;
            std::string form(reading);
            form[v] = 'u';
            const std::string_view kept = u_forms.emplace(form, form).first->second;
            const auto begin = m_readings.begin() + m_list_start.back();
            if (std::find(begin, m_readings.end(), kept) == m_readings.end()) m_readings.push_back(kept);
            syllables.insert(kept);
        }
        m_list_start.push_back(static_cast<std::uint32_t>(m_readings.size()));
        m_list_initials.push_back(initials);
        for (std::size_t i = colon + 1; i < line.size();) {
            if (i == bar) {
                ++i;
                continue;
            }
            const bool common = i < bar;
            const char32_t c = text::next_code_point(line, i);
            (common ? m_characters : others).push_back(c);
            if (c < 0x10000)
                m_list[c] = list;
            else
                m_list_far[c] = list;
        }
    }
    m_syllables.assign(syllables.begin(), syllables.end());
    m_two = m_characters;
    m_three = others;
    m_characters.insert(m_characters.end(), others.begin(), others.end());
}

void Alphabet::make_codes() {
    m_code.assign(0x10000, 0);
    m_folded.assign(0x10000, 0);
    for (const char32_t c : std::u32string_view(U"、。·《》—…％№℃㎡“”‘’￥①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤ〇"))
        if (m_list[c] == k_no_list) m_two.push_back(c);
    std::size_t n = 0;
    for (; n < m_two.size() && n < k_leads.size() * k_tails; ++n) {
        const auto number = static_cast<unsigned>(n);
        m_code[m_two[n]] = packed(k_leads[number / k_tails], k_tail_first + number % k_tails, 0, 2);
    }
    std::size_t kept = 0;
    for (const char32_t c : m_three) {
        if (c > 0xFFFF || kept == k_tails * k_tails) continue;
        const auto number = static_cast<unsigned>(kept);
        m_three[kept++] = c;
        m_code[c] = packed(k_three, k_tail_first + number / k_tails, k_tail_first + number % k_tails, 3);
    }
    m_three.resize(kept);
    for (unsigned c = 0x20; c < 0x7F; ++c)
        if (is_single(static_cast<unsigned char>(c))) m_code[c] = packed(c, 0, 0, 1);
    std::string one;
    for (unsigned c = 0x20; c < 0xFFFF; ++c) {
        if (c >= 0xD800 && c < 0xE000) continue;
        one.clear();
        text::append_utf8(one, c);
        const std::string folded = text::search_fold(one);
        std::size_t at = 0;
        if (folded.empty()) continue;
        const char32_t f = text::next_code_point(folded, at);
        if (at == folded.size() && f < 0x10000) m_folded[c] = m_code[f];
    }
}

void Alphabet::make_elements() {
    m_list_element.assign(m_list_initials.size(), 0);
    std::uint8_t id = 2;
    for (char c = '0'; c <= '9'; ++c, ++id) m_ascii_element[static_cast<unsigned char>(c)] = id;
    for (char c = 'a'; c <= 'z'; ++c, ++id) {
        m_ascii_element[static_cast<unsigned char>(c)] = id;
        m_elements[id] = {1u << (c - 'a'), 0, 0, true};
    }
    constexpr std::size_t own = 108; // lists with an id of their own
    for (std::size_t at = 0, n = 0; at < k_frequent.size() && n < own;) {
        const std::uint16_t list = list_of(text::next_code_point(k_frequent, at));
        if (list == k_no_list || m_list_element[list] != 0) continue;
        m_list_element[list] = id;
        m_elements[id++] = {m_list_initials[list], list, 0, true};
        ++n;
    }
    // The others: lists whose readings all begin with the same two letters share an id by these; others one by their
    // set of initials, as far as there are ids.
    const auto second_of = [&](std::uint16_t list) {
        char second = 0;
        for (const std::string_view r : readings(list)) {
            const char c = r.size() > 1 ? r[1] : '\0';
            if (r[0] != readings(list)[0][0] || c == 0 || (second != 0 && c != second)) return '\0';
            second = c;
        }
        return second;
    };
    const auto key_of = [&](std::uint16_t list) {
        return std::pair<std::uint32_t, char>(m_list_initials[list], second_of(list));
    };
    std::map<std::pair<std::uint32_t, char>, unsigned> groups; // -> how many characters, those of GB 2312 first
    for (std::size_t i = 0; i < m_characters.size(); ++i)
        if (m_list_element[list_of(m_characters[i])] == 0)
            groups[key_of(list_of(m_characters[i]))] += i < 6763 ? 100 : 1;
    std::vector<std::pair<unsigned, std::pair<std::uint32_t, char>>> by_count;
    for (const auto& [key, count] : groups) by_count.emplace_back(count, key);
    std::sort(by_count.rbegin(), by_count.rend());
    // The rest share an id by the first letter of their best reading: those that can begin with this letter only, and
    // those that can begin with another too.
    std::map<std::pair<char, bool>, std::uint8_t> rest;
    const auto rest_of = [&](std::uint16_t list) {
        return std::pair(readings(list)[0][0], (m_list_initials[list] & (m_list_initials[list] - 1)) != 0);
    };
    for (std::uint16_t list = 1; list < m_list_element.size(); ++list)
        if (m_list_element[list] == 0 && rest.emplace(rest_of(list), id).second)
            m_elements[id++] = {0, 0, 0, !rest_of(list).second};
    std::map<std::pair<std::uint32_t, char>, std::uint8_t> id_of;
    for (std::size_t i = 0; i < by_count.size() && id != 0; ++i, ++id) {
        id_of[by_count[i].second] = id;
        m_elements[id] = {by_count[i].second.first, 0, by_count[i].second.second, true};
    }
    for (std::uint16_t list = 1; list < m_list_element.size(); ++list) {
        if (m_list_element[list] != 0) continue;
        const auto it = id_of.find(key_of(list));
        m_list_element[list] = it == id_of.end() ? rest[rest_of(list)] : it->second;
        m_elements[m_list_element[list]].initials |= m_list_initials[list];
    }
    for (const char32_t c : m_two) m_two_element.push_back(m_list_element[list_of(c)]);
}

void Alphabet::make_order() {
    struct Entry {
        std::string_view syllable;
        std::uint32_t number;
        char32_t character;
        std::uint32_t reading;
    };
    std::vector<Entry> entries;
    for (std::uint32_t n = 0; n < m_characters.size(); ++n) {
        const auto all = readings(list_of(m_characters[n]));
        for (std::uint32_t r = 0; r < all.size(); ++r) entries.push_back({all[r], n, m_characters[n], r});
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return a.syllable != b.syllable ? a.syllable < b.syllable : a.number < b.number;
    });
    m_order_first.assign(0x10000, 0xFFFE);
    for (unsigned c = 0; c < 128; ++c) m_order_first[c] = static_cast<std::uint16_t>(c + 1);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto place = static_cast<std::uint16_t>(256 + i);
        const Entry& e = entries[i];
        if (e.reading == 0 && e.character < 0x10000)
            m_order_first[e.character] = place;
        else
            m_order[static_cast<std::uint64_t>(e.character) << 8 | e.reading] = place;
    }
}

std::uint16_t Alphabet::order(char32_t c, std::size_t reading) const {
    if (reading == 0 && c < 0x10000) return m_order_first[c];
    const auto it = m_order.find(static_cast<std::uint64_t>(c) << 8 | reading);
    return it == m_order.end() ? std::uint16_t{0xFFFE} : it->second;
}

std::uint8_t Alphabet::literal_id(char c) {
    return static_cast<std::uint8_t>(c <= '9' ? 2 + (c - '0') : 12 + (c - 'a'));
}

void Alphabet::append(char32_t c, std::string& out) const {
    if (c < 0x10000) {
        if (const std::uint32_t code = m_code[c]; code != 0) {
            const char bytes[3] = {static_cast<char>(code), static_cast<char>(code >> 8),
                                   static_cast<char>(code >> 16)};
            out.append(bytes, code >> 24);
            return;
        }
    }
    constexpr std::uint32_t cube = k_tails * k_tails * k_tails;
    const std::uint32_t n = c % cube;
    out += static_cast<char>(k_four + c / cube);
    out += static_cast<char>(k_tail_first + n / (k_tails * k_tails));
    out += static_cast<char>(k_tail_first + n / k_tails % k_tails);
    out += static_cast<char>(k_tail_first + n % k_tails);
}

bool Alphabet::encode(std::string_view utf8, std::string& out) const {
    bool one_to_one = true;
    char ready[256]; // what is encoded and not yet in `out`
    std::size_t used = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        const std::size_t start = at;
        const char32_t c = text::next_code_point(utf8, at);
        if (const std::uint32_t code = c < 0x10000 ? m_folded[c] : 0; code != 0) {
            ready[used] = static_cast<char>(code);
            ready[used + 1] = static_cast<char>(code >> 8);
            ready[used + 2] = static_cast<char>(code >> 16);
            used += code >> 24;
            if (used + 3 <= sizeof ready) continue;
        }
        out.append(ready, std::exchange(used, 0));
        if (c < 0x10000 && m_folded[c] != 0) continue;
        const std::string folded = text::search_fold(utf8.substr(start, at - start));
        std::size_t n = 0;
        for (std::size_t i = 0; i < folded.size(); ++n) append(text::next_code_point(folded, i), out);
        if (n != 1) one_to_one = false;
    }
    out.append(ready, used);
    return one_to_one;
}

void Alphabet::append_elements(std::string_view code, std::string& ids) const {
    for (std::size_t at = 0; at < code.size();) {
        const auto lead = static_cast<unsigned char>(code[at]);
        std::uint8_t id = 0;
        if (is_single(lead) || lead < k_three) {
            id = m_ascii_element[lead];
            ++at;
        } else if (lead == k_three || lead == k_four || lead == k_four + 1) {
            id = element_id(next(code, at));
        } else {
            const auto tail = static_cast<unsigned char>(code[at + 1]) - k_tail_first;
            id = m_two_element[k_lead_number[lead] * k_tails + tail];
            at += 2;
        }
        if (id != 0) ids += static_cast<char>(id);
    }
}

char32_t Alphabet::next(std::string_view code, std::size_t& at) const {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(code[i]); };
    const auto tail = [&](std::size_t i) { return byte(i) - k_tail_first; };
    const unsigned char lead = byte(at);
    if (is_single(lead) || lead < 0x10) {
        ++at;
        return lead;
    }
    if (lead == k_four || lead == k_four + 1) {
        const std::uint32_t n = (tail(at + 1) * k_tails + tail(at + 2)) * k_tails + tail(at + 3);
        at += 4;
        return n + (lead - k_four) * k_tails * k_tails * k_tails;
    }
    if (lead == k_three) {
        const char32_t c = m_three[tail(at + 1) * k_tails + tail(at + 2)];
        at += 3;
        return c;
    }
    const char32_t c = m_two[k_lead_number[lead] * k_tails + tail(at + 1)];
    at += 2;
    return c;
}

std::u32string Alphabet::decode(std::string_view code) const {
    std::u32string out;
    for (std::size_t at = 0; at < code.size();) out += next(code, at);
    return out;
}

std::size_t Alphabet::length_of(char lead) {
    const auto b = static_cast<unsigned char>(lead);
    if (is_single(b) || b < k_three) return 1;
    if (b == k_three) return 3;
    return b == k_four || b == k_four + 1 ? 4 : 2;
}

std::size_t Alphabet::count(std::string_view code) {
    return code.size() - static_cast<std::size_t>(std::count_if(
                             code.begin(), code.end(), [](char c) { return is_tail(static_cast<unsigned char>(c)); }));
}

} // namespace goufang::find
