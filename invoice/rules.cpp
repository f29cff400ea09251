#include "invoice/rules.h"

#include "core/text/errors.h"

#include <array>

namespace goufang::invoice {
namespace {

using check::Severity;
using model::Field;

constexpr auto k_rules = std::to_array<TransferRule>({
#define GOUFANG_RULE(id, severity, field, draft) {id, Severity::severity, Field::field, draft},
#include "invoice/rules.def"
#undef GOUFANG_RULE
});

} // namespace

std::span<const TransferRule> transfer_rules() { return k_rules; }

const TransferRule* transfer_rule(std::string_view id) {
    for (const TransferRule& r : k_rules)
        if (r.id == id) return &r;
    return nullptr;
}

check::Finding finding(std::string_view id, std::string value, std::vector<std::string> args) {
    const TransferRule* rule = transfer_rule(id);
    if (rule == nullptr) throw Error(Code::internal, {std::string(id)});
    check::Finding f;
    f.severity = rule->severity;
    f.rule = rule->id;
    f.field = rule->field;
    f.value = std::move(value);
    f.args = std::move(args);
    return f;
}

bool makes_draft(const check::Finding& f) {
    if (f.severity == Severity::error) return true;
    if (f.severity == Severity::note) return false;
    const TransferRule* rule = transfer_rule(f.rule);
    return rule != nullptr && rule->draft;
}

bool announced(const check::Finding& f) {
    return f.rule == "file.formula" || f.rule == "file.sheet_left_out" || f.rule == "file.invoice_no_seller" ||
           f.rule == "file.invoice_no_own";
}

} // namespace goufang::invoice
