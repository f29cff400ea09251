#include "app/cli/findings.h"

#include "app/cli/table.h"
#include "core/text/fold.h"

#include <algorithm>

namespace goufang::cli {

using check::Finding;
using check::Severity;
using model::Field;

namespace {

Finding same_tax_id(const model::Buyer& b) {
    return {Severity::warning, "duplicate.tax_id", Field::tax_id, b.tax_id, {}, {}, {}};
}
Finding same_name(const model::Buyer& b) {
    return {Severity::warning, "duplicate.name", Field::name, b.name, {}, {}, {}};
}
Finding similar_name(const model::Buyer& b) {
    return {Severity::note, "duplicate.similar", Field::name, b.name, {}, {}, {}};
}

/// The first of the others, and how many there are.
void add_others(const std::vector<model::Buyer>& found, const model::Buyer& self, Finding finding,
                std::vector<Finding>& out) {
    const auto other = std::find_if(found.begin(), found.end(), [&](const auto& b) { return b.id != self.id; });
    if (other == found.end()) return;
    const auto others = std::count_if(found.begin(), found.end(), [&](const auto& b) { return b.id != self.id; });
    finding.args = {other->code, other->name, std::to_string(others)};
    out.push_back(std::move(finding));
}

std::uint64_t hash_of(const std::string& key) { return key.empty() ? 0 : text::key_hash(key); }

} // namespace

std::vector<Finding> entry_findings(const store::Registry& registry, const model::Buyer& buyer) {
    std::vector<Finding> out;
    check::check_buyer(buyer, check::registry_profile(), out);
    if (!buyer.tax_id.empty()) add_others(registry.by_tax_id(buyer.tax_id), buyer, same_tax_id(buyer), out);
    if (!buyer.name.empty()) add_others(registry.by_name(buyer.name), buyer, same_name(buyer), out);
    return out;
}

void Duplicates::keep_shared(Keys& keys) {
    std::sort(keys.begin(), keys.end(),
              [](const Key& a, const Key& b) { return a.hash != b.hash ? a.hash < b.hash : a.id < b.id; });
    Keys shared;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const bool before = i > 0 && keys[i - 1].hash == keys[i].hash;
        const bool after = i + 1 < keys.size() && keys[i + 1].hash == keys[i].hash;
        if (before || after) shared.push_back(keys[i]);
    }
    keys = std::move(shared);
}

Duplicates::Duplicates(const store::Registry& registry, const std::function<void()>& each_buyer) {
    store::Query all;
    all.sort = store::SortKey::id;
    registry.each(all, [&](const model::Buyer& b) {
        each_buyer();
        if (const auto h = hash_of(text::tax_id_key(b.tax_id))) m_tax_ids.push_back({h, b.id});
        if (const auto h = hash_of(text::name_key(b.name))) m_names.push_back({h, b.id});
        if (const auto h = hash_of(text::similar_key(b.name))) m_similar.push_back({h, b.id});
        return true;
    });
    for (Keys* keys : {&m_tax_ids, &m_names, &m_similar}) {
        keep_shared(*keys);
        for (const Key& k : *keys)
            if (m_others.try_emplace(k.id).second)
                if (const auto b = registry.buyer(k.id)) m_others[k.id] = {b->code, b->name};
    }
}

bool Duplicates::look(const Keys& keys, std::uint64_t hash, const model::Buyer& buyer, Finding finding,
                      std::vector<Finding>& out) const {
    if (hash == 0) return false;
    const auto first =
        std::lower_bound(keys.begin(), keys.end(), hash, [](const Key& k, std::uint64_t h) { return k.hash < h; });
    const Other* other = nullptr;
    std::int64_t others = 0;
    for (auto at = first; at != keys.end() && at->hash == hash; ++at) {
        if (at->id == buyer.id) continue;
        if (other == nullptr) other = &m_others.at(at->id);
        ++others;
    }
    if (other == nullptr) return false;
    finding.args = {other->code, other->name, std::to_string(others)};
    out.push_back(std::move(finding));
    return true;
}

void Duplicates::findings(const model::Buyer& b, std::vector<Finding>& out) const {
    if (m_others.find(b.id) == m_others.end()) return;
    look(m_tax_ids, hash_of(text::tax_id_key(b.tax_id)), b, same_tax_id(b), out);
    if (!look(m_names, hash_of(text::name_key(b.name)), b, same_name(b), out))
        look(m_similar, hash_of(text::similar_key(b.name)), b, similar_name(b), out);
}

bool has_errors(const std::vector<Finding>& findings) {
    return std::any_of(findings.begin(), findings.end(), [](const auto& f) { return f.severity == Severity::error; });
}

bool has_more_than_notes(const std::vector<Finding>& findings) {
    return std::any_of(findings.begin(), findings.end(), [](const auto& f) { return f.severity != Severity::note; });
}

std::string severity_label(words::Language language, Severity severity, bool colours) {
    const std::string name(words::severity_name(language, severity));
    if (!colours) return name;
    const char* colour = severity == Severity::error     ? "\x1b[31m"
                         : severity == Severity::warning ? "\x1b[33m"
                                                         : "\x1b[36m";
    return colour + name + "\x1b[0m";
}

void warn_about(const Context& c, const std::vector<Finding>& findings) {
    for (const auto& f : findings) {
        std::string line = severity_label(c.language, f.severity, c.err_colours()) + "  " +
                           std::string(words::field_name(c.language, f.field)) + "  " + words::describe(c.language, f);
        if (f.fix) line += c.say("finding.fix", {words::fix_text(c.language, f)});
        c.warn(line);
    }
}

} // namespace goufang::cli
