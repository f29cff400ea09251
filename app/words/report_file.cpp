#include "app/words/report_file.h"

#include "invoice/text_table.h"

namespace goufang::words {

CsvSheet::CsvSheet(file::Sink& sink) : m_sink(sink) { m_sink.write("\xEF\xBB\xBF"); }

void CsvSheet::row(std::initializer_list<std::string_view> cells) {
    m_line.clear();
    bool first = true;
    for (const std::string_view cell : cells) {
        if (!first) m_line += ',';
        first = false;
        invoice::append_cell(m_line, cell, ',');
    }
    m_line += "\r\n";
    m_sink.write(m_line);
}

ImportReport::ImportReport(Language language, file::Sink& sink) : m_language(language), m_sheet(sink) {
    const auto say = [language](std::string_view id) { return sentence(language, id); };
    m_sheet.row({say("report.line"), say("report.outcome"), say("report.aisino"), say("field.code"), say("field.name"),
                 say("report.field"), say("report.value"), say("report.cause")});
}

void ImportReport::add(const invoice::ReportLine& line) {
    const std::string number = line.line > 0 ? invoice::line_text(line.line) : std::string();
    const std::string_view outcome = outcome_name(m_language, line.outcome),
                           result = result_name(m_language, line.result);
    if (line.findings.empty()) m_sheet.row({number, outcome, result, line.code, line.name, "", "", ""});
    for (const check::Finding& f : line.findings)
        m_sheet.row({number, outcome, result, line.code, line.name, field_name(m_language, f.field), f.value,
                     describe(m_language, f)});
}

} // namespace goufang::words
