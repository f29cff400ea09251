#pragma once
// The line at the bottom: message with an undo link, selection with what can be done to it, library. Made of ordinary
// controls, because a wxStatusBar is silent to screen readers.

#include <functional>
#include <vector>
#include <wx/panel.h>

class wxButton;
class wxStaticText;

namespace goufang::desktop {

class StatusLine : public wxPanel {
  public:
    explicit StatusLine(wxWindow* parent);
    void say(const wxString& message, bool offer_undo);
    /// Empty: nothing is selected, and nothing is offered. What is offered are commands: their events go to the frame.
    void show_selection(const wxString& text);
    void show_library(const wxString& name);
    wxString message() const;
    bool offers_undo() const;
    std::function<void()> on_undo;

  private:
    void fit_message(); ///< shortens what would push the library's name out of the window

    wxStaticText *m_message, *m_selection, *m_library;
    wxButton* m_undo;
    std::vector<wxButton*> m_offers;
};

} // namespace goufang::desktop
