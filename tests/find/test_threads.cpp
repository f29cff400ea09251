// Searches, edits and cancels at once: for the thread sanitizer, and for answers that are never half of an edit.

#include "core/find/index.h"
#include "core/find/searcher.h"
#include "tests/bench/make_buyers.h"
#include "tests/support/catch.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

using namespace goufang;
using namespace goufang::find;
using model::Buyer;

namespace {

Index filled(int buyers) {
    Index index;
    bench::BuyerMaker maker;
    Buyer b;
    for (int i = 0; i < buyers; ++i) {
        maker.next(b);
        b.status = model::Status::active;
        index.add(b);
    }
    index.finish();
    return index;
}

} // namespace

TEST_CASE("searches run beside edits and see each buyer exactly once") {
    constexpr int buyers = 4000;
    Index index = filled(buyers);
    std::atomic<bool> stop{false};
    std::atomic<int> searches{0};
    std::vector<std::thread> readers;
    std::atomic<bool> wrong{false};
    for (int t = 0; t < 2; ++t) {
        readers.emplace_back([&, t] {
            const char* const queries[] = {"", "有限", "gs", "12", "zhongguo 公司", "g", "公"};
            for (int i = 0; !stop; ++i) {
                Request r;
                r.query = queries[(i + t) % 7];
                const Answer a = index.search(r);
                if (r.query.empty() && a.total != buyers) wrong = true;
                ++searches;
            }
        });
    }
    bench::BuyerMaker maker(99);
    Buyer b;
    for (int i = 0; i < 3000; ++i) {
        maker.next(b);
        b.id = 1 + static_cast<int>(maker.below(buyers));
        b.status = model::Status::active;
        index.upsert(b);
        if (i % 10 == 0) index.set_pick({b.id, 1, 20000});
        if (i % 500 == 0) index.prepare();
    }
    stop = true;
    for (auto& t : readers) t.join();
    CHECK_FALSE(wrong);
    CHECK(searches > 0);
    CHECK(index.size() == buyers);
}

TEST_CASE("the searcher answers the newest request") {
    const Index index = filled(3000);
    std::mutex lock;
    std::condition_variable changed;
    std::vector<std::uint64_t> delivered;
    std::uint64_t total = 0, last = 0;
    {
        Searcher searcher(index, [&](std::uint64_t serial, Answer answer) {
            const std::lock_guard guard(lock);
            delivered.push_back(serial);
            total = answer.total;
            changed.notify_all();
        });
        Request r;
        for (int i = 0; i < 200; ++i) {
            r.query = std::string("youxiangongsi").substr(0, static_cast<std::size_t>(i % 13 + 1));
            last = searcher.ask(r);
            if (i % 17 == 0) searcher.cancel();
        }
        r.query = "有限公司";
        last = searcher.ask(r);
        std::unique_lock guard(lock);
        changed.wait(guard, [&] { return !delivered.empty() && delivered.back() == last; });
    }
    for (std::size_t i = 1; i < delivered.size(); ++i) CHECK(delivered[i - 1] < delivered[i]);
    Request all;
    all.query = "有限公司";
    CHECK(index.search(all).total == total);
}

TEST_CASE("a cancelled search says so") {
    const Index index = filled(200);
    std::atomic<bool> cancel{true};
    Request r;
    r.query = "有限公司";
    r.cancel = &cancel;
    CHECK(index.search(r).cancelled);
    cancel = false;
    CHECK_FALSE(index.search(r).cancelled);
}
