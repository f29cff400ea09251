#include "invoice/sheet_edit.h"

#include "core/text/errors.h"
#include "invoice/sheet_out.h"
#include "invoice/xml_window.h"

#include <algorithm>
#include <charconv>

namespace goufang::invoice {

SheetEdit::SheetEdit(std::string_view xml, std::string part) : m_xml(xml), m_part(std::move(part)) {
    try {
        lay_out();
    } catch (const XmlCursor::NeedMore&) {
        throw Error(Code::container_broken, {m_part, "xlsx.xml", "end"});
    }
}

void SheetEdit::lay_out() {
    XmlCursor xml(m_xml.data(), m_xml.data() + m_xml.size(), m_part);
    const auto offset = [this](const char* p) { return static_cast<std::size_t>(p - m_xml.data()); };
    bool rows = false;
    std::size_t column = 0;
    for (;;) {
        const XmlCursor::Tag t = xml.tag();
        if (!rows) {
            if (t.name == "col" && !t.closing) {
                ColumnStyle c{0, 0, {}};
                each_attribute(t.attributes, [&c](std::string_view name, std::string_view value) {
                    if (name == "min") std::from_chars(value.data(), value.data() + value.size(), c.first);
                    if (name == "max") std::from_chars(value.data(), value.data() + value.size(), c.last);
                    if (name == "style") c.style = value;
                });
                if (!c.style.empty()) m_styles.push_back(c);
            } else if (t.name == "sheetData") {
                if (t.empty) xml.fail("xlsx.xml", "sheetData");
                rows = true;
                m_prefix = m_xml.substr(offset(t.from) + 1, offset(t.name.data()) - offset(t.from) - 1);
            }
            continue;
        }
        if (t.closing) {
            if (t.name == "sheetData") {
                m_end = offset(t.from);
                return;
            }
            if (m_rows.empty()) continue;
            if (t.name == "row") {
                m_rows.back().content_end = offset(t.from);
                m_rows.back().to = offset(xml.at());
            } else if (t.name == "c" && !m_rows.back().cells.empty()) {
                m_rows.back().cells.back().to = offset(xml.at());
            }
            continue;
        }
        if (t.name == "row") {
            Row r{m_rows.empty() ? 1 : m_rows.back().number + 1, offset(t.from), offset(xml.at()), 0, 0, t.empty, {}};
            if (t.empty) r.content = offset(t.attributes.data() + t.attributes.size());
            r.content_end = r.content;
            r.to = offset(xml.at());
            each_attribute(t.attributes, [&r](std::string_view name, std::string_view value) {
                if (name == "r") std::from_chars(value.data(), value.data() + value.size(), r.number);
            });
            m_rows.push_back(std::move(r));
            column = 0;
        } else if (t.name == "c" && !m_rows.empty()) {
            Cell c{column, offset(t.from), offset(xml.at()), {}};
            each_attribute(t.attributes, [&c](std::string_view name, std::string_view value) {
                std::size_t at = 0;
                if (name == "r") (void)column_number(value, at, c.column);
                if (name == "s") c.style = value;
            });
            if (c.column < column) xml.fail("xlsx.xml", "c"); // out of order: where would a new one go?
            column = c.column + 1;
            m_rows.back().cells.push_back(c);
        }
    }
}

void SheetEdit::set(std::int64_t row, std::size_t column, std::string text) { m_set[row][column] = std::move(text); }

std::string_view SheetEdit::style_of(std::size_t column) const {
    for (const ColumnStyle& s : m_styles)
        if (column + 1 >= s.first && column + 1 <= s.last) return s.style;
    return {};
}

void SheetEdit::append(std::string& out, std::int64_t row, std::size_t column, std::string_view style,
                       std::string_view text) const {
    if (style.empty()) style = style_of(column);
    std::string attributes;
    if (!style.empty()) attributes = " s=\"" + std::string(style) + '"';
    append_text_cell(out, column_letters(column), std::to_string(row), attributes, text, m_prefix);
}

std::string SheetEdit::apply() const {
    std::string out;
    std::size_t from = 0; // bytes up to here are done
    const auto keep = [&](std::size_t to) {
        out += m_xml.substr(from, to - from);
        from = to;
    };
    auto row = m_rows.begin();
    for (const auto& [number, cells] : m_set) {
        while (row != m_rows.end() && row->number < number) ++row;
        if (row == m_rows.end() || row->number != number) { // between two rows, or behind the last
            keep(row == m_rows.end() ? m_end : row->from);
            out += '<' + m_prefix + "row r=\"" + std::to_string(number) + "\">";
            for (const auto& [column, text] : cells) append(out, number, column, {}, text);
            out += "</" + m_prefix + "row>";
            continue;
        }
        if (row->empty) {
            keep(row->content);
            out += '>';
            for (const auto& [column, text] : cells) append(out, number, column, {}, text);
            out += "</" + m_prefix + "row>";
            from = row->to;
            continue;
        }
        for (const auto& [column, text] : cells) {
            const auto at = std::find_if(row->cells.begin(), row->cells.end(),
                                         [column = column](const Cell& c) { return c.column >= column; });
            keep(at == row->cells.end() ? row->content_end : at->from);
            const bool there = at != row->cells.end() && at->column == column;
            append(out, number, column, there ? at->style : std::string_view(), text);
            if (there) from = at->to;
        }
    }
    keep(m_xml.size());
    return out;
}

} // namespace goufang::invoice
