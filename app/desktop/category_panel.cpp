#include "app/desktop/category_panel.h"

#include "app/desktop/commands.h"
#include "app/desktop/icons.h"
#include "app/desktop/tr.h"

#include <wx/bmpbuttn.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

namespace goufang::desktop {

class CategoryPanel::Item : public wxTreeItemData {
  public:
    explicit Item(View v) : view(std::move(v)) {}
    View view;
};

namespace {

wxString with_count(const wxString& name, std::int64_t count) {
    return name + wxString::Format(wxT(" (%lld)"), static_cast<long long>(count));
}

} // namespace

CategoryPanel::CategoryPanel(wxWindow* parent, std::function<void(const View&)> on_select)
    : wxPanel(parent), m_on_select(std::move(on_select)) {
    auto* title = new wxStaticText(this, wxID_ANY, tr("客户分类"));
    auto* add = new wxBitmapButton(this, wx_id(Command::new_category), icon("folder-add"), wxDefaultPosition,
                                   wxDefaultSize, wxBU_AUTODRAW | wxBORDER_NONE);
    add->SetToolTip(tr("增加分类") + wxT(" (Ctrl+Shift+N)"));
    add->SetName(tr("增加分类"));
    m_tree = new wxTreeCtrl(this, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                            wxTR_HAS_BUTTONS | wxTR_HIDE_ROOT | wxTR_EDIT_LABELS | wxTR_LINES_AT_ROOT | wxTR_NO_LINES |
                                wxTR_FULL_ROW_HIGHLIGHT);
    m_tree->SetName(tr("客户分类"));

    auto* head = new wxBoxSizer(wxHORIZONTAL);
    head->Add(title, 1, wxALIGN_CENTER_VERTICAL | wxLEFT, FromDIP(8));
    head->Add(add, 0, wxALL, FromDIP(2));
    auto* all = new wxBoxSizer(wxVERTICAL);
    all->Add(head, 0, wxEXPAND);
    all->Add(m_tree, 1, wxEXPAND);
    SetSizer(all);

    m_tree->Bind(wxEVT_TREE_SEL_CHANGED, [this](wxTreeEvent& event) {
        const Item* item = item_data(event.GetItem());
        if (item != nullptr && !m_filling) m_on_select(item->view);
    });
    m_tree->Bind(wxEVT_TREE_BEGIN_LABEL_EDIT, [this](wxTreeEvent& event) {
        const Item* item = item_data(event.GetItem());
        if (event.GetItem() != m_new_item && (item == nullptr || item->view.shelf != Shelf::category)) event.Veto();
    });
    m_tree->Bind(wxEVT_TREE_END_LABEL_EDIT, &CategoryPanel::on_label, this);
    m_tree->Bind(wxEVT_TREE_BEGIN_DRAG, &CategoryPanel::on_drag, this);
    m_tree->Bind(wxEVT_TREE_END_DRAG, [this](wxTreeEvent& event) {
        const Item* target = item_data(event.GetItem());
        const model::CategoryId moved = std::exchange(m_dragged, 0);
        if (moved == 0 || target == nullptr) return;
        if (target->view.shelf != Shelf::category && target->view.shelf != Shelf::all) return;
        const model::CategoryId to = target->view.category;
        CallAfter([this, moved, to] { on_move(moved, to); });
    });
}

const CategoryPanel::Item* CategoryPanel::item_data(const wxTreeItemId& id) const {
    return id.IsOk() ? static_cast<const Item*>(m_tree->GetItemData(id)) : nullptr;
}

void CategoryPanel::append(const wxTreeItemId& parent, model::CategoryId id, const model::CategoryTree& tree,
                           const std::unordered_map<model::CategoryId, std::int64_t>& totals) {
    const model::Category& category = *tree.find(id);
    const auto total = totals.find(id);
    View view;
    view.shelf = Shelf::category;
    view.category = id;
    const wxTreeItemId item = m_tree->AppendItem(
        parent, with_count(to_wx(category.name), total == totals.end() ? 0 : total->second), -1, -1, new Item(view));
    for (const model::CategoryId child : tree.children(id)) append(item, child, tree, totals);
    if (m_expanded[id]) m_tree->Expand(item);
}

void CategoryPanel::remember_expansion(const wxTreeItemId& parent) {
    wxTreeItemIdValue cookie;
    for (wxTreeItemId item = m_tree->GetFirstChild(parent, cookie); item.IsOk();
         item = m_tree->GetNextChild(parent, cookie)) {
        const Item* data = item_data(item);
        if (data != nullptr && data->view.shelf == Shelf::category) {
            m_expanded[data->view.category] = m_tree->IsExpanded(item);
            remember_expansion(item);
        }
    }
}

void CategoryPanel::refresh(Library& library) {
    const View keep = selected();
    m_filling = true;
    m_tree->Freeze();
    if (m_tree->GetRootItem().IsOk()) remember_expansion(m_tree->GetRootItem());
    m_tree->DeleteAllItems();
    m_new_item = {};
    const model::CategoryTree tree = library.registry().tree();
    const auto own = library.registry().counts_by_category();
    std::unordered_map<model::CategoryId, std::int64_t> totals;
    std::int64_t all = 0;
    for (const auto& [id, count] : own) {
        all += count;
        for (model::CategoryId at = id; at != 0; at = tree.find(at)->parent) totals[at] += count;
    }
    const wxTreeItemId root = m_tree->AddRoot(wxEmptyString);
    const auto shelf = [&](Shelf s, const wxString& text) {
        View view;
        view.shelf = s;
        m_tree->AppendItem(root, text, -1, -1, new Item(view));
    };
    shelf(Shelf::all, with_count(tr("全部"), all));
    const auto none = own.find(0);
    shelf(Shelf::uncategorised, with_count(tr("未分类"), none == own.end() ? 0 : none->second));
    for (const model::CategoryId id : tree.children(0)) append(root, id, tree, totals);
    shelf(Shelf::drafts, tr("待核"));
    shelf(Shelf::inactive, tr("停用"));
    shelf(Shelf::recycled, tr("回收站"));
    select(keep);
    m_tree->Thaw();
    m_filling = false;
}

View CategoryPanel::selected() const {
    const Item* item = item_data(m_tree->GetSelection());
    return item == nullptr ? View{} : item->view;
}

void CategoryPanel::select(const View& view) {
    std::vector<wxTreeItemId> open{m_tree->GetRootItem()};
    while (!open.empty()) {
        const wxTreeItemId parent = open.back();
        open.pop_back();
        wxTreeItemIdValue cookie;
        for (wxTreeItemId item = m_tree->GetFirstChild(parent, cookie); item.IsOk();
             item = m_tree->GetNextChild(parent, cookie)) {
            const Item* data = item_data(item);
            if (data != nullptr && data->view.shelf == view.shelf && data->view.category == view.category) {
                m_tree->SelectItem(item);
                return;
            }
            open.push_back(item);
        }
    }
}

void CategoryPanel::add_below_selected() {
    const View view = selected();
    const bool in_category = view.shelf == Shelf::category;
    const wxTreeItemId parent = in_category ? m_tree->GetSelection() : m_tree->GetRootItem();
    View fresh;
    fresh.shelf = Shelf::category;
    fresh.category = in_category ? view.category : 0; // of the parent until it is stored
    m_new_item = m_tree->AppendItem(parent, tr("新分类"), -1, -1, new Item(fresh));
    if (in_category) m_tree->Expand(parent);
    m_tree->EnsureVisible(m_new_item);
    m_tree->SetFocus();
    m_tree->EditLabel(m_new_item);
}

void CategoryPanel::rename_selected() {
    const wxTreeItemId item = m_tree->GetSelection();
    const Item* data = item_data(item);
    if (data == nullptr || data->view.shelf != Shelf::category) return;
    m_tree->SetItemText(item, m_tree->GetItemText(item).BeforeLast('(').Trim());
    m_tree->EditLabel(item);
}

void CategoryPanel::on_label(wxTreeEvent& event) {
    const Item* data = item_data(event.GetItem());
    const bool fresh = event.GetItem() == m_new_item;
    const std::string name = from_wx(event.GetLabel());
    event.Veto(); // the row is written anew from the registry
    if (data == nullptr) return;
    const model::CategoryId id = data->view.category;
    const bool cancelled = event.IsEditCancelled() || name.empty();
    m_new_item = {};
    CallAfter([this, fresh, cancelled, id, name] {
        if (fresh)
            on_add(id, cancelled ? std::string() : name);
        else
            on_rename(id, cancelled ? std::string() : name);
    });
}

void CategoryPanel::on_drag(wxTreeEvent& event) {
    const Item* item = item_data(event.GetItem());
    if (item == nullptr || item->view.shelf != Shelf::category) return;
    m_dragged = item->view.category;
    event.Allow();
}

} // namespace goufang::desktop
