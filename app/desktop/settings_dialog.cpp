#include "app/desktop/settings_dialog.h"

#include "app/desktop/access.h"
#include "app/desktop/ask.h"
#include "app/desktop/controls.h"
#include "app/desktop/library.h"
#include "app/desktop/note.h"
#include "app/desktop/picker.h"
#include "app/desktop/settings.h"
#include "app/desktop/tr.h"
#include "core/check/check.h"
#include "core/text/errors.h"
#include "core/text/fold.h"
#include "invoice/qr/title.h"

#include <array>
#include <wx/button.h>
#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/dialog.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

namespace goufang::desktop {

namespace {

/// Says below the field what is wrong with the number in it. True when the dialog must be laid out again.
bool judge_own(const wxTextCtrl& own, Note& note, words::Language in) {
    const std::string tax_id = text::clean_tax_id(from_wx(own.GetValue()));
    const auto verdict = check::judge_tax_id(tax_id, model::Kind::enterprise);
    const bool silent = tax_id.empty() || verdict.sentence.empty();
    const Tone tone = verdict.severity == check::Severity::error ? Tone::error : Tone::warning;
    return note.set(silent ? wxString() : to_wx(words::sentence(in, verdict.sentence, verdict.args)), tone);
}

} // namespace

bool edit_settings(wxWindow& parent, Settings& settings, Library* library, words::Language in) {
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
    wxArrayString habits;
    habits.push_back(tr("通用"));
    habits.push_back(tr("用友 U8：F5 增加，F6 保存，F3 查找，F2 参照"));
    wxChoice* habit = row(tr("键盘习惯(&H)"), "keys", habits, settings.text("keys") == "u8" ? 1 : 0);
    const auto field = [&](const wxString& label, const char* id, const std::string& text) {
        grid->Add(new wxStaticText(&dialog, wxID_ANY, label), 0, wxALIGN_CENTER_VERTICAL | wxALIGN_RIGHT);
        auto* control = new wxTextCtrl(&dialog, wxID_ANY, to_wx(text));
        identify(*control, id, wxControl::RemoveMnemonics(label));
        control->SetMinSize(dialog.FromDIP(wxSize(220, -1))); // a tax id, with its blanks
        grid->Add(control, 1, wxEXPAND);
        return control;
    };
    wxTextCtrl* key = field(tr("选取窗口的热键(&K)"), "picker_key", settings.text("picker-key", k_picker_key));
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
    wxTextCtrl* own = nullptr;
    wxChoice* crc = nullptr;
    constexpr std::array<std::string_view, 2> charsets{"gbk", "utf8"};
    if (library != nullptr) {
        const store::Registry& registry = library->registry();
        own = field(tr("本单位税号(&T)"), "own_tax_id", registry.setting("own_tax_id"));
        own->SetHint(tr("导入发票时，据此认出哪一方是客户"));
        auto* verdict = new Note(&dialog);
        verdict->SetName(wxT("own_tax_id_note"));
        verdict->wrap_to(dialog.FromDIP(320));
        grid->AddSpacer(0);
        grid->Add(verdict, 1, wxEXPAND);
        const auto judge = [&dialog, own, verdict, in] {
            if (judge_own(*own, *verdict, in)) dialog.Fit();
        };
        own->Bind(wxEVT_TEXT, [judge](wxCommandEvent& event) {
            judge();
            event.Skip();
        });
        judge();
        wxArrayString shown;
        for (const char* name : {"GBK", "UTF-8"}) shown.push_back(to_wx(name));
        const auto set =
            invoice::qr::crc_charset_from(registry.setting("title_qr_crc")).value_or(invoice::qr::CrcCharset::gbk);
        crc = row(tr("抬头二维码的校验(&Q)"), "title_qr_crc", shown, set == invoice::qr::CrcCharset::utf8 ? 1 : 0);
    }
    auto* buttons = ok_and_back(dialog, tr("保存(&S)"));
    auto* box = new wxBoxSizer(wxVERTICAL);
    box->Add(grid, 1, wxEXPAND | wxALL, dialog.FromDIP(16));
    box->Add(buttons, 0, wxEXPAND | wxLEFT | wxRIGHT | wxBOTTOM, dialog.FromDIP(16));
    dialog.SetSizerAndFit(box);
    dialog.CentreOnParent();
    if (dialog.ShowModal() != wxID_OK) return false;
    settings.set("language", languages.at(static_cast<std::size_t>(language->GetSelection())));
    settings.set("detail", detail->GetSelection() == 1 ? "below" : "right");
    settings.set("keys", habit->GetSelection() == 1 ? "u8" : "");
    settings.set("picker-key", from_wx(key->GetValue().Trim().Trim(false)));
    settings.set("enter-moves", enter->GetValue() ? 1L : 0L);
    settings.save();
    if (library == nullptr) return true;
    try {
        const auto keep = [&](std::string_view setting, std::string_view value) {
            if (library->registry().setting(setting) != value) library->registry().set_setting(setting, value);
        };
        keep("own_tax_id", text::clean_tax_id(from_wx(own->GetValue())));
        keep("title_qr_crc", charsets.at(static_cast<std::size_t>(crc->GetSelection())));
    } catch (const Error& error) {
        tell_error(parent, in, error);
    }
    return true;
}

} // namespace goufang::desktop
