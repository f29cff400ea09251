// Building the window and keeping what it shows in step; what the commands do stands in main_frame_*.cpp.
#include "app/desktop/main_frame.h"

#include "app/desktop/access.h"
#include "app/desktop/ask.h"
#include "app/desktop/icons.h"
#include "app/desktop/library_strip.h"
#include "app/desktop/picker.h"
#include "app/desktop/tr.h"

#include <algorithm>
#include <chrono>
#include <wx/choice.h>
#include <wx/sizer.h>
#include <wx/splitter.h>
#include <wx/srchctrl.h>
#include <wx/stattext.h>
#include <wx/toolbar.h>

namespace goufang::desktop {

namespace {
constexpr std::int64_t k_first_page = 60; ///< rows painted before the full answer is there
/// How long a letter waits for its answer, so that one painting shows both; less than the time of a frame.
constexpr std::chrono::milliseconds k_await{16};
constexpr int k_start_late_ms = 1'500;    ///< a library that is not painted till then starts all the same
constexpr int k_close_again_ms = 30;      ///< time for a dialog to end
constexpr int k_look_elsewhere_ms = 2000; ///< how often other programs' changes are looked for
} // namespace

MainFrame::MainFrame(words::Language language, Settings& settings)
    : wxFrame(nullptr, wxID_ANY, tr("购方库")), m_language(language), m_settings(settings) {
    SetName(wxT("main_frame"));
    wxIconBundle icons;
    for (const int size : {16, 24, 32, 48}) {
        wxIcon one;
        one.CopyFromBitmap(icon("library").GetBitmap(wxSize(size, size)));
        icons.AddIcon(one);
    }
    SetIcons(icons);
    m_below = m_settings.text("detail", "right") == "below";
    m_habit = habit_set();
    m_picker = std::make_unique<Picker>(language, settings);
    build();
    bind_commands();
    bind_form();
    bind_tree();
    accept_files();
    restore_layout();
    Bind(wxEVT_CLOSE_WINDOW, [this](wxCloseEvent& event) {
        if (m_modal.open()) { // its caller still stands on the stack: first out of it, then out of the program
            m_close_forced = !event.CanVeto();
            if (!m_close_forced) event.Veto();
            m_modal.leave_innermost();
            m_close_timer.StartOnce(k_close_again_ms);
            return;
        }
        if (event.CanVeto() && !leave_form()) return event.Veto();
        remember_layout();
        m_unsaved_timer.Stop();
        m_elsewhere_timer.Stop();
        m_start_timer.Stop();
        m_list->set_library(nullptr);
        m_picker.reset();
        m_library.reset();
        Destroy();
    });
    m_close_timer.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { Close(m_close_forced); });
    m_elsewhere_timer.Bind(wxEVT_TIMER, [this](wxTimerEvent&) {
        if (!m_library || m_library->lent()) return;
        try {
            if (m_library->changed_elsewhere()) after_change(tr("别的程序改动了这个库，已重新读取"), false);
        } catch (const Error&) {
            // the file is busy for the moment; looked at again in a while
        }
    });
    m_list->on_painted = [this] {
        if (m_library && m_start_timer.IsRunning()) m_start_timer.StartOnce(1); // after all of this paint
    };
    m_start_timer.Bind(wxEVT_TIMER, [this](wxTimerEvent&) {
        if (m_library) m_library->start();
    });
    m_elsewhere_timer.Start(k_look_elsewhere_ms);
}

MainFrame::~MainFrame() = default;

void MainFrame::build() {
    SetMenuBar(make_menu_bar(m_habit));
    fill_tool_bar(*CreateToolBar(wxTB_HORIZONTAL | wxTB_TEXT | wxTB_FLAT), m_habit);
    GetToolBar()->SetName(wxT("tool_bar"));

    m_split_tree =
        new wxSplitterWindow(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxSP_LIVE_UPDATE | wxSP_NOBORDER);
    identify(*m_split_tree, "split_tree", tr("分隔条"));
    m_categories = new CategoryPanel(m_split_tree);
    wxWindow* right = build_right(m_split_tree);
    m_split_tree->SplitVertically(m_categories, right, FromDIP(230));
    m_split_tree->SetMinimumPaneSize(FromDIP(140));
    m_status = new StatusLine(this);
    m_status->on_undo = [this] { run(Command::undo); };

    m_strip = new LibraryStrip(this);
    auto* all = new wxBoxSizer(wxVERTICAL);
    all->Add(m_strip, 0, wxEXPAND);
    all->Add(m_split_tree, 1, wxEXPAND);
    all->Add(m_status, 0, wxEXPAND);
    SetSizer(all);
}

wxWindow* MainFrame::build_right(wxWindow* parent) {
    auto* right = new wxPanel(parent);
    right->SetName(wxT("right_panel"));
    m_split_form =
        new wxSplitterWindow(right, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxSP_LIVE_UPDATE | wxSP_NOBORDER);
    identify(*m_split_form, "split_form", tr("分隔条"));
    m_split_form->SetMinimumPaneSize(FromDIP(160));
    auto* upper = new wxPanel(m_split_form);
    upper->SetName(wxT("list_panel"));
    m_search = new wxSearchCtrl(upper, wxID_ANY);
    m_search->SetDescriptiveText(tr("名称、拼音首字母、税号或账号片段、电话……"));
    identify(*m_search, "search", tr("查找"));
    m_search->ShowCancelButton(true);
    m_scope = new wxChoice(upper, wxID_ANY);
    for (const std::string_view label : {TR_NOOP("全部"), TR_NOOP("本类及下级"), TR_NOOP("只看本类")})
        m_scope->Append(tr(label));
    identify(*m_scope, "scope", tr("查找范围"));
    m_scope->Hide();
    m_scope->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { choose_scope(m_scope->GetSelection()); });
    m_count = new wxStaticText(upper, wxID_ANY, wxEmptyString);
    m_count->SetName(wxT("count"));
    m_list = new BuyerList(upper, m_language);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(m_search, 1, wxALIGN_CENTER_VERTICAL | wxALL, FromDIP(4));
    row->Add(m_scope, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, FromDIP(4));
    row->Add(m_count, 0, wxALIGN_CENTER_VERTICAL | wxLEFT | wxRIGHT, FromDIP(8));
    auto* upper_box = new wxBoxSizer(wxVERTICAL);
    upper_box->Add(row, 0, wxEXPAND);
    upper_box->Add(m_list, 1, wxEXPAND);
    upper->SetSizer(upper_box);
    m_form = new BuyerForm(m_split_form, m_language);
    m_split_form->Initialize(upper);
    auto* box = new wxBoxSizer(wxVERTICAL);
    box->Add(m_split_form, 1, wxEXPAND);
    right->SetSizer(box);

    m_search->Bind(wxEVT_TEXT, [this](wxCommandEvent&) {
        m_view.search = from_wx(m_search->GetValue());
        show_view();
    });
    m_search->Bind(wxEVT_SEARCH_CANCEL, [this](wxCommandEvent&) { m_search->Clear(); });
    m_list->on_focus = [this] { CallAfter([this] { show_focused(); }); };
    m_list->on_selection = [this] { show_counts(); };
    m_list->on_activate = [this] { run(Command::edit_buyer); };
    m_list->on_type = [this](const wxString& letters) {
        m_search->SetFocus();
        m_search->SetValue(letters);
        m_search->SetInsertionPointEnd();
    };
    m_list->header().on_sort = [this](Column column, bool add) {
        std::vector<SortKey>& keys = m_view.sort;
        const auto at = std::find_if(keys.begin(), keys.end(), [&](const SortKey& k) { return k.by == column; });
        constexpr std::size_t most = 3;
        if (at != keys.end() && (add || keys.size() == 1)) {
            if (!at->descending)
                at->descending = true;
            else
                keys.erase(at);
        } else if (add && keys.size() < most) {
            keys.push_back({column, false});
        } else {
            keys = {{column, false}};
        }
        m_list->header().show_sort(keys);
        show_view();
    };
    return right;
}

void MainFrame::open_library(store::Registry registry) {
    if (m_library) remember_layout();
    m_list->set_library(nullptr);
    m_picker->set_library(nullptr, wxEmptyString);
    m_form->clear();
    m_library.reset();
    // An answer that comes when its library was closed is dropped.
    const auto later = [this, opened = ++m_opened](auto job) {
        CallAfter([this, opened, job = std::move(job)]() mutable {
            if (m_library && m_opened == opened) job();
        });
    };
    LibraryEvents events;
    events.rows = [this, later](Rows rows) {
        later([this, rows = std::move(rows)]() mutable { rows_arrived(std::move(rows)); });
    };
    events.counts = [this, later](Counts counts) {
        later([this, counts = std::move(counts)] { m_categories->show_counts(counts); });
    };
    events.ready = [this, later] {
        later([this] {
            m_picker->library_ready();
            if (!m_library->lent()) m_library->registry().release_memory(); // what the start has read
            if (!m_view.search.empty()) show_view(); // until now only part of the buyers was searched
        });
    };
    m_library = std::make_unique<Library>(std::move(registry), std::move(events));
    const std::string& path = m_library->path();
    const std::string company_name = m_library->registry().setting("company");
    const wxString company = company_name.empty() ? to_wx(path).AfterLast('/') : to_wx(company_name);
    SetTitle(company + wxT(" — ") + tr("购方库"));
    m_status->show_library(company);
    m_strip->show(company, path, remember_library(m_settings, path) > 1);
    m_status->SetToolTip(to_wx(path));
    m_list->set_library(m_library.get());
    m_picker->set_library(m_library.get(), company);
    m_settings.set("last-library", path);
    const auto remembered = [&](std::string_view what) { return m_settings.text(Settings::of_library(path, what)); };
    m_list->header().set_layout(ColumnLayout::from_text(remembered("columns")));
    m_view = {};
    m_view.sort = sort_from_text(remembered("sort"));
    m_list->header().show_sort(m_view.sort);
    m_search->ChangeValue(wxEmptyString);
    m_cut_category = 0;
    m_cut_buyers.clear();
    m_queue.clear();
    m_steps_stale = true;
    for (wxInfoBar* bar : {m_bar, m_reason_bar}) dismiss(bar);
    m_categories->refresh(*m_library);
    m_categories->expand(remembered("expanded"));
    View at;
    at.shelf = static_cast<Shelf>(m_settings.number(Settings::of_library(path, "shelf"), 0));
    at.category = std::strtoll(remembered("category").c_str(), nullptr, 10);
    if (at.shelf > Shelf::recycled) at.shelf = Shelf::all;
    m_categories->select(at);
    const View now = m_categories->selected();
    m_view.shelf = now.shelf;
    m_view.category = now.category;
    show_view();
    say(wxEmptyString, false);
    bring_unsaved_back();
    m_settings.save();
    if (IsShownOnScreen())
        m_start_timer.StartOnce(k_start_late_ms);
    else
        m_library->start();
}

bool MainFrame::open_path(const std::string& path) {
    return attempt([&] { open_library(store::Registry::open(path)); });
}

void MainFrame::show_view() {
    if (!m_library || m_library->lent()) return;
    m_list->set_view(m_view);
    show_scope();
    m_settled = false;
    const bool awaited = m_library->ready() && !m_view.search.empty();
    m_serial = m_library->show(m_view, awaited);
    if (awaited) {
        if (auto rows = m_library->await(k_await)) return rows_arrived(std::move(*rows));
    } else if (auto first = m_library->first_page(m_view, k_first_page)) {
        m_list->set_rows(std::move(*first));
    }
    show_counts();
}

void MainFrame::show_scope() {
    const bool narrowed = m_view.shelf == Shelf::category;
    m_scope->SetSelection(m_view.exact ? 2 : 1);
    if (narrowed == m_scope->IsShown()) return;
    m_scope->Show(narrowed);
    m_scope->GetParent()->Layout();
}

void MainFrame::choose_scope(int choice) {
    m_view.exact = choice == 2;
    if (choice == 0) {
        m_categories->select({});
        m_view.shelf = Shelf::all;
        m_view.category = 0;
        m_search->SetFocus(); // the choice itself goes
    }
    show_view();
}

void MainFrame::rows_arrived(Rows rows) {
    if (rows.serial != m_serial || !m_library) return;
    m_total = rows.total;
    m_everything = rows.everything;
    m_settled = rows.complete;
    m_answered = true;
    m_shown = rows.serial;
    m_list->set_hint(empty_hint());
    m_list->set_rows(std::move(rows.ids));
    if (m_focus_next != 0 && rows.complete) {
        const auto field = std::exchange(m_field_next, std::nullopt);
        m_list->focus_buyer(std::exchange(m_focus_next, 0));
        show_focused();
        if (field) m_form->focus_field(*field);
    }
    show_counts();
}

wxString MainFrame::empty_hint() const {
    if (!m_view.search.empty()) return tr("没有找到。换个片段试试：名称、拼音首字母、税号尾号都可以。");
    switch (m_view.shelf) {
    case Shelf::drafts:
        return tr("没有待核的购买方。保存时资料有错的会放在这里。");
    case Shelf::review_due:
        return tr("没有到期复核的。核实日期满一年的会列在这里。");
    case Shelf::recent:
        return tr("最近三十天没有改动。");
    case Shelf::inactive:
        return tr("没有停用的购买方。停用的不再出现在选取窗口里。");
    case Shelf::recycled:
        return tr("回收站是空的。");
    default:
        return tr("这里还没有购买方。按 Ctrl+N 增加，或用“导入”从开票软件的文件取得；也可以把文件拖到窗口里。");
    }
}

void MainFrame::show_counts() {
    if (!m_library) return;
    const auto n = [](std::uint64_t v) { return to_wx(words::group_digits(std::to_string(v))); };
    const wxString count = m_total == m_everything ? n(m_total) : n(m_total) + wxT("/") + n(m_everything);
    if (!m_answered) return; // nothing is known yet
    if (m_count->GetLabelText() != count) {
        m_count->SetLabelText(count);
        m_count->GetParent()->Layout();
    }
    const std::size_t chosen = m_list->selected_count();
    m_status->show_selection(chosen > 1 ? tr("已选 %s 家", n(chosen)) : wxString());
}

void MainFrame::show_focused() {
    if (!m_library || m_library->lent()) return;
    const model::BuyerId id = m_list->focused_id();
    if (!m_form->empty() && m_form->shown()->id == id && m_form->unsaved()) return;
    if (!m_form->empty() && m_form->unsaved()) {
        const model::BuyerId shown = m_form->shown()->id;
        if (!leave_form()) {
            if (shown != 0 && shown != id) m_list->focus_buyer(shown);
            return;
        }
    }
    const auto buyer = id == 0 ? std::nullopt : m_library->registry().buyer(id);
    if (buyer)
        m_form->show(*buyer);
    else
        m_form->clear();
    show_counts();
}

void MainFrame::after_change(const wxString& message, bool offer_undo) {
    m_steps_stale = true;
    m_list->forget_cache();
    m_categories->refresh(*m_library);
    const View at = m_categories->selected();
    m_view.shelf = at.shelf;
    m_view.category = at.category;
    show_view();
    if (!m_form->empty() && !m_form->unsaved()) {
        const auto again = m_library->registry().buyer(m_form->shown()->id);
        if (again)
            m_form->show(*again);
        else
            m_form->clear();
    }
    dismiss(m_bar);
    say(message, offer_undo);
}

} // namespace goufang::desktop
