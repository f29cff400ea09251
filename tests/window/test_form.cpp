// The buyer form: pasting cleans and says so, a tax id that is taken is told while typing, an unsaved form survives.
#include "app/desktop/settings.h"
#include "app/desktop/str.h"
#include "core/store/operations.h"
#include "tests/support/catch.h"
#include "tests/window/program.h"

#include <fstream>
#include <wx/button.h>
#include <wx/choice.h>
#include <wx/clipbrd.h>
#include <wx/menu.h>
#include <wx/srchctrl.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

using namespace goufang;
using namespace goufang::desktop;
using namespace goufang::desktop::test;

namespace {

constexpr const char* k_id = "91999999MA00000154";

std::string library(const Home& home) {
    store::Registry r = store::Registry::create(home.at("a.goufang"), "甲公司");
    model::Buyer b;
    b.code = "001";
    b.name = "测试甲有限公司";
    b.tax_id = k_id;
    store::add_buyer(r, b);
    return home.at("a.goufang");
}

void to_clipboard(const char* text) {
    REQUIRE(wxTheClipboard->Open());
    wxTheClipboard->SetData(new wxTextDataObject(to_wx(text)));
    wxTheClipboard->Close();
}

} // namespace

TEST_CASE("form: a paste is cleaned, and says so until the next key", "[form]") {
    Home home;
    Program program(home, library(home));
    program.settle();
    BuyerForm& form = program.frame().form();
    program.press('N', wxMOD_CONTROL);
    to_clipboard(" 测试\xe2\x80\x8b乙有限公司\n");
    program.press('V', wxMOD_CONTROL);
    CHECK(form.control(model::Field::name).GetValue() == to_wx("测试乙有限公司"));
    CHECK(form.note_text(model::Field::name).Contains(to_wx("已去除空格")));
    program.shot("form-pasted");
    program.press(WXK_TAB);
    to_clipboard("9199 9999 ma00 0002 3y");
    program.press('V', wxMOD_CONTROL);
    CHECK(form.control(model::Field::tax_id).GetValue() == wxT("91999999MA0000023Y"));
    program.type("1");
    CHECK_FALSE(form.note_text(model::Field::tax_id).Contains(to_wx("已去除空格")));
}

TEST_CASE("form: a tax id that is taken is told while typing, with a way to its buyer", "[form]") {
    Home home;
    Program program(home, library(home));
    program.settle();
    BuyerForm& form = program.frame().form();
    program.press('N', wxMOD_CONTROL);
    program.type("测试丙有限公司");
    program.press(WXK_TAB);
    CHECK_FALSE(program.control<wxButton>("jump_to_duplicate").IsShown());
    program.type(k_id);
    CHECK(form.note_text(model::Field::tax_id).Contains(to_wx("已有客户 001 测试甲有限公司")));
    CHECK(program.control<wxButton>("jump_to_duplicate").IsShown());
    program.shot("form-duplicate");
    program.expect("message", [&] { program.press('D', wxMOD_ALT); }); // not saved
    program.click("jump_to_duplicate");
    program.settle();
    program.wait("the owner is shown", [&] { return !form.empty() && form.shown()->code == "001"; });
    CHECK(program.frame().library()->registry().count({}) == 1);
}

TEST_CASE("form: what was not saved survives a crash", "[form]") {
    Home home;
    const std::string path = library(home);
    {
        Program program(home, path);
        program.settle();
        program.press('N', wxMOD_CONTROL);
        program.type("测试丁有限公司");
        program.wait("it is kept aside", [&] {
            for (const auto& file : std::filesystem::directory_iterator(Settings::data_folder()))
                if (file.path().filename().string().starts_with("unsaved-")) return true;
            return false;
        });
    } // ended without a question
    Program program(home, path);
    program.settle();
    CHECK(program.frame().form().unsaved());
    CHECK(program.frame().form().control(model::Field::name).GetValue() == to_wx("测试丁有限公司"));
    CHECK(program.frame().status_text().Contains(to_wx("已恢复上次没有保存的资料")));
    program.shot("form-recovered");
    program.press(WXK_RETURN, wxMOD_CONTROL);
    program.frame().form().focus_first();
    program.press(WXK_RETURN, wxMOD_CONTROL);
    program.wait("it is saved", [&] { return !program.frame().form().unsaved(); });
    CHECK(program.frame().library()->registry().count({}) == 2);
}

TEST_CASE("keys: F6 goes round the panes, Alt+1, 2, 3 go to one, / searches", "[form]") {
    Home home;
    Program program(home, library(home));
    program.settle();
    MainFrame& frame = program.frame();
    frame.list().focus_row(0);
    program.wait("a buyer is shown", [&] { return !frame.form().empty(); });
    program.press('1', wxMOD_ALT);
    CHECK(frame.categories().IsDescendant(wxWindow::FindFocus()));
    program.press(WXK_F6);
    CHECK(frame.list().canvas().HasFocus());
    program.press(WXK_F6);
    CHECK(frame.form().control(model::Field::name).HasFocus());
    program.press(WXK_F6, wxMOD_SHIFT);
    CHECK(frame.list().canvas().HasFocus());
    program.press('/');
    program.type("zz");
    program.settle();
    CHECK(frame.list().row_count() == 0);
    program.shot("list-nothing-found");
    program.press(WXK_ESCAPE);
    program.settle();
    CHECK(frame.list().row_count() == 1);
    program.press('3', wxMOD_ALT);
    CHECK(frame.form().control(model::Field::name).HasFocus());
}

TEST_CASE("keys: the habit of U8 is chosen in the settings and works at once", "[form]") {
    Home home;
    Program program(home, library(home));
    program.settle();
    MainFrame& frame = program.frame();
    const wxString usual = frame.GetMenuBar()->FindItem(wx_id(Command::new_buyer))->GetItemLabel();
    CHECK(usual.Contains(wxT("Ctrl+N")));
    program.expect("settings_dialog", [&] {
        program.press('H', wxMOD_ALT);
        program.press(WXK_DOWN);
        program.press('S', wxMOD_ALT);
    });
    frame.run(Command::settings);
    program.wait("it is chosen", [&] { return !program.expecting() && frame.settings().text("keys") == "u8"; });
    CHECK(frame.GetMenuBar()->FindItem(wx_id(Command::new_buyer))->GetItemLabel().EndsWith(wxT("\tF5")));
    program.press(WXK_F3);
    program.wait("searching", [&] { return frame.search_box().IsDescendant(wxWindow::FindFocus()); });
    program.press(WXK_F5); // from the search box too
    program.wait("a new buyer", [&] { return !frame.form().empty() && frame.form().shown()->id == 0; });
    program.type("测试乙有限公司");
    program.expect("category_dialog", [&] { program.press(WXK_ESCAPE); });
    program.press(WXK_F2); // 参照
    program.wait("the categories were shown", [&] { return !program.expecting(); });
    program.press(WXK_F6);
    program.wait("it is saved", [&] { return frame.library()->registry().count({}) == 2; });
    program.press('N', wxMOD_CONTROL); // ours still work
    program.wait("another new buyer", [&] { return !frame.form().empty() && frame.form().shown()->id == 0; });
    program.press(WXK_ESCAPE);
    program.press('F', wxMOD_CONTROL);
    program.wait("searching", [&] { return frame.search_box().IsDescendant(wxWindow::FindFocus()); });
    program.expect("keys_dialog", [&] {
        program.shot("keys-u8");
        program.press(WXK_ESCAPE);
    });
    program.press(WXK_F1);
    program.wait("the page was shown", [&] { return !program.expecting(); });
    program.expect_file(home.at("no.txt"));
    std::ofstream(home.at("no.txt")) << "x";
    program.expect("import_dialog", [&] { program.press(WXK_ESCAPE); });
    program.press('I', wxMOD_CONTROL | wxMOD_SHIFT); // also where Ctrl+I is a tab
    program.wait("a file was asked for", [&] { return !program.expecting(); });
}

TEST_CASE("settings: the company's own tax id and the checksum of title codes", "[form]") {
    Home home;
    Program program(home, library(home));
    program.settle();
    program.expect("settings_dialog", [&] {
        program.control<wxTextCtrl>("own_tax_id").SetFocus();
        program.type("91999999 ma00000155");
        program.wait("the misspelt number is named", [&] {
            return program.control<wxStaticText>("own_tax_id_note").GetLabelText().Contains(wxT("第18位"));
        });
        program.shot("settings-misspelt");
        program.press(WXK_BACK);
        program.type("4");
        program.wait("nothing is wrong with it",
                     [&] { return program.control<wxStaticText>("own_tax_id_note").GetLabelText().empty(); });
        program.control<wxChoice>("title_qr_crc").SetSelection(1);
        program.shot("settings-filled");
        program.press('S', wxMOD_ALT);
    });
    program.frame().run(Command::settings);
    const store::Registry& registry = program.frame().library()->registry();
    program.wait("they are kept", [&] { return !registry.setting("own_tax_id").empty(); });
    CHECK(registry.setting("own_tax_id") == "91999999MA00000154");
    CHECK(registry.setting("title_qr_crc") == "utf8");
}
