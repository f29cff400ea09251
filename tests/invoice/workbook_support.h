#pragma once
// Small workbooks made by hand: the XML of each part as the test wants it.

#include "core/file/zip.h"

#include <string>
#include <string_view>
#include <vector>

namespace goufang::test {

struct BookPart {
    std::string name, bytes;
};

struct BookSheet {
    std::string name;
    std::string rows;  ///< what stands inside <sheetData>
    std::string state; ///< "" or hidden
    std::string after; ///< what stands behind </sheetData>
};

struct Book {
    std::vector<BookSheet> sheets;
    std::string strings;        ///< what stands inside <sst>; "" = no such part
    std::string styles;         ///< what stands inside <styleSheet>; "" = no such part
    std::string workbook_pr;    ///< e.g. <workbookPr date1904="1"/>
    std::string names;          ///< <definedNames>...
    std::vector<BookPart> more; ///< further parts
    std::string prefix;         ///< of the sheets' elements, "x:" as some programs write
};

inline std::string zip_of(const std::vector<BookPart>& parts) {
    file::StringSink sink;
    file::ZipWriter writer(sink);
    for (const BookPart& p : parts) writer.add(p.name, p.bytes);
    writer.finish();
    return sink.text;
}

inline std::vector<BookPart> book_parts(const Book& b) {
    const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    const std::string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    std::string sheets, rels;
    std::vector<BookPart> parts = {
        {"[Content_Types].xml", head + "<Types/>"},
        {"_rels/.rels", head + "<Relationships><Relationship Id=\"rId1\" Type=\"" + relations +
                            "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"}};
    for (std::size_t i = 0; i < b.sheets.size(); ++i) {
        const std::string n = std::to_string(i + 1);
        sheets += "<sheet name=\"" + b.sheets[i].name + "\" sheetId=\"" + n + "\" r:id=\"rId" + n + "\"" +
                  (b.sheets[i].state.empty() ? "" : " state=\"" + b.sheets[i].state + "\"") + "/>";
        rels += "<Relationship Id=\"rId" + n + "\" Type=\"" + relations + "/worksheet\" Target=\"worksheets/sheet" + n +
                ".xml\"/>";
        const std::string& x = b.prefix;
        parts.push_back({"xl/worksheets/sheet" + n + ".xml",
                         head + "<" + x + "worksheet xmlns" + (x.empty() ? "" : ":x") +
                             "=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><" + x +
                             "dimension ref=\"A1\"/><" + x + "sheetData>" + b.sheets[i].rows + "</" + x + "sheetData>" +
                             b.sheets[i].after + "</" + x + "worksheet>"});
    }
    if (!b.strings.empty()) {
        parts.push_back({"xl/sharedStrings.xml", head + "<sst>" + b.strings + "</sst>"});
        rels += "<Relationship Id=\"rIdS\" Type=\"" + relations + "/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>";
    }
    if (!b.styles.empty()) {
        parts.push_back({"xl/styles.xml", head + "<styleSheet>" + b.styles + "</styleSheet>"});
        rels += "<Relationship Id=\"rIdY\" Type=\"" + relations + "/styles\" Target=\"styles.xml\"/>";
    }
    parts.push_back({"xl/workbook.xml", head + "<workbook xmlns:r=\"" + relations + "\">" + b.workbook_pr + "<sheets>" +
                                            sheets + "</sheets>" + b.names + "</workbook>"});
    parts.push_back({"xl/_rels/workbook.xml.rels", head + "<Relationships>" + rels + "</Relationships>"});
    parts.insert(parts.end(), b.more.begin(), b.more.end());
    return parts;
}

inline std::string book(const Book& b) { return zip_of(book_parts(b)); }

/// <c r="A1" t="inlineStr"> with the text.
inline std::string text_cell(std::string_view place, std::string_view text) {
    return "<c r=\"" + std::string(place) + "\" t=\"inlineStr\"><is><t>" + std::string(text) + "</t></is></c>";
}

/// A row of text cells from column A; empty texts are left out.
inline std::string text_row(int row, const std::vector<std::string>& texts) {
    std::string out = "<row r=\"" + std::to_string(row) + "\">";
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const std::string letters =
            i < 26 ? std::string(1, static_cast<char>('A' + i)) : std::string("A") + static_cast<char>('A' + i - 26);
        if (!texts[i].empty()) out += text_cell(letters + std::to_string(row), texts[i]);
    }
    return out + "</row>";
}

/// A workbook to fill, as the platform's look; empty for formats that are not filled.
inline const std::string& empty_template(std::string_view id) {
    const auto made = [](std::string sheet, const std::vector<std::string>& headings) {
        Book b;
        b.sheets = {
            {std::move(sheet), text_row(1, {"填表说明"}) + text_row(2, {"必填"}) + text_row(3, headings), "", ""}};
        return book(b);
    };
    static const std::string none;
    static const std::string customer =
        made("客户信息导入", {"客户分类", "客户名称", "统一社会信用代码/纳税人识别号", "简码", "地址", "电话",
                              "开户行名称", "银行账号", "联系邮箱", "客户编码", "手机", "备注"});
    static const std::string batch =
        made("1-发票基本信息", {"发票流水号", "购买方名称", "购买方纳税人识别号", "购买方地址", "购买方电话",
                                "购买方开户银行", "购买方银行账号", "购买方邮箱", "受票方自然人标识"});
    return id == "etax-customer-xlsx" ? customer : id == "etax-batch-xlsx" ? batch : none;
}

} // namespace goufang::test
