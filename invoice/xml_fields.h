#pragma once
// Buyer values as the XML formats hold them: combined 地址电话 and 银行账号 fields, several sets in one field.

#include "invoice/format.h"

#include <string>
#include <string_view>

namespace goufang::invoice::xml {

/// Between two sets in one field, as the device clients write it (formats-desktop 2.2). Line breaks are read too.
inline constexpr std::string_view k_set_separator = "#|#";

void reset(Row& row); ///< every member as in a new Row; keeps the memory

std::string_view trim(std::string_view s); ///< ASCII blanks, tabs, line breaks at both ends

/// Fills address, phone, more_addresses from a combined field; a doubtful split is a note "file.split" (args: -) with
/// the set as value. The default is the first set that holds anything.
void read_addresses(std::string_view value, Row& row);
void read_accounts(std::string_view value, Row& row); ///< the same for bank, account, more_accounts

/// All sets joined; the inverse of the two above as far as the splits are not doubtful.
std::string joined_addresses(const model::Buyer& b);
std::string joined_accounts(const model::Buyer& b);

constexpr std::uint64_t bit(model::Field f) { return std::uint64_t{1} << static_cast<unsigned>(f); }
inline constexpr std::uint64_t k_address_bits =
    bit(model::Field::address) | bit(model::Field::phone) | bit(model::Field::more_addresses);
inline constexpr std::uint64_t k_account_bits =
    bit(model::Field::bank) | bit(model::Field::account) | bit(model::Field::more_accounts);

} // namespace goufang::invoice::xml
