#pragma once
// The customer library text of the Aisino (金税盘) client: {客户编码} with its own separator. Sources: formats-desktop
// 2 (observed client behaviour unless marked otherwise there), 7.
//
// Reading
//   - The first line that starts with {客户编码} or {购货单位编码} counts, wherever it is; what stands before is
//     ignored. Without one, a comment line "// 编码SEP名称..." names the separator, and failing that "~~" is tried.
//     Other libraries of the same family ({商品编码}, {收/发货人编码}) are refused by name.
//   - Skipped as in the client: empty lines, lines that start with //, lines without the separator.
//   - 3 fields = a category; 8 or 9 = a buyer (购货单位: 6 or 7); more are allowed only when they are empty or are
//     the 原因 column of a reject file. Everything else is a bad record: the client drops 4-6 fields without a word,
//     stops at 7, and tears a ',' row whose quotes are missing.
//   - Quotes: a field that starts with '"' and does not end with one takes the following fields up to one that does;
//     the outer quotes go when the field was put together so, holds a space, or is "" alone. (Quoting A and B of 2.2.)
//     A quote that nothing closes is taken as text, with the finding file.open_quote.
//   - A buyer belongs to the longest code of the categories above it that is a proper prefix of its own code. Without
//     one, a code longer than the previous category's makes it an orphan; else it stands at the root.
//   - "#|#" in 地址电话 and 银行账号 separates several sets; the first is the default. The client would also break
//     these two fields at every ',' of a "~~" file, which tears one address in two; we keep the text whole and say so
//     (finding file.comma). Address and phone, bank and account are told apart by core/text/split.h; doubt is a
//     finding.
//   - The tax id is upper-cased, as the client does. The 7th column of {购货单位编码} becomes a custom field of its
//     name.
//
// Writing
//   - GBK, CRLF, three heading lines, categories as 3-field and buyers as 9-field rows, all in code order: a category
//     stands before what its code begins. The rows are kept in memory until finish().
//   - What the client cannot hold is altered (and through() says so): codes to lower case, tax id to upper case, "~~"
//     and a '~' at the end -> ～; ',' -> ， in 地址电话 and 银行账号 (everywhere when ',' separates); line breaks ->
//     "#|#" in these two, a space elsewhere; '"' at the start without its partner -> ＂; characters outside GBK ->
//     '?'.
//   - Fields that hold a space are quoted. With the separator ' ' empty fields are "" and no field holds a '"'.
//   - The category of a buyer is its code's prefix and nothing else: who calls sees to codes that begin with it.

#include "invoice/text_table.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::invoice::aisino_text {

enum class Library : std::uint8_t { customers, purchasers }; ///< {客户编码} (9 columns), {购货单位编码} (7)

inline constexpr std::string_view k_id_number = "身份证号码/组织机构代码"; ///< 7th column of {购货单位编码}
inline constexpr std::string_view k_cause = "原因";                        ///< 10th column of a reject file

struct Head {
    Library library = Library::customers;
    std::string separator;
    std::size_t columns() const { return library == Library::customers ? 9 : 7; }
};

/// Moves `lines` behind the heading line. Throws Error syntax (aisino.no_header, aisino.no_separator), format_refused.
Head read_head(LineSource& lines);
/// A line that the client passes over.
bool skipped(std::string_view trimmed, std::string_view separator);
/// "// 编码SEP名称...": the comment that names the columns.
bool is_column_comment(std::string_view trimmed);

/// Splits a trimmed line. False when a quote is opened and never closed (the fields are then split as they stand).
bool split_fields(std::string_view line, std::string_view separator, std::vector<std::string_view>& fields);

/// The fields of a buyer's row as read by us; what the reader and through() share. `fields` has at least 6.
void buyer_from_fields(const std::vector<std::string_view>& fields, const Head& head, Row& row);

using Fields = std::array<std::string, 9>;
/// The nine fields as they are written, before quoting; UTF-8.
void fields_from_buyer(const model::Buyer& buyer, std::string_view separator, Fields& fields);
/// One value as it may stand in a row.
std::string outgoing(std::string_view value, bool combined, std::string_view separator);
std::string outgoing_code(std::string_view code, std::string_view separator);
void append_field(std::string& line, std::string_view field, std::string_view separator);

} // namespace goufang::invoice::aisino_text
