#pragma once
// The tree at the left: 全部, 未分类, the categories with counts, and the smart lists under them. Holds ids, never
// pointers into the domain tree; every change goes through the operations of the store.

#include "app/desktop/library.h"

#include <functional>
#include <unordered_map>
#include <wx/panel.h>
#include <wx/treectrl.h>

namespace goufang::desktop {

class CategoryPanel : public wxPanel {
  public:
    CategoryPanel(wxWindow* parent, std::function<void(const View&)> on_select);
    /// Reads the tree again, keeping selection and expansion.
    void refresh(Library& library);
    View selected() const;
    void select(const View& view);
    /// Starts naming a new category below the selected one; the name is stored when the editing ends.
    void add_below_selected();
    void rename_selected();
    wxTreeCtrl& tree() { return *m_tree; }

    std::function<void(model::CategoryId parent, const std::string& name)> on_add;
    std::function<void(model::CategoryId id, const std::string& name)> on_rename;
    std::function<void(model::CategoryId id, model::CategoryId new_parent)> on_move;

  private:
    class Item;
    const Item* item_data(const wxTreeItemId& id) const;
    void append(const wxTreeItemId& parent, model::CategoryId id, const model::CategoryTree& tree,
                const std::unordered_map<model::CategoryId, std::int64_t>& totals);
    void remember_expansion(const wxTreeItemId& parent);
    void on_label(wxTreeEvent& event);
    void on_drag(wxTreeEvent& event);

    wxTreeCtrl* m_tree;
    std::function<void(const View&)> m_on_select;
    std::unordered_map<model::CategoryId, bool> m_expanded;
    wxTreeItemId m_new_item; ///< the row being named, not stored yet
    model::CategoryId m_dragged = 0;
    bool m_filling = false;
};

} // namespace goufang::desktop
