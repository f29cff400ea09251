#pragma once
// Progress on long work: one line on the error stream, rewritten in place, only when that is a terminal.

#include "app/cli/context.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace goufang::cli {

class Progress {
  public:
    /// `what`: sentence id of the work, e.g. "progress.import".
    Progress(const Context& context, std::string_view what);
    ~Progress(); ///< wipes the line
    Progress(const Progress&) = delete;
    /// `done` of `all` in any unit (all 0 = not known) and the rows so far. Cheap: shows at most ten times a second.
    void show(std::uint64_t done, std::uint64_t all, std::int64_t rows);
    void clear();

    /// The line as text: share, rows, rate, time left; for tests.
    static std::string line(words::Language language, std::string_view what, std::uint64_t done, std::uint64_t all,
                            std::int64_t rows, double seconds);

  private:
    const Context& m_context;
    std::string m_what;
    bool m_on;
    bool m_shown = false;
    std::chrono::steady_clock::time_point m_start, m_last;
};

} // namespace goufang::cli
