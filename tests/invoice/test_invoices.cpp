// The import of issued invoices into the histories of buyers.

#include "core/store/operations.h"
#include "invoice/history.h"
#include "tests/invoice/invoice_support.h"
#include "tests/invoice/transfer_support.h"
#include "tests/support/catch.h"

using namespace goufang;
using namespace goufang::invoice;
using namespace goufang::invoice::test;
using namespace goufang::test;

namespace {

const std::string k_a = "91999999MA00000154", k_b = "91999999MA0074CE7Y";

ImportOptions own() {
    ImportOptions o;
    o.read.own_tax_id = k_own_tax_id;
    return o;
}

History history(store::Registry& r, const std::string& tax_id) {
    const auto found = r.by_tax_id(tax_id);
    REQUIRE(found.size() == 1);
    return history_of(r.invoices_of(found[0].id));
}

const std::string k_list =
    invoice_list({{"1", "甲公司", k_a, "106"},
                  {"2", "乙公司", k_b, "0.05"},
                  {"3", "甲公司", k_a, "94.10", std::string(k_own_tax_id), "正常", "是", "2026-10-01"},
                  {"4", "本单位", std::string(k_own_tax_id), "7", k_b}});

} // namespace

TEST_CASE("invoices: an import harvests buyers and their history as one step", "[invoices]") {
    TempRegistry r;
    const Imported first = import(*r, k_list, own(), "发票.xlsx");
    CHECK(first.result.counts.added == 2);
    CHECK(first.result.counts.rejected == 1);
    CHECK(first.result.counts.invoices == 3);
    CHECK(first.causes(Outcome::rejected) == std::map<std::string, int>{{"file.invoice_own", 1}});
    const auto a = r->by_tax_id(k_a).at(0);
    CHECK(a.status == model::Status::draft);
    CHECK(a.source == "etax-invoices-xlsx");
    CHECK(r->tree().path(a.category) == "自动保存");
    const History h = history(*r, k_a);
    CHECK(h.count == 2);
    CHECK(h.cents == 20010);
    CHECK(h.unknown == 0);
    CHECK(h.first == "2026-10-01");
    CHECK(h.last == "2026-11-20");
    CHECK(history(*r, k_b).cents == 5);

    r->undo();
    CHECK(r->by_tax_id(k_a).empty());
    CHECK(r->invoices_of(a.id).empty());
    r->redo();
    r.reopen();
    CHECK(history(*r, k_a).count == 2);
}

TEST_CASE("invoices: imported again, or from another format, each counts once", "[invoices]") {
    TempRegistry r;
    import(*r, k_list, own(), "发票.xlsx");
    const Imported again = import(*r, k_list, own(), "发票.xlsx");
    CHECK(again.result.counts.same == 2);
    CHECK(again.result.counts.invoices == 0);
    CHECK(again.result.counts.invoices_known == 3);
    CHECK(again.result.step == 0);
    const std::string xml =
        "<EInvoice><SellerIdNum>" + std::string(k_own_tax_id) + "</SellerIdNum><BuyerIdNum>" + k_a +
        "</BuyerIdNum><BuyerName>甲公司</BuyerName><BuyerAddr>文三路1号</BuyerAddr><InvoiceNumber>" +
        digital_number("1") + "</InvoiceNumber></EInvoice>";
    const Imported other = import(*r, xml, own(), "发票.xml");
    CHECK(other.result.counts.changed == 1); // the address is new
    CHECK(other.result.counts.invoices_known == 1);
    CHECK(history(*r, k_a).count == 2);
}

TEST_CASE("invoices: a step of invoices alone, of a buyer that was there", "[invoices]") {
    TempRegistry r;
    model::Buyer b;
    b.name = "甲公司";
    b.tax_id = k_a;
    store::add_buyer(*r, b);
    ImportOptions dry = own();
    dry.dry_run = true;
    const std::string list = invoice_list({{"1", "甲公司", k_a, "106"}});
    CHECK(import(*r, list, dry, "发票.xlsx").result.counts.invoices == 1);
    CHECK(history(*r, k_a).count == 0);
    const Imported done = import(*r, list, own(), "发票.xlsx");
    CHECK(done.result.counts.same == 1);
    CHECK(done.result.counts.invoices == 1);
    CHECK(done.result.step != 0);
    CHECK(history(*r, k_a).count == 1);
    CHECK(r->by_tax_id(k_a).at(0).category == 0); // it stays where it was
    CHECK(r->by_tax_id(k_a).at(0).status == b.status);
    r->undo();
    CHECK(history(*r, k_a).count == 0);
}

TEST_CASE("invoices: many of many buyers, by the bulk way", "[invoices]") {
    TempRegistry r;
    std::vector<ListedInvoice> list;
    for (unsigned i = 0; i < 3000; ++i)
        list.push_back({std::to_string(i), "客户" + std::to_string(i / 2), tax_id(i / 2), "1.01"});
    const Imported done = import(*r, invoice_list(list), own(), "发票.xlsx");
    CHECK(done.result.counts.added == 1500);
    CHECK(done.result.counts.invoices == 3000);
    CHECK(history(*r, tax_id(700)).cents == 202);
    r->undo();
    r->redo();
    CHECK(history(*r, tax_id(1499)).count == 2);
}

TEST_CASE("invoices: those without a number are told of, not counted", "[invoices]") {
    TempRegistry r;
    const std::string file = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><business><body><ghdw>甲公司</ghdw><gfsbh>" +
                             k_a + "</gfsbh><je>100.00</je><se>13.00</se></body></business>";
    for (const Outcome outcome : {Outcome::added, Outcome::same}) {
        const Imported done = import(*r, file, own(), "机动车.xml");
        CHECK(done.causes(outcome) == std::map<std::string, int>{{"file.invoice_unnumbered", 1}});
        CHECK(done.result.counts.invoices == 0);
    }
    CHECK(history(*r, k_a).count == 0);
}
