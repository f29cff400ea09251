#pragma once
// The one in-memory search index (F36, F37, F40): list, picker, duplicate search and command line all ask it.
// Threads: search() may run in any thread while apply() runs in another; a search sees the index before or after an
// edit, never half of it. See issue text in tests/find for the query language.

#include "core/model/buyer.h"
#include "core/model/category.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::find {

/// Where the query's words matched; start and length in characters of the field's own value.
struct Match {
    model::Field field;
    std::uint32_t start = 0, length = 0;
    std::uint32_t part = 0; ///< which entry of a list field
};

/// Why it stands where it stands (find --explain), best first.
enum class Rank : std::uint8_t { exact_id, prefix, word_start, fragment };

struct Hit {
    model::BuyerId id = 0;
    Rank rank{};
    double score = 0; ///< higher is better; comparable within one answer
    std::vector<Match> matches;
};

struct Answer {
    std::vector<Hit> hits;   ///< best first, at most `limit`
    std::uint64_t total = 0; ///< exact number of buyers that match
    bool cancelled = false;
};

struct Request {
    std::string query;
    std::size_t limit = 50;
    bool inactive = false;                     ///< also inactive buyers (always when the word 停用 is typed)
    std::int64_t today = 0;                    ///< days since 1970-01-01, for the decay of picks
    const std::atomic<bool>* cancel = nullptr; ///< set by another thread to stop early
};

/// One pick as stored (F40).
struct Pick {
    model::BuyerId id = 0;
    double weight = 0;    ///< decayed count as of `day`
    std::int64_t day = 0; ///< days since 1970-01-01
};

class Index {
  public:
    Index();
    ~Index();
    Index(Index&&) noexcept;

    /// Fills an empty index: call add() for every live buyer in any order, then finish(). Single fragment scans work
    /// before finish(); finish() builds what makes them fast.
    void reserve(std::size_t buyers, std::size_t name_bytes);
    void add(const model::Buyer& b);
    void set_categories(const model::CategoryTree& tree);
    void finish();

    void upsert(const model::Buyer& b); ///< < 1 ms
    void erase(model::BuyerId id);
    void set_pick(const Pick& p);

    Answer search(const Request& request) const;
    std::size_t size() const;
    std::size_t memory_bytes() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Proposed 简码: initials of the one best reading, tuned for company names, upper case, at most `max` characters.
std::string propose_mnemonic(std::string_view name, std::size_t max = 6);

} // namespace goufang::find
