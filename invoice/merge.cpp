#include "invoice/plan.h"

#include <algorithm>
#include <chrono>

namespace goufang::invoice {
namespace {

using model::Buyer;
using model::Field;

constexpr std::uint64_t bit(Field f) { return std::uint64_t{1} << static_cast<unsigned>(f); }

/// Two fields that only make sense together.
std::optional<Field> partner(Field f) {
    switch (f) {
    case Field::address:
        return Field::phone;
    case Field::phone:
        return Field::address;
    case Field::bank:
        return Field::account;
    case Field::account:
        return Field::bank;
    default:
        return std::nullopt;
    }
}

/// False when the other half of the pair is another one in the file: an account must not land beside a foreign bank.
bool pair_allows(const Buyer& mine, const Buyer& theirs, Field f) {
    const std::optional<Field> other = partner(f);
    if (!other) return true;
    const std::string& a = *model::text_member(mine, *other);
    const std::string& b = *model::text_member(theirs, *other);
    return a.empty() || b.empty() || a == b;
}

template <class T> bool copy(T& to, const T& from) {
    if (to == from) return false;
    to = from;
    return true;
}

bool same_field(const Buyer& a, const Buyer& b, Field f) {
    switch (f) {
#define GOUFANG_FIELD(member, type, shape, headings)                                                                   \
    case Field::member:                                                                                                \
        return a.member == b.member;
#include "core/model/fields.def"
#undef GOUFANG_FIELD
    }
    return false;
}

/// Copies one field; every member has operator==.
bool copy_field(Buyer& to, const Buyer& from, Field f) {
    switch (f) {
#define GOUFANG_FIELD(member, type, shape, headings)                                                                   \
    case Field::member:                                                                                                \
        return copy(to.member, from.member);
#include "core/model/fields.def"
#undef GOUFANG_FIELD
    }
    return false;
}

template <class T> bool unite(std::vector<T>& mine, const std::vector<T>& theirs) {
    bool changed = false;
    for (const T& t : theirs)
        if (std::find(mine.begin(), mine.end(), t) == mine.end()) mine.push_back(t), changed = true;
    return changed;
}

bool unite_custom(std::vector<model::CustomField>& mine, const std::vector<model::CustomField>& theirs) {
    bool changed = false;
    for (const model::CustomField& t : theirs)
        if (std::none_of(mine.begin(), mine.end(), [&](const auto& m) { return m.key == t.key; }))
            mine.push_back(t), changed = true;
    return changed;
}

bool unite_names(std::vector<model::FormerName>& mine, const std::vector<model::FormerName>& theirs) {
    bool changed = false;
    for (const model::FormerName& t : theirs)
        if (std::none_of(mine.begin(), mine.end(), [&](const auto& m) { return m.name == t.name; }))
            mine.push_back(t), changed = true;
    return changed;
}

bool same_set(const model::AddressPhone& a, const model::AddressPhone& b) { return a == b; }
bool same_set(const model::BankAccount& a, const model::BankAccount& b) { return a.same_account(b); } // out of use too

/// Adds the set (a, b) unless the buyer has it, as default or further set.
template <class T>
bool add_set(std::string& first, std::string& second, std::vector<T>& more, const std::string& a,
             const std::string& b) {
    if (a.empty() && b.empty()) return false;
    if (first == a && second == b) return false;
    if (first.empty() && second.empty()) {
        first = a, second = b;
        return true;
    }
    // A set with one half missing that agrees in the other is completed, not doubled.
    if ((first == a && second.empty()) || (second == b && first.empty())) {
        first = a, second = b;
        return true;
    }
    if ((first == a && b.empty()) || (second == b && a.empty())) return false;
    const T set{a, b};
    if (std::any_of(more.begin(), more.end(), [&](const T& have) { return same_set(have, set); })) return false;
    more.push_back(set);
    return true;
}

bool add_field(Buyer& mine, const Buyer& theirs, Field f) {
    switch (f) {
    case Field::address:
        return add_set(mine.address, mine.phone, mine.more_addresses, theirs.address, theirs.phone);
    case Field::bank:
        return add_set(mine.bank, mine.account, mine.more_accounts, theirs.bank, theirs.account);
    case Field::phone: // with the address, unless the file has phones only
        return theirs.address.empty() && mine.phone.empty() && copy(mine.phone, theirs.phone);
    case Field::account:
        return theirs.bank.empty() && mine.account.empty() && copy(mine.account, theirs.account);
    case Field::more_addresses: {
        bool changed = false;
        for (const auto& s : theirs.more_addresses)
            changed |= add_set(mine.address, mine.phone, mine.more_addresses, s.address, s.phone);
        return changed;
    }
    case Field::more_accounts: {
        bool changed = false;
        for (const auto& s : theirs.more_accounts)
            changed |= add_set(mine.bank, mine.account, mine.more_accounts, s.bank, s.account);
        return changed;
    }
    case Field::former_names:
        return unite_names(mine.former_names, theirs.former_names);
    case Field::tags:
        return unite(mine.tags, theirs.tags);
    case Field::custom:
        return unite_custom(mine.custom, theirs.custom);
    default:
        return model::is_blank(mine, f) && copy_field(mine, theirs, f);
    }
}

} // namespace

std::string utc_today() {
    const auto day = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    const std::chrono::year_month_day ymd(day);
    const auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return std::to_string(static_cast<int>(ymd.year())) + '-' + two(static_cast<unsigned>(ymd.month())) + '-' +
           two(static_cast<unsigned>(ymd.day()));
}

Policy MergeRules::of(Field f) const {
    for (const auto& [field, p] : fields)
        if (field == f) return p;
    return policy;
}

bool merge(Buyer& buyer, const Row& row, const MergeRules& rules, bool by_tax_id, model::CategoryId category,
           bool category_told) {
    bool changed = false;
    const Buyer before = buyer; // pairs are judged by what was there
    for (const model::FieldInfo& info : model::k_fields) {
        const Field f = info.field;
        if ((row.present & bit(f)) == 0 || model::is_blank(row.buyer, f)) continue;
        Policy p = rules.of(f);
        if (f == Field::code && p == Policy::overwrite &&
            std::none_of(rules.fields.begin(), rules.fields.end(),
                         [](const auto& r) { return r.first == Field::code; }))
            p = Policy::fill;
        switch (p) {
        case Policy::keep:
            break;
        case Policy::fill:
            if (f != Field::source && model::is_blank(before, f) && pair_allows(before, row.buyer, f))
                changed |= copy_field(buyer, row.buyer, f);
            break;
        case Policy::overwrite:
            changed |= copy_field(buyer, row.buyer, f);
            break;
        case Policy::add:
            if (f != Field::source) changed |= add_field(buyer, row.buyer, f);
            break;
        }
    }
    if (by_tax_id && !before.name.empty() && buyer.name != before.name &&
        std::none_of(buyer.former_names.begin(), buyer.former_names.end(),
                     [&](const auto& n) { return n.name == before.name; }))
        buyer.former_names.push_back({before.name, rules.today});
    if (category_told && rules.policy != Policy::keep && buyer.category != category &&
        (rules.policy == Policy::overwrite || buyer.category == 0)) {
        buyer.category = category;
        changed = true;
    }
    if (changed) model::normalise(buyer);
    return changed;
}

bool holds(const Buyer& buyer, const Row& row) {
    for (const model::FieldInfo& info : model::k_fields) {
        const Field f = info.field;
        if (f == Field::source || (row.present & bit(f)) == 0 || model::is_blank(row.buyer, f)) continue;
        if (!same_field(buyer, row.buyer, f)) return false;
    }
    return true;
}

} // namespace goufang::invoice
