#pragma once
// The invoices of an import: from the reader's list into the histories of the buyers that its rows became.

#include "invoice/transfer.h"

#include <span>
#include <string_view>
#include <unordered_map>

namespace goufang::invoice {

class InvoiceKeeper {
  public:
    /// The buyer that a row became; 0 in a dry run when it is new.
    void met(const Row& row, model::BuyerId id) {
        if (row.party != 0) m_buyers[row.party] = id;
    }
    /// Keeps those whose buyer was stored and whose number is new, and counts. Without `tx` it only counts.
    void keep(const store::Registry& r, store::Transaction* tx, std::span<const Issued> invoices,
              std::string_view source, ImportCounts& counts) const {
        for (const Issued& i : invoices) {
            const auto buyer = m_buyers.find(i.party);
            if (buyer == m_buyers.end()) continue;
            const bool fresh = tx != nullptr
                                   ? tx->add_invoice({buyer->second, i.number, i.day, i.cents, std::string(source)})
                                   : !r.has_invoice(i.number);
            ++(fresh ? counts.invoices : counts.invoices_known);
        }
    }

  private:
    std::unordered_map<std::uint64_t, model::BuyerId> m_buyers; ///< by Row::party
};

} // namespace goufang::invoice
