// The five pages of the import wizard; what they do stands in import_dialog.cpp.
#include "app/desktop/import_dialog.h"

#include "app/desktop/access.h"
#include "app/desktop/controls.h"
#include "app/desktop/dialogs.h"
#include "app/desktop/format_names.h"
#include "app/desktop/note.h"
#include "app/desktop/tr.h"

#include <array>
#include <wx/button.h>
#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/simplebook.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/wrapsizer.h>

namespace goufang::desktop {

namespace {

constexpr std::array<text::Encoding, 5> k_encodings{text::Encoding::utf8, text::Encoding::gbk, text::Encoding::gb18030,
                                                    text::Encoding::utf16le, text::Encoding::utf16be};
constexpr std::array<std::string_view, 4> k_policies{TR_NOOP("只填空白项"), TR_NOOP("用文件的内容覆盖"),
                                                     TR_NOOP("保留库里的内容"), TR_NOOP("另加地址、账号")};

constexpr std::array<std::string_view, 3> k_doubles{TR_NOOP("跳过"), TR_NOOP("自动新编码"), TR_NOOP("覆盖")};

} // namespace

wxPanel* ImportDialog::page(wxSizer* box) {
    auto* panel = new wxPanel(m_book);
    panel->SetSizer(box);
    m_book->AddPage(panel, wxEmptyString);
    return panel;
}

void ImportDialog::build_file_page() {
    auto* box = new wxBoxSizer(wxVERTICAL);
    wxPanel* p = page(box);
    auto* format_label = new wxStaticText(p, wxID_ANY, tr("格式(&F)"));
    m_format = new wxChoice(p, wxID_ANY);
    identify(*m_format, "import_format", tr("格式"));
    m_format->Append(tr("自动识别"));
    for (const invoice::Format& f : invoice::formats()) {
        if (!f.reads) continue;
        m_formats.push_back(&f);
        m_format->Append(format_name(f));
    }
    m_format->SetSelection(0);
    auto* encoding_label = new wxStaticText(p, wxID_ANY, tr("编码方式(&E)"));
    m_encoding = new wxChoice(p, wxID_ANY);
    identify(*m_encoding, "import_encoding", tr("编码方式"));
    m_encoding->Append(tr("自动识别"));
    for (const text::Encoding e : k_encodings) m_encoding->Append(to_wx(text::encoding_name(e)));
    m_encoding->SetSelection(0);
    m_found = new wxStaticText(p, wxID_ANY, wxEmptyString);
    m_found->SetName(wxT("import_found"));
    m_again = new wxStaticText(p, wxID_ANY, wxEmptyString);
    m_again->SetName(wxT("import_again"));
    m_rows = new wxListCtrl(p, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxLC_REPORT | wxLC_SINGLE_SEL);
    identify(*m_rows, "import_rows", tr("前 20 行"));
    m_format->SetMinSize(FromDIP(wxSize(240, -1))); // its longest name may take more room than there is
    auto* line = new wxBoxSizer(wxHORIZONTAL);
    line->Add(format_label, 0, wxALIGN_CENTER_VERTICAL | wxRIGHT, FromDIP(6));
    line->Add(m_format, 1, wxRIGHT, FromDIP(16));
    line->Add(encoding_label, 0, wxALIGN_CENTER_VERTICAL | wxRIGHT, FromDIP(6));
    line->Add(m_encoding);
    auto* path = new wxStaticText(p, wxID_ANY, to_wx(m_source.path()), wxDefaultPosition, wxDefaultSize,
                                  wxST_ELLIPSIZE_START | wxST_NO_AUTORESIZE);
    box->Add(path, 0, wxEXPAND | wxBOTTOM, FromDIP(8));
    box->Add(line, 0, wxEXPAND | wxBOTTOM, FromDIP(8));
    box->Add(m_found, 0, wxBOTTOM, FromDIP(4));
    box->Add(m_again, 0, wxBOTTOM, FromDIP(4));
    box->Add(m_rows, 1, wxEXPAND);
    for (wxChoice* c : {m_format, m_encoding})
        c->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) {
            const int f = m_format->GetSelection(), e = m_encoding->GetSelection();
            m_source.forced_format = f <= 0 ? nullptr : m_formats[static_cast<std::size_t>(f - 1)];
            m_source.forced_encoding =
                e <= 0 ? std::nullopt : std::optional(k_encodings[static_cast<std::size_t>(e - 1)]);
            m_source.map.clear();
            m_doubles.clear();
            m_new_reading = true;
            preview();
        });
}

void ImportDialog::build_columns_page() {
    auto* box = new wxBoxSizer(wxVERTICAL);
    wxPanel* p = page(box);
    m_columns_note = new wxStaticText(p, wxID_ANY, wxEmptyString);
    m_columns_note->SetName(wxT("columns_note"));
    m_forget_columns = named_button(*p, wxID_ANY, "forget_columns", tr("恢复按标题识别(&R)"));
    m_columns = new ColumnChoices(p, m_language);
    auto* line = new wxBoxSizer(wxHORIZONTAL);
    line->Add(m_columns_note, 1, wxALIGN_CENTER_VERTICAL);
    line->Add(m_forget_columns);
    m_forget_columns->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { forget_columns(); });
    box->Add(line, 0, wxEXPAND | wxBOTTOM, FromDIP(8));
    box->Add(m_columns, 1, wxEXPAND);
}

void ImportDialog::build_check_page() {
    auto* box = new wxBoxSizer(wxVERTICAL);
    wxPanel* p = page(box);
    auto* grid = new wxFlexGridSizer(2, FromDIP(wxSize(8, 10)));
    grid->Add(new wxStaticText(p, wxID_ANY, tr("库里已有时(&P)")), 0, wxALIGN_CENTER_VERTICAL);
    m_policy = new wxChoice(p, wxID_ANY);
    identify(*m_policy, "import_policy", tr("库里已有时"));
    for (const std::string_view text : k_policies) m_policy->Append(tr(text));
    m_policy->SetSelection(0);
    grid->Add(m_policy);
    grid->Add(new wxStaticText(p, wxID_ANY, tr("放到分类(&G)")), 0, wxALIGN_CENTER_VERTICAL);
    m_into_button = new wxButton(p, wxID_ANY, tr("按文件里的分类"), wxDefaultPosition, wxDefaultSize, wxBU_LEFT);
    identify(*m_into_button, "import_into", tr("放到分类"));
    grid->Add(m_into_button, 0, wxEXPAND);
    box->Add(grid, 0, wxBOTTOM, FromDIP(14));
    box->Add(new wxStaticText(p, wxID_ANY,
                              tr("按税号、编码、名称依次认出同一购买方。\n下一步先试导入一遍，什么都不写入。")));
    m_into_button->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        const model::CategoryTree tree = m_library.registry().tree();
        const auto to = choose_category(*this, tree, tr("放到分类"), tr("选定(&O)"));
        if (!to) return;
        m_into = *to;
        m_into_button->SetLabelText(m_into == 0 ? tr("按文件里的分类") : to_wx(tree.path(m_into)));
        m_into_button->GetParent()->Layout();
    });
}

void ImportDialog::build_preview_page() {
    auto* box = new wxBoxSizer(wxVERTICAL);
    wxPanel* p = page(box);
    m_counts = new wxStaticText(p, wxID_ANY, wxEmptyString);
    m_counts->SetName(wxT("import_counts"));
    auto* filter_label = new wxStaticText(p, wxID_ANY, tr("只看(&O)"));
    m_filter = new wxChoice(p, wxID_ANY);
    identify(*m_filter, "import_filter", tr("只看"));
    m_report = new ReportList(p, m_language);
    m_edit = new wxButton(p, wxID_EDIT, tr("改正所选行(&E)…"));
    identify(*m_edit, "import_edit", tr("改正所选行"));
    m_visit = named_button(*p, wxID_ANY, "import_visit", tr("去看库里这一家(&V)"));
    auto* filter = new wxBoxSizer(wxHORIZONTAL);
    filter->Add(filter_label, 0, wxALIGN_CENTER_VERTICAL | wxRIGHT, FromDIP(6));
    filter->Add(m_filter);
    auto* double_label = new wxStaticText(p, wxID_ANY, tr("编码重复时(&D)"));
    m_double = new wxChoice(p, wxID_ANY);
    identify(*m_double, "import_double", tr("编码重复时"));
    for (const std::string_view text : k_doubles) m_double->Append(tr(text));
    m_all_doubles = new wxCheckBox(p, wxID_ANY, tr("用于全部重复的行(&A)"));
    identify(*m_all_doubles, "import_all_doubles", tr("用于全部重复的行"));
    auto* doubles = new wxBoxSizer(wxHORIZONTAL);
    doubles->Add(double_label, 0, wxALIGN_CENTER_VERTICAL | wxRIGHT, FromDIP(6));
    doubles->Add(m_double);
    doubles->Add(m_all_doubles, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, FromDIP(8));
    auto* line = new wxWrapSizer(wxHORIZONTAL); // in two lines where the text is large
    line->Add(filter, 0, wxRIGHT, FromDIP(24));
    line->Add(doubles, 0, wxRIGHT, FromDIP(24));
    line->Add(m_edit, 0, wxRIGHT, FromDIP(8));
    line->Add(m_visit);
    box->Add(m_counts, 0, wxBOTTOM, FromDIP(8));
    box->Add(line, 0, wxEXPAND | wxBOTTOM, FromDIP(8));
    box->Add(m_report, 1, wxEXPAND);
    auto* causes = new wxStaticText(p, wxID_ANY, wxT("\n"), wxDefaultPosition, wxDefaultSize, wxST_NO_AUTORESIZE);
    causes->SetName(wxT("import_causes"));
    box->Add(causes, 0, wxEXPAND | wxTOP, FromDIP(6));
    m_report->Bind(wxEVT_LIST_ITEM_SELECTED, [this, causes](wxListEvent&) { // the whole sentence, however long
        causes->SetLabelText(wrapped(*causes, m_report->causes(), causes->GetSize().x));
        show_double();
    });
    m_filter->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { m_report->show(m_lines, m_filter->GetSelection() - 1); });
    m_double->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { CallAfter([this] { settle_double(); }); });
    m_edit->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { CallAfter([this] { edit_row(); }); });
    m_report->Bind(wxEVT_LIST_ITEM_ACTIVATED, [this](wxListEvent&) { CallAfter([this] { open_row(); }); });
    m_visit->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { CallAfter([this] { go_to_buyer(); }); });
}

void ImportDialog::build_result_page() {
    auto* box = new wxBoxSizer(wxVERTICAL);
    wxPanel* p = page(box);
    m_result = new wxStaticText(p, wxID_ANY, wxEmptyString);
    m_result->SetName(wxT("import_result"));
    m_save_rejects = new wxButton(p, wxID_SAVE, tr("另存未导入的行(&S)…"));
    identify(*m_save_rejects, "save_rejects", tr("另存未导入的行"));
    m_save_report = new wxButton(p, wxID_SAVEAS, tr("另存逐行报告(&R)…"));
    identify(*m_save_report, "save_report", tr("另存逐行报告"));
    auto* line = new wxBoxSizer(wxHORIZONTAL);
    line->Add(m_save_rejects, 0, wxRIGHT, FromDIP(8));
    line->Add(m_save_report);
    box->Add(m_result, 0, wxEXPAND | wxBOTTOM, FromDIP(12));
    box->Add(line);
    const wxString stem = to_wx(m_source.file_name()).BeforeLast('.');
    const wxString name = stem.empty() ? to_wx(m_source.file_name()) : stem;
    m_save_rejects->Bind(wxEVT_BUTTON, [this, name](wxCommandEvent&) {
        const std::string_view extension = invoice::file_extension(m_source.file_name());
        save_as(tr("另存未导入的行"), name + wxT("-") + tr("未导入") + wxT(".") + to_wx(extension), m_rejects.text);
    });
    m_save_report->Bind(wxEVT_BUTTON, [this, name](wxCommandEvent&) {
        save_as(tr("另存逐行报告"), name + wxT("-") + tr("导入报告") + wxT(".csv"), m_report_text);
    });
}

} // namespace goufang::desktop
