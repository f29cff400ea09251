// Workbooks of Excel 97 to 2003 (.xls), read only. A list of issued invoices, as the clients export it, is harvested
// (invoice_sheet.h); any other table is one of buyers. The reject file is a workbook of the newer kind (.xlsx), which
// every program that reads the one reads too. Cells: biff.h; table: sheet_table.h.

#include "core/text/errors.h"
#include "invoice/biff.h"
#include "invoice/invoice_sheet.h"
#include "invoice/ole.h"

namespace goufang::invoice::xls {

/// A workbook with a password has the same container: opening it says so.
Sniff sniff(std::string_view head) {
    if (!is_ole(head)) return Sniff::no;
    try {
        const OleFile ole(head);
        return ole.has("Workbook") || ole.has("Book") || ole.has("EncryptedPackage") ? Sniff::sure : Sniff::no;
    } catch (const Error&) { // opening it says what is wrong
        return Sniff::maybe;
    }
}

std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options) {
    check_size(bytes, options);
    std::unique_ptr<BookSource> book = open_biff(bytes);
    if (invoice_sheet::find(*book, options.sheet))
        return invoice_sheet::open(std::move(book), bytes.size(), options, "xls");
    return sheets::open(std::move(book), bytes.size(), options);
}

std::unique_ptr<Writer> create(file::Sink&, const WriteOptions&) { throw Error(Code::cannot_write, {"xls"}); }

std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view input, const ReadOptions& options) {
    return sheets::rejects(sink, open_biff(input), options);
}

model::Buyer through(const model::Buyer& buyer, const WriteOptions&) { return buyer; }
bool can_write(const model::Buyer&, const WriteOptions&, check::Finding&) { return false; }

} // namespace goufang::invoice::xls
