// The import wizard: 文件 -> 对应列 -> 核对 -> 预览 -> 结果. Nothing is written before the preview was confirmed.
#include "app/desktop/dialogs.h"
#include "app/desktop/job.h"
#include "app/desktop/tr.h"
#include "core/file/file.h"
#include "core/text/split.h"
#include "invoice/transfer.h"

#include <array>
#include <wx/button.h>
#include <wx/choice.h>
#include <wx/dialog.h>
#include <wx/filedlg.h>
#include <wx/filename.h>
#include <wx/listctrl.h>
#include <wx/msgdlg.h>
#include <wx/simplebook.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

namespace goufang::desktop {

namespace {

using invoice::Outcome;

constexpr std::array<std::string_view, 5> k_titles{TR_NOOP("1 文件"), TR_NOOP("2 对应列"), TR_NOOP("3 核对"),
                                                   TR_NOOP("4 预览"), TR_NOOP("5 结果")};
constexpr std::size_t k_preview_rows = 20;
constexpr std::array<text::Encoding, 5> k_encodings{text::Encoding::utf8, text::Encoding::gbk, text::Encoding::gb18030,
                                                    text::Encoding::utf16le, text::Encoding::utf16be};
constexpr std::array<std::string_view, 4> k_policies{TR_NOOP("只填空白项（默认）"), TR_NOOP("用文件的内容覆盖"),
                                                     TR_NOOP("保留库里的内容"), TR_NOOP("另加地址、账号")};
enum Page { page_file, page_columns, page_check, page_preview, page_result };

wxListCtrl* report_list(wxWindow* parent, const wxString& name) {
    auto* list = new wxListCtrl(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxLC_REPORT | wxLC_SINGLE_SEL);
    list->SetName(name);
    return list;
}

class ImportDialog : public wxDialog {
  public:
    ImportDialog(wxWindow& parent, Library& library, const std::string& path, words::Language language)
        : wxDialog(&parent, wxID_ANY, tr("导入"), wxDefaultPosition, parent.FromDIP(wxSize(880, 580)),
                   wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
          m_library(library), m_language(language), m_path(path), m_input(path) {
        m_step = new wxStaticText(this, wxID_ANY, wxEmptyString);
        m_step->SetFont(GetFont().Bold());
        m_book = new wxSimplebook(this);
        build_file_page();
        build_columns_page();
        build_check_page();
        build_preview_page();
        build_result_page();
        m_back = new wxButton(this, wxID_BACKWARD, tr("上一步(&B)"));
        m_next = new wxButton(this, wxID_FORWARD, tr("下一步(&N)"));
        m_close = new wxButton(this, wxID_CANCEL, tr("取消(&C)"));
        m_next->SetDefault();
        auto* buttons = new wxBoxSizer(wxHORIZONTAL);
        buttons->AddStretchSpacer(1);
        for (wxButton* b : {m_back, m_next, m_close}) buttons->Add(b, 0, wxLEFT, FromDIP(8));
        auto* box = new wxBoxSizer(wxVERTICAL);
        box->Add(m_step, 0, wxALL, FromDIP(10));
        box->Add(m_book, 1, wxEXPAND | wxLEFT | wxRIGHT, FromDIP(10));
        box->Add(buttons, 0, wxEXPAND | wxALL, FromDIP(10));
        SetSizer(box);
        m_back->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { go(m_book->GetSelection() - 1); });
        m_next->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { CallAfter([this] { next(); }); });
        CentreOnParent();
        preview();
        go(page_file);
    }

    wxString done; ///< for the status line

  private:
    wxPanel* page(wxSizer* box) {
        auto* panel = new wxPanel(m_book);
        panel->SetSizer(box);
        m_book->AddPage(panel, wxEmptyString);
        return panel;
    }

    void build_file_page() {
        auto* box = new wxBoxSizer(wxVERTICAL);
        wxPanel* p = page(box);
        m_format = new wxChoice(p, wxID_ANY);
        m_format->SetName(tr("格式"));
        m_format->Append(tr("自动识别"));
        for (const invoice::Format& f : invoice::formats()) {
            if (!f.reads) continue;
            m_formats.push_back(&f);
            m_format->Append(to_wx(f.id) + (f.verified ? wxString() : wxT("  ") + tr("未经客户端验证")));
        }
        m_format->SetSelection(0);
        m_encoding = new wxChoice(p, wxID_ANY);
        m_encoding->SetName(tr("编码方式"));
        m_encoding->Append(tr("自动识别"));
        for (const text::Encoding e : k_encodings) m_encoding->Append(to_wx(text::encoding_name(e)));
        m_encoding->SetSelection(0);
        m_found = new wxStaticText(p, wxID_ANY, wxEmptyString);
        m_rows = report_list(p, tr("前 20 行"));
        auto* line = new wxBoxSizer(wxHORIZONTAL);
        line->Add(new wxStaticText(p, wxID_ANY, tr("格式(&F)")), 0, wxALIGN_CENTER_VERTICAL | wxRIGHT, FromDIP(6));
        line->Add(m_format, 0, wxRIGHT, FromDIP(16));
        line->Add(new wxStaticText(p, wxID_ANY, tr("编码方式(&E)")), 0, wxALIGN_CENTER_VERTICAL | wxRIGHT, FromDIP(6));
        line->Add(m_encoding);
        box->Add(new wxStaticText(p, wxID_ANY, to_wx(m_path)), 0, wxBOTTOM, FromDIP(8));
        box->Add(line, 0, wxBOTTOM, FromDIP(8));
        box->Add(m_found, 0, wxBOTTOM, FromDIP(8));
        box->Add(m_rows, 1, wxEXPAND);
        for (wxChoice* c : {m_format, m_encoding})
            c->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) {
                m_map.clear();
                preview();
            });
    }

    void build_columns_page() {
        auto* box = new wxBoxSizer(wxVERTICAL);
        wxPanel* p = page(box);
        m_columns_note = new wxStaticText(p, wxID_ANY, wxEmptyString);
        m_columns = new wxScrolledWindow(p, wxID_ANY);
        m_columns->SetScrollRate(0, FromDIP(12));
        box->Add(m_columns_note, 0, wxBOTTOM, FromDIP(8));
        box->Add(m_columns, 1, wxEXPAND);
    }

    void build_check_page() {
        auto* box = new wxBoxSizer(wxVERTICAL);
        wxPanel* p = page(box);
        m_policy = new wxChoice(p, wxID_ANY);
        m_policy->SetName(tr("库里已有时"));
        for (const std::string_view text : k_policies) m_policy->Append(tr(text));
        m_policy->SetSelection(0);
        auto* line = new wxBoxSizer(wxHORIZONTAL);
        line->Add(new wxStaticText(p, wxID_ANY, tr("购买方库里已有时(&P)")), 0, wxALIGN_CENTER_VERTICAL | wxRIGHT,
                  FromDIP(6));
        line->Add(m_policy);
        box->Add(line, 0, wxBOTTOM, FromDIP(12));
        box->Add(new wxStaticText(p, wxID_ANY,
                                  tr("按税号、编码、名称依次认出同一购买方。\n下一步先试导入一遍，什么都不写入。")));
    }

    void build_preview_page() {
        auto* box = new wxBoxSizer(wxVERTICAL);
        wxPanel* p = page(box);
        m_counts = new wxStaticText(p, wxID_ANY, wxEmptyString);
        m_filter = new wxChoice(p, wxID_ANY);
        m_filter->SetName(tr("只看"));
        m_filter->Append(tr("全部有话要说的行"));
        for (int o = 0; o <= static_cast<int>(Outcome::rejected); ++o)
            m_filter->Append(to_wx(words::outcome_name(m_language, static_cast<Outcome>(o))));
        m_filter->SetSelection(0);
        m_report = report_list(p, tr("逐行结果"));
        m_report->AppendColumn(tr("行"), wxLIST_FORMAT_RIGHT, FromDIP(60));
        m_report->AppendColumn(tr("结果"), wxLIST_FORMAT_LEFT, FromDIP(80));
        m_report->AppendColumn(tr("编码"), wxLIST_FORMAT_LEFT, FromDIP(110));
        m_report->AppendColumn(tr("名称"), wxLIST_FORMAT_LEFT, FromDIP(200));
        m_report->AppendColumn(tr("原因"), wxLIST_FORMAT_LEFT, FromDIP(380));
        box->Add(m_counts, 0, wxBOTTOM, FromDIP(8));
        box->Add(m_filter, 0, wxBOTTOM, FromDIP(8));
        box->Add(m_report, 1, wxEXPAND);
        m_filter->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { fill_report(); });
    }

    void build_result_page() {
        auto* box = new wxBoxSizer(wxVERTICAL);
        wxPanel* p = page(box);
        m_result = new wxStaticText(p, wxID_ANY, wxEmptyString);
        m_save_rejects = new wxButton(p, wxID_SAVE, tr("另存未导入的行(&S)…"));
        box->Add(m_result, 0, wxBOTTOM, FromDIP(12));
        box->Add(m_save_rejects);
        m_save_rejects->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { CallAfter([this] { save_rejects(); }); });
    }

    invoice::ReadOptions read_options() const {
        invoice::ReadOptions options;
        if (m_encoding->GetSelection() > 0)
            options.encoding = k_encodings[static_cast<std::size_t>(m_encoding->GetSelection() - 1)];
        options.map = m_map;
        return options;
    }

    const invoice::Format* chosen_format() const {
        if (m_format->GetSelection() > 0) return m_formats[static_cast<std::size_t>(m_format->GetSelection() - 1)];
        const std::string extension = from_wx(wxFileName(to_wx(m_path)).GetExt().Lower());
        return invoice::sniff(m_input.bytes().substr(0, 64 * 1024), extension);
    }

    void preview() {
        m_rows->ClearAll();
        const auto column = [&](std::string_view title, int width) {
            m_rows->AppendColumn(tr(title), wxLIST_FORMAT_LEFT, FromDIP(width));
        };
        column(TR_NOOP("行"), 50);
        column(TR_NOOP("编码"), 110);
        column(TR_NOOP("名称"), 210);
        column(TR_NOOP("税号"), 170);
        column(TR_NOOP("地址电话"), 190);
        column(TR_NOOP("开户行及账号"), 190);
        m_readable = false;
        try {
            const invoice::Format* format = chosen_format();
            if (format == nullptr) throw Error(Code::format_unknown, {m_path});
            const auto reader = format->open(m_input.bytes(), read_options());
            invoice::Row row;
            for (std::size_t n = 0; n < k_preview_rows && reader->next(row); ++n) {
                const long at = m_rows->InsertItem(m_rows->GetItemCount(),
                                                   wxString::Format(wxT("%lld"), static_cast<long long>(row.line)));
                const bool category = row.kind == invoice::RowKind::category;
                m_rows->SetItem(at, 1, to_wx(category ? row.category.code : row.buyer.code));
                m_rows->SetItem(at, 2, category ? tr("分类：%s", to_wx(row.category.name)) : to_wx(row.buyer.name));
                m_rows->SetItem(at, 3, to_wx(row.buyer.tax_id));
                m_rows->SetItem(at, 4, to_wx(text::join_pair(row.buyer.address, row.buyer.phone)));
                m_rows->SetItem(at, 5, to_wx(text::join_pair(row.buyer.bank, row.buyer.account)));
            }
            m_found->SetLabelText(
                tr("识别为 %s，编码方式 %s", to_wx(format->id), to_wx(text::encoding_name(reader->encoding()))));
            if (m_map.empty()) show_columns(reader->columns());
            m_readable = true;
        } catch (const Error& error) {
            m_found->SetLabelText(to_wx(words::describe(m_language, error)));
        }
    }

    void show_columns(const std::vector<std::pair<std::string, std::optional<model::Field>>>& columns) {
        m_columns->DestroyChildren();
        m_headings.clear();
        auto* grid = new wxFlexGridSizer(2, FromDIP(wxSize(12, 6)));
        for (const auto& [heading, field] : columns) {
            auto* choice = new wxChoice(m_columns, wxID_ANY);
            choice->SetName(to_wx(heading));
            choice->Append(tr("（不导入）"));
            for (const model::FieldInfo& f : model::k_fields)
                choice->Append(to_wx(words::field_name(m_language, f.field)));
            choice->SetSelection(field ? static_cast<int>(*field) + 1 : 0);
            choice->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { m_remapped = true; });
            grid->Add(new wxStaticText(m_columns, wxID_ANY, to_wx(heading)), 0, wxALIGN_CENTER_VERTICAL);
            grid->Add(choice);
            m_headings.emplace_back(heading, choice);
        }
        m_columns->SetSizer(grid);
        m_columns->FitInside();
        m_columns_note->SetLabelText(columns.empty() ? tr("此格式的列是固定的，不用对应。")
                                                     : tr("文件里的列对应到哪一项；可以改。"));
        m_remapped = false;
    }

    void take_columns() {
        if (!m_remapped) return;
        m_map.clear();
        for (const auto& [heading, choice] : m_headings) {
            const int at = choice->GetSelection();
            m_map += heading + " = " +
                     (at > 0 ? std::string(model::k_fields[static_cast<std::size_t>(at - 1)].key) : std::string()) +
                     "\n";
        }
    }

    bool run_import(bool dry) {
        m_lines.clear();
        m_rejects.text.clear();
        invoice::ImportOptions options;
        options.format = chosen_format();
        options.read = read_options();
        options.policy = static_cast<invoice::Policy>(m_policy->GetSelection());
        options.dry_run = dry;
        options.describe = [this](const check::Finding& f) { return words::describe(m_language, f); };
        return run_job(*this, dry ? tr("试导入") : tr("导入"), m_language, [&](JobState& state) {
            options.cancel = &state.cancel;
            options.progress = [&](std::size_t at, std::size_t all, std::int64_t rows) {
                state.done = static_cast<std::int64_t>(at);
                state.all = static_cast<std::int64_t>(all);
                state.rows = rows;
            };
            const auto import = [&](store::Registry& registry) {
                m_outcome = invoice::import_bytes(
                    registry, m_input.bytes(), from_wx(wxFileName(to_wx(m_path)).GetFullName()), options,
                    [this](const invoice::ReportLine& line) { m_lines.push_back(line); }, dry ? nullptr : &m_rejects);
            };
            m_library.lend(import);
        });
    }

    void fill_report() {
        m_report->Freeze();
        m_report->DeleteAllItems();
        constexpr long most = 5'000; // the whole report is in the saved file
        for (const invoice::ReportLine& line : m_lines) {
            if (m_filter->GetSelection() > 0 && static_cast<int>(line.outcome) != m_filter->GetSelection() - 1)
                continue;
            if (m_report->GetItemCount() >= most) break;
            const long at = m_report->InsertItem(m_report->GetItemCount(),
                                                 wxString::Format(wxT("%lld"), static_cast<long long>(line.line)));
            m_report->SetItem(at, 1, to_wx(words::result_name(m_language, line.result)));
            m_report->SetItem(at, 2, to_wx(line.code));
            m_report->SetItem(at, 3, to_wx(line.name));
            if (!line.findings.empty()) m_report->SetItem(at, 4, to_wx(words::describe(m_language, line.findings[0])));
        }
        m_report->Thaw();
    }

    wxString counts_text() const {
        const invoice::ImportCounts& c = m_outcome.counts;
        const auto n = [](std::int64_t v) { return to_wx(words::group_digits(std::to_string(v))); };
        return tr("共 %s 行：新增 %s，变更 %s，相同 %s，冲突 %s，不能导入 %s；其中标记待核 %s，新建分类 %s",
                  n(c.rows()), n(c.added), n(c.changed), n(c.same), n(c.conflict), n(c.rejected), n(c.with_findings),
                  n(c.categories));
    }

    void next() {
        const int at = m_book->GetSelection();
        if (at == page_file && !m_readable) return;
        if (at == page_columns) {
            take_columns();
            preview();
        }
        if (at == page_check) {
            if (!run_import(true)) return;
            wxString text = counts_text();
            if (m_outcome.seen_before)
                text += wxT("\n") + tr("此文件已于 %s 导入过。", to_wx(m_outcome.seen_before->at));
            m_counts->SetLabelText(text);
            fill_report();
        }
        if (at == page_preview) {
            if (!run_import(false)) return;
            done = tr("已导入 %s：", wxFileName(to_wx(m_path)).GetFullName()) + counts_text();
            m_result->SetLabelText(counts_text());
            m_save_rejects->Enable(!m_rejects.text.empty());
        }
        go(at + 1);
    }

    void go(int to) {
        if (to > page_result) return EndModal(wxID_OK);
        m_book->SetSelection(static_cast<std::size_t>(to));
        m_step->SetLabelText(tr(k_titles[static_cast<std::size_t>(to)]));
        m_back->Enable(to > page_file && to < page_result);
        m_next->SetLabelText(to == page_preview  ? tr("导入(&I)")
                             : to == page_result ? tr("完成(&F)")
                                                 : tr("下一步(&N)"));
        m_close->Enable(to != page_result);
        m_book->GetPage(static_cast<std::size_t>(to))->Layout();
    }

    void save_rejects() {
        wxFileDialog dialog(this, tr("另存未导入的行"), wxEmptyString,
                            wxFileName(to_wx(m_path)).GetName() + wxT("-") + tr("未导入") + wxT(".") +
                                wxFileName(to_wx(m_path)).GetExt(),
                            wxT("*"), wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
        if (dialog.ShowModal() != wxID_OK) return;
        try {
            file::AtomicFile out(from_wx(dialog.GetPath()));
            out.write(m_rejects.text);
            out.commit();
        } catch (const Error& error) {
            wxMessageDialog box(this, to_wx(words::describe(m_language, error)), tr("没有完成"), wxOK | wxICON_ERROR);
            box.ShowModal();
        }
    }

    Library& m_library;
    words::Language m_language;
    std::string m_path;
    file::Mapped m_input;
    std::vector<const invoice::Format*> m_formats;
    std::vector<invoice::ReportLine> m_lines;
    file::StringSink m_rejects;
    invoice::ImportResult m_outcome;
    std::vector<std::pair<std::string, wxChoice*>> m_headings;
    std::string m_map;
    bool m_remapped = false, m_readable = false;
    wxStaticText *m_step, *m_found, *m_columns_note, *m_counts, *m_result;
    wxSimplebook* m_book;
    wxChoice *m_format, *m_encoding, *m_policy, *m_filter;
    wxListCtrl *m_rows, *m_report;
    wxScrolledWindow* m_columns;
    wxButton *m_back, *m_next, *m_close, *m_save_rejects;
};

} // namespace

wxString show_import(wxWindow& parent, Library& library, const std::string& path, words::Language language) {
    ImportDialog dialog(parent, library, path, language);
    dialog.ShowModal();
    return dialog.done;
}

} // namespace goufang::desktop
