#pragma once
// One background thread that does jobs in order; started with the first job.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace goufang::find {

class Upkeep {
  public:
    Upkeep() = default;
    Upkeep(const Upkeep&) = delete;
    Upkeep& operator=(const Upkeep&) = delete;
    ~Upkeep(); ///< finishes the job at hand, drops the others

    void run(std::function<void()> job);
    void wait(); ///< until no job is left

  private:
    void work();

    std::mutex m_lock;
    std::condition_variable m_more, m_idle;
    std::deque<std::function<void()>> m_jobs;
    bool m_busy = false, m_stop = false;
    std::thread m_thread;
};

} // namespace goufang::find
