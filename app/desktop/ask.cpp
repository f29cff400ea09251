#include "app/desktop/ask.h"

#include "app/desktop/tr.h"

#include <wx/msgdlg.h>

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

void tell(wxWindow* parent, const wxString& fact, const wxString& text) {
    wxMessageDialog box(parent, fact, tr("购方库"), wxOK | wxICON_ERROR);
    box.SetExtendedMessage(text);
    box.SetOKLabel(tr("知道了(&O)"));
    box.ShowModal();
}

void tell_error(wxWindow& parent, words::Language language, const Error& error) {
    tell(&parent, tr("没有完成"), to_wx(words::describe(language, error)));
}

} // namespace goufang::desktop
