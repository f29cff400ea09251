#include "invoice/formats/kehubianma_xml.h"

#include "core/text/errors.h"
#include "invoice/xml.h"
#include "invoice/xml_out.h"
#include "invoice/xml_rejects.h"

#include <unordered_set>

namespace goufang::invoice::kehubianma_xml {

namespace {

constexpr std::string_view k_type = "KEHUBIANMA";
constexpr std::string_view k_root_code = "0";

bool is_record(std::string_view parent, std::string_view name) {
    return name == "Row" && (parent == "KHXX" || parent == "FENLEI");
}
bool is_buyer(std::string_view parent, std::string_view name) { return name == "Row" && parent == "KHXX"; }

std::string_view or_root(std::string_view code) { return code.empty() ? k_root_code : code; }

class KehubianmaReader : public Reader {
  public:
    KehubianmaReader(std::string_view bytes, const ReadOptions& options)
        : m_bytes(bytes), m_options(options), m_scanner(bytes, options, is_record) {
        const xml::Root& root = m_scanner.root();
        const std::string type = root.attribute("TYPE");
        if (root.name != "Data") m_scanner.refuse("xml.not_this_format", root.name);
        if (!type.empty() && type != k_type) throw Error(Code::format_refused, {"kehubianma-xml", type});
    }

    bool next(Row& row) override {
        xml::Record record;
        if (!m_scanner.next(record)) return false;
        xml::reset(row);
        row.line = record.line;
        row.raw = record.raw;
        if (record.parent == "FENLEI")
            read_category(record.element, row);
        else
            read_buyer(record.element, row);
        return true;
    }

    text::Encoding encoding() const override { return m_scanner.encoding(); }
    std::size_t position() const override { return m_scanner.position(); }

  private:
    void read_category(xml::Element e, Row& row) {
        row.kind = RowKind::category;
        CategoryRow& c = row.category;
        for (xml::Attribute a = e.first_attribute(); a; a = a.next()) {
            const std::string_view name = a.name();
            if (name == "BM")
                c.code = a.value();
            else if (name == "MC")
                c.name = a.value();
            else if (name == "PID" && a.value() != k_root_code)
                c.parent_code = a.value();
        }
        m_have_categories = true;
        m_categories.insert(c.code);
    }

    void read_buyer(xml::Element e, Row& row) {
        if (!m_have_categories && !m_looked_ahead) look_ahead();
        model::Buyer& b = row.buyer;
        std::uint64_t present = 0;
        std::string_view pid, address, bank;
        for (xml::Attribute a = e.first_attribute(); a; a = a.next()) {
            const std::string_view name = a.name(), value = a.value();
            if (name == "BM") {
                b.code = value;
                present |= xml::bit(Field::code);
            } else if (name == "MC") {
                b.name = value;
                present |= xml::bit(Field::name);
            } else if (name == "PID") {
                pid = value;
            } else if (name == "JM") {
                b.mnemonic = value;
                present |= xml::bit(Field::mnemonic);
            } else if (name == "NSRSBH" || (name == "SH" && b.tax_id.empty())) {
                b.tax_id = value;
                present |= xml::bit(Field::tax_id);
            } else if (name == "DZ" || (name == "DZDH" && address.empty())) {
                address = value;
                present |= xml::k_address_bits;
            } else if (name == "YHZH") {
                bank = value;
                present |= xml::k_account_bits;
            } else if (name == "YJDZ") {
                b.email = value;
                present |= xml::bit(Field::email);
            }
        }
        row.present = present;
        xml::read_addresses(address, row);
        xml::read_accounts(bank, row);
        place(pid, row);
    }

    void place(std::string_view pid, Row& row) {
        if (pid.empty() || pid == k_root_code) return;
        row.category_code = pid;
        if (m_last_pid == pid) return; // buyers of one category stand together
        if (m_categories.contains(row.category_code)) {
            m_last_pid = pid;
            return;
        }
        const std::string& code = row.buyer.code;
        for (std::size_t n = code.empty() ? 0 : code.size() - 1; n > 0; --n) {
            std::string prefix = code.substr(0, n);
            if (!m_categories.contains(prefix)) continue;
            row.category_code = std::move(prefix);
            return;
        }
        row.orphan = true;
    }

    /// Buyers came before any category: the categories may stand behind them.
    void look_ahead() {
        m_looked_ahead = true;
        const text::Encoding e = m_scanner.encoding();
        const bool wide = e == text::Encoding::utf16le || e == text::Encoding::utf16be;
        if (!wide && m_bytes.find("<FENLEI", m_scanner.position()) == std::string_view::npos) return;
        xml::Scanner rows(m_bytes, m_options, is_record);
        xml::Record record;
        try {
            while (rows.next(record))
                if (record.parent == "FENLEI")
                    for (xml::Attribute a = record.element.first_attribute(); a; a = a.next())
                        if (a.name() == "BM") m_categories.insert(std::string(a.value()));
        } catch (const Error&) {
            return; // said when the reader gets there
        }
    }

    std::string_view m_bytes;
    ReadOptions m_options;
    xml::Scanner m_scanner;
    std::unordered_set<std::string> m_categories;
    std::string m_last_pid;
    bool m_have_categories = false, m_looked_ahead = false;
};

class KehubianmaWriter : public Writer {
  public:
    KehubianmaWriter(file::Sink& sink, const WriteOptions& options)
        : m_out(sink, options.encoding.value_or(text::Encoding::gbk), true) {
        m_out.prolog();
        m_out.raw("<Data TYPE=\"KEHUBIANMA\">\r\n  <FENLEI>\r\n");
    }

    void category(const CategoryRow& c) override {
        const std::string_view parent = or_root(c.parent_code);
        m_out.raw("    <Row BM=\"");
        m_out.value(c.code, xml::k_attribute);
        m_out.raw("\" MC=\"");
        m_out.value(c.name, xml::k_attribute);
        m_out.raw("\" PID=\"");
        m_out.value(parent, xml::k_attribute);
        m_out.raw("\" O_BM=\"");
        m_out.value(c.code, xml::k_attribute);
        m_out.raw("\" O_PID=\"");
        m_out.value(parent, xml::k_attribute);
        m_out.raw("\"/>\r\n");
        m_out.end_record();
    }

    void buyer(const model::Buyer& b, std::string_view category_code, std::string_view) override {
        start_buyers();
        const std::string_view pid = or_root(category_code);
        m_out.raw("    <Row BM=\"");
        m_out.value(b.code, xml::k_attribute);
        m_out.raw("\" MC=\"");
        m_out.value(b.name, xml::k_attribute);
        m_out.raw("\" PID=\"");
        m_out.value(pid, xml::k_attribute);
        m_out.raw("\" JM=\"");
        m_out.value(b.mnemonic, xml::k_attribute);
        m_out.raw("\" NSRSBH=\"");
        m_out.value(b.tax_id, xml::k_attribute);
        m_out.raw("\" DZ=\"");
        pair(b.address, b.phone);
        for (const model::AddressPhone& a : b.more_addresses) {
            m_out.raw(xml::k_set_separator);
            pair(a.address, a.phone);
        }
        m_out.raw("\" YHZH=\"");
        pair(b.bank, b.account);
        for (const model::BankAccount& a : b.more_accounts) {
            if (!a.until.empty()) continue;
            m_out.raw(xml::k_set_separator);
            pair(a.bank, a.account);
        }
        m_out.raw("\" YJDZ=\"");
        m_out.value(b.email, xml::k_attribute);
        m_out.raw("\" KZ1=\"\" KZ2=\"\" O_BM=\"");
        m_out.value(b.code, xml::k_attribute);
        m_out.raw("\" O_PID=\"");
        m_out.value(pid, xml::k_attribute);
        m_out.raw("\"/>\r\n");
        m_out.end_record();
    }

    void finish() override {
        start_buyers();
        m_out.raw("  </KHXX>\r\n</Data>\r\n");
        m_out.finish();
    }

  private:
    void start_buyers() {
        if (m_buyers) return;
        m_out.raw("  </FENLEI>\r\n  <KHXX>\r\n");
        m_buyers = true;
    }

    /// As text::join_pair.
    void pair(std::string_view left, std::string_view right) {
        m_out.value(left, xml::k_attribute_sets);
        if (!left.empty() && !right.empty()) m_out.raw(" ");
        m_out.value(right, xml::k_attribute_sets);
    }

    xml::Out m_out;
    bool m_buyers = false;
};

} // namespace

Sniff sniff(std::string_view head) {
    const std::optional<xml::Root> root = xml::sniff_root(head);
    if (!root || root->name != "Data") return Sniff::no;
    const std::string type = root->attribute("TYPE");
    if (type == k_type) return Sniff::sure;
    return type.empty() && head.find("<KHXX") != std::string_view::npos ? Sniff::maybe : Sniff::no;
}

std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options) {
    return std::make_unique<KehubianmaReader>(bytes, options);
}

std::unique_ptr<Writer> create(file::Sink& sink, const WriteOptions& options) {
    return std::make_unique<KehubianmaWriter>(sink, options);
}

std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view input, const ReadOptions& options) {
    return xml::reject_writer(sink, input, options, {is_record, is_buyer, false, {}});
}

model::Buyer through(const model::Buyer& b, const WriteOptions&) {
    Row row;
    row.buyer.code = xml::attribute_value(b.code, false);
    row.buyer.name = xml::attribute_value(b.name, false);
    row.buyer.mnemonic = xml::attribute_value(b.mnemonic, false);
    row.buyer.tax_id = xml::attribute_value(b.tax_id, false);
    row.buyer.email = xml::attribute_value(b.email, false);
    xml::read_addresses(xml::attribute_value(xml::joined_addresses(b), true), row);
    xml::read_accounts(xml::attribute_value(xml::joined_accounts(b), true), row);
    return std::move(row.buyer);
}

bool can_write(const model::Buyer& b, const WriteOptions&, check::Finding& why) {
    if (!xml::trim(b.name).empty()) return true;
    why = {check::Severity::error, "file.no_name", Field::name, b.name, {}, {}, {}};
    return false;
}

} // namespace goufang::invoice::kehubianma_xml
