#pragma once
// Things on paper: a table (the list, or the card of one buyer), or pages that their owner draws.

#include <vector>
#include <wx/string.h>

class wxPrintout;
class wxWindow;

namespace goufang::desktop {

struct PrintTable {
    wxString title;
    std::vector<wxString> headings;
    std::vector<int> widths; ///< in proportion
    std::vector<std::vector<wxString>> rows;
    bool landscape = true;
};

/// Asks for the printer and prints on A4; says so when it cannot.
void print_pages(wxWindow& parent, wxPrintout& pages, bool landscape);

/// Asks for the printer, or shows how it will look first.
void print_table(wxWindow& parent, PrintTable table, bool preview);

} // namespace goufang::desktop
