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

bool Selection::add(std::size_t piece, const Bits& rows, const WordRows& ranks) {
    if (m_limit == 0) return true;
    const unsigned last_group = m_heap.size() == m_limit ? m_heap.front().group : 7;
    if (!list_rows(m_state.pieces[piece], rows, ranks, m_limit, last_group, m_cancel, m_listed)) return false;
    add(piece, m_listed, true);
    return true;
}

void Selection::add(std::size_t piece, const Ready& answer, bool with_inactive) {
    const Segment& segment = *m_state.pieces[piece].segment;
    const auto row_of = [&](Placed at, double picks) {
        const auto place = static_cast<std::uint32_t>(piece);
        return Row{at.group(), picks, place, at.row(), segment.id(at.row()), {}, 0};
    };
    const auto wanted = [&](Placed at) { return m_limit > 0 && (with_inactive || at.group() < 4); };
    for (const Placed at : answer.picked) {
        if (!wanted(at)) continue;
        const Row row = row_of(at, 0);
        consider(row_of(at, picks_of(row.id)));
    }
    for (const Placed at : answer.best)
        if (!wanted(at) || (!consider(row_of(at, 0)) && segment.ranked())) break;
}

std::vector<Selection::Row> Selection::take() {
    std::sort(m_heap.begin(), m_heap.end(), [&](Row& a, Row& b) { return better(a, b); });
    return std::move(m_heap);
}

bool list_rows(const Piece& piece, const Bits& rows, const WordRows& ranks, std::size_t limit, unsigned last_group,
               const std::atomic<bool>* cancel, Ready& out) {
    const Segment& segment = *piece.segment;
    const Bits& picked = piece.marks->picked;
    const Bits& inactive = segment.inactive();
    out.picked.clear();
    out.best.clear();
    std::vector<std::uint64_t> first; // rank << 32 | row, of one group
    for (unsigned group = 0; group <= last_group && (out.best.size() < limit || !segment.ranked()); ++group) {
        const unsigned rank = group % 4;
        const std::size_t room = limit - std::min(limit, out.best.size());
        first.clear();
        std::uint64_t least_of_no_use = ~std::uint64_t{0};
        const auto drop_all_but_first = [&] {
            const auto end = first.begin() + static_cast<std::ptrdiff_t>(room);
            std::nth_element(first.begin(), end, first.end());
            least_of_no_use = *end;
            first.resize(room);
        };
        for (std::size_t i = 0; i < rows.words().size(); ++i) {
            std::uint64_t w = rows.words()[i];
            if (w == 0) continue;
            if (i % 64 == 0 && cancel != nullptr && cancel->load(std::memory_order_relaxed)) return false;
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
            for (; w != 0; w &= w - 1) {
                const auto row = static_cast<std::uint32_t>(i * 64) + static_cast<std::uint32_t>(std::countr_zero(w));
                if (picked.test(row)) {
                    out.picked.emplace_back(group, row);
                } else if (!segment.ranked()) {
                    out.best.emplace_back(group, row);
                } else {
                    const std::uint64_t place = std::uint64_t{segment.rank(row)} << 32 | row;
                    if (place < least_of_no_use) first.push_back(place);
                }
            }
            if (first.size() >= 256 && first.size() / 2 > room) drop_all_but_first();
        }
        if (first.size() > room) drop_all_but_first();
        std::sort(first.begin(), first.end());
        for (const std::uint64_t place : first) out.best.emplace_back(group, static_cast<std::uint32_t>(place));
    }
    return true;
}

} // namespace goufang::find
