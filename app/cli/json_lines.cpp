#include "app/cli/json_lines.h"

#include "invoice/money.h"

namespace goufang::cli {

using model::Field;

std::string dump(const Json& object) { return object.dump(-1, ' ', false, Json::error_handler_t::replace); }

void print_json(const Context& context, const Json& object) { context.print(dump(object)); }

std::string category_path(const model::CategoryTree& tree, model::CategoryId id) {
    return id == 0 ? std::string(model::k_uncategorised) : tree.path(id);
}

Json buyer_json(const model::Buyer& b, const std::string& category) {
    Json o = Json::object();
    for (const Field f : {Field::code, Field::name, Field::mnemonic, Field::tax_id, Field::kind, Field::address,
                          Field::phone, Field::bank, Field::account, Field::email, Field::remark})
        o[std::string(model::info(f).key)] = model::to_text(b, f);
    o["category"] = category;
    o["status"] = model::to_text(b, Field::status);
    for (const Field f : {Field::mobile, Field::source, Field::verified_on})
        if (!model::is_blank(b, f)) o[std::string(model::info(f).key)] = model::to_text(b, f);
    if (b.id_check) o["id_check"] = true;
    if (!b.more_addresses.empty()) {
        Json list = Json::array({{{"address", b.address}, {"phone", b.phone}}});
        for (const auto& a : b.more_addresses) list.push_back({{"address", a.address}, {"phone", a.phone}});
        o["addresses"] = std::move(list);
    }
    if (!b.more_accounts.empty()) {
        Json list = Json::array({{{"bank", b.bank}, {"account", b.account}}});
        for (const auto& a : b.more_accounts) {
            list.push_back({{"bank", a.bank}, {"account", a.account}});
            if (!a.until.empty()) list.back()["until"] = a.until;
        }
        o["accounts"] = std::move(list);
    }
    if (!b.former_names.empty()) {
        Json list = Json::array();
        for (const auto& n : b.former_names) list.push_back({{"name", n.name}, {"until", n.until}});
        o["former_names"] = std::move(list);
    }
    if (!b.tags.empty()) o["tags"] = b.tags;
    if (!b.custom.empty()) {
        Json list = Json::array();
        for (const auto& c : b.custom) list.push_back({{"key", c.key}, {"value", c.value}});
        o["custom"] = std::move(list);
    }
    return o;
}

Json history_json(const invoice::History& history) {
    Json o = {
        {"count", history.count}, {"total", invoice::cents_text(history.cents)}, {"first", nullptr}, {"last", nullptr}};
    if (!history.first.empty()) {
        o["first"] = history.first;
        o["last"] = history.last;
    }
    if (history.unknown > 0) o["without_amount"] = history.unknown;
    return o;
}

void put_line(Json& object, std::int64_t line) {
    if (invoice::sheet_of(line) != 0) object["sheet"] = invoice::sheet_of(line);
    object["line"] = invoice::row_of(line);
}

Json finding_json(words::Language language, const check::Finding& finding) {
    Json o = Json::object();
    o["severity"] = check::severity_key(finding.severity);
    o["rule"] = finding.rule;
    o["field"] = model::info(finding.field).key;
    o["value"] = finding.value;
    o["message"] = words::describe(language, finding);
    if (finding.fix) o["fix"] = *finding.fix;
    return o;
}

Json step_json(words::Language language, const store::Step& step) {
    Json o = Json::object();
    o["step"] = step.id;
    o["at"] = step.at;
    o["who"] = step.who;
    o["kind"] = store::step_kind_key(step.kind);
    o["message"] = words::describe(language, step);
    o["undone"] = step.undone;
    o["buyers"] = step.buyers;
    o["categories"] = step.categories;
    return o;
}

} // namespace goufang::cli
