#include "core/store/engine.h"

#include <cstdlib>
#ifdef _WIN32
#include "core/file/file.h"
#include <windows.h>
#else
#include <pwd.h>
#include <unistd.h>
#endif

#include "core/text/utf8.h"

namespace goufang::store {

namespace {

std::string ask_system() {
    std::string name;
#ifdef _WIN32
    wchar_t buffer[257];
    DWORD size = 257;
    if (GetUserNameW(buffer, &size)) name = file::to_utf8(std::filesystem::path(buffer));
#else
    struct passwd entry {};
    struct passwd* found = nullptr;
    char buffer[4096];
    if (getpwuid_r(geteuid(), &entry, buffer, sizeof buffer, &found) == 0 && found && found->pw_name)
        name = found->pw_name;
    if (name.empty())
        if (const char* user = std::getenv("USER")) name = user;
#endif
    return text::valid_utf8(name) ? name : std::string();
}

} // namespace

const std::string& default_user() {
    static const std::string name = ask_system(); // reads files: once a run, not once a step
    return name;
}

} // namespace goufang::store
