#pragma once
// The rows of the picker: name with its matched characters bold, below it the tax id and whatever else matched. Never
// takes the keyboard: that stays in the search field.

#include "app/desktop/pieces.h"
#include "app/words/words.h"

#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>
#include <wx/vlbox.h>

namespace goufang::desktop {

struct PickerRow {
    model::BuyerId id = 0;
    std::vector<find::Match> matches;
};

class PickerList : public wxVListBox {
  public:
    PickerList(wxWindow* parent, words::Language language);

    void set_rows(std::vector<PickerRow> rows); ///< the first is chosen
    const model::Buyer* chosen() const;         ///< none when the list is empty
    std::size_t row_count() const { return m_rows.size(); }
    /// Read when first asked for, as drawing does; nullptr when it is gone meanwhile. Valid until set_rows().
    const model::Buyer* buyer(std::size_t row) const;
    void choose(int row); ///< clamped to the rows
    void step(int rows) { choose(GetSelection() + rows); }
    int page() const; ///< rows that fit

    /// What stands in a row, for drawing and for tests.
    Pieces name_pieces(std::size_t row) const;
    /// Where the query matched neither name nor tax id: what did, e.g. 曾用名：…; else phone or address.
    Pieces detail_pieces(std::size_t row) const;

    std::function<std::optional<model::Buyer>(model::BuyerId)> fetch; ///< reads one
    std::function<void()> on_choice;
    std::function<void()> on_take; ///< double click

  protected:
    void OnDrawItem(wxDC& dc, const wxRect& rect, std::size_t n) const override;
    wxCoord OnMeasureItem(std::size_t n) const override;
    bool AcceptsFocus() const override { return false; }

  private:
    words::Language m_language;
    std::vector<PickerRow> m_rows;
    mutable std::unordered_map<model::BuyerId, model::Buyer> m_read; ///< of m_rows
    wxFont m_name, m_name_bold, m_small, m_small_bold, m_fixed, m_fixed_bold;
};

} // namespace goufang::desktop
