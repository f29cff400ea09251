#pragma once
// Columns of a table by their headings: which cell goes into which field (csv, tsv; any other table with headings).
//
// A heading is compared folded (width, case, brackets, spaces, line breaks, '*'). It is known when it is one of
//   - the headings of the field table (core/model/fields.def);
//   - combined columns, split with core/text/split.h: 地址电话 地址、电话 ... and 开户行及账号 开户银行及账号 ...;
//     银行账号 too, where the table has no other bank column and the cell holds more than a number;
//   - the category's path (分类 客户分类 分类路径 所属部门 category_path ...) and code (分类编码 category_code ...);
//   - 受票方自然人标识 (是/否): the kind person;
//   - 原因, the column of a reject file: ignored; 导入失败原因 and its like of a platform are told as findings.
// A mark (必填), (非必填), (选填) behind a heading is passed over.
// Two columns for one field: the second fills what the first leaves blank. Other columns are listed by
// Reader::columns() without a field and left out.
//
// A map (--map FILE, UTF-8) says what the headings do not. One line each, '#' starts a comment line:
//     客户全称 = name            a field key of the field table
//     识别码 = 税号              or a heading that is known
//     所属部门 = category_path   also: category_code, address_phone, bank_account
//     行业 = custom:行业         a custom field of that name
//     序号 =                     left out
// The heading is what stands before the last '='. A mapped heading goes before the known ones. Errors: Error syntax
// with the line in the map and the sentence map.no_equals, map.unknown_field or map.twice.

#include "core/check/check.h"
#include "core/model/buyer.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace goufang::invoice {

enum class Role : std::uint8_t {
    unknown, ///< not mapped, left out
    ignored, ///< left out on purpose
    field,
    address_phone,
    bank_account,
    category_path,
    category_code,
    reason,         ///< why a platform refused the row; told as a finding
    natural_person, ///< 是: the buyer is a person
    custom
};

struct Column {
    std::string heading;
    Role role = Role::unknown;
    model::Field field{};    ///< Role field
    std::string custom;      ///< Role custom: its key
    bool second = false;     ///< another column has the same field: only fills a blank
    bool maybe_bank = false; ///< 银行账号 without a bank column beside it
    bool known() const { return role != Role::unknown; }
    std::optional<model::Field> target() const;
};

class ColumnMap {
  public:
    ColumnMap() = default;
    explicit ColumnMap(std::string_view text); ///< text of a map file; throws Error syntax
    /// The columns of a heading row.
    std::vector<Column> columns(const std::vector<std::string_view>& headings) const;

  private:
    std::vector<std::pair<std::string, Column>> m_columns; ///< folded heading -> what it means
};

/// The field that a sentence of a platform speaks of, by its words (识别号, 开户行 ...); the name when by none.
model::Field field_named_in(std::string_view sentence);

/// A category's path as people and platforms write it, with > \ → or full-width signs between the names and spaces
/// around them, as one with '/'.
std::string plain_path(std::string_view path);
/// What of these stands between the names of such a path, with its spaces; empty when nothing does.
std::string path_separator(std::string_view path);

/// The number of an invoice in a platform's batch workbook, given by who filled it: 发票流水号.
bool is_serial_heading(std::string_view heading);

/// How many of the columns are known, and whether a name or a tax id is among them. In a platform's list of failures
/// (it has a reason) the serial number serves as well.
struct Known {
    std::size_t count = 0;
    bool buyer = false;
};
Known known(const std::vector<Column>& columns);

/// What a spreadsheet did to a number (F63).
enum class Damage : std::uint8_t {
    none,
    scientific,   ///< 9.1999999E+17, or a float's ".0": digits are gone
    zeros,        ///< far more trailing zeros than chance gives: 7 and more in a number of over 15 digits
    precision,    ///< a cell that is a number of over 15 digits: a spreadsheet keeps 15
    leading_zero, ///< a phone that lost the 0 of its area code, a code shorter than its siblings
    date          ///< a date where there should be a number
};
/// Id of the sentence of the finding file.damaged_number.
std::string_view damage_sentence(Damage d);

/// What can be told from the text of a cell alone; only tax id, account, phone and mobile are meant. Sixteen to
/// nineteen digits of which exactly those behind the fifteenth are zeros can be a real number: see ZeroTails.
Damage damage(std::string_view cell, model::Field field);

/// Decides about numbers whose digits behind the 15th are all zeros. One in ten real 16-digit numbers looks so, one in
/// 10,000 of 19 digits; a spreadsheet makes it all of them. Counts per length and judges by the chance of so many.
class ZeroTails {
  public:
    void count(std::string_view cell);
    /// False when the cell has no such tail, or when chance explains as many as there are (p >= 0.001).
    bool suspicious(std::string_view cell) const;

  private:
    std::size_t m_all[4] = {}, m_zero[4] = {}; ///< by digits behind the 15th: 1, 2, 3, 4 and more
};

} // namespace goufang::invoice
