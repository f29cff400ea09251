#include "app/desktop/settings_dialog.h"

#include "app/desktop/access.h"
#include "app/desktop/controls.h"
#include "app/desktop/note.h"
#include "app/desktop/picker.h"
#include "app/desktop/settings.h"
#include "app/desktop/tr.h"

#include <array>
#include <wx/button.h>
#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/dialog.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

namespace goufang::desktop {

bool edit_settings(wxWindow& parent, Settings& settings, words::Language) {
    wxDialog dialog(&parent, wxID_ANY, tr("设置"));
    dialog.SetName(wxT("settings_dialog"));
    auto* grid = new wxFlexGridSizer(2, dialog.FromDIP(wxSize(10, 10)));
    const auto row = [&](const wxString& label, const char* id, const wxArrayString& choices, int chosen) {
        grid->Add(new wxStaticText(&dialog, wxID_ANY, label), 0, wxALIGN_CENTER_VERTICAL | wxALIGN_RIGHT);
        auto* choice = new wxChoice(&dialog, wxID_ANY, wxDefaultPosition, wxDefaultSize, choices);
        identify(*choice, id, label);
        choice->SetSelection(chosen);
        grid->Add(choice, 1, wxEXPAND);
        return choice;
    };
    constexpr std::array<std::string_view, 4> languages{"", "zh_CN", "zh_TW", "en"};
    wxArrayString names;
    names.push_back(tr("跟随系统"));
    for (const char* name : {"简体中文", "繁體中文", "English"}) names.push_back(to_wx(name));
    int now = 0;
    for (std::size_t i = 0; i < languages.size(); ++i)
        if (settings.text("language") == languages[i]) now = static_cast<int>(i);
    wxChoice* language = row(tr("语言(&L)"), "language", names, now);
    wxArrayString places;
    places.push_back(tr("列表右边"));
    places.push_back(tr("列表下方"));
    wxChoice* detail = row(tr("资料栏(&D)"), "detail", places, settings.text("detail", "right") == "below" ? 1 : 0);
    grid->Add(new wxStaticText(&dialog, wxID_ANY, tr("选取窗口的热键(&K)")), 0,
              wxALIGN_CENTER_VERTICAL | wxALIGN_RIGHT);
    auto* key = new wxTextCtrl(&dialog, wxID_ANY, to_wx(settings.text("picker-key", k_picker_key)));
    identify(*key, "picker_key", tr("选取窗口的热键"));
    grid->Add(key, 1, wxEXPAND);
    if (!Hotkey::possible()) {
        key->Disable();
        auto* note = new Note(&dialog);
        note->SetName(wxT("picker_key_note"));
        note->set(tr("此桌面不让程序登记热键。请在系统设置里给命令 goufang-desktop --pick 设一个快捷键。"),
                  Tone::plain);
        note->wrap_to(dialog.FromDIP(320));
        grid->AddSpacer(0);
        grid->Add(note, 1, wxEXPAND);
    }
    auto* enter = new wxCheckBox(&dialog, wxID_ANY, tr("回车键到下一项(&E)"));
    identify(*enter, "enter_moves", tr("回车键到下一项"));
    enter->SetValue(settings.flag("enter-moves", true));
    grid->AddSpacer(0);
    grid->Add(enter);
    auto* buttons = ok_and_back(dialog, tr("保存(&S)"));
    auto* box = new wxBoxSizer(wxVERTICAL);
    box->Add(grid, 1, wxEXPAND | wxALL, dialog.FromDIP(16));
    box->Add(buttons, 0, wxEXPAND | wxLEFT | wxRIGHT | wxBOTTOM, dialog.FromDIP(16));
    dialog.SetSizerAndFit(box);
    dialog.CentreOnParent();
    if (dialog.ShowModal() != wxID_OK) return false;
    settings.set("language", languages.at(static_cast<std::size_t>(language->GetSelection())));
    settings.set("detail", detail->GetSelection() == 1 ? "below" : "right");
    settings.set("picker-key", from_wx(key->GetValue().Trim().Trim(false)));
    settings.set("enter-moves", enter->GetValue() ? 1L : 0L);
    settings.save();
    return true;
}

} // namespace goufang::desktop
