#include "app/desktop/note.h"

#include <wx/dcclient.h>
#include <wx/settings.h>

namespace goufang::desktop {

wxColour tone_colour(Tone tone) {
    const bool dark = wxSystemSettings::GetAppearance().IsDark();
    switch (tone) {
    case Tone::good:
        return dark ? wxColour(0x6c, 0xcf, 0x9c) : wxColour(0x1f, 0x7a, 0x4d);
    case Tone::warning:
        return dark ? wxColour(0xf0, 0xc0, 0x50) : wxColour(0x8a, 0x5a, 0x00);
    case Tone::error:
        return dark ? wxColour(0xff, 0x8a, 0x80) : wxColour(0xb3, 0x26, 0x1e);
    case Tone::plain:
        break;
    }
    return wxSystemSettings::GetColour(wxSYS_COLOUR_GRAYTEXT);
}

wxString tone_mark(Tone tone) {
    switch (tone) {
    case Tone::good:
        return wxString::FromUTF8("✓");
    case Tone::warning:
        return wxT("!");
    case Tone::error:
        return wxString::FromUTF8("✗");
    case Tone::plain:
        break;
    }
    return {};
}

wxString wrapped(const wxWindow& window, const wxString& text, int width) {
    if (width <= 0 || text.empty()) return text;
    wxClientDC dc(const_cast<wxWindow*>(&window));
    dc.SetFont(window.GetFont());
    wxArrayInt ends;
    wxString out;
    std::size_t line = 0; // where the present line starts
    while (line < text.length()) {
        const wxString rest = text.Mid(line);
        std::size_t take = rest.find('\n');
        const bool forced = take != wxString::npos;
        if (!forced) take = rest.length();
        dc.GetPartialTextExtents(rest.Left(take), ends);
        std::size_t fit = 0;
        while (fit < take && ends[fit] <= width) ++fit;
        if (fit == 0) fit = 1;
        if (fit < take) {
            // Latin words, numbers and closing marks stay with what stands before them.
            const auto sticks = [&](std::size_t at) {
                const wxUniChar c = rest[at];
                if (c.GetValue() < 128) return c != ' ' && rest[at - 1].GetValue() < 128 && rest[at - 1] != ' ';
                return wxString::FromUTF8("，。；：、）》”！？").find(c) != wxString::npos;
            };
            std::size_t at = fit;
            while (at > 1 && sticks(at)) --at;
            if (at > 1) fit = at;
            out += rest.Left(fit) + wxT("\n");
            line += fit;
            while (line < text.length() && text[line] == ' ') ++line;
            continue;
        }
        out += rest.Left(take);
        line += take;
        if (forced) {
            out += wxT("\n");
            ++line;
        }
    }
    return out;
}

Note::Note(wxWindow* parent)
    : wxStaticText(parent, wxID_ANY, wxEmptyString, wxDefaultPosition, wxSize(1, 1), wxST_NO_AUTORESIZE) {
    SetFont(GetFont().Scaled(0.9F));
    Hide();
}

bool Note::set(const wxString& text, Tone tone) {
    SetForegroundColour(tone_colour(tone));
    if (text == m_text) return false;
    m_text = text;
    return update();
}

bool Note::wrap_to(int width) {
    if (width == m_width) return false;
    m_width = width;
    return update();
}

bool Note::update() {
    const wxString shown = wrapped(*this, m_text, m_width);
    SetLabelText(shown);
    SetToolTip(m_text);
    const int lines = m_text.empty() ? 0 : 1 + static_cast<int>(shown.Freq('\n'));
    if (lines == m_lines) return false;
    m_lines = lines;
    Show(lines != 0);
    SetMinSize(wxSize(-1, lines * GetCharHeight()));
    return true;
}

} // namespace goufang::desktop
