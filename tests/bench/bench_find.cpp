// G2, G2c, G4b, G5 of design/performance.md: each query kind over the same buyers by the index, FTS5 trigram, LIKE and
// memmem in one run. GOUFANG_BENCH_BUYERS sets how many (1,000,000).

#include "core/find/alphabet.h"
#include "core/find/index.h"
#include "core/find/load.h"
#include "tests/bench/bench.h"
#include "tests/bench/make_buyers.h"

#include "core/text/utf8.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <sqlite3.h>
#include <stdexcept>
#include <string>

namespace goufang::bench {

namespace {

std::size_t buyer_count() {
    const char* text = std::getenv("GOUFANG_BENCH_BUYERS");
    const long n = text ? std::strtol(text, nullptr, 10) : 0;
    return n > 0 ? static_cast<std::size_t>(n) : 1000000;
}

class Sql {
  public:
    explicit Sql(const std::string& path) {
        if (sqlite3_open(path.c_str(), &m_db) != SQLITE_OK) throw std::runtime_error("sqlite");
    }
    ~Sql() { sqlite3_close(m_db); }
    Sql(const Sql&) = delete;
    Sql& operator=(const Sql&) = delete;
    void run(const char* sql) {
        if (sqlite3_exec(m_db, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
            throw std::runtime_error(sqlite3_errmsg(m_db));
    }
    sqlite3_stmt* prepare(const std::string& sql) {
        sqlite3_stmt* s = nullptr;
        if (sqlite3_prepare_v2(m_db, sql.c_str(), -1, &s, nullptr) != SQLITE_OK)
            throw std::runtime_error(sqlite3_errmsg(m_db));
        return s;
    }
    /// All rows for one parameter: how many.
    std::size_t count(sqlite3_stmt* s, const std::string& parameter) {
        sqlite3_bind_text(s, 1, parameter.data(), static_cast<int>(parameter.size()), SQLITE_TRANSIENT);
        std::size_t n = 0;
        while (sqlite3_step(s) == SQLITE_ROW) ++n;
        sqlite3_reset(s);
        return n;
    }

  private:
    sqlite3* m_db = nullptr;
};

std::string cut(std::string_view s, std::size_t from, std::size_t length) {
    std::string out;
    std::size_t at = 0;
    for (std::size_t i = 0; at < s.size(); ++i) {
        const std::size_t start = at;
        text::next_code_point(s, at);
        if (i >= from && i < from + length) out += s.substr(start, at - start);
    }
    return out;
}

std::string lower(std::string s) {
    for (char& c : s)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return s;
}

struct Kind {
    const char* name;
    const char* column; ///< of the peers' table
    std::size_t least;  ///< characters that trigram needs
    std::vector<std::string> queries;
};

std::vector<Kind> make_queries(const std::vector<model::Buyer>& sample) {
    std::vector<Kind> kinds{{"name, 1 character", "name", 1, {}},     {"name, 2 characters", "name", 2, {}},
                            {"name, 4 characters", "name", 4, {}},    {"initials, first 4", "initials", 4, {}},
                            {"initials, inner 4", "initials", 4, {}}, {"full pinyin, 2 syllables", "", 0, {}},
                            {"tax id, tail 4", "tax_id", 4, {}},      {"tax id, inner 6", "tax_id", 6, {}},
                            {"account, tail 6", "", 0, {}},           {"two words", "", 0, {}}};
    const find::Alphabet& alphabet = find::Alphabet::get();
    BuyerMaker random(5);
    for (const model::Buyer& b : sample) {
        const std::size_t from = random.below(5);
        const std::string initials = lower(find::propose_mnemonic(b.name, 30));
        kinds[0].queries.push_back(cut(b.name, from, 1));
        kinds[1].queries.push_back(cut(b.name, from, 2));
        kinds[2].queries.push_back(cut(b.name, from, 4));
        kinds[3].queries.push_back(initials.substr(0, 4));
        kinds[4].queries.push_back(initials.substr(2, 4));
        std::string spoken;
        for (std::size_t i = 0; i < 2; ++i) {
            const std::string c = cut(b.name, i, 1);
            std::size_t at = 0;
            const auto readings = alphabet.readings(alphabet.list_of(text::next_code_point(c, at)));
            spoken += readings.empty() ? "x" : readings[0];
        }
        kinds[5].queries.push_back(spoken);
        kinds[6].queries.push_back(b.tax_id.substr(14));
        kinds[7].queries.push_back(b.tax_id.substr(9, 6));
        kinds[8].queries.push_back(b.account.substr(b.account.size() - 6));
        kinds[9].queries.push_back(cut(b.name, 0, 2) + " " + cut(b.name, 2, 2));
    }
    return kinds;
}

/// 12 std::string a row, as a program without an index of its own would hold them.
std::size_t naive_bytes_per_buyer() {
    constexpr std::size_t rows = 100000;
    const std::size_t before = resident_bytes();
    auto all = std::make_unique<std::vector<std::array<std::string, 12>>>();
    BuyerMaker maker;
    model::Buyer b;
    for (std::size_t i = 0; i < rows; ++i) {
        maker.next(b);
        all->push_back({b.code, b.name, b.mnemonic, b.tax_id, b.address, b.phone, b.bank, b.account, b.email,
                        std::to_string(b.category), "企业客户/华东/制造业/重点客户", b.remark});
    }
    return (resident_bytes() - before) / rows;
}

void bench_load(Report& report, std::size_t n) {
    const std::string path = work_folder() + "/find.goufang";
    {
        store::Options options;
        options.automatic_backup = false;
        auto registry = store::Registry::create(path, "bench", options);
        auto tx = registry.begin_bulk(store::StepKind::import_file, {}, static_cast<std::int64_t>(n));
        BuyerMaker maker;
        model::Buyer b;
        for (std::size_t i = 0; i < n; ++i) {
            maker.next(b);
            b.id = 0;
            b.category = 0;
            tx.bulk_insert(b);
        }
        tx.commit();
    }
    const auto registry = store::Registry::open(path);
    double least = 1e9, select = 1e9;
    for (int round = 0; round < 3; ++round) {
        double start = now();
        find::Index index;
        find::load(index, registry);
        least = std::min(least, now() - start);
        Sql sql(path);
        start = now();
        sqlite3_stmt* s = sql.prepare("SELECT name, mnemonic, tax_id FROM buyer");
        while (sqlite3_step(s) == SQLITE_ROW) {
        }
        sqlite3_finalize(s);
        select = std::min(select, now() - start);
    }
    report.row("G4b", "registry opened -> every search at full speed", least, "SELECT of 3 columns", select, "");
    report.figure("G4b", "the same, beside its goal of 0.6 s", least, "<= 0.6", "s");
}

} // namespace

void bench_find(Report& report) {
    const std::size_t n = buyer_count();
    const std::size_t naive = naive_bytes_per_buyer();

    // The index, and the peers' tables, from the same buyers.
    find::Alphabet::get();
    std::vector<model::Buyer> sample;
    const std::size_t step = std::max<std::size_t>(1, n / 200);
    Sql sql(work_folder() + "/find-peer.db");
    sql.run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA mmap_size=2000000000;"
            "CREATE TABLE b(id INTEGER PRIMARY KEY, name, initials, tax_id); BEGIN");
    sqlite3_stmt* insert = sql.prepare("INSERT INTO b VALUES(?,?,?,?)");
    std::string names;
    names.reserve(n * 48);
    double adding = 0;
    const std::size_t before = resident_bytes();
    std::size_t after = 0;
    {
        // Twice over the same buyers: the index alone first, so that its memory can be told.
        BuyerMaker maker;
        std::vector<model::Buyer> chunk(1024);
        auto index = std::make_shared<find::Index>();
        for (std::size_t i = 0; i < n; i += chunk.size()) {
            const std::size_t count = std::min(chunk.size(), n - i);
            for (std::size_t k = 0; k < count; ++k) {
                maker.next(chunk[k]);
                if ((i + k) % step == 0 && sample.size() < 200) sample.push_back(chunk[k]);
            }
            const double start = now();
            for (std::size_t k = 0; k < count; ++k) index->add(chunk[k]);
            adding += now() - start;
        }
        const double start = now();
        index->finish();
        adding += now() - start;
        after = resident_bytes();
        report.row("G5", "memory per buyer, search ready", static_cast<double>(after - before) / static_cast<double>(n),
                   "12 std::string", static_cast<double>(naive), "", "B");
        report.figure("G5", "the same, beside its goal of 170 B",
                      static_cast<double>(after - before) / static_cast<double>(n), "<= 170", "B");

        BuyerMaker again;
        model::Buyer b;
        for (std::size_t i = 0; i < n; ++i) {
            again.next(b);
            const std::string initials = lower(find::propose_mnemonic(b.name, 30));
            sqlite3_bind_int64(insert, 1, b.id);
            sqlite3_bind_text(insert, 2, b.name.c_str(), -1, SQLITE_TRANSIENT);
            sqlite3_bind_text(insert, 3, initials.c_str(), -1, SQLITE_TRANSIENT);
            sqlite3_bind_text(insert, 4, b.tax_id.c_str(), -1, SQLITE_TRANSIENT);
            sqlite3_step(insert);
            sqlite3_reset(insert);
            names += b.name;
            names += '\n';
        }
        sqlite3_finalize(insert);
        double trigram = now();
        sql.run("COMMIT; CREATE VIRTUAL TABLE f USING fts5(name, initials, tax_id, content='', tokenize='trigram');"
                "INSERT INTO f(rowid, name, initials, tax_id) SELECT id, name, initials, tax_id FROM b");
        trigram = now() - trigram;
        report.row("G2c", "building what makes search fast", adding, "FTS5 trigram", trigram, ">= 15");

        for (Kind& kind : make_queries(sample)) {
            std::vector<double> ours, like, fts, scan;
            const std::string column = kind.column;
            sqlite3_stmt* by_like =
                column.empty() ? nullptr : sql.prepare("SELECT id FROM b WHERE " + column + " LIKE '%'||?||'%'");
            sqlite3_stmt* by_fts = column.empty() ? nullptr : sql.prepare("SELECT rowid FROM f WHERE f MATCH ?");
            if (by_fts) sql.count(by_fts, column + " : \"" + sample[0].tax_id.substr(0, 5) + "\""); // structure load
            for (std::size_t q = 0; q < kind.queries.size(); ++q) {
                const std::string& text = kind.queries[q];
                find::Request request;
                request.query = text;
                double began = now();
                const find::Answer answer = index->search(request);
                ours.push_back(now() - began);
                if (by_like && q % 10 == 0) {
                    began = now();
                    sql.count(by_like, text);
                    like.push_back(now() - began);
                }
                if (by_fts && kind.least >= 3) {
                    began = now();
                    sql.count(by_fts, column + " : \"" + text + "\"");
                    fts.push_back(now() - began);
                }
                if (column == "name") {
                    began = now();
                    const char* const end = names.data() + names.size();
                    for (const char* p = names.data(); p < end;) {
                        p = static_cast<const char*>(
                            memmem(p, static_cast<std::size_t>(end - p), text.data(), text.size()));
                        if (!p) break;
                        p = static_cast<const char*>(std::memchr(p, '\n', static_cast<std::size_t>(end - p))) + 1;
                    }
                    scan.push_back(now() - start);
                }
            }
            if (by_like) sqlite3_finalize(by_like);
            if (by_fts) sqlite3_finalize(by_fts);
            const auto ms = [](const std::vector<double>& v, double p) { return percentile(v, p) * 1e3; };
            const std::string name = kind.name;
            report.figure("G2", name + ", p50", ms(ours, 0.5), "<= 2");
            report.figure("G2", name + ", p99", ms(ours, 0.99), "<= 8");
            if (!like.empty()) report.row("G2", name + ", p50", ms(ours, 0.5), "LIKE", ms(like, 0.5), ">= 50", "ms");
            if (!fts.empty())
                report.row("G2c", name + ", p99", ms(ours, 0.99), "FTS5 trigram, warm", ms(fts, 0.99),
                           column == "name" ? "<= 1" : "<= 3", "ms");
            if (!scan.empty())
                report.row("", name + ", p50", ms(ours, 0.5), "memmem, names only", ms(scan, 0.5), "", "ms");
        }

        std::vector<double> edits;
        for (int i = 0; i < 300; ++i) {
            maker.next(b);
            b.id = 1 + static_cast<model::BuyerId>(maker.below(static_cast<std::uint32_t>(n)));
            const double t = now();
            index->upsert(b);
            edits.push_back(now() - t);
        }
        report.figure("", "one edit, p99", percentile(edits, 0.99) * 1e3, "<= 1");
    }
    bench_load(report, n);
    report.note(std::to_string(n) + " buyers; ours answers from all fields with the first 50 ranked and the exact "
                                    "count, the peers from one column, all row ids, unranked");
    report.note("G2b's peer, the public FTS5 tokenizer for pinyin, is no Debian package and not run here");
}

} // namespace goufang::bench
