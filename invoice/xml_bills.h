#pragma once
// Buyers out of files of bills (<Kp>, FPKJ): each buyer once, however many bills it has.
//
// Two bills have the same buyer when name and tax id (upper case) are equal. The first bill counts; where it leaves
// address or bank open, the first later bill that tells them fills them. A buyer that is complete is given out at once;
// one with an open address or bank when it gets complete, or at the end of the file, so such rows come later than their
// line number says. Memory: 8 bytes a distinct complete buyer (a 64-bit hash of the two), some 100 an incomplete one.
//
// A bill that is an issued invoice (with code and number, or with a seller where our own tax id is given, or any bill
// of a format that tells of nothing else) is harvested as harvest.h says.
//
// Findings of rows
//   file.split                note, address or bank; args: -; value = the doubtful part of a combined field
//   file.first_line           note, name or tax_id; args: -; more than one line, the first is taken as the client does
//   file.bill_count           note, on the last row; args: count stated by the file, bills found
//   file.invoice_unnumbered   warning, on the last row; args: how many invoices have no number, so that none is counted
//   file.bill_without_buyer   the cause of a bad row: nothing of the buyer is filled in; args: bill number

#include "invoice/harvest.h"
#include "invoice/xml.h"
#include "invoice/xml_fields.h"

#include <string>

namespace goufang::invoice::xml {

/// The buyer's part of one bill, as written in the file.
struct Bill {
    std::string number, name, tax_id, address_phone, bank_account, mobile, email;
    std::string code, issued, day, seller, amount, tax, total; ///< of the invoice, where the bill is one
    std::string state;                                         ///< ToldInvoice::state
    std::string id_card, phone;                                ///< where they have elements of their own
    bool has_mobile = false, has_email = false;                ///< the elements are there, filled or not
    bool person = false;                                       ///< the tax id is a person's ID number
    ToldInvoice told() const;
};

struct BillTag {
    std::string_view name; ///< of the element
    std::string Bill::*member;
};
/// Empties the members and sets them to the texts of the children that have a tag: the first of each name, and of a
/// member with several names the first filled.
void collect(Element parent, std::span<const BillTag> tags, Bill& bill);

struct BillShape {
    std::string_view id; ///< format id; also the buyer's source
    Scanner::IsRecord is_record;
    bool fold_end_tags;
    std::string_view bill;          ///< name of the record that is a bill; "" = all are
    std::string_view count_element; ///< record that states how many bills there are; "" = none
    void (*extract)(Element, Bill&);
    void (*check_root)(const Scanner&); ///< throws when the file is not of this format
    bool issued = false;                ///< every bill is an issued invoice
    std::uint64_t holds = bit(model::Field::name) | bit(model::Field::tax_id) | k_address_bits | k_account_bits;
};

/// Sets name, tax id, kind (of a person), address, phone, bank, account, mobile, e-mail and source of `row.buyer` from
/// the bill: values trimmed, tax id upper case, 15 or 17-20 zeros = none.
void buyer_from_bill(const Bill& bill, std::string_view source, Row& row);

std::unique_ptr<Reader> bill_reader(std::string_view input, const ReadOptions& options, const BillShape& shape);

/// Text of the first child called `name`, appended to `out` (cleared before).
void child_text(Element parent, std::string_view name, std::string& out);

/// A number for bills: UTC date and time, YYMMDDhhmmss.
std::string bill_prefix();
/// prefix + running number, 8 digits: 20 characters, unique unless two files are written in one second.
std::string bill_number(std::string_view prefix, std::int64_t n);

} // namespace goufang::invoice::xml
