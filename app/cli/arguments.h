#pragma once
// How a command says which arguments it takes; parser.cpp reads the command line by it and help.cpp prints it.

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace goufang::cli {

/// The command line itself is wrong: exit status 2, with a pointer to the help.
class UsageError : public std::exception {
  public:
    explicit UsageError(std::string sentence, std::vector<std::string> args = {})
        : m_sentence(std::move(sentence)), m_args(std::move(args)) {}
    const std::string& sentence() const { return m_sentence; } ///< id in app/words
    const std::vector<std::string>& args() const { return m_args; }
    const char* what() const noexcept override { return "goufang::cli::UsageError"; }

  private:
    std::string m_sentence;
    std::vector<std::string> m_args;
};

struct Argument {
    using Target = std::variant<std::string*, std::optional<std::string>*, std::vector<std::string>*, bool*>;
    std::string_view name;       ///< "--limit", or "PATH" for an argument that is told by its place
    std::string_view value_name; ///< "N"; empty for a flag
    Target target;
    bool required = false;
    std::string_view help; ///< sentence id; the default one is "opt." and the name without dashes

    bool positional() const { return !name.starts_with("--"); }
    bool flag() const { return std::holds_alternative<bool*>(target); }
};

/// Filled by a command's setup function; the targets must live until the command has run.
class Arguments {
  public:
    Arguments& positional(std::string_view name, std::string& target) { return put({name, name, &target, true, {}}); }
    Arguments& positional(std::string_view name, std::optional<std::string>& target) {
        return put({name, name, &target, false, {}});
    }
    /// One or more, at the end.
    Arguments& positional(std::string_view name, std::vector<std::string>& target) {
        return put({name, name, &target, true, {}});
    }
    Arguments& option(std::string_view name, std::string_view value_name, std::optional<std::string>& target) {
        return put({name, value_name, &target, false, {}});
    }
    Arguments& required(std::string_view name, std::string_view value_name, std::string& target) {
        return put({name, value_name, &target, true, {}});
    }
    Arguments& flag(std::string_view name, bool& target) { return put({name, {}, &target, false, {}}); }
    /// Another help sentence than the usual one for the argument added last.
    Arguments& help(std::string_view id) {
        m_list.back().help = id;
        return *this;
    }
    const std::vector<Argument>& list() const { return m_list; }

  private:
    Arguments& put(Argument a) {
        m_list.push_back(a);
        return *this;
    }
    std::vector<Argument> m_list;
};

} // namespace goufang::cli
