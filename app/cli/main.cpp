#include "app/cli/cli.h"
#include "app/cli/terminal.h"

#include <iostream>

int main(int argc, char** argv) {
    using namespace goufang::cli;
    std::ios::sync_with_stdio(false);
    prepare_console();
    Environment environment{std::cout, std::cerr};
    environment.out_is_terminal = is_terminal(1);
    environment.err_is_terminal = is_terminal(2);
    environment.variable = environment_variable;
    environment.cancel = &catch_interrupt();
    environment.in = &std::cin;
    return run(process_arguments(argc, argv), environment);
}
