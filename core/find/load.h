#pragma once
// From the registry to the index: the first filling, and keeping step with changes.

#include "core/find/index.h"
#include "core/store/registry.h"

namespace goufang::find {

/// Fills `index` (emptied first) with the live buyers, the category tree and the picks of the registry; returns when
/// searches are at full speed. Searches in other threads see the buyers as they come. Throws what the registry throws.
void load(Index& index, const store::Registry& registry);

/// Brings the index in step after a change: call with each notice of Registry::listen, in the registry's thread.
void follow(Index& index, const store::Registry& registry, const store::Notice& notice);

} // namespace goufang::find
