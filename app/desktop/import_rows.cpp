// What the import wizard does about single rows of its preview: doubled codes, corrections, the buyer they speak of.
#include "app/desktop/access.h"
#include "app/desktop/ask.h"
#include "app/desktop/controls.h"
#include "app/desktop/import_dialog.h"
#include "app/desktop/job.h"
#include "app/desktop/note.h"
#include "app/desktop/tr.h"
#include "app/desktop/window_words.h"

#include <algorithm>
#include <wx/button.h>
#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

namespace goufang::desktop {

namespace {

/// Why a platform gave the row back; nullptr when it did not.
const check::Finding* reason_of(const invoice::ReportLine& line) {
    const auto at = std::find_if(line.findings.begin(), line.findings.end(),
                                 [](const check::Finding& f) { return f.rule == "file.reason"; });
    return at == line.findings.end() ? nullptr : &*at;
}

} // namespace

/// What becomes of the chosen row, when its code is doubled.
void ImportDialog::show_double() {
    const invoice::ReportLine* line = m_report->chosen();
    const bool any =
        std::any_of(m_lines.begin(), m_lines.end(), [](const invoice::ReportLine& l) { return l.code_double; });
    m_visit->Enable(line != nullptr && line->buyer != 0);
    m_edit->Enable(line != nullptr);
    m_double->Enable(line != nullptr && line->code_double);
    m_all_doubles->Enable(any);
    const auto own = line == nullptr ? m_doubles.end() : m_doubles.find(line->line);
    m_double->SetSelection(static_cast<int>(own == m_doubles.end() ? m_on_double : own->second));
    m_double->InvalidateBestSize(); // made before its page had a font
}

/// As it was chosen, for the one row or for all; then tried again.
void ImportDialog::settle_double() {
    const invoice::ReportLine* line = m_report->chosen();
    if (line == nullptr || !line->code_double) return;
    const auto wish = static_cast<invoice::OnDouble>(m_double->GetSelection());
    if (m_all_doubles->GetValue()) {
        m_on_double = wish;
        m_doubles.clear();
    } else {
        m_doubles[line->line] = wish;
    }
    const std::int64_t at = line->line;
    const int only = m_filter->GetSelection();
    if (!run_import(true)) return;
    show_counts();
    m_filter->SetSelection(only);
    m_report->show(m_lines, only - 1);
    m_report->choose(at);
    m_double->SetFocus();
}

void ImportDialog::go_to_buyer() {
    const invoice::ReportLine* from = m_report->chosen();
    if (from == nullptr || from->buyer == 0) return;
    const bool reasons = reason_of(*from) != nullptr;
    for (const invoice::ReportLine* line : m_report->from_chosen()) {
        const check::Finding* cause = reason_of(*line);
        if (line->buyer == 0 || (reasons && cause == nullptr)) continue;
        if (cause == nullptr) cause = &line->findings.front();
        answer.visits.push_back({line->buyer, cause->field, in_window(m_language, *cause)});
    }
    EndModal(wxID_OPEN);
}

void ImportDialog::open_row() {
    const invoice::ReportLine* line = m_report->chosen();
    if (line != nullptr && line->buyer != 0 && reason_of(*line) != nullptr)
        go_to_buyer();
    else
        edit_row();
}

void ImportDialog::edit_row() {
    const invoice::ReportLine* line = m_report->chosen();
    if (line == nullptr) return;
    std::optional<ImportSource::Record> record;
    const std::int64_t at = line->line;
    if (!run_job(*this, tr("读取这一行"), m_language, [&](JobState&) { record = m_source.record(at); })) return;
    if (!record) return tell(this, tr("这种文件的行不能在这里改。"), tr("请在原来的程序里改好、保存，再导入。"));
    wxDialog dialog(this, wxID_ANY, tr("改正第 %s 行", to_wx(std::to_string(at))), wxDefaultPosition,
                    FromDIP(wxSize(760, 260)), wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER);
    dialog.SetName(wxT("edit_row_dialog"));
    const wxString cause = line->findings.empty() ? wxString() : in_window(m_language, line->findings.front());
    auto* why = new wxStaticText(&dialog, wxID_ANY, wrapped(*this, cause, FromDIP(720)));
    auto* text =
        new wxTextCtrl(&dialog, wxID_ANY, to_wx(record->text), wxDefaultPosition, wxDefaultSize, wxTE_MULTILINE);
    identify(*text, "row_text", tr("这一行的内容"));
    auto* buttons = ok_and_back(dialog, tr("改正并再试(&O)"),
                                new wxStaticText(&dialog, wxID_ANY, tr("只改这次导入的内容，原文件不动。")));
    auto* box = new wxBoxSizer(wxVERTICAL);
    box->Add(why, 0, wxALL, FromDIP(10));
    box->Add(text, 1, wxEXPAND | wxLEFT | wxRIGHT, FromDIP(10));
    box->Add(buttons, 0, wxEXPAND | wxALL, FromDIP(10));
    dialog.SetSizer(box);
    dialog.CentreOnParent();
    if (dialog.ShowModal() != wxID_OK) return;
    try {
        const std::string mended = from_wx(text->GetValue());
        m_source.replace(*record, mended);
        if (std::count(mended.begin(), mended.end(), '\n') !=
            std::count(record->text.begin(), record->text.end(), '\n'))
            m_doubles.clear(); // they are told by their lines
    } catch (const Error& error) {
        return tell_error(*this, m_language, error);
    }
    if (run_import(true)) show_counts();
}

} // namespace goufang::desktop
