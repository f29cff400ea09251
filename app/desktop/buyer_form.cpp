#include "app/desktop/buyer_form.h"

#include "app/desktop/tr.h"
#include "core/check/check.h"
#include "core/text/fold.h"

#include <wx/choice.h>
#include <wx/clipbrd.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

namespace goufang::desktop {

namespace {

using model::Field;

struct Label {
    Field field;
    std::string_view text;
};
/// In tab order: what stands on an invoice first.
constexpr Label k_labels[] = {{Field::name, TR_NOOP("购买方名称(&N)")}, {Field::tax_id, TR_NOOP("税号(&I)")},
                              {Field::address, TR_NOOP("地址(&D)")},    {Field::phone, TR_NOOP("电话(&P)")},
                              {Field::bank, TR_NOOP("开户行(&K)")},     {Field::account, TR_NOOP("账号(&Z)")},
                              {Field::code, TR_NOOP("编码(&O)")},       {Field::mnemonic, TR_NOOP("简码(&J)")},
                              {Field::email, TR_NOOP("邮箱(&L)")},      {Field::mobile, TR_NOOP("手机(&M)")},
                              {Field::remark, TR_NOOP("备注(&R)")}};

const wxColour k_error(0xb3, 0x26, 0x1e), k_warning(0x9a, 0x67, 0x00), k_good(0x1f, 0x7a, 0x4d);

} // namespace

BuyerForm::BuyerForm(wxWindow* parent, words::Language language)
    : wxScrolledWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL),
      m_language(language) {
    SetName(tr("购买方资料"));
    SetScrollRate(0, FromDIP(12));
    auto* grid = new wxFlexGridSizer(4, FromDIP(wxSize(8, 4)));
    grid->AddGrowableCol(1, 3);
    grid->AddGrowableCol(3, 2);
    for (const Label& label : k_labels) add_row(*grid, label.field, label.text);

    grid->Add(new wxStaticText(this, wxID_ANY, tr("类别(&T)")), 0, wxALIGN_CENTER_VERTICAL | wxALIGN_RIGHT);
    m_kind = new wxChoice(this, wxID_ANY);
    m_kind->SetName(tr("类别"));
    for (int k = 0; k <= static_cast<int>(model::Kind::overseas); ++k)
        m_kind->Append(to_wx(words::kind_name(m_language, static_cast<model::Kind>(k))));
    grid->Add(m_kind, 0);
    grid->AddStretchSpacer(0);
    grid->AddStretchSpacer(0);
    grid->Add(new wxStaticText(this, wxID_ANY, tr("状态(&S)")), 0, wxALIGN_CENTER_VERTICAL | wxALIGN_RIGHT);
    m_status = new wxChoice(this, wxID_ANY);
    m_status->SetName(tr("状态"));
    for (int s = 0; s <= static_cast<int>(model::Status::inactive); ++s)
        m_status->Append(to_wx(words::status_name(m_language, static_cast<model::Status>(s))));
    grid->Add(m_status, 0);

    auto* border = new wxBoxSizer(wxVERTICAL);
    border->Add(grid, 1, wxEXPAND | wxALL, FromDIP(10));
    SetSizer(border);
    for (wxChoice* choice : {m_kind, m_status}) {
        choice->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { check(); });
        choice->Bind(wxEVT_KEY_DOWN, &BuyerForm::on_key, this);
    }
    clear();
}

void BuyerForm::add_row(wxFlexGridSizer& grid, Field field, std::string_view label) {
    auto* caption = new wxStaticText(this, wxID_ANY, tr(label));
    auto* text = new wxTextCtrl(this, wxID_ANY, wxEmptyString, wxDefaultPosition, wxDefaultSize, wxTE_PROCESS_ENTER);
    text->SetName(to_wx(words::field_name(m_language, field)));
    if (field == Field::tax_id || field == Field::account)
        text->SetFont(wxFontInfo(text->GetFont().GetPointSize()).Family(wxFONTFAMILY_TELETYPE));
    auto* mark = new wxStaticText(this, wxID_ANY, wxEmptyString, wxDefaultPosition, FromDIP(wxSize(18, -1)));
    auto* sentence = new wxStaticText(this, wxID_ANY, wxEmptyString, wxDefaultPosition, wxDefaultSize,
                                      wxST_ELLIPSIZE_END | wxST_NO_AUTORESIZE);
    grid.Add(caption, 0, wxALIGN_CENTER_VERTICAL | wxALIGN_RIGHT);
    grid.Add(text, 1, wxEXPAND);
    grid.Add(mark, 0, wxALIGN_CENTER_VERTICAL);
    grid.Add(sentence, 1, wxALIGN_CENTER_VERTICAL | wxEXPAND);
    m_rows.push_back({field, text, mark, sentence});

    text->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { check(); });
    text->Bind(wxEVT_KEY_DOWN, &BuyerForm::on_key, this);
    // Enter goes to the next field, as in every Chinese finance client.
    text->Bind(wxEVT_TEXT_ENTER, [text](wxCommandEvent&) { text->Navigate(wxNavigationKeyEvent::IsForward); });
    const std::size_t index = m_rows.size() - 1;
    text->Bind(wxEVT_TEXT_PASTE, [this, index](wxClipboardTextEvent& event) { on_paste(event, m_rows[index]); });
}

void BuyerForm::on_key(wxKeyEvent& event) {
    const int key = event.GetKeyCode();
    if ((key == WXK_RETURN || key == WXK_NUMPAD_ENTER) && event.ControlDown() && on_save) {
        CallAfter([this, next = event.ShiftDown()] { on_save(next); });
        return;
    }
    event.Skip();
}

void BuyerForm::on_paste(wxClipboardTextEvent& event, Row& row) {
    wxTextDataObject data;
    if (!wxTheClipboard->Open()) return event.Skip();
    const bool got = wxTheClipboard->GetData(data);
    wxTheClipboard->Close();
    if (!got) return event.Skip();
    const std::string pasted = from_wx(data.GetText());
    const std::string clean = row.field == Field::tax_id ? text::clean_tax_id(pasted) : text::clean_text(pasted);
    row.text->WriteText(to_wx(clean));
    if (clean != pasted) {
        row.sentence->SetForegroundColour(wxNullColour);
        row.sentence->SetLabelText(tr("已去除空格和不可见字符"));
    }
}

wxTextCtrl& BuyerForm::control(Field field) {
    for (Row& row : m_rows)
        if (row.field == field) return *row.text;
    return *m_rows.front().text;
}

void BuyerForm::show(const model::Buyer& buyer) {
    m_filling = true;
    m_buyer = buyer;
    for (Row& row : m_rows) row.text->ChangeValue(to_wx(*model::text_member(buyer, row.field)));
    m_kind->SetSelection(static_cast<int>(buyer.kind));
    m_status->SetSelection(static_cast<int>(buyer.status));
    for (wxWindow* child : GetChildren()) child->Enable();
    m_filling = false;
    check();
}

void BuyerForm::clear() {
    m_filling = true;
    m_buyer.reset();
    for (Row& row : m_rows) {
        row.text->ChangeValue(wxEmptyString);
        row.mark->SetLabelText(wxEmptyString);
        row.sentence->SetLabelText(wxEmptyString);
    }
    for (wxWindow* child : GetChildren()) child->Disable();
    m_filling = false;
}

model::Buyer BuyerForm::value() const {
    model::Buyer b = m_buyer.value_or(model::Buyer{});
    for (const Row& row : m_rows) *model::text_member(b, row.field) = from_wx(row.text->GetValue());
    if (m_kind->GetSelection() >= 0) b.kind = static_cast<model::Kind>(m_kind->GetSelection());
    if (m_status->GetSelection() >= 0) b.status = static_cast<model::Status>(m_status->GetSelection());
    return b;
}

bool BuyerForm::unsaved() const { return m_buyer && !model::same_values(*m_buyer, value()); }

void BuyerForm::focus_first() { m_rows.front().text->SetFocus(); }

void BuyerForm::check() {
    if (m_filling || !m_buyer) return;
    const model::Buyer b = value();
    std::vector<check::Finding> findings;
    const bool untouched = b.id == 0 && b.name.empty() && b.tax_id.empty();
    if (!untouched) check::check_buyer(b, check::registry_profile(), findings);
    for (Row& row : m_rows) {
        const check::Finding* worst = nullptr;
        for (const check::Finding& f : findings)
            if (f.field == row.field && (worst == nullptr || f.severity > worst->severity)) worst = &f;
        wxString mark, sentence;
        wxColour colour = k_good;
        if (worst != nullptr && worst->severity != check::Severity::note) {
            const bool error = worst->severity == check::Severity::error;
            mark = error ? wxT("✗") : wxT("!");
            colour = error ? k_error : k_warning;
            sentence = to_wx(words::describe(m_language, *worst));
        } else if (row.field == Field::tax_id && !b.tax_id.empty()) {
            mark = wxT("✓");
        }
        if (row.field == Field::tax_id && !b.tax_id.empty() && sentence.empty() && tax_id_owner) {
            if (const auto owner = tax_id_owner(b.tax_id, b.id)) {
                mark = wxT("!");
                colour = k_warning;
                sentence = tr("已有客户 %s 用此税号", to_wx(*owner));
            }
        }
        row.mark->SetForegroundColour(colour);
        row.mark->SetLabelText(mark);
        row.sentence->SetForegroundColour(colour);
        row.sentence->SetLabelText(sentence);
        row.sentence->SetToolTip(sentence);
    }
    if (on_edited) on_edited();
}

} // namespace goufang::desktop
