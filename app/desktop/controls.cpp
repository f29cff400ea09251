#include "app/desktop/controls.h"

#include "app/desktop/access.h"
#include "app/desktop/tr.h"

#include <algorithm>
#include <wx/button.h>
#include <wx/dialog.h>
#include <wx/listctrl.h>
#include <wx/sizer.h>
#include <wx/textentry.h>

namespace goufang::desktop {

wxButton* named_button(wxWindow& parent, int id, const char* name, const wxString& label) {
    auto* button = new wxButton(&parent, id, label);
    identify(*button, name, label);
    return button;
}

wxButton* cancel_button(wxDialog& dialog, const char* name) {
    wxButton* button = named_button(dialog, wxID_ANY, name, tr("取消(&C)"));
    dialog.SetEscapeId(button->GetId());
    return button;
}

double text_factor(const wxWindow& window) {
    constexpr int usual = 20; // DIP, the height of a line
    return std::max(1.0, static_cast<double>(window.GetCharHeight()) / window.FromDIP(usual));
}

void add_columns(wxListCtrl& list, std::initializer_list<std::pair<wxString, int>> columns) {
    const double larger = text_factor(list);
    for (const auto& [title, width] : columns)
        list.AppendColumn(title, wxLIST_FORMAT_LEFT, static_cast<int>(list.FromDIP(width) * larger));
}

wxColour stripe_of(const wxColour& base) {
    constexpr double middle = 0.5;
    return base.ChangeLightness(base.GetLuminance() < middle ? 106 : 97);
}

void stripe_rows(wxListCtrl& list) { // the toolkit's own colour is far too light in a dark window
    list.SetAlternateRowColour(stripe_of(list.GetBackgroundColour()));
}

void select_first(wxListCtrl& list) {
    if (list.GetItemCount() == 0) return;
    constexpr long state = wxLIST_STATE_SELECTED | wxLIST_STATE_FOCUSED;
    list.SetItemState(0, state, state);
    if (list.HasFlag(wxLC_SINGLE_SEL)) return;
    // Where wx draws the list itself, only a key that moves or a click sets the row that Shift starts from.
    for (wxWindow* rows : list.GetChildren()) {
        if (!rows->HasFlag(wxWANTS_CHARS)) continue;
        for (const int key : {WXK_DOWN, WXK_UP}) {
            wxKeyEvent move(wxEVT_CHAR);
            move.m_keyCode = key;
            move.SetEventObject(rows);
            rows->ProcessWindowEvent(move);
        }
    }
}

wxSizer* ok_and_back(wxWindow& dialog, const wxString& verb, wxWindow* left) {
    auto* ok = new wxButton(&dialog, wxID_OK, verb);
    ok->SetDefault();
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    if (left != nullptr) row->Add(left, 0, wxALIGN_CENTER_VERTICAL);
    row->AddStretchSpacer(1);
    row->Add(ok, 0, wxLEFT | wxRIGHT, dialog.FromDIP(8));
    row->Add(new wxButton(&dialog, wxID_CANCEL, tr("返回(&B)")));
    return row;
}

void put_label(wxControl& control, const wxString& text) {
    if (control.GetLabelText() != text) control.SetLabelText(text);
}

void put_text(wxTextEntry& field, const wxString& text) {
    if (field.GetValue() != text) field.ChangeValue(text);
}

} // namespace goufang::desktop
