#include "app/cli/terminal.h"

#include <csignal>
#include <cstdlib>

#ifdef _WIN32
#include <io.h>
#include <windows.h>
// after windows.h
#include <shellapi.h>
#else
#include <unistd.h>
#endif

namespace goufang::cli {

namespace {
std::atomic<bool> g_interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void on_interrupt(int signal) {
    g_interrupted.store(true, std::memory_order_relaxed);
    std::signal(signal, SIG_DFL);
}
} // namespace

const std::atomic<bool>& catch_interrupt() {
    std::signal(SIGINT, on_interrupt);
    std::signal(SIGTERM, on_interrupt);
    return g_interrupted;
}

#ifdef _WIN32

namespace {
std::string narrow(const wchar_t* wide) {
    const int bytes = WideCharToMultiByte(CP_UTF8, 0, wide, -1, nullptr, 0, nullptr, nullptr);
    std::string out(bytes > 0 ? static_cast<std::size_t>(bytes - 1) : 0, '\0');
    if (bytes > 1) WideCharToMultiByte(CP_UTF8, 0, wide, -1, out.data(), bytes, nullptr, nullptr);
    return out;
}
} // namespace

bool is_terminal(int descriptor) { return _isatty(descriptor) != 0; }

std::string environment_variable(std::string_view name) {
    const std::wstring wide(name.begin(), name.end()); // names are ASCII
    const wchar_t* value = _wgetenv(wide.c_str());
    return value != nullptr ? narrow(value) : std::string();
}

std::vector<std::string> process_arguments(int, char**) {
    int count = 0;
    wchar_t** wide = CommandLineToArgvW(GetCommandLineW(), &count);
    std::vector<std::string> out;
    for (int i = 1; i < count; ++i) out.push_back(narrow(wide[i]));
    LocalFree(wide);
    return out;
}

void prepare_console() {
    SetConsoleOutputCP(CP_UTF8);
    for (const DWORD id : {STD_OUTPUT_HANDLE, STD_ERROR_HANDLE}) {
        const HANDLE handle = GetStdHandle(id);
        DWORD mode = 0;
        if (GetConsoleMode(handle, &mode) != 0) SetConsoleMode(handle, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
    }
}

#else

bool is_terminal(int descriptor) { return ::isatty(descriptor) != 0; }

std::string environment_variable(std::string_view name) {
    const char* value = std::getenv(std::string(name).c_str());
    return value != nullptr ? std::string(value) : std::string();
}

std::vector<std::string> process_arguments(int argc, char** argv) { return {argv + (argc > 0 ? 1 : 0), argv + argc}; }

void prepare_console() {}

#endif

} // namespace goufang::cli
