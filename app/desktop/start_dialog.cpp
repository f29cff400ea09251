#include "app/desktop/start_dialog.h"
#include "app/desktop/ask.h"

#include "app/desktop/access.h"
#include "app/desktop/controls.h"
#include "app/desktop/dialogs.h"
#include "app/desktop/note.h"
#include "app/desktop/tr.h"
#include "app/desktop/window_words.h"
#include "core/file/file.h"
#include "invoice/transfer.h"

#include <filesystem>
#include <wx/button.h>
#include <wx/commandlinkbutton.h>
#include <wx/dialog.h>
#include <wx/dirdlg.h>
#include <wx/filedlg.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

namespace goufang::desktop {

namespace {

constexpr unsigned char k_sample[] = {
#include "app/desktop/sample.inc"
};

enum Answer { answer_new = wxID_HIGHEST + 1, answer_sample, answer_import, answer_open };

/// A file name out of a company name: what no system allows in names becomes '_'.
std::string file_name_of(const std::string& company) {
    std::string name;
    for (const char c : company)
        name += static_cast<unsigned char>(c) < 32 || std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos
                    ? '_'
                    : c;
    return name.empty() ? "library" : name;
}

std::string free_path(const std::string& folder, const std::string& name) {
    std::string path = folder + "/" + name + ".goufang";
    for (int n = 2; std::filesystem::exists(file::to_path(path)); ++n)
        path = folder + "/" + name + "-" + std::to_string(n) + ".goufang";
    return path;
}

/// Company and place of a new library.
class NewDialog : public wxDialog {
  public:
    NewDialog(wxWindow* parent, const std::string& folder)
        : wxDialog(parent, wxID_ANY, tr("新建库"), wxDefaultPosition, wxDefaultSize,
                   wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER) {
        SetName(wxT("new_library_dialog"));
        auto* company_label = new wxStaticText(this, wxID_ANY, tr("公司名称(&N)"));
        m_company = new wxTextCtrl(this, wxID_ANY, wxEmptyString, wxDefaultPosition, FromDIP(wxSize(480, -1)));
        identify(*m_company, "company", tr("公司名称"));
        auto* path_label = new wxStaticText(this, wxID_ANY, tr("存放在(&P)"));
        // A text of our own: the toolkit's folder field stays empty for a folder that is not there yet.
        m_folder = new wxTextCtrl(this, wxID_ANY, to_wx(folder));
        identify(*m_folder, "folder", tr("存放在"));
        auto* choose = named_button(*this, wxID_OPEN, "choose_folder", tr("选择(&C)…"));
        choose->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
            wxDirDialog dialog(this, tr("存放在哪里"), m_folder->GetValue());
            if (dialog.ShowModal() == wxID_OK) m_folder->SetValue(dialog.GetPath());
        });
        auto* place = new wxBoxSizer(wxHORIZONTAL);
        place->Add(m_folder, 1, wxALIGN_CENTER_VERTICAL);
        place->Add(choose, 0, wxLEFT, FromDIP(6));
        auto* note = new wxStaticText(this, wxID_ANY, tr("公司名称显示在标题栏里，免得开错公司。"));
        note->SetForegroundColour(tone_colour(Tone::plain));
        auto* grid = new wxFlexGridSizer(2, FromDIP(wxSize(8, 8)));
        grid->AddGrowableCol(1, 1);
        grid->Add(company_label, 0, wxALIGN_CENTER_VERTICAL);
        grid->Add(m_company, 1, wxEXPAND);
        grid->AddSpacer(0);
        grid->Add(note);
        grid->Add(path_label, 0, wxALIGN_CENTER_VERTICAL);
        grid->Add(place, 1, wxEXPAND);
        auto* buttons = ok_and_back(*this, tr("新建(&O)"));
        auto* box = new wxBoxSizer(wxVERTICAL);
        box->Add(grid, 1, wxEXPAND | wxALL, FromDIP(16));
        box->Add(buttons, 0, wxEXPAND | wxLEFT | wxRIGHT | wxBOTTOM, FromDIP(16));
        SetSizerAndFit(box);
        Centre();
        m_company->SetFocus();
    }
    std::string company() const { return from_wx(m_company->GetValue().Trim().Trim(false)); }
    std::string folder() const { return from_wx(m_folder->GetValue().Trim().Trim(false)); }

  private:
    wxTextCtrl* m_company;
    wxTextCtrl* m_folder;
};

void show_error(wxWindow* parent, words::Language language, const Error& error) {
    tell(parent, tr("没有完成"), in_window(language, error));
}

std::optional<store::Registry> ask_new(wxWindow* parent, const std::string& folder, words::Language language) {
    for (;;) {
        NewDialog dialog(parent, folder);
        if (dialog.ShowModal() != wxID_OK) return std::nullopt;
        try {
            std::error_code ignored;
            std::filesystem::create_directories(file::to_path(dialog.folder()), ignored);
            return store::Registry::create(free_path(dialog.folder(), file_name_of(dialog.company())),
                                           dialog.company());
        } catch (const Error& error) {
            show_error(parent, language, error);
        }
    }
}

class StartDialog : public wxDialog {
  public:
    explicit StartDialog(wxWindow* parent) : wxDialog(parent, wxID_ANY, tr("购方库")) {
        SetName(wxT("start_dialog"));
        auto* box = new wxBoxSizer(wxVERTICAL);
        auto* title = new wxStaticText(this, wxID_ANY, tr("从哪里开始？"));
        title->SetFont(title->GetFont().Bold().Larger());
        box->Add(title, 0, wxALL, FromDIP(16));
        const auto add = [&](int id, const char* name, const wxString& text, const wxString& note) {
            auto* button = new wxCommandLinkButton(this, id, text, note);
            identify(*button, name, text);
            box->Add(button, 0, wxEXPAND | wxLEFT | wxRIGHT | wxBOTTOM, FromDIP(12));
            button->Bind(wxEVT_BUTTON, [this, id](wxCommandEvent&) { EndModal(id); });
        };
        add(answer_new, "start_new", tr("新建库(&N)"), tr("空白的库，自己增加分类和购买方"));
        add(answer_import, "start_import", tr("从开票软件或表格导入(&I)"),
            tr("航天、百旺的客户编码，CSV 表格；导入前先试一遍"));
        add(answer_sample, "start_sample", tr("看示例库(&S)"), tr("三百多家虚构的购买方，随便试"));
        add(answer_open, "start_open", tr("打开已有的库(&O)"), tr("别处拷来的 .goufang 文件"));
        SetSizerAndFit(box);
        SetMinSize(FromDIP(wxSize(440, -1)));
        Fit();
        Centre();
        SetEscapeId(wxID_CANCEL);
        Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
            if (event.GetKeyCode() == WXK_ESCAPE) return EndModal(wxID_CANCEL);
            event.Skip();
        });
    }
};

} // namespace

void make_sample(const std::string& path) {
    store::Registry registry = store::Registry::create(path, "示例公司");
    invoice::ImportOptions options;
    const std::string_view bytes(reinterpret_cast<const char*>(k_sample), sizeof k_sample);
    invoice::import_bytes(
        registry, bytes, "customers-gbk.txt", options, [](const invoice::ReportLine&) {}, nullptr);
}

std::optional<store::Registry> make_library(wxWindow& parent, const std::string& folder, words::Language language) {
    return ask_new(&parent, folder, language);
}

StartChoice show_start(wxWindow* parent, const std::string& folder, words::Language language) {
    for (;;) {
        StartDialog dialog(parent);
        const int answer = dialog.ShowModal();
        StartChoice choice;
        choice.what = StartChoice::What::opened;
        try {
            switch (answer) {
            case answer_new:
                if (const auto made = ask_new(parent, folder, language)) {
                    choice.path = made->path();
                    return choice;
                }
                break;
            case answer_sample:
                std::filesystem::create_directories(file::to_path(folder));
                choice.path = free_path(folder, from_wx(tr("示例公司")));
                make_sample(choice.path);
                return choice;
            case answer_import: {
                wxFileDialog file(parent, tr("导入：选择开票软件或表格的文件"), wxEmptyString, wxEmptyString,
                                  tr("所有文件") + wxT("|*"), wxFD_OPEN | wxFD_FILE_MUST_EXIST);
                if (file.ShowModal() != wxID_OK) break;
                choice.import_file = from_wx(file.GetPath());
                if (const auto made = ask_new(parent, folder, language)) {
                    choice.path = made->path();
                    return choice;
                }
                break;
            }
            case answer_open: {
                wxFileDialog file(parent, tr("打开库"), to_wx(folder), wxEmptyString,
                                  tr("购方库") + wxT(" (*.goufang)|*.goufang"), wxFD_OPEN | wxFD_FILE_MUST_EXIST);
                if (file.ShowModal() != wxID_OK) break;
                choice.path = from_wx(file.GetPath());
                return choice;
            }
            default:
                return {};
            }
        } catch (const Error& error) {
            show_error(parent, language, error);
        }
    }
}

} // namespace goufang::desktop
