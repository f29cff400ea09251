#include "core/find/segment.h"

#include <algorithm>
#include <limits>

namespace goufang::find {

void Segment::push_meta(std::uint32_t order, model::BuyerId id, std::uint32_t category, bool inactive) {
    const std::size_t r = m_order.size();
    if (r > 0 && id <= this->id(r - 1)) m_ascending = false;
    m_order.push_back(order);
    if (m_wide_ids.empty() && (id < 0 || id > std::numeric_limits<std::uint32_t>::max())) {
        m_wide_ids.assign(m_ids.begin(), m_ids.end());
        m_wide_ids.push_back(id);
        m_ids = {};
    } else if (m_wide_ids.empty()) {
        m_ids.push_back(static_cast<std::uint32_t>(id));
    } else {
        m_wide_ids.push_back(id);
    }
    if (m_wide_categories.empty() && category > 0xFFFF) {
        m_wide_categories.assign(m_categories.begin(), m_categories.end());
        m_wide_categories.push_back(category);
        m_categories = {};
    } else if (m_wide_categories.empty()) {
        m_categories.push_back(static_cast<std::uint16_t>(category));
    } else {
        m_wide_categories.push_back(category);
    }
    if (r % 64 == 0) m_inactive.words().push_back(0);
    if (inactive) m_inactive.set(r);
}

void Segment::push(const Row& row, model::BuyerId id, std::uint32_t category, bool inactive) {
    const auto r = static_cast<std::uint32_t>(rows());
    for (std::size_t p = 0; p < k_parts; ++p) m_columns[p].push(row.columns[p]);
    if (!row.originals.empty()) m_originals[r] = row.originals;
    push_meta(row.order, id, category, inactive);
}

void Segment::push(const Segment& from, std::size_t r) {
    const auto row = static_cast<std::uint32_t>(rows());
    for (std::size_t p = 0; p < k_parts; ++p) m_columns[p].push(from.m_columns[p].row(r));
    if (const auto* originals = from.originals(r)) m_originals[row] = *originals;
    push_meta(from.order(r), from.id(r), from.category(r), from.inactive().test(r));
}

void Segment::seal() {
    for (Column& c : m_columns) c.shrink();
    m_ids.shrink_to_fit();
    m_wide_ids.shrink_to_fit();
    m_categories.shrink_to_fit();
    m_wide_categories.shrink_to_fit();
    m_order.shrink_to_fit();
    m_inactive.words().shrink_to_fit();
    if (rows() < 2048) return; // a scan is as quick
    const auto build = [&](Part p, unsigned bits, bool letters_only) {
        m_grams[static_cast<std::size_t>(p)].build(column(p), bits, letters_only);
    };
    build(Part::names, rows() > 32768 ? 17 : 13, false);
    build(Part::text, rows() > 32768 ? 17 : 13, false);
    build(Part::mail, 11, false);
    build(Part::tax, 11, true);
}

std::optional<std::size_t> Segment::row_of(model::BuyerId wanted) const {
    if (m_ascending) {
        std::size_t lo = 0, hi = rows();
        while (lo < hi) {
            const std::size_t mid = (lo + hi) / 2;
            if (id(mid) < wanted)
                lo = mid + 1;
            else
                hi = mid;
        }
        if (lo < rows() && id(lo) == wanted) return lo;
        return std::nullopt;
    }
    for (std::size_t r = rows(); r-- > 0;) // the newest first
        if (id(r) == wanted) return r;
    return std::nullopt;
}

const std::vector<Original>* Segment::originals(std::size_t r) const {
    const auto it = m_originals.find(static_cast<std::uint32_t>(r));
    return it == m_originals.end() ? nullptr : &it->second;
}

std::string_view Segment::name(std::size_t r) const {
    const std::string_view row = column(Part::names).row(r);
    return row.substr(0, row.find(static_cast<char>(mark_former)));
}

std::size_t Segment::memory_bytes() const {
    std::size_t n = sizeof(Segment);
    for (const Column& c : m_columns) n += c.memory_bytes();
    for (const Grams& g : m_grams) n += g.memory_bytes();
    n += m_ids.capacity() * 4 + m_wide_ids.capacity() * 8 + m_categories.capacity() * 2;
    n += m_wide_categories.capacity() * 4 + m_order.capacity() * 4 + m_inactive.memory_bytes();
    for (const auto& [r, list] : m_originals) {
        n += 64 + list.capacity() * sizeof(Original);
        for (const Original& o : list) n += o.text.capacity() > 15 ? o.text.capacity() + 1 : 0;
    }
    return n;
}

} // namespace goufang::find
