#include "app/desktop/window_words.h"

#include "app/desktop/str.h"

namespace goufang::desktop {

wxString in_window(words::Language language, const Error& error) {
    const std::string own = "window." + std::string(words::code_key(error.code()));
    return to_wx(words::known(own) ? words::sentence(language, own, error.args()) : words::describe(language, error));
}

wxString in_window(words::Language language, const check::Finding& finding) {
    const std::string own = "window." + std::string(finding.rule);
    return to_wx(words::known(own) ? words::sentence(language, own, finding.args) : words::describe(language, finding));
}

} // namespace goufang::desktop
