// J11, second half: buyers go into the workbooks of the 数电 platform, done as a person does it.
#include "app/desktop/import_report.h"
#include "app/desktop/str.h"
#include "core/store/operations.h"
#include "invoice/format.h"
#include "tests/support/catch.h"
#include "tests/window/etax_files.h"
#include "tests/window/files.h"
#include "tests/window/program.h"

#include <wx/button.h>
#include <wx/choice.h>
#include <wx/listctrl.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

using namespace goufang;
using namespace goufang::desktop;
using namespace goufang::desktop::test;

namespace {

std::vector<model::Buyer> buyers_in(std::string_view format, const std::string& bytes, const std::string& map = {}) {
    invoice::ReadOptions options;
    options.map = map;
    const auto reader = invoice::format(format)->open(bytes, options);
    std::vector<model::Buyer> out;
    for (invoice::Row row; reader->next(row);) out.push_back(row.buyer);
    return out;
}

void make_library(const std::string& path) {
    store::Registry r = store::Registry::create(path, "甲公司");
    model::Buyer b;
    b.name = "测试甲有限公司";
    b.tax_id = "91999999MA00000154";
    b.address = "杭州市文三路1号";
    b.account = "1202026219900123456";
    b.remark = "李雷";
    b.category = store::add_category(r, 0, "华东");
    store::add_buyer(r, b);
    b = {};
    b.name = "测试小店";
    b.tax_id = "92999999MA00000007";
    b.kind = model::Kind::sole_trader;
    store::add_buyer(r, b);
}

} // namespace

TEST_CASE("J11: buyers go into the workbooks of the platform", "[J11]") {
    Home home;
    make_library(home.at("a.goufang"));
    const std::string customer = keep(home, "customers.xlsx", customer_template());
    const std::string batch = keep(home, "bills.xlsx", batch_template());
    const std::string broken = keep(home, "broken.xlsx", "名称,税号\n");
    Program program(home, home.at("a.goufang"));
    program.settle();
    const auto choose_target = [&](const char* words) {
        auto& targets = program.control<wxChoice>("export_target");
        targets.SetFocus();
        program.press(WXK_HOME);
        for (unsigned i = 0; i < targets.GetCount() && !targets.GetStringSelection().Contains(to_wx(words)); ++i)
            program.press(WXK_DOWN);
        REQUIRE(targets.GetStringSelection().Contains(to_wx(words)));
    };
    const auto text = [&](const char* name) { return program.control<wxStaticText>(name).GetLabelText(); };
    const auto checked = [&] {
        program.wait("it is checked", [&] { return program.control<wxButton>("export_adjust").IsEnabled(); });
    };
    const auto write = [&](const std::string& path) {
        program.expect_file(path);
        program.press('A', wxMOD_ALT);
    };

    program.expect("export_dialog", [&] {
        choose_target("CSV");
        CHECK_FALSE(program.control<wxWindow>("export_template").IsShownOnScreen());
        choose_target("客户信息模板");
        CHECK(program.control<wxWindow>("export_template").IsShownOnScreen());
        CHECK(text("export_template_why").Contains(to_wx("从电子税务局下载的工作簿")));
        // none is named: it is asked for; then the required column that nothing fills
        program.expect_file(customer);
        program.expect("columns_dialog", [&] {
            CHECK(text("columns_why").Contains(to_wx("“客户经理”一栏标为必填")));
            wxChoice* manager = nullptr;
            for (wxWindow* w : program.control<wxWindow>("column_choices").GetChildren())
                if (auto* choice = dynamic_cast<wxChoice*>(w)) manager = choice; // the last column
            REQUIRE(manager != nullptr);
            manager->SetFocus();
            for (unsigned i = 0; i < manager->GetCount() && manager->GetStringSelection() != to_wx("备注"); ++i)
                program.press(WXK_DOWN);
            CHECK(manager->GetStringSelection() == to_wx("备注"));
            program.shot("J11-1-columns");
            program.press('O', wxMOD_ALT);
        });
        program.press('K', wxMOD_ALT);
        checked();
        auto& groups = program.control<wxListCtrl>("problem_groups");
        CHECK(groups.GetItemCount() > 0); // what the workbook has no column for
        program.shot("J11-2-checked");
        write(home.at("filled.xlsx"));
    });
    program.press('E', wxMOD_CONTROL);
    program.wait("it is written", [&] { return std::filesystem::exists(home.at("filled.xlsx")); });
    program.settle();
    CHECK(program.frame().status_text().Contains(to_wx("写出 2")));
    CHECK(program.frame().status_text().Contains(to_wx(home.at("filled.xlsx"))));
    CHECK(content(customer) == customer_template());
    const std::string filled = content(home.at("filled.xlsx"));
    const auto in = buyers_in("etax-customer-xlsx", filled, "客户经理 = remark\n");
    REQUIRE(in.size() == 2);
    for (const model::Buyer& b : in) CHECK(b.remark == (b.tax_id == "91999999MA00000154" ? "李雷" : ""));
    CHECK(goufang::file::Zip(filled).read("xl/worksheets/sheet2.xml", 1 << 20).find("勿改") != std::string::npos);

    // Template and columns are remembered; the old batch workbook is named as such, and who has no bill.
    program.expect("export_dialog", [&] {
        CHECK(program.control<wxChoice>("export_target").GetStringSelection().Contains(to_wx("客户信息模板")));
        CHECK(program.control<wxTextCtrl>("export_template").GetValue() == to_wx(customer));
        program.press('K', wxMOD_ALT);
        checked();
        choose_target("批量开票模板");
        CHECK_FALSE(program.control<wxButton>("export_adjust").IsEnabled());
        program.expect_file(broken);
        program.click("export_browse");
        program.wait("it is chosen",
                     [&] { return program.control<wxTextCtrl>("export_template").GetValue() == to_wx(broken); });
        program.expect("message", [&] {
            program.shot("J11-3-broken");
            program.press(WXK_RETURN);
        });
        program.press('K', wxMOD_ALT);
        program.wait("that was told", [&] { return !program.expecting(); });
        CHECK_FALSE(program.control<wxButton>("export_adjust").IsEnabled());
        program.expect_file(batch);
        program.click("export_browse");
        program.wait("it is chosen",
                     [&] { return program.control<wxTextCtrl>("export_template").GetValue() == to_wx(batch); });
        program.press('K', wxMOD_ALT);
        checked();
        auto& groups = program.control<wxListCtrl>("problem_groups");
        wxString all;
        for (int row = 0; row < groups.GetItemCount(); ++row) all += groups.GetItemText(row, 1) + wxT("\n");
        CHECK(all.Contains(to_wx("模板版本 pt:20251101 较旧")));
        program.shot("J11-4-old");
        write(home.at("done.xlsx"));
    });
    program.press('E', wxMOD_CONTROL);
    program.wait("it is written", [&] { return std::filesystem::exists(home.at("done.xlsx")); });
    program.settle();
    const auto bills = buyers_in("etax-batch-xlsx", content(home.at("done.xlsx")));
    REQUIRE(bills.size() == 2);
    CHECK(bills[0].tax_id == "91999999MA00000154");
    CHECK(bills[0].account == "1202026219900123456");
    program.shot("J11-5");
}

TEST_CASE("J11: from the reasons of the platform's failure workbook to the buyers", "[J11]") {
    Home home;
    make_library(home.at("a.goufang"));
    const std::string failed = keep(home, "failed.xlsx", failure_workbook());
    Program program(home, home.at("a.goufang"));
    program.settle();
    const auto next = [&] { program.press('N', wxMOD_ALT); };

    program.expect_file(failed);
    program.expect("import_dialog", [&] {
        next();
        next();
        next();
        program.wait("the preview", [&] {
            return program.find("import_report") != nullptr && program.control<ReportList>("import_report").shown() > 0;
        });
        auto& report = program.control<ReportList>("import_report");
        REQUIRE(report.shown() == 3);
        CHECK(report.GetItemText(0, 2) == to_wx("001001")); // the code of the library
        CHECK(report.GetItemText(0, 6).Contains(to_wx("平台退回的原因：第4行购买方纳税人识别号不能为空")));
        auto& visit = program.control<wxButton>("import_visit");
        report.SetFocus();
        report.choose(6);
        program.pump();
        CHECK_FALSE(visit.IsEnabled()); // nobody of the library
        report.choose(4);
        program.pump();
        CHECK(visit.IsEnabled());
        program.shot("J11-6-reasons");
        program.press(WXK_RETURN);
    });
    program.press('I', wxMOD_CONTROL);
    program.settle();
    const auto reason = [&] { return program.find("reason_bar"); };
    program.wait("the buyer is shown", [&] {
        return !program.frame().form().empty() && program.frame().form().shown()->name == "测试甲有限公司" &&
               wxWindow::FindFocus() == &program.frame().form().control(model::Field::tax_id);
    });
    program.shot("J11-7-buyer");
    REQUIRE(reason() != nullptr);
    CHECK(reason()->IsShown());
    CHECK(program.frame().library()->registry().count({}) == 2); // nothing was imported

    program.press(WXK_F8); // the next reason
    program.settle();
    program.wait("the next buyer is shown", [&] { return program.frame().form().shown()->name == "测试小店"; });
    CHECK(program.frame().status_text().Contains(wxT("0")));
    program.shot("J11-8-next");
    program.press(WXK_F8); // none is left
    program.settle();
    CHECK_FALSE(reason()->IsShown());
}
