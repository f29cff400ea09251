#pragma once
// One buyer for a person to read: its facts as lines of name and value.

#include "app/cli/context.h"
#include "invoice/history.h"

namespace goufang::cli {

void print_page(const Context& context, const model::Buyer& buyer, const std::string& category,
                const invoice::History& history);

} // namespace goufang::cli
