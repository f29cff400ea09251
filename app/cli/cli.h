#pragma once
// The command line `goufang` (design paper cli.md): everything but the process itself, so that tests call it in
// process. Results go to `out`, findings, messages and progress to `err`.

#include <atomic>
#include <functional>
#include <istream>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::cli {

/// What the program knows of the world outside.
struct Environment {
    std::ostream& out;
    std::ostream& err;
    bool out_is_terminal = false; ///< colours
    bool err_is_terminal = false; ///< colours, progress
    /// Value of an environment variable in UTF-8; empty when it is not set.
    std::function<std::string(std::string_view)> variable = [](std::string_view) { return std::string(); };
    const std::atomic<bool>* cancel = nullptr; ///< set by Ctrl+C
    std::istream* in = nullptr;                ///< standard input; nullptr = empty
};

/// `arguments` without the program's name, in UTF-8 (not yet checked). Returns the exit status: 0 done; 1 done, with
/// findings, rejects or losses to read; 2 wrong usage; 3 input unreadable or not supported; 4 registry missing, locked,
/// damaged or newer; 130 interrupted. Throws nothing.
int run(const std::vector<std::string>& arguments, const Environment& environment) noexcept;

} // namespace goufang::cli
