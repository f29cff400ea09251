// tree, category add, rename, move, recode, remove, merge.

#include "app/cli/command.h"
#include "app/cli/context.h"
#include "app/cli/new_codes.h"
#include "app/cli/table.h"
#include "core/text/errors.h"
#include "core/text/fold.h"

#include <memory>
#include <unordered_map>

namespace goufang::cli {

namespace {

/// A category that exists; 未分类 is none.
model::CategoryId real_category(const model::CategoryTree& tree, const std::string& path) {
    const auto id = category_argument(tree, path);
    if (id == 0) throw Error(Code::not_found, {"category", path});
    return id;
}

Json category_json(const model::CategoryTree& tree, model::CategoryId id) {
    const auto* category = tree.find(id);
    return {{"code", category->code},
            {"name", category->name},
            {"path", tree.path(id)},
            {"parent", tree.path(category->parent)}};
}

/// What is said after a change of the tree: JSON has the category as it is now.
int report(const Context& c, const store::Registry& registry, model::CategoryId id, std::string_view sentence,
           std::initializer_list<std::string> args) {
    if (c.json)
        print_json(c, category_json(registry.tree(), id));
    else if (!c.quiet)
        c.print(c.say(sentence, args));
    return k_done;
}

std::int64_t buyers_within(const store::Registry& registry, model::CategoryId id) {
    store::Query query;
    query.category = id;
    return registry.count(query);
}

using Totals = std::unordered_map<model::CategoryId, std::int64_t>;

/// Buyers in each category and everything below it.
Totals totals(const model::CategoryTree& tree, const Totals& own) {
    Totals sum;
    const auto order = tree.all(); // parents first, so children come earlier from the end
    for (auto at = order.rbegin(); at != order.rend(); ++at) {
        const auto mine = own.find(*at);
        std::int64_t& total = sum[*at];
        total += mine == own.end() ? 0 : mine->second;
        if (const auto parent = tree.find(*at)->parent; parent != 0) {
            const std::int64_t below = total;
            sum[parent] += below;
        }
    }
    return sum;
}

} // namespace

Action setup_tree(Arguments& arguments) {
    auto counts = std::make_shared<bool>(false);
    arguments.flag("--counts", *counts);
    return [counts](Context& c) {
        const auto registry = c.open_to_read();
        const auto tree = registry.tree();
        const auto own = registry.counts_by_category();
        const auto total = totals(tree, own);
        const auto count = [](const Totals& t, model::CategoryId id) {
            const auto at = t.find(id);
            return at == t.end() ? std::int64_t{0} : at->second;
        };
        if (c.json) {
            for (const auto id : tree.all()) {
                Json o = category_json(tree, id);
                o["count"] = count(own, id);
                o["total"] = count(total, id);
                print_json(c, o);
            }
            if (const auto none = count(own, 0); none > 0 && *counts) // so that the counts add up to all buyers
                print_json(c, {{"code", ""},
                               {"name", model::k_uncategorised},
                               {"path", model::k_uncategorised},
                               {"parent", ""},
                               {"count", none},
                               {"total", none}});
            return k_done;
        }
        const auto number = [](std::int64_t n) { return words::group_digits(std::to_string(n)); };
        std::vector<std::string> headings{c.say("field.category"), c.say("field.code")};
        if (*counts) headings.insert(headings.end(), {c.say("tree.own"), c.say("tree.total")});
        Table table(c.out(), c.out_colours(), headings, {2, 3});
        for (const auto id : tree.all()) {
            const auto* category = tree.find(id);
            std::vector<std::string> cells{std::string(2 * (tree.depth(id) - 1), ' ') + category->name, category->code};
            if (*counts) cells.insert(cells.end(), {number(count(own, id)), number(count(total, id))});
            table.row(std::move(cells));
        }
        if (const auto none = count(own, 0); none > 0 && *counts)
            table.row({c.say("word.uncategorised"), "", number(none), number(none)});
        table.finish();
        return k_done;
    };
}

Action setup_category_add(Arguments& arguments) {
    struct Values {
        std::string path;
        std::optional<std::string> code;
    };
    auto v = std::make_shared<Values>();
    arguments.positional("PATH", v->path).option("--code", "C", v->code).help("opt.code.category");
    return [v](Context& c) {
        auto names = model::split_path(v->path);
        if (names.empty()) throw Error(Code::bad_argument, {"PATH", v->path, "value.path"});
        auto registry = c.open_to_write();
        const std::string name = text::clean_text(names.back());
        if (name.empty()) throw Error(Code::bad_argument, {"PATH", v->path, "value.path"});
        names.pop_back();
        const auto tree = registry.tree();
        const auto parent = names.empty() ? 0 : real_category(tree, model::join_path(names));
        const auto id = store::add_category(registry, parent, name, v->code.value_or(""));
        const auto now = registry.tree();
        if (c.json) {
            print_json(c, category_json(now, id));
        } else {
            c.print(now.find(id)->code);
            c.chat(c.say("category.added", {now.path(id)}));
        }
        return k_done;
    };
}

Action setup_category_rename(Arguments& arguments) {
    struct Values {
        std::string path, name;
    };
    auto v = std::make_shared<Values>();
    arguments.positional("PATH", v->path).positional("NAME", v->name);
    return [v](Context& c) {
        const std::string name = text::clean_text(v->name);
        if (name.empty()) throw Error(Code::bad_argument, {"NAME", v->name, "value.not_blank"});
        auto registry = c.open_to_write();
        const auto id = real_category(registry.tree(), v->path);
        store::rename_category(registry, id, name);
        return report(c, registry, id, "category.renamed", {v->path, name});
    };
}

Action setup_category_move(Arguments& arguments) {
    struct Values {
        std::string path, to;
        bool recode = false, dry_run = false;
    };
    auto v = std::make_shared<Values>();
    arguments.positional("PATH", v->path)
        .required("--to", "PARENT", v->to)
        .help("opt.to.parent")
        .flag("--recode", v->recode)
        .flag("--dry-run", v->dry_run);
    return [v](Context& c) {
        auto registry = v->dry_run ? c.open_to_read() : c.open_to_write();
        const auto tree = registry.tree();
        const auto id = real_category(tree, v->path);
        const auto parent = v->to.empty() || v->to == "/" ? 0 : real_category(tree, v->to);
        std::vector<store::NewCode> codes;
        if (v->dry_run)
            codes = store::preview_move(registry, id, parent, v->recode);
        else
            store::move_category(registry, id, parent, v->recode, &codes);
        const auto now = registry.tree();
        if (c.json) {
            Json o = category_json(now, id);
            o["dry_run"] = v->dry_run;
            o["codes"] = codes_json(registry, codes);
            print_json(c, o);
            return k_done;
        }
        print_codes(c, registry, codes);
        if (v->dry_run) {
            c.chat(c.say("word.nothing_written"));
        } else if (!c.quiet) {
            const std::string place = parent == 0 ? c.say("word.root") : now.path(parent);
            c.print(c.say("category.moved", {now.find(id)->name, place, std::to_string(now.branch(id).size()),
                                             std::to_string(buyers_within(registry, id))}));
        }
        return k_done;
    };
}

Action setup_category_recode(Arguments& arguments) {
    struct Values {
        std::string path, code;
        bool dry_run = false;
    };
    auto v = std::make_shared<Values>();
    arguments.positional("PATH", v->path)
        .required("--code", "C", v->code)
        .help("opt.code.category")
        .flag("--dry-run", v->dry_run);
    return [v](Context& c) {
        auto registry = v->dry_run ? c.open_to_read() : c.open_to_write();
        const auto id = real_category(registry.tree(), v->path);
        std::vector<store::NewCode> codes;
        if (v->dry_run)
            codes = store::preview_recode(registry, id, v->code);
        else
            store::recode_category(registry, id, v->code, &codes);
        if (c.json) {
            for (const Json& o : codes_json(registry, codes)) print_json(c, o);
            return k_done;
        }
        print_codes(c, registry, codes);
        c.chat(c.say(v->dry_run ? "word.nothing_written" : "category.recoded", {v->path, v->code}));
        return k_done;
    };
}

Action setup_category_remove(Arguments& arguments) {
    struct Values {
        std::string path;
        bool lift = false, recycle = false;
    };
    auto v = std::make_shared<Values>();
    arguments.positional("PATH", v->path).flag("--lift", v->lift).flag("--recycle", v->recycle);
    return [v](Context& c) {
        if (v->lift && v->recycle) throw UsageError("usage.only_one", {"--lift", "--recycle"});
        auto registry = c.open_to_write();
        const auto tree = registry.tree();
        const auto id = real_category(tree, v->path);
        const auto buyers = buyers_within(registry, id);
        const Json before = category_json(tree, id);
        const auto mode = v->lift      ? store::RemoveMode::lift
                          : v->recycle ? store::RemoveMode::recycle
                                       : store::RemoveMode::refuse;
        const auto step = store::remove_category(registry, id, mode);
        if (c.json) {
            Json o = before;
            o["step"] = step;
            print_json(c, o);
        } else if (!c.quiet) {
            c.print(c.say(v->lift      ? "category.lifted"
                          : v->recycle ? "category.recycled"
                                       : "category.removed",
                          {tree.path(id), std::to_string(tree.branch(id).size()), std::to_string(buyers)}));
        }
        return k_done;
    };
}

Action setup_category_merge(Arguments& arguments) {
    struct Values {
        std::string path, into;
    };
    auto v = std::make_shared<Values>();
    arguments.positional("PATH", v->path).required("--into", "PATH", v->into).help("opt.into.merge");
    return [v](Context& c) {
        auto registry = c.open_to_write();
        const auto tree = registry.tree();
        const auto from = real_category(tree, v->path);
        const auto into = real_category(tree, v->into);
        store::merge_categories(registry, from, into);
        return report(c, registry, into, "category.merged", {v->path, v->into});
    };
}

} // namespace goufang::cli
