#pragma once
// For mapped_windows.cpp and replace_windows.cpp only: Win32 error numbers as Errors of ours.
#ifdef _WIN32

#include "core/file/file.h"
#include "core/text/errors.h"

#include <string>

#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

namespace goufang::file {

/// The system's sentence in the user's language, UTF-8, without the line break at its end.
inline std::string windows_message(DWORD error) {
    wchar_t text[512];
    const DWORD n = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, nullptr, error, 0, text,
                                   static_cast<DWORD>(std::size(text)), nullptr);
    std::string out = to_utf8(std::filesystem::path(std::wstring(text, n)));
    while (!out.empty() && (out.back() == '\n' || out.back() == '\r' || out.back() == ' ')) out.pop_back();
    return out.empty() ? "Win32 error " + std::to_string(error) : out;
}

/// A path that may be longer than MAX_PATH: absolute and with the prefix that lifts the limit.
inline std::wstring long_path(const std::filesystem::path& p) {
    std::error_code failed;
    std::filesystem::path full = std::filesystem::absolute(p, failed);
    if (failed) full = p;
    std::wstring w = full.make_preferred().native();
    if (w.size() < MAX_PATH - 12 || w.starts_with(LR"(\\?\)") || w.starts_with(LR"(\\.\)")) return w;
    if (w.starts_with(LR"(\\)")) return LR"(\\?\UNC)" + w.substr(1);
    return LR"(\\?\)" + w;
}

} // namespace goufang::file

#endif
