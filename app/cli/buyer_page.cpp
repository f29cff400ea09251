#include "app/cli/buyer_page.h"

#include "app/cli/table.h"
#include "core/text/split.h"
#include "invoice/money.h"

namespace goufang::cli {

using model::Field;

std::string shown_value(words::Language language, const model::Buyer& b, Field field) {
    std::string out;
    const auto add = [&](const std::string& part) { out += (out.empty() ? "" : "; ") + part; };
    switch (model::info(field).shape) {
    case model::Shape::kind:
        return std::string(words::kind_name(language, b.kind));
    case model::Shape::status:
        return std::string(words::status_name(language, b.status));
    case model::Shape::flag:
        return b.id_check ? words::sentence(language, "word.yes") : "";
    case model::Shape::address_list:
        for (const auto& a : b.more_addresses) add(text::join_pair(a.address, a.phone));
        return out;
    case model::Shape::account_list:
        for (const auto& a : b.more_accounts) add(text::join_pair(a.bank, a.account));
        return out;
    case model::Shape::former_name_list:
        for (const auto& n : b.former_names)
            add(n.until.empty() ? n.name : words::sentence(language, "page.former_name", {n.name, n.until}));
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

void print_page(const Context& c, const model::Buyer& b, const std::string& category, const invoice::History& history) {
    Table table(c.out(), false, {});
    const auto line = [&](std::string_view name, const std::string& value) { table.row({std::string(name), value}); };
    for (const auto& f : model::k_fields) {
        if (f.field == Field::status)
            line(c.say("field.category"), b.category == 0 ? c.say("word.uncategorised") : category);
        // The four lines of an invoice title are shown also when they are blank: a gap is worth seeing.
        const bool always = f.field == Field::tax_id || f.field == Field::address || f.field == Field::phone ||
                            f.field == Field::bank || f.field == Field::account;
        const std::string value = shown_value(c.language, b, f.field);
        if (!value.empty() || always) line(words::field_name(c.language, f.field), value);
    }
    if (history.count > 0) {
        std::string text =
            c.say("page.invoice_sum", {std::to_string(history.count), invoice::cents_text(history.cents)});
        if (history.unknown > 0) text += c.say("page.invoice_unknown", {std::to_string(history.unknown)});
        if (!history.first.empty()) text += c.say("page.invoice_days", {history.first, history.last});
        line(c.say("page.invoices"), text);
    }
    table.finish();
}

} // namespace goufang::cli
