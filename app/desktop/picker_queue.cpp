#include "app/desktop/picker_queue.h"

#include "app/desktop/access.h"
#include "app/desktop/controls.h"
#include "app/desktop/foreground.h"
#include "app/desktop/note.h"
#include "app/desktop/tr.h"

#include <utility>
#include <wx/button.h>
#include <wx/display.h>
#include <wx/panel.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

namespace goufang::desktop {

PickerQueue::PickerQueue(words::Language language, ServedText& clipboard)
    : wxFrame(nullptr, wxID_ANY, tr("逐项粘贴"), wxDefaultPosition, wxDefaultSize,
              wxCAPTION | wxCLOSE_BOX | wxSYSTEM_MENU | wxSTAY_ON_TOP | wxFRAME_NO_TASKBAR),
      m_language(language), m_clipboard(clipboard) {
    SetName(wxT("picker_queue"));
    live_beside_dialogs(*this);
    auto* panel = new wxPanel(this);
    m_next = new wxStaticText(panel, wxID_ANY, wxEmptyString);
    m_next->SetName(wxT("queue_next"));
    m_next->SetFont(m_next->GetFont().Bold());
    m_rows = new wxPanel(panel);
    m_rows->SetName(wxT("queue_rows"));
    m_back = named_button(*panel, wxID_ANY, "queue_back", tr("上一项(&P)"));
    m_forward = named_button(*panel, wxID_ANY, "queue_forward", tr("下一项(&N)"));
    m_end = named_button(*panel, wxID_ANY, "queue_end", tr("结束(&E)"));
    m_back->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        if (m_at > 0) go(m_at - 1);
    });
    m_forward->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { go(m_lost ? m_at : m_at + 1); });
    m_end->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { stop(); });
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    buttons->Add(m_back);
    buttons->Add(m_forward, 0, wxLEFT, FromDIP(6));
    buttons->AddStretchSpacer(1);
    buttons->Add(m_end, 0, wxLEFT, FromDIP(20));
    auto* box = new wxBoxSizer(wxVERTICAL);
    box->Add(m_next, 0, wxALL, FromDIP(10));
    box->Add(m_rows, 0, wxEXPAND | wxLEFT | wxRIGHT, FromDIP(10));
    box->Add(buttons, 0, wxEXPAND | wxALL, FromDIP(10));
    panel->SetSizer(box);
    auto* all = new wxBoxSizer(wxVERTICAL);
    all->Add(panel, 1, wxEXPAND);
    SetSizer(all);
    Bind(wxEVT_CLOSE_WINDOW, [this](wxCloseEvent& event) {
        if (!event.CanVeto()) return event.Skip();
        event.Veto();
        stop();
    });
}

bool PickerQueue::start(const model::Buyer& b) {
    m_steps.clear();
    m_at = 0;
    for (const model::Field f : k_invoice_fields)
        if (const std::string& text = *model::text_member(b, f); !text.empty()) m_steps.push_back({f, text});
    if (m_steps.empty()) return false;
    SetTitle(tr("逐项粘贴") + wxT(" — ") + to_wx(b.name));
    build();
    m_clipboard.text = [this] { return m_at < m_steps.size() ? m_steps[m_at].text : m_steps.back().text; };
    m_clipboard.on_pasted = [this] { pasted(); };
    m_clipboard.on_lost = [this] { lost(); };
    if (!m_clipboard.take()) return false;
    m_lost = false;
    show_state();
    const wxRect area = wxDisplay(static_cast<unsigned>(0)).GetClientArea();
    const wxSize size = GetSize();
    SetPosition(
        wxPoint(area.GetRight() - size.x - FromDIP(24), area.GetBottom() - size.y - FromDIP(48))); // out of the way
    show_without_focus(*this);
    return true;
}

void PickerQueue::build() {
    m_rows->DestroyChildren();
    auto* grid = new wxFlexGridSizer(3, FromDIP(wxSize(8, 3)));
    grid->AddGrowableCol(2, 1);
    for (Step& step : m_steps) {
        step.mark = new wxStaticText(m_rows, wxID_ANY, wxEmptyString, wxDefaultPosition, FromDIP(wxSize(18, -1)));
        step.label = new wxStaticText(m_rows, wxID_ANY, to_wx(words::field_name(m_language, step.field)));
        step.value = new wxStaticText(m_rows, wxID_ANY, to_wx(step.text), wxDefaultPosition, FromDIP(wxSize(300, -1)),
                                      wxST_ELLIPSIZE_END | wxST_NO_AUTORESIZE);
        grid->Add(step.mark);
        grid->Add(step.label);
        grid->Add(step.value, 1, wxEXPAND);
    }
    m_rows->SetSizer(grid);
}

wxString PickerQueue::next_text() const { return m_next->GetLabelText(); }

void PickerQueue::show_state() {
    const wxFont plain = GetFont(), bold = plain.Bold();
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        const Step& step = m_steps[i];
        step.mark->SetLabelText(i < m_at ? tone_mark(Tone::good) : i == m_at ? to_wx("▶") : wxString());
        step.mark->SetForegroundColour(tone_colour(i < m_at ? Tone::good : Tone::plain));
        for (wxStaticText* text : {step.label, step.value}) text->SetFont(i == m_at ? bold : plain);
    }
    const auto n = [](std::size_t v) { return to_wx(std::to_string(v)); };
    if (!running())
        m_next->SetLabelText(tr("已全部粘贴"));
    else if (m_lost)
        m_next->SetLabelText(tr("剪贴板换了内容，按“继续”接着粘贴"));
    else
        m_next->SetLabelText(tr(ServedText::notices_pastes() ? TR_NOOP("按 Ctrl+V 粘贴：%s（%s/%s）")
                                                             : TR_NOOP("按 Ctrl+V 粘贴：%s（%s/%s），再按“下一项”"),
                                to_wx(words::field_name(m_language, m_steps[m_at].field)), n(m_at + 1),
                                n(m_steps.size())));
    m_forward->SetLabel(m_lost ? tr("继续(&C)") : tr("下一项(&N)"));
    m_back->Enable(m_at > 0);
    m_forward->Enable(running());
    GetSizer()->SetSizeHints(this);
}

void PickerQueue::go(std::size_t step) {
    m_at = std::min(step, m_steps.size());
    m_lost = !m_clipboard.take(); // programs that keep a copy learn of the new text
    show_state();
    if (!running()) stop();
}

void PickerQueue::pasted() {
    // The other program waits for its text: only the count changes now, the window follows.
    if (!running()) return;
    ++m_at;
    CallAfter([this] {
        if (!IsShown()) return;
        show_state();
        if (!running()) stop();
    });
}

void PickerQueue::lost() {
    m_lost = true;
    CallAfter([this] {
        if (IsShown()) show_state();
    });
}

void PickerQueue::stop() {
    if (!IsShown()) return;
    Hide();
    m_clipboard.on_pasted = nullptr;
    if (on_end) on_end();
}

} // namespace goufang::desktop
