#pragma once
// List fields as JSON arrays: how they stand in one spreadsheet cell, one SQL column and inside a buyer's JSON.

#include "core/model/buyer.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::model {

/// Compact JSON without spaces; empty text for an empty list. Both parts of an entry are always written, except an
/// empty `until`. An account and a former name may have an `until`.
std::string list_to_text(const std::vector<AddressPhone>& list);
std::string list_to_text(const std::vector<BankAccount>& list);
std::string list_to_text(const std::vector<FormerName>& list);
std::string list_to_text(const std::vector<CustomField>& list);
std::string list_to_text(const std::vector<std::string>& list);

/// Empty text = empty list. None when the text is not a JSON array of the right entries: a part that is no string, an
/// unknown or doubled key, a bad date, U+0000, anything behind the array.
template <class T> std::optional<std::vector<T>> list_from_text(std::string_view text);
extern template std::optional<std::vector<AddressPhone>> list_from_text(std::string_view);
extern template std::optional<std::vector<BankAccount>> list_from_text(std::string_view);
extern template std::optional<std::vector<FormerName>> list_from_text(std::string_view);
extern template std::optional<std::vector<CustomField>> list_from_text(std::string_view);
extern template std::optional<std::vector<std::string>> list_from_text(std::string_view);

} // namespace goufang::model
