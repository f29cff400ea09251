#pragma once
// The main window: tree left, list, detail pane at the right or below, status line with undo. A thin caller: what it
// does to data are the operations that the command line calls too.

#include "app/desktop/buyer_form.h"
#include "app/desktop/buyer_list.h"
#include "app/desktop/category_panel.h"
#include "app/desktop/commands.h"
#include "app/desktop/dialogs.h"
#include "app/desktop/library.h"
#include "app/desktop/modal_watch.h"
#include "app/desktop/settings.h"
#include "app/desktop/status_line.h"
#include "core/text/errors.h"

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <wx/frame.h>
#include <wx/timer.h>

class wxChoice;
class wxInfoBar;
class wxSearchCtrl;
class wxSplitterWindow;
class wxStaticText;

namespace goufang::desktop {

class LibraryStrip;
class Picker;
enum class CodeChoice;

class MainFrame : public wxFrame {
  public:
    MainFrame(words::Language language, Settings& settings);
    ~MainFrame() override;

    void open_library(store::Registry registry);
    /// Opens by path; shows the sentence and answers false when that fails.
    bool open_path(const std::string& path);
    void import_from(const std::string& path); ///< a picture: the title QR codes in it

    Library* library() { return m_library.get(); }
    BuyerList& list() { return *m_list; }
    BuyerForm& form() { return *m_form; }
    CategoryPanel& categories() { return *m_categories; }
    wxSearchCtrl& search_box() { return *m_search; }
    wxString status_text() const { return m_status->message(); }
    words::Language language() const { return m_language; }
    Settings& settings() { return m_settings; }
    Picker& picker() { return *m_picker; }
    const View& view() const { return m_view; }
    bool settled() const { return m_settled; }            ///< the list shows the answer to the newest question
    bool answered() const { return m_shown == m_serial; } ///< it shows at least the best of that answer
    void run(Command c);

  private:
    struct Handler {
        std::function<void()> run;
        std::function<bool()> enabled;
        std::function<bool()> checked;
    };
    // main_frame.cpp: what is shown
    void build();
    wxWindow* build_right(wxWindow* parent);
    void show_view();
    void rows_arrived(Rows rows);
    void show_counts();
    wxString empty_hint() const;
    void show_focused();
    void after_change(const wxString& message, bool offer_undo = true);
    void show_bar(wxInfoBar*& bar, const char* name, Command command, const wxString& label, const wxString& message,
                  int icon);
    static void dismiss(wxInfoBar* bar);
    void say(const wxString& message, bool offer_undo);
    bool attempt(const std::function<void()>& what); ///< shows the sentence of an Error and answers false
    void show_scope();
    void choose_scope(int choice); ///< of m_scope
    // main_frame_layout.cpp
    void place_form();
    void remember_layout();
    void restore_layout();
    // main_frame_commands.cpp
    void bind_commands();
    void add_handler(Command c, std::function<void()> run, std::function<bool()> enabled = {},
                     std::function<bool()> checked = {});
    // main_frame_keys.cpp
    KeyHabit habit_set() const; ///< in the settings
    void change_habit();        ///< to the one that is set
    void use_second_keys();
    void name_picker_key();
    bool pane_key(const wxKeyEvent& event, bool in_tree); ///< keys that list and tree share
    bool list_key(wxKeyEvent& event);
    bool tree_key(wxKeyEvent& event);
    void on_char_hook(wxKeyEvent& event);
    void cycle_pane(bool back);
    bool edits_text() const; ///< the focus is in a text field
    void name_steps();       ///< 撤销“…” in the menu
    // main_frame_buyers.cpp
    void bind_form();
    bool leave_form(); ///< asks when something is unsaved; false = stay
    void new_buyer();
    bool save_form();
    void save(bool and_next);
    bool settle_name(model::Buyer& b);    ///< a changed name: misprint or renamed? false = back
    bool settle_account(model::Buyer& b); ///< a changed account: what becomes of the old one? false = back
    bool settle_errors(model::Buyer& b);
    void edit_selected(); ///< several at once
    void remove_selected();
    void restore_selected();
    void move_selected();
    void move_to(std::vector<model::BuyerId> ids, model::CategoryId to);
    void set_status(model::Status status);
    void copy_block();
    void copy_rows();
    void show_buyer_history();
    void visit(const std::vector<Visit>& visits); ///< the first now, the others by F8
    void go_to(const Visit& visit);
    void next_problem();
    void jump_to(model::BuyerId id, std::optional<model::Field> field = std::nullopt);
    void keep_unsaved();
    void bring_unsaved_back();
    std::string unsaved_path() const;
    // main_frame_tree.cpp
    void bind_tree();
    void add_category(model::CategoryId parent, const std::string& name);
    void rename_category(model::CategoryId id, const std::string& name);
    CodeChoice settle_codes(const std::function<std::vector<store::NewCode>()>& preview);
    void move_category(model::CategoryId id, model::CategoryId to);
    void merge_category(model::CategoryId from, model::CategoryId into);
    void remove_category();
    void order_category(bool up);
    void after_move(const wxString& message); ///< after_change() with a bar that offers to undo
    void cut();
    void paste();
    // main_frame_files.cpp
    void show_error(const Error& error);
    void accept_files(); ///< dropped on the window: imported
    void undo();
    void redo();
    void choose_import();
    void paste_block(const std::string& picture); ///< "" = the clipboard
    void export_to();
    void backup();
    void print_list(bool preview);
    void print_card();
    void show_history();
    void show_imports();
    void show_changes();
    void show_health();
    void choose_library(bool make);
    void show_settings();

    words::Language m_language;
    KeyHabit m_habit = KeyHabit::usual;
    Settings& m_settings;
    std::unordered_map<int, Handler> m_handlers;
    wxSplitterWindow* m_split_tree = nullptr;
    wxSplitterWindow* m_split_form = nullptr;
    CategoryPanel* m_categories = nullptr;
    BuyerList* m_list = nullptr;
    BuyerForm* m_form = nullptr;
    wxSearchCtrl* m_search = nullptr;
    wxChoice* m_scope = nullptr; ///< shown while a category narrows the list
    wxStaticText* m_count = nullptr;
    LibraryStrip* m_strip = nullptr;
    wxInfoBar* m_bar = nullptr;        ///< offers to undo; both are made when first shown
    wxInfoBar* m_reason_bar = nullptr; ///< why the buyer is being visited
    StatusLine* m_status = nullptr;
    View m_view;
    std::uint64_t m_serial = 0, m_shown = 0; ///< of the newest question; of the answer that is shown
    std::uint64_t m_total = 0, m_everything = 0;
    model::BuyerId m_focus_next = 0; ///< to be focused when the rows arrive
    std::optional<model::Field> m_field_next;
    std::vector<Visit> m_queue; ///< of the health check or of an import's report, for F8; the last is next
    bool m_settled = false, m_answered = false;
    bool m_below = false; ///< the detail pane is below the list
    model::CategoryId m_cut_category = 0;
    std::vector<model::BuyerId> m_cut_buyers;
    wxTimer m_unsaved_timer;
    wxTimer m_elsewhere_timer;
    wxTimer m_start_timer; ///< the library starts when its first rows are painted, or when this has run out
    ModalWatch m_modal;
    wxTimer m_close_timer; ///< closing goes on when the dialogs are left
    bool m_close_forced = false;
    wxString m_undo_name, m_redo_name;
    bool m_steps_stale = true;
    std::unique_ptr<Library> m_library;
    int m_opened = 0;                 ///< counts the libraries opened
    std::unique_ptr<Picker> m_picker; ///< reads the library: goes first
};

} // namespace goufang::desktop
