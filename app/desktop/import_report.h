#pragma once
// The list of the rows that an import has something to say about.

#include "app/words/words.h"
#include "invoice/transfer.h"

#include <string>
#include <vector>
#include <wx/listctrl.h>

namespace goufang::desktop {

class ReportList : public wxListCtrl {
  public:
    ReportList(wxWindow* parent, words::Language language);
    /// `only`: -1 all, else one Outcome. `lines` must outlive what is shown.
    void show(const std::vector<invoice::ReportLine>& lines, int only);
    const invoice::ReportLine* chosen() const;
    std::vector<const invoice::ReportLine*> from_chosen() const; ///< it and the rows below it
    void choose(std::int64_t line);
    wxString causes() const; ///< of the chosen row, all of them
    std::size_t shown() const { return m_rows.size(); }

  protected:
    wxString OnGetItemText(long row, long column) const override;

  private:
    words::Language m_language;
    const std::vector<invoice::ReportLine>* m_lines = nullptr;
    std::vector<std::size_t> m_rows;
};

} // namespace goufang::desktop
