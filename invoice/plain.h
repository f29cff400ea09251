#pragma once
// The quick half of the pre-flight and of the import: most buyers are so plain that no client's file alters anything of
// them, and that they hold no error. Saying so must be cheap and never wrong; saying no costs only time. Property tests
// hold it against the slow half.

#include "core/model/buyer.h"

namespace goufang::invoice {

/// True when no format with a client's profile refuses or alters code, name, mnemonic, tax id, address and phone, bank
/// and account, e-mail and remark of `b`: Han characters of the first GBK block, ASCII letters and digits in the order
/// people write them, a valid credit code, one set of each pair, everything well below the clients' limits. Says
/// nothing about the other fields.
bool is_plain(const model::Buyer& b);

/// True when the registry's checks (core/check) find no error in `b`; notes and warnings there may be. False says
/// nothing.
bool free_of_errors(const model::Buyer& b);

} // namespace goufang::invoice
