#pragma once
// Folding: keys by which text is compared and searched. Keys are never shown and never stored in a buyer's fields.
// Stored text is cleaned only by clean_*, which a person asked for or sees. Rules: validation 8, 11.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::text {

/// Key A: NFKC-like fold (full width, compatibility ideographs), lower case, traditional variants kept; spaces,
/// brackets, dots, dashes deleted. Equal key A = the same name with near certainty.
std::string name_key(std::string_view name);
/// Key B: key A with the legal form (有限责任公司, 股份有限公司, 有限公司, 公司 ...) made one. Similar, never the same.
std::string similar_key(std::string_view name);
/// Tax id as compared: full width -> ASCII, upper case, spaces and dashes and invisible characters removed.
std::string tax_id_key(std::string_view tax_id);
/// For search: width, case and bracket fold plus traditional -> simplified, character by character.
std::string search_fold(std::string_view s);
/// The same, and for each character of the result the index (in characters) of the character of `s` it came from;
/// never decreasing. A character may give none (zero-width), one or several (㎡ -> m2).
std::string search_fold(std::string_view s, std::vector<std::uint32_t>* origin);
/// Spreadsheet heading: width, case, brackets folded; spaces, line breaks, '*' removed.
std::string fold_heading(std::string_view s);
/// 64-bit hash of a key for in-memory sets and the store's key index; stable for ever (part of the file format).
std::uint64_t key_hash(std::string_view key);

/// Safe storage cleaning (validation 8): trim, delete zero-width and direction marks, NBSP/U+3000/tab/newline ->
/// space, collapse, drop spaces between two Han characters, full-width letters and digits -> ASCII, middle dots ->
/// U+00B7. Brackets, ￥ ㎡ ① and the like stay as typed.
std::string clean_text(std::string_view s);
/// clean_text(s) == s, without building it.
bool is_clean(std::string_view s);
/// clean_text, then all spaces and dashes out, upper case.
std::string clean_tax_id(std::string_view s);

} // namespace goufang::text
