#include "core/find/upkeep.h"

namespace goufang::find {

Upkeep::~Upkeep() {
    {
        const std::lock_guard lock(m_lock);
        m_stop = true;
        m_jobs.clear();
    }
    m_more.notify_all();
    if (m_thread.joinable()) m_thread.join();
}

void Upkeep::run(std::function<void()> job) {
    const std::lock_guard lock(m_lock);
    m_jobs.push_back(std::move(job));
    if (!m_thread.joinable()) m_thread = std::thread([this] { work(); });
    m_more.notify_one();
}

void Upkeep::wait() {
    std::unique_lock lock(m_lock);
    m_idle.wait(lock, [this] { return m_jobs.empty() && !m_busy; });
}

void Upkeep::work() {
    std::unique_lock lock(m_lock);
    for (;;) {
        m_more.wait(lock, [this] { return m_stop || !m_jobs.empty(); });
        if (m_stop) return;
        std::function<void()> job = std::move(m_jobs.front());
        m_jobs.pop_front();
        m_busy = true;
        lock.unlock();
        job();
        job = nullptr;
        lock.lock();
        m_busy = false;
        if (m_jobs.empty()) m_idle.notify_all();
    }
}

} // namespace goufang::find
