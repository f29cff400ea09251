// goufang-bench [NAME...]: measures the goals of the performance page beside their peers and prints the ratios.
// Run it from a release build on a quiet machine. Exit status 1 when a bound is missed.
#include "tests/bench/bench.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <string_view>
#include <vector>

int main(int argc, char** argv) {
    using namespace goufang::bench;
    static constexpr auto benches = std::to_array<Bench>({{"charset", bench_charset},
                                                          {"check", bench_check},
                                                          {"parse", bench_parse},
                                                          {"export", bench_export},
                                                          {"save", bench_save},
                                                          {"import", bench_import},
#ifdef GOUFANG_BENCH_DESKTOP
                                                          {"desktop", bench_desktop},
#endif
                                                          {"find", bench_find},
                                                          {"xlsx", bench_xlsx}});
#ifdef GOUFANG_BENCH_DESKTOP
    if (argc > 2 && std::string_view(argv[1]) == k_desktop_child) return desktop_child(argc, argv);
#endif
    const std::vector<std::string_view> wanted(argv + 1, argv + argc);
    for (const std::string_view name : wanted) {
        if (std::none_of(benches.begin(), benches.end(), [&](const Bench& b) { return b.name == name; })) {
            std::cerr << "goufang-bench: there is no \"" << name << "\"; there are:";
            for (const Bench& b : benches) std::cerr << ' ' << b.name;
            std::cerr << '\n';
            return 2;
        }
    }
    Report report;
    for (const Bench& b : benches) {
        if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), b.name) == wanted.end()) continue;
        std::cerr << b.name << ' ';
        b.run(report);
        std::cerr << '\n';
    }
    report.print();
    return report.missed() == 0 ? 0 : 1;
}
