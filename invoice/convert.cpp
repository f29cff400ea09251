// File to file, and the check of a file: what import and export do, without a registry.

#include "core/text/errors.h"
#include "invoice/plan.h"
#include "invoice/preflight.h"
#include "invoice/rules.h"
#include "invoice/target_tree.h"

#include <algorithm>

namespace goufang::invoice {
namespace {

/// Rows between two looks at the cancel flag.
constexpr std::int64_t k_step = 1000;

void check_cancel(const std::atomic<bool>* cancel) {
    if (cancel != nullptr && cancel->load(std::memory_order_relaxed)) throw Error(Code::cancelled);
}

bool has_client_codes(const Format& f) {
    const check::Profile* profile = f.profile.empty() ? nullptr : check::profile(f.profile);
    return profile != nullptr && profile->lower_code;
}

void fill_line(ReportLine& line, const Row& row) {
    const bool category = row.kind == RowKind::category;
    line.line = row.line;
    line.code = category ? row.category.code : row.buyer.code;
    line.name = category ? row.category.name : row.buyer.name;
    line.findings = row.findings;
}

class Conversion {
  public:
    Conversion(std::string_view bytes, const Format& from, const ReadOptions& read, const std::atomic<bool>* cancel)
        : m_bytes(bytes), m_from(from), m_read(read), m_cancel(cancel),
          m_categories({}, {}, {}, [](std::string_view) { return false; }) {} // TargetTree looks at buyers' codes

    template <class F> void each(F fn) {
        const std::unique_ptr<Reader> reader = m_from.open(m_bytes, m_read);
        Row row;
        for (std::int64_t n = 0; reader->next(row); ++n) {
            if (n % k_step == 0) check_cancel(m_cancel);
            fn(row);
        }
    }
    /// All categories, also those of paths; findings about them are the report's.
    void read_tree(const std::function<void(const ReportLine&)>& report) {
        each([&](Row& row) {
            if (row.kind == RowKind::category) {
                m_categories.category(row);
                if (report && !row.findings.empty()) {
                    ReportLine line;
                    fill_line(line, row);
                    report(line);
                }
            } else if (row.kind == RowKind::buyer && !row.category_path.empty()) {
                bool told = false;
                m_categories.place(row, told);
            }
        });
    }
    void place(Row& row) {
        bool told = false;
        row.buyer.category = m_categories.place(row, told);
        model::normalise(row.buyer);
    }
    const model::CategoryTree& tree() const { return m_categories.tree(); }

  private:
    std::string_view m_bytes;
    const Format& m_from;
    const ReadOptions& m_read;
    const std::atomic<bool>* m_cancel;
    CategoryPlan m_categories;
};

} // namespace

ExportResult convert(std::string_view bytes, const Format& from, const ReadOptions& read, const Format& to,
                     const WriteOptions& write, file::Sink& sink, const std::function<void(const Problem&)>& problem,
                     const std::function<void(const ReportLine&)>& report, const std::atomic<bool>* cancel) {
    if (!from.reads) throw Error(Code::cannot_read, {std::string(from.id)});
    if (!to.writes) throw Error(Code::cannot_write, {std::string(to.id)});
    if (bytes.empty()) throw Error(Code::file_empty, {std::string()});

    Conversion input(bytes, from, read, cancel);
    input.read_tree(report);
    const bool prefix = to.categories && has_client_codes(to);
    const std::vector<model::CategoryId> needed = to.categories ? input.tree().all() : std::vector<model::CategoryId>{};
    TargetTree target(input.tree(), needed, prefix, true);
    if (prefix)
        input.each([&](Row& row) {
            if (row.kind != RowKind::buyer) return;
            input.place(row);
            target.count(row.buyer);
        });
    target.settle();
    if (problem)
        for (const CategoryProblem& p : target.problems())
            problem({0, p.code, p.name, p.finding, p.finding.severity == check::Severity::error});

    const std::unique_ptr<Writer> writer = to.create(sink, write);
    for (const CategoryRow& c : target.rows()) writer->category(c);
    Preflight preflight(to, write);
    TargetTree::Place place;
    std::vector<check::Finding> findings;
    ExportResult result;
    input.each([&](Row& row) {
        if (row.kind == RowKind::category) return;
        ReportLine line;
        if (row.kind == RowKind::bad) {
            ++result.skipped;
            if (!report) return;
            if (row.findings.empty()) row.findings.push_back(finding("import.bad_record", {}, {}));
            fill_line(line, row);
            line.outcome = Outcome::rejected;
            line.result = AisinoResult::invalid;
            report(line);
            return;
        }
        input.place(row);
        if (report && std::any_of(row.findings.begin(), row.findings.end(),
                                  [](const check::Finding& f) { return f.severity != check::Severity::note; })) {
            fill_line(line, row);
            report(line);
        }
        model::Buyer& b = row.buyer;
        findings.clear();
        target.place(b, place, findings);
        const bool moved = !findings.empty();
        const std::string code = moved ? std::exchange(b.code, place.code) : std::string();
        Preflight::Verdict v{place.refused, true};
        if (!v.refused) v = preflight.look(b, findings);
        if (problem)
            for (check::Finding& f : findings) problem({0, moved ? code : b.code, b.name, std::move(f), v.refused});
        if (v.refused) {
            ++result.skipped;
            return;
        }
        ++result.written;
        if (v.altered || moved) ++result.adjusted;
        writer->buyer(b, place.category_code, place.path);
    });
    preflight.summary(problem);
    writer->finish();
    tell_template(*writer, result, problem);
    return result;
}

CheckResult check_file(std::string_view bytes, std::string_view file_name, const CheckOptions& options,
                       const std::function<void(const ReportLine&)>& report) {
    if (bytes.empty()) throw Error(Code::file_empty, {std::string(file_name)});
    const Format* f = options.format;
    if (f == nullptr) f = sniff(bytes, file_extension(file_name), options.read);
    if (f == nullptr) throw Error(Code::format_unknown, {std::string(file_name)});
    if (!f->reads) throw Error(Code::cannot_read, {std::string(f->id)});

    const KeyIndex nobody;
    Planner::Setup setup;
    setup.client_codes = has_client_codes(*f);
    setup.profile = check::profile(options.profile);
    if (setup.profile == nullptr)
        throw Error(Code::bad_argument, {"target", std::string(options.profile), "check.target"});
    Planner planner(nobody, {}, {}, std::move(setup));

    CheckResult result;
    result.format = f;
    const std::unique_ptr<Reader> reader = f->open(bytes, options.read);
    Row row;
    Decision decision;
    ReportLine line;
    for (std::int64_t n = 0; reader->next(row); ++n) {
        if (n % k_step == 0) {
            check_cancel(options.cancel);
            if (options.progress) options.progress(reader->position(), bytes.size(), n);
        }
        planner.judge(row, decision);
        planner.categories().take_ops();
        ++(row.kind == RowKind::category ? result.categories : result.rows);
        if (decision.verdict == Verdict::reject) ++result.refused;
        if (row.findings.empty()) continue;
        ++result.with_findings;
        if (!report) continue;
        fill_line(line, row);
        line.outcome = decision.verdict == Verdict::reject ? Outcome::rejected : Outcome::added;
        line.result = decision.result;
        report(line);
    }
    result.encoding = reader->encoding();
    return result;
}

} // namespace goufang::invoice
