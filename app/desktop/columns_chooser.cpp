// Which columns the list shows, and in which order.
#include "app/desktop/access.h"
#include "app/desktop/controls.h"
#include "app/desktop/dialogs.h"
#include "app/desktop/tr.h"

#include <algorithm>
#include <wx/button.h>
#include <wx/dialog.h>
#include <wx/rearrangectrl.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

namespace goufang::desktop {

std::optional<ColumnLayout> choose_columns(wxWindow& parent, const ColumnLayout& layout) {
    wxDialog dialog(&parent, wxID_ANY, tr("选择列"), wxDefaultPosition, parent.FromDIP(wxSize(380, 480)),
                    wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER);
    dialog.SetName(wxT("column_chooser"));
    wxArrayInt order; // an item that is not checked is told by its complement
    wxArrayString items;
    for (std::size_t i = 0; i < layout.entries.size(); ++i) {
        order.push_back(layout.entries[i].shown ? static_cast<int>(i) : ~static_cast<int>(i));
        items.push_back(tr(info(layout.entries[i].column).title));
    }
    auto* list = new wxRearrangeList(&dialog, wxID_ANY, wxDefaultPosition, wxDefaultSize, order, items);
    identify(*list, "column_list", tr("列"));
    auto* up = named_button(dialog, wxID_ANY, "column_up", tr("上移(&U)"));
    auto* down = named_button(dialog, wxID_ANY, "column_down", tr("下移(&D)"));
    auto* moves = new wxBoxSizer(wxVERTICAL);
    moves->Add(up, 0, wxEXPAND | wxBOTTOM, dialog.FromDIP(6));
    moves->Add(down, 0, wxEXPAND);
    auto* middle = new wxBoxSizer(wxHORIZONTAL);
    middle->Add(list, 1, wxEXPAND | wxRIGHT, dialog.FromDIP(8));
    middle->Add(moves);
    auto* box = new wxBoxSizer(wxVERTICAL);
    box->Add(new wxStaticText(&dialog, wxID_ANY, tr("打勾的列显示出来，从上到下就是从左到右。")), 0, wxALL,
             dialog.FromDIP(10));
    box->Add(middle, 1, wxEXPAND | wxLEFT | wxRIGHT, dialog.FromDIP(10));
    box->Add(ok_and_back(dialog, tr("确定(&O)")), 0, wxEXPAND | wxALL, dialog.FromDIP(10));
    dialog.SetSizer(box);
    up->Bind(wxEVT_BUTTON, [list](wxCommandEvent&) { list->MoveCurrentUp(); });
    down->Bind(wxEVT_BUTTON, [list](wxCommandEvent&) { list->MoveCurrentDown(); });
    dialog.CentreOnParent();
    list->SetSelection(0);
    list->SetFocus();
    if (dialog.ShowModal() != wxID_OK) return std::nullopt;
    ColumnLayout chosen;
    for (const int item : list->GetCurrentOrder()) {
        ColumnLayout::Entry entry = layout.entries[static_cast<std::size_t>(item < 0 ? ~item : item)];
        entry.shown = item >= 0;
        chosen.entries.push_back(entry);
    }
    const bool any =
        std::any_of(chosen.entries.begin(), chosen.entries.end(), [](const auto& entry) { return entry.shown; });
    if (!any) chosen.entries.front().shown = true; // one is left
    return chosen;
}

} // namespace goufang::desktop
