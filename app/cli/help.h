#pragma once
// The help pages, made from the tables of commands and arguments.

#include "app/cli/command.h"
#include "app/words/words.h"

#include <ostream>

namespace goufang::cli {

void print_help(std::ostream& out, words::Language language);                         ///< all commands
void print_help(std::ostream& out, words::Language language, const Command& command); ///< one command
void print_group_help(std::ostream& out, words::Language language, std::string_view group);

} // namespace goufang::cli
