#pragma once
// Tables of text with headings: csv (',' ';' or TAB, found by itself) and tsv (TAB). RFC 4180 with any line end and any
// encoding; see text_table.h for what is tolerated, columns.h for the headings and --map.
//
// Reading
//   - The heading row is the first of the first 20 records with two known headings of which one is a name or a tax
//     id; title rows may stand above it, and a line "sep=;". Failing that the first record, when it names at least
//     one of these two. Throws Error syntax csv.no_heading.
//   - A record with fewer or more cells than headings is bad (more are allowed when they are empty); rows of empty
//     cells are passed over. Cells are taken as they are, spaces included.
//   - Numbers that a spreadsheet damaged make the record bad, rule file.damaged_number: never guessed (columns.h). In
//     code, tax id, account, phone and mobile the wrapping ="...", an apostrophe before the digits and TABs at the
//     ends, with which programs keep a spreadsheet from doing that, are taken off.
//   - An empty cell of kind, status or 身份证校验 says nothing about the field; a cell that does not fit its field is
//     left out with the finding file.bad_value.
//
// Writing
//   - One column for each field of the field table, then 分类 (the path) and 分类编码; CRLF; UTF-8 with BOM unless
//     told otherwise, so that a spreadsheet reads it. Lists are JSON in their cell. Categories without buyers are not
//     written.
//   - Lossless but for characters outside the encoding. A cell that a spreadsheet would run as a formula (= + - @ TAB
//     CR first) gets an apostrophe before it, which reading takes off again (formula_guard.h); the pre-flight names
//     each such value (export.formula).

#include "invoice/columns.h"
#include "invoice/text_table.h"

#include <optional>
#include <string_view>
#include <vector>

namespace goufang::invoice::table {

/// Where a table starts and what its columns mean.
struct Head {
    InputEncoding encoding;
    char delimiter = ',';
    std::vector<Column> columns;
    std::string_view heading;         ///< raw bytes of the heading row
    std::size_t heading_at = 0;       ///< its offset in the input
    std::size_t data_at = 0;          ///< offset of the first record
    std::int64_t data_line = 0;       ///< its line
    std::size_t width = 0;            ///< headings, without empty ones at the end
    std::optional<std::size_t> cause; ///< column 原因 at the end: a reject file
    std::size_t known = 0;
};

inline constexpr std::size_t k_heading_rows = 20; ///< how far down the heading row may stand

/// `delimiter` 0 = find it. None when there is no heading row.
std::optional<Head> find_head(std::string_view bytes, InputEncoding encoding, const ColumnMap& map, char delimiter);

std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options, char delimiter);
std::unique_ptr<Writer> create(file::Sink& sink, const WriteOptions& options, char delimiter);
std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view input, const ReadOptions& options,
                                      char delimiter);
model::Buyer through(const model::Buyer& buyer, const WriteOptions& options);
/// Always true; `why` tells of a value that is written with an apostrophe before it.
bool can_write(const model::Buyer& buyer, check::Finding& why);

} // namespace goufang::invoice::table
