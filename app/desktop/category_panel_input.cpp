// Keys, dragging, dropping and type-to-find in the tree.
#include "app/desktop/category_panel.h"
#include "app/desktop/category_panel_item.h"
#include "app/desktop/tr.h"
#include "core/find/index.h"

#include <wx/dnd.h>
#include <wx/time.h>

namespace goufang::desktop {

namespace {
constexpr int k_hover_ms = 800;        ///< a branch opens under a drag
constexpr long k_type_pause_ms = 1200; ///< after this a letter starts a new word
} // namespace

class CategoryPanel::Drop : public wxDropTarget {
  public:
    explicit Drop(CategoryPanel* panel) : m_panel(panel) {
        SetDataObject(new wxCustomDataObject(wxDataFormat(wxString::FromUTF8(k_dragged_buyers))));
        SetDefaultAction(wxDragMove);
    }
    wxDragResult OnDragOver(wxCoord x, wxCoord y, wxDragResult) override {
        m_panel->hover({x, y});
        int flags = 0;
        const Item* item = m_panel->item_data(m_panel->m_tree->HitTest({x, y}, flags));
        const bool fits =
            item != nullptr && (item->view.shelf == Shelf::category || item->view.shelf == Shelf::uncategorised ||
                                item->view.shelf == Shelf::recycled);
        return fits ? wxDragMove : wxDragNone;
    }
    void OnLeave() override { m_panel->end_hover(); }
    wxDragResult OnData(wxCoord x, wxCoord y, wxDragResult result) override {
        if (!GetData()) return wxDragNone;
        m_panel->end_hover();
        int flags = 0;
        const Item* item = m_panel->item_data(m_panel->m_tree->HitTest({x, y}, flags));
        if (item == nullptr) return wxDragNone;
        const View view = item->view;
        CategoryPanel* panel = m_panel;
        panel->CallAfter([panel, view] { panel->on_drop_buyers(view); });
        return result;
    }

  private:
    CategoryPanel* m_panel;
};

void CategoryPanel::bind_input() {
    m_tree->Bind(wxEVT_TREE_SEL_CHANGED, [this](wxTreeEvent& event) {
        const Item* item = item_data(event.GetItem());
        if (item != nullptr && !m_filling && event.GetItem() != m_new_item) on_select(item->view);
    });
    m_tree->Bind(wxEVT_TREE_BEGIN_LABEL_EDIT, [this](wxTreeEvent& event) {
        const Item* item = item_data(event.GetItem());
        if (event.GetItem() != m_new_item && (item == nullptr || item->view.shelf != Shelf::category)) event.Veto();
    });
    m_tree->Bind(wxEVT_TREE_END_LABEL_EDIT, &CategoryPanel::on_label, this);
    m_tree->Bind(wxEVT_TREE_BEGIN_DRAG, &CategoryPanel::on_drag, this);
    m_tree->Bind(wxEVT_TREE_END_DRAG, [this](wxTreeEvent& event) {
        end_hover();
        const wxTreeItemId to_item = event.GetItem();
        const Item* target = item_data(to_item);
        const bool fits = accepts(to_item); // otherwise the tip has said why not
        const model::CategoryId moved = std::exchange(m_dragged, 0);
        if (moved == 0 || target == nullptr || !fits) return;
        const model::CategoryId to = target->view.category;
        CallAfter([this, moved, to] { on_move(moved, to); });
    });
    m_tree->Bind(wxEVT_TREE_ITEM_MENU, [this](wxTreeEvent& event) {
        const Item* item = item_data(event.GetItem());
        if (item == nullptr || item->view.shelf != Shelf::category) return;
        m_tree->SelectItem(event.GetItem());
        if (on_menu) on_menu(item->view.category);
    });
    m_tree->Bind(wxEVT_MOTION, [this](wxMouseEvent& event) {
        if (m_dragged != 0) hover(event.GetPosition());
        event.Skip();
    });
    m_tree->Bind(wxEVT_TREE_ITEM_GETTOOLTIP, [this](wxTreeEvent& event) {
        const Item* item = item_data(event.GetItem());
        const model::Category* c = item == nullptr ? nullptr : m_categories.find(item->view.category);
        if (c != nullptr) event.SetToolTip(m_codes ? to_wx(c->name) : to_wx(c->code));
    });
    m_tree->Bind(wxEVT_KEY_DOWN, [this](wxKeyEvent& event) {
        if (on_key && on_key(event)) return;
        event.Skip();
    });
    m_tree->Bind(wxEVT_CHAR, [this](wxKeyEvent& event) {
        const wxChar c = event.GetUnicodeKey();
        if (c > WXK_SPACE && c != WXK_DELETE && c != '*' && c != '+' && c != '-' && !event.HasAnyModifiers())
            return type_to_find(c);
        event.Skip();
    });
    m_hover_timer.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { on_hover(); });
    m_tree->SetDropTarget(new Drop(this));
}

void CategoryPanel::on_drag(wxTreeEvent& event) {
    const Item* item = item_data(event.GetItem()); // of the dragged item, which need not be the selected one
    if (item == nullptr || item->view.shelf != Shelf::category) return;
    m_dragged = item->view.category;
    event.Allow();
}

bool CategoryPanel::accepts(const wxTreeItemId& target) const {
    const Item* item = item_data(target);
    if (item == nullptr) return false;
    if (item->view.shelf == Shelf::all) return true;
    if (item->view.shelf != Shelf::category) return false;
    return m_dragged == 0 || !m_categories.is_within(item->view.category, m_dragged);
}

void CategoryPanel::hover(const wxPoint& at) {
    int flags = 0;
    const wxTreeItemId item = m_tree->HitTest(at, flags);
    if (m_dragged != 0) m_tree->SetToolTip(item.IsOk() && !accepts(item) ? tr("不能移到自己或自己的下级") : wxString());
    if (item == m_hovered) return;
    if (m_hovered.IsOk()) m_tree->SetItemDropHighlight(m_hovered, false);
    m_hovered = item;
    m_hover_timer.Stop();
    if (!item.IsOk()) return;
    if (accepts(item)) m_tree->SetItemDropHighlight(item, true);
    m_hover_timer.StartOnce(k_hover_ms);
    // near an edge the tree scrolls
    const int edge = m_tree->GetCharHeight();
    if (at.y < edge)
        m_tree->ScrollLines(-1);
    else if (at.y > m_tree->GetClientSize().y - edge)
        m_tree->ScrollLines(1);
}

void CategoryPanel::on_hover() {
    if (m_hovered.IsOk() && m_tree->ItemHasChildren(m_hovered)) m_tree->Expand(m_hovered);
}

void CategoryPanel::end_hover() {
    m_hover_timer.Stop();
    m_tree->UnsetToolTip();
    if (m_hovered.IsOk()) m_tree->SetItemDropHighlight(m_hovered, false);
    m_hovered = {};
}

void CategoryPanel::type_to_find(wxChar c) {
    const long now = static_cast<long>(wxGetLocalTimeMillis().GetValue() & 0x7fffffff);
    if (now - m_typed_at > k_type_pause_ms) m_typed.clear();
    m_typed_at = now;
    m_typed += c;
    const wxString wanted = m_typed.Lower();
    // From the selected item on and round: name, code or initials that begin with what was typed, or the name holds it.
    std::vector<wxTreeItemId> order;
    wxTreeItemIdValue cookie;
    std::vector<wxTreeItemId> open;
    const auto push = [&](const wxTreeItemId& parent) {
        std::vector<wxTreeItemId> children;
        for (wxTreeItemId item = m_tree->GetFirstChild(parent, cookie); item.IsOk();
             item = m_tree->GetNextChild(parent, cookie))
            children.push_back(item);
        open.insert(open.end(), children.rbegin(), children.rend());
    };
    push(m_tree->GetRootItem());
    std::size_t start = 0;
    while (!open.empty()) {
        const wxTreeItemId item = open.back();
        open.pop_back();
        if (item == m_tree->GetSelection()) start = order.size() + (m_typed.length() == 1 ? 1 : 0);
        order.push_back(item);
        push(item);
    }
    for (const bool anywhere : {false, true}) {
        for (std::size_t i = 0; i < order.size(); ++i) {
            const wxTreeItemId item = order[(start + i) % order.size()];
            const Item* data = item_data(item);
            if (data == nullptr || data->view.shelf != Shelf::category) continue;
            const model::Category* category = m_categories.find(data->view.category);
            if (category == nullptr) continue;
            const wxString name = to_wx(category->name).Lower();
            const bool fits = anywhere
                                  ? name.Contains(wanted)
                                  : name.StartsWith(wanted) || to_wx(category->code).Lower().StartsWith(wanted) ||
                                        to_wx(find::propose_mnemonic(category->name, 32)).Lower().StartsWith(wanted);
            if (!fits) continue;
            m_tree->SelectItem(item);
            m_tree->EnsureVisible(item);
            return;
        }
    }
}

} // namespace goufang::desktop
