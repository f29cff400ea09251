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
    if (a.piece == b.piece && segment.ranked()) return a.row < b.row;
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
    out.picked.clear();
    out.best.clear();
    // Of 64 rows those of a group.
    const auto in_group = [&](std::size_t i, unsigned group) {
        const std::uint64_t inactive = segment.inactive().words()[i], exact = ranks.exact.words()[i],
                            prefix = ranks.prefix.words()[i], start = ranks.start.words()[i];
        const std::uint64_t ranked[] = {exact, prefix & ~exact, start & ~prefix & ~exact, ~(start | prefix | exact)};
        return rows.words()[i] & ranked[group % 4] & (group >= 4 ? inactive : ~inactive);
    };
    const auto put = [](std::uint64_t w, std::size_t i, unsigned group, std::size_t most, std::vector<Placed>& to) {
        for (; w != 0 && to.size() < most; w &= w - 1)
            to.emplace_back(group,
                            static_cast<std::uint32_t>(i * 64) + static_cast<std::uint32_t>(std::countr_zero(w)));
    };
    std::vector<std::uint32_t> used; // words that are not empty: few, mostly
    for (std::uint32_t i = 0; i < rows.words().size(); ++i) {
        if (rows.words()[i] == 0) continue;
        used.push_back(i);
        if ((rows.words()[i] & picked.words()[i]) == 0) continue;
        for (unsigned group = 0; group <= last_group; ++group)
            put(in_group(i, group) & picked.words()[i], i, group, out.picked.max_size(), out.picked);
    }
    const std::size_t most = segment.ranked() ? limit : out.best.max_size();
    for (unsigned group = 0; group <= last_group; ++group) {
        for (std::size_t n = 0; n < used.size() && out.best.size() < most; ++n) {
            const std::size_t i = used[n];
            if (n % 64 == 0 && cancel != nullptr && cancel->load(std::memory_order_relaxed)) return false;
            put(in_group(i, group) & ~picked.words()[i], i, group, most, out.best);
        }
    }
    return true;
}

} // namespace goufang::find
