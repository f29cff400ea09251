// The import: a second thread reads, checks and plans (plan.h); this one looks at the registry, writes and reports.

#include "core/seal/digest.h"
#include "core/text/errors.h"
#include "core/text/fold.h"
#include "invoice/category_maker.h"
#include "invoice/combined.h"
#include "invoice/import_report.h"
#include "invoice/invoice_keeper.h"
#include "invoice/plan.h"
#include "invoice/row_queue.h"
#include "invoice/rules.h"

#include <algorithm>
#include <future>
#include <unordered_set>
#include <utility>

namespace goufang::invoice {
namespace {

using model::BuyerId;
using model::CategoryId;
using model::Field;

/// From this many new rows on the bulk way into the file pays.
constexpr std::int64_t k_bulk_rows = 1000;
/// Rows read in advance to learn whether the file leaves codes to us.
constexpr int k_peek_rows = 100;

/// What changes whenever anybody writes a step or undoes one.
std::string fingerprint(const store::Registry& r) {
    std::string s;
    for (const store::Step& step : r.history(1)) s += std::to_string(step.id) + '@' + step.at;
    if (const auto step = r.undoable()) s += " u" + std::to_string(step->id);
    if (const auto step = r.redoable()) s += " r" + std::to_string(step->id);
    return s;
}

class Import {
  public:
    Import(store::Registry& r, std::string_view bytes, std::string_view file_name, const ImportOptions& options,
           const Format& format, const std::function<void(const ReportLine&)>& report, file::Sink* rejects)
        : m_registry(r), m_bytes(bytes), m_file_name(file_name), m_options(options), m_format(format),
          m_report(r, bytes, options, format, report, rejects) {
        m_rules.policy = options.policy;
        m_rules.fields = options.field_policies;
        m_rules.today = options.today.empty() ? utc_today() : options.today;
        m_overwrite.policy = Policy::overwrite;
        m_overwrite.today = m_rules.today;
    }

    ImportResult run() {
        m_digest = std::async(std::launch::async, [this] { return seal::sha256_hex(m_bytes); });
        while (!pass()) {
        }
        m_report.finish();
        const std::string digest = m_digest.get();
        m_result.format = &m_format;
        m_result.seen_before = m_registry.import_of(digest);
        m_invoices.keep(m_registry, m_tx ? &*m_tx : nullptr, m_reader->invoices(), m_format.id, m_result.counts);
        if (m_tx) {
            const ImportCounts& c = m_result.counts;
            m_tx->set_args({m_file_name, std::to_string(c.added + c.changed), std::to_string(c.rows()),
                            std::to_string(c.added), std::to_string(c.changed), std::to_string(c.categories)});
            m_registry.remember_import(*m_tx, digest);
            check_cancel();
            if (m_options.rows_done) m_options.rows_done();
            m_result.step = m_tx->commit();
        }
        return std::move(m_result);
    }

  private:
    /// One reading of the file. False when the registry was changed by somebody else between planning and writing; the
    /// next pass then holds the lock from the start.
    bool pass();
    Planner::Setup setup();
    void fill(Batch& batch, Planner& planner, std::size_t rows);
    /// As many of something in the whole file, going by those in the first batch.
    std::size_t in_whole_file(std::size_t in_batch, const Batch& first) const {
        return static_cast<std::size_t>(static_cast<double>(in_batch) * static_cast<double>(m_bytes.size()) /
                                        static_cast<double>(std::max<std::size_t>(first.position, 1)));
    }
    void take(PlannedRow& planned);
    void add(PlannedRow& planned);
    bool change(PlannedRow& planned, model::Buyer& stored);
    void write_over(PlannedRow& planned, BuyerId id);
    bool doubles_may_become(OnDouble what) const {
        return m_options.on_double == what || std::any_of(m_options.doubles.begin(), m_options.doubles.end(),
                                                          [&](const auto& d) { return d.second == what; });
    }
    void stored(const PlannedRow& planned, BuyerId id) {
        if (m_rows_count) m_by_line.emplace(planned.row.line, id);
    }
    store::Transaction* tx();
    void check_cancel() const {
        if (m_options.cancel != nullptr && m_options.cancel->load(std::memory_order_relaxed))
            throw Error(Code::cancelled);
    }

    store::Registry& m_registry;
    std::string_view m_bytes;
    std::string m_file_name;
    const ImportOptions& m_options;
    const Format& m_format;
    ImportReport m_report;
    MergeRules m_rules, m_overwrite;
    std::future<std::string> m_digest;

    std::unique_ptr<Reader> m_reader; // the reading thread's; what follows is this thread's
    const std::function<store::Transaction*()> m_transaction = [this] { return tx(); };
    std::optional<store::Transaction> m_tx;
    bool m_bulk = false;
    std::string m_fingerprint;
    std::int64_t m_expected = 0;
    CategoryMaker m_categories;
    std::unordered_set<BuyerId> m_claimed;
    const bool m_rows_count = doubles_may_become(OnDouble::overwrite); ///< rows may be written over by later ones
    std::unordered_map<std::int64_t, BuyerId> m_by_line;               ///< what they became; 0 in a dry run
    InvoiceKeeper m_invoices;
    ImportResult m_result;
};

struct Stale {}; // the registry is not what was planned for

Planner::Setup Import::setup() {
    Planner::Setup s;
    s.match = m_options.match;
    s.errors_only = true; // only errors, and what the file itself is doubted for, make a line of the report
    s.overwrites_names = m_rules.of(Field::name) == Policy::overwrite;
    const check::Profile* profile = m_format.profile.empty() ? nullptr : check::profile(m_format.profile);
    s.client_codes = profile != nullptr && profile->lower_code;
    s.into = m_options.into;

    s.on_double = m_options.on_double;
    s.doubles = m_options.doubles;

    bool codes_missing = doubles_may_become(OnDouble::new_code);
    try {
        const std::unique_ptr<Reader> reader = m_format.open(m_bytes, m_options.read);
        Row row;
        for (int i = 0; i < k_peek_rows && !codes_missing && reader->next(row); ++i)
            codes_missing = row.kind == RowKind::buyer && row.buyer.code.empty();
    } catch (const Error&) { // the real reading will say it
    }
    if (codes_missing) {
        const auto ask = [&](CategoryId id) {
            try {
                s.next_code.emplace(id, m_registry.next_buyer_code(id));
            } catch (const Error&) { // full: the planner widens
            }
        };
        ask(0);
        for (const CategoryId id : m_registry.tree().all()) ask(id);
    }
    return s;
}

void Import::fill(Batch& batch, Planner& planner, std::size_t rows) {
    if (batch.rows.size() < rows) batch.rows.resize(rows);
    while (batch.used < rows) {
        PlannedRow& p = batch.rows[batch.used];
        if (!m_reader->next(p.row)) {
            batch.last = true;
            break;
        }
        p.decision.keys = planner.look_up(p.row);
        ++batch.used;
    }
    for (std::size_t i = 0; i < batch.used; ++i) {
        PlannedRow& p = batch.rows[i];
        planner.judge(p.row, p.decision.keys, p.decision);
    }
    batch.ops = planner.categories().take_ops();
    batch.position = m_reader->position();
}

store::Transaction* Import::tx() {
    if (m_options.dry_run) return nullptr;
    if (!m_tx) {
        m_bulk = m_expected >= k_bulk_rows && !doubles_may_become(OnDouble::overwrite);
        m_tx.emplace(m_bulk ? m_registry.begin_bulk(store::StepKind::import_file, {m_file_name}, m_expected)
                            : m_registry.begin(store::StepKind::import_file, {m_file_name}));
        if (fingerprint(m_registry) != m_fingerprint) throw Stale{};
    }
    return &*m_tx;
}

bool Import::pass() {
    m_result = {};
    m_categories = {};
    m_claimed.clear();
    m_by_line.clear();
    m_invoices = {};
    if (!m_tx) m_fingerprint = fingerprint(m_registry);
    KeyIndex keys;
    CodeBeginnings codes;
    m_registry.each_key([&](const store::Registry::Keys& k) {
        keys.add({k.id, k.category, {k.tax_id, k.code, k.name}});
        codes.add(k.code_text);
    });
    Planner::Setup rules = setup();
    rules.begins_code = [&codes](std::string_view beginning) { return codes.any(beginning); };
    Planner planner(keys, m_registry.tree(), m_registry.code_rule(), std::move(rules));
    m_reader = m_format.open(m_bytes, m_options.read);

    std::int64_t rows = 0;
    RowQueue queue([&, first = true](Batch& batch) mutable {
        fill(batch, planner, first ? RowQueue::k_first_rows : RowQueue::k_rows);
        if (std::exchange(first, false) && !batch.last) planner.expect(in_whole_file(batch.used, batch));
    });
    try {
        while (Batch* batch = queue.next()) {
            check_cancel();
            if (rows == 0 && batch->used != 0) {
                // How much is to come, from the first rows. The lock is taken before anything is reported, so that
                // planning can start again.
                const auto new_rows =
                    std::count_if(batch->rows.begin(), batch->rows.begin() + static_cast<std::ptrdiff_t>(batch->used),
                                  [](const PlannedRow& p) { return p.decision.verdict == Verdict::add; });
                m_expected = batch->last
                                 ? new_rows
                                 : static_cast<std::int64_t>(in_whole_file(static_cast<std::size_t>(new_rows), *batch));
                tx();
            }
            m_categories.take(batch->ops);
            m_categories.settle(m_transaction);
            for (std::size_t i = 0; i < batch->used; ++i) take(batch->rows[i]);
            rows += static_cast<std::int64_t>(batch->used);
            if (m_options.progress) m_options.progress(batch->position, m_bytes.size(), rows);
        }
    } catch (const Stale&) {
        return false;
    }
    m_result.encoding = m_reader->encoding();
    m_result.counts.categories = m_categories.made();
    return true;
}

void Import::take(PlannedRow& p) {
    switch (p.decision.verdict) {
    case Verdict::category:
        m_report.line(p, Outcome::added, AisinoResult::stored);
        return;
    case Verdict::add:
        add(p);
        return;
    case Verdict::reject:
        ++m_result.counts.rejected;
        m_report.refuse(p);
        m_report.line(p, Outcome::rejected, p.decision.result);
        return;
    case Verdict::again:
        if (const auto first = m_by_line.find(p.decision.first_line); first != m_by_line.end())
            return write_over(p, first->second);
        break; // the earlier row was refused
    case Verdict::conflict:
        break;
    case Verdict::match: {
        std::optional<model::Buyer> buyer = m_registry.buyer(p.decision.candidates[0]);
        if (!buyer) throw Error(Code::internal, {"import: a buyer of the plan is gone"});
        m_claimed.insert(buyer->id);
        m_invoices.met(p.row, buyer->id);
        stored(p, buyer->id);
        if (change(p, *buyer)) {
            ++m_result.counts.changed;
            m_report.line(p, Outcome::changed, AisinoResult::stored, buyer->id);
        } else {
            ++m_result.counts.same;
            m_report.line(p, Outcome::same, AisinoResult::duplicate, buyer->id);
        }
        return;
    }
    case Verdict::ambiguous:
        for (const BuyerId id : p.decision.candidates) {
            if (m_claimed.contains(id)) continue;
            const std::optional<model::Buyer> buyer = m_registry.buyer(id);
            if (!buyer || !holds(*buyer, p.row)) continue;
            m_claimed.insert(id);
            stored(p, id);
            m_invoices.met(p.row, id);
            ++m_result.counts.same;
            m_report.line(p, Outcome::same, AisinoResult::duplicate, id);
            return;
        }
        p.decision.result = AisinoResult::failed;
        break;
    }
    ++m_result.counts.conflict;
    m_report.explain(p);
    m_report.refuse(p);
    const std::vector<BuyerId>& candidates = p.decision.candidates;
    m_report.line(p, Outcome::conflict, p.decision.result, candidates.empty() ? 0 : candidates.front());
}

void Import::add(PlannedRow& p) {
    model::Buyer& b = p.row.buyer;
    b.id = 0;
    b.revision = 0;
    b.category = m_categories.real(p.decision.category, m_transaction);
    model::normalise(b);
    if (store::Transaction* t = tx()) {
        if (m_bulk)
            b.id = t->bulk_insert(b, p.decision.keys);
        else
            t->insert(b);
    }
    m_invoices.met(p.row, b.id);
    stored(p, b.id);
    ++m_result.counts.added;
    if (p.decision.draft) ++m_result.counts.with_findings;
    m_report.line(p, Outcome::added, AisinoResult::stored);
    if (m_options.added && !m_options.dry_run) m_options.added(b);
}

/// Over what an earlier row of the file became; in a dry run that is nowhere.
void Import::write_over(PlannedRow& p, BuyerId id) {
    const Decision& d = p.decision;
    const CategoryId category = m_categories.real(d.category, m_transaction);
    if (store::Transaction* t = tx()) {
        model::Buyer b = m_registry.buyer(id).value();
        const bool changed = merge(b, p.row, m_overwrite, false, category, d.category_told);
        if (d.draft && (p.row.present & bit(Field::status)) == 0) b.status = model::Status::draft;
        if (changed) t->update(b);
    }
    ++m_result.counts.changed;
    if (d.draft) ++m_result.counts.with_findings;
    m_report.line(p, Outcome::changed, AisinoResult::stored);
}

bool Import::change(PlannedRow& p, model::Buyer& stored) {
    Row& row = p.row;
    Decision& d = p.decision;
    if (d.code_double) {
        row.findings.push_back(finding("import.code_overwrites", row.buyer.code, {row.buyer.code, stored.name}));
        d.doubt = true;
    }
    const bool other_name = (row.present & bit(Field::name)) != 0 && row.buyer.name != stored.name &&
                            text::name_key(row.buyer.name) != text::name_key(stored.name);
    if (d.key == Field::tax_id && other_name) {
        row.findings.push_back(finding("import.name_differs", row.buyer.name, {stored.name}));
        d.doubt = true;
    }
    if (!row.buyer.code.empty() && !stored.code.empty() && row.buyer.code != stored.code)
        row.findings.push_back(finding("import.code_differs", row.buyer.code, {stored.code}));
    if (d.code_taken) row.present &= ~bit(Field::code);

    model::Buyer b = stored;
    const bool told = d.category_told && row.party == 0; // an invoice does not say where a known buyer belongs
    if (!merge(b, row, d.code_double ? m_overwrite : m_rules, d.key == Field::tax_id, d.category, told)) return false;
    if (model::same_values(b, stored) && b.category == stored.category) return false;
    if (d.draft) {
        const std::vector<Field> fields = model::differing(stored, b);
        const bool touched = std::any_of(row.findings.begin(), row.findings.end(), [&](const check::Finding& f) {
            return makes_draft(f) && std::find(fields.begin(), fields.end(), f.field) != fields.end();
        });
        if (touched) {
            ++m_result.counts.with_findings;
            if ((row.present & bit(Field::status)) == 0) b.status = model::Status::draft;
        }
    }
    b.category = m_categories.real(b.category, m_transaction);
    if (store::Transaction* t = tx()) t->update(b);
    return true;
}

} // namespace

ImportResult import_bytes(store::Registry& r, std::string_view bytes, std::string_view file_name,
                          const ImportOptions& options, const std::function<void(const ReportLine&)>& report,
                          file::Sink* rejects) {
    if (bytes.empty()) throw Error(Code::file_empty, {std::string(file_name)});
    const Format* f = options.format;
    if (f == nullptr) f = sniff(bytes, file_extension(file_name), options.read);
    if (f == nullptr) throw Error(Code::format_unknown, {std::string(file_name)});
    if (!f->reads) throw Error(Code::cannot_read, {std::string(f->id)});
    return Import(r, bytes, file_name, options, *f, report, rejects).run();
}

} // namespace goufang::invoice
