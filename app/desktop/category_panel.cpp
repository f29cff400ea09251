// What the tree shows; dragging, dropping and type-to-find stand in category_panel_input.cpp.
#include "app/desktop/category_panel.h"

#include "app/desktop/access.h"
#include "app/desktop/category_panel_item.h"
#include "app/desktop/commands.h"
#include "app/desktop/icons.h"
#include "app/desktop/note.h"
#include "app/desktop/tr.h"
#include "app/words/words.h"

#include <wx/bmpbuttn.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

namespace goufang::desktop {

namespace {

/// Images in the order of the shelves.
constexpr const char* k_images[] = {"all", "none", "folder", "draft", "review", "recent", "inactive", "recycle"};

View shelf_view(Shelf shelf, model::CategoryId id = 0) {
    View view;
    view.shelf = shelf;
    view.category = id;
    return view;
}

} // namespace

CategoryPanel::CategoryPanel(wxWindow* parent) : wxPanel(parent) {
    SetName(wxT("category_panel"));
    auto* title = new wxStaticText(this, wxID_ANY, tr("客户分类"));
    auto* add = new wxBitmapButton(this, wx_id(Command::new_category), icon("folder-add"), wxDefaultPosition,
                                   wxDefaultSize, wxBU_AUTODRAW | wxBORDER_NONE);
    add->SetToolTip(tr("增加分类") + wxT(" (Ctrl+Shift+N)"));
    identify(*add, "add_category", tr("增加分类"));
    m_tree = new wxTreeCtrl(this, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                            wxTR_HAS_BUTTONS | wxTR_HIDE_ROOT | wxTR_EDIT_LABELS | wxTR_LINES_AT_ROOT | wxTR_NO_LINES |
                                wxTR_FULL_ROW_HIGHLIGHT | wxBORDER_NONE);
    identify(*m_tree, "category_tree", tr("客户分类"));
    m_tree->SetIndent(static_cast<unsigned>(FromDIP(12)));
    wxWithImages::Images images;
    for (const char* name : k_images) images.push_back(icon(name, 16));
    m_tree->SetImages(images);

    auto* head = new wxBoxSizer(wxHORIZONTAL);
    head->Add(title, 1, wxALIGN_CENTER_VERTICAL | wxLEFT, FromDIP(8));
    head->Add(add, 0, wxALL, FromDIP(2));
    auto* all = new wxBoxSizer(wxVERTICAL);
    all->Add(head, 0, wxEXPAND);
    all->Add(m_tree, 1, wxEXPAND);
    SetSizer(all);
    bind_input();
}

const CategoryPanel::Item* CategoryPanel::item_data(const wxTreeItemId& id) const {
    return id.IsOk() ? static_cast<const Item*>(m_tree->GetItemData(id)) : nullptr;
}

template <class Visit> void CategoryPanel::each_item(const wxTreeItemId& parent, const Visit& visit) const {
    wxTreeItemIdValue cookie;
    for (wxTreeItemId item = m_tree->GetFirstChild(parent, cookie); item.IsOk();
         item = m_tree->GetNextChild(parent, cookie)) {
        visit(item);
        each_item(item, visit);
    }
}

wxString CategoryPanel::label(const View& view) const {
    const auto with = [&](const wxString& name, std::int64_t n) {
        return m_all < 0 ? name : name + wxT(" (") + to_wx(words::group_digits(std::to_string(n))) + wxT(")");
    };
    const auto smart = [&](const wxString& name, std::int64_t n) { return n == 0 ? name : with(name, n); };
    switch (view.shelf) {
    case Shelf::all:
        return with(tr("全部"), m_all);
    case Shelf::uncategorised: {
        const auto none = m_counts.own.find(0);
        return with(tr("未分类"), none == m_counts.own.end() ? 0 : none->second);
    }
    case Shelf::category: {
        const model::Category* c = m_categories.find(view.category);
        if (c == nullptr) return {};
        const auto total = m_totals.find(view.category);
        const wxString name = m_codes && !c->code.empty() ? to_wx(c->code) + wxT(" ") + to_wx(c->name) : to_wx(c->name);
        return with(name, total == m_totals.end() ? 0 : total->second);
    }
    case Shelf::drafts:
        return smart(tr("待核"), m_counts.drafts);
    case Shelf::review_due:
        return tr("到期复核");
    case Shelf::recent:
        return tr("最近");
    case Shelf::inactive:
        return smart(tr("停用"), m_counts.inactive);
    case Shelf::recycled:
        return smart(tr("回收站"), m_counts.recycled);
    }
    return {};
}

void CategoryPanel::append_children(const wxTreeItemId& parent, model::CategoryId id, const model::CategoryTree& tree) {
    for (const model::CategoryId child : tree.children(id)) {
        const View view = shelf_view(Shelf::category, child);
        const wxTreeItemId item =
            m_tree->AppendItem(parent, label(view), static_cast<int>(Shelf::category), -1, new Item(view));
        if (child == m_cut) m_tree->SetItemTextColour(item, tone_colour(Tone::plain));
        append_children(item, child, tree);
    }
}

void CategoryPanel::remember_expansion(const wxTreeItemId& parent) {
    each_item(parent, [&](const wxTreeItemId& item) {
        const Item* data = item_data(item);
        if (data == nullptr || data->view.shelf != Shelf::category) return;
        const model::Category* c = m_categories.find(data->view.category);
        if (c == nullptr) return;
        const std::string key = std::to_string(c->id);
        if (m_tree->IsExpanded(item))
            m_open.insert(key);
        else
            m_open.erase(key);
    });
}

void CategoryPanel::restore_expansion(const wxTreeItemId& parent) {
    each_item(parent, [&](const wxTreeItemId& item) {
        const Item* data = item_data(item);
        if (data != nullptr && data->view.shelf == Shelf::category && m_tree->ItemHasChildren(item) &&
            m_open.contains(std::to_string(data->view.category)))
            m_tree->Expand(item);
    });
}

std::string CategoryPanel::expanded() const {
    const_cast<CategoryPanel*>(this)->remember_expansion(m_tree->GetRootItem());
    std::string out;
    for (const std::string& key : m_open) out += (out.empty() ? "" : ",") + key;
    return out;
}

void CategoryPanel::expand(const std::string& ids) {
    m_open.clear();
    std::string id;
    for (const char c : ids + ",") {
        if (c != ',')
            id += c;
        else if (!id.empty())
            m_open.insert(std::exchange(id, {}));
    }
    if (m_tree->GetRootItem().IsOk()) restore_expansion(m_tree->GetRootItem());
}

void CategoryPanel::refresh(Library& library) {
    const View keep = selected();
    m_filling = true;
    m_tree->Freeze();
    if (m_tree->GetRootItem().IsOk()) remember_expansion(m_tree->GetRootItem());
    m_tree->DeleteAllItems();
    m_new_item = {};
    m_hovered = {};
    m_categories = library.registry().tree();
    const wxTreeItemId root = m_tree->AddRoot(wxEmptyString);
    const auto shelf = [&](Shelf s) {
        const View view = shelf_view(s);
        m_tree->AppendItem(root, label(view), static_cast<int>(s), -1, new Item(view));
    };
    shelf(Shelf::all);
    shelf(Shelf::uncategorised);
    append_children(root, 0, m_categories);
    for (const Shelf s : {Shelf::drafts, Shelf::review_due, Shelf::recent, Shelf::inactive, Shelf::recycled}) shelf(s);
    restore_expansion(root);
    select(keep);
    m_tree->Thaw();
    m_filling = false;
}

void CategoryPanel::show_counts(Counts counts) {
    m_counts = std::move(counts);
    m_totals.clear();
    m_all = 0;
    for (const auto& [id, count] : m_counts.own) {
        m_all += count;
        for (model::CategoryId at = id; at != 0;) {
            m_totals[at] += count;
            const model::Category* c = m_categories.find(at);
            at = c == nullptr ? 0 : c->parent;
        }
    }
    if (m_tree->GetRootItem().IsOk()) relabel(m_tree->GetRootItem());
}

void CategoryPanel::relabel(const wxTreeItemId& parent) {
    each_item(parent, [&](const wxTreeItemId& item) {
        const Item* data = item_data(item);
        if (data == nullptr || item == m_new_item || m_tree->GetEditControl() != nullptr) return;
        const wxString text = label(data->view);
        if (!text.empty() && m_tree->GetItemText(item) != text) m_tree->SetItemText(item, text);
    });
}

void CategoryPanel::show_codes(bool codes) {
    m_codes = codes;
    if (m_tree->GetRootItem().IsOk()) relabel(m_tree->GetRootItem());
}

void CategoryPanel::set_cut(model::CategoryId id) {
    const auto colour = [&](model::CategoryId of, const wxColour& c) {
        if (of == 0) return;
        if (const wxTreeItemId item = find_item(shelf_view(Shelf::category, of)); item.IsOk())
            m_tree->SetItemTextColour(item, c);
    };
    colour(m_cut, m_tree->GetForegroundColour());
    m_cut = id;
    colour(id, tone_colour(Tone::plain));
}

View CategoryPanel::selected() const {
    const Item* item = item_data(m_tree->GetSelection());
    return item == nullptr ? View{} : item->view;
}

wxTreeItemId CategoryPanel::find_item(const View& view) const {
    wxTreeItemId found;
    if (!m_tree->GetRootItem().IsOk()) return found;
    each_item(m_tree->GetRootItem(), [&](const wxTreeItemId& item) {
        const Item* data = item_data(item);
        if (data != nullptr && item != m_new_item && data->view.shelf == view.shelf &&
            data->view.category == view.category)
            found = item;
    });
    return found;
}

wxString CategoryPanel::item_text(model::CategoryId id) const {
    const wxTreeItemId item = find_item(shelf_view(Shelf::category, id));
    return item.IsOk() ? m_tree->GetItemText(item) : wxString();
}

void CategoryPanel::select(const View& view) {
    wxTreeItemId item = find_item(view);
    if (!item.IsOk()) item = find_item(shelf_view(Shelf::all));
    if (!item.IsOk()) return;
    m_tree->SelectItem(item);
    m_tree->EnsureVisible(item);
}

void CategoryPanel::add_below_selected() {
    const View view = selected();
    const bool in_category = view.shelf == Shelf::category;
    const wxTreeItemId parent = in_category ? m_tree->GetSelection() : m_tree->GetRootItem();
    const View fresh = shelf_view(Shelf::category, in_category ? view.category : 0); // of the parent until it is stored
    const wxString name = tr("新分类");
    const int folder = static_cast<int>(Shelf::category);
    if (in_category) {
        m_new_item = m_tree->AppendItem(parent, name, folder, -1, new Item(fresh));
        m_tree->Expand(parent);
    } else { // before the smart lists
        const std::size_t at = 2 + m_categories.children(0).size();
        m_new_item = m_tree->InsertItem(parent, at, name, folder, -1, new Item(fresh));
    }
    m_tree->EnsureVisible(m_new_item);
    m_tree->SetFocus();
    m_tree->EditLabel(m_new_item);
}

void CategoryPanel::rename_selected() {
    const wxTreeItemId item = m_tree->GetSelection();
    const Item* data = item_data(item);
    if (data == nullptr || data->view.shelf != Shelf::category) return;
    const model::Category* c = m_categories.find(data->view.category);
    if (c == nullptr) return;
    m_tree->SetItemText(item, to_wx(c->name));
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
    CallAfter([this, fresh, cancelled, id, name] {
        m_new_item = {};
        if (fresh)
            on_add(id, cancelled ? std::string() : name);
        else
            on_rename(id, cancelled ? std::string() : name);
    });
}

} // namespace goufang::desktop
