// The history of issued invoices: with its step, through undo, redo and the undo of older steps.

#include "core/store/invoices.h"
#include "core/store/schema.h"
#include "tests/store/sample.h"
#include "tests/support/catch.h"

#include <filesystem>

using namespace goufang;
using namespace goufang::store;
using namespace goufang::store::test;

namespace {

Invoice invoice(BuyerId buyer, const std::string& number, std::int64_t cents = 10600) {
    return {buyer, number, "2026-11-20", cents, "kp-xml"};
}

StepId bring(Registry& r, const std::vector<Invoice>& invoices) {
    Transaction tx = r.begin(StepKind::import_file, {"发票.xml"});
    for (const Invoice& i : invoices) tx.add_invoice(i);
    return tx.commit();
}

BuyerId buyer(Registry& r, int n = 1) {
    Buyer b = sample_buyer(n);
    add_buyer(r, b);
    return b.id;
}

std::string numbers(const Registry& r, BuyerId id) {
    std::string out;
    for (const Invoice& i : r.invoices_of(id)) out += i.number + ' ';
    return out;
}

} // namespace

TEST_CASE("invoices: what was put in is read back") {
    Folder dir;
    Registry r = Registry::create(dir / "r.goufang", "甲", quiet());
    const BuyerId a = buyer(r, 1), b = buyer(r, 2);
    Transaction tx = r.begin(StepKind::import_file, {"发票.xml"});
    CHECK(tx.add_invoice(invoice(a, "2", -5)));
    CHECK(tx.add_invoice({a, "1", "", std::nullopt, "xls"}));
    CHECK_FALSE(tx.add_invoice(invoice(b, "2")));
    CHECK(tx.commit() != 0);
    const auto all = r.invoices_of(a);
    REQUIRE(all.size() == 2);
    CHECK(all[0].number == "1");
    CHECK(all[0].day.empty());
    CHECK_FALSE(all[0].cents);
    CHECK(all[0].source == "xls");
    CHECK(all[1].day == "2026-11-20");
    CHECK(all[1].cents == -5);
    CHECK(r.invoices_of(b).empty());
    CHECK(r.has_invoice("1"));
    CHECK_FALSE(r.has_invoice("3"));
    CHECK(bring(r, {invoice(b, "1")}) == 0); // nothing new: no step
}

TEST_CASE("invoices: undo takes them away and redo brings them back") {
    Folder dir;
    const std::string path = dir / "r.goufang";
    BuyerId id = 0;
    {
        Registry r = Registry::create(path, "甲", quiet());
        id = buyer(r);
        bring(r, {invoice(id, "1")});
        bring(r, {invoice(id, "2")});
        r.undo();
    }
    Registry r = Registry::open(path, quiet());
    CHECK(numbers(r, id) == "1 ");
    CHECK_FALSE(r.has_invoice("2"));
    r.redo();
    CHECK(numbers(r, id) == "1 2 ");
    r.undo();
    CHECK(bring(r, {invoice(id, "2", 1), invoice(id, "3")}) != 0); // the undone step is dead
    CHECK(numbers(r, id) == "1 2 3 ");
    CHECK(r.invoices_of(id)[1].cents == 1);
    r.undo();
    CHECK(numbers(r, id) == "1 ");
}

TEST_CASE("invoices: the undo of an older step, undone in turn") {
    Folder dir;
    Registry r = Registry::create(dir / "r.goufang", "甲", quiet());
    const BuyerId id = buyer(r);
    const StepId first = bring(r, {invoice(id, "1"), invoice(id, "2")});
    buyer(r, 2);
    const StepId reversal = r.undo(first).new_step; // a step with invoices only
    REQUIRE(reversal != 0);
    CHECK(numbers(r, id).empty());
    r.undo();
    CHECK(numbers(r, id) == "1 2 ");
    r.redo();
    CHECK(numbers(r, id).empty());
    bring(r, {invoice(id, "1"), invoice(id, "3")});
    CHECK(numbers(r, id) == "1 3 ");
    const StepId back = r.undo(reversal).new_step; // of an older step again
    REQUIRE(back != 0);
    CHECK(numbers(r, id) == "1 2 3 "); // each once
    r.undo();
    CHECK(numbers(r, id) == "1 3 ");
}

TEST_CASE("invoices: those of dead steps are removed in time") {
    Folder dir;
    const std::string path = dir / "r.goufang";
    {
        Registry r = Registry::create(path, "甲", quiet());
        const BuyerId id = buyer(r);
        std::vector<Invoice> many;
        for (int i = 0; i < 1200; ++i) many.push_back(invoice(id, std::to_string(i)));
        bring(r, many);
        r.undo();
        for (int i = 2; i < 8; ++i) buyer(r, i);
    }
    Db db(path, Db::Mode::write, 0);
    CHECK(db.integer("SELECT count(*) FROM invoice") == 0);
}

TEST_CASE("invoices: a file of version 3 is backed up and gets their table") {
    Folder dir;
    const std::string path = dir / "old.goufang";
    {
        Db db(path, Db::Mode::create, 0);
        migrate(db, 0, 3);
        db.run("INSERT INTO buyer(id,revision,code,name) VALUES(1,1,'001','老客户')");
    }
    Options reader = quiet();
    reader.read_only = true;
    CHECK(Registry::open(path, reader).invoices_of(1).empty());
    CHECK_FALSE(Registry::open(path, reader).has_invoice("1"));
    Registry r = Registry::open(path, quiet());
    CHECK(r.info().schema_version == k_schema_version);
    CHECK(std::filesystem::exists(path + ".v3.bak"));
    bring(r, {invoice(1, "1")});
    CHECK(numbers(r, 1) == "1 ");
}
