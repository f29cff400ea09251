// The index and the reference give the same set and the same total for random buyers and random queries, before and
// after random edits. The full proof, some minutes in two threads:
//   GOUFANG_CASES=100000x10000 tests/test_find "the index answers as the reference does"

#include "core/find/index.h"
#include "core/find/scan.h"
#include "tests/bench/make_buyers.h"
#include "tests/find/reference.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <thread>

using namespace goufang;
using namespace goufang::find;
using model::Buyer;

namespace {

struct Sizes {
    std::size_t buyers = 3000, queries = 400; // from 2048 on a segment has block indices
    Sizes() {
        const char* text = std::getenv("GOUFANG_CASES");
        if (!text) return;
        const char* end = text + std::strlen(text);
        const auto [next, error] = std::from_chars(text, end, buyers);
        if (error == std::errc{} && next < end && *next == 'x') std::from_chars(next + 1, end, queries);
    }
};

class World {
  public:
    explicit World(std::uint64_t seed) : m_maker(seed) {
        for (int i = 1; i <= 40; ++i) {
            model::Category c;
            c.id = i;
            c.parent = i > 10 ? i % 10 + 1 : 0;
            c.code = i > 10 ? "0" + std::to_string(i % 10 + 1) + "0" + std::to_string(i) : "0" + std::to_string(i);
            c.name = "类" + std::to_string(i);
            tree.insert(c);
        }
    }

    /// A buyer with everything that a buyer can have, now and then oddly written.
    Buyer make() {
        Buyer b;
        m_maker.next(b);
        b.category = pick(41);
        if (pick(4) == 0) b.name = odd(b.name);
        if (pick(3) == 0) b.former_names.push_back({other().name, "2020-01-01"});
        if (pick(9) == 0) b.former_names.push_back({odd(other().name), ""});
        if (pick(4) == 0) b.mnemonic = propose_mnemonic(b.name);
        if (pick(9) == 0) b.mnemonic = "VIP" + std::to_string(pick(99));
        if (pick(5) == 0) b.mobile = "139 0000 " + std::to_string(1000 + pick(9000));
        if (pick(6) == 0)
            b.phone = "(0" + std::to_string(pick(999)) + ")" + b.phone + "转80" + std::to_string(pick(99));
        if (pick(6) == 0) b.more_addresses.push_back({odd(other().address), other().phone});
        if (pick(9) == 0) b.more_addresses.push_back({"", "0571-8" + std::to_string(pick(9999999))});
        if (pick(6) == 0) b.more_accounts.push_back({other().bank, "6222 " + other().account});
        if (pick(9) == 0) b.tax_id = "91-" + b.tax_id;
        if (pick(5) == 0) b.tags = {"月结", "㎡客户" + std::to_string(pick(9))};
        if (pick(7) == 0) b.custom.push_back({"k", "自定义" + std::to_string(pick(99)) + "Ａｂ"});
        if (pick(9) == 0) b.email = odd(b.email);
        if (pick(7) == 0) b.code = "kh" + b.code;
        if (pick(30) == 0) b.name.clear();
        return b;
    }

    std::string query(const std::vector<Buyer>& buyers) {
        std::string q = word(buyers);
        for (unsigned more = pick(4) == 0 ? 1 + pick(2) : 0; more > 0; --more)
            q += (pick(5) ? " " : "　") + word(buyers);
        return q;
    }

    std::uint32_t pick(std::uint32_t n) { return m_maker.below(n); }
    model::CategoryTree tree;

  private:
    Buyer other() {
        Buyer b;
        m_maker.next(b);
        return b;
    }
    std::string odd(const std::string& s) {
        static const char* const extras[] = {"重庆", "厦门", "ＡＢＣ",     "（",     "）", "華東", " ", "　",
                                             "㎡",   "é",    "\U00020164", "ktv",    "９", "·",    "①", "银行",
                                             "单",   "嗯",   "绿",         "\u200b", "~",  "Z"};
        std::u32string chars = reference::characters(s);
        const std::size_t at = chars.empty() ? 0 : pick(static_cast<std::uint32_t>(chars.size() + 1));
        std::string out;
        for (std::size_t i = 0; i < at; ++i) text::append_utf8(out, chars[i]);
        out += extras[pick(std::size(extras))];
        for (std::size_t i = at; i < chars.size(); ++i) text::append_utf8(out, chars[i]);
        return out;
    }
    std::string piece(const std::string& s, std::size_t length) {
        const std::u32string chars = reference::characters(s);
        if (chars.empty()) return "x";
        std::size_t from = pick(static_cast<std::uint32_t>(chars.size()));
        std::string out;
        for (std::size_t i = from; i < std::min(from + length, chars.size()); ++i) text::append_utf8(out, chars[i]);
        return out;
    }
    /// Letters, syllables and characters for a stretch of the name, each reading chosen at random.
    std::string spoken(const std::string& name, std::size_t length) {
        const Alphabet& alphabet = Alphabet::get();
        const std::u32string chars = reference::fold(name);
        std::string out;
        if (chars.empty()) return "q";
        std::size_t i = pick(static_cast<std::uint32_t>(chars.size()));
        const unsigned style = pick(4);
        for (; i < chars.size() && length > 0; ++i, --length) {
            const auto all = alphabet.readings(alphabet.list_of(chars[i]));
            if (all.empty() || (style == 3 && pick(2))) {
                if (all.empty() && chars[i] > 127) continue;
                text::append_utf8(out, chars[i]);
                continue;
            }
            const std::string_view r = all[pick(static_cast<std::uint32_t>(all.size()))];
            out += style == 0 || (style >= 2 && pick(2)) ? r.substr(0, 1) : r;
        }
        if (style == 2 && out.size() > 2) out.resize(out.size() - 1 - pick(2));
        return out.empty() ? "w" : out;
    }
    std::string word(const std::vector<Buyer>& buyers) {
        const Buyer& b = buyers[pick(static_cast<std::uint32_t>(buyers.size()))];
        switch (pick(16)) {
        case 0:
            return piece(b.name, 1);
        case 1:
            return piece(b.name, 2);
        case 2:
            return piece(b.name, 4);
        case 3:
            return piece(b.address, 1 + pick(5));
        case 4:
            return piece(b.tax_id, 1 + pick(8));
        case 5:
            return piece(b.account, 1 + pick(8));
        case 6:
            return piece(b.phone, 1 + pick(9));
        case 7:
            return piece(b.email, 1 + pick(6));
        case 8:
            return b.code.substr(0, 1 + pick(9));
        case 9:
            return pick(3) ? "0" + std::to_string(pick(12)) : "停用";
        case 10:
            return piece(b.remark, 1 + pick(3));
        case 11:
            return b.former_names.empty() ? "前" : piece(b.former_names[0].name, 1 + pick(3));
        case 12:
            return b.custom.empty() ? "." : piece(b.custom[0].value, 1 + pick(3));
        case 13:
            return b.tax_id;
        default:
            return spoken(b.name, 1 + pick(6));
        }
    }
    bench::BuyerMaker m_maker;
};

/// What the answer has wrong; empty = nothing.
std::string compare(const Index& index, const std::vector<reference::Folded>& folded, const std::string& query,
                    bool inactive) {
    Request request;
    request.query = query;
    request.inactive = inactive;
    request.limit = folded.size() + 1;
    request.spans = false;
    const Answer answer = index.search(request);
    std::vector<model::BuyerId> ours;
    for (const Hit& h : answer.hits) ours.push_back(h.id);
    std::sort(ours.begin(), ours.end());
    auto expected = reference::search(folded, query, inactive);
    std::sort(expected.begin(), expected.end());
    std::string wrong;
    const auto complain = [&](const std::string& what) { wrong += "\n" + what; };
    if (answer.total != expected.size())
        complain("total " + std::to_string(answer.total) + ", expected " + std::to_string(expected.size()));
    if (ours.size() != std::min(expected.size(), request.limit)) complain(std::to_string(ours.size()) + " hits");
    std::vector<model::BuyerId> odd;
    std::set_difference(ours.begin(), ours.end(), expected.begin(), expected.end(), std::back_inserter(odd));
    for (const auto id : odd) complain("too many: buyer " + std::to_string(id));
    odd.clear();
    if (expected.size() <= request.limit)
        std::set_difference(expected.begin(), expected.end(), ours.begin(), ours.end(), std::back_inserter(odd));
    for (const auto id : odd) complain("missing: buyer " + std::to_string(id));
    // The first of them, which may be kept ready, are the first of all, each with its reason.
    request.limit = k_ready_rows;
    request.spans = true;
    const Answer first = index.search(request);
    if (first.total != answer.total) complain("another total when fewer are wanted");
    if (first.hits.size() != std::min(ours.size(), request.limit)) complain("not as many as are wanted");
    const bool reasons = !reference::words_of(query).empty();
    for (std::size_t i = 0; i < std::min(first.hits.size(), ours.size()); ++i) {
        const Hit& h = first.hits[i];
        if (h.id != answer.hits[i].id) complain("another order when fewer are wanted");
        if (reasons && h.matches.empty() && h.by_category.empty() && h.by_status.empty())
            complain("a hit without a reason");
    }
    return wrong.empty() ? wrong : "query \"" + query + "\":" + wrong;
}

std::vector<reference::Folded> fold_all(const std::vector<Buyer>& buyers, const World& world) {
    std::vector<reference::Folded> folded;
    for (const Buyer& b : buyers) folded.emplace_back(b, world.tree);
    return folded;
}

} // namespace

TEST_CASE("the index answers as the reference does") {
    const Sizes sizes;
    World world(7);
    std::vector<Buyer> buyers;
    Index index;
    index.set_categories(world.tree);
    for (std::size_t i = 0; i < sizes.buyers; ++i) {
        buyers.push_back(world.make());
        buyers.back().id = static_cast<model::BuyerId>(i + 1);
        index.add(buyers.back());
    }
    index.finish();
    REQUIRE(index.size() == buyers.size());
    index.settle();
    const auto folded = fold_all(buyers, world);
    std::vector<std::string> queries;
    for (std::size_t q = 0; q < sizes.queries; ++q) queries.push_back(world.query(buyers));
    // All queries by the vector scans, every fourth by the plain ones too; in two threads.
    for (const bool vectors : {true, false}) {
        allow_vectors(vectors);
        std::atomic<std::size_t> next{0};
        std::vector<std::string> wrong(queries.size());
        const auto work = [&] {
            for (std::size_t q; (q = next.fetch_add(vectors ? 1 : 4)) < queries.size();)
                wrong[q] = compare(index, folded, queries[q], q % 3 == 0);
        };
        std::thread other(work);
        work();
        other.join();
        for (const std::string& w : wrong) {
            if (w.empty()) continue;
            INFO(w);
            FAIL_CHECK("the index and the reference differ");
        }
    }
    allow_vectors(true);
}

TEST_CASE("what a sealed segment knows of its rows changes neither an answer nor its order") {
    // The same buyers in one sealed segment, and in several that are too small to be.
    World world(9);
    std::vector<Buyer> buyers;
    Index sealed, plain;
    for (int i = 0; i < 2200; ++i) {
        buyers.push_back(world.make());
        if (i % 5 == 4) buyers.back().name = buyers[static_cast<std::size_t>(i) - world.pick(4)].name;
        buyers.back().id = 1 + (i * 1237) % 2200;
        if (world.pick(20) == 0) buyers.back().status = model::Status::inactive;
    }
    for (Index* index : {&sealed, &plain}) {
        index->set_categories(world.tree);
        const std::size_t by_add = index == &sealed ? buyers.size() : 1100;
        for (std::size_t i = 0; i < by_add; ++i) index->add(buyers[i]);
        index->finish();
        for (std::size_t i = by_add; i < buyers.size(); ++i) index->upsert(buyers[i]);
        for (int i = 0; i < 30; ++i) index->set_pick({1 + i * 70, 1.0 + i % 3, 20000});
        index->settle();
    }
    const auto told = [](const Index& index, const Request& request) {
        std::string text;
        const Answer answer = index.search(request);
        for (const Hit& h : answer.hits)
            text += std::to_string(h.id) + (h.inactive ? "i" : "a") + std::to_string(static_cast<int>(h.rank)) + " ";
        return text + "of " + std::to_string(answer.total);
    };
    std::vector<std::string> queries{"有限", "公司",    "限公",         "有限公司", "司",
                                     "@",    "example", "@example.com", "e",        "9@ex"};
    while (queries.size() < 600) queries.push_back(world.query(buyers));
    for (const std::string& query : queries) {
        Request request;
        request.query = query;
        request.today = 20000;
        request.inactive = world.pick(3) == 0;
        for (const std::size_t limit : {std::size_t{3}, std::size_t{50}, ~std::size_t{0}}) {
            request.limit = limit;
            INFO(query << ", limit " << limit);
            CHECK(told(sealed, request) == told(plain, request));
        }
    }
}

TEST_CASE("the index follows edits") {
    World world(8);
    std::vector<Buyer> buyers;
    Index index;
    index.set_categories(world.tree);
    for (int i = 0; i < 3000; ++i) {
        buyers.push_back(world.make());
        buyers.back().id = i + 1;
        index.add(buyers.back());
    }
    index.finish();
    model::BuyerId next = 3001;
    for (int round = 0; round < 60; ++round) {
        for (int edit = 0; edit < 150; ++edit) {
            const std::size_t at = world.pick(static_cast<std::uint32_t>(buyers.size()));
            const unsigned what = world.pick(4);
            if (what == 0) {
                index.erase(buyers[at].id);
                buyers[at] = buyers.back();
                buyers.pop_back();
            } else if (what == 1) {
                buyers.push_back(world.make());
                buyers.back().id = next++;
                index.upsert(buyers.back());
            } else {
                const model::BuyerId id = buyers[at].id;
                buyers[at] = world.make();
                buyers[at].id = id;
                index.upsert(buyers[at]);
            }
        }
        index.erase(next + 5); // nobody
        if (round % 7 == 0) index.settle();
        CHECK(index.size() == buyers.size());
        const auto folded = fold_all(buyers, world);
        for (int q = 0; q < 3; ++q) CHECK(compare(index, folded, world.query(buyers), q == 0) == "");
    }
}
