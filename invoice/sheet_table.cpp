#include "invoice/sheet_table.h"

#include "core/text/errors.h"
#include "invoice/combined.h"
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

SheetPlace find_sheet(const BookSource& book, const ColumnMap& map, std::string_view name) {
    bool there = name.empty();
    for (std::size_t i = 0; i < book.names().size(); ++i) {
        const BookSource::Name& n = book.names()[i];
        if (name.empty() ? !n.visible : n.name != name) continue;
        there = true;
        if (auto head = find_head(*book.open(i), map)) return {i, std::move(*head)};
    }
    if (!there) throw Error(Code::not_found, {"sheet", std::string(name)});
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

class TableSheet final : public Reader {
  public:
    TableSheet(std::unique_ptr<BookSource> book, std::size_t size, const ReadOptions& options, std::uint64_t fields)
        : m_size(size), m_book(std::move(book)), m_place(find_sheet(*m_book, ColumnMap(options.map), options.sheet)),
          m_row(only(m_place.head.columns, fields), true), m_rows(m_book->open(m_place.sheet)) {
        const auto sample = m_book->open(m_place.sheet);
        for (int i = 0; i < k_sample && sample->next(); ++i) {
            m_sampled_to = sample->row();
            if (sample->row() > m_place.head.row) m_row.count(used(sample->cells(), m_row.columns().size()));
        }
    }

    bool next(Row& row) override {
        while (m_rows->next()) {
            if (m_rows->row() <= m_place.head.row) continue;
            const auto cells = used(m_rows->cells(), m_row.columns().size());
            if (blank(cells, m_row.columns())) continue;
            start_row(row, m_rows->row(), {});
            if (m_rows->row() > m_sampled_to) m_row.count(cells);
            m_row.fill(row, cells);
            return true;
        }
        m_ended = true;
        return false;
    }

    text::Encoding encoding() const override { return text::Encoding::utf8; }
    std::size_t position() const override {
        return m_ended ? m_size : static_cast<std::size_t>(m_rows->share() * static_cast<double>(m_size));
    }
    std::vector<std::pair<std::string, std::optional<model::Field>>> columns() const override {
        return m_row.headings();
    }

  private:
    std::size_t m_size;
    std::unique_ptr<BookSource> m_book;
    SheetPlace m_place;
    TableRow m_row;
    std::unique_ptr<RowSource> m_rows;
    std::int64_t m_sampled_to = 0;
    bool m_ended = false;
};

/// Reads the input along with the rows that are refused: their cells are fetched by the rows' numbers.
class SheetRejects final : public RejectWriter {
  public:
    SheetRejects(file::Sink& sink, std::unique_ptr<BookSource> book, const ReadOptions& options)
        : m_book(std::move(book)), m_place(find_sheet(*m_book, ColumnMap(options.map), options.sheet)),
          m_rows(m_book->open(m_place.sheet)), m_out(sink, m_book->names()[m_place.sheet].name) {
        std::vector<SheetColumn> columns;
        for (const Column& c : m_place.head.columns) columns.push_back({c.heading, 16});
        const bool has_cause = !columns.empty() && trim(columns.back().heading) == "原因";
        if (!has_cause) columns.push_back({"原因", 40});
        m_cause = columns.size() - 1;
        m_out.begin(columns);
    }

    void row(const Row& row, std::string_view cause) override {
        while (m_rows->row() < row.line && m_rows->next()) {
        }
        m_cells.assign(m_cause + 1, {});
        if (m_rows->row() == row.line)
            for (std::size_t i = 0; i < std::min(m_cause, m_rows->cells().size()); ++i)
                m_cells[i] = m_rows->cells()[i].text;
        m_cells[m_cause] = cause;
        m_out.row(m_cells);
    }

    void finish() override { m_out.finish(); }

  private:
    std::unique_ptr<BookSource> m_book;
    SheetPlace m_place;
    std::unique_ptr<RowSource> m_rows;
    SheetOut m_out;
    std::size_t m_cause = 0;
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
    return std::make_unique<TableSheet>(std::move(book), file_bytes, options, fields);
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
