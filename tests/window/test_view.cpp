// What narrows the list stands beside the search box; which library is open stands over everything.
#include "app/desktop/str.h"
#include "core/store/operations.h"
#include "tests/support/catch.h"
#include "tests/window/program.h"

#include <sqlite3.h>
#include <wx/choice.h>
#include <wx/srchctrl.h>
#include <wx/stattext.h>

using namespace goufang;
using namespace goufang::desktop;
using namespace goufang::desktop::test;

namespace {

void add(store::Registry& r, const std::string& name, model::CategoryId category = 0) {
    model::Buyer b;
    b.name = name;
    b.category = category;
    store::add_buyer(r, b);
}

/// Three buyers: without category, in 华东, in 华东/浙江.
std::string library(const Home& home, const std::string& file, const std::string& company) {
    store::Registry r = store::Registry::create(home.at(file), company);
    const auto east = store::add_category(r, 0, "华东");
    const auto below = store::add_category(r, east, "浙江");
    add(r, "测试甲有限公司");
    add(r, "测试乙有限公司", east);
    add(r, "测试丙有限公司", below);
    return home.at(file);
}

} // namespace

TEST_CASE("the scope of the list is shown beside the search box, and changed there", "[view]") {
    Home home;
    Program program(home, library(home, "a.goufang", "甲公司"));
    program.settle();
    MainFrame& frame = program.frame();
    auto& scope = program.control<wxChoice>("scope");
    CHECK_FALSE(scope.IsShown());
    View east;
    east.shelf = Shelf::category;
    east.category = frame.library()->registry().tree().children(0).front();
    frame.categories().tree().SetFocus();
    frame.categories().select(east);
    frame.categories().on_select(east);
    program.settle();
    CHECK(scope.IsShown());
    CHECK(scope.GetStringSelection() == to_wx("本类及下级"));
    CHECK(frame.list().row_count() == 2);
    scope.SetFocus();
    program.press(WXK_DOWN);
    program.wait("only its own", [&] { return frame.settled() && frame.list().row_count() == 1; });
    program.shot("view-scope");
    frame.search_box().SetFocus();
    program.type("cs");
    program.settle();
    CHECK(frame.list().row_count() == 1);
    CHECK(program.control<wxStaticText>("count").GetLabelText() == wxT("1/3"));
    scope.SetFocus();
    program.press(WXK_HOME);
    program.wait("everywhere", [&] { return frame.settled() && frame.list().row_count() == 3; });
    CHECK_FALSE(scope.IsShown());
    CHECK(frame.categories().selected().shelf == Shelf::all);
    CHECK(frame.search_box().GetValue() == wxT("cs")); // what was typed still holds
}

TEST_CASE("with several libraries a coloured strip says which one is open", "[view]") {
    Home home;
    const std::string first = library(home, "a.goufang", "甲公司"), second = library(home, "b.goufang", "乙公司");
    Program program(home, first);
    program.settle();
    auto& strip = program.control<wxWindow>("library_strip");
    CHECK_FALSE(strip.IsShown());
    REQUIRE(program.frame().open_path(second));
    program.settle();
    CHECK(strip.IsShown());
    CHECK(program.control<wxStaticText>("library_strip_name").GetLabelText() == to_wx("乙公司"));
    const wxColour ground = strip.GetBackgroundColour();
    program.shot("view-strip");
    REQUIRE(program.frame().open_path(first));
    program.settle();
    CHECK(program.control<wxStaticText>("library_strip_name").GetLabelText() == to_wx("甲公司"));
    CHECK((strip.GetBackgroundColour() != ground || first == second));
}

TEST_CASE("tax ids and accounts are grouped by four where they are shown, not where they are copied", "[view]") {
    Home home;
    {
        store::Registry r = store::Registry::create(home.at("a.goufang"), "甲公司");
        model::Buyer b;
        b.name = "测试甲有限公司";
        b.tax_id = "91999999MA00000154";
        b.bank = "示例银行杭州分行";
        b.account = "1202026219900";
        store::add_buyer(r, b);
    }
    Program program(home, home.at("a.goufang"));
    program.settle();
    const BuyerList& list = program.frame().list();
    const auto drawn = [&](Column column) {
        wxString all;
        for (const auto& [text, matched] : list.pieces(0, column)) all += text;
        return all;
    };
    CHECK(drawn(Column::tax_id) == wxT("9199 9999 MA00 0001 54"));
    CHECK(drawn(Column::bank) == to_wx("示例银行杭州分行 1202 0262 1990 0"));
    CHECK(list.cell(0, Column::bank) == to_wx("示例银行杭州分行 1202026219900"));
    CHECK(list.cell(0, Column::tax_id) == wxT("91999999MA00000154"));
}

TEST_CASE("names of the largest size and of rare characters: nothing is cut off or lost", "[view]") {
    Home home;
    {
        store::Registry r = store::Registry::create(home.at("a.goufang"), "甲公司");
        add(r, "𠮷野䶮𬭚科技有限公司");
    }
    std::string name;
    for (int i = 0; i < 40; ++i) name += "龘";
    Program program(home, home.at("a.goufang"));
    program.settle();
    program.press('N', wxMOD_CONTROL);
    program.type(name);
    program.press(WXK_RETURN, wxMOD_CONTROL);
    program.wait("it is saved", [&] { return program.frame().library()->registry().count({}) == 2; });
    program.settle();
    CHECK(program.frame().status_text().Contains(to_wx(name)));
    program.shot("view-long");
    const auto& owner = program.control<wxStaticText>("status_library");
    CHECK(owner.GetRect().GetRight() < owner.GetParent()->GetClientSize().x); // the message is shortened, not this
    for (const char* part : {"𠮷", "䶮", "𬭚科"}) {
        CAPTURE(part);
        program.frame().search_box().SetFocus();
        program.press('A', wxMOD_CONTROL);
        program.type(part);
        program.settle();
        CHECK(program.frame().list().row_count() == 1);
    }
    program.shot("view-rare");
}

TEST_CASE("another program is writing: saving says so, and what was typed stays", "[view]") {
    Home home;
    const std::string path = library(home, "a.goufang", "甲公司");
    Program program(home, path);
    program.settle();
    program.press('N', wxMOD_CONTROL);
    program.type("测试丁有限公司");
    sqlite3* other = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &other) == SQLITE_OK);
    REQUIRE(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);
    wxString said;
    program.expect("message", [&] {
        said = program.message();
        program.shot("view-locked");
        program.press(WXK_RETURN);
    });
    program.press(WXK_RETURN, wxMOD_CONTROL);
    program.wait("it was said", [&] { return !program.expecting() && !said.empty(); });
    CHECK(program.frame().form().unsaved());
    CHECK(program.frame().form().control(model::Field::name).GetValue() == to_wx("测试丁有限公司"));
    sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
    sqlite3_close(other);
    program.press(WXK_RETURN, wxMOD_CONTROL);
    program.wait("it is saved", [&] { return program.frame().library()->registry().count({}) == 4; });
}

TEST_CASE("an empty library: nothing to choose, nothing crashes", "[view]") {
    Home home;
    store::Registry::create(home.at("a.goufang"), "甲公司");
    Program program(home, home.at("a.goufang"));
    program.settle();
    BuyerList& list = program.frame().list();
    list.canvas().SetFocus();
    for (const int key : {WXK_DOWN, WXK_END, WXK_PAGEUP, WXK_RETURN, WXK_F2, WXK_DELETE, WXK_F8}) program.press(key);
    for (const int key : {'A', 'C', 'X', 'V', 'M', 'H', 'P', 'Z', 'Y'}) program.press(key, wxMOD_CONTROL);
    for (const int key : {'D', 'P', 'C', 'L'}) program.press(key, wxMOD_CONTROL | wxMOD_SHIFT);
    program.type("zz");
    program.settle();
    CHECK(list.row_count() == 0);
    CHECK(program.control<wxStaticText>("count").GetLabelText() == wxT("0"));
    program.shot("view-empty");
}
