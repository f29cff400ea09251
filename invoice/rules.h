#pragma once
// The findings that import, export and convert make themselves (rules.def).

#include "core/check/check.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::invoice {

struct TransferRule {
    std::string_view id;
    check::Severity severity;
    model::Field field;
    bool draft; ///< a new buyer with it is stored as draft (待核)
};

std::span<const TransferRule> transfer_rules();
/// nullptr when the id is not one of rules.def (then it is a rule of core/check or of a reader).
const TransferRule* transfer_rule(std::string_view id);
/// A finding of the rule `id`, which must stand in rules.def.
check::Finding finding(std::string_view id, std::string value, std::vector<std::string> args);

/// True when a new buyer with this finding is to be looked at by a person before it is used: every error, and the
/// rules marked draft.
bool makes_draft(const check::Finding& f);

/// A note that is told once for a whole file and that an import has to say: how the file was understood.
bool announced(const check::Finding& f);

} // namespace goufang::invoice
