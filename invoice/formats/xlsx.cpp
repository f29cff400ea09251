#include "core/model/category.h"
#include "core/text/errors.h"
#include "core/text/fold.h"
#include "invoice/formats/csv.h"
#include "invoice/formats/etax.h"
#include "invoice/invoice_sheet.h"
#include "invoice/rules.h"
#include "invoice/sheet_out.h"
#include "invoice/sheet_table.h"

#include <array>
#include <unordered_map>

// Workbooks (.xlsx) with tables of buyers. Reading: sheet_table.h. Writing: the columns of csv, all cells as text, on
// one sheet or on a sheet per category (WriteOptions::sheet_per_category).

namespace goufang::invoice::xlsx {

namespace {

using model::Field;

constexpr std::string_view k_one_sheet = "客户"; ///< where there are none by category

int width_of(Field f) {
    switch (f) {
    case Field::name:
    case Field::address:
        return 36;
    case Field::tax_id:
    case Field::bank:
    case Field::account:
    case Field::email:
        return 24;
    case Field::phone:
    case Field::mobile:
        return 16;
    default:
        return 12;
    }
}

std::vector<SheetColumn> sheet_columns() {
    std::vector<SheetColumn> columns;
    for (const model::FieldInfo& f : model::k_fields) columns.push_back({std::string(f.heading()), width_of(f.field)});
    columns.push_back({"分类", 24});
    columns.push_back({"分类编码", 12});
    return columns;
}

bool is_platform(const std::vector<std::string>& sheets) {
    return etax::kind_of(sheets) || invoice_sheet::is_platform_export(sheets);
}

class XlsxWriter final : public Writer {
  public:
    XlsxWriter(file::Sink& sink, const WriteOptions& options)
        : m_out(sink), m_columns(sheet_columns()), m_by_category(options.sheet_per_category) {
        if (m_by_category) return;
        if (options.buyers >= k_sheet_rows)
            throw Error(Code::too_large,
                        {std::to_string(options.buyers + 1), "xlsx.rows", std::to_string(k_sheet_rows)});
        m_out.begin(k_one_sheet, m_columns);
    }

    void category(const CategoryRow& c) override {
        if (m_by_category) ++m_names[text::search_fold(c.name)];
    }

    void buyer(const model::Buyer& b, std::string_view category_code, std::string_view category_path) override {
        if (m_by_category && (!m_out.begun() || category_path != m_path)) {
            m_path = category_path;
            m_out.begin(name_of(m_path), m_columns);
        }
        m_cells.clear();
        std::size_t made = 0;
        for (const model::FieldInfo& f : model::k_fields) {
            if (const std::string* text = model::text_member(b, f.field)) {
                m_cells.push_back(*text);
            } else if (f.shape == model::Shape::kind) {
                m_cells.push_back(model::kind_key(b.kind));
            } else if (f.shape == model::Shape::status) {
                m_cells.push_back(model::status_key(b.status));
            } else if (f.shape == model::Shape::flag || !model::is_blank(b, f.field)) {
                m_made[made] = model::to_text(b, f.field);
                m_cells.push_back(m_made[made++]);
            } else {
                m_cells.emplace_back();
            }
        }
        m_cells.push_back(category_path);
        m_cells.push_back(category_code);
        m_out.row(m_cells);
    }

    void finish() override {
        if (!m_out.begun()) m_out.begin(k_one_sheet, m_columns);
        m_out.finish();
    }

  private:
    /// The category's own name, or its path where several have that name. A name by which a platform's workbook is
    /// known would have the file taken for one.
    std::string name_of(std::string_view path) const {
        const std::vector<std::string> names = model::split_path(path);
        if (names.empty()) return std::string(model::k_uncategorised);
        const auto same = m_names.find(text::search_fold(names.back()));
        std::string name = names.back();
        if (same != m_names.end() && same->second > 1) {
            name.clear();
            for (const std::string& n : names) name += (name.empty() ? "" : "-") + n;
        }
        return is_platform({name}) ? std::string(k_one_sheet) : name;
    }

    SheetOut m_out;
    std::vector<SheetColumn> m_columns;
    bool m_by_category;
    std::unordered_map<std::string, std::size_t> m_names; ///< folded names of categories: how many have it
    std::string m_path;                                   ///< of the sheet's category
    std::vector<std::string_view> m_cells;
    std::array<std::string, model::k_field_count> m_made;
};

} // namespace

Sniff sniff(std::string_view head) {
    if (!looks_like_workbook(head)) return Sniff::no;
    return is_platform(sheets::names(head)) ? Sniff::no : Sniff::sure;
}

std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options) {
    return sheets::open(bytes, options);
}

std::unique_ptr<Writer> create(file::Sink& sink, const WriteOptions& options) {
    return std::make_unique<XlsxWriter>(sink, options);
}

std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view input, const ReadOptions& options) {
    return sheets::rejects(sink, input, options);
}

model::Buyer through(const model::Buyer& buyer, const WriteOptions&) {
    WriteOptions options;
    options.encoding = text::Encoding::utf8;
    return table::through(buyer, options);
}

bool can_write(const model::Buyer& buyer, const WriteOptions&, check::Finding& why) {
    for (const model::FieldInfo& f : model::k_fields) {
        const std::string* text = model::text_member(buyer, f.field);
        const bool long_list = !text && !model::is_blank(buyer, f.field) && f.shape >= model::Shape::address_list &&
                               too_long_for_cell(model::to_text(buyer, f.field));
        if (!long_list && !(text && too_long_for_cell(*text))) continue;
        why = finding("export.cell_full", {}, {std::string(f.key), std::to_string(k_cell_characters)});
        why.field = f.field;
        return false;
    }
    return table::can_write(buyer, why);
}

} // namespace goufang::invoice::xlsx
