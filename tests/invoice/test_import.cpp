// The import as a whole, against a registry on disk (J2, J9, N01, N19, F50-F59).

#include "core/store/operations.h"
#include "core/text/charset.h"
#include "tests/invoice/transfer_support.h"
#include "tests/support/catch.h"

#include <atomic>
#include <cstdlib>

using namespace goufang;
using namespace goufang::invoice;
using namespace goufang::invoice::test;
using model::Field;

namespace {

struct Faults {
    int check = 6, letter = 4, long_name = 3, upper = 2, same_name = 4, orphan = 2, twice = 5, short_row = 3, bytes = 2;
    int doubtful() const { return check + letter + long_name + upper + same_name + orphan; }
    int refused() const { return twice + short_row + bytes; }
};

std::string pad(unsigned n, std::size_t width) {
    std::string s = std::to_string(n);
    return std::string(width > s.size() ? width - s.size() : 0, '0') + s;
}

/// J2 in small: a tree of four levels, `clean` good buyers and the faults, in code order.
std::string faulty_library(unsigned clean, const Faults& f, int& categories) {
    std::vector<std::string> rows;
    unsigned n = 0;
    categories = 0;
    const auto add = [&](const std::string& leaf, const std::string& name = {}, const std::string& tax = {}) {
        ++n;
        rows.push_back(row(leaf + pad(n, 7), name.empty() ? "测试" + std::to_string(n) + "有限公司" : name,
                           tax.empty() ? tax_id(n) : tax));
        return rows.size() - 1;
    };
    const auto category = [&](const std::string& code, const std::string& name) {
        rows.push_back(code + "~~" + name + "~~");
        ++categories;
    };
    category("01", "华东");
    category("0101", "浙江");
    category("010101", "杭州");
    category("01010101", "西湖");
    for (unsigned i = 0; i < clean / 2; ++i) add("01010101");
    for (int i = 0; i < f.check; ++i) {
        std::string t = tax_id(n + 1);
        t[17] = t[17] == '0' ? '1' : '0';
        add("01010101", {}, t);
    }
    for (int i = 0; i < f.letter; ++i) {
        std::string t = tax_id(n + 1);
        t[10] = 'O';
        add("01010101", {}, t);
    }
    for (int i = 0; i < f.same_name; ++i) add("01010101", "测试" + std::to_string(i + 1) + "有限公司");
    category("01010102", "滨江");
    for (unsigned i = 0; i < clean - clean / 2; ++i) add("01010102");
    for (int i = 0; i < f.long_name; ++i) {
        std::string name = "测试" + std::to_string(n + 1);
        for (int k = 0; k < 60; ++k) name += "长";
        add("01010102", name);
    }
    for (int i = 0; i < f.upper; ++i) {
        std::string& r = rows[add("01010102")];
        r[14] = static_cast<char>('A' + i);
    }
    for (int i = 0; i < f.twice; ++i) rows.push_back(rows[rows.size() - 1 - static_cast<std::size_t>(i)]);
    for (int i = 0; i < f.short_row; ++i) {
        std::string& r = rows[add("01010102")];
        r = r.substr(0, r.find("~~\"")); // code, name, mnemonic, tax id
    }
    for (int i = 0; i < f.bytes; ++i) add("01010102", "坏字节" + std::to_string(i) + "有限公司");
    for (int i = 0; i < f.orphan; ++i) add("77010102");
    std::string bytes = aisino(rows);
    std::string mark;
    text::encode("坏字节", text::Encoding::gbk, mark);
    for (std::size_t at = bytes.find(mark); at != std::string::npos; at = bytes.find(mark, at + 1))
        bytes[at] = bytes[at + 1] = '\xFF';
    return bytes;
}

} // namespace

TEST_CASE("import: a library with planted faults, and the same file again") {
    const Faults f;
    int categories = 0;
    const std::string file = faulty_library(100, f, categories);
    TempRegistry r;

    ImportOptions dry;
    dry.dry_run = true;
    const Imported plan = import(*r, file, dry);
    CHECK(r->info().buyers == 0);
    CHECK(r->history(5).empty());
    CHECK(plan.result.step == 0);

    const Imported done = import(*r, file);
    CHECK(done.result.format->id == "aisino-text");
    CHECK(done.result.encoding == text::Encoding::gbk);
    const ImportCounts& c = done.result.counts;
    CHECK(c.added == 100 + f.doubtful());
    CHECK(c.with_findings == f.doubtful());
    CHECK(c.rejected == f.refused());
    CHECK(c.changed + c.same + c.conflict == 0);
    CHECK(c.categories == categories);
    CHECK(static_cast<int>(done.lines.size()) == f.doubtful() + f.refused());
    CHECK(std::is_sorted(done.lines.begin(), done.lines.end(),
                         [](const ReportLine& a, const ReportLine& b) { return a.line < b.line; }));
    CHECK_FALSE(done.result.seen_before);
    auto causes = done.causes(Outcome::added);
    CHECK(causes["tax_id.check_digit"] + causes["tax_id.bad_char"] == f.check + f.letter);
    CHECK(causes["text.too_long"] == f.long_name);
    CHECK(causes["import.code_case"] == f.upper);
    CHECK(causes["import.same_name"] == f.same_name);
    CHECK(causes["import.orphan"] == f.orphan);
    causes = done.causes(Outcome::rejected);
    CHECK(causes["import.code_twice"] == f.twice);
    CHECK(causes["aisino.short_row"] == f.short_row);
    CHECK(causes["file.encoding"] == f.bytes);
    for (const ReportLine& l : done.lines) {
        if (l.findings[0].rule == "import.code_twice") CHECK(l.result == AisinoResult::duplicate);
        if (l.outcome == Outcome::added) CHECK(l.result == AisinoResult::stored);
        if (l.findings[0].rule == "aisino.short_row") CHECK(l.result == AisinoResult::invalid);
    }

    // the dry run told all of it
    CHECK(plan.result.counts.added == c.added);
    CHECK(plan.result.counts.with_findings == c.with_findings);
    CHECK(plan.result.counts.rejected == c.rejected);
    CHECK(plan.result.counts.categories == c.categories);
    CHECK(plan.lines.size() == done.lines.size());
    CHECK(plan.rejects == done.rejects);

    // what stands in the registry
    CHECK(r->info().buyers == c.added);
    CHECK(r->info().categories == categories);
    CHECK(r->tree().path(r->tree().find_code("01010102")->id) == "华东/浙江/杭州/滨江");
    int drafts = 0, uncategorised = 0;
    for (const model::Buyer& b : buyers(*r)) {
        drafts += b.status == model::Status::draft;
        uncategorised += b.category == 0;
        CHECK(b.address == "测试省示例市甲路1号");
        CHECK(b.phone == "0571-88880000");
    }
    CHECK(drafts == f.doubtful());
    CHECK(uncategorised == f.orphan);

    const auto steps = r->history(5);
    REQUIRE(steps.size() == 1);
    CHECK(steps[0].kind == store::StepKind::import_file);
    CHECK(steps[0].args.at(0) == "客户.txt");
    CHECK(steps[0].args.at(1) == std::to_string(c.added));
    CHECK(steps[0].args.at(2) == std::to_string(c.rows()));

    // again: known by its digest, nothing to do, and no step
    const std::string before = dump(*r);
    r.reopen();
    for (const Policy policy : {Policy::fill, Policy::overwrite, Policy::add}) {
        ImportOptions options;
        options.policy = policy;
        const Imported again = import(*r, file, options);
        CHECK(again.result.counts.added == 0);
        CHECK(again.result.counts.changed == 0);
        CHECK(again.result.counts.same == c.added);
        CHECK(again.result.counts.rejected == f.refused());
        CHECK(again.result.counts.conflict == 0);
        CHECK(again.result.counts.categories == 0);
        REQUIRE(again.result.seen_before);
        CHECK(again.result.seen_before->id == done.result.step);
        CHECK(again.result.step == 0);
    }
    CHECK(dump(*r) == before);
    CHECK(r->history(5).size() == 1);
}

TEST_CASE("import: codes that are doubled become new codes, are written over or left out, as is wished") {
    // line 4: the first row's code again; line 5: a code that another company of the registry has
    const std::string file = aisino({"01~~华东~~", row("01001", "甲有限公司", tax_id(1)),
                                     row("01001", "乙有限公司", tax_id(2)), row("01009", "丙有限公司", tax_id(3))});
    const auto fresh = [](TempRegistry& r) {
        model::Buyer b;
        b.code = "01009";
        b.name = "库里有限公司";
        b.tax_id = tax_id(9);
        store::add_buyer(*r, b);
    };
    struct Wish {
        OnDouble all;
        std::map<std::int64_t, OnDouble> single;
        std::string counts;        ///< added changed conflict rejected
        const char *twice, *taken; ///< rule of the line's first finding
        std::string names;         ///< by code
    };
    std::int64_t twice_line = 0, taken_line = 0;
    {
        TempRegistry r;
        fresh(r);
        const Imported plain = import(*r, file);
        REQUIRE(plain.lines.size() == 2);
        twice_line = plain.lines[0].line;
        taken_line = plain.lines[1].line;
        CHECK(plain.lines[0].code_double);
        CHECK(plain.lines[1].code_double);
    }
    const char *const twice = "import.code_twice", *const taken = "import.code_taken";
    const char *const renewed = "import.code_renewed", *const over = "import.code_overwrites";
    const OnDouble skip = OnDouble::skip, fresh_code = OnDouble::new_code, overwrite = OnDouble::overwrite;
    const std::vector<Wish> wishes{
        {skip, {}, "1 0 1 1", twice, taken, "01001甲 01009库 "},
        {fresh_code, {}, "3 0 0 0", renewed, renewed, "01001甲 01002乙 01003丙 01009库 "},
        {overwrite, {}, "1 2 0 0", "import.row_overwrites", over, "01001乙 01009丙 "},
        {skip, {{twice_line, fresh_code}}, "2 0 1 0", renewed, taken, "01001甲 01002乙 01009库 "},
        {fresh_code, {{taken_line, overwrite}}, "2 1 0 0", renewed, over, "01001甲 01002乙 01009丙 "},
    };
    for (const Wish& w : wishes) {
        CAPTURE(w.names);
        TempRegistry r;
        fresh(r);
        ImportOptions options;
        options.on_double = w.all;
        options.doubles = w.single;
        const std::string before = dump(*r);
        for (const bool dry : {true, false}) {
            CAPTURE(dry);
            options.dry_run = dry;
            const Imported done = import(*r, file, options);
            const ImportCounts& c = done.result.counts;
            CHECK(std::to_string(c.added) + " " + std::to_string(c.changed) + " " + std::to_string(c.conflict) + " " +
                      std::to_string(c.rejected) ==
                  w.counts);
            REQUIRE(done.lines.size() == 2);
            CHECK(done.lines[0].findings[0].rule == w.twice);
            CHECK(done.lines[1].findings[0].rule == w.taken);
            if (dry) CHECK(dump(*r) == before);
        }
        std::string names;
        for (const model::Buyer& b : buyers(*r)) names += b.code + b.name.substr(0, 3) + " ";
        CHECK(names == w.names);
        r->undo(); // one step
        CHECK(dump(*r) == before);
    }
}

TEST_CASE("import: the reject file comes in once it is mended") {
    Faults none;
    none.check = none.letter = none.long_name = none.upper = none.same_name = none.orphan = none.bytes = 0;
    none.twice = 2, none.short_row = 2;
    int categories = 0;
    const std::string file = faulty_library(10, none, categories);
    TempRegistry r;
    ImportOptions options;
    options.describe = [](const check::Finding& f) { return "原因一: " + std::string(f.rule); };
    const Imported first = import(*r, file, options);
    REQUIRE(first.result.counts.rejected == 4);
    const auto utf8 = text::to_utf8(first.rejects, text::Encoding::gbk);
    REQUIRE(utf8);
    INFO(*utf8);
    CHECK(utf8->find("import.code_twice") != std::string::npos);
    // as it is: the codes are still in use; the short rows were filled up to nine fields
    const Imported unchanged = import(*r, first.rejects);
    CHECK(unchanged.result.counts.added == 2);
    CHECK(unchanged.result.counts.rejected + unchanged.result.counts.same + unchanged.result.counts.conflict == 2);
    // codes and fields mended
    std::string mended = *utf8;
    int n = 0;
    std::vector<std::string> rows;
    for (std::size_t at = 0; at < mended.size();) {
        const std::size_t end = mended.find("\r\n", at);
        const std::string line = mended.substr(at, end - at);
        at = end == std::string::npos ? mended.size() : end + 2;
        if (line.starts_with("0101"))
            ++n, rows.push_back(row("0199" + pad(static_cast<unsigned>(n), 11), "补" + std::to_string(n),
                                    tax_id(900 + static_cast<unsigned>(n))));
    }
    const Imported again = import(*r, aisino(rows));
    CHECK(again.result.counts.added == 4);
}

TEST_CASE("import: undo after a restart keeps what was edited since") {
    TempRegistry r;
    std::vector<std::string> rows{"01~~华东~~"};
    for (unsigned i = 1; i <= 500; ++i)
        rows.push_back(row("01" + pad(i, 4), "测试" + std::to_string(i) + "有限公司", tax_id(i)));
    const std::string empty = dump(*r);
    const Imported done = import(*r, aisino(rows));
    REQUIRE(done.result.counts.added == 500);
    for (const char* code : {"010001", "010100", "010500"}) {
        model::Buyer b = *r->by_code(code);
        b.remark = "改过";
        auto tx = r->begin(store::StepKind::edit_buyer);
        tx.update(b);
        tx.commit();
    }
    r.reopen();
    const store::UndoReport report = r->undo(done.result.step);
    CHECK(report.reversed_count >= 497);
    std::vector<std::string> kept;
    for (const auto& i : report.kept)
        if (i.buyer != 0) kept.push_back(i.code);
    std::sort(kept.begin(), kept.end());
    CHECK(kept == std::vector<std::string>{"010001", "010100", "010500"});
    CHECK(r->info().buyers == 3);
}

TEST_CASE("import: policies and matching through the file") {
    TempRegistry r;
    import(*r, aisino({"01~~华东~~", row("0101", "甲有限公司", tax_id(1)), row("0102", "乙有限公司", tax_id(2))}));
    const auto csv = [](const std::string& rows) { return "税号,名称,地址,手机,备注\r\n" + rows; };
    const std::string changes =
        csv(tax_id(1) + ",甲新有限公司,新路1号,13800000000,\r\n" + tax_id(3) + ",丙有限公司,丙路,,\r\n");

    SECTION("fill") {
        const Imported i = import(*r, changes, {}, "表.csv");
        CHECK(i.result.format->id == "csv");
        CHECK(i.result.counts.changed == 1);
        CHECK(i.result.counts.added == 1);
        const model::Buyer b = *r->by_code("0101");
        CHECK(b.name == "甲有限公司");
        CHECK(b.mobile == "13800000000");
        CHECK(b.address == "测试省示例市甲路1号");
        CHECK(i.causes(Outcome::changed)["import.name_differs"] == 1);
    }
    SECTION("overwrite, and undone in one step") {
        const std::string before = dump(*r);
        ImportOptions o;
        o.policy = Policy::overwrite;
        o.today = "2026-11-22";
        import(*r, changes, o, "表.csv");
        const model::Buyer b = *r->by_code("0101");
        CHECK(b.name == "甲新有限公司");
        CHECK(b.former_names == std::vector<model::FormerName>{{"甲有限公司", "2026-11-22"}});
        CHECK(b.address == "新路1号");
        CHECK(b.bank == "示例银行甲支行"); // the file has no bank column
        r->undo();
        CHECK(dump(*r) == before);
        r->redo();
        CHECK(r->by_code("0101")->name == "甲新有限公司");
    }
    SECTION("keep adds new buyers only") {
        ImportOptions o;
        o.policy = Policy::keep;
        const Imported i = import(*r, changes, o, "表.csv");
        CHECK(i.result.counts.same == 1);
        CHECK(i.result.counts.added == 1);
        CHECK(r->by_code("0101")->mobile.empty());
    }
    SECTION("a code in use by somebody else is a conflict and goes to the rejects") {
        const Imported i = import(*r, aisino({row("0101", "丁有限公司", tax_id(9))}));
        CHECK(i.result.counts.conflict == 1);
        REQUIRE(i.lines.size() == 1);
        CHECK(i.lines[0].result == AisinoResult::duplicate);
        CHECK(i.lines[0].findings[0].rule == "import.code_taken");
        CHECK(i.lines[0].findings[0].args == std::vector<std::string>{"0101", "甲有限公司"});
        CHECK(!i.rejects.empty());
        CHECK(i.result.step == 0);
    }
    SECTION("tax id of one, name of another") {
        const Imported i = import(*r, csv(tax_id(1) + ",乙有限公司,,,\r\n"), {}, "表.csv");
        CHECK(i.result.counts.conflict == 1);
        CHECK(i.lines.at(0).findings[0].rule == "import.keys_disagree");
        CHECK(i.lines.at(0).findings[0].args == std::vector<std::string>{"tax_id", "0101", "name", "0102"});
    }
    SECTION("buyers without codes get the next ones of their category") {
        import(*r, "名称,分类\r\n戊公司,华东\r\n己公司,华东\r\n庚公司,新类/下级\r\n", {}, "表.csv");
        CHECK(r->by_code("0103")->name == "戊公司");
        CHECK(r->by_code("0104")->name == "己公司");
        const model::CategoryId id = r->tree().resolve("新类/下级");
        CHECK(r->by_name("庚公司").at(0).category == id);
    }
    SECTION("into a branch") {
        ImportOptions o;
        o.into = "导入/外部";
        import(*r, aisino({"01~~华东~~", "0101~~浙江~~", row("010101", "辛有限公司", tax_id(8))}), o);
        CHECK(r->tree().path(r->by_name("辛有限公司").at(0).category) == "导入/外部/华东/浙江");
        CHECK(r->tree().find_code("01")->name == "华东");
    }
}

TEST_CASE("import: rows of one tax id stay apart, and are all the same again") {
    TempRegistry r;
    const std::string csv = "名称,税号,地址\r\n甲总部有限公司," + tax_id(1) + ",一路\r\n甲分公司," + tax_id(1) +
                            ",二路\r\n张三,,三路\r\n张三,,四路\r\n";
    const Imported first = import(*r, csv, {}, "表.csv");
    CHECK(first.result.counts.added == 4);
    CHECK(first.result.counts.with_findings == 1); // the second 张三
    for (const Policy p : {Policy::fill, Policy::overwrite}) {
        ImportOptions o;
        o.policy = p;
        const Imported again = import(*r, csv, o, "表.csv");
        CHECK(again.result.counts.same == 4);
        CHECK(again.result.step == 0);
    }
}

TEST_CASE("import: a cancel at any batch leaves nothing") {
    TempRegistry r;
    std::vector<std::string> rows{"01~~华东~~"};
    for (unsigned i = 1; i <= 9000; ++i) rows.push_back(row("01" + pad(i, 5), "测试" + std::to_string(i) + "有限公司"));
    const std::string file = aisino(rows);
    const std::string before = dump(*r);
    for (int stop_at = 0; stop_at < 5; ++stop_at) {
        std::atomic<bool> cancel{stop_at == 0};
        int batch = 0;
        ImportOptions o;
        o.cancel = &cancel;
        o.progress = [&](std::size_t, std::size_t, std::int64_t) {
            if (++batch == stop_at) cancel = true;
        };
        CHECK(thrown([&] { import(*r, file, o); }) == Code::cancelled);
        CHECK(dump(*r) == before);
        CHECK(r->history(1).empty());
    }
    int added = 0;
    std::size_t last = 0;
    ImportOptions o;
    o.added = [&](model::Buyer& b) { added += b.id > 0; };
    o.progress = [&](std::size_t done, std::size_t all, std::int64_t) {
        CHECK(done >= last);
        CHECK(all == file.size());
        last = done;
    };
    CHECK(import(*r, file, o).result.counts.added == 9000);
    CHECK(added == 9000);
    CHECK(last == file.size());
}

TEST_CASE("import: broken input writes nothing") {
    TempRegistry r;
    CHECK(thrown([&] { import(*r, ""); }) == Code::file_empty);
    CHECK(thrown([&] { import(*r, "何处来的文字\r\n没有表头\r\n"); }) == Code::format_unknown);
    CHECK(thrown([&] { import(*r, "{商品编码}[分隔符]\"~~\"\r\n"); }) == Code::format_refused);
    // good rows, then the end is missing
    std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<Data TYPE=\"KEHUBIANMA\"><KHXX>";
    for (unsigned i = 1; i <= 3000; ++i)
        xml += "<Row BM=\"" + pad(i, 6) + "\" MC=\"公司" + std::to_string(i) +
               "\" PID=\"0\" JM=\"\" NSRSBH=\"\" DZ=\"\" YHZH=\"\" YJDZ=\"\"/>";
    CHECK(thrown([&] { import(*r, xml, {}, "a.xml"); }) == Code::syntax);
    CHECK(r->info().buyers == 0);
    CHECK(r->history(1).empty());
    // and it can still be used
    CHECK(import(*r, xml + "</KHXX></Data>", {}, "a.xml").result.counts.added == 3000);
}

namespace {
std::function<void()> g_opened; ///< called whenever the format below opens its input
}

TEST_CASE("import: a registry that changes between planning and writing is planned again") {
    TempRegistry r;
    auto other = store::Registry::open(r->path());
    std::vector<std::string> rows;
    for (unsigned i = 1; i <= 50; ++i)
        rows.push_back(row(pad(i, 4), "测试" + std::to_string(i) + "有限公司", tax_id(i)));
    rows.push_back("短行~~一~~二~~三~~");
    // The input is opened after the match keys were read and before the lock is taken: then another program adds a
    // buyer with a code of the file.
    Format format_with_hook = *format("aisino-text");
    format_with_hook.open = [](std::string_view bytes, const ReadOptions& options) {
        if (g_opened) g_opened();
        return format("aisino-text")->open(bytes, options);
    };
    int opened = 0;
    g_opened = [&] {
        if (++opened != 1) return;
        model::Buyer b;
        b.code = "0007";
        b.name = "别人先录的公司";
        b.tax_id = tax_id(7000);
        auto tx = other.begin(store::StepKind::add_buyer, {b.code, b.name});
        tx.insert(b);
        tx.commit();
    };
    ImportOptions o;
    o.format = &format_with_hook;
    const Imported i = import(*r, aisino(rows), o);
    g_opened = nullptr;
    CHECK(opened == 4); // a look ahead and the reading, twice
    CHECK(i.result.counts.added == 49);
    CHECK(i.result.counts.conflict == 1);
    CHECK(i.result.counts.rejected == 1);
    CHECK(i.lines.size() == 2); // nothing was reported twice
    CHECK(r->info().buyers == 50);
}

TEST_CASE("import: a hundred thousand rows", "[.long]") {
    TempRegistry r;
    std::vector<std::string> rows{"01~~华东~~"};
    for (unsigned i = 1; i <= 100'000; ++i)
        rows.push_back(row("01" + pad(i, 7), "测试" + std::to_string(i) + "有限公司"));
    const std::string file = aisino(rows);
    CHECK(import(*r, file).result.counts.added == 100'000);
    CHECK(import(*r, file).result.counts.same == 100'000);
}
