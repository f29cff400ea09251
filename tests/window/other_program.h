#pragma once
// Another program as the X server sees it, with a connection and a window of its own: it has the keyboard, pastes, owns
// the clipboard or a key. And real programs started beside the test.

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace goufang::desktop::test {

class OtherProgram {
  public:
    OtherProgram();
    ~OtherProgram();

    void take_focus();
    bool has_focus() const;
    /// What a paste gives; `pump` lets the owner answer. Empty when nobody owns the clipboard.
    std::string paste(const std::function<void()>& pump);
    /// Only asks which kinds of content there are, as programs do to enable their menus.
    void look(const std::function<void()>& pump);
    void own_clipboard(); ///< copies something of its own
    bool grab_key(char key, bool control, bool alt);
    /// Window of any program whose title begins so.
    bool sees(const std::string& title) const;

  private:
    std::string ask(const char* target, const std::function<void()>& pump);
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Waits for something that other processes do; fails the test after a minute.
void wait_without_program(const std::function<bool()>& until);

/// The real program in a process of its own; killed by the destructor when it still runs.
class Started {
  public:
    explicit Started(const std::vector<std::string>& arguments);
    ~Started();
    bool ended();
    int status() const { return m_status; } ///< exit status once it has ended; -1 by a signal

  private:
    int m_process = 0;
    int m_status = -1;
    bool m_ended = false;
};

} // namespace goufang::desktop::test
