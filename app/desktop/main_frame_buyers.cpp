// What is done to buyers: each calls an operation, then says in the status line what happened.
#include "app/desktop/ask.h"
#include "app/desktop/dialogs.h"
#include "app/desktop/history_dialog.h"
#include "app/desktop/invoice_text.h"
#include "app/desktop/main_frame.h"
#include "app/desktop/today.h"
#include "app/desktop/tr.h"
#include "core/check/check.h"
#include "core/file/file.h"
#include "core/find/index.h"
#include "core/text/fold.h"
#include "core/text/split.h"

#include <algorithm>
#include <filesystem>
#include <wx/clipbrd.h>
#include <wx/dnd.h>
#include <wx/infobar.h>
#include <wx/srchctrl.h>
#include <wx/textctrl.h>

namespace goufang::desktop {

namespace {

constexpr int k_keep_after_ms = 500; ///< quiet time after which an unsaved form is written aside

wxString number(std::size_t n) { return to_wx(words::group_digits(std::to_string(n))); }

void to_clipboard(const wxString& text) {
    if (!wxTheClipboard->Open()) return;
    wxTheClipboard->SetData(new wxTextDataObject(text));
    wxTheClipboard->Close();
}

} // namespace

void MainFrame::bind_form() {
    m_form->on_save = [this](bool next) { save(next); };
    m_form->on_edited = [this] { m_unsaved_timer.StartOnce(k_keep_after_ms); };
    m_form->on_leave = [this] { m_list->canvas().SetFocus(); };
    m_form->on_jump = [this](model::BuyerId id) { jump_to(id); };
    m_form->on_history = [this] { run(Command::buyer_history); };
    m_form->on_category = [this] {
        const model::CategoryTree tree = m_library->registry().tree();
        const auto to = choose_category(*this, tree, tr("分类"), tr("选定(&O)"));
        if (to) m_form->set_category(*to, to_wx(tree.path(*to)));
    };
    m_form->tax_id_owner = [this](const std::string& tax_id, model::BuyerId other) -> std::optional<OtherBuyer> {
        if (!m_library || m_library->lent()) return std::nullopt;
        for (const model::Buyer& b : m_library->registry().by_tax_id(tax_id))
            if (b.id != other) return OtherBuyer{b.id, b.code, b.name};
        return std::nullopt;
    };
    m_form->category_path = [this](model::CategoryId id) {
        return m_library ? to_wx(m_library->registry().tree().path(id)) : wxString();
    };
    m_unsaved_timer.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { keep_unsaved(); });
}

bool MainFrame::leave_form() {
    if (m_form->empty() || !m_form->unsaved()) return true;
    const model::Buyer b = m_form->value();
    switch (ask(*this, tr("“%s”改了还没有保存。", b.name.empty() ? tr("新购买方") : to_wx(b.name)), wxEmptyString,
                tr("保存(&S)"), tr("不保存(&D)"), tr("返回(&B)"))) {
    case Reply::first:
        return save_form();
    case Reply::second:
        m_form->clear();
        keep_unsaved();
        return true;
    default:
        return false;
    }
}

void MainFrame::new_buyer() {
    if (!leave_form()) return;
    model::Buyer fresh;
    const View at = m_categories->selected();
    if (at.shelf == Shelf::category) fresh.category = at.category;
    fresh.code = m_library->registry().next_buyer_code(fresh.category);
    m_form->show(fresh);
    m_form->focus_first();
    say(tr("增加购买方：填好后按 Ctrl+Enter 保存"), false);
}

bool MainFrame::settle_name(model::Buyer& b) {
    const auto& before = m_form->shown();
    if (b.id == 0 || before->name.empty() || text::name_key(before->name) == text::name_key(b.name)) return true;
    const DatedReply answer = ask_with_date(*this, tr("名称改了：是更正，还是企业更名？"),
                                            tr("原名：%s\n新名：%s", to_wx(before->name), to_wx(b.name)),
                                            tr("更名日期(&D)"), tr("企业更名（保留曾用名）(&R)"), tr("更正错字(&C)"));
    if (answer.reply == Reply::first) b.former_names.push_back({before->name, answer.date});
    return answer.reply != Reply::back;
}

bool MainFrame::settle_account(model::Buyer& b) {
    const auto& before = m_form->shown();
    const model::BankAccount old{before->bank, before->account};
    const bool kept = std::any_of(b.more_accounts.begin(), b.more_accounts.end(),
                                  [&](const model::BankAccount& a) { return a.account == old.account; });
    if (b.id == 0 || old.account.empty() || b.account.empty() || b.account == old.account || kept) return true;
    const DatedReply answer = ask_with_date(*this, tr("账号换了：旧账号怎么办？"),
                                            tr("旧账号：%s\n新账号：%s", to_wx(text::join_pair(old.bank, old.account)),
                                               to_wx(text::join_pair(b.bank, b.account))),
                                            tr("停用日期(&D)"), tr("停用并保留旧账号(&K)"), tr("更正错字(&C)"));
    if (answer.reply == Reply::first) b.more_accounts.push_back({old.bank, old.account, answer.date});
    return answer.reply != Reply::back;
}

bool MainFrame::settle_errors(model::Buyer& b) {
    std::vector<check::Finding> findings;
    check::check_buyer(b, check::registry_profile(), findings);
    wxString text;
    model::Field first{};
    for (const check::Finding& f : findings) {
        if (f.severity != check::Severity::error) continue;
        if (text.empty()) first = f.field;
        text += to_wx(words::field_name(m_language, f.field)) + wxT(": ") + to_wx(words::describe(m_language, f)) +
                wxT("\n");
    }
    if (text.empty() || b.status == model::Status::draft) return true;
    if (ask(*this, tr("资料有错"), text.Trim(), tr("仍然保存（标记待核）(&S)"), wxEmptyString, tr("返回(&B)")) !=
        Reply::first) {
        m_form->focus_field(first);
        return false;
    }
    b.status = model::Status::draft;
    return true;
}

bool MainFrame::save_form() {
    model::Buyer b = m_form->value();
    b.name = text::clean_text(b.name);
    b.tax_id = text::clean_tax_id(b.tax_id);
    for (const model::Field f : {model::Field::address, model::Field::phone, model::Field::bank, model::Field::account,
                                 model::Field::email, model::Field::mobile, model::Field::remark, model::Field::source})
        *model::text_member(b, f) = text::clean_text(*model::text_member(b, f));
    if (b.name.empty()) {
        m_form->focus_first();
        say(tr("请填写购买方名称"), false);
        return false;
    }
    if (!model::set_text(b, model::Field::verified_on, b.verified_on)) {
        m_form->focus_field(model::Field::verified_on);
        say(tr("核实日期写成 2026-11-22 这样"), false);
        return false;
    }
    if (b.mnemonic.empty()) b.mnemonic = find::propose_mnemonic(b.name);
    model::normalise(b);
    if (!settle_name(b) || !settle_account(b) || !settle_errors(b)) return false;
    const bool fresh = b.id == 0;
    if (!attempt([&] {
            if (fresh)
                store::add_buyer(m_library->registry(), b);
            else
                store::edit_buyer(m_library->registry(), b);
        }))
        return false;
    m_form->show(*m_library->registry().buyer(b.id));
    keep_unsaved();
    m_focus_next = b.id;
    after_change(tr("已保存 %s", to_wx(b.name)));
    return true;
}

void MainFrame::save(bool and_next) {
    if (m_form->empty() || !m_form->unsaved()) return;
    const model::CategoryId category = m_form->value().category;
    if (!save_form() || !and_next) return;
    m_focus_next = 0;
    model::Buyer fresh;
    fresh.category = category;
    fresh.code = m_library->registry().next_buyer_code(category);
    const wxString saved = status_text();
    m_form->show(fresh);
    m_form->focus_first();
    say(saved + wxT("  ") + tr("继续增加下一家"), true);
}

void MainFrame::edit_selected() {
    if (!leave_form()) return;
    const wxString done = desktop::edit_many(*this, *m_library, m_list->selected_ids(), m_language);
    if (!done.empty()) after_change(done);
}

void MainFrame::remove_selected() {
    const auto ids = m_list->selected_ids();
    const auto first = m_library->registry().buyer(ids.front());
    m_form->clear();
    keep_unsaved();
    store::recycle_buyers(m_library->registry(), ids);
    after_change(ids.size() == 1 && first ? tr("已把 %s 放进回收站", to_wx(first->name))
                                          : tr("已把 %s 家放进回收站", number(ids.size())));
}

void MainFrame::restore_selected() {
    const auto ids = m_list->selected_ids();
    m_form->clear();
    store::restore_buyers(m_library->registry(), ids);
    after_change(tr("已恢复 %s 家", number(ids.size())));
}

void MainFrame::move_selected() {
    const auto to = choose_category(*this, m_library->registry().tree(), tr("移动到分类"), tr("移动(&M)"));
    if (to) move_to(m_list->selected_ids(), *to);
}

void MainFrame::move_to(std::vector<model::BuyerId> ids, model::CategoryId to) {
    if (ids.empty() || !leave_form()) return;
    store::Registry& registry = m_library->registry();
    CodeChoice codes = CodeChoice::back;
    const bool moved = attempt([&] {
        codes = settle_codes([&] { return store::preview_move(registry, ids, to); });
        if (codes != CodeChoice::back) store::move_buyers(registry, ids, to, codes == CodeChoice::follow);
    });
    if (!moved || codes == CodeChoice::back) return;
    const std::string path = registry.tree().path(to);
    after_move(tr("已移动 %s 家到 %s", number(ids.size()), path.empty() ? tr("未分类") : to_wx(path)));
}

void MainFrame::set_status(model::Status status) {
    if (!leave_form()) return;
    store::Registry& registry = m_library->registry();
    std::vector<model::Buyer> buyers;
    for (const model::BuyerId id : m_list->selected_ids()) {
        auto b = registry.buyer(id);
        if (!b || b->status == status) continue;
        b->status = status;
        buyers.push_back(std::move(*b));
    }
    store::edit_buyers(registry, buyers);
    after_change(status == model::Status::inactive ? tr("已停用 %s 家", number(buyers.size()))
                                                   : tr("已启用 %s 家", number(buyers.size())));
}

void MainFrame::copy_block() {
    const auto b = m_library->registry().buyer(m_list->focused_id());
    if (!b) return;
    to_clipboard(to_wx(invoice_block(*b)));
    say(tr("已复制 %s 的开票信息", to_wx(b->name)), false);
}

void MainFrame::copy_rows() {
    std::vector<std::size_t> rows;
    m_list->each_selected([&](std::size_t row) { rows.push_back(row); });
    std::vector<Column> shown;
    for (const ListHeader::Shown& c : m_list->header().shown()) shown.push_back(c.column);
    to_clipboard(rows_as_text(*m_list, rows, shown));
    say(tr("已复制 %s 行", number(rows.size())), false);
}

void MainFrame::show_buyer_history() {
    const model::BuyerId id = m_form->shown()->id;
    if (!leave_form()) return;
    if (const wxString done = desktop::show_buyer_history(*this, *m_library, id, m_language); !done.empty()) {
        m_focus_next = id;
        m_form->clear();
        after_change(done);
    }
}

void MainFrame::visit(const std::vector<Visit>& visits) {
    if (visits.empty()) return;
    m_queue.assign(visits.rbegin(), visits.rend() - 1);
    go_to(visits.front());
}

void MainFrame::go_to(const Visit& visit) {
    jump_to(visit.id, visit.field);
    const auto buyer = m_library->registry().buyer(visit.id);
    if (visit.reason.empty() || !buyer)
        dismiss(m_reason_bar);
    else
        show_bar(m_reason_bar, "reason_bar", Command::next_problem, tr("下一处"),
                 to_wx(buyer->name) + wxT("  ") + visit.reason, wxICON_WARNING);
}

void MainFrame::next_problem() {
    while (!m_queue.empty()) { // as long as it lasts
        const Visit next = std::move(m_queue.back());
        m_queue.pop_back();
        const auto buyer = m_library->registry().buyer(next.id);
        if (!buyer) continue;
        std::vector<check::Finding> findings;
        check::check_buyer(*buyer, check::registry_profile(), findings);
        const auto here = [&](const check::Finding& f) { return f.field == next.field; };
        if (next.reason.empty() && std::none_of(findings.begin(), findings.end(), here)) continue;
        go_to(next);
        return say(tr("还有 %s 处", number(m_queue.size())), false);
    }
    dismiss(m_reason_bar);
    const std::size_t rows = m_list->row_count();
    const std::size_t start = m_list->focused_row() < 0 ? 0 : static_cast<std::size_t>(m_list->focused_row()) + 1;
    constexpr std::size_t most = 20'000; // rows looked through in one go
    for (std::size_t i = 0; i < std::min(rows, most); ++i) {
        const std::size_t row = (start + i) % rows;
        const wxString problem = m_list->problem(row);
        if (problem.empty()) continue;
        m_list->focus_row(row);
        return say(problem, false);
    }
    say(tr("列表里没有发现问题"), false);
}

void MainFrame::jump_to(model::BuyerId id, std::optional<model::Field> field) {
    if (!leave_form()) return;
    m_form->clear();
    m_search->ChangeValue(wxEmptyString);
    m_view.search.clear();
    View all;
    m_categories->select(all);
    m_view.shelf = Shelf::all;
    m_view.category = 0;
    m_focus_next = id;
    m_field_next = field;
    show_view();
}

std::string MainFrame::unsaved_path() const {
    const wxString name = to_wx(Settings::of_library(m_library->path(), "")).BeforeFirst('/');
    return Settings::data_folder() + "/unsaved-" + from_wx(name.AfterFirst('-')) + ".json";
}

void MainFrame::keep_unsaved() {
    if (!m_library) return;
    const std::string path = unsaved_path();
    std::error_code ignored;
    if (m_form->empty() || !m_form->unsaved()) {
        std::filesystem::remove(file::to_path(path), ignored);
        return;
    }
    try {
        const model::Buyer b = m_form->value();
        file::AtomicFile out(path);
        out.write(std::to_string(b.id) + " " + std::to_string(b.category) + "\n" + model::to_json(b, true));
        out.commit();
    } catch (const Error&) {
        // no room for the copy: the form itself is still there
    }
}

void MainFrame::bring_unsaved_back() {
    const std::string path = unsaved_path();
    if (!std::filesystem::exists(file::to_path(path))) return;
    try {
        const file::Mapped kept(path);
        const std::string_view text = kept.bytes();
        const std::size_t line = text.find('\n');
        if (line == std::string_view::npos) return;
        model::Buyer b = model::from_json(text.substr(line + 1));
        const std::string ids(text.substr(0, line));
        char* end = nullptr;
        b.id = std::strtoll(ids.c_str(), &end, 10);
        b.category = std::strtoll(end, nullptr, 10);
        model::Buyer base;
        if (b.id != 0) {
            const auto stored = m_library->registry().buyer(b.id);
            if (!stored) return;
            base = *stored;
        } else {
            base.code = m_library->registry().next_buyer_code(0);
        }
        if (m_library->registry().tree().find(b.category) == nullptr) b.category = 0;
        m_form->show(base);
        m_form->set_value(b);
        say(tr("已恢复上次没有保存的资料，请核对后保存"), false);
    } catch (const Error&) {
        // not a form of ours
    }
}

} // namespace goufang::desktop
