#pragma once
// The picker's own small window (F38): search field, what it found, the chosen buyer's fields. It decides nothing: what
// a key means is told to its owner. Keys are read behind the input method, so that Enter, Esc, digits and arrows belong
// to a composition while there is one.

#include "app/desktop/invoice_text.h"
#include "app/desktop/picker_list.h"

#include <array>
#include <functional>
#include <string>
#include <vector>
#include <wx/frame.h>

class wxStaticText;
class wxTextCtrl;

namespace goufang::desktop {

class PickerWindow : public wxFrame {
  public:
    explicit PickerWindow(words::Language language);

    /// Empties the field, shows the window above other programs and gives it the keyboard.
    void open(const wxString& company);
    void show_rows(std::vector<PickerRow> rows, const wxString& count, const wxString& hint);
    std::string query() const;
    PickerList& list() { return *m_list; }
    wxTextCtrl& search_box() { return *m_search; }
    wxString detail(std::size_t field) const; ///< of k_invoice_fields
    wxString count_text() const;
    wxString hint_text() const;
    bool ShouldPreventAppExit() const override { return false; }

    std::function<void()> on_query;                       ///< the text in the field is another
    std::function<void()> on_take;                        ///< Enter, double click
    std::function<void(std::size_t field)> on_take_field; ///< Ctrl+1 ... Ctrl+6
    std::function<void()> on_take_queue;                  ///< Ctrl+Enter
    std::function<void()> on_leave;                       ///< Esc, the close button

  private:
    void on_char(wxKeyEvent& event);
    bool move(const wxKeyEvent& event);
    void show_detail();

    wxTextCtrl* m_search;
    wxStaticText* m_count;
    PickerList* m_list;
    wxStaticText* m_hint;
    std::array<wxStaticText*, k_invoice_fields.size()> m_values{};
};

} // namespace goufang::desktop
