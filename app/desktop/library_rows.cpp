// Which rows a view holds and in which order; runs in the library's worker.
#include "app/desktop/library.h"
#include "app/desktop/today.h"
#include "core/text/fold.h"
#include "core/text/split.h"

#include <algorithm>
#include <unordered_map>

namespace goufang::desktop {

namespace {

constexpr std::size_t k_at_once = 200;   ///< best matches that are shown before the others are listed
constexpr std::size_t k_listed = 50'000; ///< matches that a search lists; the count is exact all the same
constexpr int k_recent_days = 30;        ///< 最近
constexpr std::int64_t k_recent_steps = 2'000;

/// The step before the first of the last days; what changed since is 最近.
model::StepId recent_since(const store::Registry& reader) {
    const std::string oldest = days_ago(k_recent_days);
    model::StepId since = 0;
    for (const store::Step& step : reader.history(k_recent_steps)) {
        since = step.id - 1;
        if (step.at < oldest) return step.id;
    }
    return since;
}

bool on_shelf(const model::Buyer& b, const View& view, const model::CategoryTree& tree, model::StepId since,
              std::string_view today) {
    switch (view.shelf) {
    case Shelf::all:
        return true;
    case Shelf::uncategorised:
        return b.category == 0;
    case Shelf::category:
        return b.category == view.category ||
               (!view.exact && b.category != 0 && tree.is_within(b.category, view.category));
    case Shelf::drafts:
        return b.status == model::Status::draft;
    case Shelf::review_due:
        return review_is_due(b, today);
    case Shelf::recent:
        return b.revision > since;
    case Shelf::inactive:
        return b.status == model::Status::inactive;
    case Shelf::recycled:
        return false;
    }
    return false;
}

/// One row with what its sort keys say.
struct Keyed {
    std::vector<std::string> keys;
    model::BuyerId id = 0;
};

std::string key_of(const model::Buyer& b, SortBy by, const model::CategoryTree& tree,
                   const std::unordered_map<model::BuyerId, std::size_t>& places) {
    switch (by) {
    case SortBy::code:
        return b.code;
    case SortBy::name: { // pinyin order: by the initials' order that the registry gives, then by the name itself
        const auto at = places.find(b.id);
        std::string place = std::to_string(at == places.end() ? 0 : at->second);
        place.insert(0, 12 - std::min<std::size_t>(12, place.size()), '0');
        return place;
    }
    case SortBy::tax_id:
        return text::tax_id_key(b.tax_id);
    case SortBy::address:
        return text::join_pair(b.address, b.phone);
    case SortBy::bank:
        return text::join_pair(b.bank, b.account);
    case SortBy::category: {
        const model::Category* c = tree.find(b.category);
        return c == nullptr ? std::string() : c->code + " " + tree.path(b.category);
    }
    case SortBy::status:
        return std::string(1, static_cast<char>('0' + static_cast<int>(b.status)));
    case SortBy::changed: {
        std::string step = std::to_string(b.revision);
        step.insert(0, 12 - std::min<std::size_t>(12, step.size()), '0');
        return step;
    }
    case SortBy::as_found:
        break;
    }
    return {};
}

} // namespace

void Library::list_shelf(const store::Registry& reader, const View& view, Rows& rows) const {
    store::Query q = query_of(view);
    const std::string today = today_text();
    model::StepId since = 0;
    if (view.shelf == Shelf::recent) q.changed_since = since = recent_since(reader);
    if (view.shelf == Shelf::all) rows.ids.reserve(static_cast<std::size_t>(reader.info().buyers));
    std::vector<std::pair<model::StepId, model::BuyerId>> recent;
    reader.each(q, [&](const model::Buyer& b) {
        if (view.shelf == Shelf::recent)
            recent.emplace_back(b.revision, b.id);
        else if (view.shelf != Shelf::review_due || review_is_due(b, today))
            rows.ids.push_back(b.id);
        return !m_cancel;
    });
    std::stable_sort(recent.begin(), recent.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [step, id] : recent) rows.ids.push_back(id);
    rows.total = rows.ids.size();
}

void Library::list_found(const store::Registry& reader, const View& view, Rows& rows) {
    find::Request request;
    request.query = view.search;
    request.inactive = true;
    request.today = today_number();
    request.cancel = &m_cancel;
    request.limit = k_at_once;
    if (view.shelf == Shelf::all) {
        const find::Answer found = m_index.search(request);
        if (found.cancelled) return;
        for (const find::Hit& hit : found.hits) rows.ids.push_back(hit.id);
        rows.total = found.total;
        if (found.total <= k_at_once) return;
        if (view.sort.empty()) {
            Rows first = rows;
            first.complete = false;
            deliver(std::move(first));
        }
        request.limit = k_listed;
        const find::Answer more = m_index.search(request);
        if (more.cancelled) return;
        rows.ids.clear();
        for (const find::Hit& hit : more.hits) rows.ids.push_back(hit.id);
        rows.total = more.total;
        return;
    }
    request.limit = m_index.size(); // those outside the shelf are left out afterwards
    const find::Answer found = m_index.search(request);
    if (found.cancelled) return;
    const model::CategoryTree tree = reader.tree();
    const std::string today = today_text();
    const model::StepId since = view.shelf == Shelf::recent ? recent_since(reader) : 0;
    for (const find::Hit& hit : found.hits) {
        if (m_cancel) return;
        const auto buyer = reader.buyer(hit.id);
        if (buyer && on_shelf(*buyer, view, tree, since, today)) rows.ids.push_back(hit.id);
    }
    rows.total = rows.ids.size();
}

void Library::sort(const store::Registry& reader, const View& view, Rows& rows) const {
    const model::CategoryTree tree = reader.tree();
    std::unordered_map<model::BuyerId, std::size_t> places;
    const bool by_name =
        std::any_of(view.sort.begin(), view.sort.end(), [](const SortKey& k) { return k.by == SortBy::name; });
    if (by_name) {
        store::Query q;
        q.sort = store::SortKey::name;
        q.place = view.shelf == Shelf::recycled ? store::Place::recycled : store::Place::live;
        reader.each(q, [&](const model::Buyer& b) {
            places.emplace(b.id, places.size());
            return !m_cancel;
        });
    }
    std::vector<Keyed> keyed;
    keyed.reserve(rows.ids.size());
    const auto add = [&](const model::Buyer& b) {
        Keyed row;
        row.id = b.id;
        for (const SortKey& k : view.sort) row.keys.push_back(key_of(b, k.by, tree, places));
        keyed.push_back(std::move(row));
    };
    for (const model::BuyerId id : rows.ids) {
        if (m_cancel) return;
        if (const auto b = reader.buyer(id)) add(*b);
    }
    std::stable_sort(keyed.begin(), keyed.end(), [&](const Keyed& a, const Keyed& b) {
        for (std::size_t i = 0; i < view.sort.size(); ++i) {
            const int order = a.keys[i].compare(b.keys[i]);
            if (order != 0) return view.sort[i].descending ? order > 0 : order < 0;
        }
        return false;
    });
    rows.ids.clear();
    for (const Keyed& row : keyed) rows.ids.push_back(row.id);
}

} // namespace goufang::desktop
