#include "app/desktop/picker_list.h"

#include "app/desktop/access.h"
#include "app/desktop/note.h"
#include "app/desktop/tr.h"

#include <algorithm>
#include <wx/dc.h>
#include <wx/settings.h>

namespace goufang::desktop {

using model::Field;

namespace {

constexpr int k_padding = 6; ///< DIP

} // namespace

PickerList::PickerList(wxWindow* parent, words::Language language)
    : wxVListBox(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxBORDER_THEME), m_language(language) {
    identify(*this, "picker_list", tr("找到的购买方"));
    m_name = GetFont();
    m_name_bold = m_name.Bold();
    m_small = m_name.Scaled(0.9F);
    m_small_bold = m_small.Bold();
    m_fixed = wxFontInfo(m_small.GetFractionalPointSize()).Family(wxFONTFAMILY_TELETYPE);
    m_fixed_bold = m_fixed.Bold();
    Bind(wxEVT_LISTBOX, [this](wxCommandEvent&) {
        if (on_choice) on_choice();
    });
    Bind(wxEVT_LISTBOX_DCLICK, [this](wxCommandEvent&) {
        if (on_take) CallAfter([this] { on_take(); });
    });
}

void PickerList::set_rows(std::vector<PickerRow> rows) {
    m_rows = std::move(rows);
    m_read.clear();
    SetItemCount(m_rows.size());
    if (!m_rows.empty()) SetSelection(0);
    RefreshAll();
    if (on_choice) on_choice();
}

const model::Buyer* PickerList::chosen() const {
    const int at = GetSelection();
    return at < 0 ? nullptr : buyer(static_cast<std::size_t>(at));
}

const model::Buyer* PickerList::buyer(std::size_t row) const {
    if (row >= m_rows.size()) return nullptr;
    const model::BuyerId id = m_rows[row].id;
    const auto known = m_read.find(id);
    if (known != m_read.end()) return &known->second;
    auto fresh = fetch ? fetch(id) : std::nullopt;
    return fresh ? &m_read.emplace(id, std::move(*fresh)).first->second : nullptr;
}

void PickerList::choose(int row) {
    if (m_rows.empty()) return;
    const int to = std::clamp(row, 0, static_cast<int>(m_rows.size()) - 1);
    if (to == GetSelection()) return;
    SetSelection(to);
    if (on_choice) on_choice();
}

int PickerList::page() const { return std::max(1, GetClientSize().y / std::max(1, OnMeasureItem(0)) - 1); }

Pieces PickerList::name_pieces(std::size_t row) const {
    const model::Buyer* b = buyer(row);
    return b == nullptr ? Pieces() : to_pieces(to_wx(b->name), m_rows.at(row).matches, Field::name, 0);
}

Pieces PickerList::detail_pieces(std::size_t row) const {
    const model::Buyer* b = buyer(row);
    Pieces out;
    if (b == nullptr) return out;
    for (const find::Match& m : m_rows.at(row).matches) {
        if ((m.field == Field::name || m.field == Field::tax_id) && m.part == 0) continue;
        const std::string value = matched_value(*b, m);
        if (value.empty()) continue;
        out = to_pieces(to_wx(value), {m}, m.field, m.part);
        const wxString label = to_wx(words::field_name(m_language, m.field)) + wxT("  ");
        out.insert(out.begin(), {label, false});
        return out;
    }
    for (const Field f : {Field::phone, Field::mobile, Field::address})
        if (const std::string& value = *model::text_member(*b, f); !value.empty()) {
            out.emplace_back(to_wx(value), false);
            break;
        }
    return out;
}

wxCoord PickerList::OnMeasureItem(std::size_t) const { return GetCharHeight() * 2 + FromDIP(k_padding * 2); }

void PickerList::OnDrawItem(wxDC& dc, const wxRect& rect, std::size_t n) const {
    const model::Buyer* b = buyer(n);
    if (b == nullptr) return;
    const bool selected = IsSelected(n);
    // The background's own colours: the list never has the focus, so the selection is drawn as if it had.
    if (selected) {
        dc.SetBrush(wxSystemSettings::GetColour(wxSYS_COLOUR_HIGHLIGHT));
        dc.SetPen(*wxTRANSPARENT_PEN);
        dc.DrawRectangle(rect);
    }
    const wxColour ink = wxSystemSettings::GetColour(selected ? wxSYS_COLOUR_HIGHLIGHTTEXT : wxSYS_COLOUR_LISTBOXTEXT);
    const wxColour quiet = selected ? ink : tone_colour(Tone::plain);
    wxRect upper = rect;
    upper.Deflate(FromDIP(k_padding), FromDIP(k_padding) - FromDIP(2));
    wxRect lower = upper;
    upper.height = upper.height / 2;
    lower.y += upper.height;
    lower.height -= upper.height;
    dc.SetTextForeground(quiet);
    dc.SetFont(m_small);
    wxString right = to_wx(b->code);
    if (b->status != model::Status::active)
        right = to_wx(words::status_name(m_language, b->status)) + wxT("  ") + right;
    const wxSize code = dc.GetTextExtent(right);
    dc.DrawText(right, upper.x + upper.width - code.x, upper.y + (upper.height - code.y) / 2);
    upper.width -= code.x + FromDIP(k_padding);
    draw_pieces(dc, name_pieces(n), upper, ink, m_name, m_name_bold);
    const int used = draw_pieces(dc, to_pieces(to_wx(b->tax_id), m_rows[n].matches, Field::tax_id, 0, 4), lower, quiet,
                                 m_fixed, m_fixed_bold);
    const int gap = used == 0 ? 0 : FromDIP(14);
    lower.x += used + gap;
    lower.width -= used + gap;
    if (lower.width > 0) draw_pieces(dc, detail_pieces(n), lower, quiet, m_small, m_small_bold);
}

} // namespace goufang::desktop
