// G4b and G5: from opening the registry to answers, and what the answers cost in memory. Each measurement runs in a
// process of its own, so that one does not live in what another left behind.

#include "core/find/index.h"
#include "core/find/load.h"
#include "tests/bench/bench_find.h"
#include "tests/bench/make_buyers.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <memory>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace goufang::bench {

namespace {

using Figures = std::array<double, 6>;

Figures in_child(const std::function<void(Figures&)>& measure) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("pipe");
    const pid_t child = fork();
    if (child == 0) {
        Figures f{};
        int status = 0;
        try {
            measure(f);
        } catch (...) {
            status = 1;
        }
        if (write(ends[1], f.data(), sizeof f) != static_cast<ssize_t>(sizeof f)) status = 1;
        _exit(status);
    }
    close(ends[1]);
    Figures f{};
    const bool read_all = read(ends[0], f.data(), sizeof f) == static_cast<ssize_t>(sizeof f);
    close(ends[0]);
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0 || !read_all)
        throw std::runtime_error("a measurement failed");
    return f;
}

/// Resident bytes that are not pages of mapped files.
double own_bytes() {
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);)
        if (line.compare(0, 8, "RssAnon:") == 0) return std::strtod(line.c_str() + 8, nullptr) * 1024;
    return 0;
}

void make_registry(std::size_t n) {
    store::Options options;
    options.automatic_backup = false;
    auto registry = store::Registry::create(find_registry_path(), "bench", options);
    auto tx = registry.begin_bulk(store::StepKind::import_file, {}, static_cast<std::int64_t>(n));
    BuyerMaker maker;
    model::Buyer b;
    for (std::size_t i = 0; i < n; ++i) {
        maker.next(b);
        b.id = 0;
        b.category = 0;
        b.mnemonic = find::propose_mnemonic(b.name);
        tx.bulk_insert(b);
    }
    tx.commit();
}

store::Registry open() {
    store::Options options;
    options.automatic_backup = false;
    return store::Registry::open(find_registry_path(), options);
}

template <class String> double naive_bytes_per_buyer() {
    constexpr std::size_t rows = 100000;
    const double before = own_bytes();
    auto all = std::make_unique<std::vector<std::array<String, 12>>>();
    all->reserve(rows);
    BuyerMaker maker;
    model::Buyer b;
    const std::string path = "企业客户/华东/制造业/重点客户";
    for (std::size_t i = 0; i < rows; ++i) {
        maker.next(b);
        const std::string category = std::to_string(b.category), mnemonic = find::propose_mnemonic(b.name);
        const std::string* const values[] = {&b.code, &b.name,    &mnemonic, &b.tax_id, &b.address, &b.phone,
                                             &b.bank, &b.account, &b.email,  &category, &path,      &b.remark};
        auto& row = all->emplace_back();
        for (std::size_t k = 0; k < row.size(); ++k) row[k] = String(*values[k]);
    }
    return (own_bytes() - before) / static_cast<double>(rows);
}

/// wxString as it is on Linux: a wide string and a pointer and length for its last conversion.
struct WideString {
    std::wstring text;
    void* converted = nullptr;
    std::size_t converted_length = 0;
    WideString() = default;
    explicit WideString(const std::string& utf8) {
        for (const char c : utf8)
            if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) text += static_cast<wchar_t>(c);
        text.shrink_to_fit();
    }
};

/// From opening the file: [0] first 50 rows, [1] every search answers, [2] at full speed; CPU of the last in [3].
void load_times(Figures& f) {
    const double start = now(), cpu = process_seconds();
    const auto registry = open();
    store::Query page;
    page.limit = 50;
    std::size_t rows = 0;
    registry.each(page, [&](const model::Buyer&) { return ++rows != 0; });
    f[0] = now() - start;
    find::Index index;
    find::load(index, registry);
    f[1] = now() - start;
    f[4] = process_seconds() - cpu;
    index.settle();
    f[2] = now() - start;
    f[3] = process_seconds() - cpu;
}

void select_times(Figures& f) {
    double start = now(), cpu = process_seconds();
    Sql sql(find_registry_path());
    sqlite3_stmt* s = sql.prepare("SELECT name, mnemonic, tax_id FROM buyer");
    std::size_t bytes = 0;
    while (sqlite3_step(s) == SQLITE_ROW)
        for (int i = 0; i < 3; ++i)
            if (sqlite3_column_text(s, i)) bytes += static_cast<std::size_t>(sqlite3_column_bytes(s, i));
    sqlite3_finalize(s);
    f[0] = bytes != 0 ? now() - start : 0;
    f[1] = process_seconds() - cpu;
}

} // namespace

std::size_t find_buyers() {
    const char* text = std::getenv("GOUFANG_BENCH_BUYERS");
    const long n = text ? std::strtol(text, nullptr, 10) : 0;
    return n > 0 ? static_cast<std::size_t>(n) : 1000000;
}

std::string find_registry_path() { return work_folder() + "/find.goufang"; }

double process_seconds() {
    timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

void bench_find_load(Report& report, std::size_t n) {
    work_folder(); // this process's, not a child's
    in_child([&](Figures&) { make_registry(n); });

    const double buyers = static_cast<double>(n);
    const Figures memory = in_child([&](Figures& f) {
        const auto registry = open();
        model::Buyer b;
        b.name = "测试甲有限公司";
        find::Index one; // tables that even an empty list has
        one.add(b);
        one.finish();
        f[0] = own_bytes();
        find::Index index;
        find::load(index, registry);
        index.prepare();
        index.settle();
        f[1] = own_bytes();
        f[2] = static_cast<double>(index.memory_bytes());
    });
    const double per_buyer = (memory[1] - memory[0]) / buyers;
    const double narrow = in_child([](Figures& f) { f[0] = naive_bytes_per_buyer<std::string>(); })[0];
    const double wide = in_child([](Figures& f) { f[0] = naive_bytes_per_buyer<WideString>(); })[0];
    report.figure("G5", "memory of a buyer, search ready, above the empty list", per_buyer, "<= 170", "B");
    report.row("G5", "the same", per_buyer, "12 wxString-like", wide, "<= 0.15", "B");
    report.row("", "the same", per_buyer, "12 std::string", narrow, "", "B");
    report.figure("", "of it told by the index itself", memory[2] / buyers, "", "B");

    std::array<std::vector<double>, 6> ours, select;
    for (int round = 0; round < 5; ++round) {
        const Figures a = in_child(load_times), b = in_child(select_times);
        for (std::size_t i = 0; i < a.size(); ++i) {
            ours[i].push_back(a[i]);
            select[i].push_back(b[i]);
        }
    }
    const auto median = [](const std::vector<double>& v) { return percentile(v, 0.5); };
    report.figure("G4b", "file opened -> first page of the list", median(ours[0]) * 1e3, "");
    report.figure("G4b", "file opened -> every search answers", median(ours[1]), "<= 0.6", "s");
    report.row("G4b", "the same", median(ours[1]), "SELECT name, mnemonic, tax_id", median(select[0]), "");
    report.row("G4b", "the same, CPU of all threads", median(ours[4]), "its CPU", median(select[1]), "");
    report.figure("", "file opened -> block indices built too", median(ours[2]), "", "s");
    report.figure("", "the same, CPU of all threads", median(ours[3]), "", "s");
}

} // namespace goufang::bench
