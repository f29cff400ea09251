#include "core/find/select.h"

#include "core/find/mnemonic.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace goufang::find {

double Selection::picks_of(model::BuyerId id) const {
    const auto it = m_state.picks->find(id);
    if (it == m_state.picks->end()) return 0;
    const double days = static_cast<double>(m_today - it->second.day);
    return it->second.weight * std::exp2(-std::max(days, 0.0) / k_half_life_days);
}

bool Selection::better(Row& a, Row& b) const {
    if (a.group != b.group) return a.group < b.group;
    if (a.picks != b.picks) return a.picks > b.picks;
    if (a.order != b.order) return a.order < b.order;
    const auto name = [&](Row& r) {
        if (r.name.data() == nullptr) r.name = m_state.pieces[r.piece].segment->name(r.row);
        return r.name;
    };
    if (const int c = compare_names(name(a), name(b)); c != 0) return c < 0;
    return a.id < b.id;
}

void Selection::consider(Row row) {
    const auto before = [&](Row& a, Row& b) { return better(a, b); };
    if (m_heap.size() == m_limit) {
        if (!better(row, m_heap.front())) return;
        std::pop_heap(m_heap.begin(), m_heap.end(), before);
        m_heap.back() = row;
    } else {
        m_heap.push_back(row);
    }
    std::push_heap(m_heap.begin(), m_heap.end(), before);
}

bool Selection::add(std::size_t piece, const Bits& rows, const WordRows& ranks) {
    if (m_limit == 0) return true;
    const Segment& segment = *m_state.pieces[piece].segment;
    const Bits& picked = m_state.pieces[piece].marks->picked;
    const Bits& inactive = segment.inactive();
    const std::vector<std::uint32_t>& order = segment.orders();
    for (unsigned group = 0; group < 8; ++group) {
        if (m_heap.size() == m_limit && m_heap.front().group < group) return true;
        const unsigned rank = group % 4;
        for (std::size_t i = 0; i < rows.words().size(); ++i) {
            std::uint64_t w = rows.words()[i];
            if (w == 0) continue;
            if (i % 64 == 0 && m_cancel != nullptr && m_cancel->load(std::memory_order_relaxed)) return false;
            w &= group >= 4 ? inactive.words()[i] : ~inactive.words()[i];
            const std::uint64_t exact = ranks.exact.words()[i], prefix = ranks.prefix.words()[i],
                                start = ranks.start.words()[i];
            if (rank == 0)
                w &= exact;
            else if (rank == 1)
                w &= prefix & ~exact;
            else if (rank == 2)
                w &= start & ~prefix & ~exact;
            else
                w &= ~(start | prefix | exact);
            if (w == 0) continue;
            const bool full = m_heap.size() == m_limit && m_heap.front().group == group;
            const std::uint64_t favoured = picked.words()[i];
            if (full && m_heap.front().picks > 0) w &= favoured;
            for (; w != 0; w &= w - 1) {
                const std::size_t r = i * 64 + static_cast<std::size_t>(std::countr_zero(w));
                const bool is_picked = favoured >> (r % 64) & 1;
                if (!is_picked && m_heap.size() == m_limit && m_heap.front().group == group &&
                    (m_heap.front().picks > 0 || order[r] > m_heap.front().order))
                    continue;
                const model::BuyerId id = segment.id(r);
                consider({static_cast<std::uint8_t>(group),
                          is_picked ? picks_of(id) : 0,
                          order[r],
                          static_cast<std::uint32_t>(piece),
                          static_cast<std::uint32_t>(r),
                          id,
                          {}});
            }
        }
    }
    return true;
}

std::vector<Selection::Row> Selection::take() {
    std::sort(m_heap.begin(), m_heap.end(), [&](Row& a, Row& b) { return better(a, b); });
    return std::move(m_heap);
}

} // namespace goufang::find
