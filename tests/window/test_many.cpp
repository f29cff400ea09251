// Several selected rows: what is offered for them, and one form that fills the same into all of them.
#include "app/desktop/str.h"
#include "core/store/operations.h"
#include "tests/support/catch.h"
#include "tests/window/program.h"

#include <wx/button.h>
#include <wx/choice.h>
#include <wx/combobox.h>
#include <wx/stattext.h>

using namespace goufang;
using namespace goufang::desktop;
using namespace goufang::desktop::test;

namespace {

std::string library(const Home& home) {
    store::Registry r = store::Registry::create(home.at("a.goufang"), "甲公司");
    for (int i = 1; i <= 4; ++i) {
        model::Buyer b;
        b.code = "00" + std::to_string(i);
        b.name = "测试" + std::to_string(i) + "有限公司";
        b.phone = "0571-8888000" + std::to_string(i);
        b.bank = "示例银行杭州分行";
        b.tags = {"老客户"};
        store::add_buyer(r, b);
    }
    return home.at("a.goufang");
}

void select_rows(Program& program, int last) {
    program.settle();
    program.frame().list().canvas().SetFocus();
    program.press(WXK_HOME);
    for (int i = 0; i < last; ++i) program.press(WXK_DOWN, wxMOD_SHIFT);
}

std::vector<model::Buyer> buyers(Program& program) {
    std::vector<model::Buyer> all;
    program.frame().library()->registry().each({}, [&](const model::Buyer& b) {
        all.push_back(b);
        return true;
    });
    return all;
}

} // namespace

TEST_CASE("several rows: one form fills the same into all, and only what was touched", "[many]") {
    Home home;
    Program program(home, library(home));
    select_rows(program, 2);
    program.expect("many_dialog", [&] {
        CHECK(program.control<wxComboBox>("many_phone").GetValue().empty()); // several values
        CHECK(program.control<wxComboBox>("many_bank").GetValue() == to_wx("示例银行杭州分行"));
        CHECK_FALSE(wxWindow::FindWindowById(wxID_OK, program.window())->IsEnabled());
        program.press('P', wxMOD_ALT);
        program.press(WXK_DOWN); // the first row's, filled down
        CHECK(program.control<wxComboBox>("many_phone").GetValue() == wxT("0571-88880001"));
        program.press('R', wxMOD_ALT);
        program.type("测试备注");
        program.press('A', wxMOD_ALT);
        program.type("VIP");
        CHECK(program.control<wxStaticText>("many_fact").GetLabelText().Contains(to_wx("将修改 3 家")));
        program.shot("many");
        program.press('S', wxMOD_ALT);
    });
    program.press('D', wxMOD_CONTROL | wxMOD_SHIFT);
    program.wait("it is written", [&] { return program.frame().status_text().Contains(to_wx("已修改 3 家")); });
    program.settle();
    std::vector<model::Buyer> all = buyers(program);
    REQUIRE(all.size() == 4);
    for (const model::Buyer& b : all) {
        const bool chosen = b.code != "004";
        CAPTURE(b.code);
        CHECK(b.phone == (chosen ? "0571-88880001" : "0571-88880004"));
        CHECK(b.remark == (chosen ? "测试备注" : ""));
        CHECK(b.bank == "示例银行杭州分行");
        CHECK(b.tags == (chosen ? std::vector<std::string>{"老客户", "VIP"} : std::vector<std::string>{"老客户"}));
    }
    CHECK(program.frame().list().selected_count() == 3); // still selected
    program.press('Z', wxMOD_CONTROL);
    program.wait("it is taken back", [&] { return buyers(program).front().remark.empty(); });
    CHECK(program.frame().status_text().Contains(to_wx("修改 测试1有限公司 等 3 家：电话、备注、标签")));
    all = buyers(program);
    CHECK(all[1].phone == "0571-88880002");
    CHECK(all[1].tags.size() == 1);
}

TEST_CASE("several rows: an error is asked about, a wrong day is not taken, Esc writes nothing", "[many]") {
    Home home;
    Program program(home, library(home));
    select_rows(program, 1);
    program.expect("many_dialog", [&] {
        program.press('X', wxMOD_ALT);
        program.type("2026-02-30");
        program.expect("message", [&] { program.press(WXK_ESCAPE); });
        program.expect("many_dialog", [&] { program.press(WXK_ESCAPE); }); // asked again
        program.press('S', wxMOD_ALT);
    });
    program.press(WXK_F2);
    program.wait("the form was left", [&] { return !program.expecting(); });
    for (const model::Buyer& b : buyers(program)) CHECK(b.verified_on.empty());

    program.expect("many_dialog", [&] {
        program.control<wxChoice>("many_status").SetFocus();
        program.press(WXK_END); // 停用
        program.press('T', wxMOD_ALT);
        program.type("老客户");
        program.press(WXK_RETURN);
    });
    program.press(WXK_F2);
    program.wait("it is written", [&] { return program.frame().status_text().Contains(to_wx("已修改 2 家")); });
    int inactive = 0;
    for (const model::Buyer& b : buyers(program))
        if (b.status == model::Status::inactive && b.tags.empty()) ++inactive;
    CHECK(inactive == 2);
}

TEST_CASE("several rows: the status line offers what can be done to them", "[many]") {
    Home home;
    Program program(home, library(home));
    select_rows(program, 0);
    const auto offers = [&] {
        int shown = 0;
        for (const Command c : {Command::move_buyer, Command::edit_many, Command::deactivate, Command::export_file})
            if (const wxWindow* offer = wxWindow::FindWindowById(wx_id(c), &program.control<wxWindow>("status_line")))
                shown += offer->IsShown() ? 1 : 0;
        return shown;
    };
    CHECK(offers() == 0);
    program.press('A', wxMOD_CONTROL);
    CHECK(offers() == 4);
    program.shot("many-offers");
    program.click(*wxWindow::FindWindowById(wx_id(Command::deactivate), &program.control<wxWindow>("status_line")));
    program.wait("all are inactive", [&] {
        for (const model::Buyer& b : buyers(program))
            if (b.status != model::Status::inactive) return false;
        return true;
    });
    program.press(WXK_HOME);
    program.frame().list().canvas().SetFocus();
    program.press(WXK_HOME);
    CHECK(offers() == 0);
}
