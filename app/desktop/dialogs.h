#pragma once
// The dialogs of the main window, one function each.
#include "app/desktop/library.h"
#include "app/words/words.h"

#include <optional>
#include <string>
#include <wx/string.h>

class wxWindow;

namespace goufang::desktop {

/// The import wizard on a file; the sentence for the status line, empty when nothing was imported.
wxString show_import(wxWindow& parent, Library& library, const std::string& path, words::Language language);
/// The export dialog for a shelf; the sentence for the status line, empty when nothing was written.
wxString show_export(wxWindow& parent, Library& library, const View& scope, words::Language language);
/// The health check; the buyer that the user wants to see, or 0.
model::BuyerId show_health(wxWindow& parent, Library& library, words::Language language);
/// The list of steps; true when one of them was undone.
bool show_history(wxWindow& parent, Library& library, words::Language language);
void show_keys(wxWindow& parent);
std::optional<model::CategoryId> choose_category(wxWindow& parent, const model::CategoryTree& tree);

} // namespace goufang::desktop
