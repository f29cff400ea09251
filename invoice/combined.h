#pragma once
// Combined fields of the device clients (地址电话, 银行账号): one text, maybe several sets with "#|#" between them.

#include "invoice/format.h"

#include <string>
#include <string_view>

namespace goufang::invoice {

inline constexpr std::string_view k_set_separator = "#|#";

/// Empties the row for the next record: kind buyer, all fields blank, `present` all.
void start_row(Row& row, std::int64_t line, std::string_view raw);
/// Makes it a bad record whose cause is `f`; what the buyer holds already stays, for the report.
void make_bad(Row& row, check::Finding f);
/// A finding about a value, with the line as first argument.
void add_finding(Row& row, std::string_view rule, check::Severity severity, model::Field field, std::string_view value);

/// Splits into the default set and further ones; a doubtful split adds the finding file.split. The field stays as it is
/// when the text is empty.
void set_addresses(Row& row, std::string_view combined);
void set_accounts(Row& row, std::string_view combined);
/// The other way: all sets of a buyer that hold something, joined.
std::string all_addresses(const model::Buyer& buyer);
std::string all_accounts(const model::Buyer& buyer);

constexpr std::uint64_t bit(model::Field f) { return std::uint64_t{1} << static_cast<unsigned>(f); }

} // namespace goufang::invoice
