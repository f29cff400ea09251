#include "app/desktop/row_ids.h"

#include <algorithm>
#include <limits>

namespace goufang::desktop {

void RowIds::push_back(model::BuyerId id) {
    const bool fits = id >= 0 && id <= std::numeric_limits<std::uint32_t>::max();
    if (m_wide.empty() && fits) return m_narrow.push_back(static_cast<std::uint32_t>(id));
    if (m_wide.empty()) {
        m_wide.assign(m_narrow.begin(), m_narrow.end());
        m_narrow = {};
    }
    m_wide.push_back(id);
}

void RowIds::clear() {
    m_narrow.clear();
    m_wide.clear();
}

std::size_t RowIds::find(model::BuyerId id) const {
    std::size_t row = 0;
    while (row < size() && (*this)[row] != id) ++row;
    return row;
}

bool RowIds::starts_with(const RowIds& others) const {
    if (m_wide.empty() && others.m_wide.empty())
        return m_narrow.size() >= others.m_narrow.size() &&
               std::equal(others.m_narrow.begin(), others.m_narrow.end(), m_narrow.begin());
    if (size() < others.size()) return false;
    std::size_t row = 0;
    while (row < others.size() && (*this)[row] == others[row]) ++row;
    return row == others.size();
}

} // namespace goufang::desktop
