// One form for many buyers: only what is touched is written, the same into all of them, as one step.
#include "app/desktop/access.h"
#include "app/desktop/ask.h"
#include "app/desktop/controls.h"
#include "app/desktop/dialogs.h"
#include "app/desktop/tr.h"
#include "core/check/check.h"
#include "core/text/errors.h"
#include "core/text/fold.h"

#include <algorithm>
#include <array>
#include <wx/button.h>
#include <wx/choice.h>
#include <wx/combobox.h>
#include <wx/dialog.h>
#include <wx/display.h>
#include <wx/scrolwin.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

namespace goufang::desktop {

namespace {

using model::Buyer;
using model::Field;

constexpr std::size_t k_most = 5'000; ///< buyers; what is typed is tried on all of them
constexpr std::size_t k_offered = 30; ///< values of the selected buyers to choose from

/// What several buyers may have in common; names, codes and tax ids are each buyer's own.
struct Line {
    Field field;
    const char* id;
    std::string_view label;
};
constexpr std::array<Line, 9> k_lines{{
    {Field::address, "many_address", TR_NOOP("地址(&D)")},
    {Field::phone, "many_phone", TR_NOOP("电话(&P)")},
    {Field::bank, "many_bank", TR_NOOP("开户行(&K)")},
    {Field::account, "many_account", TR_NOOP("账号(&N)")},
    {Field::email, "many_email", TR_NOOP("邮箱(&L)")},
    {Field::mobile, "many_mobile", TR_NOOP("手机(&M)")},
    {Field::remark, "many_remark", TR_NOOP("备注(&R)")},
    {Field::verified_on, "many_verified_on", TR_NOOP("核实日期(&X)")},
    {Field::source, "many_source", TR_NOOP("来源(&Q)")},
}};

wxString number(std::size_t n) { return to_wx(words::group_digits(std::to_string(n))); }

void add_unless_known(wxArrayString& values, const std::string& value) {
    if (values.size() < k_offered && !value.empty() && values.Index(to_wx(value)) == wxNOT_FOUND)
        values.push_back(to_wx(value));
}

class ManyDialog : public wxDialog {
  public:
    ManyDialog(wxWindow& parent, const std::vector<Buyer>& buyers, words::Language language)
        : wxDialog(&parent, wxID_ANY, tr("修改所选 %s 家", number(buyers.size()))), m_buyers(buyers),
          m_language(language) {
        SetName(wxT("many_dialog"));
        m_body = new wxScrolledWindow(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL);
        m_body->SetScrollRate(0, FromDIP(12));
        m_grid = new wxFlexGridSizer(3, FromDIP(wxSize(8, 6)));
        m_grid->AddGrowableCol(1, 1);
        for (const Line& line : k_lines) add_text(line);
        m_kind = add_choice("many_kind", TR_NOOP("类别(&W)"), static_cast<int>(model::Kind::overseas) + 1,
                            [&](int k) { return words::kind_name(m_language, static_cast<model::Kind>(k)); });
        m_status = add_choice("many_status", TR_NOOP("状态(&U)"), static_cast<int>(model::Status::inactive) + 1,
                              [&](int s) { return words::status_name(m_language, static_cast<model::Status>(s)); });
        wxArrayString tags;
        for (const Buyer& b : buyers)
            for (const std::string& tag : b.tags) add_unless_known(tags, tag);
        m_add_tag = add_combo("many_add_tag", TR_NOOP("加标签(&A)"), tags);
        m_drop_tag = add_combo("many_drop_tag", TR_NOOP("去标签(&T)"), tags);
        m_fact = new wxStaticText(this, wxID_ANY, wxEmptyString);
        m_fact->SetName(wxT("many_fact"));
        auto* box = new wxBoxSizer(wxVERTICAL);
        box->Add(new wxStaticText(this, wxID_ANY, tr("只写入动过的各项，所选各行都填成一样；其余不变。")), 0, wxALL,
                 FromDIP(12));
        m_body->SetSizer(m_grid);
        const wxSize lines = m_grid->CalcMin();
        const int most = wxDisplay(this).GetClientArea().height * 2 / 3; // large text: the rest is scrolled to
        m_body->SetMinSize(wxSize(lines.x + FromDIP(20), std::min(lines.y, most)));
        box->Add(m_body, 1, wxEXPAND | wxLEFT | wxRIGHT, FromDIP(12));
        box->Add(m_fact, 0, wxEXPAND | wxLEFT | wxRIGHT | wxTOP, FromDIP(12));
        box->Add(ok_and_back(*this, tr("写入(&S)")), 0, wxEXPAND | wxALL, FromDIP(12));
        SetSizer(box);
        tell();
        Fit();
        CentreOnParent();
        m_texts.front().combo->SetFocus();
    }

    /// The buyers that would be changed, as they would be.
    std::vector<Buyer> changed() const {
        std::vector<Buyer> out;
        for (const Buyer& before : m_buyers) {
            Buyer b = before;
            for (const Text& t : m_texts)
                if (t.touched) *model::text_member(b, t.field) = text::clean_text(from_wx(t.combo->GetValue()));
            if (m_kind->GetSelection() > 0) b.kind = static_cast<model::Kind>(m_kind->GetSelection() - 1);
            if (m_status->GetSelection() > 0) b.status = static_cast<model::Status>(m_status->GetSelection() - 1);
            const std::string added = text::clean_text(from_wx(m_add_tag->GetValue()));
            std::erase(b.tags, text::clean_text(from_wx(m_drop_tag->GetValue())));
            if (!added.empty() && std::find(b.tags.begin(), b.tags.end(), added) == b.tags.end())
                b.tags.push_back(added);
            model::normalise(b);
            if (!model::same_values(before, b)) out.push_back(std::move(b));
        }
        return out;
    }

    /// The day is the only text that can be none.
    bool day_is_right() const {
        const auto day =
            std::find_if(m_texts.begin(), m_texts.end(), [](const Text& t) { return t.field == Field::verified_on; });
        Buyer b;
        return !day->touched || model::set_text(b, day->field, from_wx(day->combo->GetValue()));
    }

  private:
    struct Text {
        Field field;
        wxComboBox* combo;
        bool touched = false;
    };

    void add_label(std::string_view label) {
        m_grid->Add(new wxStaticText(m_body, wxID_ANY, tr(label)), 0, wxALIGN_CENTER_VERTICAL | wxALIGN_RIGHT);
    }

    /// Says that a line will be written.
    wxStaticText* add_mark() {
        auto* mark = new wxStaticText(m_body, wxID_ANY, wxEmptyString, wxDefaultPosition,
                                      wxSize(GetTextExtent(tr("写入")).x, -1), wxST_NO_AUTORESIZE);
        m_grid->Add(mark, 0, wxALIGN_CENTER_VERTICAL);
        return mark;
    }

    wxComboBox* add_combo(const char* id, std::string_view label, const wxArrayString& values) {
        add_label(label);
        auto* combo = new wxComboBox(m_body, wxID_ANY, wxEmptyString, wxDefaultPosition,
                                     wxSize(FromDIP(340), wxDefaultCoord), values);
        identify(*combo, id, tr(label));
        m_grid->Add(combo, 1, wxEXPAND);
        wxStaticText* mark = add_mark();
        const auto edited = [this, combo, mark](wxCommandEvent& event) {
            event.Skip();
            for (Text& t : m_texts) t.touched = t.touched || t.combo == combo;
            put_label(*mark, tr("写入"));
            tell();
        };
        combo->Bind(wxEVT_TEXT, edited);
        combo->Bind(wxEVT_COMBOBOX, edited);
        return combo;
    }

    void add_text(const Line& line) {
        wxArrayString values; // the first row's first: one key down fills it into all
        for (const Buyer& b : m_buyers) add_unless_known(values, *model::text_member(b, line.field));
        const std::string& first = *model::text_member(m_buyers.front(), line.field);
        const bool same = std::all_of(m_buyers.begin(), m_buyers.end(),
                                      [&](const Buyer& b) { return *model::text_member(b, line.field) == first; });
        wxComboBox* combo = add_combo(line.id, line.label, values);
        if (same)
            combo->ChangeValue(to_wx(first));
        else
            combo->SetHint(tr("（多个值）"));
        m_texts.push_back({line.field, combo});
    }

    template <class Name> wxChoice* add_choice(const char* id, std::string_view label, int count, const Name& name) {
        add_label(label);
        wxArrayString values;
        values.push_back(tr("（不变）"));
        for (int i = 0; i < count; ++i) values.push_back(to_wx(name(i)));
        auto* choice = new wxChoice(m_body, wxID_ANY, wxDefaultPosition, wxDefaultSize, values);
        identify(*choice, id, tr(label));
        choice->SetSelection(0);
        m_grid->Add(choice, 1, wxEXPAND);
        wxStaticText* mark = add_mark();
        choice->Bind(wxEVT_CHOICE, [this, choice, mark](wxCommandEvent&) {
            put_label(*mark, choice->GetSelection() > 0 ? tr("写入") : wxString());
            tell();
        });
        return choice;
    }

    void tell() {
        const std::size_t n = changed().size();
        put_label(*m_fact, n == 0 ? tr("还没有要写入的") : tr("将修改 %s 家，一步，可撤销", number(n)));
        FindWindow(wxID_OK)->Enable(n != 0);
    }

    const std::vector<Buyer>& m_buyers;
    words::Language m_language;
    wxScrolledWindow* m_body;
    wxFlexGridSizer* m_grid;
    std::vector<Text> m_texts;
    wxChoice *m_kind = nullptr, *m_status = nullptr;
    wxComboBox *m_add_tag = nullptr, *m_drop_tag = nullptr;
    wxStaticText* m_fact = nullptr;
};

bool has_error(const Buyer& b) {
    std::vector<check::Finding> findings;
    check::check_buyer(b, check::registry_profile(), findings);
    return std::any_of(findings.begin(), findings.end(),
                       [](const check::Finding& f) { return f.severity == check::Severity::error; });
}

/// Those with errors become drafts when the user insists; false = back.
bool settle_errors(wxWindow& parent, std::vector<Buyer>& buyers) {
    std::vector<Buyer*> wrong;
    for (Buyer& b : buyers)
        if (b.status != model::Status::draft && has_error(b)) wrong.push_back(&b);
    if (wrong.empty()) return true;
    if (ask(parent, tr("其中 %s 家资料有错", number(wrong.size())), tr("第一家：%s", to_wx(wrong.front()->name)),
            tr("仍然保存（标记待核）(&S)"), wxEmptyString, tr("返回(&B)")) != Reply::first)
        return false;
    for (Buyer* b : wrong) b->status = model::Status::draft;
    return true;
}

} // namespace

wxString edit_many(wxWindow& parent, Library& library, const std::vector<model::BuyerId>& ids,
                   words::Language language) {
    if (ids.size() > k_most) {
        tell(&parent, tr("选了 %s 家，一次最多改 %s 家", number(ids.size()), number(k_most)),
             tr("请少选一些，分几次改。"));
        return {};
    }
    std::vector<Buyer> buyers;
    for (const model::BuyerId id : ids)
        if (auto b = library.registry().buyer(id)) buyers.push_back(std::move(*b));
    if (buyers.empty()) return {};
    ManyDialog dialog(parent, buyers, language);
    while (dialog.ShowModal() == wxID_OK) {
        if (!dialog.day_is_right()) {
            tell(&dialog, tr("核实日期写成 2026-11-22 这样"), wxEmptyString);
            continue;
        }
        std::vector<Buyer> changed = dialog.changed();
        if (!settle_errors(dialog, changed)) continue;
        try {
            store::edit_buyers(library.registry(), changed);
        } catch (const Error& error) {
            tell_error(dialog, language, error);
            continue;
        }
        return tr("已修改 %s 家", number(changed.size()));
    }
    return {};
}

} // namespace goufang::desktop
