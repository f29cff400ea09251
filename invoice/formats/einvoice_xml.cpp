// The XML of a 数电票 (formats-digital 3.1), read only: the buyer of an invoice that was issued.
//
// Elements are known by their local names wherever they stand, so the order of children does not matter and parts may
// be missing; Chinese and pinyin names, which some generators use, are read too. Signatures are passed over. A buyer is
// a draft under 自动保存. ReadOptions::own_tax_id decides who the buyer is: when it is the seller's, the other side is;
// when it is the buyer's or neither's, the invoice tells of no customer and the row is bad:
//   file.invoice_own      args: invoice number; we are its buyer
//   file.invoice_foreign  args: invoice number; neither side is ours
// Without own_tax_id BuyerInformation is the buyer. A tax id of 15 or 17-20 zeros is none.

#include "core/check/tax_id.h"
#include "core/text/errors.h"
#include "core/text/fold.h"
#include "invoice/combined.h"
#include "invoice/xml_bills.h"

namespace goufang::invoice::einvoice_xml {

namespace {

constexpr std::string_view k_id = "einvoice-xml";
constexpr std::string_view k_shelf = "自动保存";

/// What is taken from an invoice.
struct Invoice {
    std::string number, seller_tax_id, name, tax_id, address, phone, bank, account;
};

struct Tag {
    std::string_view names; ///< '|' between; of those that a file has, the first that is filled counts
    std::string Invoice::*member;
};
constexpr Tag k_tags[] = {
    {"InvoiceNumber|EIid|发票号码|数电票号码|FPHM", &Invoice::number},
    {"SellerIdNum|销售方纳税人识别号|销售方税号|销售方识别号|销方识别号|XSFNSRSBH|XSF_NSRSBH|XSFSBH",
     &Invoice::seller_tax_id},
    {"BuyerName|购买方名称|购方名称|GMFMC|GMF_MC", &Invoice::name},
    {"BuyerIdNum|购买方纳税人识别号|购买方税号|购买方识别号|购方识别号|GMFNSRSBH|GMF_NSRSBH|GMFSBH", &Invoice::tax_id},
    {"BuyerAddr|购买方地址|GMFDZ|GMF_DZ", &Invoice::address},
    {"BuyerTelNum|购买方电话|GMFDH|GMF_DH", &Invoice::phone},
    {"BuyerBankName|购买方开户行|购买方开户银行|GMFKHH|GMF_KHH|GMFKHYH|GMF_KHYH", &Invoice::bank},
    {"BuyerBankAccNum|购买方银行账号|购买方账号|GMFYHZH|GMF_YHZH|GMFZH|GMF_ZH", &Invoice::account},
};

std::string_view local(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool is_record(std::string_view parent, std::string_view) { return local(parent) == "EInvoice"; }

bool one_of(std::string_view names, std::string_view name) {
    for (;;) {
        const std::size_t bar = names.find('|');
        if (names.substr(0, bar) == name) return true;
        if (bar == std::string_view::npos) return false;
        names.remove_prefix(bar + 1);
    }
}

/// Depth is capped by the scanner.
void collect(xml::Element e, Invoice& invoice) {
    const std::string_view name = local(e.name());
    if (name == "Signature" || name == "SellerAuthentication" || name == "IssuItemInformation") return;
    for (const Tag& tag : k_tags) {
        if (!one_of(tag.names, name)) continue;
        std::string value;
        e.text(value);
        if (std::string& member = invoice.*tag.member; member.empty()) member = xml::trim(value);
    }
    for (xml::Element c = e.first_child(); c; c = c.next()) collect(c, invoice);
}

class EInvoiceReader : public Reader {
  public:
    EInvoiceReader(std::string_view input, const ReadOptions& options)
        : m_input(input), m_own(text::clean_tax_id(options.own_tax_id)), m_scanner(input, options, is_record) {
        if (local(m_scanner.root().name) != "EInvoice") m_scanner.refuse("xml.not_this_format", m_scanner.root().name);
    }

    bool next(Row& row) override {
        if (m_done) return false;
        m_done = true;
        Invoice invoice;
        std::int64_t line = 1;
        bool first = true;
        for (xml::Record record; m_scanner.next(record); first = false) {
            if (first) line = record.line;
            collect(record.element, invoice);
        }
        xml::reset(row);
        row.line = line;
        row.raw = m_input;
        fill(invoice, row);
        return true;
    }

    text::Encoding encoding() const override { return m_scanner.encoding(); }
    std::size_t position() const override { return m_scanner.position(); }

  private:
    void fill(const Invoice& invoice, Row& row) const {
        using model::Field;
        xml::Bill bill;
        bill.name = invoice.name;
        bill.tax_id = text::clean_tax_id(invoice.tax_id);
        xml::buyer_from_bill(bill, k_id, row);
        model::Buyer& b = row.buyer;
        b.address = invoice.address;
        b.phone = invoice.phone;
        b.bank = invoice.bank;
        b.account = invoice.account;
        b.kind = check::proposed_kind(b.tax_id).value_or(b.kind);
        b.status = model::Status::draft;
        row.category_path = k_shelf;
        row.present = bit(Field::name) | bit(Field::tax_id) | bit(Field::address) | bit(Field::phone) |
                      bit(Field::bank) | bit(Field::account);
        const std::string seller = text::clean_tax_id(invoice.seller_tax_id);
        std::string_view cause;
        if (b.name.empty() && b.tax_id.empty())
            cause = "file.bill_without_buyer";
        else if (!m_own.empty() && m_own == b.tax_id)
            cause = "file.invoice_own";
        else if (!m_own.empty() && m_own != seller)
            cause = "file.invoice_foreign";
        if (cause.empty()) return;
        row.kind = RowKind::bad;
        row.findings.insert(row.findings.begin(),
                            {check::Severity::error, cause, Field::name, {}, {invoice.number}, {}, {}});
    }

    std::string_view m_input;
    std::string m_own;
    xml::Scanner m_scanner;
    bool m_done = false;
};

/// The only record is the file itself.
class SameFile : public RejectWriter {
  public:
    explicit SameFile(file::Sink& sink) : m_sink(sink) {}
    void row(const Row& row, std::string_view) override { m_sink.write(row.raw); }
    void finish() override {}

  private:
    file::Sink& m_sink;
};

} // namespace

Sniff sniff(std::string_view head) {
    const auto root = xml::sniff_root(head);
    return root && local(root->name) == "EInvoice" ? Sniff::sure : Sniff::no;
}

std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options) {
    return std::make_unique<EInvoiceReader>(bytes, options);
}

std::unique_ptr<Writer> create(file::Sink&, const WriteOptions&) {
    throw Error(Code::cannot_write, {std::string(k_id)});
}

std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view, const ReadOptions&) {
    return std::make_unique<SameFile>(sink);
}

model::Buyer through(const model::Buyer& buyer, const WriteOptions&) { return buyer; }

bool can_write(const model::Buyer&, const WriteOptions&, check::Finding&) { return false; }

} // namespace goufang::invoice::einvoice_xml
