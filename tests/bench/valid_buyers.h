#pragma once
// The buyers of make_buyers.h with right check characters, for what checks them.
#include "core/check/check.h"
#include "tests/bench/make_buyers.h"

namespace goufang::bench {

/// The next buyer, with a valid credit code, a code of nine digits and a mnemonic.
inline void next_valid(BuyerMaker& maker, model::Buyer& b) {
    maker.next(b);
    const std::string body = b.tax_id.substr(8, 8);
    b.tax_id.resize(16);
    b.tax_id += check::org_check_char(body);
    b.tax_id += check::uscc_check_char(b.tax_id);
    b.mnemonic = "GFCS";
    b.status = model::Status::active;
    b.category = 0;
}

} // namespace goufang::bench
