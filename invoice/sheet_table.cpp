#include "invoice/sheet_table.h"

#include "core/text/errors.h"
#include "invoice/combined.h"
#include "invoice/rules.h"
#include "invoice/sheet_out.h"
#include "invoice/text_table.h"

#include <algorithm>

namespace goufang::invoice {

namespace {

class XlsxRows final : public RowSource {
  public:
    XlsxRows(SheetReader reader, std::uint64_t size) : m_reader(std::move(reader)), m_size(size) {}
    bool next() override { return m_reader.next(); }
    std::int64_t row() const override { return m_reader.row(); }
    const std::vector<SheetCell>& cells() const override { return m_reader.cells(); }
    double share() const override {
        return static_cast<double>(m_reader.done()) /
               static_cast<double>(std::max({m_size, m_reader.done(), std::uint64_t{1}}));
    }

  private:
    SheetReader m_reader;
    std::uint64_t m_size; ///< as the archive claims
};

class XlsxBook final : public BookSource {
  public:
    explicit XlsxBook(std::string_view bytes) : m_book(bytes) {
        for (const Workbook::Sheet& s : m_book.sheets()) m_names.push_back({s.name, s.visible});
    }
    const std::vector<Name>& names() const override { return m_names; }
    std::unique_ptr<RowSource> open(std::size_t sheet) const override {
        const Workbook::Sheet& s = m_book.sheets().at(sheet);
        return std::make_unique<XlsxRows>(m_book.open(s), s.size);
    }

  private:
    Workbook m_book;
    std::vector<Name> m_names;
};

std::optional<SheetHead> find_head(RowSource& rows, const ColumnMap& map) {
    std::optional<SheetHead> first;
    std::vector<std::string> above;
    std::vector<std::string_view> texts;
    while (rows.next() && rows.row() <= k_sheet_heading_rows) {
        texts.clear();
        for (const SheetCell& c : rows.cells()) texts.push_back(c.kind == CellKind::text ? c.text : std::string_view());
        while (!texts.empty() && trim(texts.back()).empty()) texts.pop_back();
        SheetHead h;
        h.row = rows.row();
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

} // namespace

std::unique_ptr<BookSource> open_workbook(std::string_view bytes) { return std::make_unique<XlsxBook>(bytes); }

std::vector<SheetPlace> find_sheets(const BookSource& book, const ColumnMap& map, std::string_view name,
                                    std::vector<std::string>& left_out) {
    bool there = name.empty();
    std::vector<SheetPlace> found;
    for (std::size_t i = 0; i < book.names().size(); ++i) {
        const BookSource::Name& n = book.names()[i];
        if (name.empty() ? !n.visible : n.name != name) continue;
        there = true;
        auto head = find_head(*book.open(i), map);
        if (!head) continue;
        if (!found.empty() && known(head->columns).count < 2)
            left_out.push_back(n.name);
        else
            found.push_back({i, std::move(*head), !found.empty()});
        if (!name.empty()) break;
    }
    if (!there) throw Error(Code::not_found, {"sheet", std::string(name)});
    if (found.empty()) throw Error(Code::syntax, {"1", "1", "xlsx.no_heading", ""});
    return found;
}

SheetPlace find_sheet(const BookSource& book, const ColumnMap& map, std::string_view name) {
    std::vector<std::string> left_out;
    return std::move(find_sheets(book, map, name, left_out).front());
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

/// Nothing in any column that is mapped.
bool blank(std::span<const SheetCell> cells, const std::vector<Column>& columns) {
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (!cells[i].text.empty() && columns[i].known() && columns[i].role != Role::ignored) return false;
    return true;
}

/// The cells under a heading.
std::span<const SheetCell> used(const std::vector<SheetCell>& cells, std::size_t width) {
    return std::span(cells).first(std::min(cells.size(), width));
}

class TableSheets final : public Reader {
  public:
    TableSheets(std::unique_ptr<BookSource> book, std::size_t size, const ReadOptions& options, std::uint64_t fields)
        : m_size(size), m_fields(fields), m_book(std::move(book)),
          m_places(find_sheets(*m_book, ColumnMap(options.map), options.sheet, m_left_out)) {
        if (fields != k_all_fields) {
            m_places.resize(1);
            m_left_out.clear();
        }
        enter();
    }

    bool next(Row& row) override {
        while (m_at < m_places.size()) {
            if (next_here(row)) return true;
            if (++m_at < m_places.size()) enter();
        }
        return false;
    }

    text::Encoding encoding() const override { return text::Encoding::utf8; }
    std::size_t position() const override {
        if (m_at >= m_places.size()) return m_size;
        const double done = (static_cast<double>(m_at) + m_rows->share()) / static_cast<double>(m_places.size());
        return static_cast<std::size_t>(done * static_cast<double>(m_size));
    }
    std::vector<std::pair<std::string, std::optional<model::Field>>> columns() const override {
        auto all = m_row->headings();
        for (const SheetPlace& place : m_places)
            for (auto& column : TableRow(only(place.head.columns, m_fields), true).headings())
                if (std::find(all.begin(), all.end(), column) == all.end()) all.push_back(std::move(column));
        return all;
    }

  private:
    /// Begins the table m_at. What was learnt of columns goes on where the headings are the same.
    void enter() {
        const SheetPlace& place = m_places[m_at];
        const auto heading_of = [](const Column& c) -> const std::string& { return c.heading; };
        if (!m_row ||
            !std::ranges::equal(m_row->columns(), place.head.columns, std::ranges::equal_to(), heading_of, heading_of))
            m_row.emplace(only(place.head.columns, m_fields), true);
        const auto sample = m_book->open(place.sheet);
        m_sampled_to = 0;
        for (int i = 0; i < k_sample && sample->next(); ++i) {
            m_sampled_to = sample->row();
            if (sample->row() > place.head.row) m_row->count(used(sample->cells(), m_row->columns().size()));
        }
        m_rows = m_book->open(place.sheet);
    }

    bool next_here(Row& row) {
        const SheetPlace& place = m_places[m_at];
        while (m_rows->next()) {
            if (m_rows->row() <= place.head.row) continue;
            const auto cells = used(m_rows->cells(), m_row->columns().size());
            if (blank(cells, m_row->columns())) continue;
            start_row(row, place.line(m_rows->row()), {});
            if (m_rows->row() > m_sampled_to) m_row->count(cells);
            m_row->fill(row, cells);
            for (const std::string& name : m_left_out)
                row.findings.push_back(finding("file.sheet_left_out", name, {name}));
            m_left_out.clear();
            return true;
        }
        return false;
    }

    std::size_t m_size;
    std::uint64_t m_fields;
    std::unique_ptr<BookSource> m_book;
    std::vector<std::string> m_left_out; ///< not told yet
    std::vector<SheetPlace> m_places;
    std::size_t m_at = 0;
    std::optional<TableRow> m_row; ///< of this table
    std::unique_ptr<RowSource> m_rows;
    std::int64_t m_sampled_to = 0;
};

/// Reads the input along with the rows that are refused: their cells are fetched by the rows' numbers.
class SheetRejects final : public RejectWriter {
  public:
    SheetRejects(file::Sink& sink, std::unique_ptr<BookSource> book, const ReadOptions& options)
        : m_book(std::move(book)), m_places(find_sheets(*m_book, ColumnMap(options.map), options.sheet, m_left_out)),
          m_out(sink) {
        enter(0);
    }

    void row(const Row& row, std::string_view cause) override {
        const auto place =
            std::ranges::find_if(m_places, [&](const SheetPlace& p) { return p.line(row_of(row.line)) == row.line; });
        const auto at = static_cast<std::size_t>(place - m_places.begin());
        if (at != m_at && at < m_places.size()) enter(at);
        if (!m_begun) m_out.begin(m_book->names()[m_places[m_at].sheet].name, m_columns);
        m_begun = true;
        const std::int64_t number = row_of(row.line);
        while (m_rows->row() < number && m_rows->next()) {
        }
        m_cells.assign(m_columns.size(), {});
        if (m_rows->row() == number)
            for (std::size_t i = 0; i < std::min(m_columns.size() - 1, m_rows->cells().size()); ++i)
                m_cells[i] = m_rows->cells()[i].text;
        m_cells.back() = cause;
        m_out.row(m_cells);
    }

    void finish() override { m_out.finish(); }

  private:
    void enter(std::size_t at) {
        m_at = at;
        m_begun = false;
        m_rows = m_book->open(m_places[at].sheet);
        m_columns.clear();
        for (const Column& c : m_places[at].head.columns) m_columns.push_back({c.heading, 16});
        if (m_columns.empty() || trim(m_columns.back().heading) != "原因") m_columns.push_back({"原因", 40});
    }

    std::unique_ptr<BookSource> m_book;
    std::vector<std::string> m_left_out;
    std::vector<SheetPlace> m_places;
    std::size_t m_at = 0;
    bool m_begun = false; ///< the sheet of m_at has been begun
    std::unique_ptr<RowSource> m_rows;
    SheetOut m_out;
    std::vector<SheetColumn> m_columns;
    std::vector<std::string_view> m_cells;
};

} // namespace

std::vector<Column> only(std::vector<Column> columns, std::uint64_t fields) {
    for (Column& c : columns)
        if (c.role == Role::field && (fields & bit(c.field)) == 0) c.role = Role::unknown;
    return columns;
}

std::unique_ptr<Reader> open(std::unique_ptr<BookSource> book, std::size_t file_bytes, const ReadOptions& options,
                             std::uint64_t fields) {
    return std::make_unique<TableSheets>(std::move(book), file_bytes, options, fields);
}

std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options, std::uint64_t fields) {
    check_size(bytes, options);
    return open(open_workbook(bytes), bytes.size(), options, fields);
}

std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::unique_ptr<BookSource> input, const ReadOptions& options) {
    return std::make_unique<SheetRejects>(sink, std::move(input), options);
}

std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view input, const ReadOptions& options) {
    return rejects(sink, open_workbook(input), options);
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
