// Drawing the rows that are on screen.
#include "app/desktop/buyer_list.h"
#include "app/desktop/buyer_list_canvas.h"
#include "app/desktop/controls.h"
#include "app/desktop/note.h"
#include "app/desktop/pieces.h"
#include "app/desktop/tr.h"

#include <algorithm>
#include <wx/dcclient.h>
#include <wx/dcmemory.h>
#include <wx/renderer.h>
#include <wx/settings.h>

namespace goufang::desktop {

namespace {
constexpr int k_mark_width = 18;                               ///< DIP, for ✗ and ! before the first column
constexpr int k_padding = 5;                                   ///< DIP, left and right in a cell
constexpr std::size_t k_picture_bytes = std::size_t{16} << 20; ///< of kept rows; some screens
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
    Look look{m_header->shown(),
              m_canvas->CalcUnscrolledPosition(wxPoint(0, 0)).x,
              m_canvas->GetClientSize().x,
              m_canvas->GetContentScaleFactor(),
              m_canvas->HasFocus(),
              {base, wxSystemSettings::GetColour(wxSYS_COLOUR_LISTBOXTEXT),
               wxSystemSettings::GetColour(wxSYS_COLOUR_HIGHLIGHT)},
              m_view.search};
    // While a job has the library, or the index is being filled, some cells are blank and nothing is printed bold.
    const bool passing = m_library->lent() || (!m_view.search.empty() && !m_library->ready());
    if (passing || m_passing || !(look == m_look)) {
        m_look = std::move(look);
        m_pictures.clear();
    }
    m_passing = passing;
    for (std::size_t row = first; row <= last && row < m_ids.size(); ++row) {
        const int y = static_cast<int>(row) * m_row_height;
        if (const wxBitmap* picture = picture_of(row)) dc.DrawBitmap(*picture, m_look.left, y);
        if (static_cast<long>(row) == m_focus && m_look.focused)
            wxRendererNative::Get().DrawFocusRect(
                m_canvas, dc, wxRect(0, y, std::max(width(), m_look.left + m_look.width), m_row_height));
    }
}

bool BuyerList::Look::operator==(const Look& o) const {
    const auto same = [](const ListHeader::Shown& a, const ListHeader::Shown& b) {
        return a.column == b.column && a.width == b.width;
    };
    return left == o.left && width == o.width && scale == o.scale && focused == o.focused &&
           std::equal(std::begin(colours), std::end(colours), std::begin(o.colours)) && search == o.search &&
           std::equal(columns.begin(), columns.end(), o.columns.begin(), o.columns.end(), same);
}

const wxBitmap* BuyerList::picture_of(std::size_t row) {
    const Cached* c = cached(row);
    if (c == nullptr) return nullptr;
    const PictureKey key{m_ids[row], row % 2 != 0, m_selection.contains(row)};
    const auto at = m_pictures.find(key);
    if (at != m_pictures.end()) return &at->second;
    const double bytes = m_look.width * m_look.scale * m_row_height * m_look.scale * 4;
    if (static_cast<double>(m_pictures.size()) * bytes > k_picture_bytes) m_pictures.clear();
    wxBitmap picture;
    if (!picture.CreateScaled(std::max(m_look.width, 1), m_row_height, wxBITMAP_SCREEN_DEPTH, m_look.scale))
        return nullptr;
    wxMemoryDC dc(picture);
    dc.SetDeviceOrigin(-m_look.left, 0);
    paint_row(dc, row, *c);
    dc.SelectObject(wxNullBitmap);
    return &m_pictures.emplace(key, std::move(picture)).first->second;
}

void BuyerList::paint_row(wxDC& dc, std::size_t row, const Cached& c) const {
    const bool selected = m_selection.contains(row), focused = m_look.focused;
    const wxColour& base = m_look.colours[0];
    wxColour back = row % 2 == 0 ? base : stripe_of(base);
    wxColour ink = m_look.colours[1];
    if (selected) {
        back = wxSystemSettings::GetColour(focused ? wxSYS_COLOUR_HIGHLIGHT : wxSYS_COLOUR_BTNSHADOW);
        if (focused) ink = wxSystemSettings::GetColour(wxSYS_COLOUR_HIGHLIGHTTEXT);
    }
    dc.SetBackground(back);
    dc.Clear();
    if (c.buyer.status == model::Status::inactive && !selected) ink = tone_colour(Tone::plain);
    int x = 0;
    bool first = true;
    for (const ListHeader::Shown& column : m_look.columns) {
        if (x >= m_look.left + m_look.width) break;
        if (x + column.width <= m_look.left) { // scrolled out: its text is not even asked for
            x += column.width;
            first = false;
            continue;
        }
        wxRect box(x + FromDIP(k_padding), 0, column.width - 2 * FromDIP(k_padding), m_row_height);
        if (first) {
            if (!c.problem.empty()) {
                const Tone tone = c.error ? Tone::error : Tone::warning;
                dc.SetTextForeground(selected ? ink : tone_colour(tone));
                draw_pieces(dc, {{tone_mark(tone), true}},
                            wxRect(x + FromDIP(k_padding), 0, FromDIP(k_mark_width), m_row_height), m_bold, m_bold);
            }
            box.x += FromDIP(k_mark_width) - FromDIP(k_padding);
            box.width -= FromDIP(k_mark_width) - FromDIP(k_padding);
            first = false;
        }
        dc.SetTextForeground(ink);
        const bool fixed = column.column == Column::tax_id;
        if (box.width > 0)
            draw_pieces(dc, pieces(row, column.column), box, fixed ? m_fixed : m_canvas->GetFont(),
                        fixed ? m_fixed_bold : m_bold);
        x += column.width;
    }
}

int BuyerList::best_width(Column column) const {
    wxClientDC dc(m_canvas);
    int widest = FromDIP(40);
    const std::size_t top = static_cast<std::size_t>(std::max(0, m_canvas->GetViewStart().y));
    for (std::size_t row = top; row < std::min(m_ids.size(), top + m_page + 1); ++row) {
        int w = 0;
        for (const auto& [text, matched] : pieces(row, column)) {
            dc.SetFont(column == Column::tax_id ? m_fixed : matched ? m_bold : m_canvas->GetFont());
            w += dc.GetTextExtent(text).x;
        }
        widest = std::max(widest, w);
    }
    return widest + FromDIP(2 * k_padding + k_mark_width);
}

} // namespace goufang::desktop
