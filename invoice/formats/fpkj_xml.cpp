#include "invoice/formats/fpkj_xml.h"

#include "core/text/split.h"
#include "invoice/goods_line.h"
#include "invoice/xml_out.h"
#include "invoice/xml_rejects.h"

namespace goufang::invoice::fpkj_xml {

namespace {

constexpr std::string_view k_request = "REQUEST_COMMON_FPKJ";

bool is_record(std::string_view, std::string_view name) { return name == k_request; }

void extract(xml::Element request, xml::Bill& bill) {
    using xml::Bill;
    static constexpr xml::BillTag k_tags[] = {{"FPQQLSH", &Bill::number},
                                              {"GMF_MC", &Bill::name},
                                              {"GMF_NSRSBH", &Bill::tax_id},
                                              {"GMF_YHZH", &Bill::bank_account},
                                              {"GMF_DZDH", &Bill::address_phone},
                                              {"GMF_SJH", &Bill::mobile},
                                              {"GMF_DZYX", &Bill::email},
                                              {"GMF_YX", &Bill::email},
                                              {"FP_DM", &Bill::code},
                                              {"FP_HM", &Bill::issued},
                                              {"KPRQ", &Bill::day},
                                              {"XSF_NSRSBH", &Bill::seller},
                                              {"HJJE", &Bill::amount},
                                              {"HJSE", &Bill::tax},
                                              {"JSHJ", &Bill::total}};
    const xml::Element head = request.child("COMMON_FPKJ_FPT");
    xml::collect(head ? head : request, k_tags, bill);
}

void check_root(const xml::Scanner& scanner) {
    const xml::Root& root = scanner.root();
    const std::string id = root.attribute("id");
    if (root.name == "business" && (id.empty() || id == "FPKJ")) return;
    scanner.refuse("xml.not_this_format", id.empty() ? root.name : root.name + " id=" + id);
}

constexpr xml::BillShape k_shape{"fpkj-xml", is_record, false, k_request, {}, extract, check_root};

class FpkjWriter : public Writer {
  public:
    FpkjWriter(file::Sink& sink, const WriteOptions& options, std::string prefix)
        : m_out(sink, options.encoding.value_or(text::Encoding::gbk), false), m_prefix(std::move(prefix)) {
        const GoodsLine goods = goods_line(options.goods);
        const auto written = [](std::string_view s) { return xml::raw_element_value(s, text::Encoding::utf8); };
        m_seller = "</FPQQLSH><KPLX>0</KPLX><BMB_BBH>" + std::string(k_code_table_version) +
                   "</BMB_BBH><HSBZ>0</HSBZ>\r\n      <XSF_NSRSBH>" + written(options.seller_tax_id) +
                   "</XSF_NSRSBH><XSF_MC>" + written(options.seller_name) +
                   "</XSF_MC>\r\n      <XSF_DZDH></XSF_DZDH><XSF_YHZH></XSF_YHZH>\r\n      <GMF_NSRSBH>";
        m_tail = "\r\n      <KPR></KPR><SKR></SKR><FHR></FHR><YFP_DM></YFP_DM><YFP_HM></YFP_HM>\r\n      <JSHJ>" +
                 goods.total + "</JSHJ><HJJE>" + goods.amount + "</HJJE><HJSE>" + goods.tax +
                 "</HJSE><BZ></BZ>\r\n    </COMMON_FPKJ_FPT>\r\n"
                 "    <COMMON_FPKJ_XMXXS class=\"COMMON_FPKJ_XMXX\" size=\"1\">\r\n      <COMMON_FPKJ_XMXX>\r\n"
                 "        <FPHXZ>0</FPHXZ><SPBM>" +
                 goods.code + "</SPBM><ZXBM></ZXBM><YHZCBS>" + goods.preferential + "</YHZCBS><LSLBS>" +
                 goods.zero_mark + "</LSLBS><ZZSTSGL>" + goods.policy + "</ZZSTSGL>\r\n        <XMMC>" +
                 written(goods.name) + "</XMMC><GGXH></GGXH><DW></DW><XMSL>1</XMSL><XMDJ>" + goods.amount +
                 "</XMDJ><XMJE>" + goods.amount + "</XMJE><SL>" + goods.rate + "</SL><SE>" + goods.tax +
                 "</SE><KCE></KCE>\r\n      </COMMON_FPKJ_XMXX>\r\n    </COMMON_FPKJ_XMXXS>\r\n"
                 "  </REQUEST_COMMON_FPKJ>\r\n";
        m_out.prolog();
        m_out.raw("<business id=\"FPKJ\" comment=\"发票开具\">\r\n");
    }

    void category(const CategoryRow&) override {}

    void buyer(const model::Buyer& b, std::string_view, std::string_view) override {
        m_out.raw("  <REQUEST_COMMON_FPKJ class=\"REQUEST_COMMON_FPKJ\">\r\n"
                  "    <COMMON_FPKJ_FPT class=\"COMMON_FPKJ_FPT\">\r\n      <FPQQLSH>");
        m_out.raw(xml::bill_number(m_prefix, ++m_count));
        m_out.raw(m_seller);
        m_upper = b.tax_id;
        for (char& c : m_upper)
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        m_out.value(m_upper, xml::k_raw_element);
        m_out.raw("</GMF_NSRSBH><GMF_MC>");
        m_out.value(b.name, xml::k_raw_element);
        m_out.raw("</GMF_MC>\r\n      <GMF_DZDH>");
        pair(b.address, b.phone);
        m_out.raw("</GMF_DZDH><GMF_YHZH>");
        pair(b.bank, b.account);
        m_out.raw("</GMF_YHZH>");
        if (!b.mobile.empty()) optional("GMF_SJH", b.mobile);
        if (!b.email.empty()) optional("GMF_DZYX", b.email);
        m_out.raw(m_tail);
        m_out.end_record();
    }

    void finish() override {
        m_out.raw("</business>\r\n");
        m_out.finish();
    }

  private:
    void optional(std::string_view name, std::string_view value) {
        m_out.raw("<");
        m_out.raw(name);
        m_out.raw(">");
        m_out.value(value, xml::k_raw_element);
        m_out.raw("</");
        m_out.raw(name);
        m_out.raw(">");
    }

    /// As text::join_pair.
    void pair(std::string_view left, std::string_view right) {
        m_out.value(left, xml::k_raw_element);
        if (!left.empty() && !right.empty()) m_out.raw(" ");
        m_out.value(right, xml::k_raw_element);
    }

    xml::Out m_out;
    std::string m_prefix, m_seller, m_tail, m_upper;
    std::int64_t m_count = 0;
};

} // namespace

Sniff sniff(std::string_view head) {
    const std::optional<xml::Root> root = xml::sniff_root(head);
    if (!root || root->name != "business") return Sniff::no;
    const std::string id = root->attribute("id");
    if (id == "FPKJ") return Sniff::sure;
    return id.empty() && head.find("<REQUEST_COMMON_FPKJ") != std::string_view::npos ? Sniff::maybe : Sniff::no;
}

std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options) {
    return xml::bill_reader(bytes, options, k_shape);
}

std::unique_ptr<Writer> create_numbered(file::Sink& sink, const WriteOptions& options, std::string prefix) {
    return std::make_unique<FpkjWriter>(sink, options, std::move(prefix));
}

std::unique_ptr<Writer> create(file::Sink& sink, const WriteOptions& options) {
    return create_numbered(sink, options, xml::bill_prefix());
}

std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view input, const ReadOptions& options) {
    return xml::reject_writer(sink, input, options, {is_record, is_record, false, {}});
}

model::Buyer through(const model::Buyer& b, const WriteOptions& options) {
    const text::Encoding encoding = options.encoding.value_or(text::Encoding::gbk);
    const auto written = [&](const std::string& s) { return xml::raw_element_value(s, encoding); };
    xml::Bill bill;
    bill.name = written(b.name);
    bill.tax_id = written(b.tax_id);
    bill.bank_account = written(text::join_pair(b.bank, b.account));
    bill.address_phone = written(text::join_pair(b.address, b.phone));
    bill.mobile = written(b.mobile);
    bill.email = written(b.email);
    Row row;
    xml::buyer_from_bill(bill, k_shape.id, row);
    return std::move(row.buyer);
}

bool can_write(const model::Buyer& b, const WriteOptions&, check::Finding& why) {
    if (!xml::trim(xml::raw_element_value(b.name, text::Encoding::utf8)).empty()) return true;
    why = {check::Severity::error, "file.no_name", model::Field::name, b.name, {}, {}, {}};
    return false;
}

} // namespace goufang::invoice::fpkj_xml
