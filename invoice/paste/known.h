#pragma once
// A pasted block beside what the registry already has.

#include "core/store/registry.h"
#include "invoice/paste/blocks.h"

#include <optional>

namespace goufang::invoice::paste {

/// The buyer with the block's tax id, else the one of its name (both folded); the first when there are several.
std::optional<model::Buyer> known_buyer(const store::Registry& registry, const Block& block);

/// `stored` with the fields that `pasted` fills in; further accounts are added to those that are there. Everything else
/// stays: code, category, tags, remark and what `pasted` leaves blank.
model::Buyer updated(model::Buyer stored, const model::Buyer& pasted);

} // namespace goufang::invoice::paste
