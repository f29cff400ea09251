#include "app/cli/report.h"

#include "app/cli/findings.h"
#include "app/cli/table.h"

namespace goufang::cli {

namespace {
constexpr std::size_t k_rows_shown = 20;

std::string_view outcome_key(invoice::Outcome outcome) {
    constexpr std::string_view keys[] = {"new", "changed", "same", "conflict", "rejected"};
    return keys[static_cast<std::size_t>(outcome)];
}
} // namespace

void Teller::add(const Told& t) {
    const check::Finding& f = *t.finding;
    ++m_count;
    if (f.severity != check::Severity::note) ++m_serious;
    if (m_context.json) {
        Json o = Json::object();
        if (t.line > 0) put_line(o, t.line);
        if (t.outcome) o["outcome"] = outcome_key(*t.outcome);
        o["code"] = t.code;
        o["name"] = t.name;
        const Json finding = finding_json(m_context.language, f);
        for (const auto& [key, value] : finding.items()) o[key] = value;
        if (!t.outcome) o["refused"] = t.refused;
        if (!m_json.empty()) m_json += ',';
        m_json += dump(o);
    } else if (m_rows.size() < k_rows_shown) {
        const auto language = m_context.language;
        std::string cause = words::describe(language, f);
        if (f.fix) cause += m_context.say("finding.fix", {words::fix_text(m_context.language, f)});
        m_rows.push_back({t.line > 0 ? invoice::line_text(t.line) : "",
                          t.result ? std::string(words::result_name(language, *t.result))
                                   : std::string(words::severity_name(language, f.severity)),
                          t.code, t.name, std::string(words::field_name(language, f.field)), cause});
    }
}

void Teller::add(const invoice::ReportLine& line) {
    if (m_file != nullptr) m_file->add(line);
    Told told{line.line, line.outcome, line.result, line.code, line.name, nullptr, false};
    for (const auto& f : line.findings) {
        told.finding = &f;
        add(told);
    }
}

void Teller::add(const invoice::Problem& problem) {
    add(Told{0, {}, {}, problem.code, problem.name, &problem.finding, problem.refused});
}

void Teller::show(bool names_file) const {
    if (m_rows.empty()) return;
    const bool lines = !m_rows.front().front().empty();
    std::vector<std::string> headings{m_context.say("report.line"),  m_context.say("report.result"),
                                      m_context.say("field.code"),   m_context.say("field.name"),
                                      m_context.say("report.field"), m_context.say("report.cause")};
    if (!lines) headings.erase(headings.begin());
    Table table(m_context.err(), m_context.err_colours(), headings);
    for (auto row : m_rows) {
        if (!lines) row.erase(row.begin());
        table.row(std::move(row));
    }
    table.finish();
    const std::int64_t more = m_count - static_cast<std::int64_t>(m_rows.size());
    if (more > 0)
        m_context.warn(m_context.say(names_file ? "report.more_in_file" : "report.more", {std::to_string(more)}));
}

void Teller::print(Json head) const {
    std::string line = dump(head);
    line.pop_back();
    m_context.print(line + (head.empty() ? "" : ",") + "\"findings\":[" + m_json + "]}");
}

} // namespace goufang::cli
