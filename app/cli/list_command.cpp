// list, find.

#include "app/cli/command.h"
#include "app/cli/context.h"
#include "app/cli/json_lines.h"
#include "app/cli/table.h"
#include "app/words/buyer_value.h"
#include "core/find/index.h"
#include "core/find/load.h"
#include "core/text/errors.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <unordered_map>

namespace goufang::cli {

using model::Buyer;
using model::Field;

namespace {

constexpr std::string_view k_category = "category"; ///< a column, not a field of the buyer
constexpr std::string_view k_default_columns = "code,name,tax_id,phone,category,status";

std::vector<std::string> column_argument(const std::optional<std::string>& text) {
    const auto columns = split_commas(text.value_or(std::string(k_default_columns)));
    for (const auto& key : columns)
        if (key != k_category) field_argument("--columns", key);
    if (columns.empty()) throw Error(Code::bad_argument, {"--columns", text.value_or(""), "value.not_blank"});
    return columns;
}

std::vector<std::string> headings(const Context& c, const std::vector<std::string>& columns) {
    std::vector<std::string> out;
    for (const auto& key : columns) out.push_back(c.say("field." + key));
    return out;
}

std::vector<std::string> cells(const Context& c, const std::vector<std::string>& columns, const Buyer& b,
                               const std::string& category) {
    std::vector<std::string> out;
    for (const auto& key : columns)
        out.push_back(key == k_category ? (b.category == 0 ? c.say("word.uncategorised") : category)
                                        : words::shown_value(c.language, b, *model::field_by_key(key)));
    return out;
}

/// Only the columns asked for; `category` too when it is one of them.
Json chosen_json(const std::vector<std::string>& columns, const Json& all, const Buyer& b) {
    Json o = Json::object();
    for (const auto& key : columns)
        o[key] =
            all.contains(key) ? all[key] : Json(key == k_category ? "" : model::to_text(b, *model::field_by_key(key)));
    return o;
}

std::optional<store::SortKey> store_sort(std::string_view key) {
    if (key == "code") return store::SortKey::code;
    if (key == "name") return store::SortKey::name;
    if (key == "tax_id") return store::SortKey::tax_id;
    if (key == k_category) return store::SortKey::category;
    return std::nullopt;
}

} // namespace

Action setup_list(Arguments& arguments) {
    struct Values {
        std::optional<std::string> category, status, columns, sort, limit;
    };
    auto v = std::make_shared<Values>();
    arguments.option("--category", "PATH", v->category)
        .option("--status", "S", v->status)
        .option("--columns", "A,B,C", v->columns)
        .option("--sort", "F", v->sort)
        .option("--limit", "N", v->limit)
        .help("opt.limit.list");
    return [v](Context& c) {
        const auto columns = column_argument(v->columns);
        store::Query query;
        if (v->status) {
            if (*v->status == "recycled" || *v->status == "回收站") {
                query.place = store::Place::recycled;
            } else {
                query.status = model::status_from(*v->status);
                if (!query.status)
                    throw Error(Code::bad_argument, {"--status", *v->status, "value.status_or_recycled"});
            }
        }
        if (v->limit) query.limit = whole_number("--limit", *v->limit, 0);
        std::optional<Field> sort_here; // a field by which the store does not sort
        if (v->sort) {
            std::string_view key = *v->sort;
            query.descending = key.starts_with('-');
            if (query.descending) key.remove_prefix(1);
            if (const auto sort = store_sort(key))
                query.sort = *sort;
            else
                sort_here = field_argument("--sort", key);
        }
        const auto registry = c.open_to_read();
        const auto tree = registry.tree();
        if (v->category) {
            query.category = category_argument(tree, *v->category);
            query.exact = *query.category == 0;
        }
        std::unordered_map<model::CategoryId, std::string> paths;
        const auto path_of = [&](model::CategoryId id) -> const std::string& {
            const auto [at, fresh] = paths.try_emplace(id);
            if (fresh) at->second = category_path(tree, id);
            return at->second;
        };
        std::optional<Table> table;
        if (!c.json) table.emplace(c.out(), c.out_colours(), headings(c, columns));
        std::int64_t shown = 0;
        const auto put = [&](const Buyer& b) {
            c.stop_if_cancelled();
            const std::string& category = path_of(b.category);
            if (table) {
                table->row(cells(c, columns, b, category));
            } else {
                const Json all = buyer_json(b, category);
                print_json(c, v->columns ? chosen_json(columns, all, b) : all);
            }
            ++shown;
        };
        if (sort_here) {
            const std::int64_t limit = std::exchange(query.limit, -1);
            std::vector<Buyer> buyers;
            registry.each(query, [&](const Buyer& b) {
                buyers.push_back(b);
                return true;
            });
            std::stable_sort(buyers.begin(), buyers.end(), [&](const Buyer& a, const Buyer& b) {
                const std::string x = model::to_text(a, *sort_here), y = model::to_text(b, *sort_here);
                return query.descending ? y < x : x < y;
            });
            for (const auto& b : buyers) {
                if (limit >= 0 && shown >= limit) break;
                put(b);
            }
        } else {
            registry.each(query, [&](const Buyer& b) {
                put(b);
                return true;
            });
        }
        if (table) {
            table->finish();
            c.chat(c.say("list.count", {std::to_string(shown)}));
        }
        return k_done;
    };
}

namespace {

std::string rank_key(find::Rank rank) {
    constexpr std::array<std::string_view, 4> keys = {"exact_id", "prefix", "word_start", "fragment"};
    return std::string(keys.at(static_cast<std::size_t>(rank)));
}

/// Why the buyer stands where it stands: rank, the fields that matched and how, picks.
std::string explained(const Context& c, const find::Hit& hit) {
    std::string parts;
    const auto add = [&](const std::string& part) {
        if (parts.find(part) == std::string::npos) parts += (parts.empty() ? "" : ", ") + part;
    };
    for (const auto& m : hit.matches)
        add(std::string(words::field_name(c.language, m.field)) +
            (m.how == find::How::pinyin ? c.say("find.pinyin") : ""));
    if (!hit.by_category.empty()) add(c.say("find.by_category"));
    if (!hit.by_status.empty()) add(std::string(words::status_name(c.language, model::Status::inactive)));
    if (hit.picks > 0) add(c.say("find.picks", {Json(std::round(hit.picks * 100) / 100).dump()}));
    return c.say("rank." + rank_key(hit.rank)) + (parts.empty() ? "" : " (" + parts + ")");
}

std::string how_key(find::How how) {
    constexpr std::array<std::string_view, 4> keys = {"fragment", "pinyin", "number", "code"};
    return std::string(keys.at(static_cast<std::size_t>(how)));
}

} // namespace

Action setup_find(Arguments& arguments) {
    struct Values {
        std::vector<std::string> query;
        std::optional<std::string> limit;
        bool explain = false, inactive = false;
    };
    auto v = std::make_shared<Values>();
    arguments.positional("QUERY", v->query)
        .option("--limit", "N", v->limit)
        .help("opt.limit.find")
        .flag("--explain", v->explain)
        .flag("--inactive", v->inactive);
    return [v](Context& c) {
        find::Request request;
        for (const auto& word : v->query) request.query += (request.query.empty() ? "" : " ") + word;
        if (v->limit) request.limit = static_cast<std::size_t>(whole_number("--limit", *v->limit, 1));
        request.inactive = v->inactive;
        request.today = today();
        request.cancel = c.cancel_flag();
        const auto registry = c.open_to_read();
        const auto tree = registry.tree();
        find::Index index;
        find::load(index, registry, c.side_file());
        c.stop_if_cancelled();
        const auto answer = index.search(request);
        if (answer.cancelled) throw Error(Code::cancelled);

        const auto columns = column_argument({});
        auto names = headings(c, columns);
        if (v->explain) names.insert(names.end(), {c.say("find.why"), c.say("find.score")});
        std::optional<Table> table;
        if (!c.json) table.emplace(c.out(), c.out_colours(), names);
        for (const auto& hit : answer.hits) {
            const auto b = registry.buyer(hit.id);
            if (!b) continue;
            const std::string category = category_path(tree, b->category);
            if (table) {
                auto row = cells(c, columns, *b, category);
                if (v->explain) row.insert(row.end(), {explained(c, hit), Json(hit.score).dump()});
                table->row(std::move(row));
                continue;
            }
            Json o = buyer_json(*b, category);
            o["score"] = hit.score;
            Json matches = Json::array();
            for (const auto& m : hit.matches) {
                Json match = {{"field", model::info(m.field).key}, {"start", m.start}, {"length", m.length}};
                if (m.part > 0) match["part"] = m.part;
                if (v->explain) match["how"] = how_key(m.how);
                matches.push_back(std::move(match));
            }
            o["matches"] = std::move(matches);
            if (v->explain) {
                o["rank"] = rank_key(hit.rank);
                o["picks"] = hit.picks;
                o["by_category"] = !hit.by_category.empty();
            }
            print_json(c, o);
        }
        if (table) {
            table->finish();
            c.chat(c.say(answer.total == 0 ? "find.none" : "find.count",
                         {std::to_string(answer.hits.size()), std::to_string(answer.total)}));
        }
        index.settle(); // the side file for the next search may be being written
        return k_done;
    };
}

} // namespace goufang::cli
