#pragma once
// Invented libraries for the journeys: buyers by number, so that a test can tell who the n-th is.

#include "core/store/registry.h"
#include "invoice/transfer.h"

#include <string>

namespace goufang::desktop::test {

/// The n-th invented buyer under that name; n < 90,000.
model::Buyer buyer(const std::string& name, std::size_t n, model::CategoryId category);
inline std::string numbered_name(std::size_t n) { return "测试" + std::to_string(n) + "有限公司"; }

/// With the next code of its category.
void add(store::Registry& registry, model::Buyer b);
/// 测试0有限公司, 测试1有限公司 ...
void add_numbered(store::Registry& registry, std::size_t count, model::CategoryId category);

/// As by the wizard: the report is not kept.
invoice::ImportResult import(store::Registry& registry, const std::string& bytes, const std::string& name,
                             bool dry = false, invoice::Policy policy = {});

} // namespace goufang::desktop::test
