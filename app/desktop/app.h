#pragma once
// The program: language, the library to open, the main window.
//
// Order of a start, so that rows stand on the screen soon, however many buyers there are: toolkit without OpenGL
// (Initialize); language; the window with its controls, shown; the registry, of which only the tree and the first page
// of the list are read (MainFrame::open_library); the first paint; only then the threads that list all rows, fill the
// search index and count (Library::start).
#include "app/desktop/instance.h"
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
    bool Initialize(int& arguments, wxChar** values) override;
    bool OnInit() override;
    int OnRun() override;
    int OnExit() override;
    void OnInitCmdLine(wxCmdLineParser& parser) override;
    bool OnCmdLineParsed(wxCmdLineParser& parser) override;
    bool OnExceptionInMainLoop() override;

    MainFrame* frame() { return m_frame; }
    /// Installs the catalogue of a language; called before any window is made.
    static void use_language(words::Language language);

  private:
    void start();
    bool hand_over(); ///< --pick: a running program has done it
    void answer_others();

    std::string m_path, m_import; ///< of the library to open; a file to import into it
    std::optional<words::Language> m_language;
    std::unique_ptr<Settings> m_settings;
    Instance m_instance;
    bool m_pick_only = false;   ///< started by --pick with no program running: the main window stays hidden
    bool m_handed_over = false; ///< nothing left to do
    MainFrame* m_frame = nullptr;
};

/// Where new libraries are proposed: beside the one of the command line, in the user's data folder.
std::string libraries_folder();

} // namespace goufang::desktop
