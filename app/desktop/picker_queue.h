#pragma once
// The queue of fields (N04): a small window beside the other program that says which field the next paste gives, while
// the clipboard holds that field. It never takes the keyboard.

#include "app/desktop/invoice_text.h"
#include "app/desktop/served_text.h"
#include "app/words/words.h"

#include <functional>
#include <string>
#include <vector>
#include <wx/frame.h>

class wxButton;
class wxPanel;
class wxStaticText;

namespace goufang::desktop {

class PickerQueue : public wxFrame {
  public:
    PickerQueue(words::Language language, ServedText& clipboard);

    /// Blank fields of the buyer are left out. False when the clipboard cannot be had.
    bool start(const model::Buyer& b);
    void stop(); ///< hides the window; the clipboard keeps the field it holds
    bool running() const { return m_at < m_steps.size(); }
    std::size_t position() const { return m_at; } ///< of the field that the next paste gives; step_count() = all given
    std::size_t step_count() const { return m_steps.size(); }
    wxString next_text() const; ///< what the window says is next
    void go(std::size_t step);  ///< by hand
    bool ShouldPreventAppExit() const override { return false; }

    std::function<void()> on_end; ///< stopped, by the person or because all was given

  private:
    struct Step {
        model::Field field;
        std::string text;
        wxStaticText* mark = nullptr;
        wxStaticText* label = nullptr;
        wxStaticText* value = nullptr;
    };
    void build();
    void show_state();
    void pasted();
    void lost();

    words::Language m_language;
    ServedText& m_clipboard;
    std::vector<Step> m_steps; ///< those with a value
    std::size_t m_at = 0;
    bool m_lost = false; ///< another program put something on the clipboard
    wxStaticText* m_next;
    wxPanel* m_rows;
    wxButton *m_back, *m_forward, *m_end;
};

} // namespace goufang::desktop
