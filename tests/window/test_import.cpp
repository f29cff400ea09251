// J2 (import of 5,000 rows with 300 faults) and J3 (working off the report), done as a person does them.
#include "app/desktop/import_report.h"
#include "app/desktop/settings.h"
#include "app/desktop/str.h"
#include "invoice/transfer.h"
#include "tests/invoice/workbook_support.h"
#include "tests/support/catch.h"
#include "tests/window/aisino_file.h"
#include "tests/window/files.h"
#include "tests/window/program.h"

#include <wx/button.h>
#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/listctrl.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

using namespace goufang;
using namespace goufang::desktop;
using namespace goufang::desktop::test;

namespace {

std::int64_t count(store::Registry& registry) { return registry.count({}); }

} // namespace

TEST_CASE("J2: import 5,000 buyers from an Aisino text file in GBK", "[J2]") {
    Home home;
    const AisinoFile made = make_aisino_file();
    const std::string path = keep(home, "A5k.txt", made.bytes);
    store::Registry::create(home.at("a.goufang"), "甲公司");
    Program program(home, home.at("a.goufang"));
    program.settle();
    const auto text = [&](const char* name) { return program.control<wxStaticText>(name).GetLabelText(); };
    const auto next = [&] { program.press('N', wxMOD_ALT); };

    program.expect_file(path);
    program.expect("import_dialog", [&] {
        CHECK(text("import_found").Contains(wxT("GBK")));
        CHECK(text("import_found").Contains(to_wx("（自动）")));
        auto& rows = program.control<wxListCtrl>("import_rows");
        CHECK(rows.GetItemCount() == 20);
        CHECK(rows.GetItemText(0, 2) == to_wx("分类：1区"));
        program.shot("J2-1-file");
        // another encoding is previewed at once, and back
        program.control<wxWindow>("import_encoding").SetFocus();
        program.press(WXK_DOWN);
        CHECK(text("import_found").Contains(wxT("UTF-8")));
        program.press(WXK_UP);
        CHECK(text("import_found").Contains(to_wx("（自动）")));
        CHECK(rows.GetItemText(0, 2) == to_wx("分类：1区"));
        next(); // 对应列
        program.shot("J2-2-columns");
        next(); // 核对
        program.shot("J2-3-check");
        next(); // the dry run
        program.wait("the preview",
                     [&] { return program.find("import_report") != nullptr && !text("import_counts").empty(); });
        CHECK(text("import_counts")
                  .Contains(to_wx("共 5,000 行：可导入 4,700，有问题可导入（标记待核）205，不能导入 95")));
        CHECK(text("import_counts").Contains(to_wx("新建分类 120")));
        CHECK(program.control<ReportList>("import_report").shown() == 300);
        auto& report = program.control<ReportList>("import_report");
        wxString causes;
        for (long row = 0; row < static_cast<long>(report.shown()); ++row) causes += report.GetItemText(row, 6);
        CHECK(causes.Contains(to_wx("请回到第一页换编码方式")));
        CHECK_FALSE(causes.Contains(wxT("--"))); // no option of the command line
        program.shot("J2-4-preview");
        CHECK(count(program.frame().library()->registry()) == 0);
        program.press('I', wxMOD_ALT);
        program.wait("the result",
                     [&] { return program.find("save_rejects") != nullptr && !text("import_result").empty(); });
        program.shot("J2-5-result");
        program.press('F', wxMOD_ALT);
    });
    program.press('I', wxMOD_CONTROL);
    program.settle();
    CHECK(program.frame().status_text().StartsWith(to_wx("已导入 A5k.txt")));
    program.shot("J2");
    store::Registry& registry = program.frame().library()->registry();
    CHECK(count(registry) == 4'905);
    CHECK(registry.tree().size() == AisinoFile::categories);
    store::Query drafts;
    drafts.status = model::Status::draft;
    CHECK(registry.count(drafts) == static_cast<std::int64_t>(AisinoFile::marked));
    program.wait("the tree has counted", [&] {
        return program.frame().categories().item_text(registry.tree().children(0).front()).Contains(wxT("("));
    });

    std::vector<std::filesystem::path> reports;
    for (const auto& file : std::filesystem::directory_iterator(Settings::data_folder() + "/reports"))
        reports.push_back(file.path());
    REQUIRE(reports.size() == 2);
    std::sort(reports.begin(), reports.end()); // 导入报告 before 未导入
    const std::string report = content(reports[0]);
    CHECK(std::count(report.begin(), report.end(), '\n') >= 301);
    const std::string rejects = content(reports[1]);

    // The history has one line.
    program.expect("import_history_dialog", [&] {
        auto& list = program.control<wxListCtrl>("history_list");
        REQUIRE(list.GetItemCount() == 1);
        CHECK(list.GetItemText(0, 2).Contains(wxT("A5k.txt")));
        CHECK(list.GetItemText(0, 2).Contains(wxT("4,905/5,000")));
        program.shot("J2-6-history");
        program.press(WXK_ESCAPE);
    });
    program.frame().run(Command::import_history);

    // Again: told before anything is done, and nothing is new.
    program.expect_file(path);
    program.expect("import_dialog", [&] {
        CHECK(text("import_again").Contains(to_wx("导入过")));
        next();
        next();
        next();
        program.wait("the preview", [&] { return !text("import_counts").empty(); });
        CHECK(text("import_counts").Contains(to_wx("新增 0，更新 0，相同 4,905，冲突 0，不能导入 95")));
        CHECK(text("import_counts").Contains(to_wx("导入过")));
        program.shot("J2-7-again");
        program.press(WXK_ESCAPE);
    });
    program.press('I', wxMOD_CONTROL);
    CHECK(count(registry) == 4'905);
}

TEST_CASE("J3: work off the report of an import", "[J3]") {
    Home home;
    {
        store::Registry registry = store::Registry::create(home.at("a.goufang"), "甲公司");
        invoice::import_bytes(
            registry, make_aisino_file().bytes, "A5k.txt", {}, [](const invoice::ReportLine&) {}, nullptr);
        REQUIRE(count(registry) == 4'905);
    }
    Program program(home, home.at("a.goufang"));
    program.settle();
    const auto group = [&](const wxString& title) -> long {
        auto& groups = program.control<wxListCtrl>("health_groups");
        for (long row = 0; row < groups.GetItemCount(); ++row)
            if (groups.GetItemText(row, 1) == title) return row;
        return -1;
    };
    const auto number = [&](const wxString& title) {
        const long row = group(title);
        return row < 0 ? wxString() : program.control<wxListCtrl>("health_groups").GetItemText(row, 2);
    };
    const auto choose = [&](const wxString& title) {
        auto& groups = program.control<wxListCtrl>("health_groups");
        const long row = group(title);
        REQUIRE(row >= 0);
        wxRect box;
        groups.GetItemRect(row, box);
        program.click(groups, box.GetPosition() + wxPoint(box.width / 2, box.height / 2));
        program.wait("the group is chosen", [&] { // a click that is handled later would take the focus back
            const wxWindow* focus = wxWindow::FindFocus();
            return groups.GetItemState(row, wxLIST_STATE_SELECTED) != 0 && focus != nullptr &&
                   (focus == &groups || focus->GetParent() == &groups);
        });
    };
    program.expect("health_dialog", [&] {
        CHECK(number(to_wx("校验位不符")) == wxT("60"));
        CHECK(number(to_wx("非法字符")) == wxT("40"));
        CHECK(number(to_wx("超长")) == wxT("25"));
        CHECK(number(to_wx("同级重名")) == wxT("40"));
        CHECK(number(to_wx("未分类")) == wxT("20"));
        program.shot("J3-1-queue");
        choose(to_wx("非法字符"));
        program.shot("J3-2-letters");
        program.expect("fix_preview", [&] {
            CHECK(program.control<wxListCtrl>("fix_list").GetItemCount() == 40);
            program.shot("J3-3-preview");
            program.press(WXK_RETURN);
        });
        program.press('F', wxMOD_ALT);
        program.wait("the group is gone", [&] { return group(to_wx("非法字符")) < 0; });
        // three of the misprinted ids are left, with a reason
        choose(to_wx("校验位不符"));
        auto& items = program.control<wxListCtrl>("health_items");
        items.SetFocus();
        program.press(WXK_DOWN, wxMOD_SHIFT);
        program.press(WXK_DOWN, wxMOD_SHIFT);
        CHECK(items.GetSelectedItemCount() == 3);
        program.expect("dismiss_dialog", [&] {
            program.type("原件如此");
            program.shot("J3-4-dismiss");
            program.press(WXK_RETURN);
        });
        program.press('D', wxMOD_ALT);
        program.wait("three are gone", [&] { return number(to_wx("校验位不符")) == wxT("57"); });
        program.expect_file(home.at("report.csv"));
        program.press('R', wxMOD_ALT);
        program.wait("the report is written", [&] { return std::filesystem::exists(home.at("report.csv")); });
        choose(to_wx("超长"));
        items.SetFocus();
        program.press(WXK_RETURN);
    });
    program.press('H', wxMOD_CONTROL | wxMOD_SHIFT);
    program.settle();
    BuyerForm& form = program.frame().form();
    program.wait("the first one is open", [&] { return !form.empty() && form.control(model::Field::name).HasFocus(); });
    CHECK(program.control<wxStaticText>("name_bytes").GetLabelText() == wxT("104/100"));
    program.shot("J3-5-long");
    const model::BuyerId first = form.shown()->id;
    program.type("短名有限公司");
    program.expect("dated_question", [&] { program.press('C', wxMOD_ALT); }); // a misprint, not another name
    program.press('S', wxMOD_CONTROL);
    program.settle();
    CHECK(program.frame().library()->registry().buyer(first)->name == "短名有限公司");
    program.press(WXK_F8);
    program.settle();
    program.wait("the next one is open", [&] { return !form.empty() && form.shown()->id != first; });
    CHECK(program.control<wxStaticText>("name_bytes").GetLabelText() == wxT("104/100"));
    program.shot("J3");

    const std::string report = content(home.at("report.csv"));
    CHECK(report.find("甲公司") != std::string::npos);
    CHECK(report.find("57") != std::string::npos);
    // 40 repaired in one step; undone in one
    store::Registry& registry = program.frame().library()->registry();
    const auto steps = registry.history(10);
    CHECK(std::count_if(steps.begin(), steps.end(),
                        [](const store::Step& s) { return s.kind == store::StepKind::apply_fixes; }) == 1);
    // what was left stays left
    program.expect("health_dialog", [&] {
        CHECK(number(to_wx("校验位不符")) == wxT("57"));
        CHECK(number(to_wx("超长")) == wxT("24"));
        program.press(WXK_ESCAPE);
    });
    program.press('H', wxMOD_CONTROL | wxMOD_SHIFT);
}

TEST_CASE("J3: the rows that were refused are saved, mended and imported", "[J3]") {
    Home home;
    const std::string path = keep(home, "A5k.txt", make_aisino_file().bytes), rejects = home.at("refused.txt");
    store::Registry::create(home.at("a.goufang"), "甲公司");
    Program program(home, home.at("a.goufang"));
    program.settle();
    const auto text = [&](const char* name) { return program.control<wxStaticText>(name).GetLabelText(); };
    const auto import_it = [&](const std::string& file, const wxString& counts, const std::function<void()>& after) {
        program.expect_file(file);
        program.expect("import_dialog", [&, counts, after] {
            for (int page = 0; page < 3; ++page) program.press('N', wxMOD_ALT);
            program.wait("the preview", [&] { return !text("import_counts").empty(); });
            CHECK(text("import_counts").Contains(counts));
            program.shot("J3-6-preview");
            program.press('I', wxMOD_ALT);
            program.wait("the result", [&] { return !text("import_result").empty(); });
            after();
            program.press('F', wxMOD_ALT);
        });
        program.press('I', wxMOD_CONTROL);
        program.settle();
    };
    import_it(path, to_wx("不能导入 95"), [&] {
        CHECK(program.control<wxButton>("save_rejects").IsEnabled());
        program.expect_file(rejects);
        program.press('S', wxMOD_ALT);
        program.wait("it is saved", [&] { return std::filesystem::exists(rejects); });
    });
    CHECK(count(program.frame().library()->registry()) == 4'905);

    // As a person mends it: new codes, readable names; what was cut off is there as blanks. The causes stay.
    std::string bytes = content(rejects), good;
    text::encode("修好", text::Encoding::gbk, good);
    for (std::size_t at = bytes.find("\xff\xff"); at != std::string::npos; at = bytes.find("\xff\xff", at))
        bytes.replace(at, 2, good);
    const auto utf8 = text::to_utf8(bytes, text::Encoding::gbk);
    REQUIRE(utf8);
    CHECK(utf8->find("编码重复") != std::string::npos);
    std::string mended;
    std::size_t rows = 0;
    for (std::size_t at = 0; at < utf8->size();) {
        const std::size_t end = std::min(utf8->find("\r\n", at), utf8->size());
        std::string line = utf8->substr(at, end - at);
        at = end + 2;
        if (line.size() > 11 && line.find("~~") == 11) line.replace(8, 3, std::to_string(900 + rows++ % 100));
        mended += line + "\r\n";
    }
    CHECK(rows == 95);
    std::string gbk;
    text::encode(mended, text::Encoding::gbk, gbk);
    keep(home, "mended.txt", gbk);
    import_it(home.at("mended.txt"), to_wx("共 95 行"), [&] {
        CHECK_FALSE(program.control<wxButton>("save_rejects").IsEnabled()); // none is left
        CHECK(text("import_result").Contains(to_wx("新增 95，更新 0")));
        program.shot("J3-7-mended");
    });
    store::Registry& registry = program.frame().library()->registry();
    CHECK(count(registry) == 5'000);
    bool cause_kept = false; // the column 原因 is nobody's value
    registry.each({}, [&](const model::Buyer& b) {
        cause_kept = cause_kept || model::to_json(b, true).find("编码重复") != std::string::npos;
        return true;
    });
    CHECK_FALSE(cause_kept);
}

TEST_CASE("J2: doubled codes are skipped, renewed or written over, row by row or all", "[J2]") {
    Home home;
    std::string rows = "编码,名称,税号\n001,库里有限公司,91999999MA00000154\n";
    {
        store::Registry r = store::Registry::create(home.at("a.goufang"), "甲公司");
        invoice::import_bytes(
            r, rows, "first.csv", {}, [](const invoice::ReportLine&) {}, nullptr);
        REQUIRE(count(r) == 1);
    }
    const auto id = [](const char* tail) { return goufang::test::make_uscc("91", "999999", tail); };
    rows = "编码,名称,税号\n001,甲有限公司," + id("MA100001") + "\n002,乙有限公司," + id("MA100002") +
           "\n002,丙有限公司," + id("MA100003") + "\n";
    const std::string path = keep(home, "doubles.csv", rows);
    Program program(home, home.at("a.goufang"));
    program.settle();
    store::Registry& registry = program.frame().library()->registry();
    const auto text = [&](const char* name) { return program.control<wxStaticText>(name).GetLabelText(); };
    program.expect_file(path);
    program.expect("import_dialog", [&] {
        for (int page = 0; page < 3; ++page) program.press('N', wxMOD_ALT);
        program.wait("the preview", [&] { return !text("import_counts").empty(); });
        CHECK(text("import_counts").Contains(to_wx("新增 1，更新 0，相同 0，冲突 1，不能导入 1")));
        auto& report = program.control<ReportList>("import_report");
        auto& choice = program.control<wxChoice>("import_double");
        auto& all = program.control<wxCheckBox>("import_all_doubles");
        REQUIRE(report.shown() == 2);
        CHECK_FALSE(choice.IsEnabled()); // no row is chosen yet
        const auto choose_row = [&](bool last) {
            report.SetFocus();
            program.press(last ? WXK_END : WXK_HOME);
            program.wait("the row is chosen", [&] { return choice.IsEnabled(); });
        };
        const auto tried = [&](const char* counts) {
            program.wait("it is tried again", [&] { return text("import_counts").Contains(to_wx(counts)); });
        };
        // the second row with 002 gets a new code
        choose_row(true);
        program.press('D', wxMOD_ALT);
        program.press(WXK_DOWN);
        tried("新增 2，更新 0，相同 0，冲突 1，不能导入 0");
        REQUIRE(report.chosen() != nullptr); // the same row
        CHECK(report.chosen()->line == 4);
        program.shot("J2-8-doubles");
        // all are written over, then all but the first are skipped
        program.press('A', wxMOD_ALT);
        CHECK(all.GetValue());
        choice.SetFocus();
        program.press(WXK_DOWN);
        tried("新增 1，更新 2，相同 0，冲突 0，不能导入 0");
        CHECK(report.causes().Contains(to_wx("覆盖第 3 行")));
        program.press('A', wxMOD_ALT);
        choice.SetFocus();
        program.press(WXK_HOME);
        tried("新增 1，更新 1，相同 0，冲突 0，不能导入 1");
        CHECK(count(registry) == 1); // nothing was written
        program.press('I', wxMOD_ALT);
        program.wait("the result", [&] { return !text("import_result").empty(); });
        CHECK(text("import_result").Contains(to_wx("新增 1，更新 1")));
        program.press('F', wxMOD_ALT);
    });
    program.press('I', wxMOD_CONTROL);
    program.settle();
    CHECK(count(registry) == 2);
    CHECK(registry.by_code("001")->name == "甲有限公司");
    CHECK(registry.by_code("002")->name == "乙有限公司");
    program.press('Z', wxMOD_CONTROL); // one step
    program.settle();
    CHECK(registry.by_code("001")->name == "库里有限公司");
}

TEST_CASE("J11: an Excel list with its own headings and damaged numbers", "[J11]") {
    using goufang::test::text_row;
    Home home;
    goufang::test::Book list;
    list.sheets = {{"客户",
                    text_row(1, {"销售部客户表"}) + text_row(2, {"二〇二六年"}) +
                        text_row(3, {"客户全称", "信用代码", "所属部门", "跟单"}) +
                        text_row(4, {"测试甲有限公司", "91999999MA00000154", "华东", "李雷"}) +
                        text_row(5, {"测试乙有限公司", "9.1999999E+17", "华东", "韩梅"}),
                    "", ""}};
    const std::string path = keep(home, "list.xlsx", goufang::test::book(list));
    store::Registry::create(home.at("a.goufang"), "甲公司");
    Program program(home, home.at("a.goufang"));
    program.settle();
    const auto text = [&](const char* name) { return program.control<wxStaticText>(name).GetLabelText(); };
    const auto next = [&] { program.press('N', wxMOD_ALT); };
    const auto last_choice = [&] {
        wxChoice* last = nullptr;
        for (wxWindow* w : program.control<wxWindow>("column_choices").GetChildren())
            if (auto* choice = dynamic_cast<wxChoice*>(w)) last = choice;
        REQUIRE(last != nullptr);
        return last;
    };
    const auto on_columns = [&] {
        next();
        program.wait("the columns", [&] { return program.control<wxWindow>("column_choices").IsShownOnScreen(); });
    };

    program.expect_file(path);
    program.expect("import_dialog", [&] {
        on_columns();
        CHECK(text("columns_note").Contains(to_wx("可以改")));
        CHECK_FALSE(program.control<wxButton>("forget_columns").IsShown());
        wxChoice* clerk = last_choice();
        clerk->SetFocus();
        for (unsigned i = 0; i < clerk->GetCount() && clerk->GetStringSelection() != to_wx("备注"); ++i)
            program.press(WXK_DOWN);
        program.shot("J11-6-mapped");
        next();
        next();
        program.wait("the preview", [&] { return !text("import_counts").empty(); });
        CHECK(text("import_counts").Contains(to_wx("共 2 行：可导入 1")));
        CHECK(text("import_counts").Contains(to_wx("不能导入 1")));
        CHECK(text("import_counts").Contains(to_wx("新建分类 1")));
        program.shot("J11-7-damaged");
        program.press('I', wxMOD_ALT);
        program.wait("the result", [&] { return !text("import_result").empty(); });
        program.press('F', wxMOD_ALT);
    });
    program.press('I', wxMOD_CONTROL);
    program.settle();
    store::Registry& registry = program.frame().library()->registry();
    REQUIRE(registry.by_tax_id("91999999MA00000154").size() == 1);
    CHECK(registry.by_tax_id("91999999MA00000154")[0].remark == "李雷");

    // The next file with these headings begins with that mapping; it can be forgotten.
    for (const bool forget : {true, false}) {
        program.expect_file(path);
        program.expect("import_dialog", [&] {
            on_columns();
            if (forget) {
                CHECK(text("columns_note").Contains(to_wx("按上次为这些标题选定的对应列")));
                CHECK(last_choice()->GetStringSelection() == to_wx("备注"));
                program.shot("J11-8-remembered");
                program.press('R', wxMOD_ALT);
            }
            CHECK(last_choice()->GetSelection() == 0);
            CHECK_FALSE(program.control<wxButton>("forget_columns").IsShown());
            program.press(WXK_ESCAPE);
        });
        program.press('I', wxMOD_CONTROL);
        program.settle();
    }
}
