#include "app/cli/parser.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <map>
#include <memory>

namespace goufang::cli {

namespace {

constexpr char k_mark = '\x01';

/// Arguments that the library would read in ways of its own ("[a,b]" as a list, "" as a missing value, "{}" as an empty
/// list) get a mark in front, taken off again by plain(); "--name=value" becomes two arguments for the same reason.
std::vector<std::string> guarded(const std::vector<std::string>& arguments) {
    const auto guard = [](std::string s) {
        const bool special = s.empty() || s[0] == '[' || s[0] == '{' || s[0] == k_mark;
        return special ? k_mark + s : s;
    };
    std::vector<std::string> out;
    bool options = true;
    for (const auto& a : arguments) {
        const std::size_t equals = a.find('=');
        if (options && a.starts_with("--") && a.size() > 2 && equals != std::string::npos) {
            out.push_back(a.substr(0, equals));
            out.push_back(guard(a.substr(equals + 1)));
        } else {
            options = options && a != "--";
            out.push_back(guard(a));
        }
    }
    return out;
}

std::string plain(const std::string& s) { return s.starts_with(k_mark) ? s.substr(1) : s; }

[[noreturn]] void fail(std::string id, std::vector<std::string> args) {
    throw UsageError(std::move(id), std::move(args));
}

/// One command as the library sees it, with its arguments.
struct Bound {
    const Command* command = nullptr;
    CLI::App* app = nullptr;
    Arguments arguments;
    Action action;
    std::vector<CLI::Option*> options;
};

void attach(CLI::App& app, const Arguments& arguments, std::vector<CLI::Option*>& options) {
    std::size_t place = 0;
    for (const auto& a : arguments.list()) {
        // The library is stricter about names of positional arguments than our help is.
        const std::string name = a.positional() ? "place" + std::to_string(place++) : std::string(a.name);
        CLI::Option* option = nullptr;
        if (a.flag()) {
            option = app.add_flag(a.name == "--help" ? "-h,--help" : name);
        } else {
            option = app.add_option(name);
            if (std::holds_alternative<std::vector<std::string>*>(a.target))
                option->expected(1, -1)->allow_extra_args();
            else
                option->expected(1);
        }
        option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll); // a second one is told by collect()
        options.push_back(option);
    }
}

void collect(const Arguments& arguments, const std::vector<CLI::Option*>& options, bool check_required) {
    for (std::size_t i = 0; i < options.size(); ++i) {
        const Argument& a = arguments.list()[i];
        const auto& results = options[i]->results();
        if (results.empty()) {
            if (a.required && check_required) fail("usage.missing", {std::string(a.name)});
            continue;
        }
        if (results.size() > 1 && !std::holds_alternative<std::vector<std::string>*>(a.target) && !a.flag())
            fail("usage.twice", {std::string(a.name)});
        if (auto* text = std::get_if<std::string*>(&a.target)) **text = plain(results[0]);
        if (auto* text = std::get_if<std::optional<std::string>*>(&a.target)) **text = plain(results[0]);
        if (auto* flag = std::get_if<bool*>(&a.target)) **flag = true;
        if (auto* list = std::get_if<std::vector<std::string>*>(&a.target))
            for (const auto& r : results) (*list)->push_back(plain(r));
    }
}

} // namespace

void declare(Arguments& arguments, Globals& globals) {
    arguments.option("--registry", "FILE", globals.registry)
        .flag("--json", globals.json)
        .option("--lang", "LANG", globals.lang)
        .flag("--quiet", globals.quiet)
        .flag("--help", globals.help)
        .flag("--version", globals.version);
}

void parse(const std::vector<std::string>& arguments, Parsed& parsed) {
    CLI::App root("", "goufang");
    const auto prepare = [](CLI::App& app) {
        app.set_help_flag();
        app.allow_windows_style_options(false);
        app.require_subcommand(0, 1);
        app.fallthrough();
    };
    prepare(root);
    root.fallthrough(false);
    root.allow_extras();

    Arguments globals;
    declare(globals, parsed.globals);
    std::vector<CLI::Option*> global_options;
    attach(root, globals, global_options);

    std::map<std::string, CLI::App*, std::less<>> groups;
    std::vector<std::unique_ptr<Bound>> all;
    for (const Command& c : commands()) {
        const std::size_t space = c.name.find(' ');
        CLI::App* parent = &root;
        if (space != std::string_view::npos) {
            auto& group = groups[std::string(c.name.substr(0, space))];
            if (group == nullptr) {
                group = root.add_subcommand(std::string(c.name.substr(0, space)));
                prepare(*group);
                group->allow_extras();
            }
            parent = group;
        }
        auto bound = std::make_unique<Bound>();
        bound->command = &c;
        bound->app =
            parent->add_subcommand(std::string(space == std::string_view::npos ? c.name : c.name.substr(space + 1)));
        prepare(*bound->app);
        bound->app->allow_extras();
        bound->action = c.setup(bound->arguments);
        attach(*bound->app, bound->arguments, bound->options);
        all.push_back(std::move(bound));
    }

    std::vector<std::string> reversed = guarded(arguments);
    std::reverse(reversed.begin(), reversed.end());
    std::optional<std::string> without_value;
    try {
        root.parse(std::move(reversed));
    } catch (const CLI::ArgumentMismatch& e) {
        const std::string text = e.what(); // "--name: 1 required TEXT missing"
        without_value = text.substr(0, text.find(':'));
    }
    collect(globals, global_options, false);

    for (const auto& [name, app] : groups)
        if (app->parsed()) parsed.group = name;
    Bound* chosen = nullptr;
    for (const auto& bound : all)
        if (bound->app->parsed()) chosen = bound.get();
    if (chosen != nullptr) parsed.command = chosen->command;
    if (parsed.globals.help || parsed.globals.version) return;
    if (without_value) fail("usage.no_value", {*without_value});

    const std::vector<std::string> left = root.remaining(true);
    if (!left.empty()) {
        const std::string first = plain(left.front());
        if (first.starts_with("-") && first != "-" && first != "--") fail("usage.unknown_option", {first});
        if (chosen == nullptr)
            fail("usage.unknown_command", {parsed.group.empty() ? first : parsed.group + " " + first});
        if (first != "--") fail("usage.too_many", {first});
    }
    if (chosen == nullptr) fail("usage.no_command", {});
    collect(chosen->arguments, chosen->options, true);
    parsed.action = std::move(chosen->action);
}

} // namespace goufang::cli
