#include "core/find/index.h"
#include "core/find/mnemonic.h"
#include "core/find/row.h"
#include "tests/support/catch.h"

#include <thread>

using namespace goufang;
using namespace goufang::find;
using model::Buyer;
using model::Field;

namespace {

Buyer buyer(model::BuyerId id, std::string name) {
    Buyer b;
    b.id = id;
    b.name = std::move(name);
    return b;
}

std::vector<model::BuyerId> ids(const Index& index, std::string query, bool inactive = false) {
    Request r;
    r.query = std::move(query);
    r.inactive = inactive;
    r.today = 20000;
    std::vector<model::BuyerId> out;
    const Answer answer = index.search(r);
    for (const Hit& h : answer.hits) out.push_back(h.id);
    CHECK(answer.total == out.size());
    return out;
}

using Ids = std::vector<model::BuyerId>;

Index bank() {
    Index index;
    std::vector<model::Category> tree(2);
    tree[0] = {1, 0, "001", "华东", 0, 0};
    tree[1] = {2, 1, "00102", "浙江", 0, 0};
    index.set_categories(model::CategoryTree(tree));
    Buyer b = buyer(1, "重庆银行股份有限公司");
    b.code = "001001";
    b.category = 2;
    b.tax_id = "91999999MA00000154";
    b.phone = "023-88881234";
    b.account = "6222 0200 1234 5678";
    b.address = "重庆市渝中区１号";
    b.email = "Pay@Example.COM";
    b.former_names = {{"重庆商业银行", "2019-05-01"}};
    b.more_addresses = {{"厦门市思明区2号", "(0592)7654321"}};
    b.remark = "月结㎡30天";
    b.tags = {"重点", "VIP"};
    index.add(b);
    Buyer s = buyer(2, "厦门（集团）有限公司");
    s.mnemonic = "xyz9";
    index.add(s);
    Buyer d = buyer(3, "華東实业有限公司");
    d.status = model::Status::inactive;
    index.add(d);
    Buyer draft = buyer(4, "ABC 贸易有限公司");
    draft.status = model::Status::draft;
    index.add(draft);
    index.finish();
    return index;
}

} // namespace

TEST_CASE("queries find by every way that the language knows") {
    const Index index = bank();
    struct Row {
        const char* query;
        Ids expected;
    };
    const Row rows[] = {
        {"cqyh", {1}},
        {"zqyh", {1}},
        {"zqyx", {1}},
        {"CQYH", {1}},
        {"chongqingyh", {1}},
        {"重庆yh", {1}},
        {"chong qing yh", {1}},
        {"yh chongq", {1}},
        {"zhongqyinh", {1}},
        {"qyhgf", {1}},
        {"154", {1}},
        {"0154", {1}},
        {"5678", {1}},
        {"12345678", {1}},
        {"88881234", {1}},
        {"02388881234", {1}},
        {"023-8888", {1}},
        {"05927654", {1}},
        {"ma000", {1}},
        {"9199 9999", {1}},
        {"example.com", {1}},
        {"ＰＡＹ＠", {1}},
        {"渝中", {1}},
        {"1号", {1}},
        {"思明", {1}},
        {"m230", {1}},
        {"vip", {1}},
        {"商业银行", {1}},
        {"cqsyyh", {1}},
        {"重慶", {1}},
        {"xm", {2}},
        {"sm", {2}},
        {"xmjt", {2}},
        {"厦门(集团)", {2}},
        {"xyz9", {2}},
        {"z9", {2}},
        {"abc贸易", {4}},
        {"abcmy", {4}},
        {"abc 贸易", {4}},
        {"贸易 abc", {4}},
        {"001", {1}},
        {"001 重庆", {1}},
        {"00102", {1}},
        {"001 贸易", {}},
        {"001001", {1}},
        {"1001", {}},
        {"华东", {}},
        {"停用", {3}},
        {"停用 华东", {3}},
        {"停用 贸易", {}},
        {"没有这个", {}},
        {"qqqq", {}},
        {"有限公司", {2, 4, 1}},
        {"yxgs", {2, 4, 1}},
        {"()", {}},
    };
    for (const Row& r : rows) {
        INFO(r.query);
        Ids got = ids(index, r.query), expected = r.expected;
        std::sort(got.begin(), got.end());
        std::sort(expected.begin(), expected.end());
        CHECK(got == expected);
    }
    CHECK(ids(index, "华东", true) == Ids{3});
    CHECK(ids(index, "").size() == 3);
    CHECK(ids(index, " 　").size() == 3);
}

TEST_CASE("matches are told in characters of the value as it stands") {
    const Index index = bank();
    struct Row {
        const char* query;
        Field field;
        std::uint32_t start, length, part;
    };
    const Row rows[] = {
        {"银行股", Field::name, 2, 3, 0},
        {"yhgf", Field::name, 2, 4, 0},
        {"商业", Field::former_names, 2, 2, 0},
        {"sy", Field::former_names, 2, 2, 0},
        {"154", Field::tax_id, 15, 3, 0},
        {"88881234", Field::phone, 4, 8, 0},
        {"02388", Field::phone, 0, 6, 0},
        {"00123", Field::account, 7, 6, 0},
        {"05927", Field::more_addresses, 1, 6, 0},
        {"思明", Field::more_addresses, 3, 2, 0},
        {"区1", Field::address, 5, 2, 0},
        {"m230", Field::remark, 2, 3, 0},
        {"vip", Field::tags, 0, 3, 1},
        {"example", Field::email, 4, 7, 0},
        {"001001", Field::code, 0, 6, 0},
        {"mjt", Field::name, 1, 4, 0},
        {"yz9", Field::mnemonic, 1, 3, 0},
    };
    for (const Row& r : rows) {
        Request request;
        request.query = r.query;
        const Answer answer = index.search(request);
        INFO(r.query);
        REQUIRE(answer.hits.size() == 1);
        bool found = false;
        for (const Match& m : answer.hits[0].matches)
            found = found || (m.field == r.field && m.start == r.start && m.length == r.length && m.part == r.part);
        CHECK(found);
    }
}

TEST_CASE("ranking: code or tax id, beginnings, word starts, fragments; then picks; then pinyin") {
    Index index;
    const auto add = [&](model::BuyerId id, const char* name, const char* code = "", const char* tax_id = "") {
        Buyer b = buyer(id, name);
        b.code = code;
        b.tax_id = tax_id;
        index.add(b);
    };
    add(1, "上海华盛贸易");
    add(2, "华盛（北京）科技");
    add(3, "华盛安徽建材");
    add(4, "ABC华盛");
    add(5, "某公司", "华盛");
    add(6, "重庆华盛");
    add(7, "长春华盛");
    index.finish();
    CHECK(ids(index, "华盛") == Ids{5, 2, 3, 4, 7, 6, 1}); // ( before han; chang, chong, shang
    index.set_pick({1, 3.0, 20000});
    index.set_pick({6, 3.0, 19000});
    CHECK(ids(index, "华盛") == Ids{5, 2, 3, 4, 1, 6, 7});
    Request r;
    r.query = "华盛";
    r.today = 20030;
    const Answer answer = index.search(r);
    CHECK(answer.hits[0].rank == Rank::exact_id);
    CHECK(answer.hits[1].rank == Rank::prefix);
    CHECK(answer.hits[3].rank == Rank::word_start);
    CHECK(answer.hits[4].rank == Rank::fragment);
    CHECK(answer.hits[4].picks == Approx(1.5));
    for (std::size_t i = 1; i < answer.hits.size(); ++i) CHECK(answer.hits[i - 1].score >= answer.hits[i].score);
    index.set_pick({1, 0, 0});
    index.set_picks({{7, 1, 20000}});
    CHECK(ids(index, "华盛") == Ids{5, 2, 3, 4, 7, 6, 1});
    Buyer gone = buyer(3, "华盛安徽建材");
    gone.status = model::Status::inactive;
    index.upsert(gone);
    CHECK(ids(index, "华盛") == Ids{5, 2, 4, 7, 6, 1});
    CHECK(ids(index, "华盛", true) == Ids{5, 2, 4, 7, 6, 1, 3});
    CHECK(ids(index, "huasheng", true) == Ids{2, 4, 7, 6, 1, 3});
}

TEST_CASE("the best of many are the best") {
    Index index;
    for (int i = 0; i < 5000; ++i) {
        Buyer b = buyer(i + 1, (i % 7 == 0 ? "云" : "山云") + std::to_string((i * 7919) % 5000 + 10000));
        index.add(b);
    }
    index.finish();
    Request all, best;
    all.query = best.query = "云1";
    all.limit = 10000;
    const Answer everything = index.search(all), few = index.search(best);
    REQUIRE(few.hits.size() == 50);
    CHECK(few.total == 5000);
    CHECK(everything.hits.size() == 5000);
    for (std::size_t i = 0; i < 50; ++i) CHECK(few.hits[i].id == everything.hits[i].id);
    best.limit = 0;
    CHECK(index.search(best).total == 5000);
    // Statuses are counted over sealed and small segments, without the dead.
    index.settle();
    CHECK(index.count(model::Status::active) == 5000);
    for (const auto& [id, status] :
         {std::pair{7, model::Status::draft}, {8, model::Status::inactive}, {9, model::Status::inactive}}) {
        Buyer b = buyer(id, "云");
        b.status = status;
        index.upsert(b);
    }
    index.erase(9);
    CHECK(index.count(model::Status::draft) == 1);
    CHECK(index.count(model::Status::inactive) == 1);
    CHECK(index.count(model::Status::active) == 4997);
}

TEST_CASE("names in pinyin order") {
    const char* const ordered[] = {"3M", "abc", "阿里", "八方", "长春", "长沙", "重庆", "银行", "中国", "重工机械厂"};
    std::string last;
    for (const char* name : ordered) {
        Row row;
        encode_row(buyer(1, name), row);
        const std::string code = row[Part::names];
        if (!last.empty()) {
            INFO(name);
            CHECK(name_order(last) <= name_order(code));
            CHECK((name_order(last) < name_order(code) || compare_names(last, code) < 0));
        }
        last = code;
    }
}

TEST_CASE("odd input: no crash, no hang") {
    Index index;
    index.finish();
    CHECK(ids(index, "x").empty());
    Buyer b = buyer(-5, std::string(300, 'a') +
                            "嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯");
    b.category = 999999999999;
    b.remark = "\t\n\x01\x7f";
    index.upsert(b);
    std::string hard;
    for (int i = 0; i < 60; ++i) hard += "ng";
    CHECK(ids(index, hard + "x").empty());
    CHECK(ids(index, std::string(100000, 'a')).empty());
    CHECK(ids(index, "aaaa") == Ids{-5});
    CHECK(ids(index, "ngng") == Ids{-5});
    for (unsigned char c = 1; c < 128; ++c) ids(index, std::string(1, static_cast<char>(c)));
    index.erase(-5);
    CHECK(index.size() == 0);
    index.clear();
    index.add(buyer(7, "甲"));
    CHECK(index.size() == 1);
    index.finish();
    CHECK(ids(index, "j") == Ids{7});
}
