#include "app/desktop/print.h"

#include "app/desktop/ask.h"
#include "app/desktop/today.h"
#include "app/desktop/tr.h"

#include <numeric>
#include <wx/dc.h>
#include <wx/frame.h>
#include <wx/print.h>
#include <wx/printdlg.h>

namespace goufang::desktop {

namespace {

// Everything is laid out on a page of this many units and scaled to the paper.
constexpr int k_long = 1485, k_short = 1050, k_margin = 60, k_font = 17, k_padding = 5;

class TablePrintout : public wxPrintout {
  public:
    explicit TablePrintout(PrintTable table) : wxPrintout(table.title), m_table(std::move(table)) {}

    void OnPreparePrinting() override {
        wxDC* dc = GetDC();
        FitThisSizeToPage(size());
        dc->SetFont(font(false));
        m_line = dc->GetCharHeight() + 2 * k_padding;
        const int total = std::max(1, std::accumulate(m_table.widths.begin(), m_table.widths.end(), 0));
        m_widths.clear();
        for (const int w : m_table.widths) m_widths.push_back(w * (size().x - 2 * k_margin) / total);
        m_pages.assign(1, 0);
        int y = top();
        for (std::size_t row = 0; row < m_table.rows.size(); ++row) {
            const int height = row_height(*dc, row);
            if (y + height > size().y - k_margin - m_line && y > top()) {
                m_pages.push_back(row);
                y = top();
            }
            y += height;
        }
    }
    bool HasPage(int page) override { return page >= 1 && static_cast<std::size_t>(page) <= m_pages.size(); }
    void GetPageInfo(int* first, int* last, int* from, int* to) override {
        *first = *from = 1;
        *last = *to = static_cast<int>(std::max<std::size_t>(1, m_pages.size()));
    }
    bool OnPrintPage(int page) override {
        wxDC* dc = GetDC();
        FitThisSizeToPage(size());
        dc->SetTextForeground(*wxBLACK);
        dc->SetPen(wxPen(*wxBLACK, 1));
        dc->SetFont(font(true));
        dc->DrawText(m_table.title, k_margin, k_margin / 2 + m_line / 2);
        dc->SetFont(font(false));
        const wxString foot = wxString::Format(wxT("%s   %d/%zu"), to_wx(today_text()), page, m_pages.size());
        dc->DrawText(foot, size().x - k_margin - dc->GetTextExtent(foot).x, size().y - k_margin);
        int y = top() - m_line;
        dc->SetFont(font(true));
        draw(*dc, m_table.headings, y, m_line);
        y += m_line;
        dc->DrawLine(k_margin, y, size().x - k_margin, y);
        dc->SetFont(font(false));
        const std::size_t from = m_pages[static_cast<std::size_t>(page - 1)];
        const std::size_t to = static_cast<std::size_t>(page) < m_pages.size() ? m_pages[static_cast<std::size_t>(page)]
                                                                               : m_table.rows.size();
        for (std::size_t row = from; row < to; ++row) {
            const int height = row_height(*dc, row);
            draw(*dc, m_table.rows[row], y, height);
            y += height;
            dc->SetPen(wxPen(wxColour(0xc0, 0xc0, 0xc0), 1));
            dc->DrawLine(k_margin, y, size().x - k_margin, y);
        }
        return true;
    }

  private:
    wxSize size() const { return m_table.landscape ? wxSize(k_long, k_short) : wxSize(k_short, k_long); }
    int top() const { return k_margin + 3 * m_line; }
    static wxFont font(bool bold) {
        wxFont f(wxFontInfo(wxSize(0, k_font)).Family(wxFONTFAMILY_SWISS));
        return bold ? f.Bold() : f;
    }
    /// The text of a cell in lines that fit its column.
    std::vector<wxString> lines(wxDC& dc, const wxString& text, int width) const {
        std::vector<wxString> out(1);
        int x = 0;
        for (const wxUniChar c : text) {
            const int w = c == '\n' ? 0 : dc.GetTextExtent(wxString(c)).x;
            if (c == '\n' || (x + w > width && x != 0)) {
                out.emplace_back();
                x = 0;
            }
            if (c == '\n') continue;
            out.back() += c;
            x += w;
        }
        return out;
    }
    int row_height(wxDC& dc, std::size_t row) const {
        std::size_t most = 1;
        for (std::size_t i = 0; i < m_widths.size() && i < m_table.rows[row].size(); ++i)
            most = std::max(most, lines(dc, m_table.rows[row][i], m_widths[i] - 2 * k_padding).size());
        return static_cast<int>(most) * dc.GetCharHeight() + 2 * k_padding;
    }
    void draw(wxDC& dc, const std::vector<wxString>& cells, int y, int) const {
        int x = k_margin;
        for (std::size_t i = 0; i < m_widths.size() && i < cells.size(); ++i) {
            int at = y + k_padding;
            for (const wxString& line : lines(dc, cells[i], m_widths[i] - 2 * k_padding)) {
                dc.DrawText(line, x + k_padding, at);
                at += dc.GetCharHeight();
            }
            x += m_widths[i];
        }
    }

    PrintTable m_table;
    std::vector<int> m_widths;
    std::vector<std::size_t> m_pages; ///< first row of each
    int m_line = k_font + 2 * k_padding;
};

wxPrintData on_a4(bool landscape) {
    wxPrintData data;
    data.SetPaperId(wxPAPER_A4);
    data.SetOrientation(landscape ? wxLANDSCAPE : wxPORTRAIT);
    return data;
}

} // namespace

void print_pages(wxWindow& parent, wxPrintout& pages, bool landscape) {
    wxPrintDialogData dialog(on_a4(landscape));
    wxPrinter printer(&dialog);
    if (!printer.Print(&parent, &pages, true) && wxPrinter::GetLastError() == wxPRINTER_ERROR)
        tell(&parent, tr("没有打印"), tr("请检查打印机是否已连接。"));
}

void print_table(wxWindow& parent, PrintTable table, bool preview) {
    const bool landscape = table.landscape;
    if (!preview) {
        TablePrintout pages(std::move(table));
        return print_pages(parent, pages, landscape);
    }
    wxPrintDialogData dialog(on_a4(landscape));
    auto* shown = new wxPrintPreview(new TablePrintout(table), new TablePrintout(table), &dialog);
    if (!shown->IsOk()) {
        delete shown;
        return tell(&parent, tr("不能预览"), tr("请检查打印机设置。"));
    }
    auto* frame =
        new wxPreviewFrame(shown, &parent, tr("打印预览"), wxDefaultPosition, parent.FromDIP(wxSize(1000, 700)));
    frame->SetName(wxT("print_preview"));
    frame->Initialize();
    frame->CentreOnParent();
    frame->Show();
}

} // namespace goufang::desktop
