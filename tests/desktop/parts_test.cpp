// What the window is made of below its controls: columns, selection, dates, the health queue, the import's source.
#include "app/desktop/columns.h"
#include "app/desktop/health.h"
#include "app/desktop/import_source.h"
#include "app/desktop/row_ids.h"
#include "app/desktop/row_selection.h"
#include "app/desktop/today.h"
#include "core/store/operations.h"
#include "core/text/errors.h"
#include "tests/support/catch.h"

#include <filesystem>
#include <fstream>
#include <random>
#include <set>

using namespace goufang;
using namespace goufang::desktop;

namespace {

struct Folder {
    Folder()
        : path(std::filesystem::temp_directory_path() / ("goufang-desktop-" + std::to_string(std::random_device{}()))) {
        std::filesystem::create_directories(path);
    }
    ~Folder() { std::filesystem::remove_all(path); }
    std::string at(const std::string& name) const { return (path / name).string(); }
    std::filesystem::path path;
};

} // namespace

TEST_CASE("columns: what a person chose comes back, unknown and doubled names do not") {
    ColumnLayout layout = ColumnLayout::standard();
    std::swap(layout.entries[0], layout.entries[3]);
    layout.entries[1].width = 333;
    layout.entries[2].shown = false;
    const std::string text = layout.to_text();
    CHECK(ColumnLayout::from_text(text).to_text() == text);
    const ColumnLayout odd = ColumnLayout::from_text("name:9,nonsense:20,name:500,-code:x,tax_id:99999");
    CHECK(odd.entries.size() == k_column_count);
    CHECK(odd.entries[0].column == Column::name);
    CHECK(odd.entries[0].width == 24);
    CHECK(odd.entries[1].column == Column::code);
    CHECK_FALSE(odd.entries[1].shown);
    CHECK(odd.entries[2].width == 2000);
    CHECK(ColumnLayout::from_text("").to_text() == ColumnLayout::standard().to_text());
    CHECK(sort_to_text(sort_from_text("name,-code,nonsense")) == "name,-code");
    for (std::size_t i = 0; i < k_column_count; ++i) CHECK(static_cast<std::size_t>(columns()[i].column) == i);
}

TEST_CASE("row selection: behaves as a set of rows") {
    std::mt19937 random(7);
    RowSelection selection;
    std::set<std::size_t> reference;
    for (int step = 0; step < 3000; ++step) {
        const std::size_t a = random() % 40, b = random() % 40;
        switch (random() % 4) {
        case 0:
            selection.add(a, b);
            for (std::size_t i = std::min(a, b); i <= std::max(a, b); ++i) reference.insert(i);
            break;
        case 1:
            selection.toggle(a);
            if (reference.erase(a) == 0) reference.insert(a);
            break;
        case 2:
            selection.remove(a);
            reference.erase(a);
            break;
        default:
            if (random() % 10 != 0) break;
            selection.set(a, b);
            reference.clear();
            for (std::size_t i = std::min(a, b); i <= std::max(a, b); ++i) reference.insert(i);
        }
        std::set<std::size_t> seen;
        selection.each([&](std::size_t row) { CHECK(seen.insert(row).second); });
        REQUIRE(seen == reference);
        REQUIRE(selection.count() == reference.size());
        REQUIRE(selection.contains(a) == reference.contains(a));
    }
}

TEST_CASE("ids of rows, whatever their size", "[desktop]") {
    const std::vector<model::BuyerId> wide = {7, 0xFFFFFFFF, std::int64_t{1} << 40, 9, 7};
    const std::vector<model::BuyerId> narrow = {7, 0xFFFFFFFF, 9};
    for (const auto& wanted : {std::vector<model::BuyerId>{}, narrow, wide}) {
        RowIds ids;
        CHECK(ids.empty());
        for (const model::BuyerId id : wanted) ids.push_back(id);
        REQUIRE(ids.size() == wanted.size());
        std::size_t row = 0;
        for (const model::BuyerId id : ids) CHECK(id == wanted[row++]);
        CHECK(row == wanted.size());
        for (row = 0; row < wanted.size(); ++row) {
            CHECK(ids[row] == wanted[row]);
            CHECK(wanted[ids.find(wanted[row])] == wanted[row]);
        }
        CHECK(ids.find(8) == ids.size());
        for (std::size_t n = 0; n <= wanted.size(); ++n) { // its beginnings, and what is not one
            RowIds start;
            for (row = 0; row < n; ++row) start.push_back(wanted[row]);
            CHECK(ids.starts_with(start));
            start.push_back(8);
            CHECK_FALSE(ids.starts_with(start));
        }
        ids.clear();
        CHECK(ids.empty());
    }
}

TEST_CASE("dates: a year before, local minutes") {
    CHECK(year_before("2026-11-22") == "2025-11-22");
    CHECK(year_before("2024-02-29") == "2023-02-28");
    CHECK(year_before("nonsense") == "nonsense");
    CHECK(local_minute("2026-11-22T08:05:00Z").size() == 16);
    CHECK(local_minute("nonsense") == "nonsense");
    CHECK(today_text().size() == 10);
}

TEST_CASE("health: groups, fixes as one step, and what was set aside stays aside until it changes") {
    const Folder folder;
    store::Registry registry = store::Registry::create(folder.at("h.goufang"), "x");
    const auto add = [&](const std::string& name, const std::string& tax_id) {
        model::Buyer b;
        b.name = name;
        b.tax_id = tax_id;
        store::add_buyer(registry, b);
        return b.id;
    };
    const auto wrong = add("测试甲有限公司", "91999999MA00000155");
    add("测试乙有限公司", "91999999MA0000023Y");
    const auto spaced = add("测试  丙有限公司", "91999999MA00000154");
    add("测试乙有限公司", "");
    const std::atomic<bool> go{false};
    const auto look = [&](const Dismissals& d) { return check_library(registry, d, go, [](std::int64_t) {}); };
    const auto group = [](const HealthReport& r, std::string_view rule) {
        for (const HealthGroup& g : r.groups)
            if (g.rule == rule) return g.count;
        return std::int64_t{0};
    };
    HealthReport report = look(Dismissals());
    CHECK(report.buyers == 4);
    CHECK(group(report, "tax_id.check_digit") == 1);
    CHECK(group(report, k_same_name) == 1); // of two

    CHECK(group(report, k_uncategorised_rule) == 4);
    REQUIRE_FALSE(report.groups.empty());
    CHECK(report.groups.front().severity == check::Severity::error);

    Dismissals aside;
    for (const HealthGroup& g : report.groups)
        if (g.rule == "tax_id.check_digit") aside.add(wrong, g.items.front().finding, "原件如此\n第二行");
    const Dismissals again(aside.to_text());
    CHECK(again.size() == 1);
    report = look(again);
    CHECK(report.dismissed == 1);
    CHECK(group(report, "tax_id.check_digit") == 0);
    auto b = *registry.buyer(wrong);
    b.tax_id = "91999999MA00000156";
    store::edit_buyer(registry, b);
    CHECK(group(look(again), "tax_id.check_digit") == 1);

    std::vector<HealthItem> fixes;
    for (const HealthGroup& g : look(again).groups)
        for (const HealthItem& item : g.items)
            if (item.id == spaced && item.finding.fix && item.finding.field == model::Field::name)
                fixes.push_back(item);
    REQUIRE_FALSE(fixes.empty());
    const std::size_t steps = registry.history(100).size();
    CHECK(apply_fixes(registry, fixes) == 1);
    CHECK(registry.history(100).size() == steps + 1);
    CHECK(registry.buyer(spaced)->name.find("  ") == std::string::npos);
    registry.undo();
    CHECK(registry.buyer(spaced)->name == "测试  丙有限公司");
}

TEST_CASE("import source: a record is found by its line and replaced for this import only") {
    const Folder folder;
    const std::string path = folder.at("x.csv");
    const std::string text = "编码,名称,税号\r\n001,测试甲有限公司,91999999MA00000155\r\n002,测试乙有限公司,\r\n";
    std::ofstream(path, std::ios::binary) << text;
    ImportSource source(path);
    const auto seen = source.preview(10);
    CHECK(seen.format->id == "csv");
    REQUIRE(seen.rows.size() == 2);
    CHECK(seen.rows[1].buyer.name == "测试乙有限公司");
    const auto record = source.record(2);
    REQUIRE(record);
    CHECK(record->text.find("91999999MA00000155") != std::string::npos);
    std::string mended = record->text;
    mended.replace(mended.find("155"), 3, "154");
    source.replace(*record, mended);
    CHECK(source.corrected());
    CHECK(source.preview(10).rows[0].buyer.tax_id == "91999999MA00000154");
    CHECK_FALSE(source.record(99));
    std::ifstream in(path, std::ios::binary);
    CHECK(std::string(std::istreambuf_iterator<char>(in), {}) == text);
    std::ofstream(folder.at("empty.csv")).close();
    CHECK_THROWS_AS(ImportSource(folder.at("empty.csv")), Error);
}
