#include "invoice/columns.h"

#include "core/model/category.h"
#include "core/text/errors.h"
#include "core/text/fold.h"
#include "invoice/text_table.h"

#include <algorithm>
#include <cmath>

namespace goufang::invoice {

namespace {

using model::Field;

struct Special {
    Role role;
    std::string_view headings; ///< '|' between
};

constexpr Special k_special[] = {
    {Role::address_phone,
     "地址电话|地址、电话|地址,电话|地址/电话|地址及电话|地址和电话|单位地址及电话|单位地址电话|单位地址、电话|"
     "购方地址电话|购方地址、电话|购方地址及电话|购买方地址电话|购买方地址、电话|购买方地址及电话|客户地址电话|"
     "客户地址及电话|address_phone"},
    {Role::bank_account,
     "开户行及账号|开户行及帐号|开户行账号|开户行帐号|开户行、账号|开户行和账号|开户行/"
     "账号|开户银行及账号|开户银行及帐号|开户银行账号|"
     "开户银行、账号|银行及账号|银行及帐号|银行、账号|购方银行账号|购方银行帐号|购方开户行及账号|购方开户银行及账号|"
     "购买方开户行及账号|"
     "购买方开户行、账号|购买方开户银行及账号|客户开户银行及账号|客户开户银行及帐号|客户开户行及账号|bank_account"},
    {Role::category_path,
     "分类|客户分类|客户信息分类|分类路径|所属分类|客户分类路径|类别|所属类别|所属部门|部门|category_path|category"},
    {Role::category_code, "分类编码|客户分类编码|分类代码|所属分类编码|类别编码|category_code"},
    {Role::natural_person, "受票方自然人标识|自然人标识|是否自然人"},
    {Role::reason, "导入失败原因|失败原因|错误原因|导入结果"},
    {Role::ignored, "原因"},
};

/// In this order: 银行账号 is an account, not a bank.
constexpr std::pair<std::string_view, Field> k_words[] = {
    {"识别号", Field::tax_id}, {"税号", Field::tax_id},  {"信用代码", Field::tax_id}, {"账号", Field::account},
    {"帐号", Field::account},  {"账户", Field::account}, {"开户", Field::bank},       {"银行", Field::bank},
    {"地址", Field::address},  {"电话", Field::phone},   {"邮箱", Field::email},      {"自然人", Field::kind},
};

std::optional<Role> special_role(std::string_view folded) {
    struct Entry {
        std::string folded;
        Role role;
    };
    static const std::vector<Entry> entries = [] {
        std::vector<Entry> all;
        for (const Special& s : k_special)
            for (std::string_view rest = s.headings;;) {
                const std::size_t bar = rest.find('|');
                all.push_back({text::fold_heading(rest.substr(0, bar)), s.role});
                if (bar == std::string_view::npos) break;
                rest.remove_prefix(bar + 1);
            }
        return all;
    }();
    for (const Entry& e : entries)
        if (e.folded == folded) return e.role;
    return std::nullopt;
}

Column meaning(std::string_view heading) {
    Column c;
    c.heading = heading;
    std::string folded = text::fold_heading(heading);
    if (folded.empty()) return c;
    for (const std::string_view mark : {"(必填)", "(非必填)", "(选填)", "(有条件必填)"})
        if (folded.size() > mark.size() && folded.ends_with(mark)) {
            folded.resize(folded.size() - mark.size());
            heading = folded;
            break;
        }
    if (const auto role = special_role(folded)) {
        c.role = *role;
    } else if (const auto field = model::field_by_heading(heading)) {
        c.role = Role::field;
        c.field = *field;
    }
    return c;
}

[[noreturn]] void map_error(std::int64_t line, std::string_view sentence, std::string_view detail) {
    throw Error(Code::syntax, {std::to_string(line), "1", std::string(sentence), std::string(detail)});
}

/// Digits behind the 15th that are all zeros, 1 to 4 (4 stands for more); 0 when there are none or they are not.
std::size_t zero_tail(std::string_view cell) {
    if (cell.size() <= 15 || cell.back() != '0' || !is_ascii_digits(cell)) return 0;
    const std::size_t last = cell.find_last_not_of('0');
    if (last != std::string_view::npos && last >= 15) return 0;
    return std::min<std::size_t>(cell.size() - 15, 4);
}

bool scientific(std::string_view cell) {
    const std::size_t e = cell.find_first_of("eE");
    if (e == std::string_view::npos || e == 0) return false;
    std::string_view mantissa = cell.substr(0, e), exponent = cell.substr(e + 1);
    if (mantissa.front() == '-' || mantissa.front() == '+') mantissa.remove_prefix(1);
    const bool plus = exponent.starts_with('+');
    if (plus) exponent.remove_prefix(1);
    if (!is_ascii_digits(exponent) || exponent.size() > 3) return false;
    const std::size_t dot = mantissa.find('.');
    if (dot == std::string_view::npos) // 9E17, but not a credit code that happens to hold an E among its digits
        return is_ascii_digits(mantissa) && (plus || (mantissa.size() == 1 && exponent.size() <= 2));
    return is_ascii_digits(mantissa.substr(0, dot)) &&
           (dot + 1 == mantissa.size() || is_ascii_digits(mantissa.substr(dot + 1)));
}

/// 2026-11-22, 2026/11/2, 2026年11月22日: what a spreadsheet makes of 2026-11 and the like. A telephone number has
/// other groups.
bool is_date(std::string_view cell) {
    std::size_t groups[3] = {}, group = 0, value[3] = {};
    for (std::size_t at = 0; at < cell.size();) {
        const char c = cell[at];
        if (c >= '0' && c <= '9') {
            if (++groups[group] > 4) return false;
            value[group] = value[group] * 10 + static_cast<std::size_t>(c - '0');
            ++at;
        } else if (group < 2 && (c == '-' || c == '/')) {
            ++group, ++at;
        } else if (group == 0 && cell.substr(at).starts_with("年")) {
            ++group, at += 3;
        } else if (group == 1 && cell.substr(at).starts_with("月")) {
            ++group, at += 3;
        } else if (group == 2 && cell.substr(at) == "日") {
            break;
        } else {
            return false;
        }
    }
    return group == 2 && groups[0] == 4 && groups[1] - 1 < 2 && groups[2] - 1 < 2 && value[0] >= 1900 &&
           value[0] < 2100 && value[1] - 1 < 12 && value[2] - 1 < 31;
}

} // namespace

std::optional<Field> Column::target() const {
    switch (role) {
    case Role::field:
        return field;
    case Role::address_phone:
        return Field::address;
    case Role::bank_account:
        return Field::bank;
    case Role::custom:
        return Field::custom;
    case Role::natural_person:
        return Field::kind;
    default:
        return std::nullopt;
    }
}

ColumnMap::ColumnMap(std::string_view map) {
    if (map.starts_with("\xEF\xBB\xBF")) map.remove_prefix(3);
    std::int64_t number = 0;
    for (std::size_t at = 0; at < map.size();) {
        const std::size_t end = std::min(map.find('\n', at), map.size());
        const std::string_view line = trim(map.substr(at, end - at));
        at = end + 1;
        ++number;
        if (line.empty() || line.starts_with('#')) continue;
        if (!text::valid_utf8(line)) map_error(number, "map.not_utf8", "");
        const std::size_t equals = line.rfind('=');
        if (equals == std::string_view::npos) map_error(number, "map.no_equals", line);
        const std::string_view heading = trim(line.substr(0, equals)), key = trim(line.substr(equals + 1));
        Column c;
        c.heading = heading;
        if (key.empty()) {
            c.role = Role::ignored;
        } else if (key == "category_path") {
            c.role = Role::category_path;
        } else if (key == "category_code") {
            c.role = Role::category_code;
        } else if (key == "address_phone") {
            c.role = Role::address_phone;
        } else if (key == "bank_account") {
            c.role = Role::bank_account;
        } else if (key.starts_with("custom:") && key.size() > 7) {
            c.role = Role::custom;
            c.custom = trim(key.substr(7));
        } else if (const auto field = model::field_by_key(key)) {
            c.role = Role::field;
            c.field = *field;
        } else if (Column named = meaning(key); named.known()) { // by its own name: 税号, 地址电话
            named.heading = heading;
            c = std::move(named);
        } else {
            map_error(number, "map.unknown_field", key);
        }
        std::string folded = text::fold_heading(heading);
        if (folded.empty()) map_error(number, "map.no_heading", line);
        for (const auto& [known_heading, unused] : m_columns)
            if (known_heading == folded) map_error(number, "map.twice", heading);
        m_columns.emplace_back(std::move(folded), std::move(c));
    }
}

std::vector<Column> ColumnMap::columns(const std::vector<std::string_view>& headings) const {
    std::vector<Column> out;
    bool bank = false;
    for (const std::string_view heading : headings) {
        Column c = meaning(heading);
        const std::string folded = m_columns.empty() ? std::string() : text::fold_heading(heading);
        for (const auto& [mapped, column] : m_columns) {
            if (mapped != folded) continue;
            c = column;
            c.heading = heading;
        }
        if (c.role == Role::field)
            c.second = std::any_of(out.begin(), out.end(),
                                   [&c](const Column& o) { return o.role == Role::field && o.field == c.field; });
        bank = bank || c.role == Role::bank_account || (c.role == Role::field && c.field == Field::bank);
        out.push_back(std::move(c));
    }
    for (Column& c : out) c.maybe_bank = !bank && c.role == Role::field && c.field == Field::account;
    return out;
}

model::Field field_named_in(std::string_view sentence) {
    for (const auto& [word, field] : k_words)
        if (sentence.find(word) != std::string_view::npos) return field;
    return Field::name;
}

namespace {
/// The first that a path has stands between its names; in a path of ours, '/' alone.
constexpr std::string_view k_separators[] = {"/", ">", "\\", "→", "》", "／", "＞", "＼", "»"};

std::string_view sign_of(std::string_view path) {
    if (path.find("\\/") != std::string_view::npos || path.find("\\\\") != std::string_view::npos) return {};
    for (const std::string_view s : k_separators)
        if (path.find(s) != std::string_view::npos) return s;
    return {};
}
} // namespace

std::string plain_path(std::string_view path) {
    const std::string_view sign = sign_of(path);
    if (sign.empty()) return std::string(path);
    std::vector<std::string> names;
    for (std::size_t from = 0, to = 0; to != std::string_view::npos; from = to + sign.size()) {
        to = path.find(sign, from);
        names.emplace_back(trim(path.substr(from, to - from)));
    }
    std::erase(names, std::string());
    return model::join_path(names);
}

std::string path_separator(std::string_view path) {
    const std::string_view sign = sign_of(path);
    if (sign.empty()) return {};
    std::size_t from = path.find(sign), to = from + sign.size();
    while (from > 0 && path[from - 1] == ' ') --from;
    while (to < path.size() && path[to] == ' ') ++to;
    return std::string(path.substr(from, to - from));
}

bool is_serial_heading(std::string_view heading) {
    const std::string folded = text::fold_heading(heading);
    return folded == "发票流水号" || folded == "流水号";
}

Known known(const std::vector<Column>& columns) {
    Known k;
    const bool failures =
        std::any_of(columns.begin(), columns.end(), [](const Column& c) { return c.role == Role::reason; });
    for (const Column& c : columns) {
        if (failures && !c.known() && is_serial_heading(c.heading)) {
            ++k.count;
            k.buyer = true;
        }
        if (!c.known()) continue;
        ++k.count;
        k.buyer = k.buyer || (c.role == Role::field && (c.field == Field::name || c.field == Field::tax_id));
    }
    return k;
}

std::string_view damage_sentence(Damage d) {
    switch (d) {
    case Damage::none:
        break;
    case Damage::scientific:
        return "file.damaged_scientific";
    case Damage::zeros:
        return "file.damaged_zeros";
    case Damage::precision:
        return "file.damaged_precision";
    case Damage::leading_zero:
        return "file.damaged_leading_zero";
    case Damage::date:
        return "file.damaged_date";
    }
    return "file.damaged_number";
}

Damage damage(std::string_view cell, Field field) {
    if (cell.empty() || cell.size() > 40) return Damage::none;
    if (scientific(cell)) return Damage::scientific;
    if (cell.ends_with(".0") && cell.size() > 8 && is_ascii_digits(cell.substr(0, cell.size() - 2)))
        return Damage::scientific;
    if (is_date(cell)) return Damage::date;
    if (!is_ascii_digits(cell)) return Damage::none;
    if (cell.size() > 15 && cell.find_first_not_of('0') != std::string_view::npos) {
        const std::size_t last = cell.find_last_not_of('0');
        if (last < 15 && cell.size() - 1 - last >= 7) return Damage::zeros;
    }
    if (field == Field::phone) {
        // 0571-88880000 as a number is 57188880000, 010-88880000 is 1088880000: no mobile and no 400 number looks so.
        // (852 and 853 are Hong Kong and Macao.)
        if (cell.size() == 11 && cell[0] >= '3' && !cell.starts_with("852") && !cell.starts_with("853"))
            return Damage::leading_zero;
        if (cell.size() == 10 && (cell.starts_with("10") || cell[0] == '2')) return Damage::leading_zero;
    }
    return Damage::none;
}

void ZeroTails::count(std::string_view cell) {
    if (cell.size() <= 15 || cell.size() > 40 || !is_ascii_digits(cell)) return;
    const std::size_t k = std::min<std::size_t>(cell.size() - 15, 4) - 1;
    ++m_all[k];
    if (zero_tail(cell)) ++m_zero[k];
}

bool ZeroTails::suspicious(std::string_view cell) const {
    const std::size_t k = zero_tail(cell);
    if (!k) return false;
    static constexpr double chance[] = {0.1, 0.01, 0.001, 0.0001};
    const double expected = static_cast<double>(m_all[k - 1]) * chance[k - 1];
    const auto zeros = static_cast<double>(m_zero[k - 1]);
    if (expected > 100) return zeros > expected + 4 * std::sqrt(expected);
    // Poisson: the probability of at least as many as there are.
    double term = std::exp(-expected), below = 0;
    for (std::size_t i = 0; i < m_zero[k - 1] && term > 0; ++i) {
        below += term;
        term *= expected / static_cast<double>(i + 1);
    }
    return zeros > expected && 1.0 - below < 0.001;
}

} // namespace goufang::invoice
