#pragma once
// The detail pane: one buyer, edited in place, with live findings below each field. It saves nothing itself: on_save is
// asked. Nothing typed is lost: the caller asks unsaved() before it shows another buyer.

#include "app/desktop/note.h"
#include "app/desktop/pair_field.h"
#include "app/words/words.h"
#include "core/model/buyer.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>
#include <wx/scrolwin.h>

class wxBoxSizer;
class wxButton;
class wxChoice;
class wxClipboardTextEvent;
class wxKeyEvent;
class wxStaticText;
class wxTextCtrl;

namespace goufang::desktop {

/// Another buyer that stands in the way, e.g. with the same tax id.
struct OtherBuyer {
    model::BuyerId id = 0;
    std::string code, name;
};

class BuyerForm : public wxPanel {
  public:
    BuyerForm(wxWindow* parent, words::Language language);

    void show(const model::Buyer& buyer); ///< a stored one, or a new one (id 0) to be filled in
    void clear();
    bool unsaved() const;
    bool empty() const { return !m_buyer.has_value(); }
    const std::optional<model::Buyer>& shown() const { return m_buyer; }
    model::Buyer value() const;          ///< as it stands in the controls
    void set_value(const model::Buyer&); ///< into the controls, over the buyer that is shown: unsaved work brought back
    void set_category(model::CategoryId id, const wxString& path);
    void revert_focused(); ///< the focused field back to what is stored
    void focus_first();
    void focus_field(model::Field field);
    wxTextCtrl& control(model::Field field);
    wxString note_text(model::Field field) const; ///< the sentence below the field
    bool enter_moves = true;                      ///< Enter goes to the next field

    std::function<void()> on_edited;            ///< something was typed
    std::function<void(bool and_next)> on_save; ///< Ctrl+Enter, Ctrl+Shift+Enter, the buttons
    std::function<void()> on_leave;             ///< Esc
    std::function<void(model::BuyerId)> on_jump;
    std::function<void()> on_category; ///< choose another one
    std::function<void()> on_history;
    /// A live buyer with this tax id other than the one shown; asked while typing.
    std::function<std::optional<OtherBuyer>(const std::string& tax_id, model::BuyerId other_than)> tax_id_owner;
    /// Path of a category, for the heading.
    std::function<wxString(model::CategoryId)> category_path;

  private:
    struct Row {
        model::Field field; ///< the first of a pair
        wxTextCtrl* text;   ///< nullptr for a pair
        PairField* pair;
        wxStaticText* mark;
        wxStaticText* counter;
        Note* note;
        wxString pasted; ///< what was cleaned off a paste; until the next key
    };

    void add_row(wxBoxSizer& box, model::Field field, const char* id, const wxString& label);
    void add_pair(wxBoxSizer& box, model::Field left, const wxString& label);
    void add_two(wxBoxSizer& box, wxWindow* a, const wxString& a_label, wxWindow* b, const wxString& b_label);
    wxTextCtrl* plain_text(model::Field field, const char* id, const wxString& label);
    wxStaticText* make_mark();
    wxStaticText* caption(const wxString& label);
    void watch(wxTextCtrl* text, model::Field field);
    Row* row_of(model::Field field);
    void edited();
    void check();
    void check_row(Row& row, const model::Buyer& b, const struct Findings& found);
    void count_bytes(Row& row, const model::Buyer& b);
    void propose_mnemonic(const model::Buyer& b);
    void lay_out();
    void on_key(wxKeyEvent& event);
    void on_paste(wxClipboardTextEvent& event, wxTextCtrl* text, model::Field field);
    void edit_sets(model::Field left);
    void show_more();

    words::Language m_language;
    std::optional<model::Buyer> m_buyer;
    model::CategoryId m_category = 0;
    std::vector<model::AddressPhone> m_more_addresses;
    std::vector<model::BankAccount> m_more_accounts;
    std::vector<Row> m_rows;
    std::vector<std::pair<model::Field, wxTextCtrl*>> m_plain; ///< fields without a note
    std::vector<std::unique_ptr<PairField>> m_pairs;
    std::vector<wxStaticText*> m_captions;
    wxStaticText* m_title = nullptr;
    wxStaticText* m_initials = nullptr;
    wxScrolledWindow* m_body = nullptr;
    wxButton* m_category_button = nullptr;
    wxButton* m_sets[2] = {nullptr, nullptr};
    wxButton* m_jump = nullptr;
    wxButton* m_save = nullptr;
    wxButton* m_save_next = nullptr;
    wxChoice* m_kind = nullptr;
    wxChoice* m_status = nullptr;
    wxTextCtrl* m_tags = nullptr;
    wxStaticText* m_former = nullptr;
    model::BuyerId m_owner = 0;
    bool m_filling = false;
    bool m_own_mnemonic = false; ///< the mnemonic was typed, not proposed
};

} // namespace goufang::desktop
