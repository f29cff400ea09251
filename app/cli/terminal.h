#pragma once
// The parts of the process that differ between systems: streams, environment, arguments, Ctrl+C.

#include <atomic>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::cli {

bool is_terminal(int descriptor);                                  ///< 1 output, 2 errors
std::string environment_variable(std::string_view name);           ///< UTF-8; empty when not set
std::vector<std::string> process_arguments(int argc, char** argv); ///< without the program's name; UTF-8 as given
/// Makes the console take UTF-8 where that has to be asked for.
void prepare_console();
/// The flag that Ctrl+C (and a request to end) sets from now on. A second Ctrl+C ends the program at once.
const std::atomic<bool>& catch_interrupt();

} // namespace goufang::cli
