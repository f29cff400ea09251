#pragma once
// Doubt: what speaks against a value although its label and its looks are right.

#include "invoice/paste/found.h"

#include <vector>

namespace goufang::invoice::paste {

/// The pieces of `r` with words in them that no value of `all` from `first` on covers and that are no labels: what was
/// not understood.
std::vector<Range> remains(const Input& in, Range r, const std::vector<Found>& all, std::size_t first);

/// The values of `all` from `first` on, all of them found in `r`, are doubtful when something is left over in `r`.
/// A tax id whose check character is right needs no more evidence.
void doubt_remains(const Input& in, Range r, std::vector<Found>& all, std::size_t first);

/// The characters of a name, address, bank or account tell that it is all of it and nothing else: no bank that ends in
/// the middle of a word, no address that begins with a verb.
bool whole(const Input& in, const Found& f);
/// What is not whole is doubtful.
void judge(const Input& in, std::vector<Found>& all);

} // namespace goufang::invoice::paste
