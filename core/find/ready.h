#pragma once
// Answers kept ready for the shortest words ("c", "cq", "chong", "公"): every search begins with one, and they match so
// many rows that finding the best of them takes longest.

#include "core/find/index.h"
#include "core/find/pattern.h"
#include "core/find/segment.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace goufang::find {

/// One character of any kind, two letters or digits, or a syllable (not all of it, perhaps).
bool is_short(const Word& word);
/// The short words worth an answer before they are asked for: letters, pairs of letters, syllables and their
/// beginnings, the common characters of the names and addresses of a sealed segment.
std::vector<std::string> short_words(const Segment& segment);

/// A row that matched, with its group: the rank, plus 4 when inactive.
class Placed {
  public:
    Placed() = default;
    Placed(unsigned group, std::uint32_t row) : m_value(group << 29 | row) {}
    std::uint8_t group() const { return static_cast<std::uint8_t>(m_value >> 29); }
    std::uint32_t row() const { return m_value & 0x1FFF'FFFF; }

  private:
    std::uint32_t m_value = 0;
};

/// What the rows of one segment answer to one word, whatever is picked.
struct Ready {
    std::uint32_t active = 0, inactive = 0; ///< rows that match
    std::vector<Placed> picked;             ///< all that match of those marked as picked
    std::vector<Placed> best;               ///< of the others the first k_ready_rows, best first
    template <class Archive> void transfer(Archive& a) { a(active), a(inactive), a(picked), a(best); }
};

/// The answers of a segment with certain marks, by Word::text. Copies begin empty: they are made to be marked anew.
class ReadyAnswers {
  public:
    ReadyAnswers() = default;
    ReadyAnswers(const ReadyAnswers&) {}
    ReadyAnswers& operator=(const ReadyAnswers&) = delete;

    std::shared_ptr<const Ready> find(const std::string& word) const; ///< null: not kept
    /// Beyond some number of words it is not kept.
    void keep(const std::string& word, std::shared_ptr<const Ready> answer) const;
    /// All of short_words() are kept: there is nothing left to prepare.
    bool complete() const { return m_complete; }
    void set_complete() const { m_complete = true; }
    std::size_t memory_bytes() const;
    template <class Archive> void transfer(Archive& a) {
        const std::lock_guard guard(m_lock);
        bool complete = m_complete;
        a(complete);
        m_complete = complete;
        std::uint64_t words = m_answers.size();
        a(words);
        if constexpr (Archive::k_loads) {
            for (; words > 0; --words) {
                std::string word;
                auto answer = std::make_shared<Ready>();
                a(word), a(*answer);
                m_answers[std::move(word)] = std::move(answer);
            }
        } else {
            for (const auto& [word, answer] : m_answers) a(word), a(*answer);
        }
    }

  private:
    mutable std::mutex m_lock;
    mutable std::unordered_map<std::string, std::shared_ptr<const Ready>> m_answers; ///< fills while it is searched
    mutable std::atomic<bool> m_complete = false;
};

} // namespace goufang::find
