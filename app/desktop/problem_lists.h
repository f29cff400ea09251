#pragma once
// What a target would refuse or alter, grouped by problem: groups left, the values of one group right.

#include "app/words/words.h"
#include "invoice/transfer.h"

#include <string>
#include <vector>
#include <wx/panel.h>

class wxListCtrl;

namespace goufang::desktop {

struct ProblemGroup {
    std::string_view rule;
    bool refused = false;
    bool note = false; ///< nothing is altered
    std::int64_t count = 0;
    std::vector<invoice::Problem> problems; ///< at most k_listed
    static constexpr std::size_t k_listed = 5'000;
};

/// Collects problems as they come; in groups() refused ones come first and notes last.
class ProblemCollector {
  public:
    void add(const invoice::Problem& p);
    std::vector<ProblemGroup> groups() &&;
    std::int64_t count() const { return m_count; } ///< without the notes
    std::int64_t notes() const { return m_notes; }
    std::int64_t refused_buyers() const { return m_refused; }

  private:
    std::vector<ProblemGroup> m_groups;
    std::int64_t m_count = 0, m_notes = 0, m_refused = 0;
    model::BuyerId m_last_refused = 0;
};

class ProblemLists : public wxPanel {
  public:
    ProblemLists(wxWindow* parent, words::Language language);
    void show(std::vector<ProblemGroup> groups);
    const std::vector<ProblemGroup>& groups() const { return m_groups; }

  private:
    class Items;
    words::Language m_language;
    std::vector<ProblemGroup> m_groups;
    wxListCtrl* m_list;
    Items* m_items;
};

} // namespace goufang::desktop
