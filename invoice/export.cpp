// The export: this thread steps through the registry, a second one checks and writes (performance G6b).

#include "core/text/errors.h"
#include "invoice/preflight.h"
#include "invoice/rules.h"
#include "invoice/target_tree.h"
#include "invoice/write_queue.h"

#include <algorithm>
#include <atomic>
#include <unordered_map>
#include <unordered_set>

namespace goufang::invoice {
namespace {

using model::CategoryId;

/// More problems than this are not kept back.
constexpr std::size_t k_held = 10'000;

/// Whether a category without buyers leaves a trace in the file.
bool carries_empty_categories(const Format& f, const WriteOptions& options) {
    if (!f.reads) return true;
    file::StringSink sink;
    WriteOptions write = options;
    write.buyers = 0;
    const std::unique_ptr<Writer> writer = f.create(sink, write);
    writer->category({"001", "测试", "", "测试"});
    writer->finish();
    Row row;
    const std::unique_ptr<Reader> reader = f.open(sink.text, {});
    return reader->next(row) && row.kind == RowKind::category;
}

class Export {
  public:
    Export(const store::Registry& r, const ExportOptions& options, file::Sink& sink,
           const std::function<void(const Problem&)>& problem)
        : m_registry(r), m_options(options), m_format(*options.format), m_sink(sink), m_problem(problem),
          m_tree(r.tree()) {
        const check::Profile* profile = m_format.profile.empty() ? nullptr : check::profile(m_format.profile);
        m_prefix = m_format.categories && profile != nullptr && profile->lower_code;
        m_all = m_options.ids.empty() ? r.count(m_options.query) : static_cast<std::int64_t>(m_options.ids.size());
    }

    ExportResult run() {
        // Under `stop` most exports have nothing to say about codes: the buyers are counted by category only when one
        // turns up that has.
        const bool stop = m_options.on_problem == OnProblem::stop;
        const std::vector<CategoryId> needed = needed_categories();
        ExportResult result;
        if (!pass(needed, m_prefix && !stop, result)) {
            result = {};
            pass(needed, true, result);
        }
        return result;
    }

  private:
    std::vector<CategoryId> needed_categories();
    void each(const std::function<bool(const model::Buyer&)>& fn) const;
    void report_empty(const std::vector<CategoryId>& needed, const std::unordered_set<CategoryId>& used,
                      const WriteOptions& write) const;
    bool pass(const std::vector<CategoryId>& needed, bool count, ExportResult& result);
    void check_cancel() const {
        if (m_options.cancel != nullptr && m_options.cancel->load(std::memory_order_relaxed))
            throw Error(Code::cancelled);
    }

    const store::Registry& m_registry;
    const ExportOptions& m_options;
    const Format& m_format;
    file::Sink& m_sink;
    const std::function<void(const Problem&)>& m_problem;
    model::CategoryTree m_tree;
    bool m_prefix = false;
    std::int64_t m_all = 0;
};

void Export::each(const std::function<bool(const model::Buyer&)>& fn) const {
    if (m_options.ids.empty()) return m_registry.each(m_options.query, fn);
    for (const store::BuyerId id : m_options.ids) {
        const std::optional<model::Buyer> b = m_registry.buyer(id);
        if (!b) throw Error(Code::not_found, {"buyer", std::to_string(id)});
        if (!fn(*b)) return;
    }
}

std::vector<CategoryId> Export::needed_categories() {
    if (!m_format.categories) return {};
    const store::Query& q = m_options.query;
    std::unordered_set<CategoryId> wanted;
    const auto want = [&](CategoryId id) {
        for (; id != 0 && wanted.insert(id).second; id = m_tree.find(id)->parent) {
        }
    };
    const bool some = !m_options.ids.empty() || q.status || q.changed_since || q.limit >= 0 || q.exact ||
                      q.place != store::Place::live;
    if (some) {
        each([&](const model::Buyer& b) {
            want(b.category);
            return true;
        });
    } else if (q.category) {
        for (const CategoryId id : *q.category == 0 ? std::vector<CategoryId>{} : m_tree.branch(*q.category)) want(id);
    } else {
        return m_tree.all();
    }
    std::vector<CategoryId> needed;
    for (const CategoryId id : m_tree.all())
        if (wanted.contains(id)) needed.push_back(id);
    return needed;
}

void Export::report_empty(const std::vector<CategoryId>& needed, const std::unordered_set<CategoryId>& used,
                          const WriteOptions& write) const {
    std::unordered_set<CategoryId> seen;
    for (const CategoryId leaf : used)
        for (CategoryId id = leaf; id != 0 && seen.insert(id).second; id = m_tree.find(id)->parent) {
        }
    if (seen.size() >= needed.size() || carries_empty_categories(m_format, write)) return;
    Problem p;
    p.finding = finding("export.category_empty", {}, {std::to_string(needed.size() - seen.size())});
    m_problem(p);
}

bool Export::pass(const std::vector<CategoryId>& needed, bool count, ExportResult& result) {
    const bool stop = m_options.on_problem == OnProblem::stop;
    TargetTree target(m_tree, needed, m_prefix);
    if (count) {
        if (m_options.ids.empty())
            m_registry.each_code(m_options.query, [&](CategoryId c, std::string_view code) { target.count(c, code); });
        else
            each([&](const model::Buyer& b) {
                target.count(b);
                return true;
            });
    }
    target.settle();

    WriteOptions write = m_options.write;
    write.buyers = stop ? m_all : -1;
    Preflight preflight(m_format, write);
    std::int64_t blocking = 0;
    for (const CategoryProblem& p : target.problems()) {
        if (p.finding.severity != check::Severity::note) ++blocking;
        if (m_problem) m_problem({0, p.code, p.name, p.finding, p.finding.severity == check::Severity::error});
    }
    const std::unique_ptr<Writer> writer = m_format.create(m_sink, write);
    for (const CategoryRow& c : target.rows()) writer->category(c);

    TargetTree::Place place;
    std::vector<check::Finding> findings;
    std::atomic<bool> again = false;   // codes have to be counted first
    std::atomic<bool> flushed = false; // problems went out already: too late for that
    bool blocked = false;
    std::unordered_set<CategoryId> used; // by what is written
    const auto work = [&](WriteBatch& batch) {
        for (std::size_t i = 0; i < batch.used && !again; ++i) {
            model::Buyer& b = batch.buyers[i];
            findings.clear();
            target.place(b, place, findings);
            if (!findings.empty() && m_prefix && !target.counted() && !flushed) {
                again = true;
                return;
            }
            const std::string code = findings.empty() ? std::string() : std::exchange(b.code, place.code);
            const bool moved = !findings.empty();
            Preflight::Verdict v{place.refused, false};
            if (!v.refused) v = preflight.look(b, findings);
            v.altered = v.altered || moved;
            for (check::Finding& f : findings)
                batch.problems.push_back({b.id, moved ? code : b.code, b.name, std::move(f), v.refused});
            if (v.refused || (v.altered && m_options.on_problem == OnProblem::skip)) {
                ++batch.skipped;
                blocked = blocked || stop;
                continue;
            }
            if (v.altered) ++batch.adjusted;
            blocked = blocked || (stop && v.altered);
            if (b.category != 0) used.insert(b.category);
            if (blocked) continue; // it will not be kept
            ++batch.written;
            writer->buyer(b, place.category_code, place.path);
        }
    };
    std::vector<Problem> held; // while the pass may start again
    const bool hold = m_prefix && !target.counted();
    std::int64_t done = 0;
    const auto emit = [&](WriteBatch& batch) {
        result.written += batch.written;
        result.adjusted += batch.adjusted;
        result.skipped += batch.skipped;
        done += static_cast<std::int64_t>(batch.used);
        for (Problem& p : batch.problems) {
            if (hold && !flushed)
                held.push_back(std::move(p));
            else if (m_problem)
                m_problem(p);
        }
        if (held.size() > k_held && !again) {
            flushed = true;
            if (m_problem) std::for_each(held.begin(), held.end(), m_problem);
            held = {};
        }
        check_cancel();
        if (m_options.progress) m_options.progress(done, m_all);
    };
    {
        WriteQueue queue(work, emit);
        if (m_options.ids.empty())
            m_registry.each_into(m_options.query, [&] { return again ? nullptr : &queue.next(); });
        else
            each([&](const model::Buyer& b) {
                queue.next() = b;
                return !again;
            });
        queue.finish();
    }
    if (again && !flushed) return false;
    if (m_problem) {
        for (const Problem& p : held) m_problem(p);
        preflight.summary(m_problem);
        report_empty(needed, used, write);
    }
    if (stop && (blocking != 0 || result.adjusted != 0 || result.skipped != 0)) {
        result.stopped = true;
        result.written = 0;
        return true;
    }
    writer->finish();
    tell_template(*writer, result, m_problem);
    return true;
}

/// The same buyers, category by category in the order of the tree, by code within; those without one last.
ExportOptions by_category(const store::Registry& r, const ExportOptions& options) {
    ExportOptions sorted = options;
    sorted.query.sort = store::SortKey::category;
    if (options.ids.empty()) return sorted;
    std::unordered_map<CategoryId, std::size_t> order;
    for (const CategoryId id : r.tree().all()) order.emplace(id, order.size());
    std::vector<std::pair<std::size_t, store::BuyerId>> keyed;
    for (const store::BuyerId id : options.ids) {
        const std::optional<model::Buyer> b = r.buyer(id);
        const auto at = b ? order.find(b->category) : order.end();
        keyed.emplace_back(at == order.end() ? order.size() : at->second, id);
    }
    std::ranges::stable_sort(keyed, {}, &std::pair<std::size_t, store::BuyerId>::first);
    std::ranges::transform(keyed, sorted.ids.begin(), &std::pair<std::size_t, store::BuyerId>::second);
    return sorted;
}

} // namespace

ExportResult export_to(const store::Registry& r, const ExportOptions& options, file::Sink& sink,
                       const std::function<void(const Problem&)>& problem) {
    if (options.format == nullptr) throw Error(Code::format_unknown, {std::string()});
    if (!options.format->writes) throw Error(Code::cannot_write, {std::string(options.format->id)});
    if (!options.write.sheet_per_category) return Export(r, options, sink, problem).run();
    return Export(r, by_category(r, options), sink, problem).run();
}

} // namespace goufang::invoice
