#include "app/cli/new_codes.h"

#include "app/cli/table.h"

namespace goufang::cli {

Json codes_json(const store::Registry& registry, const std::vector<store::NewCode>& codes) {
    const auto tree = registry.tree();
    Json list = Json::array();
    for (const auto& n : codes) {
        Json o = Json::object();
        if (n.buyer != 0) o["name"] = n.name;
        o["path"] =
            n.buyer == 0 ? tree.path(n.category) : category_path(tree, registry.buyer(n.buyer).value().category);
        o["old_code"] = n.old_code;
        o["code"] = n.new_code;
        list.push_back(std::move(o));
    }
    return list;
}

void print_codes(const Context& context, const store::Registry& registry, const std::vector<store::NewCode>& codes) {
    if (codes.empty()) return;
    const auto tree = registry.tree();
    Table table(context.out(), context.out_colours(),
                {context.say("codes.of"), context.say("word.before"), context.say("word.after")});
    for (const auto& n : codes) table.row({n.buyer == 0 ? tree.path(n.category) : n.name, n.old_code, n.new_code});
    table.finish();
}

} // namespace goufang::cli
