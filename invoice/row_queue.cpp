#include "invoice/row_queue.h"

namespace goufang::invoice {

RowQueue::RowQueue(std::function<void(Batch&)> fill) : m_fill(std::move(fill)) {
    constexpr std::size_t k_batches = 4;
    for (std::size_t i = 0; i < k_batches; ++i) {
        m_pool.push_back(std::make_unique<Batch>());
        m_free.push_back(m_pool.back().get());
    }
    m_thread = std::thread([this] { run(); });
}

RowQueue::~RowQueue() {
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void RowQueue::run() {
    try {
        for (;;) {
            Batch* batch = nullptr;
            {
                std::unique_lock lock(m_mutex);
                m_changed.wait(lock, [&] { return m_stop || !m_free.empty(); });
                if (m_stop) return;
                batch = m_free.front();
                m_free.pop_front();
            }
            batch->used = 0;
            batch->last = false;
            batch->ops.clear();
            m_fill(*batch);
            {
                const std::lock_guard lock(m_mutex);
                m_ready.push_back(batch);
                if (batch->last) m_ended = true;
            }
            m_changed.notify_all();
            if (batch->last) return;
        }
    } catch (...) {
        const std::lock_guard lock(m_mutex);
        m_error = std::current_exception();
        m_ended = true;
    }
    m_changed.notify_all();
}

Batch* RowQueue::next() {
    std::unique_lock lock(m_mutex);
    if (m_out != nullptr) {
        m_free.push_back(m_out);
        m_out = nullptr;
        m_changed.notify_all();
    }
    m_changed.wait(lock, [&] { return !m_ready.empty() || m_ended; });
    if (m_ready.empty()) {
        if (m_error) std::rethrow_exception(m_error);
        return nullptr;
    }
    m_out = m_ready.front();
    m_ready.pop_front();
    return m_out;
}

} // namespace goufang::invoice
