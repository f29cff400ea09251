#pragma once
// Icons of one family, drawn for this program (assets/icons), built into the program.
#include <string_view>
#include <wx/bmpbndl.h>

namespace goufang::desktop {

/// `size` DIP square, follows the scale; an empty bundle for a name that does not exist. Colour follows light and dark.
wxBitmapBundle icon(std::string_view name, int size = 24);

} // namespace goufang::desktop
