#pragma once
// Makes one journal step: changes rows and writes down what was before. The one way rows are changed; Transaction is
// its public face and the undo of an older step is built on it.
//
// The journal keeps one record for a row and step (later changes of the same row in the same step are joined into it),
// and none for rows that the step inserted itself: their insert is the record.

#include "core/store/engine.h"
#include "core/store/rows.h"

#include <map>
#include <optional>
#include <span>
#include <utility>

namespace goufang::store {

inline constexpr std::size_t k_notice_limit = 10'000; ///< more rows than that: Notice::everything

class Writer {
  public:
    Writer(Engine& e, StepKind kind, std::vector<std::string> args, std::int64_t expected_rows);

    BuyerId insert(Buyer& b);
    BuyerId bulk_insert(const Buyer& b, const MatchKeys& keys);
    void update(Buyer& b);
    void recycle(BuyerId id);
    void restore(BuyerId id);
    void recode(std::span<const std::pair<BuyerId, std::string>> codes);
    CategoryId insert(Category& c);
    void update(Category& c);
    void erase_category(CategoryId id);
    void set_setting(std::string_view key, std::string_view value);
    void remember_import(std::string_view sha256);
    bool add_invoice(const Invoice& invoice);

    // for the undo of older steps
    void change_buyer(BuyerId id, StepId revision, const Diff& diff); ///< writes the `after` side and the journal
    void vanish(BuyerId first, BuyerId last, StepId revision);        ///< a run of rows, all of that revision
    void revive(BuyerId first, BuyerId last, StepId revision);        ///< the reverse; no code may clash
    void change_category(CategoryId id, StepId revision, const Diff& diff);
    void invoices_changed(std::int64_t count) { m_invoices += count; } ///< by undoing their step
    void set_target(StepId target) { m_target = target; }

    void set_args(std::vector<std::string> args) { m_args = std::move(args); }
    StepId step() const { return m_step; }
    StepId commit();
    Engine& engine() { return m_engine; }

  private:
    BuyerId insert_row(const Buyer& b, const MatchKeys& keys);
    void check_category(CategoryId id);
    void flush_span();
    void move_span(BuyerId first, BuyerId last, StepId revision, bool away);
    void record(int what, int op, std::int64_t row, StepId revision, const std::string& data);
    /// Joins `diff` into this step's record of the row. False when there is none: the step inserted the row.
    bool join(int what, std::int64_t row, const Diff& diff);
    void journal(int what, std::int64_t row, StepId revision, const Diff& diff);
    void touched(BuyerId id);
    void write_step();
    void remove_dead_records();

    Engine& m_engine;
    WriteScope m_scope;
    std::optional<BuyerInsert> m_insert;
    StepKind m_kind;
    std::vector<std::string> m_args;
    StepId m_step = 0, m_target = 0;
    std::int64_t m_first_change = 0, m_next_change = 0;
    /// Records of this step by what and row, filled up to m_known_change when a row is changed for the second time.
    std::map<std::pair<int, std::int64_t>, std::int64_t> m_change_of;
    std::int64_t m_known_change = 0;
    BuyerId m_next_buyer = 0, m_span_first = 0; ///< m_span_first..m_next_buyer - 1 is inserted and not yet journalled
    std::int64_t m_buyers = 0, m_categories = 0, m_settings = 0, m_invoices = 0, m_expected = 0;
    Notice m_notice;
};

} // namespace goufang::store
