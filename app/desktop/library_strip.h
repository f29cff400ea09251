#pragma once
// A coloured strip with the company's name, for those who keep several libraries: the costliest mistake is to work in
// the wrong one. Each library has its colour, by its path; the name stands there in words.

#include <cstddef>
#include <string>
#include <wx/panel.h>

class wxStaticText;

namespace goufang::desktop {

class Settings;

class LibraryStrip : public wxPanel {
  public:
    explicit LibraryStrip(wxWindow* parent);
    void show(const wxString& company, const std::string& path, bool several); ///< hidden unless there are several

  private:
    wxStaticText* m_text;
};

/// Notes that this library was opened; how many of those that were still exist.
std::size_t remember_library(Settings& settings, const std::string& path);

} // namespace goufang::desktop
