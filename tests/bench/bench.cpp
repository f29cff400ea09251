#include "tests/bench/bench.h"

#include "core/text/utf8.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace goufang::bench {

double now() {
    using namespace std::chrono;
    return duration<double>(steady_clock::now().time_since_epoch()).count();
}

double percentile(std::vector<double> values, double p) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    const auto at = static_cast<std::size_t>(p * static_cast<double>(values.size()));
    return values[std::min(values.size() - 1, at)];
}

std::pair<double, double> paired_medians(int rounds, const std::function<void()>& a, const std::function<void()>& b) {
    std::vector<double> ta, tb;
    for (int i = 0; i < rounds; ++i) {
        double t = now();
        a();
        ta.push_back(now() - t);
        t = now();
        b();
        tb.push_back(now() - t);
    }
    return {percentile(ta, 0.5), percentile(tb, 0.5)};
}

double median_seconds(int rounds, const std::function<void()>& f) {
    std::vector<double> times;
    for (int i = 0; i < rounds; ++i) {
        const double t = now();
        f();
        times.push_back(now() - t);
    }
    return percentile(times, 0.5);
}

namespace {

std::size_t status_kb(std::string_view key) {
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);) {
        if (line.compare(0, key.size(), key) == 0)
            return static_cast<std::size_t>(std::strtoul(line.c_str() + key.size(), nullptr, 10));
    }
    return 0;
}

std::string number(double v, std::string_view unit) {
    char text[64];
    const int digits = v < 0.01 ? 5 : v < 1 ? 3 : v < 100 ? 2 : 0;
    std::snprintf(text, sizeof text, "%.*f %.*s", digits, v, static_cast<int>(unit.size()), unit.data());
    return text;
}

/// "<= 0.33" holds for the ratio ours/theirs, ">= 3" for theirs/ours.
bool holds(const std::string& bound, double ours, double theirs, double& shown) {
    const bool at_least = bound.compare(0, 2, ">=") == 0;
    shown = at_least ? theirs / ours : ours / theirs;
    if (bound.size() < 3) return true;
    const double limit = std::strtod(bound.c_str() + 2, nullptr);
    return at_least ? shown >= limit : shown <= limit;
}

struct Folder {
    std::string path =
        (std::filesystem::temp_directory_path() / ("goufang-bench-" + std::to_string(getpid()))).string();
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
};

} // namespace

std::size_t resident_bytes() { return status_kb("VmRSS:") * 1024; }
std::size_t peak_resident_bytes() { return status_kb("VmHWM:") * 1024; }

const std::string& work_folder() {
    static const Folder folder;
    return folder.path;
}

double run_seconds(const std::string& command, std::size_t* peak) {
    const double start = now();
    const pid_t child = fork();
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", ("exec " + command).c_str(), static_cast<char*>(nullptr));
        _exit(127);
    }
    int status = 0;
    struct rusage usage {};
    if (child < 0 || wait4(child, &status, 0, &usage) < 0) throw std::runtime_error("cannot run: " + command);
    const double seconds = now() - start;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error("failed: " + command);
    if (peak) *peak = static_cast<std::size_t>(usage.ru_maxrss) * 1024;
    return seconds;
}

void Report::row(std::string goal, std::string what, double ours, std::string peer, double theirs, std::string bound,
                 std::string unit) {
    double ratio = 0;
    const bool met = holds(bound, ours, theirs, ratio);
    m_rows.push_back({std::move(goal), std::move(what), number(ours, unit), std::move(peer), number(theirs, unit),
                      number(ratio, "x"), std::move(bound), met});
    std::cerr << "." << std::flush;
}

void Report::figure(std::string goal, std::string what, double value, std::string bound, std::string unit) {
    double shown = 0;
    const bool met = holds(bound, bound.compare(0, 2, ">=") == 0 ? 1 / value : value, 1, shown);
    m_rows.push_back({std::move(goal), std::move(what), number(value, unit), "", "", "", std::move(bound), met});
    std::cerr << "." << std::flush;
}

void Report::note(std::string text) { m_notes.push_back(std::move(text)); }

int Report::missed() const {
    return static_cast<int>(std::count_if(m_rows.begin(), m_rows.end(), [](const Row& r) { return !r.met; }));
}

void Report::print() const {
    const std::vector<std::string> head{"goal", "what", "ours", "peer", "peer's", "ratio", "bound", ""};
    std::vector<std::vector<std::string>> cells{head};
    for (const Row& r : m_rows)
        cells.push_back({r.goal, r.what, r.ours, r.peer, r.theirs, r.ratio, r.bound, r.met ? "met" : "MISSED"});
    std::vector<std::size_t> width(head.size());
    for (const auto& line : cells)
        for (std::size_t i = 0; i < line.size(); ++i) width[i] = std::max(width[i], text::display_width(line[i]));
    std::cout << '\n';
    for (std::size_t n = 0; n < cells.size(); ++n) {
        for (std::size_t i = 0; i < cells[n].size(); ++i) {
            std::cout << "| " << cells[n][i] << std::string(width[i] - text::display_width(cells[n][i]) + 1, ' ');
        }
        std::cout << "|\n";
        if (n != 0) continue;
        for (const std::size_t w : width) std::cout << "|" << std::string(w + 2, '-');
        std::cout << "|\n";
    }
    for (const std::string& n : m_notes) std::cout << "- " << n << '\n';
    std::cout << m_rows.size() - static_cast<std::size_t>(missed()) << " met, " << missed() << " missed\n";
}

} // namespace goufang::bench
