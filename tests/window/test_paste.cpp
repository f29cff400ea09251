// J4: 开票信息 from a chat, pasted, done as a person does it.
#include "app/desktop/str.h"
#include "app/desktop/title_page.h"
#include "core/store/operations.h"
#include "invoice/qr/symbol.h"
#include "invoice/qr/title.h"
#include "tests/support/catch.h"
#include "tests/window/files.h"
#include "tests/window/program.h"

#include <wx/button.h>
#include <wx/clipbrd.h>
#include <wx/dcmemory.h>
#include <wx/dnd.h>
#include <wx/image.h>
#include <wx/listbox.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>
#include <wx/tooltip.h>

using namespace goufang;
using namespace goufang::desktop;
using namespace goufang::desktop::test;

namespace {

constexpr const char* k_known = "名称：测试乙科技(杭州)有限公司\n税号：9199 9999 MA00 0002 3Y\n"
                                "地址：浙江省杭州市滨江区江南大道100号3幢1201室\n电话：0571-8777 6666\n"
                                "开户行：中国银行杭州滨江支行\n账号：3555 8888 0000 1234 567\n麻烦今天开，谢谢！\n";
constexpr const char* k_two = "单位名称:测试甲有限公司\n纳税人识别号:91999999MA00000154\n地址、电话:杭州市文三路1号 "
                              "0571-88880000\n\n抬头：测试戊有限公司\n税号：91999999MA00000155\n";

void to_clipboard(const char* text) {
    REQUIRE(wxTheClipboard->Open());
    wxTheClipboard->SetData(new wxTextDataObject(to_wx(text)));
    wxTheClipboard->Close();
}

} // namespace

TEST_CASE("J4: pasted blocks update a known buyer and add new ones", "[J4]") {
    Home home;
    {
        store::Registry r = store::Registry::create(home.at("a.goufang"), "甲公司");
        model::Buyer b;
        b.name = "测试乙科技（杭州）有限公司";
        b.tax_id = "91999999MA0000023Y";
        b.phone = "0571-87770000";
        b.remark = "月结";
        store::add_buyer(r, b);
    }
    Program program(home, home.at("a.goufang"));
    program.settle();
    const auto value = [&](const char* field) {
        return from_wx(program.control<wxTextCtrl>(std::string("paste_") + field).GetValue());
    };
    const auto stored = [&](const char* field) {
        return program.control<wxStaticText>(std::string("stored_") + field).GetLabelText();
    };

    to_clipboard(k_known);
    program.expect("paste_dialog", [&] {
        CHECK(value("tax_id") == "91999999MA0000023Y");
        CHECK(value("account") == "3555888800001234567");
        CHECK(value("name") == "测试乙科技(杭州)有限公司");
        CHECK(stored("phone").Contains(to_wx("0571-87770000"))); // side by side
        CHECK(stored("account").Contains(to_wx("现为空")));
        CHECK(stored("tax_id").empty()); // the same
        program.shot("J4-1-known");
        program.press('U', wxMOD_ALT);
    });
    program.press('V', wxMOD_CONTROL | wxMOD_SHIFT);
    program.settle();
    store::Registry& registry = program.frame().library()->registry();
    CHECK(registry.count({}) == 1);
    const model::Buyer updated = store::resolve_key(registry, "tax:91999999MA0000023Y");
    CHECK(updated.phone.find("87776666") != std::string::npos);
    CHECK(updated.account == "3555888800001234567");
    CHECK(updated.remark == "月结");

    // Two blocks, both new; what is doubtful is marked.
    to_clipboard(k_two);
    program.expect("paste_dialog", [&] {
        CHECK(program.control<wxListBox>("paste_blocks").GetCount() == 2);
        CHECK(value("name") == "测试甲有限公司");
        CHECK(program.control<wxTextCtrl>("paste_tax_id").GetToolTipText().empty());
        CHECK_FALSE(program.control<wxButton>("paste_update").IsShown());
        program.press('S', wxMOD_ALT);
        program.wait("the second block is shown", [&] { return value("name") == "测试戊有限公司"; });
        CHECK(program.control<wxTextCtrl>("paste_tax_id").GetToolTipText() == to_wx("不确定，请核对"));
        CHECK(program.control<wxTextCtrl>("paste_tax_id").HasFocus());
        program.shot("J4-2-doubt");
        program.press('S', wxMOD_ALT);
    });
    program.press('V', wxMOD_CONTROL | wxMOD_SHIFT);
    program.settle();
    CHECK(registry.count({}) == 3);
    CHECK(store::resolve_key(registry, "tax:91999999MA00000154").phone == "0571-88880000");
    CHECK(store::resolve_key(registry, "tax:91999999MA00000155").status == model::Status::draft);
    CHECK(program.frame().status_text().Contains(to_wx("已保存 2 家购买方")));
    program.shot("J4");
}

TEST_CASE("a title QR code is shown, saved, and read into another library", "[qr]") {
    Home home;
    {
        store::Registry r = store::Registry::create(home.at("a.goufang"), "甲公司");
        model::Buyer b;
        b.name = "测试甲有限公司";
        b.tax_id = "91999999MA00000154";
        b.address = "杭州市文三路1号";
        b.phone = "0571-88880000";
        b.bank = "示例银行杭州分行";
        b.account = "1202026219900123456";
        store::add_buyer(r, b);
        store::Registry::create(home.at("b.goufang"), "乙公司");
    }
    {
        Program program(home, home.at("a.goufang"));
        program.settle();
        program.frame().list().focus_row(0);
        program.wait("the buyer is shown", [&] { return !program.frame().form().empty(); });
        program.expect("title_qr_dialog", [&] {
            CHECK(program.control<wxStaticText>("title_note").GetLabelText().Contains(wxT("91999999MA00000154")));
            CHECK(program.find("title_print") != nullptr);
            program.shot("qr-1-shown");
            program.press('C', wxMOD_ALT);
            REQUIRE(wxTheClipboard->Open());
            CHECK(wxTheClipboard->IsSupported(wxDF_BITMAP));
            wxTheClipboard->Close();
            for (const char* name : {"title.png", "title.svg"}) {
                program.expect_file(home.at(name));
                program.press('S', wxMOD_ALT);
                program.wait("it is saved", [&] { return std::filesystem::exists(home.at(name)); });
            }
            program.press(WXK_ESCAPE);
        });
        program.frame().run(Command::title_qr);
    }
    CHECK(content(home.at("title.svg")).find("<svg") != std::string::npos);
    Program program(home, home.at("b.goufang"));
    program.settle();
    program.expect("paste_dialog", [&] {
        CHECK(program.control<wxTextCtrl>("paste_account").GetValue() == wxT("1202026219900123456"));
        program.shot("qr-2-read");
        program.press('S', wxMOD_ALT);
    });
    program.frame().import_from(home.at("title.png")); // as when it is dropped on the window
    program.settle();
    const model::Buyer read = store::resolve_key(program.frame().library()->registry(), "tax:91999999MA00000154");
    CHECK(read.name == "测试甲有限公司");
    CHECK(read.address == "杭州市文三路1号");
    CHECK(read.phone == "0571-88880000");
    CHECK(read.bank == "示例银行杭州分行");

    // An address that only WeChat can open is explained.
    keep(home, "wechat.png",
         invoice::qr::to_png(invoice::qr::encode_symbol(
             "https://mp.weixin.qq.com/intp/invoice/usertitlewxa?action=list_title&invoice_key=abc")));
    program.expect("paste_dialog", [&] {
        CHECK(program.control<wxStaticText>("paste_hint").GetLabelText().Contains(to_wx("微信")));
        CHECK_FALSE(program.control<wxButton>("paste_save").IsEnabled());
        program.shot("qr-3-wechat");
        program.press(WXK_ESCAPE);
    });
    program.frame().import_from(home.at("wechat.png"));
}

TEST_CASE("J4: a title code is read from the clipboard, and from a picture dropped on the list", "[J4]") {
    Home home;
    store::Registry::create(home.at("a.goufang"), "甲公司");
    Program program(home, home.at("a.goufang"));
    program.settle();
    const auto picture = [](const char* name, const char* tax_id) {
        model::Buyer b;
        b.name = name;
        b.tax_id = tax_id;
        return invoice::qr::to_png(
            invoice::qr::encode_symbol(invoice::qr::title_text(b, invoice::qr::CrcCharset::utf8)));
    };
    keep(home, "剪贴.png", picture("测试甲有限公司", "91999999MA00000154"));
    keep(home, "拖放.png", picture("测试乙科技（杭州）有限公司", "91999999MA0000023Y"));

    wxBitmap bitmap;
    REQUIRE(bitmap.LoadFile(to_wx(home.at("剪贴.png")), wxBITMAP_TYPE_PNG));
    REQUIRE(wxTheClipboard->Open());
    wxTheClipboard->SetData(new wxBitmapDataObject(bitmap));
    wxTheClipboard->Close();
    program.expect("paste_dialog", [&] {
        CHECK(program.control<wxTextCtrl>("paste_name").GetValue() == to_wx("测试甲有限公司"));
        program.shot("qr-4-clipboard");
        program.press('S', wxMOD_ALT);
    });
    program.frame().run(Command::paste_block);
    program.settle();

    program.expect("paste_dialog", [&] {
        CHECK(program.control<wxTextCtrl>("paste_name").GetValue() == to_wx("测试乙科技（杭州）有限公司"));
        program.press('S', wxMOD_ALT);
    });
    auto* target = dynamic_cast<wxFileDropTarget*>(program.frame().list().canvas().GetDropTarget());
    REQUIRE(target != nullptr);
    CHECK(target->OnDropFiles(5, 5, wxArrayString(1, to_wx(home.at("拖放.png")))));
    const store::Registry& registry = program.frame().library()->registry();
    program.wait("both are in the library", [&] { return registry.count({}) == 2; });
    CHECK(store::resolve_key(registry, "tax:91999999MA0000023Y").name == "测试乙科技（杭州）有限公司");
}

TEST_CASE("J4: a title code on paper can be scanned", "[J4]") {
    Home home;
    store::Registry::create(home.at("a.goufang"), "甲公司");
    Program program(home, home.at("a.goufang"));
    program.settle();
    model::Buyer b;
    b.name = "测试甲有限公司杭州滨江区长河街道江南大道分公司第二经营部";
    b.tax_id = "91999999MA00000154";
    const std::string text = invoice::qr::title_text(b, invoice::qr::CrcCharset::gbk);
    const invoice::qr::Symbol symbol = invoice::qr::encode_symbol(text);
    TitlePage page(b, symbol);
    const wxSize paper(1240, 1754); // A4 at 150 dots an inch
    wxBitmap sheet(paper);
    wxMemoryDC dc(sheet);
    dc.SetBackground(*wxWHITE_BRUSH);
    dc.Clear();
    page.SetDC(&dc);
    page.SetPaperRectPixels(wxRect(paper));
    page.SetPageSizePixels(paper.x, paper.y);
    CHECK(page.HasPage(1));
    CHECK_FALSE(page.HasPage(2));
    REQUIRE(page.OnPrintPage(1));
    dc.SelectObject(wxNullBitmap);
    const wxImage image = sheet.ConvertToImage();
    image.SaveFile(to_wx(std::string(GOUFANG_SHOTS_DIR) + "/qr-3-paper.png"), wxBITMAP_TYPE_PNG);
    std::vector<std::uint8_t> grey;
    for (int y = 0; y < paper.y; ++y)
        for (int x = 0; x < paper.x; ++x) grey.push_back(image.GetGreen(x, y));
    std::vector<std::string> found;
    CHECK(invoice::qr::read_symbols(grey.data(), 1240, 1754, found) == invoice::qr::Reading::found);
    CHECK(found == std::vector<std::string>{text});
}
