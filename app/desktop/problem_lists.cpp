#include "app/desktop/problem_lists.h"

#include "app/desktop/access.h"
#include "app/desktop/controls.h"
#include "app/desktop/tr.h"

#include <algorithm>
#include <wx/listctrl.h>
#include <wx/sizer.h>

namespace goufang::desktop {

void ProblemCollector::add(const invoice::Problem& p) {
    const bool note = !p.refused && p.finding.severity == check::Severity::note;
    ++(note ? m_notes : m_count);
    if (p.refused && p.id != 0 && p.id != m_last_refused) {
        ++m_refused;
        m_last_refused = p.id;
    }
    const auto at = std::find_if(m_groups.begin(), m_groups.end(), [&](const ProblemGroup& g) {
        return g.rule == p.finding.rule && g.refused == p.refused && g.note == note;
    });
    ProblemGroup& group = at == m_groups.end() ? m_groups.emplace_back() : *at;
    group.rule = p.finding.rule;
    group.refused = p.refused;
    group.note = note;
    ++group.count;
    if (group.problems.size() < ProblemGroup::k_listed) group.problems.push_back(p);
}

std::vector<ProblemGroup> ProblemCollector::groups() && {
    std::stable_sort(m_groups.begin(), m_groups.end(), [](const ProblemGroup& a, const ProblemGroup& b) {
        if (a.refused != b.refused) return a.refused;
        return a.note != b.note ? b.note : a.count > b.count;
    });
    return std::move(m_groups);
}

class ProblemLists::Items : public wxListCtrl {
  public:
    Items(wxWindow* parent, words::Language language)
        : wxListCtrl(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxLC_REPORT | wxLC_VIRTUAL | wxLC_SINGLE_SEL),
          m_language(language) {
        identify(*this, "problem_items", tr("核对结果"));
        add_columns(*this, {{tr("编码"), 110},
                            {tr("名称"), 180},
                            {tr("项"), 70},
                            {tr("问题"), 300},
                            {tr("现值"), 180},
                            {tr("将写成"), 180}});
        stripe_rows(*this);
    }
    void show(const ProblemGroup* group) {
        m_group = group;
        SetItemCount(group == nullptr ? 0 : static_cast<long>(group->problems.size()));
        Refresh();
    }

  protected:
    wxString OnGetItemText(long row, long column) const override {
        if (m_group == nullptr || static_cast<std::size_t>(row) >= m_group->problems.size()) return {};
        const invoice::Problem& p = m_group->problems[static_cast<std::size_t>(row)];
        switch (column) {
        case 0:
            return to_wx(p.code);
        case 1:
            return to_wx(p.name);
        case 2:
            return to_wx(words::field_name(m_language, p.finding.field));
        case 3:
            return to_wx(words::describe(m_language, p.finding));
        case 4:
            return to_wx(p.finding.value);
        default:
            return p.refused ? tr("（不能写出）") : to_wx(words::fix_text(m_language, p.finding));
        }
    }

  private:
    words::Language m_language;
    const ProblemGroup* m_group = nullptr;
};

ProblemLists::ProblemLists(wxWindow* parent, words::Language language) : wxPanel(parent), m_language(language) {
    m_list = new wxListCtrl(this, wxID_ANY, wxDefaultPosition, FromDIP(wxSize(330, -1)), wxLC_REPORT | wxLC_SINGLE_SEL);
    identify(*m_list, "problem_groups", tr("问题分组"));
    m_list->AppendColumn(tr("处理"), wxLIST_FORMAT_LEFT, FromDIP(64));
    m_list->AppendColumn(tr("问题"), wxLIST_FORMAT_LEFT, FromDIP(200));
    m_list->AppendColumn(tr("处"), wxLIST_FORMAT_RIGHT, FromDIP(54));
    m_items = new Items(this, language);
    auto* box = new wxBoxSizer(wxHORIZONTAL);
    box->Add(m_list, 0, wxEXPAND | wxRIGHT, FromDIP(8));
    box->Add(m_items, 1, wxEXPAND);
    SetSizer(box);
    m_list->Bind(wxEVT_LIST_ITEM_SELECTED,
                 [this](wxListEvent& event) { m_items->show(&m_groups[static_cast<std::size_t>(event.GetIndex())]); });
}

void ProblemLists::show(std::vector<ProblemGroup> groups) {
    m_items->show(nullptr);
    m_list->DeleteAllItems();
    m_groups = std::move(groups);
    for (std::size_t i = 0; i < m_groups.size(); ++i) {
        const ProblemGroup& g = m_groups[i];
        const long row = m_list->InsertItem(static_cast<long>(i), g.refused ? tr("不能写出")
                                                                  : g.note  ? tr("说明")
                                                                            : tr("会改动"));
        m_list->SetItem(row, 1, to_wx(words::describe(m_language, g.problems.front().finding)));
        m_list->SetItem(row, 2, to_wx(words::group_digits(std::to_string(g.count))));
    }
    if (m_groups.empty()) return;
    m_list->SetItemState(0, wxLIST_STATE_SELECTED | wxLIST_STATE_FOCUSED, wxLIST_STATE_SELECTED | wxLIST_STATE_FOCUSED);
    m_items->show(&m_groups.front());
}

} // namespace goufang::desktop
