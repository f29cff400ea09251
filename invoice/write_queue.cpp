#include "invoice/write_queue.h"

namespace goufang::invoice {

WriteQueue::WriteQueue(std::function<void(WriteBatch&)> work, std::function<void(WriteBatch&)> emit)
    : m_work(std::move(work)), m_emit(std::move(emit)) {
    constexpr std::size_t k_batches = 4;
    for (std::size_t i = 0; i < k_batches; ++i) {
        m_pool.push_back(std::make_unique<WriteBatch>());
        m_free.push_back(m_pool.back().get());
    }
    m_thread = std::thread([this] { run(); });
}

WriteQueue::~WriteQueue() {
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void WriteQueue::run() {
    for (;;) {
        WriteBatch* batch = nullptr;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [&] { return m_stop || !m_ready.empty(); });
            if (m_stop) return;
            batch = m_ready.front();
            m_ready.pop_front();
        }
        std::exception_ptr error;
        try {
            m_work(*batch);
        } catch (...) {
            error = std::current_exception();
        }
        {
            const std::lock_guard lock(m_mutex);
            m_done.push_back(batch);
            if (error) m_error = error;
        }
        m_changed.notify_all();
        if (error) return;
    }
}

/// A batch that went through; nullptr when there is none (yet).
WriteBatch* WriteQueue::take_back(bool wait) {
    std::unique_lock lock(m_mutex);
    if (wait) m_changed.wait(lock, [&] { return !m_done.empty() || m_error; });
    if (m_error) std::rethrow_exception(m_error);
    if (m_done.empty()) return nullptr;
    WriteBatch* const done = m_done.front();
    m_done.pop_front();
    --m_pending;
    return done;
}

void WriteQueue::emit(WriteBatch* done) {
    m_emit(*done);
    m_free.push_back(done);
}

model::Buyer& WriteQueue::next() {
    if (m_filling != nullptr && m_filling->used == k_buyers) send();
    if (m_filling == nullptr) {
        while (WriteBatch* done = take_back(m_free.empty())) emit(done);
        m_filling = m_free.back();
        m_free.pop_back();
        m_filling->used = 0;
        m_filling->problems.clear();
        m_filling->written = m_filling->adjusted = m_filling->skipped = 0;
        m_filling->buyers.resize(k_buyers);
    }
    return m_filling->buyers[m_filling->used++];
}

void WriteQueue::send() {
    {
        const std::lock_guard lock(m_mutex);
        m_ready.push_back(m_filling);
        ++m_pending;
    }
    m_filling = nullptr;
    m_changed.notify_all();
}

void WriteQueue::finish() {
    if (m_filling != nullptr && m_filling->used != 0) send();
    while (m_pending != 0) emit(take_back(true));
}

} // namespace goufang::invoice
