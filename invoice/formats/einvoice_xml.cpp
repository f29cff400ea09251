// The XML of a 数电票 (formats-digital 3.1), read only: the buyer of an invoice that was issued.
//
// Elements are known by their local names wherever they stand, so the order of children does not matter and parts may
// be missing; Chinese and pinyin names, which some generators use, are read too. Signatures are passed over. Whose
// invoice it is, and the draft under 自动保存: harvest.h. A tax id of 15 or 17-20 zeros is none.
//
// A ZIP archive of such files is read as their rows, in its order; Row::line counts them. Entries that are no invoice
// (pictures, PDF) are passed over, a broken one is a bad record.

#include "core/check/tax_id.h"
#include "core/file/zip.h"
#include "core/text/errors.h"
#include "core/text/fold.h"
#include "invoice/combined.h"
#include "invoice/harvest.h"
#include "invoice/xml_bills.h"

#include <algorithm>
#include <charconv>
#include <deque>
#include <utility>

namespace goufang::invoice::einvoice_xml {

namespace {

constexpr std::string_view k_id = "einvoice-xml";
constexpr std::uint64_t k_max_entry = std::uint64_t{16} << 20; ///< bytes of one invoice in an archive, unpacked

/// What is taken from an invoice.
struct Invoice {
    std::string number, seller_tax_id, day, total, name, tax_id, address, phone, bank, account;
};

struct Tag {
    std::string_view names; ///< '|' between; of those that a file has, the first that is filled counts
    std::string Invoice::*member;
};
constexpr Tag k_tags[] = {
    {"InvoiceNumber|EIid|发票号码|数电票号码|FPHM", &Invoice::number},
    {"SellerIdNum|销售方纳税人识别号|销售方税号|销售方识别号|销方识别号|XSFNSRSBH|XSF_NSRSBH|XSFSBH",
     &Invoice::seller_tax_id},
    {"IssueTime|RequestTime|开票日期|开票时间|KPRQ", &Invoice::day},
    {"TotalTax-includedAmount|价税合计|JSHJ", &Invoice::total},
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

/// The invoice of a file into a row; false when there is nothing to give out (Harvest::take).
class InvoiceFile {
  public:
    InvoiceFile(std::string_view input, const ReadOptions& options)
        : m_input(input), m_scanner(input, options, is_record) {
        if (local(m_scanner.root().name) != "EInvoice") m_scanner.refuse("xml.not_this_format", m_scanner.root().name);
    }

    bool read(Row& row, Harvest& harvest) {
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
        return harvest.take(row, {invoice_number(invoice.number, {}, {}),
                                  invoice.seller_tax_id,
                                  invoice_day(invoice.day),
                                  invoice_cents(invoice.total, {}, {}),
                                  {},
                                  std::string(xml::trim(invoice.number))});
    }

    const xml::Scanner& scanner() const { return m_scanner; }

  private:
    static void fill(const Invoice& invoice, Row& row) {
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
        row.present = bit(Field::name) | bit(Field::tax_id) | bit(Field::address) | bit(Field::phone) |
                      bit(Field::bank) | bit(Field::account);
    }

    std::string_view m_input;
    xml::Scanner m_scanner;
};

class EInvoiceReader : public Reader {
  public:
    EInvoiceReader(std::string_view input, const ReadOptions& options) : m_file(input, options), m_harvest(options) {}

    bool next(Row& row) override { return !std::exchange(m_done, true) && m_file.read(row, m_harvest); }
    text::Encoding encoding() const override { return m_file.scanner().encoding(); }
    std::size_t position() const override { return m_file.scanner().position(); }
    std::span<const Issued> invoices() const override { return m_harvest.invoices(); }

  private:
    InvoiceFile m_file;
    Harvest m_harvest;
    bool m_done = false;
};

bool is_invoice(std::string_view file) {
    const auto root = xml::sniff_root(file);
    return root && local(root->name) == "EInvoice";
}

bool is_xml_name(std::string_view name) {
    if (name.size() < 4) return false;
    std::string end(name.substr(name.size() - 4));
    std::transform(end.begin(), end.end(), end.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
    return end == ".xml";
}

/// The invoices of an archive. Row::raw is the number of the entry: unpacked, they are not kept.
class ArchiveReader : public Reader {
  public:
    ArchiveReader(std::string_view input, const ReadOptions& options)
        : m_input(input), m_options(options), m_harvest(options), m_zip(input) {}

    bool next(Row& row) override {
        while (m_next < m_zip.entries().size()) {
            const std::size_t entry = m_next++;
            if (!is_xml_name(m_zip.entries()[entry].name)) continue;
            const std::string file = m_zip.read(entry, k_max_entry);
            if (!is_invoice(file)) continue;
            ++m_line;
            try {
                InvoiceFile invoice(file, m_options);
                const bool given = invoice.read(row, m_harvest);
                m_encoding = invoice.scanner().encoding();
                if (!given) continue;
            } catch (const Error&) { // the others are read all the same
                xml::reset(row);
                row.kind = RowKind::bad;
            }
            row.line = m_line;
            row.raw = m_entries.emplace_back(std::to_string(entry));
            return true;
        }
        return false;
    }

    text::Encoding encoding() const override { return m_encoding; }
    std::size_t position() const override {
        return m_input.size() * m_next / std::max<std::size_t>(m_zip.entries().size(), 1);
    }
    std::span<const Issued> invoices() const override { return m_harvest.invoices(); }

  private:
    std::string_view m_input;
    ReadOptions m_options;
    Harvest m_harvest;
    file::Zip m_zip;
    std::size_t m_next = 0;
    std::int64_t m_line = 0;
    std::deque<std::string> m_entries; ///< what Row::raw shows
    text::Encoding m_encoding = text::Encoding::utf8;
};

/// Invoices that were not taken, in an archive again.
class ArchiveRejects : public RejectWriter {
  public:
    ArchiveRejects(file::Sink& sink, std::string_view input) : m_from(input), m_to(sink) {}
    void row(const Row& row, std::string_view) override {
        std::size_t entry = 0;
        std::from_chars(row.raw.data(), row.raw.data() + row.raw.size(), entry);
        m_to.add(m_from.entries()[entry].name, m_from.read(entry, k_max_entry));
    }
    void finish() override { m_to.finish(); }

  private:
    file::Zip m_from;
    file::ZipWriter m_to;
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
    if (!file::is_zip(head)) return is_invoice(head) ? Sniff::sure : Sniff::no;
    try {
        const file::Zip zip(head);
        if (zip.find("[Content_Types].xml")) return Sniff::no; // an office document
        for (std::size_t i = 0; i < zip.entries().size(); ++i)
            if (is_xml_name(zip.entries()[i].name) && is_invoice(zip.read(i, k_max_entry))) return Sniff::sure;
    } catch (const Error&) { // damaged, or cut off by who asks: said when it is opened
    }
    return Sniff::no;
}

std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options) {
    if (file::is_zip(bytes)) return std::make_unique<ArchiveReader>(bytes, options);
    return std::make_unique<EInvoiceReader>(bytes, options);
}

std::unique_ptr<Writer> create(file::Sink&, const WriteOptions&) {
    throw Error(Code::cannot_write, {std::string(k_id)});
}

std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view input, const ReadOptions&) {
    if (file::is_zip(input)) return std::make_unique<ArchiveRejects>(sink, input);
    return std::make_unique<SameFile>(sink);
}

model::Buyer through(const model::Buyer& buyer, const WriteOptions&) { return buyer; }

bool can_write(const model::Buyer&, const WriteOptions&, check::Finding&) { return false; }

} // namespace goufang::invoice::einvoice_xml
