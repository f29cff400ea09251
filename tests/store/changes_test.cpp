#include "core/store/changes.h"
#include "tests/store/sample.h"
#include "tests/support/catch.h"

using namespace goufang;
using namespace goufang::store;
using namespace goufang::store::test;

TEST_CASE("the register of changes: values changed between two steps, oldest first") {
    Folder dir;
    Registry r = Registry::create(dir / "r.goufang", "甲", quiet());
    Buyer a = sample_buyer(1, 0), b = sample_buyer(2, 0);
    add_buyer(r, a);
    const StepId before = add_buyer(r, b);
    Buyer fresh = sample_buyer(3, 0);
    add_buyer(r, fresh);
    b = *r.buyer(b.id);
    b.phone = "0571-1";
    const StepId first = edit_buyer(r, b);
    a = *r.buyer(a.id);
    a.name = "新名有限公司";
    const StepId second = edit_buyer(r, a);
    b.phone = "0571-2";
    const StepId later = edit_buyer(r, b);
    b = *r.buyer(b.id);
    b.phone = "0571-3";
    edit_buyer(r, b);
    r.undo();

    ChangeRegister found = changes_between(r, before, second);
    CHECK(found.added == 1);
    REQUIRE(found.changes.size() == 2);
    CHECK(found.changes[0].step.id == first);
    CHECK(found.changes[0].buyer == b.id);
    CHECK(found.changes[1].fields.front().after == "新名有限公司");
    found = changes_between(r, second, later + 10); // the undone step is not in it
    REQUIRE(found.changes.size() == 1);
    CHECK(found.changes[0].fields.front().before == "0571-1");
    CHECK(found.changes[0].fields.front().after == "0571-2");
    recycle_buyers(r, std::vector<BuyerId>{a.id});
    CHECK(changes_between(r, later, later + 10).changes.size() == 1);

    const std::atomic<bool> cancel = true;
    CHECK(thrown([&] { changes_between(r, 0, later, &cancel); }) == Code::cancelled);
}
