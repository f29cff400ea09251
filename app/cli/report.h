#pragma once
// What import, export and convert tell about single rows: shown, collected for JSON, and put into the import report.

#include "app/cli/context.h"
#include "app/cli/json_lines.h"
#include "app/words/report_file.h"

#include <optional>

namespace goufang::cli {

/// One finding and the row that it is about.
struct Told {
    std::int64_t line = 0; ///< of the input; 0 = none
    std::optional<invoice::Outcome> outcome;
    std::optional<invoice::AisinoResult> result;
    std::string code, name;
    const check::Finding* finding = nullptr; ///< always there when it is told
    bool refused = false;                    ///< export: cannot be written at all
};

/// Collects what a command tells: for JSON all of it, for a person the first rows of a table.
class Teller {
  public:
    explicit Teller(const Context& context, words::ImportReport* file = nullptr) : m_context(context), m_file(file) {}
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
    words::ImportReport* m_file;
    std::int64_t m_count = 0, m_serious = 0;
    std::string m_json;
    std::vector<std::vector<std::string>> m_rows;
};

} // namespace goufang::cli
