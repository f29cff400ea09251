#include "app/desktop/status_line.h"

#include "app/desktop/access.h"
#include "app/desktop/tr.h"

#include <wx/button.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

namespace goufang::desktop {

StatusLine::StatusLine(wxWindow* parent) : wxPanel(parent) {
    SetName(wxT("status_line"));
    m_message = new wxStaticText(this, wxID_ANY, wxEmptyString, wxDefaultPosition, wxDefaultSize, wxST_ELLIPSIZE_END);
    m_message->SetName(wxT("status_message"));
    m_undo = new wxButton(this, wxID_ANY, tr("撤销"), wxDefaultPosition, wxDefaultSize, wxBU_EXACTFIT | wxBORDER_NONE);
    identify(*m_undo, "status_undo", tr("撤销"));
    m_undo->SetToolTip(wxT("Ctrl+Z"));
    m_undo->Hide();
    m_selection = new wxStaticText(this, wxID_ANY, wxEmptyString);
    m_selection->SetName(wxT("status_selection"));
    m_library = new wxStaticText(this, wxID_ANY, wxEmptyString);
    m_library->SetName(wxT("status_library"));
    auto* line = new wxBoxSizer(wxHORIZONTAL);
    line->Add(m_message, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, FromDIP(8));
    line->Add(m_undo, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, FromDIP(8));
    line->AddStretchSpacer(1);
    line->Add(m_selection, 0, wxALIGN_CENTER_VERTICAL | wxLEFT | wxRIGHT, FromDIP(12));
    line->Add(m_library, 0, wxALIGN_CENTER_VERTICAL | wxLEFT | wxRIGHT, FromDIP(8));
    SetSizer(line);
    SetMinSize(wxSize(-1, m_undo->GetBestSize().y + FromDIP(2)));
    m_undo->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        if (on_undo) on_undo();
    });
}

void StatusLine::say(const wxString& message, bool offer_undo) {
    m_message->SetLabelText(message);
    m_message->SetToolTip(message);
    m_undo->Show(offer_undo);
    Layout();
}

void StatusLine::show_selection(const wxString& text) {
    if (m_selection->GetLabelText() == text) return;
    m_selection->SetLabelText(text);
    Layout();
}

void StatusLine::show_library(const wxString& name) {
    m_library->SetLabelText(name);
    Layout();
}

wxString StatusLine::message() const { return m_message->GetLabelText(); }
bool StatusLine::offers_undo() const { return m_undo->IsShown(); }

} // namespace goufang::desktop
