#pragma once
// What import, export and convert tell about single rows: shown, collected for JSON, and written as a report file.

#include "app/cli/context.h"
#include "app/cli/json_lines.h"
#include "core/file/file.h"

#include <memory>
#include <optional>

namespace goufang::cli {

/// One finding and the row that it is about.
struct Told {
    std::int64_t line = 0; ///< of the input; 0 = none
    std::optional<invoice::Outcome> outcome;
    std::optional<invoice::AisinoResult> result;
    std::string code, name;
    const check::Finding* finding = nullptr;
    bool refused = false; ///< export: cannot be written at all
};

/// CSV for a spreadsheet: UTF-8 with BOM, CRLF, one line a finding: line, outcome, the Aisino client's word, code,
/// name, field, value, cause. Nothing is left behind without commit().
class ReportFile {
  public:
    ReportFile(const Context& context, const std::string& path);
    void add(const Told& told);
    void commit() { m_file.commit(); }

  private:
    void row(std::initializer_list<std::string_view> cells);
    const Context& m_context;
    file::AtomicFile m_file;
    std::string m_line;
};

/// Collects what a command tells: for JSON all of it, for a person the first rows of a table.
class Teller {
  public:
    Teller(const Context& context, ReportFile* file) : m_context(context), m_file(file) {}
    void add(const Told& told);
    void add(const invoice::ReportLine& line);
    void add(const invoice::Problem& problem);
    std::int64_t count() const { return m_count; }
    std::int64_t serious() const { return m_serious; } ///< how many were warnings or errors
    /// The first rows, to the error stream, with a line about how many more there are.
    void show(bool names_file) const;
    /// `head` with "findings": [...] added, as one line.
    void print(Json head) const;

  private:
    const Context& m_context;
    ReportFile* m_file;
    std::int64_t m_count = 0, m_serious = 0;
    std::string m_json;
    std::vector<std::vector<std::string>> m_rows;
};

} // namespace goufang::cli
