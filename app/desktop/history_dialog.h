#pragma once
// What happened to one buyer, newest first, with the way back for a single field (F24).
#include "app/desktop/library.h"
#include "app/words/words.h"

#include <wx/string.h>

class wxWindow;

namespace goufang::desktop {

/// A store::FieldChange in words: its field and its values.
wxString changed_field(const std::string& key, words::Language language);
wxString changed_value(const std::string& key, const std::string& value, words::Language language);
/// The sentence of what was put back; empty when nothing was.
wxString show_buyer_history(wxWindow& parent, Library& library, model::BuyerId id, words::Language language);

} // namespace goufang::desktop
