// Which rows a view holds and in which order; runs in the library's worker.
#include "app/desktop/library.h"
#include "app/desktop/today.h"
#include "core/find/alphabet.h"
#include "core/find/mnemonic.h"
#include "core/text/fold.h"
#include "core/text/split.h"

#include <algorithm>

namespace goufang::desktop {

namespace {

constexpr std::size_t k_at_once = find::k_ready_rows; ///< best matches that are shown before the others are listed
constexpr std::size_t k_listed = 50'000;              ///< matches that a search lists; the count is exact all the same
constexpr int k_recent_days = 30;                     ///< 最近
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

std::string number_key(std::int64_t n) {
    std::string digits = std::to_string(n);
    return std::string(digits.size() < 12 ? 12 - digits.size() : 0, '0') + digits;
}

/// Place of the name's first two characters in pinyin order, then the name in the index's code.
std::string name_key(std::string_view name) {
    std::string code;
    find::Alphabet::get().encode(name, code);
    const std::uint32_t order = find::name_order(code);
    std::string key;
    for (const int shift : {24, 16, 8, 0}) key += static_cast<char>(order >> shift & 0xFFU);
    return key + code;
}

int compare(Column by, const std::string& a, const std::string& b) {
    if (by != Column::name) return a.compare(b);
    if (const int order = a.compare(0, 4, b, 0, 4); order != 0) return order;
    return find::compare_names(std::string_view(a).substr(4), std::string_view(b).substr(4));
}

std::string key_of(const model::Buyer& b, Column by, const model::CategoryTree& tree) {
    switch (by) {
    case Column::code:
        return b.code;
    case Column::name:
        return name_key(b.name);
    case Column::tax_id:
        return text::tax_id_key(b.tax_id);
    case Column::address:
        return text::join_pair(b.address, b.phone);
    case Column::bank:
        return text::join_pair(b.bank, b.account);
    case Column::category: {
        const model::Category* c = tree.find(b.category);
        return c == nullptr ? std::string() : c->code + " " + tree.path(b.category);
    }
    case Column::status:
        return number_key(static_cast<std::int64_t>(b.status));
    case Column::changed:
        return number_key(b.revision);
    case Column::mnemonic:
        return b.mnemonic;
    case Column::kind:
        return number_key(static_cast<std::int64_t>(b.kind));
    case Column::email:
        return b.email;
    case Column::mobile:
        return b.mobile;
    case Column::remark:
        return b.remark;
    case Column::tags:
        return model::to_text(b, model::Field::tags);
    case Column::source:
        return b.source;
    case Column::verified:
        return b.verified_on;
    }
    return {};
}

} // namespace

void Library::list_shelf(const store::Registry& reader, const View& view, Rows& rows) const {
    store::Query q = query_of(view);
    const std::string today = today_text();
    model::StepId since = 0;
    if (view.shelf == Shelf::recent) q.changed_since = since = recent_since(reader);
    std::vector<std::pair<model::StepId, model::BuyerId>> recent;
    if (view.shelf != Shelf::recent && view.shelf != Shelf::review_due) {
        reader.each_id(q, [&](model::BuyerId id) {
            rows.ids.push_back(id);
            return !m_cancel;
        });
        rows.total = rows.ids.size();
        return;
    }
    reader.each(q, [&](const model::Buyer& b) {
        if (view.shelf == Shelf::recent)
            recent.emplace_back(b.revision, b.id);
        else if (review_is_due(b, today))
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
    request.spans = false; // the list asks for what its visible rows need (matches)
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
    std::vector<Keyed> keyed;
    keyed.reserve(rows.ids.size());
    const auto add = [&](const model::Buyer& b) {
        Keyed row;
        row.id = b.id;
        for (const SortKey& k : view.sort) row.keys.push_back(key_of(b, k.by, tree));
        keyed.push_back(std::move(row));
    };
    for (const model::BuyerId id : rows.ids) {
        if (m_cancel) return;
        if (const auto b = reader.buyer(id)) add(*b);
    }
    std::stable_sort(keyed.begin(), keyed.end(), [&](const Keyed& a, const Keyed& b) {
        for (std::size_t i = 0; i < view.sort.size(); ++i) {
            const int order = compare(view.sort[i].by, a.keys[i], b.keys[i]);
            if (order != 0) return view.sort[i].descending ? order > 0 : order < 0;
        }
        return false;
    });
    rows.ids.clear();
    for (const Keyed& row : keyed) rows.ids.push_back(row.id);
}

} // namespace goufang::desktop
