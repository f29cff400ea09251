#pragma once
// One search: the words of the query over every segment, joined, and the best rows of what is left.

#include "core/find/index.h"
#include "core/find/state.h"

namespace goufang::find {

Answer answer(const State& state, const Request& request);

} // namespace goufang::find
