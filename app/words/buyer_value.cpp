#include "app/words/buyer_value.h"

#include "core/text/split.h"

namespace goufang::words {

using model::Field;

std::string shown_value(Language language, const model::Buyer& b, Field field, std::string_view between) {
    std::string out;
    const auto add = [&](const std::string& part) { out.append(out.empty() ? "" : between).append(part); };
    switch (model::info(field).shape) {
    case model::Shape::kind:
        return std::string(kind_name(language, b.kind));
    case model::Shape::status:
        return std::string(status_name(language, b.status));
    case model::Shape::flag:
        return b.id_check ? sentence(language, "word.yes") : "";
    case model::Shape::address_list:
        for (const auto& a : b.more_addresses) add(text::join_pair(a.address, a.phone));
        return out;
    case model::Shape::account_list:
        for (const auto& a : b.more_accounts) {
            const std::string pair = text::join_pair(a.bank, a.account);
            add(a.until.empty() ? pair : sentence(language, "page.disused_account", {pair, a.until}));
        }
        return out;
    case model::Shape::former_name_list:
        for (const auto& n : b.former_names)
            add(n.until.empty() ? n.name : sentence(language, "page.former_name", {n.name, n.until}));
        return out;
    case model::Shape::text_list:
        for (const auto& t : b.tags) add(t);
        return out;
    case model::Shape::custom_list:
        for (const auto& custom : b.custom) add(custom.key + "=" + custom.value);
        return out;
    case model::Shape::text:
    case model::Shape::date:
        return model::to_text(b, field);
    }
    return out;
}

} // namespace goufang::words
