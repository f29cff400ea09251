#include "invoice/paste/found.h"
#include "invoice/paste/segment.h"
#include "invoice/paste/shapes.h"

#include <algorithm>

namespace goufang::invoice::paste {

namespace {

using Cells = std::vector<Range>;

/// U'\t', '|', ',' or ' ' (any number of them).
Cells split(const Input& in, Range line, char32_t separator) {
    Cells cells;
    if (separator == ' ' || separator == '|') line = in.trimmed(line);
    std::size_t from = line.from;
    bool quoted = false;
    for (std::size_t i = line.from; i <= line.to; ++i) {
        if (i < line.to && in.at(i) == '"') quoted = !quoted && i == from;
        if (i < line.to && (in.at(i) != separator || quoted)) continue;
        if (separator != ' ' || i > from) cells.push_back({from, i});
        from = i + 1;
    }
    return cells;
}

std::size_t filled(const Input& in, const Cells& cells) {
    return static_cast<std::size_t>(
        std::count_if(cells.begin(), cells.end(), [&](Range c) { return !in.trimmed(c).empty(); }));
}

/// Only dashes, colons and bars: the rule below a heading.
bool is_rule(const Input& in, Range line) {
    bool dash = false;
    for (std::size_t i = line.from; i < line.to; ++i) {
        const char32_t c = in.at(i);
        if (c != '-' && c != '|' && c != ':' && c != ' ' && c != '+' && c != '=') return false;
        dash |= c == '-' || c == '=';
    }
    return dash;
}

/// The kinds of a row of headings; empty when it is none.
std::vector<Kinds> headings(const Input& in, const Cells& cells, char32_t separator) {
    std::vector<Kinds> kinds;
    std::size_t known = 0, all = 0;
    Kinds seen = 0;
    for (const Range c : cells) {
        const Kinds k = heading(in, c);
        if (separator == ' ' && contains(in.folded(c), U":")) return {}; // "Bank Name: ..."
        kinds.push_back(k);
        all += !in.trimmed(c).empty();
        known += k != 0;
        seen |= k;
        if (k == 0 && (looks_name(in, c) || find_tax_id(in, c, false))) return {};
    }
    if (known < 2 || known * 2 < all || (seen & (k_name | k_tax_id)) == 0) return {};
    return kinds;
}

class Tables {
  public:
    Tables(const Input& in, std::vector<Range>& lines, std::vector<Found>& out)
        : m_in(in), m_lines(lines), m_out(out) {}

    void run() {
        for (std::size_t i = 0; i < m_lines.size();) {
            std::size_t used = 0;
            if (!m_in.trimmed(m_lines[i]).empty()) {
                for (const char32_t separator : {U'\t', U'|', U',', U' '}) {
                    used = under_heading(i, separator);
                    if (used == 0 && (separator == '\t' || separator == '|')) used = on_its_side(i, separator);
                    if (used == 0 && separator == '\t') used = without_heading(i);
                    if (used != 0) break;
                }
            }
            for (std::size_t k = i; k < i + used; ++k) m_lines[k] = {m_lines[k].from, m_lines[k].from};
            i += std::max<std::size_t>(used, 1);
        }
    }

  private:
    bool has(std::size_t line, char32_t separator) const {
        return line < m_lines.size() && m_in.folded(m_lines[line]).find(separator) != std::u32string_view::npos;
    }
    void cell(Kinds kinds, Range r, std::size_t line) {
        r = m_in.trimmed(r);
        const std::size_t first = m_out.size();
        if (r.empty() || (kinds & k_ignored) != 0) return;
        if (kinds != 0) interpret(m_in, kinds, r, 0.93, m_out);
        for (std::size_t i = first; i < m_out.size(); ++i) {
            m_out[i].row = m_row;
            m_out[i].line = line;
            if (kinds == k_holder || kinds == k_mobile) m_out[i].kind = kinds;
        }
    }

    std::size_t under_heading(std::size_t at, char32_t separator) {
        if (!has(at, separator)) return 0;
        auto kinds = headings(m_in, split(m_in, m_lines[at], separator), separator);
        if (kinds.empty()) return 0;
        std::size_t i = at + 1, rows = 0;
        if (i < m_lines.size() && is_rule(m_in, m_lines[i])) ++i;
        std::size_t last = i;
        for (; i < m_lines.size(); ++i) {
            if (m_in.trimmed(m_lines[i]).empty()) {
                if (separator == ' ' || separator == ',') break;
                continue;
            }
            if (!has(i, separator)) break;
            const Cells cells = split(m_in, m_lines[i], separator);
            if (auto again = headings(m_in, cells, separator); !again.empty()) {
                kinds = again;
                last = i + 1;
                continue;
            }
            if (cells.size() > kinds.size() && separator != '\t' && separator != '|') break;
            if (separator == ' ' && cells.size() != kinds.size()) break;
            if (separator != '\t' && cells.size() < 2) break;
            if (label_first(cells)) break;
            if (is_total(cells)) {
                last = i + 1;
                continue;
            }
            ++m_row;
            for (std::size_t c = 0; c < std::min(cells.size(), kinds.size()); ++c) cell(kinds[c], cells[c], i);
            ++rows;
            last = i + 1;
        }
        return rows == 0 ? 0 : last - at;
    }
    bool is_total(const Cells& cells) const {
        for (const Range c : cells)
            if (const Range r = m_in.trimmed(c); !r.empty()) {
                const auto t = m_in.folded(r);
                return t == U"合计" || t == U"小计" || t == U"总计" || t == U"共计" || t == U"total";
            }
        return false;
    }
    bool label_first(const Cells& cells) const {
        return cells.size() >= 2 && cells.size() <= 2 && heading(m_in, cells[0]) != 0;
    }

    /// Labels in the first column, a buyer in each of the others.
    std::size_t on_its_side(std::size_t at, char32_t separator) {
        std::size_t rows = 0, columns = 0, line = at;
        for (; has(line, separator); ++line, ++rows) {
            const Cells cells = split(m_in, m_lines[line], separator);
            if (cells.size() < 3 || heading(m_in, cells[0]) == 0 || filled(m_in, cells) < 2) break;
            bool label = false;
            for (std::size_t c = 1; c < cells.size(); ++c) label |= heading(m_in, cells[c]) != 0;
            if (label) break;
            columns = std::max(columns, cells.size());
        }
        if (rows < 2) return 0;
        // one value column and empty cells behind it are lines with labels
        std::vector<std::size_t> values(columns);
        for (std::size_t k = at; k < line; ++k) {
            const Cells cells = split(m_in, m_lines[k], separator);
            for (std::size_t c = 1; c < cells.size(); ++c) values[c] += !m_in.trimmed(cells[c]).empty();
        }
        if (std::count_if(values.begin(), values.end(), [](std::size_t n) { return n >= 2; }) < 2) return 0;
        for (std::size_t k = at; k < line; ++k) {
            const Cells cells = split(m_in, m_lines[k], separator);
            const Kinds kinds = heading(m_in, cells[0]);
            for (std::size_t c = 1; c < cells.size(); ++c) {
                const std::size_t base = m_row;
                m_row += c;
                cell(kinds, cells[c], k);
                m_row = base;
            }
        }
        m_row += columns;
        return rows;
    }

    /// Rows of at least three cells, a name or tax id among them.
    std::size_t without_heading(std::size_t at) {
        std::size_t line = at;
        for (; line < m_lines.size(); ++line) {
            const Cells cells = split(m_in, m_lines[line], '\t');
            if (filled(m_in, cells) < 3) break;
            bool label = false, buyer = false;
            for (const Range c : cells) {
                const auto items = segment(m_in, m_in.trimmed(c));
                label |= std::any_of(items.begin(), items.end(), [](const Item& i) { return i.labelled(); });
                buyer |= looks_name(m_in, c) || find_tax_id(m_in, c, false);
            }
            if (label || !buyer) break;
            ++m_row;
            const std::size_t first = m_out.size();
            for (const Range c : cells) by_shape(m_in, c, 0.95, m_out);
            for (std::size_t i = first; i < m_out.size(); ++i) {
                m_out[i].row = m_row;
                m_out[i].line = line;
            }
        }
        return line - at;
    }

    const Input& m_in;
    std::vector<Range>& m_lines;
    std::vector<Found>& m_out;
    std::size_t m_row = 0;
};

} // namespace

void read_tables(const Input& in, std::vector<Range>& lines, std::vector<Found>& out) { Tables(in, lines, out).run(); }

} // namespace goufang::invoice::paste
