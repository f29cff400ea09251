// Columns of the list: chosen, ordered, remembered. Printing: the preview opens, with the pages and the text it should.
#include "app/desktop/str.h"
#include "core/store/operations.h"
#include "tests/support/catch.h"
#include "tests/support/random_buyer.h"
#include "tests/window/files.h"
#include "tests/window/program.h"

#include <gtk/gtk.h>
#include <gtk/gtkunixprint.h>
#include <wx/checklst.h>
#include <wx/dcsvg.h>
#include <wx/print.h>

using namespace goufang;
using namespace goufang::desktop;
using namespace goufang::desktop::test;

namespace {

constexpr int k_buyers = 90;

void make_library(const std::string& path) {
    store::Registry r = store::Registry::create(path, "甲公司");
    const auto east = store::add_category(r, 0, "华东");
    for (int i = 1; i <= k_buyers; ++i) {
        model::Buyer b;
        b.name = "测试" + std::to_string(i) + "有限公司";
        b.tax_id = goufang::test::make_uscc("91", "999999", "MA1" + std::to_string(10'000 + i));
        b.category = east;
        b.account = "12020262199001" + std::to_string(10'000 + i);
        b.bank = "示例银行杭州分行";
        if (i == 1) b.former_names.push_back({"旧名有限公司", "2026-01-31"});
        store::add_buyer(r, b);
    }
}

/// The preview that is open.
wxPrintPreviewBase& preview(Program& program) {
    wxWindow* frame = nullptr;
    program.wait("the preview", [&] { return (frame = wxWindow::FindWindowByName(wxT("print_preview"))) != nullptr; });
    for (wxWindow* child : frame->GetChildren())
        if (auto* bar = dynamic_cast<wxPreviewControlBar*>(child)) return *bar->GetPrintPreview();
    throw std::runtime_error("a preview without its bar");
}

/// What stands on a page, as SVG: text as text.
std::string drawn(wxPrintPreviewBase& shown, int page, const std::string& path) {
    wxPrintout& printout = *shown.GetPrintout();
    wxDC* const before = printout.GetDC();
    {
        wxSVGFileDC svg(to_wx(path), 2000, 2000);
        printout.SetDC(&svg);
        CHECK(printout.OnPrintPage(page));
        printout.SetDC(before);
    }
    return content(path);
}

void close_preview(Program& program) {
    wxWindow::FindWindowByName(wxT("print_preview"))->Close();
    program.wait("the preview is closed", [] { return wxWindow::FindWindowByName(wxT("print_preview")) == nullptr; });
}

/// Waits for the toolkit's printer dialog, shoots it, and answers: with OK into a file, where it can print to one.
class PrinterHand {
  public:
    explicit PrinterHand(int answer, std::string file = {}) : m_answer(answer), m_file(std::move(file)) {
        m_source = g_timeout_add(30, look, this);
    }
    ~PrinterHand() {
        if (m_source != 0) g_source_remove(m_source);
    }
    PrinterHand(const PrinterHand&) = delete;
    PrinterHand& operator=(const PrinterHand&) = delete;
    bool done() const { return m_source == 0; }

  private:
    static gboolean look(gpointer data) {
        auto* self = static_cast<PrinterHand*>(data);
        GList* all = gtk_window_list_toplevels();
        gboolean again = G_SOURCE_CONTINUE;
        for (GList* w = all; w != nullptr; w = w->next)
            if (GTK_IS_PRINT_UNIX_DIALOG(w->data) && gtk_widget_get_mapped(GTK_WIDGET(w->data)))
                again = self->answer(GTK_PRINT_UNIX_DIALOG(w->data));
        g_list_free(all);
        return again;
    }
    gboolean answer(GtkPrintUnixDialog* dialog) {
        if (m_answer == GTK_RESPONSE_OK && gtk_print_unix_dialog_get_selected_printer(dialog) == nullptr) {
            GtkPrintSettings* settings = gtk_print_unix_dialog_get_settings(dialog);
            gtk_print_settings_set_printer(settings, "Print to File"); // taken when the toolkit has found it
            gtk_print_settings_set(settings, GTK_PRINT_SETTINGS_OUTPUT_URI, ("file://" + m_file).c_str());
            gtk_print_settings_set(settings, GTK_PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf");
            gtk_print_unix_dialog_set_settings(dialog, settings);
            g_object_unref(settings);
            return G_SOURCE_CONTINUE;
        }
        m_source = 0;
        gtk_dialog_response(GTK_DIALOG(dialog), m_answer);
        return G_SOURCE_REMOVE;
    }
    int m_answer;
    std::string m_file;
    guint m_source = 0;
};

std::vector<Column> shown(Program& program) {
    std::vector<Column> out;
    for (const ListHeader::Shown& c : program.frame().list().header().shown()) out.push_back(c.column);
    return out;
}

} // namespace

TEST_CASE("columns are chosen and ordered by key, and remembered", "[columns]") {
    Home home;
    make_library(home.at("a.goufang"));
    std::vector<Column> at_the_end;
    {
        Program program(home, home.at("a.goufang"));
        program.settle();
        const std::vector<Column> before = shown(program);
        REQUIRE(before.size() >= 4);
        program.expect("column_chooser", [&] {
            auto& list = program.control<wxCheckListBox>("column_list");
            CHECK(list.GetString(2) == to_wx("税号"));
            for (const int key : {WXK_HOME, WXK_DOWN, WXK_DOWN, WXK_SPACE, WXK_DOWN}) program.press(key);
            program.press('U', wxMOD_ALT); // 地址电话 before 税号
            program.press('U', wxMOD_ALT); // and before 名称
            program.shot("columns-dialog");
            program.press('O', wxMOD_ALT);
        });
        program.press('V', wxMOD_ALT); // the menu 查看
        program.press('C');
        program.wait("it is chosen", [&] { return shown(program).size() == before.size() - 1; });
        CHECK(std::count(before.begin(), before.end(), Column::tax_id) == 1);
        const std::vector<Column> now = shown(program);
        CHECK(std::count(now.begin(), now.end(), Column::tax_id) == 0);
        CHECK(now.at(0) == Column::code);
        CHECK(now.at(1) == Column::address);
        CHECK(now.at(2) == Column::name);

        at_the_end = now;
        program.shot("columns");
        program.close();
    }
    Program again(home, home.at("a.goufang"));
    again.settle();
    CHECK(shown(again) == at_the_end);
}

TEST_CASE("the list is previewed before it is printed: pages, headings, rows", "[print]") {
    Home home;
    make_library(home.at("a.goufang"));
    Program program(home, home.at("a.goufang"));
    program.settle();
    program.press('P', wxMOD_CONTROL | wxMOD_SHIFT);
    wxPrintPreviewBase& all = preview(program);
    const int pages = all.GetMaxPage();
    CHECK(pages > 1);
    const std::string first = drawn(all, 1, home.at("1.svg")), last = drawn(all, pages, home.at("last.svg"));
    for (const char* text : {"甲公司", "编码", "名称", "税号", "测试1有限公司"}) {
        CAPTURE(text);
        CHECK(first.find(text) != std::string::npos);
    }
    CHECK(first.find("1/" + std::to_string(pages)) != std::string::npos);
    CHECK(first.find("测试90有限公司") == std::string::npos);
    CHECK(last.find("测试90有限公司") != std::string::npos);
    CHECK(last.find("名称") != std::string::npos); // the headings again
    int rows = 0;
    for (int page = 1; page <= pages; ++page) {
        const std::string text = drawn(all, page, home.at("page.svg"));
        for (std::size_t at = text.find("有限公司"); at != std::string::npos; at = text.find("有限公司", at + 1))
            ++rows;
    }
    CHECK(rows == k_buyers); // none twice, none left out
    program.shot("print-list");
    close_preview(program);

    // of some rows that are selected: these alone
    program.frame().list().canvas().SetFocus();
    program.press(WXK_HOME);
    program.press(WXK_DOWN, wxMOD_SHIFT);
    program.press('P', wxMOD_CONTROL | wxMOD_SHIFT);
    wxPrintPreviewBase& two = preview(program);
    CHECK(two.GetMaxPage() == 1);
    const std::string text = drawn(two, 1, home.at("two.svg"));
    CHECK(text.find("测试2有限公司") != std::string::npos);
    CHECK(text.find("测试3有限公司") == std::string::npos);
    close_preview(program);
}

TEST_CASE("the list is printed through the printer dialog, into a file", "[print]") {
    Home home;
    make_library(home.at("a.goufang"));
    Program program(home, home.at("a.goufang"));
    program.settle();
    {
        PrinterHand hand(GTK_RESPONSE_CANCEL); // nothing is printed, nothing is said
        program.expect("打印", {});            // the toolkit's own: the hand answers it
        program.press('P', wxMOD_CONTROL);
        program.wait("the printer dialog was left", [&] { return hand.done(); });
        CHECK(program.frame().status_text().empty());
    }
    PrinterHand hand(GTK_RESPONSE_OK, home.at("list.pdf"));
    program.expect("打印", {});
    program.press('P', wxMOD_CONTROL);
    const auto printed = [&] {
        return std::filesystem::exists(home.at("list.pdf")) && content(home.at("list.pdf")).ends_with("%%EOF\n");
    };
    program.wait("it is printed", [&] { return hand.done() && printed(); });
    CHECK(content(home.at("list.pdf")).starts_with("%PDF-"));
}

TEST_CASE("the card of a buyer is previewed: all its facts on one page", "[print]") {
    Home home;
    make_library(home.at("a.goufang"));
    Program program(home, home.at("a.goufang"));
    program.settle();
    program.frame().list().canvas().SetFocus();
    program.press(WXK_HOME);
    program.wait("a buyer is shown", [&] { return !program.frame().form().empty(); });
    program.press('F', wxMOD_ALT); // the menu 文件
    program.press('C');
    wxPrintPreviewBase& card = preview(program);
    CHECK(card.GetMaxPage() == 1);
    const std::string text = drawn(card, 1, home.at("card.svg"));
    const model::Buyer b = *program.frame().form().shown();
    for (const std::string& value :
         {b.name, b.tax_id, b.code, b.account, std::string("华东"), std::string("旧名有限公司（至 2026-01-31）")}) {
        CAPTURE(value);
        CHECK(text.find(value) != std::string::npos);
    }
    program.shot("print-card");
    close_preview(program);
}
