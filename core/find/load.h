#pragma once
// From the registry to the index: the first filling, and keeping step with changes.

#include "core/find/index.h"
#include "core/store/registry.h"

#include <functional>
#include <string>

namespace goufang::find {

/// Fills `index` (emptied first) with the live buyers, the category tree and the picks of the registry; returns when
/// searches answer from all. Searches in other threads see the buyers as they come. Throws what the registry throws.
///
/// `side_file`: path (UTF-8) of a file with the index as it was, empty for none. It is read in place of the buyers,
/// and then only those looked up that were changed since; where it is missing, damaged, of another registry, or too
/// much was changed, the buyers are read and it is written anew (a failure of that is no failure). It holds the
/// buyers' text and belongs in the user's own cache.
///
/// Searches::many: answers to short words are made ready behind (Index::prepare), if the buyers are as many.
enum class Searches : std::uint8_t { one, many };
void load(Index& index, const store::Registry& registry, const std::string& side_file = {},
          Searches expected = Searches::one);

/// Fewer buyers than this are read faster than is worth a side file.
inline constexpr std::int64_t k_side_file_buyers = 50'000;

/// Where the side file of a registry belongs: in the user's cache folder, told by `variable` (of the environment).
/// Empty when there is no such folder.
std::string side_file_of(const std::string& registry, const std::function<std::string(const char*)>& variable);

/// Brings the index in step after a change: call with each notice of Registry::listen, in the registry's thread.
void follow(Index& index, const store::Registry& registry, const store::Notice& notice);

} // namespace goufang::find
