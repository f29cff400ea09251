// Issued invoices for vehicles, used cars and freight as the device clients export them (formats-desktop 6), read only:
// <business><body>... with one body an invoice, or <taxML><jdcxsfpMxxx>... GBK. Not tried with files of a real client.
//
// Every record is an issued invoice (harvest.h). Buyer: the purchaser of the vehicle, the payer of the freight. In
// vehicle files dh, zh, dz and khyh are the SELLER's and are not read; of the freight parties only the payer is. Where
// there is no tax id, sfzhm (ID card or organisation code) stands for it; a valid ID card makes the buyer a person.
// Names, by client version; those of number, day, amounts and seller come from public programs that write such files:
//   vehicle   gfdwmc gfdwsbh sfzhm | ghdw ghdwdm sfzhm | ghdw gfsbh (also an ID number)
//   used car  gfmc gfdm gfdz gfdh
//   freight   spfmc spfsbh
//   all       fpdm fphm kprq, jshj or the sum of two; nsrsbh, xfsh or cyrsbh = seller; zfbz or fpbz 1 = void
// An invoice without code and number has no history: its buyer is taken and file.invoice_unnumbered says how many.

#include "core/check/check.h"
#include "core/text/errors.h"
#include "core/text/fold.h"
#include "core/text/split.h"
#include "invoice/xml_bills.h"
#include "invoice/xml_rejects.h"

#include <algorithm>

namespace goufang::invoice::vehicle_freight_xml {

namespace {

constexpr std::string_view k_id = "vehicle-freight-xml";

/// A kind of file by its root: which of its children are invoices, and the ids its root may have.
struct Shell {
    std::string_view root, record;
    bool ids; ///< the root has an id in other kinds of files, too: only the known ones are ours
};
constexpr Shell k_shells[] = {{"business", "body", true}, {"taxML", "jdcxsfpMxxx", false}};
constexpr std::string_view k_business_ids[] = {"", "JDCFP", "HWYSYZZSZYFP"};

constexpr xml::BillTag k_tags[] = {{"gfdwmc", &xml::Bill::name},
                                   {"ghdw", &xml::Bill::name},
                                   {"gfmc", &xml::Bill::name},
                                   {"spfmc", &xml::Bill::name},
                                   {"gfdwsbh", &xml::Bill::tax_id},
                                   {"ghdwdm", &xml::Bill::tax_id},
                                   {"gfsbh", &xml::Bill::tax_id},
                                   {"gfdm", &xml::Bill::tax_id},
                                   {"spfsbh", &xml::Bill::tax_id},
                                   {"sfzhm", &xml::Bill::id_card},
                                   {"gfdz", &xml::Bill::address_phone},
                                   {"gfdh", &xml::Bill::phone},
                                   {"fpdm", &xml::Bill::code},
                                   {"fphm", &xml::Bill::issued},
                                   {"kprq", &xml::Bill::day},
                                   {"nsrsbh", &xml::Bill::seller},
                                   {"xfsh", &xml::Bill::seller},
                                   {"cyrsbh", &xml::Bill::seller},
                                   {"jshj", &xml::Bill::total},
                                   {"hjje", &xml::Bill::amount},
                                   {"bhsj", &xml::Bill::amount},
                                   {"je", &xml::Bill::amount},
                                   {"se", &xml::Bill::tax},
                                   {"zzsse", &xml::Bill::tax},
                                   {"zfbz", &xml::Bill::state},
                                   {"fpbz", &xml::Bill::state}};

bool is_record(std::string_view parent, std::string_view name) {
    return std::any_of(std::begin(k_shells), std::end(k_shells),
                       [&](const Shell& s) { return s.root == parent && s.record == name; });
}

bool is_root(const xml::Root& root) {
    for (const Shell& s : k_shells)
        if (s.root == root.name)
            return !s.ids || std::count(std::begin(k_business_ids), std::end(k_business_ids), root.attribute("id")) > 0;
    return false;
}

void extract(xml::Element record, xml::Bill& bill) {
    xml::collect(record, k_tags, bill);
    bill.number = bill.issued;
    bill.state = xml::trim(bill.state) == "1" ? "作废" : ""; // fpbz 2 is red: it counts, with its negative amount
    bill.person = false;
    if (xml::trim(bill.tax_id).empty()) {
        bill.tax_id = text::clean_tax_id(bill.id_card);
        bill.person = check::id_card_valid(bill.tax_id);
    }
    bill.address_phone = text::join_pair(xml::trim(bill.address_phone), xml::trim(bill.phone));
}

void check_root(const xml::Scanner& scanner) {
    const xml::Root& root = scanner.root();
    if (is_root(root)) return;
    const std::string id = root.attribute("id");
    scanner.refuse("xml.not_this_format", id.empty() ? root.name : root.name + " id=" + id);
}

constexpr xml::BillShape k_shape{
    k_id,       is_record, false,
    {},         {},        extract,
    check_root, true,      xml::bit(model::Field::name) | xml::bit(model::Field::tax_id) | xml::k_address_bits};

} // namespace

Sniff sniff(std::string_view head) {
    const std::optional<xml::Root> root = xml::sniff_root(head);
    if (!root || !is_root(*root)) return Sniff::no;
    try {
        xml::Scanner scanner(head, {}, is_record);
        xml::Record record;
        xml::Bill bill;
        if (!scanner.next(record)) return Sniff::no;
        extract(record.element, bill);
        return bill.name.empty() && bill.tax_id.empty() ? Sniff::no : Sniff::sure;
    } catch (const Error&) { // damaged: said when it is opened
        return Sniff::no;
    }
}

std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options) {
    return xml::bill_reader(bytes, options, k_shape);
}

std::unique_ptr<Writer> create(file::Sink&, const WriteOptions&) {
    throw Error(Code::cannot_write, {std::string(k_id)});
}

std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view input, const ReadOptions& options) {
    return xml::reject_writer(sink, input, options, {is_record, is_record, false, {}});
}

model::Buyer through(const model::Buyer& buyer, const WriteOptions&) { return buyer; }

bool can_write(const model::Buyer&, const WriteOptions&, check::Finding&) { return false; }

} // namespace goufang::invoice::vehicle_freight_xml
