// Building the form and its keys; what the controls hold and what is said about it stands in buyer_form_values.cpp.
#include "app/desktop/buyer_form.h"

#include "app/desktop/access.h"
#include "app/desktop/controls.h"
#include "app/desktop/tr.h"
#include "core/text/fold.h"

#include <wx/button.h>
#include <wx/choice.h>
#include <wx/clipbrd.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

namespace goufang::desktop {

using model::Field;

BuyerForm::BuyerForm(wxWindow* parent, words::Language language) : wxPanel(parent), m_language(language) {
    identify(*this, "buyer_form", tr("购买方资料"));
    m_title = new wxStaticText(this, wxID_ANY, wxEmptyString, wxDefaultPosition, wxDefaultSize,
                               wxST_ELLIPSIZE_END | wxST_NO_AUTORESIZE);
    m_title->SetName(wxT("form_title"));
    m_title->SetFont(m_title->GetFont().Bold());
    m_body = new wxScrolledWindow(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL);
    m_body->SetScrollRate(0, FromDIP(12));

    auto* box = new wxBoxSizer(wxVERTICAL);
    // What stands on an invoice comes first in tab order.
    add_row(*box, Field::name, "name", tr("购买方名称(&N)"));
    add_row(*box, Field::tax_id, "tax_id", tr("税号(&I)"));
    add_pair(*box, Field::address, tr("地址电话(&D)"));
    add_pair(*box, Field::bank, tr("开户行及账号(&K)"));
    add_row(*box, Field::email, "email", tr("邮箱(&L)"));
    add_row(*box, Field::mobile, "mobile", tr("手机(&M)"));
    add_row(*box, Field::remark, "remark", tr("备注(&R)"));
    add_row(*box, Field::code, "code", tr("编码(&O)"));
    add_row(*box, Field::mnemonic, "mnemonic", tr("简码(&J)"));
    m_kind = new wxChoice(m_body, wxID_ANY);
    identify(*m_kind, "kind", tr("类别"));
    for (int k = 0; k <= static_cast<int>(model::Kind::overseas); ++k)
        m_kind->Append(to_wx(words::kind_name(m_language, static_cast<model::Kind>(k))));
    m_status = new wxChoice(m_body, wxID_ANY);
    identify(*m_status, "status", tr("状态"));
    for (int s = 0; s <= static_cast<int>(model::Status::inactive); ++s)
        m_status->Append(to_wx(words::status_name(m_language, static_cast<model::Status>(s))));
    add_two(*box, m_kind, tr("类别(&W)"), m_status, tr("状态(&U)"));
    m_category_button = new wxButton(m_body, wxID_ANY, wxEmptyString, wxDefaultPosition, wxDefaultSize, wxBU_LEFT);
    identify(*m_category_button, "category", tr("分类"));
    m_category_button->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        if (on_category) on_category();
    });
    add_two(*box, m_category_button, tr("分类(&Y)"), nullptr, wxEmptyString);
    m_tags = new wxTextCtrl(m_body, wxID_ANY, wxEmptyString, wxDefaultPosition, wxDefaultSize, wxTE_PROCESS_ENTER);
    identify(*m_tags, "tags", tr("标签"));
    m_tags->SetHint(tr("用逗号分隔"));
    watch(m_tags, Field::tags);
    add_two(*box, m_tags, tr("标签(&G)"), nullptr, wxEmptyString);
    wxTextCtrl* verified = plain_text(Field::verified_on, "verified_on", tr("核实日期"));
    verified->SetHint(tr("年-月-日"));
    wxTextCtrl* source = plain_text(Field::source, "source", tr("来源"));
    add_two(*box, verified, tr("核实(&X)"), source, tr("来源(&Q)"));
    m_former = new wxStaticText(m_body, wxID_ANY, wxEmptyString);
    m_former->SetName(wxT("former_names"));
    box->Add(m_former, 0, wxLEFT | wxTOP, FromDIP(8));
    auto* border = new wxBoxSizer(wxVERTICAL);
    border->Add(box, 1, wxEXPAND | wxALL, FromDIP(8));
    m_body->SetSizer(border);

    m_save = new wxButton(this, wxID_ANY, tr("保存(&S)"));
    identify(*m_save, "save", tr("保存"));
    m_save->SetToolTip(wxT("Ctrl+Enter"));
    m_save_next = new wxButton(this, wxID_ANY, tr("保存并继续(&A)"));
    identify(*m_save_next, "save_and_next", tr("保存并继续"));
    m_save_next->SetToolTip(wxT("Ctrl+Shift+Enter"));
    auto* history = new wxButton(this, wxID_ANY, tr("历史(&Z)"));
    identify(*history, "buyer_history", tr("历史"));
    history->SetToolTip(wxT("Ctrl+H"));
    m_save->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { on_save(false); });
    m_save_next->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { on_save(true); });
    history->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        if (on_history) on_history();
    });
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    buttons->Add(m_save);
    buttons->Add(m_save_next, 0, wxLEFT, FromDIP(6));
    buttons->AddStretchSpacer(1);
    buttons->Add(history);
    auto* all = new wxBoxSizer(wxVERTICAL);
    all->Add(m_title, 0, wxEXPAND | wxLEFT | wxRIGHT | wxTOP, FromDIP(10));
    all->Add(m_body, 1, wxEXPAND);
    all->Add(buttons, 0, wxEXPAND | wxALL, FromDIP(8));
    SetSizer(all);

    // Tab goes from field to field; the small buttons beside the pairs come after the last one.
    for (wxWindow* small : {static_cast<wxWindow*>(m_pairs[0]->toggle()), static_cast<wxWindow*>(m_sets[0]),
                            static_cast<wxWindow*>(m_pairs[1]->toggle()), static_cast<wxWindow*>(m_sets[1])})
        small->MoveAfterInTabOrder(m_body->GetChildren().GetLast()->GetData());
    int widest = 0;
    for (const wxStaticText* c : m_captions) widest = std::max(widest, c->GetBestSize().x);
    for (wxStaticText* c : m_captions) c->SetMinSize(wxSize(widest, -1));
    // What the toolkit thinks is high enough for a line is not, when the text is larger than usual.
    const int line = GetCharHeight() + FromDIP(6);
    for (wxWindow* child : m_body->GetChildren())
        if (dynamic_cast<wxTextCtrl*>(child) != nullptr)
            child->SetMinSize(wxSize(-1, std::max(child->GetBestSize().y, line)));
    for (wxChoice* choice : {m_kind, m_status}) {
        choice->SetMinSize(wxSize(FromDIP(60), -1)); // the two share the line evenly
        choice->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { edited(); });
        choice->Bind(wxEVT_KEY_DOWN, &BuyerForm::on_key, this);
    }
    m_body->Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        event.Skip();
        CallAfter([this] { lay_out(); });
    });
    clear();
}

wxStaticText* BuyerForm::make_mark() { // of a fixed size: the toolkit need not ask the theme for it
    return new wxStaticText(m_body, wxID_ANY, wxEmptyString, wxDefaultPosition,
                            wxSize(FromDIP(16), m_body->GetCharHeight()), wxST_NO_AUTORESIZE);
}

wxStaticText* BuyerForm::caption(const wxString& label) {
    auto* text = new wxStaticText(m_body, wxID_ANY, label, wxDefaultPosition, wxDefaultSize, wxALIGN_RIGHT);
    m_captions.push_back(text);
    return text;
}

void BuyerForm::add_row(wxBoxSizer& box, Field field, const char* id, const wxString& label) {
    wxStaticText* title = caption(label);
    auto* text = new wxTextCtrl(m_body, wxID_ANY, wxEmptyString, wxDefaultPosition, wxDefaultSize, wxTE_PROCESS_ENTER);
    identify(*text, id, label);
    wxStaticText* mark = make_mark();
    auto* counter = new wxStaticText(m_body, wxID_ANY, wxEmptyString);
    counter->SetName(wxString::FromUTF8(id) + wxT("_bytes"));
    auto* note = new Note(m_body);
    note->SetName(wxString::FromUTF8(id) + wxT("_note"));
    auto* line = new wxBoxSizer(wxHORIZONTAL);
    line->Add(title, 0, wxALIGN_CENTER_VERTICAL | wxRIGHT, FromDIP(6));
    line->Add(text, 1, wxALIGN_CENTER_VERTICAL);
    line->Add(counter, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, FromDIP(4));
    line->Add(mark, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, FromDIP(4));
    box.Add(line, 0, wxEXPAND | wxTOP, FromDIP(4));
    box.Add(note, 0, wxEXPAND | wxTOP, FromDIP(1));
    if (field == Field::tax_id) {
        m_jump = new wxButton(m_body, wxID_ANY, tr("看已有的(&P)"), wxDefaultPosition, wxDefaultSize, wxBU_EXACTFIT);
        identify(*m_jump, "jump_to_duplicate", tr("看已有的"));
        m_jump->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
            if (on_jump && m_owner != 0) on_jump(m_owner);
        });
        m_jump->Hide();
        box.Add(m_jump, 0, wxALIGN_RIGHT | wxTOP, FromDIP(2));
    }
    if (field == Field::name) {
        m_initials = new wxStaticText(m_body, wxID_ANY, wxEmptyString);
        m_initials->SetName(wxT("initials"));
        m_initials->SetForegroundColour(tone_colour(Tone::plain));
        m_initials->SetFont(m_initials->GetFont().Scaled(0.9F));
        m_initials->Hide();
        box.Add(m_initials, 0, wxEXPAND | wxTOP, FromDIP(1));
    }
    m_rows.push_back({field, text, nullptr, mark, counter, note, {}});
    watch(text, field);
}

void BuyerForm::add_pair(wxBoxSizer& box, Field left, const wxString& label) {
    wxStaticText* title = caption(label);
    m_pairs.push_back(std::make_unique<PairField>(m_body, left));
    PairField* pair = m_pairs.back().get();
    const bool address = left == Field::address;
    wxStaticText* mark = make_mark();
    auto* counter = new wxStaticText(m_body, wxID_ANY, wxEmptyString);
    counter->SetName(address ? wxT("address_phone_bytes") : wxT("bank_account_bytes"));
    auto* note = new Note(m_body);
    note->SetName(address ? wxT("address_phone_note") : wxT("bank_account_note"));
    auto* sets = new wxButton(m_body, wxID_ANY, wxT("+"), wxDefaultPosition, wxDefaultSize, wxBU_EXACTFIT);
    identify(*sets, address ? "more_addresses" : "more_accounts", address ? tr("其他地址电话") : tr("其他开户行账号"));
    sets->SetToolTip(address ? tr("其他地址电话：几组中一组为默认") : tr("其他开户行账号：几组中一组为默认"));
    sets->Bind(wxEVT_BUTTON, [this, left](wxCommandEvent&) { edit_sets(left); });
    m_sets[address ? 0 : 1] = sets;
    auto* fields = new wxBoxSizer(wxVERTICAL);
    fields->Add(pair->joined(), 0, wxEXPAND);
    fields->Add(pair->left_control(), 0, wxEXPAND);
    fields->Add(pair->right_control(), 0, wxEXPAND | wxTOP, FromDIP(2));
    auto* line = new wxBoxSizer(wxHORIZONTAL);
    line->Add(title, 0, wxALIGN_CENTER_VERTICAL | wxRIGHT, FromDIP(6));
    line->Add(fields, 1, wxALIGN_CENTER_VERTICAL);
    line->Add(counter, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, FromDIP(4));
    line->Add(pair->toggle(), 0, wxALIGN_CENTER_VERTICAL | wxLEFT, FromDIP(2));
    line->Add(sets, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, FromDIP(2));
    line->Add(mark, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, FromDIP(4));
    box.Add(line, 0, wxEXPAND | wxTOP, FromDIP(4));
    box.Add(note, 0, wxEXPAND | wxTOP, FromDIP(1));
    m_rows.push_back({left, nullptr, pair, mark, counter, note, {}});
    watch(pair->joined(), left);
    watch(pair->left_control(), left);
    watch(pair->right_control(), pair->right());
    pair->on_layout = [this] {
        edited();
        lay_out();
    };
}

wxTextCtrl* BuyerForm::plain_text(Field field, const char* id, const wxString& label) {
    auto* text = new wxTextCtrl(m_body, wxID_ANY, wxEmptyString, wxDefaultPosition, wxDefaultSize, wxTE_PROCESS_ENTER);
    identify(*text, id, label);
    m_plain.emplace_back(field, text);
    watch(text, field);
    return text;
}

void BuyerForm::add_two(wxBoxSizer& box, wxWindow* a, const wxString& a_label, wxWindow* b, const wxString& b_label) {
    constexpr double large = 1.5; // text for which the two have no room beside each other
    if (b != nullptr && text_factor(*this) > large) {
        add_two(box, a, a_label, nullptr, wxEmptyString);
        return add_two(box, b, b_label, nullptr, wxEmptyString);
    }
    auto* line = new wxBoxSizer(wxHORIZONTAL);
    // Captions are made before their control so that the mnemonic finds it; here the control exists already.
    wxStaticText* title = caption(a_label);
    title->MoveBeforeInTabOrder(a);
    line->Add(title, 0, wxALIGN_CENTER_VERTICAL | wxRIGHT, FromDIP(6));
    line->Add(a, 1, wxALIGN_CENTER_VERTICAL);
    if (b != nullptr) {
        auto* second = new wxStaticText(m_body, wxID_ANY, b_label);
        second->MoveBeforeInTabOrder(b);
        line->Add(second, 0, wxALIGN_CENTER_VERTICAL | wxLEFT | wxRIGHT, FromDIP(6));
        line->Add(b, 1, wxALIGN_CENTER_VERTICAL);
    }
    line->AddSpacer(FromDIP(4 + 4 + 16)); // as wide as counter and mark of the rows above
    box.Add(line, 0, wxEXPAND | wxTOP, FromDIP(4));
}

void BuyerForm::watch(wxTextCtrl* text, Field field) {
    text->Bind(wxEVT_TEXT, [this](wxCommandEvent&) {
        for (Row& row : m_rows) row.pasted.clear();
        edited();
    });
    text->Bind(wxEVT_KEY_DOWN, &BuyerForm::on_key, this);
    // Enter goes to the next field, as in every Chinese finance client.
    text->Bind(wxEVT_TEXT_ENTER, [this, text](wxCommandEvent& event) {
        if (enter_moves)
            text->Navigate(wxNavigationKeyEvent::IsForward | wxNavigationKeyEvent::FromTab);
        else
            event.Skip();
    });
    text->Bind(wxEVT_TEXT_PASTE, [this, text, field](wxClipboardTextEvent& event) { on_paste(event, text, field); });
}

void BuyerForm::on_key(wxKeyEvent& event) {
    const int key = event.GetKeyCode();
    if ((key == WXK_RETURN || key == WXK_NUMPAD_ENTER) && event.ControlDown() && on_save) {
        CallAfter([this, next = event.ShiftDown()] { on_save(next); });
        return;
    }
    if (key == WXK_ESCAPE && on_leave) {
        CallAfter([this] { on_leave(); });
        return;
    }
    event.Skip();
}

void BuyerForm::on_paste(wxClipboardTextEvent& event, wxTextCtrl* text, Field field) {
    wxTextDataObject data;
    if (!wxTheClipboard->Open()) return event.Skip();
    const bool got = wxTheClipboard->GetData(data);
    wxTheClipboard->Close();
    if (!got) return event.Skip();
    const std::string pasted = from_wx(data.GetText());
    const std::string clean = field == Field::tax_id ? text::clean_tax_id(pasted) : text::clean_text(pasted);
    text->WriteText(to_wx(clean));
    if (clean == pasted) return;
    CallAfter([this, field] { // after the event of the text, which the toolkit holds back until the key is done
        if (Row* row = row_of(field)) {
            row->pasted = tr("已去除空格和不可见字符");
            check();
        }
    });
}

BuyerForm::Row* BuyerForm::row_of(Field field) {
    for (Row& row : m_rows)
        if (row.field == field || (row.pair != nullptr && row.pair->right() == field)) return &row;
    return nullptr;
}

wxTextCtrl& BuyerForm::control(Field field) {
    for (const auto& [plain, text] : m_plain)
        if (plain == field) return *text;
    if (field == Field::tags) return *m_tags;
    Row* row = row_of(field);
    if (row == nullptr) return *m_rows.front().text;
    return row->pair != nullptr ? row->pair->control(field) : *row->text;
}

wxString BuyerForm::note_text(Field field) const {
    const Row* row = const_cast<BuyerForm*>(this)->row_of(field);
    return row == nullptr ? wxString() : row->note->text();
}

void BuyerForm::focus_first() { m_rows.front().text->SetFocus(); }

void BuyerForm::focus_field(Field field) {
    if (field == Field::kind) return m_kind->SetFocus();
    wxTextCtrl& text = control(field);
    text.SetFocus();
    text.SelectAll();
}

void BuyerForm::lay_out() {
    const int width = m_body->GetClientSize().x - 2 * FromDIP(8) - m_captions.front()->GetMinSize().x - FromDIP(10);
    const int indent = m_captions.front()->GetMinSize().x + FromDIP(6);
    for (Row& row : m_rows) {
        row.note->wrap_to(width);
        if (wxSizerItem* item = m_body->GetSizer()->GetItem(row.note, true)) {
            item->SetFlag(wxEXPAND | wxLEFT);
            item->SetBorder(indent);
        }
    }
    if (wxSizerItem* item = m_body->GetSizer()->GetItem(m_initials, true)) {
        item->SetFlag(wxEXPAND | wxLEFT);
        item->SetBorder(indent);
    }
    m_body->FitInside();
    m_body->Layout();
}

} // namespace goufang::desktop
