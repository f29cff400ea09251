#pragma once
// Up to 2^17 buyers of the index, as columns. A segment never changes once searches can see it: edits mark rows dead
// (kept outside) and put new rows into a small segment that is copied for each edit. The rows of a sealed segment stand
// in pinyin order of their names: the best rows are the first ones, and rows that share a beginning share blocks.

#include "core/find/bits.h"
#include "core/find/column.h"
#include "core/find/grams.h"
#include "core/find/mail_ends.h"
#include "core/find/mnemonic.h"
#include "core/find/row.h"

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace goufang::find {

inline constexpr std::size_t k_segment_rows = std::size_t{1} << 17;

/// Beginnings of addresses (province, city, district), of tax ids (kind and district) and of codes are the same for
/// many buyers: each is kept once, the column holds what follows, with the last characters of a tax id's beginning
/// before it (short fragments then stand in the beginning or in the column).
class Heads {
  public:
    /// Of these parts beginnings are kept.
    static bool kept_of(Part part) { return part == Part::text || part == Part::tax || part == Part::code; }
    /// Bytes of the row that are a beginning worth sharing.
    static std::size_t length_in(Part part, std::string_view row);
    /// Bytes of a beginning that the column repeats.
    static std::size_t repeated(Part part) { return part == Part::tax ? 3 : 0; }
    /// Number of the beginning; 0 (the empty one) when there are too many already.
    std::uint16_t add(std::string_view head);
    void push(std::uint16_t number) { m_of_row.push_back(number); }
    const std::vector<std::string>& texts() const { return m_texts; }
    const std::vector<std::uint16_t>& of_row() const { return m_of_row; }
    std::vector<std::uint16_t>& of_row() { return m_of_row; }
    void shrink();
    std::size_t memory_bytes() const;
    template <class Archive> void transfer(Archive& a) { a(m_texts), a(m_of_row); } // as after shrink()

  private:
    std::vector<std::string> m_texts{std::string()};
    std::vector<std::uint16_t> m_of_row;
    struct Hash { // so that a piece of a row can be looked up without a copy
        using is_transparent = void;
        std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
    };
    std::unordered_map<std::string, std::uint16_t, Hash, std::equal_to<>> m_numbers;
};

class Segment {
  public:
    void push(const Row& row, model::BuyerId id, std::uint32_t category, model::Status status);
    /// Copies row `r` of another segment.
    void push(const Segment& from, std::size_t r);
    /// Gives back slack, sorts the rows and builds the block index: for segments that will not grow.
    void seal();

    std::size_t rows() const { return column(Part::names).rows(); }
    const Column& column(Part p) const { return m_columns[static_cast<std::size_t>(p)]; }
    /// The row as split_values wants it: with its head or end, unpacked.
    std::string whole_row(Part p, std::size_t r) const;
    const Heads& heads(Part p) const { return m_heads[static_cast<std::size_t>(p)]; } ///< where Heads::kept_of
    const MailEnds& mail_ends() const { return m_mail_ends; }
    const Grams& grams(Part p) const { return m_grams[static_cast<std::size_t>(p)]; }
    /// Of Part::names and Part::text; the others have none.
    const Pairs& pairs(Part p) const {
        static const Pairs none;
        return p == Part::names ? m_name_pairs : p == Part::text ? m_text_pairs : none;
    }
    model::BuyerId id(std::size_t r) const { return id_of_arrival(arrival(r)); }
    /// False: no buyer's code begins so.
    bool may_begin_code(std::string_view beginning) const;
    std::optional<std::size_t> row_of(model::BuyerId id) const; ///< of its last arrival
    std::uint32_t category(std::size_t r) const {
        if (!m_head_categories.empty()) return m_head_categories[heads(Part::code).of_row()[r]];
        return m_wide_categories.empty() ? m_categories[r] : m_wide_categories[r];
    }
    /// Sealed: the rows stand in pinyin order of the names, then of the ids.
    bool ranked() const { return m_order.empty(); }
    std::uint32_t order(std::size_t r) const { return ranked() ? name_order(name(r)) : m_order[r]; } ///< name_order
    /// The row's place in the order in which rows were pushed.
    std::size_t arrival(std::size_t r) const {
        return m_arrival_low.empty() ? r : m_arrival_low[r] | static_cast<std::size_t>(m_arrival_high.test(r)) << 16;
    }
    std::vector<std::uint32_t> rows_by_arrival() const;
    std::optional<std::size_t> arrival_of(model::BuyerId id) const; ///< the last one
    const Bits& inactive() const { return m_inactive; }
    const Bits& drafts() const { return m_drafts; }
    model::Status status(std::size_t r) const {
        return m_inactive.test(r) ? model::Status::inactive
               : m_drafts.test(r) ? model::Status::draft
                                  : model::Status::active;
    }
    const std::vector<Original>* originals(std::size_t r) const;
    std::string_view name(std::size_t r) const; ///< the present one, in the index's code
    std::size_t memory_bytes() const;
    template <class Archive> void transfer(Archive& a) {
        for (Column& c : m_columns) a(c);
        for (Grams& g : m_grams) a(g);
        for (Heads& h : m_heads) a(h);
        a(m_name_pairs), a(m_text_pairs), a(m_mail_ends), a(m_id_runs), a(m_ids), a(m_wide_ids), a(m_categories),
            a(m_wide_categories), a(m_head_categories);
        a(m_order), a(m_arrival_low), a(m_arrival_high), a(m_inactive), a(m_drafts), a(m_code_beginnings),
            a(m_ascending);
        std::uint64_t rows_with = m_originals.size();
        a(rows_with);
        if constexpr (Archive::k_loads) {
            for (; rows_with > 0; --rows_with) {
                std::uint32_t row = 0;
                a(row);
                a(m_originals[row]);
            }
        } else {
            for (auto& [row, list] : m_originals) a(row), a(list);
        }
    }

  private:
    Column m_columns[k_parts] = {Column(4), Column(), Column(), Column(), Column(), Column(), Column()};
    Heads m_heads[k_parts];
    Grams m_grams[k_parts];
    Pairs m_name_pairs, m_text_pairs;
    MailEnds m_mail_ends;
    /// Ids rise by one from arrival to arrival over long runs: first of each. Made when sealed, if it is shorter.
    struct IdRun {
        std::uint32_t arrival;
        model::BuyerId id;
    };
    std::vector<IdRun> m_id_runs;
    std::vector<std::uint32_t> m_ids; ///< by arrival, until one does not fit
    std::vector<model::BuyerId> m_wide_ids;
    std::vector<std::uint16_t> m_categories; ///< numbers given by the index; until one does not fit
    std::vector<std::uint32_t> m_wide_categories;
    std::vector<std::uint32_t> m_head_categories; ///< when sealed: by the code's head, if all rows agree
    std::vector<std::uint32_t> m_order;           ///< name_order, until ranked
    std::vector<std::uint16_t> m_arrival_low;     ///< when ranked
    Bits m_arrival_high;                          ///< the 17th bit
    Bits m_inactive, m_drafts;
    Bits m_code_beginnings;  ///< hashes of all beginnings of codes; empty until sealed
    bool m_ascending = true; ///< ids rise with the arrivals
    std::unordered_map<std::uint32_t, std::vector<Original>> m_originals;

    void push_row(Part part, std::string_view whole);
    model::BuyerId id_of_arrival(std::size_t arrival) const;
    void make_id_runs();
    std::vector<std::uint32_t> pinyin_order() const;
    void sort_rows();
    void make_head_categories();
    void push_meta(std::uint32_t order, model::BuyerId id, std::uint32_t category, model::Status status);
};

} // namespace goufang::find
