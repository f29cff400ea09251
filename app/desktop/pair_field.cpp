#include "app/desktop/pair_field.h"

#include "app/desktop/access.h"
#include "app/desktop/controls.h"
#include "app/desktop/tr.h"
#include "core/text/split.h"

#include <wx/button.h>
#include <wx/textctrl.h>

namespace goufang::desktop {

using model::Field;

namespace {

text::Split split(Field left, std::string_view line) {
    return left == Field::address ? text::split_address_phone(line) : text::split_bank_account(line);
}

} // namespace

PairField::PairField(wxWindow* parent, Field left) : m_left(left) {
    const bool address = left == Field::address;
    const auto line = [&](const char* id, const wxString& words) {
        auto* control =
            new wxTextCtrl(parent, wxID_ANY, wxEmptyString, wxDefaultPosition, wxDefaultSize, wxTE_PROCESS_ENTER);
        identify(*control, id, words);
        return control;
    };
    m_joined = line(address ? "address_phone" : "bank_account", address ? tr("地址电话") : tr("开户行及账号"));
    m_a = line(address ? "address" : "bank", address ? tr("地址") : tr("开户行"));
    m_b = line(address ? "phone" : "account", address ? tr("电话") : tr("账号"));
    m_a->SetHint(address ? tr("地址") : tr("开户行"));
    m_b->SetHint(address ? tr("电话") : tr("账号"));
    m_toggle = new wxButton(parent, wxID_ANY, to_wx("⇅"), wxDefaultPosition, wxDefaultSize, wxBU_EXACTFIT);
    identify(*m_toggle, address ? "address_split" : "bank_split",
             address ? tr("地址与电话分开填，或合成一行") : tr("开户行与账号分开填，或合成一行"));
    m_toggle->SetToolTip(address ? tr("地址与电话分开填，或合成一行") : tr("开户行与账号分开填，或合成一行"));
    m_toggle->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { set_separate(!m_separate); });
    m_a->Hide();
    m_b->Hide();
}

std::pair<std::string, std::string> PairField::parts() const {
    if (m_separate) return {from_wx(m_a->GetValue()), from_wx(m_b->GetValue())};
    const std::string line = from_wx(m_joined->GetValue());
    if (line == m_shown) return m_stored; // untouched: nothing is split anew
    const text::Split s = split(m_left, line);
    return {s.left, s.right};
}

void PairField::show(const model::Buyer& b) {
    m_stored = {*model::text_member(b, m_left), *model::text_member(b, right())};
    m_shown = text::join_pair(m_stored.first, m_stored.second);
    const text::Split s = split(m_left, m_shown);
    const bool separate = s.left != m_stored.first || s.right != m_stored.second;
    if (separate) {
        put_text(*m_a, to_wx(m_stored.first));
        put_text(*m_b, to_wx(m_stored.second));
    } else {
        put_text(*m_joined, to_wx(m_shown)); // those that are hidden are filled when they are wanted
    }
    if (separate != m_separate) show_parts(separate);
}

void PairField::put(model::Buyer& b) const {
    auto [a, z] = parts();
    *model::text_member(b, m_left) = std::move(a);
    *model::text_member(b, right()) = std::move(z);
}

void PairField::set_separate(bool separate) {
    if (separate == m_separate) return;
    const auto now = parts();
    if (separate) {
        put_text(*m_a, to_wx(now.first));
        put_text(*m_b, to_wx(now.second));
    } else {
        m_stored = now;
        m_shown = text::join_pair(now.first, now.second);
        put_text(*m_joined, to_wx(m_shown));
    }
    show_parts(separate);
    first().SetFocus();
}

void PairField::show_parts(bool separate) {
    m_separate = separate;
    m_joined->Show(!separate);
    m_a->Show(separate);
    m_b->Show(separate);
    if (on_layout) on_layout();
}

bool PairField::doubtful() const {
    const std::string line = from_wx(m_joined->GetValue());
    return !m_separate && line != m_shown && split(m_left, line).doubtful;
}

wxString PairField::split_text() const {
    const std::string line = from_wx(m_joined->GetValue());
    if (m_separate || line.empty() || line == m_shown) return {};
    const text::Split s = split(m_left, line);
    const bool address = m_left == Field::address;
    const wxString none = tr("（无）");
    return wxString::Format(wxT("%s %s  %s %s"), address ? tr("地址") : tr("开户行"),
                            s.left.empty() ? none : to_wx(s.left), address ? tr("电话") : tr("账号"),
                            s.right.empty() ? none : to_wx(s.right));
}

wxTextCtrl& PairField::control(Field field) {
    if (!m_separate) return *m_joined;
    return field == m_left ? *m_a : *m_b;
}

} // namespace goufang::desktop
