#pragma once
// An open library (库) as the window sees it: the registry, the search index that follows it, and the answers to "which
// rows". No widgets; callbacks come on the thread named at each.

#include "core/find/index.h"
#include "core/store/operations.h"
#include "core/store/registry.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace goufang::desktop {

/// What stands in the tree above and below the categories.
enum class Shelf { all, uncategorised, category, drafts, inactive, recycled };

struct View {
    Shelf shelf = Shelf::all;
    model::CategoryId category = 0; ///< for Shelf::category, with everything below
    std::string search;             ///< narrows the shelf
    bool operator==(const View&) const = default;
};

struct Rows {
    std::vector<model::BuyerId> ids;
    std::uint64_t total = 0; ///< more than ids.size() when only the best are listed
    std::uint64_t serial = 0;
};

class Library {
  public:
    /// `on_rows` is called on a worker thread with the answer to the newest show(); older answers are dropped.
    Library(store::Registry registry, std::function<void(Rows)> on_rows, std::function<void()> on_ready);
    ~Library();

    store::Registry& registry() { return m_registry; }
    bool ready() const { return m_ready; } ///< the search index is complete
    /// Asks for the rows of a view; returns at once. Returns the serial that the answer will carry.
    std::uint64_t show(const View& view);
    /// First rows of a shelf without waiting for anything (key order), for the first paint.
    std::vector<model::BuyerId> first_page(const View& view, std::int64_t rows) const;

  private:
    void work();
    void fill_index();
    Rows answer(const View& view, std::uint64_t serial);
    bool on_shelf(const model::Buyer& b, const View& view, const model::CategoryTree& tree) const;

    store::Registry m_registry; ///< of the window's thread
    find::Index m_index;
    std::function<void(Rows)> m_on_rows;
    std::function<void()> m_on_ready;
    std::atomic<bool> m_ready{false}, m_cancel{false}, m_stop{false};
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::optional<View> m_asked;
    std::uint64_t m_serial = 0;
    std::thread m_worker;
};

} // namespace goufang::desktop
