// J6: the buyers of a category go to the tax clients, with what each of them cannot take told before.
#include "app/desktop/str.h"
#include "core/store/operations.h"
#include "tests/support/catch.h"
#include "tests/window/files.h"
#include "tests/window/libraries.h"
#include "tests/window/program.h"
#include "tests/window/tree_items.h"

#include <wx/button.h>
#include <wx/choice.h>
#include <wx/listctrl.h>

using namespace goufang;
using namespace goufang::desktop;
using namespace goufang::desktop::test;

TEST_CASE("J6: export to the tax clients", "[J6]") {
    Home home;
    {
        store::Registry r = store::Registry::create(home.at("a.goufang"), "甲公司");
        const auto east = store::add_category(r, 0, "华东");
        const auto south = store::add_category(r, 0, "华南");
        add_numbered(r, 128, east);
        add(r, buyer("南方有限公司", 500, south));
        model::Buyer comma = buyer("逗号有限公司", 501, east);
        comma.address = "文三路1号,2号";
        add(r, comma);
        model::Buyer rare = buyer("生僻𠮷字有限公司", 502, east);
        add(r, rare);
        model::Buyer capital = buyer("大写有限公司", 503, east);
        capital.code = "00190A";
        store::add_buyer(r, capital);
        CHECK(r.count({}) == 132);
    }
    Program program(home, home.at("a.goufang"));
    program.settle();
    MainFrame& frame = program.frame();
    wxTreeCtrl& tree = frame.categories().tree();
    program.click(tree, middle(tree, to_wx("华东")));
    program.settle();
    struct Target {
        const char *words, *file;
    };
    for (const Target target : {Target{"航天文本", "out.txt"}, Target{"KEHUBIANMA", "out.xml"}}) {
        CAPTURE(target.file);
        const std::string path = home.at(target.file);
        program.expect("export_dialog", [&] {
            CHECK(program.control<wxChoice>("export_scope").GetStringSelection() == to_wx("华东（131 家）"));
            auto& targets = program.control<wxChoice>("export_target");
            targets.SetFocus();
            program.press(WXK_HOME);
            for (unsigned i = 0; i < targets.GetCount() && !targets.GetStringSelection().Contains(to_wx(target.words));
                 ++i)
                program.press(WXK_DOWN);
            REQUIRE(targets.GetStringSelection().Contains(to_wx(target.words)));
            program.press('K', wxMOD_ALT);
            program.wait("it is checked", [&] { return program.control<wxButton>("export_adjust").IsEnabled(); });
            CHECK(program.control<wxListCtrl>("problem_groups").GetItemCount() > 0);
            CHECK_FALSE(std::filesystem::exists(path)); // nothing is written before
            program.shot(std::string("J6-") + target.file);
            program.expect_file(path);
            program.press('A', wxMOD_ALT);
        });
        program.press('E', wxMOD_CONTROL);
        program.wait("it is written", [&] { return std::filesystem::exists(path); });
        program.settle();
        CHECK(frame.status_text().Contains(to_wx("华东（131 家）：写出 131")));
    }
    program.shot("J6");
    // Reading them again changes nothing but what was announced: the comma, the character outside GBK, the capitals.
    for (const char* name : {"out.txt", "out.xml"}) {
        CAPTURE(name);
        const auto again = import(frame.library()->registry(), content(home.at(name)), name, true);
        CHECK(again.counts.rejected == 0);
        CHECK(again.counts.added == 0);
        CHECK(again.counts.same >= 128);
    }
    CHECK(content(home.at("out.xml")).find("PID=\"0\"") != std::string::npos);
}
