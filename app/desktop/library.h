#pragma once
// An open library (库) as the window sees it: the registry, the search index that follows it, and the answers to "which
// rows". No widgets. Everything slow happens in two threads with connections of their own: one answers, the other fills
// the index, then counts; callbacks come in these threads.

#include "app/desktop/columns.h"
#include "app/desktop/row_ids.h"
#include "core/find/index.h"
#include "core/store/operations.h"
#include "core/store/registry.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

namespace goufang::desktop {

/// What stands in the tree: everything, the categories, and the smart lists.
enum class Shelf : std::uint8_t { all, uncategorised, category, drafts, review_due, recent, inactive, recycled };

struct View {
    Shelf shelf = Shelf::all;
    model::CategoryId category = 0; ///< for Shelf::category
    bool exact = false;             ///< without the categories below
    std::string search;             ///< narrows the shelf
    std::vector<SortKey> sort;      ///< first key first; empty = as found
    bool operator==(const View&) const = default;
};

struct Rows {
    RowIds ids;
    std::uint64_t total = 0;      ///< more than ids.size() while only the first are listed
    std::uint64_t everything = 0; ///< live buyers of the library
    std::uint64_t serial = 0;
    bool complete = true; ///< false: more of the same view follow under the same serial
};

/// How many buyers stand where.
struct Counts {
    std::unordered_map<model::CategoryId, std::int64_t> own; ///< live, by category; 0 too
    std::int64_t drafts = 0, inactive = 0, recycled = 0;
};

/// Called in the threads of the library.
struct LibraryEvents {
    std::function<void(Rows)> rows;     ///< answer to the newest show(); older ones are dropped
    std::function<void(Counts)> counts; ///< once at the start, then after each change
    std::function<void()> ready;        ///< the search index is complete
};

class Library {
  public:
    Library(store::Registry registry, LibraryEvents events);
    ~Library();

    /// Starts the threads that fill the index and answer: for when the window stands, with which they would compete.
    /// What is asked before is answered then. Further calls do nothing.
    void start();

    /// The window's own connection; not while lent().
    store::Registry& registry() { return m_registry; }
    const std::string& path() const { return m_path; }
    bool ready() const { return m_ready; }
    void settle() { m_index.settle(); } ///< waits until block indices are built and kept; for timing
    /// Gives the registry to a job in another thread; meanwhile the window must not touch it and the worker lets go of
    /// the file, so that a bulk insert has it alone.
    void lend(const std::function<void(store::Registry&)>& work);
    bool lent() const { return m_lent; }
    bool changed_elsewhere(); ///< another program changed the file; the search index follows

    /// Asks for the rows of a view; returns at once with the serial that the answers will carry. `awaited`: await() is
    /// called next.
    std::uint64_t show(const View& view, bool awaited = false);
    /// The first answer to an awaited question, if it comes within the time; else it comes as an event, as all others.
    std::optional<Rows> await(std::chrono::milliseconds most);
    /// First rows of a shelf in the order of codes, for the first paint; none where they cannot be had from an index at
    /// once.
    std::optional<RowIds> first_page(const View& view, std::int64_t rows) const;
    /// Best matches at once, in the caller's thread; of what has been read so far while not ready().
    find::Answer find(const find::Request& request) const { return m_index.search(request); }
    /// One more pick of a buyer (F40); the search index follows. Throws as the registry does.
    void record_pick(model::BuyerId id);
    /// Where in the names the search of the last answer matched, for bold print.
    std::vector<find::Match> matches(const View& view, const model::Buyer& buyer) const;

  private:
    class Reader;
    void load();
    void keep_counts();
    void work();
    void answer(const store::Registry& reader, const View& view, std::uint64_t serial);
    void list_shelf(const store::Registry& reader, const View& view, Rows& rows) const;
    void list_found(const store::Registry& reader, const View& view, Rows& rows);
    void sort(const store::Registry& reader, const View& view, Rows& rows) const;
    void deliver(Rows rows);
    void catch_up(const store::Registry& reader);
    void count(const store::Registry& reader);
    void read_picks(const store::Registry& reader);

    store::Registry m_registry; ///< of the window's thread
    std::string m_path;
    find::Index m_index;
    LibraryEvents m_events;
    std::atomic<bool> m_ready{false}, m_cancel{false}, m_stop{false}, m_lent{false}, m_picks_due{false},
        m_counts_due{true};
    mutable std::mutex m_mutex;
    std::condition_variable m_wake, m_let_go, m_answered;
    std::optional<View> m_asked;
    bool m_awaited = false;
    std::optional<Rows> m_handed; ///< the awaited answer
    std::deque<store::Notice> m_notices;
    std::uint64_t m_serial = 0;
    int m_readers = 0;    ///< connections of the threads below
    std::thread m_loader; ///< fills the index once; searches see the buyers as they come. Then counts after changes
    std::thread m_worker; ///< answers; never has a long count before it
};

/// The rows of a shelf as the registry tells them. `review_due` and `recent` are narrowed further by the caller.
store::Query query_of(const View& view);
/// Registry of one's own to read with, in another thread.
store::Registry open_to_read(const std::string& path);
/// Verified longer ago than a year, or never though in use: 到期复核.
bool review_is_due(const model::Buyer& b, std::string_view today);

} // namespace goufang::desktop
