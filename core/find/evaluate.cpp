#include "core/find/evaluate.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace goufang::find {

namespace {

constexpr std::size_t k_piece_blocks = 256; ///< blocks between two looks at the cancel flag: some 64-200 KiB

/// Blocks are picked one by one when fewer than one in this many is wanted.
constexpr std::size_t k_leap = 6;

/// The blocks that have some of the rows.
Bits blocks_of(const Bits& rows) {
    static_assert(k_block_rows == 16);
    Bits blocks(rows.words().size() * 4);
    for (std::size_t block = 0; block < rows.words().size() * 4; ++block)
        if ((rows.words()[block / 4] >> (block % 4 * 16) & 0xFFFF) != 0) blocks.set(block);
    return blocks;
}

/// Calls f(from, to) for the runs of blocks that are in `candidates` and `wanted`, none longer than k_piece_blocks. The
/// bytes of a run are fetched while those before it are scanned: scans that leap would wait for memory. False as soon
/// as f says so.
template <class Wanted, class F> bool each_run(const Column& column, const Bits& candidates, Wanted&& wanted, F&& f) {
    struct Run {
        std::size_t from, to;
    };
    constexpr std::size_t k_ahead = 8;
    std::array<Run, k_ahead> runs;
    std::size_t found = 0;
    const std::size_t blocks = column.blocks();
    const auto scan = [&](std::size_t i) { return f(runs[i % k_ahead].from, runs[i % k_ahead].to); };
    for (std::size_t b = 0; b < blocks;) {
        const std::uint64_t rest = candidates.words()[b / 64] >> (b % 64);
        if (rest == 0) {
            b = (b / 64 + 1) * 64;
            continue;
        }
        b += static_cast<std::size_t>(std::countr_zero(rest));
        if (!wanted(b)) {
            ++b;
            continue;
        }
        std::size_t e = b + 1;
        while (e < blocks && e - b < k_piece_blocks && candidates.test(e) && wanted(e)) ++e;
        column.prefetch(b);
        if (found >= k_ahead && !scan(found)) return false;
        runs[found++ % k_ahead] = {b, e};
        b = e;
    }
    for (std::size_t i = found - std::min(found, k_ahead); i < found; ++i)
        if (!scan(i)) return false;
    return true;
}

constexpr auto every = [](std::size_t) { return true; };

struct PinyinScan {
    const Segment* segment;
    const Word* word;
    ColumnCursor names;
    struct Question {
        std::size_t row;
        const char* place; ///< in the column of initials
    };
    std::vector<Question> open; ///< only the name can tell
    std::u32string elements;

    bool by_name(std::size_t row, const char* place) {
        std::size_t at = 0; // elements before the place, of the same name
        for (; static_cast<unsigned char>(place[-1]) > mark_former; --place) ++at;
        const char* name = names.row(row);
        for (; place[-1] == mark_former; --place) { // former names before it
            name = std::strchr(name, mark_former) + 1;
            while (static_cast<unsigned char>(place[-2]) > mark_former) --place;
        }
        // No more elements than the word has characters can take part.
        const Alphabet& alphabet = Alphabet::get();
        const std::string_view text(name, std::strcspn(name, "\1"));
        elements.clear();
        for (std::size_t i = 0; i < text.size() && elements.size() < word->chars.size();) {
            const char32_t c = alphabet.next(text, i);
            if (alphabet.element_id(c) == 0) continue;
            if (at > 0)
                --at;
            else
                elements += c;
        }
        return word->pinyin.match_at(elements, 0) != 0;
    }

    bool operator()(std::size_t row, const char* place) {
        const Verdict verdict = word->pinyin.match_ids(place);
        if (verdict == Verdict::ask_the_name) open.push_back({row, place});
        return verdict == Verdict::yes;
    }

    /// Asks the names, whose bytes are fetched some questions ahead.
    void answer(const TextSink& sink) {
        constexpr std::size_t ahead = 12;
        for (std::size_t i = 0; i < open.size(); ++i) {
            if (i + ahead < open.size()) names.prefetch(open[i + ahead].row);
            const auto [row, place] = open[i];
            const bool begins = place[-1] == 0 || begins_initials(place);
            if (sink.any->test(row) && !begins) continue; // known already, and nothing new to tell
            if (by_name(row, place)) found(row, place, place[-1] == 0, begins_initials, sink);
        }
        open.clear();
    }
};

} // namespace

void Evaluator::ask_only(const Bits* rows) {
    m_asked = rows;
    if (rows != nullptr) m_asked_blocks = blocks_of(*rows);
}

void Evaluator::all_blocks(std::size_t blocks) {
    if (m_asked == nullptr)
        m_blocks.set_all(blocks);
    else
        m_blocks.words().assign(m_asked_blocks.words().begin(),
                                m_asked_blocks.words().begin() + static_cast<std::ptrdiff_t>((blocks + 63) / 64));
}

/// Adds the rows for which `holds` (0 or 1): without a branch for each, they are as good as random.
template <class F> void Evaluator::mark_where(std::size_t rows, Bits& to, F&& holds) const {
    for (std::size_t i = 0; i * 64 < rows; ++i) {
        if (m_asked != nullptr && m_asked->words()[i] == 0) continue;
        std::uint64_t word = 0;
        const std::size_t n = std::min<std::size_t>(64, rows - i * 64);
        for (std::size_t bit = 0; bit < n; ++bit) word |= static_cast<std::uint64_t>(holds(i * 64 + bit)) << bit;
        to.words()[i] |= word;
    }
}

bool Evaluator::narrow(const Segment& segment, Part part, std::string_view needle, const TextSink& sink) {
    const Pairs& pairs = segment.pairs(part);
    const auto at = [&](std::size_t i) { return value_of(needle.data() + i, Alphabet::length_of(needle[i])); };
    const std::size_t first = Alphabet::length_of(needle[0]);
    const bool one = first == needle.size();
    const bool exact = sink.prefix == nullptr || pairs.tell_places();
    if (one && exact) pairs.mark_all(at(0), sink); // the block index knows the other pairs with it
    if (one && !exact) {
        m_with_pair.reset(segment.rows());
        pairs.mark_all(at(0), {&m_with_pair, nullptr, nullptr});
        Bits others = m_blocks;
        if (segment.grams(part).narrow(needle, others, pairs)) m_blocks &= others |= blocks_of(m_with_pair);
        return false;
    }
    if (!one && exact && first + Alphabet::length_of(needle[first]) == needle.size() &&
        pairs.mark(at(0), at(first), sink))
        return true;
    for (std::size_t i = 0, next = first; !pairs.empty() && next < needle.size();
         i = next, next += Alphabet::length_of(needle[next])) {
        m_with_pair.reset(segment.rows());
        if (pairs.mark(at(i), at(next), {&m_with_pair, nullptr, nullptr})) m_blocks &= blocks_of(m_with_pair);
    }
    segment.grams(part).narrow(needle, m_blocks, pairs);
    return false;
}

bool Evaluator::text(const Segment& segment, Part part, std::string_view text, const TextSink& sink) {
    const Column& column = segment.column(part);
    if (!column.may_hold(text)) return true;
    const std::size_t blocks = column.blocks();
    all_blocks(blocks);
    if (narrow(segment, part, text, sink)) return true;
    // Where much of the column is wanted, reading all of it in order is quicker than leaping.
    if (m_blocks.count() * k_leap > blocks) all_blocks(blocks);
    const Needle needle(text);
    const auto& known = sink.any->words();
    const auto wanted = [&](std::size_t block) { // not all of its rows are known to match already
        return sink.prefix != nullptr || (~known[block / 4] >> (block % 4 * 16) & 0xFFFF) != 0;
    };
    return each_run(column, m_blocks, wanted, [&](std::size_t b, std::size_t e) {
        scan_text({column, b, e}, needle, sink);
        return !cancelled();
    });
}

bool Evaluator::mail(const Segment& segment, std::string_view needle, const TextSink& sink) {
    if (!text(segment, Part::mail, needle, sink)) return false;
    const std::size_t cut = needle.rfind('@');
    for (const MailEnds::End& end : segment.mail_ends().ends()) {
        // Within the end. What stands before its '@' makes no difference: a word begins there always.
        const std::string behind = 'x' + end.text;
        for (std::size_t at = behind.find(needle, 1); at != behind.npos; at = behind.find(needle, at + 1)) {
            *sink.any |= end.rows;
            if (begins_word(behind.data() + at)) *sink.word_start |= end.rows;
        }
        // Across: the row ends with what the needle has before its '@'.
        if (cut == needle.npos || cut == 0 || end.text.compare(0, needle.size() - cut, needle.substr(cut)) != 0)
            continue;
        Bits any(segment.rows()), prefix(segment.rows()), start(segment.rows());
        const std::string left = std::string(needle.substr(0, cut)) + '\0';
        if (!text(segment, Part::mail, left, {&any, &prefix, &start})) return false;
        for (auto [bits, to] : {std::pair{&any, sink.any}, {&prefix, sink.prefix}, {&start, sink.word_start}}) {
            for (std::size_t i = 0; i < bits->words().size(); ++i)
                to->words()[i] |= bits->words()[i] & end.rows.words()[i];
        }
    }
    return true;
}

bool Evaluator::numbers(const Segment& segment, std::string_view key, Bits& any) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (!std::all_of(key.begin(), key.end(), is_digit)) return true; // those with letters stand with the tax ids
    const DigitNeedle needle(key);
    const Column& column = segment.column(Part::numbers);
    all_blocks(column.blocks());
    return each_run(column, m_blocks, every, [&](std::size_t b, std::size_t e) {
        scan_digits({column, b, e}, needle, any);
        return !cancelled();
    });
}

bool Evaluator::fragment(const Segment& segment, Part part, std::string_view needle, Bits& any) {
    if (!text(segment, part, needle, {&any, nullptr, nullptr})) return false;
    const std::vector<std::string>& heads = segment.heads(part).texts();
    const std::vector<std::uint16_t>& head_of = segment.heads(part).of_row();
    // Within the head.
    m_chosen.assign(heads.size(), 0);
    bool some = false;
    for (std::size_t h = 1; h < heads.size(); ++h) {
        m_chosen[h] = heads[h].find(needle) != std::string::npos;
        some = some || m_chosen[h];
    }
    if (some) mark_where(head_of.size(), any, [&](std::size_t r) { return m_chosen[head_of[r]]; });
    // Across: the head ends with the needle's beginning, the row goes on with its end.
    const std::size_t repeated = Heads::repeated(part);
    for (std::size_t cut = Alphabet::length_of(needle[0]); cut < needle.size();
         cut += Alphabet::length_of(needle[cut])) {
        if (cut <= repeated) continue; // it stands in the column
        const std::string_view left = needle.substr(0, cut), right = needle.substr(cut - repeated);
        some = false;
        for (std::size_t h = 1; h < heads.size(); ++h) {
            m_chosen[h] =
                heads[h].size() >= left.size() && heads[h].compare(heads[h].size() - left.size(), left.npos, left) == 0;
            some = some || m_chosen[h];
        }
        if (!some) continue;
        m_places.reset(segment.rows());
        m_begins.reset(segment.rows());
        if (!text(segment, part, right, {&m_places, &m_begins, nullptr})) return false;
        m_begins.each([&](std::size_t r) {
            if (m_chosen[head_of[r]]) any.set(r);
        });
    }
    return true;
}

bool Evaluator::tax_ids(const Segment& segment, std::string_view key, WordRows& out) {
    if (key.size() < k_least_exact_tax_id) return fragment(segment, Part::tax, key, out.any);
    m_rows.reset(segment.rows());
    if (!fragment(segment, Part::tax, key, m_rows)) return false;
    const std::vector<std::string>& heads = segment.heads(Part::tax).texts();
    m_rows.each([&](std::size_t r) {
        const std::string& head = heads[segment.heads(Part::tax).of_row()[r]];
        if (key.compare(0, head.size(), head) != 0) return;
        const std::string_view row = segment.column(Part::tax).row(r);
        const std::string_view id = row.substr(0, row.find(static_cast<char>(mark_letters)));
        if (id == key.substr(head.empty() ? 0 : head.size() - Heads::repeated(Part::tax))) out.exact.set(r);
    });
    out.any |= m_rows;
    return true;
}

bool Evaluator::codes(const Segment& segment, std::string_view beginning, WordRows& out) {
    const std::vector<std::string>& heads = segment.heads(Part::code).texts();
    const std::vector<std::uint16_t>& head_of = segment.heads(Part::code).of_row();
    const Column& column = segment.column(Part::code);
    // Heads that begin so themselves.
    m_chosen.assign(heads.size(), 0);
    bool some = false;
    for (std::size_t h = 1; h < heads.size(); ++h) {
        m_chosen[h] = heads[h].compare(0, beginning.size(), beginning) == 0;
        some = some || m_chosen[h];
    }
    if (some) mark_where(head_of.size(), out.any, [&](std::size_t r) { return m_chosen[head_of[r]]; });
    // Heads after which the row must go on with the rest.
    for (std::size_t length = 0; length < beginning.size(); ++length) {
        some = false;
        for (std::size_t h = 0; h < heads.size(); ++h) {
            m_chosen[h] = heads[h].size() == length && beginning.compare(0, length, heads[h]) == 0;
            some = some || m_chosen[h];
        }
        if (!some) continue;
        m_places.reset(segment.rows());
        m_begins.reset(segment.rows());
        const std::string_view rest = beginning.substr(length);
        if (!text(segment, Part::code, rest, {&m_places, &m_begins, nullptr})) return false;
        m_begins.each([&](std::size_t r) {
            if (!m_chosen[head_of[r]]) return;
            out.any.set(r);
            if (column.row(r).size() == rest.size()) out.exact.set(r);
        });
    }
    return true;
}

bool Evaluator::pinyin(const Segment& segment, const Word& word, WordRows& out) {
    m_rows.reset(segment.rows());
    PinyinScan scan{&segment, &word, ColumnCursor(segment.column(Part::names)), {}, {}};
    const PlaceCall call{&scan, [](void* context, std::size_t row, const char* place) {
                             return (*static_cast<PinyinScan*>(context))(row, place);
                         }};
    const Column& column = segment.column(Part::initials);
    const std::size_t blocks = column.blocks();
    all_blocks(blocks);
    if (word.pinyin.narrow(segment.grams(Part::initials), m_blocks) && m_blocks.count() * k_leap > blocks * 2)
        all_blocks(blocks);
    const bool whole = each_run(column, m_blocks, every, [&](std::size_t b, std::size_t e) {
        const TextSink sink{&m_rows, &out.prefix, &out.start};
        scan_sets({column, b, e}, word.pinyin.filter(), call, sink);
        scan.answer(sink);
        return !cancelled();
    });
    out.any |= m_rows;
    return whole;
}

bool Evaluator::word(const Segment& segment, const Word& word, const std::vector<char>& categories, WordRows& out) {
    const std::size_t rows = segment.rows();
    out.any.reset(rows);
    out.prefix.reset(rows);
    out.start.reset(rows);
    out.exact.reset(rows);

    if (!text(segment, Part::names, word.text, {&out.any, &out.prefix, &out.start})) return false;
    m_rows.reset(rows);
    if (!mail(segment, word.text, {&m_rows, &out.prefix, &out.start})) return false;
    out.any |= m_rows;
    if (!word.pinyin.empty() && !pinyin(segment, word, out)) return false;
    if (segment.may_begin_code(word.text) && !codes(segment, word.text, out)) return false;
    if (!word.key.empty()) {
        if (!tax_ids(segment, word.key, out)) return false;
        if (!numbers(segment, word.key, out.any)) return false;
    }
    // A match in an address or a number is a fragment whatever stands before it: rows that match already are passed.
    if (!fragment(segment, Part::text, word.text, out.any)) return false;
    if (!categories.empty()) mark_where(rows, out.any, [&](std::size_t r) { return categories[segment.category(r)]; });
    if (word.inactive) out.any |= segment.inactive();
    return true;
}

} // namespace goufang::find
