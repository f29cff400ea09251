#pragma once
// Words of the window: written in 简体中文 in the source, translated through the gettext catalogues of assets/locale.
#include "app/desktop/str.h"
#include "app/desktop/tr_noop.h"

#include <wx/translation.h>

namespace goufang::desktop {

inline wxString tr(std::string_view chinese) { return wxGetTranslation(to_wx(chinese)); }
/// With %s in place of each argument, in order; "%2$s" style is not needed because arguments are few.
template <class... Args> wxString tr(std::string_view chinese, const Args&... args) {
    return wxString::Format(wxGetTranslation(to_wx(chinese)), args...);
}

} // namespace goufang::desktop
