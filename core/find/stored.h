#pragma once
// The index in a file, so that the next start need not read a million buyers: segments with their block indices, the
// marks of dead rows, and the registry's mark that they belong to. Made of this machine's numbers and this program's
// tables of readings; any other file is no file.

#include "core/find/index.h"

#include <optional>
#include <string>

namespace goufang::find {

/// Writes a state of the index. All changes up to `mark` (store::Registry::mark) must be in it, later ones may be.
/// Does nothing where the file cannot be written.
void save(const State& state, const std::string& mark, const std::string& path) noexcept;

/// Puts the file's content in place of the index's, categories and picks included (none), and answers its mark.
/// Nothing, and the index untouched, when there is no sound file.
std::optional<std::string> restore(Index& index, const std::string& path);

} // namespace goufang::find
