#include "core/store/operations.h"
#include "core/text/errors.h"

#include <algorithm>
#include <string>

namespace goufang::store {

namespace {

void check_name(std::string_view name, CategoryId parent) {
    if (name.empty()) throw Error(Code::bad_argument, {"category", std::string(name), "category.empty_name"});
    if (parent == 0 && name == model::k_uncategorised)
        throw Error(Code::bad_argument, {"category", std::string(name), "category.reserved_name"});
}

Category required(const Transaction& tx, CategoryId id) {
    const Category* c = tx.tree().find(id);
    if (!c) throw Error(Code::not_found, {"category", std::to_string(id)});
    return *c;
}

struct BuyerRef {
    BuyerId id;
    std::string code, name;
};
/// The live buyers right in a category; collected first, because rows must not change while they are read.
std::vector<BuyerRef> buyers_in(const Registry& r, CategoryId id) {
    std::vector<BuyerRef> all;
    Query q;
    q.category = id;
    q.exact = true;
    q.sort = SortKey::id;
    r.each(q, [&](const Buyer& b) {
        all.push_back({b.id, b.code, b.name});
        return true;
    });
    return all;
}

std::int64_t buyers_below(const Registry& r, CategoryId id) {
    Query q;
    q.category = id;
    return r.count(q);
}

std::int64_t move_all(Registry& r, Transaction& tx, CategoryId from, CategoryId to) {
    const std::vector<BuyerRef> all = buyers_in(r, from);
    for (const BuyerRef& ref : all) {
        Buyer b = r.buyer(ref.id).value();
        b.category = to;
        tx.update(b);
    }
    return static_cast<std::int64_t>(all.size());
}

/// Empties `from` into `into` (0 = the root) and erases it; a child whose namesake is there goes into that.
std::int64_t dissolve(Registry& r, Transaction& tx, CategoryId from, CategoryId into) {
    std::int64_t moved = move_all(r, tx, from, into);
    for (const CategoryId child : tx.tree().children(from)) {
        Category c = required(tx, child);
        const Category* namesake = tx.tree().find_child(into, c.name);
        if (namesake && namesake->id != from) {
            moved += dissolve(r, tx, child, namesake->id);
        } else if (namesake) {
            // the child is called as `from` itself is: it takes the place when that is gone
            Category parent = required(tx, from);
            std::string name = parent.name + "\x01";
            parent.name = name;
            tx.update(parent);
            c.parent = into;
            tx.update(c);
        } else {
            c.parent = into;
            tx.update(c);
        }
    }
    tx.erase_category(from);
    return moved;
}

/// New codes for the branch and for the buyers in it whose code starts with their category's; categories first.
std::vector<NewCode> recode_branch(Registry& r, Transaction& tx, CategoryId id, std::string_view new_code) {
    std::vector<model::CategoryTree::Recode> open = tx.tree().recode_preview(id, new_code, r.code_rule());
    std::erase_if(open, [](const auto& c) { return c.old_code == c.new_code; });
    std::vector<NewCode> done;
    for (const auto& c : open) done.push_back({c.id, 0, tx.tree().find(c.id)->name, c.old_code, c.new_code});
    std::vector<std::pair<BuyerId, std::string>> buyers;
    for (const auto& c : open) {
        if (c.old_code.empty()) continue;
        for (BuyerRef& b : buyers_in(r, c.id)) {
            if (!b.code.starts_with(c.old_code)) continue;
            std::string code = c.new_code + b.code.substr(c.old_code.size());
            if (code.size() > model::CodeRule::max_code) throw Error(Code::code_full, {c.new_code});
            buyers.emplace_back(b.id, code);
            done.push_back({0, b.id, std::move(b.name), std::move(b.code), std::move(code)});
        }
    }
    // a new code may be the old one of another in the branch, which then has to go first
    while (!open.empty()) {
        const std::size_t before = open.size();
        std::erase_if(open, [&](const auto& c) {
            const Category* holder = tx.tree().find_code(c.new_code);
            if (holder && holder->id != c.id) return false;
            Category changed = required(tx, c.id);
            changed.code = c.new_code;
            tx.update(changed);
            return true;
        });
        if (open.size() == before) throw Error(Code::category_code_taken, {open.front().new_code});
    }
    tx.recode(buyers);
    return done;
}

/// What move_category() does, up to the commit.
std::vector<NewCode> move_branch(Registry& r, Transaction& tx, CategoryId id, CategoryId new_parent, bool recode) {
    Category c = required(tx, id);
    check_name(c.name, new_parent);
    tx.set_args({tx.tree().path(id), tx.tree().path(new_parent), std::to_string(tx.tree().branch(id).size()),
                 std::to_string(buyers_below(r, id))});
    if (c.parent == new_parent) return {};
    c.parent = new_parent;
    tx.update(c);
    if (!recode) return {};
    const Category* parent = tx.tree().find(new_parent);
    const std::string prefix = parent ? parent->code : std::string();
    // a code that fits already stays
    const bool fits = new_parent != 0 && c.code.size() > prefix.size() && c.code.starts_with(prefix);
    if (fits) return {};
    const std::string code = r.next_category_code(new_parent);
    if (code.empty()) throw Error(Code::code_full, {tx.tree().path(new_parent)});
    return recode_branch(r, tx, id, code);
}

} // namespace

CategoryId add_category(Registry& r, CategoryId parent, std::string_view name, std::string_view code) {
    check_name(name, parent);
    Transaction tx = r.begin(StepKind::add_category);
    Category c;
    c.parent = parent;
    c.name = name;
    c.code = code;
    const CategoryId id = tx.insert(c);
    tx.set_args({tx.tree().path(id)});
    tx.commit();
    return id;
}

CategoryId ensure_path(Transaction& tx, std::span<const std::string> names) {
    CategoryId at = 0;
    if (names.empty() || (names.size() == 1 && names[0] == model::k_uncategorised)) return 0;
    for (const std::string& name : names) {
        if (const Category* found = tx.tree().find_child(at, name)) {
            at = found->id;
            continue;
        }
        check_name(name, at);
        Category c;
        c.parent = at;
        c.name = name;
        at = tx.insert(c);
    }
    return at;
}

StepId rename_category(Registry& r, CategoryId id, std::string_view new_name) {
    Transaction tx = r.begin(StepKind::rename_category);
    Category c = required(tx, id);
    check_name(new_name, c.parent);
    tx.set_args({tx.tree().path(id), std::string(new_name)});
    c.name = new_name;
    tx.update(c);
    return tx.commit();
}

StepId move_category(Registry& r, CategoryId id, CategoryId new_parent, bool recode, std::vector<NewCode>* given) {
    Transaction tx = r.begin(StepKind::move_category);
    std::vector<NewCode> codes = move_branch(r, tx, id, new_parent, recode);
    const StepId step = tx.commit();
    if (given) *given = std::move(codes);
    return step;
}

std::vector<NewCode> preview_move(Registry& r, CategoryId id, CategoryId new_parent, bool recode) {
    Transaction tx = r.begin(StepKind::move_category); // never committed
    return move_branch(r, tx, id, new_parent, recode);
}

StepId recode_category(Registry& r, CategoryId id, std::string_view new_code, std::vector<NewCode>* given) {
    Transaction tx = r.begin(StepKind::recode_category);
    const Category c = required(tx, id);
    const std::string path = tx.tree().path(id);
    std::vector<NewCode> done = recode_branch(r, tx, id, new_code);
    const auto categories = std::count_if(done.begin(), done.end(), [](const NewCode& n) { return n.category != 0; });
    tx.set_args({path, c.code, std::string(new_code), std::to_string(categories),
                 std::to_string(static_cast<std::ptrdiff_t>(done.size()) - categories)});
    const StepId step = tx.commit();
    if (given) *given = std::move(done);
    return step;
}

std::vector<NewCode> preview_recode(Registry& r, CategoryId id, std::string_view new_code) {
    Transaction tx = r.begin(StepKind::recode_category); // never committed
    required(tx, id);
    return recode_branch(r, tx, id, new_code);
}

StepId remove_category(Registry& r, CategoryId id, RemoveMode mode) {
    Transaction tx = r.begin(StepKind::remove_category);
    const Category c = required(tx, id);
    const std::vector<CategoryId> branch = tx.tree().branch(id);
    const std::string path = tx.tree().path(id);
    const std::int64_t buyers = buyers_below(r, id);
    const char* const names[] = {"refuse", "lift", "recycle"};
    switch (mode) {
    case RemoveMode::refuse:
        tx.erase_category(id);
        break;
    case RemoveMode::lift:
        dissolve(r, tx, id, c.parent);
        break;
    case RemoveMode::recycle:
        for (auto at = branch.rbegin(); at != branch.rend(); ++at) { // children before parents
            for (const BuyerRef& b : buyers_in(r, *at)) tx.recycle(b.id);
            tx.erase_category(*at);
        }
        break;
    }
    const std::size_t gone = mode == RemoveMode::recycle ? branch.size() : 1;
    tx.set_args({path, names[static_cast<std::size_t>(mode)], std::to_string(gone), std::to_string(buyers)});
    return tx.commit();
}

StepId merge_categories(Registry& r, CategoryId from, CategoryId into) {
    Transaction tx = r.begin(StepKind::merge_categories);
    required(tx, from);
    if (into != 0) required(tx, into);
    const std::string path = tx.tree().path(from), target = tx.tree().path(into);
    if (from == into || (into != 0 && tx.tree().is_within(into, from))) throw Error(Code::category_cycle, {target});
    const std::int64_t buyers = dissolve(r, tx, from, into);
    tx.set_args({path, target, std::to_string(buyers)});
    return tx.commit();
}

} // namespace goufang::store
