#pragma once
// Invoice import and export XML <Kp> of the device clients (state specification V4.0, formats-desktop 5.1, 6). GBK.
//
// Reading harvests the buyer of each bill (Gfmc Gfsh Gfyhzh Gfdzdh; xml_bills.h says how bills become buyers), of
// import and export files alike. Root Kp, or a fragment that starts at Fpxx. Only Fp elements inside Fpsj are bills;
// how many lines they have and how these are grouped does not matter. Of a repeated element the first counts. End tags
// may differ from their start tags in case. Zsl that differs from the count is a finding (file.bill_count), not an
// error. Bills of an export file (Lbdm, Fphm) are issued invoices and harvested (harvest.h).
//
// Writing: one bill a buyer with the one line of WriteOptions::goods, all elements of the specification in its order,
// empty ones too; CRLF. The client takes the inner XML as it stands, so & < > are written full width and no reference
// or CDATA section ever; line breaks, tabs and control characters become blanks; characters outside GBK '?' (in GBK);
// the tax id is written in upper case. Values are not cut here although the client keeps 100 GBK bytes (tax id 20): the
// check profile "kp" announces it and its fix cuts. Only the default address and account are written.
// Bill numbers: bill_prefix() + running number. Zsl stands at the start: give WriteOptions::buyers when the number of
// buyer() calls is known for certain (finish() throws Error internal when it was not kept); otherwise the bills' own
// parts, some 200 bytes each, are kept in memory until finish().
//
// Template mode (WriteOptions::template_bytes): the buyer parts of the given file's bills are filled, everything else
// stays byte for byte, encoding included; goods and encoding are not looked at. A bill that names a buyer (Gfsh, else
// Gfmc) gets the chosen buyer with that tax id, else with that name (text::name_key); what the buyer leaves blank is
// kept as it was. Bills that name none take the buyers that no bill named, in order. Missing elements are added behind
// Djh.

#include "invoice/xml_bills.h"

#include <string>
#include <string_view>
#include <vector>

namespace goufang::invoice::kp_xml {

/// As the table's create(), with the first part of the bill numbers (at most 12 characters) given.
std::unique_ptr<Writer> create_numbered(file::Sink& sink, const WriteOptions& options, std::string prefix);

/// Writer of the template mode. Throws at once when the template cannot be read.
std::unique_ptr<Writer> create_filler(file::Sink& sink, const WriteOptions& options);

/// The buyer's four values as they are written, in the order of the file.
struct Parts {
    std::string name, tax_id, bank_account, address_phone;
};
Parts parts(const model::Buyer& b, text::Encoding encoding);

bool is_record(std::string_view parent, std::string_view name);
bool is_bill(std::string_view parent, std::string_view name);
void extract(xml::Element e, xml::Bill& bill);
void check_root(const xml::Scanner& scanner);

} // namespace goufang::invoice::kp_xml
