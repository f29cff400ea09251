#include "core/store/changes.h"

#include "core/text/errors.h"

#include <algorithm>

namespace goufang::store {

ChangeRegister changes_between(const Registry& r, StepId after, StepId last, const std::atomic<bool>* cancel) {
    std::vector<BuyerId> ids; // collected first: looking up a history is a query of its own
    Query q;
    q.changed_since = after;
    q.sort = SortKey::id;
    for (const Place place : {Place::live, Place::recycled}) {
        q.place = place;
        r.each_id(q, [&](BuyerId id) {
            ids.push_back(id);
            return true;
        });
    }
    ChangeRegister out;
    for (const BuyerId id : ids) {
        if (cancel != nullptr && *cancel) throw Error(Code::cancelled);
        for (RowChange& change : r.history_of(id)) {
            if (change.step.id <= after) break; // newest first
            if (change.step.id > last) continue;
            if (change.inserted)
                ++out.added;
            else
                out.changes.push_back(std::move(change));
        }
    }
    std::stable_sort(out.changes.begin(), out.changes.end(),
                     [](const RowChange& a, const RowChange& b) { return a.step.id < b.step.id; });
    return out;
}

} // namespace goufang::store
