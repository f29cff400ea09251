#include "core/store/operations.h"
#include "core/text/errors.h"
#include "core/text/fold.h"

#include <algorithm>
#include <string>
#include <utility>

namespace goufang::store {

namespace {

std::string name_of(const Registry& r, std::span<const BuyerId> ids) {
    if (ids.empty()) return {};
    const auto b = r.buyer(ids.front());
    return b ? b->name : std::string();
}

/// The code follows the tree, and the tree's place has changed: no code of the new category, but one of the old.
bool code_follows(const model::CategoryTree& tree, const Buyer& b, const Category& to) {
    if (to.code.empty() || b.code.starts_with(to.code)) return false;
    const Category* from = tree.find(b.category);
    return from == nullptr || (!from->code.empty() && b.code.starts_with(from->code));
}

/// What move_buyers() does, up to the commit.
std::vector<NewCode> move_all(Registry& r, Transaction& tx, std::span<const BuyerId> ids, CategoryId to, bool recode) {
    std::vector<NewCode> done;
    for (const BuyerId id : ids) {
        auto b = r.buyer(id);
        if (!b) throw Error(Code::not_found, {"buyer", std::to_string(id)});
        const Category* target = tx.tree().find(to);
        if (recode && target && b->category != to && code_follows(tx.tree(), *b, *target)) {
            std::string code = r.next_buyer_code(to);
            if (!code.starts_with(target->code)) throw Error(Code::code_full, {target->code});
            done.push_back({0, id, b->name, std::exchange(b->code, code), code});
        }
        b->category = to;
        tx.update(*b);
    }
    tx.set_args({std::to_string(ids.size()), tx.tree().path(to)});
    return done;
}

Buyer the_only(std::vector<Buyer> found, std::string_view key) {
    if (found.empty()) throw Error(Code::not_found, {"buyer", std::string(key)});
    if (found.size() > 1) throw Error(Code::ambiguous, {std::string(key), std::to_string(found.size())});
    return std::move(found.front());
}

} // namespace

StepId add_buyer(Registry& r, Buyer& b) {
    Buyer made = b;
    Transaction tx = r.begin(StepKind::add_buyer);
    tx.insert(made);
    tx.set_args({made.code, made.name});
    const StepId step = tx.commit();
    b = std::move(made);
    return step;
}

StepId edit_buyer(Registry& r, Buyer& b) {
    Buyer made = b;
    Transaction tx = r.begin(StepKind::edit_buyer);
    std::vector<std::string> args{made.code, made.name};
    if (const auto before = r.buyer(b.id)) {
        for (const model::Field f : model::differing(*before, made)) args.emplace_back(model::info(f).key);
        if (before->category != made.category) args.emplace_back("category");
    }
    tx.update(made);
    tx.set_args(std::move(args));
    const StepId step = tx.commit();
    b = std::move(made);
    return step;
}

StepId edit_buyers(Registry& r, std::span<Buyer> buyers) {
    std::vector<Buyer*> changed;
    std::vector<model::Field> fields;
    bool category = false;
    for (Buyer& b : buyers) {
        const auto before = r.buyer(b.id);
        if (!before) throw Error(Code::not_found, {"buyer", std::to_string(b.id)});
        const std::vector<model::Field> differing = model::differing(*before, b);
        const bool moved = before->category != b.category;
        if (differing.empty() && !moved) continue;
        changed.push_back(&b);
        category = category || moved;
        fields.insert(fields.end(), differing.begin(), differing.end());
    }
    if (changed.empty()) return 0;
    if (changed.size() == 1) return edit_buyer(r, *changed.front());
    std::sort(fields.begin(), fields.end());
    fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
    std::vector<std::string> args{std::to_string(changed.size()), changed.front()->name};
    for (const model::Field f : fields) args.emplace_back(model::info(f).key);
    if (category) args.emplace_back("category");
    Transaction tx = r.begin(StepKind::edit_buyers, std::move(args));
    for (Buyer* b : changed) tx.update(*b);
    return tx.commit();
}

StepId move_buyers(Registry& r, std::span<const BuyerId> ids, CategoryId to, bool recode, std::vector<NewCode>* given) {
    Transaction tx = r.begin(StepKind::move_buyers);
    std::vector<NewCode> codes = move_all(r, tx, ids, to, recode);
    const StepId step = tx.commit();
    if (given) *given = std::move(codes);
    return step;
}

std::vector<NewCode> preview_move(Registry& r, std::span<const BuyerId> ids, CategoryId to, bool recode) {
    Transaction tx = r.begin(StepKind::move_buyers); // never committed
    return move_all(r, tx, ids, to, recode);
}

StepId recycle_buyers(Registry& r, std::span<const BuyerId> ids) {
    Transaction tx = r.begin(StepKind::remove_buyers, {std::to_string(ids.size()), name_of(r, ids)});
    for (const BuyerId id : ids) tx.recycle(id);
    return tx.commit();
}

StepId restore_buyers(Registry& r, std::span<const BuyerId> ids) {
    Transaction tx = r.begin(StepKind::restore_buyers, {std::to_string(ids.size()), name_of(r, ids)});
    for (const BuyerId id : ids) tx.restore(id);
    return tx.commit();
}

StepId revert_field(Registry& r, BuyerId id, model::Field field, StepId step) {
    const std::string_view key = model::info(field).key;
    auto b = r.buyer(id);
    if (!b) throw Error(Code::not_found, {"buyer", std::to_string(id)});
    for (const RowChange& c : r.history_of(id)) {
        if (c.step.id != step) continue;
        for (const FieldChange& f : c.fields) {
            if (f.field != key) continue;
            if (!model::set_text(*b, field, f.before)) throw Error(Code::internal, {"revert_field"});
            return edit_buyer(r, *b);
        }
    }
    throw Error(Code::not_found, {"field", std::string(key)});
}

Buyer resolve_key(const Registry& r, std::string_view key, Place place) {
    const std::string_view value = key.substr(key.find(':') == key.npos ? 0 : key.find(':') + 1);
    const bool by_tax = key.starts_with("tax:"), by_name = key.starts_with("name:");
    if (place == Place::live) {
        if (by_tax) return the_only(r.by_tax_id(value), key);
        if (by_name) return the_only(r.by_name(value), key);
        auto b = r.by_code(key);
        if (!b) throw Error(Code::not_found, {"buyer", std::string(key)});
        return std::move(*b);
    }
    const std::string folded = by_tax ? text::tax_id_key(value) : by_name ? text::name_key(value) : std::string();
    if ((by_tax || by_name) && folded.empty()) throw Error(Code::not_found, {"buyer", std::string(key)});
    std::vector<Buyer> found;
    Query bin;
    bin.place = place;
    bin.sort = SortKey::id;
    r.each(bin, [&](const Buyer& b) {
        if (by_tax    ? text::tax_id_key(b.tax_id) == folded
            : by_name ? text::name_key(b.name) == folded
                      : !key.empty() && b.code == key)
            found.push_back(b);
        return true;
    });
    return the_only(std::move(found), key);
}

} // namespace goufang::store
