#pragma once
// The list of buyers: any number of rows, of which only those on screen are read. Our own drawing over the library's
// row numbers, because neither list control of wx draws matched characters bold or keeps an order of columns.

#include "app/desktop/library.h"
#include "app/desktop/list_header.h"
#include "app/desktop/row_selection.h"
#include "app/words/words.h"

#include <functional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>
#include <wx/colour.h>
#include <wx/scrolwin.h>

class wxDC;
class wxKeyEvent;
class wxMouseEvent;

namespace goufang::desktop {

class BuyerList : public wxPanel {
  public:
    BuyerList(wxWindow* parent, words::Language language);

    void set_library(Library* library);
    void set_view(const View& view) { m_view = view; } ///< whose search is printed bold
    void set_rows(RowIds ids);           ///< keeps focus and selection by buyer where they are still listed
    void set_hint(const wxString& text); ///< shown in place of rows
    void forget_cache();                 ///< after a change
    ListHeader& header() { return *m_header; }
    wxWindow& canvas();

    std::size_t row_count() const { return m_ids.size(); }
    std::vector<model::BuyerId> selected_ids() const;
    std::size_t selected_count() const { return m_selection.count(); }
    model::BuyerId focused_id() const; ///< 0 when none
    void focus_buyer(model::BuyerId id);
    long focused_row() const { return m_focus; } ///< -1 when none
    void focus_row(std::size_t row) { go(row, false, false); }
    void select_all();
    template <class Each> void each_selected(const Each& visit) const { m_selection.each(visit); }
    wxString cell(std::size_t row, Column column) const;
    /// Parts of a cell, true where the search matched; for drawing and for tests. What matched in a field that is no
    /// column, a mnemonic or a former name, follows the name: 简码：CSJYXG.
    std::vector<std::pair<wxString, bool>> pieces(std::size_t row, Column column) const;
    wxString problem(std::size_t row) const; ///< the sentence behind a row's mark; empty when there is none

    std::function<void()> on_painted;   ///< rows stand on the screen
    std::function<void()> on_focus;     ///< another buyer has the focus
    std::function<void()> on_selection; ///< other rows are selected
    std::function<void()> on_activate;  ///< Enter or double click
    std::function<void(const wxPoint&)> on_menu;
    std::function<void(const wxString&)> on_type; ///< letters go to the search box
    std::function<bool(wxKeyEvent&)> on_key;      ///< keys of the window; true = done
    std::function<void()> on_drag;                ///< the selected rows are being dragged

  private:
    class Canvas;
    struct Cached {
        model::Buyer buyer;
        std::vector<find::Match> matches;
        std::string matched_by; ///< the search that `matches` belong to
        wxString problem;
        bool error = false;
    };
    const Cached* cached(std::size_t row) const;
    wxString text_of(const Cached& row, Column column) const;
    const find::Match* unseen_match(const Cached& row) const; ///< of a word that matched in no column
    void draw(wxDC& dc, const wxRect& update);
    /// What all rows look like.
    struct Look {
        std::vector<ListHeader::Shown> columns;
        int left, width; ///< pixels of the rows that are on screen
        wxColour stripes[2], selection, text, selected_text, quiet;
        wxFont font;
    };
    void paint_row(wxDC& dc, const Look& look, std::size_t row, const Cached& cached) const;
    void key_down(wxKeyEvent& event);
    void typed(wxKeyEvent& event);
    void mouse(wxMouseEvent& event);
    void go(std::size_t row, bool extend, bool keep);
    void make_visible(std::size_t row);
    void refresh_row(long row); ///< paints it again; -1 = none
    void resize_canvas();
    int row_at(int y) const; ///< -1 below the last
    int width() const;
    int best_width(Column column) const;
    void selection_changed();

    words::Language m_language;
    Library* m_library = nullptr;
    View m_view;
    RowIds m_ids;
    RowSelection m_selection;
    long m_focus = -1, m_anchor = -1;
    ListHeader* m_header;
    Canvas* m_canvas;
    wxString m_hint;
    int m_row_height = 24;
    wxFont m_bold, m_fixed, m_fixed_bold;
    wxPoint m_pressed{-1, -1};
    bool m_band = false;       ///< a rubber band is being drawn
    bool m_press_kept = false; ///< pressed on a selected row: the click counts when it is no drag
    std::size_t m_page = 20;
    mutable std::unordered_map<model::BuyerId, Cached> m_cache;
    mutable std::unordered_map<model::StepId, wxString> m_dates;
};

/// Rows as TSV with headings, for a spreadsheet; long numbers are kept from turning into 9.2E+17.
wxString rows_as_text(const BuyerList& list, const std::vector<std::size_t>& rows, const std::vector<Column>& columns);

} // namespace goufang::desktop
