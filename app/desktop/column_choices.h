#pragma once
// Which field each column of a file with headings goes into, as a list of choices; and its memory: what was chosen for
// a set of headings is offered again with the next file that has the same ones.

#include "app/words/words.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>
#include <wx/scrolwin.h>

class wxChoice;

namespace goufang::desktop {

class Settings;

using Headings = std::vector<std::string>;

/// The map (invoice/columns.h) that was remembered for these headings, in any order; "" = none.
std::string remembered_map(const Settings& settings, const Headings& headings);
/// Remembers it; an empty map forgets.
void remember_map(Settings& settings, const Headings& headings, const std::string& map);

class ColumnChoices : public wxScrolledWindow {
  public:
    ColumnChoices(wxWindow* parent, words::Language language);
    /// Shows what headings and `map` say; columns without a heading are left out.
    void show(const Headings& headings, const std::string& map);
    /// A line for each column whose choice differs from what its heading says, and for each that is not used.
    std::string map() const;
    bool changed() const { return map() != m_shown; }

  private:
    struct Row {
        std::string heading; ///< on one line
        wxChoice* choice;
        int by_heading; ///< the choice that the heading alone stands for
    };
    words::Language m_language;
    std::vector<Row> m_rows;
    std::string m_shown;
};

/// Shows the columns in a dialog with the sentence that says why; true when a person confirmed `map`.
bool ask_columns(wxWindow& parent, words::Language language, const wxString& why, const Headings& headings,
                 std::string& map);

} // namespace goufang::desktop
