// history, undo, redo.

#include "app/cli/command.h"
#include "app/cli/context.h"
#include "app/cli/json_lines.h"
#include "app/cli/table.h"
#include "core/store/operations.h"
#include "core/text/errors.h"

#include <memory>

namespace goufang::cli {

namespace {

std::string field_word(const Context& c, const std::string& key) {
    const std::string id = "field." + key;
    return words::known(id) ? c.say(id) : key;
}

void print_changes(const Context& c, const store::RowChange& change, Table* table) {
    if (table == nullptr) {
        Json o = step_json(c.language, change.step);
        o["inserted"] = change.inserted;
        Json fields = Json::array();
        for (const auto& f : change.fields)
            fields.push_back({{"field", f.field}, {"before", f.before}, {"after", f.after}});
        o["fields"] = std::move(fields);
        print_json(c, o);
        return;
    }
    const std::vector<std::string> first{std::to_string(change.step.id), local_time(change.step.at), change.step.who,
                                         words::describe(c.language, change.step)};
    if (change.fields.empty() || change.inserted) table->row(first);
    if (change.inserted) return;
    bool again = false;
    for (const auto& f : change.fields) {
        auto row = again ? std::vector<std::string>(4) : first;
        row.insert(row.end(), {field_word(c, f.field), f.before, f.after});
        table->row(std::move(row));
        again = true;
    }
}

int buyer_history(const Context& c, const store::Registry& registry, const std::string& key, std::int64_t limit) {
    model::Buyer b;
    try {
        b = store::resolve_key(registry, key);
    } catch (const Error& e) {
        if (e.code() != Code::not_found) throw;
        b = store::resolve_key(registry, key, store::Place::recycled);
    }
    auto changes = registry.history_of(b.id);
    if (limit >= 0 && changes.size() > static_cast<std::size_t>(limit)) changes.resize(static_cast<std::size_t>(limit));
    std::optional<Table> table;
    if (!c.json)
        table.emplace(c.out(), c.out_colours(),
                      std::vector<std::string>{c.say("history.step"), c.say("history.at"), c.say("history.who"),
                                               c.say("history.what"), c.say("history.field"), c.say("word.before"),
                                               c.say("word.after")});
    for (const auto& change : changes) print_changes(c, change, table ? &*table : nullptr);
    if (table) table->finish();
    return k_done;
}

Json items_json(const Context& c, const std::vector<store::UndoReport::Item>& items) {
    Json list = Json::array();
    for (const auto& i : items) {
        Json o = {{"code", i.code}, {"name", i.name}};
        if (!i.reason.empty()) o["reason"] = c.say(i.reason);
        list.push_back(std::move(o));
    }
    return list;
}

void print_items(const Context& c, std::string_view heading, const std::vector<store::UndoReport::Item>& items) {
    if (items.empty()) return;
    c.print(c.say(heading, {std::to_string(items.size())}));
    Table table(c.out(), false, {});
    for (const auto& i : items) table.row({"  " + i.code, i.name, i.reason.empty() ? "" : c.say(i.reason)});
    table.finish();
}

} // namespace

Action setup_history(Arguments& arguments) {
    struct Values {
        std::optional<std::string> key, limit;
    };
    auto v = std::make_shared<Values>();
    arguments.positional("KEY", v->key).option("--limit", "N", v->limit).help("opt.limit.history");
    return [v](Context& c) {
        const std::int64_t limit = v->limit ? whole_number("--limit", *v->limit, 0) : 50;
        const auto registry = c.open_to_read();
        if (v->key) return buyer_history(c, registry, *v->key, v->limit ? limit : -1);
        const auto steps = registry.history(limit);
        if (c.json) {
            for (const auto& s : steps) print_json(c, step_json(c.language, s));
            return k_done;
        }
        Table table(c.out(), c.out_colours(),
                    {c.say("history.step"), c.say("history.at"), c.say("history.who"), c.say("history.what"), ""}, {0});
        for (const auto& s : steps)
            table.row({std::to_string(s.id), local_time(s.at), s.who, words::describe(c.language, s),
                       s.undone ? c.say("history.undone") : ""});
        table.finish();
        return k_done;
    };
}

Action setup_undo(Arguments& arguments) {
    auto step = std::make_shared<std::optional<std::string>>();
    arguments.positional("STEP", *step);
    return [step](Context& c) {
        const std::int64_t wanted = *step ? whole_number("STEP", **step, 1) : 0;
        auto registry = c.open_to_write();
        const auto report = wanted > 0 ? registry.undo(wanted) : registry.undo();
        const bool clean = report.kept.empty() && report.failed.empty();
        std::string what;
        for (const auto& s : registry.history(1, report.step + 1))
            if (s.id == report.step) what = words::describe(c.language, s);
        if (c.json) {
            print_json(c, {{"step", report.step},
                           {"new_step", report.new_step},
                           {"message", what},
                           {"counts",
                            {{"reversed", report.reversed_count},
                             {"kept", report.kept.size()},
                             {"failed", report.failed.size()}}},
                           {"reversed", items_json(c, report.reversed)},
                           {"kept", items_json(c, report.kept)},
                           {"failed", items_json(c, report.failed)}});
        } else {
            if (clean && !c.quiet)
                c.print(c.say("undo.done", {std::to_string(report.step), what, std::to_string(report.reversed_count)}));
            if (!clean)
                c.print(
                    c.say("undo.partly", {std::to_string(report.step), what, std::to_string(report.reversed_count),
                                          std::to_string(report.kept.size()), std::to_string(report.failed.size())}));
            if (wanted > 0 && !clean && !c.quiet) print_items(c, "undo.reversed", report.reversed);
            print_items(c, "undo.kept", report.kept);
            print_items(c, "undo.failed", report.failed);
        }
        return clean ? k_done : k_with_findings;
    };
}

Action setup_redo(Arguments&) {
    return [](Context& c) {
        auto registry = c.open_to_write();
        const auto step = registry.redo();
        if (c.json)
            print_json(c, step_json(c.language, step));
        else if (!c.quiet)
            c.print(c.say("redo.done", {std::to_string(step.id), words::describe(c.language, step)}));
        return k_done;
    };
}

} // namespace goufang::cli
