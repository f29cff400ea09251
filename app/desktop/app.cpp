#include "app/desktop/app.h"
#include "app/desktop/ask.h"

#include "app/desktop/main_frame.h"
#include "app/desktop/picker.h"
#include "app/desktop/settings.h"
#include "app/desktop/start_dialog.h"
#include "app/desktop/tr.h"
#include "core/file/file.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>
#include <wx/cmdline.h>
#include <wx/filename.h>
#include <wx/image.h>
#include <wx/stdpaths.h>
#include <wx/utils.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace goufang::desktop {

namespace {

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

bool exists(const std::string& path) { return !path.empty() && std::filesystem::exists(file::to_path(path)); }

/// Large blocks go back to the system when they are freed. The allocator would learn to keep them instead, and keeps
/// for good what a thread other than the first has freed at the end of its heap: 8 MB after a million rows.
void give_memory_back() {
#ifdef __GLIBC__
    constexpr int large = 1 << 20;
    mallopt(M_MMAP_THRESHOLD, large);
    mallopt(M_TRIM_THRESHOLD, large);
#endif
}

} // namespace

std::string libraries_folder() {
    std::string folder = variable("XDG_DATA_HOME");
    if (folder.empty()) folder = variable("APPDATA");
    if (folder.empty()) folder = variable("HOME") + "/.local/share";
    return folder + "/goufang";
}

App::App() { give_memory_back(); }
App::~App() = default;

void App::use_language(words::Language language) {
    wxTranslations::Set(new wxTranslations);
    const wxFileName program(wxStandardPaths::Get().GetExecutablePath());
    wxFileTranslationsLoader::AddCatalogLookupPathPrefix(program.GetPath() + wxT("/locale"));
    wxFileTranslationsLoader::AddCatalogLookupPathPrefix(program.GetPath() + wxT("/../share/goufang/locale"));
    wxTranslations::Get()->SetLanguage(to_wx(words::language_key(language)));
    wxTranslations::Get()->AddStdCatalog(); // the toolkit's own words
    if (language != words::Language::zh_CN)
        wxTranslations::Get()->AddCatalog(wxT("goufang"), wxLANGUAGE_CHINESE_SIMPLIFIED);
}

void App::OnInitCmdLine(wxCmdLineParser& parser) {
    static const wxCmdLineEntryDesc options[] = {
        {wxCMD_LINE_OPTION, nullptr, "lang", "zh_CN | zh_TW | en", wxCMD_LINE_VAL_STRING, 0},
        {wxCMD_LINE_OPTION, nullptr, "registry", "FILE", wxCMD_LINE_VAL_STRING, 0},
        {wxCMD_LINE_SWITCH, nullptr, "pick", "show the picker of the running program", wxCMD_LINE_VAL_NONE, 0},
        {wxCMD_LINE_NONE, nullptr, nullptr, nullptr, wxCMD_LINE_VAL_NONE, 0}};
    parser.SetDesc(options);
}

bool App::OnCmdLineParsed(wxCmdLineParser& parser) {
    wxString value;
    if (parser.Found(wxT("lang"), &value)) m_language = words::language_from(from_wx(value));
    if (parser.Found(wxT("registry"), &value)) m_path = from_wx(value);
    m_pick_only = parser.Found(wxT("pick"));
    return true;
}

bool App::Initialize(int& arguments, wxChar** values) {
    // GTK asks the display for its OpenGL as soon as it starts, which loads and links Mesa; nothing here draws with it.
    // Programs started from here decide for themselves.
    const bool ours = !wxGetEnv(wxT("GDK_GL"), nullptr);
    if (ours) wxSetEnv(wxT("GDK_GL"), wxT("disable"));
    const bool done = wxApp::Initialize(arguments, values);
    if (ours) wxUnsetEnv(wxT("GDK_GL"));
    wxImage::AddHandler(new wxPNGHandler); // pictures go over the clipboard as PNG
    return done;
}

bool App::OnInit() {
    SetAppName(wxT("goufang"));
    SetClassName(wxT("goufang-desktop"));
    if (!wxApp::OnInit()) return false;
    if (m_pick_only && hand_over()) {
        m_handed_over = true;
        return true;
    }
    m_settings = std::make_unique<Settings>();
    std::optional<words::Language> language = m_language;
    if (!language) language = words::language_from(m_settings->text("language"));
    if (!language)
        language = words::language_from_environment(variable("LC_ALL"), variable("LC_MESSAGES"), variable("LANG"));
    use_language(*language);
    SetAppDisplayName(tr("购方库"));
    m_frame = new MainFrame(*language, *m_settings);
    SetTopWindow(m_frame);
    answer_others();
    if (m_pick_only) {
        m_frame->picker().on_idle = [this] { m_frame->Close(true); };
    } else {
        m_frame->Show();
        m_frame->picker().use_hotkey(); // taken by another program: the settings tell when it is chosen there
    }
    CallAfter([this] { start(); });
    return true;
}

int App::OnRun() { return m_handed_over ? 0 : wxApp::OnRun(); }

bool App::hand_over() {
    // Of two started at the same moment one may hold the place and not answer yet.
    constexpr int tries = 40;
    for (int i = 0; i < tries; ++i) {
        if (Instance::ask("pick") == "shown") return true;
        if (answer_others(); m_instance.claimed()) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
}

void App::answer_others() {
    const auto answer = [this](std::string_view request) -> std::string {
        if (request == "pick" && m_frame != nullptr) {
            m_frame->picker().show();
            return "shown";
        }
        // A program with a main window is the better one to ask; this one only keeps what it copied.
        if (request == "yield" && m_pick_only) {
            m_instance.give_up();
            return "yielded";
        }
        return "no";
    };
    if (m_instance.claim(answer) || m_pick_only) return;
    if (Instance::ask("yield") == "yielded") m_instance.claim(answer);
}

void App::start() {
    std::string path = m_path;
    if (path.empty()) path = variable("GOUFANG_REGISTRY");
    if (path.empty() && exists(m_settings->text("last-library"))) path = m_settings->text("last-library");
    if (path.empty() && exists(libraries_folder() + "/default.goufang")) path = libraries_folder() + "/default.goufang";
    if (!path.empty() && !exists(path) && !m_path.empty()) {
        try {
            std::filesystem::create_directories(file::to_path(path).parent_path());
            return m_frame->open_library(store::Registry::create(path, ""));
        } catch (const std::exception&) {
            // told by opening it below
        }
    }
    if (!path.empty() && m_frame->open_path(path)) {
        if (m_pick_only) m_frame->picker().show();
        return;
    }
    const StartChoice choice = show_start(m_frame, libraries_folder(), m_frame->language());
    if (choice.what == StartChoice::What::nothing) {
        m_frame->Close(true);
        return;
    }
    if (m_pick_only) { // without a library there was nothing to pick from: goes on as an ordinary start
        m_pick_only = false;
        m_frame->picker().on_idle = nullptr;
        m_frame->picker().use_hotkey();
        m_frame->Show();
    }
    if (m_frame->open_path(choice.path) && !choice.import_file.empty()) m_frame->import_from(choice.import_file);
}

int App::OnExit() {
    m_instance.give_up();
    m_settings.reset();
    return wxApp::OnExit();
}

bool App::OnExceptionInMainLoop() {
    try {
        throw;
    } catch (const Error& error) {
        tell_error(*m_frame, m_frame->language(), error);
        return true;
    }
    return false;
}

} // namespace goufang::desktop
