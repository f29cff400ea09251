#include "invoice/paste/known.h"

#include <algorithm>

namespace goufang::invoice::paste {

using Key = model::Field;

std::optional<model::Buyer> known_buyer(const store::Registry& registry, const Block& block) {
    if (const auto* id = block.find(Key::tax_id))
        if (auto found = registry.by_tax_id(id->value); !found.empty()) return std::move(found.front());
    if (const auto* name = block.find(Key::name))
        if (auto found = registry.by_name(name->value); !found.empty()) return std::move(found.front());
    return std::nullopt;
}

model::Buyer updated(model::Buyer stored, const model::Buyer& pasted) {
    for (const Key f :
         {Key::name, Key::tax_id, Key::address, Key::phone, Key::bank, Key::account, Key::email, Key::mobile})
        if (const std::string& value = *model::text_member(pasted, f); !value.empty())
            *model::text_member(stored, f) = value;
    for (const auto& more : pasted.more_accounts) {
        const bool there = more.same_account({stored.bank, stored.account}) ||
                           std::any_of(stored.more_accounts.begin(), stored.more_accounts.end(),
                                       [&](const model::BankAccount& a) { return a.same_account(more); });
        if (!there) stored.more_accounts.push_back(more);
    }
    model::normalise(stored);
    return stored;
}

} // namespace goufang::invoice::paste
