#include "invoice/formats/fpkj_xml.h"
#include "tests/invoice/xml_support.h"

using namespace goufang;
using namespace goufang::invoice;
using namespace goufang::invoice::test;

namespace {

constexpr std::string_view k_id = "fpkj-xml";

WriteOptions with_goods() {
    WriteOptions o;
    o.goods = Goods{"示例服务费", "3049900000000000000", "6%", "100"};
    o.seller_tax_id = "91999999MA00000234";
    o.seller_name = "上海样本贸易有限公司";
    return o;
}

model::Buyer beijing() {
    model::Buyer b;
    b.name = "北京示例科技有限公司";
    b.tax_id = "91999999MA00000154";
    b.address = "北京市海淀区样例路1号";
    b.phone = "010-00000001";
    b.bank = "示例银行北京样例支行";
    b.account = "1100000000000000001";
    return b;
}

std::string numbered(const std::vector<model::Buyer>& buyers, const WriteOptions& options) {
    file::StringSink sink;
    const auto writer = fpkj_xml::create_numbered(sink, options, "DEMO");
    for (const model::Buyer& b : buyers) writer->buyer(b, "", "");
    writer->finish();
    return sink.text;
}

std::string request(std::string_view head) {
    return "<REQUEST_COMMON_FPKJ class=\"REQUEST_COMMON_FPKJ\"><COMMON_FPKJ_FPT class=\"COMMON_FPKJ_FPT\">" +
           std::string(head) +
           "</COMMON_FPKJ_FPT><COMMON_FPKJ_XMXXS size=\"1\"><COMMON_FPKJ_XMXX><XMMC>x</XMMC></COMMON_FPKJ_XMXX>"
           "</COMMON_FPKJ_XMXXS></REQUEST_COMMON_FPKJ>\n";
}
std::string business(std::string_view requests) {
    return "<business id=\"FPKJ\" comment=\"发票开具\">\n" + std::string(requests) + "</business>";
}

} // namespace

TEST_CASE("fpkj: one request byte for byte in GBK") {
    CHECK(numbered({beijing()}, with_goods()) ==
          gbk("<?xml version=\"1.0\" encoding=\"GBK\"?>\r\n"
              "<business id=\"FPKJ\" comment=\"发票开具\">\r\n"
              "  <REQUEST_COMMON_FPKJ class=\"REQUEST_COMMON_FPKJ\">\r\n"
              "    <COMMON_FPKJ_FPT class=\"COMMON_FPKJ_FPT\">\r\n"
              "      <FPQQLSH>DEMO00000001</FPQQLSH><KPLX>0</KPLX><BMB_BBH>42.0</BMB_BBH><HSBZ>0</HSBZ>\r\n"
              "      <XSF_NSRSBH>91999999MA00000234</XSF_NSRSBH><XSF_MC>上海样本贸易有限公司</XSF_MC>\r\n"
              "      <XSF_DZDH></XSF_DZDH><XSF_YHZH></XSF_YHZH>\r\n"
              "      <GMF_NSRSBH>91999999MA00000154</GMF_NSRSBH><GMF_MC>北京示例科技有限公司</GMF_MC>\r\n"
              "      <GMF_DZDH>北京市海淀区样例路1号 010-00000001</GMF_DZDH><GMF_YHZH>示例银行北京样例支行 "
              "1100000000000000001</GMF_YHZH>\r\n"
              "      <KPR></KPR><SKR></SKR><FHR></FHR><YFP_DM></YFP_DM><YFP_HM></YFP_HM>\r\n"
              "      <JSHJ>106.00</JSHJ><HJJE>100.00</HJJE><HJSE>6.00</HJSE><BZ></BZ>\r\n"
              "    </COMMON_FPKJ_FPT>\r\n"
              "    <COMMON_FPKJ_XMXXS class=\"COMMON_FPKJ_XMXX\" size=\"1\">\r\n"
              "      <COMMON_FPKJ_XMXX>\r\n"
              "        "
              "<FPHXZ>0</FPHXZ><SPBM>3049900000000000000</SPBM><ZXBM></ZXBM><YHZCBS>0</YHZCBS><LSLBS></"
              "LSLBS><ZZSTSGL></ZZSTSGL>\r\n"
              "        "
              "<XMMC>示例服务费</XMMC><GGXH></GGXH><DW></DW><XMSL>1</XMSL><XMDJ>100.00</XMDJ><XMJE>100.00</"
              "XMJE><SL>0.06</SL>"
              "<SE>6.00</SE><KCE></KCE>\r\n"
              "      </COMMON_FPKJ_XMXX>\r\n"
              "    </COMMON_FPKJ_XMXXS>\r\n"
              "  </REQUEST_COMMON_FPKJ>\r\n"
              "</business>\r\n"));
}

TEST_CASE("fpkj: mobile and e-mail are written when there are any") {
    model::Buyer b = beijing();
    b.mobile = "13800138000";
    b.email = "fp@example.com";
    const std::string bytes = numbered({b}, with_goods());
    CHECK(bytes.find("</GMF_YHZH><GMF_SJH>13800138000</GMF_SJH><GMF_DZYX>fp@example.com</GMF_DZYX>\r\n") !=
          std::string::npos);
    b.source = "fpkj-xml";
    CHECK(differing_fields(read(k_id, bytes).rows.at(0).buyer, b) == "");
}

TEST_CASE("fpkj: read by name in any order, CDATA too") {
    const Reading r =
        read(k_id, business(request("<GMF_YX>a@example.com</GMF_YX><GMF_MC><![CDATA[甲<&>公司]]></GMF_MC>"
                                    "<XSF_MC>卖方</XSF_MC><GMF_YHZH>样例银行 1100000000000000001</GMF_YHZH><GMF_DZYX/>"
                                    "<GMF_DZDH>样例路1号 010-00000001</GMF_DZDH><FPQQLSH>1</FPQQLSH>"
                                    "<GMF_NSRSBH>91999999ma00000154</GMF_NSRSBH><GMF_SJH>13800138000</GMF_SJH>")));
    REQUIRE(r.rows.size() == 1);
    const model::Buyer& b = r.rows[0].buyer;
    CHECK(b.name == "甲<&>公司");
    CHECK(b.tax_id == "91999999MA00000154");
    CHECK(b.phone == "010-00000001");
    CHECK(b.account == "1100000000000000001");
    CHECK(b.mobile == "13800138000");
    CHECK(b.email == "a@example.com");
    CHECK(b.source == "fpkj-xml");
}

TEST_CASE("fpkj: the same buyer once, end tags strict") {
    const std::string one = request("<GMF_MC>甲</GMF_MC><GMF_DZDH>样例路1号</GMF_DZDH><GMF_YHZH>样例银行</GMF_YHZH>");
    CHECK(read(k_id, business(one + one)).rows.size() == 1);
    CHECK(read(k_id, business(request("<GMF_MC>甲</gmf_mc>"))).sentence() == "xml.mismatched_tag");
    CHECK(read(k_id, business(request("<FPQQLSH>9</FPQQLSH>"))).rows.at(0).kind == RowKind::bad);
}

TEST_CASE("fpkj: sniffing and other business messages") {
    const Format& f = *format(k_id);
    CHECK(f.sniff(numbered({beijing()}, with_goods())) == Sniff::sure);
    CHECK(f.sniff("<business><REQUEST_COMMON_FPKJ/></business>") == Sniff::maybe);
    CHECK(f.sniff("<business><body/></business>") == Sniff::no);
    CHECK(f.sniff("<business id=\"10008\"><body/></business>") == Sniff::no);
    CHECK(f.sniff("<Kp/>") == Sniff::no);
    CHECK(read(k_id, "<business id=\"10008\"><body/></business>").sentence() == "xml.not_this_format");
    CHECK(read(k_id, "<Kp/>").sentence() == "xml.not_this_format");
}

TEST_CASE("fpkj: rejects import again") {
    const std::string bytes = numbered({beijing()}, with_goods());
    file::StringSink sink;
    const auto rejects = format(k_id)->rejects(sink, bytes, {});
    const auto reader = format(k_id)->open(bytes, {});
    Row row;
    while (reader->next(row)) rejects->row(row, "原因");
    rejects->finish();
    const Reading again = read(k_id, sink.text);
    REQUIRE(again.rows.size() == 1);
    CHECK(again.rows[0].buyer.name == "北京示例科技有限公司");
}

TEST_CASE("fpkj: damage never passes unseen for whole rows") {
    survives_damage(k_id, numbered({beijing()}, with_goods()), 1);
}

TEST_CASE("fpkj: read(write(b)) is through(b)") {
    using text::Encoding;
    Random random(3);
    for (std::size_t i = 0, n = cases(300); i < n; ++i) {
        const model::Buyer b = random.buyer();
        WriteOptions options = with_goods();
        if (random.one_in(2)) options.encoding = random.one_in(2) ? Encoding::utf8 : Encoding::gb18030;
        check::Finding why;
        if (!format(k_id)->can_write(b, options, why)) continue;
        const std::string bytes = write(k_id, {}, {{b, "", ""}}, options);
        const Reading r = read(k_id, bytes);
        INFO(bytes);
        REQUIRE_FALSE(r.failed);
        REQUIRE(r.rows.size() == 1);
        REQUIRE(differing_fields(r.rows[0].buyer, format(k_id)->through(b, options)) == "");
    }
}
