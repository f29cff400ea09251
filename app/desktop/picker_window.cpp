#include "app/desktop/picker_window.h"

#include "app/desktop/access.h"
#include "app/desktop/foreground.h"
#include "app/desktop/icons.h"
#include "app/desktop/note.h"
#include "app/desktop/tr.h"

#include <wx/display.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

namespace goufang::desktop {

PickerWindow::PickerWindow(words::Language language)
    : wxFrame(nullptr, wxID_ANY, tr("选取购买方"), wxDefaultPosition, wxDefaultSize,
              wxCAPTION | wxCLOSE_BOX | wxSYSTEM_MENU | wxRESIZE_BORDER | wxSTAY_ON_TOP | wxFRAME_NO_TASKBAR) {
    SetName(wxT("picker"));
    live_beside_dialogs(*this);
    auto* panel = new wxPanel(this);
    m_search = new wxTextCtrl(panel, wxID_ANY, wxEmptyString, wxDefaultPosition, wxDefaultSize, wxTE_PROCESS_ENTER);
    identify(*m_search, "picker_search", tr("查找购买方"));
    m_search->SetHint(tr("名称、拼音首字母、税号或账号片段、电话……"));
    m_search->SetFont(m_search->GetFont().Scaled(1.2F));
    m_count = new wxStaticText(panel, wxID_ANY, wxEmptyString);
    m_count->SetName(wxT("picker_count"));
    m_list = new PickerList(panel, language);
    m_hint = new wxStaticText(panel, wxID_ANY, wxEmptyString);
    m_hint->SetName(wxT("picker_hint"));
    m_hint->SetForegroundColour(tone_colour(Tone::plain));
    auto* fields = new wxFlexGridSizer(3, FromDIP(wxSize(10, 3)));
    fields->AddGrowableCol(2, 1);
    for (std::size_t i = 0; i < k_invoice_fields.size(); ++i) {
        auto* key = new wxStaticText(panel, wxID_ANY, wxString::Format(wxT("Ctrl+%zu"), i + 1));
        key->SetForegroundColour(tone_colour(Tone::plain));
        const wxString label = to_wx(words::field_name(language, k_invoice_fields[i]));
        m_values[i] = new wxStaticText(panel, wxID_ANY, wxEmptyString, wxDefaultPosition, wxDefaultSize,
                                       wxST_ELLIPSIZE_END | wxST_NO_AUTORESIZE);
        identify(*m_values[i], ("picker_value_" + std::to_string(i + 1)).c_str(), label);
        fields->Add(key, 0, wxALIGN_CENTER_VERTICAL);
        fields->Add(new wxStaticText(panel, wxID_ANY, label), 0, wxALIGN_CENTER_VERTICAL);
        fields->Add(m_values[i], 1, wxEXPAND | wxALIGN_CENTER_VERTICAL);
    }
    auto* keys =
        new wxStaticText(panel, wxID_ANY, tr("Enter 复制开票信息　Ctrl+1～6 复制一项　Ctrl+Enter 逐项粘贴　Esc 关闭"));
    keys->SetName(wxT("picker_keys"));
    keys->SetForegroundColour(tone_colour(Tone::plain));
    auto* top = new wxBoxSizer(wxHORIZONTAL);
    top->Add(m_search, 1, wxALIGN_CENTER_VERTICAL);
    top->Add(m_count, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, FromDIP(8));
    auto* box = new wxBoxSizer(wxVERTICAL);
    box->Add(top, 0, wxEXPAND | wxALL, FromDIP(10));
    box->Add(m_hint, 0, wxLEFT | wxRIGHT | wxBOTTOM, FromDIP(10));
    box->Add(m_list, 1, wxEXPAND | wxLEFT | wxRIGHT, FromDIP(10));
    box->Add(fields, 0, wxEXPAND | wxALL, FromDIP(10));
    box->Add(keys, 0, wxLEFT | wxRIGHT | wxBOTTOM, FromDIP(10));
    panel->SetSizer(box);
    SetMinClientSize(FromDIP(wxSize(420, 360)));
    SetClientSize(wxSize(std::max(FromDIP(600), keys->GetBestSize().x + FromDIP(20)), FromDIP(520)));
    m_search->Bind(wxEVT_TEXT, [this](wxCommandEvent&) {
        if (on_query) on_query();
    });
    // wxEVT_CHAR comes after the input method has had the key; KEY_DOWN and CHAR_HOOK would come before.
    m_search->Bind(wxEVT_CHAR, &PickerWindow::on_char, this);
    m_list->on_choice = [this] { show_detail(); };
    m_list->on_take = [this] {
        if (on_take) on_take();
    };
    m_list->Bind(wxEVT_LEFT_UP, [this](wxMouseEvent& event) {
        event.Skip();
        m_search->SetFocus();
    });
    Bind(wxEVT_CLOSE_WINDOW, [this](wxCloseEvent& event) {
        if (!event.CanVeto()) return event.Skip();
        event.Veto();
        if (on_leave) on_leave();
    });
    show_rows({}, wxEmptyString, wxEmptyString);
}

void PickerWindow::open(const wxString& company) {
    SetTitle(tr("选取购买方") + (company.empty() ? wxString() : wxT(" — ") + company));
    m_search->ChangeValue(wxEmptyString);
    if (on_query) on_query();
    if (!IsShown()) {
        // Where the person looks: on the screen with the mouse.
        const int screen = wxDisplay::GetFromPoint(wxGetMousePosition());
        const wxRect area = wxDisplay(static_cast<unsigned>(screen == wxNOT_FOUND ? 0 : screen)).GetClientArea();
        const wxSize size = GetSize();
        SetPosition(wxPoint(area.x + (area.width - size.x) / 2, area.y + (area.height - size.y) / 3));
    }
    bring_to_front(*this);
    m_search->SetFocus();
}

void PickerWindow::show_rows(std::vector<PickerRow> rows, const wxString& count, const wxString& hint) {
    const bool other = m_count->GetLabelText() != count || m_hint->GetLabelText() != hint;
    m_count->SetLabelText(count);
    m_hint->SetLabelText(hint);
    m_hint->Show(!hint.empty());
    if (other) m_search->GetParent()->Layout();
    m_list->set_rows(std::move(rows));
}

std::string PickerWindow::query() const { return from_wx(m_search->GetValue()); }
wxString PickerWindow::detail(std::size_t field) const { return m_values.at(field)->GetLabelText(); }
wxString PickerWindow::count_text() const { return m_count->GetLabelText(); }
wxString PickerWindow::hint_text() const { return m_hint->GetLabelText(); }

void PickerWindow::show_detail() {
    const model::Buyer* b = m_list->chosen();
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        const wxString value = b == nullptr ? wxString() : to_wx(*model::text_member(*b, k_invoice_fields[i]));
        if (m_values[i]->GetLabelText() == value) continue;
        m_values[i]->SetLabelText(value);
        m_values[i]->SetToolTip(value);
    }
}

bool PickerWindow::move(const wxKeyEvent& event) {
    switch (event.GetKeyCode()) {
    case WXK_DOWN:
    case WXK_NUMPAD_DOWN:
        m_list->step(1);
        return true;
    case WXK_UP:
    case WXK_NUMPAD_UP:
        m_list->step(-1);
        return true;
    case WXK_PAGEDOWN:
    case WXK_NUMPAD_PAGEDOWN:
        m_list->step(m_list->page());
        return true;
    case WXK_PAGEUP:
    case WXK_NUMPAD_PAGEUP:
        m_list->step(-m_list->page());
        return true;
    default:
        return false;
    }
}

void PickerWindow::on_char(wxKeyEvent& event) {
    const int key = event.GetKeyCode(), modifiers = event.GetModifiers();
    if (modifiers == wxMOD_NONE && move(event)) return;
    const bool enter = key == WXK_RETURN || key == WXK_NUMPAD_ENTER;
    if (enter && modifiers == wxMOD_NONE) {
        if (on_take) on_take();
    } else if (enter && modifiers == wxMOD_CONTROL) {
        if (on_take_queue) on_take_queue();
    } else if (key == WXK_ESCAPE && modifiers == wxMOD_NONE) {
        if (on_leave) on_leave();
    } else if (modifiers == wxMOD_CONTROL && key >= '1' && key < '1' + static_cast<int>(k_invoice_fields.size())) {
        if (on_take_field) on_take_field(static_cast<std::size_t>(key - '1'));
    } else if (modifiers == wxMOD_CONTROL && key >= WXK_NUMPAD1 &&
               key < WXK_NUMPAD1 + static_cast<int>(k_invoice_fields.size())) {
        if (on_take_field) on_take_field(static_cast<std::size_t>(key - WXK_NUMPAD1));
    } else {
        event.Skip();
    }
}

} // namespace goufang::desktop
