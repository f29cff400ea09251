#pragma once
// An invoice-title QR code on a sheet of paper, to stand on a counter or lie with a contract.

#include "core/model/buyer.h"
#include "invoice/qr/symbol.h"

#include <wx/print.h>

namespace goufang::desktop {

/// One upright A4 page: name and tax id above the code, which is 90 mm wide with its quiet zone and drawn in
/// squares, not as a picture: sharp on any printer.
class TitlePage : public wxPrintout {
  public:
    TitlePage(const model::Buyer& buyer, const invoice::qr::Symbol& symbol);
    bool HasPage(int page) override { return page == 1; }
    bool OnPrintPage(int page) override;

  private:
    const model::Buyer& m_buyer;
    const invoice::qr::Symbol& m_symbol;
};

} // namespace goufang::desktop
