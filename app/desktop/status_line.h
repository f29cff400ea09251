#pragma once
// The line at the bottom: message with an undo link, selection, library. Made of ordinary controls, because a
// wxStatusBar is silent to screen readers.

#include <functional>
#include <wx/panel.h>

class wxButton;
class wxStaticText;

namespace goufang::desktop {

class StatusLine : public wxPanel {
  public:
    explicit StatusLine(wxWindow* parent);
    void say(const wxString& message, bool offer_undo);
    void show_selection(const wxString& text);
    void show_library(const wxString& name);
    wxString message() const;
    bool offers_undo() const;
    std::function<void()> on_undo;

  private:
    wxStaticText *m_message, *m_selection, *m_library;
    wxButton* m_undo;
};

} // namespace goufang::desktop
