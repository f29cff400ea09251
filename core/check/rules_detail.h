#pragma once
// What the rule functions share. Each has the signature of Rule::run and is named in rules.def.

#include "core/check/check.h"
#include "core/check/scan.h"

#include <string>
#include <string_view>
#include <vector>

namespace goufang::check::detail {

using Findings = std::vector<Finding>;

/// Appends a finding with the rule's own id, severity and field.
Finding& add(Findings& out, const Rule& r, std::string value, std::vector<std::string> args = {},
             std::string_view sentence = {});

/// True in the registry and for invoices, false where a file for a client is written.
inline bool is_target(const Context& c) { return c.profile.scopes & scope_target; }

std::string utf8(char32_t c);
std::string u_plus(char32_t c); ///< U+4E00
std::string upper(std::string_view ascii);

#define GOUFANG_RULE(id, severity, field, function, safe_fix, scopes, args)                                            \
    void function(const Context& c, const Rule& r, Findings& out);
#include "core/check/rules.def"

} // namespace goufang::check::detail
