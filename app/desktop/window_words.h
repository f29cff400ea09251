#pragma once
// Sentences of app/words as the window says them: those that name an option of the command line have a wording of their
// own under "window.ID".

#include "app/words/words.h"

#include <wx/string.h>

namespace goufang::desktop {

wxString in_window(words::Language language, const Error& error);
wxString in_window(words::Language language, const check::Finding& finding);

} // namespace goufang::desktop
