// Commands: which are possible when, and what they run.
#include "app/desktop/dialogs.h"
#include "app/desktop/main_frame.h"
#include "app/desktop/picker.h"
#include "app/desktop/tr.h"

#include <wx/aboutdlg.h>
#include <wx/infobar.h>
#include <wx/menu.h>
#include <wx/srchctrl.h>
#include <wx/textctrl.h>

namespace goufang::desktop {

void MainFrame::add_handler(Command c, std::function<void()> run, std::function<bool()> enabled,
                            std::function<bool()> checked) {
    m_handlers[wx_id(c)] = {std::move(run), std::move(enabled), std::move(checked)};
}

void MainFrame::bind_commands() {
    const auto open = [this] { return m_library && !m_library->lent(); };
    const auto chosen = [this, open] { return open() && m_list->selected_count() > 0; };
    const auto in_bin = [this, chosen] { return chosen() && m_view.shelf == Shelf::recycled; };
    const auto live = [this, chosen] { return chosen() && m_view.shelf != Shelf::recycled; };
    const auto in_category = [this, open] { return open() && m_categories->selected().shelf == Shelf::category; };
    const auto unsaved = [this] { return m_form->unsaved(); };
    add_handler(Command::new_library, [this] { choose_library(true); });
    add_handler(Command::open_library, [this] { choose_library(false); });
    add_handler(
        Command::import_file, [this] { choose_import(); }, open);
    add_handler(
        Command::import_history, [this] { show_imports(); }, open);
    add_handler(
        Command::export_file, [this] { export_to(); }, open);
    add_handler(
        Command::backup, [this] { backup(); }, open);
    add_handler(
        Command::print_list, [this] { print_list(false); },
        [this, open] { return open() && m_list->row_count() != 0; });
    add_handler(
        Command::preview_list, [this] { print_list(true); },
        [this, open] { return open() && m_list->row_count() != 0; });
    add_handler(
        Command::print_card, [this] { print_card(); }, [this, open] { return open() && !m_form->empty(); });
    add_handler(Command::settings, [this] { show_settings(); });
    add_handler(Command::quit, [this] { Close(); });
    add_handler(
        Command::undo, [this] { undo(); }, [this, open] { return open() && (!m_undo_name.empty() || m_steps_stale); });
    add_handler(
        Command::redo, [this] { redo(); }, [this, open] { return open() && !m_redo_name.empty(); });
    add_handler(
        Command::copy_block, [this] { copy_block(); }, chosen);
    add_handler(
        Command::copy_rows, [this] { copy_rows(); }, chosen);
    add_handler(
        Command::select_all, [this] { m_list->select_all(); }, open);
    add_handler(Command::find, [this] {
        m_search->SetFocus();
        m_search->SelectAll();
    });
    add_handler(
        Command::new_buyer, [this] { new_buyer(); }, open);
    add_handler(
        Command::edit_buyer, [this] { m_list->selected_count() > 1 ? edit_selected() : m_form->focus_first(); }, live);
    add_handler(
        Command::edit_many, [this] { edit_selected(); },
        [this, live] { return live() && m_list->selected_count() > 1; });
    add_handler(
        Command::save_buyer, [this] { save(false); }, unsaved);
    add_handler(
        Command::save_and_next, [this] { save(true); }, unsaved);
    add_handler(
        Command::remove_buyer, [this] { remove_selected(); }, live);
    add_handler(
        Command::restore_buyer, [this] { restore_selected(); }, in_bin);
    add_handler(
        Command::move_buyer, [this] { move_selected(); }, live);
    add_handler(
        Command::deactivate, [this] { set_status(model::Status::inactive); }, live);
    add_handler(
        Command::activate, [this] { set_status(model::Status::active); }, live);
    add_handler(
        Command::buyer_history, [this] { show_buyer_history(); },
        [this, open] { return open() && !m_form->empty() && m_form->shown()->id != 0; });
    add_handler(
        Command::title_qr, [this] { show_title_qr(*this, *m_form->shown(), m_library->registry(), m_language); },
        [this, open] { return open() && !m_form->empty() && m_form->shown()->id != 0; });
    add_handler(
        Command::new_category, [this] { m_categories->add_below_selected(); }, open);
    add_handler(
        Command::rename_category, [this] { m_categories->rename_selected(); }, in_category);
    add_handler(
        Command::cut_category, [this] { cut(); }, [in_category, live] { return in_category() || live(); });
    add_handler(
        Command::paste_category, [this] { paste(); },
        [this, open] { return open() && (m_cut_category != 0 || !m_cut_buyers.empty()); });
    add_handler(
        Command::category_up, [this] { order_category(true); }, in_category);
    add_handler(
        Command::category_down, [this] { order_category(false); }, in_category);
    add_handler(
        Command::merge_category,
        [this] {
            const model::CategoryId from = m_categories->selected().category;
            const auto into = choose_category(*this, m_library->registry().tree(), tr("合并到"), tr("合并(&M)"));
            if (into) merge_category(from, *into);
        },
        in_category);
    add_handler(
        Command::remove_category, [this] { remove_category(); }, in_category);
    add_handler(
        Command::show_codes, [this] { m_categories->show_codes(!m_categories->codes_shown()); }, {},
        [this] { return m_categories->codes_shown(); });
    add_handler(
        Command::toggle_detail,
        [this] {
            remember_layout();
            m_below = !m_below;
            place_form();
        },
        {}, [this] { return m_below; });
    add_handler(
        Command::scope,
        [this] {
            m_view.exact = !m_view.exact;
            show_view();
        },
        in_category, [this] { return m_view.exact; });
    add_handler(Command::choose_columns, [this] {
        ListHeader& header = m_list->header();
        if (const auto layout = desktop::choose_columns(*this, header.layout())) {
            header.set_layout(*layout);
            if (header.on_change) header.on_change();
        }
    });
    add_handler(Command::go_tree, [this] { m_categories->tree().SetFocus(); });
    add_handler(Command::go_list, [this] { m_list->canvas().SetFocus(); });
    add_handler(
        Command::go_form, [this] { m_form->focus_first(); }, [this] { return !m_form->empty(); });
    add_handler(Command::next_pane, [this] { cycle_pane(false); });
    add_handler(Command::pick, [this] { m_picker->show(); });
    add_handler(
        Command::health, [this] { show_health(); }, open);
    add_handler(
        Command::paste_block, [this] { paste_block({}); }, open);
    add_handler(
        Command::next_problem, [this] { next_problem(); }, open);
    add_handler(
        Command::history, [this] { show_history(); }, open);
    add_handler(
        Command::changes, [this] { show_changes(); }, open);
    add_handler(Command::show_keys, [this] { desktop::show_keys(*this, m_habit); });
    add_handler(Command::about, [this] {
        wxAboutDialogInfo about;
        about.SetName(tr("购方库"));
        about.SetDescription(tr("开票购买方资料库：分类、校验、查找、导入导出。离线运行。"));
        about.SetVersion(wxT(GOUFANG_VERSION));
        wxAboutBox(about, this);
    });

    for (const auto& [id, handler] : m_handlers) {
        // Modal windows open after the event is done: screen readers and input methods hang otherwise.
        const auto later = [this, id = id](wxCommandEvent&) {
            CallAfter([this, id] { run(static_cast<Command>(id)); });
        };
        Bind(wxEVT_MENU, later, id);
        Bind(wxEVT_BUTTON, later, id);
        Bind(
            wxEVT_UPDATE_UI,
            [this, id = id](wxUpdateUIEvent& event) {
                const Handler& h = m_handlers.at(id);
                event.Enable(!h.enabled || h.enabled());
                if (h.checked) event.Check(h.checked());
                if (id == wx_id(Command::undo)) name_steps();
            },
            id);
    }
    use_second_keys();
    name_picker_key();
    wxUpdateUIEvent::SetUpdateInterval(150);
    Bind(wxEVT_CHAR_HOOK, &MainFrame::on_char_hook, this);
    m_list->on_key = [this](wxKeyEvent& event) { return list_key(event); };
    m_categories->on_key = [this](wxKeyEvent& event) { return tree_key(event); };
    m_list->on_menu = [this](const wxPoint& at) {
        constexpr Command list[] = {Command::edit_buyer,   Command::edit_many,     Command::copy_block,
                                    Command::copy_rows,    Command::none,          Command::move_buyer,
                                    Command::deactivate,   Command::activate,      Command::none,
                                    Command::remove_buyer, Command::restore_buyer, Command::buyer_history,
                                    Command::title_qr};
        const auto menu = make_menu(list);
        m_list->canvas().PopupMenu(menu.get(), at);
    };
    m_categories->on_menu = [this](model::CategoryId) {
        constexpr Command list[] = {Command::new_category, Command::new_buyer,       Command::rename_category,
                                    Command::none,         Command::cut_category,    Command::paste_category,
                                    Command::category_up,  Command::category_down,   Command::merge_category,
                                    Command::none,         Command::remove_category, Command::export_file,
                                    Command::show_codes};
        const auto menu = make_menu(list);
        m_categories->tree().PopupMenu(menu.get());
    };
}

void MainFrame::run(Command c) {
    const Handler& handler = m_handlers.at(wx_id(c));
    if (handler.enabled && !handler.enabled()) return;
    wxWindow* focus = wxWindow::FindFocus();
    const bool in_form = focus != nullptr && m_form->IsDescendant(focus);
    if ((c == Command::undo || c == Command::redo) && edits_text() && !in_form) return; // not what was typed for
    // In a text field with changes Ctrl+Z first takes back what was typed there.
    if (c == Command::undo && in_form && m_form->unsaved() && edits_text()) {
        m_form->revert_focused();
        return;
    }
    attempt(handler.run);
}

void MainFrame::name_steps() {
    if (!m_library || m_library->lent() || !m_steps_stale) return;
    m_steps_stale = false;
    const auto undo = m_library->registry().undoable();
    const auto redo = m_library->registry().redoable();
    m_undo_name = undo ? to_wx(words::describe(m_language, *undo)) : wxString();
    m_redo_name = redo ? to_wx(words::describe(m_language, *redo)) : wxString();
    const auto put = [&](Command c, const wxString& step) {
        wxString text = tr(info(c).label);
        if (!step.empty()) text += to_wx("“") + wxString(step).Left(40) + to_wx("”");
        text.Replace(wxT("\t"), wxT(" "));
        if (wxMenuItem* item = GetMenuBar()->FindItem(wx_id(c)))
            item->SetItemLabel(text + wxT("\t") + to_wx(key_of(info(c), m_habit)));
    };
    put(Command::undo, m_undo_name);
    put(Command::redo, m_redo_name);
}

bool MainFrame::edits_text() const { return dynamic_cast<wxTextEntry*>(wxWindow::FindFocus()) != nullptr; }

} // namespace goufang::desktop
