// The export dialog: scope and target, then the pre-flight grouped by problem, then the file. Nothing is written before
// the user has seen what the target would refuse or alter.
#include "app/desktop/access.h"
#include "app/desktop/ask.h"
#include "app/desktop/controls.h"
#include "app/desktop/dialogs.h"
#include "app/desktop/format_names.h"
#include "app/desktop/job.h"
#include "app/desktop/problem_lists.h"
#include "app/desktop/settings.h"
#include "app/desktop/template_field.h"
#include "app/desktop/tr.h"
#include "core/file/file.h"
#include "invoice/transfer.h"

#include <cstdlib>
#include <wx/button.h>
#include <wx/choice.h>
#include <wx/dialog.h>
#include <wx/filedlg.h>
#include <wx/filename.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

namespace goufang::desktop {

namespace {

wxString number(std::int64_t n) { return to_wx(words::group_digits(std::to_string(n))); }

constexpr const char* k_last_export = "export.last"; ///< setting of the registry: the newest step that was exported

constexpr int k_per_category = 1; ///< in the choice of sheets

/// Formats without categories are bills: they want a line of goods where they are not filled in only.
bool wants_goods(const invoice::Format& format) { return !format.categories && format.fills != invoice::Fills::must; }

class ExportDialog : public wxDialog {
  public:
    ExportDialog(wxWindow& parent, Library& library, const ExportScope& scope, Settings& settings,
                 words::Language language)
        : wxDialog(&parent, wxID_ANY, tr("导出"), wxDefaultPosition, parent.FromDIP(wxSize(1060, 600)),
                   wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
          m_library(library), m_settings(settings), m_language(language), m_selected(scope.selected) {
        SetName(wxT("export_dialog"));
        auto* scope_label = new wxStaticText(this, wxID_ANY, tr("范围(&R)"));
        m_scope = new wxChoice(this, wxID_ANY);
        identify(*m_scope, "export_scope", tr("范围"));
        add_scopes(scope);
        auto* target_label = new wxStaticText(this, wxID_ANY, tr("目标格式(&T)"));
        m_target = new wxChoice(this, wxID_ANY);
        identify(*m_target, "export_target", tr("目标格式"));
        int chosen = 0;
        for (const invoice::Format& f : invoice::formats()) {
            if (!f.writes) continue;
            if (m_settings.text("export-format") == f.id) chosen = static_cast<int>(m_formats.size());
            m_formats.push_back(&f);
            m_target->Append(format_name(f));
        }
        m_target->SetSelection(chosen);
        m_goods_label = new wxStaticText(this, wxID_ANY, tr("商品行(&G)"));
        m_goods = new wxTextCtrl(this, wxID_ANY, to_wx(m_settings.text("export-goods")));
        identify(*m_goods, "export_goods", tr("商品行"));
        m_goods->SetHint(tr("名称,19 位编码,税率,金额"));
        m_sheets_label = new wxStaticText(this, wxID_ANY, tr("工作表(&H)"));
        m_sheets = new wxChoice(this, wxID_ANY);
        identify(*m_sheets, "export_sheets", tr("工作表"));
        m_sheets->Append(tr("全部客户在一张工作表"));
        m_sheets->Append(tr("每个分类一张工作表"));
        m_sheets->SetSelection(m_settings.flag("export-sheets", false) ? k_per_category : 0);
        m_template_label = new wxStaticText(this, wxID_ANY, tr("模板(&P)"));
        m_template = new TemplateField(this, m_settings, language);
        m_summary = new wxStaticText(this, wxID_ANY, tr("先核对：列出目标会拒收或改动的内容，什么都还不写出。"));
        m_summary->SetName(wxT("export_summary"));
        m_problems = new ProblemLists(this, language);
        auto* grid = new wxFlexGridSizer(2, FromDIP(wxSize(8, 8)));
        grid->AddGrowableCol(1, 1);
        const auto row = [&](wxStaticText* label, wxWindow* control) {
            grid->Add(label, 0, wxALIGN_CENTER_VERTICAL | wxALIGN_RIGHT);
            grid->Add(control, 1, wxEXPAND);
        };
        row(scope_label, m_scope);
        row(target_label, m_target);
        row(m_sheets_label, m_sheets);
        row(m_template_label, m_template);
        row(m_goods_label, m_goods);
        m_check = named_button(*this, wxID_APPLY, "export_check", tr("核对(&K)"));
        m_adjust = named_button(*this, wxID_SAVE, "export_adjust", tr("自动处理并导出(&A)…"));
        m_skip = named_button(*this, wxID_FORWARD, "export_skip", tr("跳过这些并导出(&S)…"));
        auto* back = named_button(*this, wxID_CANCEL, "export_back", tr("返回(&B)"));
        auto* buttons = new wxBoxSizer(wxHORIZONTAL);
        buttons->Add(m_check);
        buttons->AddStretchSpacer(1);
        for (wxButton* b : {m_adjust, m_skip, back}) buttons->Add(b, 0, wxLEFT, FromDIP(8));
        auto* box = new wxBoxSizer(wxVERTICAL);
        box->Add(grid, 0, wxEXPAND | wxALL, FromDIP(12));
        box->Add(m_summary, 0, wxLEFT | wxRIGHT | wxBOTTOM, FromDIP(12));
        box->Add(m_problems, 1, wxEXPAND | wxLEFT | wxRIGHT, FromDIP(12));
        box->Add(buttons, 0, wxEXPAND | wxALL, FromDIP(12));
        SetSizer(box);
        m_check->SetDefault();
        m_check->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { CallAfter([this] { preflight(); }); });
        m_adjust->Bind(wxEVT_BUTTON,
                       [this](wxCommandEvent&) { CallAfter([this] { write(invoice::OnProblem::adjust); }); });
        m_skip->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { CallAfter([this] { write(invoice::OnProblem::skip); }); });
        for (wxChoice* c : {m_scope, m_target, m_sheets})
            c->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { start_over(); });
        m_goods->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { start_over(); });
        m_template->on_change = [this] { start_over(); };
        CentreOnParent();
        start_over();
        m_target->SetFocus();
    }
    wxString done;

  private:
    struct Scope {
        store::Query query;
        std::vector<model::BuyerId> ids;
        wxString name;
    };

    void add_scopes(const ExportScope& scope) {
        const auto add = [&](const wxString& name, store::Query query, std::vector<model::BuyerId> ids) {
            m_scope->Append(name);
            m_scopes.push_back({std::move(query), std::move(ids), name});
        };
        if (!scope.selected.empty())
            add(tr("所选 %s 家", number(static_cast<std::int64_t>(scope.selected.size()))), {}, scope.selected);
        if (scope.view.shelf != Shelf::all && scope.view.shelf != Shelf::recycled &&
            scope.view.shelf != Shelf::review_due && scope.view.shelf != Shelf::recent) {
            const store::Query query = query_of(scope.view);
            wxString name = tr("当前列表");
            if (scope.view.shelf == Shelf::category)
                name = to_wx(m_library.registry().tree().path(scope.view.category));
            if (scope.view.shelf == Shelf::uncategorised) name = tr("未分类");
            add(tr("%s（%s 家）", name, number(m_library.registry().count(query))), query, {});
        }
        add(tr("全部（%s 家）", number(m_library.registry().count({}))), {}, {});
        if (const std::string last = m_library.registry().setting(k_last_export); !last.empty()) {
            store::Query changed;
            changed.changed_since = std::strtoll(last.c_str(), nullptr, 10);
            add(tr("自上次导出后有变化（%s 家）", number(m_library.registry().count(changed))), changed, {});
        }
        m_scope->SetSelection(0);
    }

    const invoice::Format& target() const { return *m_formats[static_cast<std::size_t>(m_target->GetSelection())]; }

    void start_over() {
        m_template->set_format(target());
        m_template_label->Show(m_template->IsShown());
        for (wxWindow* w : std::initializer_list<wxWindow*>{m_sheets_label, m_sheets}) w->Show(target().sheets);
        const bool goods = wants_goods(target());
        m_goods->Enable(goods);
        m_goods_label->Enable(goods);
        m_adjust->Disable();
        m_skip->Disable();
        m_problems->show({});
        m_summary->SetLabelText(tr("先核对：列出目标会拒收或改动的内容，什么都还不写出。"));
        Layout();
    }

    invoice::ExportOptions options() const {
        invoice::ExportOptions o;
        o.format = &target();
        o.write.sheet_per_category = target().sheets && m_sheets->GetSelection() == k_per_category;
        m_template->fill(o.write);
        const Scope& scope = m_scopes[static_cast<std::size_t>(m_scope->GetSelection())];
        o.query = scope.query;
        o.ids = scope.ids;
        const std::string goods = from_wx(m_goods->GetValue());
        if (m_goods->IsEnabled() && !goods.empty()) {
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

    bool run(const wxString& title, invoice::ExportOptions o, file::Sink& sink, ProblemCollector& problems) {
        return run_job(*this, title, m_language, [&](JobState& state) {
            o.cancel = &state.cancel;
            o.progress = [&](std::int64_t at, std::int64_t all) {
                state.done = state.rows = at;
                state.all = all;
            };
            const store::Registry registry = open_to_read(m_library.path());
            try {
                m_result = invoice::export_to(registry, o, sink, [&](const invoice::Problem& p) { problems.add(p); });
            } catch (const Error& error) {
                if (!TemplateField::about_columns(error)) throw;
                m_columns_wanted = error;
            }
        });
    }

    void preflight() {
        struct Nowhere : file::Sink {
            void write(std::string_view) override {}
        } nowhere;
        if (!m_template->open()) return;
        ProblemCollector problems;
        for (;; problems = {}) {
            invoice::ExportOptions o = options();
            o.on_problem = invoice::OnProblem::adjust;
            m_columns_wanted.reset();
            if (!run(tr("核对"), o, nowhere, problems)) return;
            if (!m_columns_wanted) break;
            if (!m_template->ask_columns(*m_columns_wanted)) return;
        }
        const std::int64_t count = problems.count(), refused = problems.refused_buyers(), notes = problems.notes();
        m_problems->show(std::move(problems).groups());
        wxString text = count == 0 ? tr("没有会被拒收或改动的内容，可以写出 %s 家。", number(m_result.written))
                                   : tr("%s 处会被拒收或改动：按问题分组列在下面。", number(count));
        if (refused != 0) text += tr("其中 %s 家不能写出。", number(refused));
        if (notes != 0) text += tr("另有 %s 条说明。", number(notes));
        m_summary->SetLabelText(text);
        m_adjust->SetLabel(count == 0 ? tr("导出(&A)…") : tr("自动处理并导出(&A)…"));
        m_adjust->Enable();
        m_skip->Enable(count != 0);
        Layout();
        m_adjust->SetFocus();
    }

    void write(invoice::OnProblem on_problem) {
        invoice::ExportOptions o = options();
        o.on_problem = on_problem;
        const std::string extension(o.format->extensions.substr(0, o.format->extensions.find(',')));
        const wxString copy = m_template->copy_stem();
        wxFileDialog dialog(this, tr("导出到"), to_wx(m_settings.text("export-folder")),
                            (copy.empty() ? tr("客户编码") : copy) + wxT(".") + to_wx(extension), wxT("*"),
                            wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
        if (dialog.ShowModal() != wxID_OK) return;
        if (m_template->is_template(dialog.GetPath()))
            return tell(this, tr("没有写出"), tr("模板本身不改：请另取一个文件名。"));
        try {
            file::AtomicFile out(from_wx(dialog.GetPath()));
            ProblemCollector problems;
            if (!run(tr("导出"), o, out, problems)) return;
            out.commit();
        } catch (const Error& error) {
            return tell_error(*this, m_language, error);
        }
        remember_export();
        m_settings.set("export-folder", from_wx(wxFileName(dialog.GetPath()).GetPath()));
        m_settings.set("export-format", o.format->id);
        m_template->remember();
        if (o.format->sheets) m_settings.set("export-sheets", o.write.sheet_per_category ? 1L : 0L);
        m_settings.set("export-goods", from_wx(m_goods->GetValue()));
        done = m_scopes[static_cast<std::size_t>(m_scope->GetSelection())].name +
               tr("：写出 %s，其中改动 %s，跳过 %s", number(m_result.written), number(m_result.adjusted),
                  number(m_result.skipped)) +
               wxT("  ") + dialog.GetPath();
        EndModal(wxID_OK);
    }

    /// Of the next export, 自上次导出后有变化 counts from here.
    void remember_export() {
        const std::vector<store::Step> newest = m_library.registry().history(1);
        const model::StepId step = newest.empty() ? 0 : newest.front().id;
        try {
            m_library.registry().set_setting(k_last_export, std::to_string(step));
        } catch (const Error&) {
            // a registry that cannot be written exports all the same
        }
    }

    Library& m_library;
    Settings& m_settings;
    words::Language m_language;
    std::vector<model::BuyerId> m_selected;
    std::vector<Scope> m_scopes;
    std::vector<const invoice::Format*> m_formats;
    invoice::ExportResult m_result;
    std::optional<Error> m_columns_wanted; ///< the template has columns that a person has to point out
    wxChoice *m_scope, *m_target, *m_sheets;
    wxStaticText *m_sheets_label, *m_template_label, *m_goods_label, *m_summary;
    TemplateField* m_template;
    wxTextCtrl* m_goods;
    ProblemLists* m_problems;
    wxButton *m_check, *m_adjust, *m_skip;
};

} // namespace

wxString show_export(wxWindow& parent, Library& library, const ExportScope& scope, Settings& settings,
                     words::Language language) {
    ExportDialog dialog(parent, library, scope, settings, language);
    dialog.ShowModal();
    return dialog.done;
}

} // namespace goufang::desktop
