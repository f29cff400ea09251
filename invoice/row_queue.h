#pragma once
// Rows between the thread that reads and the thread that stores: batches of reused rows through a small ring, so that
// memory does not grow with the file.

#include "invoice/plan.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace goufang::invoice {

struct PlannedRow {
    Row row;
    Decision decision;
};

struct Batch {
    std::vector<PlannedRow> rows; ///< `used` of them count
    std::size_t used = 0;
    std::vector<CategoryOp> ops; ///< what the rows' categories need; before the rows
    std::size_t position = 0;    ///< bytes of the input consumed
    bool last = false;
};

/// Runs `fill` in a thread of its own, batch after batch, until it sets Batch::last. Exceptions of `fill` come out of
/// next(). Destroying it ends the thread after the batch at hand.
class RowQueue {
  public:
    static constexpr std::size_t k_rows = 64;         ///< of a batch: all of them stay in the processor's cache
    static constexpr std::size_t k_first_rows = 2000; ///< of the first one, by which the whole file is judged

    explicit RowQueue(std::function<void(Batch&)> fill);
    ~RowQueue();
    RowQueue(const RowQueue&) = delete;

    /// The next batch; the one before is given back. nullptr after the last one.
    Batch* next();

  private:
    void run();

    std::function<void(Batch&)> m_fill;
    std::vector<std::unique_ptr<Batch>> m_pool;
    std::deque<Batch*> m_free, m_ready;
    Batch* m_out = nullptr;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::exception_ptr m_error;
    bool m_stop = false, m_ended = false;
    std::thread m_thread;
};

} // namespace goufang::invoice
