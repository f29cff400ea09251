#pragma once
// A hand for pop-up menus: while one is open the toolkit runs a loop of its own, in which a test does not get its turn.
//
//     MenuHand hand([&] { send_key(WXK_UP); send_key(WXK_RETURN); });
//     program.click(header, at, 1, 3); // comes back when the menu is gone

#include <functional>
#include <utility>
#include <wx/timer.h>

namespace goufang::desktop::test {

/// Runs `script` once, when the next pop-up menu is open. The script must end the menu.
class MenuHand : public wxTimer {
  public:
    explicit MenuHand(std::function<void()> script) : m_script(std::move(script)) { Start(20); }
    void Notify() override;
    bool done() const { return !IsRunning(); }

  private:
    std::function<void()> m_script;
};

} // namespace goufang::desktop::test
