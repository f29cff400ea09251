// Text of the list's cells: drawn by single glyphs it looks as the toolkit lays it out.
#include "app/desktop/pieces.h"
#include "app/desktop/str.h"
#include "core/store/registry.h"
#include "tests/support/catch.h"
#include "tests/window/program.h"

#include <functional>
#include <wx/dcmemory.h>
#include <wx/image.h>

using namespace goufang::desktop;
using namespace goufang::desktop::test;

namespace {

constexpr int k_width = 420, k_height = 30;

wxImage drawn(const std::function<void(wxDC&)>& draw) {
    wxBitmap bitmap(k_width, k_height, 24);
    wxMemoryDC dc(bitmap);
    dc.SetBackground(*wxWHITE_BRUSH);
    dc.Clear();
    dc.SetTextForeground(*wxBLACK);
    draw(dc);
    dc.SelectObject(wxNullBitmap);
    return bitmap.ConvertToImage();
}

bool same(const wxImage& a, const wxImage& b) {
    return std::equal(a.GetData(), a.GetData() + k_width * k_height * 3, b.GetData());
}

int columns_inked(const wxImage& image) {
    int last = 0;
    for (int x = 0; x < k_width; ++x)
        for (int y = 0; y < k_height; ++y)
            if (image.GetRed(x, y) < 200) last = x;
    return last;
}

} // namespace

TEST_CASE("cells look as the toolkit draws them", "[cells]") {
    Home home;
    goufang::store::Registry::create(home.at("a.goufang"), "甲公司");
    Program program(home, home.at("a.goufang"));
    program.settle();
    const wxFont plain = program.frame().list().canvas().GetFont(), bold = plain.Bold();
    const wxFont fixed = wxFontInfo(plain.GetPointSize()).Family(wxFONTFAMILY_TELETYPE);
    const wxRect box(5, 0, k_width - 10, k_height);

    struct Row {
        const char* text;
        const wxFont& font;
    };
    const Row rows[] = {
        {"杭州测试科技有限公司", plain},
        {"诚航（北京）塑料制品有限公司", plain},
        {"杭州市西湖区文三路78号 0571-88880000", plain},
        {"招商银行杭州分行 571900000010999", plain},
        {"001006", plain},
        {"9199 9999 MA11 0077 1E", fixed},
        {"2026-11-22", plain},
        {"A座 AVTo Wa.公司 fi", plain}, // kerned: laid out
        {"e\xcc\x81\xf0\x9f\x98\x80中", plain},
        {"𠮷野〇一、《二》", plain},
        {"", plain},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const wxString text = to_wx(row.text);
        int used = -1, wanted = -1;
        const wxImage ours = drawn([&](wxDC& dc) {
            used = draw_pieces(dc, {{text, false}}, box, *wxBLACK, row.font, bold);
        });
        const wxImage theirs = drawn([&](wxDC& dc) {
            dc.SetFont(row.font);
            const wxSize size = dc.GetTextExtent(text);
            wanted = text.empty() ? 0 : size.x;
            dc.DrawText(text, box.x, (k_height - size.y) / 2);
        });
        CHECK(used == wanted);
        CHECK(same(ours, theirs));
    }

    SECTION("matched characters are bold, also where the rest is not") {
        const wxImage all = drawn([&](wxDC& dc) {
            draw_pieces(dc, {{to_wx("杭州"), true}, {to_wx("公司"), false}}, box, *wxBLACK, plain, bold);
        });
        const wxImage none = drawn([&](wxDC& dc) {
            draw_pieces(dc, {{to_wx("杭州公司"), false}}, box, *wxBLACK, plain, bold);
        });
        CHECK_FALSE(same(all, none));
    }
    SECTION("what does not fit ends in dots within the box, drawn either way") {
        for (const char* text : {"杭州测试科技有限公司", "杭州AVTo测试科技有限公司", "0571-888800000571"})
            for (const int width : {1, 8, 20, 50, 61}) {
                CAPTURE(text, width);
                int used = 0;
                const wxImage cut = drawn([&](wxDC& dc) {
                    used =
                        draw_pieces(dc, {{to_wx(text), false}}, wxRect(5, 0, width, k_height), *wxBLACK, plain, bold);
                });
                CHECK(used <= width);
                if (width > 20) CHECK(columns_inked(cut) > 5);
                if (width >= 20) CHECK(columns_inked(cut) <= 5 + width);
            }
    }
}
