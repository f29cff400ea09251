#include "tests/store/sample.h"
#include "tests/support/catch.h"

#include <map>
#include <set>

using namespace goufang;
using namespace goufang::store;
using namespace goufang::store::test;

namespace {

StepId import(Registry& r, int n, CategoryId category, const std::string& head) {
    Transaction tx = r.begin_bulk(StepKind::import_file, {"导入.txt", std::to_string(n)}, n);
    for (int i = 0; i < n; ++i) {
        Buyer b = sample_buyer(i, category);
        b.code = head + std::to_string(1000 + i);
        tx.bulk_insert(b);
    }
    return tx.commit();
}

} // namespace

TEST_CASE("N01: an import is undone after a restart and keeps what was edited since") {
    Folder dir;
    const std::string path = dir / "r.goufang";
    std::string tree_before;
    StepId step = 0;
    std::set<BuyerId> edited;
    {
        Registry r = Registry::create(path, "甲", quiet());
        const CategoryId east = add_category(r, 0, "华东");
        for (int i = 0; i < 10; ++i) {
            Buyer b = sample_buyer(9000 + i, east);
            add_buyer(r, b);
        }
        tree_before = dump(r, false);
        step = import(r, 500, east, "x");
        for (const char* code : {"x1003", "x1250", "x1499"}) {
            Buyer b = *r.by_code(code);
            b.remark = "改过";
            edit_buyer(r, b);
            edited.insert(b.id);
        }
        CHECK(r.info().buyers == 510);
    }
    Registry r = Registry::open(path, quiet());
    const std::string full = dump(r, false);
    const UndoReport report = r.undo(step);
    CHECK(report.step == step);
    CHECK(report.new_step != 0);
    CHECK(report.reversed_count == 497);
    CHECK(report.reversed.size() == 497);
    CHECK(report.failed.empty());
    REQUIRE(report.kept.size() == 3);
    for (const auto& item : report.kept) {
        CHECK(edited.contains(item.buyer));
        CHECK(item.reason == "undo.changed_since");
        CHECK(item.name.starts_with("测试"));
        CHECK(item.code.starts_with("x1"));
    }
    CHECK(r.info().buyers == 13);
    CHECK(r.integrity() == "ok");
    std::vector<std::string> args = r.history(1)[0].args;
    CHECK(args == std::vector<std::string>{std::to_string(step), "import_file", "497", "3", "0", "导入.txt", "500"});
    r.undo(); // the undo is undone
    CHECK(dump(r, false) == full);
    r.redo();
    CHECK(r.info().buyers == 13);
    recycle_buyers(r, std::vector<BuyerId>(edited.begin(), edited.end()));
    Query q;
    CHECK(r.count(q) == 10);
    CHECK(tree_before.find("华东") != std::string::npos);
    CHECK(r.tree().size() == 1);
    // nothing is left to reverse: no step
    CHECK(r.undo(step).new_step == 0);
}

TEST_CASE("an import over existing rows is taken back row by row") {
    Folder dir;
    Registry r = Registry::create(dir / "r.goufang", "甲", quiet());
    const CategoryId east = add_category(r, 0, "华东");
    for (int i = 0; i < 20; ++i) {
        Buyer b = sample_buyer(i, east);
        add_buyer(r, b);
    }
    const std::string friday = dump(r, false);
    Transaction tx = r.begin_bulk(StepKind::import_file, {}, 40);
    Category fresh;
    fresh.name = "导入的类";
    tx.insert(fresh);
    for (BuyerId id = 1; id <= 10; ++id) {
        Buyer b = *r.buyer(id);
        b.name += "被覆盖";
        b.category = fresh.id;
        tx.update(b);
    }
    for (int i = 0; i < 20; ++i) {
        Buyer b = sample_buyer(100 + i, fresh.id);
        b.code = "y" + std::to_string(i);
        tx.bulk_insert(b);
    }
    const StepId step = tx.commit();
    Buyer b = *r.buyer(3);
    b.remark = "改过";
    edit_buyer(r, b);
    const UndoReport report = r.undo(step);
    CHECK(report.reversed_count == 29);
    REQUIRE(report.kept.size() == 2); // the row, and the category that it stands in
    CHECK(report.kept[0].buyer == 3);
    CHECK(report.kept[1].category == fresh.id);
    CHECK(report.kept[1].reason == "undo.in_use");
    r.undo();
    r.undo();
    r.undo(step);
    CHECK(dump(r, false) == friday);
    CHECK(r.integrity() == "ok");
}

TEST_CASE("rows that cannot go back are listed with the reason, the others go") {
    Folder dir;
    Registry r = Registry::create(dir / "r.goufang", "甲", quiet());
    const CategoryId east = add_category(r, 0, "华东"), west = add_category(r, 0, "华西");
    const CategoryId zj = add_category(r, east, "浙江");
    for (int i = 0; i < 6; ++i) {
        Buyer b = sample_buyer(i, east);
        b.code = "a" + std::to_string(i);
        add_buyer(r, b);
    }
    Transaction tx = r.begin(StepKind::recode_category);
    // a0->b0; a1->a0 (a chain); a2->b2; a3 to the bin; 浙江 renamed
    tx.recode(std::vector<std::pair<BuyerId, std::string>>{{1, "b0"}, {2, "a0"}, {3, "b2"}});
    tx.recycle(4);
    Buyer moved = *r.buyer(5);
    moved.category = west;
    tx.update(moved);
    Category c = *tx.tree().find(zj);
    c.name = "浙江省";
    tx.update(c);
    const StepId step = tx.commit();

    Buyer taker = sample_buyer(50, west);
    taker.code = "a1"; // so that row 2 must keep a0, and row 1 cannot have it back
    add_buyer(r, taker);
    Buyer other = sample_buyer(51, west);
    other.code = "a3"; // row 4 comes back from the bin to a taken code
    add_buyer(r, other);
    add_category(r, east, "浙江");
    const UndoReport report = r.undo(step);
    CHECK(report.reversed_count == 2); // rows 3 and 5
    CHECK(r.buyer(3)->code == "a2");
    CHECK(r.buyer(5)->category == east);
    std::map<BuyerId, std::string> failed;
    std::string category_reason;
    for (const auto& item : report.failed) {
        if (item.buyer)
            failed[item.buyer] = item.reason;
        else
            category_reason = item.reason;
    }
    CHECK(failed ==
          std::map<BuyerId, std::string>{{1, "undo.code_taken"}, {2, "undo.code_taken"}, {4, "undo.code_taken"}});
    CHECK(category_reason == "undo.name_taken");
    CHECK(r.buyer(1)->code == "b0");
    CHECK(r.integrity() == "ok");
    r.undo();
    CHECK(r.buyer(3)->code == "b2");
}

TEST_CASE("a category that is gone cannot take its buyers back") {
    Folder dir;
    Registry r = Registry::create(dir / "r.goufang", "甲", quiet());
    const CategoryId east = add_category(r, 0, "华东"), west = add_category(r, 0, "华西");
    Buyer a = sample_buyer(1, east), b = sample_buyer(2, east);
    add_buyer(r, a);
    add_buyer(r, b);
    const StepId moved = move_buyers(r, std::vector<BuyerId>{a.id}, west);
    const StepId binned = recycle_buyers(r, std::vector<BuyerId>{b.id});
    remove_category(r, east, RemoveMode::refuse); // only the bin refers to it
    for (const StepId step : {moved, binned}) {
        const UndoReport report = r.undo(step);
        CHECK(report.new_step == 0);
        REQUIRE(report.failed.size() == 1);
        CHECK(report.failed[0].reason == "undo.category_gone");
    }
    CHECK(r.buyer(b.id)->category == 0); // as shown in the bin
    restore_buyers(r, std::vector<BuyerId>{b.id});
    CHECK(r.buyer(b.id)->category == 0);
    CHECK(thrown([&] { r.undo(99); }) == Code::step_unknown);
    r.undo();
    CHECK(thrown([&] { r.undo(r.redoable()->id); }) == Code::nothing_to_undo);
}
