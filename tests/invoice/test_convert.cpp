// File to file and the check of a file, both without a registry.

#include "core/text/charset.h"
#include "tests/invoice/transfer_support.h"
#include "tests/support/catch.h"

#include <atomic>

using namespace goufang;
using namespace goufang::invoice;
using namespace goufang::invoice::test;

namespace {

struct Converted {
    ExportResult result;
    std::string bytes;
    std::vector<Problem> problems;
    std::vector<ReportLine> lines;
};

Converted convert_text(std::string_view bytes, std::string_view from, std::string_view to, WriteOptions write = {}) {
    Converted c;
    file::StringSink sink;
    c.result = convert(
        bytes, *format(from), {}, *format(to), write, sink, [&](const Problem& p) { c.problems.push_back(p); },
        [&](const ReportLine& l) { c.lines.push_back(l); });
    c.bytes = std::move(sink.text);
    return c;
}

const std::vector<std::string> k_rows = {"01~~华东~~",
                                         "0101~~浙江~~",
                                         row("010101", "甲有限公司", tax_id(1)),
                                         row("010102", "乙有限公司", tax_id(2)),
                                         "02~~华北~~",
                                         row("0201", "丙有限公司", tax_id(3))};

} // namespace

TEST_CASE("convert: a tree and its buyers through every tree format and back are the same bytes") {
    const std::string text = aisino(k_rows);
    for (const char* way : {"csv", "tsv", "goufang-json", "kehubianma-xml"}) {
        INFO(way);
        const Converted there = convert_text(text, "aisino-text", way);
        CHECK(there.result.written == 3);
        CHECK(there.result.skipped == 0);
        CHECK(there.lines.empty());
        CHECK(there.problems.empty());
        const Converted back = convert_text(there.bytes, way, "aisino-text");
        CHECK(back.result.written == 3);
        CHECK(back.problems.empty());
        CHECK(back.bytes == text);
    }
}

TEST_CASE("convert: losses and bad records are named") {
    std::vector<std::string> rows = k_rows;
    rows.push_back("0202~~短行~~~~");
    rows.push_back(row("0201", "重码公司", tax_id(4)));
    WriteOptions goods;
    goods.goods = Goods{"服务费", "3049900000000000000", "0.06", "100.00"};
    const Converted kp = convert_text(aisino(rows), "aisino-text", "kp-xml", goods);
    CHECK(kp.result.written == 4);
    CHECK(kp.result.skipped == 1);
    REQUIRE(kp.lines.size() == 1);
    CHECK(kp.lines[0].outcome == Outcome::rejected);
    CHECK(kp.lines[0].findings[0].rule == "aisino.short_row");
    CHECK(std::any_of(kp.problems.begin(), kp.problems.end(),
                      [](const Problem& p) { return p.finding.rule == "export.category_not_carried"; }));
    // where codes must be unique the second one gets another
    const Converted again = convert_text(aisino(rows), "aisino-text", "kehubianma-xml");
    CHECK(again.result.written == 4);
    CHECK(again.result.adjusted == 1);
    CHECK(std::any_of(again.problems.begin(), again.problems.end(), [](const Problem& p) {
        return p.finding.rule == "export.code_twice" && p.finding.fix == "0202";
    }));
}

TEST_CASE("convert: paths without codes become a coded tree") {
    const std::string csv = "名称,分类\r\n甲公司,华东/浙江\r\n乙公司,华北\r\n丙公司,\r\n丁公司,华东/浙江\r\n";
    const Converted c = convert_text(csv, "csv", "aisino-text");
    CHECK(c.result.written == 4);
    TempRegistry r;
    const Imported i = import(*r, c.bytes);
    CHECK(i.result.counts.added == 4);
    CHECK(i.lines.empty());
    CHECK(r->tree().path(r->by_name("丁公司").at(0).category) == "华东/浙江");
    CHECK(r->by_name("丙公司").at(0).category == 0);
}

TEST_CASE("convert: refusals") {
    const std::string text = aisino(k_rows);
    CHECK(thrown([&] { convert_text(text, "aisino-text", "sjjk-text"); }) == Code::cannot_write);
    CHECK(thrown([&] { convert_text("", "aisino-text", "csv"); }) == Code::file_empty);
    std::atomic<bool> cancel{true};
    file::StringSink sink;
    CHECK(thrown([&] { convert(text, *format("aisino-text"), {}, *format("csv"), {}, sink, {}, {}, &cancel); }) ==
          Code::cancelled);
}

TEST_CASE("check of a file: findings by line, doubles within the file, the target's own rules") {
    const std::string text =
        aisino({"01~~华东~~", row("0101", "甲有限公司", "91999999MA00000155"), row("0102", "乙有限公司", tax_id(2)),
                row("0102", "丙有限公司", tax_id(3)), row("0103", "丁,有限公司")});
    std::map<std::int64_t, std::vector<std::string>> found;
    const auto report = [&](const ReportLine& l) {
        for (const auto& f : l.findings) found[l.line].emplace_back(f.rule);
    };
    CheckOptions o;
    const CheckResult c = check_file(text, "a.txt", o, report);
    CHECK(c.format->id == "aisino-text");
    CHECK(c.rows == 4);
    CHECK(c.categories == 1);
    CHECK(c.refused == 1);
    const auto has = [&](std::int64_t line, const char* rule) {
        return std::find(found[line].begin(), found[line].end(), rule) != found[line].end();
    };
    CHECK(has(5, "tax_id.check_digit"));
    CHECK(has(7, "import.code_twice"));
    CHECK(has(8, "tax_id.missing"));
    found.clear();
    o.profile = "special";
    check_file(text, "a.txt", o, report);
    CHECK(has(8, "tax_id.missing"));
    o.profile = "no-such";
    CHECK(thrown([&] { check_file(text, "a.txt", o, report); }) == Code::bad_argument);
}
