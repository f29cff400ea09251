#pragma once
// Look-ups in the generated tables of fold_table.inc.

#include <string_view>

namespace goufang::text {

/// The compatibility form in its plain, lower-case characters: one in `one`, or several as the return value. False
/// when the character is no such form. Letters with marks come apart, so both spellings give the same key.
bool compatibility_form(char32_t c, char32_t& one, std::u32string_view& several);
char32_t simple_lower(char32_t c);
char32_t simplified(char32_t c);          ///< traditional -> simplified, the character itself when it is neither
char32_t canonical_ideograph(char32_t c); ///< F900.., 2F800.. -> the unified ideograph

} // namespace goufang::text
