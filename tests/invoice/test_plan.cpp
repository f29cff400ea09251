// The plan without a registry: which row is which buyer, what becomes of codes and categories, how values merge.

#include "core/text/errors.h"
#include "core/text/fold.h"
#include "invoice/plan.h"
#include "invoice/rules.h"
#include "tests/invoice/transfer_support.h"
#include "tests/support/catch.h"

using namespace goufang;
using namespace goufang::invoice;
using goufang::invoice::test::tax_id;
using model::Field;

namespace {

constexpr std::uint64_t bit(Field f) { return std::uint64_t{1} << static_cast<unsigned>(f); }

struct Known {
    model::BuyerId id;
    std::string code, tax, name;
    model::CategoryId category = 0;
};

KeyIndex index(const std::vector<Known>& buyers) {
    const auto hash = [](const std::string& s) { return s.empty() ? 0 : text::key_hash(s); };
    KeyIndex keys;
    for (const Known& k : buyers)
        keys.add({k.id, k.category, {hash(text::tax_id_key(k.tax)), hash(k.code), hash(text::name_key(k.name))}});
    return keys;
}

Row buyer_row(std::int64_t line, const std::string& code, const std::string& tax, const std::string& name) {
    Row row;
    row.line = line;
    row.buyer.code = code;
    row.buyer.tax_id = tax;
    row.buyer.name = name;
    row.present = bit(Field::code) | bit(Field::tax_id) | bit(Field::name);
    return row;
}

bool has(const Row& row, std::string_view rule) {
    return std::any_of(row.findings.begin(), row.findings.end(), [&](const auto& f) { return f.rule == rule; });
}

/// For CategoryPlan: no buyer has the code.
const auto k_no_buyers = [](std::string_view) { return false; };

Planner::Setup client() {
    Planner::Setup s;
    s.client_codes = true;
    return s;
}

} // namespace

TEST_CASE("plan: which buyer of the registry a row is") {
    const std::string t1 = tax_id(1), t2 = tax_id(2), t3 = tax_id(3);
    // 1 and 2 are a head office and its branch; 3 and 4 persons of one name without a tax id; 5 stands alone
    const KeyIndex keys = index({{1, "001", t1, "甲总部有限公司"},
                                 {2, "002", t1, "甲总部有限公司分公司"},
                                 {3, "003", "", "张三"},
                                 {4, "004", "", "张三"},
                                 {5, "005", t2, "乙有限公司"}});
    struct Case {
        const char* what;
        std::string code, tax, name;
        Verdict verdict;
        model::BuyerId id;
    };
    const std::vector<Case> cases = {
        {"all agree", "001", t1, "甲总部有限公司", Verdict::match, 1},
        {"branch by code and tax id", "002", t1, "改名分公司", Verdict::match, 2},
        {"branch by tax id and name", "777", t1, "甲总部有限公司分公司", Verdict::match, 2},
        {"tax id of two, nothing else", "777", t1, "别的公司", Verdict::ambiguous, 1},
        {"tax id folded", "", " 9199 9999-" + t2.substr(8), "乙有限公司", Verdict::match, 5},
        {"name in other brackets", "", "", "乙 有限公司", Verdict::match, 5},
        {"same tax id, other code and name", "888", t2, "乙改名有限公司", Verdict::match, 5},
        {"code and name, other tax id", "005", t3, "乙有限公司", Verdict::match, 5},
        {"only the code", "005", t3, "丁有限公司", Verdict::conflict, 5},
        {"only the code, no other key in the row", "005", "", "", Verdict::match, 5},
        {"code of one, tax id of another", "003", t2, "丁有限公司", Verdict::conflict, 3},
        {"code of one, name of another", "005", "", "甲总部有限公司", Verdict::conflict, 5},
        {"tax id of one, name of another", "", t2, "甲总部有限公司", Verdict::conflict, 5},
        {"name of two", "", "", "张三", Verdict::ambiguous, 3},
        {"name of two, told apart by code", "004", "", "张三", Verdict::match, 4},
        {"same name, other tax id", "900", t3, "乙有限公司", Verdict::add, 0},
        {"nobody", "900", t3, "丁有限公司", Verdict::add, 0},
    };
    for (const Case& c : cases) {
        INFO(c.what);
        Planner planner(keys, {}, {}, client());
        Row row = buyer_row(4, c.code, c.tax, c.name);
        if (c.name.empty()) row.present &= ~bit(Field::name);
        Decision d;
        planner.judge(row, d);
        CHECK(d.verdict == c.verdict);
        CHECK((d.candidates.empty() ? 0 : d.candidates[0]) == c.id);
    }
}

TEST_CASE("plan: match keys are taken in the order given") {
    const KeyIndex keys = index({{1, "001", tax_id(1), "甲有限公司"}, {2, "002", tax_id(2), "乙有限公司"}});
    const auto judge = [&](std::vector<Field> match, bool overwrites, const std::string& code, const std::string& tax,
                           const std::string& name) {
        Planner::Setup s = client();
        s.match = std::move(match);
        s.overwrites_names = overwrites;
        Planner planner(keys, {}, {}, s);
        Row row = buyer_row(1, code, tax, name);
        Decision d;
        planner.judge(row, d);
        return d;
    };
    CHECK(judge({Field::code}, false, "001", tax_id(9), "丁有限公司").verdict == Verdict::match);
    CHECK(judge({Field::tax_id}, false, "900", tax_id(1), "乙有限公司").candidates.at(0) == 1);
    CHECK(judge({Field::tax_id}, false, "900", "", "甲有限公司").verdict == Verdict::add);
    CHECK(judge({Field::name}, false, "900", tax_id(9), "甲有限公司").candidates.at(0) == 1);
    // the code is in use, but the keys asked for do not know the row
    CHECK(judge({Field::tax_id}, false, "001", tax_id(9), "丁有限公司").verdict == Verdict::conflict);
    // overwriting by code is what the person asked for
    const std::vector<Field> all{Field::tax_id, Field::code, Field::name};
    CHECK(judge(all, true, "001", tax_id(9), "丁有限公司").verdict == Verdict::match);
    CHECK(judge(all, false, "001", tax_id(9), "丁有限公司").result == AisinoResult::duplicate);
    CHECK(goufang::invoice::test::thrown([&] { judge({Field::phone}, false, "", "", ""); }) == Code::bad_argument);
}

TEST_CASE("plan: rows of one file meet only in their codes") {
    const KeyIndex nobody;
    Planner planner(nobody, {}, {}, client());
    const auto judge = [&](Row row) {
        Decision d;
        planner.judge(row, d);
        return std::pair(d, row);
    };
    CHECK(judge(buyer_row(1, "001", tax_id(1), "甲有限公司")).first.verdict == Verdict::add);
    const auto branch = judge(buyer_row(2, "002", tax_id(1), "甲有限公司分公司"));
    CHECK(branch.first.verdict == Verdict::add);
    CHECK_FALSE(branch.first.draft);
    CHECK(has(branch.second, "import.same_tax_id"));
    const auto name = judge(buyer_row(3, "003", tax_id(3), "甲有限公司"));
    CHECK(name.first.verdict == Verdict::add);
    CHECK(name.first.draft);
    CHECK(name.second.buyer.status == model::Status::draft);
    REQUIRE(has(name.second, "import.same_name"));
    CHECK(name.second.findings[0].args == std::vector<std::string>{"甲有限公司", "1"});
    const auto twice = judge(buyer_row(4, "001", tax_id(4), "丁有限公司"));
    CHECK(twice.first.verdict == Verdict::reject);
    CHECK(twice.first.result == AisinoResult::duplicate);
    CHECK(twice.second.findings[0].rule == "import.code_twice");
    CHECK(twice.second.findings[0].args == std::vector<std::string>{"001", "1"});
}

TEST_CASE("plan: codes of the clients") {
    const KeyIndex nobody;
    const auto judge = [&](const std::string& code, bool client_codes) {
        Planner::Setup s;
        s.client_codes = client_codes;
        Planner planner(nobody, {}, {}, s);
        Row row = buyer_row(1, code, tax_id(1), "甲有限公司");
        Decision d;
        planner.judge(row, d);
        return std::tuple(d.verdict, row.buyer.code, row.findings.empty() ? "" : std::string(row.findings[0].rule));
    };
    CHECK(judge("01A", true) == std::tuple(Verdict::add, std::string("01a"), std::string("import.code_case")));
    for (const char* bad : {"01-1", "01234567890123456", "零一", "0 1", "A-1"})
        CHECK(judge(bad, true) == std::tuple(Verdict::reject, std::string(bad), std::string("import.code_form")));
    CHECK(std::get<1>(judge("KH-01", false)) == "KH-01");
    CHECK(std::get<0>(judge("KH-01", false)) == Verdict::add);
}

TEST_CASE("plan: missing codes follow the greatest of their category") {
    const KeyIndex keys = index({{1, "001007", tax_id(1), "甲有限公司"}, {2, "001009", tax_id(2), "乙有限公司"}});
    model::CategoryTree tree(std::vector<model::Category>{{7, 0, "001", "华东"}});
    Planner::Setup s;
    s.next_code = {{7, "001008"}}; // 001009 was given by hand
    Planner planner(keys, tree, {}, s);
    std::vector<std::string> codes;
    for (int i = 0; i < 3; ++i) {
        Row row = buyer_row(i + 1, "", tax_id(10 + static_cast<unsigned>(i)), "新" + std::to_string(i) + "有限公司");
        row.category_path = "华东";
        Decision d;
        planner.judge(row, d);
        codes.push_back(row.buyer.code);
    }
    CHECK(codes == std::vector<std::string>{"001008", "001010", "001011"});
    // a row that brings the code of one of these keeps its place in the file, not its code
    Row late = buyer_row(9, "001010", tax_id(20), "晚来有限公司");
    late.category_path = "华东";
    Decision d;
    planner.judge(late, d);
    CHECK(d.verdict == Verdict::add);
    CHECK(late.buyer.code == "001012");
    CHECK(has(late, "import.code_replaced"));
}

TEST_CASE("plan: a new category does not get the code of a buyer") {
    const KeyIndex keys = index({{1, "001", tax_id(1), "甲有限公司"}});
    Planner planner(keys, {}, {}, {});
    Decision d;
    Row first = buyer_row(1, "002", tax_id(2), "乙有限公司"), second = buyer_row(2, "777", tax_id(3), "丙有限公司");
    planner.judge(first, d);
    second.category_path = "华东/上海";
    planner.judge(second, d);
    const std::vector<CategoryOp> ops = planner.categories().take_ops();
    std::vector<std::string> codes;
    for (const CategoryOp& op : ops) codes.push_back(op.name + op.code);
    CHECK(codes == std::vector<std::string>{"华东003", "上海00301"});
}

TEST_CASE("plan: more buyers than the width of codes allows get wider codes") {
    const KeyIndex nobody;
    Planner planner(nobody, {}, {}, {});
    std::string last;
    for (int i = 0; i < 1200; ++i) {
        Row row = buyer_row(i + 1, "", "", "公司" + std::to_string(i));
        Decision d;
        planner.judge(row, d);
        REQUIRE(d.verdict == Verdict::add);
        last = row.buyer.code;
    }
    CHECK(last.size() == 4);
}

TEST_CASE("plan: a file status is kept, a doubt makes a draft only where the file is silent") {
    const KeyIndex nobody;
    for (const bool told : {false, true}) {
        Planner planner(nobody, {}, {}, client());
        Row row = buyer_row(1, "001", "91999999MA00000155", "甲有限公司");
        if (told) row.present |= bit(Field::status);
        Decision d;
        planner.judge(row, d);
        CHECK(d.draft);
        CHECK((row.buyer.status == model::Status::draft) == !told);
    }
}

TEST_CASE("plan: categories by code, by name, by path") {
    model::CategoryTree tree(
        std::vector<model::Category>{{1, 0, "01", "华东"}, {2, 1, "0101", "浙江"}, {3, 0, "02", "华北"}});
    const KeyIndex nobody;
    const auto category = [](const char* code, const char* name, const char* parent) {
        Row row;
        row.kind = RowKind::category;
        row.category = {code, name, parent, ""};
        return row;
    };
    SECTION("a known code keeps our name") {
        CategoryPlan plan(tree, {}, "", k_no_buyers);
        Row row = category("01", "东部", "");
        CHECK(plan.category(row) == 1);
        REQUIRE(has(row, "import.category_name"));
        CHECK(row.findings[0].args == std::vector<std::string>{"01", "华东", "东部"});
        Row below = category("0102", "江苏", "01");
        CHECK(plan.category(below) == -1);
        const auto ops = plan.take_ops();
        REQUIRE(!ops.empty());
        CHECK(ops[0].parent == 1);
        CHECK(ops[0].code == "0102");
    }
    SECTION("a known name with another code is the same category") {
        CategoryPlan plan(tree, {}, "", k_no_buyers);
        Row row = category("77", "华东", "");
        CHECK(plan.category(row) == 1);
    }
    SECTION("into: everything below, codes that are taken are replaced") {
        CategoryPlan plan(tree, {}, "导入/甲", k_no_buyers);
        Row row = category("01", "华东", "");
        const model::CategoryId id = plan.category(row);
        CHECK(id < 0);
        CHECK(plan.tree().path(id) == "导入/甲/华东");
        CHECK(has(row, "import.category_code"));
        Row buyer = buyer_row(1, "01001", "", "甲");
        buyer.category_code = "01";
        bool told = false;
        CHECK(plan.place(buyer, told) == id);
    }
    SECTION("a path is made; a code told later replaces the guessed one") {
        CategoryPlan plan(tree, {}, "", k_no_buyers);
        bool told = false;
        Row deep = buyer_row(1, "", "", "甲");
        deep.category_path = "西南/云南/昆明";
        const model::CategoryId id = plan.place(deep, told);
        CHECK(told);
        CHECK(plan.tree().path(id) == "西南/云南/昆明");
        Row top = buyer_row(2, "", "", "乙");
        top.category_path = "西南";
        top.category_code = "05";
        const model::CategoryId root = plan.place(top, told);
        CHECK(plan.tree().find(root)->code == "05");
        CHECK(plan.tree().find(id)->parent != 0);
    }
    SECTION("a guessed code is not the beginning of a buyer's, as long as there are others of its width") {
        CodeBeginnings codes;
        for (const char* code : {"03777", "05001", "010209", "0104", "06zz99999999999999", ""}) codes.add(code);
        CategoryPlan plan(tree, {}, "", k_no_buyers, [&](std::string_view c) { return codes.any(c); });
        bool told = false;
        const auto code = [&](const char* path) {
            Row row = buyer_row(1, "", "", "甲");
            row.category_path = path;
            return plan.tree().find(plan.place(row, told))->code;
        };
        CHECK(code("西南") == "04");
        CHECK(code("西北") == "07");
        CHECK(code("华东/江苏") == "0103");
        CHECK(code("华东/安徽") == "0105");
        for (int i = 0; i < 100; ++i) codes.add("04" + std::to_string(100 + i).substr(1) + "1");
        CHECK(code("西南/云南") == "0401"); // none is left
        CHECK(code("西南/贵州") == "0402");
    }
    SECTION("unknown codes and orphans stay uncategorised") {
        CategoryPlan plan(tree, {}, "", k_no_buyers);
        bool told = true;
        Row row = buyer_row(1, "9901", "", "甲");
        row.category_code = "99";
        CHECK(plan.place(row, told) == 0);
        CHECK_FALSE(told);
        CHECK(has(row, "import.orphan"));
        Row orphan = buyer_row(2, "9902", "", "乙");
        orphan.orphan = true;
        CHECK(plan.place(orphan, told) == 0);
        CHECK(has(orphan, "import.orphan"));
    }
    SECTION("many levels and many siblings find codes") {
        CategoryPlan plan({}, {}, "", k_no_buyers);
        std::string path;
        bool told = false;
        for (int i = 0; i < 30; ++i) path += (i ? "/" : "") + std::string("层") + std::to_string(i);
        Row row = buyer_row(1, "", "", "甲");
        row.category_path = path;
        const model::CategoryId id = plan.place(row, told);
        CHECK(plan.tree().depth(id) == 30);
        for (int i = 0; i < 1500; ++i) {
            Row wide = buyer_row(1, "", "", "甲");
            wide.category_path = "宽" + std::to_string(i);
            plan.place(wide, told);
        }
        CHECK(plan.tree().size() == 1530);
        for (const model::CategoryId c : plan.tree().all()) CHECK(is_client_code(plan.tree().find(c)->code));
    }
}

TEST_CASE("merge: policies per field") {
    model::Buyer mine;
    mine.code = "001";
    mine.name = "甲有限公司";
    mine.tax_id = tax_id(1);
    mine.address = "旧路1号";
    mine.bank = "甲银行";
    Row row = buyer_row(1, "777", tax_id(1), "甲新有限公司");
    row.buyer.address = "新路2号";
    row.buyer.phone = "0571-88880000";
    row.buyer.bank = "乙银行";
    row.buyer.account = "1202026219900123456";
    row.buyer.remark = "月结";
    row.present |= bit(Field::address) | bit(Field::phone) | bit(Field::bank) | bit(Field::account);
    MergeRules rules;
    rules.today = "2026-11-22";

    SECTION("fill: blanks only, and no account beside a foreign bank") {
        model::Buyer b = mine;
        CHECK_FALSE(merge(b, row, rules, true, 0, false));
        CHECK(b.account.empty());
        CHECK(b.remark.empty()); // the file does not hold remarks
        row.buyer.bank = "甲银行";
        CHECK(merge(b, row, rules, true, 5, true));
        CHECK(b.account == row.buyer.account);
        CHECK(b.address == "旧路1号");
        CHECK(b.name == "甲有限公司");
        CHECK(b.category == 5);
    }
    SECTION("overwrite: the old name is kept as a former name, the code stays") {
        rules.policy = Policy::overwrite;
        model::Buyer b = mine;
        CHECK(merge(b, row, rules, true, 5, true));
        CHECK(b.name == "甲新有限公司");
        CHECK(b.former_names == std::vector<model::FormerName>{{"甲有限公司", "2026-11-22"}});
        CHECK(b.code == "001");
        CHECK(b.address == "新路2号");
        CHECK(b.category == 5);
        CHECK_FALSE(merge(b, row, rules, true, 5, true)); // a second time there is nothing to do
    }
    SECTION("overwrite: blank fields of the file empty nothing") {
        rules.policy = Policy::overwrite;
        row.buyer.address.clear();
        model::Buyer b = mine;
        merge(b, row, rules, true, 0, false);
        CHECK(b.address == "旧路1号");
    }
    SECTION("keep: nothing") {
        rules.policy = Policy::keep;
        model::Buyer b = mine;
        CHECK_FALSE(merge(b, row, rules, true, 5, true));
        CHECK(model::same_values(b, mine));
    }
    SECTION("add: other sets become further sets, once") {
        rules.policy = Policy::add;
        model::Buyer b = mine;
        CHECK(merge(b, row, rules, true, 0, false));
        CHECK(b.address == "旧路1号");
        CHECK(b.more_addresses == std::vector<model::AddressPhone>{{"新路2号", "0571-88880000"}});
        CHECK(b.more_accounts == std::vector<model::BankAccount>{{"乙银行", "1202026219900123456"}});
        CHECK_FALSE(merge(b, row, rules, true, 0, false));
    }
    SECTION("exceptions per field") {
        rules.fields = {{Field::address, Policy::overwrite}, {Field::code, Policy::overwrite}};
        model::Buyer b = mine;
        CHECK(merge(b, row, rules, true, 0, false));
        CHECK(b.address == "新路2号");
        CHECK(b.code == "777");
        CHECK(b.name == "甲有限公司");
    }
}

TEST_CASE("key index: chains, growth, blanks") {
    KeyIndex keys;
    for (int i = 1; i <= 5000; ++i)
        keys.add({i, 0, {static_cast<std::uint64_t>(i % 7 + 1), static_cast<std::uint64_t>(i) << 32, 0}});
    CHECK(keys.first(Key::name, 0) == nullptr);
    CHECK(keys.first(Key::code, std::uint64_t{4321} << 32)->id == 4321);
    CHECK(keys.first(Key::code, 12345) == nullptr);
    std::vector<model::BuyerId> ids;
    keys.each(Key::tax_id, 3, [&](const KeyEntry& e) {
        ids.push_back(e.id);
        return true;
    });
    CHECK(ids.size() == 5000 / 7 + 1);
    CHECK(std::is_sorted(ids.begin(), ids.end()));
    SeenKeys seen;
    for (int i = 1; i <= 5000; ++i) CHECK(seen.put(static_cast<std::uint64_t>(i) * 1000, i) == 0);
    for (int i = 1; i <= 5000; ++i) CHECK(seen.put(static_cast<std::uint64_t>(i) * 1000, 1) == i);
    CHECK(seen.find(999) == 0);
}

TEST_CASE("transfer rules: ids are unique and known") {
    for (const TransferRule& r : transfer_rules()) {
        INFO(r.id);
        CHECK(transfer_rule(r.id) == &r);
        CHECK(check::rule(r.id) == nullptr); // no sentence of core/check is taken over by accident
    }
}
