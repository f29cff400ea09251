// The window of the health check: groups left, findings right, and what to do about them.
#include "app/desktop/access.h"
#include "app/desktop/ask.h"
#include "app/desktop/controls.h"
#include "app/desktop/dialogs.h"
#include "app/desktop/health.h"
#include "app/desktop/job.h"
#include "app/desktop/settings.h"
#include "app/desktop/today.h"
#include "app/desktop/tr.h"
#include "app/words/report_file.h"
#include "core/file/file.h"

#include <algorithm>
#include <wx/button.h>
#include <wx/dialog.h>
#include <wx/filedlg.h>
#include <wx/listctrl.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>
#include <wx/textdlg.h>
#include <wx/wrapsizer.h>

namespace goufang::desktop {

namespace {

struct Title {
    std::string_view rule, text;
};
constexpr Title k_titles[] = {
    {"tax_id.check_digit", TR_NOOP("校验位不符")},
    {"tax_id.bad_char", TR_NOOP("非法字符")},
    {"tax_id.length", TR_NOOP("税号位数不对")},
    {"tax_id.missing", TR_NOOP("没有税号")},
    {"tax_id.clean", TR_NOOP("税号待整理")},
    {"tax_id.province", TR_NOOP("行政区划码不对")},
    {"tax_id.kind", TR_NOOP("税号与类别不合")},
    {"text.too_long", TR_NOOP("超长")},
    {"text.not_gbk", TR_NOOP("生僻字")},
    {"text.invisible", TR_NOOP("不可见字符")},
    {"text.spaces", TR_NOOP("多余空格")},
    {"text.width", TR_NOOP("全角字符")},
    {"text.line_break", TR_NOOP("含换行")},
    {"text.middle_dot", TR_NOOP("间隔号写法")},
    {"code.upper", TR_NOOP("编码含大写")},
    {"code.form", TR_NOOP("编码不合规则")},
    {"name.short", TR_NOOP("名称过短")},
    {"name.brackets", TR_NOOP("括号不一致")},
    {"name.markup", TR_NOOP("名称含特殊字符")},
    {"mnemonic.form", TR_NOOP("简码不合规则")},
    {"mnemonic.case", TR_NOOP("简码大小写")},
    {"phone.form", TR_NOOP("电话可疑")},
    {"mobile.form", TR_NOOP("手机可疑")},
    {"account.form", TR_NOOP("账号可疑")},
    {"account.luhn", TR_NOOP("卡号校验不符")},
    {"email.form", TR_NOOP("邮箱可疑")},
    {"kind.by_code", TR_NOOP("类别与代码不一")},
    {"number.damaged", TR_NOOP("数字已损坏")},
    {k_same_name, TR_NOOP("同级重名")},
    {k_uncategorised_rule, TR_NOOP("未分类")},
};

wxString title_of(const HealthGroup& group, words::Language language) {
    for (const Title& t : k_titles)
        if (t.rule == group.rule) return tr(t.text);
    return group.items.empty() ? to_wx(group.rule) : to_wx(words::describe(language, group.items.front().finding));
}

wxString sentence(const check::Finding& f, words::Language language) {
    if (f.rule == k_same_name) return tr("同一分类下还有同名的购买方");
    if (f.rule == k_uncategorised_rule) return tr("还没有放进分类");
    return to_wx(words::describe(language, f));
}

wxString number(std::int64_t n) { return to_wx(words::group_digits(std::to_string(n))); }

/// The findings of one group; rows are asked for as they are drawn.
class ItemList : public wxListCtrl {
  public:
    ItemList(wxWindow* parent, words::Language language)
        : wxListCtrl(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxLC_REPORT | wxLC_VIRTUAL),
          m_language(language) {
        identify(*this, "health_items", tr("体检结果"));
        add_columns(*this, {{tr("编码"), 110},
                            {tr("名称"), 190},
                            {tr("项"), 70},
                            {tr("现值"), 170},
                            {tr("问题"), 280},
                            {tr("可改为"), 170}});
        stripe_rows(*this);
    }
    void show(const HealthGroup* group) {
        m_group = group;
        SetItemCount(group == nullptr ? 0 : static_cast<long>(group->items.size()));
        Refresh();
    }
    std::vector<std::size_t> chosen() const {
        std::vector<std::size_t> rows;
        for (long row = GetNextItem(-1, wxLIST_NEXT_ALL, wxLIST_STATE_SELECTED); row != -1;
             row = GetNextItem(row, wxLIST_NEXT_ALL, wxLIST_STATE_SELECTED))
            rows.push_back(static_cast<std::size_t>(row));
        return rows;
    }

  protected:
    wxString OnGetItemText(long row, long column) const override {
        if (m_group == nullptr || static_cast<std::size_t>(row) >= m_group->items.size()) return {};
        const HealthItem& item = m_group->items[static_cast<std::size_t>(row)];
        switch (column) {
        case 0:
            return to_wx(item.code);
        case 1:
            return to_wx(item.name);
        case 2:
            return to_wx(words::field_name(m_language, item.finding.field));
        case 3:
            return to_wx(item.finding.value);
        case 4:
            return sentence(item.finding, m_language);
        default:
            return to_wx(words::fix_text(m_language, item.finding));
        }
    }

  private:
    words::Language m_language;
    const HealthGroup* m_group = nullptr;
};

class HealthDialog : public wxDialog {
  public:
    HealthDialog(wxWindow& parent, Library& library, words::Language language)
        : wxDialog(&parent, wxID_ANY, tr("体检"), wxDefaultPosition, parent.FromDIP(wxSize(1120, 600)),
                   wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
          m_library(library), m_language(language), m_dismissed(library.registry().setting(Dismissals::k_setting)) {
        SetName(wxT("health_dialog"));
        m_summary = new wxStaticText(this, wxID_ANY, wxEmptyString);
        m_summary->SetName(wxT("health_summary"));
        m_groups =
            new wxListCtrl(this, wxID_ANY, wxDefaultPosition, FromDIP(wxSize(270, -1)), wxLC_REPORT | wxLC_SINGLE_SEL);
        identify(*m_groups, "health_groups", tr("问题分组"));
        m_groups->AppendColumn(tr("级别"), wxLIST_FORMAT_LEFT, FromDIP(72));
        m_groups->AppendColumn(tr("问题"), wxLIST_FORMAT_LEFT, FromDIP(130));
        m_groups->AppendColumn(tr("家"), wxLIST_FORMAT_RIGHT, FromDIP(54));
        m_items = new ItemList(this, language);
        m_open = named_button(*this, wxID_OPEN, "health_open", tr("去修改(&O)"));
        m_fix = named_button(*this, wxID_APPLY, "health_fix", tr("按建议修正本组(&F)…"));
        m_dismiss = named_button(*this, wxID_REMOVE, "health_dismiss", tr("忽略所选(&D)…"));
        auto* report = named_button(*this, wxID_SAVEAS, "health_report", tr("导出体检报告(&R)…"));
        auto* close = named_button(*this, wxID_CANCEL, "health_close", tr("关闭(&C)"));
        auto* lists = new wxBoxSizer(wxHORIZONTAL);
        lists->Add(m_groups, 0, wxEXPAND | wxRIGHT, FromDIP(8));
        lists->Add(m_items, 1, wxEXPAND);
        auto* doings = new wxWrapSizer(wxHORIZONTAL); // in two lines where the text is large
        for (wxButton* b : {m_open, m_fix, m_dismiss, report}) doings->Add(b, 0, wxRIGHT | wxBOTTOM, FromDIP(8));
        auto* buttons = new wxBoxSizer(wxHORIZONTAL);
        buttons->Add(doings, 1);
        buttons->Add(close);
        auto* box = new wxBoxSizer(wxVERTICAL);
        box->Add(m_summary, 0, wxALL, FromDIP(10));
        box->Add(lists, 1, wxEXPAND | wxLEFT | wxRIGHT, FromDIP(10));
        box->Add(buttons, 0, wxEXPAND | wxALL, FromDIP(10));
        SetSizer(box);
        m_groups->Bind(wxEVT_LIST_ITEM_SELECTED, [this](wxListEvent& event) { show_group(event.GetIndex()); });
        m_items->Bind(wxEVT_LIST_ITEM_ACTIVATED, [this](wxListEvent&) { leave_to_selected(); });
        const auto later = [this](wxButton* b, void (HealthDialog::*what)()) {
            b->Bind(wxEVT_BUTTON, [this, what](wxCommandEvent&) { CallAfter([this, what] { (this->*what)(); }); });
        };
        later(m_open, &HealthDialog::leave_to_selected);
        later(m_fix, &HealthDialog::fix_group);
        later(m_dismiss, &HealthDialog::dismiss);
        later(report, &HealthDialog::save_report);
        CentreOnParent();
    }
    bool look() {
        HealthReport report; // the list goes on drawing the old one meanwhile
        const bool good = run_job(*GetParent(), tr("体检"), m_language, [&](JobState& state) {
            const store::Registry registry = open_to_read(m_library.path());
            state.all = registry.count({});
            report = check_library(registry, m_dismissed, state.cancel,
                                   [&](std::int64_t done) { state.done = state.rows = done; });
        });
        if (!good) return false;
        m_items->show(nullptr);
        m_report = std::move(report);
        show();
        return true;
    }
    HealthAnswer answer;

  private:
    void show() {
        const std::string_view kept = m_group < 0 ? std::string_view() : m_rule;
        m_items->show(nullptr);
        m_groups->DeleteAllItems();
        long select = m_report.groups.empty() ? -1 : 0;
        for (std::size_t i = 0; i < m_report.groups.size(); ++i) {
            const HealthGroup& g = m_report.groups[i];
            const long row =
                m_groups->InsertItem(static_cast<long>(i), to_wx(words::severity_name(m_language, g.severity)));
            m_groups->SetItem(row, 1, title_of(g, m_language));
            m_groups->SetItem(row, 2, number(g.count));
            if (g.rule == kept) select = row;
        }
        wxString text = m_report.groups.empty() ? tr("%s 家，没有发现问题。", number(m_report.buyers))
                                                : tr("%s 家，%s 处要看：从上到下处理。", number(m_report.buyers),
                                                     number(m_report.findings()));
        if (m_report.dismissed != 0)
            text += wxT("  ") + tr("已忽略 %s 处，字段改变后会再提示。", number(m_report.dismissed));
        m_summary->SetLabelText(text);
        m_group = -1;
        for (wxButton* b : {m_open, m_fix, m_dismiss}) b->Disable();
        if (select >= 0) {
            m_groups->SetItemState(select, wxLIST_STATE_SELECTED | wxLIST_STATE_FOCUSED,
                                   wxLIST_STATE_SELECTED | wxLIST_STATE_FOCUSED);
            show_group(select);
            m_items->SetFocus();
        }
    }

    void show_group(long at) {
        m_group = at;
        const HealthGroup& g = m_report.groups[static_cast<std::size_t>(at)];
        m_rule = g.rule;
        m_items->show(&g);
        m_open->Enable();
        m_dismiss->Enable();
        m_fix->Enable(g.fixable != 0);
        select_first(*m_items);
    }

    const HealthGroup* group() const {
        return m_group < 0 ? nullptr : &m_report.groups[static_cast<std::size_t>(m_group)];
    }

    void leave_to_selected() {
        const std::vector<std::size_t> rows = m_items->chosen();
        if (group() == nullptr || rows.empty()) return;
        for (std::size_t row = rows.front(); row < group()->items.size(); ++row)
            answer.visits.push_back({group()->items[row].id, group()->items[row].finding.field, {}});
        EndModal(wxID_OPEN);
    }

    void fix_group() {
        std::vector<HealthItem> fixes;
        for (const HealthItem& item : group()->items)
            if (item.finding.fix) fixes.push_back(item);
        if (fixes.empty() || !preview(fixes)) return;
        std::int64_t changed = 0;
        const bool good = run_job(*this, tr("改正"), m_language, [&](JobState&) {
            m_library.lend([&](store::Registry& registry) { changed = apply_fixes(registry, fixes); });
        });
        if (!good) return;
        answer.changed = true;
        answer.message = tr("已改正 %s 家：%s", number(changed), title_of(*group(), m_language));
        look();
    }

    /// Old and new values before anything is written.
    bool preview(const std::vector<HealthItem>& fixes) {
        wxDialog dialog(this, wxID_ANY, tr("按建议修正：%s", title_of(*group(), m_language)), wxDefaultPosition,
                        FromDIP(wxSize(760, 440)), wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER);
        dialog.SetName(wxT("fix_preview"));
        auto* list = new wxListCtrl(&dialog, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxLC_REPORT | wxLC_SINGLE_SEL);
        identify(*list, "fix_list", tr("改正清单"));
        add_columns(*list, {{tr("编码"), 110}, {tr("名称"), 190}, {tr("原值"), 210}, {tr("新值"), 210}});
        constexpr std::size_t most = 2'000;
        for (const HealthItem& item : fixes) {
            if (static_cast<std::size_t>(list->GetItemCount()) >= most) break;
            const long row = list->InsertItem(list->GetItemCount(), to_wx(item.code));
            list->SetItem(row, 1, to_wx(item.name));
            list->SetItem(row, 2, to_wx(item.finding.value));
            list->SetItem(row, 3, to_wx(words::fix_text(m_language, item.finding)));
        }
        auto* buttons = ok_and_back(dialog, tr("改正 %s 处(&F)", number(static_cast<std::int64_t>(fixes.size()))),
                                    new wxStaticText(&dialog, wxID_ANY, tr("作为一步，可以撤销。")));
        auto* box = new wxBoxSizer(wxVERTICAL);
        box->Add(list, 1, wxEXPAND | wxALL, FromDIP(10));
        box->Add(buttons, 0, wxEXPAND | wxLEFT | wxRIGHT | wxBOTTOM, FromDIP(10));
        dialog.SetSizer(box);
        dialog.CentreOnParent();
        dialog.FindWindow(wxID_OK)->SetFocus();
        return dialog.ShowModal() == wxID_OK;
    }

    void dismiss() {
        const std::vector<std::size_t> rows = m_items->chosen();
        if (group() == nullptr || rows.empty()) return;
        wxTextEntryDialog ask(this, tr("为什么不用改？写给以后的自己看。"),
                              tr("忽略 %s 处", number(static_cast<std::int64_t>(rows.size()))));
        ask.SetName(wxT("dismiss_dialog"));
        if (wxWindow* reason = wxWindow::FindWindowByName(wxString::FromAscii(wxTextCtrlNameStr), &ask))
            identify(*reason, "dismiss_reason", tr("为什么不用改"));
        ask.FindWindow(wxID_OK)->SetLabel(tr("忽略(&D)"));
        ask.FindWindow(wxID_CANCEL)->SetLabel(tr("返回(&B)"));
        if (ask.ShowModal() != wxID_OK) return;
        for (const std::size_t row : rows)
            m_dismissed.add(group()->items[row].id, group()->items[row].finding, from_wx(ask.GetValue()));
        try {
            m_library.registry().set_setting(Dismissals::k_setting, m_dismissed.to_text());
        } catch (const Error& error) {
            tell_error(*this, m_language, error);
            return;
        }
        m_items->show(nullptr);
        HealthGroup& g = m_report.groups[static_cast<std::size_t>(m_group)];
        std::vector<HealthItem> left;
        for (std::size_t i = 0; i < g.items.size(); ++i)
            if (!std::binary_search(rows.begin(), rows.end(), i)) left.push_back(std::move(g.items[i]));
        g.items = std::move(left);
        g.count -= static_cast<std::int64_t>(rows.size());
        m_report.dismissed += static_cast<std::int64_t>(rows.size());
        if (g.count == 0) m_report.groups.erase(m_report.groups.begin() + m_group);
        show();
    }

    void save_report() {
        wxFileDialog dialog(this, tr("导出体检报告"), wxEmptyString,
                            tr("体检报告") + wxT("-") + to_wx(today_text()) + wxT(".csv"), wxT("CSV|*.csv"),
                            wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
        if (dialog.ShowModal() != wxID_OK) return;
        try {
            file::AtomicFile file(from_wx(dialog.GetPath()));
            words::CsvSheet sheet(file);
            sheet.row({from_wx(tr("体检报告")), m_library.registry().info().company, today_text()});
            for (const HealthGroup& g : m_report.groups)
                sheet.row({from_wx(title_of(g, m_language)), std::to_string(g.count)});
            for (const HealthGroup& g : m_report.groups)
                for (const HealthItem& item : g.items)
                    sheet.row({from_wx(title_of(g, m_language)), item.code, item.name,
                               words::field_name(m_language, item.finding.field), item.finding.value,
                               words::describe(m_language, item.finding)});
            file.commit();
            m_summary->SetLabelText(tr("报告已写到 %s", dialog.GetPath()));
        } catch (const Error& error) {
            tell_error(*this, m_language, error);
        }
    }

    Library& m_library;
    words::Language m_language;
    Dismissals m_dismissed;
    HealthReport m_report;
    long m_group = -1;
    std::string_view m_rule;
    wxStaticText* m_summary;
    wxListCtrl* m_groups;
    ItemList* m_items;
    wxButton *m_open, *m_fix, *m_dismiss;
};

} // namespace

HealthAnswer show_health(wxWindow& parent, Library& library, Settings&, words::Language language) {
    HealthDialog dialog(parent, library, language);
    if (dialog.look()) dialog.ShowModal();
    return dialog.answer;
}

} // namespace goufang::desktop
