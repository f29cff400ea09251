#pragma once
// What --json prints: one object a line, UTF-8 as it is. Keys are a contract (cli.md) and are never renamed.

#include "app/cli/context.h"
#include "invoice/history.h"

#include <nlohmann/json.hpp>

namespace goufang::cli {

using Json = nlohmann::ordered_json;

std::string dump(const Json& object);
void print_json(const Context& context, const Json& object);

/// The path of a category, 未分类 for none.
std::string category_path(const model::CategoryTree& tree, model::CategoryId id);
/// code name mnemonic tax_id kind address phone bank account email remark category status, always and as strings;
/// further fields when they are filled; `addresses` and `accounts` (every set, the default first) when there are
/// several; former_names and tags as lists.
Json buyer_json(const model::Buyer& buyer, const std::string& category);
/// count, total (yuan, a string of two decimals), first, last (YYYY-MM-DD; null when no day is known); without_amount:
/// how many of them the total leaves out, where there are such.
Json history_json(const invoice::History& history);
/// `line`; in a later table of a workbook `sheet`, counted from 1, beside it.
void put_line(Json& object, std::int64_t line);
/// severity rule field value message fix; the caller puts `line` or `code` in.
Json finding_json(words::Language language, const check::Finding& finding);
Json step_json(words::Language language, const store::Step& step);

} // namespace goufang::cli
