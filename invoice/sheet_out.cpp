#include "invoice/sheet_out.h"

#include "core/text/errors.h"
#include "invoice/formula_guard.h"
#include "invoice/workbook.h"

#include <algorithm>

namespace goufang::invoice {
namespace {

constexpr std::string_view k_head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view k_main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view k_relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view k_package = "http://schemas.openxmlformats.org/package/2006/";
constexpr std::string_view k_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
constexpr std::size_t k_piece = std::size_t{128} << 10;
enum Style { style_text = 1, style_heading = 2, style_quoted = 3 };

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string out;
    for (const std::string_view p : parts) out += p;
    return out;
}

std::string styles_xml() {
    return joined(
        {k_head, "<styleSheet xmlns=\"", k_main,
         "\"><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name "
         "val=\"Calibri\"/></font></fonts>"
         "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill "
         "patternType=\"gray125\"/></fill></fills>"
         "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
         "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" "
         "borderId=\"0\"/></cellStyleXfs><cellXfs count=\"4\">"
         "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
         "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
         "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" "
         "applyFont=\"1\"/>"
         "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" "
         "quotePrefix=\"1\"/></cellXfs>"
         "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>"});
}

std::string sheet_part(std::size_t number) { return "worksheets/sheet" + std::to_string(number) + ".xml"; }

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); }

/// "_x" with four hex digits and "_": would be read as a character.
bool looks_escaped(std::string_view s, std::size_t at) {
    return s.size() - at >= 7 && s[at + 1] == 'x' && s[at + 6] == '_' && is_hex(s[at + 2]) && is_hex(s[at + 3]) &&
           is_hex(s[at + 4]) && is_hex(s[at + 5]);
}

} // namespace

void append_sheet_text(std::string& out, std::string_view text) {
    static constexpr char hex[] = "0123456789ABCDEF";
    std::size_t from = 0;
    const auto put = [&](std::size_t at, std::size_t length, std::string_view instead) {
        out.append(text, from, at - from);
        out += instead;
        from = at + length;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= '_' ? c != '_' && c != 0xEF : c > '>') continue;
        switch (c) {
        case '&':
            put(i, 1, "&amp;");
            break;
        case '<':
            put(i, 1, "&lt;");
            break;
        case '>':
            put(i, 1, "&gt;");
            break;
        case '_':
            if (looks_escaped(text, i)) put(i, 1, "_x005F_");
            break;
        case 0xEF: // U+FFFE and U+FFFF are no characters of XML
            if (text.substr(i, 3) == "\xEF\xBF\xBE") put(i, 3, "_xFFFE_");
            if (text.substr(i, 3) == "\xEF\xBF\xBF") put(i, 3, "_xFFFF_");
            break;
        default:
            if (c >= 0x20 || c == '\t' || c == '\n') break;
            put(i, 1, {"_x00", 4});
            out += hex[c >> 4];
            out += hex[c & 15];
            out += '_';
        }
    }
    out.append(text, from);
}

void append_text_cell(std::string& out, std::string_view letters, std::string_view row, std::string_view attributes,
                      std::string_view text, std::string_view prefix) {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n'; };
    const bool keep = !text.empty() && (blank(text.front()) || blank(text.back()) || text.find('\n') != text.npos);
    const auto tag = [&out, prefix](std::string_view open, std::string_view rest) {
        out += open;
        out += prefix;
        out += rest;
    };
    tag("<", "c r=\"");
    out += letters;
    out += row;
    out += '"';
    out += attributes;
    tag(" t=\"inlineStr\"><", "is>");
    tag("<", keep ? "t xml:space=\"preserve\">" : "t>");
    append_sheet_text(out, text);
    tag("</", "t>");
    tag("</", "is>");
    tag("</", "c>");
}

bool too_long_for_cell(std::string_view text) {
    if (text.size() <= k_cell_characters) return false;
    std::size_t units = 0;
    for (const char c : text) {
        const auto b = static_cast<unsigned char>(c);
        units += (b & 0xC0) != 0x80 ? (b >= 0xF0 ? 2U : 1U) : 0U;
    }
    return units > k_cell_characters;
}

SheetOut::SheetOut(file::Sink& sink) : m_zip(sink) {
    m_zip.add("_rels/.rels",
              joined({k_head, "<Relationships xmlns=\"", k_package, "relationships\"><Relationship Id=\"rId1\" Type=\"",
                      k_relations, "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"}));
    m_zip.add("xl/styles.xml", styles_xml());
}

void SheetOut::begin(std::string_view name, const std::vector<SheetColumn>& columns) {
    if (begun()) end_sheet();
    if (m_names.size() >= k_max_sheets)
        throw Error(Code::too_large, {std::to_string(m_names.size() + 1), "xlsx.sheets", std::to_string(k_max_sheets)});
    m_names.push_back(m_accepted.add(name));
    m_zip.begin("xl/" + sheet_part(m_names.size()));
    m_xml = joined({k_head, "<worksheet xmlns=\"", k_main,
                    "\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" "
                    "activePane=\"bottomLeft\" state=\"frozen\"/>"
                    "</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>"});
    std::vector<std::string_view> headings;
    m_letters.clear();
    m_row = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string n = std::to_string(i + 1);
        m_letters.push_back(column_letters(i));
        m_xml += joined({"<col min=\"", n, "\" max=\"", n, "\" width=\"", std::to_string(columns[i].width),
                         "\" style=\"1\" customWidth=\"1\"/>"});
        headings.push_back(columns[i].heading);
    }
    m_xml += "</cols><sheetData>";
    cells(headings, style_heading);
}

void SheetOut::cells(const std::vector<std::string_view>& cells, int style) {
    if (++m_row > k_sheet_rows)
        throw Error(Code::too_large, {std::to_string(m_row), "xlsx.rows", std::to_string(k_sheet_rows)});
    const std::string row = std::to_string(m_row);
    m_xml += "<row r=\"";
    m_xml += row;
    m_xml += "\">";
    for (std::size_t i = 0; i < std::min(cells.size(), m_letters.size()); ++i) {
        if (cells[i].empty()) continue;
        const int own = style == style_text && needs_guard(cells[i]) ? style_quoted : style;
        append_text_cell(m_xml, m_letters[i], row,
                         own == style_text      ? " s=\"1\""
                         : own == style_heading ? " s=\"2\""
                                                : " s=\"3\"",
                         cells[i]);
    }
    m_xml += "</row>";
    if (m_xml.size() < k_piece) return;
    m_zip.write(m_xml);
    m_xml.clear();
}

void SheetOut::row(const std::vector<std::string_view>& values) { cells(values, style_text); }

void SheetOut::end_sheet() {
    m_xml += "</sheetData></worksheet>";
    m_zip.write(m_xml);
    m_zip.end();
}

void SheetOut::finish() {
    end_sheet();
    std::string types, sheets, relations;
    for (std::size_t i = 0; i < m_names.size(); ++i) {
        const std::string n = std::to_string(i + 1), part = sheet_part(i + 1);
        std::string quoted;
        append_sheet_text(quoted, m_names[i]);
        for (std::size_t at = 0; (at = quoted.find('"', at)) != std::string::npos;) quoted.replace(at, 1, "&quot;");
        types += joined({"<Override PartName=\"/xl/", part, "\" ContentType=\"", k_type, "worksheet+xml\"/>"});
        sheets += joined({"<sheet name=\"", quoted, "\" sheetId=\"", n, "\" r:id=\"rId", n, "\"/>"});
        relations +=
            joined({"<Relationship Id=\"rId", n, "\" Type=\"", k_relations, "/worksheet\" Target=\"", part, "\"/>"});
    }
    m_zip.add("xl/workbook.xml", joined({k_head, "<workbook xmlns=\"", k_main, "\" xmlns:r=\"", k_relations,
                                         "\"><sheets>", sheets, "</sheets></workbook>"}));
    m_zip.add("xl/_rels/workbook.xml.rels",
              joined({k_head, "<Relationships xmlns=\"", k_package, "relationships\">", relations,
                      "<Relationship Id=\"rId", std::to_string(m_names.size() + 1), "\" Type=\"", k_relations,
                      "/styles\" Target=\"styles.xml\"/></Relationships>"}));
    m_zip.add("[Content_Types].xml",
              joined({k_head, "<Types xmlns=\"", k_package,
                      "content-types\"><Default Extension=\"rels\" "
                      "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                      "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Override "
                      "PartName=\"/xl/workbook.xml\" ContentType=\"",
                      k_type, "sheet.main+xml\"/>", types, "<Override PartName=\"/xl/styles.xml\" ContentType=\"",
                      k_type, "styles+xml\"/></Types>"}));
    m_zip.finish();
}

} // namespace goufang::invoice
