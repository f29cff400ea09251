#include "core/text/errors.h"
#include "invoice/combined.h"
#include "invoice/formats/csv.h"
#include "invoice/formula_guard.h"
#include "invoice/table_row.h"

#include <algorithm>

namespace goufang::invoice::table {

namespace {

using check::Severity;
using model::Field;

class TableReader final : public Reader {
  public:
    TableReader(std::string_view bytes, const ReadOptions& options, char delimiter)
        : m_map(options.map), m_head(head_of(bytes, options, m_map, delimiter)),
          m_records(bytes, m_head.encoding, m_head.delimiter), m_row(used_columns(m_head)) {
        m_records.lines().seek(m_head.data_at, m_head.data_line);
        sample();
    }

    bool next(Row& row) override {
        while (m_records.next()) {
            const auto& cells = m_records.cells();
            if (m_records.fault() == RecordFault::none &&
                std::all_of(cells.begin(), cells.end(), [](std::string_view c) { return c.empty(); }))
                continue;
            start_row(row, m_records.line(), m_records.raw());
            fill(row);
            return true;
        }
        return false;
    }

    text::Encoding encoding() const override { return m_head.encoding.encoding; }
    std::size_t position() const override { return const_cast<Records&>(m_records).lines().position(); }
    std::vector<std::pair<std::string, std::optional<Field>>> columns() const override { return m_row.headings(); }

  private:
    static Head head_of(std::string_view bytes, const ReadOptions& options, const ColumnMap& map, char delimiter) {
        const InputEncoding encoding = input_encoding(bytes, options);
        auto head = find_head(bytes, encoding, map, delimiter);
        if (!head) throw Error(Code::syntax, {"1", "1", "csv.no_heading", ""});
        return std::move(*head);
    }

    static std::vector<Column> used_columns(const Head& head) {
        return {head.columns.begin(), head.columns.begin() + static_cast<std::ptrdiff_t>(head.width)};
    }

    // The first records tell how common numbers with a tail of zeros are in this file.
    void sample() {
        Records records(m_records.lines().bytes(), m_head.encoding, m_head.delimiter);
        records.lines().seek(m_head.data_at, m_head.data_line);
        for (int i = 0; i < 2000 && records.next(); ++i) {
            if (records.fault() == RecordFault::none) m_row.count(as_cells(records.cells()));
            m_sampled_to = records.lines().position();
        }
    }

    const std::vector<SheetCell>& as_cells(const std::vector<std::string_view>& cells) {
        m_cells.clear();
        for (const std::string_view c : cells) m_cells.push_back({without_guard(c), CellKind::text, false});
        return m_cells;
    }

    void fill(Row& row) {
        const auto& cells = m_records.cells();
        const std::size_t used = std::min(cells.size(), m_head.width);
        const bool fits =
            cells.size() >= m_head.width && std::all_of(cells.begin() + static_cast<std::ptrdiff_t>(used), cells.end(),
                                                        [](std::string_view c) { return c.empty(); });
        if (m_records.fault() == RecordFault::none && fits) {
            as_cells(cells);
            if (m_records.lines().position() > m_sampled_to) m_row.count(m_cells);
            m_row.fill(row, m_cells);
            return;
        }
        // What can be told of the record, for the report.
        for (std::size_t i = 0; i < used && m_records.fault() != RecordFault::quote; ++i) {
            const Column& c = m_head.columns[i];
            if (c.role != Role::field || c.second) continue;
            if (c.field == Field::code) row.buyer.code = cells[i];
            if (c.field == Field::name) row.buyer.name = cells[i];
        }
        if (m_records.fault() != RecordFault::none) return make_bad(row, m_records.fault_finding());
        const std::size_t count = cells.size();
        check::Finding f;
        f.severity = Severity::error;
        f.rule = count < m_head.width ? "file.too_few_fields" : "file.too_many_fields";
        f.field = Field::code;
        f.args = {std::to_string(row.line), std::to_string(count), std::to_string(m_head.width)};
        make_bad(row, std::move(f));
    }

    ColumnMap m_map;
    Head m_head;
    Records m_records;
    TableRow m_row;
    std::vector<SheetCell> m_cells;
    std::size_t m_sampled_to = 0;
};

} // namespace

std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options, char delimiter) {
    return std::make_unique<TableReader>(bytes, options, delimiter);
}

} // namespace goufang::invoice::table
