#pragma once
// A key that works while other programs have the focus.

#include <functional>
#include <memory>
#include <wx/string.h>

namespace goufang::desktop {

class Hotkey {
  public:
    enum class Outcome {
        set,
        none,       ///< the text was empty: no key
        not_a_key,  ///< not written as "Ctrl+Alt+K", without Ctrl and Alt, or no letter, digit or function key
        taken,      ///< another program has it
        impossible, ///< the system lets no program have one (Wayland)
    };

    Hotkey();
    ~Hotkey();

    std::function<void()> on_press; ///< in the window's thread, not inside the key's own event
    /// In place of the one before, which is given back in every case.
    Outcome set(const wxString& key);
    static bool possible();

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace goufang::desktop
