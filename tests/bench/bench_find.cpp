// G2, G2b, G2c, G4b, G5 of design/performance.md: each kind of query over the same buyers by the index, FTS5 trigram,
// LIKE and memmem in one run. GOUFANG_BENCH_BUYERS sets how many (1,000,000).

#include "tests/bench/bench_find.h"
#include "core/find/alphabet.h"
#include "core/find/index.h"
#include "core/find/load.h"
#include "core/text/utf8.h"
#include "tests/bench/bench.h"
#include "tests/bench/make_buyers.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <iostream>
#include <string>

namespace goufang::bench {

namespace {

/// Seconds of this thread. All sides of the query figures are one thread over warm memory: its own time is what a quiet
/// machine's clock would show, whatever else runs here.
double thread_seconds() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

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

std::string initials_of(const model::Buyer& b) { return lower(find::propose_mnemonic(b.name, 100)); }

std::string spoken(const std::string& name, std::size_t from, std::size_t count) {
    const find::Alphabet& alphabet = find::Alphabet::get();
    std::string out;
    for (std::size_t i = from; i < from + count; ++i) {
        const std::string c = cut(name, i, 1);
        std::size_t at = 0;
        const auto readings = alphabet.readings(alphabet.list_of(text::next_code_point(c, at)));
        if (!readings.empty()) out += readings[0];
    }
    return out.empty() ? "zhong" : out;
}

enum class Column { none, name, initials, tax_id, account };
constexpr const char* k_columns[] = {"", "name", "initials", "tax_id", "account"};

struct Kind {
    const char* name;
    Column column; ///< what the peers are asked; none = they have no such query
    bool trigram;  ///< trigram has the column and enough characters
    std::string (*query)(const model::Buyer& b, std::uint32_t random);
};

constexpr Kind k_kinds[] = {
    {"name, 1 character", Column::name, false,
     [](const model::Buyer& b, std::uint32_t r) { return cut(b.name, r % 9, 1); }},
    {"name, 2 characters", Column::name, false,
     [](const model::Buyer& b, std::uint32_t r) { return cut(b.name, r % 8, 2); }},
    {"name, 4 characters", Column::name, true,
     [](const model::Buyer& b, std::uint32_t r) { return cut(b.name, r % 6, 4); }},
    {"two words of 2 characters", Column::name, false,
     [](const model::Buyer& b, std::uint32_t r) { return cut(b.name, 0, 2) + " " + cut(b.name, 2 + r % 5, 2); }},
    {"initials, 1 letter", Column::initials, false,
     [](const model::Buyer& b, std::uint32_t r) { return initials_of(b).substr(r % 6, 1); }},
    {"initials, 2 letters", Column::initials, false,
     [](const model::Buyer& b, std::uint32_t r) { return initials_of(b).substr(r % 6, 2); }},
    {"initials, first 4", Column::initials, true,
     [](const model::Buyer& b, std::uint32_t) { return initials_of(b).substr(0, 4); }},
    {"initials, inner 4", Column::initials, true,
     [](const model::Buyer& b, std::uint32_t r) { return initials_of(b).substr(1 + r % 4, 4); }},
    {"full pinyin, 2 syllables", Column::none, false,
     [](const model::Buyer& b, std::uint32_t r) { return spoken(b.name, r % 4, 2); }},
    {"mixed: 2 characters and 2 letters", Column::none, false,
     [](const model::Buyer& b, std::uint32_t) { return cut(b.name, 0, 2) + initials_of(b).substr(2, 2); }},
    {"tax id, tail of 4", Column::tax_id, true,
     [](const model::Buyer& b, std::uint32_t) { return b.tax_id.substr(14); }},
    {"tax id, tail of 6", Column::tax_id, true,
     [](const model::Buyer& b, std::uint32_t) { return b.tax_id.substr(12); }},
    {"tax id, inner 6", Column::tax_id, true,
     [](const model::Buyer& b, std::uint32_t r) { return b.tax_id.substr(2 + r % 8, 6); }},
    {"account, tail of 6", Column::account, false,
     [](const model::Buyer& b, std::uint32_t) { return b.account.substr(b.account.size() - 6); }},
};

/// The values of one column one after the other, for memmem.
struct Arena {
    std::string bytes;
    void add(std::string_view value) { bytes.append(value).append(1, '\n'); }
    /// Rows that hold the word.
    std::size_t count(std::string_view word) const {
        std::size_t n = 0;
        const char* const end = bytes.data() + bytes.size();
        for (const char* p = bytes.data(); p < end; ++n) {
            p = static_cast<const char*>(memmem(p, static_cast<std::size_t>(end - p), word.data(), word.size()));
            if (!p) break;
            p = static_cast<const char*>(std::memchr(p, '\n', static_cast<std::size_t>(end - p))) + 1;
        }
        return n;
    }
};

struct Times {
    std::vector<double> all;
    void add(double seconds) { all.push_back(seconds * 1e3); }
    double p50() const { return percentile(all, 0.5); }
    double p99() const { return percentile(all, 0.99); }
    std::string text() const {
        if (all.empty()) return "-";
        char out[64];
        std::snprintf(out, sizeof out, "%.3f / %.3f", p50(), p99());
        return out;
    }
};

struct Peers {
    Sql sql{work_folder() + "/find-peer.db"};
    Arena arenas[5];
    double trigram_build = 0, lone_letters_build = 0;
};

void fill(Peers& peers, const store::Registry& registry, std::vector<model::Buyer>& sample, std::size_t step) {
    Sql& sql = peers.sql;
    sql.run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA mmap_size=4000000000;"
            "CREATE TABLE b(id INTEGER PRIMARY KEY, name, initials, tax_id, account); BEGIN");
    sqlite3_stmt* insert = sql.prepare("INSERT INTO b VALUES(?,?,?,?,?)");
    store::Query all;
    all.sort = store::SortKey::id;
    std::size_t i = 0;
    registry.each(all, [&](const model::Buyer& b) {
        if (i++ % step == 0) sample.push_back(b);
        const std::string initials = initials_of(b);
        sqlite3_bind_int64(insert, 1, b.id);
        int at = 2;
        for (const std::string* s : {&b.name, &initials, &b.tax_id, &b.account})
            sqlite3_bind_text(insert, at++, s->data(), static_cast<int>(s->size()), SQLITE_STATIC);
        sqlite3_step(insert);
        sqlite3_reset(insert);
        peers.arenas[static_cast<int>(Column::name)].add(b.name);
        peers.arenas[static_cast<int>(Column::initials)].add(initials);
        peers.arenas[static_cast<int>(Column::tax_id)].add(lower(b.tax_id));
        peers.arenas[static_cast<int>(Column::account)].add(b.account);
        return true;
    });
    sqlite3_finalize(insert);
    sql.run("COMMIT");
    double start = thread_seconds();
    sql.run("CREATE VIRTUAL TABLE f USING fts5(name, initials, tax_id, content='', tokenize='trigram');"
            "INSERT INTO f(rowid, name, initials, tax_id) SELECT id, name, initials, tax_id FROM b");
    peers.trigram_build = thread_seconds() - start;

    // One token a letter at its position, as the public tokenizer for Chinese and pinyin makes of a name.
    sql.run("CREATE VIRTUAL TABLE p USING fts5(letters, content='', tokenize='ascii'); BEGIN");
    sqlite3_stmt* letters = sql.prepare("INSERT INTO p(rowid, letters) VALUES(?,?)");
    sqlite3_stmt* read = sql.prepare("SELECT id, initials FROM b");
    std::string spaced;
    start = thread_seconds();
    while (sqlite3_step(read) == SQLITE_ROW) {
        spaced.clear();
        for (const auto* c = sqlite3_column_text(read, 1); *c; ++c) spaced.append(1, static_cast<char>(*c)) += ' ';
        sqlite3_bind_int64(letters, 1, sqlite3_column_int64(read, 0));
        sqlite3_bind_text(letters, 2, spaced.data(), static_cast<int>(spaced.size()), SQLITE_STATIC);
        sqlite3_step(letters);
        sqlite3_reset(letters);
    }
    sql.run("COMMIT");
    sqlite3_finalize(read);
    sqlite3_finalize(letters);
    peers.lone_letters_build = thread_seconds() - start;
}

std::string quoted(std::string_view column, std::string_view text) {
    return std::string(column) + " : \"" + std::string(text) + "\"";
}

/// A new connection's first query, which loads FTS5's structure.
double first_query(Column column, const std::string& text) {
    Times times;
    for (int round = 0; round < 5; ++round) {
        const double start = thread_seconds();
        Sql fresh(work_folder() + "/find-peer.db");
        sqlite3_stmt* s = fresh.prepare("SELECT rowid FROM f WHERE f MATCH ?");
        fresh.count(s, quoted(k_columns[static_cast<int>(column)], text));
        times.add(thread_seconds() - start);
        sqlite3_finalize(s);
    }
    return times.p50();
}

void bench_kind(Report& report, const find::Index& index, Peers& peers, const std::vector<model::Buyer>& sample,
                const Kind& kind) {
    Times ours, like, trigram, scan, lone;
    volatile std::size_t scanned = 0; // without a use of the count the scan would be left out
    const std::string column = k_columns[static_cast<int>(kind.column)];
    const bool words = std::string_view(kind.name).substr(0, 9) == "two words";
    std::string clause = column + " LIKE '%'||?1||'%'";
    if (words) clause += " AND " + column + " LIKE '%'||?2||'%'";
    sqlite3_stmt* by_like = column.empty() ? nullptr : peers.sql.prepare("SELECT id FROM b WHERE " + clause);
    sqlite3_stmt* by_trigram = kind.trigram ? peers.sql.prepare("SELECT rowid FROM f WHERE f MATCH ?") : nullptr;
    const bool letters = kind.column == Column::initials;
    sqlite3_stmt* by_letter = letters ? peers.sql.prepare("SELECT rowid FROM p WHERE p MATCH ?") : nullptr;
    if (by_trigram) peers.sql.count(by_trigram, quoted(column, sample[0].tax_id.substr(0, 5))); // structure load
    if (by_letter) peers.sql.count(by_letter, "\"x y z\"");
    const Arena& arena = peers.arenas[static_cast<int>(kind.column)];
    BuyerMaker random(5);
    std::string some, before = kind.query(sample.back(), 0);
    for (std::size_t q = 0; q < sample.size(); ++q) {
        const std::string text = kind.query(sample[q], random.below(1 << 20));
        some = text;
        const std::string first = text.substr(0, text.find(' ')), second = words ? text.substr(text.find(' ') + 1) : "";
        find::Request request;
        // One warm-up for each side but LIKE, whose table is warm from end to end; ours by the query before, because a
        // segment may keep the answer to this one.
        request.query = before;
        index.search(request);
        request.query = before = text;
        double began = thread_seconds();
        index.search(request);
        ours.add(thread_seconds() - began);
        if (by_like && q % 24 == 0) {
            if (words) sqlite3_bind_text(by_like, 2, second.data(), static_cast<int>(second.size()), SQLITE_TRANSIENT);
            began = thread_seconds();
            peers.sql.count(by_like, first);
            like.add(thread_seconds() - began);
        }
        if (by_trigram) {
            peers.sql.count(by_trigram, quoted(column, text));
            began = thread_seconds();
            peers.sql.count(by_trigram, quoted(column, text));
            trigram.add(thread_seconds() - began);
        }
        if (by_letter && q % 12 == 0) {
            std::string phrase = "\"";
            for (const char c : text) phrase.append(1, c) += ' ';
            began = thread_seconds();
            peers.sql.count(by_letter, phrase + "\"");
            lone.add(thread_seconds() - began);
        }
        if (kind.column != Column::none && !words) {
            const std::string folded = lower(text);
            began = thread_seconds();
            scanned = scanned + arena.count(folded);
            scan.add(thread_seconds() - began);
        }
    }
    for (sqlite3_stmt* s : {by_like, by_trigram, by_letter}) sqlite3_finalize(s);

    const std::string name = kind.name;
    report.figure("G2", name + ", p50", ours.p50(), "<= 2");
    report.figure("G2", name + ", p99", ours.p99(), "<= 8");
    if (by_like) report.row("G2", name + ", p50", ours.p50(), "LIKE, p50", like.p50(), ">= 50", "ms");
    if (by_letter && name.back() == '4')
        report.row("G2b", name + ", p50", ours.p50(), "FTS5, a token a letter, p50", lone.p50(), ">= 100", "ms");
    if (by_trigram) {
        report.row("G2c", name + ", p99", ours.p99(), "FTS5 trigram warm, p99", trigram.p99(),
                   kind.column == Column::name ? "<= 1" : "<= 3", "ms");
        if (kind.column != Column::name)
            report.row("G2c", name + ", p99", ours.p99(), "FTS5 trigram, first query", first_query(kind.column, some),
                       "<= 0.2", "ms");
    }
    std::cout << "| " + name + " | " + ours.text() + " | " + trigram.text() + " | " + like.text() + " | " +
                     scan.text() + " | " + lone.text() + " |"
              << std::endl;
}

void bench_edits(Report& report, find::Index& index, std::size_t n) {
    BuyerMaker maker(77);
    model::Buyer b;
    Times edits, removals;
    for (int i = 0; i < 1500; ++i) { // more than one small segment is filled
        maker.next(b);
        b.id = 1 + static_cast<model::BuyerId>(maker.below(static_cast<std::uint32_t>(n)));
        double t = thread_seconds();
        index.upsert(b);
        edits.add(thread_seconds() - t);
        if (i % 8 != 0) continue;
        t = thread_seconds();
        index.erase(b.id);
        removals.add(thread_seconds() - t);
    }
    report.figure("", "one edit in the index, p99", edits.p99(), "<= 1");
    report.figure("", "one removal from the index, p99", removals.p99(), "<= 1");
}

} // namespace

void bench_find(Report& report) {
    const std::size_t n = find_buyers();
    bench_find_load(report, n); // makes the registry, in processes of its own for clean figures of memory

    const auto registry = store::Registry::open(find_registry_path());
    find::Index index;
    double build = 0;
    {
        find::Alphabet::get();
        std::vector<model::Buyer> sample;
        Peers peers;
        fill(peers, registry, sample, std::max<std::size_t>(1, n / 240));
        build = process_seconds();
        find::load(index, registry);
        index.settle();
        build = process_seconds() - build;
        report.row("G2c", "search built from the registry, CPU of all threads", build, "FTS5 trigram, its inserts",
                   peers.trigram_build, ">= 15");
        double ready = process_seconds();
        index.prepare();
        index.settle();
        ready = process_seconds() - ready;
        report.figure("", "answers to the shortest words made ready behind it, CPU", ready, "", "s");
        std::cout << "\n| query, p50 / p99 in ms | goufang | FTS5 trigram | LIKE '%x%' | memmem | FTS5, a token a "
                     "letter |\n|---|---|---|---|---|---|\n";
        for (const Kind& kind : k_kinds) bench_kind(report, index, peers, sample, kind);
    }
    bench_edits(report, index, n);
    report.note(std::to_string(n) + " buyers; goufang answers from all fields, first 50 ranked and the exact total; "
                                    "the peers from one column, all row ids, unranked");
    report.note("query and edit times are those of the one thread that does the work (CLOCK_THREAD_CPUTIME_ID), for "
                "every side");
    report.note("G2b: the public FTS5 tokenizer for Chinese and pinyin is no Debian package; beside us stands FTS5 "
                "over the letters one by one, which is how that tokenizer looks for initials, without its syllables");
}

} // namespace goufang::bench
