// 变更登记表: what was changed in a month, to be printed or saved.
#include "app/desktop/access.h"
#include "app/desktop/ask.h"
#include "app/desktop/controls.h"
#include "app/desktop/dialogs.h"
#include "app/desktop/history_dialog.h"
#include "app/desktop/job.h"
#include "app/desktop/today.h"
#include "app/desktop/tr.h"
#include "app/words/report_file.h"
#include "core/store/changes.h"

#include <wx/button.h>
#include <wx/choice.h>
#include <wx/dialog.h>
#include <wx/filedlg.h>
#include <wx/listctrl.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

namespace goufang::desktop {

namespace {

constexpr std::string_view k_headings[] = {TR_NOOP("时间"), TR_NOOP("谁"),   TR_NOOP("编码"), TR_NOOP("名称"),
                                           TR_NOOP("项"),   TR_NOOP("原值"), TR_NOOP("新值"), TR_NOOP("来自")};
constexpr int k_widths[] = {140, 70, 100, 180, 100, 170, 170, 170}; ///< DIP

struct Month {
    std::string name;                  ///< YYYY-MM, local
    store::StepId after = 0, last = 0; ///< its steps
};

/// The months that something was done in, newest first.
std::vector<Month> months_of(const store::Registry& registry) {
    constexpr std::int64_t page = 2'000; // steps
    std::vector<Month> months;
    store::StepId before = 0;
    for (;;) {
        const std::vector<store::Step> steps = registry.history(page, before);
        for (const store::Step& step : steps) {
            const std::string name = local_minute(step.at).substr(0, 7);
            if (months.empty() || months.back().name != name) months.push_back({name, 0, step.id});
            months.back().after = step.id - 1;
        }
        if (static_cast<std::int64_t>(steps.size()) < page) return months;
        before = steps.back().id;
    }
}

class ChangesDialog : public wxDialog {
  public:
    ChangesDialog(wxWindow& parent, Library& library, words::Language language)
        : wxDialog(&parent, wxID_ANY, tr("变更登记表"), wxDefaultPosition, parent.FromDIP(wxSize(1100, 560)),
                   wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
          m_library(library), m_language(language), m_months(months_of(library.registry())) {
        SetName(wxT("changes_dialog"));
        auto* label = new wxStaticText(this, wxID_ANY, tr("月份(&M)"));
        m_month = new wxChoice(this, wxID_ANY);
        identify(*m_month, "changes_month", tr("月份"));
        for (const Month& month : m_months) m_month->Append(to_wx(month.name));
        m_note = new wxStaticText(this, wxID_ANY, wxEmptyString);
        m_note->SetName(wxT("changes_note"));
        m_list = new TableList(this, m_table);
        auto* print = named_button(*this, wxID_PRINT, "changes_print", tr("打印预览(&P)"));
        auto* save = named_button(*this, wxID_SAVE, "changes_save", tr("另存(&S)…"));
        auto* close = named_button(*this, wxID_CANCEL, "changes_close", tr("关闭(&C)"));
        auto* line = new wxBoxSizer(wxHORIZONTAL);
        line->Add(label, 0, wxALIGN_CENTER_VERTICAL | wxRIGHT, FromDIP(6));
        line->Add(m_month, 0, wxRIGHT, FromDIP(16));
        line->Add(m_note, 1, wxALIGN_CENTER_VERTICAL);
        auto* buttons = new wxBoxSizer(wxHORIZONTAL);
        buttons->Add(print, 0, wxRIGHT, FromDIP(8));
        buttons->Add(save);
        buttons->AddStretchSpacer(1);
        buttons->Add(close);
        auto* box = new wxBoxSizer(wxVERTICAL);
        box->Add(line, 0, wxEXPAND | wxALL, FromDIP(10));
        box->Add(m_list, 1, wxEXPAND | wxLEFT | wxRIGHT, FromDIP(10));
        box->Add(buttons, 0, wxEXPAND | wxALL, FromDIP(10));
        SetSizer(box);
        m_month->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { CallAfter([this] { look(); }); });
        print->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { EndModal(wxID_PRINT); });
        save->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { save_as(); });
        CentreOnParent();
        if (!m_months.empty()) m_month->SetSelection(0);
        look();
        m_list->SetFocus();
    }

    const PrintTable& table() const { return m_table; }

  private:
    /// The rows of a table that is kept elsewhere.
    class TableList : public wxListCtrl {
      public:
        TableList(wxWindow* parent, const PrintTable& table)
            : wxListCtrl(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                         wxLC_REPORT | wxLC_VIRTUAL | wxLC_SINGLE_SEL),
              m_table(table) {
            identify(*this, "changes_list", tr("变更登记表"));
            for (std::size_t i = 0; i < std::size(k_headings); ++i)
                add_columns(*this, {{tr(k_headings[i]), k_widths[i]}});
            stripe_rows(*this);
        }

      protected:
        wxString OnGetItemText(long row, long column) const override {
            return m_table.rows.at(static_cast<std::size_t>(row)).at(static_cast<std::size_t>(column));
        }

      private:
        const PrintTable& m_table;
    };

    void look() {
        m_table = {};
        for (std::size_t i = 0; i < std::size(k_headings); ++i) {
            m_table.headings.push_back(tr(k_headings[i]));
            m_table.widths.push_back(k_widths[i]);
        }
        wxString note = tr("还没有改动。");
        if (m_month->GetSelection() != wxNOT_FOUND) {
            const Month& month = m_months[static_cast<std::size_t>(m_month->GetSelection())];
            store::ChangeRegister found;
            run_job(*this, tr("查看这个月的改动"), m_language, [&](JobState& state) {
                m_library.lend([&](store::Registry& registry) {
                    found = store::changes_between(registry, month.after, month.last, &state.cancel);
                });
            });
            m_table.title =
                to_wx(m_library.registry().info().company) + wxT(" ") + tr("变更登记表") + wxT(" ") + to_wx(month.name);
            for (const store::RowChange& change : found.changes) add(change);
            const auto number = [](std::int64_t n) { return to_wx(words::group_digits(std::to_string(n))); };
            note = tr("改动 %s 项；另新增购买方 %s 家，未列。", number(static_cast<std::int64_t>(m_table.rows.size())),
                      number(found.added));
        }
        m_note->SetLabelText(note);
        m_list->SetItemCount(static_cast<long>(m_table.rows.size()));
        m_list->Refresh();
        for (const int id : {wxID_PRINT, wxID_SAVE}) FindWindow(id)->Enable(!m_table.rows.empty());
        Layout();
    }

    void add(const store::RowChange& change) {
        const auto buyer = m_library.registry().buyer(change.buyer);
        for (const store::FieldChange& f : change.fields)
            m_table.rows.push_back(
                {to_wx(local_minute(change.step.at)), to_wx(change.step.who),
                 to_wx(buyer ? buyer->code : std::string()), to_wx(buyer ? buyer->name : std::string()),
                 changed_field(f.field, m_language), changed_value(f.field, f.before, m_language),
                 changed_value(f.field, f.after, m_language), to_wx(words::describe(m_language, change.step))});
    }

    void save_as() {
        wxFileDialog dialog(this, tr("另存变更登记表"), wxEmptyString, m_table.title + wxT(".csv"), wxT("*"),
                            wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
        if (dialog.ShowModal() != wxID_OK) return;
        try {
            file::AtomicFile out(from_wx(dialog.GetPath()));
            words::CsvSheet sheet(out);
            const auto row = [&](const std::vector<wxString>& cells) {
                std::array<std::string, std::size(k_headings)> text;
                for (std::size_t i = 0; i < text.size(); ++i) text[i] = from_wx(cells[i]);
                sheet.row({text[0], text[1], text[2], text[3], text[4], text[5], text[6], text[7]});
            };
            row(m_table.headings);
            for (const auto& cells : m_table.rows) row(cells);
            out.commit();
        } catch (const Error& error) {
            tell_error(*this, m_language, error);
        }
    }

    Library& m_library;
    words::Language m_language;
    std::vector<Month> m_months;
    PrintTable m_table;
    wxChoice* m_month;
    wxStaticText* m_note;
    TableList* m_list;
};

} // namespace

std::optional<PrintTable> show_changes(wxWindow& parent, Library& library, words::Language language) {
    ChangesDialog dialog(parent, library, language);
    if (dialog.ShowModal() != wxID_PRINT) return std::nullopt;
    return dialog.table();
}

} // namespace goufang::desktop
