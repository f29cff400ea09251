#include "invoice/formats/csv.h"

#include "invoice/formula_guard.h"
#include "invoice/rules.h"

#include <algorithm>

namespace goufang::invoice {

namespace table {

namespace {

std::optional<Head> find_head_with(std::string_view bytes, InputEncoding encoding, const ColumnMap& map,
                                   char delimiter) {
    Records records(bytes, encoding, delimiter);
    std::optional<Head> first;
    for (std::size_t i = 0; i < k_heading_rows && records.next(); ++i) {
        if (records.fault() != RecordFault::none) continue;
        Head h;
        h.encoding = encoding;
        h.delimiter = delimiter;
        h.columns = map.columns(records.cells());
        const Known k = known(h.columns);
        h.heading = records.raw();
        h.heading_at = static_cast<std::size_t>(h.heading.data() - bytes.data());
        h.data_at = records.lines().position();
        h.data_line = records.lines().number();
        h.known = k.count;
        h.width = h.columns.size();
        while (h.width && h.columns[h.width - 1].heading.empty()) --h.width;
        if (h.width && h.columns[h.width - 1].role == Role::ignored && trim(h.columns[h.width - 1].heading) == "原因")
            h.cause = h.width - 1;
        if (k.buyer && k.count >= 2) return h;
        if (!first && i == 0 && k.buyer) first = std::move(h);
    }
    return first;
}

/// "sep=;" as the first line, with which a spreadsheet is told the delimiter.
char told_delimiter(std::string_view bytes, InputEncoding encoding) {
    LineSource lines(bytes, encoding);
    Line line;
    if (!lines.next(line) || line.text.size() != 5 || !line.text.starts_with("sep=")) return 0;
    return line.text[4];
}

Sniff sniff_table(std::string_view head, bool tabs) {
    if (head.empty()) return Sniff::no;
    const InputEncoding encoding = head_encoding(head);
    LineSource lines(head, encoding);
    Line line;
    if (!lines.next(line)) return Sniff::no;
    if (line.bad_at != text::npos && line.bad_at < 8) return Sniff::no; // a workbook, a picture
    if (std::any_of(line.text.begin(), line.text.end(), [](char c) { return c >= 0 && c < '\t'; })) return Sniff::no;
    const std::string_view start = trim(line.text);
    if (start.starts_with('<') || start.starts_with('{') || start.starts_with("//") || start.starts_with("SJJK"))
        return Sniff::no;
    const auto found = find_head(head, encoding, ColumnMap(), 0);
    if (!found || (found->delimiter == '\t') != tabs) return Sniff::no;
    // The Aisino text in its ',' dialect names columns too, in a comment.
    if (trim(found->columns[0].heading).starts_with("//")) return Sniff::no;
    return found->known >= 2 ? Sniff::sure : Sniff::maybe;
}

} // namespace

std::optional<Head> find_head(std::string_view bytes, InputEncoding encoding, const ColumnMap& map, char delimiter) {
    if (delimiter) return find_head_with(bytes, encoding, map, delimiter);
    if (const char told = told_delimiter(bytes, encoding)) return find_head_with(bytes, encoding, map, told);
    std::optional<Head> best;
    for (const char d : {',', ';', '\t'}) {
        auto h = find_head_with(bytes, encoding, map, d);
        if (h && (!best || h->known > best->known)) best = std::move(h);
    }
    return best;
}

bool can_write(const model::Buyer& buyer, check::Finding& why) {
    for (const model::FieldInfo& f : model::k_fields) {
        const std::string* text = model::text_member(buyer, f.field);
        if (text && needs_guard(*text)) why = finding("export.formula", *text, {std::string(f.key)});
    }
    return true;
}

} // namespace table

namespace csv {

Sniff sniff(std::string_view head) { return table::sniff_table(head, false); }
std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options) {
    return table::open(bytes, options, 0);
}
std::unique_ptr<Writer> create(file::Sink& sink, const WriteOptions& options) {
    return table::create(sink, options, ',');
}
std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view input, const ReadOptions& options) {
    return table::rejects(sink, input, options, 0);
}
model::Buyer through(const model::Buyer& buyer, const WriteOptions& options) { return table::through(buyer, options); }
bool can_write(const model::Buyer& buyer, const WriteOptions&, check::Finding& why) {
    return table::can_write(buyer, why);
}

} // namespace csv

namespace tsv {

Sniff sniff(std::string_view head) { return table::sniff_table(head, true); }
std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options) {
    return table::open(bytes, options, '\t');
}
std::unique_ptr<Writer> create(file::Sink& sink, const WriteOptions& options) {
    return table::create(sink, options, '\t');
}
std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view input, const ReadOptions& options) {
    return table::rejects(sink, input, options, '\t');
}
model::Buyer through(const model::Buyer& buyer, const WriteOptions& options) { return table::through(buyer, options); }
bool can_write(const model::Buyer& buyer, const WriteOptions&, check::Finding& why) {
    return table::can_write(buyer, why);
}

} // namespace tsv

} // namespace goufang::invoice
