// Answers that are kept ready are those that a search would find.

#include "core/find/index.h"
#include "core/find/ready.h"
#include "tests/bench/make_buyers.h"
#include "tests/support/catch.h"

using namespace goufang;
using namespace goufang::find;
using model::Buyer;

namespace {

constexpr int k_buyers = 5000;

std::string told(const Answer& answer, std::size_t limit) {
    std::string text;
    for (std::size_t i = 0; i < std::min(limit, answer.hits.size()); ++i) {
        const Hit& h = answer.hits[i];
        text += std::to_string(h.id) + (h.inactive ? "i" : "a") + std::to_string(static_cast<int>(h.rank)) + " ";
    }
    return text + "of " + std::to_string(answer.total);
}

/// Short words of every kind, each asked so that it may be answered ready and so that it may not.
void check_short_words(const Index& index) {
    for (const char* query :
         {"a",  "c",  "i",  "v",  "z",  "zh", "ch", "cq",  "yx", "gs", "vv",  "0",     "9",      "91",  "a1", "公",
          "司", "北", "京", "停", "鱻", "@",  "(",  "公 ", "Ｃ", "東", "zho", "chang", "zhuang", "lve", "lüe"}) {
        for (const bool inactive : {false, true}) {
            Request request;
            request.query = query;
            request.today = 20010;
            request.inactive = inactive;
            request.limit = k_ready_rows + 1;
            const Answer searched = index.search(request);
            for (const std::size_t limit : {std::size_t{0}, std::size_t{1}, std::size_t{17}, k_ready_rows}) {
                request.limit = limit;
                INFO(query << ", limit " << limit << (inactive ? ", inactive too" : ""));
                CHECK(told(index.search(request), limit) == told(searched, limit));
            }
        }
    }
}

struct Filled {
    Index index;
    model::CategoryTree tree;
    bench::BuyerMaker maker{3};

    Filled() {
        model::Category c;
        c.id = 1;
        c.code = "001";
        c.name = "华东";
        tree.insert(c);
        index.set_categories(tree);
        for (int id = 1; id <= k_buyers; ++id) index.add(make(id));
        index.finish();
        index.settle();
    }
    Buyer make(int id) {
        Buyer b;
        maker.next(b);
        b.id = id;
        b.category = id % 3 == 0 ? 1 : 0;
        b.status = id % 9 == 0 ? model::Status::inactive : model::Status::active;
        return b;
    }
};

} // namespace

TEST_CASE("answers that are ready are those that a search finds") {
    Filled filled;
    Index& index = filled.index;
    const std::size_t bare = index.memory_bytes();
    check_short_words(index); // made as they are asked for
    CHECK(index.memory_bytes() > bare);
    index.prepare();
    index.settle();
    const std::size_t prepared = index.memory_bytes();
    check_short_words(index);

    SECTION("whatever is picked") {
        for (int i = 0; i < 300; ++i) index.set_pick({1 + i * 16, 0.1 * (i % 7) + 0.1, 20000 + i % 10});
        check_short_words(index);
        index.set_pick({1, 0, 20010});
        index.set_pick({17, 50, 20010});
        check_short_words(index);
        index.set_picks({{33, 2, 20000}});
        index.prepare();
        index.settle();
        check_short_words(index);
    }
    SECTION("whatever is edited") {
        for (int i = 0; i < 700; ++i) {
            index.upsert(filled.make(1 + i * 7));
            if (i % 5 == 0) index.erase(2 + i * 7);
            if (i % 100 == 0) check_short_words(index);
        }
        index.prepare();
        index.settle();
        check_short_words(index);
    }
    SECTION("whatever codes the categories have") {
        for (const char* code : {"9", "c", "ch1"}) {
            model::Category c = *filled.tree.find(1);
            c.code = code;
            filled.tree.update(c);
            index.set_categories(filled.tree);
            check_short_words(index);
        }
    }
    SECTION("an edit leaves those of other segments, a pick of one already picked leaves all") {
        index.set_pick({5, 1, 20000});
        index.prepare();
        index.settle();
        const std::size_t before = index.memory_bytes();
        index.set_pick({5, 2, 20000});
        CHECK(index.memory_bytes() == before);
        index.erase(5);
        CHECK(index.memory_bytes() < before);
        CHECK(prepared > bare);
    }
}

TEST_CASE("short words worth an answer: letters, their pairs, common characters of names") {
    Segment segment;
    Row row;
    bench::BuyerMaker maker{4};
    Buyer b;
    for (int i = 0; i < 3000; ++i) {
        maker.next(b);
        encode_row(b, row);
        segment.push(row, b.id, 0, b.status);
    }
    segment.seal();
    std::string company;
    REQUIRE(Alphabet::get().encode("公", company));
    const std::vector<std::string> words = short_words(segment);
    for (const std::string& word : {std::string("a"), std::string("zz"), company})
        CHECK(std::count(words.begin(), words.end(), word) == 1);
    CHECK(std::adjacent_find(words.begin(), words.end()) == words.end());
}

TEST_CASE("preparing stops when the index is emptied or ends") {
    Filled filled;
    for (int i = 0; i < 20; ++i) filled.index.prepare();
    filled.index.clear();
    CHECK(filled.index.size() == 0);
    for (int i = 0; i < 20; ++i) filled.index.prepare();
}
