#pragma once
// Reports for a spreadsheet: CSV in UTF-8 with BOM, CRLF.

#include "app/words/words.h"
#include "core/file/file.h"

namespace goufang::words {

/// A CSV table that is written row by row into `sink`, which must outlive it.
class CsvSheet {
  public:
    explicit CsvSheet(file::Sink& sink); ///< writes the BOM
    void row(std::initializer_list<std::string_view> cells);

  private:
    file::Sink& m_sink;
    std::string m_line;
};

/// The report of an import, one row a finding: line of the file, outcome, the Aisino client's word, code, name, field,
/// value, cause.
class ImportReport {
  public:
    ImportReport(Language language, file::Sink& sink); ///< writes the headings
    void add(const invoice::ReportLine& line);

  private:
    Language m_language;
    CsvSheet m_sheet;
};

} // namespace goufang::words
