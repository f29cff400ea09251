// Two connections to one file, as two processes have them.
#include "tests/store/sample.h"
#include "tests/support/catch.h"

using namespace goufang;
using namespace goufang::store;
using namespace goufang::store::test;

TEST_CASE("a stale edit is refused") {
    Folder dir;
    Registry a = Registry::create(dir / "r.goufang", "甲", quiet());
    Buyer made = sample_buyer(1);
    add_buyer(a, made);
    Registry b = Registry::open(dir / "r.goufang", quiet());
    Buyer mine = *a.buyer(made.id), theirs = *b.buyer(made.id);
    theirs.name = "他们的";
    edit_buyer(b, theirs);
    mine.name = "我的";
    try {
        edit_buyer(a, mine);
        CHECK(false);
    } catch (const Error& e) {
        CHECK(e.code() == Code::stale);
        CHECK(e.args() == std::vector<std::string>{made.code});
    }
    CHECK(a.buyer(made.id)->name == "他们的");
    recycle_buyers(b, std::vector<BuyerId>{made.id});
    Buyer late = theirs;
    late.name = "晚";
    CHECK(thrown([&] { edit_buyer(a, late); }) == Code::stale);
    b.undo();
    edit_buyer(a, late); // after the undo the row is the one that was read
    CHECK(b.buyer(made.id)->name == "晚");

    add_category(a, 0, "华东");
    Category mine_c = *a.tree().find(1), theirs_c = *b.tree().find(1);
    rename_category(b, 1, "华东区");
    Transaction tx = a.begin(StepKind::rename_category);
    mine_c.name = "东";
    CHECK(thrown([&] { tx.update(mine_c); }) == Code::stale);
}

TEST_CASE("the second writer waits and then hears that the registry is busy") {
    Folder dir;
    Registry a = Registry::create(dir / "r.goufang", "甲", quiet());
    Buyer made = sample_buyer(1);
    add_buyer(a, made);
    Registry b = Registry::open(dir / "r.goufang", quiet());
    {
        Transaction tx = a.begin(StepKind::edit_buyer);
        Buyer x = *a.buyer(made.id);
        x.name = "新";
        tx.update(x);
        CHECK(thrown([&] { b.begin(StepKind::edit_buyer); }) == Code::registry_busy);
        CHECK(thrown([&] { b.undo(); }) == Code::registry_busy);
        CHECK(b.buyer(made.id)->name == made.name); // readers go on and see what was
        CHECK(thrown([&] { a.begin(StepKind::edit_buyer); }) == Code::internal);
        tx.commit();
    }
    CHECK(b.buyer(made.id)->name == "新");
    Buyer y = *b.buyer(made.id);
    y.name = "再";
    edit_buyer(b, y);
    CHECK(a.buyer(made.id)->name == "再");
}

TEST_CASE("changes of others are noticed, and own ones told to listeners") {
    Folder dir;
    Registry a = Registry::create(dir / "r.goufang", "甲", quiet());
    Registry b = Registry::open(dir / "r.goufang", quiet());
    std::vector<Notice> heard;
    a.listen([&](const Notice& n) { heard.push_back(n); });
    CHECK_FALSE(b.changed_elsewhere());
    const CategoryId c = add_category(a, 0, "华东");
    CHECK_FALSE(a.changed_elsewhere());
    CHECK(b.changed_elsewhere());
    CHECK_FALSE(b.changed_elsewhere());
    CHECK(b.tree().find(c));
    Buyer made = sample_buyer(1, c);
    add_buyer(b, made);
    CHECK(a.changed_elsewhere());
    REQUIRE(heard.size() == 1);
    CHECK(heard[0].categories);
    CHECK(heard[0].buyers.empty());
    made = *a.buyer(made.id);
    made.name = "x";
    const StepId step = edit_buyer(a, made);
    a.undo();
    a.redo();
    REQUIRE(heard.size() == 4);
    for (std::size_t i = 1; i < 4; ++i) {
        CHECK(heard[i].step == step);
        CHECK(heard[i].buyers == std::vector<BuyerId>{made.id});
        CHECK_FALSE(heard[i].everything);
    }
    Transaction tx = a.begin_bulk(StepKind::import_file, {}, 10);
    for (int i = 0; i < 10'001; ++i) {
        Buyer n;
        n.code = "c" + std::to_string(i);
        tx.bulk_insert(n);
    }
    tx.commit();
    CHECK(heard.back().everything);
    CHECK(heard.back().buyers.empty());
    { // thrown away: nobody hears of it
        Transaction dropped = a.begin(StepKind::edit_buyer);
        Category k;
        k.name = "y";
        dropped.insert(k);
    }
    CHECK(heard.size() == 5);
    CHECK(a.tree().size() == 1);
}

TEST_CASE("a bulk import works beside a reader and keeps others out when alone") {
    Folder dir;
    const std::string path = dir / "r.goufang";
    Registry a = Registry::create(path, "甲", quiet());
    const auto import = [&](const std::string& head, const std::function<void()>& meanwhile) {
        Transaction tx = a.begin_bulk(StepKind::import_file, {}, 20000);
        for (int i = 0; i < 200; ++i) {
            Buyer b = sample_buyer(i);
            b.code = head + std::to_string(i);
            tx.bulk_insert(b);
        }
        meanwhile();
        tx.commit();
    };
    import("a", [&] { CHECK(thrown([&] { Registry::open(path, quiet());
}) == Code::registry_busy);
});
{
    Registry b = Registry::open(path, quiet());
        import("b", [&] { CHECK(b.info().buyers == 200);
});
CHECK(b.info().buyers == 400);
}
// what needs an index while they are dropped makes them again
    import("c", [&] {
        CHECK(a.by_code("c7").has_value());
    CHECK(a.next_buyer_code(0) == "000001");
    });
    CHECK(thrown([&] { import("c", []{}); }) == Code::code_taken);
    CHECK(a.info().buyers == 600);
    CHECK(a.integrity() == "ok");
    }
