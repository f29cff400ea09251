#pragma once
// Which rows of a list are selected: runs of row numbers, so that "all of a million" costs nothing.

#include <cstddef>
#include <utility>
#include <vector>

namespace goufang::desktop {

class RowSelection {
  public:
    void clear() { m_runs.clear(); }
    void set(std::size_t first, std::size_t last); ///< only these, both ends included
    void add(std::size_t first, std::size_t last);
    void remove(std::size_t row);
    void toggle(std::size_t row);
    bool contains(std::size_t row) const;
    std::size_t count() const;
    template <class Each> void each(const Each& visit) const {
        for (const auto& [first, last] : m_runs)
            for (std::size_t row = first; row <= last; ++row) visit(row);
    }

  private:
    std::vector<std::pair<std::size_t, std::size_t>> m_runs; ///< sorted, apart, both ends included
};

} // namespace goufang::desktop
