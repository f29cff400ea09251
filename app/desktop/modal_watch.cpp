#include "app/desktop/modal_watch.h"

#include <algorithm>
#include <wx/dialog.h>

#ifdef __WXGTK__
// Message boxes are GTK's own dialogs, which wx cannot end. Declared here because the toolkit's headers are not needed
// for anything else.
extern "C" void gtk_dialog_response(void* dialog, int response);
#endif

namespace goufang::desktop {

void ModalWatch::leave_innermost() {
    if (m_open.empty()) return;
    wxDialog* dialog = m_open.back();
    if (dialog->IsModal()) {
        dialog->Close();
        return;
    }
#ifdef __WXGTK__
    constexpr int cancel = -6; // GTK_RESPONSE_CANCEL
    if (dialog->GetHandle() != nullptr) gtk_dialog_response(dialog->GetHandle(), cancel);
#endif
}

int ModalWatch::Enter(wxDialog* dialog) {
    if (std::find(m_open.begin(), m_open.end(), dialog) == m_open.end()) m_open.push_back(dialog);
    return wxID_NONE;
}

void ModalWatch::Exit(wxDialog* dialog) { std::erase(m_open, dialog); }

} // namespace goufang::desktop
