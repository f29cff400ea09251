#include "app/desktop/ask.h"

#include "app/desktop/access.h"
#include "app/desktop/controls.h"
#include "app/desktop/note.h"
#include "app/desktop/today.h"
#include "app/desktop/tr.h"
#include "app/desktop/window_words.h"
#include "core/model/dates.h"

#include <wx/button.h>
#include <wx/dialog.h>
#include <wx/msgdlg.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

namespace goufang::desktop {

Reply ask(wxWindow& parent, const wxString& fact, const wxString& text, const wxString& first, const wxString& second,
          const wxString& back) {
    const bool three = !second.empty();
    wxMessageDialog box(&parent, fact, tr("购方库"), (three ? wxYES_NO | wxCANCEL : wxYES_NO) | wxICON_QUESTION);
    if (!text.empty()) box.SetExtendedMessage(text);
    if (three)
        box.SetYesNoCancelLabels(first, second, back);
    else
        box.SetYesNoLabels(first, back);
    switch (box.ShowModal()) {
    case wxID_YES:
        return Reply::first;
    case wxID_NO:
        return three ? Reply::second : Reply::back;
    default:
        return Reply::back;
    }
}

DatedReply ask_with_date(wxWindow& parent, const wxString& fact, const wxString& text, const wxString& date_label,
                         const wxString& first, const wxString& second) {
    wxDialog dialog(&parent, wxID_ANY, tr("购方库"), wxDefaultPosition, wxDefaultSize, wxDEFAULT_DIALOG_STYLE);
    dialog.SetName(wxT("dated_question"));
    const int gap = dialog.FromDIP(12);
    auto* title = new wxStaticText(&dialog, wxID_ANY, fact);
    title->SetFont(title->GetFont().Bold());
    auto* body = new wxStaticText(&dialog, wxID_ANY, wrapped(dialog, text, dialog.FromDIP(520)));
    body->SetName(wxT("question_text"));
    auto* label = new wxStaticText(&dialog, wxID_ANY, date_label);
    auto* date = new wxTextCtrl(&dialog, wxID_ANY, to_wx(today_text()));
    identify(*date, "question_date", wxControl::RemoveMnemonics(date_label));
    auto* note = new wxStaticText(&dialog, wxID_ANY, wxEmptyString);
    note->SetName(wxT("question_note"));
    note->SetForegroundColour(tone_colour(Tone::error));
    auto* line = new wxBoxSizer(wxHORIZONTAL);
    line->Add(label, 0, wxALIGN_CENTER_VERTICAL | wxRIGHT, gap / 2);
    line->Add(date, 0, wxALIGN_CENTER_VERTICAL | wxRIGHT, gap / 2);
    line->Add(note, 1, wxALIGN_CENTER_VERTICAL);
    auto* other = named_button(dialog, wxID_NO, "question_second", second);
    auto* box = new wxBoxSizer(wxVERTICAL);
    box->Add(title, 0, wxALL, gap);
    box->Add(body, 0, wxLEFT | wxRIGHT, gap);
    box->Add(line, 0, wxEXPAND | wxALL, gap);
    box->Add(ok_and_back(dialog, first, other), 0, wxEXPAND | wxALL, gap);
    dialog.SetSizerAndFit(box);
    const auto answer = [&](wxCommandEvent& event) {
        if (model::is_date(from_wx(date->GetValue()))) return dialog.EndModal(event.GetId());
        note->SetLabelText(tr("日期写成 2026-11-22 这样"));
        dialog.Fit();
        date->SetFocus();
    };
    dialog.Bind(wxEVT_BUTTON, answer, wxID_OK);
    other->Bind(wxEVT_BUTTON, [&](wxCommandEvent&) { dialog.EndModal(wxID_NO); });
    dialog.CentreOnParent();
    dialog.FindWindow(wxID_OK)->SetFocus();
    switch (dialog.ShowModal()) {
    case wxID_OK:
        return {Reply::first, from_wx(date->GetValue())};
    case wxID_NO:
        return {Reply::second, {}};
    default:
        return {};
    }
}

void tell(wxWindow* parent, const wxString& fact, const wxString& text) {
    wxMessageDialog box(parent, fact, tr("购方库"), wxOK | wxICON_ERROR);
    box.SetExtendedMessage(text);
    box.SetOKLabel(tr("知道了(&O)"));
    box.ShowModal();
}

void tell_error(wxWindow& parent, words::Language language, const Error& error) {
    tell(&parent, tr("没有完成"), in_window(language, error));
}

} // namespace goufang::desktop
