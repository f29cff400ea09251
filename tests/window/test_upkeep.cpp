// J9 (undoing a wrong import) and J12 (a buyer renames), done as a person does them.
#include "app/desktop/str.h"
#include "app/desktop/today.h"
#include "core/store/operations.h"
#include "tests/support/catch.h"
#include "tests/window/aisino_file.h"
#include "tests/window/files.h"
#include "tests/window/libraries.h"
#include "tests/window/program.h"

#include <wx/button.h>
#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/listctrl.h>
#include <wx/srchctrl.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

using namespace goufang;
using namespace goufang::desktop;
using namespace goufang::desktop::test;

TEST_CASE("J9: recover from a wrong bulk import", "[J9]") {
    Home home;
    const std::string friday = home.at("friday.goufang");
    std::vector<model::Buyer> edited;
    {
        store::Registry r = store::Registry::create(home.at("a.goufang"), "甲公司");
        import(r, make_aisino_file().bytes, "A5k.txt");
        r.backup(friday);
        std::string wrong = "名称,税号,地址,电话,开户行,账号\r\n";
        std::vector<model::Buyer> overwritten;
        r.each({}, [&](const model::Buyer& b) {
            if (b.status == model::Status::active) overwritten.push_back(b);
            return overwritten.size() < 180;
        });
        for (const model::Buyer& b : overwritten) wrong += b.name + "," + b.tax_id + ",别处1号,0571-1,别行,1\r\n";
        for (std::size_t i = 0; i < 320; ++i) {
            const model::Buyer b = buyer("别家" + std::to_string(i) + "有限公司", i, 0);
            wrong +=
                b.name + "," + b.tax_id + "," + b.address + "," + b.phone + "," + b.bank + "," + b.account + "\r\n";
        }
        const auto result = import(r, wrong, "wrong.csv", false, invoice::Policy::overwrite);
        CHECK(result.counts.added == 320);
        CHECK(result.counts.changed == 180);
        for (std::size_t i = 0; i < 3; ++i) {
            model::Buyer b = *r.buyer(overwritten[i * 50].id);
            b.address = "我改过的地址" + std::to_string(i) + "号";
            store::edit_buyer(r, b);
            edited.push_back(*r.buyer(b.id));
        }
    }
    Program program(home, home.at("a.goufang"));
    program.settle();
    store::Registry& registry = program.frame().library()->registry();
    program.expect("import_history_dialog", [&] {
        CHECK(program.control<wxListCtrl>("history_list").GetItemText(0, 2).Contains(wxT("wrong.csv")));
        program.shot("J9-1-history");
        program.press('U', wxMOD_ALT);
    });
    program.expect("message", [&] {
        CHECK(program.message().Contains(to_wx("删除 320 新增，还原 177 被改动，保留 3（您后来改过）")));
        for (const model::Buyer& b : edited) CHECK(program.message().Contains(to_wx(b.name)));
        program.shot("J9-2-preview");
        program.press('U', wxMOD_ALT);
    });
    program.frame().run(Command::import_history);
    program.settle();
    program.shot("J9");
    CHECK(program.frame().status_text().StartsWith(to_wx("已撤销：")));

    const store::Registry before = store::Registry::open(friday);
    CHECK(registry.count({}) == 4'905);
    std::size_t same = 0, kept = 0;
    before.each({}, [&](const model::Buyer& b) {
        const auto now = registry.buyer(b.id);
        REQUIRE(now);
        same += model::same_values(b, *now) && b.category == now->category;
        kept += std::any_of(edited.begin(), edited.end(),
                            [&](const model::Buyer& e) { return e.id == b.id && model::same_values(e, *now); });
        return true;
    });
    CHECK(same == 4'902);
    CHECK(kept == 3);
    // the undo is a step itself
    program.press('Z', wxMOD_CONTROL);
    program.settle();
    CHECK(registry.count({}) == 5'225);
}

TEST_CASE("J12: a buyer changes name and bank account", "[J12]") {
    Home home;
    {
        store::Registry r = store::Registry::create(home.at("a.goufang"), "甲公司");
        const auto category = store::add_category(r, 0, "华东");
        add_numbered(r, 5, category);
        add(r, buyer("老名字贸易有限公司", 77, category));
    }
    Program program(home, home.at("a.goufang"));
    program.settle();
    MainFrame& frame = program.frame();
    store::Registry& registry = frame.library()->registry();
    const auto export_all = [&](int scope, const std::string& path) {
        program.expect("export_dialog", [&, scope, path] {
            auto& scopes = program.control<wxChoice>("export_scope");
            scopes.SetFocus();
            for (int i = 0; i < scope; ++i) program.press(WXK_DOWN);
            if (scope != 0) CHECK(scopes.GetStringSelection() == to_wx("自上次导出后有变化（1 家）"));
            program.press('K', wxMOD_ALT);
            program.wait("it is checked", [&] { return program.control<wxButton>("export_adjust").IsEnabled(); });
            program.expect_file(path);
            program.press('A', wxMOD_ALT);
        });
        program.press('E', wxMOD_CONTROL);
        program.wait("it is written", [&] { return std::filesystem::exists(path); });
        program.settle();
    };
    export_all(0, home.at("all.txt"));
    const auto found_by = [&](const char* tail) {
        return registry.by_tax_id(goufang::test::make_uscc("91", "999999", tail)).front();
    };

    program.press('F', wxMOD_CONTROL);
    program.type("lmz"); // 老名字
    program.settle();
    REQUIRE(frame.list().row_count() == 1);
    program.press(WXK_RETURN); // to the list
    program.wait("it is shown", [&] { return !frame.form().empty(); });
    program.press(WXK_RETURN); // into the form
    program.press('A', wxMOD_CONTROL);
    program.type("新名字贸易有限公司");
    wxTextCtrl& account = frame.form().control(model::Field::account);
    account.SetFocus();
    program.press('A', wxMOD_CONTROL);
    program.type("招商银行杭州分行 571900000010999");
    const std::string old_account = found_by("MA110077").account;
    program.expect("dated_question", [&] {
        CHECK(program.control<wxStaticText>("question_text").GetLabelText().Contains(to_wx("老名字贸易有限公司")));
        auto& date = program.control<wxTextCtrl>("question_date");
        date.SetFocus();
        program.press('A', wxMOD_CONTROL);
        program.type("2026-13-01"); // no such day: stays open
        program.press('R', wxMOD_ALT);
        CHECK(program.control<wxStaticText>("question_note").GetLabelText().Contains(to_wx("2026-11-22 这样")));
        program.press('A', wxMOD_CONTROL);
        program.type("2026-10-31");
        program.shot("J12-1-renamed");
        program.press('R', wxMOD_ALT);
    });
    program.expect("dated_question", [&] {
        CHECK(program.control<wxStaticText>("question_text").GetLabelText().Contains(to_wx(old_account)));
        program.shot("J12-1-account");
        program.press('K', wxMOD_ALT);
    });
    program.press(WXK_RETURN, wxMOD_CONTROL);
    program.settle();
    const auto found = registry.by_tax_id(goufang::test::make_uscc("91", "999999", "MA110077"));
    REQUIRE(found.size() == 1);
    CHECK(found.front().name == "新名字贸易有限公司");
    CHECK(found.front().account == "571900000010999");
    REQUIRE(found.front().former_names.size() == 1);
    CHECK(found.front().former_names.front().name == "老名字贸易有限公司");
    CHECK(found.front().former_names.front().until == "2026-10-31");
    REQUIRE(found.front().more_accounts.size() == 1); // the old account is kept, out of use
    CHECK(found.front().more_accounts.front().account == old_account);
    CHECK(found.front().more_accounts.front().until == today_text());

    // the old name still finds it, and the list says why
    program.press('F', wxMOD_CONTROL);
    program.type("老名字");
    program.settle();
    REQUIRE(frame.list().row_count() == 1);
    wxString cell, bold;
    for (const auto& [text, matched] : frame.list().pieces(0, Column::name)) {
        cell += text;
        if (matched) bold += text;
    }
    CHECK(cell == to_wx("新名字贸易有限公司   曾用名：老名字贸易有限公司"));
    CHECK(bold == to_wx("老名字"));
    program.shot("J12-2-found");

    program.expect("buyer_history_dialog", [&] {
        auto& list = program.control<wxListCtrl>("buyer_history_list");
        wxString all;
        for (long row = 0; row < list.GetItemCount(); ++row)
            for (int column = 0; column < 6; ++column) all += list.GetItemText(row, column) + wxT("|");
        CHECK(all.Contains(to_wx("老名字贸易有限公司|新名字贸易有限公司")));
        CHECK(all.Contains(wxT("571900000010999")));
        program.shot("J12-3-history");
        program.press(WXK_ESCAPE);
    });
    program.press(WXK_RETURN); // to the list
    program.press('H', wxMOD_CONTROL);

    program.press('F', wxMOD_CONTROL);
    program.press(WXK_ESCAPE);
    program.settle();
    export_all(1, home.at("changed.txt"));
    std::string text;
    const auto utf8 = text::to_utf8(content(home.at("changed.txt")), text::Encoding::gbk);
    REQUIRE(utf8);
    CHECK(utf8->find("新名字贸易有限公司") != std::string::npos);
    CHECK(utf8->find("测试1有限公司") == std::string::npos);
    CHECK(utf8->find(old_account) == std::string::npos); // out of use: for no client

    // 变更登记表 of the month: name, account and the old one that is kept; printed, saved
    program.expect("changes_dialog", [&] {
        auto& list = program.control<wxListCtrl>("changes_list");
        wxString all;
        for (long row = 0; row < list.GetItemCount(); ++row)
            for (int column = 0; column < 8; ++column) all += list.GetItemText(row, column) + wxT("|");
        CHECK(all.Contains(to_wx("|名称|老名字贸易有限公司|新名字贸易有限公司|")));
        CHECK(all.Contains(to_wx(old_account + "|571900000010999")));
        CHECK(all.Contains(to_wx(today_text() + " 停用")));
        CHECK(program.control<wxStaticText>("changes_note").GetLabelText().Contains(to_wx("另新增购买方 6 家")));
        program.shot("J12-4-changes");
        program.expect_file(home.at("changes.csv"));
        program.press('S', wxMOD_ALT);
        program.wait("it is written", [&] { return std::filesystem::exists(home.at("changes.csv")); });
        program.press('P', wxMOD_ALT);
    });
    program.press('T', wxMOD_ALT); // the menu 工具
    program.press('R');
    program.wait("the preview", [&] { return wxWindow::FindWindowByName(wxT("print_preview")) != nullptr; });
    program.shot("J12-5-print");
    wxWindow::FindWindowByName(wxT("print_preview"))->Close();
    program.pump();
    CHECK(content(home.at("changes.csv")).find("新名字贸易有限公司") != std::string::npos);

    // an account is set out of use by hand, too; the default one cannot be
    program.frame().list().focus_buyer(found.front().id);
    program.wait("it is shown", [&] { return !frame.form().empty() && frame.form().shown()->id == found.front().id; });
    program.expect("sets_dialog", [&] {
        std::vector<wxCheckBox*> disused;
        const std::function<void(wxWindow&)> collect = [&](wxWindow& w) {
            for (wxWindow* child : w.GetChildren()) {
                if (auto* box = dynamic_cast<wxCheckBox*>(child)) disused.push_back(box);
                collect(*child);
            }
        };
        collect(*program.window());
        REQUIRE(disused.size() == 3); // the default, the old one, a blank line
        CHECK_FALSE(disused[0]->IsEnabled());
        CHECK(disused[1]->GetValue());
        program.shot("J12-6-sets");
        program.click(*disused[1]); // in use again
        program.press('O', wxMOD_ALT);
    });
    program.click("more_accounts");
    program.press('S', wxMOD_CONTROL);
    program.settle();
    CHECK(found_by("MA110077").more_accounts.front().until.empty());
    program.shot("J12");
}
