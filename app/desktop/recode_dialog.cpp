// What a move would do to the codes, before anything is written.
#include "app/desktop/access.h"
#include "app/desktop/controls.h"
#include "app/desktop/dialogs.h"
#include "app/desktop/tr.h"

#include <algorithm>
#include <wx/button.h>
#include <wx/dialog.h>
#include <wx/listctrl.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

namespace goufang::desktop {

namespace {

/// Old and new codes; rows are asked for as they are drawn.
class CodeList : public wxListCtrl {
  public:
    CodeList(wxWindow* parent, const std::vector<store::NewCode>& codes)
        : wxListCtrl(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxLC_REPORT | wxLC_VIRTUAL | wxLC_SINGLE_SEL),
          m_codes(codes) {
        identify(*this, "code_list", tr("新编码清单"));
        add_columns(*this, {{tr("类别"), 90}, {tr("名称"), 280}, {tr("原编码"), 160}, {tr("新编码"), 160}});
        stripe_rows(*this);
        SetItemCount(static_cast<long>(codes.size()));
    }

  protected:
    wxString OnGetItemText(long row, long column) const override {
        const store::NewCode& c = m_codes[static_cast<std::size_t>(row)];
        switch (column) {
        case 0:
            return c.category != 0 ? tr("分类") : tr("购买方");
        case 1:
            return to_wx(c.name);
        case 2:
            return to_wx(c.old_code);
        default:
            return to_wx(c.new_code);
        }
    }

  private:
    const std::vector<store::NewCode>& m_codes;
};

} // namespace

CodeChoice show_new_codes(wxWindow& parent, const std::vector<store::NewCode>& codes) {
    wxDialog dialog(&parent, wxID_ANY, tr("移动：编码随新的上级更改"), wxDefaultPosition,
                    parent.FromDIP(wxSize(760, 440)), wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER);
    dialog.SetName(wxT("recode_dialog"));
    const auto categories =
        std::count_if(codes.begin(), codes.end(), [](const store::NewCode& c) { return c.category != 0; });
    const auto number = [](std::ptrdiff_t n) { return to_wx(words::group_digits(std::to_string(n))); };
    auto* fact = new wxStaticText(&dialog, wxID_ANY,
                                  tr("将更改 %s 个分类、%s 家购买方的编码；还什么都没有写入。", number(categories),
                                     number(static_cast<std::ptrdiff_t>(codes.size()) - categories)));
    fact->SetName(wxT("recode_fact"));
    auto* list = new CodeList(&dialog, codes);
    auto* keep = named_button(dialog, wxID_NO, "keep_codes", tr("只移动，编码不变(&K)"));
    auto* box = new wxBoxSizer(wxVERTICAL);
    box->Add(fact, 0, wxALL, dialog.FromDIP(10));
    box->Add(list, 1, wxEXPAND | wxLEFT | wxRIGHT, dialog.FromDIP(10));
    box->Add(ok_and_back(dialog, tr("移动并更改编码(&M)"), keep), 0, wxEXPAND | wxALL, dialog.FromDIP(10));
    dialog.SetSizer(box);
    keep->Bind(wxEVT_BUTTON, [&](wxCommandEvent&) { dialog.EndModal(wxID_NO); });
    dialog.CentreOnParent();
    dialog.FindWindow(wxID_OK)->SetFocus();
    switch (dialog.ShowModal()) {
    case wxID_OK:
        return CodeChoice::follow;
    case wxID_NO:
        return CodeChoice::keep;
    default:
        return CodeChoice::back;
    }
}

} // namespace goufang::desktop
