#include "invoice/xml_fields.h"
#include "tests/invoice/xml_support.h"

using namespace goufang;
using namespace goufang::invoice;
using namespace goufang::invoice::test;

namespace {

constexpr std::string_view k_id = "vehicle-freight-xml";
constexpr std::string_view k_person = "11010519491231002X"; ///< the example of the standard

std::string document(std::string_view root, std::string_view inside) {
    const std::string_view name = root.substr(0, root.find(' '));
    return gbk("<?xml version=\"1.0\" encoding=\"GBK\"?>\r\n<" + std::string(root) + ">\r\n" + std::string(inside) +
               "\r\n</" + std::string(name) + ">\r\n");
}
std::string business(std::string_view body) { return document("business", "<body>" + std::string(body) + "</body>"); }

/// The only buyer of a file, and its invoices.
struct One {
    Row row;
    std::vector<Issued> invoices;
};
One one(const std::string& bytes, const ReadOptions& options = {}) {
    One out;
    const auto reader = format(k_id)->open(bytes, options);
    REQUIRE(reader->next(out.row));
    out.row.raw = {};
    Row more;
    REQUIRE_FALSE(reader->next(more));
    out.invoices.assign(reader->invoices().begin(), reader->invoices().end());
    return out;
}

} // namespace

TEST_CASE("vehicle-freight: each layout by its names") {
    const std::string number = "<fpdm>199999999999</fpdm><fphm>00000001</fphm>";
    const struct {
        std::string_view what;
        std::string bytes, name, tax_id, address, phone;
        model::Kind kind;
        std::int64_t cents;
    } k_cases[] = {
        {"vehicle",
         business(number + "<kprq>20261120</kprq><gfdwmc>示例出行有限公司</gfdwmc><sfzhm>" + std::string(k_person) +
                  "</sfzhm><gfdwsbh>91999999ma00000154</gfdwsbh><jshj>113.00</jshj>"),
         "示例出行有限公司", "91999999MA00000154", "", "", model::Kind::enterprise, 11300},
        {"a person's vehicle",
         business(number + "<kprq>2026-11-20</kprq><gfdwmc>张三</gfdwmc><sfzhm>" + std::string(k_person) +
                  "</sfzhm><gfdwsbh/><jshj>113.00</jshj>"),
         "张三", std::string(k_person), "", "", model::Kind::person, 11300},
        {"organisation code",
         business(number + "<kprq>2026-11-20</kprq><gfdwmc>某小学</gfdwmc><sfzhm>123456789</sfzhm>"), "某小学",
         "123456789", "", "", model::Kind::enterprise, -1},
        {"older vehicle",
         business(number + "<kprq>20261120</kprq><ghdw>示例出行有限公司</ghdw><gfsbh>91999999MA00000154</gfsbh>"
                           "<je>100.00</je><sl>0.13</sl><se>13.00</se>"),
         "示例出行有限公司", "91999999MA00000154", "", "", model::Kind::enterprise, 11300},
        {"taxML",
         document("taxML xmlns=\"http://www.chinatax.gov.cn/dataspec/\" version=\"SW5001-2014\"",
                  "<jdcxsfpMxxx>" + number +
                      "<kprq>2026-11-20</kprq><ghdw>示例出行有限公司</ghdw><ghdwdm>91999999MA00000154"
                      "</ghdwdm><sfzhm/><bhsj>100.00</bhsj><zzsse>13.00</zzsse><fpbz>0</fpbz></jdcxsfpMxxx>"),
         "示例出行有限公司", "91999999MA00000154", "", "", model::Kind::enterprise, 11300},
        {"red, with an id",
         document("business version=\"2.0\" id=\"JDCFP\"",
                  "<body no=\"1\">" + number +
                      "<kprq>2026-11-20</kprq><ghdw>示例出行有限公司</ghdw><gfsbh>91999999MA00000154</gfsbh>"
                      "<jshj>-113.00</jshj><fpbz>2</fpbz></body>"),
         "示例出行有限公司", "91999999MA00000154", "", "", model::Kind::enterprise, -11300},
        {"freight",
         business(number + "<kprq>2026-11-20</kprq><shrmc>收货方</shrmc><shrsbh>91999999MA0074CE7Y</shrsbh>"
                           "<fhrmc>发货方</fhrmc><spfmc>示例物流有限公司</spfmc><spfsbh>91999999MA00000154</spfsbh>"
                           "<hjje>100.00</hjje><se>11.00</se><group><je>100.00</je></group>"),
         "示例物流有限公司", "91999999MA00000154", "", "", model::Kind::enterprise, 11100},
        {"used car",
         business(number + "<kprq>2026-11-20</kprq><gfmc>示例二手车有限公司</gfmc><gfdm>91999999MA00000154</gfdm>"
                           "<gfdz>样例市样例路2号</gfdz><gfdh>010-00000002</gfdh>"),
         "示例二手车有限公司", "91999999MA00000154", "样例市样例路2号", "010-00000002", model::Kind::enterprise, -1},
    };
    for (const auto& c : k_cases) {
        CAPTURE(c.what);
        CHECK(format(k_id)->sniff(c.bytes) == Sniff::sure);
        const One r = one(c.bytes);
        CHECK(r.row.kind == RowKind::buyer);
        const model::Buyer& b = r.row.buyer;
        CHECK(b.name == c.name);
        CHECK(b.tax_id == c.tax_id);
        CHECK(b.address == c.address);
        CHECK(b.phone == c.phone);
        CHECK(b.kind == c.kind);
        CHECK(b.status == model::Status::draft);
        CHECK(b.source == k_id);
        CHECK(r.row.category_path == "自动保存");
        REQUIRE(r.invoices.size() == 1);
        CHECK(r.invoices[0].number == "19999999999900000001");
        CHECK(r.invoices[0].day == "2026-11-20");
        CHECK(r.invoices[0].cents.value_or(-1) == c.cents);
    }
}

TEST_CASE("vehicle-freight: the seller's own address and bank never become the buyer's") {
    const One r =
        one(business("<gfdwmc>甲公司</gfdwmc><dh>010-00000001</dh><zh>1100000000000000001</zh><dz>样例路1号</dz>"
                     "<khyh>样例银行</khyh><xfdz>样例路1号</xfdz><xfdh>010-00000001</xfdh>"));
    const model::Buyer& b = r.row.buyer;
    CHECK((b.address + b.phone + b.bank + b.account).empty());
    CHECK((r.row.present & xml::k_account_bits) == 0);
}

TEST_CASE("vehicle-freight: without a number the buyer is taken, no invoice counted, and it is said once") {
    const std::string body = "<gfdwmc>甲公司</gfdwmc><gfdwsbh>91999999MA00000154</gfdwsbh><jshj>113.00</jshj>";
    const One r = one(document("business", "<body>" + body + "</body><body>" + body + "</body>"));
    CHECK(r.row.category_path == "自动保存");
    CHECK(r.row.buyer.status == model::Status::draft);
    CHECK(r.invoices.empty());
    REQUIRE(has(r.row, "file.invoice_unnumbered"));
    CHECK(r.row.findings.back().args == std::vector<std::string>{"2"});
}

TEST_CASE("vehicle-freight: void invoices do not count") {
    for (const std::string_view mark : {"<zfbz>1</zfbz>", "<fpbz>1</fpbz>"}) {
        const One r =
            one(business("<fpdm>199999999999</fpdm><fphm>1</fphm><gfdwmc>甲公司</gfdwmc>" + std::string(mark)));
        CHECK(r.row.kind == RowKind::bad);
        CHECK(r.row.findings.at(0).rule == "file.invoice_void");
        CHECK(r.row.findings[0].args == std::vector<std::string>{"19999999999900000001", "作废"});
        CHECK(r.invoices.empty());
    }
}

TEST_CASE("vehicle-freight: other files are not taken for it") {
    const Format& f = *format(k_id);
    for (const std::string_view other :
         {"<business/>", "<business><body/></business>", "<taxML><x/></taxML>",
          "<business id=\"FPKJ\"><body/></business>",
          "<business id=\"10008\"><body yylxdm=\"1\"><ghdw>甲</ghdw></body></business>", "<Kp/>"}) {
        CAPTURE(other);
        CHECK(f.sniff(other) == Sniff::no);
    }
    CHECK(read(k_id, "<business id=\"10008\"><body/></business>").sentence() == "xml.not_this_format");
    CHECK(read(k_id, "<Kp/>").sentence() == "xml.not_this_format");
    const Reading empty = read(k_id, business("<fphm>7</fphm>"));
    REQUIRE(empty.rows.size() == 1);
    CHECK(has(empty.rows[0], "file.bill_without_buyer"));
}

TEST_CASE("vehicle-freight: broken files in other encodings") {
    const std::string whole = business("<fpdm>199999999999</fpdm><fphm>1</fphm><gfdwmc>甲公司</gfdwmc>");
    survives_damage(k_id, whole, 1);
    const std::string utf16 =
        encoded("<business><body><spfmc>甲公司</spfmc></body></business>", text::Encoding::utf16le);
    CHECK(format(k_id)->sniff(utf16) == Sniff::sure);
    CHECK(one(utf16).row.buyer.name == "甲公司");
}
