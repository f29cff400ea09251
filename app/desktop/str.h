#pragma once
// The one crossing between UTF-8 (everywhere below) and wxString (this folder).
#include <string>
#include <string_view>
#include <wx/string.h>

namespace goufang::desktop {

inline wxString to_wx(std::string_view utf8) { return wxString::FromUTF8(utf8.data(), utf8.size()); }
inline std::string from_wx(const wxString& s) {
    const auto buffer = s.utf8_str();
    return {buffer.data(), buffer.length()};
}

} // namespace goufang::desktop
