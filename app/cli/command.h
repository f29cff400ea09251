#pragma once
// The table of commands. Adding one: a row in commands.def and its setup function in one of the *_command(s).cpp.

#include "app/cli/arguments.h"

#include <functional>
#include <span>
#include <string_view>

namespace goufang::cli {

class Context;

/// Does the command; returns its exit status.
using Action = std::function<int(Context&)>;

struct Command {
    std::string_view name; ///< "list", or "category add" for a command of a group
    std::string_view help; ///< sentence id
    Action (*setup)(Arguments&);
};

std::span<const Command> commands();
const Command* command(std::string_view name);

#define GOUFANG_COMMAND(name, setup) Action setup(Arguments&);
#include "app/cli/commands.def"
#undef GOUFANG_COMMAND

} // namespace goufang::cli
