// A workbook with a sheet for each category, chosen in the export dialog.
#include "app/desktop/str.h"
#include "core/store/operations.h"
#include "invoice/format.h"
#include "tests/support/catch.h"
#include "tests/window/files.h"
#include "tests/window/program.h"

#include <filesystem>
#include <wx/button.h>
#include <wx/choice.h>

using namespace goufang;
using namespace goufang::desktop;
using namespace goufang::desktop::test;

namespace {

void make_library(const std::string& path) {
    store::Registry r = store::Registry::create(path, "甲公司");
    for (const char* category : {"华东", "华北"}) {
        model::Buyer b;
        b.name = std::string("测试") + category + "有限公司";
        b.category = store::add_category(r, 0, category);
        store::add_buyer(r, b);
    }
}

} // namespace

TEST_CASE("export: a workbook with a sheet for each category") {
    Home home;
    make_library(home.at("a.goufang"));
    Program program(home, home.at("a.goufang"));
    program.settle();
    const auto choose = [&](const char* name, const char* words) {
        auto& choice = program.control<wxChoice>(name);
        choice.SetFocus();
        program.press(WXK_HOME);
        for (unsigned i = 0; i < choice.GetCount() && !choice.GetStringSelection().Contains(to_wx(words)); ++i)
            program.press(WXK_DOWN);
        REQUIRE(choice.GetStringSelection().Contains(to_wx(words)));
    };
    const std::string path = home.at("b.xlsx");
    program.expect("export_dialog", [&] {
        choose("export_target", "CSV");
        CHECK_FALSE(program.control<wxWindow>("export_sheets").IsShownOnScreen());
        choose("export_target", "xlsx");
        choose("export_sheets", "每个分类");
        program.shot("sheets");
        program.press('K', wxMOD_ALT);
        program.wait("it is checked", [&] { return program.control<wxButton>("export_adjust").IsEnabled(); });
        program.expect_file(path);
        program.press('A', wxMOD_ALT);
    });
    program.press('E', wxMOD_CONTROL);
    program.wait("it is written", [&] { return std::filesystem::exists(path); });
    program.settle();

    const std::string bytes = content(path);
    const auto reader = invoice::format("xlsx")->open(bytes, {});
    std::vector<std::string> found;
    for (invoice::Row row; reader->next(row);) found.push_back(row.buyer.name);
    CHECK(found == std::vector<std::string>{"测试华东有限公司", "测试华北有限公司"});
    CHECK(bytes.find("xl/worksheets/sheet2.xml") != std::string::npos);

    program.expect("export_dialog", [&] { // the choice is remembered
        CHECK(program.control<wxChoice>("export_sheets").GetStringSelection().Contains(to_wx("每个分类")));
        program.press(WXK_ESCAPE);
    });
    program.press('E', wxMOD_CONTROL);
    program.settle();
}
