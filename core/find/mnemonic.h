#pragma once
// The one best reading of a name: for proposed mnemonics and for pinyin order. Readings of characters come from
// assets/pinyin/readings.inc, of words whose characters are read otherwise from assets/pinyin/words.def.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::find {

/// For each character of `name` (folded) which of its readings fits best (index into Alphabet::readings); 0 for
/// characters without readings.
std::vector<std::uint8_t> best_readings(std::u32string_view name);

/// Tells one edition of the tables of readings and words from another.
std::uint64_t readings_digest();

/// Pinyin order of the first two characters of a name in the index's code; less = earlier.
std::uint32_t name_order(std::string_view name_code);
/// Pinyin order of whole names in the index's code where name_order is equal: below, equal, above zero.
int compare_names(std::string_view a_code, std::string_view b_code);

} // namespace goufang::find
