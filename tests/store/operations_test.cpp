#include "tests/store/sample.h"
#include "tests/support/catch.h"

using namespace goufang;
using namespace goufang::store;
using namespace goufang::store::test;

namespace {

std::string shape(const Registry& r) {
    std::string out;
    const model::CategoryTree tree = r.tree();
    for (const CategoryId id : tree.all()) out += tree.find(id)->code + "=" + tree.path(id) + " ";
    Query q;
    r.each(q, [&](const Buyer& b) {
        out += b.code + "@" + tree.path(b.category) + " ";
        return true;
    });
    return out;
}

struct World {
    Folder dir;
    Registry r = Registry::create(dir / "r.goufang", "甲", quiet());
    CategoryId east = add_category(r, 0, "华东"), west = add_category(r, 0, "华西");
    CategoryId zj = add_category(r, east, "浙江"), hz = add_category(r, zj, "杭州");
    World() {
        for (const CategoryId c : {east, zj, hz, west}) {
            Buyer b = sample_buyer(static_cast<int>(c), c);
            add_buyer(r, b);
        }
    }
};

} // namespace

TEST_CASE("a moved category keeps its codes or gets fitting ones") {
    World w;
    CHECK(shape(w.r) == "001=华东 00101=华东/浙江 0010101=华东/浙江/杭州 002=华西 001001@华东 00101001@华东/浙江 "
                        "0010101001@华东/浙江/杭州 002001@华西 ");
    move_category(w.r, w.zj, w.west);
    CHECK(w.r.tree().find(w.zj)->code == "00101");
    CHECK(w.r.history(1)[0].args == std::vector<std::string>{"华东/浙江", "华西", "2", "2"});
    w.r.undo();
    move_category(w.r, w.zj, w.west, true);
    CHECK(shape(w.r) == "001=华东 002=华西 00201=华西/浙江 0020101=华西/浙江/杭州 001001@华东 002001@华西 "
                        "00201001@华西/浙江 0020101001@华西/浙江/杭州 ");
    CHECK(thrown([&] { move_category(w.r, w.west, w.hz); }) == Code::category_cycle);
    CHECK(move_category(w.r, w.zj, w.west) == 0);
    CHECK(thrown([&] { move_category(w.r, 99, 0); }) == Code::not_found);
}

TEST_CASE("a move is previewed: the codes it would give, and nothing written") {
    World w;
    const std::string before = dump(w.r);
    std::vector<NewCode> codes = preview_move(w.r, w.zj, w.west);
    REQUIRE(codes.size() == 4);
    CHECK(codes[0].category == w.zj);
    CHECK(codes[0].name == "浙江");
    CHECK(codes[0].old_code == "00101");
    CHECK(codes[0].new_code == "00201");
    CHECK(codes[3].buyer != 0);
    CHECK(codes[3].new_code == "0020101001");
    CHECK(dump(w.r) == before);
    move_category(w.r, w.zj, w.west, true);
    for (const NewCode& c : codes)
        CHECK((c.buyer != 0 ? w.r.buyer(c.buyer)->code : w.r.tree().find(c.category)->code) == c.new_code);
    CHECK(preview_move(w.r, w.zj, w.west).empty());
    CHECK(thrown([&] { preview_move(w.r, w.west, w.hz); }) == Code::category_cycle);
}

TEST_CASE("moved buyers keep their codes or get the next ones of the new category") {
    World w;
    Buyer own = sample_buyer(50, w.east), none = sample_buyer(51, 0);
    own.code = "KH1"; // does not follow the tree: stays
    add_buyer(w.r, own);
    add_buyer(w.r, none);
    const std::vector<BuyerId> ids{w.r.by_code("001001")->id, own.id, none.id, w.r.by_code("002001")->id};
    const std::string before = dump(w.r);
    const std::vector<NewCode> codes = preview_move(w.r, ids, w.west);
    CHECK(dump(w.r) == before);
    REQUIRE(codes.size() == 2);
    CHECK(codes[0].old_code == "001001");
    CHECK(codes[0].new_code == "002002");
    CHECK(codes[1].buyer == none.id);
    CHECK(codes[1].new_code == "002003");
    move_buyers(w.r, ids, w.west, true);
    CHECK(w.r.buyer(ids[0])->code == "002002");
    CHECK(w.r.buyer(own.id)->code == "KH1");
    CHECK(w.r.buyer(none.id)->code == "002003");
    CHECK(w.r.buyer(none.id)->category == w.west);
    w.r.undo();
    CHECK(w.r.buyer(ids[0])->code == "001001");
    CHECK(preview_move(w.r, ids, 0).empty());
    const CategoryId deep = add_category(w.r, w.west, "深", "00200000000001"); // 14: no room for three more
    CHECK(thrown([&] { preview_move(w.r, ids, deep); }) == Code::code_full);
    move_buyers(w.r, ids, deep);
    CHECK(w.r.buyer(ids[0])->code == "001001");
}

TEST_CASE("re-coding takes the branch and its buyers along") {
    World w;
    recode_category(w.r, w.east, "0010"); // longer: the new code of the parent is the head of the old ones below
    CHECK(shape(w.r) == "0010=华东 001001=华东/浙江 00100101=华东/浙江/杭州 002=华西 0010001@华东 001001001@华东/浙江 "
                        "00100101001@华东/浙江/杭州 002001@华西 ");
    CHECK(w.r.history(1)[0].args == std::vector<std::string>{"华东", "001", "0010", "3", "3"});
    const std::string before = dump(w.r);
    CHECK(thrown([&] { recode_category(w.r, w.east, "002"); }) == Code::category_code_taken);
    CHECK(thrown([&] { recode_category(w.r, w.east, "00100000000"); }) == Code::code_full);
    CHECK(dump(w.r) == before);
}

TEST_CASE("removing a category: refused, lifted, recycled") {
    World w;
    const std::string before = dump(w.r);
    CHECK(thrown([&] { remove_category(w.r, w.zj, RemoveMode::refuse); }) == Code::category_not_empty);
    CHECK(dump(w.r) == before);
    add_category(w.r, w.east, "杭州"); // the lifted namesake is merged into it
    const CategoryId same = add_category(w.r, w.zj, "浙江");
    remove_category(w.r, w.zj, RemoveMode::lift);
    const model::CategoryTree tree = w.r.tree();
    CHECK_FALSE(tree.find(w.hz));
    REQUIRE(tree.find(same));
    CHECK(tree.path(same) == "华东/浙江");
    CHECK(w.r.counts_by_category().at(tree.resolve("华东/杭州")) == 1);
    CHECK(w.r.counts_by_category().at(w.east) == 2);
    while (w.r.undoable()->kind != StepKind::add_buyer) w.r.undo();
    CHECK(dump(w.r) == before);

    remove_category(w.r, w.east, RemoveMode::recycle);
    CHECK(w.r.history(1)[0].args == std::vector<std::string>{"华东", "recycle", "3", "3"});
    CHECK(w.r.tree().size() == 1);
    CHECK(w.r.info().recycled == 3);
    CHECK(w.r.info().buyers == 1);
    const BuyerId id = resolve_key(w.r, "00101001", Place::recycled).id;
    CHECK(thrown([&] { w.r.begin(StepKind::add_category).erase_category(77); }) == Code::not_found);
    restore_buyers(w.r, std::vector<BuyerId>{id});
    CHECK(w.r.buyer(id)->category == 0);
    w.r.undo();
    w.r.undo();
    CHECK(dump(w.r) == before);
}

TEST_CASE("merging categories merges namesakes below") {
    World w;
    const CategoryId zj2 = add_category(w.r, w.west, "浙江");
    add_category(w.r, zj2, "宁波");
    merge_categories(w.r, w.east, w.west);
    const model::CategoryTree tree = w.r.tree();
    CHECK(tree.size() == 4);
    CHECK(tree.try_resolve("华西/浙江/杭州") == w.hz);
    CHECK(w.r.counts_by_category().at(w.west) == 2);
    CHECK(w.r.counts_by_category().at(zj2) == 1);
    CHECK(w.r.history(1)[0].args == std::vector<std::string>{"华东", "华西", "2"});
    CHECK(thrown([&] { merge_categories(w.r, w.west, zj2); }) == Code::category_cycle);
    CHECK(thrown([&] { merge_categories(w.r, w.west, w.west); }) == Code::category_cycle);
}

TEST_CASE("names of categories") {
    World w;
    const std::string before = dump(w.r);
    CHECK(thrown([&] { add_category(w.r, w.east, "浙江"); }) == Code::category_name_taken);
    CHECK(thrown([&] { add_category(w.r, w.east, ""); }) == Code::bad_argument);
    CHECK(thrown([&] { add_category(w.r, 0, "未分类"); }) == Code::bad_argument);
    CHECK(thrown([&] { add_category(w.r, 0, "新", "002"); }) == Code::category_code_taken);
    CHECK(thrown([&] { rename_category(w.r, w.east, "华西"); }) == Code::category_name_taken);
    CHECK(dump(w.r) == before);
    CHECK(rename_category(w.r, w.east, "华东") == 0);
    Transaction tx = w.r.begin(StepKind::import_file);
    const std::vector<std::string> deep{"华东", "江苏", "南京", "鼓楼", "五", "六", "七", "八"};
    const CategoryId last = ensure_path(tx, deep);
    CHECK(tx.tree().depth(last) == 8);
    CHECK(tx.tree().find(last)->code.empty()); // 3 + 7 * 2 characters would be 17
    Buyer b = sample_buyer(1, last), second = sample_buyer(2, last);
    tx.insert(b);
    tx.insert(second);
    CHECK(b.code == "000001");
    CHECK(second.code == "000002");
    CHECK(ensure_path(tx, deep) == last);
    CHECK(ensure_path(tx, std::vector<std::string>{"未分类"}) == 0);
}

TEST_CASE("the recycle bin keeps buyers and gives them back") {
    World w;
    Buyer b = *w.r.by_code("00101001");
    recycle_buyers(w.r, std::vector<BuyerId>{b.id});
    CHECK_FALSE(w.r.by_code("00101001").has_value());
    CHECK(w.r.by_name(b.name).empty());
    REQUIRE(w.r.buyer(b.id));
    CHECK(recycle_buyers(w.r, std::vector<BuyerId>{b.id}) == 0);
    Buyer taker = sample_buyer(77, w.zj);
    taker.code = "00101001";
    add_buyer(w.r, taker);
    restore_buyers(w.r, std::vector<BuyerId>{b.id});
    CHECK(w.r.buyer(b.id)->code == "00101002");
    CHECK(w.r.buyer(b.id)->category == w.zj);
    CHECK(thrown([&] { recycle_buyers(w.r, std::vector<BuyerId>{999}); }) == Code::not_found);
    CHECK(thrown([&] { move_buyers(w.r, std::vector<BuyerId>{b.id}, 999); }) == Code::not_found);
}
