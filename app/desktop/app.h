#pragma once
// The program: language, the library to open, the main window.
#include "app/words/words.h"

#include <memory>
#include <optional>
#include <string>
#include <wx/app.h>

namespace goufang::desktop {

class MainFrame;
class Settings;

class App : public wxApp {
  public:
    App();
    ~App() override;
    bool OnInit() override;
    int OnExit() override;
    void OnInitCmdLine(wxCmdLineParser& parser) override;
    bool OnCmdLineParsed(wxCmdLineParser& parser) override;
    bool OnExceptionInMainLoop() override;

    MainFrame* frame() { return m_frame; }
    /// Installs the catalogue of a language; called before any window is made.
    static void use_language(words::Language language);

  private:
    void start();

    std::string m_path, m_import; ///< of the library to open; a file to import into it
    std::optional<words::Language> m_language;
    std::unique_ptr<Settings> m_settings;
    MainFrame* m_frame = nullptr;
};

/// Where new libraries are proposed: beside the one of the command line, in the user's data folder.
std::string libraries_folder();

} // namespace goufang::desktop
