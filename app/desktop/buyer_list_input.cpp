// Keys and mouse of the list: move, extend, select, drag.
#include "app/desktop/buyer_list.h"
#include "app/desktop/buyer_list_canvas.h"

#include <algorithm>
#include <wx/settings.h>

namespace goufang::desktop {

void BuyerList::go(std::size_t row, bool extend, bool keep) {
    if (m_ids.empty()) return;
    row = std::min(row, m_ids.size() - 1);
    const bool moved = static_cast<long>(row) != m_focus;
    // A plain step changes two rows; painting all of them is what costs.
    const bool two_rows = !extend && !keep &&
                          (m_selection.count() == 0 || (m_selection.count() == 1 && m_focus >= 0 &&
                                                        m_selection.contains(static_cast<std::size_t>(m_focus))));
    const long before = m_focus;
    const int top = m_canvas->GetViewStart().y;
    m_focus = static_cast<long>(row);
    if (extend && m_anchor >= 0) {
        m_selection.set(static_cast<std::size_t>(m_anchor), row);
    } else if (!keep) {
        m_anchor = m_focus;
        m_selection.set(row, row);
    }
    make_visible(row);
    if (two_rows && m_canvas->GetViewStart().y == top) {
        refresh_row(before);
        refresh_row(m_focus);
        if (on_selection) on_selection();
    } else {
        selection_changed();
    }
    if (moved && on_focus) on_focus();
}

void BuyerList::key_down(wxKeyEvent& event) {
    if (on_key && on_key(event)) return;
    const bool shift = event.ShiftDown(), control = event.ControlDown();
    const std::size_t at = m_focus < 0 ? 0 : static_cast<std::size_t>(m_focus);
    const bool nothing = m_focus < 0;
    switch (event.GetKeyCode()) {
    case WXK_DOWN:
    case WXK_NUMPAD_DOWN:
        return go(nothing ? 0 : at + 1, shift, control && !shift);
    case WXK_UP:
    case WXK_NUMPAD_UP:
        return go(at == 0 ? 0 : at - 1, shift, control && !shift);
    case WXK_PAGEDOWN:
    case WXK_NUMPAD_PAGEDOWN:
        return go(at + m_page, shift, false);
    case WXK_PAGEUP:
    case WXK_NUMPAD_PAGEUP:
        return go(at < m_page ? 0 : at - m_page, shift, false);
    case WXK_HOME:
    case WXK_NUMPAD_HOME:
        return go(0, shift, false);
    case WXK_END:
    case WXK_NUMPAD_END:
        return go(m_ids.empty() ? 0 : m_ids.size() - 1, shift, false);
    case WXK_LEFT:
        return m_canvas->Scroll(std::max(0, m_canvas->GetViewStart().x - 4), -1);
    case WXK_RIGHT:
        return m_canvas->Scroll(m_canvas->GetViewStart().x + 4, -1);
    case WXK_RETURN:
    case WXK_NUMPAD_ENTER:
        if (on_activate && focused_id() != 0) on_activate();
        return;
    case WXK_SPACE:
        if (control && !nothing) {
            m_selection.toggle(at);
            m_anchor = m_focus;
            return selection_changed();
        }
        break;
    case 'A':
        if (control && !shift) return select_all();
        break;
    case WXK_TAB:
        m_canvas->Navigate(shift ? 0 : wxNavigationKeyEvent::IsForward);
        return;
    case WXK_WINDOWS_MENU:
        if (on_menu)
            on_menu(wxPoint(FromDIP(40), (static_cast<int>(at) + 1 - m_canvas->GetViewStart().y) * m_row_height));
        return;
    default:
        break;
    }
    event.Skip();
}

void BuyerList::typed(wxKeyEvent& event) {
    const wxChar c = event.GetUnicodeKey();
    if (c > WXK_SPACE && c != WXK_DELETE && !event.HasAnyModifiers() && on_type) return on_type(wxString(c));
    event.Skip();
}

void BuyerList::mouse(wxMouseEvent& event) {
    const int at = row_at(event.GetY());
    const std::size_t row = at < 0 ? 0 : static_cast<std::size_t>(at);
    if (event.Moving() || (event.Dragging() && !event.LeftIsDown())) {
        const wxString tip = at < 0 ? wxString() : problem(row);
        if (m_canvas->GetToolTipText() != tip) m_canvas->SetToolTip(tip);
        return event.Skip();
    }
    if (event.LeftDown() || event.RightDown()) {
        m_canvas->SetFocus();
        m_pressed = event.GetPosition();
        m_press_kept = false;
        m_band = at < 0 || m_canvas->CalcUnscrolledPosition(event.GetPosition()).x > width();
        if (at < 0) {
            m_selection.clear();
            return selection_changed();
        }
        if (event.RightDown()) {
            if (!m_selection.contains(row)) go(row, false, false);
            if (on_menu) on_menu(event.GetPosition());
            return;
        }
        if (event.ControlDown()) {
            m_selection.toggle(row);
            m_anchor = at;
            return go(row, false, true);
        }
        if (!event.ShiftDown() && m_selection.contains(row) && m_selection.count() > 1) {
            m_press_kept = true; // may become a drag of all of them
            return;
        }
        return go(row, event.ShiftDown(), false);
    }
    if (event.LeftDClick()) {
        if (at >= 0 && on_activate) on_activate();
        return;
    }
    if (event.Dragging() && m_pressed.x >= 0) {
        const wxPoint way = event.GetPosition() - m_pressed;
        if (m_band) { // a rubber band: the rows between
            const int other = row_at(std::clamp(event.GetY(), 0, m_canvas->GetClientSize().y - 1));
            const int start = row_at(m_pressed.y);
            const int end = static_cast<int>(m_ids.size()) - 1;
            if (end < 0) return;
            const int a = other < 0 ? end : other, b = start < 0 ? end : start;
            if (other < 0 && start < 0) return;
            m_selection.set(static_cast<std::size_t>(a), static_cast<std::size_t>(b));
            return selection_changed();
        }
        const int far = wxSystemSettings::GetMetric(wxSYS_DRAG_X) + FromDIP(4);
        if (std::abs(way.x) + std::abs(way.y) > far && m_selection.count() != 0) {
            m_pressed = {-1, -1};
            m_press_kept = false;
            if (on_drag) on_drag();
        }
        return;
    }
    if (event.LeftUp()) {
        m_pressed = {-1, -1};
        m_band = false;
        if (std::exchange(m_press_kept, false) && at >= 0) go(row, false, false);
        return;
    }
    event.Skip();
}

} // namespace goufang::desktop
