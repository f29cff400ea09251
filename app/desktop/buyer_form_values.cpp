// What the form's controls hold, and what is said about it while it is typed.
#include "app/desktop/buyer_form.h"

#include "app/desktop/controls.h"
#include "app/desktop/sets_dialog.h"
#include "app/desktop/tr.h"
#include "core/check/check.h"
#include "core/find/index.h"
#include "core/text/charset.h"
#include "core/text/fold.h"
#include "core/text/split.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <wx/button.h>
#include <wx/choice.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

namespace goufang::desktop {

using model::Field;

/// Findings of the buyer as typed.
struct Findings {
    std::vector<check::Finding> all;
    const check::Finding* worst(Field a, Field b) const {
        const check::Finding* out = nullptr;
        for (const check::Finding& f : all)
            if ((f.field == a || f.field == b) && (out == nullptr || f.severity > out->severity)) out = &f;
        return out;
    }
};

namespace {

constexpr std::string_view k_counted_target = "aisino"; ///< whose limits the counters show
constexpr std::size_t k_show_from = 80;                 ///< per cent of the limit

std::vector<std::string> split_tags(const std::string& text) {
    std::vector<std::string> tags;
    std::string tag;
    const auto end = [&] {
        std::string clean = text::clean_text(tag);
        if (!clean.empty() && std::find(tags.begin(), tags.end(), clean) == tags.end())
            tags.push_back(std::move(clean));
        tag.clear();
    };
    std::size_t at = 0;
    while (at < text.size()) {
        const char32_t c = text::next_code_point(text, at);
        if (c == U',' || c == U'，' || c == U'、' || c == U';' || c == U'；')
            end();
        else
            text::append_utf8(tag, c);
    }
    end();
    return tags;
}

wxString lower_initials(const std::string& name) { return to_wx(find::propose_mnemonic(name, 64)).Lower(); }

} // namespace

void BuyerForm::show(const model::Buyer& buyer) {
    m_buyer = buyer;
    m_own_mnemonic = !buyer.mnemonic.empty();
    set_value(buyer);
}

void BuyerForm::set_value(const model::Buyer& b) {
    m_filling = true;
    Freeze();
    for (wxWindow* child : GetChildren()) child->Enable();
    for (Row& row : m_rows) {
        row.pasted.clear();
        if (row.pair != nullptr)
            row.pair->show(b);
        else
            put_text(*row.text, to_wx(*model::text_member(b, row.field)));
    }
    for (const auto& [field, text] : m_plain) put_text(*text, to_wx(*model::text_member(b, field)));
    wxString tags;
    for (const std::string& tag : b.tags) tags += (tags.empty() ? wxString() : to_wx("，")) + to_wx(tag);
    put_text(*m_tags, tags);
    m_more_addresses = b.more_addresses;
    m_more_accounts = b.more_accounts;
    m_kind->SetSelection(static_cast<int>(b.kind));
    m_status->SetSelection(static_cast<int>(b.status));
    wxString former;
    for (const model::FormerName& f : b.former_names)
        former += (former.empty() ? tr("曾用名：") : wxString(wxT("；"))) + to_wx(f.name) +
                  (f.until.empty() ? wxString() : tr("（至 %s）", to_wx(f.until)));
    put_label(*m_former, wrapped(*m_former, former, m_body->GetClientSize().x - FromDIP(24)));
    m_former->Show(!former.empty());
    put_label(*m_title, b.id == 0 ? tr("新购买方") : to_wx(b.name));
    set_category(b.category, category_path ? category_path(b.category) : wxString());
    show_more();
    m_filling = false;
    check();
    Thaw();
}

void BuyerForm::clear() {
    m_filling = true;
    m_buyer.reset();
    const model::Buyer nothing;
    for (Row& row : m_rows) {
        row.pasted.clear();
        if (row.pair != nullptr)
            row.pair->show(nothing);
        else
            put_text(*row.text, wxEmptyString);
        put_label(*row.mark, wxEmptyString);
        put_label(*row.counter, wxEmptyString);
        row.note->set(wxEmptyString, Tone::plain);
    }
    for (const auto& [field, text] : m_plain) put_text(*text, wxEmptyString);
    put_text(*m_tags, wxEmptyString);
    put_label(*m_category_button, wxEmptyString);
    m_kind->SetSelection(wxNOT_FOUND);
    m_status->SetSelection(wxNOT_FOUND);
    m_former->Hide();
    m_jump->Hide();
    m_initials->Hide();
    put_label(*m_title, tr("选一家购买方，或按 Ctrl+N 增加"));
    for (wxWindow* child : GetChildren())
        if (child != m_title) child->Disable();
    m_filling = false;
}

void BuyerForm::set_category(model::CategoryId id, const wxString& path) {
    m_category = id;
    put_label(*m_category_button, path.empty() ? tr("未分类") : path);
    if (!m_filling) edited();
}

model::Buyer BuyerForm::value() const {
    model::Buyer b = m_buyer.value_or(model::Buyer{});
    for (const Row& row : m_rows) {
        if (row.pair != nullptr)
            row.pair->put(b);
        else
            *model::text_member(b, row.field) = from_wx(row.text->GetValue());
    }
    for (const auto& [field, text] : m_plain) *model::text_member(b, field) = from_wx(text->GetValue());
    std::vector<std::string> tags = split_tags(from_wx(m_tags->GetValue()));
    b.tags = std::move(tags);
    b.more_addresses = m_more_addresses;
    b.more_accounts = m_more_accounts;
    b.category = m_category;
    if (m_kind->GetSelection() >= 0) b.kind = static_cast<model::Kind>(m_kind->GetSelection());
    if (m_status->GetSelection() >= 0) b.status = static_cast<model::Status>(m_status->GetSelection());
    return b;
}

bool BuyerForm::unsaved() const {
    if (!m_buyer) return false;
    const model::Buyer now = value();
    if (m_buyer->id != 0) return now.category != m_buyer->category || !model::same_values(*m_buyer, now);
    model::Buyer fresh = now; // what the form proposes by itself is not typed
    fresh.code = m_buyer->code;
    if (!m_own_mnemonic) fresh.mnemonic = m_buyer->mnemonic;
    return !model::same_values(*m_buyer, fresh);
}

void BuyerForm::revert_focused() {
    if (!m_buyer) return;
    const wxWindow* focus = wxWindow::FindFocus();
    const model::Buyer stored = *m_buyer;
    for (Row& row : m_rows) {
        if (row.pair != nullptr) {
            if (focus == row.pair->joined() || focus == row.pair->left_control() || focus == row.pair->right_control())
                row.pair->show(stored);
        } else if (focus == row.text) {
            put_text(*row.text, to_wx(*model::text_member(stored, row.field)));
        }
    }
    for (const auto& [field, text] : m_plain)
        if (focus == text) put_text(*text, to_wx(*model::text_member(stored, field)));
    edited();
}

void BuyerForm::edited() {
    if (m_filling || !m_buyer) return;
    check();
    if (on_edited) on_edited();
}

void BuyerForm::propose_mnemonic(const model::Buyer& b) {
    Row* row = row_of(Field::mnemonic);
    if (row->text->HasFocus()) m_own_mnemonic = !row->text->IsEmpty();
    if (m_own_mnemonic || b.id != 0) return;
    const wxString proposed = to_wx(find::propose_mnemonic(b.name));
    put_text(*row->text, proposed);
}

void BuyerForm::check() {
    if (m_filling || !m_buyer) return;
    propose_mnemonic(value());
    const model::Buyer b = value();
    Findings found;
    const bool untouched = b.id == 0 && b.name.empty() && b.tax_id.empty();
    if (!untouched) {
        model::Buyer judged = b; // blanks and case in what is being typed are mended when it is saved
        judged.tax_id = text::clean_tax_id(b.tax_id);
        judged.name = text::clean_text(b.name);
        check::check_buyer(judged, check::registry_profile(), found.all);
    }
    m_owner = 0;
    for (Row& row : m_rows) {
        check_row(row, b, found);
        count_bytes(row, b);
    }
    const wxString initials = b.name.empty() ? wxString() : lower_initials(b.name);
    put_label(*m_initials, initials.empty() ? wxString() : tr("首字母 %s", initials));
    m_initials->Show(!initials.empty());
    m_jump->Show(m_owner != 0);
    m_save->Enable(unsaved());
    m_save_next->Enable(unsaved());
    lay_out();
}

void BuyerForm::check_row(Row& row, const model::Buyer& b, const Findings& found) {
    const Field second = row.pair != nullptr ? row.pair->right() : row.field;
    const check::Finding* worst = found.worst(row.field, second);
    Tone tone = Tone::plain;
    wxString sentence;
    if (worst != nullptr && (worst->severity != check::Severity::note)) {
        tone = worst->severity == check::Severity::error ? Tone::error : Tone::warning;
        sentence = to_wx(words::describe(m_language, *worst));
    } else if (row.field == Field::tax_id && !b.tax_id.empty()) {
        tone = Tone::good;
    }
    if (row.field == Field::tax_id && !b.tax_id.empty() && tax_id_owner) {
        if (const auto owner = tax_id_owner(text::clean_tax_id(b.tax_id), b.id)) {
            m_owner = owner->id;
            if (tone != Tone::error) tone = Tone::warning;
            const wxString twice = tr("已有客户 %s 用此税号", to_wx(owner->code + " " + owner->name));
            sentence = sentence.empty() ? twice : sentence + wxT("\n") + twice;
        }
    }
    if (row.pair != nullptr && sentence.empty()) {
        sentence = row.pair->split_text();
        if (row.pair->doubtful()) {
            tone = Tone::warning;
            sentence = tr("请核对拆分：%s", sentence);
        }
    }
    if (!row.pasted.empty()) sentence = sentence.empty() ? row.pasted : row.pasted + wxT("\n") + sentence;
    row.mark->SetForegroundColour(tone_colour(tone));
    put_label(*row.mark, tone_mark(tone));
    row.note->set(sentence, tone);
}

void BuyerForm::count_bytes(Row& row, const model::Buyer& b) {
    wxString shown;
    Tone tone = Tone::plain;
    const check::Profile* target = check::profile(k_counted_target);
    for (const check::Limit& limit : target->limits) {
        if (limit.field != row.field) continue;
        const std::string& left = *model::text_member(b, row.field);
        const std::string whole =
            row.pair != nullptr ? text::join_pair(left, *model::text_member(b, row.pair->right())) : left;
        const std::size_t length =
            limit.unit == check::Unit::gbk_bytes ? text::gbk_length(whole) : text::count_code_points(whole);
        if (length * 100 < limit.max * k_show_from || row.field == Field::mnemonic) continue;
        shown = wxString::Format(wxT("%zu/%zu"), length, limit.max);
        if (length > limit.max) tone = Tone::error;
    }
    row.counter->SetForegroundColour(tone_colour(tone));
    put_label(*row.counter, shown);
}

void BuyerForm::show_more() {
    const auto label = [](std::size_t n) { return n == 0 ? wxString(wxT("+")) : wxString::Format(wxT("+%zu"), n); };
    put_label(*m_sets[0], label(m_more_addresses.size()));
    put_label(*m_sets[1], label(m_more_accounts.size()));
}

void BuyerForm::edit_sets(Field left) {
    model::Buyer b = value();
    if (!desktop::edit_sets(*this, b, left)) return;
    m_more_addresses = b.more_addresses;
    m_more_accounts = b.more_accounts;
    m_filling = true;
    for (Row& row : m_rows) {
        if (row.pair == nullptr || row.field != left) continue;
        row.pair->set_separate(true);
        row.pair->left_control()->ChangeValue(to_wx(*model::text_member(b, left)));
        row.pair->right_control()->ChangeValue(to_wx(*model::text_member(b, row.pair->right())));
        row.pair->set_separate(false);
    }
    m_filling = false;
    show_more();
    edited();
}

} // namespace goufang::desktop
