#include "core/model/category.h"
#include "core/text/errors.h"
#include "tests/support/catch.h"
#include "tests/support/random_buyer.h"

#include <algorithm>
#include <map>
#include <set>

using namespace goufang;
using namespace goufang::model;
using test::Random;

namespace {

Category make(CategoryId id, CategoryId parent, std::string name, std::string code = "", std::int64_t order = 0) {
    return {id, parent, std::move(code), std::move(name), order, 0};
}

template <class Fn> std::string error_of(Fn&& fn) {
    try {
        fn();
    } catch (const Error& e) {
        switch (e.code()) {
        case Code::category_cycle:
            return "cycle";
        case Code::category_name_taken:
            return "name";
        case Code::category_code_taken:
            return "code";
        case Code::category_not_empty:
            return "not_empty";
        case Code::not_found:
            return "not_found";
        case Code::registry_damaged:
            return "damaged";
        case Code::code_full:
            return "full";
        case Code::bad_argument:
            return "argument";
        case Code::internal:
            return "internal";
        default:
            return "other";
        }
    }
    return "none";
}

/// Everything that can be asked, as text.
std::string dump(const CategoryTree& t) {
    std::string s;
    for (const CategoryId id : t.all()) {
        const Category& c = *t.find(id);
        s += std::to_string(id) + ' ' + std::to_string(c.parent) + ' ' + c.code + ' ' + t.path(id) + ' ' +
             std::to_string(c.order) + '\n';
    }
    return s;
}

void check_consistent(const CategoryTree& t) {
    const auto all = t.all();
    REQUIRE(all.size() == t.size());
    std::set<CategoryId> seen;
    for (const CategoryId id : all) {
        const Category* c = t.find(id);
        REQUIRE(c);
        REQUIRE(seen.insert(id).second);
        REQUIRE((c->parent == 0 || seen.contains(c->parent))); // parents first
        REQUIRE(t.find_child(c->parent, c->name) == c);
        if (!c->code.empty()) REQUIRE(t.find_code(c->code) == c);
        REQUIRE(t.resolve(t.path(id)) == id);
        REQUIRE(t.is_within(id, c->parent));
        REQUIRE(t.depth(id) == (c->parent ? t.depth(c->parent) : 0) + 1);
    }
}

CategoryTree small() {
    return CategoryTree({make(1, 0, "华东", "001"), make(2, 1, "浙江", "00101"), make(3, 1, "江苏", "00102"),
                         make(4, 2, "杭州", "0010101"), make(5, 0, "华北", "002")});
}

} // namespace

TEST_CASE("paths split and join, slashes and backslashes escaped") {
    CHECK(split_path("华东/浙江") == std::vector<std::string>{"华东", "浙江"});
    CHECK(split_path(R"(a\/b/c\\d)") == std::vector<std::string>{"a/b", R"(c\d)"});
    CHECK(split_path(R"(a\b/c\)") == std::vector<std::string>{R"(a\b)", R"(c\)"});
    CHECK(split_path("/a//b/") == std::vector<std::string>{"a", "b"});
    CHECK(split_path("").empty());
    Random r(5);
    for (int i = 0; i < 3000; ++i) {
        std::vector<std::string> names;
        for (std::size_t n = r.between(1, 4); n--;) {
            std::string name;
            for (std::size_t k = r.between(1, 5); k--;)
                name += r.pick(std::vector<std::string>{"/", "\\", "a", "华", " "});
            names.push_back(name);
        }
        REQUIRE(split_path(join_path(names)) == names);
    }
}

TEST_CASE("a tree is built in any order and answers") {
    Random r(2);
    std::vector<Category> rows;
    const CategoryTree made = test::random_tree(r, 300, 8, true);
    for (const CategoryId id : made.all()) rows.push_back(*made.find(id));
    for (std::size_t i = rows.size(); i-- > 1;) std::swap(rows[i], rows[r.below(i + 1)]);
    const CategoryTree t(rows);
    CHECK(dump(t) == dump(made));
    check_consistent(t);

    const CategoryTree s = small();
    CHECK(s.path(4) == "华东/浙江/杭州");
    CHECK(s.path(0).empty());
    CHECK(s.depth(4) == 3);
    CHECK(s.depth(0) == 0);
    CHECK(s.children(1) == std::vector<CategoryId>{2, 3});
    CHECK(s.branch(1) == std::vector<CategoryId>{1, 2, 4, 3});
    CHECK(s.all() == std::vector<CategoryId>{1, 2, 4, 3, 5});
    CHECK(s.resolve("华东/浙江") == 2);
    CHECK(s.resolve("") == 0);
    CHECK(s.resolve("未分类") == 0);
    CHECK_FALSE(s.try_resolve("华东/上海"));
    CHECK(error_of([&] { (void)s.resolve("华南"); }) == "not_found");
    CHECK(error_of([&] { (void)s.path(99); }) == "not_found");
    CHECK(error_of([&] { (void)s.branch(99); }) == "not_found");
    CHECK(s.is_within(4, 1));
    CHECK_FALSE(s.is_within(1, 4));
    CHECK(s.is_within(4, 0));
    CHECK(s.find_code("") == nullptr);
    CHECK(s.find_child(1, " 浙江\u3000")->id == 2);
}

TEST_CASE("a root category that is called like no category is found first") {
    CategoryTree t = small();
    t.insert(make(9, 0, "未分类"));
    CHECK(t.resolve("未分类") == 9);
    CHECK(t.resolve("") == 0);
}

TEST_CASE("order among siblings: order, code, id") {
    const CategoryTree t(
        {make(1, 0, "a", "003"), make(2, 0, "b", "001"), make(3, 0, "c", "002", -1), make(4, 0, "d"), make(5, 0, "e")});
    CHECK(t.children(0) == std::vector<CategoryId>{3, 4, 5, 2, 1});
}

TEST_CASE("damaged rows are refused") {
    CHECK(error_of([] { CategoryTree({make(1, 2, "a"), make(2, 1, "b")}); }) == "damaged");
    CHECK(error_of([] { CategoryTree({make(1, 1, "a")}); }) == "damaged");
    CHECK(error_of([] { CategoryTree({make(1, 7, "a")}); }) == "damaged");
    CHECK(error_of([] { CategoryTree({make(0, 0, "a")}); }) == "damaged");
    CHECK(error_of([] { CategoryTree({make(1, 0, "a"), make(1, 0, "b")}); }) == "damaged");
    CHECK(error_of([] { CategoryTree({make(1, 0, "a"), make(2, 0, "a")}); }) == "damaged");
    CHECK(error_of([] { CategoryTree({make(1, 0, "a", "1"), make(2, 0, "b", "1")}); }) == "damaged");
    CHECK(error_of([] {
              CategoryTree({make(1, 0, "a"), make(3, 4, "c"), make(4, 5, "d"), make(5, 3, "e")});
          }) == "damaged");
}

TEST_CASE("what is refused leaves the tree as it was") {
    CategoryTree t = small();
    const std::string before = dump(t);
    CHECK(error_of([&] { t.update(make(1, 4, "华东", "001")); }) == "cycle");
    CHECK(error_of([&] { t.update(make(1, 1, "华东", "001")); }) == "cycle");
    CHECK(error_of([&] { t.update(make(3, 1, "浙江", "00102")); }) == "name");
    CHECK(error_of([&] { t.update(make(3, 1, " 浙江 ", "00102")); }) == "name");
    CHECK(error_of([&] { t.update(make(3, 1, "江苏", "00101")); }) == "code");
    CHECK(error_of([&] { t.update(make(3, 99, "江苏", "00102")); }) == "not_found");
    CHECK(error_of([&] { t.update(make(99, 0, "x")); }) == "not_found");
    CHECK(error_of([&] { t.update(make(3, 1, " \u3000", "00102")); }) == "argument");
    CHECK(error_of([&] { t.insert(make(9, 1, "浙江")); }) == "name");
    CHECK(error_of([&] { t.insert(make(9, 0, "x", "0010101")); }) == "code");
    CHECK(error_of([&] { t.insert(make(9, 8, "x")); }) == "not_found");
    CHECK(error_of([&] { t.insert(make(9, 0, "")); }) == "argument");
    CHECK(error_of([&] { t.insert(make(4, 0, "y")); }) == "internal");
    CHECK(error_of([&] { t.erase(1); }) == "not_empty");
    CHECK(error_of([&] { t.erase(77); }) == "not_found");
    CHECK(dump(t) == before);
    check_consistent(t);
    t.insert(make(9, 2, "华东")); // the same name elsewhere is fine
    t.erase(9);
    CHECK(dump(t) == before);
}

TEST_CASE("random changes keep the tree a tree") {
    Random r(21);
    CategoryTree t = test::random_tree(r, 60, 6);
    CategoryId next = 1000;
    int refused = 0, done = 0;
    for (int i = 0; i < 900; ++i) {
        const auto all = t.all();
        const CategoryId id = all.empty() ? 0 : r.pick(all);
        const CategoryId other = r.one_in(6) || all.empty() ? 0 : r.pick(all);
        const std::string before = dump(t);
        try {
            switch (r.below(4)) {
            case 0:
                t.insert(make(next, other, test::random_han(r, 1), r.one_in(2) ? r.digits(3) : ""));
                ++next;
                break;
            case 1: {
                if (!id) break;
                Category c = *t.find(id);
                c.parent = other;
                t.update(c);
                break;
            }
            case 2: {
                if (!id) break;
                Category c = *t.find(id);
                c.name = test::random_han(r, 1);
                c.code = r.digits(3);
                c.order = static_cast<std::int64_t>(r.below(3));
                t.update(c);
                break;
            }
            default:
                if (id) t.erase(id);
            }
            ++done;
        } catch (const Error&) {
            REQUIRE(dump(t) == before);
            ++refused;
        }
        if (i % 20 == 0) check_consistent(t);
    }
    CHECK(refused > 50);
    CHECK(done > 200);
}

TEST_CASE("100,000 deep and 100,000 wide") {
    std::vector<Category> rows;
    constexpr CategoryId n = 100000;
    for (CategoryId i = 1; i <= n; ++i) rows.push_back(make(i, i - 1, "c"));
    CategoryTree deep(rows);
    CHECK(deep.depth(n) == static_cast<std::size_t>(n));
    CHECK(deep.branch(1).size() == static_cast<std::size_t>(n));
    CHECK(deep.resolve(deep.path(n)) == n);
    CHECK(error_of([&] { deep.update(make(1, n, "c")); }) == "cycle");
    rows.front().parent = n;
    CHECK(error_of([&] { CategoryTree{rows}; }) == "damaged");

    CategoryTree wide;
    wide.insert(make(1, 0, "top", "001"));
    const CodeRule rule{3, 6, 3, false};
    for (CategoryId i = 2; i <= n; ++i) wide.insert(make(i, 1, std::to_string(i), wide.suggest_code(1, rule)));
    CHECK(wide.find_child(1, "50000")->id == 50000);
    CHECK(wide.find_code("001099999")->id == n);
    CHECK(wide.children(1).size() == static_cast<std::size_t>(n - 1));
}

TEST_CASE("next code") {
    using V = std::vector<std::string_view>;
    struct Row {
        std::string_view parent;
        V siblings;
        std::size_t width;
        bool letters;
        std::string_view expected;
    };
    const Row rows[] = {
        {"", {}, 3, false, "001"},
        {"", {"001", "002"}, 3, false, "003"},
        {"", {"01", "07"}, 3, false, "08"}, // the width that is there
        {"001", {"00101", "00109"}, 2, false, "00110"},
        {"001", {"001001"}, 2, false, "001002"},          // width 3 is there
        {"001", {"00101", "001001"}, 2, false, "00102"},  // two widths: the rule's
        {"001", {"002", "00", "001"}, 2, false, "00101"}, // none of these stands below 001
        {"", {"001", "00a", "00Z"}, 3, false, "002"},
        {"", {"009", "00a"}, 3, true, "00b"},
        {"", {"00z"}, 3, true, "010"},
        {"", {"099"}, 3, false, "100"},
        {"", {"000"}, 3, false, "001"},
        {"1234567890123", {}, 3, false, "1234567890123001"},
    };
    for (const Row& row : rows) {
        INFO(row.expected);
        CHECK(next_code(row.parent, row.siblings, row.width, row.letters) == row.expected);
    }
    const V full{"99"}, full_letters{"zz"}, none;
    CHECK(error_of([&] { (void)next_code("", full, 3, false); }) == "full");
    CHECK(error_of([&] { (void)next_code("", full_letters, 3, true); }) == "full");
    CHECK(error_of([&] { (void)next_code("12345678901234", none, 3, false); }) == "full");
    CHECK(error_of([&] { (void)next_code("1234567890123456", none, 1, false); }) == "full");
}

TEST_CASE("code rules as text") {
    CHECK(CodeRule{}.to_text() == "3+2+3");
    CHECK((CodeRule::from_text("3+2+3") == CodeRule{}));
    CHECK((CodeRule::from_text("4+3+16a") == CodeRule{4, 3, 16, true}));
    CHECK(CodeRule{4, 3, 16, true}.to_text() == "4+3+16a");
    for (const char* bad : {"", "3", "3+2", "3+2+3+4", "0+2+3", "3+2+17", "3+2+x", "a+2+3", "3+2+3b", " 3+2+3",
                            "3+2+3 ", "-3+2+3", "3++3", "300+2+3"})
        CHECK_FALSE(CodeRule::from_text(bad));
}

TEST_CASE("suggested codes are free and keep the siblings' width") {
    CategoryTree t = small();
    const CodeRule rule;
    CHECK(t.suggest_code(0, rule) == "003");
    CHECK(t.suggest_code(1, rule) == "00103");
    CHECK(t.suggest_code(3, rule) == "0010201");
    CHECK(error_of([&] { (void)t.suggest_code(88, rule); }) == "not_found");
    t.insert(make(10, 0, "x", "00103")); // stands elsewhere, taken all the same
    CHECK(t.suggest_code(1, rule) == "00104");
    t.insert(make(11, 5, "y", "777")); // does not start with 002
    CHECK(t.suggest_code(5, rule) == "00201");
    t.insert(make(12, 3, "z", "0010299"));
    CHECK(error_of([&] { (void)t.suggest_code(3, rule); }) == "full");
    CodeRule letters = rule;
    letters.letters = true;
    CHECK(t.suggest_code(3, letters) == "001029a");
}

TEST_CASE("re-coding a branch: prefixes follow, others get new codes") {
    CategoryTree t = small();
    t.insert(make(6, 1, "上海", "777"));   // does not follow the prefix
    t.insert(make(7, 6, "浦东", "77701")); // follows its parent
    t.insert(make(8, 1, "安徽"));          // no code
    const CodeRule rule;
    std::map<CategoryId, std::string> codes;
    std::vector<CategoryId> order;
    for (const auto& r : t.recode_preview(1, "005", rule)) {
        CHECK(t.find(r.id)->code == r.old_code);
        codes[r.id] = r.new_code;
        order.push_back(r.id);
    }
    CHECK(order == t.branch(1));
    CHECK(codes[1] == "005");
    CHECK(codes[2] == "00501");
    CHECK(codes[3] == "00502");
    CHECK(codes[4] == "0050101");
    CHECK(codes[8] == "00503"); // siblings without a code come first in order
    CHECK(codes[6] == "00504");
    CHECK(codes[7] == "0050401");

    CHECK(t.recode_preview(1, "001", rule).front().new_code == "001"); // the same code is no clash
    CHECK(error_of([&] { (void)t.recode_preview(1, "002", rule); }) == "code");
    CHECK(error_of([&] { (void)t.recode_preview(1, "1234567890123", rule); }) == "full");
    CHECK(error_of([&] { (void)t.recode_preview(1, "", rule); }) == "argument");
    CHECK(error_of([&] { (void)t.recode_preview(55, "1", rule); }) == "not_found");
    t.insert(make(20, 5, "q", "00501"));
    CHECK(error_of([&] { (void)t.recode_preview(1, "005", rule); }) == "code");
}

TEST_CASE("a previewed re-coding can be carried out") {
    Random r(8);
    for (int i = 0; i < 60; ++i) {
        CategoryTree t = test::random_tree(r, 50, 5);
        const CategoryId id = r.pick(t.all());
        std::vector<CategoryTree::Recode> plan;
        try {
            plan = t.recode_preview(id, "9" + r.digits(2), CodeRule{});
        } catch (const Error&) {
            continue;
        }
        for (const auto& step : plan) { // through empty codes, because old and new ones may overlap
            Category c = *t.find(step.id);
            c.code.clear();
            t.update(c);
        }
        for (const auto& step : plan) {
            Category c = *t.find(step.id);
            c.code = step.new_code;
            t.update(c);
            if (step.id != id) REQUIRE(c.code.starts_with(t.find(c.parent)->code));
        }
        check_consistent(t);
    }
}
