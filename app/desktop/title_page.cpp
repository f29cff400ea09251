#include "app/desktop/title_page.h"

#include "app/desktop/tr.h"

#include <wx/dc.h>

namespace goufang::desktop {

namespace {

// The page in tenths of a millimetre.
constexpr int k_width = 2100, k_height = 2970, k_top = 300, k_code = 900, k_name = 70, k_number = 55, k_gap = 30;

int centred(wxDC& dc, const wxString& text, int y, int height, bool bold) {
    wxFont font(wxFontInfo(wxSize(0, height)).Family(wxFONTFAMILY_SWISS));
    if (bold) font = font.Bold();
    dc.SetFont(font);
    // A long name goes over two lines.
    wxString first = text, second;
    while (first.length() > 1 && dc.GetTextExtent(first).x > k_width - 2 * k_top) {
        second.Prepend(first.Last());
        first.RemoveLast();
    }
    for (const wxString& line : {first, second}) {
        if (line.empty()) continue;
        dc.DrawText(line, (k_width - dc.GetTextExtent(line).x) / 2, y);
        y += dc.GetCharHeight() + k_gap / 3;
    }
    return y + k_gap;
}

} // namespace

TitlePage::TitlePage(const model::Buyer& buyer, const invoice::qr::Symbol& symbol)
    : wxPrintout(to_wx(buyer.name)), m_buyer(buyer), m_symbol(symbol) {}

bool TitlePage::OnPrintPage(int) {
    FitThisSizeToPaper(wxSize(k_width, k_height));
    wxDC& dc = *GetDC();
    dc.SetTextForeground(*wxBLACK);
    int y = centred(dc, to_wx(m_buyer.name), k_top, k_name, true);
    y = centred(dc, to_wx(m_buyer.tax_id), y, k_number, false);
    const auto modules = static_cast<int>(m_symbol.size + 2 * invoice::qr::k_quiet);
    const int left = (k_width - k_code) / 2;
    const auto edge = [&](std::size_t module) {
        return (static_cast<int>(module + invoice::qr::k_quiet) * k_code) / modules;
    };
    const auto fill = [&](std::size_t column, std::size_t row, std::size_t columns, std::size_t rows) {
        dc.DrawRectangle(left + edge(column), y + edge(row), edge(column + columns) - edge(column),
                         edge(row + rows) - edge(row));
    };
    const auto dark = [this](std::size_t column, std::size_t row) {
        return column < m_symbol.size && row < m_symbol.size && m_symbol.at(column, row);
    };
    dc.SetPen(*wxTRANSPARENT_PEN);
    dc.SetBrush(*wxBLACK_BRUSH);
    for (std::size_t row = 0; row < m_symbol.size; ++row)
        for (std::size_t column = 0; column < m_symbol.size; ++column) {
            if (!dark(column, row)) continue;
            // Over into its neighbours: smoothed edges would leave white hairs between them.
            fill(column, row, dark(column + 1, row) ? 2 : 1, 1);
            if (dark(column, row + 1)) fill(column, row, 1, 2);
        }
    return true;
}

} // namespace goufang::desktop
