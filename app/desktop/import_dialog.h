#pragma once
// The import wizard: 文件 -> 对应列 -> 核对 -> 预览 -> 结果. Nothing is written before the preview was confirmed.

#include "app/desktop/column_choices.h"
#include "app/desktop/dialogs.h"
#include "app/desktop/import_report.h"
#include "app/desktop/import_source.h"
#include "app/desktop/library.h"

#include <map>
#include <string>
#include <utility>
#include <vector>
#include <wx/dialog.h>

class wxButton;
class wxCheckBox;
class wxChoice;
class wxSimplebook;
class wxStaticText;

namespace goufang::desktop {

class ImportDialog : public wxDialog {
  public:
    ImportDialog(wxWindow& parent, Library& library, const std::string& path, Settings& settings,
                 words::Language language);
    ImportAnswer answer;

  private:
    enum Page { page_file, page_columns, page_check, page_preview, page_result };

    // import_pages.cpp
    wxPanel* page(wxSizer* box);
    void build_file_page();
    void build_columns_page();
    void build_check_page();
    void build_preview_page();
    void build_result_page();
    // import_dialog.cpp
    void preview();
    ImportSource::Preview recall_columns(ImportSource::Preview seen);
    void show_columns();
    void forget_columns();
    void take_columns();
    bool run_import(bool dry);
    void show_counts();
    void edit_row();
    void go_to_buyer();
    void open_row(); ///< Enter: to the buyer that the platform spoke of, else its correction
    void show_double();
    void settle_double();
    void next();
    void go(int to);
    void keep_report();
    void save_as(const wxString& title, const wxString& name, const std::string& text);
    wxString counts_text() const;
    wxString outcome_text() const;

    Library& m_library;
    Settings& m_settings;
    words::Language m_language;
    ImportSource m_source;
    std::vector<const invoice::Format*> m_formats;
    std::vector<invoice::ReportLine> m_lines; ///< the first ones; all of them are in the report file
    std::string m_report_text;
    file::StringSink m_rejects;
    invoice::ImportResult m_outcome;
    Headings m_headings;
    model::CategoryId m_into = 0;
    invoice::OnDouble m_on_double = invoice::OnDouble::skip;
    std::map<std::int64_t, invoice::OnDouble> m_doubles; ///< of single rows, by line
    bool m_new_reading = true;                           ///< format or encoding was chosen anew
    bool m_readable = false;
    wxStaticText *m_steps[5]{}, *m_found = nullptr, *m_columns_note = nullptr, *m_counts = nullptr, *m_result = nullptr,
                                *m_again = nullptr;
    wxSimplebook* m_book = nullptr;
    wxChoice *m_format = nullptr, *m_encoding = nullptr, *m_policy = nullptr, *m_filter = nullptr, *m_double = nullptr;
    wxCheckBox* m_all_doubles = nullptr;
    wxListCtrl* m_rows = nullptr;
    ReportList* m_report = nullptr;
    ColumnChoices* m_columns = nullptr;
    wxButton *m_back = nullptr, *m_next = nullptr, *m_close = nullptr, *m_save_rejects = nullptr,
             *m_save_report = nullptr, *m_edit = nullptr, *m_forget_columns = nullptr, *m_into_button = nullptr,
             *m_visit = nullptr;
};

} // namespace goufang::desktop
