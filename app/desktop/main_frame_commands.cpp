// What the commands of the window do: each calls an operation, then says in the status line what happened.
#include "app/desktop/dialogs.h"
#include "app/desktop/main_frame.h"
#include "app/desktop/tr.h"
#include "core/find/index.h"
#include "core/text/fold.h"
#include "core/text/split.h"

#include <wx/clipbrd.h>
#include <wx/dnd.h>
#include <wx/filedlg.h>
#include <wx/msgdlg.h>
#include <wx/srchctrl.h>
#include <wx/textdlg.h>

namespace goufang::desktop {

namespace {

class FileDrop : public wxFileDropTarget {
  public:
    explicit FileDrop(std::function<void(const std::string&)> take) : m_take(std::move(take)) {}
    bool OnDropFiles(wxCoord, wxCoord, const wxArrayString& files) override {
        if (files.size() != 1) return false;
        m_take(from_wx(files[0]));
        return true;
    }

  private:
    std::function<void(const std::string&)> m_take;
};

wxString numbered(std::size_t n) { return wxString::Format(wxT("%zu"), n); }

} // namespace

void MainFrame::add_handler(Command c, std::function<void()> run, std::function<bool()> enabled) {
    m_handlers[wx_id(c)] = {std::move(run), std::move(enabled)};
}

void MainFrame::bind_commands() {
    const auto open = [this] { return m_library != nullptr; };
    const auto chosen = [this] { return m_library && m_list->GetSelectedItemCount() > 0; };
    const auto in_bin = [this, chosen] { return chosen() && m_view.shelf == Shelf::recycled; };
    const auto live = [this, chosen] { return chosen() && m_view.shelf != Shelf::recycled; };
    const auto in_category = [this] { return m_library && m_categories->selected().shelf == Shelf::category; };
    add_handler(Command::new_library, [this] { choose_library(true); });
    add_handler(Command::open_library, [this] { choose_library(false); });
    add_handler(
        Command::import_file,
        [this] {
            wxFileDialog dialog(this, tr("导入：选择开票软件或表格的文件"), wxEmptyString, wxEmptyString,
                                tr("所有文件") + wxT("|*"), wxFD_OPEN | wxFD_FILE_MUST_EXIST);
            if (dialog.ShowModal() == wxID_OK) import_from(from_wx(dialog.GetPath()));
        },
        open);
    add_handler(
        Command::export_file, [this] { export_to(); }, open);
    add_handler(
        Command::backup, [this] { backup(); }, open);
    add_handler(Command::quit, [this] { Close(); });
    add_handler(
        Command::undo, [this] { undo(); }, [this] { return m_library && m_library->registry().undoable(); });
    add_handler(
        Command::redo, [this] { redo(); }, [this] { return m_library && m_library->registry().redoable(); });
    add_handler(
        Command::copy_block, [this] { copy_block(); }, chosen);
    add_handler(Command::find, [this] {
        m_search->SetFocus();
        m_search->SelectAll();
    });
    add_handler(
        Command::new_buyer, [this] { new_buyer(); }, open);
    add_handler(
        Command::edit_buyer, [this] { m_form->focus_first(); }, live);
    add_handler(
        Command::save_buyer, [this] { save(false); }, [this] { return m_form->unsaved(); });
    add_handler(
        Command::save_and_next, [this] { save(true); }, [this] { return m_form->unsaved(); });
    add_handler(
        Command::remove_buyer, [this] { remove_selected(); }, live);
    add_handler(
        Command::restore_buyer, [this] { restore_selected(); }, in_bin);
    add_handler(
        Command::move_buyer, [this] { move_selected(); }, live);
    add_handler(
        Command::new_category, [this] { m_categories->add_below_selected(); }, open);
    add_handler(
        Command::rename_category, [this] { m_categories->rename_selected(); }, in_category);
    add_handler(
        Command::remove_category, [this] { remove_category(); }, in_category);
    add_handler(
        Command::health,
        [this] {
            const model::BuyerId id = show_health(*this, *m_library, m_language);
            after_change(status_text(), false);
            if (id != 0) m_list->focus_buyer(id);
        },
        open);
    add_handler(
        Command::history, [this] { show_history(); }, open);
    add_handler(Command::show_keys, [this] { desktop::show_keys(*this); });

    for (const auto& [id, handler] : m_handlers) {
        // Modal windows open after the event is done: screen readers hang otherwise.
        Bind(
            wxEVT_MENU, [this, id = id](wxCommandEvent&) { CallAfter([this, id] { run(static_cast<Command>(id)); }); },
            id);
        Bind(
            wxEVT_BUTTON,
            [this, id = id](wxCommandEvent&) { CallAfter([this, id] { run(static_cast<Command>(id)); }); }, id);
        Bind(
            wxEVT_UPDATE_UI,
            [this, id = id](wxUpdateUIEvent& event) {
                const Handler& h = m_handlers.at(id);
                event.Enable(!h.enabled || h.enabled());
            },
            id);
    }
    wxUpdateUIEvent::SetUpdateInterval(200);
    SetDropTarget(new FileDrop([this](const std::string& path) { CallAfter([this, path] { import_from(path); }); }));
}

void MainFrame::run(Command c) {
    const Handler& handler = m_handlers.at(wx_id(c));
    if (handler.enabled && !handler.enabled()) return;
    attempt(handler.run);
}

bool MainFrame::leave_form() {
    if (m_form->empty() || !m_form->unsaved()) return true;
    wxMessageDialog box(this, tr("“%s”改了还没有保存。", to_wx(m_form->value().name)), tr("保存吗？"),
                        wxYES_NO | wxCANCEL | wxICON_QUESTION);
    box.SetYesNoCancelLabels(tr("保存(&S)"), tr("不保存(&D)"), tr("返回(&B)"));
    switch (box.ShowModal()) {
    case wxID_YES:
        return save_form();
    case wxID_NO:
        return true;
    default:
        return false;
    }
}

void MainFrame::show_focused() {
    if (!m_library || !m_form->empty()) {
        if (m_library && m_form->unsaved() && !leave_form()) return;
    }
    const auto buyer = m_library ? m_library->registry().buyer(m_list->focused_id()) : std::nullopt;
    if (buyer)
        m_form->show(*buyer);
    else
        m_form->clear();
    show_counts();
}

void MainFrame::new_buyer() {
    if (!leave_form()) return;
    model::Buyer fresh;
    const View at = m_categories->selected();
    if (at.shelf == Shelf::category) fresh.category = at.category;
    fresh.code = m_library->registry().next_buyer_code(fresh.category);
    m_form->show(fresh);
    m_form->focus_first();
    say(tr("增加购买方：填好后按 Ctrl+Enter 保存"), false);
}

bool MainFrame::save_form() {
    model::Buyer b = m_form->value();
    b.name = text::clean_text(b.name);
    b.tax_id = text::clean_tax_id(b.tax_id);
    if (b.name.empty()) {
        wxMessageDialog box(this, tr("请填写购买方名称。"), tr("还不能保存"), wxOK | wxICON_INFORMATION);
        box.ShowModal();
        m_form->focus_first();
        return false;
    }
    if (b.mnemonic.empty()) b.mnemonic = find::propose_mnemonic(b.name);
    std::vector<check::Finding> findings;
    check::check_buyer(b, check::registry_profile(), findings);
    for (const check::Finding& f : findings) {
        if (f.severity != check::Severity::error || b.status == model::Status::draft) continue;
        wxMessageDialog box(this, to_wx(words::describe(m_language, f)), tr("资料有错"), wxYES_NO | wxICON_WARNING);
        box.SetYesNoLabels(tr("仍然保存（标记待核）(&S)"), tr("返回(&B)"));
        if (box.ShowModal() != wxID_YES) return false;
        b.status = model::Status::draft;
    }
    if (!attempt([&] {
            const bool fresh = b.id == 0;
            store::Transaction tx = m_library->registry().begin(
                fresh ? store::StepKind::add_buyer : store::StepKind::edit_buyer, {b.code, b.name});
            if (fresh)
                tx.insert(b);
            else
                tx.update(b);
            tx.commit();
        }))
        return false;
    m_form->show(*m_library->registry().buyer(b.id));
    m_focus_next = b.id;
    after_change(tr("已保存 %s", to_wx(b.name)));
    return true;
}

void MainFrame::save(bool and_next) {
    if (m_form->empty() || !m_form->unsaved()) return;
    if (save_form() && and_next) new_buyer();
}

void MainFrame::remove_selected() {
    const auto ids = m_list->selected_ids();
    if (attempt([&] { store::recycle_buyers(m_library->registry(), ids); })) {
        m_form->clear();
        after_change(tr("已把 %s 家放进回收站", numbered(ids.size())));
    }
}

void MainFrame::restore_selected() {
    const auto ids = m_list->selected_ids();
    if (attempt([&] { store::restore_buyers(m_library->registry(), ids); })) {
        m_form->clear();
        after_change(tr("已恢复 %s 家", numbered(ids.size())));
    }
}

void MainFrame::move_selected() {
    const auto ids = m_list->selected_ids();
    const auto to = choose_category(*this, m_library->registry().tree());
    if (to && attempt([&] { store::move_buyers(m_library->registry(), ids, *to); }))
        after_change(tr("已移动 %s 家", numbered(ids.size())));
}

void MainFrame::remove_category() {
    const model::CategoryId id = m_categories->selected().category;
    const model::CategoryTree tree = m_library->registry().tree();
    const std::string name = tree.find(id)->name;
    store::Query q;
    q.category = id;
    const std::int64_t buyers = m_library->registry().count(q);
    const std::size_t below = tree.branch(id).size() - 1;
    store::RemoveMode mode = store::RemoveMode::refuse;
    if (buyers != 0 || below != 0) {
        wxMessageDialog box(this,
                            tr("%s：下级 %s 类，购买方 %s 家。怎么处理？", to_wx(name), numbered(below),
                               numbered(static_cast<std::size_t>(buyers))),
                            tr("删除分类"), wxYES_NO | wxCANCEL | wxICON_QUESTION);
        box.SetYesNoCancelLabels(tr("移到上级(&L)"), tr("全部放进回收站(&R)"), tr("返回(&B)"));
        const int answer = box.ShowModal();
        if (answer == wxID_CANCEL) return;
        mode = answer == wxID_YES ? store::RemoveMode::lift : store::RemoveMode::recycle;
    }
    if (attempt([&] { store::remove_category(m_library->registry(), id, mode); }))
        after_change(tr("已删除分类 %s", to_wx(name)));
}

void MainFrame::undo() {
    if (!leave_form()) return;
    m_form->clear();
    const auto step = m_library->registry().undoable();
    m_library->registry().undo();
    after_change(tr("已撤销：%s", to_wx(words::describe(m_language, *step))), false);
}

void MainFrame::redo() {
    if (!leave_form()) return;
    m_form->clear();
    const store::Step step = m_library->registry().redo();
    after_change(tr("已重做：%s", to_wx(words::describe(m_language, step))));
}

void MainFrame::copy_block() {
    const auto b = m_library->registry().buyer(m_list->focused_id());
    if (!b) return;
    const std::string block = "名称：" + b->name + "\n税号：" + b->tax_id + "\n地址电话：" +
                              text::join_pair(b->address, b->phone) + "\n开户行及账号：" +
                              text::join_pair(b->bank, b->account);
    if (!wxTheClipboard->Open()) return;
    wxTheClipboard->SetData(new wxTextDataObject(to_wx(block)));
    wxTheClipboard->Close();
    say(tr("已复制 %s 的开票信息", to_wx(b->name)), false);
}

void MainFrame::import_from(const std::string& path) {
    if (!m_library || !leave_form()) return;
    m_form->clear();
    const wxString done = show_import(*this, *m_library, path, m_language);
    if (!done.empty()) after_change(done);
}

void MainFrame::export_to() {
    const wxString done = show_export(*this, *m_library, m_categories->selected(), m_language);
    if (!done.empty()) say(done, false);
}

void MainFrame::backup() {
    wxFileDialog dialog(this, tr("备份到"), wxEmptyString, wxT("backup.goufang"),
                        tr("购方库") + wxT(" (*.goufang)|*.goufang"), wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
    if (dialog.ShowModal() != wxID_OK) return;
    m_library->registry().backup(from_wx(dialog.GetPath()));
    say(tr("已备份到 %s", dialog.GetPath()), false);
}

void MainFrame::show_history() {
    if (desktop::show_history(*this, *m_library, m_language)) {
        m_form->clear();
        after_change(tr("已撤销所选的一步"));
    }
}

void MainFrame::choose_library(bool make) {
    if (!leave_form()) return;
    wxFileDialog dialog(this, make ? tr("新建库：存到哪里") : tr("打开库"), wxEmptyString, wxEmptyString,
                        tr("购方库") + wxT(" (*.goufang)|*.goufang"),
                        make ? wxFD_SAVE | wxFD_OVERWRITE_PROMPT : wxFD_OPEN | wxFD_FILE_MUST_EXIST);
    if (dialog.ShowModal() != wxID_OK) return;
    const std::string path = from_wx(dialog.GetPath());
    if (!make) return open_library(store::Registry::open(path));
    wxTextEntryDialog name(this, tr("公司名称，显示在标题栏里："), tr("新建库"));
    if (name.ShowModal() == wxID_OK) open_library(store::Registry::create(path, from_wx(name.GetValue())));
}

} // namespace goufang::desktop
