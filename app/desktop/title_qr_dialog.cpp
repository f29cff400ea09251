// The invoice-title code of a buyer: large, to be scanned from the screen, saved, copied or printed.
#include "app/desktop/access.h"
#include "app/desktop/ask.h"
#include "app/desktop/controls.h"
#include "app/desktop/dialogs.h"
#include "app/desktop/note.h"
#include "app/desktop/print.h"
#include "app/desktop/title_page.h"
#include "app/desktop/tr.h"
#include "core/file/file.h"
#include "core/text/errors.h"
#include "invoice/qr/symbol.h"
#include "invoice/qr/title.h"

#include <wx/button.h>
#include <wx/clipbrd.h>
#include <wx/dialog.h>
#include <wx/filedlg.h>
#include <wx/image.h>
#include <wx/sizer.h>
#include <wx/statbmp.h>

namespace goufang::desktop {

namespace {

namespace qr = invoice::qr;

constexpr std::size_t k_pixels = 440; ///< DIP, about, of the code on the screen

/// With its quiet zone, `scale` pixels a module.
wxImage picture(const qr::Symbol& symbol, std::size_t scale) {
    const std::size_t side = (symbol.size + 2 * qr::k_quiet) * scale;
    wxImage image(static_cast<int>(side), static_cast<int>(side));
    for (std::size_t y = 0; y < side; ++y)
        for (std::size_t x = 0; x < side; ++x) {
            const std::size_t column = x / scale - qr::k_quiet, row = y / scale - qr::k_quiet; // huge left of the code
            const bool dark = column < symbol.size && row < symbol.size && symbol.at(column, row);
            const unsigned char grey = dark ? 0 : 255;
            image.SetRGB(static_cast<int>(x), static_cast<int>(y), grey, grey, grey);
        }
    return image;
}

void save(wxDialog& dialog, const qr::Symbol& symbol, const wxString& name, words::Language language) {
    wxFileDialog file(&dialog, tr("另存二维码"), wxEmptyString, name + wxT(".png"),
                      wxT("PNG (*.png)|*.png|SVG (*.svg)|*.svg"), wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
    if (file.ShowModal() != wxID_OK) return;
    try {
        file::AtomicFile out(from_wx(file.GetPath()));
        out.write(file.GetPath().Lower().EndsWith(wxT(".svg")) ? qr::to_svg(symbol) : qr::to_png(symbol));
        out.commit();
    } catch (const Error& error) {
        tell_error(dialog, language, error);
    }
}

} // namespace

void show_title_qr(wxWindow& parent, const model::Buyer& buyer, const store::Registry& registry,
                   words::Language language) {
    const auto crc = qr::crc_charset_from(registry.setting("title_qr_crc")).value_or(qr::CrcCharset::gbk);
    const qr::Symbol symbol = qr::encode_symbol(qr::title_text(buyer, crc));
    wxDialog dialog(&parent, wxID_ANY, tr("抬头二维码"));
    dialog.SetName(wxT("title_qr_dialog"));
    const auto side = static_cast<std::size_t>(parent.FromDIP(static_cast<int>(k_pixels)));
    const std::size_t scale = std::max<std::size_t>(1, side / (symbol.size + 2 * qr::k_quiet));
    const wxBitmap bitmap(picture(symbol, scale));
    auto* code = new wxStaticBitmap(&dialog, wxID_ANY, bitmap);
    identify(*code, "title_code", tr("%s 的抬头二维码", to_wx(buyer.name)));
    wxString note = to_wx(buyer.name) + wxT("  ") + to_wx(buyer.tax_id);
    for (const model::Field f : qr::over_long(buyer))
        note += wxT("\n") +
                to_wx(words::sentence(language, f == model::Field::tax_id ? "qr.odd_tax_id" : "qr.over_long",
                                      {std::string(words::field_name(language, f)), std::to_string(qr::k_max_part)}));
    auto* text = new wxStaticText(&dialog, wxID_ANY, wrapped(dialog, note, bitmap.GetWidth()));
    text->SetName(wxT("title_note"));
    auto* save_button = named_button(dialog, wxID_SAVE, "title_save", tr("另存(&S)…"));
    auto* copy_button = named_button(dialog, wxID_COPY, "title_copy", tr("复制图片(&C)"));
    auto* print_button = named_button(dialog, wxID_ANY, "title_print", tr("打印(&P)…"));
    auto* close = named_button(dialog, wxID_CANCEL, "title_close", tr("关闭(&X)"));
    save_button->SetDefault();
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    buttons->AddStretchSpacer(1);
    for (wxButton* b : {save_button, copy_button, print_button, close}) buttons->Add(b, 0, wxLEFT, dialog.FromDIP(8));
    auto* box = new wxBoxSizer(wxVERTICAL);
    box->Add(text, 0, wxALL, dialog.FromDIP(12));
    box->Add(code, 0, wxALIGN_CENTER_HORIZONTAL | wxLEFT | wxRIGHT, dialog.FromDIP(12));
    box->Add(buttons, 0, wxEXPAND | wxALL, dialog.FromDIP(12));
    dialog.SetSizerAndFit(box);
    dialog.CentreOnParent();
    save_button->Bind(wxEVT_BUTTON, [&](wxCommandEvent&) {
        dialog.CallAfter([&] { save(dialog, symbol, to_wx(buyer.name), language); });
    });
    copy_button->Bind(wxEVT_BUTTON, [&](wxCommandEvent&) {
        if (!wxTheClipboard->Open()) return;
        wxTheClipboard->SetData(new wxBitmapDataObject(bitmap));
        wxTheClipboard->Close();
    });
    print_button->Bind(wxEVT_BUTTON, [&](wxCommandEvent&) {
        dialog.CallAfter([&] {
            TitlePage page(buyer, symbol);
            print_pages(dialog, page, false);
        });
    });
    dialog.ShowModal();
}

} // namespace goufang::desktop
