#pragma once
// A table on paper: the list, or the card of one buyer.

#include <vector>
#include <wx/string.h>

class wxWindow;

namespace goufang::desktop {

struct PrintTable {
    wxString title;
    std::vector<wxString> headings;
    std::vector<int> widths; ///< in proportion
    std::vector<std::vector<wxString>> rows;
    bool landscape = true;
};

/// Asks for the printer, or shows how it will look first.
void print_table(wxWindow& parent, PrintTable table, bool preview);

} // namespace goufang::desktop
