#include "invoice/formats/etax.h"

#include "core/text/fold.h"
#include "invoice/combined.h"
#include "invoice/rules.h"
#include "invoice/sheet_out.h"
#include "invoice/sheet_table.h"

#include <algorithm>

namespace goufang::invoice {

namespace etax {

using model::Field;

std::optional<Kind> kind_of(const std::vector<std::string>& sheets) {
    for (const std::string& name : sheets)
        if (name == "excelVersion" || name.ends_with("发票基本信息")) return Kind::batch;
    for (const std::string& name : sheets)
        if (name.find("客户信息") != std::string::npos) return Kind::customer;
    return std::nullopt;
}

std::uint64_t fields_of(Kind kind) {
    const std::uint64_t party = bit(Field::name) | bit(Field::tax_id) | bit(Field::address) | bit(Field::phone) |
                                bit(Field::bank) | bit(Field::account) | bit(Field::email);
    if (kind == Kind::batch) return party;
    return party | bit(Field::mnemonic) | bit(Field::code) | bit(Field::mobile) | bit(Field::remark);
}

bool invoice_column(std::string_view heading) {
    if (is_serial_heading(heading)) return true;
    const std::string folded = text::fold_heading(heading);
    for (const std::string_view own : {"发票类型", "是否含税"})
        if (folded == own) return true;
    return false;
}

bool can_write(const model::Buyer& buyer, check::Finding& why) {
    if (buyer.name.empty()) {
        why = finding("file.no_name", {}, {});
        return false;
    }
    for (const model::FieldInfo& f : model::k_fields) {
        const std::string* text = model::text_member(buyer, f.field);
        if (!text || !too_long_for_cell(*text)) continue;
        why = finding("export.cell_full", {}, {std::string(f.key), std::to_string(k_cell_characters)});
        why.field = f.field;
        return false;
    }
    return true;
}

namespace {

Sniff sniff(std::string_view head, Kind kind) {
    const auto found = kind_of(sheets::names(head));
    return found == kind ? Sniff::sure : Sniff::no;
}

} // namespace

} // namespace etax

namespace etax_customer_xlsx {

Sniff sniff(std::string_view head) { return etax::sniff(head, etax::Kind::customer); }
std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options) {
    return sheets::open(bytes, options, etax::fields_of(etax::Kind::customer));
}
std::unique_ptr<Writer> create(file::Sink& sink, const WriteOptions& options) {
    return etax::create(sink, options, etax::Kind::customer);
}
std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view input, const ReadOptions& options) {
    return sheets::rejects(sink, input, options);
}
model::Buyer through(const model::Buyer& buyer, const WriteOptions& options) {
    return etax::through(buyer, options, etax::Kind::customer);
}
bool can_write(const model::Buyer& buyer, const WriteOptions&, check::Finding& why) {
    return etax::can_write(buyer, why);
}

} // namespace etax_customer_xlsx

namespace etax_batch_xlsx {

Sniff sniff(std::string_view head) { return etax::sniff(head, etax::Kind::batch); }
std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options) {
    return sheets::open(bytes, options, etax::fields_of(etax::Kind::batch));
}
std::unique_ptr<Writer> create(file::Sink& sink, const WriteOptions& options) {
    return etax::create(sink, options, etax::Kind::batch);
}
std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view input, const ReadOptions& options) {
    return sheets::rejects(sink, input, options);
}
model::Buyer through(const model::Buyer& buyer, const WriteOptions& options) {
    return etax::through(buyer, options, etax::Kind::batch);
}
bool can_write(const model::Buyer& buyer, const WriteOptions&, check::Finding& why) {
    return etax::can_write(buyer, why);
}

} // namespace etax_batch_xlsx

} // namespace goufang::invoice
