#pragma once
// Search as you type: one thread that answers the newest request and drops those before it. The window's thread never
// waits: ask() only leaves the request and returns.

#include "core/find/index.h"

#include <functional>
#include <memory>

namespace goufang::find {

class Searcher {
  public:
    /// `deliver` is called in the searcher's thread with the serial that ask() gave and the answer, in the order of
    /// the serials, never for a request that was overtaken or cancelled. It may call ask() and cancel(). `index` must
    /// outlive the searcher.
    Searcher(const Index& index, std::function<void(std::uint64_t serial, Answer answer)> deliver);
    ~Searcher(); ///< cancels; no delivery begins after it returns
    Searcher(const Searcher&) = delete;
    Searcher& operator=(const Searcher&) = delete;

    /// Cancels what is being searched and takes this request next. `request.cancel` is not used.
    std::uint64_t ask(Request request);
    void cancel(); ///< nothing that was asked before will be delivered, but what is being delivered just now

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace goufang::find
