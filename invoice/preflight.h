#pragma once
// The pre-flight of one buyer for one target (F69, N08, N18): what the target would refuse or alter, field by field,
// found before the buyer is written. Nothing is lost without a finding:
//   - Format::can_write says no: refused.
//   - The check profile of the format: limits and characters of the client. A finding's fix is what will be written;
//     none = the value is written whole although the client has a limit.
//   - Format::through is compared with the buyer: a field that comes back altered or empty and that no finding has
//     named gets export.altered or export.lost.
//   - Values that a spreadsheet would run as formulas, where the format writes them so that it does not: a note each.
//   - Fields for which the format has no place at all (an e-mail in <Kp>) and categories, where it has none, are
//     counted and named once for the whole file by summary(); these are notes and do not stop an export.
// Blank fields, and kind, status and flag at their defaults, are never lost.

#include "invoice/format.h"
#include "invoice/transfer.h"

#include <array>
#include <functional>
#include <vector>

namespace goufang::invoice {

class Preflight {
  public:
    Preflight(const Format& format, const WriteOptions& options);

    struct Verdict {
        bool refused = false;
        bool altered = false; ///< has findings above note
    };
    /// Appends to `out`. `b` has the code under which it is written; findings about codes are the caller's.
    Verdict look(const model::Buyer& b, std::vector<check::Finding>& out);
    /// The same without the short way for plain buyers (plain.h).
    Verdict look_closely(const model::Buyer& b, std::vector<check::Finding>& out);
    /// What the format cannot carry at all, as far as it was met: Problem with id 0.
    void summary(const std::function<void(const Problem&)>& problem) const;
    bool carries(model::Field f) const { return (m_carried >> static_cast<unsigned>(f) & 1) != 0; }

  private:
    void tell_guarded(const model::Buyer& b, std::vector<check::Finding>& out);
    void compare(const model::Buyer& b, const model::Buyer& back, std::vector<check::Finding>& out, std::size_t from);

    const Format& m_format;
    const WriteOptions& m_options;
    const check::Profile* m_profile = nullptr;
    std::uint64_t m_carried = 0;
    bool m_guards = false;               ///< values that look like formulas are written as text; said value by value
    bool m_tells_persons = false;        ///< of the kinds only whether the buyer is a person
    bool m_short_way = false;            ///< a client's file, and a plain buyer can be written
    std::vector<model::Field> m_others;  ///< carried, but not among what is_plain() looks at
    std::vector<model::Field> m_dropped; ///< not carried
    std::string m_source;                ///< what a reader of the file tells as the source
    std::array<std::int64_t, model::k_field_count> m_not_carried{};
    std::int64_t m_no_category = 0;
};

/// After finish(): what the writer has to tell when it filled a template.
void tell_template(const Writer& writer, ExportResult& result, const std::function<void(const Problem&)>& problem);

} // namespace goufang::invoice
