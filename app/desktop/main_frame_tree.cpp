// What is done to categories: each one step, with an offer to undo.
#include "app/desktop/ask.h"
#include "app/desktop/category_panel_item.h"
#include "app/desktop/dialogs.h"
#include "app/desktop/main_frame.h"
#include "app/desktop/tr.h"
#include "app/desktop/window_words.h"

#include <wx/dnd.h>
#include <wx/infobar.h>

namespace goufang::desktop {

namespace {

wxString number(std::int64_t n) { return to_wx(words::group_digits(std::to_string(n))); }

View of_category(model::CategoryId id) {
    View view;
    view.shelf = id == 0 ? Shelf::all : Shelf::category;
    view.category = id;
    return view;
}

std::int64_t buyers_in(const store::Registry& registry, model::CategoryId id) {
    store::Query q;
    q.category = id;
    return registry.count(q);
}

} // namespace

void MainFrame::bind_tree() {
    m_categories->on_select = [this](const View& view) {
        m_view.shelf = view.shelf;
        m_view.category = view.category;
        show_view();
    };
    m_categories->on_add = [this](model::CategoryId parent, const std::string& name) { add_category(parent, name); };
    m_categories->on_rename = [this](model::CategoryId id, const std::string& name) { rename_category(id, name); };
    m_categories->on_move = [this](model::CategoryId id, model::CategoryId to) { move_category(id, to); };
    m_categories->on_drop_buyers = [this](const View& target) {
        if (target.shelf == Shelf::recycled) return run(Command::remove_buyer);
        move_to(m_list->selected_ids(), target.shelf == Shelf::category ? target.category : 0);
    };
    m_list->on_drag = [this] {
        if (m_view.shelf == Shelf::recycled) return;
        wxCustomDataObject data(wxDataFormat(wxString::FromUTF8(k_dragged_buyers)));
        data.SetData(1, "1");
        wxDropSource source(data, &m_list->canvas());
        source.DoDragDrop(wxDrag_DefaultMove);
    };
}

void MainFrame::add_category(model::CategoryId parent, const std::string& name) {
    model::CategoryId made = 0;
    if (!name.empty() && attempt([&] { made = store::add_category(m_library->registry(), parent, name); })) {
        m_categories->refresh(*m_library);
        m_categories->select(of_category(made));
        after_change(tr("已增加分类 %s", to_wx(m_library->registry().tree().path(made))));
    } else {
        m_categories->refresh(*m_library);
    }
    m_categories->tree().SetFocus();
}

void MainFrame::rename_category(model::CategoryId id, const std::string& name) {
    const model::Category* c = m_library->registry().tree().find(id);
    const bool changed = !name.empty() && (c == nullptr || c->name != name);
    if (changed && attempt([&] { store::rename_category(m_library->registry(), id, name); }))
        after_change(tr("已改名为 %s", to_wx(name)));
    else
        m_categories->refresh(*m_library);
    m_categories->tree().SetFocus();
}

/// Previews the codes of a move and asks whether they follow it.
CodeChoice MainFrame::settle_codes(const std::function<std::vector<store::NewCode>()>& preview) {
    std::vector<store::NewCode> codes;
    try {
        codes = preview();
    } catch (const Error& error) {
        const bool no_codes = error.code() == Code::code_full || error.code() == Code::code_taken ||
                              error.code() == Code::category_code_taken;
        if (!no_codes) throw;
        const Reply answer = ask(*this, tr("编码不能随新的上级更改"), in_window(m_language, error),
                                 tr("只移动，编码不变(&K)"), wxEmptyString, tr("返回(&B)"));
        return answer == Reply::first ? CodeChoice::keep : CodeChoice::back;
    }
    return codes.empty() ? CodeChoice::keep : show_new_codes(*this, codes);
}

void MainFrame::move_category(model::CategoryId id, model::CategoryId to) {
    if (!leave_form()) return;
    store::Registry& registry = m_library->registry();
    const model::CategoryTree tree = registry.tree();
    const model::Category* moved = tree.find(id);
    if (moved == nullptr || moved->parent == to) return;
    const std::string name = moved->name;
    try {
        const CodeChoice codes = settle_codes([&] { return store::preview_move(registry, id, to); });
        if (codes == CodeChoice::back) return;
        store::move_category(registry, id, to, codes == CodeChoice::follow);
    } catch (const Error& error) {
        if (error.code() != Code::category_name_taken) return show_error(error);
        const model::Category* namesake = tree.find_child(to, name);
        const Reply answer =
            ask(*this, tr("那里已有同名的分类“%s”", to_wx(name)), tr("合并：内容放到一起；改名：先给这个换个名称。"),
                tr("合并(&M)"), tr("改名(&R)"), tr("取消(&C)"));
        if (answer == Reply::first && namesake != nullptr) return merge_category(id, namesake->id);
        if (answer == Reply::second) {
            m_categories->select(of_category(id));
            m_categories->rename_selected();
        }
        return;
    }
    const std::size_t below = tree.branch(id).size() - 1;
    m_categories->refresh(*m_library);
    m_categories->select(of_category(id));
    after_move(tr("已移动 %s（%s 类 %s 家）", to_wx(name), number(static_cast<std::int64_t>(below)),
                  number(buyers_in(registry, id))));
}

void MainFrame::merge_category(model::CategoryId from, model::CategoryId into) {
    store::Registry& registry = m_library->registry();
    const model::CategoryTree tree = registry.tree();
    if (into == 0 || !leave_form()) return;
    const std::string name = tree.find(from)->name;
    const std::int64_t buyers = buyers_in(registry, from);
    if (!attempt([&] { store::merge_categories(registry, from, into); })) return;
    m_categories->refresh(*m_library);
    m_categories->select(of_category(into));
    after_move(tr("已把 %s（%s 家）并入 %s", to_wx(name), number(buyers), to_wx(tree.path(into))));
}

void MainFrame::remove_category() {
    const model::CategoryId id = m_categories->selected().category;
    store::Registry& registry = m_library->registry();
    const model::CategoryTree tree = registry.tree();
    const std::string name = tree.find(id)->name;
    const model::CategoryId parent = tree.find(id)->parent;
    const std::int64_t buyers = buyers_in(registry, id);
    const std::size_t below = tree.branch(id).size() - 1;
    if (!leave_form()) return;
    store::RemoveMode mode = store::RemoveMode::refuse;
    if (buyers != 0 || below != 0) {
        const Reply answer =
            ask(*this, tr("删除分类“%s”：里面的怎么办？", to_wx(name)),
                tr("有下级 %s 类，购买方 %s 家。", number(static_cast<std::int64_t>(below)), number(buyers)),
                tr("移到上级(&L)"), tr("放进回收站(&R)"), tr("返回(&B)"));
        if (answer == Reply::back) return;
        mode = answer == Reply::first ? store::RemoveMode::lift : store::RemoveMode::recycle;
    }
    m_form->clear();
    if (!attempt([&] { store::remove_category(registry, id, mode); })) return;
    m_categories->refresh(*m_library);
    m_categories->select(of_category(parent));
    after_move(tr("已删除分类 %s", to_wx(name)));
    m_categories->tree().SetFocus();
}

void MainFrame::order_category(bool up) {
    store::Registry& registry = m_library->registry();
    const model::CategoryId id = m_categories->selected().category;
    const model::CategoryTree tree = registry.tree();
    const model::CategoryId parent = tree.find(id)->parent;
    std::vector<model::CategoryId> siblings = tree.children(parent);
    const auto at = std::find(siblings.begin(), siblings.end(), id);
    if (up ? at == siblings.begin() : at + 1 == siblings.end()) return;
    std::iter_swap(at, up ? at - 1 : at + 1);
    store::Transaction tx =
        registry.begin(store::StepKind::move_category, {tree.path(id), tree.path(parent), "0", "0"});
    for (std::size_t i = 0; i < siblings.size(); ++i) {
        model::Category c = *tx.tree().find(siblings[i]);
        if (c.order == static_cast<std::int64_t>(i)) continue;
        c.order = static_cast<std::int64_t>(i);
        tx.update(c);
    }
    tx.commit();
    after_change(tr("已移动分类 %s", to_wx(tree.find(id)->name)));
    m_categories->tree().SetFocus();
}

void MainFrame::after_move(const wxString& message) {
    after_change(message);
    show_bar(m_bar, "undo_bar", Command::undo, tr("撤销"), message, wxICON_INFORMATION);
}

void MainFrame::cut() {
    wxWindow* focus = wxWindow::FindFocus();
    const bool in_tree = focus != nullptr && (focus == &m_categories->tree() || m_categories->IsDescendant(focus));
    m_cut_category = 0;
    m_cut_buyers.clear();
    if (in_tree && m_categories->selected().shelf == Shelf::category) {
        m_cut_category = m_categories->selected().category;
        m_categories->set_cut(m_cut_category);
        return say(
            tr("已剪切分类 %s：选另一分类，按 Ctrl+V", to_wx(m_library->registry().tree().find(m_cut_category)->name)),
            false);
    }
    m_categories->set_cut(0);
    m_cut_buyers = m_list->selected_ids();
    if (!m_cut_buyers.empty())
        say(tr("已剪切 %s 家：选分类，按 Ctrl+V", number(static_cast<std::int64_t>(m_cut_buyers.size()))), false);
}

void MainFrame::paste() {
    const View at = m_categories->selected();
    const model::CategoryId to = at.shelf == Shelf::category ? at.category : 0;
    const model::CategoryId category = std::exchange(m_cut_category, 0);
    m_categories->set_cut(0);
    if (category != 0) return move_category(category, to);
    move_to(std::exchange(m_cut_buyers, {}), to);
}

} // namespace goufang::desktop
