// restore: buyers from the recycle bin, or the whole registry from a backup.

#include "app/cli/command.h"
#include "app/cli/context.h"
#include "app/cli/json_lines.h"
#include "core/file/file.h"
#include "core/store/operations.h"
#include "core/text/errors.h"

#include <algorithm>
#include <filesystem>
#include <memory>

namespace goufang::cli {

namespace {

/// A single argument with a dot or a folder in it is a file: codes are digits and small letters. So is a plain word
/// that names a file here, unless it is the code of a buyer in the bin.
bool means_file(const Context& c, const std::vector<std::string>& arguments) {
    if (arguments.size() != 1) return false;
    const std::string& a = arguments[0];
    if (a.starts_with("tax:") || a.starts_with("name:")) return false;
    if (a.find_first_of("./\\") != std::string::npos) return true;
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file::to_path(a), ignored)) return false;
    try {
        store::resolve_key(c.open_to_read(), a, store::Place::recycled);
        return false;
    } catch (const Error&) {
        return true;
    }
}

int restore_file(const Context& c, const std::string& backup) {
    const std::string path = c.registry_path();
    if (same_file(path, backup)) throw Error(Code::bad_argument, {"FILE", backup, "value.registry_itself"});
    std::error_code ignored;
    if (!std::filesystem::exists(file::to_path(backup), ignored)) throw Error(Code::file_missing, {backup});
    if (std::filesystem::is_directory(file::to_path(backup), ignored)) throw Error(Code::file_is_directory, {backup});
    make_parent_folders(path);
    const std::string kept = store::Registry::restore(path, backup);
    if (c.json)
        print_json(c, {{"path", path}, {"from", backup}, {"kept", kept}});
    else if (!c.quiet)
        c.print(c.say(kept.empty() ? "restore.done" : "restore.done_kept", {path, backup, kept}));
    return k_done;
}

} // namespace

Action setup_restore(Arguments& arguments) {
    auto keys = std::make_shared<std::vector<std::string>>();
    arguments.positional("KEY|FILE", *keys);
    return [keys](Context& c) {
        if (means_file(c, *keys)) return restore_file(c, keys->front());
        auto registry = c.open_to_write();
        std::vector<model::BuyerId> ids;
        for (const auto& key : *keys) {
            const auto id = store::resolve_key(registry, key, store::Place::recycled).id;
            if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
        }
        const auto step = store::restore_buyers(registry, ids);
        if (c.json)
            print_json(c, {{"step", step}, {"count", ids.size()}});
        else if (!c.quiet)
            c.print(c.say("buyers.restored", {std::to_string(ids.size())}));
        return k_done;
    };
}

} // namespace goufang::cli
