#pragma once
// Carries out a CategoryPlan: planned categories are made in the registry when the first row needs them.

#include "core/store/registry.h"
#include "invoice/category_plan.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace goufang::invoice {

class CategoryMaker {
  public:
    /// The transaction to write in; nullptr in a dry run.
    using Tx = std::function<store::Transaction*()>;

    void take(std::vector<CategoryOp>& ops);
    /// Makes what the file names in rows of their own, and moves codes of what is made. Codes may change places among
    /// several, so all that move are freed first.
    void settle(const Tx& tx);
    /// The registry's id of a planned category, which is made if need be; in a dry run the provisional one.
    model::CategoryId real(model::CategoryId id, const Tx& tx);
    std::int64_t made() const { return m_made; }

  private:
    struct Planned {
        CategoryOp op;
        model::Category stored;
        bool made = false, moved = false;
    };
    Planned& planned(model::CategoryId id) { return m_planned[static_cast<std::size_t>(-id) - 1]; }

    std::vector<Planned> m_planned;
    std::vector<std::size_t> m_touched;
    std::int64_t m_made = 0;
};

} // namespace goufang::invoice
