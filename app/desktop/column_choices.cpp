#include "app/desktop/column_choices.h"

#include "app/desktop/access.h"
#include "app/desktop/controls.h"
#include "app/desktop/note.h"
#include "app/desktop/settings.h"
#include "app/desktop/tr.h"
#include "core/text/fold.h"
#include "invoice/columns.h"

#include <algorithm>
#include <set>
#include <wx/choice.h>
#include <wx/dialog.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

namespace goufang::desktop {

namespace {

using invoice::Role;

/// What stands above the fields in the list: the key of the map's line and its words.
struct Special {
    Role role;
    std::string_view key, words;
};
constexpr Special k_special[] = {
    {Role::ignored, "", TR_NOOP("（不用这一列）")},
    {Role::category_path, "category_path", TR_NOOP("分类路径")},
    {Role::category_code, "category_code", TR_NOOP("分类编码")},
    {Role::address_phone, "address_phone", TR_NOOP("地址电话（合在一列）")},
    {Role::bank_account, "bank_account", TR_NOOP("开户行及账号（合在一列）")},
};
constexpr int k_fields_at = static_cast<int>(std::size(k_special));
constexpr int k_as_heading = k_fields_at + static_cast<int>(model::k_field_count); ///< only a heading can say it

int choice_of(const invoice::Column& column) {
    if (column.role == Role::unknown) return 0;
    if (column.role == Role::field) return k_fields_at + static_cast<int>(column.field);
    for (std::size_t i = 0; i < std::size(k_special); ++i)
        if (k_special[i].role == column.role) return static_cast<int>(i);
    return k_as_heading;
}

std::string key_of(int choice) {
    if (choice < k_fields_at) return std::string(k_special[static_cast<std::size_t>(choice)].key);
    return std::string(model::k_fields[static_cast<std::size_t>(choice - k_fields_at)].key);
}

/// Group of the settings; the order of the columns does not matter.
std::string memory_of(const Headings& headings) {
    std::set<std::string> folded;
    for (const std::string& h : headings) folded.insert(text::fold_heading(h));
    std::string all;
    for (const std::string& f : folded) all += f + '\n';
    return from_wx(wxString::Format(wxT("columns-%016llx/"), static_cast<unsigned long long>(text::key_hash(all))));
}

} // namespace

std::string remembered_map(const Settings& settings, const Headings& headings) {
    const std::string group = memory_of(headings);
    std::string map;
    for (int i = 0;; ++i) { // a line each: the settings hold no line breaks
        const std::string line = settings.text(group + std::to_string(i));
        if (line.empty()) return map;
        map += line + '\n';
    }
}

void remember_map(Settings& settings, const Headings& headings, const std::string& map) {
    const std::string group = memory_of(headings);
    int i = 0;
    for (std::size_t at = 0; at < map.size(); ++i) {
        const std::size_t end = std::min(map.find('\n', at), map.size());
        settings.set(group + std::to_string(i), std::string_view(map).substr(at, end - at));
        at = end + 1;
    }
    settings.set(group + std::to_string(i), std::string_view());
    settings.save();
}

ColumnChoices::ColumnChoices(wxWindow* parent, words::Language language)
    : wxScrolledWindow(parent, wxID_ANY), m_language(language) {
    SetName(wxT("column_choices"));
    SetScrollRate(0, FromDIP(12));
}

void ColumnChoices::show(const Headings& headings, const std::string& map) {
    DestroyChildren();
    m_rows.clear();
    const std::vector<std::string_view> all(headings.begin(), headings.end());
    const auto plain = invoice::ColumnMap().columns(all), mapped = invoice::ColumnMap(map).columns(all);
    auto* grid = new wxFlexGridSizer(2, FromDIP(wxSize(16, 6)));
    std::set<std::string> seen; // a map names each heading once
    for (std::size_t i = 0; i < headings.size(); ++i) {
        const std::string folded = text::fold_heading(headings[i]);
        if (folded.empty() || !seen.insert(folded).second) continue;
        std::string heading = headings[i];
        std::replace_if(
            heading.begin(), heading.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
        auto* choice = new wxChoice(this, wxID_ANY);
        identify(*choice, "column_choice", to_wx(heading));
        for (const Special& s : k_special) choice->Append(tr(s.words));
        for (const model::FieldInfo& f : model::k_fields) choice->Append(to_wx(words::field_name(m_language, f.field)));
        const int by_heading = choice_of(plain[i]);
        if (by_heading == k_as_heading) choice->Append(tr("按标题识别"));
        choice->SetSelection(choice_of(mapped[i]));
        grid->Add(new wxStaticText(this, wxID_ANY, wxControl::EscapeMnemonics(to_wx(heading))), 0,
                  wxALIGN_CENTER_VERTICAL);
        grid->Add(choice);
        m_rows.push_back({std::move(heading), choice, by_heading});
    }
    SetSizer(grid);
    FitInside();
    m_shown = this->map();
}

std::string ColumnChoices::map() const {
    std::string text;
    for (const Row& row : m_rows) {
        const int chosen = row.choice->GetSelection();
        if (chosen == k_as_heading || (chosen == row.by_heading && chosen != 0)) continue;
        text += row.heading + " = " + key_of(chosen) + '\n';
    }
    return text;
}

bool ask_columns(wxWindow& parent, words::Language language, const wxString& why, const Headings& headings,
                 std::string& map) {
    wxDialog dialog(&parent, wxID_ANY, tr("对应列"), wxDefaultPosition, parent.FromDIP(wxSize(560, 460)),
                    wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER);
    dialog.SetName(wxT("columns_dialog"));
    auto* note = new wxStaticText(&dialog, wxID_ANY, wrapped(dialog, why, dialog.FromDIP(520)));
    note->SetName(wxT("columns_why"));
    auto* choices = new ColumnChoices(&dialog, language);
    choices->show(headings, map);
    auto* box = new wxBoxSizer(wxVERTICAL);
    box->Add(note, 0, wxALL, dialog.FromDIP(12));
    box->Add(choices, 1, wxEXPAND | wxLEFT | wxRIGHT, dialog.FromDIP(12));
    box->Add(ok_and_back(dialog, tr("确定(&O)")), 0, wxEXPAND | wxALL, dialog.FromDIP(12));
    dialog.SetSizer(box);
    dialog.CentreOnParent();
    if (dialog.ShowModal() != wxID_OK) return false;
    map = choices->map();
    return true;
}

} // namespace goufang::desktop
