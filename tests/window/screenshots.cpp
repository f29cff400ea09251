// The pictures of assets/screenshots: not run with the tests ("[.]"), made by assets/tools/screenshots.sh from the
// sample library.
#include "app/desktop/picker.h"
#include "app/desktop/start_dialog.h"
#include "app/desktop/str.h"
#include "tests/support/catch.h"
#include "tests/window/program.h"

#include <wx/listctrl.h>
#include <wx/srchctrl.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

using namespace goufang;
using namespace goufang::desktop;
using namespace goufang::desktop::test;

namespace {

/// The sample library with a category open, and in the list what a search for `words` finds there.
struct Sample {
    explicit Sample(const std::string& language)
        : path((make_sample(home.at("sample.goufang")), home.at("sample.goufang"))), program(home, path, language) {
        program.settle();
        program.wait("all can be found", [&] { return program.frame().library()->ready(); });
        const model::CategoryTree tree = program.frame().library()->registry().tree();
        const model::CategoryId east = tree.children(0).front(), province = tree.children(east).front();
        std::string open;
        for (const model::CategoryId id : {east, province, tree.children(province).front()})
            open += (open.empty() ? "" : ",") + std::to_string(id);
        program.frame().categories().expand(open);
    }
    void search(const std::string& words, std::size_t row) {
        MainFrame& frame = program.frame();
        frame.search_box().SetValue(to_wx(words));
        program.settle();
        frame.list().canvas().SetFocus();
        frame.list().focus_row(row);
        program.wait("the form follows",
                     [&] { return !frame.form().empty() && frame.form().shown()->id == frame.list().focused_id(); });
        program.pump();
    }
    Home home;
    std::string path;
    Program program;
};

} // namespace

TEST_CASE("pictures of the main window", "[.][screenshots]") {
    for (const auto& [language, name] : {std::pair("zh_CN", "main"), std::pair("en", "main-en")}) {
        Sample sample(language);
        sample.search("wlyx", 2);
        sample.program.shot(name);
    }
}

TEST_CASE("picture of the dark window", "[.][screenshots-dark]") {
    Sample sample("zh_CN");
    sample.search("wlyx", 2);
    sample.program.shot("dark");
}

TEST_CASE("pictures of import, export and health check", "[.][screenshots]") {
    {
        Home home;
        store::Registry::create(home.at("empty.goufang"), "示例公司");
        Program program(home, home.at("empty.goufang"));
        program.settle();
        program.expect_file(std::string(GOUFANG_SOURCE_DIR) + "/assets/samples/customers-gbk.txt");
        program.expect("import_dialog", [&] {
            for (int page = 0; page < 3; ++page) program.press('N', wxMOD_ALT);
            program.wait("the preview",
                         [&] { return !program.control<wxStaticText>("import_counts").GetLabelText().empty(); });
            program.shot("import");
            program.press(WXK_ESCAPE);
        });
        program.frame().run(Command::import_file);
    }
    Sample sample("zh_CN");
    Program& program = sample.program;
    program.expect("export_dialog", [&] {
        program.press('K', wxMOD_ALT);
        program.wait("the pre-flight has run",
                     [&] { return program.control<wxListCtrl>("problem_groups").GetItemCount() != 0; });
        program.shot("export");
        program.press(WXK_ESCAPE);
    });
    program.frame().run(Command::export_file);
    program.expect("health_dialog", [&] {
        program.shot("health");
        program.press(WXK_ESCAPE);
    });
    program.frame().run(Command::health);
}

TEST_CASE("picture of the picker", "[.][screenshots]") {
    Sample sample("zh_CN");
    Picker& picker = sample.program.frame().picker();
    sample.program.frame().run(Command::pick);
    picker.window().search_box().SetValue(wxT("wlyx"));
    picker.window().list().choose(1);
    sample.program.shot("picker");
}
