#pragma once
// 客户编码 XML, <Data TYPE="KEHUBIANMA">, of the Baiwang family; Aisino imports it too (formats-desktop 3.1). GBK.
//
// Reading
//   - Row elements inside FENLEI are categories, inside KHXX buyers; attributes in any order, unknown ones ignored;
//   DZDH
//     and SH are read as DZ and NSRSBH. DZ and YHZH are combined fields, several sets joined by "#|#" or line breaks.
//   - A buyer belongs to the category PID ("0" or nothing = the root). A PID that FENLEI lacks: the longest category
//   code
//     that its own code begins with; failing that the row is an orphan and keeps the PID as category_code. FENLEI
//     behind KHXX is found too.
//   - TYPE="SPBIANMA" and other libraries: Error format_refused. Another root: Error syntax xml.not_this_format.
//   - Values are taken as they stand, not trimmed.
//
// Writing
//   - FENLEI always, each listed attribute always, one Row a line, CRLF, prolog label = encoding. PID="0" at the root.
//   - Codes are written as given: who calls sees to codes that begin with their category's (Aisino goes by prefixes).
//   - Characters outside GBK become numeric references, which XML readers understand; no client was seen doing so.
//   - Altered: control characters -> blank, U+FFFE and U+FFFF -> '?', line breaks in DZ and YHZH -> "#|#". Line breaks
//     and tabs elsewhere are references and come back.
//   - Not carried: everything that has no attribute (kind, mobile, remark, id check, status, source, dates, former
//     names, tags, custom fields).

#include "invoice/xml_fields.h"

namespace goufang::invoice::kehubianma_xml {

using model::Field;

/// Fields of a buyer that have an attribute.
inline constexpr std::uint64_t k_fields = xml::bit(Field::code) | xml::bit(Field::name) | xml::bit(Field::mnemonic) |
                                          xml::bit(Field::tax_id) | xml::bit(Field::email) | xml::k_address_bits |
                                          xml::k_account_bits;

} // namespace goufang::invoice::kehubianma_xml
