// Contract of the format table: what holds for every row of it.

#include "core/text/utf8.h"
#include "tests/invoice/format_support.h"
#include "tests/invoice/invoice_support.h"
#include "tests/invoice/workbook_support.h"
#include "tests/support/catch.h"
#include "tests/support/random_buyer.h"

#include <map>
#include <set>

using namespace goufang;
using namespace goufang::test;
using invoice::Row;
using invoice::RowKind;
using invoice::Sniff;

namespace {

invoice::WriteOptions options(const invoice::Format& f) {
    invoice::WriteOptions o;
    o.template_bytes = empty_template(f.id);
    o.goods = invoice::Goods{"示例服务费", "3049900000000000000", "0.06", "100.00"};
    o.seller_tax_id = "91999999MA00000154";
    o.seller_name = "销售方";
    o.buyers = 2;
    return o;
}

/// A small file of each format: what its own writer makes, or the paper's example where there is none.
std::string sample(const invoice::Format& f) {
    if (f.id == "xls") return data_file("buyers-small.xls");
    if (f.id == "einvoice-xml")
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<EInvoice><EInvoiceData><BuyerInformation><BuyerIdNum>"
               "91999999MA00000154</BuyerIdNum><BuyerName>甲公司</BuyerName></BuyerInformation></EInvoiceData></"
               "EInvoice>\n";
    if (f.id == "etax-invoices-xlsx") return invoice_list({{"1", "甲公司", "91999999MA00000154", "106"}});
    if (f.id == "vehicle-freight-xml")
        return gbk("<?xml version=\"1.0\" encoding=\"GBK\"?>\r\n<business><body><fpdm>199999999999</fpdm><fphm>00000001"
                   "</fphm><kprq>20261120</kprq><gfdwmc>甲公司</gfdwmc><sfzhm></sfzhm><gfdwsbh>91999999MA00000154"
                   "</gfdwsbh><jshj>106.00</jshj></body></business>\r\n");
    if (!f.writes)
        return gbk("SJJK0101~~销售单据传入~~demo\r\n//单据1\r\nDEMO0001~~1~~甲公司~~91999999MA00000154~~文三路1号 "
                   "0571-88880000~~工行 1202026219900123456~~~~李四\r\n货~~次~~~~1~~100.00~~0.06\r\n");
    model::Buyer a, b;
    a.code = "00100001";
    a.name = "甲公司";
    a.tax_id = "91999999MA00000154";
    a.address = "文三路1号";
    a.phone = "0571-88880000";
    a.bank = "工商银行";
    a.account = "1202026219900123456";
    b.code = "00100002";
    b.name = "乙公司";
    file::StringSink sink;
    const auto writer = f.create(sink, options(f));
    writer->category({"001", "华东", "", "华东"});
    writer->buyer(a, "001", "华东");
    writer->buyer(b, "001", "华东");
    writer->finish();
    return sink.text;
}

/// Reads whatever it is: rows or an Error, and every row keeps the contract.
std::size_t read_safely(const invoice::Format& f, std::string_view bytes) {
    std::size_t n = 0;
    try {
        const auto reader = f.open(bytes, {});
        Row row;
        std::int64_t line = 0;
        while (reader->next(row)) {
            ++n;
            if (row.line < line || row.line < 1) FAIL("lines go backwards");
            line = row.line;
            if (!row.raw.empty() &&
                (row.raw.data() < bytes.data() || row.raw.data() + row.raw.size() > bytes.data() + bytes.size()))
                FAIL("raw outside of the input");
            if (row.kind == RowKind::bad && row.findings.empty()) FAIL("bad without a cause");
            for (const model::FieldInfo& i : model::k_fields)
                if (const std::string* s = model::text_member(row.buyer, i.field))
                    if (!text::valid_utf8(*s) || s->find('\0') != std::string::npos) FAIL("not text");
            if (!text::valid_utf8(row.category.name + row.category_path + row.category_code)) FAIL("not text");
        }
        if (reader->position() > bytes.size()) FAIL("position behind the end");
    } catch (const Error& e) {
        if (e.code() == Code::internal) FAIL("internal error");
    }
    return n;
}

} // namespace

TEST_CASE("formats: the table") {
    const std::set<std::string_view> ids = {"aisino-text",  "kehubianma-xml",     "kp-xml",
                                            "fpkj-xml",     "sjjk-text",          "csv",
                                            "tsv",          "goufang-json",       "xlsx",
                                            "xls",          "etax-customer-xlsx", "etax-batch-xlsx",
                                            "einvoice-xml", "etax-invoices-xlsx", "vehicle-freight-xml"};
    for (const std::string_view id : ids) CHECK(invoice::format(id) != nullptr);
    CHECK(invoice::format("") == nullptr);
    std::set<std::string_view> seen;
    for (const invoice::Format& f : invoice::formats()) {
        CAPTURE(f.id);
        CHECK(seen.insert(f.id).second);
        CHECK((f.reads || f.writes));
        CHECK_FALSE(f.extensions.empty());
        CHECK((f.profile.empty() || check::profile(f.profile) != nullptr));
        CHECK((f.fills == invoice::Fills::must) == !empty_template(f.id).empty());
    }
}

TEST_CASE("formats: each knows its own sample and no other's") {
    for (const invoice::Format& f : invoice::formats()) {
        const std::string bytes = sample(f);
        CAPTURE(f.id, bytes);
        for (const invoice::Format& other : invoice::formats()) {
            CAPTURE(other.id);
            CHECK((other.sniff(bytes) != Sniff::no) == (other.id == f.id));
        }
        for (const std::string_view extension : {"", "txt", ".CSV", "xml", "dat"})
            CHECK(invoice::sniff(bytes, extension) == &f);
        CHECK_FALSE(read_all(f.id, bytes).empty());
    }
    for (const std::string_view nothing : {"", "\n\n", "x", "<html></html>", "{}", "PK\x03\x04\x14"})
        CHECK(invoice::sniff(nothing, "txt") == nullptr);
}

TEST_CASE("formats: nothing is lost between two writes") {
    for (const invoice::Format& f : invoice::formats()) {
        if (!f.writes || !f.reads) continue;
        CAPTURE(f.id);
        std::vector<model::Buyer> buyers;
        for (const Row& r : read_all(f.id, sample(f)))
            if (r.kind == RowKind::buyer) buyers.push_back(r.buyer);
        REQUIRE(buyers.size() == 2);
        const std::string once = write(f.id, {{"001", "华东", "", "华东"}}, buyers, options(f), "001", "华东");
        std::vector<model::Buyer> again;
        for (const Row& r : read_all(f.id, once))
            if (r.kind == RowKind::buyer) again.push_back(r.buyer);
        CHECK(write(f.id, {{"001", "华东", "", "华东"}}, again, options(f), "001", "华东") == once);
    }
}

TEST_CASE("formats: an empty file is an error of its own") {
    for (const invoice::Format& f : invoice::formats()) {
        CAPTURE(f.id);
        CHECK(error_of([&] { f.open("", {}); }) == "file_empty");
        CHECK(f.sniff("") == Sniff::no);
        invoice::ReadOptions small;
        small.max_bytes = 10;
        CHECK(error_of([&] { f.open(sample(f), small); }) == "too_large");
    }
}

TEST_CASE("formats: cut off anywhere, turned in any bit, in any encoding") {
    Random random(1);
    for (const invoice::Format& f : invoice::formats()) {
        CAPTURE(f.id);
        const std::string bytes = sample(f);
        for (std::size_t n = 0; n <= bytes.size(); ++n) read_safely(f, std::string_view(bytes).substr(0, n));
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            std::string bad = bytes;
            bad[i] = static_cast<char>(bad[i] ^ (1 << random.below(8)));
            read_safely(f, bad);
            if (i % 16 == 0) (void)invoice::sniff(bad, "");
        }
        for (std::size_t i = 0; i < 60; ++i) {
            std::string bad = bytes;
            for (std::size_t k = 0; k < 4; ++k)
                bad.insert(random.below(bad.size()), 1, static_cast<char>(random.below(256)));
            bad.erase(random.below(bad.size()), random.below(20));
            read_safely(f, bad);
        }
        for (const auto e : {text::Encoding::utf8, text::Encoding::utf8_bom, text::Encoding::utf16le,
                             text::Encoding::utf16be, text::Encoding::gbk, text::Encoding::gb18030}) {
            invoice::ReadOptions o;
            o.encoding = e;
            try {
                const auto reader = f.open(bytes, o);
                Row row;
                while (reader->next(row)) CHECK(text::valid_utf8(row.buyer.name));
            } catch (const Error& error) {
                CHECK(error.code() != Code::internal);
            }
        }
        std::string noise(20000, ' ');
        for (char& c : noise) c = static_cast<char>(random.below(256));
        read_safely(f, noise);
        read_safely(f, std::string(100000, '\0'));
        read_safely(f, std::string(100000, '"'));
        read_safely(f, bytes + std::string(200000, '~'));
    }
}

TEST_CASE("formats: a reject file of every record can be opened again") {
    for (const invoice::Format& f : invoice::formats()) {
        if (!f.rejects) continue;
        CAPTURE(f.id);
        const std::string bytes = sample(f);
        file::StringSink sink;
        const auto rejects = f.rejects(sink, bytes, {});
        std::size_t n = 0;
        for (const Row& r : read_all(f.id, bytes)) {
            if (r.kind != RowKind::buyer) continue;
            rejects->row(r, "测试 -- 原因\n第二行");
            ++n;
        }
        rejects->finish();
        CAPTURE(sink.text);
        // In the same format; where it cannot be written, in one that the same programs read.
        const invoice::Format* as = invoice::sniff(sink.text, "");
        REQUIRE(as != nullptr);
        CHECK((as == &f || !f.writes));
        CHECK(as->sniff(sink.text) == Sniff::sure);
        std::size_t back = 0;
        for (const Row& r : read_all(as->id, sink.text)) back += r.kind == RowKind::buyer;
        CHECK(back == n);
    }
}
