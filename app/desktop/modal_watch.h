#pragma once
// Which modal dialogs are open, so that the program can be closed in the middle of one: each stands on the stack of its
// caller and must be left before its parent window may go.

#include <vector>
#include <wx/modalhook.h>

namespace goufang::desktop {

class ModalWatch : private wxModalDialogHook {
  public:
    ModalWatch() { Register(); }
    ~ModalWatch() override { Unregister(); }
    bool open() const { return !m_open.empty(); }
    /// Asks the innermost to end as by its 取消; a job ends when its work has stopped. Call again until open() is
    /// false.
    void leave_innermost();

  private:
    int Enter(wxDialog* dialog) override;
    void Exit(wxDialog* dialog) override;
    std::vector<wxDialog*> m_open; ///< innermost last
};

} // namespace goufang::desktop
