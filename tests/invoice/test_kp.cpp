#include "invoice/formats/kp_xml.h"
#include "tests/invoice/xml_support.h"

#include <algorithm>

using namespace goufang;
using namespace goufang::invoice;
using namespace goufang::invoice::test;

namespace {

constexpr std::string_view k_id = "kp-xml";

const Goods k_goods{"示例服务费", "3049900000000000000", "0.06", "100.00"};

WriteOptions with_goods() {
    WriteOptions o;
    o.goods = k_goods;
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

std::string bill(std::string_view inside) { return "<Fp>" + std::string(inside) + "</Fp>\n"; }
std::string kp(std::string_view bills, std::string_view count = "") {
    std::string zsl = count.empty() ? "" : "<Zsl>" + std::string(count) + "</Zsl>";
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Kp><Version>2.0</Version><Fpxx>" + zsl + "<Fpsj>\n" +
           std::string(bills) + "</Fpsj></Fpxx></Kp>";
}
std::string parts(std::string_view name, std::string_view tax_id, std::string_view bank, std::string_view address) {
    return "<Gfmc>" + std::string(name) + "</Gfmc><Gfsh>" + std::string(tax_id) + "</Gfsh><Gfyhzh>" +
           std::string(bank) + "</Gfyhzh><Gfdzdh>" + std::string(address) + "</Gfdzdh>";
}

const std::string k_bank = "示例银行 1100000000000000001", k_address = "样例路1号 010-00000001";

std::string numbered(const std::vector<model::Buyer>& buyers, WriteOptions options, bool told = true) {
    file::StringSink sink;
    options.buyers = told ? static_cast<std::int64_t>(buyers.size()) : -1;
    const auto writer = kp_xml::create_numbered(sink, options, "DEMO");
    for (const model::Buyer& b : buyers) writer->buyer(b, "", "");
    writer->finish();
    return sink.text;
}

/// The specification's example as we write it.
const std::string k_example = "<?xml version=\"1.0\" encoding=\"GBK\"?>\r\n"
                              "<Kp>\r\n"
                              "  <Version>2.0</Version>\r\n"
                              "  <Fpxx>\r\n"
                              "    <Zsl>1</Zsl>\r\n"
                              "    <Fpsj>\r\n"
                              "      <Fp>\r\n"
                              "        <Djh>DEMO00000001</Djh>\r\n"
                              "        <Gfmc>北京示例科技有限公司</Gfmc>\r\n"
                              "        <Gfsh>91999999MA00000154</Gfsh>\r\n"
                              "        <Gfyhzh>示例银行北京样例支行 1100000000000000001</Gfyhzh>\r\n"
                              "        <Gfdzdh>北京市海淀区样例路1号 010-00000001</Gfdzdh>\r\n"
                              "        <Bz></Bz>\r\n"
                              "        <Fhr></Fhr>\r\n"
                              "        <Skr></Skr>\r\n"
                              "        <Spbmbbh>42.0</Spbmbbh>\r\n"
                              "        <Hsbz>0</Hsbz>\r\n"
                              "        <Spxx>\r\n"
                              "          <Sph>\r\n"
                              "            <Xh>1</Xh>\r\n"
                              "            <Spmc>示例服务费</Spmc>\r\n"
                              "            <Ggxh></Ggxh>\r\n"
                              "            <Jldw></Jldw>\r\n"
                              "            <Spbm>3049900000000000000</Spbm>\r\n"
                              "            <Qyspbm></Qyspbm>\r\n"
                              "            <Syyhzcbz>0</Syyhzcbz>\r\n"
                              "            <Lslbz></Lslbz>\r\n"
                              "            <Yhzcsm></Yhzcsm>\r\n"
                              "            <Dj>100.00</Dj>\r\n"
                              "            <Sl>1</Sl>\r\n"
                              "            <Je>100.00</Je>\r\n"
                              "            <Slv>0.06</Slv>\r\n"
                              "            <Se>6.00</Se>\r\n"
                              "            <Kce>0</Kce>\r\n"
                              "          </Sph>\r\n"
                              "        </Spxx>\r\n"
                              "      </Fp>\r\n"
                              "    </Fpsj>\r\n"
                              "  </Fpxx>\r\n"
                              "</Kp>\r\n";

} // namespace

TEST_CASE("kp: one bill byte for byte in GBK, whether the count is known or not") {
    CHECK(numbered({beijing()}, with_goods()) == gbk(k_example));
    CHECK(numbered({beijing()}, with_goods(), false) == gbk(k_example));
}

TEST_CASE("kp: the count must be kept") {
    file::StringSink sink;
    WriteOptions options = with_goods();
    options.buyers = 2;
    const auto writer = format(k_id)->create(sink, options);
    writer->buyer(beijing(), "", "");
    CHECK_THROWS_AS(writer->finish(), Error);
}

TEST_CASE("kp: bill numbers are unique and have 20 characters") {
    std::vector<Placed> many(300, Placed{beijing(), "", ""});
    const std::string bytes = write(k_id, {}, many, with_goods());
    std::vector<std::string> numbers;
    for (std::size_t at = bytes.find("<Djh>"); at != std::string::npos; at = bytes.find("<Djh>", at + 1))
        numbers.push_back(bytes.substr(at + 5, bytes.find('<', at + 5) - at - 5));
    REQUIRE(numbers.size() == 300);
    CHECK(bytes.find("<Zsl>300</Zsl>") != std::string::npos);
    for (const std::string& n : numbers) REQUIRE(n.size() == 20);
    std::sort(numbers.begin(), numbers.end());
    CHECK(std::unique(numbers.begin(), numbers.end()) == numbers.end());
}

TEST_CASE("kp: goods are required without a template") {
    file::StringSink sink;
    try {
        (void)format(k_id)->create(sink, {});
        FAIL("taken");
    } catch (const Error& e) {
        CHECK(e.code() == Code::bad_argument);
        CHECK(e.args() == std::vector<std::string>{"goods", "", "goods.required"});
    }
}

TEST_CASE("kp: nothing that the client would take literally is written") {
    model::Buyer b = beijing();
    b.name = "A&B<甲>\n䶮";
    b.tax_id = "91999999ma00000154";
    b.address.clear();
    b.phone.clear();
    WriteOptions options = with_goods();
    options.goods->name = "A&B";
    const std::string text = text::to_utf8(numbered({b}, options), text::Encoding::gbk).value();
    CHECK(text.find("<Gfmc>A＆B＜甲＞ ?</Gfmc>") != std::string::npos);
    CHECK(text.find("<Gfsh>91999999MA00000154</Gfsh>") != std::string::npos);
    CHECK(text.find("<Gfdzdh></Gfdzdh>") != std::string::npos);
    CHECK(text.find("<Spmc>A＆B</Spmc>") != std::string::npos);
    CHECK(text.find('&') == std::string::npos);
    options.encoding = text::Encoding::gb18030;
    CHECK(text::to_utf8(numbered({b}, options), text::Encoding::gb18030).value().find("<Gfmc>A＆B＜甲＞ 䶮</Gfmc>") !=
          std::string::npos);
}

TEST_CASE("kp: the zero rate is marked") {
    WriteOptions options = with_goods();
    options.goods->rate = "0";
    const std::string text = numbered({beijing()}, options);
    CHECK(text.find("<Lslbz>3</Lslbz>") != std::string::npos);
    CHECK(text.find("<Slv>0</Slv>\r\n            <Se>0.00</Se>") != std::string::npos);
}

TEST_CASE("kp: the rate of 1.5% has its own tax mark") {
    WriteOptions options = with_goods();
    for (const auto& [rate, mark] : {std::pair{"1.5%", "1"}, {"0.015", "1"}, {"0.05", "0"}, {"0.13", "0"}}) {
        CAPTURE(rate);
        options.goods->rate = rate;
        CHECK(numbered({beijing()}, options).find("<Hsbz>" + std::string(mark) + "</Hsbz>") != std::string::npos);
    }
}

TEST_CASE("kp: the example is read") {
    const std::string bytes = gbk(k_example);
    CHECK(format(k_id)->sniff(bytes) == Sniff::sure);
    const Reading r = read(k_id, bytes);
    REQUIRE(r.rows.size() == 1);
    model::Buyer expected = beijing();
    expected.source = "kp-xml";
    CHECK(differing_fields(r.rows[0].buyer, expected) == "");
    CHECK(r.rows[0].line == 7);
    CHECK(r.rows[0].findings.empty());
    CHECK(r.raw[0].starts_with("<Fp>"));
    CHECK(r.raw[0].ends_with("</Fp>"));
}

TEST_CASE("kp: the export flavour with several lines in one Sph") {
    const std::string line = "<Xh>1</Xh><Spmc>甲</Spmc><Je>1.00</Je><Slv>0.13</Slv><Se>0.13</Se>";
    const std::string fp =
        bill("<Djh>1</Djh><Fpzl>专用发票</Fpzl><Lbdm>1100000000</Lbdm><Fphm>00000001</Fphm><Kprq>20261110</Kprq>" +
             parts("甲公司", "91999999MA00000154", k_bank, k_address) +
             "<Xfmc>卖方公司</Xfmc><Xfsh>91999999MA00000234</Xfsh><Xfyhzh>x</Xfyhzh><Xfdzdh>y</Xfdzdh>"
             "<Hjje>2.00</Hjje><Hjse>0.26</Hjse><Bz></Bz><Kpr>赵六</Kpr><Spxx><Sph>" +
             line + line + "</Sph></Spxx>");
    const Reading r = read(k_id, kp(fp, "1"));
    REQUIRE(r.rows.size() == 1);
    CHECK(r.rows[0].buyer.name == "甲公司");
    CHECK(r.rows[0].buyer.tax_id == "91999999MA00000154");
    CHECK(r.rows[0].buyer.account == "1100000000000000001");
    REQUIRE(r.rows[0].findings.size() == 1); // which side is ours, nobody has told
    CHECK(r.rows[0].findings[0].rule == "file.invoice_no_own");
}

TEST_CASE("kp: variants met in the wild") {
    const std::string good = parts("甲公司", "91999999MA00000154", k_bank, k_address);
    struct {
        const char* what;
        std::string file;
    } const table[] = {
        {"no Version", "<Kp><Fpxx><Zsl>1</Zsl><Fpsj>" + bill(good) + "</Fpsj></Fpxx></Kp>"},
        {"fragment", "<Fpxx><Zsl>1</Zsl><Fpsj>" + bill(good) + "</Fpsj></Fpxx>"},
        {"case slip", "<Kp><Fpxx><Fpsj><Fp>" + good + "</FP></Fpsj></Fpxx></Kp>"},
        {"inner case slip", kp(bill("<Djh>1</DJH>" + good))},
        {"spaces in end tags", kp(bill("<Djh>1</Djh ><Gfmc>甲公司</Gfmc\n><Gfsh>91999999MA00000154</Gfsh ><Gfyhzh>" +
                                       k_bank + "</Gfyhzh><Gfdzdh>" + k_address + "</Gfdzdh >"))},
        {"doubled Gfdzdh", kp(bill(good + "<Gfdzdh>别的地址 010-99999999</Gfdzdh>"))},
        {"extra elements", kp(bill(good + "<Spxx><Sph><fphxz>0</fphxz><Xmmc>x</Xmmc></Sph></Spxx><!-- <Gfmc> -->"))},
        {"white space", kp(bill("<Gfmc>\n  甲公司\n</Gfmc><Gfsh> 91999999ma00000154\n</Gfsh><Gfyhzh>" + k_bank +
                                "</Gfyhzh><Gfdzdh>" + k_address + "</Gfdzdh>"))},
        {"CDATA", kp(bill(parts("<![CDATA[甲公司]]>", "91999999MA00000154", k_bank, k_address)))},
        {"UTF-8 body, GBK prolog",
         "<?xml version=\"1.0\" encoding=\"GBK\"?><Kp><Fpxx><Fpsj>" + bill(good) + "</Fpsj></Fpxx></Kp>"},
    };
    for (const auto& t : table) {
        INFO(t.what);
        CHECK(format(k_id)->sniff(t.file) == Sniff::sure);
        const Reading r = read(k_id, t.file);
        REQUIRE_FALSE(r.failed);
        REQUIRE(r.rows.size() == 1);
        CHECK(r.rows[0].findings.empty());
        CHECK(r.rows[0].buyer.name == "甲公司");
        CHECK(r.rows[0].buyer.tax_id == "91999999MA00000154");
        CHECK(r.rows[0].buyer.address == "样例路1号");
        CHECK(r.rows[0].buyer.bank == "示例银行");
    }
}

TEST_CASE("kp: zeros are no tax id, the five references are decoded") {
    for (const std::size_t n : {15, 17, 18, 19, 20}) {
        const Reading r = read(k_id, kp(bill(parts("甲&amp;&lt;乙&gt;", std::string(n, '0'), k_bank, k_address))));
        REQUIRE(r.rows.size() == 1);
        CHECK(r.rows[0].buyer.tax_id.empty());
        CHECK(r.rows[0].buyer.name == "甲&<乙>");
    }
    CHECK(read(k_id, kp(bill(parts("甲", std::string(16, '0'), k_bank, k_address)))).rows.at(0).buyer.tax_id ==
          std::string(16, '0'));
    CHECK(read(k_id, kp(bill(parts("甲&nbsp;", "", k_bank, k_address)))).sentence() == "xml.bad_entity");
}

TEST_CASE("kp: only the first line of a name counts, and that is said") {
    const Reading r = read(k_id, kp(bill(parts("甲公司\n乙", "", k_bank, "一号 010-00000001\n二号 010-00000002"))));
    REQUIRE(r.rows.size() == 1);
    CHECK(r.rows[0].buyer.name == "甲公司");
    CHECK(has(r.rows[0], "file.first_line"));
    CHECK(r.rows[0].buyer.address == "一号");
    CHECK(r.rows[0].buyer.more_addresses.at(0).address == "二号");
}

TEST_CASE("kp: the same buyer comes once, later bills fill its blanks") {
    const std::string file = kp(bill(parts("甲公司", "91999999MA00000154", "", "")) + // open until the 4th
                                    bill(parts("乙公司", "", k_bank, k_address)) +    // complete
                                    bill(parts("甲公司", "91999999ma00000154", k_bank, "")) +
                                    bill(parts("甲公司", "91999999MA00000154", "别的 9999999999999999", k_address)) +
                                    bill(parts("乙公司", "", "另一银行 88888888888888", k_address)) +
                                    bill(parts("丙公司", "", "", k_address)) +                      // stays open
                                    bill(parts("甲公司", "91999999MA00000234", k_bank, k_address)), // another tax id
                                "7");
    const Reading r = read(k_id, file);
    REQUIRE_FALSE(r.failed);
    std::vector<std::string> order;
    for (const Row& row : r.rows)
        order.push_back(row.buyer.name + row.buyer.tax_id.substr(0, row.buyer.tax_id.empty() ? 0 : 17) +
                        std::to_string(row.line));
    CHECK(order ==
          std::vector<std::string>{"乙公司4", "甲公司91999999MA00000153", "甲公司91999999MA00000239", "丙公司8"});
    CHECK(r.rows[1].buyer.bank == "示例银行");
    CHECK(r.rows[1].buyer.address == "样例路1号");
    CHECK(r.rows[3].buyer.bank.empty());
    CHECK_FALSE(has(r.rows[3], "file.bill_count"));
}

TEST_CASE("kp: a wrong count is a finding on the last row") {
    const std::string two = bill(parts("甲", "", k_bank, k_address)) + bill(parts("乙", "", k_bank, k_address));
    const Reading r = read(k_id, kp(two, "5"));
    REQUIRE(r.rows.size() == 2);
    CHECK_FALSE(has(r.rows[0], "file.bill_count"));
    REQUIRE(has(r.rows[1], "file.bill_count"));
    CHECK(r.rows[1].findings.back().args == std::vector<std::string>{"5", "2"});
    for (const char* fine : {"2", " 2 ", "x", ""}) CHECK(read(k_id, kp(two, fine)).rows.back().findings.empty());
}

TEST_CASE("kp: a bill without a buyer is a bad record") {
    const Reading r = read(k_id, kp(bill("<Djh>D1</Djh>" + parts("", std::string(19, '0'), " ", "")) + bill("") +
                                    bill(parts("", "91999999MA00000154", k_bank, k_address))));
    REQUIRE(r.rows.size() == 3);
    CHECK(r.rows[0].kind == RowKind::bad);
    CHECK(r.rows[0].findings.at(0).rule == "file.bill_without_buyer");
    CHECK(r.rows[0].findings.at(0).args == std::vector<std::string>{"D1"});
    CHECK(r.rows[1].kind == RowKind::bad);
    CHECK(r.rows[2].kind == RowKind::buyer);
    CHECK(r.rows[2].findings.empty());
}

TEST_CASE("kp: a truncated file gives the rows before and then an error") {
    const std::string file = kp(bill(parts("甲", "", k_bank, k_address)) + bill(parts("乙", "", k_bank, k_address)));
    const Reading r = read(k_id, file.substr(0, file.rfind("<Gfsh>")));
    CHECK(r.rows.size() == 1);
    CHECK(r.sentence() == "xml.truncated");
}

TEST_CASE("kp: other roots") {
    CHECK(format(k_id)->sniff("<Data TYPE='KEHUBIANMA'/>") == Sniff::no);
    CHECK(format(k_id)->sniff("<business id='FPKJ'/>") == Sniff::no);
    CHECK(read(k_id, "<Data/>").sentence() == "xml.not_this_format");
}

TEST_CASE("kp: rejects import again with their own count") {
    const std::string file = gbk(k_example);
    std::string three = file;
    three.replace(three.find("<Zsl>1"), 6, "<Zsl>3");
    file::StringSink sink;
    const auto rejects = format(k_id)->rejects(sink, three, {});
    const auto reader = format(k_id)->open(three, {});
    Row row;
    while (reader->next(row)) rejects->row(row, "客户名称为空");
    rejects->finish();
    CHECK(sink.text.find("<Zsl>1</Zsl>") != std::string::npos);
    CHECK(sink.text.find(gbk("<!-- 原因: 客户名称为空 -->")) != std::string::npos);
    const Reading again = read(k_id, sink.text);
    REQUIRE(again.rows.size() == 1);
    CHECK(again.rows[0].findings.empty());
    CHECK(again.rows[0].buyer.name == "北京示例科技有限公司");
}

TEST_CASE("kp: damage never passes unseen for whole rows") {
    survives_damage(k_id, numbered({beijing(), beijing()}, with_goods()), 2);
    survives_damage(k_id, kp(bill(parts("甲", "", "", "")) + bill(parts("甲", "", k_bank, k_address)), "2"), 1);
}

TEST_CASE("kp: read(write(b)) is through(b)") {
    using text::Encoding;
    Random random(2);
    for (std::size_t i = 0, n = cases(300); i < n; ++i) {
        const model::Buyer b = random.buyer();
        WriteOptions options = with_goods();
        if (random.one_in(2)) options.encoding = random.one_in(2) ? Encoding::utf8 : Encoding::gb18030;
        check::Finding why;
        if (!format(k_id)->can_write(b, options, why)) {
            CHECK(why.rule == "file.no_name");
            continue;
        }
        const std::string bytes = write(k_id, {}, {{b, "100", "甲"}}, options);
        const Reading r = read(k_id, bytes);
        INFO(bytes);
        REQUIRE_FALSE(r.failed);
        REQUIRE(r.rows.size() == 1);
        REQUIRE(differing_fields(r.rows[0].buyer, format(k_id)->through(b, options)) == "");
    }
}

namespace {

struct Filled {
    std::string text;
    TemplateResult result;
};

Filled fill(const std::string& file, const std::vector<model::Buyer>& buyers) {
    file::StringSink sink;
    WriteOptions options;
    options.template_bytes = file;
    const auto writer = format(k_id)->create(sink, options);
    for (const model::Buyer& b : buyers) writer->buyer(b, "", "");
    writer->finish();
    const TemplateResult* result = writer->template_result();
    REQUIRE(result);
    return {sink.text, *result};
}

model::Buyer named(std::string name, std::string tax_id) {
    model::Buyer b = beijing();
    b.name = std::move(name);
    b.tax_id = std::move(tax_id);
    return b;
}

} // namespace

TEST_CASE("kp template: an empty bill gets the buyer, every other byte stays") {
    const std::string empty = parts("", "", "", "");
    const std::string before =
        kp("<!-- <Gfmc></Gfmc> --><Fp a='1'>\r\n\t<Djh>D1</Djh>\r\n" + empty + "<Bz>甲 &amp; 乙</Bz>\r\n</Fp >", "1");
    std::string expected = before;
    const std::string full = parts("北京示例科技有限公司", "91999999MA00000154",
                                   "示例银行北京样例支行 1100000000000000001", "北京市海淀区样例路1号 010-00000001");
    expected.replace(expected.find(empty), empty.size(), full);
    const Filled f = fill(before, {beijing()});
    CHECK(f.text == expected);
    CHECK(f.result.bills == 1);
    CHECK(f.result.filled == 1);
    CHECK(f.result.unfilled.empty());
    CHECK(f.result.left_over.empty());
}

TEST_CASE("kp template: GBK, UTF-16 and fragments keep their bytes") {
    using text::Encoding;
    for (const Encoding e : {Encoding::gbk, Encoding::utf8_bom, Encoding::utf16le, Encoding::utf16be}) {
        INFO(text::encoding_name(e));
        const std::string label(e == Encoding::gbk ? "GBK" : e == Encoding::utf8_bom ? "UTF-8" : "UTF-16");
        const auto file = [&](std::string_view name) {
            return encoded("<?xml version=\"1.0\" encoding=\"" + label +
                               "\"?>\r\n<Fpxx><Fpsj><Fp><Djh>单1</Djh><Gfmc>" + std::string(name) +
                               "</Gfmc><Gfsh/><Gfyhzh /><Gfdzdh></Gfdzdh><Bz>备注中文</Bz></Fp></Fpsj></Fpxx>\r\n",
                           e);
        };
        model::Buyer b;
        b.name = "甲公司";
        b.tax_id = "1";
        const Filled f = fill(file(""), {b});
        std::string expected = text::to_utf8(file("甲公司"), e).value();
        expected.replace(expected.find("<Gfsh/>"), 7, "<Gfsh>1</Gfsh>");
        CHECK(text::to_utf8(f.text, e).value() == expected);
    }
}

TEST_CASE("kp template: named bills get their buyers, open ones the rest, in order") {
    const std::string file = kp(bill("<Djh>1</Djh>" + parts("", "", "", "")) +
                                bill("<Djh>2</Djh>" + parts("旧名", "91999999ma00000154", "", "")) +
                                bill("<Djh>3</Djh>" + parts("丙(集团)公司", "", "旧银行 1234567890123", "旧地址")) +
                                bill("<Djh>4</Djh>" + parts("无人认识", "", "", "")) +
                                bill("<Djh>5</Djh>" + parts("", std::string(18, '0'), "", "")) +
                                bill("<Djh>6</Djh>" + parts("旧名", "91999999MA00000154", "", "")));
    model::Buyer c = named("丙（集团）公司", "");
    c.bank.clear();
    c.account.clear();
    const Filled f = fill(file, {named("甲公司", "91999999MA00000154"), named("乙公司", "1"), c, named("丁公司", "2"),
                                 named("戊公司", "3")});
    CHECK(f.result.bills == 6);
    CHECK(f.result.filled == 5);
    CHECK(f.result.unfilled == std::vector<std::string>{"4"});
    REQUIRE(f.result.left_over.size() == 1);
    CHECK(f.result.left_over[0].name == "戊公司");
    std::vector<std::string> names;
    for (std::size_t at = f.text.find("<Gfmc>"); at != std::string::npos; at = f.text.find("<Gfmc>", at + 1))
        names.push_back(f.text.substr(at + 6, f.text.find('<', at + 6) - at - 6));
    CHECK(names == std::vector<std::string>{"乙公司", "甲公司", "丙（集团）公司", "无人认识", "丁公司", "甲公司"});
    CHECK(f.text.find("<Gfyhzh>旧银行 1234567890123</Gfyhzh><Gfdzdh>北京市海淀区样例路1号 010-00000001</Gfdzdh>") !=
          std::string::npos);
}

TEST_CASE("kp template: missing elements are added behind the bill number") {
    const Filled f = fill(kp("<Fp>\n  <Djh>1</Djh>\n  <Gfdzdh>a</Gfdzdh>\n  <Bz/>\n</Fp>"), {named("甲", "1")});
    CHECK(f.text.find(
              "<Fp>\n  <Djh>1</Djh>\n  <Gfmc>甲</Gfmc>\n  <Gfsh>1</Gfsh>\n  <Gfyhzh>示例银行北京样例支行 "
              "1100000000000000001</Gfyhzh>\n  <Gfdzdh>北京市海淀区样例路1号 010-00000001</Gfdzdh>\n  <Bz/>\n</Fp>") !=
          std::string::npos);
}

TEST_CASE("kp template: a broken template is refused before anything is written") {
    file::StringSink sink;
    WriteOptions options;
    options.template_bytes = "<Kp><Fpxx><Fpsj><Fp>";
    CHECK_THROWS_AS(format(k_id)->create(sink, options), Error);
    options.template_bytes = "<Data/>";
    CHECK_THROWS_AS(format(k_id)->create(sink, options), Error);
    CHECK(sink.text.empty());
}

TEST_CASE("kp template: other writers have no template result") {
    file::StringSink sink;
    const auto writer = format(k_id)->create(sink, with_goods());
    CHECK(writer->template_result() == nullptr);
}
