#include "app/desktop/icons.h"

#include "app/desktop/str.h"

#include <utility>
#include <wx/settings.h>

namespace goufang::desktop {

namespace {

constexpr std::pair<std::string_view, std::string_view> k_icons[] = {
#include "app/desktop/icons.inc"
};
constexpr std::string_view k_ink = "#3b4a5a"; ///< the drawn line colour, replaced on dark windows

} // namespace

wxBitmapBundle icon(std::string_view name, int size) {
    for (const auto& [key, svg] : k_icons) {
        if (key != name) continue;
        std::string text(svg);
        if (wxSystemSettings::GetAppearance().IsDark()) {
            for (std::size_t at; (at = text.find(k_ink)) != std::string::npos;)
                text.replace(at, k_ink.size(), "#d5dde6");
        }
        return wxBitmapBundle::FromSVG(text.c_str(), wxSize(size, size));
    }
    return {};
}

} // namespace goufang::desktop
