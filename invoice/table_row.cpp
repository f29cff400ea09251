#include "invoice/table_row.h"

#include "core/model/category.h"
#include "invoice/combined.h"
#include "invoice/rules.h"
#include "invoice/text_table.h"

#include <algorithm>

namespace goufang::invoice {
namespace {

using check::Severity;
using model::Field;

bool guarded(Field f) { return f == Field::tax_id || f == Field::account || f == Field::phone || f == Field::mobile; }

bool has_non_ascii(std::string_view s) {
    return std::any_of(s.begin(), s.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

/// A cell that a spreadsheet keeps as a number it cannot hold: see CellKind::number.
bool beyond_precision(std::string_view number) {
    if (number.find_first_of("eE") != std::string_view::npos) return true;
    std::size_t digits = 0;
    for (const char c : number) {
        if (c == '.') break;
        digits += c >= '0' && c <= '9';
    }
    return digits > 15;
}

} // namespace

std::string_view plain_number(std::string_view cell) {
    while (!cell.empty() && cell.front() == '\t') cell.remove_prefix(1);
    while (!cell.empty() && cell.back() == '\t') cell.remove_suffix(1);
    if (cell.size() >= 3 && cell.starts_with("=\"") && cell.ends_with('"')) return cell.substr(2, cell.size() - 3);
    if (cell.starts_with('\'') && is_ascii_digits(cell.substr(1))) cell.remove_prefix(1);
    return cell;
}

bool is_number_field(Field field) { return field == Field::code || guarded(field); }

TableRow::TableRow(std::vector<Column> columns, bool lettered) : m_columns(std::move(columns)), m_lettered(lettered) {
    for (const Column& c : m_columns) {
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
}

std::vector<std::pair<std::string, std::optional<Field>>> TableRow::headings() const {
    std::vector<std::pair<std::string, std::optional<Field>>> out;
    for (const Column& c : m_columns) out.emplace_back(c.heading, c.target());
    return out;
}

std::string TableRow::heading(std::size_t index) const {
    const std::string& heading = m_columns[index].heading;
    return m_lettered ? column_letters(index) + ' ' + heading : heading;
}

void TableRow::count(std::span<const SheetCell> cells) {
    for (std::size_t i = 0; i < std::min(cells.size(), m_columns.size()); ++i) {
        const Column& c = m_columns[i];
        if (c.role != Role::field) continue;
        const std::string_view text = plain_number(cells[i].text);
        if (guarded(c.field)) {
            tails(c.field).count(text);
        } else if (c.field == Field::code && cells[i].kind == CellKind::text && text.starts_with('0') &&
                   is_ascii_digits(text)) {
            m_code_width = std::max(m_code_width, text.size());
        }
    }
}

void TableRow::fill(Row& row, std::span<const SheetCell> cells) {
    row.present = m_present;
    m_damaged.reset();
    const bool told = m_formula_told;
    static const SheetCell nothing;
    for (std::size_t i = 0; i < m_columns.size(); ++i) cell(row, i, i < cells.size() ? cells[i] : nothing);
    if (m_normalise) model::normalise(row.buyer);
    m_normalise = false;
    if (row.category_path == model::k_uncategorised) row.category_path.clear();
    if (!m_damaged) return name_by_serial(row, cells);
    m_formula_told = told; // a bad row keeps its cause only
    check::Finding f;
    f.severity = Severity::error;
    f.rule = "file.damaged_number";
    f.sentence = damage_sentence(m_damage);
    f.field = m_columns[*m_damaged].target().value_or(Field::account);
    if (m_columns[*m_damaged].role == Role::bank_account) f.field = Field::account;
    f.value = m_damaged_cell;
    f.args = {line_text(row.line), heading(*m_damaged)};
    make_bad(row, std::move(f));
}

void TableRow::name_by_serial(Row& row, std::span<const SheetCell> cells) const {
    if (!row.buyer.name.empty() || !row.buyer.tax_id.empty()) return;
    const auto reason = std::ranges::find(row.findings, std::string_view("file.reason"), &check::Finding::rule);
    if (reason == row.findings.end()) return;
    for (std::size_t i = 0; i < std::min(cells.size(), m_columns.size()); ++i) {
        if (m_columns[i].known() || cells[i].text.empty() || !is_serial_heading(m_columns[i].heading)) continue;
        check::Finding f = finding("file.reason_serial", reason->value,
                                   {line_text(row.line), reason->value, std::string(cells[i].text)});
        f.field = reason->field;
        return make_bad(row, std::move(f));
    }
}

void TableRow::person(Row& row, std::string_view value) const {
    const std::string_view v = trim(value);
    if (v == "是" || v == "1" || v == "Y" || v == "true") {
        row.buyer.kind = model::Kind::person;
        row.present |= bit(Field::kind);
    }
}

void TableRow::cell(Row& row, std::size_t index, const SheetCell& in) {
    const Column& c = m_columns[index];
    if (!c.known() || c.role == Role::ignored) return;
    std::string_view value = in.text;
    model::Buyer& b = row.buyer;
    const auto doubt = [&](std::string_view rule, Severity severity) {
        add_finding(row, rule, severity, c.target().value_or(Field::name), value);
        row.findings.back().args.push_back(heading(index));
    };
    if (in.kind == CellKind::error) {
        doubt(value.empty() ? "file.formula_empty" : "file.bad_value", Severity::warning);
        value = {};
    } else if (in.formula && !m_formula_told) {
        m_formula_told = true; // once says enough
        doubt("file.formula", Severity::note);
    }
    switch (c.role) {
    case Role::unknown:
    case Role::ignored:
        return;
    case Role::category_path:
        row.category_path = m_own ? std::string(value) : plain_path(value);
        return;
    case Role::category_code:
        row.category_code = m_own ? value : plain_number(value);
        return;
    case Role::address_phone:
        set_addresses(row, value);
        return;
    case Role::bank_account:
        if (damaged(index, plain_number(value), in.kind, Field::account)) return;
        set_accounts(row, value);
        return;
    case Role::natural_person:
        person(row, value);
        return;
    case Role::reason:
        if (trim(value).empty() || value.find("成功") != std::string_view::npos) return;
        add_finding(row, "file.reason", Severity::warning, field_named_in(value), value);
        row.findings.back().args.emplace_back(value);
        return;
    case Role::custom:
        if (!value.empty()) b.custom.push_back({c.custom, std::string(value)});
        return;
    case Role::field:
        break;
    }
    if (is_number_field(c.field)) {
        if (!m_own) value = plain_number(value);
        if (damaged(index, value, in.kind, c.field)) return;
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
    doubt("file.bad_value", Severity::warning);
}

bool TableRow::damaged(std::size_t index, std::string_view value, CellKind kind, Field as) {
    if (value.empty() || m_damaged) return false;
    Damage d = Damage::none;
    if (kind == CellKind::date) {
        d = Damage::date;
    } else if (kind == CellKind::number && beyond_precision(value)) {
        d = Damage::precision;
    } else if (as == Field::code) {
        if (kind == CellKind::number && value.size() < m_code_width) d = Damage::leading_zero;
    } else if (value.size() >= 3) {
        d = damage(value, as);
        if (d == Damage::none && value.size() > 15 && value.back() == '0' && m_columns[index].role == Role::field &&
            tails(as).suspicious(value) &&
            (as != Field::tax_id || !(check::uscc_valid(value) || check::id_card_valid(value))))
            d = Damage::zeros;
    }
    if (d == Damage::none) return false;
    m_damaged = index;
    m_damage = d;
    m_damaged_cell = value;
    return true;
}

} // namespace goufang::invoice
