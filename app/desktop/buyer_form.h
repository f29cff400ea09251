#pragma once
// The detail pane: one buyer, edited in place, with live findings beside each field. It saves nothing itself: on_save
// gets the buyer. Nothing typed is lost: the caller asks unsaved() before it shows another buyer.

#include "app/words/words.h"
#include "core/model/buyer.h"

#include <functional>
#include <optional>
#include <vector>
#include <wx/scrolwin.h>

class wxChoice;
class wxClipboardTextEvent;
class wxFlexGridSizer;
class wxKeyEvent;
class wxStaticText;
class wxTextCtrl;

namespace goufang::desktop {

class BuyerForm : public wxScrolledWindow {
  public:
    BuyerForm(wxWindow* parent, words::Language language);

    void show(const model::Buyer& buyer); ///< a stored one, or a new one (id 0) to be filled in
    void clear();
    bool unsaved() const;
    bool empty() const { return !m_buyer.has_value(); }
    model::Buyer value() const; ///< as it stands in the controls
    void focus_first();
    wxTextCtrl& control(model::Field field);

    std::function<void()> on_edited;            ///< something was typed
    std::function<void(bool and_next)> on_save; ///< Ctrl+Enter, Ctrl+Shift+Enter
    /// A live buyer with this tax id other than the one shown; asked while typing.
    std::function<std::optional<std::string>(const std::string& tax_id, model::BuyerId other_than)> tax_id_owner;

  private:
    struct Row {
        model::Field field;
        wxTextCtrl* text;
        wxStaticText* mark;
        wxStaticText* sentence;
    };
    void add_row(wxFlexGridSizer& grid, model::Field field, std::string_view label);
    void check();
    void on_key(wxKeyEvent& event);
    void on_paste(wxClipboardTextEvent& event, Row& row);

    words::Language m_language;
    std::optional<model::Buyer> m_buyer;
    std::vector<Row> m_rows;
    wxChoice* m_kind = nullptr;
    wxChoice* m_status = nullptr;
    bool m_filling = false;
};

} // namespace goufang::desktop
