#pragma once
// What happened to one buyer, newest first, with the way back for a single field (F24).
#include "app/desktop/library.h"
#include "app/words/words.h"

#include <wx/string.h>

class wxWindow;

namespace goufang::desktop {

/// The sentence of what was put back; empty when nothing was.
wxString show_buyer_history(wxWindow& parent, Library& library, model::BuyerId id, words::Language language);

} // namespace goufang::desktop
