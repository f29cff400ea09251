// The health check (体检): findings of the whole library, grouped by rule, worked off one by one or a group at a time.
#include "app/desktop/dialogs.h"
#include "app/desktop/job.h"
#include "app/desktop/tr.h"
#include "core/check/check.h"

#include <algorithm>
#include <wx/button.h>
#include <wx/dialog.h>
#include <wx/listctrl.h>
#include <wx/msgdlg.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

namespace goufang::desktop {

namespace {

struct Item {
    model::BuyerId id;
    std::string code, name;
    check::Finding finding;
};

class HealthDialog : public wxDialog {
  public:
    HealthDialog(wxWindow& parent, Library& library, words::Language language)
        : wxDialog(&parent, wxID_ANY, tr("体检"), wxDefaultPosition, parent.FromDIP(wxSize(900, 560)),
                   wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
          m_library(library), m_language(language) {
        m_summary = new wxStaticText(this, wxID_ANY, wxEmptyString);
        m_list = new wxListCtrl(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxLC_REPORT | wxLC_SINGLE_SEL);
        m_list->SetName(tr("体检结果"));
        m_list->AppendColumn(tr("级别"), wxLIST_FORMAT_LEFT, FromDIP(60));
        m_list->AppendColumn(tr("编码"), wxLIST_FORMAT_LEFT, FromDIP(110));
        m_list->AppendColumn(tr("名称"), wxLIST_FORMAT_LEFT, FromDIP(200));
        m_list->AppendColumn(tr("项"), wxLIST_FORMAT_LEFT, FromDIP(70));
        m_list->AppendColumn(tr("问题"), wxLIST_FORMAT_LEFT, FromDIP(280));
        m_list->AppendColumn(tr("可改为"), wxLIST_FORMAT_LEFT, FromDIP(150));
        auto* open = new wxButton(this, wxID_OPEN, tr("去修改(&O)"));
        m_fix = new wxButton(this, wxID_APPLY, tr("改正所有安全项(&F)…"));
        auto* close = new wxButton(this, wxID_CANCEL, tr("关闭(&C)"));
        auto* buttons = new wxBoxSizer(wxHORIZONTAL);
        buttons->Add(open, 0, wxRIGHT, FromDIP(8));
        buttons->Add(m_fix);
        buttons->AddStretchSpacer(1);
        buttons->Add(close);
        auto* box = new wxBoxSizer(wxVERTICAL);
        box->Add(m_summary, 0, wxALL, FromDIP(10));
        box->Add(m_list, 1, wxEXPAND | wxLEFT | wxRIGHT, FromDIP(10));
        box->Add(buttons, 0, wxEXPAND | wxALL, FromDIP(10));
        SetSizer(box);
        open->SetDefault();
        open->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { leave_to_selected(); });
        m_list->Bind(wxEVT_LIST_ITEM_ACTIVATED, [this](wxListEvent&) { leave_to_selected(); });
        m_fix->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { CallAfter([this] { fix_all(); }); });
        CentreOnParent();
        look();
    }
    model::BuyerId wanted = 0;

  private:
    void look() {
        m_items.clear();
        run_job(*GetParent(), tr("体检"), m_language, [this](JobState& state) {
            const store::Registry registry = open_to_read(m_library.path());
            state.all = registry.count({});
            std::vector<check::Finding> found;
            registry.each({}, [&](const model::Buyer& b) {
                found.clear();
                check::check_buyer(b, check::registry_profile(), found);
                for (check::Finding& f : found)
                    if (f.severity != check::Severity::note || f.fix)
                        m_items.push_back({b.id, b.code, b.name, std::move(f)});
                ++state.done;
                ++state.rows;
                return !state.cancel;
            });
        });
        std::stable_sort(m_items.begin(), m_items.end(), [](const Item& a, const Item& b) {
            return a.finding.severity != b.finding.severity ? a.finding.severity > b.finding.severity
                                                            : a.finding.rule < b.finding.rule;
        });
        m_list->Freeze();
        m_list->DeleteAllItems();
        std::size_t fixable = 0, errors = 0, warnings = 0;
        for (const Item& item : m_items) {
            errors += item.finding.severity == check::Severity::error;
            warnings += item.finding.severity == check::Severity::warning;
            const check::Rule* rule = check::rule(item.finding.rule);
            fixable += rule != nullptr && rule->safe_fix && item.finding.fix.has_value();
            if (m_list->GetItemCount() >= 5'000) continue;
            const long at = m_list->InsertItem(m_list->GetItemCount(),
                                               to_wx(words::severity_name(m_language, item.finding.severity)));
            m_list->SetItem(at, 1, to_wx(item.code));
            m_list->SetItem(at, 2, to_wx(item.name));
            m_list->SetItem(at, 3, to_wx(words::field_name(m_language, item.finding.field)));
            m_list->SetItem(at, 4, to_wx(words::describe(m_language, item.finding)));
            m_list->SetItem(at, 5, to_wx(item.finding.fix.value_or("")));
        }
        m_list->Thaw();
        m_summary->SetLabelText(m_items.empty()
                                    ? tr("没有发现问题。")
                                    : wxString::Format(tr("错误 %zu，警告 %zu，共 %zu 项；可安全改正 %zu 项"), errors,
                                                       warnings, m_items.size(), fixable));
        m_fix->Enable(fixable != 0);
    }

    void leave_to_selected() {
        const long row = m_list->GetNextItem(-1, wxLIST_NEXT_ALL, wxLIST_STATE_SELECTED);
        if (row < 0) return;
        wanted = m_items[static_cast<std::size_t>(row)].id;
        EndModal(wxID_OPEN);
    }

    void fix_all() {
        wxMessageDialog box(
            this, tr("去空格、全角转半角、大小写、不可见字符：按清单里“可改为”一列改正，作为一步，可以撤销。"),
            tr("改正所有安全项"), wxYES_NO | wxICON_QUESTION);
        box.SetYesNoLabels(tr("改正(&F)"), tr("返回(&B)"));
        if (box.ShowModal() != wxID_YES) return;
        const bool good = run_job(*this, tr("改正"), m_language, [this](JobState& state) {
            m_library.lend([&](store::Registry& registry) {
                std::vector<model::Buyer> fixed;
                registry.each({}, [&](const model::Buyer& b) {
                    model::Buyer copy = b;
                    if (!check::apply_safe_fixes(copy).empty()) fixed.push_back(std::move(copy));
                    return !state.cancel;
                });
                store::Transaction tx = registry.begin(store::StepKind::apply_fixes, {std::to_string(fixed.size())});
                for (model::Buyer& b : fixed) tx.update(b);
                if (state.cancel) throw Error(Code::cancelled);
                tx.commit();
            });
        });
        if (good) look();
    }

    Library& m_library;
    words::Language m_language;
    std::vector<Item> m_items;
    wxStaticText* m_summary;
    wxListCtrl* m_list;
    wxButton* m_fix;
};

} // namespace

model::BuyerId show_health(wxWindow& parent, Library& library, words::Language language) {
    HealthDialog dialog(parent, library, language);
    dialog.ShowModal();
    return dialog.wanted;
}

} // namespace goufang::desktop
