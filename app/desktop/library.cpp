#include "app/desktop/library.h"

#include "app/desktop/today.h"
#include "core/find/alphabet.h"
#include "core/find/load.h"
#include "core/text/errors.h"

#include <cstdlib>
#include <optional>
#include <utility>

namespace goufang::desktop {

store::Query query_of(const View& view) {
    store::Query q;
    switch (view.shelf) {
    case Shelf::all:
    case Shelf::review_due:
    case Shelf::recent:
        break;
    case Shelf::uncategorised:
        q.category = 0;
        q.exact = true;
        break;
    case Shelf::category:
        q.category = view.category;
        q.exact = view.exact;
        break;
    case Shelf::drafts:
        q.status = model::Status::draft;
        break;
    case Shelf::inactive:
        q.status = model::Status::inactive;
        break;
    case Shelf::recycled:
        q.place = store::Place::recycled;
        break;
    }
    return q;
}

store::Registry open_to_read(const std::string& path) {
    store::Options options;
    options.read_only = true;
    options.automatic_backup = false;
    return store::Registry::open(path, options);
}

bool review_is_due(const model::Buyer& b, std::string_view today) {
    if (b.status == model::Status::inactive || b.verified_on.empty()) return false;
    return b.verified_on < year_before(today);
}

Library::Library(store::Registry registry, LibraryEvents events)
    : m_registry(std::move(registry)), m_path(m_registry.path()), m_events(std::move(events)) {
    m_registry.listen([this](const store::Notice& notice) {
        const std::lock_guard lock(m_mutex);
        m_notices.push_back(notice);
        m_wake.notify_all();
    });
}

void Library::start() {
    if (m_worker.joinable()) return;
    m_loader = std::thread([this] {
        load();
        keep_counts();
    });
    m_worker = std::thread([this] { work(); });
}

Library::~Library() {
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
        m_cancel = true;
        m_wake.notify_all();
    }
    if (!m_worker.joinable()) return; // never started
    m_loader.join();
    m_worker.join();
}

void Library::lend(const std::function<void(store::Registry&)>& job) {
    {
        std::unique_lock lock(m_mutex);
        m_lent = true;
        m_cancel = true;
        m_wake.notify_all();
        m_let_go.wait(lock, [&] { return m_readers == 0; });
    }
    struct Back {
        Library& library;
        ~Back() {
            const std::lock_guard lock(library.m_mutex);
            library.m_lent = false;
            library.m_wake.notify_all();
        }
    } back{*this};
    job(m_registry);
}

bool Library::changed_elsewhere() {
    if (!m_registry.changed_elsewhere()) return false;
    store::Notice notice;
    notice.everything = true;
    notice.categories = true;
    const std::lock_guard lock(m_mutex);
    m_notices.push_back(notice);
    m_wake.notify_all();
    return true;
}

std::uint64_t Library::show(const View& view, bool awaited) {
    const std::lock_guard lock(m_mutex);
    m_asked = view;
    m_awaited = awaited;
    m_handed.reset();
    m_cancel = true; // what is being searched is for an older keystroke
    m_wake.notify_all();
    return ++m_serial;
}

std::optional<Rows> Library::await(std::chrono::milliseconds most) {
    std::unique_lock lock(m_mutex);
    m_answered.wait_for(lock, most, [&] { return m_handed.has_value(); });
    m_awaited = false;
    return std::exchange(m_handed, std::nullopt);
}

std::optional<RowIds> Library::first_page(const View& view, std::int64_t rows) const {
    store::Query q = query_of(view);
    if (!view.search.empty() || !view.sort.empty()) return std::nullopt;
    const bool by_index =
        view.shelf == Shelf::all || view.shelf == Shelf::uncategorised ||
        (view.shelf == Shelf::category && (view.exact || m_registry.tree().children(view.category).empty()));
    if (!by_index) return std::nullopt;
    if (view.shelf == Shelf::category) q.exact = true;
    q.limit = rows;
    RowIds ids;
    m_registry.each_id(q, [&](model::BuyerId id) {
        ids.push_back(id);
        return true;
    });
    return ids;
}

/// A connection of one of the threads, opened only while the file is not lent to a job.
class Library::Reader {
  public:
    explicit Reader(Library& library) : m_library(library) {
        std::unique_lock lock(library.m_mutex);
        library.m_wake.wait(lock, [&] { return library.m_stop || !library.m_lent; });
        ++library.m_readers;
        lock.unlock();
        try {
            if (!library.m_stop) registry = open_to_read(library.m_path);
        } catch (const Error&) {
            // busy or gone for the moment: tried again after a while
        }
    }
    ~Reader() {
        const bool failed = !registry;
        registry.reset();
        std::unique_lock lock(m_library.m_mutex);
        --m_library.m_readers;
        m_library.m_let_go.notify_all();
        if (failed)
            m_library.m_wake.wait_for(lock, std::chrono::milliseconds(200), [&] { return m_library.m_stop.load(); });
    }
    /// The file is busy for the moment: the next connection comes after a while.
    void give_up() { registry.reset(); }
    std::optional<store::Registry> registry;

  private:
    Library& m_library;
};

void Library::load() {
    find::Alphabet::get(); // made by its first use, which would else be the first letter typed
    while (!m_stop && !m_ready) {
        Reader reader(*this);
        if (!reader.registry) continue;
        try {
            const auto variable = [](const char* name) {
                const char* const value = std::getenv(name);
                return std::string(value == nullptr ? "" : value);
            };
            find::load(m_index, *reader.registry, find::side_file_of(m_path, variable), find::Searches::many);
        } catch (const Error&) {
            reader.give_up();
            continue;
        }
        const std::lock_guard lock(m_mutex);
        m_ready = true;
        m_wake.notify_all();
        if (!m_stop && !m_lent) m_events.ready();
    }
}

void Library::keep_counts() {
    bool trimmed = false;
    while (!m_stop) {
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [&] { return m_stop || (m_counts_due && !m_lent); });
        }
        Reader reader(*this);
        if (!reader.registry) continue;
        m_counts_due = false;
        try {
            count(*reader.registry);
        } catch (const Error&) {
            m_counts_due = true;
            reader.give_up();
        }
        if (!std::exchange(trimmed, true)) m_index.trim(); // what the start took
    }
}

void Library::work() {
    while (!m_stop) {
        Reader reader(*this);
        if (!reader.registry) continue;
        std::optional<View> view;
        try {
            while (!m_stop && !m_lent) {
                std::uint64_t serial = 0;
                {
                    std::unique_lock lock(m_mutex);
                    m_wake.wait(lock, [&] {
                        return m_stop || m_lent || m_asked || (m_ready && (m_picks_due || !m_notices.empty()));
                    });
                    if (m_stop || m_lent) break;
                    view = std::exchange(m_asked, std::nullopt);
                    serial = m_serial;
                    m_cancel = false;
                }
                if (m_ready) catch_up(*reader.registry);
                if (view) answer(*reader.registry, *view, serial);
                reader.registry->release_memory(); // pages of a whole index, which the next question will not need
            }
        } catch (const Error&) {
            reader.give_up();
            const std::lock_guard lock(m_mutex);
            if (!m_asked) m_asked = view;
        }
    }
}

void Library::catch_up(const store::Registry& reader) {
    std::deque<store::Notice> notices;
    {
        const std::lock_guard lock(m_mutex);
        notices.swap(m_notices);
    }
    for (const store::Notice& notice : notices) find::follow(m_index, reader, notice);
    if (m_picks_due.exchange(false)) read_picks(reader);
    if (notices.empty()) return;
    const std::lock_guard lock(m_mutex);
    m_counts_due = true;
    m_wake.notify_all();
}

void Library::record_pick(model::BuyerId id) {
    m_registry.record_pick(id, today_number());
    const std::lock_guard lock(m_mutex);
    m_picks_due = true;
    m_wake.notify_all();
}

void Library::read_picks(const store::Registry& reader) {
    std::vector<find::Pick> picks;
    reader.each_pick([&](model::BuyerId id, double weight, std::int64_t day) { picks.push_back({id, weight, day}); });
    m_index.set_picks(picks);
}

void Library::count(const store::Registry& reader) {
    Counts counts;
    counts.own = reader.counts_by_category();
    // The registry would read every row for these two.
    counts.drafts = static_cast<std::int64_t>(m_index.count(model::Status::draft));
    counts.inactive = static_cast<std::int64_t>(m_index.count(model::Status::inactive));
    View recycled;
    recycled.shelf = Shelf::recycled;
    counts.recycled = reader.count(query_of(recycled));
    const std::lock_guard lock(m_mutex);
    if (m_stop) return;
    if (m_lent)
        m_counts_due = true; // the window would drop them
    else
        m_events.counts(std::move(counts));
}

void Library::deliver(Rows rows) {
    const std::lock_guard lock(m_mutex);
    if (m_asked || m_stop || m_lent) return;
    if (!std::exchange(m_awaited, false)) return m_events.rows(std::move(rows));
    m_handed = std::move(rows);
    m_answered.notify_all();
}

void Library::answer(const store::Registry& reader, const View& view, std::uint64_t serial) {
    Rows rows;
    rows.serial = serial;
    const bool all = view.shelf == Shelf::all && view.search.empty();
    if (!all) rows.everything = m_ready ? m_index.size() : static_cast<std::size_t>(reader.count({}));
    if (view.search.empty() || view.shelf == Shelf::recycled)
        list_shelf(reader, view, rows);
    else
        list_found(reader, view, rows);
    if (m_cancel) return;
    if (all) rows.everything = rows.total;
    if (!view.sort.empty()) sort(reader, view, rows);
    deliver(std::move(rows));
}

std::vector<find::Match> Library::matches(const View& view, const model::Buyer& buyer) const {
    if (view.search.empty() || !m_ready) return {};
    find::Index one;
    one.upsert(buyer);
    find::Request request;
    request.query = view.search;
    request.limit = 1;
    request.inactive = true;
    find::Answer found = one.search(request);
    return found.hits.empty() ? std::vector<find::Match>() : std::move(found.hits.front().matches);
}

} // namespace goufang::desktop
