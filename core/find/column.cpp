#include "core/find/column.h"

namespace goufang::find {

void Column::reorder(const std::vector<std::uint32_t>& order) {
    std::vector<std::uint32_t> from;
    from.reserve(m_rows + 1);
    for (const char* p = data(); from.size() < m_rows; p = after_zero(p))
        from.push_back(static_cast<std::uint32_t>(p - data()));
    from.push_back(static_cast<std::uint32_t>(m_size));
    std::vector<unsigned char> bytes(m_size + 2 * k_slack, 0);
    std::size_t at = 0;
    for (std::size_t r = 0; r < m_rows; ++r) {
        if (r % m_stride == 0) m_starts[r / m_stride] = static_cast<std::uint32_t>(at);
        const std::size_t n = from[order[r] + 1] - from[order[r]];
        std::memcpy(bytes.data() + k_slack + at, data() + from[order[r]], n);
        at += n;
    }
    m_bytes = std::move(bytes);
    m_starts.shrink_to_fit();
}

} // namespace goufang::find
