#include "core/model/category.h"
#include "core/text/errors.h"
#include "invoice/combined.h"
#include "invoice/formats/csv.h"

#include <algorithm>
#include <array>

namespace goufang::invoice::table {

namespace {

using check::Severity;
using model::Field;

bool guarded(Field f) { return f == Field::tax_id || f == Field::account || f == Field::phone || f == Field::mobile; }

bool has_non_ascii(std::string_view s) {
    return std::any_of(s.begin(), s.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

class TableReader final : public Reader {
  public:
    TableReader(std::string_view bytes, const ReadOptions& options, char delimiter)
        : m_map(options.map), m_head(head_of(bytes, options, m_map, delimiter)),
          m_records(bytes, m_head.encoding, m_head.delimiter) {
        m_records.lines().seek(m_head.data_at, m_head.data_line);
        for (std::size_t i = 0; i < m_head.width; ++i) {
            const Column& c = m_head.columns[i];
            switch (c.role) {
            case Role::field:
                m_present |= bit(c.field);
                break;
            case Role::address_phone:
                m_present |= bit(Field::address) | bit(Field::phone) | bit(Field::more_addresses);
                break;
            case Role::bank_account:
                m_present |= bit(Field::bank) | bit(Field::account) | bit(Field::more_accounts);
                break;
            case Role::custom:
                m_present |= bit(Field::custom);
                break;
            default:
                break;
            }
        }
        m_own = m_present == (std::uint64_t{1} << model::k_field_count) - 1;
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
    std::vector<std::pair<std::string, std::optional<Field>>> columns() const override {
        std::vector<std::pair<std::string, std::optional<Field>>> out;
        for (std::size_t i = 0; i < m_head.width; ++i)
            out.emplace_back(m_head.columns[i].heading, m_head.columns[i].target());
        return out;
    }

  private:
    static Head head_of(std::string_view bytes, const ReadOptions& options, const ColumnMap& map, char delimiter) {
        const InputEncoding encoding = input_encoding(bytes, options);
        auto head = find_head(bytes, encoding, map, delimiter);
        if (!head) throw Error(Code::syntax, {"1", "1", "csv.no_heading", ""});
        return std::move(*head);
    }

    // The first records tell how common numbers with a tail of zeros are in this file.
    void sample() {
        Records records(m_records.lines().bytes(), m_head.encoding, m_head.delimiter);
        records.lines().seek(m_head.data_at, m_head.data_line);
        for (int i = 0; i < 2000 && records.next(); ++i) {
            if (records.fault() == RecordFault::none) count(records.cells());
            m_sampled_to = records.lines().position();
        }
    }

    void count(const std::vector<std::string_view>& cells) {
        for (std::size_t i = 0; i < std::min(cells.size(), m_head.width); ++i) {
            const Column& c = m_head.columns[i];
            if (c.role == Role::field && guarded(c.field)) tails(c.field).count(plain_number(cells[i]));
        }
    }

    ZeroTails& tails(Field f) { return m_tails[static_cast<std::size_t>(f)]; }

    void fill(Row& row) {
        const auto& cells = m_records.cells();
        if (m_records.fault() == RecordFault::none && m_records.lines().position() > m_sampled_to) count(cells);
        row.present = m_present;
        const std::size_t used = std::min(cells.size(), m_head.width);
        const bool fits =
            cells.size() >= m_head.width && std::all_of(cells.begin() + static_cast<std::ptrdiff_t>(used), cells.end(),
                                                        [](std::string_view c) { return c.empty(); });
        if (m_records.fault() != RecordFault::none || !fits) {
            // What can be told of the record, for the report.
            for (std::size_t i = 0; i < used && m_records.fault() != RecordFault::quote; ++i) {
                const Column& c = m_head.columns[i];
                if (c.role != Role::field || c.second) continue;
                if (c.field == Field::code) row.buyer.code = cells[i];
                if (c.field == Field::name) row.buyer.name = cells[i];
            }
            if (m_records.fault() != RecordFault::none) return make_bad(row, m_records.fault_finding());
            std::size_t count = cells.size();
            check::Finding f;
            f.severity = Severity::error;
            f.rule = count < m_head.width ? "file.too_few_fields" : "file.too_many_fields";
            f.field = Field::code;
            f.args = {std::to_string(row.line), std::to_string(count), std::to_string(m_head.width)};
            return make_bad(row, std::move(f));
        }
        m_damaged = nullptr;
        for (std::size_t i = 0; i < used; ++i) cell(row, m_head.columns[i], cells[i]);
        if (m_normalise) model::normalise(row.buyer);
        m_normalise = false;
        if (row.category_path == model::k_uncategorised) row.category_path.clear();
        if (!m_damaged) return;
        check::Finding f;
        f.severity = Severity::error;
        f.rule = "file.damaged_number";
        f.field = m_damaged->field;
        f.value = m_damaged_cell;
        f.args = {std::to_string(row.line), m_damaged->heading};
        make_bad(row, std::move(f));
    }

    void cell(Row& row, const Column& c, std::string_view value) {
        model::Buyer& b = row.buyer;
        switch (c.role) {
        case Role::unknown:
        case Role::ignored:
            return;
        case Role::category_path:
            row.category_path = value;
            return;
        case Role::category_code:
            row.category_code = m_own ? value : plain_number(value);
            return;
        case Role::address_phone:
            set_addresses(row, value);
            return;
        case Role::bank_account:
            if (damaged(c, plain_number(value), Field::account)) return;
            set_accounts(row, value);
            return;
        case Role::custom:
            if (!value.empty()) b.custom.push_back({c.custom, std::string(value)});
            return;
        case Role::field:
            break;
        }
        if (is_number_field(c.field)) {
            if (!m_own) value = plain_number(value);
            if (guarded(c.field) && damaged(c, value, c.field)) return;
            if (c.maybe_bank && has_non_ascii(value)) {
                row.present |= bit(Field::bank);
                set_accounts(row, value);
                return;
            }
        }
        if (c.second && (value.empty() || !model::is_blank(b, c.field))) return;
        if (const model::Shape shape = model::info(c.field).shape; shape == model::Shape::text) {
            *model::text_member(b, c.field) = value;
            return;
        } else if (value.empty()) {
            if (shape == model::Shape::kind || shape == model::Shape::status || shape == model::Shape::flag)
                row.present &= ~bit(c.field);
            return;
        } else {
            m_normalise = m_normalise || shape == model::Shape::address_list || shape == model::Shape::account_list;
        }
        if (model::set_text(b, c.field, value)) return;
        row.present &= ~bit(c.field);
        add_finding(row, "file.bad_value", Severity::warning, c.field, value);
        row.findings.back().args.push_back(c.heading);
    }

    bool damaged(const Column& c, std::string_view value, Field as) {
        if (value.size() < 3 || m_damaged) return false;
        bool yes = damaged_number(value, as);
        if (!yes && value.size() > 15 && value.back() == '0' && c.role == Role::field && tails(as).suspicious(value))
            yes = as != Field::tax_id || !(check::uscc_valid(value) || check::id_card_valid(value));
        if (!yes) return false;
        m_damaged = &c;
        m_damaged_cell = value;
        return true;
    }

    ColumnMap m_map;
    Head m_head;
    Records m_records;
    std::uint64_t m_present = 0;
    bool m_own = false; ///< every field has its column: a file of ours, in which nothing was put around numbers
    std::array<ZeroTails, model::k_field_count> m_tails{};
    std::size_t m_sampled_to = 0;
    bool m_normalise = false;
    const Column* m_damaged = nullptr; ///< the first damaged number of the record
    std::string m_damaged_cell;
};

} // namespace

std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options, char delimiter) {
    return std::make_unique<TableReader>(bytes, options, delimiter);
}

} // namespace goufang::invoice::table
