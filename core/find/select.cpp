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
    const Segment& segment = *m_state.pieces[a.piece].segment;
    if (a.piece == b.piece && segment.ranked()) return segment.rank(a.row) < segment.rank(b.row);
    for (Row* r : {&a, &b}) {
        if (r->name.data() != nullptr) continue;
        const Segment& own = *m_state.pieces[r->piece].segment;
        r->name = own.name(r->row);
        r->order = own.order(r->row);
    }
    if (a.order != b.order) return a.order < b.order;
    if (const int c = compare_names(a.name, b.name); c != 0) return c < 0;
    return a.id < b.id;
}

bool Selection::consider(Row row) {
    const auto before = [&](Row& a, Row& b) { return better(a, b); };
    if (m_heap.size() == m_limit) {
        if (!better(row, m_heap.front())) return false;
        std::pop_heap(m_heap.begin(), m_heap.end(), before);
        m_heap.back() = row;
    } else {
        m_heap.push_back(row);
    }
    std::push_heap(m_heap.begin(), m_heap.end(), before);
    return true;
}

bool Selection::closed_to(unsigned group) const {
    if (m_heap.size() < m_limit) return false;
    const Row& worst = m_heap.front();
    return worst.group < group || (worst.group == group && worst.picks > 0);
}

bool Selection::add(std::size_t piece, const Bits& rows, const WordRows& ranks) {
    if (m_limit == 0) return true;
    const Segment& segment = *m_state.pieces[piece].segment;
    const Bits& picked = m_state.pieces[piece].marks->picked;
    const Bits& inactive = segment.inactive();
    const auto row_of = [&](unsigned group, std::size_t r, double picks) {
        return Row{static_cast<std::uint8_t>(group),
                   picks,
                   static_cast<std::uint32_t>(piece),
                   static_cast<std::uint32_t>(r),
                   segment.id(r),
                   {},
                   0};
    };
    for (unsigned group = 0; group < 8; ++group) {
        if (m_heap.size() == m_limit && m_heap.front().group < group) return true;
        const unsigned rank = group % 4;
        m_first.clear();
        std::uint64_t least_of_no_use = ~std::uint64_t{0};
        const auto drop_all_but_first = [&] {
            const auto limit = m_first.begin() + static_cast<std::ptrdiff_t>(m_limit);
            std::nth_element(m_first.begin(), limit, m_first.end());
            least_of_no_use = *limit;
            m_first.resize(m_limit);
        };
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
            const auto row = [&](std::uint64_t bits) {
                return i * 64 + static_cast<std::size_t>(std::countr_zero(bits));
            };
            for (std::uint64_t p = w & picked.words()[i]; p != 0; p &= p - 1)
                consider(row_of(group, row(p), picks_of(segment.id(row(p)))));
            if (closed_to(group)) continue;
            w &= ~picked.words()[i];
            if (!segment.ranked()) {
                for (; w != 0; w &= w - 1) consider(row_of(group, row(w), 0));
                continue;
            }
            for (; w != 0; w &= w - 1) {
                const std::uint64_t place = std::uint64_t{segment.rank(row(w))} << 32 | row(w);
                if (place < least_of_no_use) m_first.push_back(place);
            }
            if (m_first.size() >= 256 && m_first.size() / 2 > m_limit) drop_all_but_first();
        }
        if (m_first.size() > m_limit) drop_all_but_first();
        std::sort(m_first.begin(), m_first.end());
        for (const std::uint64_t place : m_first)
            if (closed_to(group) || !consider(row_of(group, place & 0xFFFFFFFF, 0))) break;
    }
    return true;
}

std::vector<Selection::Row> Selection::take() {
    std::sort(m_heap.begin(), m_heap.end(), [&](Row& a, Row& b) { return better(a, b); });
    return std::move(m_heap);
}

} // namespace goufang::find
