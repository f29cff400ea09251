#pragma once
// What a search works on: a consistent set of segments and marks. Never changed; an edit makes a new one that shares
// all but the small parts.

#include "core/find/index.h"
#include "core/find/ready.h"
#include "core/find/segment.h"

#include <memory>
#include <unordered_map>
#include <vector>

namespace goufang::find {

/// Marks of one segment's rows.
struct Marks {
    Bits dead, picked;
    std::size_t dead_count = 0;
    ReadyAnswers ready; ///< of a sealed segment
};

struct Piece {
    std::shared_ptr<const Segment> segment;
    std::shared_ptr<const Marks> marks;
};

/// Categories by the number that rows carry; 0 = none.
struct Categories {
    std::vector<model::CategoryId> ids{0};
    std::unordered_map<model::CategoryId, std::uint32_t> numbers{{0, 0}};
    /// Folded codes of the category and of those above it, by number.
    std::vector<std::vector<std::string>> codes{{}};
};

using Picks = std::unordered_map<model::BuyerId, Pick>;

struct State {
    std::vector<Piece> pieces; ///< large ones first; the last may be the one that edits go to
    std::shared_ptr<const Categories> categories;
    std::shared_ptr<const Picks> picks;
    std::size_t live = 0;
};

} // namespace goufang::find
