#include "app/desktop/columns.h"

#include "app/desktop/tr_noop.h"

#include <algorithm>
#include <charconv>

namespace goufang::desktop {

namespace {

constexpr std::array<ColumnInfo, k_column_count> k_columns{{
    {Column::code, "code", TR_NOOP("编码"), 124, true},
    {Column::name, "name", TR_NOOP("名称"), 230, true},
    {Column::tax_id, "tax_id", TR_NOOP("税号"), 190, true},
    {Column::address, "address", TR_NOOP("地址电话"), 250, true},
    {Column::bank, "bank", TR_NOOP("开户行及账号"), 250, true},
    {Column::category, "category", TR_NOOP("分类"), 150, true},
    {Column::status, "status", TR_NOOP("状态"), 60, true},
    {Column::changed, "changed", TR_NOOP("更新日期"), 100, true},
    {Column::mnemonic, "mnemonic", TR_NOOP("简码"), 80, false},
    {Column::kind, "kind", TR_NOOP("类别"), 80, false},
    {Column::email, "email", TR_NOOP("邮箱"), 160, false},
    {Column::mobile, "mobile", TR_NOOP("手机"), 110, false},
    {Column::remark, "remark", TR_NOOP("备注"), 160, false},
    {Column::tags, "tags", TR_NOOP("标签"), 120, false},
    {Column::source, "source", TR_NOOP("来源"), 120, false},
    {Column::verified, "verified", TR_NOOP("核实日期"), 100, false},
}};

const ColumnInfo* by_key(std::string_view key) {
    const auto at = std::find_if(k_columns.begin(), k_columns.end(), [&](const ColumnInfo& c) { return c.key == key; });
    return at == k_columns.end() ? nullptr : &*at;
}

/// Calls `each` with the parts of `text` between commas.
template <class Each> void parts(std::string_view text, const Each& each) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        if (end != 0) each(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

constexpr int k_narrowest = 24, k_widest = 2000;

} // namespace

const std::array<ColumnInfo, k_column_count>& columns() { return k_columns; }
const ColumnInfo& info(Column c) { return k_columns[static_cast<std::size_t>(c)]; }

ColumnLayout ColumnLayout::standard() {
    ColumnLayout layout;
    for (const ColumnInfo& c : k_columns) layout.entries.push_back({c.column, c.width, c.shown});
    return layout;
}

ColumnLayout ColumnLayout::from_text(std::string_view text) {
    ColumnLayout layout;
    const auto known = [&](Column c) {
        return std::any_of(layout.entries.begin(), layout.entries.end(), [&](const Entry& e) { return e.column == c; });
    };
    parts(text, [&](std::string_view part) {
        Entry entry;
        entry.shown = !part.starts_with('-');
        if (!entry.shown) part.remove_prefix(1);
        const std::size_t colon = std::min(part.find(':'), part.size());
        const ColumnInfo* column = by_key(part.substr(0, colon));
        if (column == nullptr || known(column->column)) return;
        entry.column = column->column;
        entry.width = column->width;
        const std::string_view width = part.substr(std::min(colon + 1, part.size()));
        int value = 0;
        if (std::from_chars(width.data(), width.data() + width.size(), value).ec == std::errc{})
            entry.width = std::clamp(value, k_narrowest, k_widest);
        layout.entries.push_back(entry);
    });
    for (const ColumnInfo& c : k_columns)
        if (!known(c.column)) layout.entries.push_back({c.column, c.width, c.shown});
    return layout;
}

std::string ColumnLayout::to_text() const {
    std::string out;
    for (const Entry& e : entries)
        out += (out.empty() ? "" : ",") + std::string(e.shown ? "" : "-") + std::string(info(e.column).key) + ":" +
               std::to_string(e.width);
    return out;
}

std::string sort_to_text(const std::vector<SortKey>& keys) {
    std::string out;
    for (const SortKey& k : keys)
        out += (out.empty() ? "" : ",") + std::string(k.descending ? "-" : "") + std::string(info(k.by).key);
    return out;
}

std::vector<SortKey> sort_from_text(std::string_view text) {
    std::vector<SortKey> keys;
    parts(text, [&](std::string_view part) {
        const bool descending = part.starts_with('-');
        if (descending) part.remove_prefix(1);
        if (const ColumnInfo* column = by_key(part)) keys.push_back({column->column, descending});
    });
    return keys;
}

std::optional<model::Field> field_of(Column c) {
    switch (c) {
    case Column::code:
        return model::Field::code;
    case Column::name:
        return model::Field::name;
    case Column::tax_id:
        return model::Field::tax_id;
    case Column::address:
        return model::Field::address;
    case Column::bank:
        return model::Field::bank;
    case Column::mnemonic:
        return model::Field::mnemonic;
    case Column::email:
        return model::Field::email;
    case Column::mobile:
        return model::Field::mobile;
    case Column::remark:
        return model::Field::remark;
    default:
        return std::nullopt;
    }
}

} // namespace goufang::desktop
