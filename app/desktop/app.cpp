#include "app/desktop/app.h"

#include "app/desktop/main_frame.h"
#include "app/desktop/tr.h"
#include "core/file/file.h"

#include <filesystem>
#include <wx/cmdline.h>
#include <wx/config.h>
#include <wx/filename.h>
#include <wx/msgdlg.h>
#include <wx/stdpaths.h>

namespace goufang::desktop {

namespace {

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

} // namespace

std::string default_library_path() {
    if (const std::string named = variable("GOUFANG_REGISTRY"); !named.empty()) return named;
    std::string folder = variable("XDG_DATA_HOME");
    if (folder.empty()) folder = variable("APPDATA");
    if (folder.empty()) folder = variable("HOME") + "/.local/share";
    return folder + "/goufang/default.goufang";
}

void App::use_language(words::Language language) {
    wxTranslations::Set(new wxTranslations);
    if (language == words::Language::zh_CN) return; // the source is written in it
    const wxFileName program(wxStandardPaths::Get().GetExecutablePath());
    wxFileTranslationsLoader::AddCatalogLookupPathPrefix(program.GetPath() + wxT("/locale"));
    wxFileTranslationsLoader::AddCatalogLookupPathPrefix(program.GetPath() + wxT("/../share/goufang/locale"));
    wxTranslations::Get()->SetLanguage(to_wx(words::language_key(language)));
    wxTranslations::Get()->AddCatalog(wxT("goufang"), wxLANGUAGE_CHINESE_SIMPLIFIED);
}

void App::OnInitCmdLine(wxCmdLineParser& parser) {
    static const wxCmdLineEntryDesc options[] = {
        {wxCMD_LINE_OPTION, nullptr, "lang", "zh_CN | zh_TW | en", wxCMD_LINE_VAL_STRING, 0},
        {wxCMD_LINE_OPTION, nullptr, "registry", "FILE", wxCMD_LINE_VAL_STRING, 0},
        {wxCMD_LINE_NONE, nullptr, nullptr, nullptr, wxCMD_LINE_VAL_NONE, 0}};
    parser.SetDesc(options);
}

bool App::OnCmdLineParsed(wxCmdLineParser& parser) {
    wxString value;
    if (parser.Found(wxT("lang"), &value)) m_language = words::language_from(from_wx(value));
    if (parser.Found(wxT("registry"), &value)) m_path = from_wx(value);
    return true;
}

bool App::OnInit() {
    SetAppName(wxT("goufang"));
    SetAppDisplayName(wxString::FromUTF8("购方库"));
    if (!wxApp::OnInit()) return false;
    const words::Language language = m_language.value_or(
        words::language_from_environment(variable("LC_ALL"), variable("LC_MESSAGES"), variable("LANG")));
    use_language(language);
    if (m_path.empty()) m_path = default_library_path();

    m_frame = new MainFrame(language);
    try {
        const std::filesystem::path path = file::to_path(m_path);
        if (std::filesystem::exists(path)) {
            m_frame->open_library(store::Registry::open(m_path));
        } else {
            std::filesystem::create_directories(path.parent_path());
            m_frame->open_library(store::Registry::create(m_path, ""));
        }
    } catch (const Error& error) {
        wxMessageDialog box(m_frame, to_wx(words::describe(language, error)), tr("打不开库"), wxOK | wxICON_ERROR);
        box.ShowModal();
    }
    m_frame->Show();
    return true;
}

int App::OnExit() { return wxApp::OnExit(); }

bool App::OnExceptionInMainLoop() { throw; }

} // namespace goufang::desktop
