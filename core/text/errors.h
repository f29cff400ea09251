#pragma once
// The one exception type of the program: the unexpected. Expected outcomes (findings, plans, reports) are return
// values. Lower layers throw codes and values; app/words turns them into a sentence.

#include <cstdint>
#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace goufang {

enum class Code : std::uint8_t {
    // input files: exit status 3
    file_missing,      ///< args: path
    file_is_directory, ///< args: path
    file_unreadable,   ///< args: path, system text
    file_unwritable,   ///< args: path, system text
    file_exists,       ///< args: path
    file_empty,        ///< args: path
    format_unknown,    ///< args: path; no format recognises the bytes, or an id that does not exist
    format_refused,    ///< args: format id, what was found (e.g. {商品编码})
    syntax,            ///< args: line, column, what (a sentence id of app/words), detail
    encoding,          ///< args: line, column, encoding name, byte in hex
    container_broken,  ///< args: part ("zip", "xl/workbook.xml"), what (a sentence id of app/words), detail
    too_large,         ///< args: line, what (sentence id), limit
    cannot_read,       ///< args: format id; the format only writes
    cannot_write,      ///< args: format id; the format only reads
    // the registry: exit status 4
    registry_missing,    ///< args: path
    registry_unreadable, ///< args: path, user of the system, system text; nothing is known about what is in it
    registry_foreign,    ///< args: path; not a Goufang registry
    registry_newer,      ///< args: path, its schema version, ours
    registry_busy,       ///< args: path; another program is writing
    registry_damaged,    ///< args: path, detail
    registry_write,      ///< args: path, detail (disk full, read-only)
    registry_unsure,     ///< args: path, detail; a commit that failed so late that it may or may not show later
    // requests that cannot be met: exit status 2
    bad_argument,        ///< args: argument name, value, what (sentence id)
    not_found,           ///< args: what kind (sentence id), key
    ambiguous,           ///< args: key, how many
    category_cycle,      ///< args: path
    category_name_taken, ///< args: name, parent path
    category_code_taken, ///< args: code
    category_not_empty,  ///< args: path, categories, buyers
    code_taken,          ///< args: code
    code_full,           ///< args: parent code; 该级编码已满
    stale,               ///< args: code of the buyer; somebody changed it since it was read
    nothing_to_undo,
    nothing_to_redo,
    step_unknown, ///< args: step
    cancelled,    ///< by the user; nothing was changed
    internal,     ///< args: where; a bug
};

class Error : public std::exception {
  public:
    explicit Error(Code code, std::vector<std::string> args = {}) : m_code(code), m_args(std::move(args)) {}
    Code code() const { return m_code; }
    const std::vector<std::string>& args() const { return m_args; }
    const char* what() const noexcept override { return "goufang::Error"; }

  private:
    Code m_code;
    std::vector<std::string> m_args;
};

} // namespace goufang
