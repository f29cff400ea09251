#pragma once
// Of the programs of one user on one screen, one answers requests such as `goufang-desktop --pick`. It is found by a
// socket in the user's runtime folder; a lock beside it, which ends with the program however that ends, says who.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace goufang::desktop {

class Instance {
  public:
    Instance();
    ~Instance();

    /// Becomes the one that answers. False when another program is, or when the system has no place for the socket.
    /// `answer` is called in the window's thread for each request: one line of text in, one out.
    bool claim(std::function<std::string(std::string_view)> answer);
    void give_up();
    bool claimed() const;
    /// Asks the program that answers; none when there is none or it says nothing for some seconds.
    static std::optional<std::string> ask(std::string_view request);

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace goufang::desktop
