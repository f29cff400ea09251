#pragma once
// A buyer's values as people read them.

#include "app/words/words.h"

namespace goufang::words {

/// One field; the entries of a list with `between` in between. Blank when the buyer has no such value.
std::string shown_value(Language language, const model::Buyer& b, model::Field field, std::string_view between = "; ");

} // namespace goufang::words
