// Building the window and keeping what it shows in step; what the commands do stands in main_frame_commands.cpp.
#include "app/desktop/main_frame.h"

#include "app/desktop/tr.h"

#include <wx/button.h>
#include <wx/msgdlg.h>
#include <wx/sizer.h>
#include <wx/splitter.h>
#include <wx/srchctrl.h>
#include <wx/stattext.h>
#include <wx/toolbar.h>

namespace goufang::desktop {

namespace {
constexpr std::int64_t k_first_page = 60; ///< rows painted before the full answer is there
}

MainFrame::MainFrame(words::Language language)
    : wxFrame(nullptr, wxID_ANY, tr("购方库"), wxDefaultPosition, wxDefaultSize), m_language(language) {
    SetClientSize(FromDIP(wxSize(1240, 700)));
    build();
    bind_commands();
}

void MainFrame::build() {
    SetMenuBar(make_menu_bar());
    fill_tool_bar(*CreateToolBar(wxTB_HORIZONTAL | wxTB_TEXT | wxTB_FLAT));

    m_split_tree = new wxSplitterWindow(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxSP_LIVE_UPDATE);
    m_categories = new CategoryPanel(m_split_tree, [this](const View& view) {
        m_view.shelf = view.shelf;
        m_view.category = view.category;
        show_view();
    });
    auto* right = new wxPanel(m_split_tree);
    m_search = new wxSearchCtrl(right, wxID_ANY);
    m_search->SetDescriptiveText(tr("名称、拼音首字母、税号或账号片段、电话……"));
    m_search->SetName(tr("查找"));
    m_search->ShowCancelButton(true);
    m_count = new wxStaticText(right, wxID_ANY, wxEmptyString);
    m_split_form = new wxSplitterWindow(right, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxSP_LIVE_UPDATE);
    auto* upper = new wxPanel(m_split_form);
    m_list = new BuyerList(upper);
    m_empty =
        new wxStaticText(upper, wxID_ANY, wxEmptyString, wxDefaultPosition, wxDefaultSize, wxALIGN_CENTRE_HORIZONTAL);
    auto* upper_box = new wxBoxSizer(wxVERTICAL);
    upper_box->Add(m_empty, 0, wxEXPAND | wxALL, FromDIP(24));
    upper_box->Add(m_list, 1, wxEXPAND);
    upper->SetSizer(upper_box);
    m_form = new BuyerForm(m_split_form, m_language);
    m_split_form->SplitHorizontally(upper, m_form, FromDIP(330));
    m_split_form->SetMinimumPaneSize(FromDIP(120));
    m_split_form->SetSashGravity(0.5);

    auto* search_row = new wxBoxSizer(wxHORIZONTAL);
    search_row->Add(m_search, 1, wxALIGN_CENTER_VERTICAL | wxALL, FromDIP(4));
    search_row->Add(m_count, 0, wxALIGN_CENTER_VERTICAL | wxLEFT | wxRIGHT, FromDIP(8));
    auto* right_box = new wxBoxSizer(wxVERTICAL);
    right_box->Add(search_row, 0, wxEXPAND);
    right_box->Add(m_split_form, 1, wxEXPAND);
    right->SetSizer(right_box);
    m_split_tree->SplitVertically(m_categories, right, FromDIP(240));
    m_split_tree->SetMinimumPaneSize(FromDIP(160));

    // The status line is made of ordinary controls: a wxStatusBar is silent to screen readers.
    auto* status = new wxPanel(this);
    m_message = new wxStaticText(status, wxID_ANY, wxEmptyString);
    m_message->SetName(tr("消息"));
    m_undo_link = new wxButton(status, wx_id(Command::undo), tr("撤销"), wxDefaultPosition, wxDefaultSize,
                               wxBU_EXACTFIT | wxBORDER_NONE);
    m_undo_link->Hide();
    m_selection = new wxStaticText(status, wxID_ANY, wxEmptyString);
    m_library_name = new wxStaticText(status, wxID_ANY, wxEmptyString);
    auto* line = new wxBoxSizer(wxHORIZONTAL);
    line->Add(m_message, 0, wxALIGN_CENTER_VERTICAL | wxALL, FromDIP(4));
    line->Add(m_undo_link, 0, wxALIGN_CENTER_VERTICAL);
    line->AddStretchSpacer(1);
    line->Add(m_selection, 0, wxALIGN_CENTER_VERTICAL | wxALL, FromDIP(4));
    line->Add(m_library_name, 0, wxALIGN_CENTER_VERTICAL | wxALL, FromDIP(4));
    status->SetSizer(line);
    status->SetMinSize(FromDIP(wxSize(-1, 30)));

    auto* all = new wxBoxSizer(wxVERTICAL);
    all->Add(m_split_tree, 1, wxEXPAND);
    all->Add(status, 0, wxEXPAND);
    SetSizer(all);

    m_search->Bind(wxEVT_TEXT, [this](wxCommandEvent&) {
        m_view.search = from_wx(m_search->GetValue());
        show_view();
    });
    m_search->Bind(wxEVT_SEARCH_CANCEL, [this](wxCommandEvent&) { m_search->Clear(); });
    m_list->Bind(wxEVT_LIST_ITEM_FOCUSED, [this](wxListEvent&) { CallAfter([this] { show_focused(); }); });
    m_list->Bind(wxEVT_LIST_ITEM_SELECTED, [this](wxListEvent& event) {
        show_counts();
        event.Skip();
    });
    m_list->Bind(wxEVT_LIST_ITEM_ACTIVATED, [this](wxListEvent&) { m_form->focus_first(); });
    m_form->on_save = [this](bool next) { save(next); };
    m_form->tax_id_owner = [this](const std::string& tax_id, model::BuyerId other) -> std::optional<std::string> {
        if (!m_library) return std::nullopt;
        for (const model::Buyer& b : m_library->registry().by_tax_id(tax_id))
            if (b.id != other) return b.code + " " + b.name;
        return std::nullopt;
    };
    m_categories->on_add = [this](model::CategoryId parent, const std::string& name) {
        if (!name.empty() && attempt([&] {
                const auto id = store::add_category(m_library->registry(), parent, name);
                m_categories->refresh(*m_library);
                View view;
                view.shelf = Shelf::category;
                view.category = id;
                m_categories->select(view);
            }))
            return after_change(tr("已增加分类 %s", to_wx(name)));
        m_categories->refresh(*m_library);
    };
    m_categories->on_rename = [this](model::CategoryId id, const std::string& name) {
        if (!name.empty() && attempt([&] { store::rename_category(m_library->registry(), id, name); }))
            return after_change(tr("已改名为 %s", to_wx(name)));
        m_categories->refresh(*m_library);
    };
    m_categories->on_move = [this](model::CategoryId id, model::CategoryId to) {
        const wxString name = to_wx(m_library->registry().tree().find(id)->name);
        if (attempt([&] { store::move_category(m_library->registry(), id, to); }))
            after_change(tr("已移动分类 %s", name));
    };
    Bind(wxEVT_CLOSE_WINDOW, [this](wxCloseEvent& event) {
        if (event.CanVeto() && !leave_form()) return event.Veto();
        Destroy();
    });
}

void MainFrame::open_library(store::Registry registry) {
    m_library.reset();
    m_library = std::make_unique<Library>(
        std::move(registry), [this](Rows rows) { CallAfter([this, rows] { rows_arrived(rows); }); },
        [this] {
            CallAfter([this] {
                if (!m_view.search.empty()) show_view();
            });
        });
    const store::Info info = m_library->registry().info();
    const wxString company = info.company.empty() ? to_wx(info.path).AfterLast('/') : to_wx(info.company);
    SetTitle(company + wxT(" — ") + tr("购方库"));
    m_library_name->SetLabelText(company);
    m_list->set_library(m_library.get());
    m_form->clear();
    m_view = {};
    m_search->ChangeValue(wxEmptyString);
    m_categories->refresh(*m_library);
    show_view();
    say(wxEmptyString, false);
}

void MainFrame::show_view() {
    if (!m_library) return;
    m_serial = m_library->show(m_view);
    if (m_view.search.empty() && m_view.sort.empty()) m_list->set_rows(m_library->first_page(m_view, k_first_page));
    show_counts();
}

void MainFrame::rows_arrived(Rows rows) {
    if (rows.serial != m_serial) return;
    m_total = rows.total;
    m_everything = rows.everything;
    m_list->set_rows(std::move(rows.ids));
    if (const model::BuyerId id = std::exchange(m_focus_next, 0)) m_list->focus_buyer(id);
    wxString hint;
    if (m_list->row_count() == 0) {
        hint = !m_view.search.empty() ? tr("没有找到。换个片段试试：名称、拼音首字母、税号尾号都可以。")
               : m_view.shelf == Shelf::recycled
                   ? tr("回收站是空的。")
                   : tr("这里还没有购买方。按 Ctrl+N 增加，或用“导入”从开票软件的文件取得。");
    }
    m_empty->SetLabelText(hint);
    m_empty->Show(!hint.empty());
    m_empty->GetParent()->Layout();
    show_counts();
}

void MainFrame::show_counts() {
    if (!m_library) return;
    const auto n = [](std::uint64_t v) { return to_wx(words::group_digits(std::to_string(v))); };
    m_count->SetLabelText(n(m_total) + wxT("/") + n(m_everything));
    const int chosen = m_list->GetSelectedItemCount();
    m_selection->SetLabelText(chosen > 1 ? tr("已选 %d 家", chosen) : wxString());
    Layout();
}

void MainFrame::say(const wxString& message, bool offer_undo) {
    m_message->SetLabelText(message);
    m_undo_link->Show(offer_undo);
    m_message->GetParent()->Layout();
}

wxString MainFrame::status_text() const { return m_message->GetLabelText(); }

void MainFrame::after_change(const wxString& message, bool offer_undo) {
    m_list->forget_cache();
    m_categories->refresh(*m_library);
    show_view();
    if (m_form->empty() || !m_form->unsaved()) show_focused();
    say(message, offer_undo);
}

bool MainFrame::attempt(const std::function<void()>& what) {
    try {
        what();
        return true;
    } catch (const Error& error) {
        wxMessageDialog box(this, to_wx(words::describe(m_language, error)), tr("没有完成"), wxOK | wxICON_ERROR);
        box.ShowModal();
        return false;
    }
}

} // namespace goufang::desktop
