// Where the parts of the window stand, and its memory of that.
#include "app/desktop/main_frame.h"

#include <algorithm>
#include <wx/display.h>
#include <wx/splitter.h>

namespace goufang::desktop {

namespace {

/// In DIP: wide enough for so many characters, also in large text, but not for more than a part of the window.
int pane_width(const wxWindow& window, int usual, int characters, int percent) {
    const int wanted = std::min(characters * window.GetCharWidth(), window.GetClientSize().x * percent / 100);
    return std::max(usual, window.ToDIP(wanted));
}

} // namespace

void MainFrame::place_form() {
    if (m_split_form->IsSplit()) m_split_form->Unsplit(m_form);
    m_form->Show();
    wxWindow* list = m_split_form->GetWindow1();
    if (m_below) {
        m_split_form->SetSashGravity(0.5);
        m_split_form->SplitHorizontally(list, m_form, FromDIP(static_cast<int>(m_settings.number("sash-below", -300))));
    } else {
        m_split_form->SetSashGravity(1.0);
        m_split_form->SplitVertically(
            list, m_form, FromDIP(static_cast<int>(m_settings.number("sash-right", -pane_width(*this, 450, 52, 42)))));
    }
}

void MainFrame::restore_layout() {
    const wxRect screen = wxDisplay(static_cast<unsigned>(0)).GetClientArea();
    wxSize size = FromDIP(
        wxSize(static_cast<int>(m_settings.number("width", 1366)), static_cast<int>(m_settings.number("height", 768))));
    size.DecTo(screen.GetSize());
    SetSize(wxRect(screen.GetPosition(), size));
    if (m_settings.flag("maximized", false)) Maximize();
    Layout();
    m_split_tree->SetSashPosition(
        FromDIP(static_cast<int>(m_settings.number("sash-tree", pane_width(*this, 230, 24, 22)))));
    place_form();
    m_form->enter_moves = m_settings.flag("enter-moves", true);
    m_categories->show_codes(m_settings.flag("show-codes", false));
}

void MainFrame::remember_layout() {
    if (!IsMaximized() && !IsIconized()) {
        const wxSize size = ToDIP(GetSize());
        m_settings.set("width", size.x);
        m_settings.set("height", size.y);
    }
    m_settings.set("maximized", IsMaximized() ? 1 : 0);
    m_settings.set("sash-tree", ToDIP(m_split_tree->GetSashPosition()));
    const wxSize area = m_split_form->GetClientSize();
    const int from_end = m_split_form->GetSashPosition() - (m_below ? area.y : area.x);
    m_settings.set(m_below ? "sash-below" : "sash-right", ToDIP(from_end));
    m_settings.set("detail", m_below ? "below" : "right");
    m_settings.set("show-codes", m_categories->codes_shown() ? 1 : 0);
    if (m_library) {
        const auto key = [&](std::string_view what) { return Settings::of_library(m_library->path(), what); };
        m_settings.set(key("columns"), m_list->header().layout().to_text());
        m_settings.set(key("sort"), sort_to_text(m_view.sort));
        m_settings.set(key("expanded"), m_categories->expanded());
        const View at = m_categories->selected();
        m_settings.set(key("shelf"), static_cast<long>(at.shelf));
        m_settings.set(key("category"), std::to_string(at.category));
    }
    m_settings.save();
}

} // namespace goufang::desktop
