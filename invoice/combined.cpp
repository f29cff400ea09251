#include "invoice/combined.h"

#include "core/text/split.h"

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
    f.args = {std::to_string(row.line)};
    row.findings.push_back(std::move(f));
}

void set_addresses(Row& row, std::string_view combined) {
    model::Buyer& b = row.buyer;
    bool first = true;
    each_set(combined, [&](std::string_view piece) {
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
    for (const model::BankAccount& a : buyer.more_accounts) join(all, text::join_pair(a.bank, a.account));
    return all;
}

} // namespace goufang::invoice
