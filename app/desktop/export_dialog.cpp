// The export dialog: scope and target, then the pre-flight grouped by problem, then the file. Nothing is published
// before the user has seen what the target would refuse or alter.
#include "app/desktop/dialogs.h"
#include "app/desktop/job.h"
#include "app/desktop/tr.h"
#include "core/file/file.h"
#include "invoice/transfer.h"

#include <map>
#include <wx/button.h>
#include <wx/choice.h>
#include <wx/dialog.h>
#include <wx/filedlg.h>
#include <wx/listctrl.h>
#include <wx/msgdlg.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

namespace goufang::desktop {

namespace {

constexpr std::size_t k_problems_listed = 5'000;

class ExportDialog : public wxDialog {
  public:
    ExportDialog(wxWindow& parent, Library& library, const ExportScope& scope, Settings& settings,
                 words::Language language)
        : wxDialog(&parent, wxID_ANY, tr("导出"), wxDefaultPosition, parent.FromDIP(wxSize(820, 560)),
                   wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
          m_library(library), m_settings(settings), m_language(language), m_selected(scope.selected) {
        SetName(wxT("export_dialog"));
        if (scope.view.shelf == Shelf::category) m_category = scope.view.category;
        const wxString category = m_category == 0 ? wxString() : to_wx(library.registry().tree().path(m_category));
        m_scope = new wxChoice(this, wxID_ANY);
        m_scope->SetName(tr("范围"));
        m_scope->Append(tr("全部购买方"));
        if (m_category != 0) m_scope->Append(tr("分类 %s 及下级", category));
        m_scope->SetSelection(m_category != 0 ? 1 : 0);
        m_target = new wxChoice(this, wxID_ANY);
        m_target->SetName(tr("目标格式"));
        for (const invoice::Format& f : invoice::formats()) {
            if (!f.writes) continue;
            m_formats.push_back(&f);
            m_target->Append(to_wx(f.id) + (f.verified ? wxString() : wxT("  ") + tr("未经客户端验证")));
        }
        m_target->SetSelection(0);
        m_goods = new wxTextCtrl(this, wxID_ANY);
        m_goods->SetName(tr("商品行"));
        m_goods->SetHint(tr("名称,19 位编码,税率,金额（开票单据才需要）"));
        m_summary = new wxStaticText(this, wxID_ANY, tr("先核对：列出目标会拒收或改动的内容。"));
        m_list = new wxListCtrl(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxLC_REPORT | wxLC_SINGLE_SEL);
        m_list->SetName(tr("核对结果"));
        m_list->AppendColumn(tr("编码"), wxLIST_FORMAT_LEFT, FromDIP(110));
        m_list->AppendColumn(tr("名称"), wxLIST_FORMAT_LEFT, FromDIP(190));
        m_list->AppendColumn(tr("问题"), wxLIST_FORMAT_LEFT, FromDIP(290));
        m_list->AppendColumn(tr("将写成"), wxLIST_FORMAT_LEFT, FromDIP(190));

        auto* grid = new wxFlexGridSizer(2, FromDIP(wxSize(8, 8)));
        grid->AddGrowableCol(1, 1);
        const auto row = [&](std::string_view label, wxWindow* control) {
            grid->Add(new wxStaticText(this, wxID_ANY, tr(label)), 0, wxALIGN_CENTER_VERTICAL | wxALIGN_RIGHT);
            grid->Add(control, 1, wxEXPAND);
        };
        row(TR_NOOP("范围(&R)"), m_scope);
        row(TR_NOOP("目标格式(&T)"), m_target);
        row(TR_NOOP("商品行(&G)"), m_goods);
        auto* check = new wxButton(this, wxID_APPLY, tr("核对(&K)"));
        m_adjust = new wxButton(this, wxID_SAVE, tr("自动处理并导出(&A)…"));
        m_skip = new wxButton(this, wxID_FORWARD, tr("跳过有问题的并导出(&S)…"));
        auto* close = new wxButton(this, wxID_CANCEL, tr("返回(&B)"));
        auto* buttons = new wxBoxSizer(wxHORIZONTAL);
        buttons->Add(check);
        buttons->AddStretchSpacer(1);
        for (wxButton* b : {m_adjust, m_skip, close}) buttons->Add(b, 0, wxLEFT, FromDIP(8));
        auto* box = new wxBoxSizer(wxVERTICAL);
        box->Add(grid, 0, wxEXPAND | wxALL, FromDIP(10));
        box->Add(m_summary, 0, wxLEFT | wxRIGHT | wxBOTTOM, FromDIP(10));
        box->Add(m_list, 1, wxEXPAND | wxLEFT | wxRIGHT, FromDIP(10));
        box->Add(buttons, 0, wxEXPAND | wxALL, FromDIP(10));
        SetSizer(box);
        check->SetDefault();
        m_adjust->Disable();
        m_skip->Disable();
        check->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { CallAfter([this] { preflight(); }); });
        m_adjust->Bind(wxEVT_BUTTON,
                       [this](wxCommandEvent&) { CallAfter([this] { write(invoice::OnProblem::adjust); }); });
        m_skip->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { CallAfter([this] { write(invoice::OnProblem::skip); }); });
        for (wxChoice* c : {m_scope, m_target})
            c->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) {
                m_adjust->Disable();
                m_skip->Disable();
            });
        CentreOnParent();
    }
    wxString done;

  private:
    invoice::ExportOptions options() const {
        invoice::ExportOptions o;
        o.format = m_formats[static_cast<std::size_t>(m_target->GetSelection())];
        if (m_scope->GetSelection() == 1) o.query.category = m_category;
        const std::string goods = from_wx(m_goods->GetValue());
        if (!goods.empty()) {
            std::vector<std::string> parts(1);
            for (const char c : goods) {
                if (c == ',' && parts.size() < 4)
                    parts.emplace_back();
                else
                    parts.back() += c;
            }
            parts.resize(4);
            o.write.goods = invoice::Goods{parts[0], parts[1], parts[2], parts[3]};
        }
        return o;
    }

    bool run(const wxString& title, invoice::ExportOptions o, file::Sink& sink) {
        m_problems.clear();
        m_problem_count = 0;
        return run_job(*this, title, m_language, [&](JobState& state) {
            o.cancel = &state.cancel;
            o.progress = [&](std::int64_t at, std::int64_t all) {
                state.done = at;
                state.all = all;
                state.rows = at;
            };
            const store::Registry registry = open_to_read(m_library.path());
            m_result = invoice::export_to(registry, o, sink, [this](const invoice::Problem& p) {
                ++m_problem_count;
                if (m_problems.size() < k_problems_listed) m_problems.push_back(p);
            });
        });
    }

    void preflight() {
        struct Nowhere : file::Sink {
            void write(std::string_view) override {}
        } nowhere;
        if (!run(tr("核对"), options(), nowhere)) return;
        m_list->DeleteAllItems();
        std::stable_sort(m_problems.begin(), m_problems.end(), [](const auto& a, const auto& b) {
            return a.finding.rule < b.finding.rule; // grouped by problem
        });
        for (const invoice::Problem& p : m_problems) {
            const long at = m_list->InsertItem(m_list->GetItemCount(), to_wx(p.code));
            m_list->SetItem(at, 1, to_wx(p.name));
            m_list->SetItem(at, 2, to_wx(words::describe(m_language, p.finding)));
            m_list->SetItem(at, 3, p.refused ? tr("（不能写出）") : to_wx(p.finding.fix.value_or("")));
        }
        m_summary->SetLabelText(m_problem_count == 0 ? tr("没有会被拒收或改动的内容。")
                                                     : tr("%s 处会被拒收或改动，请看清单。",
                                                          to_wx(words::group_digits(std::to_string(m_problem_count)))));
        m_adjust->Enable();
        m_adjust->SetLabelText(m_problem_count == 0 ? tr("导出(&A)…") : tr("自动处理并导出(&A)…"));
        m_skip->Enable(m_problem_count != 0);
        Layout();
    }

    void write(invoice::OnProblem on_problem) {
        invoice::ExportOptions o = options();
        o.on_problem = on_problem;
        const std::string extension(o.format->extensions.substr(0, o.format->extensions.find(',')));
        wxFileDialog dialog(this, tr("导出到"), wxEmptyString, tr("客户编码") + wxT(".") + to_wx(extension), wxT("*"),
                            wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
        if (dialog.ShowModal() != wxID_OK) return;
        try {
            file::AtomicFile out(from_wx(dialog.GetPath()));
            if (!run(tr("导出"), o, out)) return;
            out.commit();
        } catch (const Error& error) {
            wxMessageDialog box(this, to_wx(words::describe(m_language, error)), tr("没有完成"), wxOK | wxICON_ERROR);
            box.ShowModal();
            return;
        }
        const auto n = [](std::int64_t v) { return to_wx(words::group_digits(std::to_string(v))); };
        done = tr("写出 %s，改动 %s，跳过 %s：%s", n(m_result.written), n(m_result.adjusted), n(m_result.skipped),
                  dialog.GetPath());
        EndModal(wxID_OK);
    }

    Library& m_library;
    Settings& m_settings;
    words::Language m_language;
    std::vector<model::BuyerId> m_selected;
    model::CategoryId m_category = 0;
    std::vector<const invoice::Format*> m_formats;
    std::vector<invoice::Problem> m_problems;
    std::int64_t m_problem_count = 0;
    invoice::ExportResult m_result;
    wxChoice *m_scope, *m_target;
    wxTextCtrl* m_goods;
    wxStaticText* m_summary;
    wxListCtrl* m_list;
    wxButton *m_adjust, *m_skip;
};

} // namespace

wxString show_export(wxWindow& parent, Library& library, const ExportScope& scope, Settings& settings,
                     words::Language language) {
    ExportDialog dialog(parent, library, scope, settings, language);
    dialog.ShowModal();
    return dialog.done;
}

} // namespace goufang::desktop
