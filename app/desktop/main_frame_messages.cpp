// What the window says: status line, bars, errors.
#include "app/desktop/ask.h"
#include "app/desktop/main_frame.h"
#include "app/desktop/tr.h"

#include <wx/infobar.h>
#include <wx/sizer.h>

namespace goufang::desktop {

void MainFrame::say(const wxString& message, bool offer_undo) {
    m_status->say(message, offer_undo && m_library && m_library->registry().undoable());
}

void MainFrame::show_bar(wxInfoBar*& bar, const char* name, Command command, const wxString& label,
                         const wxString& message, int icon) {
    if (bar == nullptr) {
        bar = new wxInfoBar(this);
        bar->SetName(wxString::FromAscii(name));
        bar->AddButton(wx_id(command), label);
        bar->AddButton(wxID_CLOSE, tr("知道了"));
        bar->Bind(
            wxEVT_BUTTON, [bar](wxCommandEvent&) { bar->Dismiss(); }, wxID_CLOSE);
        GetSizer()->Insert(0, bar, 0, wxEXPAND);
    }
    bar->ShowMessage(message, icon);
}

void MainFrame::dismiss(wxInfoBar* bar) {
    if (bar != nullptr) bar->Dismiss();
}

void MainFrame::show_error(const Error& error) { tell_error(*this, m_language, error); }

bool MainFrame::attempt(const std::function<void()>& what) {
    try {
        what();
        return true;
    } catch (const Error& error) {
        show_error(error);
        return false;
    }
}

} // namespace goufang::desktop
