// Every dialog, opened in Chinese and English, looked at (shots/dialog-*.png) and left by closing the program.
#include "app/desktop/format_names.h"
#include "app/desktop/picker.h"
#include "app/desktop/start_dialog.h"
#include "app/desktop/str.h"
#include "core/store/operations.h"
#include "tests/support/catch.h"
#include "tests/window/display.h"
#include "tests/window/etax_files.h"
#include "tests/window/menu_hand.h"
#include "tests/window/program.h"
#include "tests/window/reach.h"

#include <fstream>
#include <set>
#include <wx/button.h>
#include <wx/choice.h>
#include <wx/listctrl.h>
#include <wx/menu.h>
#include <wx/srchctrl.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>
#include <wx/utils.h>

using namespace goufang;
using namespace goufang::desktop;
using namespace goufang::desktop::test;

namespace {

struct Way {
    const char* dialog; ///< the one the program is closed in
    const char* shot;
    std::function<void(Program&, const Home&)> open;
    std::function<void(Program&, const Home&)> before = {}; ///< expects the dialogs on the way
};

void first_buyer(Program& program) {
    program.settle();
    program.frame().list().focus_row(0);
    program.wait("a buyer is shown", [&] { return !program.frame().form().empty(); });
}

void run(Program& program, Command command) { program.frame().run(command); }

void change_name(Program& program) {
    first_buyer(program);
    program.frame().form().focus_first();
    program.type("x");
}

/// Its tax id has a letter that is none: the health check finds it and can mend it.
void add_misprint(Program& program) {
    model::Buyer b;
    b.name = "误写有限公司";
    b.tax_id = "91999999MAO0000154";
    b.code = program.frame().library()->registry().next_buyer_code(0);
    store::add_buyer(program.frame().library()->registry(), b);
}

/// In the health check: the first group that can be mended.
void choose_misprint(Program& program) {
    auto& groups = program.control<wxListCtrl>("health_groups");
    const auto& fix = program.control<wxButton>("health_fix");
    for (long row = 0; row < groups.GetItemCount() && !fix.IsEnabled(); ++row) {
        groups.SetItemState(row, wxLIST_STATE_SELECTED, wxLIST_STATE_SELECTED);
        program.pump();
    }
    REQUIRE(fix.IsEnabled());
}

void open_health(Program& program, const Home&) {
    add_misprint(program);
    run(program, Command::health);
}

/// In the export: the workbook of the platform as the target, checked.
void export_to_template(Program& program) {
    auto& targets = program.control<wxChoice>("export_target");
    targets.SetFocus();
    program.press(WXK_HOME);
    const wxString wanted = format_name(*invoice::format("etax-customer-xlsx"));
    for (unsigned i = 0; i < targets.GetCount() && !targets.GetStringSelection().StartsWith(wanted); ++i)
        program.press(WXK_DOWN);
    program.press('K', wxMOD_ALT);
}

/// On from page to page of the import wizard, to the rows that the dry run tells of.
void to_import_preview(Program& program) {
    for (int page = 0; page < 3; ++page) {
        CHECK(out_of_reach(*program.window()) == "");
        program.press('N', wxMOD_ALT);
    }
    program.wait("the preview", [&] { return !program.control<wxStaticText>("import_counts").GetLabelText().empty(); });
}

const std::vector<Way>& ways() {
    static const std::vector<Way> all{
        {"new_library_dialog", "new-library", [](Program& p, const Home&) { run(p, Command::new_library); }},
        {"import_history_dialog", "imports", [](Program& p, const Home&) { run(p, Command::import_history); }},
        {"history_dialog", "history", [](Program& p, const Home&) { run(p, Command::history); }},
        {"export_dialog", "export", [](Program& p, const Home&) { run(p, Command::export_file); }},
        {"health_dialog", "health", [](Program& p, const Home&) { run(p, Command::health); }},
        {"settings_dialog", "settings", [](Program& p, const Home&) { run(p, Command::settings); }},
        {"keys_dialog", "keys", [](Program& p, const Home&) { run(p, Command::show_keys); }},
        {"import_dialog", "import", [](Program& p, const Home& h) { p.frame().import_from(h.at("in.csv")); }},
        {"category_dialog", "category",
         [](Program& p, const Home&) {
             first_buyer(p);
             run(p, Command::move_buyer);
         }},
        {"buyer_history_dialog", "buyer-history",
         [](Program& p, const Home&) {
             first_buyer(p);
             run(p, Command::buyer_history);
         }},
        {"sets_dialog", "sets",
         [](Program& p, const Home&) {
             first_buyer(p);
             p.click("more_accounts");
         }},
        {"column_chooser", "column-chooser", [](Program& p, const Home&) { run(p, Command::choose_columns); }},
        {"changes_dialog", "changes", [](Program& p, const Home&) { run(p, Command::changes); }},
        {"recode_dialog", "recode",
         [](Program& p, const Home&) {
             first_buyer(p);
             run(p, Command::move_buyer);
         },
         [](Program& p, const Home&) {
             p.expect("category_dialog", [&p] {
                 p.press(WXK_END);
                 p.press(WXK_RETURN);
             });
         }},
        {"fix_preview", "fix-preview", open_health,
         [](Program& p, const Home&) {
             p.expect("health_dialog", [&p] {
                 choose_misprint(p);
                 p.click("health_fix");
             });
         }},
        {"dismiss_dialog", "dismiss", open_health,
         [](Program& p, const Home&) {
             p.expect("health_dialog", [&p] {
                 choose_misprint(p);
                 p.click("health_dismiss");
             });
         }},
        {"columns_dialog", "columns", [](Program& p, const Home&) { run(p, Command::export_file); },
         [](Program& p, const Home& h) {
             p.expect("export_dialog", [&p] { export_to_template(p); });
             p.expect_file(h.at("customers.xlsx"));
         }},
        {"edit_row_dialog", "edit-row", [](Program& p, const Home& h) { p.frame().import_from(h.at("in.csv")); },
         [](Program& p, const Home&) {
             p.expect("import_dialog", [&p] {
                 to_import_preview(p);
                 auto& report = p.control<wxListCtrl>("import_report");
                 REQUIRE(report.GetItemCount() != 0);
                 report.SetItemState(0, wxLIST_STATE_SELECTED, wxLIST_STATE_SELECTED);
                 p.click("import_edit");
             });
         }},
        {"file", "template-file", [](Program& p, const Home&) { run(p, Command::export_file); },
         [](Program& p, const Home&) { p.expect("export_dialog", [&p] { export_to_template(p); }); }},
        {"file", "import-file", [](Program& p, const Home&) { run(p, Command::import_file); }},
        {"many_dialog", "many",
         [](Program& p, const Home&) {
             first_buyer(p);
             p.frame().list().select_all();
             run(p, Command::edit_many);
         }},
        {"paste_dialog", "paste", [](Program& p, const Home&) { run(p, Command::paste_block); }},
        {"title_qr_dialog", "title-qr",
         [](Program& p, const Home&) {
             first_buyer(p);
             run(p, Command::title_qr);
         }},
        {"message", "unsaved",
         [](Program& p, const Home&) {
             change_name(p);
             run(p, Command::new_buyer);
         }},
        {"dated_question", "renamed",
         [](Program& p, const Home&) {
             change_name(p);
             run(p, Command::save_buyer);
         }},
        {"message", "remove-category",
         [](Program& p, const Home&) {
             p.settle();
             View at;
             at.shelf = Shelf::category;
             at.category = p.frame().library()->registry().tree().children(0).front();
             p.frame().categories().select(at);
             p.settle();
             run(p, Command::remove_category);
         }},
        {"message", "undo-import", [](Program& p, const Home&) { run(p, Command::import_history); },
         [](Program& p, const Home&) { p.expect("import_history_dialog", [&p] { p.click("undo_step"); }); }},
    };
    return all;
}

/// Opens a dialog, looks at it and closes the program in it.
void close_in(const Way& way, const std::string& language) {
    CAPTURE(way.shot, language);
    Home home;
    make_sample(home.at("a.goufang"));
    std::ofstream(home.at("in.csv")) << "名称,税号\n测试甲有限公司,91999999MA00000154\n,91999999MA00000155\n";
    std::ofstream(home.at("customers.xlsx"), std::ios::binary) << customer_template();
    Program program(home, home.at("a.goufang"), language);
    program.settle();
    const auto leave = [&] {
        if (std::string(way.dialog) != "file") CHECK(out_of_reach(*program.window()) == ""); // the toolkit's own
        program.shot("dialog-" + language + "-" + way.shot);
        program.frame().Close(true);
    };
    if (way.before) way.before(program, home);
    program.expect(way.dialog, leave);
    way.open(program, home);
    program.wait("the program has ended", [&] { return !program.running(); });
}

/// Opens a dialog and leaves it by Esc.
void escape_from(const Way& way) {
    CAPTURE(way.shot);
    Home home;
    make_sample(home.at("a.goufang"));
    std::ofstream(home.at("in.csv")) << "名称,税号\n测试甲有限公司,91999999MA00000154\n,91999999MA00000155\n";
    std::ofstream(home.at("customers.xlsx"), std::ios::binary) << customer_template();
    Program program(home, home.at("a.goufang"));
    program.settle();
    const auto step = [&] {
        const auto last = program.frame().library()->registry().undoable();
        return last ? last->id : 0;
    };
    const model::StepId before = step();
    bool left = false;
    program.expect(way.dialog, [&] {
        left = true;
        program.press(WXK_ESCAPE);
    });
    way.open(program, home);
    program.wait("the dialog was open", [&] { return left; });
    program.wait("it is left", [&] { return dynamic_cast<wxDialog*>(program.window()) == nullptr; });
    CHECK(step() == before);
    if (program.frame().form().unsaved()) { // ended without a question
        program.expect("message", [&] { program.press('D', wxMOD_ALT); });
        program.close();
    }
}

void click_header(Program& program) {
    auto& header = program.control<wxWindow>("list_header");
    program.click(header, wxPoint(header.GetSize().x / 3, header.GetSize().y / 2), 1, 3);
}

} // namespace

TEST_CASE("the program is closed in the middle of each dialog", "[dialogs]") {
    const std::string language = GENERATE(as<std::string>(), "zh_CN", "en");
    for (const Way& way : ways()) close_in(way, language);
}

TEST_CASE("Esc leaves each dialog, and nothing was done", "[dialogs]") {
    for (const Way& way : ways())
        if (!way.before) escape_from(way);
}

TEST_CASE("the program is closed in the middle of the first question", "[dialogs]") {
    Home home;
    Program program(home);
    program.expect("start_dialog", [&] { program.frame().Close(true); });
    program.wait("the program has ended", [&] { return !program.running(); });
}

TEST_CASE("the main window and the picker are within reach of keyboard and screen reader", "[dialogs]") {
    const std::string language = GENERATE(as<std::string>(), "zh_CN", "zh_TW", "en");
    CAPTURE(language);
    Home home;
    make_sample(home.at("a.goufang"));
    Program program(home, home.at("a.goufang"), language);
    first_buyer(program);
    CHECK(out_of_reach(program.frame()) == "");
    run(program, Command::pick);
    CHECK(out_of_reach(program.frame().picker().window()) == "");
}

TEST_CASE("no mnemonic twice in a menu", "[dialogs]") {
    for (const std::string language : {"zh_CN", "zh_TW", "en"}) {
        Home home;
        make_sample(home.at("a.goufang"));
        Program program(home, home.at("a.goufang"), language);
        program.settle();
        const wxMenuBar& bar = *program.frame().GetMenuBar();
        for (std::size_t i = 0; i < bar.GetMenuCount(); ++i) {
            std::set<wxString> letters;
            for (const wxMenuItem* item : bar.GetMenu(i)->GetMenuItems()) {
                const wxString label = item->GetItemLabel();
                CAPTURE(language, from_wx(label));
                const int at = label.Find('&');
                if (at != wxNOT_FOUND)
                    CHECK(letters.insert(label.Mid(static_cast<std::size_t>(at) + 1, 1).Upper()).second);
            }
        }
    }
}

TEST_CASE("a right click on the column headings shows and hides columns, and opens the chooser", "[dialogs]") {
    Home home;
    make_sample(home.at("a.goufang"));
    Program program(home, home.at("a.goufang"));
    first_buyer(program);
    ListHeader& header = program.frame().list().header();
    const std::size_t before = header.shown().size();
    {
        MenuHand hand([] {
            send_key(WXK_DOWN); // the first column
            send_key(WXK_RETURN);
        });
        click_header(program);
        program.wait("the column is hidden", [&] { return header.shown().size() == before - 1; });
    }
    program.expect("column_chooser", [&] { program.press(WXK_ESCAPE); });
    MenuHand hand([&] {
        program.shot("header-menu");
        send_key(WXK_UP); // the last entry
        send_key(WXK_RETURN);
    });
    click_header(program);
    program.wait("the chooser has opened", [&] { return !program.expecting(); });
}

TEST_CASE("the page of all keys opens by F1 and by Ctrl+?", "[dialogs]") {
    Home home;
    make_sample(home.at("a.goufang"));
    Program program(home, home.at("a.goufang"));
    first_buyer(program);
    for (const auto& [key, modifiers] : {std::pair<int, int>{WXK_F1, wxMOD_NONE}, {'/', wxMOD_CONTROL | wxMOD_SHIFT}}) {
        program.expect("keys_dialog", [&] { program.press(WXK_ESCAPE); });
        program.press(key, modifiers);
        program.wait("the page has opened", [&] { return !program.expecting(); });
    }
}

// Not run with the tests: pictures to be looked at, in the language of GOUFANG_LOOK (zh_TW unless told), on the screen
// of GOUFANG_TEST_SCREEN, in the theme of GTK_THEME and with the text size of GDK_DPI_SCALE.
TEST_CASE("looks: all windows", "[.][looks]") {
    wxString told;
    const std::string language = wxGetEnv(wxT("GOUFANG_LOOK"), &told) ? from_wx(told) : "zh_TW";
    {
        Home home;
        make_sample(home.at("a.goufang"));
        Program program(home, home.at("a.goufang"), language);
        first_buyer(program);
        program.shot("look-" + language + "-main");
        BuyerForm& form = program.frame().form();
        form.control(model::Field::tax_id).SetFocus();
        program.press('A', wxMOD_CONTROL);
        program.type("91999999MAO0000154");
        program.pump();
        program.shot("look-" + language + "-form");
        program.press('Z', wxMOD_CONTROL); // back to what is stored
        form.control(model::Field::tags).SetFocus();
        program.pump();
        program.shot("look-" + language + "-form-foot");
        MenuHand hand([&] {
            program.shot("look-" + language + "-header-menu");
            send_key(WXK_ESCAPE);
        });
        click_header(program);
        run(program, Command::pick);
        program.frame().picker().window().search_box().SetValue(wxT("wlyx"));
        program.pump();
        program.shot("look-" + language + "-picker");
    }
    for (const Way& way : ways()) close_in(way, language);
}
