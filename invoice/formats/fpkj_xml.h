#pragma once
// Invoice request XML <business id="FPKJ">/<REQUEST_COMMON_FPKJ> for electronic and roll invoices
// (formats-desktop 5.2).
//
// Reading harvests GMF_MC GMF_NSRSBH GMF_DZDH GMF_YHZH, and GMF_SJH (mobile), GMF_DZYX or GMF_YX (e-mail) where they
// stand, from COMMON_FPKJ_FPT in any order, CDATA or not; xml_bills.h says how requests become buyers. A <business>
// with another id is refused (xml.not_this_format) unless the id is missing.
//
// Writing: one request a buyer with the one line of WriteOptions::goods, layout and order of the sample file, CRLF,
// GBK. The seller is WriteOptions::seller_tax_id, seller_name. Alterations as in kp-xml (& < > full width and so on).
// GMF_SJH and GMF_DZYX are written only when filled. FPQQLSH: bill_prefix() + running number. JSHJ = HJJE + HJSE; BZ,
// which may have 130 characters, stays empty.

#include "invoice/xml_bills.h"

#include <string>

namespace goufang::invoice::fpkj_xml {

/// As the table's create(), with the first part of the request numbers (at most 12 characters) given.
std::unique_ptr<Writer> create_numbered(file::Sink& sink, const WriteOptions& options, std::string prefix);

} // namespace goufang::invoice::fpkj_xml
