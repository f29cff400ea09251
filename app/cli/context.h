#pragma once
// What every command works with: where to write, in which language, which registry.

#include "app/cli/cli.h"
#include "app/words/words.h"
#include "core/store/registry.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::cli {

inline constexpr int k_done = 0;
inline constexpr int k_with_findings = 1; ///< done, with findings, rejects or losses to read

class Context {
  public:
    explicit Context(const Environment& environment) : m_environment(environment) {}

    words::Language language = words::Language::zh_CN;
    bool json = false;
    bool quiet = false;
    std::optional<std::string> registry_option; ///< --registry
    std::string subject; ///< the file being read, for errors that tell a line but not of which file

    std::string say(std::string_view id, std::initializer_list<std::string> args = {}) const {
        return words::sentence(language, id, args);
    }

    std::ostream& out() const { return m_environment.out; }
    std::ostream& err() const { return m_environment.err; }
    const Environment& environment() const { return m_environment; }
    /// A line of result.
    void print(std::string_view line) const;
    /// A line that only a person wants: not with --quiet, not with --json. To the error stream, so that the output
    /// holds results alone.
    void chat(std::string_view line) const;
    /// A finding or a warning beside the result.
    void warn(std::string_view line) const;
    bool out_colours() const; ///< terminal, NO_COLOR unset
    bool err_colours() const;

    /// --registry, else $GOUFANG_REGISTRY, else the user's data folder.
    std::string registry_path() const;
    store::Registry open_to_read() const;
    std::string side_file() const; ///< of the registry's search index (core/find/load.h)
    store::Registry open_to_write() const;

    const std::atomic<bool>* cancel_flag() const { return m_environment.cancel; }
    /// Throws Error cancelled after Ctrl+C.
    void stop_if_cancelled() const;

  private:
    const Environment& m_environment;
};

// --- values of arguments; each throws Error bad_argument.

std::int64_t whole_number(std::string_view argument, std::string_view text, std::int64_t least);
model::Field field_argument(std::string_view argument, std::string_view key);
/// "a,b,c" without blanks around the parts; empty parts are left out.
std::vector<std::string> split_commas(std::string_view text);
text::Encoding encoding_argument(std::string_view argument, std::string_view name);
const invoice::Format& format_argument(std::string_view argument, std::string_view id);
/// The text of a --map file, which is checked. Throws Error syntax, about that file.
std::string map_argument(Context& context, const std::optional<std::string>& path);
/// The category of a PATH; 未分类 is 0. Throws Error not_found.
model::CategoryId category_argument(const model::CategoryTree& tree, std::string_view path);
/// Makes the folders above a file that is to be made. Throws Error file_unwritable.
void make_parent_folders(const std::string& path);
/// `a` and `b` name the same file.
bool same_file(std::string_view a, std::string_view b);

/// "2026-11-22T08:05:00Z" -> local time "2026-11-22 16:05:00"; anything else comes back as it is.
std::string local_time(std::string_view utc);
/// Days since 1970-01-01 and the date of today, UTC.
std::int64_t today();
std::string today_text();

} // namespace goufang::cli
