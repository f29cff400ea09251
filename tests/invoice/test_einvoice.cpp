// The XML of a 数电票: whose side is the buyer, missing parts, other names, what is refused.

#include "core/file/zip.h"
#include "tests/invoice/format_support.h"
#include "tests/support/catch.h"

using namespace goufang;
using namespace goufang::test;
using invoice::Row;
using invoice::RowKind;

namespace {

const std::string k_seller =
    "<SellerInformation><SellerIdNum>91999999MA00000154</SellerIdNum><SellerName>示例科技有限公司</"
    "SellerName></SellerInformation>";
const std::string k_buyer =
    "<BuyerInformation><BuyerIdNum>91999999MA0037B7XW</BuyerIdNum><BuyerName>云帆示例贸易有限公司</"
    "BuyerName><BuyerAddr>杭州市西湖区文三路1号</BuyerAddr>"
    "<BuyerTelNum>0571-88880000</BuyerTelNum><BuyerBankName>示例银行杭州分行</"
    "BuyerBankName><BuyerBankAccNum>4000012345678900001</BuyerBankAccNum></BuyerInformation>";
const std::string k_number =
    "<TaxSupervisionInfo><InvoiceNumber>26999900000000000001</InvoiceNumber></TaxSupervisionInfo>";

std::string invoice_of(const std::string& data) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<EInvoice>\n<Header><EIid>26999900000000000001</EIid></Header>"
           "<EInvoiceData>" +
           data + "</EInvoiceData>\n" + k_number + "</EInvoice>\n";
}

Row only_row(const std::string& file, const std::string& own = "") {
    invoice::ReadOptions options;
    options.own_tax_id = own;
    const auto rows = read_all("einvoice-xml", file, options);
    REQUIRE(rows.size() == 1);
    return rows[0];
}

} // namespace

TEST_CASE("einvoice-xml: the buyer of an issued invoice is a draft under 自动保存", "[einvoice]") {
    for (const std::string& data : {k_seller + k_buyer, k_buyer + k_seller}) {
        const Row row = only_row(invoice_of(data));
        CHECK(row.kind == RowKind::buyer);
        CHECK(row.buyer.name == "云帆示例贸易有限公司");
        CHECK(row.buyer.tax_id == "91999999MA0037B7XW");
        CHECK(row.buyer.address == "杭州市西湖区文三路1号");
        CHECK(row.buyer.phone == "0571-88880000");
        CHECK(row.buyer.bank == "示例银行杭州分行");
        CHECK(row.buyer.account == "4000012345678900001");
        CHECK(row.buyer.status == model::Status::draft);
        CHECK(row.buyer.source == "einvoice-xml");
        CHECK(row.category_path == "自动保存");
    }
}

TEST_CASE("einvoice-xml: the own tax id decides who the buyer is", "[einvoice]") {
    const std::string file = invoice_of(k_seller + k_buyer);
    CHECK(only_row(file, "91999999ma0000 0154").kind == RowKind::buyer);
    CHECK(cause(only_row(file, "91999999MA0037B7XW")) == "file.invoice_own");
    const Row foreign = only_row(file, "91999999MA0074CE7Y");
    CHECK(foreign.kind == RowKind::bad);
    CHECK(cause(foreign) == "file.invoice_foreign");
    CHECK(foreign.findings[0].args == std::vector<std::string>{"26999900000000000001"});
}

TEST_CASE("einvoice-xml: missing parts, a prefix, Chinese and pinyin names", "[einvoice]") {
    CHECK(only_row(invoice_of("<BuyerInformation><BuyerName>张三</BuyerName><BuyerIdNum/></BuyerInformation>"))
              .buyer.name == "张三");
    CHECK(cause(only_row(invoice_of(k_seller))) == "file.bill_without_buyer");
    const Row prefix = only_row(
        "<e:EInvoice xmlns:e=\"urn:x\"><e:EInvoiceData><e:BuyerInformation><e:BuyerName>甲有限公司</e:BuyerName>"
        "</e:BuyerInformation></e:EInvoiceData></e:EInvoice>");
    CHECK(prefix.buyer.name == "甲有限公司");
    CHECK(only_row("<EInvoice><购买方名称>乙有限公司</购买方名称><购买方纳税人识别号>91999999MA0037B7XW</"
                   "购买方纳税人识别号></EInvoice>")
              .buyer.tax_id == "91999999MA0037B7XW");
    CHECK(only_row("<EInvoice><GMF><GMFMC>丙有限公司</GMFMC></GMF></EInvoice>").buyer.name == "丙有限公司");
    // what a signature or an item holds is none of the buyer's
    CHECK(only_row(invoice_of("<Signature><BuyerName>假</BuyerName></Signature>" + k_buyer)).buyer.name ==
          "云帆示例贸易有限公司");
}

TEST_CASE("einvoice-xml: an archive of invoices, each number and each buyer once", "[einvoice]") {
    const auto numbered = [](const std::string& number) {
        std::string one = invoice_of(k_seller + k_buyer);
        for (std::size_t at = 0; (at = one.find("26999900000000000001", at)) != one.npos; at += number.size())
            one.replace(at, 20, number);
        return one;
    };
    file::StringSink archive;
    file::ZipWriter zip(archive);
    zip.add("发票/dzfp_1.XML", numbered("26999900000000000001"));
    zip.add("发票/dzfp_1.pdf", "%PDF-1.7");
    zip.add("again.xml", numbered("26999900000000000001"));
    zip.add("broken.xml", "<EInvoice><EInvoiceData><BuyerInformation>");
    zip.add("other.xml", "<?xml version=\"1.0\"?><Note/>");
    zip.add("same_buyer.xml", numbered("26999900000000000002"));
    std::string other = numbered("26999900000000000003");
    other.replace(other.find("云帆"), std::string("云帆").size(), "远帆");
    zip.add("second.xml", other);
    zip.finish();

    const invoice::Format* f = invoice::sniff(archive.text, "zip");
    REQUIRE(f != nullptr);
    CHECK(f->id == "einvoice-xml");
    const auto rows = read_all("einvoice-xml", archive.text);
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].kind == RowKind::buyer);
    CHECK(rows[0].line == 1);
    CHECK(rows[1].kind == RowKind::bad);
    CHECK(rows[1].line == 3);
    CHECK(rows[2].buyer.name == "远帆示例贸易有限公司");
    CHECK(rows[2].line == 5);

    file::StringSink refused;
    const auto rejects = f->rejects(refused, archive.text, {});
    const auto reader = f->open(archive.text, {});
    Row row;
    while (reader->next(row)) rejects->row(row, "原因");
    rejects->finish();
    CHECK(read_all("einvoice-xml", refused.text).size() == 3);
    CHECK(file::Zip(refused.text).entries()[0].name == "发票/dzfp_1.XML");

    for (std::size_t length = 4; length < archive.text.size(); length += 7) // never fewer rows
        CHECK_THROWS_AS(read_all("einvoice-xml", archive.text.substr(0, length)), Error);
}

TEST_CASE("einvoice-xml: declarations and other roots are refused", "[einvoice]") {
    const auto error = [](const std::string& file) { return error_of([&] { read_all("einvoice-xml", file); }); };
    CHECK(error("<!DOCTYPE EInvoice [<!ENTITY x \"y\">]><EInvoice><BuyerName>&x;</BuyerName></EInvoice>") ==
          "syntax xml.doctype");
    CHECK(error("<EInvoice><BuyerName>&x;</BuyerName></EInvoice>") == "syntax xml.bad_entity");
    CHECK(error("<business/>") == "syntax xml.not_this_format");
    CHECK(error("<EInvoice><EInvoiceData>") == "syntax xml.truncated");
}
