#pragma once
// The list of buyers: virtual, any size; asks the registry for the rows that are on screen and keeps those.

#include "app/desktop/library.h"

#include <list>
#include <string>
#include <unordered_map>
#include <vector>
#include <wx/listctrl.h>

namespace goufang::desktop {

class BuyerList : public wxListCtrl {
  public:
    explicit BuyerList(wxWindow* parent);

    void set_library(Library* library);
    void set_rows(std::vector<model::BuyerId> ids);
    void forget_cache(); ///< after a change
    std::size_t row_count() const { return m_ids.size(); }
    std::vector<model::BuyerId> selected_ids() const;
    model::BuyerId focused_id() const; ///< 0 when none
    void focus_buyer(model::BuyerId id);

  protected:
    wxString OnGetItemText(long row, long column) const override;
    wxListItemAttr* OnGetItemAttr(long row) const override;

  private:
    const model::Buyer* cached(model::BuyerId id) const;

    Library* m_library = nullptr;
    std::vector<model::BuyerId> m_ids;
    mutable std::unordered_map<model::BuyerId, model::Buyer> m_cache;
    mutable wxListItemAttr m_draft, m_inactive;
};

} // namespace goufang::desktop
