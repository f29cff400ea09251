#include "invoice/harvest.h"

#include "core/model/dates.h"
#include "core/text/fold.h"
#include "invoice/combined.h"
#include "invoice/money.h"
#include "invoice/rules.h"
#include "invoice/text_table.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace goufang::invoice {

namespace {

constexpr std::string_view k_shelf = "自动保存";
constexpr std::size_t k_digital = 20, k_paper = 8; ///< digits of a number

} // namespace

std::string invoice_number(std::string_view digital, std::string_view code, std::string_view number) {
    digital = trim(digital), code = trim(code), number = trim(number);
    for (const std::string_view whole : {digital, number})
        if (whole.size() == k_digital && is_ascii_digits(whole)) return std::string(whole);
    if ((code.size() != 10 && code.size() != 12) || !is_ascii_digits(code)) return {};
    if (number.size() > k_paper || !is_ascii_digits(number)) return {};
    return std::string(code).append(k_paper - number.size(), '0').append(number);
}

std::string invoice_day(std::string_view text) {
    std::array<int, 3> part{};
    std::size_t at = 0, digits = 0;
    text = trim(text);
    const bool compact = text.size() >= 8 && is_ascii_digits(text.substr(0, 8));
    for (std::size_t i = 0; i < text.size() && at < part.size(); ++i) {
        const char c = text[i];
        if (c < '0' || c > '9') { // one of - / . 年 月 日, or what stands before the time of day
            if (digits != 0) ++at, digits = 0;
            continue;
        }
        part[at] = part[at] * 10 + (c - '0');
        if (++digits > 4) return {};
        if (compact && (i == 3 || i == 5 || i == 7)) ++at, digits = 0;
    }
    if (part[0] < 1000 || !model::is_calendar_date(part[0], part[1], part[2])) return {};
    const auto two = [](int n) { return (n < 10 ? "-0" : "-") + std::to_string(n); };
    return std::to_string(part[0]) + two(part[1]) + two(part[2]);
}

std::optional<std::int64_t> invoice_cents(std::string_view total, std::string_view amount, std::string_view tax) {
    if (!trim(total).empty()) return parse_cents(trim(total));
    const auto a = parse_cents(trim(amount)), t = parse_cents(trim(tax));
    if (!a || !t) return std::nullopt;
    return *a + *t;
}

std::uint64_t party_of(std::string_view name, std::string_view tax_id) {
    return std::max<std::uint64_t>(text::key_hash(std::string(tax_id).append(1, '\n').append(name)), 1);
}

Harvest::Harvest(const ReadOptions& options) : m_own(text::clean_tax_id(options.own_tax_id)) {}

bool Harvest::issued(const ToldInvoice& told) const {
    return !told.number.empty() || (!m_own.empty() && !told.seller.empty());
}

std::string_view Harvest::objection(const ToldInvoice& told, std::string_view name, std::string_view tax_id) const {
    if (name.empty() && tax_id.empty()) return "file.bill_without_buyer";
    if (!m_own.empty() && m_own == tax_id) return "file.invoice_own";
    if (!m_own.empty() && !told.seller.empty() && m_own != text::clean_tax_id(told.seller))
        return "file.invoice_foreign";
    return told.state.empty() ? std::string_view() : "file.invoice_void";
}

void Harvest::refuse(Row& row, std::string_view rule, const ToldInvoice& told) {
    check::Finding f{
        check::Severity::error, rule, model::Field::name, {}, {told.number.empty() ? told.bill : told.number}, {}, {}};
    if (!told.state.empty()) f.args.push_back(told.state);
    row.kind = RowKind::bad;
    row.findings.insert(row.findings.begin(), std::move(f));
}

bool Harvest::add(const ToldInvoice& told, std::uint64_t party) {
    if (told.number.empty()) return true;
    if (!m_numbers.insert(told.number).second) return false;
    m_invoices.push_back({party, told.number, told.day, told.cents});
    return true;
}

void Harvest::announce(Row& row, const ToldInvoice& told) {
    if (m_announced || (!m_own.empty() && !told.seller.empty())) return;
    m_announced = true;
    row.findings.push_back(finding(m_own.empty() ? "file.invoice_no_own" : "file.invoice_no_seller", {},
                                   {told.number.empty() ? told.bill : told.number}));
}

void Harvest::add_line(std::optional<std::int64_t> cents) {
    if (m_invoices.empty()) return;
    std::optional<std::int64_t>& sum = m_invoices.back().cents;
    if (sum && cents && std::abs(*sum + *cents) <= k_max_cents) // both are within the limit
        *sum += *cents;
    else
        sum.reset();
}

void Harvest::shelve(Row& row, std::uint64_t party) {
    row.buyer.status = model::Status::draft;
    row.category_path = k_shelf;
    row.party = party;
}

bool Harvest::take(Row& row, const ToldInvoice& told) {
    const model::Buyer& b = row.buyer;
    if (const std::string_view rule = objection(told, b.name, b.tax_id); !rule.empty()) {
        if (!told.number.empty() && !m_numbers.insert(told.number).second) return false; // said once
        refuse(row, rule, told);
        return true;
    }
    const std::uint64_t party = party_of(b.name, b.tax_id);
    if (!add(told, party) || !m_parties.insert(party).second) return false;
    announce(row, told);
    shelve(row, party);
    return true;
}

} // namespace goufang::invoice
