#include "app/desktop/row_selection.h"

#include <algorithm>

namespace goufang::desktop {

void RowSelection::set(std::size_t first, std::size_t last) {
    m_runs.clear();
    m_runs.emplace_back(std::min(first, last), std::max(first, last));
}

void RowSelection::add(std::size_t first, std::size_t last) {
    std::pair<std::size_t, std::size_t> run{std::min(first, last), std::max(first, last)};
    std::vector<std::pair<std::size_t, std::size_t>> out;
    for (const auto& r : m_runs) {
        if (r.second + 1 < run.first || run.second + 1 < r.first) {
            out.push_back(r);
        } else {
            run.first = std::min(run.first, r.first);
            run.second = std::max(run.second, r.second);
        }
    }
    out.insert(std::upper_bound(out.begin(), out.end(), run), run);
    m_runs = std::move(out);
}

void RowSelection::remove(std::size_t row) {
    std::vector<std::pair<std::size_t, std::size_t>> out;
    for (const auto& [first, last] : m_runs) {
        if (row < first || row > last) {
            out.emplace_back(first, last);
            continue;
        }
        if (first < row) out.emplace_back(first, row - 1);
        if (row < last) out.emplace_back(row + 1, last);
    }
    m_runs = std::move(out);
}

void RowSelection::toggle(std::size_t row) {
    if (contains(row))
        remove(row);
    else
        add(row, row);
}

bool RowSelection::contains(std::size_t row) const {
    const auto at = std::upper_bound(m_runs.begin(), m_runs.end(), row,
                                     [](std::size_t r, const auto& run) { return r < run.first; });
    return at != m_runs.begin() && row <= std::prev(at)->second;
}

std::size_t RowSelection::count() const {
    std::size_t n = 0;
    for (const auto& [first, last] : m_runs) n += last - first + 1;
    return n;
}

} // namespace goufang::desktop
