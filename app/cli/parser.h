#pragma once
// Reads the command line: global options before or after the command, then the command with its own arguments.

#include "app/cli/arguments.h"
#include "app/cli/command.h"

#include <optional>
#include <string>
#include <vector>

namespace goufang::cli {

struct Globals {
    std::optional<std::string> registry, lang;
    bool json = false, quiet = false, help = false, version = false;
};
/// The global options as arguments, for the parser and for the help.
void declare(Arguments& arguments, Globals& globals);

struct Parsed {
    Globals globals;
    const Command* command = nullptr; ///< nullptr: none was named (help, version)
    Action action;
    std::string group; ///< the group alone was named: "category"
};

/// Fills `parsed`, as far as it came also when it throws. Throws UsageError.
void parse(const std::vector<std::string>& arguments, Parsed& parsed);

} // namespace goufang::cli
