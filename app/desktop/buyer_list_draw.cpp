// Drawing the rows that are on screen.
#include "app/desktop/buyer_list.h"
#include "app/desktop/buyer_list_canvas.h"
#include "app/desktop/controls.h"
#include "app/desktop/note.h"
#include "app/desktop/pieces.h"
#include "app/desktop/tr.h"

#include <algorithm>
#include <wx/dcclient.h>
#include <wx/renderer.h>
#include <wx/settings.h>

namespace goufang::desktop {

namespace {
constexpr int k_mark_width = 18; ///< DIP, for ✗ and ! before the first column
constexpr int k_padding = 5;     ///< DIP, left and right in a cell
} // namespace

int BuyerList::width() const {
    int w = 0;
    for (const ListHeader::Shown& c : m_header->shown()) w += c.width;
    return w;
}

void BuyerList::resize_canvas() {
    m_canvas->SetScrollRate(FromDIP(10), m_row_height);
    m_canvas->SetVirtualSize(width(), static_cast<int>(m_ids.size()) * m_row_height);
    m_page = static_cast<std::size_t>(std::max(1, m_canvas->GetClientSize().y / m_row_height));
}

int BuyerList::row_at(int y) const {
    const int row = m_canvas->CalcUnscrolledPosition(wxPoint(0, y)).y / m_row_height;
    return row < 0 || static_cast<std::size_t>(row) >= m_ids.size() ? -1 : row;
}

void BuyerList::make_visible(std::size_t row) {
    const int top = m_canvas->GetViewStart().y;
    const int at = static_cast<int>(row);
    const int page = std::max(1, m_canvas->GetClientSize().y / m_row_height);
    if (at < top)
        m_canvas->Scroll(-1, at);
    else if (at >= top + page)
        m_canvas->Scroll(-1, at - page + 1);
}

void BuyerList::refresh_row(long row) {
    if (row < 0) return;
    const int y = m_canvas->CalcScrolledPosition(wxPoint(0, static_cast<int>(row) * m_row_height)).y;
    m_canvas->RefreshRect(wxRect(0, y, m_canvas->GetClientSize().x, m_row_height));
}

void BuyerList::draw(wxDC& dc, const wxRect& update) {
    const wxColour base = wxSystemSettings::GetColour(wxSYS_COLOUR_LISTBOX);
    dc.SetBackground(base);
    dc.Clear();
    if (m_ids.empty()) {
        dc.SetFont(m_canvas->GetFont());
        dc.SetTextForeground(tone_colour(Tone::plain));
        const wxSize size = m_canvas->GetClientSize();
        dc.DrawLabel(wrapped(*m_canvas, m_hint, size.x - FromDIP(48)),
                     wxRect(m_canvas->CalcUnscrolledPosition(wxPoint(0, size.y / 5)), wxSize(size.x, size.y / 2)),
                     wxALIGN_CENTRE_HORIZONTAL);
        return;
    }
    const wxPoint from = m_canvas->CalcUnscrolledPosition(update.GetPosition());
    const std::size_t first = static_cast<std::size_t>(std::max(0, from.y / m_row_height));
    const std::size_t last = static_cast<std::size_t>(std::max(0, (from.y + update.height - 1) / m_row_height));
    const bool focused = m_canvas->HasFocus();
    const wxColour text = wxSystemSettings::GetColour(wxSYS_COLOUR_LISTBOXTEXT);
    const Look look{m_header->shown(),
                    m_canvas->CalcUnscrolledPosition(wxPoint(0, 0)).x,
                    m_canvas->GetClientSize().x,
                    {base, stripe_of(base)},
                    wxSystemSettings::GetColour(focused ? wxSYS_COLOUR_HIGHLIGHT : wxSYS_COLOUR_BTNSHADOW),
                    text,
                    focused ? wxSystemSettings::GetColour(wxSYS_COLOUR_HIGHLIGHTTEXT) : text,
                    tone_colour(Tone::plain),
                    m_canvas->GetFont()};
    dc.SetPen(*wxTRANSPARENT_PEN);
    for (std::size_t row = first; row <= last && row < m_ids.size(); ++row) {
        if (const Cached* c = cached(row)) paint_row(dc, look, row, *c);
        if (static_cast<long>(row) == m_focus && focused)
            wxRendererNative::Get().DrawFocusRect(m_canvas, dc,
                                                  wxRect(0, static_cast<int>(row) * m_row_height,
                                                         std::max(width(), look.left + look.width), m_row_height));
    }
}

void BuyerList::paint_row(wxDC& dc, const Look& look, std::size_t row, const Cached& c) const {
    const bool selected = m_selection.contains(row);
    const int y = static_cast<int>(row) * m_row_height;
    dc.SetBrush(selected ? look.selection : look.stripes[row % 2]);
    dc.DrawRectangle(look.left, y, look.width, m_row_height);
    const wxColour& ink = selected                                    ? look.selected_text
                          : c.buyer.status == model::Status::inactive ? look.quiet
                                                                      : look.text;
    int x = 0;
    bool first = true;
    for (const ListHeader::Shown& column : look.columns) {
        if (x >= look.left + look.width) break;
        if (x + column.width <= look.left) { // scrolled out: its text is not even asked for
            x += column.width;
            first = false;
            continue;
        }
        wxRect box(x + FromDIP(k_padding), y, column.width - 2 * FromDIP(k_padding), m_row_height);
        if (first) {
            if (!c.problem.empty()) {
                const Tone tone = c.error ? Tone::error : Tone::warning;
                draw_pieces(dc, {{tone_mark(tone), true}},
                            wxRect(x + FromDIP(k_padding), y, FromDIP(k_mark_width), m_row_height),
                            selected ? ink : tone_colour(tone), m_bold, m_bold);
            }
            box.x += FromDIP(k_mark_width) - FromDIP(k_padding);
            box.width -= FromDIP(k_mark_width) - FromDIP(k_padding);
            first = false;
        }
        const bool fixed = column.column == Column::tax_id;
        draw_pieces(dc, pieces(row, column.column), box, ink, fixed ? m_fixed : look.font,
                    fixed ? m_fixed_bold : m_bold);
        x += column.width;
    }
}

int BuyerList::best_width(Column column) const {
    int widest = FromDIP(40);
    const std::size_t top = static_cast<std::size_t>(std::max(0, m_canvas->GetViewStart().y));
    for (std::size_t row = top; row < std::min(m_ids.size(), top + m_page + 1); ++row) {
        int w = 0;
        for (const auto& [text, matched] : pieces(row, column)) {
            const wxFont font = column == Column::tax_id ? m_fixed : matched ? m_bold : m_canvas->GetFont();
            int x = 0, y = 0;
            m_canvas->GetTextExtent(text, &x, &y, nullptr, nullptr, &font);
            w += x;
        }
        widest = std::max(widest, w);
    }
    return widest + FromDIP(2 * k_padding + k_mark_width);
}

} // namespace goufang::desktop
