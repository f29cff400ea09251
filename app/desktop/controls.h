#pragma once
// Pieces that several dialogs are put together from.

#include <initializer_list>
#include <utility>
#include <wx/string.h>

class wxButton;
class wxColour;
class wxControl;
class wxDialog;
class wxListCtrl;
class wxSizer;
class wxTextEntry;
class wxWindow;

namespace goufang::desktop {

/// A button that says `label`, known to tests and screen readers as `name`.
wxButton* named_button(wxWindow& parent, int id, const char* name, const wxString& label);
/// The button that Esc stands for, where it says 取消: with the toolkit's own id it would be in the system's language.
wxButton* cancel_button(wxDialog& dialog, const char* name);
/// How much larger than usual the text of a window is; 1 for usual or small text. Widths in DIP are meant for 1.
double text_factor(const wxWindow& window);
/// Left-aligned columns: title and width in DIPs, more where the text is larger than usual.
void add_columns(wxListCtrl& list, std::initializer_list<std::pair<wxString, int>> columns);
/// The ground of every second row of a list whose ground is `base`, light or dark.
wxColour stripe_of(const wxColour& base);
void stripe_rows(wxListCtrl& list);
/// Selects the first row and makes it the one that Shift extends the selection from.
void select_first(wxListCtrl& list);
/// The row at the foot of a dialog: `left` if there is one, then the default button that says `verb` and 返回.
wxSizer* ok_and_back(wxWindow& dialog, const wxString& verb, wxWindow* left = nullptr);

/// Sets what is shown where it is another text: the toolkit measures and paints anew even when nothing changes.
void put_label(wxControl& control, const wxString& text);
void put_text(wxTextEntry& field, const wxString& text);

} // namespace goufang::desktop
