// Issued invoices of every format: whose they are, each number once, what stands in the history.

#include "invoice/harvest.h"
#include "invoice/invoice_sheet.h"
#include "tests/invoice/format_support.h"
#include "tests/invoice/invoice_support.h"
#include "tests/invoice/xls_support.h"
#include "tests/support/catch.h"

using namespace goufang;
using namespace goufang::test;
using invoice::Issued;
using invoice::Row;
using invoice::RowKind;

namespace {

const std::string k_buyer_id = "91999999MA00000154";

struct Read {
    std::vector<Row> rows;
    std::vector<Issued> invoices;
};

Read read(invoice::Reader& reader) {
    Read r;
    for (Row row; reader.next(row);) r.rows.push_back(row);
    r.invoices.assign(reader.invoices().begin(), reader.invoices().end());
    return r;
}

Read read(std::string_view id, const std::string& bytes, std::string_view own = k_own_tax_id) {
    invoice::ReadOptions options;
    options.own_tax_id = own;
    return read(*format(id).open(bytes, options));
}

Read read_sheet(const std::string& rows) {
    Book b;
    b.sheets = {{"sheet1", rows, "", ""}};
    const std::string bytes = book(b);
    return read(*invoice::invoice_sheet::open(invoice::open_workbook(bytes), bytes.size(), {}, "xls"));
}

std::string kp(const std::string& number, const std::string& seller, const std::string& buyer) {
    return "<Fp><Djh>D" + number + "</Djh><Fpzl>专用发票</Fpzl><Lbdm>1100000000</Lbdm><Fphm>" + number +
           "</Fphm><Kprq>20261110</Kprq><Gfmc>甲公司</Gfmc><Gfsh>" + buyer +
           "</Gfsh><Gfyhzh>工行 1202026219900123456</Gfyhzh><Gfdzdh>文三路1号 0571-88880000</Gfdzdh><Xfsh>" + seller +
           "</Xfsh><Hjje>100.00</Hjje><Hjse>6.00</Hjse></Fp>";
}
std::string kp_file(const std::string& bills) {
    return gbk("<?xml version=\"1.0\" encoding=\"GBK\"?><Kp><Fpxx><Fpsj>" + bills + "</Fpsj></Fpxx></Kp>");
}

std::string sjjk(const std::string& number, const std::string& seller, const std::string& buyer,
                 const std::string& gone = "0") {
    return gone + "~~0~~0~~1100000000~~" + number + "~~1~~20261110~~11~~D1~~100.00~~0.06~~6.00~~甲公司~~" + buyer +
           "~~文三路1号 0571-88880000~~工行 1202026219900123456~~卖方~~" + seller + "~~x~~y~~~~赵六~~李四~~王五\r\n";
}
std::string sjjk_file(const std::string& heads) {
    return gbk("SJJK0201~~已开发票传出\r\n1~~20261101~~20261122\r\n" + heads);
}

std::string fpkj(const std::string& number, const std::string& seller, const std::string& buyer) {
    return gbk("<?xml version=\"1.0\" encoding=\"GBK\"?><business id=\"FPKJ\"><REQUEST_COMMON_FPKJ><COMMON_FPKJ_FPT>"
               "<FPQQLSH>R1</FPQQLSH><XSF_NSRSBH>" +
               seller + "</XSF_NSRSBH><GMF_NSRSBH>" + buyer +
               "</GMF_NSRSBH><GMF_MC>甲公司</GMF_MC><GMF_DZDH>文三路1号</GMF_DZDH><GMF_YHZH>工行 "
               "1202026219900123456</GMF_YHZH>"
               "<FP_DM>1100000000</FP_DM><FP_HM>" +
               number +
               "</FP_HM><KPRQ>20261110120000</KPRQ><JSHJ>106.00</JSHJ>"
               "</COMMON_FPKJ_FPT></REQUEST_COMMON_FPKJ></business>");
}

/// How the file was understood, as its first buyer tells it.
std::string told(const Row& row) {
    for (const check::Finding& f : row.findings)
        if (f.rule.starts_with("file.invoice_")) return std::string(f.rule);
    return {};
}

/// One invoice of each format that names both sides; `seller` and `buyer` are tax ids.
std::string one(std::string_view id, const std::string& seller, const std::string& buyer) {
    if (id == "kp-xml") return kp_file(kp("00000001", seller, buyer));
    if (id == "fpkj-xml") return fpkj("00000001", seller, buyer);
    if (id == "sjjk-text") return sjjk_file(sjjk("00000001", seller, buyer));
    if (id == "etax-invoices-xlsx") return invoice_list({{"1", "甲公司", buyer, "106", seller}});
    if (id == "vehicle-freight-xml")
        return gbk(
            "<?xml version=\"1.0\" encoding=\"GBK\"?><taxML><jdcxsfpMxxx><fpdm>1100000000</fpdm><fphm>00000001</fphm>"
            "<kprq>2026-11-10</kprq><ghdw>甲公司</ghdw><ghdwdm>" +
            buyer + "</ghdwdm><jshj>106.00</jshj><nsrsbh>" + seller + "</nsrsbh></jdcxsfpMxxx></taxML>");
    return "<EInvoice><EInvoiceData><SellerInformation><SellerIdNum>" + seller +
           "</SellerIdNum></SellerInformation><BuyerInformation><BuyerIdNum>" + buyer +
           "</BuyerIdNum><BuyerName>甲公司</BuyerName></BuyerInformation><BasicInformation><TotalTax-includedAmount>"
           "106.00</TotalTax-includedAmount></BasicInformation></EInvoiceData><TaxSupervisionInfo><InvoiceNumber>" +
           digital_number("1") + "</InvoiceNumber><IssueTime>2026-11-10</IssueTime></TaxSupervisionInfo></EInvoice>";
}

constexpr std::string_view k_formats[] = {"kp-xml",       "fpkj-xml",           "sjjk-text", "etax-invoices-xlsx",
                                          "einvoice-xml", "vehicle-freight-xml"};

} // namespace

TEST_CASE("harvest: the buyer of an invoice that we sold is a draft with its invoice", "[harvest]") {
    for (const std::string_view id : k_formats) {
        CAPTURE(id);
        for (const std::string_view own : {k_own_tax_id, std::string_view()}) {
            const Read r = read(id, one(id, std::string(k_own_tax_id), k_buyer_id), own);
            REQUIRE(r.rows.size() == 1);
            CHECK(r.rows[0].kind == RowKind::buyer);
            CHECK(r.rows[0].buyer.name == "甲公司");
            CHECK(r.rows[0].buyer.tax_id == k_buyer_id);
            CHECK(r.rows[0].buyer.status == model::Status::draft);
            CHECK(r.rows[0].buyer.source == id);
            CHECK(r.rows[0].category_path == "自动保存");
            CHECK(told(r.rows[0]) == (own.empty() ? "file.invoice_no_own" : ""));
            REQUIRE(r.invoices.size() == 1);
            CHECK(r.invoices[0].party == r.rows[0].party);
            CHECK(r.invoices[0].party != 0);
            CHECK(r.invoices[0].cents == 10600);
            CHECK(r.invoices[0].day.starts_with("2026-11-"));
            CHECK(
                r.invoices[0].number.starts_with(r.invoices[0].number.size() == 20 ? "269999" : "110000000000000001"));
        }
    }
}

TEST_CASE("harvest: a file that names no seller is taken for ours, which is told once", "[harvest]") {
    const Read r = read("kp-xml", kp_file(kp("00000001", "", k_buyer_id) + kp("00000002", "", "91999999MA0111DM9G")));
    REQUIRE(r.rows.size() == 2);
    CHECK(told(r.rows[0]) == "file.invoice_no_seller");
    CHECK(r.rows[0].findings[0].severity == check::Severity::note);
    CHECK(told(r.rows[1]).empty());
    CHECK(r.invoices.size() == 2);
}

TEST_CASE("harvest: invoices that we bought or others sold tell of no customer", "[harvest]") {
    const std::string other = "91999999MA0074CE7Y", own(k_own_tax_id);
    for (const std::string_view id : k_formats) {
        CAPTURE(id);
        const Read bought = read(id, one(id, other, own)), foreign = read(id, one(id, other, k_buyer_id));
        REQUIRE(bought.rows.size() == 1);
        CHECK(cause(bought.rows[0]) == "file.invoice_own");
        CHECK(bought.invoices.empty());
        REQUIRE(foreign.rows.size() == 1);
        CHECK(foreign.rows[0].kind == RowKind::bad);
        CHECK(cause(foreign.rows[0]) == "file.invoice_foreign");
        CHECK(foreign.rows[0].findings[0].args.at(0).size() >= 18);
        CHECK(foreign.invoices.empty());
    }
}

TEST_CASE("harvest: each number counts once, each buyer is given once", "[harvest]") {
    const std::string own(k_own_tax_id);
    const std::string a = kp("00000001", own, k_buyer_id), b = kp("00000002", own, k_buyer_id);
    const std::string c = sjjk("00000001", own, k_buyer_id), d = sjjk("00000002", own, k_buyer_id);
    const Read read_files[] = {read("kp-xml", kp_file(a + b + a)), read("sjjk-text", sjjk_file(c + d + c)),
                               read("etax-invoices-xlsx", invoice_list({{"1", "甲公司", k_buyer_id, "106"},
                                                                        {"2", "甲公司", k_buyer_id, "106"},
                                                                        {"1", "甲公司", k_buyer_id, "106"}}))};
    for (const Read& r : read_files) {
        CHECK(r.rows.size() == 1);
        REQUIRE(r.invoices.size() == 2);
        CHECK(r.invoices[0].number != r.invoices[1].number);
        CHECK(r.invoices[1].party == r.rows[0].party);
    }
}

TEST_CASE("harvest: bills still to be issued are no invoices", "[harvest]") {
    const Read r =
        read("kp-xml", kp_file("<Fp><Djh>1</Djh><Gfmc>甲公司</Gfmc><Gfsh>" + k_buyer_id +
                               "</Gfsh><Gfyhzh>工行 1202026219900123456</Gfyhzh><Gfdzdh>路1号</Gfdzdh></Fp>"));
    REQUIRE(r.rows.size() == 1);
    CHECK(r.rows[0].party == 0);
    CHECK(r.rows[0].category_path.empty());
    CHECK(r.rows[0].buyer.status != model::Status::draft);
    CHECK(r.invoices.empty());
}

TEST_CASE("harvest: what is void, red or reversed is named and not counted", "[harvest]") {
    const Read gone = read("sjjk-text", sjjk_file(sjjk("00000001", std::string(k_own_tax_id), k_buyer_id, "1")));
    CHECK(cause(gone.rows.at(0)) == "file.invoice_void");
    CHECK(gone.rows[0].findings[0].args == std::vector<std::string>{"110000000000000001", "作废"});
    ListedInvoice reversed{"1", "甲公司", k_buyer_id, "106"}, red{"2", "甲公司", k_buyer_id, "-106"};
    reversed.state = "已红冲-全额";
    red.positive = "否";
    const Read r = read("etax-invoices-xlsx", invoice_list({reversed, red, {"3", "甲公司", k_buyer_id, "50.05"}}));
    REQUIRE(r.rows.size() == 3);
    CHECK(cause(r.rows[0]) == "file.invoice_void");
    CHECK(r.rows[0].findings[0].args.at(1) == "已红冲-全额");
    CHECK(cause(r.rows[1]) == "file.invoice_void");
    REQUIRE(r.invoices.size() == 1);
    CHECK(r.invoices[0].cents == 5005);
}

TEST_CASE("etax-invoices-xlsx: lines of goods of one invoice add up", "[harvest]") {
    const std::vector<std::string> heading = {"序号",     "数电发票号码",       "购方识别号", "购买方名称",
                                              "开票日期", "货物或应税劳务名称", "金额",       "税额"};
    const auto line = [](int row, const std::string& number, const std::string& amount, const std::string& tax) {
        return text_row(row, {"1", digital_number(number), k_buyer_id, "甲公司", "2026-11-20", "货", amount, tax});
    };
    Book b;
    b.sheets = {{"说明", text_row(1, {"导出结果"}), "", ""},
                {"信息汇总表",
                 text_row(1, {"发票查询结果"}) + text_row(3, heading) + line(4, "1", "100", "6") +
                     line(5, "1", "0.1", "0.02") + line(6, "2", "10", "*") + line(7, "1", "5", "5"),
                 "", ""}};
    const std::string bytes = book(b);
    CHECK(invoice::sniff(bytes, "xlsx") == &format("etax-invoices-xlsx"));
    const Read r = read("etax-invoices-xlsx", bytes);
    REQUIRE(r.rows.size() == 1);
    CHECK(r.rows[0].line == 4);
    REQUIRE(r.invoices.size() == 2);
    CHECK(r.invoices[0].cents == 10612);
    CHECK_FALSE(r.invoices[1].cents);
}

TEST_CASE("etax-invoices-xlsx: a number that a spreadsheet damaged is refused", "[harvest]") {
    Book b;
    b.sheets = {{"发票基础信息",
                 text_row(1, {"数电发票号码", "购买方名称", "购方识别号", "开票日期", "价税合计"}) +
                     "<row r=\"2\"><c r=\"A2\"><v>2.69999E+19</v></c>" + text_cell("B2", "甲公司") + "</row>",
                 "", ""}};
    const Read r = read("etax-invoices-xlsx", book(b));
    REQUIRE(r.rows.size() == 1);
    CHECK(cause(r.rows[0]) == "file.damaged_number");
    CHECK(r.invoices.empty());
}

TEST_CASE("xls: the clients' export of issued invoices", "[harvest]") {
    const std::vector<std::string> heading = {"发票代码", "发票号码", "购方企业名称", "购方税号",
                                              "银行账号", "地址电话", "开票日期",     "单据号",
                                              "商品名称", "金额",     "税率",         "税额"};
    const auto first = [](int row, const std::string& number, const std::string& name, const std::string& amount) {
        return text_row(row, {"1100000000", number, name, k_buyer_id, "工行 1202026219900123456",
                              "文三路1号 0571-88880000", "2026-11-10", "D1", "货", amount, "6%", "6.00"});
    };
    const auto more = [](int row, const std::string& amount) {
        return text_row(row, {"", "", "", "", "", "", "", "", "货二", amount, "6%", "0.60"});
    };
    const auto sum = [](int row) {
        return text_row(row, {"", "", "", "", "", "", "", "", "小计", "110.00", "", "6.60"});
    };
    const Read r =
        read_sheet(text_row(2, {"2026年11月发票数据"}) + text_row(4, {"资料区间：2026-11-01 ~ 2026-11-22"}) +
                   text_row(5, {"发票类别：专用发票"}) + text_row(6, heading) + first(7, "1", "甲公司", "100.00") +
                   more(8, "10.00") + sum(9) + text_row(10, {"份数：1  金额：110元"}) +
                   text_row(11, {"发票类别：普通发票"}) + text_row(12, heading) + first(13, "2", "乙公司", "5"));
    REQUIRE(r.rows.size() == 2);
    CHECK(r.rows[0].line == 7);
    CHECK(r.rows[0].buyer.bank == "工行");
    CHECK(r.rows[0].buyer.account == "1202026219900123456");
    CHECK(r.rows[0].buyer.address == "文三路1号");
    CHECK(r.rows[0].buyer.source == "xls");
    REQUIRE(r.invoices.size() == 2);
    CHECK(r.invoices[0].number == "110000000000000001");
    CHECK(r.invoices[0].cents == 11660);
    CHECK(r.invoices[0].day == "2026-11-10");
    CHECK(r.invoices[1].cents == 1100);
    CHECK(r.invoices[1].party == r.rows[1].party);
}

TEST_CASE("xls: the clients' export in the bytes of an .xls", "[harvest]") {
    const std::vector<std::string> heading = {"发票代码", "发票号码", "购方企业名称", "购方税号",
                                              "银行账号", "地址电话", "开票日期",     "单据号",
                                              "商品名称", "金额",     "税率",         "税额"};
    const auto line = [](const std::string& number, const std::string& name, const std::string& amount) {
        return std::vector<std::string>{"1100000000",
                                        number,
                                        name,
                                        k_buyer_id,
                                        "工行 1202026219900123456",
                                        "文三路1号 0571-88880000",
                                        "2026-11-10",
                                        "D1",
                                        "货",
                                        amount,
                                        "6%",
                                        "6.00"};
    };
    const std::string bytes = xls_book({{2, {"2026年11月发票数据"}},
                                        {5, {"发票类别：专用发票"}},
                                        {6, heading},
                                        {7, line("1", "甲公司", "100.00")},
                                        {8, line("2", "甲公司", "50.00")},
                                        {9, line("1", "甲公司", "100.00")}, // a further line of the first
                                        {10, {"份数：2  金额：150元"}}});
    CHECK(invoice::sniff(bytes, "xls") == &format("xls"));
    const Read r = read("xls", bytes);
    REQUIRE(r.rows.size() == 1);
    CHECK(r.rows[0].buyer.name == "甲公司");
    CHECK(r.rows[0].buyer.tax_id == k_buyer_id);
    CHECK(r.rows[0].buyer.account == "1202026219900123456");
    CHECK(r.rows[0].category_path == "自动保存");
    CHECK(told(r.rows[0]) == "file.invoice_no_seller");
    REQUIRE(r.invoices.size() >= 2);
    CHECK(r.invoices[0].number == "110000000000000001");
    CHECK(r.invoices[0].day == "2026-11-10");
    CHECK(r.invoices[1].cents == 5600);
}

TEST_CASE("harvest: days and numbers as files write them", "[harvest]") {
    struct {
        std::string_view text, day;
    } const days[] = {{"20261120", "2026-11-20"},
                      {"2026-11-20 10:30:00", "2026-11-20"},
                      {"2026/1/2", "2026-01-02"},
                      {"2026年11月2日", "2026-11-02"},
                      {"20261120103000", "2026-11-20"},
                      {" 2026.11.20 ", "2026-11-20"},
                      {"2026-11-20T10:30:00", "2026-11-20"},
                      {"2026-02-30", ""},
                      {"46346", ""},
                      {"", ""},
                      {"2026-11", ""},
                      {"99999999999999", ""}};
    for (const auto& d : days) {
        CAPTURE(d.text);
        CHECK(invoice::invoice_day(d.text) == d.day);
    }
    CHECK(invoice::invoice_number("26999900000000000001", "1", "2") == "26999900000000000001");
    CHECK(invoice::invoice_number("", "", "26999900000000000001") == "26999900000000000001");
    CHECK(invoice::invoice_number("", "1100000000", "1") == "110000000000000001");
    CHECK(invoice::invoice_number("", "011000000000", "00000001") == "01100000000000000001");
    CHECK(invoice::invoice_number("", "", "00000001").empty());
    CHECK(invoice::invoice_number("2.69E+19", "", "").empty());
    CHECK(invoice::invoice_cents("", "100.10", "-0.10") == 10000);
    CHECK_FALSE(invoice::invoice_cents("", "100.10", ""));
    CHECK_FALSE(invoice::invoice_cents("*", "1", "1"));
}
