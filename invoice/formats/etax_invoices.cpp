// 全量发票查询导出结果 of the platform (formats-digital 3.3), read only: the buyers of issued invoices and their
// history. Sheets and rows: invoice_sheet.h. Received invoices, which the same export may hold, are refused by
// --own-tax-id. The reject file is a workbook with the same headings.

#include "core/text/errors.h"
#include "invoice/invoice_sheet.h"

namespace goufang::invoice::etax_invoices_xlsx {

Sniff sniff(std::string_view head) {
    return invoice_sheet::is_platform_export(sheets::names(head)) ? Sniff::sure : Sniff::no;
}

std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options) {
    check_size(bytes, options);
    return invoice_sheet::open(open_workbook(bytes), bytes.size(), options, "etax-invoices-xlsx");
}

std::unique_ptr<Writer> create(file::Sink&, const WriteOptions&) {
    throw Error(Code::cannot_write, {"etax-invoices-xlsx"});
}

std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view input, const ReadOptions& options) {
    ReadOptions same = options;
    std::unique_ptr<BookSource> book = open_workbook(input);
    same.sheet = invoice_sheet::find(*book, options.sheet).value_or(options.sheet);
    return sheets::rejects(sink, std::move(book), same);
}

model::Buyer through(const model::Buyer& buyer, const WriteOptions&) { return buyer; }
bool can_write(const model::Buyer&, const WriteOptions&, check::Finding&) { return false; }

} // namespace goufang::invoice::etax_invoices_xlsx
