#include "app/desktop/health.h"

#include "core/text/errors.h"
#include "core/text/fold.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <unordered_set>

namespace goufang::desktop {

std::string Dismissals::key(model::BuyerId id, const check::Finding& f) {
    return std::to_string(id) + "\t" + std::string(f.rule) + "\t" + std::to_string(text::key_hash(f.value));
}

Dismissals::Dismissals(std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        std::size_t tab = 0;
        for (int n = 0; n < 3 && tab != std::string_view::npos; ++n) tab = line.find('\t', n == 0 ? 0 : tab + 1);
        if (tab == std::string_view::npos) continue;
        m_reasons.emplace(line.substr(0, tab), line.substr(tab + 1));
    }
}

bool Dismissals::contains(model::BuyerId id, const check::Finding& f) const {
    return !m_reasons.empty() && m_reasons.contains(key(id, f));
}

void Dismissals::add(model::BuyerId id, const check::Finding& f, std::string_view reason) {
    std::string one_line(reason);
    std::replace_if(
        one_line.begin(), one_line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    m_reasons[key(id, f)] = std::move(one_line);
}

std::string Dismissals::to_text() const {
    std::vector<std::string> lines;
    for (const auto& [k, reason] : m_reasons) lines.push_back(k + "\t" + reason + "\n");
    std::sort(lines.begin(), lines.end());
    std::string out;
    for (const std::string& line : lines) out += line;
    return out;
}

std::int64_t HealthReport::findings() const {
    std::int64_t n = 0;
    for (const HealthGroup& g : groups) n += g.count;
    return n;
}

HealthReport check_library(const store::Registry& registry, const Dismissals& dismissed,
                           const std::atomic<bool>& cancel, const std::function<void(std::int64_t done)>& progress) {
    HealthReport report;
    std::map<std::string_view, HealthGroup> groups;
    std::unordered_set<std::uint64_t> names; // of (category, name)
    const auto name_hash = [](const model::Buyer& b) {
        return text::key_hash(std::to_string(b.category) + "\n" + text::name_key(b.name));
    };
    const auto add = [&](const model::Buyer& b, check::Finding f) {
        if (dismissed.contains(b.id, f)) {
            ++report.dismissed;
            return;
        }
        HealthGroup& group = groups[f.rule];
        group.rule = f.rule;
        group.severity = std::max(group.severity, f.severity);
        ++group.count;
        group.fixable += f.fix.has_value();
        if (group.items.size() < HealthGroup::k_listed) group.items.push_back({b.id, b.code, b.name, std::move(f)});
    };
    std::vector<check::Finding> found;
    registry.each({}, [&](const model::Buyer& b) {
        found.clear();
        check::check_buyer(b, check::registry_profile(), found);
        for (check::Finding& f : found)
            if (f.severity != check::Severity::note || f.fix) add(b, std::move(f));
        if (!names.insert(name_hash(b)).second) { // the first of a name is left alone, as an import leaves it
            check::Finding same;
            same.severity = check::Severity::warning;
            same.rule = k_same_name;
            same.value = b.name;
            add(b, std::move(same));
        }
        if (b.category == 0) {
            check::Finding none;
            none.severity = check::Severity::note;
            none.rule = k_uncategorised_rule;
            none.field = model::Field::code;
            add(b, std::move(none));
        }
        if (++report.buyers % 256 == 0) progress(report.buyers);
        return !cancel;
    });
    if (cancel) throw Error(Code::cancelled);
    for (auto& [rule, group] : groups) report.groups.push_back(std::move(group));
    std::stable_sort(report.groups.begin(), report.groups.end(), [](const HealthGroup& a, const HealthGroup& b) {
        return a.severity != b.severity ? a.severity > b.severity : a.count > b.count;
    });
    return report;
}

std::int64_t apply_fixes(store::Registry& registry, const std::vector<HealthItem>& items) {
    std::vector<model::Buyer> changed;
    std::unordered_map<model::BuyerId, std::size_t> at;
    for (const HealthItem& item : items) {
        if (!item.finding.fix) continue;
        auto known = at.find(item.id);
        if (known == at.end()) {
            auto buyer = registry.buyer(item.id);
            if (!buyer) continue;
            known = at.emplace(item.id, changed.size()).first;
            changed.push_back(std::move(*buyer));
        }
        model::Buyer& b = changed[known->second];
        if (model::to_text(b, item.finding.field) != item.finding.value && !item.finding.value.empty()) continue;
        if (!model::set_text(b, item.finding.field, *item.finding.fix)) continue;
    }
    store::Transaction tx = registry.begin(store::StepKind::apply_fixes, {std::to_string(changed.size())});
    std::int64_t count = 0;
    for (model::Buyer& b : changed) {
        const auto stored = registry.buyer(b.id);
        if (!stored || model::same_values(*stored, b)) continue;
        tx.update(b);
        ++count;
    }
    tx.set_args({std::to_string(count)});
    tx.commit();
    return count;
}

} // namespace goufang::desktop
