#include "core/find/pairs.h"

#include "core/find/alphabet.h"

#include <algorithm>

namespace goufang::find {

namespace {

/// Calls f(row, place, first, second) for each character of the rows and what follows it (0 = end or mark).
template <class F> void each_pair(const Column& column, F&& f) {
    ColumnCursor cursor(column);
    for (std::size_t r = 0; r < column.rows(); ++r) {
        const char* p = cursor.row(r);
        std::size_t length = Alphabet::length_of(*p);
        std::uint32_t c = value_of(p, length);
        while (*p != 0) {
            const char* const q = p + length;
            const std::size_t next_length = Alphabet::length_of(*q);
            const std::uint32_t next = value_of(q, next_length);
            if (c >= 0x10) f(static_cast<std::uint32_t>(r), p, c, next < 0x10 ? 0 : next);
            p = q;
            length = next_length;
            c = next;
        }
    }
}

constexpr std::size_t k_most = 4000; ///< entries: a segment of odd names may have more pairs that are common
constexpr unsigned k_hash_bits = 17;
std::size_t hash(std::uint32_t first, std::uint32_t second) {
    return (first * 0x9E3779B1u ^ second * 0x85EBCA6Bu) * 0xC2B2AE35u >> (32 - k_hash_bits);
}

} // namespace

void Pairs::build(const Column& column, Of of, std::size_t one_in) {
    m_of = of;
    m_rows = column.rows();
    const std::size_t least = std::max<std::size_t>(m_rows / one_in, 1);
    // Which can be common at all: pairs share counts by a hash.
    constexpr std::uint32_t never = 0xFFFFFFFF;
    std::vector<std::uint32_t> count(std::size_t{1} << k_hash_bits), last(count.size(), never);
    const auto left_out = [&](std::uint32_t first, std::uint32_t second) {
        return of == Of::texts && (first < 0x100 || second < 0x100);
    };
    each_pair(column, [&](std::uint32_t row, const char*, std::uint32_t first, std::uint32_t second) {
        if (left_out(first, second)) return;
        const std::size_t h = hash(first, second);
        count[h] += last[h] != row;
        last[h] = row;
    });
    struct Rows {
        std::uint32_t first = 0, second = 0;
        std::vector<std::uint32_t> any, prefix, word_start;
    };
    std::vector<std::uint16_t> list_of(count.size(), 0); // by hash; 0 = not common
    std::uint16_t lists = 0;
    for (std::size_t h = 0; h < count.size(); ++h)
        if (count[h] >= least && lists < k_most) list_of[h] = ++lists;
    std::vector<std::vector<Rows>> found(lists + 1u);
    const auto add = [](std::vector<std::uint32_t>& rows, std::uint32_t row) {
        if (rows.empty() || rows.back() != row) rows.push_back(row);
    };
    each_pair(column, [&](std::uint32_t row, const char* place, std::uint32_t first, std::uint32_t second) {
        const std::uint16_t list = list_of[hash(first, second)];
        if (list == 0 || left_out(first, second)) return;
        auto& pairs = found[list]; // those with this hash, mostly one
        auto it = std::find_if(pairs.begin(), pairs.end(),
                               [&](const Rows& r) { return r.first == first && r.second == second; });
        if (it == pairs.end()) it = pairs.insert(pairs.end(), {first, second, {}, {}, {}});
        add(it->any, row);
        if (of == Of::texts) return;
        if (place[-1] == 0)
            add(it->prefix, row);
        else if (begins_word(place))
            add(it->word_start, row);
    });
    for (const auto& pairs : found)
        for (const Rows& rows : pairs)
            if (rows.any.size() >= least && m_entries.size() < k_most)
                m_entries.push_back(
                    {rows.first, rows.second, keep(rows.any), keep(rows.prefix), keep(rows.word_start)});
    m_slots.assign(std::size_t{1} << k_slot_bits, 0);
    for (std::size_t e = 0; e < m_entries.size(); ++e) {
        std::size_t slot = slot_of(m_entries[e].first, m_entries[e].second);
        while (m_slots[slot] != 0) slot = (slot + 1) % m_slots.size();
        m_slots[slot] = static_cast<std::uint16_t>(e + 1);
    }
    m_entries.shrink_to_fit();
    m_bytes.shrink_to_fit();
}

Pairs::Set Pairs::keep(const std::vector<std::uint32_t>& rows) {
    Set set;
    set.from = static_cast<std::uint32_t>(m_bytes.size());
    const std::size_t bitmap = (m_rows + 7) / 8;
    std::uint32_t before = 0;
    for (const std::uint32_t row : rows) {
        std::uint32_t gap = row - before;
        before = row;
        for (; gap >= 0x80; gap >>= 7) m_bytes.push_back(static_cast<std::uint8_t>(gap | 0x80));
        m_bytes.push_back(static_cast<std::uint8_t>(gap));
    }
    if (m_bytes.size() - set.from >= bitmap) {
        m_bytes.resize(set.from);
        m_bytes.resize(set.from + bitmap);
        for (const std::uint32_t row : rows) m_bytes[set.from + row / 8] |= static_cast<std::uint8_t>(1u << (row % 8));
    }
    set.to = static_cast<std::uint32_t>(m_bytes.size());
    return set;
}

void Pairs::mark(Set set, Bits* bits) const {
    if (bits == nullptr) return;
    const std::size_t bitmap = (m_rows + 7) / 8;
    if (set.to - set.from == bitmap) {
        for (std::size_t i = 0; i < bitmap; ++i)
            bits->words()[i / 8] |= static_cast<std::uint64_t>(m_bytes[set.from + i]) << (i % 8 * 8);
        return;
    }
    std::size_t row = 0;
    for (std::uint32_t i = set.from; i < set.to;) {
        std::size_t gap = 0;
        unsigned shift = 0;
        for (; (m_bytes[i] & 0x80) != 0; shift += 7) gap |= static_cast<std::size_t>(m_bytes[i++] & 0x7F) << shift;
        row += gap | static_cast<std::size_t>(m_bytes[i++]) << shift;
        bits->set(row);
    }
}

void Pairs::mark(const Entry& entry, const TextSink& sink) const {
    mark(entry.any, sink.any);
    mark(entry.prefix, sink.prefix);
    mark(entry.word_start, sink.word_start);
}

bool Pairs::mark(std::uint32_t first, std::uint32_t second, const TextSink& sink) const {
    const Entry* entry = find(first, second);
    if (entry == nullptr) return false;
    mark(*entry, sink);
    return true;
}

void Pairs::mark_all(std::uint32_t first, const TextSink& sink) const {
    for (const Entry& entry : m_entries)
        if (entry.first == first) mark(entry, sink);
}

} // namespace goufang::find
