#pragma once
// What the window remembers: for the program, and for each library by its path. Kept in the user's configuration folder
// (desktop.conf), never in the registry. Sizes are in DIP.

#include <memory>
#include <string>
#include <string_view>

class wxFileConfig;

namespace goufang::desktop {

class Settings {
  public:
    Settings(); ///< $XDG_CONFIG_HOME/goufang/desktop.conf, or where the system keeps such files
    ~Settings();

    std::string text(std::string_view key, std::string_view otherwise = {}) const;
    long number(std::string_view key, long otherwise) const;
    bool flag(std::string_view key, bool otherwise) const { return number(key, otherwise ? 1 : 0) != 0; }
    void set(std::string_view key, std::string_view value);
    void set(std::string_view key, long value);
    void save();

    /// Key of something that belongs to one library.
    static std::string of_library(std::string_view path, std::string_view key);
    /// Folder of unsaved forms and the like; made when missing.
    static std::string data_folder();

  private:
    std::unique_ptr<wxFileConfig> m_file;
};

} // namespace goufang::desktop
