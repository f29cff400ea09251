#include "core/find/answer.h"

#include "core/find/evaluate.h"
#include "core/find/select.h"

namespace goufang::find {

Answer answer(const State& state, const Request& request) {
    Answer found;
    const std::vector<Word> words = parse_query(request.query);
    bool with_inactive = request.inactive;
    std::vector<std::vector<char>> categories(words.size());
    for (std::size_t w = 0; w < words.size(); ++w) {
        with_inactive = with_inactive || words[w].inactive;
        const auto& codes = state.categories->codes;
        for (std::size_t n = 1; n < codes.size(); ++n)
            for (const std::string& code : codes[n]) {
                if (code.compare(0, words[w].text.size(), words[w].text) != 0) continue;
                categories[w].resize(codes.size());
                categories[w][n] = 1;
            }
    }

    Selection selection(state, request.limit, request.today, request.cancel);
    Evaluator evaluator(request.cancel);
    WordRows word, ranks;
    Bits rows;
    const auto join = [](Bits& to, const Bits& more) {
        for (std::size_t i = 0; i < to.words().size(); ++i) to.words()[i] |= more.words()[i];
    };
    for (std::size_t p = 0; p < state.pieces.size(); ++p) {
        const Segment& segment = *state.pieces[p].segment;
        const Marks& marks = *state.pieces[p].marks;
        rows.set_all(segment.rows());
        for (std::size_t i = 0; i < rows.words().size(); ++i) {
            rows.words()[i] &= ~marks.dead.words()[i];
            if (!with_inactive) rows.words()[i] &= ~segment.inactive().words()[i];
        }
        ranks.prefix.reset(segment.rows());
        ranks.start.reset(segment.rows());
        ranks.exact.reset(segment.rows());
        for (std::size_t w = 0; w < words.size() && !rows.none(); ++w) {
            if (!evaluator.word(segment, words[w], categories[w], word)) {
                found.cancelled = true;
                return found;
            }
            for (std::size_t i = 0; i < rows.words().size(); ++i) rows.words()[i] &= word.any.words()[i];
            join(ranks.prefix, word.prefix);
            join(ranks.start, word.start);
            join(ranks.exact, word.exact);
        }
        found.total += rows.count();
        if (!selection.add(p, rows, ranks)) {
            found.cancelled = true;
            return found;
        }
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
