// The list of steps and of imports, each of which can be undone on its own (F57, F58). What an undo would do is tried
// on a copy of the registry first, so that the counts are told before anything is changed.
#include "app/desktop/access.h"
#include "app/desktop/ask.h"
#include "app/desktop/controls.h"
#include "app/desktop/dialogs.h"
#include "app/desktop/job.h"
#include "app/desktop/settings.h"
#include "app/desktop/today.h"
#include "app/desktop/tr.h"
#include "core/file/file.h"

#include <filesystem>
#include <wx/button.h>
#include <wx/dialog.h>
#include <wx/listctrl.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

namespace goufang::desktop {

namespace {

constexpr std::int64_t k_steps_listed = 2'000;

wxString number(std::int64_t n) { return to_wx(words::group_digits(std::to_string(n))); }

struct Rehearsal {
    store::UndoReport report;
    std::int64_t removed = 0, restored = 0; ///< of the reversed rows that are listed
};

std::optional<Rehearsal> rehearse(wxWindow& parent, Library& library, store::StepId step, words::Language language) {
    Rehearsal out;
    const std::string copy = Settings::data_folder() + "/rehearsal.goufang";
    const auto remove = [&] {
        std::error_code ignored;
        for (const char* end : {"", "-wal", "-shm", "-journal"})
            std::filesystem::remove(file::to_path(copy + end), ignored);
    };
    remove();
    const bool good = run_job(parent, tr("查看撤销会改动什么"), language, [&](JobState&) {
        library.lend([&](store::Registry& registry) { registry.backup(copy); });
        store::Options options;
        options.automatic_backup = false;
        options.full_sync = false;
        store::Registry trial = store::Registry::open(copy, options);
        out.report = trial.undo(step);
        for (const auto& item : out.report.reversed)
            if (item.buyer != 0) ++(trial.buyer(item.buyer) ? out.restored : out.removed);
    });
    remove();
    return good ? std::optional(std::move(out)) : std::nullopt;
}

wxString told(const Rehearsal& r, words::Language language) {
    wxString text = tr("删除 %s 新增，还原 %s 被改动，保留 %s（您后来改过）", number(r.removed), number(r.restored),
                       number(static_cast<std::int64_t>(r.report.kept.size())));
    if (!r.report.failed.empty())
        text += tr("，不能还原 %s", number(static_cast<std::int64_t>(r.report.failed.size())));
    constexpr std::size_t most = 12;
    std::size_t shown = 0;
    for (const auto& item : r.report.kept)
        if (++shown <= most) text += wxT("\n") + tr("保留：%s", to_wx(item.code + " " + item.name));
    for (const auto& item : r.report.failed)
        if (++shown <= most)
            text += wxT("\n") + tr("不能还原：%s", to_wx(item.code + " " + item.name)) +
                    (item.reason.empty() ? wxString() : wxT("  ") + to_wx(words::sentence(language, item.reason)));
    if (shown > most) text += wxT("\n…");
    return text;
}

} // namespace

wxString show_history(wxWindow& parent, Library& library, words::Language language, bool imports_only) {
    wxDialog dialog(&parent, wxID_ANY, imports_only ? tr("导入历史") : tr("操作历史"), wxDefaultPosition,
                    parent.FromDIP(wxSize(820, 480)), wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER);
    dialog.SetName(imports_only ? wxT("import_history_dialog") : wxT("history_dialog"));
    auto* list = new wxListCtrl(&dialog, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxLC_REPORT | wxLC_SINGLE_SEL);
    identify(*list, "history_list", tr("历史"));
    add_columns(*list, {{tr("时间"), 140}, {tr("谁"), 90}, {tr("改动"), 470}, {tr("状态"), 80}});
    std::vector<store::Step> steps;
    for (store::Step& step : library.registry().history(k_steps_listed))
        if (!imports_only || step.kind == store::StepKind::import_file) steps.push_back(std::move(step));
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const long row = list->InsertItem(static_cast<long>(i), to_wx(local_minute(steps[i].at)));
        list->SetItem(row, 1, to_wx(steps[i].who));
        list->SetItem(row, 2, to_wx(words::describe(language, steps[i])));
        list->SetItem(row, 3, steps[i].undone ? tr("已撤销") : wxString());
    }
    auto* hint =
        new wxStaticText(&dialog, wxID_ANY,
                         steps.empty() ? tr("还没有。")
                         : imports_only ? tr("选一次导入，撤销它：之后改过的会保留并列出。撤销本身也可以撤销。")
                                        : tr("选一步撤销：之后改过的会保留并列出。撤销本身也可以撤销。"));
    auto* undo = new wxButton(&dialog, wxID_UNDO, imports_only ? tr("撤销此次导入(&U)…") : tr("撤销这一步(&U)…"));
    undo->SetName(wxT("undo_step"));
    auto* close = new wxButton(&dialog, wxID_CANCEL, tr("关闭(&C)"));
    undo->Disable();
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    buttons->Add(undo, 0, wxRIGHT, dialog.FromDIP(8));
    buttons->AddStretchSpacer(1);
    buttons->Add(close);
    auto* box = new wxBoxSizer(wxVERTICAL);
    box->Add(hint, 0, wxALL, dialog.FromDIP(8));
    box->Add(list, 1, wxEXPAND | wxLEFT | wxRIGHT, dialog.FromDIP(8));
    box->Add(buttons, 0, wxEXPAND | wxALL, dialog.FromDIP(8));
    dialog.SetSizer(box);
    long chosen = -1;
    list->Bind(wxEVT_LIST_ITEM_SELECTED, [&](wxListEvent& event) {
        chosen = event.GetIndex();
        undo->Enable(!steps[static_cast<std::size_t>(chosen)].undone);
    });
    undo->Bind(wxEVT_BUTTON, [&](wxCommandEvent&) { dialog.EndModal(wxID_UNDO); });
    dialog.CentreOnParent();
    list->SetFocus();
    select_first(*list);
    if (dialog.ShowModal() != wxID_UNDO || chosen < 0) return {};
    const store::Step step = steps[static_cast<std::size_t>(chosen)];
    const auto rehearsal = rehearse(parent, library, step.id, language);
    if (!rehearsal) return {};
    if (ask(parent, imports_only ? tr("撤销此次导入？") : tr("撤销这一步？"),
            to_wx(words::describe(language, step)) + wxT("\n\n") + told(*rehearsal, language), tr("撤销(&U)"),
            wxEmptyString, tr("返回(&B)")) != Reply::first)
        return {};
    store::UndoReport report;
    const bool good = run_job(parent, tr("撤销"), language, [&](JobState&) {
        library.lend([&](store::Registry& registry) { report = registry.undo(step.id); });
    });
    if (!good) return {};
    return tr("已撤销：%s（还原 %s，保留 %s）", to_wx(words::describe(language, step)), number(report.reversed_count),
              number(static_cast<std::int64_t>(report.kept.size())));
}

} // namespace goufang::desktop
