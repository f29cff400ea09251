#pragma once
// The main window: tree left, list right, detail pane below, status line with undo. A thin caller: what it does to data
// are the operations that the command line calls too.

#include "app/desktop/buyer_form.h"
#include "app/desktop/buyer_list.h"
#include "app/desktop/category_panel.h"
#include "app/desktop/commands.h"
#include "app/desktop/library.h"

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <wx/frame.h>
#include <wx/timer.h>

class wxButton;
class wxSearchCtrl;
class wxSplitterWindow;
class wxStaticText;

namespace goufang::desktop {

class MainFrame : public wxFrame {
  public:
    explicit MainFrame(words::Language language);

    void open_library(store::Registry registry);
    Library* library() { return m_library.get(); }
    BuyerList& list() { return *m_list; }
    BuyerForm& form() { return *m_form; }
    CategoryPanel& categories() { return *m_categories; }
    wxSearchCtrl& search_box() { return *m_search; }
    wxString status_text() const;

  private:
    struct Handler {
        std::function<void()> run;
        std::function<bool()> enabled;
    };
    void build();
    void bind_commands();
    void run(Command c);
    void add_handler(Command c, std::function<void()> run, std::function<bool()> enabled = {});

    void show_view();
    void rows_arrived(Rows rows);
    void after_change(const wxString& message, bool offer_undo = true);
    void show_counts();
    void say(const wxString& message, bool offer_undo);
    /// Runs something that may throw Error; shows its sentence and answers false.
    bool attempt(const std::function<void()>& what);

    bool leave_form(); ///< asks when something is unsaved; false = stay
    void show_focused();
    void new_buyer();
    bool save_form();
    void save(bool and_next);
    void remove_selected();
    void restore_selected();
    void move_selected();
    void remove_category();
    void undo();
    void redo();
    void copy_block();
    void import_from(const std::string& path);
    void export_to();
    void backup();
    void show_history();
    void show_keys();
    void choose_library(bool make);

    words::Language m_language;
    std::unordered_map<int, Handler> m_handlers;
    wxSplitterWindow* m_split_tree = nullptr;
    wxSplitterWindow* m_split_form = nullptr;
    CategoryPanel* m_categories = nullptr;
    BuyerList* m_list = nullptr;
    BuyerForm* m_form = nullptr;
    wxSearchCtrl* m_search = nullptr;
    wxStaticText* m_count = nullptr;
    wxStaticText* m_empty = nullptr;
    wxStaticText* m_message = nullptr;
    wxButton* m_undo_link = nullptr;
    wxStaticText* m_selection = nullptr;
    wxStaticText* m_library_name = nullptr;
    View m_view;
    std::uint64_t m_serial = 0;
    std::uint64_t m_total = 0, m_everything = 0;
    model::BuyerId m_focus_next = 0; ///< to be focused when the rows arrive
    std::unique_ptr<Library> m_library;
};

} // namespace goufang::desktop
