#include "invoice/sheet_table.h"

#include "core/text/errors.h"
#include "invoice/combined.h"
#include "invoice/sheet_out.h"
#include "invoice/text_table.h"

#include <algorithm>

namespace goufang::invoice {

std::optional<SheetHead> find_sheet_head(const SheetRows& next, const ColumnMap& map) {
    std::optional<SheetHead> first;
    std::vector<std::string> above;
    std::vector<std::string_view> texts;
    std::int64_t row = 0;
    const std::vector<SheetCell>* cells = nullptr;
    while (next(row, cells) && row <= k_sheet_heading_rows) {
        texts.clear();
        for (const SheetCell& c : *cells) texts.push_back(c.kind == CellKind::text ? c.text : std::string_view());
        while (!texts.empty() && trim(texts.back()).empty()) texts.pop_back();
        SheetHead h;
        h.row = row;
        h.columns = map.columns(texts);
        const Known k = known(h.columns);
        if (k.buyer && (k.count >= 2 || !first)) {
            h.marks = above;
            if (k.count >= 2) return h;
            first = std::move(h);
        }
        above.assign(texts.begin(), texts.end());
    }
    return first;
}

SheetPlace find_sheet(const Workbook& book, const ColumnMap& map, std::string_view name) {
    SheetPlace best;
    for (const Workbook::Sheet& s : book.sheets()) {
        if (name.empty() ? !s.visible : s.name != name) continue;
        SheetReader reader = book.open(s);
        auto head = find_sheet_head(
            [&reader](std::int64_t& row, const std::vector<SheetCell>*& cells) {
                if (!reader.next()) return false;
                row = reader.row();
                cells = &reader.cells();
                return true;
            },
            map);
        if (head) return {&s, std::move(*head)};
        if (!name.empty()) break;
    }
    if (!name.empty() && !book.sheet(name)) throw Error(Code::not_found, {"sheet", std::string(name)});
    throw Error(Code::syntax, {"1", "1", "xlsx.no_heading", ""});
}

void check_size(std::string_view bytes, const ReadOptions& options) {
    if (bytes.empty()) throw Error(Code::file_empty, {std::string()});
    if (static_cast<std::int64_t>(bytes.size()) > options.max_bytes)
        throw Error(Code::too_large, {"1", "file.size", std::to_string(options.max_bytes)});
}

namespace sheets {
namespace {

/// Rows that are looked at before the first is given, to learn what is usual in this table.
constexpr int k_sample = 2000;

bool blank(std::span<const SheetCell> cells) {
    return std::all_of(cells.begin(), cells.end(), [](const SheetCell& c) { return c.text.empty(); });
}

/// The cells under a heading.
std::span<const SheetCell> used(const std::vector<SheetCell>& cells, std::size_t width) {
    return std::span(cells).first(std::min(cells.size(), width));
}

class TableSheet final : public Reader {
  public:
    TableSheet(std::string_view bytes, const ReadOptions& options)
        : m_size(bytes.size()), m_book(bytes), m_map(options.map), m_place(find_sheet(m_book, m_map, options.sheet)),
          m_row(m_place.head.columns, true), m_sheet(m_book.open(*m_place.sheet)) {
        SheetReader sample = m_book.open(*m_place.sheet);
        for (int i = 0; i < k_sample && sample.next(); ++i) {
            m_sampled_to = sample.row();
            if (sample.row() > m_place.head.row) m_row.count(used(sample.cells(), m_row.columns().size()));
        }
    }

    bool next(Row& row) override {
        while (m_sheet.next()) {
            if (m_sheet.row() <= m_place.head.row) continue;
            const auto cells = used(m_sheet.cells(), m_row.columns().size());
            if (blank(cells)) continue;
            start_row(row, m_sheet.row(), {});
            if (m_sheet.row() > m_sampled_to) m_row.count(cells);
            m_row.fill(row, cells);
            return true;
        }
        m_ended = true;
        return false;
    }

    text::Encoding encoding() const override { return text::Encoding::utf8; }
    std::size_t position() const override {
        if (m_ended) return m_size;
        const double share = static_cast<double>(m_sheet.done()) /
                             static_cast<double>(std::max({m_place.sheet->size, m_sheet.done(), std::uint64_t{1}}));
        return static_cast<std::size_t>(share * static_cast<double>(m_size));
    }
    std::vector<std::pair<std::string, std::optional<model::Field>>> columns() const override {
        return m_row.headings();
    }

  private:
    std::size_t m_size;
    Workbook m_book;
    ColumnMap m_map;
    SheetPlace m_place;
    TableRow m_row;
    SheetReader m_sheet;
    std::int64_t m_sampled_to = 0;
    bool m_ended = false;
};

/// Reads the input along with the rows that are refused: their cells are fetched by the rows' numbers.
class SheetRejects final : public RejectWriter {
  public:
    SheetRejects(file::Sink& sink, std::string_view input, const ReadOptions& options)
        : m_book(input), m_map(options.map), m_place(find_sheet(m_book, m_map, options.sheet)),
          m_sheet(m_book.open(*m_place.sheet)), m_out(sink, m_place.sheet->name) {
        std::vector<SheetColumn> columns;
        for (const Column& c : m_place.head.columns) columns.push_back({c.heading, 16});
        const bool has_cause = !columns.empty() && trim(columns.back().heading) == "原因";
        if (!has_cause) columns.push_back({"原因", 40});
        m_cause = columns.size() - 1;
        m_out.begin(columns);
    }

    void row(const Row& row, std::string_view cause) override {
        while (m_sheet.row() < row.line && m_sheet.next()) {
        }
        m_cells.assign(m_cause + 1, {});
        if (m_sheet.row() == row.line)
            for (std::size_t i = 0; i < std::min(m_cause, m_sheet.cells().size()); ++i)
                m_cells[i] = m_sheet.cells()[i].text;
        m_cells[m_cause] = cause;
        m_out.row(m_cells);
    }

    void finish() override { m_out.finish(); }

  private:
    Workbook m_book;
    ColumnMap m_map;
    SheetPlace m_place;
    SheetReader m_sheet;
    SheetOut m_out;
    std::size_t m_cause = 0;
    std::vector<std::string_view> m_cells;
};

} // namespace

std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options) {
    check_size(bytes, options);
    return std::make_unique<TableSheet>(bytes, options);
}

std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view input, const ReadOptions& options) {
    return std::make_unique<SheetRejects>(sink, input, options);
}

std::vector<std::string> names(std::string_view bytes) {
    std::vector<std::string> out;
    if (!looks_like_workbook(bytes)) return out;
    try {
        const Workbook book(bytes);
        for (const Workbook::Sheet& s : book.sheets()) out.push_back(s.name);
    } catch (const Error&) { // opening it will say why
    }
    return out;
}

} // namespace sheets

} // namespace goufang::invoice
