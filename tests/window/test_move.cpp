// J7: moving a category, and buyers, with the codes that this gives them; done as a person does it.
#include "app/desktop/str.h"
#include "core/store/operations.h"
#include "tests/support/catch.h"
#include "tests/window/libraries.h"
#include "tests/window/program.h"
#include "tests/window/tree_items.h"

#include <wx/infobar.h>
#include <wx/listctrl.h>
#include <wx/stattext.h>

using namespace goufang;
using namespace goufang::desktop;
using namespace goufang::desktop::test;

TEST_CASE("J7: move a category with its buyers", "[J7]") {
    Home home;
    {
        store::Registry r = store::Registry::create(home.at("a.goufang"), "甲公司");
        const auto east = store::add_category(r, 0, "华东");
        const auto zhejiang = store::add_category(r, east, "浙江");
        store::add_category(r, 0, "重点客户");
        std::vector<model::CategoryId> below{zhejiang};
        for (int i = 1; i <= 18; ++i) below.push_back(store::add_category(r, zhejiang, "分部" + std::to_string(i)));
        store::Transaction tx = r.begin(store::StepKind::add_buyer, {"640", "测试"});
        for (std::size_t i = 0; i < 640; ++i) {
            const model::CategoryId at = below[i % below.size()];
            model::Buyer b = buyer(numbered_name(i), i, at);
            b.code = tx.tree().find(at)->code + std::to_string(101 + i / below.size());
            tx.insert(b);
        }
        tx.commit();
    }
    Program program(home, home.at("a.goufang"));
    program.settle();
    MainFrame& frame = program.frame();
    store::Registry& registry = frame.library()->registry();
    wxTreeCtrl& tree = frame.categories().tree();
    const model::CategoryId east = registry.tree().find_child(0, "华东")->id;
    const model::CategoryId key = registry.tree().find_child(0, "重点客户")->id;
    const model::CategoryId zhejiang = registry.tree().find_child(east, "浙江")->id;
    program.wait("the tree has counted", [&] { return frame.categories().item_text(zhejiang).Contains(wxT("640")); });
    tree.Expand(item_of(tree, to_wx("华东")));
    tree.Expand(item_of(tree, to_wx("浙江")));
    program.pump();

    // onto its own descendant: refused
    program.drag(tree, middle(tree, to_wx("浙江")), tree, middle(tree, to_wx("分部3")));
    program.settle();
    CHECK(registry.tree().find(zhejiang)->parent == east);
    program.click(tree, middle(tree, to_wx("全部"))); // so that the next press is no double click
    program.settle();

    // the codes are previewed; going back leaves all as it was
    const auto drag_onto_key = [&](std::function<void()> answer) {
        program.expect("recode_dialog", std::move(answer));
        program.drag(tree, middle(tree, to_wx("浙江")), tree, middle(tree, to_wx("重点客户")),
                     [&] { program.shot("J7-drag"); });
        program.wait("the codes are previewed", [&] { return !program.expecting(); });
        program.settle();
    };
    const std::int64_t steps = registry.info().steps;
    drag_onto_key([&] {
        auto& codes = program.control<wxListCtrl>("code_list");
        CHECK(codes.GetItemCount() == 19 + 640);
        CHECK(codes.GetItemText(0, 1) == to_wx("浙江"));
        CHECK(codes.GetItemText(0, 2) == wxT("00101"));
        CHECK(codes.GetItemText(0, 3) == wxT("00201"));
        CHECK(codes.GetItemText(658, 3).StartsWith(wxT("0020118")));
        CHECK(program.control<wxStaticText>("recode_fact").GetLabelText().Contains(to_wx("19 个分类、640 家")));
        program.shot("J7-codes");
        program.press(WXK_ESCAPE);
    });
    CHECK(registry.info().steps == steps);
    CHECK(registry.tree().find(zhejiang)->parent == east);
    program.click(tree, middle(tree, to_wx("全部")));
    program.settle();
    drag_onto_key([&] { program.press(WXK_RETURN); });
    CHECK(registry.info().steps == steps + 1); // one step
    CHECK(registry.tree().find(zhejiang)->parent == key);
    CHECK(registry.tree().find(zhejiang)->code == "00201");
    CHECK(registry.by_code("0020118133").has_value());
    CHECK(frame.status_text() == to_wx("已移动 浙江（18 类 640 家）"));
    CHECK(program.control<wxInfoBar>("undo_bar").IsShown());
    program.wait("the counts followed", [&] { return frame.categories().item_text(key).Contains(wxT("640")); });
    CHECK(tree.IsExpanded(item_of(tree, to_wx("浙江"))));
    program.shot("J7");

    program.press('Z', wxMOD_CONTROL);
    program.settle();
    CHECK(registry.tree().find(zhejiang)->parent == east);
    CHECK(tree.IsExpanded(item_of(tree, to_wx("浙江"))));
    CHECK(registry.tree().find(zhejiang)->code == "00101");
    CHECK(registry.by_code("0010118133").has_value());
    program.wait("the counts came back", [&] { return frame.categories().item_text(east).Contains(wxT("640")); });

    // the same by keyboard: Ctrl+X, select, Ctrl+V
    tree.SetFocus();
    tree.SelectItem(item_of(tree, to_wx("浙江")));
    program.settle();
    program.press('X', wxMOD_CONTROL);
    program.type("zd"); // to 重点客户, by its initials
    program.settle();
    CHECK(frame.categories().selected().category == key);
    program.expect("recode_dialog", [&] { program.press('K', wxMOD_ALT); });
    program.press('V', wxMOD_CONTROL);
    program.wait("it has moved", [&] { return registry.tree().find(zhejiang)->parent == key; });
    program.settle();
    CHECK(registry.tree().find(zhejiang)->code == "00101"); // as it was wished
    CHECK(registry.count({}) == 640);
}

TEST_CASE("J7: move buyers to another category, with the codes it gives them", "[J7]") {
    Home home;
    {
        store::Registry r = store::Registry::create(home.at("a.goufang"), "甲公司");
        const auto east = store::add_category(r, 0, "华东");
        const auto key = store::add_category(r, 0, "重点客户");
        add_numbered(r, 4, east);
        add(r, buyer("老客户有限公司", 9, key));
    }
    Program program(home, home.at("a.goufang"));
    program.settle();
    MainFrame& frame = program.frame();
    store::Registry& registry = frame.library()->registry();
    const model::CategoryId key = registry.tree().find_child(0, "重点客户")->id;
    const auto code = [&](std::size_t n) {
        return registry.by_tax_id(buyer("", n, 0).tax_id).front().code; // of the n-th buyer
    };
    const auto move_two = [&](std::function<void()> answer) {
        frame.list().canvas().SetFocus();
        program.press(WXK_HOME);
        program.press(WXK_DOWN, wxMOD_SHIFT);
        program.expect("category_dialog", [&] {
            program.press(WXK_END);
            program.press(WXK_RETURN);
        });
        program.expect("recode_dialog", std::move(answer));
        program.press('M', wxMOD_CONTROL);
        program.wait("it is asked", [&] { return !program.expecting(); });
        program.settle();
    };
    move_two([&] {
        auto& codes = program.control<wxListCtrl>("code_list");
        REQUIRE(codes.GetItemCount() == 2);
        CHECK(codes.GetItemText(0, 2) == wxT("001001"));
        CHECK(codes.GetItemText(0, 3) == wxT("002002"));
        CHECK(codes.GetItemText(1, 3) == wxT("002003"));
        program.shot("J7-buyers");
        program.press(WXK_ESCAPE);
    });
    CHECK(code(0) == "001001");
    move_two([&] { program.press('M', wxMOD_ALT); });
    CHECK(code(0) == "002002");
    CHECK(code(1) == "002003");
    CHECK(frame.status_text() == to_wx("已移动 2 家到 重点客户"));
    program.press('Z', wxMOD_CONTROL); // one step
    program.settle();
    CHECK(code(0) == "001001");
    CHECK(code(1) == "001002");
    store::Query q;
    q.category = key;
    CHECK(registry.count(q) == 1);
}
