#include "app/desktop/library_strip.h"

#include "app/desktop/settings.h"
#include "app/desktop/str.h"
#include "core/file/file.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <vector>
#include <wx/sizer.h>
#include <wx/stattext.h>

namespace goufang::desktop {

namespace {

/// Dark enough for white words.
constexpr std::array<wxUint32, 6> k_grounds{0x8a4b1c, 0x2e6b2e, 0x1f3fa8, 0x7a2f7a, 0x6b5a1e, 0x2f5b8c}; // 0xBBGGRR
constexpr std::size_t k_known = 30;                                                                      // libraries

} // namespace

LibraryStrip::LibraryStrip(wxWindow* parent) : wxPanel(parent) {
    SetName(wxT("library_strip"));
    m_text = new wxStaticText(this, wxID_ANY, wxEmptyString, wxDefaultPosition, wxDefaultSize, wxST_ELLIPSIZE_END);
    m_text->SetName(wxT("library_strip_name"));
    m_text->SetFont(m_text->GetFont().Bold());
    m_text->SetForegroundColour(*wxWHITE);
    auto* box = new wxBoxSizer(wxHORIZONTAL);
    box->Add(m_text, 1, wxALIGN_CENTER_VERTICAL | wxALL, FromDIP(4));
    SetSizer(box);
    Hide();
}

void LibraryStrip::show(const wxString& company, const std::string& path, bool several) {
    SetBackgroundColour(wxColour(k_grounds[std::hash<std::string>{}(path) % k_grounds.size()]));
    m_text->SetLabelText(company);
    m_text->SetToolTip(to_wx(path));
    Show(several);
    GetParent()->Layout();
}

std::size_t remember_library(Settings& settings, const std::string& path) {
    std::vector<std::string> known{path};
    const std::string listed = settings.text("libraries");
    for (std::size_t at = 0; at < listed.size();) {
        const std::size_t end = std::min(listed.find('\n', at), listed.size());
        const std::string one = listed.substr(at, end - at);
        at = end + 1;
        std::error_code ignored;
        if (one != path && known.size() < k_known && std::filesystem::exists(file::to_path(one), ignored))
            known.push_back(one);
    }
    std::string all;
    for (const std::string& one : known) all += (all.empty() ? "" : "\n") + one;
    settings.set("libraries", all);
    return known.size();
}

} // namespace goufang::desktop
