#include "tests/store/sample.h"
#include "tests/support/catch.h"

#include <random>

using namespace goufang;
using namespace goufang::store;
using namespace goufang::store::test;

namespace {

/// A registry with a small tree and some buyers, the same each time.
struct World {
    Folder dir;
    Registry r;
    CategoryId east, west, zj, js;
    explicit World(Options o = quiet()) : r(Registry::create(dir / "r.goufang", "甲", o)) {
        east = add_category(r, 0, "华东");
        west = add_category(r, 0, "华西");
        zj = add_category(r, east, "浙江");
        js = add_category(r, east, "江苏");
        add_category(r, west, "浙江");
        int n = 0;
        for (const CategoryId c : {east, zj, zj, js, west, CategoryId{0}}) {
            Buyer b = sample_buyer(++n, c);
            add_buyer(r, b);
        }
    }
};

using Operation = std::function<void(World&)>;
const std::vector<std::pair<const char*, Operation>> k_operations{
    {"add_buyer",
     [](World& w) {
         Buyer b = sample_buyer(100, w.js);
         add_buyer(w.r, b);
     }},
    {"edit_buyer",
     [](World& w) {
         Buyer b = *w.r.buyer(2);
         b.name = "改名有限公司";
         b.tax_id.clear();
         b.code = "zz9";
         b.status = model::Status::inactive;
         b.more_accounts = {{"甲行", "1"}, {"乙行", "2"}};
         b.category = w.west;
         edit_buyer(w.r, b);
     }},
    {"move_buyers",
     [](World& w) {
         move_buyers(w.r, std::vector<BuyerId>{1, 2, 6}, w.js);
     }},
    {"recycle_buyers",
     [](World& w) {
         recycle_buyers(w.r, std::vector<BuyerId>{1, 3});
     }},
    {"add_category", [](World& w) { add_category(w.r, w.zj, "杭州"); }},
    {"rename_category", [](World& w) { rename_category(w.r, w.zj, "浙江省"); }},
    {"move_category", [](World& w) { move_category(w.r, w.js, w.west); }},
    {"move_category with new codes", [](World& w) { move_category(w.r, w.js, w.west, true); }},
    {"recode_category", [](World& w) { recode_category(w.r, w.east, "009"); }},
    {"recode_category longer", [](World& w) { recode_category(w.r, w.east, "0011"); }},
    {"remove_category lift", [](World& w) { remove_category(w.r, w.zj, RemoveMode::lift); }},
    {"remove_category recycle", [](World& w) { remove_category(w.r, w.east, RemoveMode::recycle); }},
    {"merge_categories", [](World& w) { merge_categories(w.r, w.east, w.west); }},
    {"settings", [](World& w) { w.r.set_setting("code_rule", "2+2+4"); }},
    {"bulk import",
     [](World& w) {
         Transaction tx = w.r.begin_bulk(StepKind::import_file, {"a.txt"}, 6000);
         for (int i = 0; i < 50; ++i) {
             Buyer b = sample_buyer(1000 + i, i % 2 ? w.zj : 0);
             b.code = "9" + std::to_string(10000 + i);
             tx.bulk_insert(b);
         }
         Category c;
         c.name = "新类";
         tx.insert(c);
         Buyer old = *w.r.buyer(1);
         old.category = c.id;
         tx.update(old);
         Buyer first = w.r.by_code("910000").value();
         first.name = "当步改名";
         tx.update(first);
         tx.recycle(w.r.by_code("910001")->id);
         tx.commit();
     }},
    {"codes swapped in one step",
     [](World& w) {
         Transaction tx = w.r.begin(StepKind::recode_category);
         tx.recode(std::vector<std::pair<BuyerId, std::string>>{{1, w.r.buyer(4)->code}, {4, w.r.buyer(1)->code}});
         tx.commit();
     }},
    {"restore_buyers",
     [](World& w) {
         // the row's code is taken while it is in the bin
         Transaction tx = w.r.begin(StepKind::remove_buyers);
         const std::string code = w.r.buyer(3)->code;
         tx.recycle(3);
         Buyer b = sample_buyer(200, w.zj);
         b.code = code;
         tx.insert(b);
         tx.commit();
         restore_buyers(w.r, std::vector<BuyerId>{3});
         CHECK(w.r.buyer(3)->code != code);
     }},
    {"apply_fixes",
     [](World& w) {
         Transaction tx = w.r.begin(StepKind::apply_fixes);
         for (BuyerId id = 1; id <= 6; ++id) {
             Buyer b = *w.r.buyer(id);
             b.remark = "x";
             tx.update(b);
             b.remark += "y";
             tx.update(b); // twice in one step: one record
         }
         tx.commit();
     }},
    {"edit_buyers",
     [](World& w) {
         std::vector<Buyer> all;
         for (BuyerId id = 1; id <= 4; ++id) {
             all.push_back(*w.r.buyer(id));
             all.back().remark = "x";
         }
         edit_buyers(w.r, all);
     }},
    {"merge_buyers",
     [](World& w) {
         Transaction tx = w.r.begin(StepKind::merge_buyers);
         Buyer b = *w.r.buyer(2);
         b.former_names.push_back({w.r.buyer(3)->name, "2026-11-22"});
         tx.update(b);
         tx.recycle(3);
         tx.commit();
     }},
};

} // namespace

TEST_CASE("every kind of step is undone and redone exactly") {
    for (const auto& [name, operation] : k_operations) {
        INFO(name);
        World w;
        const std::string before = dump(w.r);
        const std::size_t steps = w.r.history(1000).size();
        operation(w);
        const std::string after = dump(w.r);
        CHECK(after != before);
        const auto done = static_cast<int>(w.r.history(1000).size() - steps);
        CHECK(w.r.integrity() == "ok");
        for (int round = 0; round < 2; ++round) {
            for (int i = 0; i < done; ++i) w.r.undo();
            CHECK(dump(w.r) == before);
            CHECK(w.r.integrity() == "ok");
            for (int i = 0; i < done; ++i) w.r.redo();
            CHECK(dump(w.r) == after);
            CHECK(w.r.integrity() == "ok");
        }
        CHECK(thrown([&] { w.r.redo(); }) == Code::nothing_to_redo);
    }
}

TEST_CASE("an older step is undone and that undo is undone and redone") {
    for (const auto& [name, operation] : k_operations) {
        INFO(name);
        World w;
        const std::string before = dump(w.r, false);
        operation(w);
        const std::string after = dump(w.r, false);
        const StepId step = w.r.undoable()->id;
        w.r.set_setting("company", "乙"); // something newer
        w.r.set_setting("company", "甲");
        const bool one_step = name != std::string("restore_buyers"); // that one made two steps
        const UndoReport report = w.r.undo(step);
        CHECK(report.kept.empty());
        CHECK(report.failed.size() == (one_step ? 0u : 0u));
        CHECK(report.new_step == step + 3);
        CHECK(report.reversed_count > 0);
        if (one_step) CHECK(dump(w.r, false) == before);
        const auto history = w.r.history(10);
        CHECK(history[0].kind == StepKind::undo_step);
        CHECK(history[0].args[0] == std::to_string(step));
        CHECK(history[3].undone);
        w.r.undo();
        CHECK(dump(w.r, false) == after);
        CHECK_FALSE(w.r.history(10)[3].undone);
        w.r.redo();
        if (one_step) CHECK(dump(w.r, false) == before);
        CHECK(w.r.integrity() == "ok");
        // and the undo itself as an older step
        w.r.set_setting("company", "丙");
        w.r.set_setting("company", "甲");
        const UndoReport back = w.r.undo(step + 3);
        CHECK(back.failed.empty());
        CHECK(back.kept.empty());
        CHECK(dump(w.r, false) == after);
        CHECK(w.r.integrity() == "ok");
    }
}

TEST_CASE("random operations: all undone is the start, all redone is the end") {
    const char* cases = std::getenv("GOUFANG_CASES");
    const int rounds = cases ? std::atoi(cases) / 100 + 1 : 6;
    for (int round = 0; round < rounds; ++round) {
        INFO("seed " << round);
        std::mt19937 random(static_cast<unsigned>(round));
        const auto pick = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
        auto w = std::make_unique<World>();
        const std::string path = w->r.path();
        const std::string start = dump(w->r);
        std::vector<std::string> states{start};
        StepId last = w->r.undoable()->id;
        const StepId first = last;
        for (int i = 0; i < 40; ++i) {
            Registry& r = w->r;
            const model::CategoryTree tree = r.tree();
            std::vector<CategoryId> categories = tree.all();
            categories.push_back(0);
            std::vector<BuyerId> live, bin;
            for (const Place place : {Place::live, Place::recycled}) {
                Query q;
                q.place = place;
                r.each(q, [&](const Buyer& b) {
                    (place == Place::live ? live : bin).push_back(b.id);
                    return true;
                });
            }
            const CategoryId any = categories[pick(categories.size())], other = categories[pick(categories.size())];
            try {
                switch (pick(13)) {
                case 0: {
                    Buyer b = sample_buyer(static_cast<int>(random() % 100000), any);
                    add_buyer(r, b);
                    break;
                }
                case 1: {
                    if (live.empty()) break;
                    Buyer b = *r.buyer(live[pick(live.size())]), o = *r.buyer(live[pick(live.size())]);
                    if (pick(2)) std::swap(b.name, o.name);
                    if (pick(3) == 0) b.code = r.next_buyer_code(any);
                    if (pick(3) == 0) b.category = any;
                    b.tags.push_back("t" + std::to_string(i));
                    edit_buyer(r, b);
                    break;
                }
                case 2:
                    if (!live.empty())
                        move_buyers(r, std::vector<BuyerId>{live[pick(live.size())], live[pick(live.size())]}, any);
                    break;
                case 3:
                    if (!live.empty())
                        recycle_buyers(r, std::vector<BuyerId>{live[pick(live.size())], live[pick(live.size())]});
                    break;
                case 4:
                    if (!bin.empty()) restore_buyers(r, std::vector<BuyerId>{bin[pick(bin.size())]});
                    break;
                case 5:
                    add_category(r, any, "类" + std::to_string(i));
                    break;
                case 6:
                    rename_category(r, any, "名" + std::to_string(random() % 5));
                    break;
                case 7:
                    move_category(r, any, other, pick(2));
                    break;
                case 8:
                    recode_category(r, any, "0" + std::to_string(random() % 50 + 10));
                    break;
                case 9:
                    remove_category(r, any, pick(2) ? RemoveMode::lift : RemoveMode::recycle);
                    break;
                case 10:
                    merge_categories(r, any, other);
                    break;
                case 11: {
                    Transaction tx = r.begin_bulk(StepKind::import_file, {}, pick(2) ? 10000 : 10);
                    for (int n = 0; n < 20; ++n) {
                        Buyer b = sample_buyer(i * 100 + n, any);
                        b.code = "b" + std::to_string(i * 100 + n);
                        tx.bulk_insert(b);
                    }
                    tx.commit();
                    break;
                }
                case 12: {
                    const auto steps = r.history(30);
                    const Step& s = steps[pick(steps.size())];
                    if (s.id > first && !s.undone && s.id != r.undoable()->id) r.undo(s.id);
                    break;
                }
                }
            } catch (const Error& e) {
                CHECK(e.code() != Code::internal);
                CHECK(e.code() != Code::registry_damaged);
            }
            if (r.undoable()->id != last) {
                last = r.undoable()->id;
                states.push_back(dump(r));
            } else {
                CHECK(dump(r) == states.back()); // an operation that threw changed nothing
            }
            if (pick(8) == 0) {
                r = Registry::open(path, quiet());
            }
            if (pick(6) == 0) { // there and back again
                r.undo();
                r.redo();
                CHECK(dump(r) == states.back());
            }
        }
        CHECK(w->r.integrity() == "ok");
        for (std::size_t i = states.size() - 1; i > 0; --i) {
            w->r.undo();
            REQUIRE(dump(w->r) == states[i - 1]);
        }
        w->r = Registry::open(path, quiet());
        for (std::size_t i = 1; i < states.size(); ++i) {
            w->r.redo();
            REQUIRE(dump(w->r) == states[i]);
        }
        CHECK(w->r.integrity() == "ok");
    }
}

TEST_CASE("a new step ends the redo chain and dead records are removed") {
    World w;
    const std::string start = dump(w.r);
    for (int round = 0; round < 3; ++round) {
        Transaction tx = w.r.begin_bulk(StepKind::import_file, {}, 10);
        for (int i = 0; i < 900; ++i) {
            Buyer b = sample_buyer(i);
            b.code = "9" + std::to_string(10000 + i);
            tx.bulk_insert(b);
        }
        tx.commit();
        w.r.undo();
        CHECK(dump(w.r) == start);
    }
    const std::int64_t size = w.r.info().size_bytes;
    for (int i = 0; i < 12; ++i) { // each commit removes a piece of the dead
        w.r.set_setting("company", std::to_string(i));
        CHECK(thrown([&] { w.r.redo(); }) == Code::nothing_to_redo);
    }
    w.r.set_setting("company", "甲");
    CHECK(dump(w.r) == start);
    CHECK(w.r.integrity() == "ok");
    Transaction tx = w.r.begin_bulk(StepKind::import_file, {}, 10);
    for (int i = 0; i < 900; ++i) {
        Buyer b = sample_buyer(i);
        b.code = "9" + std::to_string(10000 + i);
        tx.bulk_insert(b);
    }
    tx.commit();
    CHECK(w.r.info().size_bytes <= size); // the space was free
    while (w.r.undoable()) w.r.undo();
    CHECK(w.r.info().buyers == 0);
    CHECK(w.r.info().categories == 0);
    CHECK(w.r.integrity() == "ok");
}

TEST_CASE("history tells who, when and what, newest first") {
    World w;
    Buyer b = *w.r.buyer(1);
    b.name = "新名";
    b.category = w.zj;
    edit_buyer(w.r, b);
    recycle_buyers(w.r, std::vector<BuyerId>{1});
    const auto steps = w.r.history(2);
    REQUIRE(steps.size() == 2);
    CHECK(steps[0].kind == StepKind::remove_buyers);
    CHECK(steps[0].args == std::vector<std::string>{"1", "新名"});
    CHECK(steps[1].kind == StepKind::edit_buyer);
    CHECK(steps[1].who == "tester");
    CHECK(steps[1].at == "2026-11-22T08:00:00Z");
    CHECK(steps[1].args == std::vector<std::string>{"001001", "新名", "name", "category"});
    CHECK(w.r.history(1, steps[1].id).front().id == steps[1].id - 1);

    const auto all = w.r.history_of(1);
    REQUIRE(all.size() == 3);
    CHECK(all[0].fields.size() == 1);
    CHECK(all[0].fields[0].field == "place");
    CHECK(all[0].fields[0].after == "recycled");
    REQUIRE(all[1].fields.size() == 2);
    for (const FieldChange& f : all[1].fields) {
        if (f.field == "name") CHECK(f.before == "测试1有限公司");
        if (f.field == "category") {
            CHECK(f.before == "华东");
            CHECK(f.after == "华东/浙江");
        }
    }
    CHECK(all[2].inserted);
    w.r.undo();
    CHECK(w.r.history_of(1).size() == 2);

    revert_field(w.r, 1, model::Field::name, all[1].step.id);
    CHECK(w.r.buyer(1)->name == "测试1有限公司");
    CHECK(w.r.buyer(1)->category == w.zj);
    CHECK(thrown([&] { revert_field(w.r, 1, model::Field::email, all[1].step.id); }) == Code::not_found);
    CHECK(thrown([&] { revert_field(w.r, 99, model::Field::email, 1); }) == Code::not_found);
}

TEST_CASE("history of a row that came with many others") {
    World w;
    Transaction tx = w.r.begin_bulk(StepKind::import_file, {"a.csv"}, 100);
    for (int i = 0; i < 100; ++i) {
        Buyer b = sample_buyer(i + 500);
        b.code = "8" + std::to_string(1000 + i);
        tx.bulk_insert(b);
    }
    const StepId step = tx.commit();
    const BuyerId id = w.r.by_code("81050")->id;
    const auto all = w.r.history_of(id);
    REQUIRE(all.size() == 1);
    CHECK(all[0].inserted);
    CHECK(all[0].step.id == step);
    CHECK(all[0].step.buyers == 100);
    CHECK(w.r.history_of(1).size() == 1);
}
