#include "core/find/load.h"
#include "tests/support/catch.h"

#include <filesystem>

using namespace goufang;
using namespace goufang::find;

namespace {

std::uint64_t total(const Index& index, std::string query) {
    Request r;
    r.query = std::move(query);
    return index.search(r).total;
}

} // namespace

TEST_CASE("the index is filled from the registry and follows its notices") {
    const auto folder = std::filesystem::temp_directory_path() / "goufang-test-find-load";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    store::Options options;
    options.automatic_backup = false;
    auto registry = store::Registry::create((folder / "r.goufang").string(), "测试", options);
    model::Buyer b;
    {
        auto tx = registry.begin(store::StepKind::add_buyer);
        model::Category c;
        c.name = "华东";
        c.code = "001";
        b.category = tx.insert(c);
        b.name = "重庆银行";
        b.tax_id = "91999999MA00000154";
        tx.insert(b);
        tx.commit();
    }
    registry.record_pick(b.id, 20000);
    Index index;
    load(index, registry);
    registry.listen([&](const store::Notice& n) { follow(index, registry, n); });
    CHECK(index.size() == 1);
    CHECK(total(index, "cqyh 001") == 1);
    {
        auto tx = registry.begin(store::StepKind::add_buyer);
        model::Buyer more;
        more.name = "厦门（集团）";
        tx.insert(more);
        tx.commit();
    }
    CHECK(total(index, "xmjt") == 1);
    {
        auto changed = *registry.buyer(b.id);
        changed.name = "长沙银行";
        auto tx = registry.begin(store::StepKind::edit_buyer);
        tx.update(changed);
        tx.commit();
    }
    CHECK(total(index, "cqyh") == 0);
    CHECK(total(index, "csyh") == 1);
    {
        auto tx = registry.begin(store::StepKind::remove_buyers);
        tx.recycle(b.id);
        tx.commit();
    }
    CHECK(total(index, "csyh") == 0);
    registry.undo();
    CHECK(total(index, "csyh") == 1);
    CHECK(index.size() == 2);
    std::filesystem::remove_all(folder);
}
