#pragma once
// Which window has the keyboard, across programs.

#include <cstdint>

class wxTopLevelWindow;

namespace goufang::desktop {

/// The window that a person works in; given the keyboard back later. Where the system does not tell (Wayland), nothing
/// is remembered and the system chooses.
class Foreground {
  public:
    void remember(const wxTopLevelWindow& own); ///< `own` itself is never remembered
    void restore();                             ///< once; does nothing when the window is gone by then

  private:
    std::uintptr_t m_window = 0;
};

/// Shows a window above those of other programs and gives it the keyboard, whichever program has it now.
void bring_to_front(wxTopLevelWindow& window);
/// Shows a window above the others that never takes the keyboard, not even when it is clicked.
void show_without_focus(wxTopLevelWindow& window);
/// The window stays usable while a dialog of this program is open.
void live_beside_dialogs(wxTopLevelWindow& window);

} // namespace goufang::desktop
