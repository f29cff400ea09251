#include "app/desktop/status_line.h"

#include "app/desktop/access.h"
#include "app/desktop/commands.h"
#include "app/desktop/tr.h"

#include <algorithm>
#include <utility>
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
    constexpr std::pair<Command, std::string_view> offers[] = {{Command::move_buyer, TR_NOOP("移动")},
                                                               {Command::edit_many, TR_NOOP("填成一样")},
                                                               {Command::deactivate, TR_NOOP("停用这些")},
                                                               {Command::export_file, TR_NOOP("导出")}};
    for (const auto& [command, words] : offers) {
        auto* offer = new wxButton(this, wx_id(command), tr(words), wxDefaultPosition, wxDefaultSize,
                                   wxBU_EXACTFIT | wxBORDER_NONE);
        identify(*offer, "selection_offer", tr(words));
        offer->SetToolTip(tr(info(command).help));
        offer->Hide();
        line->Add(offer, 0, wxALIGN_CENTER_VERTICAL | wxRIGHT, FromDIP(8));
        m_offers.push_back(offer);
    }
    line->Add(m_library, 0, wxALIGN_CENTER_VERTICAL | wxLEFT | wxRIGHT, FromDIP(8));
    SetSizer(line);
    SetMinSize(wxSize(-1, m_undo->GetBestSize().y + FromDIP(2)));
    Bind(wxEVT_SIZE, [this](wxSizeEvent&) { fit_message(); });
    m_undo->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        if (on_undo) on_undo();
    });
}

void StatusLine::say(const wxString& message, bool offer_undo) {
    m_message->SetLabelText(message);
    m_message->SetToolTip(message);
    m_undo->Show(offer_undo);
    fit_message();
}

void StatusLine::show_selection(const wxString& text) {
    if (m_selection->GetLabelText() == text) return;
    m_selection->SetLabelText(text);
    for (wxButton* offer : m_offers) offer->Show(!text.empty());
    fit_message();
}

void StatusLine::show_library(const wxString& name) {
    m_library->SetLabelText(name);
    fit_message();
}

void StatusLine::fit_message() {
    m_message->SetMinSize(wxDefaultSize);
    const int over = GetSizer()->CalcMin().x - GetClientSize().x;
    const int wanted = m_message->GetBestSize().x;
    if (over > 0) m_message->SetMinSize(wxSize(std::max(FromDIP(80), wanted - over), -1));
    Layout();
}

wxString StatusLine::message() const { return m_message->GetLabelText(); }
bool StatusLine::offers_undo() const { return m_undo->IsShown(); }

} // namespace goufang::desktop
