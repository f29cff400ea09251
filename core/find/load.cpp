#include "core/find/load.h"

#include <algorithm>

namespace goufang::find {

namespace {

/// Registry::buyer answers recycled buyers too.
bool is_live(const store::Registry& registry, const model::Buyer& b) {
    if (!b.code.empty()) {
        const auto found = registry.by_code(b.code);
        return found && found->id == b.id;
    }
    const auto namesakes = registry.by_name(b.name);
    return std::any_of(namesakes.begin(), namesakes.end(), [&](const model::Buyer& o) { return o.id == b.id; });
}

} // namespace

void load(Index& index, const store::Registry& registry) {
    index.clear();
    index.set_categories(registry.tree());
    std::vector<Pick> picks;
    registry.each_pick([&](model::BuyerId id, double weight, std::int64_t day) { picks.push_back({id, weight, day}); });
    index.set_picks(picks);
    store::Query all;
    all.sort = store::SortKey::id;
    registry.each(all, [&](const model::Buyer& b) {
        index.add(b);
        return true;
    });
    index.finish();
    registry.release_memory();
}

void follow(Index& index, const store::Registry& registry, const store::Notice& notice) {
    if (notice.everything) return load(index, registry);
    if (notice.categories) index.set_categories(registry.tree());
    for (const model::BuyerId id : notice.buyers) {
        const auto b = registry.buyer(id);
        if (b && is_live(registry, *b))
            index.upsert(*b);
        else
            index.erase(id);
    }
}

} // namespace goufang::find
