#include "app/desktop/history_dialog.h"

#include "app/desktop/access.h"
#include "app/desktop/ask.h"
#include "app/desktop/controls.h"
#include "app/desktop/today.h"
#include "app/desktop/tr.h"
#include "app/words/buyer_value.h"

#include <vector>
#include <wx/button.h>
#include <wx/dialog.h>
#include <wx/listctrl.h>
#include <wx/sizer.h>

namespace goufang::desktop {

namespace {

struct Line {
    store::StepId step = 0;
    std::optional<model::Field> field; ///< none for place, category, order
};

} // namespace

wxString changed_field(const std::string& key, words::Language language) {
    if (const auto field = model::field_by_key(key)) return to_wx(words::field_name(language, *field));
    return to_wx(words::sentence(language, "field." + key));
}

wxString changed_value(const std::string& key, const std::string& value, words::Language language) {
    if (key == "category") return value.empty() ? tr("未分类") : to_wx(value);
    if (key == "place") return value == "live" ? tr("在用") : value == "recycled" ? tr("回收站") : tr("（无）");
    model::Buyer b;
    if (const auto field = model::field_by_key(key); field && model::set_text(b, *field, value))
        return to_wx(words::shown_value(language, b, *field));
    return to_wx(value);
}

wxString show_buyer_history(wxWindow& parent, Library& library, model::BuyerId id, words::Language language) {
    store::Registry& registry = library.registry();
    const auto buyer = registry.buyer(id);
    if (!buyer) return {};
    wxDialog dialog(&parent, wxID_ANY, tr("历史：%s", to_wx(buyer->name)), wxDefaultPosition,
                    parent.FromDIP(wxSize(860, 460)), wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER);
    dialog.SetName(wxT("buyer_history_dialog"));
    auto* list = new wxListCtrl(&dialog, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxLC_REPORT | wxLC_SINGLE_SEL);
    identify(*list, "buyer_history_list", tr("历史"));
    add_columns(
        *list,
        {{tr("时间"), 140}, {tr("谁"), 80}, {tr("项"), 100}, {tr("原值"), 210}, {tr("新值"), 210}, {tr("来自"), 200}});
    std::vector<Line> lines;
    for (const store::RowChange& change : registry.history_of(id)) {
        const auto add = [&](const wxString& field, const wxString& before, const wxString& after, Line line) {
            const long at = list->InsertItem(list->GetItemCount(), to_wx(local_minute(change.step.at)));
            list->SetItem(at, 1, to_wx(change.step.who));
            list->SetItem(at, 2, field);
            list->SetItem(at, 3, before);
            list->SetItem(at, 4, after);
            list->SetItem(at, 5,
                          to_wx(words::describe(language, change.step)) +
                              (change.step.undone ? wxT("  ") + tr("（已撤销）") : wxString()));
            lines.push_back(line);
        };
        if (change.inserted) {
            add(tr("（新建）"), wxEmptyString, wxEmptyString, {change.step.id, std::nullopt});
            continue;
        }
        for (const store::FieldChange& f : change.fields)
            add(changed_field(f.field, language), changed_value(f.field, f.before, language),
                changed_value(f.field, f.after, language), {change.step.id, model::field_by_key(f.field)});
    }
    auto* revert = new wxButton(&dialog, wxID_REVERT, tr("这一项恢复为原值(&R)"));
    revert->SetName(wxT("revert_field"));
    auto* close = new wxButton(&dialog, wxID_CANCEL, tr("关闭(&C)"));
    revert->Disable();
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    buttons->Add(revert);
    buttons->AddStretchSpacer(1);
    buttons->Add(close);
    auto* box = new wxBoxSizer(wxVERTICAL);
    box->Add(list, 1, wxEXPAND | wxALL, dialog.FromDIP(8));
    box->Add(buttons, 0, wxEXPAND | wxLEFT | wxRIGHT | wxBOTTOM, dialog.FromDIP(8));
    dialog.SetSizer(box);
    long chosen = -1;
    list->Bind(wxEVT_LIST_ITEM_SELECTED, [&](wxListEvent& event) {
        chosen = event.GetIndex();
        revert->Enable(lines[static_cast<std::size_t>(chosen)].field.has_value());
    });
    revert->Bind(wxEVT_BUTTON, [&](wxCommandEvent&) { dialog.EndModal(wxID_REVERT); });
    dialog.CentreOnParent();
    list->SetFocus();
    select_first(*list);
    if (dialog.ShowModal() != wxID_REVERT || chosen < 0) return {};
    const Line& line = lines[static_cast<std::size_t>(chosen)];
    try {
        if (store::revert_field(registry, id, *line.field, line.step) == 0) return tr("那一项已经是原值");
    } catch (const Error& error) {
        tell_error(parent, language, error);
        return {};
    }
    return tr("已恢复 %s 的%s", to_wx(buyer->name), to_wx(words::field_name(language, *line.field)));
}

} // namespace goufang::desktop
