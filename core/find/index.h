#pragma once
// The one in-memory search index (F36, F37, F40): list, picker, duplicate search and command line all ask it.
//
// A query is words parted by spaces, in any order; a buyer matches when each word matches any of:
//   - a fragment of name, former name, mnemonic, e-mail, address, remark, tag, custom value (any set of them)
//   - pinyin of name or former name, from any character on: the first letter of any reading of a character, a whole
//     reading, at the end of the word the beginning of one; typed Han characters, letters and digits stand for
//     themselves; brackets and the like in the name are passed over
//   - a fragment of tax id, phone, mobile or account (of any set), compared by digits and letters alone
//   - the beginning of the buyer's code, or of the code of its category or of one above it
//   - 停用: buyers that are inactive
// Case, width, brackets' width and traditional/simplified are folded (text::search_fold).
//
// Threads: every function may be called in any thread at any time. A search works on the state that it finds at its
// start and never waits for an edit, nor an edit for a search.

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

/// How a word matched a value.
enum class How : std::uint8_t { fragment, pinyin, number, code };

/// Where the query's words matched; the first place in each value; start and length in characters of the field's own
/// value.
struct Match {
    model::Field field;
    std::uint32_t start = 0, length = 0;
    std::uint32_t part = 0; ///< which entry of a list field
    std::uint32_t word = 0; ///< which word of the query
    How how = How::fragment;
};

/// Why it stands where it stands (find --explain), best first: the code or tax id itself was typed; a word of the
/// query is the beginning of name, mnemonic or initials; in a name or e-mail it begins the value or follows a space,
/// bracket or change between Han and other characters; or it stands elsewhere. The best word of the query counts.
enum class Rank : std::uint8_t { exact_id, prefix, word_start, fragment };

/// Shorter ones are not "the tax id itself".
inline constexpr std::size_t k_least_exact_tax_id = 4;
/// A pick loses half its weight in this time.
inline constexpr double k_half_life_days = 30;

struct Hit {
    model::BuyerId id = 0;
    Rank rank{};
    double score = 0; ///< higher is better; comparable within one answer. Equal scores: pinyin order of the name
    std::vector<Match> matches;
    double picks = 0;                       ///< decayed count of picks, part of the score
    bool inactive = false;                  ///< stands behind all others
    std::vector<std::uint32_t> by_category; ///< words that match the category's code
    std::vector<std::uint32_t> by_status;   ///< words that match the status
};

/// Searches for more hits have nothing of Index::prepare().
inline constexpr std::size_t k_ready_rows = 50;

struct Answer {
    std::vector<Hit> hits;   ///< best first, at most `limit`
    std::uint64_t total = 0; ///< exact number of buyers that match
    bool cancelled = false;
};

struct Request {
    std::string query;
    std::size_t limit = 50;
    bool inactive = false;                     ///< also inactive buyers (always when the word 停用 is typed)
    bool spans = true;                         ///< hits tell what matched; many thousand are found sooner without
    std::int64_t today = 0;                    ///< days since 1970-01-01, for the decay of picks
    const std::atomic<bool>* cancel = nullptr; ///< set by another thread to stop early
};

/// One pick as stored (F40).
struct Pick {
    model::BuyerId id = 0;
    double weight = 0;    ///< decayed count as of `day`
    std::int64_t day = 0; ///< days since 1970-01-01
};

struct State;

class Index {
  public:
    Index();
    ~Index();
    Index(Index&&) noexcept;

    /// Fills an empty index: call add() in one thread for every live buyer, each id once, in any order, then finish().
    /// What was added is searchable by portions of 2^17 before finish(), all of it after; block indices, which make
    /// searches fast, are built in a second thread meanwhile and may not be ready yet (settle). No edits before
    /// finish().
    void reserve(std::size_t buyers, std::size_t name_bytes);
    void add(const model::Buyer& b);
    void set_categories(const model::CategoryTree& tree);
    void finish();

    void clear();                       ///< back to the empty index; picks and categories stay
    void upsert(const model::Buyer& b); ///< < 1 ms
    void erase(model::BuyerId id);
    void set_pick(const Pick& p);                   ///< replaces the buyer's; weight 0 forgets it
    void set_picks(const std::vector<Pick>& picks); ///< replaces all

    Answer search(const Request& request) const;
    std::size_t size() const; ///< buyers
    /// Buyers with this status, of those that can be searched already.
    std::size_t count(model::Status status) const;
    std::size_t memory_bytes() const;
    /// Makes answers to the shortest words ready, in the background, behind all that is to be done there now. Searches
    /// that come first make those that they need themselves. An edit undoes this for the segment with the buyer.
    void prepare();
    /// Runs `job` in the background on what searches work on then, behind all that is to be done there now.
    void when_settled(std::function<void(const State&)> job);
    void adopt(State state); ///< in place of what searches work on
    /// Gives what building took back to the system, in the background, behind all that is to be done there now.
    void trim();
    /// Waits until work in the background (block indices, joining of small segments) is done. For tests and timing.
    void settle();

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Proposed 简码: initials of the one best reading, tuned for company names, upper case, at most `max` characters; the
/// first is a letter (digits before it are left out), because the device clients want it so.
std::string propose_mnemonic(std::string_view name, std::size_t max = 6);

} // namespace goufang::find
