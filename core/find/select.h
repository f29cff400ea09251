#pragma once
// The best rows of an answer: by activity, rank, picks, pinyin order of the name, id.

#include "core/find/evaluate.h"
#include "core/find/state.h"

#include <cstddef>
#include <vector>

namespace goufang::find {

class Selection {
  public:
    struct Row {
        std::uint8_t group = 0; ///< rank, plus 4 when inactive
        double picks = 0;
        std::uint32_t piece = 0, row = 0;
        model::BuyerId id = 0;
        std::string_view name;   ///< looked up when needed
        std::uint32_t order = 0; ///< of the name, with it
    };

    Selection(const State& state, std::size_t limit, std::int64_t today, const std::atomic<bool>* cancel)
        : m_state(state), m_limit(limit), m_today(today), m_cancel(cancel) {}
    /// `rows`: what matched in this piece; `ranks` the parts of it by rank. False when cancelled.
    bool add(std::size_t piece, const Bits& rows, const WordRows& ranks);
    /// The same from an answer that is ready.
    void add(std::size_t piece, const Ready& answer, bool with_inactive);
    std::vector<Row> take(); ///< best first

  private:
    bool consider(Row row); ///< false: it is worse than all that are chosen
    bool better(Row& a, Row& b) const;
    double picks_of(model::BuyerId id) const;

    const State& m_state;
    std::size_t m_limit;
    std::int64_t m_today;
    const std::atomic<bool>* m_cancel;
    std::vector<Row> m_heap; ///< the worst on top
    Ready m_listed;          ///< of one piece
};

/// Puts into `out.picked` and `out.best` the rows that can be among the first `limit`, of groups up to `last_group`.
/// Those of a segment that is not ranked are all of them, in no order. False when cancelled.
bool list_rows(const Piece& piece, const Bits& rows, const WordRows& ranks, std::size_t limit, unsigned last_group,
               const std::atomic<bool>* cancel, Ready& out);

} // namespace goufang::find
