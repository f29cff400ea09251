// tests/data/buyers.xls and buyers.xlsx hold the same table, written by two other programs.

#include "core/text/errors.h"
#include "tests/invoice/format_support.h"
#include "tests/invoice/workbook_support.h"
#include "tests/support/catch.h"
#include "tests/support/random_buyer.h"

using namespace goufang;
using namespace goufang::test;
using invoice::Row;
using invoice::RowKind;

namespace {

std::string fault(std::string_view bytes) {
    try {
        read_all("xls", bytes);
    } catch (const Error& e) {
        return e.code() == Code::container_broken ? e.args().at(1) : "other";
    }
    return "none";
}

} // namespace

TEST_CASE("xls: the same rows as from the newer kind", "[xls]") {
    const auto old = read_all("xls", data_file("buyers.xls")), fresh = read_all("xlsx", data_file("buyers.xlsx"));
    REQUIRE(old.size() == 604);
    REQUIRE(fresh.size() == 604);
    for (std::size_t i = 0; i < old.size(); ++i) {
        CAPTURE(i);
        CHECK(old[i].line == fresh[i].line);
        CHECK(old[i].kind == fresh[i].kind);
        if (i == 1) continue; // a formula: only one of the two programs calculates
        CHECK(model::to_json(old[i].buyer) == model::to_json(fresh[i].buyer));
    }
    CHECK(old[0].line == 4);
    CHECK(old[0].buyer.name == "测试甲有限公司");
    CHECK(old[0].buyer.tax_id == "91999999MA00000154");
    CHECK(old[0].buyer.account == "1202026219900123456");
    CHECK(old[0].buyer.phone == "13800000000");
    CHECK(old[0].buyer.remark == "12.5");
    CHECK(old[0].buyer.verified_on == "2025-11-22");
    for (const auto* rows : {&old, &fresh}) {
        CHECK((*rows)[1].findings.at(0).sentence == "file.damaged_precision");
        CHECK((*rows)[2].findings.at(0).sentence == "file.damaged_date");
        CHECK((*rows)[3].findings.at(0).sentence == "file.damaged_leading_zero");
        CHECK((*rows)[3].buyer.remark == "𠮷 😀 é");
    }
    CHECK(old[1].buyer.remark == "3");
    CHECK(fresh[1].buyer.remark.empty());
    CHECK(old[603].buyer.name == "测试客户第599号有限责任公司分支机构");
    invoice::ReadOptions o;
    o.sheet = "旧";
    CHECK(read_all("xls", data_file("buyers.xls"), o).at(0).buyer.name == "旧客户");
    CHECK(invoice::sniff(data_file("buyers.xls"), "xlsx") == &format("xls"));
}

TEST_CASE("xls: what it is not is said", "[xls]") {
    CHECK(fault(data_file("buyers-biff5.xls")) == "xls.old");
    CHECK(fault("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") == "xls.broken");
    CHECK(fault("nothing of the kind") == "xls.broken");
    // A workbook with a password: the stream's name is all that shows.
    std::string locked = data_file("buyers-small.xls");
    const auto utf16 = [](std::string_view s) {
        std::string out;
        for (const char c : s) out += c, out += '\0';
        return out;
    };
    const std::size_t at = locked.find(utf16("Workbook"));
    REQUIRE(at != std::string::npos);
    const std::string name = utf16("EncryptedPackage");
    locked.replace(at, name.size(), name);
    locked[at + 64] = static_cast<char>(name.size() + 2);
    CHECK(fault(locked) == "xlsx.encrypted");
    CHECK(invoice::sniff(locked, "xlsx") == &format("xls"));
    std::string other = data_file("buyers-small.xls");
    other.replace(other.find(utf16("Workbook")), 16, utf16("WordDocu"));
    CHECK(fault(other) == "xlsx.not_workbook");
    CHECK(invoice::sniff(other, "xls") == nullptr);
    CHECK(error_of([] { write("xls", {}, {}); }) == "cannot_write");
}

TEST_CASE("xls: damage anywhere is an error or rows", "[xls]") {
    const std::string bytes = data_file("buyers.xls");
    Random random(5);
    for (int i = 0; i < 600; ++i) {
        std::string bad = bytes;
        for (std::size_t k = 0; k < 1 + random.below(4); ++k)
            bad[random.below(i % 3 ? bad.size() : 1536)] = static_cast<char>(random.below(256));
        if (i % 5 == 0) bad.resize(random.below(bad.size()));
        const std::string f = bad.empty() ? "none" : fault(bad);
        CHECK(f != "internal");
    }
}
