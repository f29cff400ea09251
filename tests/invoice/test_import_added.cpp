// Who is told of the buyers that an import adds may take their values away: nothing of it shows in later rows.

#include "tests/invoice/transfer_support.h"
#include "tests/support/catch.h"

using namespace goufang;
using namespace goufang::invoice;
using namespace goufang::invoice::test;

namespace {

constexpr unsigned k_rows = 8500; ///< more than the batches that go round have room for

/// Every field has a value.
model::Buyer full() {
    model::Buyer b;
    for (std::string* s : {&b.code, &b.name, &b.mnemonic, &b.tax_id, &b.address, &b.phone, &b.bank, &b.account,
                           &b.email, &b.mobile, &b.remark, &b.source, &b.verified_on})
        *s = "别家的值";
    b.kind = model::Kind::overseas;
    b.status = model::Status::inactive;
    b.id_check = true;
    b.more_addresses = {{"别家的地址", "0999-1"}};
    b.more_accounts = {{"别家的银行", "1"}};
    b.former_names = {{"别家的旧名", "2020-01-01"}};
    b.tags = {"别家的"};
    b.custom = {{"别家的", "值"}};
    return b;
}

/// Most of the rows have a name alone.
std::string file_of(const Format& f) {
    file::StringSink sink;
    WriteOptions options;
    options.goods = Goods{"服务费", "3049900000000000000", "0.06", "100.00"};
    const std::unique_ptr<Writer> writer = f.create(sink, options);
    for (unsigned i = 0; i < k_rows; ++i) {
        model::Buyer b;
        b.code = std::to_string(100'000 + i);
        b.name = "测试" + std::to_string(i) + "有限公司";
        if (i % 10 == 0) {
            b.address = "样本路" + std::to_string(i) + "号";
            b.phone = "0999-" + std::to_string(20'000'000 + i);
        }
        writer->buyer(b, {}, {});
    }
    writer->finish();
    return sink.text;
}

} // namespace

TEST_CASE("import: the values of an added buyer may be swapped for others") {
    for (const Format& f : formats()) {
        if (!f.reads || !f.writes || f.fills == Fills::must) continue;
        INFO(f.id);
        const std::string file = file_of(f);
        ImportOptions options;
        options.format = &f;
        TempRegistry kept, swapped;
        const auto expected = import(*kept, file, options).result.counts.added;
        CHECK(expected == k_rows);
        const model::Buyer other = full();
        options.added = [&](model::Buyer& b) { b = other; };
        CHECK(import(*swapped, file, options).result.counts.added == expected);
        CHECK(dump(*swapped) == dump(*kept));
    }
}
