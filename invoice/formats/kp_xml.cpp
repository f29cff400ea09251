#include "invoice/formats/kp_xml.h"

#include "core/text/errors.h"
#include "core/text/split.h"
#include "invoice/goods_line.h"
#include "invoice/xml_out.h"
#include "invoice/xml_rejects.h"

namespace goufang::invoice::kp_xml {

namespace {

constexpr xml::BillShape k_shape{"kp-xml", is_record, true, "Fp", "Zsl", extract, check_root};

void element(std::string& out, std::string_view indent, std::string_view name, std::string_view value) {
    ((((((out += indent) += "<") += name) += ">") += value) += "</") += name;
    out += ">\r\n";
}

class KpWriter : public Writer {
  public:
    KpWriter(file::Sink& sink, const WriteOptions& options, std::string prefix)
        : m_out(sink, options.encoding.value_or(text::Encoding::gbk), false), m_prefix(std::move(prefix)),
          m_expected(options.buyers) {
        const GoodsLine goods = goods_line(options.goods);
        constexpr std::string_view k_fp = "        ", k_sph = "            ";
        element(m_tail, k_fp, "Bz", "");
        element(m_tail, k_fp, "Fhr", "");
        element(m_tail, k_fp, "Skr", "");
        element(m_tail, k_fp, "Spbmbbh", k_code_table_version);
        element(m_tail, k_fp, "Hsbz", goods.rate == "0.015" ? "1" : "0"); // formats-desktop 5.1: 1 for that rate
        m_tail += "        <Spxx>\r\n          <Sph>\r\n";
        element(m_tail, k_sph, "Xh", "1");
        element(m_tail, k_sph, "Spmc", xml::raw_element_value(goods.name, text::Encoding::utf8));
        element(m_tail, k_sph, "Ggxh", "");
        element(m_tail, k_sph, "Jldw", "");
        element(m_tail, k_sph, "Spbm", goods.code);
        element(m_tail, k_sph, "Qyspbm", "");
        element(m_tail, k_sph, "Syyhzcbz", goods.preferential);
        element(m_tail, k_sph, "Lslbz", goods.zero_mark);
        element(m_tail, k_sph, "Yhzcsm", goods.policy);
        element(m_tail, k_sph, "Dj", goods.amount);
        element(m_tail, k_sph, "Sl", "1");
        element(m_tail, k_sph, "Je", goods.amount);
        element(m_tail, k_sph, "Slv", goods.rate);
        element(m_tail, k_sph, "Se", goods.tax);
        element(m_tail, k_sph, "Kce", "0");
        m_tail += "          </Sph>\r\n        </Spxx>\r\n      </Fp>\r\n";
        m_out.prolog();
        if (m_expected >= 0) head(m_expected);
    }

    void category(const CategoryRow&) override {}

    void buyer(const model::Buyer& b, std::string_view, std::string_view) override {
        ++m_count;
        if (m_expected >= 0) {
            bill(m_count, b.name, b.tax_id, b.bank, b.account, b.address, b.phone);
            return;
        }
        for (const std::string* s : {&b.name, &b.tax_id, &b.bank, &b.account, &b.address, &b.phone}) {
            m_kept += *s;
            m_kept += '\0';
        }
    }

    void finish() override {
        if (m_expected >= 0 && m_expected != m_count) throw Error(Code::internal, {"kp-xml: number of bills"});
        if (m_expected < 0) {
            head(m_count);
            std::size_t at = 0;
            for (std::int64_t n = 1; n <= m_count; ++n) {
                std::string_view part[6];
                for (std::string_view& p : part) {
                    p = std::string_view(m_kept).substr(at, m_kept.find('\0', at) - at);
                    at += p.size() + 1;
                }
                bill(n, part[0], part[1], part[2], part[3], part[4], part[5]);
            }
        }
        m_out.raw("    </Fpsj>\r\n  </Fpxx>\r\n</Kp>\r\n");
        m_out.finish();
    }

  private:
    void head(std::int64_t count) {
        m_out.raw("<Kp>\r\n  <Version>2.0</Version>\r\n  <Fpxx>\r\n    <Zsl>");
        m_out.raw(std::to_string(count));
        m_out.raw("</Zsl>\r\n    <Fpsj>\r\n");
    }

    void bill(std::int64_t n, std::string_view name, std::string_view tax_id, std::string_view bank,
              std::string_view account, std::string_view address, std::string_view phone) {
        m_out.raw("      <Fp>\r\n        <Djh>");
        m_out.raw(xml::bill_number(m_prefix, n));
        m_out.raw("</Djh>\r\n        <Gfmc>");
        m_out.value(name, xml::k_raw_element);
        m_out.raw("</Gfmc>\r\n        <Gfsh>");
        m_upper.assign(tax_id);
        for (char& c : m_upper)
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        m_out.value(m_upper, xml::k_raw_element);
        m_out.raw("</Gfsh>\r\n        <Gfyhzh>");
        pair(bank, account);
        m_out.raw("</Gfyhzh>\r\n        <Gfdzdh>");
        pair(address, phone);
        m_out.raw("</Gfdzdh>\r\n");
        m_out.raw(m_tail);
        m_out.end_record();
    }

    /// As text::join_pair.
    void pair(std::string_view left, std::string_view right) {
        m_out.value(left, xml::k_raw_element);
        if (!left.empty() && !right.empty()) m_out.raw(" ");
        m_out.value(right, xml::k_raw_element);
    }

    xml::Out m_out;
    std::string m_prefix, m_tail, m_kept, m_upper;
    std::int64_t m_expected, m_count = 0;
};

} // namespace

bool is_bill(std::string_view parent, std::string_view name) { return name == "Fp" && parent == "Fpsj"; }
bool is_record(std::string_view parent, std::string_view name) {
    return is_bill(parent, name) || (name == "Zsl" && parent == "Fpxx");
}

void extract(xml::Element e, xml::Bill& bill) {
    using xml::Bill;
    static constexpr xml::BillTag k_tags[] = {{"Djh", &Bill::number},
                                              {"Gfmc", &Bill::name},
                                              {"Gfsh", &Bill::tax_id},
                                              {"Gfyhzh", &Bill::bank_account},
                                              {"Gfdzdh", &Bill::address_phone},
                                              {"Lbdm", &Bill::code},
                                              {"Fphm", &Bill::issued},
                                              {"Kprq", &Bill::day},
                                              {"Xfsh", &Bill::seller},
                                              {"Hjje", &Bill::amount},
                                              {"Hjse", &Bill::tax}};
    xml::collect(e, k_tags, bill);
}

void check_root(const xml::Scanner& scanner) {
    const std::string& name = scanner.root().name;
    if (name != "Kp" && name != "Fpxx") scanner.refuse("xml.not_this_format", name);
}

Parts parts(const model::Buyer& b, text::Encoding encoding) {
    std::string tax_id = b.tax_id;
    for (char& c : tax_id)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return {xml::raw_element_value(b.name, encoding), xml::raw_element_value(tax_id, encoding),
            xml::raw_element_value(text::join_pair(b.bank, b.account), encoding),
            xml::raw_element_value(text::join_pair(b.address, b.phone), encoding)};
}

Sniff sniff(std::string_view head) {
    const std::optional<xml::Root> root = xml::sniff_root(head);
    if (!root) return Sniff::no;
    return root->name == "Kp" || root->name == "Fpxx" ? Sniff::sure : Sniff::no;
}

std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options) {
    return xml::bill_reader(bytes, options, k_shape);
}

std::unique_ptr<Writer> create_numbered(file::Sink& sink, const WriteOptions& options, std::string prefix) {
    return std::make_unique<KpWriter>(sink, options, std::move(prefix));
}

std::unique_ptr<Writer> create(file::Sink& sink, const WriteOptions& options) {
    if (!options.template_bytes.empty()) return create_filler(sink, options);
    return create_numbered(sink, options, xml::bill_prefix());
}

std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view input, const ReadOptions& options) {
    return xml::reject_writer(sink, input, options, {is_record, is_bill, true, "Zsl"});
}

model::Buyer through(const model::Buyer& b, const WriteOptions& options) {
    const Parts p = parts(b, options.encoding.value_or(text::Encoding::gbk));
    xml::Bill bill;
    bill.name = p.name;
    bill.tax_id = p.tax_id;
    bill.bank_account = p.bank_account;
    bill.address_phone = p.address_phone;
    Row row;
    xml::buyer_from_bill(bill, k_shape.id, row);
    return std::move(row.buyer);
}

bool can_write(const model::Buyer& b, const WriteOptions&, check::Finding& why) {
    if (!xml::trim(xml::raw_element_value(b.name, text::Encoding::utf8)).empty()) return true;
    why = {check::Severity::error, "file.no_name", model::Field::name, b.name, {}, {}, {}};
    return false;
}

} // namespace goufang::invoice::kp_xml
