#include "invoice/invoice_sheet.h"

#include "core/text/errors.h"
#include "core/text/fold.h"
#include "invoice/combined.h"
#include "invoice/harvest.h"
#include "invoice/rules.h"
#include "invoice/text_table.h"

#include <algorithm>
#include <array>

namespace goufang::invoice::invoice_sheet {

namespace {

using model::Field;

constexpr std::string_view k_platform_sheets[] = {"发票基础信息", "信息汇总表"};
constexpr std::uint64_t k_fields = bit(Field::name) | bit(Field::tax_id) | bit(Field::address) | bit(Field::phone) |
                                   bit(Field::bank) | bit(Field::account);

/// Columns of the invoice itself.
enum Part : std::uint8_t { digital, code, number, seller, day, amount, tax, total, state, positive, goods, k_parts };

struct PartHeadings {
    Part part;
    std::string_view headings; ///< folded, '|' between
};
constexpr PartHeadings k_headings[] = {
    {digital, "数电发票号码|数电票号码|全电发票号码"},
    {code, "发票代码"},
    {number, "发票号码"},
    {seller, "销方识别号|销方税号|销售方识别号|销售方税号|销售方纳税人识别号|销方纳税人识别号"},
    {day, "开票日期"},
    {amount, "金额|合计金额"},
    {tax, "税额|合计税额"},
    {total, "价税合计"},
    {state, "发票状态"},
    {positive, "是否正数发票"},
    {goods, "商品名称|货物或应税劳务名称|货物名称|项目名称"},
};

std::optional<Part> part_of(std::string_view folded) {
    for (const PartHeadings& h : k_headings)
        for (std::string_view rest = h.headings;;) {
            const std::size_t bar = rest.find('|');
            if (rest.substr(0, bar) == folded) return h.part;
            if (bar == std::string_view::npos) break;
            rest.remove_prefix(bar + 1);
        }
    return std::nullopt;
}

/// What the columns of a heading row are.
struct Heading {
    std::vector<Column> columns; ///< the buyer's
    std::array<std::optional<std::size_t>, k_parts> parts{};
};

std::optional<Heading> heading_of(const std::vector<SheetCell>& cells, const ColumnMap& map) {
    Heading h;
    std::vector<std::string_view> texts;
    for (const SheetCell& c : cells) texts.push_back(c.kind == CellKind::text ? trim(c.text) : std::string_view());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto part = texts[i].empty() ? std::nullopt : part_of(text::fold_heading(texts[i]));
        if (part && !h.parts[*part]) h.parts[*part] = i;
    }
    if (!h.parts[day] || !(h.parts[digital] || h.parts[number])) return std::nullopt;
    h.columns = sheets::only(map.columns(texts), k_fields);
    if (!known(h.columns).buyer) return std::nullopt;
    return h;
}

bool has_heading(const BookSource& book, std::size_t sheet) {
    const auto rows = book.open(sheet);
    const ColumnMap map;
    while (rows->next() && rows->row() <= k_sheet_heading_rows)
        if (heading_of(rows->cells(), map)) return true;
    return false;
}

std::optional<std::size_t> find_index(const BookSource& book, std::string_view wanted) {
    const auto& names = book.names();
    const auto named = [&](std::string_view name) -> std::optional<std::size_t> {
        for (std::size_t i = 0; i < names.size(); ++i)
            if (names[i].name == name && has_heading(book, i)) return i;
        return std::nullopt;
    };
    if (!wanted.empty()) return named(wanted);
    for (const std::string_view name : k_platform_sheets)
        if (const auto i = named(name)) return i;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i].visible && has_heading(book, i)) return i;
    return std::nullopt;
}

bool is_subtotal(const std::vector<SheetCell>& cells) {
    return std::any_of(cells.begin(), cells.end(), [](const SheetCell& c) {
        const std::string_view text = trim(c.text);
        return text == "小计" || text == "合计";
    });
}

class InvoiceSheet final : public Reader {
  public:
    InvoiceSheet(std::unique_ptr<BookSource> book, std::size_t size, const ReadOptions& options,
                 std::string_view source)
        : m_size(size), m_source(source), m_map(options.map), m_harvest(options), m_book(std::move(book)) {
        const auto sheet = find_index(*m_book, options.sheet);
        if (!sheet) throw Error(Code::syntax, {"1", "1", "xlsx.no_heading", ""});
        m_rows = m_book->open(*sheet);
        while (!m_buyer && m_rows->next()) take_heading();
    }

    bool next(Row& row) override {
        while (m_rows->next()) {
            if (!take_heading() && !is_subtotal(m_rows->cells()) && invoice(row)) return true;
        }
        m_ended = true;
        return false;
    }

    text::Encoding encoding() const override { return text::Encoding::utf8; }
    std::size_t position() const override {
        return m_ended ? m_size : static_cast<std::size_t>(m_rows->share() * static_cast<double>(m_size));
    }
    std::span<const Issued> invoices() const override { return m_harvest.invoices(); }
    std::vector<std::pair<std::string, std::optional<Field>>> columns() const override { return m_buyer->headings(); }

  private:
    bool take_heading() {
        auto heading = heading_of(m_rows->cells(), m_map);
        if (!heading) return false;
        m_heading = std::move(*heading);
        m_buyer.emplace(m_heading.columns, true);
        m_last.clear();
        return true;
    }

    const SheetCell& cell(Part part) const {
        static const SheetCell nothing;
        const auto& at = m_heading.parts[part];
        return at && *at < m_rows->cells().size() ? m_rows->cells()[*at] : nothing;
    }
    std::string_view told(Part part) const { return trim(plain_number(cell(part).text)); }

    /// False when the row tells of no new buyer.
    bool invoice(Row& row) {
        start_row(row, m_rows->row(), {});
        if (damaged(row)) return true;
        const bool numbered = !told(digital).empty() || !told(number).empty();
        if (!numbered && told(goods).empty()) return false;
        const auto cents = invoice_cents(told(total), told(amount), told(tax));
        std::string key = std::string(told(digital)) + ' ' + std::string(told(code)) + ' ' + std::string(told(number));
        if (m_heading.parts[goods] && !m_last.empty() && (!numbered || key == m_last)) {
            if (m_adding) m_harvest.add_line(cents);
            return false;
        }
        if (!numbered) return false;
        m_last = std::move(key);
        m_buyer->fill(row, m_rows->cells());
        m_adding = false;
        if (row.kind == RowKind::bad) return true;
        row.buyer.source = m_source;
        ToldInvoice invoice{invoice_number(told(digital), told(code), told(number)),
                            std::string(told(seller)),
                            invoice_day(cell(day).text),
                            cents,
                            {},
                            {}};
        if (const std::string_view s = told(state); !s.empty() && s != "正常") invoice.state = s;
        if (invoice.state.empty() && told(positive) == "否") invoice.state = "是否正数发票：否";
        const std::size_t before = m_harvest.invoices().size();
        const bool given = m_harvest.take(row, invoice);
        m_adding = m_harvest.invoices().size() > before;
        return given;
    }

    bool damaged(Row& row) {
        for (const Part part : {digital, code, number}) {
            const SheetCell& c = cell(part);
            const std::string_view text = told(part);
            if (c.kind != CellKind::number || (is_ascii_digits(text) && text.size() <= 15)) continue;
            check::Finding f = finding("file.damaged_number", std::string(text), {std::to_string(row.line), {}});
            f.args[1] =
                column_letters(*m_heading.parts[part]) + ' ' + m_heading.columns[*m_heading.parts[part]].heading;
            f.sentence = damage_sentence(Damage::precision);
            make_bad(row, std::move(f));
            return true;
        }
        return false;
    }

    std::size_t m_size;
    std::string m_source;
    ColumnMap m_map;
    Harvest m_harvest;
    std::unique_ptr<BookSource> m_book;
    std::unique_ptr<RowSource> m_rows;
    Heading m_heading;
    std::optional<TableRow> m_buyer; ///< always there once it is made
    std::string m_last;              ///< the invoice of the row before, as the cells tell it
    bool m_adding = false;           ///< it is in the list: its further lines add up
    bool m_ended = false;
};

} // namespace

std::optional<std::string> find(const BookSource& book, std::string_view wanted) {
    const auto i = find_index(book, wanted);
    return i ? std::optional(book.names()[*i].name) : std::nullopt;
}

std::unique_ptr<Reader> open(std::unique_ptr<BookSource> book, std::size_t file_bytes, const ReadOptions& options,
                             std::string_view source) {
    return std::make_unique<InvoiceSheet>(std::move(book), file_bytes, options, source);
}

bool is_platform_export(const std::vector<std::string>& sheets) {
    return std::any_of(sheets.begin(), sheets.end(), [](const std::string& name) {
        return std::find(std::begin(k_platform_sheets), std::end(k_platform_sheets), name) !=
               std::end(k_platform_sheets);
    });
}

} // namespace goufang::invoice::invoice_sheet
