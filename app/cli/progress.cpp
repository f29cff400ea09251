#include "app/cli/progress.h"

#include <algorithm>

namespace goufang::cli {

Progress::Progress(const Context& context, std::string_view what)
    : m_context(context), m_what(what), m_on(context.environment().err_is_terminal && !context.quiet),
      m_start(std::chrono::steady_clock::now()), m_last(m_start) {}

Progress::~Progress() { clear(); }

void Progress::clear() {
    if (!m_shown) return;
    m_context.err() << "\r\x1b[K" << std::flush;
    m_shown = false;
}

std::string Progress::line(words::Language language, std::string_view what, std::uint64_t done, std::uint64_t all,
                           std::int64_t rows, double seconds) {
    const auto number = [](double n) { return std::to_string(static_cast<std::int64_t>(n)); };
    const double rate = seconds > 0 ? static_cast<double>(rows) / seconds : 0;
    std::string text = words::sentence(language, what);
    if (all > 0) {
        done = std::min(done, all);
        text += " " + number(static_cast<double>(done) * 100.0 / static_cast<double>(all)) + "%";
    }
    text += "  " + words::sentence(language, "progress.rows", {std::to_string(rows), number(rate)});
    if (all > 0 && done > 0 && seconds >= 1) {
        const double left = seconds * static_cast<double>(all - done) / static_cast<double>(done);
        const auto whole = static_cast<std::int64_t>(left + 0.5);
        text += "  " + (whole >= 60 ? words::sentence(language, "progress.left_minutes",
                                                      {std::to_string(whole / 60), std::to_string(whole % 60)})
                                    : words::sentence(language, "progress.left", {std::to_string(whole)}));
    }
    return text;
}

void Progress::show(std::uint64_t done, std::uint64_t all, std::int64_t rows) {
    if (!m_on) return;
    const auto now = std::chrono::steady_clock::now();
    if (now - m_last < std::chrono::milliseconds(100)) return;
    m_last = now;
    m_shown = true;
    const double seconds = std::chrono::duration<double>(now - m_start).count();
    m_context.err() << "\r\x1b[K" << line(m_context.language, m_what, done, all, rows, seconds) << std::flush;
}

} // namespace goufang::cli
