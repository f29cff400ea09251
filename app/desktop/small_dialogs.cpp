// The key page and the category chooser.
#include "app/desktop/access.h"
#include "app/desktop/commands.h"
#include "app/desktop/controls.h"
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

constexpr std::size_t k_expand_most = 300; ///< categories; more are opened by hand

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

std::optional<model::CategoryId> choose_category(wxWindow& parent, const model::CategoryTree& tree,
                                                 const wxString& title, const wxString& verb) {
    wxDialog dialog(&parent, wxID_ANY, title, wxDefaultPosition, parent.FromDIP(wxSize(360, 460)),
                    wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER);
    dialog.SetName(wxT("category_dialog"));
    auto* control = new wxTreeCtrl(&dialog, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                                   wxTR_HAS_BUTTONS | wxTR_HIDE_ROOT | wxTR_NO_LINES | wxTR_FULL_ROW_HIGHLIGHT);
    identify(*control, "category_choice", tr("客户分类"));
    const wxTreeItemId root = control->AddRoot(wxEmptyString);
    const wxTreeItemId none = control->AppendItem(root, tr("未分类"), -1, -1, new CategoryData(0));
    append_branch(*control, root, 0, tree);
    if (tree.size() <= k_expand_most) control->ExpandAll();
    control->SelectItem(none);
    auto* buttons = ok_and_back(dialog, verb);
    auto* box = new wxBoxSizer(wxVERTICAL);
    box->Add(control, 1, wxEXPAND | wxALL, dialog.FromDIP(8));
    box->Add(buttons, 0, wxEXPAND | wxLEFT | wxRIGHT | wxBOTTOM, dialog.FromDIP(8));
    dialog.SetSizer(box);
    control->Bind(wxEVT_TREE_ITEM_ACTIVATED, [&](wxTreeEvent&) { dialog.EndModal(wxID_OK); });
    dialog.CentreOnParent();
    control->SetFocus();
    if (dialog.ShowModal() != wxID_OK || !control->GetSelection().IsOk()) return std::nullopt;
    return static_cast<const CategoryData*>(control->GetItemData(control->GetSelection()))->id;
}

void show_keys(wxWindow& parent, KeyHabit habit) {
    wxDialog dialog(&parent, wxID_ANY, tr("键盘一览"), wxDefaultPosition, parent.FromDIP(wxSize(760, 520)),
                    wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER);
    dialog.SetName(wxT("keys_dialog"));
    auto* list = new wxListCtrl(&dialog, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxLC_REPORT | wxLC_SINGLE_SEL);
    identify(*list, "keys_list", tr("键盘一览"));
    add_columns(*list, {{tr("键"), 170}, {tr("做什么"), 550}});
    const auto add = [&](const wxString& key, const wxString& what) {
        list->SetItem(list->InsertItem(list->GetItemCount(), key), 1, what);
    };
    for (const CommandInfo& c : commands())
        if (!shown_key(c, habit).empty()) add(to_wx(shown_key(c, habit)), tr(c.help));
    for (const SecondKey& k : second_keys(habit)) add(to_wx(k.key), tr(info(k.command).help));
    add(wxT("Enter"), tr("在资料栏里到下一项；在列表里打开"));
    add(wxT("Ctrl+Enter"), tr("保存"));
    add(habit == KeyHabit::u8 ? wxT("Ins") : wxT("Ins, F5"), tr("在列表或分类树里：增加购买方"));
    add(wxT("/"), tr("在列表或分类树里：到查找框"));
    if (habit == KeyHabit::u8)
        add(wxT("F2"), tr("在资料栏里：选分类"));
    else
        add(wxT("Shift+F6"), tr("资料栏、列表、分类树反向切换"));
    add(wxT("Esc"), tr("离开最里面的一层：查找文字、资料栏、对话框"));
    add(wxT("a…z"), tr("在分类树里：按名称、编码或首字母跳到；在列表里：开始查找"));
    auto* box = new wxBoxSizer(wxVERTICAL);
    box->Add(list, 1, wxEXPAND | wxALL, dialog.FromDIP(8));
    box->Add(new wxButton(&dialog, wxID_CANCEL, tr("关闭(&C)")), 0, wxALIGN_RIGHT | wxALL, dialog.FromDIP(8));
    dialog.SetSizer(box);
    dialog.CentreOnParent();
    dialog.ShowModal();
}

} // namespace goufang::desktop
