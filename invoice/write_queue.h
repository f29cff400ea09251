#pragma once
// Buyers between the thread that steps through the registry and the thread that checks and writes them.

#include "invoice/transfer.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace goufang::invoice {

struct WriteBatch {
    std::vector<model::Buyer> buyers; ///< `used` of them count
    std::size_t used = 0;
    std::vector<Problem> problems; ///< of these buyers, in their order
    std::int64_t written = 0, adjusted = 0, skipped = 0;
};

/// `work` runs in a thread of its own, batch by batch in order; `emit` gets each batch afterwards in the thread that
/// calls next() and finish(). Exceptions of `work` come out of these two. Destroying it ends the thread.
class WriteQueue {
  public:
    static constexpr std::size_t k_buyers = 64; ///< of a batch: all of them stay in the processor's cache

    WriteQueue(std::function<void(WriteBatch&)> work, std::function<void(WriteBatch&)> emit);
    ~WriteQueue();
    WriteQueue(const WriteQueue&) = delete;

    /// The next buyer, to be filled by the caller before it asks again or finishes; holds an old one's values.
    model::Buyer& next();
    void finish(); ///< waits until all is written and emitted

  private:
    void run();
    void send();
    WriteBatch* take_back(bool wait);
    void emit(WriteBatch* done);

    std::function<void(WriteBatch&)> m_work, m_emit;
    std::vector<std::unique_ptr<WriteBatch>> m_pool;
    std::vector<WriteBatch*> m_free; ///< this thread's
    WriteBatch* m_filling = nullptr;
    std::deque<WriteBatch*> m_ready, m_done;
    std::size_t m_pending = 0; ///< sent and not yet emitted
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::exception_ptr m_error;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace goufang::invoice
