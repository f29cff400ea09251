#include "app/desktop/template_field.h"

#include "app/desktop/access.h"
#include "app/desktop/ask.h"
#include "app/desktop/column_choices.h"
#include "app/desktop/controls.h"
#include "app/desktop/note.h"
#include "app/desktop/settings.h"
#include "app/desktop/tr.h"

#include <wx/button.h>
#include <wx/filedlg.h>
#include <wx/filename.h>
#include <wx/sizer.h>
#include <wx/textctrl.h>

namespace goufang::desktop {

namespace {

/// The headings of a file's table; none where it has no table.
Headings headings_of(const invoice::Format& format, std::string_view bytes) {
    Headings out;
    for (auto& [heading, field] : format.open(bytes, {})->columns()) out.push_back(heading);
    return out;
}

} // namespace

TemplateField::TemplateField(wxWindow* parent, Settings& settings, words::Language language)
    : wxPanel(parent), m_settings(settings), m_language(language) {
    m_path = new wxTextCtrl(this, wxID_ANY);
    identify(*m_path, "export_template", tr("模板"));
    auto* browse_button = named_button(*this, wxID_ANY, "export_browse", tr("选择文件(&F)…"));
    m_why = new Note(this);
    m_why->SetName(wxT("export_template_why"));
    auto* line = new wxBoxSizer(wxHORIZONTAL);
    line->Add(m_path, 1, wxALIGN_CENTER_VERTICAL | wxRIGHT, FromDIP(8));
    line->Add(browse_button);
    auto* box = new wxBoxSizer(wxVERTICAL);
    box->Add(line, 0, wxEXPAND);
    box->Add(m_why, 0, wxEXPAND | wxTOP, FromDIP(4));
    SetSizer(box);
    browse_button->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { CallAfter([this] { browse(); }); });
    m_path->Bind(wxEVT_TEXT, [this](wxCommandEvent&) {
        if (on_change) on_change();
    });
}

std::string TemplateField::setting() const { return "template-" + std::string(m_format->id); }

void TemplateField::set_format(const invoice::Format& format) {
    if (m_format == &format) return;
    m_format = &format;
    m_file.reset();
    m_opened.clear();
    const bool fills = format.fills != invoice::Fills::no;
    m_path->ChangeValue(fills ? to_wx(m_settings.text(setting())) : wxString());
    m_why->set(format.fills == invoice::Fills::must
                   ? tr("这种格式填写从电子税务局下载的工作簿：请选择它。其余内容一个字节不动，另存为新文件。")
                   : tr("可不填。选了单据文件时只填其中的购买方，另存为新文件。"),
               Tone::plain);
    Show(fills);
}

bool TemplateField::browse() {
    const wxFileName now(m_path->GetValue());
    const std::string extension(m_format->extensions.substr(0, m_format->extensions.find(',')));
    wxFileDialog dialog(this, tr("选择要填写的文件"), now.GetPath(), wxEmptyString,
                        wxT("*.") + to_wx(extension) + wxT("|*.") + to_wx(extension) + wxT("|") + tr("所有文件") +
                            wxT("|*"),
                        wxFD_OPEN | wxFD_FILE_MUST_EXIST);
    if (dialog.ShowModal() != wxID_OK) return false;
    m_path->SetValue(dialog.GetPath());
    return true;
}

bool TemplateField::open() {
    if (m_format->fills == invoice::Fills::no) return true;
    if (m_path->IsEmpty() && m_format->fills == invoice::Fills::must && !browse()) return false;
    const std::string path = from_wx(m_path->GetValue());
    m_file.reset();
    m_opened.clear();
    m_map.clear();
    if (path.empty()) return true;
    try {
        m_file.emplace(path);
        if (m_file->bytes().empty()) throw Error(Code::file_empty, {path});
        m_opened = path;
        m_map = remembered_map(m_settings, headings_of(*m_format, m_file->bytes()));
    } catch (const Error& error) {
        m_file.reset();
        tell_error(*this, m_language, error);
        m_path->SetFocus();
        return false;
    }
    return true;
}

void TemplateField::fill(invoice::WriteOptions& options) const {
    if (!m_file) return;
    options.template_bytes = m_file->bytes();
    options.map = m_map;
}

bool TemplateField::about_columns(const Error& error) {
    if (error.code() != Code::syntax || error.args().size() < 4) return false;
    return error.args()[2] == "etax.required" || error.args()[2] == "etax.no_name";
}

bool TemplateField::ask_columns(const Error& error) {
    const std::string& heading = error.args()[3];
    const Headings headings = headings_of(*m_format, m_file->bytes());
    const wxString why =
        heading.empty() ? tr("模板的标题行中没有“名称”一栏：请指出哪一栏填名称。")
                        : tr("“%s”一栏标为必填，但没有可填的字段：请指定填哪一项；选“不用这一列”则留着，由您在表里填。",
                             to_wx(heading));
    if (!desktop::ask_columns(*wxGetTopLevelParent(this), m_language, why, headings, m_map)) return false;
    remember_map(m_settings, headings, m_map);
    return true;
}

bool TemplateField::is_template(const wxString& path) const {
    return m_file && wxFileName(path).SameAs(wxFileName(to_wx(m_opened)));
}

wxString TemplateField::copy_stem() const {
    return m_file ? wxFileName(to_wx(m_opened)).GetName() + tr("-已填") : wxString();
}

void TemplateField::remember() {
    if (m_format->fills != invoice::Fills::no) m_settings.set(setting(), m_opened);
}

} // namespace goufang::desktop
