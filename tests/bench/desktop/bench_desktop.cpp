// G3, G4 and G5 of the window: start, keystrokes and memory with a million buyers, beside an empty frame and a
// wxDataViewCtrl over as many rows. Each measurement is a process of its own (desktop_child.cpp), in turn.
#include "core/find/index.h"
#include "core/store/registry.h"
#include "tests/bench/bench.h"
#include "tests/bench/make_buyers.h"

#include <cstdio>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <unistd.h>

namespace goufang::bench {

namespace {

using Figures = std::map<std::string, std::vector<double>>;

constexpr int k_rounds = 5;

void make_registry(const std::string& path, std::size_t n) {
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
        b.mnemonic = find::propose_mnemonic(b.name);
        tx.bulk_insert(b);
    }
    tx.commit();
}

/// Adds what a child prints. The time of its start goes along: what it measures begins before its main().
void measure(const std::string& mode, const std::string& argument, Figures& into) {
    setenv("GOUFANG_BENCH_START", std::to_string(now()).c_str(), 1);
    const std::string command =
        "/proc/" + std::to_string(getpid()) + "/exe " + std::string(k_desktop_child) + " " + mode + " " + argument;
    FILE* out = popen(command.c_str(), "r");
    if (out == nullptr) throw std::runtime_error("cannot run: " + command);
    char key[64];
    double value = 0;
    while (std::fscanf(out, "%63s %lf", key, &value) == 2) into[mode + argument + "." + key].push_back(value);
    if (pclose(out) != 0) throw std::runtime_error("failed: " + command);
}

} // namespace

void bench_desktop(Report& report) {
    if (std::getenv("DISPLAY") == nullptr) {
        report.note("desktop: not measured, there is no display; run it under xvfb-run -a");
        return;
    }
    const char* wanted = std::getenv("GOUFANG_BENCH_BUYERS");
    const std::size_t many = wanted == nullptr ? 1'000'000 : std::strtoul(wanted, nullptr, 10);
    const std::string large = work_folder() + "/large.goufang", small = work_folder() + "/small.goufang";
    make_registry(large, many);
    make_registry(small, 1000);
    for (const char* folder : {"XDG_CONFIG_HOME", "XDG_CACHE_HOME"}) setenv(folder, work_folder().c_str(), 1);
    setenv("NO_AT_BRIDGE", "1", 1);
    Figures f;
    const std::string rows = std::to_string(many);
    for (int round = 0; round < k_rounds; ++round) {
        measure("empty", "", f);
        measure("start", small, f);
        measure("start", large, f);
        measure("dataview", rows, f);
    }
    measure("keys", large, f);
    const auto median = [&](const std::string& key) { return percentile(f.at(key), 0.5); };
    const auto starts = [&](const std::string& what, const std::string& key) {
        const double start = median("start" + large + key);
        report.row("G4", what + ", " + rows + " buyers", start, "the same, 1000", median("start" + small + key),
                   "<= 1.10");
        report.row("G4", "the same", start, "empty wxFrame", median("empty" + key), "<= 1.8");
        report.row("G4", "the same", start, "wxDataViewCtrl", median("dataview" + rows + key), "<= 0.35");
    };
    starts("start to the first rows drawn", ".drawn");
    starts("processor time of the window's thread till then", ".cpu");
    report.figure("G5", "memory but mapped files, search ready", median("start" + large + ".resident") / 1e6, "<= 220",
                  "MB");
    report.figure("G5", "a buyer, above the empty frame",
                  (median("start" + large + ".resident") - median("empty.resident")) / static_cast<double>(many),
                  "<= 170", "B");
    const std::string keys = "keys" + large;
    report.row("G3", "result set of all rows", median(keys + ".switch"), "wxDataViewCtrl Reset",
               median("dataview" + rows + ".reset"), ">= 1000");
    const auto spread = [&](const char* key, const std::string& what, const char* p95, const char* p99) {
        const std::vector<double>& times = f.at(keys + "." + key);
        report.figure("G3", what + ", p50", percentile(times, 0.50) * 1e3, "");
        report.figure("G3", what + ", p95", percentile(times, 0.95) * 1e3, p95);
        report.figure("G3", what + ", p99", percentile(times, 0.99) * 1e3, p99);
    };
    spread("letter", "letter typed to the answer painted", "<= 33", "<= 50");
    spread("letter_cpu", "processor time of the window's thread for it", "", "");
    spread("arrow", "arrow key to row and form painted", "<= 33", "<= 50");
    spread("arrow_cpu", "processor time of the window's thread for it", "", "");
}

} // namespace goufang::bench
