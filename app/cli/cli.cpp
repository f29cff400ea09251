#include "app/cli/cli.h"

#include "app/cli/context.h"
#include "app/cli/help.h"
#include "app/cli/parser.h"
#include "core/text/errors.h"
#include "core/text/utf8.h"

#include <exception>
#include <new>

#ifndef GOUFANG_VERSION
#define GOUFANG_VERSION "0"
#endif

namespace goufang::cli {

namespace {

constexpr int k_wrong_usage = 2;

/// The language for everything, also for what is said about a broken command line: --lang wherever it stands.
words::Language early_language(const std::vector<std::string>& arguments, const Environment& environment) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        std::string_view value;
        if (arguments[i] == "--") break;
        if (arguments[i] == "--lang" && i + 1 < arguments.size()) value = arguments[i + 1];
        if (arguments[i].starts_with("--lang=")) value = std::string_view(arguments[i]).substr(7);
        if (const auto language = words::language_from(value)) return *language;
    }
    const auto& get = environment.variable;
    return words::language_from_environment(get("LC_ALL"), get("LC_MESSAGES"), get("LANG"));
}

void say_error(const Context& context, std::string_view sentence) {
    const std::string label = context.say("label.error");
    context.warn((context.err_colours() ? "\x1b[31m" + label + "\x1b[0m" : label) + std::string(sentence));
}

/// Readers see bytes and no file: an error of theirs gets the file's name here.
std::string sentence_of(const Context& context, const Error& error) {
    if (context.subject.empty()) return words::describe(context.language, error);
    switch (error.code()) {
    case Code::syntax:
    case Code::encoding:
    case Code::too_large:
        return context.subject + ": " + words::describe(context.language, error);
    case Code::file_empty:
    case Code::format_unknown:
        return words::describe(context.language, Error(error.code(), {context.subject}));
    default:
        break;
    }
    return words::describe(context.language, error);
}

int wrong_usage(const Context& context, std::string_view sentence, std::string_view help_of = {}) {
    say_error(context, sentence);
    const std::string name = help_of.empty() ? "" : std::string(help_of) + " ";
    context.warn(context.say("usage.see_help", {"goufang " + name + "--help"}));
    return k_wrong_usage;
}

int run_parsed(Context& context, Parsed& parsed) {
    if (parsed.globals.version) {
        context.print("goufang " GOUFANG_VERSION);
        return k_done;
    }
    if (parsed.globals.help) {
        if (parsed.command != nullptr)
            print_help(context.out(), context.language, *parsed.command);
        else if (!parsed.group.empty())
            print_group_help(context.out(), context.language, parsed.group);
        else
            print_help(context.out(), context.language);
        return k_done;
    }
    return parsed.action(context);
}

int run_checked(const std::vector<std::string>& arguments, Context& context) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::size_t bad = text::first_invalid_utf8(arguments[i]);
        if (bad != text::npos || arguments[i].find('\0') != std::string::npos)
            return wrong_usage(context, context.say("usage.not_utf8", {std::to_string(i + 1)}));
    }
    Parsed parsed;
    try {
        parse(arguments, parsed);
        if (parsed.globals.lang && !words::language_from(*parsed.globals.lang))
            throw UsageError("usage.language", {*parsed.globals.lang});
    } catch (const UsageError& e) {
        const std::string_view name = parsed.command != nullptr ? parsed.command->name : std::string_view(parsed.group);
        return wrong_usage(context, words::sentence(context.language, e.sentence(), e.args()), name);
    }
    context.json = parsed.globals.json;
    context.quiet = parsed.globals.quiet;
    context.registry_option = parsed.globals.registry;
    int status = k_done;
    try {
        status = run_parsed(context, parsed);
    } catch (const UsageError& e) {
        return wrong_usage(context, words::sentence(context.language, e.sentence(), e.args()), parsed.command->name);
    }
    context.out().flush();
    if (!context.out())
        throw Error(Code::file_unwritable, {context.say("thing.output"), context.say("thing.no_space")});
    return status;
}

} // namespace

int run(const std::vector<std::string>& arguments, const Environment& environment) noexcept {
    Context context(environment);
    try {
        context.language = early_language(arguments, environment);
        return run_checked(arguments, context);
    } catch (const Error& e) {
        say_error(context, sentence_of(context, e));
        return words::exit_status(e.code());
    } catch (const std::bad_alloc&) {
        say_error(context, context.say("label.memory"));
        return words::exit_status(Code::internal);
    } catch (const std::exception& e) {
        say_error(context, words::describe(context.language, Error(Code::internal, {e.what()})));
        return words::exit_status(Code::internal);
    }
}

} // namespace goufang::cli
