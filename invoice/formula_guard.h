#pragma once
// Cells that a spreadsheet would run as formulas when it opens a text table: those that start with = + - @ TAB or CR,
// also in full width. They are written with an apostrophe before them and lose it again when they are read; a value
// that has apostrophes there itself gets one more, so that every value comes back as it was.

#include <string_view>

namespace goufang::invoice {

/// True when the cell must be written with an apostrophe before it.
bool needs_guard(std::string_view cell);
/// The cell without the apostrophe that a guard put there.
std::string_view without_guard(std::string_view cell);

} // namespace goufang::invoice
