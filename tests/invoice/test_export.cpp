// The export as a whole: the pre-flight, codes of the target, and that nothing is lost without being named (J6, N08,
// N18, F64-F72).

#include "core/text/charset.h"
#include "invoice/preflight.h"
#include "invoice/target_tree.h"
#include "tests/invoice/transfer_support.h"
#include "tests/invoice/workbook_support.h"
#include "tests/support/catch.h"

#include <atomic>
#include <cstdlib>
#include <set>

using namespace goufang;
using namespace goufang::invoice;
using namespace goufang::invoice::test;
using goufang::test::Nasty;
using goufang::test::Random;
using model::Field;

namespace {

std::string utf8(const std::string& gbk) { return text::to_utf8(gbk, text::Encoding::gbk).value_or("not GBK"); }

void fill(store::Registry& r, const std::vector<model::Category>& categories, const std::vector<model::Buyer>& list) {
    auto tx = r.begin(store::StepKind::import_file, {"test"});
    std::map<model::CategoryId, model::CategoryId> ids;
    for (model::Category c : categories) {
        const model::CategoryId id = c.id;
        c.id = 0;
        c.parent = c.parent == 0 ? 0 : ids.at(c.parent);
        ids[id] = tx.insert(c);
    }
    for (model::Buyer b : list) {
        b.category = b.category == 0 ? 0 : ids.at(b.category);
        tx.insert(b);
    }
    tx.commit();
}

model::Buyer buyer(const std::string& code, const std::string& name, model::CategoryId category = 0) {
    model::Buyer b;
    b.code = code;
    b.name = name;
    b.category = category;
    return b;
}

const Goods k_goods{"服务费", "3049900000000000000", "0.06", "100.00"};

ExportOptions with_goods() {
    ExportOptions o;
    o.write.goods = k_goods;
    return o;
}

int cases(int usual) {
    const char* s = std::getenv("GOUFANG_CASES");
    return s == nullptr ? usual : std::max(1, std::atoi(s) / 40);
}

} // namespace

TEST_CASE("export: a clean library goes out byte by byte, without a finding") {
    TempRegistry r;
    model::Buyer a = buyer("0101", "甲有限公司", 1), b = buyer("0201", "乙有限公司", 2);
    a.tax_id = tax_id(1);
    a.address = "测试路1号";
    a.phone = "0571-88880000";
    fill(*r, {{1, 0, "01", "华东"}, {2, 0, "02", "华北"}}, {b, a});
    const Exported e = export_as(*r, "aisino-text");
    CHECK(e.problems.empty());
    CHECK(e.result.written == 2);
    CHECK_FALSE(e.result.stopped);
    CHECK(utf8(e.bytes) == "{客户编码}[分隔符]\"~~\"\r\n// 每行格式 :\r\n"
                           "// 编码~~名称~~简码~~税号~~地址电话~~银行账号~~邮件地址~~备注~~身份证校验\r\n"
                           "01~~华东~~\r\n0101~~甲有限公司~~~~" +
                               tax_id(1) +
                               "~~\"测试路1号 0571-88880000\"~~~~~~~~False\r\n"
                               "02~~华北~~\r\n0201~~乙有限公司~~~~~~~~~~~~~~False\r\n");
}

TEST_CASE("export: each known trap of the Aisino client has its own line, before anything is written") {
    struct Trap {
        const char* what;
        std::function<void(model::Buyer&)> set;
        Field field;
        const char* rule;
    };
    const std::vector<Trap> traps = {
        {"ASCII comma", [](auto& b) { b.address = "一路1号,二楼"; }, Field::address, "target.comma"},
        {"over-long",
         [](auto& b) {
             for (int i = 0; i < 60; ++i) b.name += "长";
         },
         Field::name, "text.too_long"},
        {"not GBK", [](auto& b) { b.name += "\U0002CB78"; }, Field::name, "text.not_gbk"},
        {"capitals", [](auto& b) { b.code = "01A"; }, Field::code, "code.upper"},
        {"sibling width", [](auto& b) { b.code = "01000123"; }, Field::code, "export.code_width"},
        {"missing parent", [](auto& b) { b.code = "991"; }, Field::code, "export.code_prefix"},
        {"separator", [](auto& b) { b.remark = "甲~~乙"; }, Field::remark, "target.separator"},
        {"leading quote", [](auto& b) { b.remark = "\"甲"; }, Field::remark, "target.quote"},
        {"line break", [](auto& b) { b.remark = "甲\n乙"; }, Field::remark, "text.line_break"},
        {"no code form", [](auto& b) { b.code = "01-1"; }, Field::code, "export.code_form"},
    };
    for (const Trap& t : traps) {
        INFO(t.what);
        TempRegistry r;
        model::Buyer bad = buyer("012", "丙有限公司", 1);
        t.set(bad);
        fill(*r, {{1, 0, "01", "华东"}}, {buyer("011", "甲有限公司", 1), bad, buyer("013", "丁有限公司", 1)});
        const Exported stop = export_as(*r, "aisino-text", OnProblem::stop);
        CHECK(stop.result.stopped);
        CHECK(stop.result.written == 0);
        CHECK(std::any_of(stop.problems.begin(), stop.problems.end(), [&](const Problem& p) {
            return p.finding.rule == t.rule && p.finding.field == t.field && p.name == bad.name;
        }));
        for (const Problem& p : stop.problems) CHECK(p.name == bad.name);
        const Exported skip = export_as(*r, "aisino-text", OnProblem::skip);
        CHECK(skip.result.written == 2);
        CHECK(skip.result.skipped == 1);
        const Exported adjust = export_as(*r, "aisino-text", OnProblem::adjust);
        CHECK(adjust.result.written == 3);
        CHECK(adjust.result.adjusted == 1);
        TempRegistry back;
        const Imported i = import(*back, adjust.bytes);
        CHECK(i.result.counts.added == 3);
        CHECK(i.result.counts.rejected == 0);
        CHECK(i.causes(Outcome::added)["import.orphan"] == 0);
        for (const model::Buyer& b : buyers(*back)) CHECK(back->tree().path(b.category) == "华东");
    }
}

TEST_CASE("export: only what is asked for, with the categories above it") {
    TempRegistry r;
    fill(*r, {{1, 0, "01", "华东"}, {2, 1, "0101", "浙江"}, {3, 1, "0102", "江苏"}, {4, 0, "02", "华北"}},
         {buyer("010101", "甲", 2), buyer("010201", "乙", 3), buyer("0201", "丙", 4)});
    const auto names = [](const std::string& csv) {
        std::set<std::string> s;
        for (const char* n : {"甲", "乙", "丙"})
            if (csv.find("," + std::string(n) + ",") != std::string::npos) s.insert(n);
        return s;
    };
    CHECK(names(export_as(*r, "csv").bytes) == std::set<std::string>{"甲", "乙", "丙"});
    ExportOptions branch;
    branch.query.category = r->tree().resolve("华东/浙江");
    CHECK(names(export_as(*r, "csv", OnProblem::stop, branch).bytes) == std::set<std::string>{"甲"});
    const std::string text = utf8(export_as(*r, "aisino-text", OnProblem::stop, branch).bytes);
    CHECK(text.find("01~~华东~~") != std::string::npos);
    CHECK(text.find("0102~~") == std::string::npos);
    CHECK(text.find("华北") == std::string::npos);
    ExportOptions ids;
    ids.ids = {r->by_code("0201")->id};
    const std::string one = utf8(export_as(*r, "aisino-text", OnProblem::stop, ids).bytes);
    CHECK(one.find("0201~~丙") != std::string::npos);
    CHECK(one.find("华东") == std::string::npos);
    const store::StepId step = r->history(1).at(0).id;
    auto tx = r->begin(store::StepKind::edit_buyer);
    model::Buyer b = *r->by_code("010201");
    b.remark = "改";
    tx.update(b);
    tx.commit();
    ExportOptions since;
    since.query.changed_since = step;
    const Exported changed = export_as(*r, "csv", OnProblem::stop, since);
    CHECK(changed.result.written == 1);
    CHECK(names(changed.bytes) == std::set<std::string>{"乙"});
}

TEST_CASE("export: what a format has no place for is named once and stops nothing") {
    TempRegistry r;
    model::Buyer a = buyer("0101", "甲有限公司", 1), b = buyer("0102", "乙有限公司", 1);
    a.email = b.email = "fp@example.com";
    a.tags = {"重点"};
    fill(*r, {{1, 0, "01", "华东"}}, {a, b});
    const Exported e = export_as(*r, "kp-xml", OnProblem::stop, with_goods());
    CHECK_FALSE(e.result.stopped);
    CHECK(e.result.written == 2);
    std::map<Field, std::string> lost;
    for (const Problem& p : e.problems) {
        CHECK(p.finding.severity == check::Severity::note);
        CHECK(p.id == 0);
        if (p.finding.rule == "export.not_carried") lost[p.finding.field] = p.finding.args.at(1);
        if (p.finding.rule == "export.category_not_carried") CHECK(p.finding.args.at(0) == "2");
    }
    CHECK(lost.at(Field::email) == "2");
    CHECK(lost.at(Field::tags) == "1");
    CHECK(lost.at(Field::code) == "2");
    CHECK(lost.count(Field::remark) == 0); // nobody has one
}

TEST_CASE("export: cancel and errors") {
    TempRegistry r;
    fill(*r, {}, {buyer("001", "甲"), buyer("002", "乙")});
    std::atomic<bool> cancel{true};
    ExportOptions o;
    o.cancel = &cancel;
    CHECK(thrown([&] { export_as(*r, "csv", OnProblem::stop, o); }) == Code::cancelled);
    ExportOptions ids;
    ids.ids = {12345};
    CHECK(thrown([&] { export_as(*r, "csv", OnProblem::stop, ids); }) == Code::not_found);
    CHECK(thrown([&] { export_as(*r, "sjjk-text"); }) == Code::cannot_write);
    struct Full : file::Sink {
        void write(std::string_view) override { throw Error(Code::file_unwritable, {"x", "full"}); }
    } full;
    ExportOptions csv;
    csv.format = format("csv");
    CHECK(thrown([&] { export_to(*r, csv, full, {}); }) == Code::file_unwritable);
}

TEST_CASE("target tree: codes for a client") {
    const auto codes = [](std::vector<model::Category> categories, const std::vector<model::Buyer>& list) {
        const model::CategoryTree tree(std::move(categories));
        TargetTree target(tree, tree.all(), true);
        for (const model::Buyer& b : list) target.count(b);
        target.settle();
        std::vector<std::string> out;
        for (const CategoryRow& c : target.rows()) out.push_back(c.code);
        for (const model::Buyer& b : list) {
            TargetTree::Place p;
            std::vector<check::Finding> findings;
            target.place(b, p, findings);
            out.push_back(p.refused ? "refused" : p.code);
            CHECK((p.code == b.code) == findings.empty());
            if (!findings.empty() && !p.refused) CHECK(findings.back().fix == p.code);
        }
        return out;
    };
    using List = std::vector<std::string>;
    CHECK(codes({{1, 0, "01", "甲"}, {2, 1, "0101", "乙"}}, {buyer("010101", "a", 2)}) == List{"01", "0101", "010101"});
    // the odd one among siblings, in categories and in buyers
    CHECK(codes({{1, 0, "01", "甲"}, {2, 0, "02", "乙"}, {3, 0, "0003", "丙"}}, {buyer("0003001", "a", 3)}) ==
          List{"03", "01", "02", "03001"});
    CHECK(codes({{1, 0, "01", "甲"}}, {buyer("01001", "a", 1), buyer("01002", "b", 1), buyer("0199", "c", 1)}) ==
          List{"01", "01001", "01002", "01003"});
    // buyers beside categories are as wide as these; others keep their codes below a category that shares the beginning
    CHECK(codes({{1, 0, "01", "甲"}}, {buyer("77", "a", 0), buyer("", "b", 1)}) == List{"01", "77", "01001"});
    CHECK(codes({{1, 0, "01", "甲"}}, {buyer("77000123", "a", 0), buyer("", "b", 1)}) ==
          List{"01", "77", "77000123", "01001"});
    CHECK(codes({{1, 0, "01", "甲"}, {2, 0, "02", "乙"}, {3, 0, "03", "丙"}}, {buyer("77010101008", "a", 0)}) ==
          List{"01", "02", "03", "77", "77010101008"});
    CHECK(codes({{1, 0, "001", "甲"}}, {buyer("000001", "a"), buyer("000002", "b"), buyer("900777", "c"),
                                        buyer("", "d"), buyer("00012", "e"), buyer("002", "f")}) ==
          List{"001", "000", "000001", "000002", "000003", "000004", "000005", "002"});
    // the beginning is a category's or a buyer's: a new one, and the old code stands behind it
    CHECK(codes({{1, 0, "01", "甲"}}, {buyer("0177", "a"), buyer("02", "b"), buyer("0288", "c")}) ==
          List{"01", "03", "030177", "02", "030288"});
    // shorter codes are filled up
    CHECK(codes({}, {buyer("9", "a"), buyer("10", "b"), buyer("11", "c"), buyer("09", "d")}) ==
          List{"12", "10", "11", "09"});
    CHECK(codes({}, {buyer("9", "a"), buyer("10", "b"), buyer("11", "c")}) == List{"09", "10", "11"});
    // more buyers than the width allows: all grow
    std::vector<model::Buyer> many;
    for (int i = 0; i < 200; ++i) many.push_back(buyer(i == 0 ? "77" : "", "b" + std::to_string(i), 1));
    const List wide = codes({{1, 0, "01", "甲"}, {2, 1, "0101", "乙"}}, many);
    CHECK(wide[1] == "01001");
    CHECK(std::set<std::string>(wide.begin(), wide.end()).size() == 202);
    for (std::size_t i = 1; i < wide.size(); ++i) CHECK(wide[i].size() == 5);
    // no room below sixteen characters
    CHECK(codes({{1, 0, "0123456789012345", "甲"}}, {buyer("01234567890123451", "a", 1)}) ==
          List{"0123456789012345", "refused"});
}

TEST_CASE("round trip: every difference was announced, for every format that reads and writes") {
    for (const Format& f : formats()) {
        if (!f.reads || !f.writes) continue;
        for (int round = 0; round < cases(6); ++round) {
            INFO(f.id << " round " << round);
            Random random(static_cast<std::uint64_t>(round) * 977 + 5);
            const Nasty level = round % 3 == 0 ? Nasty::no : round % 3 == 1 ? Nasty::gbk : Nasty::unicode;
            TempRegistry r;
            const model::CategoryTree tree = goufang::test::random_tree(random, 12, 5, level != Nasty::no);
            std::vector<model::Category> categories;
            for (const model::CategoryId id : tree.all()) categories.push_back(*tree.find(id));
            std::vector<model::Buyer> list;
            std::vector<std::size_t> used;
            for (int i = 0; i < 40; ++i) {
                model::Buyer b = goufang::test::random_buyer(random, level);
                b.name += std::to_string(i); // invoice formats know a buyer by name and tax id
                goufang::test::place_buyer(random, tree, used, b);
                list.push_back(std::move(b));
            }
            fill(*r, categories, list);

            ExportOptions options = with_goods();
            options.write.template_bytes = goufang::test::empty_template(f.id);
            const Exported e = export_as(*r, f.id, OnProblem::adjust, options);
            std::set<Field> not_carried;
            bool no_categories = false;
            std::map<store::BuyerId, std::set<Field>> announced;
            std::map<store::BuyerId, std::string> codes, names;
            std::set<store::BuyerId> refused;
            for (const Problem& p : e.problems) {
                if (p.finding.rule == "export.not_carried") not_carried.insert(p.finding.field);
                if (p.finding.rule == "export.category_not_carried") no_categories = true;
                if (p.id == 0) continue;
                announced[p.id].insert(p.finding.field);
                if (p.refused) refused.insert(p.id);
                if (p.finding.field == Field::code && p.finding.fix) codes[p.id] = *p.finding.fix;
                if (p.finding.field == Field::name && p.finding.fix) names[p.id] = *p.finding.fix;
            }
            CHECK(e.result.written + e.result.skipped == 40);
            CHECK(static_cast<std::int64_t>(refused.size()) == e.result.skipped);

            TempRegistry back;
            const Imported i =
                import(*back, e.bytes, {}, "x." + std::string(f.extensions.substr(0, f.extensions.find(','))));
            CHECK(i.result.format == &f);
            for (const ReportLine& l : i.lines) {
                INFO(l.line << ' ' << l.name << ' ' << l.findings[0].rule);
                CHECK(l.outcome == Outcome::added);
            }
            REQUIRE(i.result.counts.added == e.result.written);

            const std::vector<model::Buyer> all = buyers(*r);
            std::map<std::string, model::Buyer> by_code, by_name;
            for (const model::Buyer& b : buyers(*back)) by_code[b.code] = by_name[b.name] = b;
            for (const model::Buyer& b : all) {
                if (refused.contains(b.id)) continue;
                const std::string code = codes.contains(b.id) ? codes[b.id] : b.code;
                const bool coded = !not_carried.contains(Field::code);
                const std::string name = names.contains(b.id) ? names[b.id] : b.name;
                INFO(b.code << ' ' << b.name << " as " << code << ' ' << name);
                REQUIRE((coded ? by_code.contains(code) : by_name.contains(name)));
                const model::Buyer& got = coded ? by_code.at(code) : by_name.at(name);
                const auto pair = [](Field x) {
                    return x == Field::address || x == Field::phone || x == Field::more_addresses ? 1
                           : x == Field::bank || x == Field::account || x == Field::more_accounts ? 2
                                                                                                  : 0;
                };
                for (const Field d : model::differing(b, got)) {
                    if (not_carried.contains(d) || (d == Field::source && b.source.empty())) continue;
                    const model::Buyer blank;
                    if (!coded && d == Field::code) continue;
                    if (d == Field::status && got.status == model::Status::draft) continue; // made so by the import
                    bool named = announced[b.id].contains(d);
                    for (const Field a : announced[b.id]) named = named || (pair(a) != 0 && pair(a) == pair(d));
                    INFO("field " << model::info(d).key << ": " << model::to_text(b, d) << " -> "
                                  << model::to_text(got, d));
                    CHECK(named);
                }
                if (!no_categories && f.categories)
                    CHECK(r->tree().path(b.category) == back->tree().path(got.category));
            }
            // a lossless format says nothing and gives everything back
            if (f.id == "goufang-json") {
                CHECK(e.problems.empty());
                CHECK(dump(*r) == dump(*back));
            }
        }
    }
}
