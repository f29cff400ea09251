#pragma once
// The benchmark's frame: each goal is a ratio of two times (or sizes) taken in the same run, both sides in turn,
// median of several rounds. Absolute times are printed for the reader, never compared with a constant.

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace goufang::bench {

double now(); ///< seconds, monotonic

/// Runs both in turn (a b a b ...), `rounds` times, and gives the two medians in seconds.
std::pair<double, double> paired_medians(int rounds, const std::function<void()>& a, const std::function<void()>& b);
double median_seconds(int rounds, const std::function<void()>& f);
double percentile(std::vector<double> values, double p); ///< p in 0..1

std::size_t resident_bytes();      ///< VmRSS of this process
std::size_t peak_resident_bytes(); ///< VmHWM

/// Runs a command line through the shell's search path and waits; seconds. Throws when it exits with a status that
/// is not 0. `peak` gets the child's peak resident bytes.
double run_seconds(const std::string& command, std::size_t* peak = nullptr);

/// Files of the run; made on first use, kept for the run and removed at its end.
const std::string& work_folder();

class Report {
  public:
    /// One line: ours, the peer's, ours / peer's and the bound on that ratio, e.g. "<= 0.33" or ">= 3" (which is
    /// about peer's / ours: how many times faster we are). `unit` "s", "ms", "MB", "B".
    void row(std::string goal, std::string what, double ours, std::string peer, double theirs, std::string bound,
             std::string unit = "s");
    /// A figure with a bound of its own and no peer, e.g. p99 in ms.
    void figure(std::string goal, std::string what, double value, std::string bound, std::string unit = "ms");
    void note(std::string text);
    void print() const;
    int missed() const; ///< rows whose bound does not hold

  private:
    struct Row {
        std::string goal, what, ours, peer, theirs, ratio, bound;
        bool met;
    };
    std::vector<Row> m_rows;
    std::vector<std::string> m_notes;
};

struct Bench {
    std::string_view name; ///< as given on the command line
    void (*run)(Report&);
};

void bench_charset(Report&);
void bench_import(Report&);
void bench_export(Report&);
void bench_parse(Report&);
void bench_check(Report&);
void bench_save(Report&);
void bench_find(Report&);
void bench_xlsx(Report&);
#ifdef GOUFANG_BENCH_DESKTOP
void bench_desktop(Report&); ///< needs a display: xvfb-run -a goufang-bench desktop
/// One measurement in a process of its own: prints "key value" lines. `arguments` are those of the command line.
inline constexpr std::string_view k_desktop_child = "desktop-child";
int desktop_child(int argc, char** argv);
#endif

} // namespace goufang::bench
