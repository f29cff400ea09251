#pragma once
// Names of the sheets of one workbook, as spreadsheets accept them.

#include <map>
#include <string>
#include <string_view>

namespace goufang::invoice {

inline constexpr std::size_t k_sheet_name_units = 31; ///< UTF-16 units in the name of a sheet

class SheetNames {
  public:
    /// `wanted` (UTF-8) as a name that this workbook does not have yet: without []:*?/\ (their full-width forms
    /// neither: some editions refuse them too) and control characters, no ' at its ends, at most 31 UTF-16 units, never
    /// History. Names are compared without case; a second one gets " (2)" behind it. Nothing left = Sheet1.
    std::string add(std::string_view wanted);

  private:
    std::map<std::string, std::size_t> m_taken; ///< folded; the number that was given last behind such a name
};

} // namespace goufang::invoice
