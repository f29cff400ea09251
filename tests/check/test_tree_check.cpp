#include "core/check/tree_check.h"
#include "tests/support/catch.h"
#include "tests/support/random_buyer.h"

#include <algorithm>

using namespace goufang;
using namespace goufang::check;
using model::Category;
using model::CategoryTree;
using test::Random;

namespace {

std::string rules_of(const std::vector<TreeFinding>& found) {
    std::vector<std::string> ids;
    for (const TreeFinding& t : found)
        ids.push_back(std::string(t.finding.rule) + ":" +
                      (t.category ? "c" + std::to_string(t.category) : "b" + std::to_string(t.buyer)));
    std::sort(ids.begin(), ids.end());
    std::string s;
    for (const std::string& id : ids) s += (s.empty() ? "" : " ") + id;
    return s;
}

CategoryTree tree_of(std::vector<std::pair<model::CategoryId, std::string>> codes_by_parent) {
    std::vector<Category> rows;
    model::CategoryId id = 0;
    for (auto& [parent, code] : codes_by_parent) {
        ++id;
        rows.push_back({id, parent, code, "c" + std::to_string(id), 0, 0});
    }
    return CategoryTree(rows);
}

} // namespace

TEST_CASE("a tree that follows the rule has no findings") {
    Random r(1);
    for (int i = 0; i < 20; ++i) {
        const CategoryTree tree = test::random_tree(r, 60, 5);
        std::vector<std::size_t> used;
        std::vector<model::Buyer> buyers;
        std::vector<CodedBuyer> coded;
        for (int n = 0; n < 200; ++n) {
            model::Buyer b;
            b.id = n + 1;
            test::place_buyer(r, tree, used, b);
            buyers.push_back(b);
        }
        for (const model::Buyer& b : buyers) coded.push_back({b.id, b.code, b.category});
        const auto found = check_tree(tree, coded);
        INFO(rules_of(found));
        REQUIRE(found.empty());
    }
}

TEST_CASE("each fault of the tree has its own finding") {
    const auto check = [](const CategoryTree& t, std::vector<CodedBuyer> buyers) { return check_tree(t, buyers); };
    // 1 = 001, 2 below it, 3 at the root
    CHECK(rules_of(check(tree_of({{0, "001"}, {1, "00101"}, {0, "02"}, {0, "003"}}), {})) == "tree.width:c3");
    CHECK(rules_of(check(tree_of({{0, "001"}, {1, "00101"}, {1, "001002"}, {1, "00103"}}), {})) == "tree.width:c3");
    CHECK(rules_of(check(tree_of({{0, "001"}, {1, "00201"}}), {})) == "tree.prefix:c2");
    CHECK(rules_of(check(tree_of({{0, "001"}, {1, ""}}), {})) == "tree.no_code:c2");
    CHECK(rules_of(check(tree_of({{0, ""}, {1, "00101"}}), {})) == "tree.no_code:c1 tree.prefix:c2");
    CHECK(rules_of(check(tree_of({{0, "00A"}}), {})) == "tree.code_upper:c1");
    CHECK(check(tree_of({{0, "00A"}}), {})[0].finding.fix == "00a");
    CHECK(rules_of(check(tree_of({{0, "00-"}}), {})) == "tree.code_form:c1");
    CHECK(rules_of(check(tree_of({{0, "12345678901234567"}}), {})) == "tree.code_form:c1");
    CHECK(rules_of(check(tree_of({{0, "00a"}, {0, "00A"}}), {})) == "tree.code_taken:c1 tree.code_upper:c2");

    const CategoryTree t = tree_of({{0, "001"}, {1, "00101"}, {0, "002"}});
    CHECK(check(t, {{7, "001001", 1}, {8, "00101001", 2}, {9, "90000001", 0}}).empty());
    CHECK(rules_of(check(t, {{7, "002001", 1}})) == "tree.prefix:b7");
    CHECK(rules_of(check(t, {{7, "", 1}})) == "tree.no_code:b7");
    CHECK(rules_of(check(t, {{7, "001", 0}})) == "tree.code_taken:b7");
    CHECK(rules_of(check(t, {{7, "001001", 1}, {8, "001001", 1}})) == "tree.code_taken:b8");
    CHECK(rules_of(check(t, {{7, "001001", 1}, {8, "0010002", 1}, {9, "001003", 1}})) == "tree.width:b8");
    CHECK(rules_of(check(t, {{7, "001011", 1}})) == "tree.nested:b7"); // 00101 is a category's code
    CHECK(check(t, {{7, "001011", 1}})[0].finding.args == std::vector<std::string>{"001011", "00101"});
    CHECK(rules_of(check(t, {{7, "0020001", 0}})) == "tree.nested:b7");
}

TEST_CASE("only exported categories count") {
    const CategoryTree t = tree_of({{0, "001"}, {1, "00101"}, {0, "2"}, {3, "9"}});
    const model::CategoryId chosen[] = {1, 2};
    CHECK(check_tree(t, {}, chosen).empty());
    CHECK_FALSE(check_tree(t, {}).empty());
}
