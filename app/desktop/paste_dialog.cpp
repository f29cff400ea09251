// Pasted 开票信息: the text with what was recognised in it coloured, the fields beside it, and the buyer of the library
// that it may be. Nothing is written before a button says so.
#include "app/desktop/access.h"
#include "app/desktop/ask.h"
#include "app/desktop/controls.h"
#include "app/desktop/dialogs.h"
#include "app/desktop/note.h"
#include "app/desktop/title_picture.h"
#include "app/desktop/tr.h"
#include "app/desktop/window_words.h"
#include "core/check/tax_id.h"
#include "core/file/file.h"
#include "core/find/mnemonic.h"
#include "core/text/errors.h"
#include "core/text/fold.h"
#include "invoice/paste/known.h"

#include <algorithm>
#include <array>
#include <wx/button.h>
#include <wx/clipbrd.h>
#include <wx/dialog.h>
#include <wx/filedlg.h>
#include <wx/image.h>
#include <wx/listbox.h>
#include <wx/msgdlg.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

namespace goufang::desktop {

namespace {

namespace paste = invoice::paste;
using model::Field;

struct Row {
    Field field;
    std::string_view label;
    wxUint32 colour; ///< of its place in the text
};
constexpr Row k_rows[] = {
    {Field::name, TR_NOOP("名称(&M)"), 0xFFE0C0},      {Field::tax_id, TR_NOOP("税号(&T)"), 0xC8F0C8},
    {Field::address, TR_NOOP("地址(&A)"), 0xC8E8FF},   {Field::phone, TR_NOOP("电话(&H)"), 0xF0D8F8},
    {Field::bank, TR_NOOP("开户行(&B)"), 0xD0F0F0},    {Field::account, TR_NOOP("银行账号(&C)"), 0xE8E8D0},
    {Field::email, TR_NOOP("邮件地址(&E)"), 0xF8D8D8}, {Field::mobile, TR_NOOP("手机(&O)"), 0xE0E0F8},
};
constexpr std::size_t k_row_count = std::size(k_rows);

wxColour colour(wxUint32 rgb) {
    return {static_cast<unsigned char>(rgb >> 16), static_cast<unsigned char>(rgb >> 8 & 255),
            static_cast<unsigned char>(rgb & 255)};
}
const wxColour& doubt() {
    static const wxColour yellow(255, 245, 160);
    return yellow;
}

/// None when the clipboard holds text, or no picture.
wxImage clipboard_picture() {
    wxBitmapDataObject data;
    if (!wxTheClipboard->Open()) return {};
    if (!wxTheClipboard->IsSupported(wxDF_UNICODETEXT) && wxTheClipboard->IsSupported(wxDF_BITMAP))
        wxTheClipboard->GetData(data);
    wxTheClipboard->Close();
    return data.GetBitmap().IsOk() ? data.GetBitmap().ConvertToImage() : wxImage();
}

wxString clipboard_text() {
    wxTextDataObject data;
    if (wxTheClipboard->Open()) {
        if (wxTheClipboard->IsSupported(wxDF_UNICODETEXT)) wxTheClipboard->GetData(data);
        wxTheClipboard->Close();
    }
    wxString text = data.GetText();
    text.Replace(wxT("\r\n"), wxT("\n"));
    text.Replace(wxT("\r"), wxT("\n"));
    return text;
}

class PasteDialog : public wxDialog {
  public:
    PasteDialog(wxWindow* parent, Library& library, model::CategoryId category, words::Language language,
                const std::string& picture)
        : wxDialog(parent, wxID_ANY, tr("粘贴开票信息"), wxDefaultPosition, parent->FromDIP(wxSize(980, 560)),
                   wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
          m_library(library), m_category(category), m_language(language) {
        SetName(wxT("paste_dialog"));
        build();
        if (!picture.empty()) {
            take(titles_in(file::Mapped(picture).bytes(), language));
        } else if (const wxImage image = clipboard_picture(); image.IsOk()) {
            take(titles_in(image, language));
        } else {
            m_text->ChangeValue(clipboard_text());
            recognise();
        }
        m_text->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { recognise(); });
        CentreOnParent();
    }
    wxString message() const { return m_message; }

  private:
    /// Over the fields, in as many lines as it takes.
    void say(const wxString& hint) {
        const int room = GetClientSize().x - m_text->GetSize().x - FromDIP(40);
        m_hint->SetLabel(wrapped(*m_hint, hint, std::clamp(room, FromDIP(300), FromDIP(520))));
    }
    void build() {
        m_text = new wxTextCtrl(this, wxID_ANY, wxEmptyString, wxDefaultPosition, FromDIP(wxSize(400, 420)),
                                wxTE_MULTILINE | wxTE_RICH2);
        identify(*m_text, "paste_text", tr("粘贴的文字"));
        m_blocks = new wxListBox(this, wxID_ANY, wxDefaultPosition, FromDIP(wxSize(420, 90)));
        identify(*m_blocks, "paste_blocks", tr("识别出的购买方"));
        auto* grid = new wxFlexGridSizer(3, FromDIP(wxSize(6, 6)));
        grid->AddGrowableCol(1, 3);
        grid->AddGrowableCol(2, 2);
        for (std::size_t i = 0; i < k_row_count; ++i) {
            const wxString label = tr(k_rows[i].label);
            grid->Add(new wxStaticText(this, wxID_ANY, label), 0, wxALIGN_CENTRE_VERTICAL);
            m_values[i] = new wxTextCtrl(this, wxID_ANY);
            const std::string name = "paste_" + std::string(model::info(k_rows[i].field).key);
            identify(*m_values[i], name.c_str(), wxStaticText::RemoveMnemonics(label));
            grid->Add(m_values[i], 1, wxEXPAND);
            m_stored[i] =
                new wxStaticText(this, wxID_ANY, wxEmptyString, wxDefaultPosition, wxDefaultSize, wxST_ELLIPSIZE_END);
            m_stored[i]->SetName(to_wx("stored_" + std::string(model::info(k_rows[i].field).key)));
            grid->Add(m_stored[i], 1, wxALIGN_CENTRE_VERTICAL | wxEXPAND);
            m_values[i]->Bind(wxEVT_TEXT, [this, i](wxCommandEvent&) {
                m_values[i]->SetBackgroundColour(wxNullColour); // a person has looked at it
                show_differences();
            });
        }
        m_hint = new wxStaticText(this, wxID_ANY, wxEmptyString);
        m_hint->SetName(wxT("paste_hint"));
        m_update = named_button(*this, wxID_ANY, "paste_update", tr("更新(&U)"));
        m_save = named_button(*this, wxID_ANY, "paste_save", tr("保存(&S)"));
        auto* cancel = named_button(*this, wxID_ANY, "paste_cancel", tr("取消"));
        SetEscapeId(cancel->GetId());
        auto* picture = named_button(*this, wxID_ANY, "paste_picture", tr("读取二维码图片(&Q)…"));
        picture->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { CallAfter([this] { choose_picture(); }); });
        m_update->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { store(true); });
        m_save->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { store(false); });
        m_blocks->Bind(wxEVT_LISTBOX, [this](wxCommandEvent&) { show_block(); });

        const int gap = FromDIP(8);
        auto* buttons = new wxBoxSizer(wxHORIZONTAL);
        buttons->Add(picture);
        buttons->AddStretchSpacer();
        for (wxButton* b : {m_update, m_save, cancel}) buttons->Add(b, 0, wxLEFT, gap);
        auto* right = new wxBoxSizer(wxVERTICAL);
        right->Add(m_blocks, 0, wxEXPAND | wxBOTTOM, gap);
        right->Add(m_hint, 0, wxEXPAND | wxBOTTOM, gap);
        right->Add(grid, 0, wxEXPAND);
        auto* top = new wxBoxSizer(wxHORIZONTAL);
        top->Add(m_text, 2, wxEXPAND | wxRIGHT, gap);
        top->Add(right, 3, wxEXPAND);
        auto* all = new wxBoxSizer(wxVERTICAL);
        all->Add(top, 1, wxEXPAND | wxALL, gap);
        all->Add(buttons, 0, wxEXPAND | wxLEFT | wxRIGHT | wxBOTTOM, gap);
        SetSizer(all);
    }

    void take(PictureTitles titles) {
        m_text->ChangeValue(to_wx(titles.text));
        m_found = std::move(titles.blocks);
        m_note = to_wx(titles.note);
        fill_list(0);
    }

    void choose_picture() {
        wxFileDialog dialog(this, tr("读取二维码图片"), wxEmptyString, wxEmptyString,
                            tr("图片") + wxT(" (*.png;*.jpg)|*.png;*.jpg;*.jpeg"), wxFD_OPEN | wxFD_FILE_MUST_EXIST);
        if (dialog.ShowModal() != wxID_OK) return;
        try {
            take(titles_in(file::Mapped(from_wx(dialog.GetPath())).bytes(), m_language));
        } catch (const Error& error) {
            tell_error(*this, m_language, error);
        }
    }

    void recognise() {
        m_note.clear();
        m_found = paste::parse_blocks(from_wx(m_text->GetValue()));
        fill_list(0);
    }

    void fill_list(std::size_t select) {
        m_blocks->Clear();
        for (const paste::Block& b : m_found) {
            const auto* name = b.find(Field::name);
            const auto* id = b.find(Field::tax_id);
            m_blocks->Append(to_wx(name ? name->value : id ? id->value : "?"));
        }
        m_blocks->Show(m_found.size() > 1);
        if (!m_found.empty()) m_blocks->SetSelection(static_cast<int>(std::min(select, m_found.size() - 1)));
        Layout();
        show_block();
    }

    const paste::Block* current() const {
        const int row = m_found.size() == 1 ? 0 : m_blocks->GetSelection();
        return row < 0 || static_cast<std::size_t>(row) >= m_found.size() ? nullptr
                                                                          : &m_found[static_cast<std::size_t>(row)];
    }

    void show_block() {
        const paste::Block* block = current();
        m_known = block ? paste::known_buyer(m_library.registry(), *block) : std::nullopt;
        m_text->SetStyle(0, m_text->GetLastPosition(), wxTextAttr(*wxBLACK, *wxWHITE));
        wxTextCtrl* first = nullptr;
        for (std::size_t i = 0; i < k_row_count; ++i) {
            const paste::Field* f = block ? block->find(k_rows[i].field) : nullptr;
            m_values[i]->ChangeValue(f ? to_wx(f->value) : wxString());
            const bool unsure = f != nullptr && !f->sure();
            m_values[i]->SetBackgroundColour(unsure ? doubt() : wxNullColour);
            m_values[i]->SetToolTip(unsure ? tr("不确定，请核对") : wxString());
            if (unsure && first == nullptr) first = m_values[i];
            if (f != nullptr)
                m_text->SetStyle(static_cast<long>(f->start), static_cast<long>(f->start + f->length),
                                 wxTextAttr(*wxBLACK, colour(k_rows[i].colour)));
        }
        m_update->Show(m_known.has_value());
        m_save->SetLabel(m_known ? tr("另存为新购买方(&N)") : tr("保存(&S)"));
        m_save->Enable(block != nullptr);
        (m_known ? m_update : m_save)->SetDefault();
        if (!m_note.empty())
            say(m_note);
        else if (block == nullptr)
            say(tr("没有认出开票信息。可以把文字粘贴到左边。"));
        else if (m_known)
            say(tr("已有购买方 %s %s；不同的项右边是现有的值", to_wx(m_known->code), to_wx(m_known->name)));
        else
            say(first ? tr("黄色的项不确定，请核对") : wxString());
        show_differences();
        if (first != nullptr)
            first->SetFocus();
        else if (block != nullptr && !m_text->HasFocus())
            m_values[0]->SetFocus();
    }

    void show_differences() {
        for (std::size_t i = 0; i < k_row_count; ++i) {
            const wxString stored = m_known ? to_wx(*model::text_member(*m_known, k_rows[i].field)) : wxString();
            const bool differs = m_known && !m_values[i]->IsEmpty() && stored != m_values[i]->GetValue();
            m_stored[i]->SetLabel(!differs ? wxString() : stored.IsEmpty() ? tr("（现为空）") : tr("现有：%s", stored));
            m_stored[i]->SetToolTip(stored);
        }
        Layout();
    }

    model::Buyer entered(const paste::Block& block) const {
        model::Buyer b = paste::to_buyer(block);
        for (std::size_t i = 0; i < k_row_count; ++i) {
            const std::string typed = from_wx(m_values[i]->GetValue());
            *model::text_member(b, k_rows[i].field) =
                k_rows[i].field == Field::tax_id ? text::clean_tax_id(typed) : text::clean_text(typed);
        }
        b.kind = check::proposed_kind(b.tax_id).value_or(model::Kind::enterprise);
        return b;
    }

    /// Stores the block that is shown; the dialog closes with the last.
    void store(bool update) {
        const paste::Block* block = current();
        if (block == nullptr) return;
        model::Buyer b = entered(*block);
        if (b.name.empty()) {
            say(tr("请填名称"));
            m_values[0]->SetFocus();
            return;
        }
        try {
            if (update && m_known) {
                model::Buyer after = paste::updated(*m_known, b);
                if (!model::same_values(after, *m_known)) store::edit_buyer(m_library.registry(), after);
            } else {
                b.category = m_category;
                b.mnemonic = find::propose_mnemonic(b.name);
                std::vector<check::Finding> findings;
                check::check_buyer(b, check::registry_profile(), findings);
                if (std::any_of(findings.begin(), findings.end(),
                                [](const check::Finding& f) { return f.severity == check::Severity::error; }))
                    b.status = model::Status::draft; // 待核
                store::add_buyer(m_library.registry(), b);
            }
        } catch (const Error& e) {
            wxMessageBox(in_window(m_language, e), tr("没有保存"), wxOK | wxICON_ERROR, this);
            return;
        }
        ++m_stored_count;
        m_message = m_stored_count == 1 ? tr("已保存 %s", to_wx(b.name))
                                        : tr("已保存 %s 家购买方", to_wx(std::to_string(m_stored_count)));
        const auto at = static_cast<std::size_t>(block - m_found.data());
        m_found.erase(m_found.begin() + static_cast<std::ptrdiff_t>(at));
        if (m_found.empty())
            EndModal(wxID_OK);
        else
            fill_list(at);
    }

    Library& m_library;
    model::CategoryId m_category;
    words::Language m_language;
    std::vector<paste::Block> m_found;
    std::optional<model::Buyer> m_known;
    wxTextCtrl* m_text = nullptr;
    wxListBox* m_blocks = nullptr;
    wxStaticText* m_hint = nullptr;
    std::array<wxTextCtrl*, k_row_count> m_values{};
    std::array<wxStaticText*, k_row_count> m_stored{};
    wxButton* m_update = nullptr;
    wxButton* m_save = nullptr;
    std::size_t m_stored_count = 0;
    wxString m_message, m_note; ///< m_note: about the picture
};

} // namespace

wxString show_paste(wxWindow& parent, Library& library, model::CategoryId category, words::Language language,
                    const std::string& picture) {
    PasteDialog dialog(&parent, library, category, language, picture);
    dialog.ShowModal();
    return dialog.message();
}

} // namespace goufang::desktop
