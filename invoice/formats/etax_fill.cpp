// Filling a workbook of the platform: see etax.h.

#include "core/model/category.h"
#include "core/text/errors.h"
#include "core/text/fold.h"
#include "invoice/combined.h"
#include "invoice/formats/etax.h"
#include "invoice/sheet_edit.h"
#include "invoice/sheet_out.h"
#include "invoice/sheet_table.h"
#include "invoice/table_row.h"
#include "invoice/text_table.h"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace goufang::invoice::etax {
namespace {

using model::Field;

/// 必填, but not 非必填, 有条件必填, 专票必填.
bool says_required(std::string_view mark) {
    mark = trim(mark);
    while (!mark.empty() && (mark.front() == '(' || mark.front() == '*')) mark.remove_prefix(1);
    if (mark.starts_with("（")) mark.remove_prefix(std::string_view("（").size());
    return mark.starts_with("必填");
}

bool required(const SheetHead& head, std::size_t column) {
    if (column < head.marks.size() && says_required(head.marks[column])) return true;
    const std::string folded = text::fold_heading(head.columns[column].heading);
    return folded.ends_with("(必填)");
}

/// What of a buyer goes under this heading.
bool fills(const Column& c, Kind kind) {
    switch (c.role) {
    case Role::field:
        return !c.second && (fields_of(kind) & bit(c.field)) != 0;
    case Role::address_phone:
    case Role::bank_account:
    case Role::natural_person:
        return true;
    case Role::category_path:
        return kind == Kind::customer;
    default:
        return false;
    }
}

std::string joined(const std::string& a, const std::string& b) { return a.empty() || b.empty() ? a + b : a + ' ' + b; }

/// The field as it can stand in a workbook that is not ours: a number without what its reader takes off again.
std::string bare(const model::Buyer& b, Field field) {
    std::string text = model::to_text(b, field);
    if (!is_number_field(field)) return text;
    std::string_view kept = text, before;
    do {
        before = kept;
        kept = plain_number(kept);
    } while (kept != before);
    return std::string(kept);
}

std::string value_of(const Column& c, const model::Buyer& b, std::string_view category) {
    switch (c.role) {
    case Role::field:
        return bare(b, c.field);
    case Role::address_phone:
        return joined(b.address, b.phone);
    case Role::bank_account:
        return joined(b.bank, b.account);
    case Role::natural_person:
        return b.kind == model::Kind::person ? "是" : b.kind == model::Kind::sole_trader ? "否" : "";
    case Role::category_path:
        return std::string(category);
    default:
        return {};
    }
}

/// The template's headings; throws for required ones that nothing fills.
struct Layout {
    Workbook book;
    SheetPlace place;
    std::vector<std::size_t> columns; ///< that are filled
    bool category = false;            ///< one of them tells the category

    const Workbook::Sheet& sheet() const { return book.sheets()[place.sheet]; }

    Layout(std::string_view bytes, const ColumnMap& map, Kind kind)
        : book(bytes), place(find_sheet(*open_workbook(bytes), map, {})) {
        const SheetHead& head = place.head;
        bool name = false;
        for (std::size_t i = 0; i < head.columns.size(); ++i) {
            const Column& c = head.columns[i];
            if (fills(c, kind)) {
                columns.push_back(i);
                category = category || c.role == Role::category_path;
                name = name || (c.role == Role::field && c.field == Field::name);
            } else if (c.role != Role::ignored && required(head, i) && !c.heading.empty() &&
                       !(kind == Kind::batch && invoice_column(c.heading))) {
                throw Error(Code::syntax,
                            {std::to_string(head.row), std::to_string(i + 1), "etax.required", c.heading});
            }
        }
        if (!name) throw Error(Code::syntax, {std::to_string(head.row), "1", "etax.no_name", ""});
    }
};

std::string version_of(const Workbook& book) {
    const Workbook::Sheet* sheet = book.sheet("excelVersion");
    if (!sheet) return {};
    SheetReader reader = book.open(*sheet);
    while (reader.next() && reader.row() < 4) {
    }
    return reader.row() == 4 && !reader.cells().empty() ? std::string(trim(reader.cells()[0].text)) : std::string();
}

class Filler final : public Writer {
  public:
    Filler(file::Sink& sink, const WriteOptions& options, Kind kind)
        : m_sink(sink), m_bytes(options.template_bytes), m_layout(m_bytes, ColumnMap(options.map), kind) {
        m_result.version = version_of(m_layout.book);
        m_result.newest = kind == Kind::batch ? k_newest_version : std::string_view();
        read_rows();
    }

    void category(const CategoryRow&) override {}
    void buyer(const model::Buyer& b, std::string_view, std::string_view category_path) override {
        const std::size_t at = m_buyers.size();
        if (!b.tax_id.empty()) m_by_tax_id.emplace(text::tax_id_key(b.tax_id), at);
        m_by_name.emplace(text::name_key(b.name), at);
        m_buyers.push_back({b, with_separator(category_path)});
        if (category_path.empty()) return;
        if (!m_layout.category) {
            ++m_result.categories_lost;
        } else if (m_result.categories_told++ == 0) {
            m_result.category_example = m_buyers.back().category;
        }
    }
    void finish() override;
    const TemplateResult* template_result() const override { return &m_result; }

  private:
    struct Chosen {
        model::Buyer buyer;
        std::string category;
        bool used = false;
    };
    struct Named { ///< a row that says whose it is
        std::int64_t row;
        std::string name, tax_id, number;
    };
    void read_rows();
    std::string with_separator(std::string_view path) const;
    std::optional<std::size_t> chosen(const Named& row) const;
    void fill(SheetEdit& edit, std::int64_t row, const Chosen& chosen) const;

    file::Sink& m_sink;
    std::string_view m_bytes;
    Layout m_layout;
    std::vector<Named> m_named;
    std::set<std::int64_t> m_taken; ///< rows with anything in them
    std::vector<Chosen> m_buyers;
    std::unordered_map<std::string, std::size_t> m_by_tax_id, m_by_name;
    std::string m_separator = "/"; ///< of paths, as the template's own rows have it
    TemplateResult m_result;
};

void Filler::read_rows() {
    const SheetHead& head = m_layout.place.head;
    SheetReader reader = m_layout.book.open(m_layout.sheet());
    while (reader.next()) {
        if (reader.row() <= head.row) continue;
        Named named{reader.row(), {}, {}, {}};
        const auto& cells = reader.cells();
        bool any = false;
        for (std::size_t i = 0; i < std::min(cells.size(), head.columns.size()); ++i) {
            const std::string_view text = trim(cells[i].text);
            if (text.empty()) continue;
            any = true;
            const Column& c = head.columns[i];
            if (c.role == Role::field && c.field == Field::name && named.name.empty()) named.name = text;
            if (c.role == Role::field && c.field == Field::tax_id && named.tax_id.empty()) named.tax_id = text;
            if (c.role == Role::category_path)
                if (std::string between = path_separator(text); !between.empty()) m_separator = std::move(between);
            if (text::fold_heading(c.heading) == "发票流水号") named.number = text;
        }
        if (!any) continue;
        m_taken.insert(reader.row());
        if (!named.name.empty() || !named.tax_id.empty()) m_named.push_back(std::move(named));
    }
}

std::string Filler::with_separator(std::string_view path) const {
    if (m_separator == "/") return std::string(path);
    std::string out;
    for (const std::string& name : model::split_path(path)) out += (out.empty() ? "" : m_separator) + name;
    return out;
}

std::optional<std::size_t> Filler::chosen(const Named& row) const {
    if (!row.tax_id.empty())
        if (const auto at = m_by_tax_id.find(text::tax_id_key(row.tax_id)); at != m_by_tax_id.end()) return at->second;
    if (row.name.empty()) return std::nullopt;
    const auto at = m_by_name.find(text::name_key(row.name));
    if (at == m_by_name.end()) return std::nullopt;
    // The same name with another number is somebody else.
    const std::string& own = m_buyers[at->second].buyer.tax_id;
    if (!row.tax_id.empty() && !own.empty()) return std::nullopt;
    return at->second;
}

void Filler::fill(SheetEdit& edit, std::int64_t row, const Chosen& chosen) const {
    for (const std::size_t i : m_layout.columns) {
        std::string value = value_of(m_layout.place.head.columns[i], chosen.buyer, chosen.category);
        if (!value.empty()) edit.set(row, i, std::move(value));
    }
}

void Filler::finish() {
    const std::string xml = m_layout.book.zip().read(m_layout.sheet().part, k_max_part);
    SheetEdit edit(xml, m_layout.sheet().part);
    for (const Named& row : m_named) {
        ++m_result.bills;
        if (const auto at = chosen(row)) {
            fill(edit, row.row, m_buyers[*at]);
            m_buyers[*at].used = true;
            ++m_result.filled;
        } else {
            m_result.unfilled.push_back(!row.number.empty() ? row.number : std::to_string(row.row));
        }
    }
    std::int64_t row = m_layout.place.head.row;
    for (const Chosen& c : m_buyers) {
        if (c.used) continue;
        do ++row;
        while (m_taken.contains(row));
        if (row > k_sheet_rows)
            throw Error(Code::too_large, {std::to_string(row), "xlsx.rows", std::to_string(k_sheet_rows)});
        fill(edit, row, c);
    }
    file::replace_in_zip(m_bytes, {{m_layout.sheet().part, edit.apply()}}, m_sink);
}

/// Which columns the template of these options has. Asked for every buyer of an export, so the last answer is kept.
const std::vector<Column>& columns_of(const WriteOptions& options, Kind kind) {
    struct Known {
        std::string bytes_end, map; ///< the archive's directory has the CRC of every part
        std::size_t size = 0;
        Kind kind{};
        std::vector<Column> columns;
    };
    thread_local Known known;
    const std::string_view bytes = options.template_bytes;
    const std::string_view end = bytes.substr(bytes.size() - std::min<std::size_t>(bytes.size(), 4096));
    if (known.size != bytes.size() || known.kind != kind || known.map != options.map || known.bytes_end != end) {
        known = {};
        const Layout layout(bytes, ColumnMap(options.map), kind);
        for (const std::size_t i : layout.columns) known.columns.push_back(layout.place.head.columns[i]);
        known.size = bytes.size();
        known.kind = kind;
        known.map = options.map;
        known.bytes_end = end;
    }
    return known.columns;
}

} // namespace

std::unique_ptr<Writer> create(file::Sink& sink, const WriteOptions& options, Kind kind) {
    if (options.template_bytes.empty()) throw Error(Code::bad_argument, {"--template", "", "etax.template"});
    return std::make_unique<Filler>(sink, options, kind);
}

model::Buyer through(const model::Buyer& b, const WriteOptions& options, Kind kind) {
    model::Buyer out;
    const auto copy = [&](Field f) { *model::text_member(out, f) = bare(b, f); };
    if (options.template_bytes.empty()) { // whatever a template may have
        for (const model::FieldInfo& f : model::k_fields)
            if ((fields_of(kind) & bit(f.field)) != 0) copy(f.field);
        if (b.kind == model::Kind::person) out.kind = b.kind;
        return out;
    }
    Row row;
    start_row(row, 1, {});
    for (const Column& c : columns_of(options, kind)) {
        if (c.role == Role::field)
            copy(c.field);
        else if (c.role == Role::address_phone)
            set_addresses(row, value_of(c, b, {}));
        else if (c.role == Role::bank_account)
            set_accounts(row, value_of(c, b, {}));
        else if (c.role == Role::natural_person && b.kind == model::Kind::person)
            out.kind = b.kind;
    }
    if (out.address.empty() && out.phone.empty()) out.address = row.buyer.address, out.phone = row.buyer.phone;
    if (out.bank.empty() && out.account.empty()) out.bank = row.buyer.bank, out.account = row.buyer.account;
    return out;
}

} // namespace goufang::invoice::etax
