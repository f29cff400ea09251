#include "core/find/answer.h"

#include "core/find/evaluate.h"
#include "core/find/select.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace goufang::find {

namespace {

/// For each number of a category, whether the word is a beginning of its code; empty = of none.
std::vector<char> categories_of(const Word& word, const Categories& categories) {
    std::vector<char> matching;
    for (std::size_t n = 1; n < categories.codes.size(); ++n)
        for (const std::string& code : categories.codes[n]) {
            if (code.compare(0, word.text.size(), word.text) != 0) continue;
            matching.resize(categories.codes.size());
            matching[n] = 1;
        }
    return matching;
}

/// Whether segments can keep an answer to the query: it depends on them alone.
bool may_be_ready(const std::vector<Word>& words, const std::vector<std::vector<char>>& categories) {
    return words.size() == 1 && is_short(words[0]) && !words[0].inactive && categories[0].empty();
}

/// The answer of a ranked segment, from those that it keeps, or kept from now on. Null when cancelled.
std::shared_ptr<const Ready> ready_answer(const Piece& piece, const Word& word, Evaluator& evaluator, WordRows& scratch,
                                          const std::atomic<bool>* cancel) {
    if (auto kept = piece.marks->ready.find(word.text)) return kept;
    if (!evaluator.word(*piece.segment, word, {}, scratch)) return nullptr;
    auto made = std::make_shared<Ready>();
    const Bits& inactive = piece.segment->inactive();
    for (std::size_t i = 0; i < scratch.any.words().size(); ++i) {
        scratch.any.words()[i] &= ~piece.marks->dead.words()[i];
        made->inactive += static_cast<std::uint32_t>(std::popcount(scratch.any.words()[i] & inactive.words()[i]));
        made->active += static_cast<std::uint32_t>(std::popcount(scratch.any.words()[i] & ~inactive.words()[i]));
    }
    if (!list_rows(piece, scratch.any, scratch, k_ready_rows, 7, cancel, *made)) return nullptr;
    made->picked.shrink_to_fit();
    made->best.shrink_to_fit();
    piece.marks->ready.keep(word.text, made);
    return made;
}

} // namespace

bool make_ready(const State& state, const Piece& piece, const std::string& word, const std::atomic<bool>& cancel) {
    std::string query;
    for (const char32_t c : Alphabet::get().decode(word)) text::append_utf8(query, c);
    const std::vector<Word> words = parse_query(query);
    if (words.size() != 1 || !may_be_ready(words, {categories_of(words[0], *state.categories)})) return true;
    Evaluator evaluator(&cancel);
    WordRows scratch;
    return ready_answer(piece, words[0], evaluator, scratch, &cancel) != nullptr;
}

Answer answer(const State& state, const Request& request) {
    Answer found;
    const auto cancelled = [&] {
        found.cancelled = true;
        return found;
    };
    const std::vector<Word> words = parse_query(request.query);
    bool with_inactive = request.inactive;
    std::vector<std::vector<char>> categories;
    for (const Word& word : words) {
        with_inactive = with_inactive || word.inactive;
        categories.push_back(categories_of(word, *state.categories));
    }

    Selection selection(state, request.limit, request.today, request.cancel);
    Evaluator evaluator(request.cancel);
    WordRows word, ranks;
    Bits rows;
    std::vector<std::size_t> order(words.size()); // the longest word first: few rows are left for the others
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return words[a].text.size() > words[b].text.size(); });
    const bool ready = request.limit <= k_ready_rows && may_be_ready(words, categories);
    for (std::size_t p = 0; p < state.pieces.size(); ++p) {
        const Segment& segment = *state.pieces[p].segment;
        const Marks& marks = *state.pieces[p].marks;
        if (ready && segment.ranked()) {
            const auto kept = ready_answer(state.pieces[p], words[0], evaluator, word, request.cancel);
            if (!kept) return cancelled();
            found.total += kept->active + (with_inactive ? kept->inactive : 0);
            selection.add(p, *kept, with_inactive);
            continue;
        }
        rows.set_all(segment.rows());
        for (std::size_t i = 0; i < rows.words().size(); ++i) {
            rows.words()[i] &= ~marks.dead.words()[i];
            if (!with_inactive) rows.words()[i] &= ~segment.inactive().words()[i];
        }
        if (words.empty())
            for (Bits* of : {&ranks.prefix, &ranks.start, &ranks.exact}) of->reset(segment.rows());
        for (std::size_t i = 0; i < words.size() && !rows.none(); ++i) {
            const std::size_t w = order[i];
            evaluator.ask_only(i == 0 ? nullptr : &rows);
            if (!evaluator.word(segment, words[w], categories[w], word)) return cancelled();
            rows &= word.any;
            if (i == 0) {
                std::swap(ranks, word);
                continue;
            }
            ranks.prefix |= word.prefix;
            ranks.start |= word.start;
            ranks.exact |= word.exact;
        }
        found.total += rows.count();
        if (!selection.add(p, rows, ranks)) return cancelled();
    }
    for (const Selection::Row& r : selection.take()) {
        const Segment& segment = *state.pieces[r.piece].segment;
        Hit hit;
        hit.id = r.id;
        hit.rank = static_cast<Rank>(r.group % 4);
        hit.inactive = r.group >= 4;
        hit.picks = r.picks;
        // Picks weigh within a rank only: x / (1 + x) stays below 1.
        hit.score = (hit.inactive ? 0 : 4) + (3 - r.group % 4) + r.picks / (1 + r.picks);
        if (request.spans) explain_row(segment, r.row, words, categories, hit);
        found.hits.push_back(std::move(hit));
    }
    return found;
}

} // namespace goufang::find
