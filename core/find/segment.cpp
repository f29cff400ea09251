#include "core/find/segment.h"

#include <algorithm>
#include <limits>

namespace goufang::find {

namespace {

constexpr auto k_text = static_cast<std::size_t>(Part::text);
constexpr std::size_t k_most_heads = 20000; ///< of one segment; more would be no beginnings but whole addresses

/// Codes of the characters in which names of places end, in order of the code.
const std::vector<std::string>& place_ends() {
    static const std::vector<std::string> ends = [] {
        std::vector<std::string> list;
        for (const char32_t c : std::u32string_view(U"省市区县州盟旗")) {
            list.emplace_back();
            Alphabet::get().append(c, list.back());
        }
        return list;
    }();
    return ends;
}

} // namespace

std::size_t Heads::length_in(std::string_view row) {
    constexpr std::size_t reach = 28; // bytes: 14 characters
    std::size_t length = 0;
    const std::string_view near = row.substr(0, std::min(row.find_first_of("\1\2\3\4"), reach));
    for (const std::string& end : place_ends()) {
        const std::size_t at = near.rfind(end);
        if (at != near.npos) length = std::max(length, at + end.size());
    }
    return length;
}

std::uint16_t Heads::add(std::string_view head) {
    if (head.empty()) return 0;
    const auto it = m_numbers.find(std::string(head));
    if (it != m_numbers.end()) return it->second;
    if (m_texts.size() > k_most_heads) return 0;
    const auto number = static_cast<std::uint16_t>(m_texts.size());
    m_texts.emplace_back(head);
    m_numbers.emplace(head, number);
    return number;
}

void Heads::shrink() {
    m_numbers = {};
    m_texts.shrink_to_fit();
    m_of_row.shrink_to_fit();
}

std::size_t Heads::memory_bytes() const {
    std::size_t n = m_of_row.capacity() * sizeof(std::uint16_t);
    for (const std::string& t : m_texts) n += sizeof(std::string) + (t.capacity() > 15 ? t.capacity() + 1 : 0);
    return n;
}

void Segment::push_text(std::string_view row) {
    const std::size_t length = Heads::length_in(row);
    const std::uint16_t number = m_heads.add(row.substr(0, length));
    m_heads.push(number);
    m_columns[k_text].push(number == 0 ? row : row.substr(length));
}

std::string Segment::whole_row(Part p, std::size_t r) const {
    const std::string_view row = column(p).row(r);
    if (p == Part::numbers) return unpack_numbers(row);
    if (p == Part::text) return m_heads.texts()[m_heads.of_row()[r]] + std::string(row);
    return std::string(row);
}

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
    for (std::size_t p = 0; p < k_parts; ++p)
        if (p != k_text) m_columns[p].push(row.columns[p]);
    push_text(row[Part::text]);
    if (!row.originals.empty()) m_originals[r] = row.originals;
    push_meta(row.order, id, category, inactive);
}

void Segment::push(const Segment& from, std::size_t r) {
    const auto row = static_cast<std::uint32_t>(rows());
    for (std::size_t p = 0; p < k_parts; ++p)
        if (p != k_text) m_columns[p].push(from.m_columns[p].row(r));
    push_text(from.whole_row(Part::text, r));
    if (const auto* originals = from.originals(r)) m_originals[row] = *originals;
    push_meta(from.order(r), from.id(r), from.category(r), from.inactive().test(r));
}

void Segment::seal() {
    for (Column& c : m_columns) c.shrink();
    m_heads.shrink();
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
    std::size_t n = sizeof(Segment) + m_heads.memory_bytes();
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
