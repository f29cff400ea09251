#pragma once
// The program: language, the library to open, the main window.
#include "app/words/words.h"

#include <memory>
#include <optional>
#include <string>
#include <wx/app.h>

class wxTranslations;

namespace goufang::desktop {

class MainFrame;

class App : public wxApp {
  public:
    bool OnInit() override;
    int OnExit() override;
    void OnInitCmdLine(wxCmdLineParser& parser) override;
    bool OnCmdLineParsed(wxCmdLineParser& parser) override;
    bool OnExceptionInMainLoop() override;

    /// Installs the catalogue of a language; called before any window is made.
    static void use_language(words::Language language);

  private:
    std::string m_path; ///< of the library to open
    std::optional<words::Language> m_language;
    MainFrame* m_frame = nullptr;
};

/// Where the last library stands when none is named: $GOUFANG_REGISTRY, else the user's data folder.
std::string default_library_path();

} // namespace goufang::desktop
