#pragma once
// The quick half of the pre-flight: most buyers are so plain that no client's file alters anything of them. Saying so
// must be cheap and never wrong; saying no costs only time. A property test holds it against the slow half.

#include "core/model/buyer.h"

namespace goufang::invoice {

/// True when no format with a client's profile refuses or alters code, name, mnemonic, tax id, address and phone, bank
/// and account, e-mail and remark of `b`: Han characters of the first GBK block, ASCII letters and digits in the order
/// people write them, a valid credit code, one set of each pair, everything well below the clients' limits. Says
/// nothing about the other fields.
bool is_plain(const model::Buyer& b);

} // namespace goufang::invoice
