#include "invoice/workbook.h"

#include "core/text/errors.h"
#include "core/text/utf8.h"
#include "invoice/sheet.h"

#include <algorithm>
#include <map>
#include <pugixml.hpp>

namespace goufang::invoice {
namespace {

[[noreturn]] void broken(std::string_view part, std::string_view what, std::string_view detail = {}) {
    throw Error(Code::container_broken, {std::string(part), std::string(what), std::string(detail)});
}

std::string_view local_name(std::string_view name) {
    const std::size_t colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(pugi::xml_node node, std::string_view name) {
    return node.find_child([name](pugi::xml_node n) { return local_name(n.name()) == name; });
}

std::string_view attribute(pugi::xml_node node, std::string_view name) {
    for (const pugi::xml_attribute a : node.attributes())
        if (local_name(a.name()) == name) return a.value();
    return {};
}

bool yes(std::string_view v) { return v == "1" || v == "true" || v == "on"; }

void parse(pugi::xml_document& doc, std::string& bytes, std::string_view part) {
    const pugi::xml_parse_result result = doc.load_buffer_inplace(bytes.data(), bytes.size());
    if (!result) broken(part, "xlsx.xml", result.description());
}

/// A relationship's target as the name of an entry.
std::string entry_name(std::string_view target, std::string_view folder) {
    std::string path = target.starts_with('/') ? std::string() : std::string(folder);
    while (!target.empty()) {
        const std::size_t slash = std::min(target.find('/'), target.size());
        const std::string_view piece = target.substr(0, slash);
        target.remove_prefix(std::min(slash + 1, target.size()));
        if (piece == "..") {
            const std::size_t up = path.rfind('/');
            path.resize(up == std::string::npos ? 0 : up);
        } else if (!piece.empty() && piece != ".") {
            if (!path.empty()) path += '/';
            path += piece;
        }
    }
    return path;
}

struct Relation {
    std::string type; ///< the last piece of the type's URI
    std::string target;
};

std::map<std::string, Relation, std::less<>> relations(const file::Zip& zip, std::string_view part) {
    const std::size_t slash = part.rfind('/');
    const std::string folder(slash == std::string_view::npos ? std::string_view() : part.substr(0, slash));
    const std::string name(slash == std::string_view::npos ? part : part.substr(slash + 1));
    const std::string rels = (folder.empty() ? "" : folder + '/') + "_rels/" + name + ".rels";
    std::map<std::string, Relation, std::less<>> out;
    const auto index = zip.find(rels);
    if (!index) return out;
    std::string bytes = zip.read(*index, k_max_part);
    pugi::xml_document doc;
    parse(doc, bytes, rels);
    for (const pugi::xml_node r : child(doc, "Relationships").children()) {
        if (attribute(r, "TargetMode") == "External") continue; // never followed
        const std::string_view type = attribute(r, "Type");
        out[std::string(attribute(r, "Id"))] = {std::string(type.substr(type.rfind('/') + 1)),
                                                entry_name(attribute(r, "Target"), folder)};
    }
    return out;
}

const std::string* target_of(const std::map<std::string, Relation, std::less<>>& all, std::string_view type) {
    for (const auto& [id, r] : all)
        if (r.type == type) return &r.target;
    return nullptr;
}

std::vector<CellStyle> read_styles(const file::Zip& zip, std::size_t index) {
    std::string bytes = zip.read(index, k_max_part);
    pugi::xml_document doc;
    parse(doc, bytes, zip.entries()[index].name);
    const pugi::xml_node root = child(doc, "styleSheet");
    std::map<std::uint32_t, std::string> codes;
    for (const pugi::xml_node f : child(root, "numFmts").children())
        codes[static_cast<std::uint32_t>(pugi::xml_attribute(f.attribute("numFmtId")).as_uint())] =
            attribute(f, "formatCode");
    std::vector<CellStyle> out;
    for (const pugi::xml_node xf : child(root, "cellXfs").children()) {
        if (local_name(xf.name()) != "xf") continue;
        const auto id = static_cast<std::uint32_t>(pugi::xml_attribute(xf.attribute("numFmtId")).as_uint());
        const auto code = codes.find(id);
        out.push_back(style_of_format(id, code == codes.end() ? std::string_view() : code->second));
    }
    return out;
}

} // namespace

std::string column_letters(std::size_t column) {
    std::string out;
    for (std::size_t n = column + 1; n; n = (n - 1) / 26)
        out.insert(out.begin(), static_cast<char>('A' + (n - 1) % 26));
    return out;
}

bool column_number(std::string_view reference, std::size_t& at, std::size_t& column) {
    std::size_t n = 0;
    const std::size_t from = at;
    for (; at < reference.size() && at - from < 4; ++at) {
        char c = reference[at];
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (c < 'A' || c > 'Z') break;
        n = n * 26 + static_cast<std::size_t>(c - 'A' + 1);
    }
    if (n == 0 || n > k_sheet_columns) return false;
    column = n - 1;
    return true;
}

struct Workbook::Impl {
    explicit Impl(std::string_view bytes) : zip(bytes) {}
    file::Zip zip;
    std::vector<Sheet> sheets;
    bool since_1904 = false;
    std::vector<CellStyle> styles;
    std::optional<std::size_t> strings_part;
    mutable std::unique_ptr<SharedStrings> strings; ///< read when the first sheet is opened
};

Workbook::Workbook(std::string_view bytes) : m_impl(std::make_unique<Impl>(bytes)) {
    Impl& m = *m_impl;
    std::string part = "xl/workbook.xml";
    if (const auto root = relations(m.zip, ""); const std::string* target = target_of(root, "officeDocument"))
        part = *target;
    const auto index = m.zip.find(part);
    if (!index) broken("zip", "xlsx.not_workbook");
    std::string xml = m.zip.read(*index, k_max_part);
    pugi::xml_document doc;
    parse(doc, xml, part);
    const pugi::xml_node root = child(doc, "workbook");
    if (!root) broken(part, "xlsx.not_workbook");
    m.since_1904 = yes(attribute(child(root, "workbookPr"), "date1904"));
    const auto rels = relations(m.zip, part);
    for (const pugi::xml_node s : child(root, "sheets").children()) {
        std::string id;
        for (const pugi::xml_attribute a : s.attributes()) // "r:id"; not the plain "sheetId"
            if (local_name(a.name()) == "id") id = a.value();
        const auto r = rels.find(id);
        if (r == rels.end() || r->second.type != "worksheet") continue; // a chart sheet, or gone
        const auto entry = m.zip.find(r->second.target);
        if (!entry) continue;
        const std::string_view state = attribute(s, "state");
        std::string name(attribute(s, "name"));
        if (!text::valid_utf8(name)) broken(part, "xlsx.encoding");
        m.sheets.push_back({std::move(name), m.zip.entries()[*entry].name, state != "hidden" && state != "veryHidden",
                            m.zip.entries()[*entry].size});
    }
    if (m.sheets.empty()) broken(part, "xlsx.no_sheet");
    if (const std::string* target = target_of(rels, "styles"))
        if (const auto styles = m.zip.find(*target)) m.styles = read_styles(m.zip, *styles);
    if (const std::string* target = target_of(rels, "sharedStrings")) m.strings_part = m.zip.find(*target);
}

Workbook::~Workbook() = default;
Workbook::Workbook(Workbook&&) noexcept = default;
const std::vector<Workbook::Sheet>& Workbook::sheets() const { return m_impl->sheets; }
const file::Zip& Workbook::zip() const { return m_impl->zip; }

const Workbook::Sheet* Workbook::sheet(std::string_view name) const {
    const auto at =
        std::find_if(m_impl->sheets.begin(), m_impl->sheets.end(), [name](const Sheet& s) { return s.name == name; });
    return at == m_impl->sheets.end() ? nullptr : &*at;
}

SheetReader Workbook::open(const Sheet& sheet) const {
    const Impl& m = *m_impl;
    if (!m.strings) {
        m.strings = std::make_unique<SharedStrings>();
        if (m.strings_part)
            m.strings->load(XmlWindow(m.zip.open(*m.strings_part), m.zip.entries()[*m.strings_part].name));
    }
    const auto index = m.zip.find(sheet.part);
    if (!index) broken(sheet.part, "zip.missing");
    return SheetReader(std::make_unique<SheetReader::Impl>(XmlWindow(m.zip.open(*index), sheet.part), *m.strings,
                                                           m.styles, m.since_1904));
}

bool looks_like_workbook(std::string_view head) {
    if (!file::is_zip(head)) return false;
    // Names stand 30 bytes behind the mark of each entry.
    for (std::size_t at = 0; at != std::string_view::npos; at = head.find("PK\x03\x04", at + 4))
        if (head.size() > at + 33 && head.substr(at + 30, 3) == "xl/") return true;
    return false;
}

} // namespace goufang::invoice
