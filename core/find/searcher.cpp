#include "core/find/searcher.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace goufang::find {

struct Searcher::Impl {
    const Index& index;
    std::function<void(std::uint64_t, Answer)> deliver;
    std::mutex lock;
    std::condition_variable wake;
    std::optional<Request> next;
    std::uint64_t serial = 0;                ///< of the newest request or cancel
    std::shared_ptr<std::atomic<bool>> stop; ///< of the running search
    bool ending = false;
    std::thread thread;

    Impl(const Index& i, std::function<void(std::uint64_t, Answer)> d) : index(i), deliver(std::move(d)) {
        thread = std::thread([this] { work(); });
    }

    void work() {
        std::unique_lock guard(lock);
        for (;;) {
            wake.wait(guard, [this] { return ending || next; });
            if (ending) return;
            Request request = std::move(*next);
            next.reset();
            const std::uint64_t mine = serial;
            const auto flag = stop = std::make_shared<std::atomic<bool>>(false);
            request.cancel = flag.get();
            guard.unlock();
            Answer answer = index.search(request);
            guard.lock();
            if (ending) return;
            if (answer.cancelled || serial != mine) continue;
            guard.unlock();
            deliver(mine, std::move(answer));
            guard.lock();
        }
    }
};

Searcher::Searcher(const Index& index, std::function<void(std::uint64_t, Answer)> deliver)
    : m_impl(std::make_unique<Impl>(index, std::move(deliver))) {}

Searcher::~Searcher() {
    {
        const std::lock_guard guard(m_impl->lock);
        m_impl->ending = true;
        if (m_impl->stop) m_impl->stop->store(true, std::memory_order_relaxed);
    }
    m_impl->wake.notify_all();
    m_impl->thread.join();
}

std::uint64_t Searcher::ask(Request request) {
    const std::lock_guard guard(m_impl->lock);
    if (m_impl->stop) m_impl->stop->store(true, std::memory_order_relaxed);
    m_impl->next = std::move(request);
    m_impl->wake.notify_one();
    return ++m_impl->serial;
}

void Searcher::cancel() {
    const std::lock_guard guard(m_impl->lock);
    if (m_impl->stop) m_impl->stop->store(true, std::memory_order_relaxed);
    m_impl->next.reset();
    ++m_impl->serial;
}

} // namespace goufang::find
