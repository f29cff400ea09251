#pragma once
// THE table of the list's columns: heading, width, what stands in a cell, and how a person's choice of columns is
// written down.

#include "core/model/buyer.h"
#include "core/model/category.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::desktop {

enum class Column : std::uint8_t {
    code,
    name,
    tax_id,
    address,
    bank,
    category,
    status,
    changed,
    mnemonic,
    kind,
    email,
    mobile,
    remark,
    tags,
    source,
    verified
};
inline constexpr std::size_t k_column_count = 16;

struct ColumnInfo {
    Column column;
    std::string_view key;   ///< in settings; never renamed
    std::string_view title; ///< 简体中文, translated by tr()
    int width;              ///< DIP
    bool shown;             ///< until a person chooses
};
const std::array<ColumnInfo, k_column_count>& columns();
const ColumnInfo& info(Column c);

/// Which columns stand where, how wide.
struct ColumnLayout {
    struct Entry {
        Column column{};
        int width = 0; ///< DIP
        bool shown = true;
    };
    std::vector<Entry> entries; ///< all columns, in order

    static ColumnLayout standard();
    /// "code:110,name:250,-email:160"; columns that the text does not name follow as they are by default.
    static ColumnLayout from_text(std::string_view text);
    std::string to_text() const;
};

struct SortKey {
    Column by{};
    bool descending = false;
    bool operator==(const SortKey&) const = default;
};
std::string sort_to_text(const std::vector<SortKey>& keys); ///< "name,-code"
std::vector<SortKey> sort_from_text(std::string_view text);

/// The field that a column shows, where it is one; for bold matches.
std::optional<model::Field> field_of(Column c);

} // namespace goufang::desktop
