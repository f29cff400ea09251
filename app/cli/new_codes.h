#pragma once
// Codes that a change gives anew, for `move`, `category move` and `category recode`.

#include "app/cli/json_lines.h"
#include "core/store/operations.h"

#include <vector>

namespace goufang::cli {

/// A list of {path, old_code, code}, for a buyer {name, path of its category, old_code, code}.
Json codes_json(const store::Registry& registry, const std::vector<store::NewCode>& codes);
/// A table of old and new codes; nothing when there are none.
void print_codes(const Context& context, const store::Registry& registry, const std::vector<store::NewCode>& codes);

} // namespace goufang::cli
