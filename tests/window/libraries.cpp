#include "tests/window/libraries.h"

#include "core/store/operations.h"
#include "tests/window/aisino_file.h"

namespace goufang::desktop::test {

model::Buyer buyer(const std::string& name, std::size_t n, model::CategoryId category) {
    const std::string digits = std::to_string(10'000 + n);
    model::Buyer b;
    b.name = name;
    b.tax_id = goufang::test::make_uscc("91", "999999", "MA1" + digits);
    b.address = "杭州市西湖区文三路" + std::to_string(n + 1) + "号";
    b.phone = "0571-88880000";
    b.bank = "示例银行杭州分行";
    b.account = "12020262199001" + digits;
    b.category = category;
    return b;
}

void add(store::Registry& registry, model::Buyer b) {
    b.code = registry.next_buyer_code(b.category);
    store::add_buyer(registry, b);
}

void add_numbered(store::Registry& registry, std::size_t count, model::CategoryId category) {
    for (std::size_t i = 0; i < count; ++i) add(registry, buyer(numbered_name(i), i, category));
}

invoice::ImportResult import(store::Registry& registry, const std::string& bytes, const std::string& name, bool dry,
                             invoice::Policy policy) {
    invoice::ImportOptions options;
    options.dry_run = dry;
    options.policy = policy;
    return invoice::import_bytes(
        registry, bytes, name, options, [](const invoice::ReportLine&) {}, nullptr);
}

} // namespace goufang::desktop::test
