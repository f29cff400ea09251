#pragma once
// Tables for people: columns aligned by what a terminal shows (a Chinese character takes two columns), rows streamed.

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::cli {

/// The text with line breaks, tabs and control characters (also terminal escapes) made visible as blanks.
std::string printable(std::string_view text);
/// `text` filled up with blanks to `columns`.
std::string padded(std::string_view text, std::size_t columns);

class Table {
  public:
    /// No headings: no heading line. `right`: the columns whose values are numbers.
    Table(std::ostream& out, bool colours, std::vector<std::string> headings, std::vector<std::size_t> right = {});
    ~Table();
    Table(const Table&) = delete;
    void row(std::vector<std::string> cells);
    /// Writes what is kept back. The widths come from the first thousand rows; a later cell that is wider sticks out.
    void finish();

  private:
    void flush();
    void line(const std::vector<std::string>& cells, bool heading);
    std::ostream& m_out;
    bool m_colours;
    std::vector<std::string> m_headings;
    std::vector<std::size_t> m_right;
    std::vector<std::size_t> m_widths;
    std::vector<std::vector<std::string>> m_waiting;
    bool m_started = false;
};

} // namespace goufang::cli
