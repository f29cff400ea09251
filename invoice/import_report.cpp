#include "invoice/import_report.h"

#include "invoice/rules.h"

#include <algorithm>

namespace goufang::invoice {

namespace {

std::string code_of(const store::Registry& registry, model::BuyerId id) {
    const auto b = registry.buyer(id);
    return b ? b->code : std::string();
}

} // namespace

void ImportReport::explain(PlannedRow& p) {
    const Decision& d = p.decision;
    const model::Buyer& b = p.row.buyer;
    check::Finding f;
    if (d.verdict == Verdict::again) {
        f = finding("import.code_twice", b.code, {b.code, line_text(d.first_line)});
    } else if (d.verdict == Verdict::ambiguous) {
        f = finding(
            "import.ambiguous", model::to_text(b, d.key),
            {std::string(model::info(d.key).key), model::to_text(b, d.key), std::to_string(d.candidates.size())});
        f.field = d.key;
    } else if (d.candidates.size() == 1) {
        const auto owner = m_registry.buyer(d.candidates[0]);
        f = finding("import.code_taken", b.code, {b.code, owner ? owner->name : std::string()});
    } else {
        f = finding("import.keys_disagree", model::to_text(b, d.key),
                    {std::string(model::info(d.key).key), code_of(m_registry, d.candidates[0]),
                     std::string(model::info(d.other_key).key), code_of(m_registry, d.candidates[1])});
        f.field = d.key;
    }
    p.row.findings.insert(p.row.findings.begin(), std::move(f));
}

void ImportReport::refuse(PlannedRow& p) {
    if (m_sink == nullptr) return;
    if (!m_rejects) m_rejects = m_format.rejects(*m_sink, m_bytes, m_options.read);
    if (!m_rejects) return;
    const check::Finding& f = p.row.findings.front();
    std::string cause;
    if (m_options.describe) {
        cause = m_options.describe(f);
    } else {
        cause = f.rule;
        for (const std::string& a : f.args) cause += ' ' + a;
    }
    m_rejects->row(p.row, cause);
}

void ImportReport::line(const PlannedRow& p, Outcome outcome, AisinoResult result, store::BuyerId buyer) {
    const std::vector<check::Finding>& all = p.row.findings;
    const bool refused = outcome == Outcome::rejected || outcome == Outcome::conflict;
    if (!m_tell || !(refused || p.decision.draft || p.decision.doubt)) return;
    m_line.line = p.row.line;
    m_line.outcome = outcome;
    m_line.result = result;
    m_line.code_double = p.decision.code_double;
    const bool category = p.decision.verdict == Verdict::category;
    m_line.buyer = buyer;
    m_line.code = category ? p.row.category.code : p.row.buyer.code;
    if (m_line.code.empty() && buyer != 0 && !refused) m_line.code = code_of(m_registry, buyer);
    m_line.name = category ? p.row.category.name : p.row.buyer.name;
    m_line.findings = all;
    if (!refused)
        std::stable_sort(m_line.findings.begin(), m_line.findings.end(),
                         [](const check::Finding& a, const check::Finding& b) {
                             const auto rank = [](const check::Finding& f) {
                                 return makes_draft(f) ? 0 : 3 - static_cast<int>(f.severity);
                             };
                             return rank(a) < rank(b);
                         });
    m_tell(m_line);
}

} // namespace goufang::invoice
