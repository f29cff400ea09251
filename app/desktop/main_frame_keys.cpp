// Keys: those of the menus by habit, and those that belong to the list, the tree and the search box.
#include "app/desktop/main_frame.h"
#include "app/desktop/picker.h"
#include "app/desktop/tr.h"

#include <wx/accel.h>
#include <wx/log.h>
#include <wx/menu.h>
#include <wx/srchctrl.h>
#include <wx/toolbar.h>

namespace goufang::desktop {

KeyHabit MainFrame::habit_set() const { return m_settings.text("keys") == "u8" ? KeyHabit::u8 : KeyHabit::usual; }

void MainFrame::change_habit() {
    if (habit_set() == m_habit) return;
    m_habit = habit_set();
    for (const CommandInfo& c : commands()) {
        if (wxMenuItem* item = GetMenuBar()->FindItem(wx_id(c.command))) item->SetItemLabel(menu_label(c, m_habit));
        if (GetToolBar()->FindById(wx_id(c.command)) != nullptr)
            GetToolBar()->SetToolShortHelp(wx_id(c.command), tool_help(c, m_habit));
    }
    m_steps_stale = true; // 撤销“…” again
    use_second_keys();
}

void MainFrame::use_second_keys() {
    std::vector<wxAcceleratorEntry> entries;
    for (const SecondKey& second : second_keys(m_habit)) {
        wxAcceleratorEntry entry;
        if (!entry.FromString(to_wx(second.key))) continue;
        entry.Set(entry.GetFlags(), entry.GetKeyCode(), wx_id(second.command));
        entries.push_back(entry);
    }
    SetAcceleratorTable(wxAcceleratorTable(static_cast<int>(entries.size()), entries.data()));
}

void MainFrame::name_picker_key() {
    const wxString key = to_wx(m_settings.text("picker-key", k_picker_key));
    const wxLogNull quiet;
    wxAcceleratorEntry entry;
    wxMenuItem* item = GetMenuBar()->FindItem(wx_id(Command::pick));
    item->SetItemLabel(tr(info(Command::pick).label) + (entry.FromString(key) ? wxT("\t") + key : wxString()));
}

namespace {

/// A key of the list or of the tree and its command in each; Command::none = not there.
struct PaneKey {
    int key;
    int modifiers; ///< wxMOD_...; the others must be up
    Command in_list, in_tree;
};
constexpr PaneKey k_pane_keys[] = {
    {WXK_DELETE, wxMOD_NONE, Command::remove_buyer, Command::remove_category},
    {WXK_NUMPAD_DELETE, wxMOD_NONE, Command::remove_buyer, Command::remove_category},
    {WXK_INSERT, wxMOD_NONE, Command::new_buyer, Command::new_buyer},
    {WXK_NUMPAD_INSERT, wxMOD_NONE, Command::new_buyer, Command::new_buyer},
    {WXK_F5, wxMOD_NONE, Command::new_buyer, Command::new_buyer},
    {WXK_F2, wxMOD_NONE, Command::edit_buyer, Command::rename_category},
    {'/', wxMOD_NONE, Command::find, Command::find},
    {'C', wxMOD_CONTROL, Command::copy_rows, Command::none},
    {'X', wxMOD_CONTROL, Command::cut_category, Command::cut_category},
    {'V', wxMOD_CONTROL, Command::paste_category, Command::paste_category},
    {WXK_UP, wxMOD_ALT, Command::none, Command::category_up},
    {WXK_DOWN, wxMOD_ALT, Command::none, Command::category_down},
};

} // namespace

bool MainFrame::pane_key(const wxKeyEvent& event, bool in_tree) {
    for (const PaneKey& k : k_pane_keys) {
        const Command c = in_tree ? k.in_tree : k.in_list;
        if (c == Command::none || k.key != event.GetKeyCode() || k.modifiers != event.GetModifiers()) continue;
        CallAfter([this, c] { run(c); }); // not inside the key's own event: dialogs there confuse input methods
        return true;
    }
    return false;
}

bool MainFrame::list_key(wxKeyEvent& event) {
    if (pane_key(event, false)) return true;
    if (event.GetKeyCode() != WXK_ESCAPE || m_search->IsEmpty()) return false;
    m_search->Clear();
    return true;
}

bool MainFrame::tree_key(wxKeyEvent& event) {
    if (pane_key(event, true)) return true;
    switch (event.GetKeyCode()) {
    case WXK_RETURN:
    case WXK_NUMPAD_ENTER:
        m_list->canvas().SetFocus();
        return true;
    case WXK_ESCAPE:
        if (m_cut_category == 0 && m_cut_buyers.empty()) return false;
        m_cut_category = 0;
        m_cut_buyers.clear();
        m_categories->set_cut(0);
        return true;
    default:
        return false;
    }
}

void MainFrame::on_char_hook(wxKeyEvent& event) {
    const int key = event.GetKeyCode();
    wxWindow* focus = wxWindow::FindFocus();
    const bool searching = focus != nullptr && (focus == m_search || focus->GetParent() == m_search);
    if (key == WXK_F6 && event.ShiftDown() && m_habit == KeyHabit::usual) return cycle_pane(true);
    if (key == WXK_F2 && m_habit == KeyHabit::u8 && focus != nullptr && m_form->IsDescendant(focus)) { // 参照
        CallAfter([this] { m_form->on_category(); });
        return;
    }
    if ((key == '?' || key == '/') && event.GetModifiers() == (wxMOD_CONTROL | wxMOD_SHIFT)) { // Ctrl+?
        CallAfter([this] { run(Command::show_keys); });
        return;
    }
    if (searching && (key == WXK_DOWN || key == WXK_RETURN || key == WXK_NUMPAD_ENTER)) {
        m_list->canvas().SetFocus();
        if (m_list->focused_id() == 0 && m_list->row_count() != 0) {
            wxKeyEvent down(wxEVT_KEY_DOWN);
            down.m_keyCode = WXK_HOME;
            m_list->canvas().ProcessWindowEvent(down);
        }
        return;
    }
    if (searching && key == WXK_ESCAPE) {
        if (m_search->IsEmpty())
            m_list->canvas().SetFocus();
        else
            m_search->Clear();
        return;
    }
    event.Skip();
}

void MainFrame::cycle_pane(bool back) {
    wxWindow* focus = wxWindow::FindFocus();
    int at = 1;
    if (focus != nullptr && m_categories->IsDescendant(focus)) at = 0;
    if (focus != nullptr && m_form->IsDescendant(focus)) at = 2;
    const int panes = m_form->empty() ? 2 : 3;
    at = (at + (back ? panes - 1 : 1)) % panes;
    if (at == 0) m_categories->tree().SetFocus();
    if (at == 1) m_list->canvas().SetFocus();
    if (at == 2) m_form->focus_first();
}

} // namespace goufang::desktop
