#include "invoice/key_index.h"

#include "core/file/large_pages.h"

#include <algorithm>
#include <bit>

namespace goufang::invoice {

void KeyIndex::reserve(std::size_t buyers) {
    m_entries.reserve(buyers);
    for (std::size_t k = 0; k < k_keys; ++k) {
        m_next[k].reserve(buyers);
        m_last[k].reserve(buyers);
    }
    grow(std::bit_ceil(std::max<std::size_t>(buyers * 2, 64)));
}

std::size_t KeyIndex::slot(std::size_t k, std::uint64_t hash) const {
    const std::vector<std::uint32_t>& slots = m_slot[k];
    const std::size_t mask = slots.size() - 1;
    std::size_t i = spread(hash) & mask;
    while (slots[i] != k_none && m_entries[slots[i]].hash[k] != hash) i = (i + 1) & mask;
    return i;
}

void KeyIndex::grow(std::size_t slots) {
    if (!m_slot[0].empty() && m_slot[0].size() >= slots) return;
    for (std::size_t k = 0; k < k_keys; ++k) {
        std::vector<std::uint32_t> old = std::move(m_slot[k]);
        m_slot[k].assign(slots, k_none);
        for (const std::uint32_t head : old)
            if (head != k_none) m_slot[k][slot(k, m_entries[head].hash[k])] = head;
    }
}

void KeyIndex::add(const KeyEntry& e) {
    if (m_slot[0].empty() || (m_entries.size() + 1) * 2 > m_slot[0].size())
        grow(std::max<std::size_t>(64, m_slot[0].size() * 2));
    const auto i = static_cast<std::uint32_t>(m_entries.size());
    m_entries.push_back(e);
    for (std::size_t k = 0; k < k_keys; ++k) {
        m_next[k].push_back(k_none);
        m_last[k].push_back(i);
        if (e.hash[k] == 0) continue;
        const std::size_t s = slot(k, e.hash[k]);
        if (m_slot[k][s] == k_none) {
            m_slot[k][s] = i;
        } else {
            const std::uint32_t head = m_slot[k][s];
            m_next[k][m_last[k][head]] = i;
            m_last[k][head] = i;
        }
    }
}

std::uint32_t KeyIndex::head(Key k, std::uint64_t hash) const {
    const auto i = static_cast<std::size_t>(k);
    if (hash == 0 || m_slot[i].empty()) return k_none;
    return m_slot[i][slot(i, hash)];
}

void CodeBeginnings::add(std::string_view code) {
    if (code.empty()) return;
    auto& kept = m_codes.emplace_back();
    std::copy_n(code.begin(), std::min(code.size(), kept.size()), kept.begin());
    m_sorted = false;
}

bool CodeBeginnings::any(std::string_view beginning) {
    if (!m_sorted) std::sort(m_codes.begin(), m_codes.end());
    m_sorted = true;
    std::array<char, model::CodeRule::max_code> least{};
    if (beginning.size() > least.size()) return false;
    std::copy(beginning.begin(), beginning.end(), least.begin());
    const auto found = std::lower_bound(m_codes.begin(), m_codes.end(), least);
    return found != m_codes.end() && std::string_view(found->data(), found->size()).starts_with(beginning);
}

std::size_t SeenKeys::at(std::uint64_t hash) const {
    const std::size_t mask = m_slots.size() - 1;
    std::size_t i = spread(hash) & mask;
    while (m_slots[i].hash != 0 && m_slots[i].hash != hash) i = (i + 1) & mask;
    return i;
}

void SeenKeys::grow(std::size_t slots) {
    std::vector<Slot> old = std::move(m_slots);
    m_slots.reserve(slots);
    file::prefer_large_pages(m_slots.data(), slots * sizeof(Slot));
    m_slots.resize(slots);
    for (const Slot& s : old)
        if (s.hash != 0) m_slots[at(s.hash)] = s;
}

void SeenKeys::reserve(std::size_t hashes) {
    const std::size_t slots = std::bit_ceil(hashes / 2 * 3 + 1024);
    if (slots > m_slots.size()) grow(slots);
}

std::int64_t SeenKeys::put(std::uint64_t hash, std::int64_t line) {
    if (hash == 0) return 0;
    if ((m_used + 1) * 3 > m_slots.size() * 2) grow(std::max<std::size_t>(1024, m_slots.size() * 2));
    Slot& s = m_slots[at(hash)];
    if (s.hash == hash) return s.line;
    s = {hash, line};
    ++m_used;
    return 0;
}

std::int64_t SeenKeys::find(std::uint64_t hash) const {
    if (hash == 0 || m_slots.empty()) return 0;
    const Slot& s = m_slots[at(hash)];
    return s.hash == hash ? s.line : 0;
}

} // namespace goufang::invoice
