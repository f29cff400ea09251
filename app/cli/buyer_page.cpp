#include "app/cli/buyer_page.h"

#include "app/cli/table.h"
#include "app/words/buyer_value.h"
#include "invoice/money.h"

namespace goufang::cli {

using model::Field;

void print_page(const Context& c, const model::Buyer& b, const std::string& category, const invoice::History& history) {
    Table table(c.out(), false, {});
    const auto line = [&](std::string_view name, const std::string& value) { table.row({std::string(name), value}); };
    for (const auto& f : model::k_fields) {
        if (f.field == Field::status)
            line(c.say("field.category"), b.category == 0 ? c.say("word.uncategorised") : category);
        // The four lines of an invoice title are shown also when they are blank: a gap is worth seeing.
        const bool always = f.field == Field::tax_id || f.field == Field::address || f.field == Field::phone ||
                            f.field == Field::bank || f.field == Field::account;
        const std::string value = words::shown_value(c.language, b, f.field);
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
