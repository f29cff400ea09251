#pragma once
// Text on the clipboard that is made when another program asks for it, so that a paste is noticed (N04).
//
// What counts as a paste: a request for the text itself by the program that has the keyboard, or by another one that
// did not also ask at once when the text was put there, as clipboard managers and remote desktops do for every new
// content; and not the second request of the same key press. On Wayland the system keeps what was asked for once, so
// pastes are not noticed there.

#include <functional>
#include <memory>
#include <string>

namespace goufang::desktop {

class ServedText {
  public:
    ServedText();
    ~ServedText(); ///< the text stays where a clipboard manager keeps it

    std::function<std::string()> text; ///< UTF-8; called for each request, in the window's thread
    /// After the text was given away for a paste; called before the next request is answered. Short: the other program
    /// waits.
    std::function<void()> on_pasted;
    std::function<void()> on_lost; ///< another program, or another part of this one, has the clipboard now

    bool take(); ///< puts the text there; false when the system refuses
    bool taken() const;
    static bool notices_pastes(); ///< on this system

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace goufang::desktop
