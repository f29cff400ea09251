#include "app/desktop/settings.h"

#include "app/desktop/str.h"
#include "core/text/fold.h"

#include <wx/fileconf.h>
#include <wx/filename.h>
#include <wx/stdpaths.h>

namespace goufang::desktop {

namespace {

wxString config_folder() {
    wxStandardPaths& paths = wxStandardPaths::Get();
    paths.SetFileLayout(wxStandardPaths::FileLayout_XDG);
    return paths.GetUserConfigDir() + wxFILE_SEP_PATH + wxT("goufang");
}

} // namespace

Settings::Settings() {
    const wxString folder = config_folder();
    wxFileName::Mkdir(folder, wxS_DIR_DEFAULT, wxPATH_MKDIR_FULL);
    m_file =
        std::make_unique<wxFileConfig>(wxEmptyString, wxEmptyString, folder + wxFILE_SEP_PATH + wxT("desktop.conf"),
                                       wxEmptyString, wxCONFIG_USE_LOCAL_FILE | wxCONFIG_USE_NO_ESCAPE_CHARACTERS);
    m_file->DisableAutoSave();
}

Settings::~Settings() { m_file->Flush(); }

std::string Settings::text(std::string_view key, std::string_view otherwise) const {
    return from_wx(m_file->Read(to_wx(key), to_wx(otherwise)));
}

long Settings::number(std::string_view key, long otherwise) const { return m_file->ReadLong(to_wx(key), otherwise); }

void Settings::set(std::string_view key, std::string_view value) { m_file->Write(to_wx(key), to_wx(value)); }
void Settings::set(std::string_view key, long value) { m_file->Write(to_wx(key), value); }
void Settings::save() { m_file->Flush(); }

std::string Settings::of_library(std::string_view path, std::string_view key) {
    const std::uint64_t hash = text::key_hash(path);
    return "library-" + from_wx(wxString::Format(wxT("%016llx"), static_cast<unsigned long long>(hash))) + "/" +
           std::string(key);
}

std::string Settings::data_folder() {
    wxStandardPaths& paths = wxStandardPaths::Get();
    paths.SetFileLayout(wxStandardPaths::FileLayout_XDG);
    wxFileName folder(paths.GetUserLocalDataDir(), wxEmptyString);
    const wxString path = folder.GetPath();
    wxFileName::Mkdir(path, wxS_DIR_DEFAULT, wxPATH_MKDIR_FULL);
    return from_wx(path);
}

} // namespace goufang::desktop
