#include "invoice/xml_fields.h"

#include "core/text/split.h"
#include "invoice/xml_detail.h"

#include <initializer_list>
#include <utility>

namespace goufang::invoice::xml {

namespace {

void clear_value(std::string& s) { s.clear(); }
template <class T> void clear_value(std::vector<T>& v) { v.clear(); }
template <class T> void clear_value(T& v) { v = T{}; }

/// The next set of a combined field, taken off `rest`.
std::string_view next_set(std::string_view& rest) {
    for (std::size_t i = 0; i < rest.size(); ++i) {
        const bool line = rest[i] == '\n';
        if (!line && (rest[i] != '#' || rest.substr(i, k_set_separator.size()) != k_set_separator)) continue;
        const std::string_view set = rest.substr(0, i);
        rest.remove_prefix(i + (line ? 1 : k_set_separator.size()));
        return set;
    }
    return std::exchange(rest, {});
}

// The plain shape that most fields have, "Chinese text, one blank, number", taken apart without the full grammar of
// core/text/split.h. Takes only what that grammar would split at the same place without doubt; false = ask it.

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Chinese characters, with `numbers` also ASCII letters and runs of at most 4 digits; the last is Chinese.
bool plain_text(std::string_view s, bool numbers) {
    std::size_t run = 0;
    bool han = false;
    for (std::size_t i = 0; i < s.size();) {
        const auto c = static_cast<unsigned char>(s[i]);
        han = c >= 0xE4 && c <= 0xE9 && i + 2 < s.size();
        if (han) {
            i += 3;
            run = 0;
            continue;
        }
        const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!numbers || (!letter && !is_digit(s[i])) || (run += is_digit(s[i])) > 4) return false;
        ++i;
    }
    return han;
}

bool ends_with_any(std::string_view s, std::initializer_list<std::string_view> ends) {
    for (const std::string_view e : ends)
        if (s.ends_with(e)) return true;
    return false;
}

bool all_digits(std::string_view s) {
    for (const char c : s)
        if (!is_digit(c)) return false;
    return !s.empty();
}

bool plain_phone(std::string_view s) {
    if (s.size() == 11 && s[0] == '1' && s[1] >= '3') return all_digits(s);
    const std::size_t dash = s.find('-');
    if (dash == std::string_view::npos || s[0] != '0' || !all_digits(s.substr(0, dash))) return false;
    const bool area =
        (dash == 3 && (s.starts_with("010") || (s[1] == '2' && s[2] != '6'))) || (dash == 4 && s[1] >= '3');
    const std::string_view number = s.substr(dash + 1);
    return area && (number.size() == 7 || number.size() == 8) && all_digits(number);
}

bool plain_address(std::string_view set, std::string& left, std::string& right) {
    const std::size_t blank = set.find(' ');
    if (blank == std::string_view::npos) return false;
    const std::string_view a = set.substr(0, blank), p = set.substr(blank + 1);
    if (!plain_phone(p) || !plain_text(a, true) || ends_with_any(a, {"话", "話", "机", "码"})) return false;
    left.assign(a);
    right.assign(p);
    return true;
}

bool plain_account(std::string_view set, std::string& left, std::string& right) {
    const std::size_t blank = set.find(' ');
    if (blank == std::string_view::npos) return false;
    const std::string_view b = set.substr(0, blank), a = set.substr(blank + 1);
    if (a.size() < 8 || a.size() > 32 || !all_digits(a)) return false;
    if (!plain_text(b, false) || ends_with_any(b, {"号", "號", "户", "戶"})) return false;
    left.assign(b);
    right.assign(a);
    return true;
}

template <class Set, class Split, class Plain>
void read_sets(std::string_view value, Row& row, std::string& left, std::string& right, std::vector<Set>& more,
               model::Field field, Split split, Plain plain) {
    if (plain(value, left, right)) return;
    bool first = true;
    while (!value.empty()) {
        const std::string_view set = trim(next_set(value));
        if (set.empty()) continue;
        text::Split s = split(set);
        if (s.doubtful)
            row.findings.push_back({check::Severity::note, "file.split", field, std::string(set), {}, {}, {}});
        if (s.left.empty() && s.right.empty()) continue;
        if (first) {
            left = std::move(s.left);
            right = std::move(s.right);
            first = false;
        } else {
            more.push_back({std::move(s.left), std::move(s.right)});
        }
    }
}

} // namespace

std::string_view trim(std::string_view s) {
    while (!s.empty() && is_space(s.front())) s.remove_prefix(1);
    while (!s.empty() && is_space(s.back())) s.remove_suffix(1);
    return s;
}

void reset(Row& row) {
    row.kind = RowKind::buyer;
    row.line = 0;
    row.category.code.clear();
    row.category.name.clear();
    row.category.parent_code.clear();
    row.category.path.clear();
    row.category.order = -1;
    row.buyer.id = 0;
    row.buyer.category = 0;
    row.buyer.revision = 0;
#define GOUFANG_FIELD(member, type, shape, headings) clear_value(row.buyer.member);
#include "core/model/fields.def"
#undef GOUFANG_FIELD
    row.category_code.clear();
    row.category_path.clear();
    row.orphan = false;
    row.findings.clear();
    row.raw = {};
    row.present = ~std::uint64_t{0};
    row.party = 0;
}

void read_addresses(std::string_view value, Row& row) {
    model::Buyer& b = row.buyer;
    read_sets(value, row, b.address, b.phone, b.more_addresses, model::Field::address, text::split_address_phone,
              plain_address);
}

void read_accounts(std::string_view value, Row& row) {
    model::Buyer& b = row.buyer;
    read_sets(value, row, b.bank, b.account, b.more_accounts, model::Field::bank, text::split_bank_account,
              plain_account);
}

std::string joined_addresses(const model::Buyer& b) {
    std::string out = text::join_pair(b.address, b.phone);
    for (const model::AddressPhone& a : b.more_addresses) {
        out += k_set_separator;
        out += text::join_pair(a.address, a.phone);
    }
    return out;
}

std::string joined_accounts(const model::Buyer& b) {
    std::string out = text::join_pair(b.bank, b.account);
    for (const model::BankAccount& a : b.more_accounts) {
        if (!a.until.empty()) continue;
        out += k_set_separator;
        out += text::join_pair(a.bank, a.account);
    }
    return out;
}

} // namespace goufang::invoice::xml
