// J5, N03, N04: the picker over other programs, the queue of fields, one program that answers.
#include "app/desktop/invoice_text.h"
#include "app/desktop/picker.h"
#include "app/desktop/str.h"
#include "core/store/operations.h"
#include "tests/support/catch.h"
#include "tests/support/random_buyer.h"
#include "tests/window/display.h"
#include "tests/window/other_program.h"
#include "tests/window/program.h"

#include <wx/textctrl.h>

using namespace goufang;
using namespace goufang::desktop;
using namespace goufang::desktop::test;

namespace {

model::Buyer bank() {
    model::Buyer b;
    b.name = "重庆银行股份有限公司";
    b.tax_id = "91999999MA00000154";
    b.address = "重庆市江北区永平门街6号";
    b.phone = "023-99990001";
    b.bank = "中国银行重庆分行";
    b.account = "3555888800001234567";
    return b;
}

std::string make_library(const Home& home, std::size_t others) {
    const std::string path = home.at("a.goufang");
    store::Registry registry = store::Registry::create(path, "甲公司");
    goufang::test::Random random(5);
    constexpr std::string_view towns[] = {"杭州", "重庆", "上海", "长沙", "苏州"};
    constexpr std::string_view marks[] = {"云山", "海川", "明德", "恒信", "瑞丰", "华泰", "安宁", "嘉禾"};
    constexpr std::string_view trades[] = {"科技", "贸易", "机械", "建材", "食品", "电子"};
    store::Transaction tx = registry.begin(store::StepKind::add_buyer);
    for (std::size_t i = 0; i < others; ++i) {
        model::Buyer b;
        b.name = std::string(random.pick(towns)) + std::string(random.pick(marks)) + std::string(random.pick(trades)) +
                 std::to_string(i) + "有限公司";
        b.tax_id = goufang::test::random_uscc(random);
        b.phone = "0571-" + random.digits(8);
        tx.insert(b);
    }
    model::Buyer b = bank();
    tx.insert(b);
    b = {};
    b.name = "停业银行有限公司";
    b.status = model::Status::inactive;
    tx.insert(b);
    tx.commit();
    return path;
}

/// A program of ours, and another one that has the keyboard.
struct Desk {
    explicit Desk(std::size_t others = 30) : program(home, make_library(home, others)) {
        program.settle();
        program.wait("all can be found", [&] { return program.frame().library()->ready(); });
        program.leave_focus(true);
        other.take_focus();
    }
    Picker& picker() { return program.frame().picker(); }
    PickerWindow& window() { return picker().window(); }
    PickerList& list() { return window().list(); }
    void pump() { program.pump(); }
    void key(int key, int modifiers = wxMOD_NONE) {
        send_key(key, modifiers);
        pump();
    }
    void type(const std::string& ascii) {
        for (const char c : ascii) key(c);
    }
    void query(const std::string& text) { // as an input method gives it
        window().search_box().SetValue(to_wx(text));
        pump();
    }
    void open() {
        key('K', wxMOD_CONTROL | wxMOD_ALT);
        program.wait("the picker has the keyboard",
                     [&] { return picker().shown() && window().search_box().HasFocus() && !other.has_focus(); });
    }
    void gone() {
        program.wait("the picker is gone and the keyboard back",
                     [&] { return !picker().shown() && other.has_focus(); });
    }
    std::string paste() {
        return other.paste([&] { pump(); });
    }
    std::string chosen() { return list().chosen() == nullptr ? "" : list().chosen()->name; }
    double weight(model::BuyerId id) {
        double found = 0;
        program.frame().library()->registry().each_pick([&](model::BuyerId b, double w, std::int64_t) {
            if (b == id) found = w;
        });
        return found;
    }
    model::BuyerId bank_id() {
        return program.frame().library()->registry().by_tax_id("91999999MA00000154").front().id;
    }

    Home home;
    Program program;
    OtherProgram other;
};

const std::string k_bank_block = "名称：重庆银行股份有限公司\n税号：91999999MA00000154\n"
                                 "地址电话：重庆市江北区永平门街6号 023-99990001\n"
                                 "开户行及账号：中国银行重庆分行 3555888800001234567";

bool some_bold(const Pieces& pieces, const std::string& text) {
    for (const auto& [piece, bold] : pieces)
        if (bold && piece == to_wx(text)) return true;
    return false;
}

} // namespace

TEST_CASE("J5: pick a buyer of 20,000 over another program", "[J5]") {
    Desk desk(20'000);
    desk.open();
    CHECK(desk.list().row_count() == 0); // nothing was picked yet, and that is said
    CHECK_FALSE(desk.window().hint_text().empty());
    desk.type("cqyh");
    CHECK(desk.chosen() == bank().name);
    CHECK(some_bold(desk.list().name_pieces(0), "重庆银行"));
    CHECK(desk.window().detail(0) == to_wx(bank().name));
    CHECK(desk.window().detail(5) == to_wx(bank().account));
    desk.program.shot("J5");
    desk.key(WXK_DOWN);
    CHECK((desk.list().row_count() == 1 || desk.chosen() != bank().name));
    desk.key(WXK_UP);
    CHECK(desk.window().search_box().HasFocus());
    desk.key(WXK_RETURN);
    desk.gone();
    CHECK(desk.paste() == k_bank_block);
    CHECK(desk.paste() == k_bank_block); // as often as wanted
    const model::BuyerId id = desk.bank_id();
    desk.program.wait("the pick is counted", [&] { return desk.weight(id) > 0; });
    CHECK(desk.weight(id) == 1);

    desk.open(); // what was picked stands there before anything is typed
    CHECK(desk.window().query().empty());
    CHECK(desk.chosen() == bank().name);
    for (const char* words : {"zqyh", "chongqingyh", "重庆银", "154", "91999999MA00000154", "cqyh 银行"}) {
        INFO(words);
        desk.query(words);
        bool found = false;
        for (std::size_t i = 0; i < desk.list().row_count(); ++i)
            found = found || desk.list().buyer(i)->name == bank().name;
        CHECK(found);
    }
    desk.program.shot("J5-last");
    desk.key(WXK_ESCAPE);
    desk.gone();
    CHECK(desk.weight(id) == 1);
}

TEST_CASE("picker: Ctrl+1 to Ctrl+6 copy one field", "[picker]") {
    Desk desk;
    for (std::size_t i = 0; i < k_invoice_fields.size(); ++i) {
        desk.open();
        desk.type("cqyh");
        desk.key('1' + static_cast<int>(i), wxMOD_CONTROL);
        desk.gone();
        CHECK(desk.paste() == *model::text_member(bank(), k_invoice_fields[i]));
    }
    desk.program.wait("all are counted", [&] { return desk.weight(desk.bank_id()) > 5.5; });
}

TEST_CASE("picker: what was picked comes first, the last one before the others", "[picker]") {
    Desk desk;
    desk.open();
    desk.query("有限公司");
    REQUIRE(desk.list().row_count() > 5);
    const std::string third = desk.list().buyer(3)->name, second = desk.list().buyer(2)->name;
    for (const int row : {3, 2}) {
        desk.list().choose(row);
        desk.key(WXK_RETURN);
        desk.gone();
        desk.program.wait("it is counted",
                          [&] { return desk.weight(desk.list().buyer(static_cast<std::size_t>(row))->id) > 0; });
        if (row == 3) {
            desk.open();
            desk.query("有限公司");
            desk.program.wait("the ranking follows", [&] {
                desk.query("有限公司");
                return desk.list().buyer(0)->name == third;
            });
            for (std::size_t i = 0; i < desk.list().row_count(); ++i)
                if (desk.list().buyer(i)->name == second) desk.list().choose(static_cast<int>(i));
            CHECK(desk.chosen() == second);
            desk.key(WXK_RETURN);
            desk.gone();
            break;
        }
    }
    desk.open();
    REQUIRE(desk.list().row_count() == 2);
    CHECK(desk.list().buyer(0)->name == second);
    CHECK(desk.list().buyer(1)->name == third);
}

TEST_CASE("picker: inactive buyers only for the word 停用", "[picker]") {
    Desk desk;
    desk.open();
    desk.query("停业银行");
    CHECK(desk.list().row_count() == 0);
    CHECK(desk.window().hint_text().Contains(to_wx("停用")));
    desk.key(WXK_RETURN); // nothing to pick: stays open, the clipboard is left alone
    CHECK(desk.picker().shown());
    desk.query("停业银行 停用");
    CHECK(desk.chosen() == "停业银行有限公司");
}

TEST_CASE("picker: Enter belongs to the input method while it composes", "[picker]") {
    Desk desk;
    desk.open();
    desk.type("cqyh");
    desk.key('U', wxMOD_CONTROL | wxMOD_SHIFT); // the toolkit's own composition: a character by its number
    desk.type("4e2d");
    desk.key(WXK_RETURN);
    desk.program.wait("the character is there", [&] { return desk.window().query() == "cqyh中"; });
    CHECK(desk.picker().shown());
    desk.key('U', wxMOD_CONTROL | wxMOD_SHIFT);
    desk.type("4e");
    desk.key(WXK_ESCAPE); // leaves the composition, not the picker
    CHECK(desk.picker().shown());
    CHECK(desk.window().query() == "cqyh中");
    desk.key(WXK_BACK);
    CHECK(desk.window().query() == "cqyh");
    desk.key(WXK_RETURN);
    desk.gone();
    CHECK(desk.paste() == k_bank_block);
}

TEST_CASE("picker: each paste gives the next field", "[picker][queue]") {
    Desk desk;
    desk.open();
    desk.type("cqyh");
    desk.key(WXK_RETURN, wxMOD_CONTROL);
    desk.gone();
    PickerQueue& queue = desk.picker().queue();
    CHECK(queue.IsShown());
    CHECK(queue.next_text().Contains(to_wx("名称")));
    CHECK(queue.next_text().Contains(wxT("1/6")));
    desk.program.shot("J5-queue");
    for (std::size_t i = 0; i < k_invoice_fields.size(); ++i) {
        CHECK(queue.position() == i);
        desk.other.look([&] { desk.pump(); }); // looking is no paste
        CHECK(queue.position() == i);
        CHECK(desk.paste() == *model::text_member(bank(), k_invoice_fields[i]));
    }
    desk.program.wait("the queue is done", [&] { return !queue.IsShown(); });
    CHECK(desk.other.has_focus());
    CHECK(desk.paste() == bank().account); // the last one stays
    desk.program.wait("it counts as one pick", [&] { return desk.weight(desk.bank_id()) > 0; });
    CHECK(desk.weight(desk.bank_id()) == 1);
}

TEST_CASE("picker: the queue leaves blanks out, goes back, and goes on after a loss", "[picker][queue]") {
    Desk desk;
    desk.open();
    desk.query("有限公司0 OR"); // nothing
    CHECK(desk.list().row_count() == 0);
    desk.query("0有限公司");
    REQUIRE(desk.list().row_count() > 0);
    const model::Buyer b = *desk.list().chosen(); // name, tax id, phone
    desk.key(WXK_RETURN, wxMOD_CONTROL);
    desk.gone();
    PickerQueue& queue = desk.picker().queue();
    CHECK(queue.step_count() == 3);
    CHECK(desk.paste() == b.name);
    CHECK(desk.paste() == b.tax_id);
    queue.go(0);
    CHECK(desk.paste() == b.name);
    desk.other.own_clipboard();
    desk.program.wait("the loss is told", [&] { return queue.next_text().Contains(to_wx("剪贴板换了内容")); });
    CHECK(queue.position() == 1);
    queue.go(1);
    CHECK(desk.paste() == b.tax_id);
    CHECK(desk.paste() == b.phone);
    desk.program.wait("the queue is done", [&] { return !queue.IsShown(); });
}

TEST_CASE("picker: usable while a dialog of the main window is open", "[picker]") {
    Home home;
    Program program(home, make_library(home, 30));
    program.settle();
    program.wait("all can be found", [&] { return program.frame().library()->ready(); });
    program.expect("settings_dialog", [&] {
        OtherProgram other;
        program.leave_focus(true);
        other.take_focus();
        send_key('K', wxMOD_CONTROL | wxMOD_ALT);
        Picker& picker = program.frame().picker();
        program.wait("the picker has the keyboard",
                     [&] { return picker.shown() && picker.window().search_box().HasFocus(); });
        for (const char c : std::string("cqyh")) send_key(c);
        program.wait("it is found", [&] {
            return picker.window().list().chosen() != nullptr && picker.window().list().chosen()->name == bank().name;
        });
        send_key(WXK_RETURN);
        program.wait("the picker is gone", [&] { return !picker.shown(); });
        CHECK(other.paste([&] { program.pump(); }) == k_bank_block);
        program.leave_focus(false);
        program.press(WXK_ESCAPE);
    });
    program.frame().run(Command::settings);
}

TEST_CASE("hotkey: another one, none, one that is taken", "[picker]") {
    Desk desk;
    Settings& settings = desk.program.frame().settings();
    const auto use = [&](const char* key) {
        settings.set("picker-key", key);
        return desk.picker().use_hotkey();
    };
    CHECK(desk.other.grab_key('j', true, true));
    CHECK(use("Ctrl+Alt+J") == Hotkey::Outcome::taken);
    CHECK(use("K") == Hotkey::Outcome::not_a_key);
    CHECK(use("Ctrl+Alt+中") == Hotkey::Outcome::not_a_key);
    CHECK(use("nonsense") == Hotkey::Outcome::not_a_key);
    CHECK(use("") == Hotkey::Outcome::none);
    CHECK(use("Ctrl+Shift+F9") == Hotkey::Outcome::set);
    CHECK(desk.other.grab_key('k', true, true)); // the key before was given back
    desk.key(WXK_F9, wxMOD_CONTROL | wxMOD_SHIFT);
    desk.program.wait("the picker is there", [&] { return desk.picker().shown(); });
}

TEST_CASE("picking started from outside: the running program shows its picker", "[picker][instance]") {
    Desk desk;
    Started second({GOUFANG_DESKTOP_PROGRAM, "--pick"});
    desk.program.wait("the second program has handed over", [&] { return second.ended(); });
    CHECK(second.status() == 0);
    desk.program.wait("the picker has the keyboard",
                      [&] { return desk.picker().shown() && desk.window().search_box().HasFocus(); });
}

TEST_CASE("picking started from outside: alone, it is the picker only and ends when its text is no longer wanted",
          "[picker][instance]") {
    Home home;
    const std::string path = make_library(home, 30);
    { // leaves HOME and the like as this test wants them
        Program program(home, path);
        program.settle();
    }
    send_move(wxPoint(1, 1)); // what the window's end still owes the display
    OtherProgram other;
    other.take_focus();
    const auto wait = [&](const char*, const std::function<bool()>& until) { wait_without_program(until); };
    Started alone({GOUFANG_DESKTOP_PROGRAM, "--pick"});
    wait("the picker is there", [&] { return other.sees("选取购买方") && !other.has_focus(); });
    CHECK_FALSE(other.sees("甲公司"));
    Started again({GOUFANG_DESKTOP_PROGRAM, "--pick"});
    wait("the second one hands over", [&] { return again.ended(); });
    CHECK(again.status() == 0);
    for (const char c : std::string("cqyh")) send_key(c);
    std::string got;
    wait("it can be picked", [&] { // the search index may not be read yet
        send_key(WXK_RETURN);
        got = other.has_focus() ? other.paste([] {}) : std::string();
        return !got.empty();
    });
    CHECK(got == k_bank_block);
    CHECK_FALSE(alone.ended()); // it still holds the text
    other.own_clipboard();
    wait("it ends", [&] { return alone.ended(); });
    CHECK(alone.status() == 0);
    store::Registry registry = store::Registry::open(path);
    int picks = 0;
    registry.each_pick([&](model::BuyerId, double, std::int64_t) { ++picks; });
    CHECK(picks == 1);
}

TEST_CASE("picking started from outside: a program with a window takes the place of one without",
          "[picker][instance]") {
    Home home;
    const std::string path = make_library(home, 30);
    {
        Program program(home, path);
        program.settle();
    }
    OtherProgram other;
    Started alone({GOUFANG_DESKTOP_PROGRAM, "--pick"});
    wait_without_program([&] { return other.sees("选取购买方"); });
    Program program(home, path);
    program.settle();
    Started third({GOUFANG_DESKTOP_PROGRAM, "--pick"});
    program.wait("the third has handed over", [&] { return third.ended(); });
    CHECK(third.status() == 0);
    program.wait("ours shows it", [&] { return program.frame().picker().shown(); });
}
