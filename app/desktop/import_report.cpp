#include "app/desktop/import_report.h"

#include "app/desktop/access.h"
#include "app/desktop/controls.h"
#include "app/desktop/tr.h"
#include "app/desktop/window_words.h"

namespace goufang::desktop {

ReportList::ReportList(wxWindow* parent, words::Language language)
    : wxListCtrl(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxLC_REPORT | wxLC_VIRTUAL | wxLC_SINGLE_SEL),
      m_language(language) {
    identify(*this, "import_report", tr("逐行结果"));
    add_columns(*this, {{tr("行"), 60},
                        {tr("结果"), 80},
                        {tr("编码"), 110},
                        {tr("名称"), 200},
                        {tr("栏目"), 70},
                        {tr("内容"), 150},
                        {tr("原因"), 420}});
    stripe_rows(*this);
}

void ReportList::show(const std::vector<invoice::ReportLine>& lines, int only) {
    m_lines = &lines;
    m_rows.clear();
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (only < 0 || static_cast<int>(lines[i].outcome) == only) m_rows.push_back(i);
    SetItemCount(static_cast<long>(m_rows.size()));
    Refresh();
}

const invoice::ReportLine* ReportList::chosen() const {
    const long row = GetNextItem(-1, wxLIST_NEXT_ALL, wxLIST_STATE_SELECTED);
    if (row < 0 || static_cast<std::size_t>(row) >= m_rows.size()) return nullptr;
    return &(*m_lines)[m_rows[static_cast<std::size_t>(row)]];
}

std::vector<const invoice::ReportLine*> ReportList::from_chosen() const {
    std::vector<const invoice::ReportLine*> out;
    const long row = GetNextItem(-1, wxLIST_NEXT_ALL, wxLIST_STATE_SELECTED);
    for (std::size_t i = row < 0 ? m_rows.size() : static_cast<std::size_t>(row); i < m_rows.size(); ++i)
        out.push_back(&(*m_lines)[m_rows[i]]);
    return out;
}

void ReportList::choose(std::int64_t line) {
    for (std::size_t row = 0; row < m_rows.size(); ++row) {
        if ((*m_lines)[m_rows[row]].line != line) continue;
        constexpr long state = wxLIST_STATE_SELECTED | wxLIST_STATE_FOCUSED;
        SetItemState(static_cast<long>(row), 0, state); // so that it is told even where the row was chosen before
        SetItemState(static_cast<long>(row), state, state);
        EnsureVisible(static_cast<long>(row));
        return;
    }
}

wxString ReportList::causes() const {
    const invoice::ReportLine* line = chosen();
    wxString out;
    if (line == nullptr) return out;
    for (const check::Finding& f : line->findings)
        out += (out.empty() ? wxString() : wxString(wxT("  "))) + in_window(m_language, f);
    return out;
}

wxString ReportList::OnGetItemText(long row, long column) const {
    if (m_lines == nullptr || static_cast<std::size_t>(row) >= m_rows.size()) return {};
    const invoice::ReportLine& line = (*m_lines)[m_rows[static_cast<std::size_t>(row)]];
    const check::Finding* cause = line.findings.empty() ? nullptr : &line.findings.front();
    switch (column) {
    case 0:
        return to_wx(invoice::line_text(line.line));
    case 1:
        return to_wx(words::result_name(m_language, line.result));
    case 2:
        return to_wx(line.code);
    case 3:
        return to_wx(line.name);
    case 4:
        return cause == nullptr ? wxString() : to_wx(words::field_name(m_language, cause->field));
    case 5:
        return cause == nullptr ? wxString() : to_wx(cause->value);
    default:
        return cause == nullptr ? wxString() : in_window(m_language, *cause);
    }
}

} // namespace goufang::desktop
