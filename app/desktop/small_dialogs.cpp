// History, the key page and the category chooser.
#include "app/desktop/commands.h"
#include "app/desktop/dialogs.h"
#include "app/desktop/tr.h"

#include <wx/button.h>
#include <wx/dialog.h>
#include <wx/listctrl.h>
#include <wx/msgdlg.h>
#include <wx/sizer.h>
#include <wx/treectrl.h>

namespace goufang::desktop {

namespace {

constexpr std::int64_t k_steps_listed = 1'000;

class CategoryData : public wxTreeItemData {
  public:
    explicit CategoryData(model::CategoryId i) : id(i) {}
    model::CategoryId id;
};

void append_branch(wxTreeCtrl& control, const wxTreeItemId& parent, model::CategoryId id,
                   const model::CategoryTree& tree) {
    for (const model::CategoryId child : tree.children(id)) {
        const wxTreeItemId item =
            control.AppendItem(parent, to_wx(tree.find(child)->name), -1, -1, new CategoryData(child));
        append_branch(control, item, child, tree);
    }
}

} // namespace

std::optional<model::CategoryId> choose_category(wxWindow& parent, const model::CategoryTree& tree) {
    wxDialog dialog(&parent, wxID_ANY, tr("移动到分类"), wxDefaultPosition, parent.FromDIP(wxSize(360, 460)),
                    wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER);
    auto* control = new wxTreeCtrl(&dialog, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                                   wxTR_HAS_BUTTONS | wxTR_HIDE_ROOT | wxTR_NO_LINES | wxTR_FULL_ROW_HIGHLIGHT);
    control->SetName(tr("客户分类"));
    const wxTreeItemId root = control->AddRoot(wxEmptyString);
    const wxTreeItemId none = control->AppendItem(root, tr("未分类"), -1, -1, new CategoryData(0));
    append_branch(*control, root, 0, tree);
    control->ExpandAll();
    control->SelectItem(none);
    auto* box = new wxBoxSizer(wxVERTICAL);
    box->Add(control, 1, wxEXPAND | wxALL, dialog.FromDIP(8));
    wxSizer* buttons = dialog.CreateButtonSizer(wxOK | wxCANCEL);
    box->Add(buttons, 0, wxEXPAND | wxALL, dialog.FromDIP(8));
    dialog.SetSizer(box);
    dialog.FindWindow(wxID_OK)->SetLabel(tr("移动(&M)"));
    dialog.FindWindow(wxID_CANCEL)->SetLabel(tr("返回(&B)"));
    control->Bind(wxEVT_TREE_ITEM_ACTIVATED, [&](wxTreeEvent&) { dialog.EndModal(wxID_OK); });
    dialog.CentreOnParent();
    if (dialog.ShowModal() != wxID_OK || !control->GetSelection().IsOk()) return std::nullopt;
    return static_cast<const CategoryData*>(control->GetItemData(control->GetSelection()))->id;
}

bool show_history(wxWindow& parent, Library& library, words::Language language) {
    wxDialog dialog(&parent, wxID_ANY, tr("历史"), wxDefaultPosition, parent.FromDIP(wxSize(760, 480)),
                    wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER);
    auto* list = new wxListCtrl(&dialog, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxLC_REPORT | wxLC_SINGLE_SEL);
    list->SetName(tr("历史"));
    list->AppendColumn(tr("时间 (UTC)"), wxLIST_FORMAT_LEFT, dialog.FromDIP(170));
    list->AppendColumn(tr("谁"), wxLIST_FORMAT_LEFT, dialog.FromDIP(90));
    list->AppendColumn(tr("改动"), wxLIST_FORMAT_LEFT, dialog.FromDIP(390));
    list->AppendColumn(tr("状态"), wxLIST_FORMAT_LEFT, dialog.FromDIP(80));
    const std::vector<store::Step> steps = library.registry().history(k_steps_listed);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const long row = list->InsertItem(static_cast<long>(i), to_wx(steps[i].at));
        list->SetItem(row, 1, to_wx(steps[i].who));
        list->SetItem(row, 2, to_wx(words::describe(language, steps[i])));
        list->SetItem(row, 3, steps[i].undone ? tr("已撤销") : wxString());
    }
    auto* undo = new wxButton(&dialog, wxID_UNDO, tr("撤销这一步(&U)"));
    auto* close = new wxButton(&dialog, wxID_CANCEL, tr("关闭(&C)"));
    undo->Disable();
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    buttons->Add(undo, 0, wxRIGHT, dialog.FromDIP(8));
    buttons->AddStretchSpacer(1);
    buttons->Add(close);
    auto* box = new wxBoxSizer(wxVERTICAL);
    box->Add(list, 1, wxEXPAND | wxALL, dialog.FromDIP(8));
    box->Add(buttons, 0, wxEXPAND | wxALL, dialog.FromDIP(8));
    dialog.SetSizer(box);
    long chosen = -1;
    list->Bind(wxEVT_LIST_ITEM_SELECTED, [&](wxListEvent& event) {
        chosen = event.GetIndex();
        undo->Enable(!steps[static_cast<std::size_t>(chosen)].undone);
    });
    undo->Bind(wxEVT_BUTTON, [&](wxCommandEvent&) { dialog.EndModal(wxID_UNDO); });
    dialog.CentreOnParent();
    if (dialog.ShowModal() != wxID_UNDO || chosen < 0) return false;
    const store::UndoReport report = library.registry().undo(steps[static_cast<std::size_t>(chosen)].id);
    if (!report.kept.empty() || !report.failed.empty()) {
        wxString text =
            tr("已还原 %s 项；保留 %s 项（之后改过）；未能还原 %s 项。",
               wxString::Format(wxT("%lld"), static_cast<long long>(report.reversed_count)),
               wxString::Format(wxT("%zu"), report.kept.size()), wxString::Format(wxT("%zu"), report.failed.size()));
        std::size_t shown = 0;
        for (const auto* items : {&report.kept, &report.failed})
            for (const auto& item : *items)
                if (++shown <= 20) text += wxT("\n") + to_wx(item.code + " " + item.name);
        wxMessageDialog box_of_three(&parent, text, tr("撤销的结果"), wxOK | wxICON_INFORMATION);
        box_of_three.ShowModal();
    }
    return true;
}

void show_keys(wxWindow& parent) {
    wxDialog dialog(&parent, wxID_ANY, tr("键盘一览"), wxDefaultPosition, parent.FromDIP(wxSize(560, 520)),
                    wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER);
    auto* list = new wxListCtrl(&dialog, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxLC_REPORT | wxLC_SINGLE_SEL);
    list->SetName(tr("键盘一览"));
    list->AppendColumn(tr("键"), wxLIST_FORMAT_LEFT, dialog.FromDIP(170));
    list->AppendColumn(tr("做什么"), wxLIST_FORMAT_LEFT, dialog.FromDIP(350));
    const auto add = [&](const wxString& key, const wxString& what) {
        list->SetItem(list->InsertItem(list->GetItemCount(), key), 1, what);
    };
    for (const CommandInfo& c : commands())
        if (!c.shortcut.empty()) add(to_wx(c.shortcut), tr(c.help));
    add(wxT("Enter"), tr("在资料栏里到下一项；在列表里打开"));
    add(wxT("Ctrl+Enter"), tr("保存"));
    auto* box = new wxBoxSizer(wxVERTICAL);
    box->Add(list, 1, wxEXPAND | wxALL, dialog.FromDIP(8));
    box->Add(new wxButton(&dialog, wxID_CANCEL, tr("关闭(&C)")), 0, wxALIGN_RIGHT | wxALL, dialog.FromDIP(8));
    dialog.SetSizer(box);
    dialog.CentreOnParent();
    dialog.ShowModal();
}

} // namespace goufang::desktop
