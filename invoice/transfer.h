#pragma once
// Import and export as use cases: the command line and the window are thin callers (architecture: "Operation first").

#include "core/store/registry.h"
#include "invoice/format.h"

#include <array>
#include <atomic>
#include <functional>
#include <map>

namespace goufang::invoice {

enum class Outcome : std::uint8_t {
    added,
    changed,
    same,
    conflict,
    rejected
}; ///< JSON: new changed same conflict rejected
/// Words of the Aisino report (formats-desktop 2.3): 正确传入 重复 无效 失败.
enum class AisinoResult : std::uint8_t { stored, duplicate, invalid, failed };
enum class Policy : std::uint8_t { fill, overwrite, keep, add }; ///< per field; default fill blanks only

/// What becomes of a row whose code another row or another company has (the clients' 重复): it is refused, becomes a
/// new buyer under the next free code, or is written over the one that has the code.
enum class OnDouble : std::uint8_t { skip, new_code, overwrite };

struct ImportOptions {
    const Format* format = nullptr; ///< nullptr = sniff
    ReadOptions read;
    std::string into; ///< category path under which everything goes
    std::vector<model::Field> match{model::Field::tax_id, model::Field::code, model::Field::name};
    Policy policy = Policy::fill;
    std::vector<std::pair<model::Field, Policy>> field_policies;
    OnDouble on_double = OnDouble::skip;
    std::map<std::int64_t, OnDouble> doubles; ///< of single rows, by their line
    bool dry_run = false;
    const std::atomic<bool>* cancel = nullptr;
    std::function<void(std::size_t bytes_done, std::size_t bytes_all, std::int64_t rows)> progress;
    /// Called for every buyer that was inserted, in the caller's thread, before the step is committed: a search index
    /// can be filled while the rows pass. The values may be swapped for others. Not called in a dry run.
    std::function<void(model::Buyer&)> added;
    /// Called once all rows are in and before the indices are built and the step is committed: what the rows filled can
    /// be finished meanwhile, in another thread. Not called in a dry run.
    std::function<void()> rows_done;
    /// The cause in a person's words, one line, for the reject file; empty = the rule's id and its args.
    std::function<std::string(const check::Finding&)> describe;
    std::string today; ///< YYYY-MM-DD for former names; empty = the system clock (UTC)
};

/// One row of the report. Every row that is refused, in conflict, or taken with a doubt about the file has one; so has
/// a category row with a doubt (it is in no count). Doubts that core/check alone has (no tax id, odd phone) and that do
/// not make a draft are left to the health check: they come along in a line but do not cause one.
struct ReportLine {
    std::int64_t line = 0;
    Outcome outcome{};
    AisinoResult result{};
    bool code_double = false;             ///< ImportOptions::on_double decided about it
    store::BuyerId buyer = 0;             ///< of the registry, which the row is taken to be; 0 = none
    std::string code, name;               ///< the code of that buyer when the row tells none
    std::vector<check::Finding> findings; ///< empty for a plain success; [0] is the cause otherwise
};

struct ImportCounts {
    std::int64_t added = 0, changed = 0, same = 0, conflict = 0, rejected = 0;
    std::int64_t with_findings = 0;  ///< imported, but marked 待核
    std::int64_t categories = 0;     ///< made
    std::int64_t invoices = 0;       ///< put into the histories of buyers
    std::int64_t invoices_known = 0; ///< whose numbers the registry had already
    std::int64_t rows() const { return added + changed + same + conflict + rejected; }
};

struct ImportResult {
    const Format* format = nullptr;
    text::Encoding encoding{};
    ImportCounts counts;
    store::StepId step = 0;                 ///< 0 for a dry run or when nothing changed
    std::optional<store::Step> seen_before; ///< the same file (by digest) was imported by this step
};

/// Reads `bytes`, plans (plan.h) and, unless dry_run, applies all in one transaction, one journal step of kind
/// import_file with args [file name, rows stored, rows read, added, changed, categories made]. `report` gets a line
/// for every row that is not a plain success, in file order; `rejects` gets the rejected and conflicting records and
/// stays untouched when there are none. Both are called in the caller's thread; a second thread reads and checks.
/// Memory does not grow with the file but for 16 bytes a row and key, and in a registry without buyers the keys of the
/// indices (core/store/fresh_buyers.h). `file_name` is for the journal and the sniffing.
/// Throws Error; then nothing was written. A cancel throws Error cancelled.
ImportResult import_bytes(store::Registry& r, std::string_view bytes, std::string_view file_name,
                          const ImportOptions& options, const std::function<void(const ReportLine&)>& report,
                          file::Sink* rejects);

enum class OnProblem : std::uint8_t { stop, skip, adjust };

struct ExportOptions {
    const Format* format = nullptr;
    WriteOptions write;
    store::Query query;
    std::vector<store::BuyerId> ids; ///< only these when not empty
    OnProblem on_problem = OnProblem::stop;
    const std::atomic<bool>* cancel = nullptr;
    std::function<void(std::int64_t done, std::int64_t all)> progress;
};

/// What the target would refuse or alter, found before anything is written.
struct Problem {
    store::BuyerId id = 0;
    std::string code, name;
    check::Finding finding;
    bool refused = false; ///< cannot be written at all; else it would be altered: finding.fix is the new value
};

struct ExportResult {
    std::int64_t written = 0, adjusted = 0, skipped = 0;
    bool stopped = false;                 ///< nothing was written because on_problem is stop and there are problems
    std::optional<TemplateResult> filled; ///< when a template was filled; buyers left over count as skipped
};

/// One pass over one snapshot checks (preflight.h) and writes; where codes carry the tree, codes are looked at first
/// (target_tree.h) unless `stop` is chosen and all of them fit. `problem` and `progress` are called in the caller's
/// thread. Problems with id 0 are about a category, or (notes: export.not_carried, export.category_not_carried) about
/// what the format has no place for; notes do not stop an export. A record that cannot be written is skipped under
/// `adjust` too. Throws Error format_unknown, cannot_write, cancelled, not_found.
/// Only a template's own pass tells which bills found no buyer and which buyers no bill: that comes last
/// (export.bill_unfilled, export.left_over) and the file is written.
/// `sink` gets the file; when the result says stopped the caller must throw the sink's content away (AtomicFile
/// without commit). `problem` gets every loss by field.
ExportResult export_to(const store::Registry& r, const ExportOptions& options, file::Sink& sink,
                       const std::function<void(const Problem&)>& problem);

/// File to file without a registry, like an export with OnProblem::adjust; names each loss. The input is read two or
/// three times: categories may stand anywhere. `report` gets the records that could not be read (they count as
/// skipped) and the reader's doubts.
ExportResult convert(std::string_view bytes, const Format& from, const ReadOptions& read, const Format& to,
                     const WriteOptions& write, file::Sink& sink, const std::function<void(const Problem&)>& problem,
                     const std::function<void(const ReportLine&)>& report, const std::atomic<bool>* cancel = nullptr);

struct CheckOptions {
    const Format* format = nullptr; ///< nullptr = sniff
    ReadOptions read;
    std::string_view profile = "registry"; ///< check profile; Error bad_argument when it does not exist
    const std::atomic<bool>* cancel = nullptr;
    std::function<void(std::size_t bytes_done, std::size_t bytes_all, std::int64_t rows)> progress;
};

struct CheckResult {
    const Format* format = nullptr;
    text::Encoding encoding{};
    std::int64_t rows = 0, categories = 0;
    std::int64_t with_findings = 0, refused = 0; ///< rows with any finding; rows that an import would refuse
};

/// The findings of a file as an import into an empty registry would see them: the reader's, those of the profile, and
/// doubles within the file. `report` gets a line for every row with findings, notes included.
CheckResult check_file(std::string_view bytes, std::string_view file_name, const CheckOptions& options,
                       const std::function<void(const ReportLine&)>& report);

} // namespace goufang::invoice
