// Issued invoices and the platform's failure workbook through the command line.

#include "tests/cli/desk.h"
#include "tests/support/catch.h"

using namespace goufang::test;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("import: a 数电票 gives a draft under 自动保存; our own tax id decides whose side is the buyer") {
    const Desk desk;
    desk.fill();
    desk.write(
        "票.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<EInvoice><EInvoiceData><SellerInformation><SellerIdNum>"
        "91999999MA0074CE7Y</SellerIdNum></SellerInformation><BuyerInformation><BuyerIdNum>91999999MA0037B7XW"
        "</BuyerIdNum><BuyerName>云帆示例贸易有限公司</BuyerName></BuyerInformation></EInvoiceData></EInvoice>\n");
    const std::string file = desk.path("票.xml");
    CHECK(desk.run({"import", file, "--own-tax-id", "91999999MA0037B7XW"}).status == 1); // an invoice to ourselves
    CHECK(desk.run({"find", "云帆", "--json"}).out.empty());
    const Answer a = desk.run({"import", file, "--own-tax-id", "91999999MA0074CE7Y", "--json"});
    INFO(a.err);
    CHECK(a.lines().front()["counts"]["new"] == 1);
    const Json b = desk.run({"show", "tax:91999999MA0037B7XW", "--json"}).line();
    CHECK(b["category"] == "自动保存");
    CHECK(b["status"] == "draft");
    CHECK(b["source"] == "einvoice-xml");
}

TEST_CASE("import: issued invoices, and what show says of them") {
    const Desk desk;
    REQUIRE(desk.run({"new"}).status == 0);
    const auto bill = [](const std::string& number, const std::string& seller, const std::string& day) {
        return "<Fp><Djh>D" + number + "</Djh><Lbdm>1100000000</Lbdm><Fphm>" + number + "</Fphm><Kprq>" + day +
               "</Kprq><Gfmc>测试甲有限公司</Gfmc><Gfsh>" + std::string(k_tax_id) +
               "</Gfsh><Gfyhzh>工商银行 1202026219900123456</Gfyhzh><Gfdzdh>文三路1号 0571-88880000</Gfdzdh><Xfsh>" +
               seller + "</Xfsh><Hjje>100.00</Hjje><Hjse>6.05</Hjse></Fp>";
    };
    const std::string own = "91999999MA0037B7XW";
    const std::string bills = bill("00000001", own, "20261110") + bill("00000002", own, "20261003");
    desk.write("发票.xml", gbk("<?xml version=\"1.0\" encoding=\"GBK\"?><Kp><Fpxx><Fpsj>" + bills +
                               bill("00000003", std::string(k_tax_id), "20261111") + "</Fpsj></Fpxx></Kp>"));
    const Answer done = desk.run({"import", desk.path("发票.xml"), "--own-tax-id", own, "--json"});
    INFO(done.err);
    CHECK(done.status == 1);
    const Json head = done.lines().back();
    CHECK(head["counts"]["new"] == 1);
    CHECK(head["counts"]["rejected"] == 1);
    CHECK(head["invoices"] == Json{{"new", 2}, {"known", 0}});

    const std::string key = "tax:" + std::string(k_tax_id);
    const Json shown = desk.run({"show", key, "--json"}).line();
    CHECK(shown["status"] == "draft");
    CHECK(shown["category"] == "自动保存");
    CHECK(shown["invoices"] ==
          Json{{"count", 2}, {"total", "212.10"}, {"first", "2026-10-03"}, {"last", "2026-11-10"}});
    CHECK_THAT(desk.run({"show", key}).out, ContainsSubstring("2 张，价税合计 212.10 元，2026-10-03 至 2026-11-10"));
    CHECK_FALSE(desk.run({"list", "--json"}).line().contains("invoices"));

    CHECK(desk.run({"undo"}).status == 0);
    CHECK(desk.run({"show", key}).status != 0);
    CHECK(desk.run({"redo"}).status == 0);
    CHECK(desk.run({"show", key, "--json"}).line()["invoices"]["count"] == 2);
}

TEST_CASE("import: the failure workbook of the platform names the buyer's code beside each reason") {
    const Desk desk;
    REQUIRE(desk.run({"new"}).status == 0);
    REQUIRE(desk.run({"add", "--name", "测试甲有限公司", "--tax-id", std::string(k_tax_id)}).status == 0);
    desk.write("失败.csv", "发票流水号,购买方名称,购买方税号,导入失败原因\n"
                           "S1,测试甲有限公司,,第4行购买方纳税人识别号不能为空\nS2,库里没有的公司,,码值不正确\n");
    const Answer a = desk.run({"import", desk.path("失败.csv"), "--dry-run", "--json"});
    INFO(a.err);
    const Json findings = a.line()["findings"];
    REQUIRE(findings.size() >= 2);
    CHECK(findings[0]["rule"] == "file.reason");
    CHECK(findings[0]["code"] == "000001");
    CHECK(findings[0]["field"] == "tax_id");
    CHECK(findings[0]["outcome"] == "same");
}

TEST_CASE("import: how issued invoices were understood is told, as a note") {
    const Desk desk;
    REQUIRE(desk.run({"new"}).status == 0);
    desk.write("票.xml", "<EInvoice><EInvoiceData><SellerInformation><SellerIdNum>91999999MA0074CE7Y</SellerIdNum>"
                         "</SellerInformation><BuyerInformation><BuyerIdNum>91999999MA0037B7XW</BuyerIdNum>"
                         "<BuyerName>云帆示例贸易有限公司</BuyerName>"
                         "</BuyerInformation></EInvoiceData></EInvoice>\n");
    const Answer unknown = desk.run({"import", desk.path("票.xml"), "--dry-run"});
    CHECK(unknown.status == 0); // nothing is wrong with it
    CHECK_THAT(unknown.err, ContainsSubstring("不知道本单位税号"));
    const Answer known = desk.run({"import", desk.path("票.xml"), "--dry-run", "--own-tax-id", "91999999MA0074CE7Y"});
    CHECK_THAT(known.err, !ContainsSubstring("本单位税号"));
}
