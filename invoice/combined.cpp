#include "invoice/combined.h"

#include "core/text/split.h"
#include "invoice/text_table.h"

namespace goufang::invoice {

namespace {

using check::Severity;
using model::Field;

/// Calls `each` with the non-empty pieces between the set separators.
template <class F> void each_set(std::string_view field, F each) {
    while (!field.empty()) {
        const std::size_t end = field.find(k_set_separator);
        if (const std::string_view piece = field.substr(0, end); !piece.empty()) each(piece);
        if (end == std::string_view::npos) return;
        field.remove_prefix(end + k_set_separator.size());
    }
}

constexpr std::size_t k_phone_digits = 7, k_account_digits = 8; ///< as many on the left make a split doubtful

/// Nearly all real values are "Han text, one space, a plain number". This sees them without the general splitter and
/// gives what that would give (the tests compare them); everything else is left to it.
struct PlainPair {
    std::string_view left, right;
    explicit operator bool() const { return !right.empty(); }
};

PlainPair plain_pair(std::string_view s, std::size_t most_digits) {
    const std::size_t space = s.rfind(' ');
    if (space == std::string_view::npos || space < 3 || s.size() - space > 40) return {};
    const std::string_view left = s.substr(0, space), right = s.substr(space + 1);
    const auto byte = [left](std::size_t at) { return static_cast<unsigned>(static_cast<unsigned char>(left[at])); };
    const auto han = [](unsigned lead) { return lead >= 0xE4 && lead <= 0xE9; };
    const std::size_t n = left.size();
    if (!han(byte(0)) || !han(byte(n - 3))) return {};
    // 话 話 机 码 转 轉 户 戶 號 号 end a label, or an extension in front of the number.
    switch (byte(n - 3) << 16 | byte(n - 2) << 8 | byte(n - 1)) {
    case 0xE8AF9D:
    case 0xE8A9B1:
    case 0xE69CBA:
    case 0xE7A081:
    case 0xE8BDAC:
    case 0xE8BD89:
    case 0xE688B7:
    case 0xE688B6:
    case 0xE8999F:
        return {};
    case 0xE58FB7:
        if (most_digits == k_account_digits) return {};
        break;
    default:
        break;
    }
    std::size_t run = 0;
    for (std::size_t at = 0; at < n;) {
        const unsigned c = byte(at);
        if (c >= 0xE0) {
            // Full-width digits and other dashes are the general splitter's.
            if (c == 0xEF || c == 0xE2) return {};
            run = 0;
            at += 3;
            continue;
        }
        if (c >= '0' && c <= '9') {
            if (++run >= most_digits) return {};
        } else if (c != '-') {
            run = 0;
        }
        ++at;
    }
    return {left, right};
}

bool plain_phone(std::string_view s) {
    if (s.size() == 11 && s[0] == '1' && s[1] >= '3') return is_ascii_digits(s);
    const std::size_t dash = s.find('-');
    if (s[0] != '0' || dash < 3 || dash > 4 || s.size() - dash < 8 || s.size() - dash > 9) return false;
    if (!is_ascii_digits(s.substr(0, dash)) || !is_ascii_digits(s.substr(dash + 1))) return false;
    if (dash == 3) return (s[1] == '1' && s[2] == '0') || (s[1] == '2' && s[2] != '6');
    return s[1] >= '3';
}

void join(std::string& all, const std::string& set) {
    if (set.empty()) return;
    if (!all.empty()) all += k_set_separator;
    all += set;
}

} // namespace

void start_row(Row& row, std::int64_t line, std::string_view raw) {
    row.kind = RowKind::buyer;
    row.line = line;
    row.raw = raw;
    row.category.code.clear();
    row.category.name.clear();
    row.category.parent_code.clear();
    row.category.path.clear();
    row.category.order = -1;
    row.category_code.clear();
    row.category_path.clear();
    row.orphan = false;
    row.findings.clear();
    row.present = ~std::uint64_t{0};
    row.party = 0;
    model::Buyer& b = row.buyer;
    b.id = b.category = b.revision = 0;
    b.kind = {};
    b.status = {};
    b.id_check = false;
    for (std::string* s : {&b.code, &b.name, &b.mnemonic, &b.tax_id, &b.address, &b.phone, &b.bank, &b.account,
                           &b.email, &b.mobile, &b.remark, &b.source, &b.verified_on})
        s->clear();
    b.more_addresses.clear();
    b.more_accounts.clear();
    b.former_names.clear();
    b.tags.clear();
    b.custom.clear();
}

void make_bad(Row& row, check::Finding f) {
    row.kind = RowKind::bad;
    row.findings.clear();
    row.findings.push_back(std::move(f));
}

void add_finding(Row& row, std::string_view rule, Severity severity, Field field, std::string_view value) {
    check::Finding f;
    f.severity = severity;
    f.rule = rule;
    f.field = field;
    f.value = value;
    f.args = {line_text(row.line)};
    row.findings.push_back(std::move(f));
}

void set_addresses(Row& row, std::string_view combined) {
    model::Buyer& b = row.buyer;
    bool first = true;
    each_set(combined, [&](std::string_view piece) {
        if (const PlainPair p = plain_pair(piece, k_phone_digits); p && plain_phone(p.right) && first) {
            b.address = p.left, b.phone = p.right;
            first = false;
            return;
        }
        text::Split s = text::split_address_phone(piece);
        if (s.doubtful) add_finding(row, "file.split", Severity::note, Field::address, piece);
        if (first) {
            b.address = std::move(s.left), b.phone = std::move(s.right);
        } else {
            b.more_addresses.push_back({std::move(s.left), std::move(s.right)});
        }
        first = false;
    });
    if (!b.more_addresses.empty()) model::normalise(b);
}

void set_accounts(Row& row, std::string_view combined) {
    model::Buyer& b = row.buyer;
    bool first = true;
    each_set(combined, [&](std::string_view piece) {
        if (const PlainPair p = plain_pair(piece, k_account_digits);
            p && p.right.size() >= 8 && p.right.size() <= 32 && first && is_ascii_digits(p.right)) {
            b.bank = p.left, b.account = p.right;
            first = false;
            return;
        }
        text::Split s = text::split_bank_account(piece);
        if (s.doubtful) add_finding(row, "file.split", Severity::note, Field::bank, piece);
        if (first) {
            b.bank = std::move(s.left), b.account = std::move(s.right);
        } else {
            b.more_accounts.push_back({std::move(s.left), std::move(s.right)});
        }
        first = false;
    });
    if (!b.more_accounts.empty()) model::normalise(b);
}

std::string all_addresses(const model::Buyer& buyer) {
    std::string all = text::join_pair(buyer.address, buyer.phone);
    for (const model::AddressPhone& a : buyer.more_addresses) join(all, text::join_pair(a.address, a.phone));
    return all;
}

std::string all_accounts(const model::Buyer& buyer) {
    std::string all = text::join_pair(buyer.bank, buyer.account);
    for (const model::BankAccount& a : buyer.more_accounts)
        if (a.until.empty()) join(all, text::join_pair(a.bank, a.account));
    return all;
}

} // namespace goufang::invoice
