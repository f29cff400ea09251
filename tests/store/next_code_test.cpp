// Codes that are proposed do not make one thing look like a part of another: clients read the tree from beginnings.
#include "tests/store/sample.h"
#include "tests/support/catch.h"

using namespace goufang;
using namespace goufang::store;
using namespace goufang::store::test;

namespace {

std::string add(Registry& r, CategoryId category, std::string code = {}) {
    Buyer b;
    b.name = "测试有限公司";
    b.category = category;
    b.code = std::move(code);
    add_buyer(r, b);
    return b.code;
}

} // namespace

TEST_CASE("the next buyer code is not below a deeper category") {
    Folder dir;
    Registry r = Registry::create(dir / "r.goufang", "甲", quiet());
    const CategoryId east = add_category(r, 0, "华东");
    CHECK(r.next_buyer_code(east) == "001001");
    const CategoryId first = add_category(r, east, "浙江");
    REQUIRE(r.tree().find(first)->code == "00101");
    CHECK(r.next_buyer_code(east) == "001001");
    add(r, east, "001009");
    CHECK(r.next_buyer_code(east) == "001020"); // 001010-001019 would be 浙江's
    add_category(r, east, "江苏");
    add_category(r, east, "安徽");
    CHECK(add(r, east) == "001040");
    CHECK(add(r, east) == "001041");
    CHECK(r.next_buyer_code(first) == "00101001");
    CHECK(r.next_buyer_code(0) == "000001");
    // all that is left lies below deeper categories: still a code of that width
    for (int i = 4; i <= 9; ++i) add_category(r, east, "省" + std::to_string(i));
    add(r, east, "001999");
    CHECK(thrown([&] { r.next_buyer_code(east); }) == Code::code_full);
    const CategoryId full = add_category(r, 0, "满");
    REQUIRE(r.tree().find(full)->code == "002");
    for (int i = 1; i <= 99; ++i) add_category(r, full, "组" + std::to_string(i));
    add(r, full, "002009");
    CHECK(r.next_buyer_code(full) == "002010");
}

TEST_CASE("the next category code is not the beginning of a buyer's") {
    Folder dir;
    Registry r = Registry::create(dir / "r.goufang", "甲", quiet());
    const CategoryId east = add_category(r, 0, "华东");
    for (const char* code : {"001001", "001010", "001015", "001030"}) add(r, east, code);
    const auto code = [&](CategoryId id) { return r.tree().find(id)->code; };
    CHECK(code(add_category(r, east, "浙江")) == "00102");
    CHECK(code(add_category(r, east, "江苏")) == "00104");
    add(r, 0, "003777");
    CHECK(code(add_category(r, 0, "华南")) == "002");
    CHECK(code(add_category(r, 0, "华北")) == "004");
    // wherever the buyer stands, the one of that very code too
    add(r, east, "005001");
    add(r, 0, "006");
    CHECK(code(add_category(r, 0, "东北")) == "007");
    // no other left: the plain one
    const CategoryId west = add_category(r, 0, "西");
    REQUIRE(code(west) == "008");
    for (int i = 0; i < 100; ++i) add(r, west, "008" + std::to_string(100 + i * 10 - 100 + 1000).substr(1));
    CHECK(code(add_category(r, west, "西一")) == "00801");
}
