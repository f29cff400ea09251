#pragma once
// The headings over the list of buyers: drag to reorder, drag a divider to resize, right click to choose, click to
// sort, Shift+click to add a key.

#include "app/desktop/columns.h"

#include <functional>
#include <vector>
#include <wx/headerctrl.h>

namespace goufang::desktop {

class ListHeader : public wxHeaderCtrl {
  public:
    ListHeader(wxWindow* parent, ColumnLayout layout);

    const ColumnLayout& layout() const { return m_layout; }
    void set_layout(ColumnLayout layout);
    void show_sort(const std::vector<SortKey>& keys);
    /// Columns that are shown, in order, with their widths in pixels.
    struct Shown {
        Column column;
        int width;
    };
    std::vector<Shown> shown() const;

    std::function<void()> on_change;                   ///< order, widths or choice
    std::function<void(Column, bool add_key)> on_sort; ///< a heading was clicked
    std::function<int(Column)> best_width;             ///< pixels that fit what is on screen

  protected:
    const wxHeaderColumn& GetColumn(unsigned int index) const override;
    void UpdateColumnVisibility(unsigned int index, bool show) override;
    void UpdateColumnsOrder(const wxArrayInt& order) override;
    bool UpdateColumnWidthToFit(unsigned int index, int width) override;

  private:
    void fill();
    int pixels(int width) const; ///< of a width in the layout, wider where the text is larger
    int usual(int pixels) const; ///< back
    ColumnLayout::Entry& entry(Column c);

    double m_larger = 1;
    ColumnLayout m_layout;
    std::vector<wxHeaderColumnSimple> m_columns; ///< by Column
};

} // namespace goufang::desktop
