// What the import wizard does from page to page.
#include "app/desktop/import_dialog.h"

#include "app/desktop/access.h"
#include "app/desktop/ask.h"
#include "app/desktop/controls.h"
#include "app/desktop/dialogs.h"
#include "app/desktop/format_names.h"
#include "app/desktop/job.h"
#include "app/desktop/note.h"
#include "app/desktop/settings.h"
#include "app/desktop/today.h"
#include "app/desktop/tr.h"
#include "app/desktop/window_words.h"
#include "app/words/report_file.h"
#include "core/seal/digest.h"
#include "core/text/split.h"

#include <array>
#include <filesystem>
#include <wx/button.h>
#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/filedlg.h>
#include <wx/simplebook.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

namespace goufang::desktop {

using invoice::Outcome;

namespace {

constexpr std::array<std::string_view, 5> k_titles{TR_NOOP("文件"), TR_NOOP("对应列"), TR_NOOP("核对"), TR_NOOP("预览"),
                                                   TR_NOOP("结果")};
constexpr std::size_t k_preview_rows = 20;
constexpr int k_text_width = 1100;            ///< DIP
constexpr std::size_t k_lines_kept = 100'000; ///< of the report in the list; the file has all

wxString number(std::int64_t n) { return to_wx(words::group_digits(std::to_string(n))); }

} // namespace

ImportDialog::ImportDialog(wxWindow& parent, Library& library, const std::string& path, Settings& settings,
                           words::Language language)
    : wxDialog(&parent, wxID_ANY, tr("导入"), wxDefaultPosition, parent.FromDIP(wxSize(1160, 640)),
               wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
      m_library(library), m_settings(settings), m_language(language), m_source(path) {
    SetName(wxT("import_dialog"));
    auto* steps = new wxBoxSizer(wxHORIZONTAL);
    for (std::size_t i = 0; i < k_titles.size(); ++i) {
        m_steps[i] = new wxStaticText(this, wxID_ANY, wxString::Format(wxT("%zu "), i + 1) + tr(k_titles[i]));
        steps->Add(m_steps[i], 0, wxRIGHT, FromDIP(20));
    }
    m_book = new wxSimplebook(this);
    identify(*m_book, "import_pages", tr("导入"));
    build_file_page();
    build_columns_page();
    build_check_page();
    build_preview_page();
    build_result_page();
    // no stock ids: where a label equals the stock one, the toolkit shows its own, in the language of the system
    m_back = new wxButton(this, wxID_ANY, tr("上一步(&B)"));
    identify(*m_back, "wizard_back", tr("上一步"));
    m_next = new wxButton(this, wxID_ANY, tr("下一步(&N)"));
    identify(*m_next, "wizard_next", tr("下一步"));
    m_close = cancel_button(*this, "wizard_cancel");
    m_next->SetDefault();
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    buttons->AddStretchSpacer(1);
    for (wxButton* b : {m_back, m_next, m_close}) buttons->Add(b, 0, wxLEFT, FromDIP(8));
    auto* box = new wxBoxSizer(wxVERTICAL);
    box->Add(steps, 0, wxALL, FromDIP(12));
    box->Add(m_book, 1, wxEXPAND | wxLEFT | wxRIGHT, FromDIP(12));
    box->Add(buttons, 0, wxEXPAND | wxALL, FromDIP(12));
    SetSizer(box);
    m_back->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { go(m_book->GetSelection() - 1); });
    m_close->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { EndModal(wxID_CANCEL); });
    m_next->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { CallAfter([this] { next(); }); });
    CentreOnParent();
    preview();
    constexpr std::size_t quickly =
        32U << 20; // bytes hashed while nobody notices; longer files are told by the dry run
    if (const auto seen = m_source.bytes().size() > quickly
                              ? std::nullopt
                              : m_library.registry().import_of(seal::sha256_hex(m_source.bytes()))) {
        m_again->SetForegroundColour(tone_colour(Tone::warning));
        m_again->SetLabelText(tr("此文件已于 %s 导入过。", to_wx(local_minute(seen->at))));
    }
    go(page_file);
}

/// With other headings than before, what was chosen for them the last time is taken up.
ImportSource::Preview ImportDialog::recall_columns(ImportSource::Preview seen) {
    Headings headings;
    for (const auto& [heading, field] : seen.columns) headings.push_back(heading);
    if (headings == m_headings && !m_new_reading) return seen;
    m_new_reading = false;
    m_headings = std::move(headings);
    m_source.map = remembered_map(m_settings, m_headings);
    show_columns();
    return m_source.map.empty() ? seen : m_source.preview(k_preview_rows);
}

void ImportDialog::preview() {
    m_rows->ClearAll();
    add_columns(*m_rows, {{tr("行"), 50},
                          {tr("编码"), 120},
                          {tr("名称"), 230},
                          {tr("税号"), 170},
                          {tr("地址电话"), 200},
                          {tr("开户行及账号"), 200}});
    m_readable = false;
    wxString found;
    try {
        const ImportSource::Preview seen = recall_columns(m_source.preview(k_preview_rows));
        for (const invoice::Row& row : seen.rows) {
            const long at = m_rows->InsertItem(m_rows->GetItemCount(), to_wx(invoice::line_text(row.line)));
            const bool category = row.kind == invoice::RowKind::category;
            m_rows->SetItem(at, 1, to_wx(category ? row.category.code : row.buyer.code));
            m_rows->SetItem(at, 2, category ? tr("分类：%s", to_wx(row.category.name)) : to_wx(row.buyer.name));
            m_rows->SetItem(at, 3, to_wx(row.buyer.tax_id));
            m_rows->SetItem(at, 4, to_wx(text::join_pair(row.buyer.address, row.buyer.phone)));
            m_rows->SetItem(at, 5, to_wx(text::join_pair(row.buyer.bank, row.buyer.account)));
        }
        found = tr("格式 %s，编码方式 %s", format_name(*seen.format), to_wx(text::encoding_name(seen.encoding)));
        if (!m_source.forced_format || !m_source.forced_encoding) found += tr("（自动）");
        m_readable = true;
    } catch (const Error& error) {
        found = in_window(m_language, error);
    }
    m_found->SetForegroundColour(m_readable ? wxNullColour : tone_colour(Tone::error));
    m_found->SetLabelText(wrapped(*m_found, found, FromDIP(k_text_width)));
    m_found->GetParent()->Layout();
}

void ImportDialog::show_columns() {
    m_columns->show(m_headings, m_source.map);
    m_columns_note->SetLabelText(m_headings.empty()     ? tr("此格式的列是固定的，不用对应。")
                                 : m_source.map.empty() ? tr("文件里的列对应到哪一项；可以改。")
                                                        : tr("按上次为这些标题选定的对应列；可以改。"));
    m_forget_columns->Show(!m_source.map.empty());
    m_columns_note->GetParent()->Layout();
}

void ImportDialog::take_columns() {
    if (!m_columns->changed()) return;
    m_source.map = m_columns->map();
    remember_map(m_settings, m_headings, m_source.map);
}

void ImportDialog::forget_columns() {
    m_source.map.clear();
    remember_map(m_settings, m_headings, {});
    show_columns();
    preview();
}

bool ImportDialog::run_import(bool dry) {
    invoice::ImportOptions options;
    options.format = m_source.forced_format;
    options.read = m_source.read_options();
    options.read.own_tax_id = m_library.registry().setting("own_tax_id");
    options.policy = static_cast<invoice::Policy>(m_policy->GetSelection());
    options.on_double = m_on_double;
    options.doubles = m_doubles;
    options.dry_run = dry;
    options.describe = [this](const check::Finding& f) { return from_wx(in_window(m_language, f)); };
    if (m_into != 0) options.into = m_library.registry().tree().path(m_into);
    file::StringSink kept;
    words::ImportReport report(m_language, kept);
    std::vector<invoice::ReportLine> lines;
    file::StringSink rejects;
    invoice::ImportResult outcome;
    const bool good = run_job(*this, dry ? tr("试导入") : tr("导入"), m_language, [&](JobState& state) {
        options.cancel = &state.cancel;
        options.progress = [&](std::size_t at, std::size_t all, std::int64_t rows) {
            state.done = static_cast<std::int64_t>(at);
            state.all = static_cast<std::int64_t>(all);
            state.rows = rows;
        };
        const auto take = [&](const invoice::ReportLine& line) {
            if (!dry) report.add(line);
            if (lines.size() < k_lines_kept) lines.push_back(line);
        };
        m_library.lend([&](store::Registry& registry) {
            outcome = invoice::import_bytes(registry, m_source.bytes(), m_source.file_name(), options, take,
                                            dry ? nullptr : &rejects);
        });
    });
    if (!good) return false;
    m_lines = std::move(lines);
    m_rejects.text = std::move(rejects.text);
    m_report_text = std::move(kept.text);
    m_outcome = outcome;
    return true;
}

wxString ImportDialog::outcome_text() const {
    const invoice::ImportCounts& c = m_outcome.counts;
    return tr("共 %s 行：可导入 %s，有问题可导入（标记待核）%s，不能导入 %s", number(c.rows()),
              number(c.added + c.changed + c.same - c.with_findings), number(c.with_findings),
              number(c.conflict + c.rejected));
}

wxString ImportDialog::counts_text() const {
    const invoice::ImportCounts& c = m_outcome.counts;
    return tr("新增 %s，更新 %s，相同 %s，冲突 %s，不能导入 %s，新建分类 %s", number(c.added), number(c.changed),
              number(c.same), number(c.conflict), number(c.rejected), number(c.categories));
}

void ImportDialog::show_counts() {
    wxString text = outcome_text() + wxT("\n") + counts_text() + tr("。还什么都没有写入。");
    if (m_outcome.seen_before)
        text += wxT("\n") + tr("此文件已于 %s 导入过。", to_wx(local_minute(m_outcome.seen_before->at)));
    m_counts->SetLabelText(text);
    std::array<std::int64_t, 5> of{};
    for (const invoice::ReportLine& line : m_lines) ++of[static_cast<std::size_t>(line.outcome)];
    m_filter->Clear();
    m_filter->Append(tr("全部有说明的行（%s）", number(static_cast<std::int64_t>(m_lines.size()))));
    for (std::size_t o = 0; o < of.size(); ++o)
        m_filter->Append(to_wx(words::outcome_name(m_language, static_cast<Outcome>(o))) + wxT(" (") + number(of[o]) +
                         wxT(")"));
    m_filter->SetSelection(0);
    m_report->show(m_lines, -1);
    show_double();
    m_counts->GetParent()->Layout();
}

void ImportDialog::next() {
    const int at = m_book->GetSelection();
    if (at == page_file && !m_readable) return;
    if (at == page_columns) {
        take_columns();
        preview();
        if (!m_readable) return go(page_file);
    }
    if (at == page_check) {
        if (!run_import(true)) return;
        show_counts();
    }
    if (at == page_preview) {
        if (!run_import(false)) return;
        answer.done = tr("已导入 %s：", to_wx(m_source.file_name())) + counts_text();
        m_save_rejects->Enable(!m_rejects.text.empty());
        m_save_report->Enable(!m_lines.empty());
        keep_report();
    }
    go(at + 1);
}

void ImportDialog::go(int to) {
    if (to > page_result) return EndModal(wxID_OK);
    m_book->SetSelection(static_cast<std::size_t>(to));
    for (int i = 0; i < 5; ++i) {
        m_steps[i]->SetFont(i == to ? GetFont().Bold() : GetFont());
        m_steps[i]->SetForegroundColour(i == to ? wxNullColour : tone_colour(Tone::plain));
    }
    m_back->Enable(to > page_file && to < page_result);
    m_next->SetLabelText(wxEmptyString);
    m_next->SetLabel(to == page_preview ? tr("导入(&I)") : to == page_result ? tr("完成(&F)") : tr("下一步(&N)"));
    m_close->Enable(to != page_result);
    m_book->GetPage(static_cast<std::size_t>(to))->Layout();
    Layout();
    m_next->SetFocus();
}

void ImportDialog::keep_report() {
    wxString text = outcome_text() + wxT("\n") + counts_text();
    if (m_outcome.step != 0) text += wxT("\n") + tr("导入历史里多了一条，可以整批撤销。");
    try {
        const std::string folder = Settings::data_folder() + "/reports";
        std::error_code ignored;
        std::filesystem::create_directories(file::to_path(folder), ignored);
        const std::string stem =
            folder + "/" + today_text() + "-" + std::to_string(m_outcome.step) + "-" + m_source.file_name();
        const auto write = [&](const std::string& path, const std::string& content) {
            file::AtomicFile out(path);
            out.write(content);
            out.commit();
            text += wxT("\n") + to_wx(path);
        };
        if (!m_lines.empty()) {
            text += wxT("\n\n") + tr("已写下：");
            write(stem + "-" + from_wx(tr("导入报告")) + ".csv", m_report_text);
        }
        if (!m_rejects.text.empty())
            write(stem + "-" + from_wx(tr("未导入")) + "." + std::string(invoice::file_extension(m_source.file_name())),
                  m_rejects.text);
    } catch (const Error&) {
        text += wxT("\n") + tr("报告没有自动存下，请用下面的按钮另存。");
    }
    m_result->SetLabelText(wrapped(*m_result, text, FromDIP(k_text_width)));
}

void ImportDialog::save_as(const wxString& title, const wxString& name, const std::string& text) {
    wxFileDialog dialog(this, title, wxEmptyString, name, wxT("*"), wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
    if (dialog.ShowModal() != wxID_OK) return;
    try {
        file::AtomicFile out(from_wx(dialog.GetPath()));
        out.write(text);
        out.commit();
    } catch (const Error& error) {
        tell_error(*this, m_language, error);
    }
}

ImportAnswer show_import(wxWindow& parent, Library& library, const std::string& path, Settings& settings,
                         words::Language language) {
    ImportDialog dialog(parent, library, path, settings, language);
    dialog.ShowModal();
    return dialog.answer;
}

} // namespace goufang::desktop
