#include "app/desktop/library.h"

#include <utility>

namespace goufang::desktop {

namespace {

constexpr std::size_t k_listed = 20'000; ///< best matches that a search lists; the count is exact all the same

store::Query query_of(const View& view) {
    store::Query q;
    switch (view.shelf) {
    case Shelf::all: break;
    case Shelf::uncategorised:
        q.category = 0;
        q.exact = true;
        break;
    case Shelf::category: q.category = view.category; break;
    case Shelf::drafts: q.status = model::Status::draft; break;
    case Shelf::inactive: q.status = model::Status::inactive; break;
    case Shelf::recycled: q.place = store::Place::recycled; break;
    }
    return q;
}

store::Registry open_to_read(const std::string& path) {
    store::Options options;
    options.read_only = true;
    options.automatic_backup = false;
    return store::Registry::open(path, options);
}

} // namespace

Library::Library(store::Registry registry, std::function<void(Rows)> on_rows, std::function<void()> on_ready)
    : m_registry(std::move(registry)), m_on_rows(std::move(on_rows)), m_on_ready(std::move(on_ready)) {
    m_registry.listen([this](const store::Notice& notice) {
        if (!m_ready) return; // the worker reads the rows after this commit, or they come with the next notice
        if (notice.categories) m_index.set_categories(m_registry.tree());
        for (const model::BuyerId id : notice.buyers) {
            const auto buyer = m_registry.buyer(id);
            if (buyer)
                m_index.upsert(*buyer);
            else
                m_index.erase(id);
        }
    });
    m_worker = std::thread([this] { work(); });
}

Library::~Library() {
    m_stop = true;
    m_cancel = true;
    m_wake.notify_all();
    m_worker.join();
}

std::uint64_t Library::show(const View& view) {
    std::uint64_t serial = 0;
    {
        const std::lock_guard lock(m_mutex);
        m_asked = view;
        serial = ++m_serial;
    }
    m_cancel = true; // the running search is for an older keystroke
    m_wake.notify_all();
    return serial;
}

std::vector<model::BuyerId> Library::first_page(const View& view, std::int64_t rows) const {
    std::vector<model::BuyerId> ids;
    store::Query q = query_of(view);
    q.limit = rows;
    m_registry.each(q, [&](const model::Buyer& b) {
        ids.push_back(b.id);
        return true;
    });
    return ids;
}

void Library::fill_index() {
    const store::Registry reader = open_to_read(m_registry.path());
    m_index.set_categories(reader.tree());
    store::Query q;
    q.sort = store::SortKey::id;
    reader.each(q, [&](const model::Buyer& b) {
        m_index.add(b);
        return !m_stop;
    });
    m_index.finish();
}

void Library::work() {
    fill_index();
    m_ready = true;
    if (m_on_ready && !m_stop) m_on_ready();
    while (!m_stop) {
        View view;
        std::uint64_t serial = 0;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [&] { return m_stop || m_asked; });
            if (m_stop) return;
            view = *std::exchange(m_asked, std::nullopt);
            serial = m_serial;
            m_cancel = false;
        }
        Rows rows = answer(view, serial);
        const std::lock_guard lock(m_mutex);
        if (!m_asked && !m_stop) m_on_rows(std::move(rows));
    }
}

bool Library::on_shelf(const model::Buyer& b, const View& view, const model::CategoryTree& tree) const {
    switch (view.shelf) {
    case Shelf::all: return true;
    case Shelf::uncategorised: return b.category == 0;
    case Shelf::category: return b.category != 0 && tree.is_within(b.category, view.category);
    case Shelf::drafts: return b.status == model::Status::draft;
    case Shelf::inactive: return b.status == model::Status::inactive;
    case Shelf::recycled: return false;
    }
    return false;
}

Rows Library::answer(const View& view, std::uint64_t serial) {
    Rows rows;
    rows.serial = serial;
    const store::Registry reader = open_to_read(m_registry.path());
    if (view.search.empty()) {
        reader.each(query_of(view), [&](const model::Buyer& b) {
            rows.ids.push_back(b.id);
            return !m_cancel;
        });
        rows.total = rows.ids.size();
        return rows;
    }
    find::Request request;
    request.query = view.search;
    request.limit = k_listed;
    request.inactive = true;
    request.cancel = &m_cancel;
    const find::Answer found = m_index.search(request);
    rows.total = found.total;
    const model::CategoryTree tree = reader.tree();
    for (const find::Hit& hit : found.hits) {
        if (view.shelf != Shelf::all) {
            const auto buyer = reader.buyer(hit.id);
            if (!buyer || !on_shelf(*buyer, view, tree)) {
                --rows.total;
                continue;
            }
        }
        rows.ids.push_back(hit.id);
    }
    return rows;
}

} // namespace goufang::desktop
