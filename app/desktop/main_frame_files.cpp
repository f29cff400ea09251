// Files, steps and dialogs: import, export, backup, undo, history, health, settings.
#include "app/desktop/ask.h"
#include "app/desktop/dialogs.h"
#include "app/desktop/main_frame.h"
#include "app/desktop/picker.h"
#include "app/desktop/print.h"
#include "app/desktop/settings_dialog.h"
#include "app/desktop/title_picture.h"
#include "app/desktop/tr.h"
#include "app/words/buyer_value.h"

#include <wx/dnd.h>
#include <wx/filedlg.h>
#include <wx/filename.h>
#include <wx/log.h>
#include <wx/menu.h>
#include <wx/msgdlg.h>
#include <wx/textdlg.h>

namespace goufang::desktop {

namespace {

class FileDrop : public wxFileDropTarget {
  public:
    explicit FileDrop(MainFrame* frame) : m_frame(frame) {}
    bool OnDropFiles(wxCoord, wxCoord, const wxArrayString& files) override {
        if (files.size() != 1) return false;
        m_frame->CallAfter([frame = m_frame, path = from_wx(files[0])] { frame->import_from(path); });
        return true;
    }

  private:
    MainFrame* m_frame;
};

} // namespace

void MainFrame::accept_files() {
    SetDropTarget(new FileDrop(this));
    m_list->canvas().SetDropTarget(new FileDrop(this));
    m_form->SetDropTarget(new FileDrop(this));
}

void MainFrame::undo() {
    if (!leave_form()) return;
    m_form->clear();
    const auto step = m_library->registry().undoable();
    if (!step) return say(tr("没有可撤销的步骤"), false);
    m_library->registry().undo();
    after_change(tr("已撤销：%s", to_wx(words::describe(m_language, *step))), false);
}

void MainFrame::redo() {
    if (!leave_form()) return;
    m_form->clear();
    const store::Step step = m_library->registry().redo();
    after_change(tr("已重做：%s", to_wx(words::describe(m_language, step))));
}

void MainFrame::choose_import() {
    wxFileDialog dialog(this, tr("导入：选择开票软件或表格的文件"), to_wx(m_settings.text("import-folder")),
                        wxEmptyString, tr("所有文件") + wxT("|*"), wxFD_OPEN | wxFD_FILE_MUST_EXIST);
    if (dialog.ShowModal() != wxID_OK) return;
    m_settings.set("import-folder", from_wx(wxFileName(dialog.GetPath()).GetPath()));
    import_from(from_wx(dialog.GetPath()));
}

void MainFrame::paste_block(const std::string& picture) {
    if (!leave_form()) return;
    const auto category = m_view.shelf == Shelf::category ? m_view.category : 0;
    const wxString done = show_paste(*this, *m_library, category, m_language, picture);
    if (done.empty()) return;
    m_form->clear();
    after_change(done);
}

void MainFrame::import_from(const std::string& path) {
    if (!m_library || m_library->lent()) return;
    if (is_picture(path)) {
        attempt([&] { paste_block(path); });
        return;
    }
    if (!leave_form()) return;
    m_form->clear();
    attempt([&] {
        const ImportAnswer answer = show_import(*this, *m_library, path, m_settings, m_language);
        m_steps_stale = true;
        if (!answer.done.empty()) after_change(answer.done);
        visit(answer.visits);
    });
}

void MainFrame::export_to() {
    if (!leave_form()) return;
    ExportScope scope;
    scope.view = m_view;
    scope.selected = m_list->selected_count() > 1 ? m_list->selected_ids() : std::vector<model::BuyerId>();
    const wxString done = show_export(*this, *m_library, scope, m_settings, m_language);
    if (!done.empty()) say(done, false);
}

void MainFrame::backup() {
    wxFileDialog dialog(this, tr("备份到"), wxEmptyString, wxT("backup.goufang"),
                        tr("购方库") + wxT(" (*.goufang)|*.goufang"), wxFD_SAVE);
    if (dialog.ShowModal() != wxID_OK) return;
    m_library->registry().backup(from_wx(dialog.GetPath()));
    say(tr("已备份到 %s", dialog.GetPath()), false);
}

void MainFrame::print_list(bool preview) {
    PrintTable table;
    table.title = GetTitle().BeforeFirst(wxUniChar(0x2014)).Trim();
    int width = 0;
    for (const ListHeader::Shown& c : m_list->header().shown()) {
        table.headings.push_back(tr(info(c.column).title));
        table.widths.push_back(c.width);
        width += c.width;
    }
    const auto add = [&](std::size_t row) {
        std::vector<wxString> cells;
        for (const ListHeader::Shown& c : m_list->header().shown()) cells.push_back(m_list->cell(row, c.column));
        table.rows.push_back(std::move(cells));
    };
    constexpr std::size_t most = 20'000; // rows that one print takes
    if (m_list->selected_count() > 1)
        m_list->each_selected([&](std::size_t row) {
            if (table.rows.size() < most) add(row);
        });
    else
        for (std::size_t row = 0; row < std::min(m_list->row_count(), most); ++row) add(row);
    print_table(*this, std::move(table), preview);
}

void MainFrame::print_card() {
    const model::Buyer b = m_form->value();
    PrintTable table;
    table.title = to_wx(b.name);
    table.landscape = false;
    table.headings = {tr("项"), tr("内容")};
    table.widths = {150, 600};
    table.rows.push_back(
        {tr("分类"), b.category == 0 ? tr("未分类") : to_wx(m_library->registry().tree().path(b.category))});
    for (const model::FieldInfo& f : model::k_fields) {
        if (model::is_blank(b, f.field)) continue;
        if (f.field == model::Field::id_check) continue;
        table.rows.push_back(
            {to_wx(words::field_name(m_language, f.field)), to_wx(words::shown_value(m_language, b, f.field, "\n"))});
    }
    print_table(*this, std::move(table), true);
}

void MainFrame::show_history() {
    if (!leave_form()) return;
    const wxString done = desktop::show_history(*this, *m_library, m_language, false);
    if (done.empty()) return;
    m_form->clear();
    after_change(done);
}

void MainFrame::show_imports() {
    if (!leave_form()) return;
    const wxString done = desktop::show_history(*this, *m_library, m_language, true);
    if (done.empty()) return;
    m_form->clear();
    after_change(done);
}

void MainFrame::show_changes() {
    if (!leave_form()) return;
    if (auto table = desktop::show_changes(*this, *m_library, m_language)) print_table(*this, std::move(*table), true);
}

void MainFrame::show_health() {
    if (!leave_form()) return;
    const HealthAnswer answer = desktop::show_health(*this, *m_library, m_settings, m_language);
    if (answer.changed) {
        m_form->clear();
        after_change(answer.message);
    }
    visit(answer.visits);
}

void MainFrame::choose_library(bool make) {
    if (!leave_form()) return;
    std::string folder = m_settings.text("last-library");
    folder = from_wx(wxFileName(to_wx(folder)).GetPath());
    if (make) {
        if (auto registry = make_library(*this, folder, m_language)) open_library(std::move(*registry));
        return;
    }
    wxFileDialog dialog(this, tr("打开库"), to_wx(folder), wxEmptyString, tr("购方库") + wxT(" (*.goufang)|*.goufang"),
                        wxFD_OPEN | wxFD_FILE_MUST_EXIST);
    if (dialog.ShowModal() == wxID_OK) open_path(from_wx(dialog.GetPath()));
}

void MainFrame::show_settings() {
    Library* library = m_library && !m_library->lent() ? m_library.get() : nullptr;
    if (!edit_settings(*this, m_settings, library, m_language)) return;
    m_form->enter_moves = m_settings.flag("enter-moves", true);
    const bool below = m_settings.text("detail", "right") == "below";
    if (below != m_below) run(Command::toggle_detail);
    change_habit();
    name_picker_key();
    const wxString key = to_wx(m_settings.text("picker-key", k_picker_key));
    switch (m_picker->use_hotkey()) {
    case Hotkey::Outcome::taken:
        return say(tr("热键 %s 已被别的程序占用，请在设置里换一个", key), false);
    case Hotkey::Outcome::not_a_key:
        return say(tr("“%s”不能做热键：要有 Ctrl 或 Alt，加一个字母、数字或 F1～F12", key), false);
    default:
        break;
    }
    const auto language = words::language_from(m_settings.text("language"));
    say(language && *language != m_language ? tr("语言在下次启动时换过来") : tr("设置已保存"), false);
}

} // namespace goufang::desktop
