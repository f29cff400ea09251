#include "app/desktop/list_header.h"

#include "app/desktop/access.h"
#include "app/desktop/commands.h"
#include "app/desktop/controls.h"
#include "app/desktop/tr.h"

#include <algorithm>
#include <cmath>
#include <wx/menu.h>

namespace goufang::desktop {

ListHeader::ListHeader(wxWindow* parent, ColumnLayout layout)
    : wxHeaderCtrl(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxHD_ALLOW_REORDER | wxHD_ALLOW_HIDE) {
    identify(*this, "list_header", tr("列标题"));
    m_larger = text_factor(*this);
    for (const ColumnInfo& c : columns())
        m_columns.emplace_back(tr(c.title), pixels(c.width), wxALIGN_LEFT,
                               wxCOL_RESIZABLE | wxCOL_REORDERABLE | wxCOL_SORTABLE);
    set_layout(std::move(layout));
    Bind(wxEVT_HEADER_CLICK, [this](wxHeaderCtrlEvent& event) {
        if (on_sort) on_sort(static_cast<Column>(event.GetColumn()), wxGetKeyState(WXK_SHIFT));
    });
    const auto resized = [this](wxHeaderCtrlEvent& event) {
        const auto c = static_cast<Column>(event.GetColumn());
        m_columns[static_cast<std::size_t>(event.GetColumn())].SetWidth(event.GetWidth());
        entry(c).width = usual(event.GetWidth());
        if (on_change) on_change();
        event.Skip();
    };
    // In place of the toolkit's own menu, whose dialog for the order speaks the language of the toolkit.
    Bind(wxEVT_HEADER_RIGHT_CLICK, [this](wxHeaderCtrlEvent&) {
        const int choose = static_cast<int>(m_columns.size()); // behind the ids of the columns
        wxMenu menu;
        AddColumnsItems(menu);
        menu.AppendSeparator();
        menu.Append(choose, tr("选择列(&C)…"));
        const int chosen = GetPopupMenuSelectionFromUser(menu);
        if (chosen == choose)
            wxPostEvent(wxGetTopLevelParent(this), wxCommandEvent(wxEVT_MENU, wx_id(Command::choose_columns)));
        else if (chosen != wxID_NONE)
            UpdateColumnVisibility(static_cast<unsigned>(chosen),
                                   m_columns[static_cast<std::size_t>(chosen)].IsHidden());
    });
    Bind(wxEVT_HEADER_RESIZING, resized);
    Bind(wxEVT_HEADER_END_RESIZE, resized);
}

int ListHeader::pixels(int width) const { return static_cast<int>(std::lround(FromDIP(width) * m_larger)); }
int ListHeader::usual(int pixels) const { return static_cast<int>(std::lround(ToDIP(pixels) / m_larger)); }

ColumnLayout::Entry& ListHeader::entry(Column c) {
    return *std::find_if(m_layout.entries.begin(), m_layout.entries.end(),
                         [&](const auto& e) { return e.column == c; });
}

void ListHeader::set_layout(ColumnLayout layout) {
    m_layout = std::move(layout);
    fill();
}

void ListHeader::fill() {
    wxArrayInt order;
    for (const ColumnLayout::Entry& e : m_layout.entries) {
        wxHeaderColumnSimple& column = m_columns[static_cast<std::size_t>(e.column)];
        column.SetWidth(pixels(e.width));
        column.SetHidden(!e.shown);
        order.push_back(static_cast<int>(e.column));
    }
    SetColumnCount(static_cast<unsigned>(m_columns.size()));
    SetColumnsOrder(order);
    Refresh();
}

void ListHeader::show_sort(const std::vector<SortKey>& keys) {
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        m_columns[i].UnsetAsSortKey();
        for (const SortKey& k : keys)
            if (static_cast<std::size_t>(k.by) == i) m_columns[i].SetSortOrder(!k.descending);
    }
    Refresh();
}

std::vector<ListHeader::Shown> ListHeader::shown() const {
    std::vector<Shown> out;
    for (const ColumnLayout::Entry& e : m_layout.entries)
        if (e.shown) out.push_back({e.column, m_columns[static_cast<std::size_t>(e.column)].GetWidth()});
    return out;
}

const wxHeaderColumn& ListHeader::GetColumn(unsigned int index) const { return m_columns[index]; }

void ListHeader::UpdateColumnVisibility(unsigned int index, bool show) {
    const auto shown_now =
        std::count_if(m_layout.entries.begin(), m_layout.entries.end(), [](const auto& e) { return e.shown; });
    if (!show && shown_now <= 1) return; // one is left
    entry(static_cast<Column>(index)).shown = show;
    m_columns[index].SetHidden(!show);
    UpdateColumn(index);
    if (on_change) on_change();
}

void ListHeader::UpdateColumnsOrder(const wxArrayInt& order) {
    std::vector<ColumnLayout::Entry> entries;
    for (const int index : order) entries.push_back(entry(static_cast<Column>(index)));
    m_layout.entries = std::move(entries);
    if (on_change) on_change();
}

bool ListHeader::UpdateColumnWidthToFit(unsigned int index, int) {
    if (!best_width) return false;
    const int width = best_width(static_cast<Column>(index));
    m_columns[index].SetWidth(width);
    entry(static_cast<Column>(index)).width = usual(width);
    UpdateColumn(index);
    if (on_change) on_change();
    return true;
}

} // namespace goufang::desktop
