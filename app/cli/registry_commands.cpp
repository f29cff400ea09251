// new, info, formats, backup.

#include "app/cli/command.h"
#include "app/cli/context.h"
#include "app/cli/json_lines.h"
#include "app/cli/table.h"
#include "core/file/file.h"
#include "core/text/errors.h"

#include <filesystem>
#include <memory>

namespace goufang::cli {

namespace {

std::string sized(std::int64_t bytes) {
    if (bytes < 1024 * 1024) return words::group_digits(std::to_string((bytes + 1023) / 1024)) + " KiB";
    return words::group_digits(std::to_string(bytes / (1024 * 1024))) + " MiB";
}

} // namespace

Action setup_new(Arguments& arguments) {
    struct Values {
        std::optional<std::string> company, code_rule;
    };
    auto v = std::make_shared<Values>();
    arguments.option("--company", "NAME", v->company).option("--code-rule", "RULE", v->code_rule);
    return [v](Context& c) {
        std::optional<model::CodeRule> rule;
        if (v->code_rule) {
            rule = model::CodeRule::from_text(*v->code_rule);
            if (!rule) throw Error(Code::bad_argument, {"--code-rule", *v->code_rule, "value.code_rule"});
        }
        const std::string path = c.registry_path();
        std::error_code ignored;
        if (std::filesystem::exists(file::to_path(path), ignored)) throw Error(Code::file_exists, {path});
        make_parent_folders(path);
        auto registry = store::Registry::create(path, v->company.value_or(""));
        if (rule && *rule != registry.code_rule()) registry.set_setting("code_rule", rule->to_text());
        if (c.json)
            print_json(c, {{"path", path}, {"company", v->company.value_or("")}});
        else if (!c.quiet)
            c.print(c.say("new.done", {path}));
        return k_done;
    };
}

Action setup_info(Arguments&) {
    return [](Context& c) {
        const auto registry = c.open_to_read();
        const store::Info i = registry.info();
        const std::string rule = registry.code_rule().to_text();
        if (c.json) {
            print_json(c, {{"path", i.path},
                           {"company", i.company},
                           {"schema_version", i.schema_version},
                           {"categories", i.categories},
                           {"buyers", i.buyers},
                           {"recycled", i.recycled},
                           {"steps", i.steps},
                           {"size_bytes", i.size_bytes},
                           {"last_change", i.last_change},
                           {"last_backup", i.last_backup},
                           {"code_rule", rule}});
            return k_done;
        }
        Table table(c.out(), c.out_colours(), {});
        const auto number = [](std::int64_t n) { return words::group_digits(std::to_string(n)); };
        table.row({c.say("info.company"), i.company.empty() ? c.say("info.none") : i.company});
        table.row({c.say("info.path"), i.path});
        table.row({c.say("info.buyers"), number(i.buyers)});
        table.row({c.say("info.categories"), number(i.categories)});
        table.row({c.say("info.recycled"), number(i.recycled)});
        table.row({c.say("info.steps"), number(i.steps)});
        table.row({c.say("info.code_rule"), rule});
        table.row({c.say("info.schema_version"), std::to_string(i.schema_version)});
        table.row({c.say("info.size"), sized(i.size_bytes)});
        table.row({c.say("info.last_change"), i.last_change.empty() ? c.say("info.none") : local_time(i.last_change)});
        table.row({c.say("info.last_backup"), i.last_backup.empty() ? c.say("info.none") : local_time(i.last_backup)});
        table.finish();
        return k_done;
    };
}

Action setup_formats(Arguments&) {
    return [](Context& c) {
        if (c.json) {
            for (const auto& f : invoice::formats()) {
                Json extensions = Json::array();
                for (const auto& e : split_commas(f.extensions)) extensions.push_back(e);
                print_json(c, {{"id", f.id},
                               {"reads", f.reads},
                               {"writes", f.writes},
                               {"categories", f.categories},
                               {"extensions", extensions},
                               {"verified", f.verified}});
            }
            return k_done;
        }
        Table table(c.out(), c.out_colours(),
                    {c.say("formats.id"), c.say("formats.reads"), c.say("formats.writes"), c.say("formats.categories"),
                     c.say("formats.extensions"), c.say("formats.state"), c.say("formats.about")});
        const auto yes = [&](bool b) { return c.say(b ? "word.yes" : "word.no"); };
        for (const auto& f : invoice::formats()) {
            const std::string about = "format." + std::string(f.id);
            table.row({std::string(f.id), yes(f.reads), yes(f.writes), yes(f.categories), std::string(f.extensions),
                       c.say(f.verified ? "formats.verified" : "formats.unverified"),
                       words::known(about) ? c.say(about) : ""});
        }
        table.finish();
        return k_done;
    };
}

Action setup_backup(Arguments& arguments) {
    auto target = std::make_shared<std::string>();
    arguments.positional("FILE", *target).help("arg.FILE.backup");
    return [target](Context& c) {
        const auto registry = c.open_to_read();
        registry.backup(*target);
        if (c.json)
            print_json(c, {{"path", *target}});
        else if (!c.quiet)
            c.print(c.say("backup.done", {*target}));
        return k_done;
    };
}

} // namespace goufang::cli
