#include "app/desktop/sets_dialog.h"

#include "app/desktop/access.h"
#include "app/desktop/controls.h"
#include "app/desktop/today.h"
#include "app/desktop/tr.h"

#include <utility>
#include <vector>
#include <wx/button.h>
#include <wx/checkbox.h>
#include <wx/dialog.h>
#include <wx/radiobut.h>
#include <wx/scrolwin.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

namespace goufang::desktop {

namespace {

/// An address with its phone, or an account with its bank and the day it went out of use.
struct Set {
    std::string left, right, until;
    bool empty() const { return left.empty() && right.empty(); }
};
using Sets = std::vector<Set>;

class SetsDialog : public wxDialog {
  public:
    SetsDialog(wxWindow& parent, bool address, const Sets& sets)
        : wxDialog(&parent, wxID_ANY, address ? tr("地址电话") : tr("开户行及账号"), wxDefaultPosition,
                   parent.FromDIP(wxSize(620, 320)), wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
          m_address(address) {
        SetName(wxT("sets_dialog"));
        m_body = new wxScrolledWindow(this);
        m_body->SetScrollRate(0, FromDIP(12));
        m_grid = new wxFlexGridSizer(address ? 3 : 4, FromDIP(wxSize(6, 6)));
        m_grid->AddGrowableCol(1, 3);
        m_grid->AddGrowableCol(2, 2);
        m_body->SetSizer(m_grid);
        for (const Set& set : sets) add(set);
        add({});
        m_rows.front().standard->SetValue(true);
        show_default();
        auto* more = new wxButton(this, wxID_ADD, tr("再加一组(&A)"));
        identify(*more, "add_set", tr("再加一组"));
        auto* buttons = ok_and_back(*this, tr("确定(&O)"), more);
        auto* box = new wxBoxSizer(wxVERTICAL);
        box->Add(new wxStaticText(this, wxID_ANY, tr("选中的一组是默认，复制和导出用它。空的一组会去掉。")), 0, wxALL,
                 FromDIP(10));
        box->Add(m_body, 1, wxEXPAND | wxLEFT | wxRIGHT, FromDIP(10));
        box->Add(buttons, 0, wxEXPAND | wxALL, FromDIP(10));
        SetSizer(box);
        more->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
            add({});
            m_body->FitInside();
            m_body->Layout();
            m_rows.back().left->SetFocus();
        });
        CentreOnParent();
    }

    /// The default first.
    Sets sets() const {
        Sets out;
        for (const Row& row : m_rows) {
            Set set{from_wx(row.left->GetValue()), from_wx(row.right->GetValue()), {}};
            if (set.empty()) continue;
            const bool standard = row.standard->GetValue();
            if (!standard && row.disused != nullptr && row.disused->GetValue())
                set.until = row.until.empty() ? today_text() : row.until;
            out.insert(standard ? out.begin() : out.end(), std::move(set));
        }
        return out;
    }

  private:
    struct Row {
        wxRadioButton* standard;
        wxTextCtrl *left, *right;
        wxCheckBox* disused; ///< nullptr for addresses
        std::string until;   ///< as stored
    };
    /// The default account is in use.
    void show_default() {
        for (const Row& row : m_rows)
            if (row.disused != nullptr) row.disused->Enable(!row.standard->GetValue());
    }
    void add(const Set& set) {
        Row row{};
        row.until = set.until;
        row.standard = new wxRadioButton(m_body, wxID_ANY, tr("默认"), wxDefaultPosition, wxDefaultSize,
                                         m_rows.empty() ? wxRB_GROUP : 0);
        row.left = new wxTextCtrl(m_body, wxID_ANY, to_wx(set.left));
        row.right = new wxTextCtrl(m_body, wxID_ANY, to_wx(set.right));
        const wxString number = wxString::Format(wxT(" %zu"), m_rows.size() + 1);
        identify(*row.left, "set_left", (m_address ? tr("地址") : tr("开户行")) + number);
        identify(*row.right, "set_right", (m_address ? tr("电话") : tr("账号")) + number);
        row.left->SetHint(m_address ? tr("地址") : tr("开户行"));
        row.right->SetHint(m_address ? tr("电话") : tr("账号"));
        m_grid->Add(row.standard, 0, wxALIGN_CENTER_VERTICAL);
        m_grid->Add(row.left, 1, wxEXPAND);
        m_grid->Add(row.right, 1, wxEXPAND);
        if (!m_address) {
            row.disused =
                new wxCheckBox(m_body, wxID_ANY, set.until.empty() ? tr("停用") : tr("%s 停用", to_wx(set.until)));
            identify(*row.disused, "set_disused", tr("停用") + number);
            row.disused->SetValue(!set.until.empty());
            m_grid->Add(row.disused, 0, wxALIGN_CENTER_VERTICAL);
        }
        identify(*row.standard, "set_default", tr("默认") + number);
        row.standard->Bind(wxEVT_RADIOBUTTON, [this](wxCommandEvent&) { show_default(); });
        m_rows.push_back(std::move(row));
    }

    bool m_address;
    wxScrolledWindow* m_body;
    wxFlexGridSizer* m_grid;
    std::vector<Row> m_rows;
};

} // namespace

bool edit_sets(wxWindow& parent, model::Buyer& buyer, model::Field left) {
    const bool address = left == model::Field::address;
    Sets sets;
    if (address) {
        sets.push_back({buyer.address, buyer.phone, {}});
        for (const auto& more : buyer.more_addresses) sets.push_back({more.address, more.phone, {}});
    } else {
        sets.push_back({buyer.bank, buyer.account, {}});
        for (const auto& more : buyer.more_accounts) sets.push_back({more.bank, more.account, more.until});
    }
    SetsDialog dialog(parent, address, sets);
    if (dialog.ShowModal() != wxID_OK) return false;
    const model::Buyer before = buyer;
    sets = dialog.sets();
    if (sets.empty()) sets.emplace_back();
    if (address) {
        buyer.address = sets[0].left;
        buyer.phone = sets[0].right;
        buyer.more_addresses.clear();
        for (std::size_t i = 1; i < sets.size(); ++i) buyer.more_addresses.push_back({sets[i].left, sets[i].right});
    } else {
        buyer.bank = sets[0].left;
        buyer.account = sets[0].right;
        buyer.more_accounts.clear();
        for (std::size_t i = 1; i < sets.size(); ++i)
            buyer.more_accounts.push_back({sets[i].left, sets[i].right, sets[i].until});
    }
    return !model::same_values(before, buyer);
}

} // namespace goufang::desktop
