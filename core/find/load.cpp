#include "core/find/load.h"

#include "core/file/file.h"
#include "core/find/stored.h"
#include "core/text/fold.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

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

void look_up(Index& index, const store::Registry& registry, const std::vector<model::BuyerId>& buyers) {
    for (const model::BuyerId id : buyers) {
        const auto b = registry.buyer(id);
        if (b && is_live(registry, *b))
            index.upsert(*b);
        else
            index.erase(id);
    }
}

void read_all(Index& index, const store::Registry& registry) {
    index.clear();
    store::Query all;
    all.sort = store::SortKey::id;
    registry.each(all, [&](const model::Buyer& b) {
        index.add(b);
        return true;
    });
    index.finish();
}

void fill(Index& index, const store::Registry& registry, const std::string& side_file, Searches expected) {
    std::vector<Pick> picks;
    registry.each_pick([&](model::BuyerId id, double weight, std::int64_t day) { picks.push_back({id, weight, day}); });
    index.set_categories(registry.tree());
    index.set_picks(picks);
    const bool large = !side_file.empty() && registry.count({}) >= k_side_file_buyers;
    if (!large) return read_all(index, registry);

    constexpr std::size_t most_changed = 5000;
    if (const auto mark = restore(index, side_file)) {
        if (const auto changed = registry.changed_since(*mark, most_changed)) {
            index.set_categories(registry.tree()); // its numbers are those of the file now
            index.set_picks(picks);
            look_up(index, registry, *changed);
            if (expected == Searches::many) index.prepare();
            return;
        }
    }
    const std::string mark = registry.mark();
    read_all(index, registry);
    index.trim();
    if (expected == Searches::many) index.prepare();
    // What is changed from here on is looked up again by the next start.
    index.when_settled([mark, side_file](const State& state) { save(state, mark, side_file); });
}

} // namespace

void load(Index& index, const store::Registry& registry, const std::string& side_file, Searches expected) {
    fill(index, registry, side_file, expected);
    registry.release_memory();
    index.trim();
}

std::string side_file_of(const std::string& registry, const std::function<std::string(const char*)>& variable) {
#ifdef _WIN32
    const std::string cache = variable("LOCALAPPDATA");
#else
    std::string cache = variable("XDG_CACHE_HOME");
    if (cache.empty())
        if (const std::string home = variable("HOME"); !home.empty()) cache = home + "/.cache";
#endif
    if (cache.empty()) return {};
    std::error_code none;
    const auto whole = std::filesystem::absolute(file::to_path(registry), none);
    if (none) return {};
    char name[32];
    std::snprintf(name, sizeof name, "%016llx.find",
                  static_cast<unsigned long long>(text::key_hash(file::to_utf8(whole))));
    return file::to_utf8(file::to_path(cache) / "goufang" / name);
}

void follow(Index& index, const store::Registry& registry, const store::Notice& notice) {
    if (notice.everything) return load(index, registry);
    if (notice.categories) index.set_categories(registry.tree());
    look_up(index, registry, notice.buyers);
}

} // namespace goufang::find
