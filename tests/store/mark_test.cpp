// Registry::mark and changed_since: what the search index's side file relies on.
#include "tests/store/sample.h"
#include "tests/support/catch.h"

#include <map>
#include <random>

using namespace goufang;
using namespace goufang::store;
using namespace goufang::store::test;

namespace {

using Content = std::map<BuyerId, std::string>;

Content live(const Registry& r) {
    Content all;
    r.each({}, [&](const Buyer& b) {
        all[b.id] = std::to_string(b.category) + model::to_json(b);
        return true;
    });
    return all;
}

void do_something(Registry& r, std::mt19937& random, int n) {
    const Content now = live(r);
    const auto any = [&] { return std::next(now.begin(), random() % now.size())->first; };
    switch (random() % 8) {
    case 0: {
        Buyer b = sample_buyer(1000 + n);
        add_buyer(r, b);
        return;
    }
    case 1: {
        Transaction tx = r.begin_bulk(StepKind::import_file, {"x"}, 5);
        for (int i = 0; i < 5; ++i) {
            Buyer b = sample_buyer(100000 + n * 10 + i);
            b.code = "b" + std::to_string(n * 10 + i);
            tx.bulk_insert(b);
        }
        tx.commit();
        return;
    }
    case 2:
    case 3: {
        Buyer b = *r.buyer(any());
        b.remark = "第" + std::to_string(n) + "次";
        edit_buyer(r, b);
        return;
    }
    case 4:
        recycle_buyers(r, std::vector<BuyerId>{any(), any()});
        return;
    case 5:
        if (r.undoable()) r.undo();
        return;
    case 6:
        if (r.redoable()) r.redo();
        return;
    default:
        try {
            r.undo(1 + static_cast<StepId>(random() % 12));
        } catch (const Error&) { // that step is not in force
        }
    }
}

} // namespace

TEST_CASE("what differs since a mark is named, or nothing is said") {
    int told = 0, silent = 0;
    for (unsigned seed = 0; seed < 60; ++seed) {
        Folder dir;
        Registry r = Registry::create(dir / "r.goufang", "甲", quiet());
        std::mt19937 random(seed);
        for (int i = 0; i < 6; ++i) {
            Buyer b = sample_buyer(i);
            add_buyer(r, b);
        }
        int n = 0;
        for (unsigned long i = random() % 8; i > 0; --i) do_something(r, random, ++n);
        const std::string mark = r.mark();
        const Content then = live(r);
        for (unsigned long i = 1 + random() % 6; i > 0; --i) do_something(r, random, ++n);
        const Content now = live(r);
        const auto changed = r.changed_since(mark, 1000);
        (changed ? told : silent)++;
        if (!changed) continue;
        Content caught_up = then;
        for (const BuyerId id : *changed) {
            caught_up.erase(id);
            if (const auto at = now.find(id); at != now.end()) caught_up.insert(*at);
        }
        CHECK(caught_up == now);
    }
    CHECK(told > 20);
    CHECK(silent > 2);
}

TEST_CASE("a mark of another registry or of a state undone is not answered, nor too many buyers") {
    Folder dir;
    Registry r = Registry::create(dir / "r.goufang", "甲", quiet());
    const std::string empty = r.mark();
    Buyer a = sample_buyer(1), b = sample_buyer(2);
    add_buyer(r, a);
    const std::string one = r.mark();
    CHECK(r.changed_since(one, 10)->empty());
    add_buyer(r, b);
    CHECK(*r.changed_since(one, 10) == std::vector<BuyerId>{b.id});
    CHECK(r.changed_since(empty, 10)->size() == 2);
    CHECK_FALSE(r.changed_since(empty, 1));
    CHECK_FALSE(r.changed_since("", 10));
    CHECK_FALSE(r.changed_since("junk", 10));
    CHECK_FALSE(r.changed_since(one + "x", 10));
    r.undo();
    r.undo();
    CHECK_FALSE(r.changed_since(one, 10));
    Registry other = Registry::create(dir / "o.goufang", "乙", quiet());
    CHECK_FALSE(other.changed_since(one, 10));
}

TEST_CASE("history follows a row through steps that change it twice, reverse it and take it away") {
    Folder dir;
    Registry r = Registry::create(dir / "r.goufang", "甲", quiet());
    Buyer b = sample_buyer(1);
    add_buyer(r, b);
    const StepId added = r.history(1)[0].id;
    Buyer c = *r.buyer(b.id);
    StepId twice = 0;
    {
        Transaction tx = r.begin(StepKind::edit_buyer);
        c.remark = "一";
        tx.update(c);
        c.remark = "二";
        c.email = "a@example.com";
        tx.update(c);
        tx.recode(std::vector<std::pair<BuyerId, std::string>>{{c.id, "zz1"}});
        twice = tx.commit();
    }
    Buyer d = *r.buyer(b.id);
    d.mobile = "13900000000";
    edit_buyer(r, d);
    const auto all = r.history_of(b.id);
    REQUIRE(all.size() == 3);
    CHECK(all[1].step.id == twice);
    REQUIRE(all[1].fields.size() == 3); // one record of the step, joined
    CHECK(all[2].step.id == added);
    CHECK(all[2].inserted);
    CHECK(r.undo(twice).kept.size() == 1); // changed since
    recycle_buyers(r, std::vector<BuyerId>{b.id});
    CHECK(r.history_of(b.id).size() == 4);
    CHECK(r.history_of(b.id)[0].fields[0].after == "recycled");
    r.undo();
    r.undo();
    CHECK(r.history_of(b.id).size() == 2);
    Buyer other = sample_buyer(2);
    other.code = "zz2";
    add_buyer(r, other); // so that it is not the newest step
    CHECK(r.undo(twice).reversed.size() == 1);
    CHECK(r.history_of(b.id).size() == 3);
    CHECK(r.history_of(99).empty());
}
