#pragma once
// What a control is called: a stable id in English for tests and scripts, and a name in words for screen readers.

#include <wx/string.h>

class wxWindow;

namespace goufang::desktop {

/// Sets the window's name to `id` and tells the accessibility tree `words` (the label without its mnemonic).
void identify(wxWindow& control, const char* id, const wxString& words);

} // namespace goufang::desktop
