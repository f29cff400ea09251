#include "app/cli/help.h"

#include "app/cli/parser.h"
#include "app/cli/table.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <utility>

namespace goufang::cli {

namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

void print_rows(std::ostream& out, const Rows& rows) {
    std::size_t width = 0;
    for (const auto& [left, right] : rows)
        width = std::max(width, std::min<std::size_t>(text::display_width(left), 28));
    for (const auto& [left, right] : rows) out << "  " << padded(left, width) << "  " << right << '\n';
}

std::string shown(const Argument& a) {
    std::string text(a.name);
    if (!a.positional() && !a.flag()) text += " " + std::string(a.value_name);
    return text;
}

std::string usage(const Argument& a) {
    std::string text = shown(a);
    if (std::holds_alternative<std::vector<std::string>*>(a.target)) text += "...";
    return a.required ? text : "[" + text + "]";
}

std::string help_id(const Argument& a) {
    if (!a.help.empty()) return std::string(a.help);
    return a.positional() ? "arg." + std::string(a.name) : "opt." + std::string(a.name.substr(2));
}

void print_arguments(std::ostream& out, words::Language language, const Arguments& arguments, bool positional) {
    Rows rows;
    for (const auto& a : arguments.list())
        if (a.positional() == positional) rows.emplace_back(shown(a), words::sentence(language, help_id(a)));
    if (rows.empty()) return;
    out << '\n' << words::sentence(language, positional ? "help.arguments" : "help.options") << '\n';
    print_rows(out, rows);
}

void print_globals(std::ostream& out, words::Language language) {
    Globals values;
    Arguments globals;
    declare(globals, values);
    Rows rows;
    for (const auto& a : globals.list()) rows.emplace_back(shown(a), words::sentence(language, help_id(a)));
    out << '\n' << words::sentence(language, "help.globals") << '\n';
    print_rows(out, rows);
}

} // namespace

void print_help(std::ostream& out, words::Language language) {
    out << words::sentence(language, "help.title") << "\n\n"
        << words::sentence(language, "help.usage")
        << "\n  goufang [--registry FILE] [--json] [--lang zh_CN|zh_TW|en] [--quiet] COMMAND ...\n\n"
        << words::sentence(language, "help.commands") << '\n';
    Rows rows;
    for (const auto& c : commands()) rows.emplace_back(std::string(c.name), words::sentence(language, c.help));
    print_rows(out, rows);
    print_globals(out, language);
    out << '\n' << words::sentence(language, "help.exit") << '\n';
    Rows exits;
    for (const char* status : {"0", "1", "2", "3", "4", "130"})
        exits.emplace_back(status, words::sentence(language, std::string("help.exit.") + status));
    print_rows(out, exits);
    out << '\n' << words::sentence(language, "help.more") << '\n';
}

void print_group_help(std::ostream& out, words::Language language, std::string_view group) {
    out << words::sentence(language, "help.usage") << "\n  goufang " << group << " COMMAND ...\n\n"
        << words::sentence(language, "help.commands") << '\n';
    Rows rows;
    for (const auto& c : commands())
        if (c.name.starts_with(std::string(group) + " "))
            rows.emplace_back(std::string(c.name), words::sentence(language, c.help));
    print_rows(out, rows);
}

void print_help(std::ostream& out, words::Language language, const Command& command) {
    Arguments arguments;
    const Action unused = command.setup(arguments);
    out << words::sentence(language, command.help) << "\n\n"
        << words::sentence(language, "help.usage") << "\n  goufang " << command.name;
    for (const auto& a : arguments.list())
        if (a.positional()) out << ' ' << usage(a);
    for (const auto& a : arguments.list())
        if (!a.positional()) out << ' ' << usage(a);
    out << '\n';
    print_arguments(out, language, arguments, true);
    print_arguments(out, language, arguments, false);
    print_globals(out, language);
    const std::string more = std::string(command.help) + ".more";
    if (words::known(more)) out << '\n' << words::sentence(language, more) << '\n';
}

} // namespace goufang::cli
