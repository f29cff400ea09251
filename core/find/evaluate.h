#pragma once
// One word of a query against one segment: which rows match, and how well.

#include "core/find/index.h"
#include "core/find/pattern.h"
#include "core/find/scan.h"
#include "core/find/segment.h"

#include <atomic>
#include <vector>

namespace goufang::find {

/// Rows of one segment; prefix, start and exact are parts of any.
struct WordRows {
    Bits any, prefix, start, exact;
};

class Evaluator {
  public:
    explicit Evaluator(const std::atomic<bool>* cancel) : m_cancel(cancel) {}
    /// `categories` tells for each category number whether the word is a beginning of its code; empty = none.
    /// False when cancelled: the answer is then incomplete.
    bool word(const Segment& segment, const Word& word, const std::vector<char>& categories, WordRows& out);
    /// From now on only these rows of the segment are asked for (what is said of others is of no use); null = all.
    void ask_only(const Bits* rows);

  private:
    bool text(const Segment& segment, Part part, std::string_view needle, const TextSink& sink);
    /// Marks and narrows to blocks by what the common pairs and the block index know of the needle. True: the pairs
    /// know all, there is nothing to scan.
    bool narrow(const Segment& segment, Part part, std::string_view needle, const TextSink& sink);
    bool mail(const Segment& segment, std::string_view needle, const TextSink& sink);
    bool numbers(const Segment& segment, std::string_view key, Bits& any);
    /// In a part of which beginnings are kept.
    bool fragment(const Segment& segment, Part part, std::string_view needle, Bits& any);
    bool tax_ids(const Segment& segment, std::string_view key, WordRows& out);
    bool pinyin(const Segment& segment, const Word& word, WordRows& out);
    bool codes(const Segment& segment, std::string_view beginning, WordRows& out);
    /// The blocks with rows that are asked for.
    void all_blocks(std::size_t blocks);
    template <class F> void mark_where(std::size_t rows, Bits& to, F&& holds) const;
    bool cancelled() const { return m_cancel && m_cancel->load(std::memory_order_relaxed); }

    const std::atomic<bool>* m_cancel;
    const Bits* m_asked = nullptr;
    Bits m_asked_blocks; ///< when m_asked
    Bits m_rows, m_with_pair, m_blocks, m_places, m_begins;
    std::vector<char> m_chosen;
};

/// Where the words match in one row, and which words match by category or status.
void explain_row(const Segment& segment, std::size_t row, const std::vector<Word>& words,
                 const std::vector<std::vector<char>>& categories, Hit& hit);

} // namespace goufang::find
