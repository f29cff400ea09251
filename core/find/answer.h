#pragma once
// One search: the words of the query over every segment, joined, and the best rows of what is left.

#include "core/find/index.h"
#include "core/find/state.h"

namespace goufang::find {

Answer answer(const State& state, const Request& request);
/// Makes the answer of this piece to the word ready, if it is not, and the word can have one. False when cancelled.
bool make_ready(const State& state, const Piece& piece, const std::string& word, const std::atomic<bool>& cancel);

} // namespace goufang::find
