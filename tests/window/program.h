#pragma once
// The program under test, run in process, and a person in front of it: keys and clicks are real events, waiting is for
// conditions, and each dialog that opens must be expected.
//
//     Home home;                                     // an empty home folder of its own
//     Program program(home);                         // starts as the user would; ended by the destructor
//     program.expect("start_dialog", [&] { program.press(WXK_RETURN); });
//     program.wait("a library is open", [&] { return program.frame().library() != nullptr; });
//
// A failed check inside the script of a dialog ends the dialog and fails the test.

#include "app/desktop/main_frame.h"
#include "tests/window/toolkit.h"

#include <chrono>
#include <deque>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <wx/dialog.h>
#include <wx/modalhook.h>
#include <wx/timer.h>
#include <wx/weakref.h>

namespace goufang::desktop::test {

/// A home folder that is gone after the test: settings, libraries, files.
class Home {
  public:
    Home();
    ~Home();
    std::string at(const std::string& name) const { return (m_path / name).string(); }

  private:
    std::filesystem::path m_path;
};

class Program : private wxModalDialogHook {
  public:
    /// `library`: opened at the start, as by GOUFANG_REGISTRY; "" = none. `language`: zh_CN, zh_TW or en.
    explicit Program(const Home& home, const std::string& library = "", const std::string& language = "zh_CN");
    ~Program() override;

    MainFrame& frame();
    bool running() const; ///< the main window is still there
    /// Closes the main window as its close button does and waits until it is gone.
    void close();

    // waiting
    void pump(); ///< handles what is in the queue
    void wait(const char* what, const std::function<bool()>& until);
    void settle(); ///< until the list shows the answer and nothing is left to do

    // a person
    void press(int key, int modifiers = wxMOD_NONE);
    /// ASCII as keys; other characters arrive in the focused text field as from an input method.
    void type(const std::string& utf8);
    void click(wxWindow& window);
    void click(wxWindow& window, wxPoint at, int times = 1, int button = 1);
    /// `before_drop` runs while the button is still held over `b`.
    void drag(wxWindow& from, wxPoint a, wxWindow& to, wxPoint b, const std::function<void()>& before_drop = {});

    /// Another program has the keyboard from now on: ours is not brought to the front by the harness.
    void leave_focus(bool leave) { m_leave_focus = leave; }

    // what is on the screen
    wxWindow* window(); ///< the topmost dialog, else the main window
    /// By the English name of identify(), within window().
    wxWindow* find(const std::string& name);
    template <class Control> Control& control(const std::string& name) {
        auto* found = dynamic_cast<Control*>(find(name));
        if (found == nullptr) fail("no control named " + name);
        return *found;
    }
    void click(const std::string& name) { click(control<wxWindow>(name)); }
    /// Keeps a picture of the screen in the build folder: shots/NAME.png
    void shot(const std::string& name);

    // dialogs
    /// The next dialog is called `name` (a message box: "message"); `script` runs while it is open and ends it.
    void expect(const std::string& name, std::function<void()> script);
    /// The next dialog asks for a file: `path` is chosen.
    void expect_file(const std::string& path);
    bool expecting() const { return !m_scripts.empty(); }
    wxString message(); ///< text of the topmost message box: the fact and what follows it

  private:
    struct Script {
        std::string name, file;
        std::function<void()> run;
    };
    int Enter(wxDialog* dialog) override;
    void Exit(wxDialog* dialog) override;
    void tick();
    void focus_top();
    [[noreturn]] void fail(const std::string& what);
    void stop_dialogs();

    struct Toolkit {
        Toolkit() { start_toolkit(); }
    } m_toolkit; ///< before the timer
    wxWeakRef<MainFrame> m_frame;
    std::deque<Script> m_scripts;
    struct Open {
        wxDialog* dialog;
        std::function<void()> script;                ///< empty: none, or begun
        std::chrono::steady_clock::time_point until; ///< when a begun script should have ended the dialog
    };
    std::vector<Open> m_open; ///< modal dialogs, innermost last
    wxTimer m_timer;
    std::exception_ptr m_failure;
    bool m_leave_focus = false;
};

} // namespace goufang::desktop::test
