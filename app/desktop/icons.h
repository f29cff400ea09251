#pragma once
// Icons of one family, drawn for this program (assets/icons), built into the program.
#include <string_view>
#include <wx/bmpbndl.h>

namespace goufang::desktop {

/// 24 x 24 DIP, follows the scale; an empty bundle for a name that does not exist. Colour follows light and dark.
wxBitmapBundle icon(std::string_view name);

} // namespace goufang::desktop
