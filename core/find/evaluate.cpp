#include "core/find/evaluate.h"

#include <algorithm>
#include <cstring>

namespace goufang::find {

namespace {

constexpr std::size_t k_piece_blocks = 256; ///< blocks between two looks at the cancel flag: some 64-200 KiB

void join(Bits& to, const Bits& more) {
    for (std::size_t i = 0; i < to.words().size(); ++i) to.words()[i] |= more.words()[i];
}

struct PinyinScan {
    const Segment* segment;
    const Word* word;
    std::u32string elements;

    bool by_name(std::size_t row, const char* place) {
        const std::string_view ids = segment->column(Part::initials).row(row);
        const std::string_view before = ids.substr(0, static_cast<std::size_t>(place - ids.data()));
        const std::size_t mark = before.rfind(static_cast<char>(mark_former));
        const std::size_t at = mark == before.npos ? before.size() : before.size() - mark - 1;
        std::string_view name = segment->column(Part::names).row(row);
        for (auto skip = std::count(before.begin(), before.end(), static_cast<char>(mark_former)); skip > 0; --skip)
            name.remove_prefix(name.find(static_cast<char>(mark_former)) + 1);
        elements_of(name.substr(0, name.find(static_cast<char>(mark_former))), elements, nullptr);
        return word->pinyin.match_at(elements, at) != 0;
    }

    bool operator()(std::size_t row, const char* place) {
        const Verdict verdict = word->pinyin.match_ids(place);
        return verdict == Verdict::yes || (verdict == Verdict::ask_the_name && by_name(row, place));
    }
};

} // namespace

bool Evaluator::text(const Segment& segment, Part part, std::string_view needle, const TextSink& sink) {
    const Column& column = segment.column(part);
    if (!column.may_hold(needle)) return true;
    const std::size_t blocks = column.blocks();
    m_blocks.set_all(blocks);
    segment.grams(part).narrow(needle, m_blocks);
    const auto& words = m_blocks.words();
    for (std::size_t b = 0; b < blocks;) {
        if (words[b / 64] >> (b % 64) == 0) {
            b = (b / 64 + 1) * 64;
            continue;
        }
        if (!m_blocks.test(b)) {
            ++b;
            continue;
        }
        std::size_t e = b + 1;
        while (e < blocks && e - b < k_piece_blocks && m_blocks.test(e)) ++e;
        scan_text(column.block_begin(b), column.block_begin(e), b * k_block_rows, needle, sink);
        if (cancelled()) return false;
        b = e;
    }
    return true;
}

bool Evaluator::pinyin(const Segment& segment, const Word& word, WordRows& out) {
    const ByteSets& filter = word.pinyin.filter();
    m_rows.reset(segment.rows());
    PinyinScan scan{&segment, &word, {}};
    const PlaceCall call{&scan, [](void* context, std::size_t row, const char* place) {
                             return (*static_cast<PinyinScan*>(context))(row, place);
                         }};
    const Column& column = segment.column(Part::initials);
    for (std::size_t b = 0; b < column.blocks(); b += k_piece_blocks) {
        scan_sets(column.block_begin(b), column.block_begin(b + k_piece_blocks), b * k_block_rows, filter, call,
                  {&m_rows, &out.prefix, &out.start});
        if (cancelled()) return false;
    }
    join(out.any, m_rows);
    return true;
}

void Evaluator::exact(const Segment& segment, Part part, std::string_view value, const Bits& beginning, Bits& out) {
    const Column& column = segment.column(part);
    beginning.each([&](std::size_t row) {
        if (column.row(row).size() == value.size()) out.set(row);
    });
}

bool Evaluator::word(const Segment& segment, const Word& word, const std::vector<char>& categories, WordRows& out) {
    const std::size_t rows = segment.rows();
    out.any.reset(rows);
    out.prefix.reset(rows);
    out.start.reset(rows);
    out.exact.reset(rows);

    if (!text(segment, Part::names, word.text, {&out.any, &out.prefix, &out.start})) return false;
    m_rows.reset(rows);
    if (!text(segment, Part::mail, word.text, {&m_rows, &out.prefix, &out.start})) return false;
    join(out.any, m_rows);
    m_rows.reset(rows);
    if (!text(segment, Part::text, word.text, {&m_rows, nullptr, &out.start})) return false;
    join(out.any, m_rows);
    if (!word.key.empty()) {
        m_rows.reset(rows);
        m_beginning.reset(rows);
        if (!text(segment, Part::tax, word.key, {&m_rows, &m_beginning, nullptr})) return false;
        if (word.key.size() >= k_least_exact_tax_id) exact(segment, Part::tax, word.key, m_beginning, out.exact);
        if (!text(segment, Part::numbers, word.key, {&m_rows, nullptr, nullptr})) return false;
        join(out.any, m_rows);
    }
    m_rows.reset(rows);
    m_beginning.reset(rows);
    if (!text(segment, Part::code, word.text, {&m_rows, &m_beginning, nullptr})) return false;
    exact(segment, Part::code, word.text, m_beginning, out.exact);
    join(out.any, m_beginning);
    if (!word.pinyin.empty() && !pinyin(segment, word, out)) return false;
    if (!categories.empty()) {
        for (std::size_t r = 0; r < rows; ++r)
            if (categories[segment.category(r)]) out.any.set(r);
    }
    if (word.inactive) join(out.any, segment.inactive());
    return true;
}

} // namespace goufang::find
