// G9: check digits a second, beside python-stdnum over the same numbers in the same run.
#include "core/check/check.h"
#include "tests/bench/bench.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace goufang::bench {
namespace {

std::vector<std::string> credit_codes(std::size_t count) {
    constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    std::vector<std::string> codes;
    codes.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        std::string body = "MA";
        std::size_t rest = i * 48271 + 7;
        for (int k = 0; k < 6; ++k, rest /= 31) body += alphabet[rest % 31];
        body += check::org_check_char(body);
        std::string code = "91999999" + body;
        code += check::uscc_check_char(code);
        codes.push_back(std::move(code));
    }
    return codes;
}

} // namespace

void bench_check(Report& report) {
    const std::vector<std::string> codes = credit_codes(1'000'000);
    std::size_t valid = 0;
    const double ours = median_seconds(5, [&] {
        valid = 0;
        for (const std::string& code : codes) valid += check::uscc_valid(code);
    });
    if (valid != codes.size()) throw std::runtime_error("bench_check: a generated code is not valid");
    report.figure("G9", "credit codes checked, M/s on one thread", static_cast<double>(codes.size()) / ours / 1e6,
                  ">= 25", "M/s");

    // python-stdnum is slow: 50,000 of the numbers, scaled; it times itself so that its start does not count.
    const std::string list = work_folder() + "/codes.txt", script = work_folder() + "/peer_check.py",
                      answer = work_folder() + "/stdnum.txt";
    std::ofstream codes_file(list);
    for (std::size_t i = 0; i < 50'000; ++i) codes_file << codes[i] << '\n';
    codes_file.close();
    std::ofstream(script) << "import sys, time\n"
                             "from stdnum.cn import uscc\n"
                             "codes = open(sys.argv[1]).read().split()\n"
                             "start = time.perf_counter()\n"
                             "good = sum(map(uscc.is_valid, codes))\n"
                             "print(time.perf_counter() - start, good, file=open(sys.argv[2], 'w'))\n";
    try {
        run_seconds("/usr/bin/python3 '" + script + "' '" + list + "' '" + answer + "' 2>/dev/null");
    } catch (const std::exception&) {
        report.note("G9: python3-stdnum is not installed; its row is left out");
        return;
    }
    double theirs = 0;
    std::ifstream(answer) >> theirs;
    report.row("G9", "1 M credit codes", ours, "python-stdnum (50,000 scaled)", theirs * 20, ">= 250");
}

} // namespace goufang::bench
