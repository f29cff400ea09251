#include "core/find/load.h"
#include "core/find/stored.h"
#include "tests/support/catch.h"

#include <filesystem>
#include <fstream>

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

namespace {

/// What a search finds, in order.
std::vector<model::BuyerId> found(const Index& index, const std::string& query) {
    Request r;
    r.query = query;
    std::vector<model::BuyerId> ids;
    for (const Hit& hit : index.search(r).hits) ids.push_back(hit.id);
    return ids;
}

std::string bytes_of(const std::filesystem::path& path) {
    std::string bytes(std::filesystem::file_size(path), '\0');
    std::ifstream(path, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return bytes;
}

/// Megabytes: what differs is not for a report.
bool holds(const std::string& path, const std::string& bytes) { return bytes_of(path) == bytes; }

} // namespace

TEST_CASE("the side file stands for the buyers until it is stale or damaged") {
    const auto folder = std::filesystem::temp_directory_path() / "goufang-test-find-side";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const std::string side = (folder / "缓存" / "x.find").string();
    store::Options options;
    options.automatic_backup = false;
    auto registry = store::Registry::create((folder / "r.goufang").string(), "测试", options);
    constexpr int rows = static_cast<int>(k_side_file_buyers);
    const auto add_many = [&](int from, int n) {
        auto tx = registry.begin_bulk(store::StepKind::import_file, {"x"}, n);
        for (int i = from; i < from + n; ++i) {
            model::Buyer b;
            b.code = std::to_string(100000 + i);
            b.name = (i % 2 ? "杭州" : "重庆") + std::to_string(i) + "号贸易有限公司";
            if (i % 5 == 0) b.account = "6222" + std::to_string(1000000 + i);
            if (i % 7 == 0) b.phone = "0571-8888 " + std::to_string(i); // kept as an original
            tx.bulk_insert(b);
        }
        tx.commit();
    };
    add_many(0, rows - 1);
    {
        Index index;
        load(index, registry, side);
        index.settle();
        CHECK_FALSE(std::filesystem::exists(side)); // too few buyers for it
    }
    add_many(rows - 1, 1);
    const char* const queries[] = {"重庆 1234", "hz9", "62221000005", "100777", "8888 77", "没有", "h", "cq", "州"};
    Index plain;
    load(plain, registry);
    plain.settle();
    const auto same = [&](const Index& index) {
        CHECK(index.size() == plain.size());
        for (const char* q : queries) {
            CHECK(total(index, q) == total(plain, q));
            CHECK(found(index, q) == found(plain, q));
        }
    };
    std::size_t prepared = 0; // with the answers that are ready
    {
        Index index;
        load(index, registry, side, Searches::many);
        index.settle();
        prepared = index.memory_bytes();
        same(index);
    }
    CHECK(prepared > plain.memory_bytes() + 100'000);
    REQUIRE(std::filesystem::exists(side));
    const auto first = bytes_of(side);
    { // read back; changes since are caught up with: an edit, a removal, an undo of the edit
        Index index;
        load(index, registry, side);
        CHECK(index.memory_bytes() + 50'000 > prepared);
        same(index);
        CHECK(holds(side, first));
    }
    auto b = *registry.by_code("100777");
    b.name = "长沙改名公司";
    {
        auto tx = registry.begin(store::StepKind::edit_buyer);
        tx.update(b);
        tx.recycle(registry.by_code("100778")->id);
        tx.commit();
    }
    registry.record_pick(b.id, 20000);
    const auto again = [&] {
        Index index;
        load(index, registry, side);
        Index read;
        load(read, registry);
        CHECK(index.size() == read.size());
        for (const char* q : {"csgm", "100777", "100778", "杭州", "重庆 778"}) {
            CHECK(total(index, q) == total(read, q));
            CHECK(found(index, q) == found(read, q));
        }
        return total(index, "csgm");
    };
    CHECK(again() == 1);
    registry.undo();
    CHECK(again() == 0);
    CHECK(holds(side, first));
    registry.undo(); // the state that the file is of: gone
    CHECK(again() == 0);
    CHECK(registry.info().buyers == rows - 1);

    registry.redo();
    load(plain, registry); // with the pick
    for (const std::size_t at : {std::size_t{0}, std::size_t{9}, first.size() / 2, first.size() - 1}) {
        auto bad = first;
        bad[at] = static_cast<char>(bad[at] ^ 0x40);
        std::ofstream(std::filesystem::path(side), std::ios::binary) << bad;
        Index index;
        load(index, registry, side);
        index.settle();
        same(index);
        // Written anew; which rows stand together depends on how the threads ran.
        Index stored;
        CHECK(restore(stored, side) == registry.mark());
    }
    for (const std::size_t keep : {std::size_t{0}, std::size_t{7}, std::size_t{20}, first.size() - 9}) {
        std::ofstream(std::filesystem::path(side), std::ios::binary) << first.substr(0, keep);
        Index index;
        load(index, registry, side);
        same(index);
    }
    std::filesystem::remove_all(folder);
}

TEST_CASE("where the side file belongs") {
    const auto none = [](const char*) { return std::string(); };
    CHECK(side_file_of("/tmp/甲.goufang", none).empty());
#ifndef _WIN32
    const auto home = [](const char* name) { return std::string(name) == "HOME" ? "/home/x" : ""; };
    const std::string path = side_file_of("/tmp/甲.goufang", home);
    CHECK(path.rfind("/home/x/.cache/goufang/", 0) == 0);
    CHECK(path != side_file_of("/tmp/乙.goufang", home));
#endif
}
