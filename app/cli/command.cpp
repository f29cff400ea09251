#include "app/cli/command.h"

#include <algorithm>
#include <array>

namespace goufang::cli {

namespace {
constexpr auto k_commands = std::to_array<Command>({
#define GOUFANG_COMMAND(name, setup) {name, "cmd." name, setup},
#include "app/cli/commands.def"
#undef GOUFANG_COMMAND
});
} // namespace

std::span<const Command> commands() { return k_commands; }

const Command* command(std::string_view name) {
    const auto at =
        std::find_if(k_commands.begin(), k_commands.end(), [&](const Command& c) { return c.name == name; });
    return at == k_commands.end() ? nullptr : &*at;
}

} // namespace goufang::cli
