#pragma once
// The window that the rows are drawn on.
#include "app/desktop/buyer_list.h"

namespace goufang::desktop {

class BuyerList::Canvas : public wxScrolledCanvas {
  public:
    explicit Canvas(BuyerList* list);

  protected:
    void ScrollWindow(int dx, int dy, const wxRect* rect) override {
        wxScrolledCanvas::ScrollWindow(dx, dy, rect);
        if (dx != 0) m_list->header().ScrollWindow(dx, 0);
    }
    bool AcceptsFocus() const override { return true; }

  private:
    BuyerList* m_list;
};

} // namespace goufang::desktop
