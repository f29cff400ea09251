#pragma once
// The health check (F32): findings of the whole library as a queue, grouped, without what a person decided to leave
// (N21). No widgets.

#include "core/check/check.h"
#include "core/store/registry.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace goufang::desktop {

/// Findings that were set aside with a reason; they come back when the field's value changes. Kept as a setting of the
/// registry, one line each: buyer, rule, hash of the value, reason.
class Dismissals {
  public:
    explicit Dismissals(std::string_view text = {});
    static constexpr const char* k_setting = "health.dismissed";
    bool contains(model::BuyerId id, const check::Finding& f) const;
    void add(model::BuyerId id, const check::Finding& f, std::string_view reason);
    std::string to_text() const;
    std::size_t size() const { return m_reasons.size(); }

  private:
    static std::string key(model::BuyerId id, const check::Finding& f);
    std::unordered_map<std::string, std::string> m_reasons;
};

struct HealthItem {
    model::BuyerId id = 0;
    std::string code, name;
    check::Finding finding;
};

struct HealthGroup {
    std::string_view rule; ///< of core/check, or same_name, uncategorised
    check::Severity severity{};
    std::int64_t count = 0, fixable = 0;
    std::vector<HealthItem> items; ///< at most k_listed
    static constexpr std::size_t k_listed = 20'000;
};

struct HealthReport {
    std::vector<HealthGroup> groups; ///< worst first
    std::int64_t buyers = 0, dismissed = 0;
    std::int64_t findings() const;
};

inline constexpr std::string_view k_same_name = "same_name"; ///< an earlier buyer of the category has this name
inline constexpr std::string_view k_uncategorised_rule = "uncategorised";

/// Throws Error cancelled.
HealthReport check_library(const store::Registry& registry, const Dismissals& dismissed,
                           const std::atomic<bool>& cancel, const std::function<void(std::int64_t done)>& progress);

/// Writes the fixes of these items as one step; returns how many buyers changed. Values that changed since the check
/// are left alone.
std::int64_t apply_fixes(store::Registry& registry, const std::vector<HealthItem>& items);

} // namespace goufang::desktop
