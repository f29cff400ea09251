#pragma once
// A sheet's XML edited in place: cells are set as text, everything else keeps its bytes. New cells take the style of
// the cell that was there, else of their column.

#include "invoice/workbook.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::invoice {

class SheetEdit {
  public:
    /// `xml` must outlive it. Throws Error container_broken {part, xlsx.xml}, also when cells
    /// of a row are out of order.
    SheetEdit(std::string_view xml, std::string part);
    /// The cell becomes this text when apply() is called. Rows from 1, columns from 0.
    void set(std::int64_t row, std::size_t column, std::string text);
    std::string apply() const;

  private:
    struct Cell {
        std::size_t column, from, to; ///< bytes of the whole element
        std::string_view style;       ///< value of its attribute s
    };
    struct Row {
        std::int64_t number;
        std::size_t from, content, content_end, to; ///< content is empty, at the '/' of <row/>, when `empty`
        bool empty;
        std::vector<Cell> cells;
    };
    struct ColumnStyle {
        std::size_t first, last;
        std::string_view style;
    };
    void lay_out();
    void append(std::string& out, std::int64_t row, std::size_t column, std::string_view style,
                std::string_view text) const;
    std::string_view style_of(std::size_t column) const;

    std::string_view m_xml;
    std::string m_part, m_prefix;
    std::size_t m_end = 0; ///< of the rows: the '<' of </sheetData>
    std::vector<Row> m_rows;
    std::vector<ColumnStyle> m_styles;
    std::map<std::int64_t, std::map<std::size_t, std::string>> m_set;
};

} // namespace goufang::invoice
