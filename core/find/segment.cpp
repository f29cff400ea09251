#include "core/find/segment.h"

#include <algorithm>
#include <limits>

namespace goufang::find {

namespace {

constexpr auto k_mail = static_cast<std::size_t>(Part::mail);
constexpr std::size_t k_most_heads = 20000; ///< of one segment; more would be no beginnings but whole addresses

/// The characters in which names of places end; all have codes of two bytes.
bool ends_a_place(char lead, char tail) {
    static const auto ends = [] {
        std::vector<bool> set(0x10000, false);
        for (const char32_t c : std::u32string_view(U"省市区县州盟旗")) {
            std::string code;
            Alphabet::get().append(c, code);
            set[static_cast<std::size_t>(static_cast<unsigned char>(code[0]) << 8 |
                                         static_cast<unsigned char>(code[1]))] = true;
        }
        return set;
    }();
    return ends[static_cast<std::size_t>(static_cast<unsigned char>(lead) << 8 | static_cast<unsigned char>(tail))];
}

} // namespace

std::size_t Heads::length_in(Part part, std::string_view row) {
    if (part == Part::code) {
        constexpr std::size_t own = 3; // what tells buyers of one category apart, mostly
        const bool ascii = std::all_of(row.begin(), row.end(), [](char c) { return c >= 0x20; });
        return ascii && row.size() > own ? row.size() - own : 0;
    }
    const auto is_mark = [](char c) { return static_cast<unsigned char>(c) < 0x10; };
    if (part == Part::tax) {
        constexpr std::size_t kind_and_district = 8, least = 15; // bytes
        return std::find_if(row.begin(), row.end(), is_mark) - row.begin() < std::ptrdiff_t{least} ? 0
                                                                                                   : kind_and_district;
    }
    constexpr std::size_t reach = 28; // bytes: 14 characters
    std::size_t length = 0;
    for (std::size_t i = 1; i < std::min(row.size(), reach) && !is_mark(row[i]); ++i)
        if (ends_a_place(row[i - 1], row[i])) length = i + 1;
    return length;
}

namespace {

constexpr std::size_t k_beginning = 12; ///< bytes of a code of which beginnings are known

inline std::uint32_t add_byte(std::uint32_t hash, char c) {
    return (hash ^ static_cast<unsigned char>(c)) * 0x9E3779B1u;
}

} // namespace

bool Segment::may_begin_code(std::string_view beginning) const {
    if (m_code_beginnings.words().empty()) return true;
    std::uint32_t hash = 1;
    for (const char c : beginning.substr(0, k_beginning)) {
        hash = add_byte(hash, c);
        if (!m_code_beginnings.test(hash >> 13)) return false;
    }
    return true;
}

std::uint16_t Heads::add(std::string_view head) {
    if (head.empty()) return 0;
    const auto it = m_numbers.find(head);
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

void Segment::push_row(Part part, std::string_view whole) {
    const auto p = static_cast<std::size_t>(part);
    if (!Heads::kept_of(part)) return m_columns[p].push(whole);
    const std::size_t length = Heads::length_in(part, whole);
    const std::uint16_t number = m_heads[p].add(whole.substr(0, length));
    m_heads[p].push(number);
    m_columns[p].push(number == 0 ? whole : whole.substr(length - Heads::repeated(part)));
}

std::string Segment::whole_row(Part p, std::size_t r) const {
    const std::string_view row = column(p).row(r);
    if (p == Part::numbers) return unpack_numbers(row);
    if (p == Part::mail) return std::string(row).append(m_mail_ends.of_row(r));
    if (!Heads::kept_of(p)) return std::string(row);
    const std::string& head = heads(p).texts()[heads(p).of_row()[r]];
    return head.empty() ? std::string(row) : head + std::string(row.substr(Heads::repeated(p)));
}

void Segment::push_meta(std::uint32_t order, model::BuyerId id, std::uint32_t category, model::Status status) {
    const std::size_t r = rows() - 1; // its columns are there already
    if (r > 0 && id <= this->id(r - 1)) m_ascending = false;
    m_order.push_back(order);
    if (m_wide_ids.empty() && (id < 0 || id > std::numeric_limits<std::uint32_t>::max())) {
        m_wide_ids.assign(m_ids.begin(), m_ids.end());
        m_wide_ids.push_back(id);
        std::vector<std::uint32_t>().swap(m_ids);
    } else if (m_wide_ids.empty()) {
        m_ids.push_back(static_cast<std::uint32_t>(id));
    } else {
        m_wide_ids.push_back(id);
    }
    if (m_wide_categories.empty() && category > 0xFFFF) {
        m_wide_categories.assign(m_categories.begin(), m_categories.end());
        m_wide_categories.push_back(category);
        std::vector<std::uint16_t>().swap(m_categories);
    } else if (m_wide_categories.empty()) {
        m_categories.push_back(static_cast<std::uint16_t>(category));
    } else {
        m_wide_categories.push_back(category);
    }
    for (Bits* bits : {&m_inactive, &m_drafts})
        if (r % 64 == 0) bits->words().push_back(0);
    if (status == model::Status::inactive) m_inactive.set(r);
    if (status == model::Status::draft) m_drafts.set(r);
}

void Segment::push(const Row& row, model::BuyerId id, std::uint32_t category, model::Status status) {
    const auto r = static_cast<std::uint32_t>(rows());
    for (std::size_t p = 0; p < k_parts; ++p) push_row(static_cast<Part>(p), row.columns[p]);
    if (!row.originals.empty()) m_originals[r] = row.originals;
    push_meta(row.order, id, category, status);
}

void Segment::push(const Segment& from, std::size_t r) {
    const auto row = static_cast<std::uint32_t>(rows());
    for (std::size_t p = 0; p < k_parts; ++p) {
        const Part part = static_cast<Part>(p);
        if (part == Part::numbers)
            m_columns[p].push(from.m_columns[p].row(r)); // as it is packed
        else
            push_row(part, from.whole_row(part, r));
    }
    if (const auto* originals = from.originals(r)) m_originals[row] = *originals;
    push_meta(from.order(r), from.id(r), from.category(r), from.status(r));
}

void Segment::seal() {
    const bool large = rows() >= 2048; // else a scan is as quick, and it may grow yet
    if (large) sort_rows();
    for (Column& c : m_columns) c.shrink();
    for (Heads& h : m_heads) h.shrink();
    m_ids.shrink_to_fit();
    m_wide_ids.shrink_to_fit();
    m_categories.shrink_to_fit();
    m_wide_categories.shrink_to_fit();
    m_order.shrink_to_fit();
    for (Bits* bits : {&m_inactive, &m_drafts}) bits->words().shrink_to_fit();
    if (!large) return;
    make_id_runs();
    make_head_categories();
    m_mail_ends.build(m_columns[k_mail]);
    const auto build = [&](Part p, unsigned bits, bool letters_only) {
        m_grams[static_cast<std::size_t>(p)].build(column(p), bits, letters_only, pairs(p));
    };
    m_code_beginnings.reset(std::size_t{1} << 19);
    const auto add_beginnings = [&](std::string_view text, std::uint32_t hash) {
        for (const char c : text) {
            hash = add_byte(hash, c);
            m_code_beginnings.set(hash >> 13);
        }
        return hash;
    };
    struct Begun {
        std::size_t length; ///< bytes
        std::uint32_t hash;
    };
    std::vector<Begun> begun;
    for (const std::string& head : heads(Part::code).texts()) {
        const std::string_view near = std::string_view(head).substr(0, k_beginning);
        begun.push_back({near.size(), add_beginnings(near, 1)});
    }
    for (std::size_t r = 0; r < rows(); ++r) {
        const Begun& head = begun[heads(Part::code).of_row()[r]];
        add_beginnings(column(Part::code).row(r).substr(0, k_beginning - head.length), head.hash);
    }
    m_name_pairs.build(column(Part::names), Pairs::Of::names, 128);
    m_text_pairs.build(column(Part::text), Pairs::Of::texts, 48);
    build(Part::names, rows() > 32768 ? 16 : 13, false);
    build(Part::text, rows() > 32768 ? 15 : 13, false);
    build(Part::mail, 11, false);
    build(Part::tax, 11, true);
    m_grams[static_cast<std::size_t>(Part::initials)].build_initials(column(Part::initials));
}

void Segment::make_id_runs() {
    if (m_ids.empty() || !m_ascending) return;
    std::vector<IdRun> runs;
    for (std::uint32_t r = 0; r < m_ids.size(); ++r) {
        if (r > 0 && m_ids[r] == m_ids[r - 1] + 1) continue;
        if (runs.size() * sizeof(IdRun) > m_ids.size() * sizeof(m_ids[0]) / 4) return;
        runs.push_back({r, m_ids[r]});
    }
    m_id_runs = std::move(runs);
    m_id_runs.shrink_to_fit();
    std::vector<std::uint32_t>().swap(m_ids);
}

std::vector<std::uint32_t> Segment::pinyin_order() const {
    struct Place {
        std::uint32_t order, row;
        std::uint64_t next; ///< pinyin order of the third to sixth character
    };
    const Alphabet& alphabet = Alphabet::get();
    constexpr std::uint16_t unknown = 0xFFFE; // many characters have this place: names tell from there on
    std::vector<Place> places(rows());
    for (std::uint32_t r = 0; r < places.size(); ++r) {
        Place& place = places[r];
        place = {m_order[r], r, 0};
        if (place.order >> 16 == unknown || (place.order & 0xFFFF) == unknown) continue;
        const std::string_view text = name(r);
        std::size_t at = 0;
        for (int skip = 0; skip < 2 && at < text.size(); ++skip) at += Alphabet::length_of(text[at]);
        for (int shift = 48; shift >= 0 && at < text.size(); shift -= 16) {
            const std::uint16_t here = alphabet.order(alphabet.next(text, at));
            place.next |= std::uint64_t{here} << shift;
            if (here == unknown) break;
        }
    }
    std::sort(places.begin(), places.end(), [&](const Place& a, const Place& b) {
        if (a.order != b.order) return a.order < b.order;
        if (a.next != b.next) return a.next < b.next;
        if (const int c = compare_names(name(a.row), name(b.row)); c != 0) return c < 0;
        return id(a.row) < id(b.row);
    });
    std::vector<std::uint32_t> order;
    order.reserve(rows());
    for (const Place& place : places) order.push_back(place.row);
    return order;
}

void Segment::sort_rows() {
    const std::vector<std::uint32_t> order = pinyin_order();
    for (Column& c : m_columns) c.reorder(order);
    const auto sort = [&](auto& values) {
        if (values.empty()) return;
        auto sorted = values;
        for (std::size_t r = 0; r < order.size(); ++r) sorted[r] = values[order[r]];
        values = std::move(sorted);
    };
    for (Heads& h : m_heads) sort(h.of_row());
    sort(m_categories);
    sort(m_wide_categories);
    Bits inactive(rows()), drafts(rows());
    std::unordered_map<std::uint32_t, std::vector<Original>> originals;
    m_arrival_low.resize(rows());
    m_arrival_high.reset(rows());
    for (std::uint32_t r = 0; r < order.size(); ++r) {
        const std::uint32_t arrival = order[r];
        m_arrival_low[r] = static_cast<std::uint16_t>(arrival);
        if (arrival >> 16 != 0) m_arrival_high.set(r);
        if (m_inactive.test(arrival)) inactive.set(r);
        if (m_drafts.test(arrival)) drafts.set(r);
        if (const auto it = m_originals.find(arrival); it != m_originals.end()) originals[r] = std::move(it->second);
    }
    m_inactive = std::move(inactive);
    m_drafts = std::move(drafts);
    m_originals = std::move(originals);
    std::vector<std::uint32_t>().swap(m_order);
}

std::vector<std::uint32_t> Segment::rows_by_arrival() const {
    std::vector<std::uint32_t> rows_by(rows());
    for (std::uint32_t r = 0; r < rows_by.size(); ++r) rows_by[arrival(r)] = r;
    return rows_by;
}

void Segment::make_head_categories() {
    constexpr std::uint32_t open = 0xFFFFFFFF;
    const std::vector<std::uint16_t>& head_of = heads(Part::code).of_row();
    std::vector<std::uint32_t> categories(heads(Part::code).texts().size(), open);
    if (categories.size() * 4 > rows()) return;
    for (std::size_t r = 0; r < rows(); ++r) {
        std::uint32_t& known = categories[head_of[r]];
        if (known == open) known = category(r);
        if (known != category(r)) return;
    }
    m_head_categories = std::move(categories);
    std::vector<std::uint16_t>().swap(m_categories);
    std::vector<std::uint32_t>().swap(m_wide_categories);
}

model::BuyerId Segment::id_of_arrival(std::size_t arrival) const {
    if (m_id_runs.empty()) return m_wide_ids.empty() ? m_ids[arrival] : m_wide_ids[arrival];
    const auto after = std::upper_bound(m_id_runs.begin(), m_id_runs.end(), arrival,
                                        [](std::size_t at, const IdRun& run) { return at < run.arrival; });
    const IdRun& run = *(after - 1);
    return run.id + static_cast<model::BuyerId>(arrival - run.arrival);
}

std::optional<std::size_t> Segment::arrival_of(model::BuyerId wanted) const {
    if (m_ascending) {
        std::size_t lo = 0, hi = rows();
        while (lo < hi) {
            const std::size_t mid = (lo + hi) / 2;
            if (id_of_arrival(mid) < wanted)
                lo = mid + 1;
            else
                hi = mid;
        }
        if (lo < rows() && id_of_arrival(lo) == wanted) return lo;
        return std::nullopt;
    }
    for (std::size_t a = rows(); a-- > 0;)
        if (id_of_arrival(a) == wanted) return a;
    return std::nullopt;
}

std::optional<std::size_t> Segment::row_of(model::BuyerId wanted) const {
    const auto arrived = arrival_of(wanted);
    if (!arrived || m_arrival_low.empty()) return arrived;
    const auto low = static_cast<std::uint16_t>(*arrived);
    for (auto it = m_arrival_low.begin();; ++it) {
        it = std::find(it, m_arrival_low.end(), low);
        if (it == m_arrival_low.end()) return std::nullopt;
        const auto row = static_cast<std::size_t>(it - m_arrival_low.begin());
        if (arrival(row) == *arrived) return row;
    }
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
    std::size_t n =
        sizeof(Segment) + m_name_pairs.memory_bytes() + m_text_pairs.memory_bytes() + m_mail_ends.memory_bytes();
    for (const Column& c : m_columns) n += c.memory_bytes();
    for (const Grams& g : m_grams) n += g.memory_bytes();
    for (const Heads& h : m_heads) n += h.memory_bytes();
    n += m_id_runs.capacity() * sizeof(IdRun) + m_ids.capacity() * 4 + m_wide_ids.capacity() * 8 +
         m_categories.capacity() * 2;
    n += m_wide_categories.capacity() * 4 + m_head_categories.capacity() * 4 + m_order.capacity() * 4 +
         m_arrival_low.capacity() * 2 + m_arrival_high.memory_bytes() + m_inactive.memory_bytes() +
         m_drafts.memory_bytes() + m_code_beginnings.memory_bytes();
    for (const auto& [r, list] : m_originals) {
        n += 64 + list.capacity() * sizeof(Original);
        for (const Original& o : list) n += o.text.capacity() > 15 ? o.text.capacity() + 1 : 0;
    }
    return n;
}

} // namespace goufang::find
