#pragma once
// Issued invoices: what all their readers share. The buyer is harvested (a draft under 自动保存), the invoice goes into
// the list that the import keeps as the buyer's history.
//
// Whose invoice it is: ReadOptions::own_tax_id is the seller. Where it is the buyer's, or the file names another
// seller, the invoice tells of no customer. Files that name no seller (a client's own exports) are taken for ours, and
// so is everything without own_tax_id; both is told (file.invoice_no_seller, file.invoice_no_own).
// An invoice whose number was met before in the file counts once and tells nothing new. Red invoices of the clients
// count with their negative amount, so that the sum is right; void ones do not count.
//
// Causes of bad rows, args: number of the invoice or bill
//   file.bill_without_buyer   neither name nor tax id of a buyer
//   file.invoice_own          we are its buyer
//   file.invoice_foreign      neither side is ours
//   file.invoice_void         args: number, what the file says of it; void, red or reversed

#include "invoice/format.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace goufang::invoice {

/// 数电 number (20 digits), else code (10 or 12 digits) and number (8 digits, zeros that a spreadsheet took are put
/// back) in one. Empty when it is neither: such an invoice has no history.
std::string invoice_number(std::string_view digital, std::string_view code, std::string_view number);
/// The day of "20261120", "2026-11-20 10:30:00", "2026/11/2", "2026年11月2日" as YYYY-MM-DD; empty for what is none.
std::string invoice_day(std::string_view text);
/// Amount with tax, exact: `total` where it is told, else the sum of the two. None when any of them is no amount.
std::optional<std::int64_t> invoice_cents(std::string_view total, std::string_view amount, std::string_view tax);
/// What names one buyer within a file; never 0.
std::uint64_t party_of(std::string_view name, std::string_view tax_id);

/// An invoice beside its buyer, as a file tells it.
struct ToldInvoice {
    std::string number; ///< as by invoice_number(); empty = not told
    std::string seller; ///< tax id; empty = not told
    std::string day;
    std::optional<std::int64_t> cents;
    std::string state; ///< why it does not count; empty when it does
    std::string bill;  ///< names it in a report when it has no number
};

class Harvest {
  public:
    explicit Harvest(const ReadOptions& options);

    /// A record that tells of an issued invoice, rather than of a bill still to be issued.
    bool issued(const ToldInvoice& told) const;
    /// The rule by which the invoice tells of no customer; empty when it does.
    std::string_view objection(const ToldInvoice& told, std::string_view name, std::string_view tax_id) const;
    /// Makes the row bad by `rule`.
    static void refuse(Row& row, std::string_view rule, const ToldInvoice& told);
    /// Puts the invoice into the list. False when its number was met before: it tells nothing new then.
    bool add(const ToldInvoice& told, std::uint64_t party);
    /// Tells once, with the row of the first invoice taken, when nothing in the file or nothing of ours shows the
    /// seller.
    void announce(Row& row, const ToldInvoice& told);
    /// Adds a further line of the invoice that was added last.
    void add_line(std::optional<std::int64_t> cents);
    /// Makes a buyer's row the draft of `party`.
    static void shelve(Row& row, std::uint64_t party);

    /// All of it for readers that give a row for each new buyer: the row's buyer is filled in. False when there is
    /// nothing to give out: invoice or buyer were met before.
    bool take(Row& row, const ToldInvoice& told);

    std::span<const Issued> invoices() const { return m_invoices; }

  private:
    std::string m_own;
    bool m_announced = false;
    std::vector<Issued> m_invoices;
    std::unordered_set<std::string> m_numbers;
    std::unordered_set<std::uint64_t> m_parties;
};

} // namespace goufang::invoice
