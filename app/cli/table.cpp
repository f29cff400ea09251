#include "app/cli/table.h"

#include "core/text/utf8.h"

#include <algorithm>

namespace goufang::cli {

namespace {
constexpr std::size_t k_rows_measured = 1000;
constexpr std::size_t k_widest = 60; ///< a longer cell sticks out instead of pushing every row apart
constexpr std::string_view k_gap = "  ";
} // namespace

std::string printable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        const char32_t c = text::next_code_point(text, at);
        const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 ||
                             (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        if (control)
            out += ' ';
        else
            out += text.substr(start, at - start);
    }
    return out;
}

std::string padded(std::string_view text, std::size_t columns) {
    std::string out(text);
    const std::size_t width = text::display_width(text);
    if (width < columns) out.append(columns - width, ' ');
    return out;
}

Table::Table(std::ostream& out, bool colours, std::vector<std::string> headings, std::vector<std::size_t> right)
    : m_out(out), m_colours(colours), m_headings(std::move(headings)), m_right(std::move(right)) {}

Table::~Table() = default;

void Table::row(std::vector<std::string> cells) {
    for (auto& cell : cells) cell = printable(cell);
    m_waiting.push_back(std::move(cells));
    if (m_started || m_waiting.size() >= k_rows_measured) flush();
}

void Table::finish() { flush(); }

void Table::line(const std::vector<std::string>& cells, bool heading) {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) text += k_gap;
        const std::size_t width = i < m_widths.size() ? m_widths[i] : 0;
        const bool right = std::find(m_right.begin(), m_right.end(), i) != m_right.end();
        const std::size_t own = text::display_width(cells[i]);
        if (right && own < width) text.append(width - own, ' ');
        text += cells[i];
        if (!right && own < width) text.append(width - own, ' ');
    }
    while (text.ends_with(' ')) text.pop_back();
    if (heading && m_colours) text = "\x1b[1m" + text + "\x1b[0m";
    m_out << text << '\n';
}

void Table::flush() {
    if (!m_started) {
        if (m_waiting.empty()) return;
        m_started = true;
        const auto measure = [&](const std::vector<std::string>& cells) {
            m_widths.resize(std::max(m_widths.size(), cells.size()));
            for (std::size_t i = 0; i < cells.size(); ++i)
                m_widths[i] = std::max(m_widths[i], std::min(text::display_width(cells[i]), k_widest));
        };
        measure(m_headings);
        for (const auto& cells : m_waiting) measure(cells);
        if (!m_headings.empty()) line(m_headings, true);
    }
    for (const auto& cells : m_waiting) line(cells, false);
    m_waiting.clear();
}

} // namespace goufang::cli
