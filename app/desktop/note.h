#pragma once
// A sentence under a field: wraps to its width (Chinese breaks anywhere), coloured by severity, gone when empty.

#include <wx/stattext.h>

namespace goufang::desktop {

enum class Tone { plain, good, warning, error };
wxColour tone_colour(Tone tone); ///< readable on light and on dark windows
wxString tone_mark(Tone tone);   ///< ✓ ! ✗ or nothing: never by colour alone

/// `text` with line breaks put in so that no line is wider than `width` pixels in the window's font.
wxString wrapped(const wxWindow& window, const wxString& text, int width);

class Note : public wxStaticText {
  public:
    explicit Note(wxWindow* parent);
    /// True when the number of lines changed and the parent must be laid out again.
    bool set(const wxString& text, Tone tone);
    bool wrap_to(int width);
    const wxString& text() const { return m_text; }

  private:
    bool update();
    wxString m_text;
    int m_width = 0;
    int m_lines = 0;
};

} // namespace goufang::desktop
