// The short way of the pre-flight says what the long one says, for every format, and is taken for real buyers.

#include "core/text/utf8.h"
#include "invoice/plain.h"
#include "invoice/preflight.h"
#include "tests/invoice/transfer_support.h"
#include "tests/support/catch.h"

#include <cstdlib>

using namespace goufang;
using namespace goufang::invoice;
using goufang::test::Nasty;
using goufang::test::Random;

namespace {

int cases() {
    const char* s = std::getenv("GOUFANG_CASES");
    return s == nullptr ? 2000 : std::max(1, std::atoi(s));
}

std::string told(const Preflight& p) {
    std::string all;
    p.summary([&](const Problem& problem) {
        all += problem.finding.rule;
        for (const std::string& a : problem.finding.args) all += ' ' + a;
        all += '\n';
    });
    return all;
}

/// Changes one thing of a tidy buyer, often to something that lies at the border of plain.
void bend(Random& r, model::Buyer& b) {
    static const std::string ends[] = {
        "1", "a", "A",  "（", "）", "号",  "12345",  "123456", "-", " ", ",",   "~~",  "\"",   "\n",         "&",
        "€", "·", "、", "〇", "龦", "鿿", "\u3000", "\u200B", "😀", "(", "#|#", "转8", "0571", "13900000000"};
    std::string* fields[] = {&b.code,  &b.name, &b.mnemonic, &b.tax_id, &b.address,
                             &b.phone, &b.bank, &b.account,  &b.email,  &b.remark};
    std::string& s = **(fields + r.below(std::size(fields)));
    switch (r.below(5)) {
    case 0:
        s += r.pick(ends);
        break;
    case 1:
        s.insert(0, r.pick(ends));
        break;
    case 2:
        s.clear();
        break;
    case 3:
        for (std::size_t n = r.between(1, 40); n--;) s += "长";
        break;
    default:
        if (!s.empty()) s.pop_back();
        if (!text::valid_utf8(s)) s += "\x80"; // not UTF-8 any more: put back whole
        if (!text::valid_utf8(s)) s = "好";
    }
}

} // namespace

TEST_CASE("pre-flight: the short way says what the long one says") {
    WriteOptions options;
    options.goods = Goods{"服务费", "3049900000000000000", "0.06", "100.00"};
    for (const Format& f : formats()) {
        if (!f.writes) continue;
        Random r(std::hash<std::string_view>{}(f.id));
        Preflight quick(f, options), slow(f, options);
        int plain = 0;
        const int n = cases();
        for (int i = 0; i < n; ++i) {
            model::Buyer b = goufang::test::random_buyer(r, r.one_in(8) ? Nasty::unicode : Nasty::no);
            b.code = std::to_string(100 + i);
            if (!b.mnemonic.empty() && r.one_in(3)) b.mnemonic.clear();
            if (r.one_in(2)) b.more_addresses.clear(), b.more_accounts.clear(), b.id_check = false;
            if (r.one_in(2)) bend(r, b);
            std::vector<check::Finding> a, c;
            const Preflight::Verdict x = quick.look(b, a), y = slow.look_closely(b, c);
            INFO(f.id << ": " << model::to_json(b));
            REQUIRE(x.refused == y.refused);
            REQUIRE(x.altered == y.altered);
            REQUIRE(a.size() == c.size());
            plain += is_plain(b) ? 1 : 0;
        }
        CHECK(told(quick) == told(slow));
        CHECK(plain > n / 20);
    }
}

TEST_CASE("plain: what is free of errors at a glance has none") {
    Random r(7);
    int free = 0;
    const int n = cases() * 5;
    for (int i = 0; i < n; ++i) {
        model::Buyer b = goufang::test::random_buyer(r, r.one_in(8) ? Nasty::unicode : Nasty::no);
        b.code = std::to_string(100 + i);
        if (!r.one_in(4)) b.more_addresses.clear(), b.more_accounts.clear(), b.former_names.clear(), b.tags.clear();
        if (!r.one_in(4)) b.mobile.clear(), b.source.clear(), b.verified_on.clear(), b.custom.clear();
        if (r.one_in(2)) bend(r, b);
        if (!free_of_errors(b)) continue;
        ++free;
        std::vector<check::Finding> found;
        check::check_buyer(b, check::registry_profile(), found);
        INFO(model::to_json(b));
        for (const check::Finding& f : found) REQUIRE(f.severity != check::Severity::error);
    }
    CHECK(free > n / 20);
    model::Buyer b;
    b.code = "001001";
    b.name = "测试甲有限公司";
    b.tax_id = "91999999MA00000154";
    CHECK(free_of_errors(b));
    b.tax_id = "91999999MA00000155";
    CHECK_FALSE(free_of_errors(b));
}

TEST_CASE("plain: what a careful accountant types is") {
    model::Buyer b;
    b.code = "001001";
    b.name = "测试甲（杭州）有限公司";
    b.tax_id = "91999999MA00000154";
    b.address = "浙江省杭州市西湖区文三路1号2幢301室";
    b.phone = "0571-88880000";
    b.bank = "工商银行杭州分行";
    b.account = "1202026219900123456";
    b.email = "fp1@example.com";
    CHECK(is_plain(b));
    const auto with = [&](std::string model::Buyer::*field, std::string value) {
        model::Buyer other = b;
        other.*field = std::move(value);
        return is_plain(other);
    };
    CHECK_FALSE(with(&model::Buyer::name, "测试,有限公司"));
    CHECK_FALSE(with(&model::Buyer::name, ""));
    CHECK_FALSE(with(&model::Buyer::tax_id, "91999999MA00000155"));
    CHECK_FALSE(with(&model::Buyer::address, "文三路1号13900000000室"));
    CHECK_FALSE(with(&model::Buyer::phone, "88880000转8"));
    CHECK_FALSE(with(&model::Buyer::code, "00A"));
}
