#pragma once
// Files of the invoicing world: bytes in, values out. A format opens no file, asks no one, logs nothing. The table
// (formats.def) has one line per format; the rest of the program asks a format what it can, never which it is.

#include "core/check/check.h"
#include "core/file/file.h"
#include "core/model/buyer.h"
#include "core/text/charset.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::invoice {

/// A category as a file tells it. Which of the parts are filled depends on the format.
struct CategoryRow {
    std::string code, name;
    std::string parent_code; ///< "" = root or told by the path
    std::string path;        ///< full path as in model::join_path when the file has paths
    std::int64_t order = -1; ///< place among its siblings when the file tells it; -1 = the order of the rows
};

enum class RowKind : std::uint8_t { category, buyer, bad };

/// Lines of a workbook's tables behind the first: sheet (1-based, as the tabs stand) and row in one number, greater
/// than those of the sheets before it. Sheet 0 = the first table, or a file without sheets: the row alone.
constexpr std::int64_t sheet_line(std::int64_t sheet, std::int64_t row) { return sheet << 40 | row; }
constexpr std::int64_t sheet_of(std::int64_t line) { return line >> 40; }
constexpr std::int64_t row_of(std::int64_t line) { return line & ((std::int64_t{1} << 40) - 1); }
/// As people read it: "5", in the third sheet "3!5".
std::string line_text(std::int64_t line);

/// One record of a file. The reader reuses it between calls.
struct Row {
    RowKind kind = RowKind::buyer;
    std::int64_t line = 0;                    ///< the input's own line number, 1-based, where the record starts; of a
                                              ///< workbook's later tables as in sheet_line()
    CategoryRow category;                     ///< kind category
    model::Buyer buyer;                       ///< kind buyer
    std::string category_code, category_path; ///< where the buyer belongs; both empty = 未分类
    bool orphan = false;                      ///< the file names a category that it does not have
    std::vector<check::Finding> findings;     ///< doubts of the reader; for kind bad the cause is the first
    std::string_view raw;                     ///< the record's own bytes in the input, for the reject file
    /// Fields that the file can hold (a CSV without a phone column says nothing about phones). Bit = Field.
    std::uint64_t present = ~std::uint64_t{0};
    std::uint64_t party = 0; ///< harvested from issued invoices: what Issued::party calls this buyer; else 0
};

/// An issued invoice that a file tells of; harvest.h says which count.
struct Issued {
    std::uint64_t party = 0;           ///< Row::party of its buyer
    std::string number;                ///< 20 digits, or code and number of a paper invoice in one
    std::string day;                   ///< YYYY-MM-DD; empty when the file does not tell it
    std::optional<std::int64_t> cents; ///< with tax; none when the file does not tell it
};

struct ReadOptions {
    std::optional<text::Encoding> encoding; ///< none = detect
    std::string map;                        ///< text of a --map file (csv, tsv); see invoice/columns.h
    std::string sheet;                      ///< workbooks: name of the sheet; "" = the visible ones with a heading
    std::string own_tax_id;                 ///< of the seller, for invoices (harvest.h); "" = whoever sells
    std::int64_t max_bytes = std::int64_t{4} << 30;
};

/// Pull reader over the whole input. Throws Error syntax/encoding/... with a position for what makes the whole file
/// unreadable; a bad record is a Row of kind bad and reading goes on.
class Reader {
  public:
    virtual ~Reader() = default;
    virtual bool next(Row& row) = 0;
    virtual text::Encoding encoding() const = 0;
    virtual std::size_t position() const = 0; ///< bytes consumed, for progress
    /// The issued invoices of the buyers that were given out; complete once next() said that there are no more rows.
    virtual std::span<const Issued> invoices() const { return {}; }
    /// Column headings and their fields where the format has columns, for the preview; else empty.
    virtual std::vector<std::pair<std::string, std::optional<model::Field>>> columns() const { return {}; }
};

struct Goods {
    std::string name, code, rate, amount; ///< rate "0.13" or "13%", amount in yuan, 2 decimals, without tax
};

struct WriteOptions {
    std::optional<text::Encoding> encoding; ///< none = the format's own
    std::optional<Goods> goods;             ///< kp-xml, fpkj-xml
    std::string_view template_bytes{};      ///< a file to fill (kp-xml, etax-...)
    std::string map;                        ///< text of a --map file for the headings of a template (etax-...)
    std::string separator;                  ///< aisino-text: "~~" "," " "
    std::string seller_tax_id, seller_name;
    /// Formats with `sheets`: a sheet for each category that has buyers, named as it, instead of one for all. The
    /// buyers have to come category by category (export_to() sees to that).
    bool sheet_per_category = false;
    std::int64_t buyers = -1; ///< how many rows will come, when known: some files state a count first
};

/// What filling a template did; complete after finish().
struct TemplateResult {
    std::int64_t bills = 0; ///< in the file
    std::int64_t filled = 0;
    std::vector<std::string> unfilled;   ///< numbers (Djh) of bills that got no buyer
    std::vector<model::Buyer> left_over; ///< chosen buyers that no bill took
    std::int64_t categories_lost = 0;    ///< buyers whose category the template has no column for
    std::int64_t categories_told = 0;    ///< buyers whose category went into a column of the template
    std::string category_example;        ///< the first of these, as it was written
    std::string version, newest;         ///< of a template that states its version: it, and the newest known to us
};

/// Push writer: categories first (parents before children), then buyers, then finish().
class Writer {
  public:
    virtual ~Writer() = default;
    virtual void category(const CategoryRow& c) = 0;
    virtual void buyer(const model::Buyer& b, std::string_view category_code, std::string_view category_path) = 0;
    virtual void finish() = 0;
    virtual const TemplateResult* template_result() const { return nullptr; } ///< of a writer that fills a template
};

/// Writes rejected records in the input's own format with the cause, so that the mended file imports again.
class RejectWriter {
  public:
    virtual ~RejectWriter() = default;
    virtual void row(const Row& row, std::string_view cause) = 0; ///< cause in UTF-8, one line
    virtual void finish() = 0;
};

enum class Sniff : std::uint8_t { no, maybe, sure };

/// Whether a format fills a file that the user has (WriteOptions::template_bytes) or makes one of its own.
enum class Fills : std::uint8_t { no, may, must };

struct Format {
    std::string_view id;
    std::string_view extensions; ///< "txt" or "txt,xml"
    bool reads, writes;
    Fills fills;
    bool categories;          ///< carries the category tree
    bool sheets;              ///< can be written with a sheet per category
    bool verified;            ///< false = 未经客户端验证
    std::string_view profile; ///< check profile used for the pre-flight; "" = none
    text::Encoding default_encoding;

    /// First 64 KiB, or all of a shorter file; all of a file that is a container (a ZIP archive, an OLE file).
    Sniff (*sniff)(std::string_view head);
    std::unique_ptr<Reader> (*open)(std::string_view bytes, const ReadOptions&);
    std::unique_ptr<Writer> (*create)(file::Sink&, const WriteOptions&);
    /// `head`: the input's start (up to its first record), to be kept byte for byte where the format has one.
    std::unique_ptr<RejectWriter> (*rejects)(file::Sink&, std::string_view input, const ReadOptions&);
    /// What would come back: the buyer as a reader of the written file would see it. The pre-flight compares; every
    /// difference is a loss that is announced by field. Must hold exactly: through(b) == read(write(b)).
    model::Buyer (*through)(const model::Buyer&, const WriteOptions&);
    /// False when the record cannot be written at all (e.g. no name); `why` gets a finding. True with the finding
    /// export.formula (a note) when a value is written so that a spreadsheet does not run it (formula_guard.h).
    bool (*can_write)(const model::Buyer&, const WriteOptions&, check::Finding& why);
};

std::span<const Format> formats();
const Format* format(std::string_view id);
/// The best guess by content, extension as the tie-break; nullptr when none fits. `bytes`: the whole file, where it is
/// at hand; only containers are looked at beyond the first 64 KiB. A table whose headings no format knows, but
/// `read.map` does: the format with that extension that reads it so.
const Format* sniff(std::string_view bytes, std::string_view extension, const ReadOptions& read = {});
/// What stands behind the last dot of the file's own name; empty when there is none.
std::string_view file_extension(std::string_view file_name);

} // namespace goufang::invoice
