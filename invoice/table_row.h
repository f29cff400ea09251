#pragma once
// The row of a table, of text or of a workbook, as a buyer: what each column's cell means for the fields.
//
// Numbers that a spreadsheet damaged make the row bad, rule file.damaged_number, with the cause as its sentence; never
// guessed (see damage() in columns.h). A cell that does not fit its field is left out with the finding file.bad_value.

#include "invoice/columns.h"
#include "invoice/format.h"
#include "invoice/workbook.h"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::invoice {

/// A cell of one of the number fields without ="..." and TABs around it and an apostrophe before its digits.
std::string_view plain_number(std::string_view cell);
/// True for the fields to which plain_number() applies.
bool is_number_field(model::Field field);

class TableRow {
  public:
    /// `lettered`: findings name the column's letter too, as people know it from a spreadsheet.
    explicit TableRow(std::vector<Column> columns, bool lettered = false);

    const std::vector<Column>& columns() const { return m_columns; }
    std::vector<std::pair<std::string, std::optional<model::Field>>> headings() const;

    /// Learns from a row how common numbers with a tail of zeros are in this table, and how long its codes.
    void count(std::span<const SheetCell> cells);
    /// The cells become the fields of `row`, which start_row() made; missing cells are empty.
    void fill(Row& row, std::span<const SheetCell> cells);

  private:
    void cell(Row& row, std::size_t index, const SheetCell& cell);
    bool damaged(std::size_t index, std::string_view value, CellKind kind, model::Field as);
    void person(Row& row, std::string_view value) const;
    /// A platform's reason without a buyer: a bad row that tells the serial number.
    void name_by_serial(Row& row, std::span<const SheetCell> cells) const;
    std::string heading(std::size_t index) const;
    ZeroTails& tails(model::Field f) { return m_tails[static_cast<std::size_t>(f)]; }

    std::vector<Column> m_columns;
    bool m_lettered;
    std::uint64_t m_present = 0;
    bool m_own = false; ///< every field has its column: a file of ours, in which nothing was put around numbers
    std::array<ZeroTails, model::k_field_count> m_tails{};
    std::size_t m_code_width = 0; ///< of codes that are text and begin with 0
    bool m_normalise = false;
    bool m_formula_told = false;
    std::optional<std::size_t> m_damaged; ///< the first damaged number of the row
    std::string m_damaged_cell;
    Damage m_damage{};
};

} // namespace goufang::invoice
