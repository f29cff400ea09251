#pragma once
// The tree at the left: 全部, 未分类, the categories with counts, and the smart lists under them. Holds ids, never
// pointers into the domain tree; every change goes through the operations of the store.

#include "app/desktop/library.h"

#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <wx/panel.h>
#include <wx/timer.h>
#include <wx/treectrl.h>

namespace goufang::desktop {

class CategoryPanel : public wxPanel {
  public:
    explicit CategoryPanel(wxWindow* parent);
    /// Reads the tree again, keeping selection and expansion.
    void refresh(Library& library);
    void show_counts(Counts counts);
    void show_codes(bool codes);
    bool codes_shown() const { return m_codes; }
    View selected() const;
    void select(const View& view);
    /// Starts naming a new category below the selected one; the name is stored when the editing ends.
    void add_below_selected();
    void rename_selected();
    void set_cut(model::CategoryId id); ///< greyed until it is pasted; 0 = none
    std::string expanded() const;       ///< codes of the open branches, to be remembered
    void expand(const std::string& codes);
    wxTreeCtrl& tree() { return *m_tree; }
    wxString item_text(model::CategoryId id) const; ///< as shown, for tests

    std::function<void(const View&)> on_select;
    std::function<void(model::CategoryId parent, const std::string& name)> on_add;
    std::function<void(model::CategoryId id, const std::string& name)> on_rename;
    std::function<void(model::CategoryId id, model::CategoryId new_parent)> on_move;
    std::function<void(const View& target)> on_drop_buyers;
    std::function<void(model::CategoryId target)> on_menu;
    std::function<bool(wxKeyEvent&)> on_key; ///< keys of the window; true = done

  private:
    class Item;
    class Drop;
    const Item* item_data(const wxTreeItemId& id) const;
    void append_children(const wxTreeItemId& parent, model::CategoryId id, const model::CategoryTree& tree);
    void remember_expansion(const wxTreeItemId& parent);
    void restore_expansion(const wxTreeItemId& parent);
    wxTreeItemId find_item(const View& view) const;
    wxString label(const View& view) const;
    void relabel(const wxTreeItemId& parent);
    void bind_input();
    void on_label(wxTreeEvent& event);
    void on_drag(wxTreeEvent& event);
    void on_hover();
    bool accepts(const wxTreeItemId& target) const;
    void hover(const wxPoint& at);
    void end_hover();
    void type_to_find(wxChar c);
    template <class Visit> void each_item(const wxTreeItemId& parent, const Visit& visit) const;

    wxTreeCtrl* m_tree;
    model::CategoryTree m_categories;
    Counts m_counts;
    std::unordered_map<model::CategoryId, std::int64_t> m_totals; ///< with everything below
    std::int64_t m_all = -1;                                      ///< -1: not counted yet
    std::unordered_set<std::string> m_open;                       ///< codes of the expanded categories
    wxTreeItemId m_new_item;                                      ///< the row being named, not stored yet
    wxTreeItemId m_hovered;
    wxTimer m_hover_timer;
    model::CategoryId m_dragged = 0, m_cut = 0;
    wxString m_typed;
    long m_typed_at = 0;
    bool m_filling = false, m_codes = false;
};

} // namespace goufang::desktop
