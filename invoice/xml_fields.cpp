#include "invoice/xml_fields.h"

#include "core/text/split.h"
#include "invoice/xml_detail.h"

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

template <class Set, class Split>
void read_sets(std::string_view value, Row& row, std::string& left, std::string& right, std::vector<Set>& more,
               model::Field field, Split split) {
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
}

void read_addresses(std::string_view value, Row& row) {
    model::Buyer& b = row.buyer;
    read_sets(value, row, b.address, b.phone, b.more_addresses, model::Field::address, text::split_address_phone);
}

void read_accounts(std::string_view value, Row& row) {
    model::Buyer& b = row.buyer;
    read_sets(value, row, b.bank, b.account, b.more_accounts, model::Field::bank, text::split_bank_account);
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
        out += k_set_separator;
        out += text::join_pair(a.bank, a.account);
    }
    return out;
}

} // namespace goufang::invoice::xml
