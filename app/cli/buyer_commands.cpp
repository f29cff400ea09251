// add, show, edit, move, remove.

#include "app/cli/buyer_page.h"
#include "app/cli/command.h"
#include "app/cli/context.h"
#include "app/cli/findings.h"
#include "app/cli/new_codes.h"
#include "core/check/tax_id.h"
#include "core/find/index.h"
#include "core/text/errors.h"
#include "core/text/fold.h"

#include <algorithm>
#include <memory>

namespace goufang::cli {

using model::Buyer;
using model::Field;

namespace {

/// Sets a field from what a person typed or pasted, cleaned as when it is typed into a form.
void set_field(Buyer& b, Field field, std::string_view argument, const std::string& value) {
    const auto shape = model::info(field).shape;
    std::string clean = value;
    if (field == Field::tax_id)
        clean = text::clean_tax_id(value);
    else if (shape == model::Shape::text)
        clean = text::clean_text(value);
    if (model::set_text(b, field, clean)) return;
    const std::string what = shape == model::Shape::kind     ? "value.kind"
                             : shape == model::Shape::status ? "value.status"
                             : shape == model::Shape::flag   ? "value.flag"
                             : shape == model::Shape::date   ? "value.date"
                                                             : "value.list";
    throw Error(Code::bad_argument, {std::string(argument), value, what});
}

/// Tells that cleaning changed what was typed.
void say_cleaned(const Context& c, const Buyer& b, Field field, const std::string& typed) {
    const auto shape = model::info(field).shape;
    if (shape != model::Shape::text) return;
    const std::string now = model::to_text(b, field);
    if (now != typed && !c.quiet)
        c.warn(c.say("entry.cleaned", {std::string(words::field_name(c.language, field)), typed, now}));
}

/// A buyer with an error is kept, but marked 待核.
bool mark_draft(const Context& c, Buyer& b, const std::vector<check::Finding>& findings) {
    if (!has_errors(findings) || b.status != model::Status::active) return false;
    b.status = model::Status::draft;
    c.warn(c.say("entry.draft", {b.name}));
    return true;
}

std::vector<model::BuyerId> resolve_all(const store::Registry& registry, const std::vector<std::string>& keys) {
    std::vector<model::BuyerId> ids;
    for (const auto& key : keys) {
        const auto id = store::resolve_key(registry, key).id;
        if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    }
    return ids;
}

} // namespace

Action setup_add(Arguments& arguments) {
    struct Values {
        std::string name;
        std::optional<std::string> category;
        std::vector<std::pair<Field, std::optional<std::string>>> fields;
    };
    auto v = std::make_shared<Values>();
    struct Row {
        std::string_view option, value;
        Field field;
    };
    constexpr Row rows[] = {
        {"--tax-id", "T", Field::tax_id}, {"--kind", "K", Field::kind},     {"--address", "A", Field::address},
        {"--phone", "P", Field::phone},   {"--bank", "B", Field::bank},     {"--account", "C", Field::account},
        {"--email", "E", Field::email},   {"--mobile", "M", Field::mobile}, {"--mnemonic", "M", Field::mnemonic},
        {"--remark", "R", Field::remark}, {"--code", "C", Field::code}};
    arguments.required("--name", "N", v->name);
    v->fields.reserve(std::size(rows)); // the arguments keep pointers into it
    for (const Row& row : rows) {
        v->fields.emplace_back(row.field, std::nullopt);
        arguments.option(row.option, row.value, v->fields.back().second);
        if (row.field == Field::code) arguments.help("opt.code.buyer");
        if (row.field == Field::account) arguments.help("opt.account");
    }
    arguments.option("--category", "PATH", v->category).help("opt.category.add");
    return [v](Context& c) {
        auto registry = c.open_to_write();
        const auto tree = registry.tree();
        Buyer b;
        set_field(b, Field::name, "--name", v->name);
        if (b.name.empty()) throw Error(Code::bad_argument, {"--name", v->name, "value.not_blank"});
        say_cleaned(c, b, Field::name, v->name);
        for (const auto& [field, value] : v->fields) {
            if (!value) continue;
            std::string option = "--" + std::string(model::info(field).key);
            std::replace(option.begin(), option.end(), '_', '-');
            set_field(b, field, option, *value);
            say_cleaned(c, b, field, *value);
        }
        if (v->category) b.category = category_argument(tree, *v->category);
        const bool kind_told = std::any_of(v->fields.begin(), v->fields.end(),
                                           [](const auto& f) { return f.first == Field::kind && f.second; });
        if (!kind_told) b.kind = check::proposed_kind(b.tax_id).value_or(b.kind);
        if (b.mnemonic.empty()) b.mnemonic = find::propose_mnemonic(b.name);
        model::normalise(b);

        const auto findings = entry_findings(registry, b);
        mark_draft(c, b, findings);
        store::add_buyer(registry, b);
        warn_about(c, findings);
        if (c.json) {
            print_json(c, buyer_json(b, category_path(tree, b.category)));
        } else {
            c.print(b.code);
            c.chat(c.say("entry.saved", {b.name}));
        }
        return has_more_than_notes(findings) ? k_with_findings : k_done;
    };
}

Action setup_show(Arguments& arguments) {
    auto key = std::make_shared<std::string>();
    arguments.positional("KEY", *key);
    return [key](Context& c) {
        const auto registry = c.open_to_read();
        const Buyer b = store::resolve_key(registry, *key);
        const std::string category = category_path(registry.tree(), b.category);
        const invoice::History history = invoice::history_of(registry.invoices_of(b.id));
        if (c.json) {
            Json o = buyer_json(b, category);
            if (history.count > 0) o["invoices"] = history_json(history);
            print_json(c, o);
        } else {
            print_page(c, b, category, history);
        }
        return k_done;
    };
}

Action setup_edit(Arguments& arguments) {
    struct Values {
        std::string key;
        std::vector<std::string> changes;
        bool former = false;
    };
    auto v = std::make_shared<Values>();
    arguments.positional("KEY", v->key).positional("FIELD=VALUE", v->changes).flag("--former", v->former);
    return [v](Context& c) {
        for (const auto& change : v->changes)
            if (const auto equals = change.find('='); equals == std::string::npos || equals == 0)
                throw UsageError("usage.field_value", {change});
        auto registry = c.open_to_write();
        const auto tree = registry.tree();
        const Buyer before = store::resolve_key(registry, v->key);
        Buyer b = before;
        for (const auto& change : v->changes) {
            const std::size_t equals = change.find('=');
            const std::string key = change.substr(0, equals), value = change.substr(equals + 1);
            if (key == "category") {
                b.category = category_argument(tree, value);
                continue;
            }
            const Field field = field_argument("FIELD", key);
            set_field(b, field, key, value);
            say_cleaned(c, b, field, value);
        }
        if (b.name.empty()) throw Error(Code::bad_argument, {"name", "", "value.not_blank"});
        if (v->former && b.name != before.name && !before.name.empty())
            b.former_names.push_back({before.name, today_text()});
        model::normalise(b);

        if (b.category == before.category && model::same_values(b, before)) {
            if (c.json)
                print_json(c, buyer_json(b, category_path(tree, b.category)));
            else
                c.chat(c.say("entry.unchanged", {b.name}));
            return k_done;
        }
        const auto findings = entry_findings(registry, b);
        const auto changed = model::differing(before, b);
        const bool status_set = std::find(changed.begin(), changed.end(), Field::status) != changed.end();
        if (!status_set) mark_draft(c, b, findings);
        store::edit_buyer(registry, b);
        warn_about(c, findings);
        if (c.json)
            print_json(c, buyer_json(b, category_path(tree, b.category)));
        else
            c.chat(c.say("entry.saved", {b.name}));
        return has_more_than_notes(findings) ? k_with_findings : k_done;
    };
}

Action setup_move(Arguments& arguments) {
    struct Values {
        std::vector<std::string> keys;
        std::string to;
        bool recode = false, dry_run = false;
    };
    auto v = std::make_shared<Values>();
    arguments.positional("KEY", v->keys)
        .required("--to", "PATH", v->to)
        .help("opt.to.move")
        .flag("--recode", v->recode)
        .help("opt.recode.move")
        .flag("--dry-run", v->dry_run);
    return [v](Context& c) {
        auto registry = v->dry_run ? c.open_to_read() : c.open_to_write(); // no backup for what writes nothing
        const auto tree = registry.tree();
        const auto to = category_argument(tree, v->to);
        const auto ids = resolve_all(registry, v->keys);
        std::vector<store::NewCode> codes;
        model::StepId step = 0;
        if (v->dry_run)
            codes = store::preview_move(registry, ids, to, v->recode);
        else
            step = store::move_buyers(registry, ids, to, v->recode, &codes);
        if (c.json) {
            print_json(c, {{"step", step},
                           {"count", ids.size()},
                           {"dry_run", v->dry_run},
                           {"codes", codes_json(registry, codes)}});
            return k_done;
        }
        print_codes(c, registry, codes);
        if (v->dry_run)
            c.chat(c.say("word.nothing_written"));
        else if (!c.quiet)
            c.print(c.say("buyers.moved", {std::to_string(ids.size()), category_path(tree, to)}));
        return k_done;
    };
}

Action setup_remove(Arguments& arguments) {
    auto keys = std::make_shared<std::vector<std::string>>();
    arguments.positional("KEY", *keys);
    return [keys](Context& c) {
        auto registry = c.open_to_write();
        const auto ids = resolve_all(registry, *keys);
        const auto step = store::recycle_buyers(registry, ids);
        if (c.json)
            print_json(c, {{"step", step}, {"count", ids.size()}});
        else if (!c.quiet)
            c.print(c.say("buyers.removed", {std::to_string(ids.size())}));
        return k_done;
    };
}

} // namespace goufang::cli
