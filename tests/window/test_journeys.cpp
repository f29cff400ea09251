// The journeys of the product's design (J1, J7, J12), done as a person does them.
#include "app/desktop/str.h"
#include "tests/support/catch.h"
#include "tests/window/program.h"

#include <wx/stattext.h>
#include <wx/textctrl.h>

using namespace goufang;
using namespace goufang::desktop;
using namespace goufang::desktop::test;

namespace {

constexpr const char* k_good_id = "91999999MA00000154";

/// The only live buyer.
model::Buyer only_buyer(store::Registry& registry) {
    std::vector<model::Buyer> found;
    registry.each({}, [&](const model::Buyer& b) {
        found.push_back(b);
        return true;
    });
    REQUIRE(found.size() == 1);
    return found.front();
}

} // namespace

TEST_CASE("J1: the first start", "[J1]") {
    Home home;
    std::string path;
    {
        Program program(home);
        program.expect("start_dialog", [&] {
            program.shot("J1-start");
            program.press('N', wxMOD_ALT);
        });
        program.expect("new_library_dialog", [&] {
            program.type("甲公司");
            program.shot("J1-new");
            CHECK(program.control<wxTextCtrl>("company").GetValue() == to_wx("甲公司"));
            CHECK(program.control<wxTextCtrl>("folder").GetValue() == to_wx(home.at("data") + "/goufang"));
            program.press(WXK_RETURN);
        });
        program.settle();
        CHECK(program.frame().GetTitle().StartsWith(to_wx("甲公司")));
        program.shot("J1-empty");

        program.press('N', wxMOD_CONTROL | wxMOD_SHIFT);
        program.type("华东");
        program.press(WXK_RETURN);
        program.wait("the category is stored",
                     [&] { return program.frame().library()->registry().tree().size() == 1; });
        program.settle();
        const model::CategoryId east = program.frame().library()->registry().tree().children(0).front();
        CHECK(program.frame().library()->registry().tree().find(east)->code == "001");
        CHECK(program.frame().categories().selected().category == east);

        program.press('N', wxMOD_CONTROL);
        BuyerForm& form = program.frame().form();
        CHECK(form.control(model::Field::code).GetValue() == wxT("001001"));
        program.type("测试甲有限公司");
        CHECK(program.control<wxStaticText>("initials").GetLabelText().Contains(wxT("csjyxgs")));
        program.press(WXK_TAB);
        program.type("91999999MA00000155"); // the wrong check character is told while typing
        CHECK(form.note_text(model::Field::tax_id).Contains(to_wx("第18位应为 4")));
        program.shot("J1-wrong");
        program.expect("message", [&] {
            CHECK(program.message().Contains(to_wx("第18位应为 4")));
            program.shot("J1-ask");
            program.press(WXK_ESCAPE);
        });
        program.press(WXK_RETURN, wxMOD_CONTROL);
        CHECK(form.unsaved());
        CHECK(program.frame().library()->registry().count({}) == 0);
        CHECK(form.control(model::Field::tax_id).HasFocus());
        program.press('A', wxMOD_CONTROL);
        program.type("91999999ma 0000 0154");
        CHECK(form.note_text(model::Field::tax_id).empty());
        program.press(WXK_TAB);
        program.type("杭州市西湖区文三路1号 0571-88880000");
        program.press(WXK_TAB);
        program.type("工商银行杭州分行 1202026219900123456");
        program.shot("J1-form");
        program.press(WXK_RETURN, wxMOD_CONTROL);
        program.wait("it is saved", [&] { return !form.unsaved(); });
        program.settle();
        CHECK(program.frame().status_text() == to_wx("已保存 测试甲有限公司"));
        program.wait("the node counts 1",
                     [&] { return program.frame().categories().item_text(east).Contains(to_wx("华东 (1)")); });
        CHECK(program.frame().list().row_count() == 1);
        program.shot("J1");

        ColumnLayout layout = program.frame().list().header().layout();
        layout.entries[0].width = 137;
        program.frame().list().header().set_layout(layout);
        path = program.frame().library()->path();
        CHECK(path.starts_with(home.at("data")));
        program.close();
    }
    { // what is in the file
        store::Registry registry = store::Registry::open(path);
        CHECK(registry.info().company == "甲公司");
        CHECK(registry.tree().size() == 1);
        const model::Buyer b = only_buyer(registry);
        CHECK(b.code == "001001");
        CHECK(b.name == "测试甲有限公司");
        CHECK(b.tax_id == k_good_id);
        CHECK(b.address == "杭州市西湖区文三路1号");
        CHECK(b.phone == "0571-88880000");
        CHECK(b.bank == "工商银行杭州分行");
        CHECK(b.account == "1202026219900123456");
        CHECK(b.mnemonic == "CSJYXG"); // six letters is what the tax clients take
        CHECK(b.status == model::Status::active);
        CHECK(b.category == registry.tree().children(0).front());
    }
    Program again(home); // the second start: no question, the same library, node and widths
    again.settle();
    CHECK(again.frame().library()->path() == path);
    CHECK(again.frame().GetTitle().StartsWith(to_wx("甲公司")));
    CHECK(again.frame().categories().selected().shelf == Shelf::category);
    CHECK(again.frame().list().row_count() == 1);
    CHECK(again.frame().list().header().layout().entries[0].width == 137);
    again.shot("J1-again");
}

TEST_CASE("J1: a wrong tax id is saved when the user insists, marked", "[J1]") {
    Home home;
    store::Registry::create(home.at("a.goufang"), "甲公司");
    Program program(home, home.at("a.goufang"));
    program.settle();
    program.press('N', wxMOD_CONTROL);
    program.type("测试乙有限公司");
    program.press(WXK_RETURN); // Enter goes on, too
    program.type("91999999MA00000155");
    program.expect("message", [&] { program.press('S', wxMOD_ALT); });
    program.press('S', wxMOD_CONTROL);
    program.settle();
    const model::Buyer b = only_buyer(program.frame().library()->registry());
    CHECK(b.tax_id == "91999999MA00000155");
    CHECK(b.status == model::Status::draft);
    CHECK(program.frame().status_text() == to_wx("已保存 测试乙有限公司"));
}
