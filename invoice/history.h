#pragma once
// What a buyer's invoices come to (F103).

#include "core/store/registry.h"

#include <span>

namespace goufang::invoice {

struct History {
    std::int64_t count = 0;
    std::int64_t cents = 0;   ///< sum of those whose amount is known, with tax; red ones subtract
    std::int64_t unknown = 0; ///< how many have no amount
    std::string first, last;  ///< YYYY-MM-DD; empty when no day is known
};

inline History history_of(std::span<const store::Invoice> invoices) {
    History h;
    for (const store::Invoice& i : invoices) {
        ++h.count;
        h.cents += i.cents.value_or(0);
        h.unknown += i.cents ? 0 : 1;
        if (i.day.empty()) continue;
        if (h.first.empty() || i.day < h.first) h.first = i.day;
        if (i.day > h.last) h.last = i.day;
    }
    return h;
}

} // namespace goufang::invoice
