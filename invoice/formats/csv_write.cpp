#include "core/text/errors.h"
#include "invoice/formats/csv.h"
#include "invoice/formula_guard.h"

#include <algorithm>

namespace goufang::invoice::table {

namespace {

using model::Field;

text::Encoding encoding_of(const WriteOptions& options) { return options.encoding.value_or(text::Encoding::utf8_bom); }

class TableWriter final : public Writer {
  public:
    TableWriter(file::Sink& sink, const WriteOptions& options, char delimiter)
        : m_out(sink, encoding_of(options), true), m_delimiter(delimiter) {
        std::string& line = m_out.buffer();
        for (const model::FieldInfo& f : model::k_fields) {
            append_cell(line, f.heading(), m_delimiter);
            line += m_delimiter;
        }
        append_cell(line, "分类", m_delimiter);
        line += m_delimiter;
        append_cell(line, "分类编码", m_delimiter);
        line += "\r\n";
    }

    void category(const CategoryRow&) override {}

    void buyer(const model::Buyer& b, std::string_view category_code, std::string_view category_path) override {
        std::string& line = m_out.buffer();
        for (const model::FieldInfo& f : model::k_fields) {
            if (const std::string* text = model::text_member(b, f.field)) {
                put(*text);
            } else if (f.shape == model::Shape::kind) {
                line += model::kind_key(b.kind);
            } else if (f.shape == model::Shape::status) {
                line += model::status_key(b.status);
            } else if (f.shape == model::Shape::flag || !model::is_blank(b, f.field)) {
                append_cell(line, model::to_text(b, f.field), m_delimiter);
            }
            line += m_delimiter;
        }
        put(category_path);
        line += m_delimiter;
        put(category_code);
        line += "\r\n";
        m_out.poll();
    }

    void finish() override { m_out.flush(); }

  private:
    void put(std::string_view cell) {
        if (!needs_guard(cell)) return append_cell(m_out.buffer(), cell, m_delimiter);
        m_guarded = "'";
        m_guarded += cell;
        append_cell(m_out.buffer(), m_guarded, m_delimiter);
    }

    TextOut m_out;
    std::string m_guarded;
    char m_delimiter;
};

// What stands above the first record as it was, the heading with one more column 原因; then each record as it was with
// its cause. In a reject file that is rejected again the causes are replaced. Records with open quotes go last: before
// others they would swallow them.
class TableRejects final : public RejectWriter {
  public:
    TableRejects(file::Sink& sink, std::string_view input, const ReadOptions& options, char delimiter)
        : m_sink(sink), m_input(input), m_map(options.map) {
        const InputEncoding encoding = input_encoding(input, options);
        auto head = find_head(input, encoding, m_map, delimiter);
        if (!head) throw Error(Code::syntax, {"1", "1", "csv.no_heading", ""});
        m_head = std::move(*head);
        m_sink.write(m_input.substr(0, m_head.heading_at));
        if (m_head.cause) {
            m_sink.write(m_head.heading);
            if (trimmed(m_head.heading).size() == m_head.heading.size()) m_sink.write(encoded("\r\n"));
        } else {
            m_sink.write(with_cause(m_head.heading, m_head.columns.size(), "原因"));
        }
    }

    void row(const Row& row, std::string_view cause) override {
        std::string reason(cause);
        std::replace(reason.begin(), reason.end(), '\n', ' ');
        std::replace(reason.begin(), reason.end(), '\r', ' ');
        const std::string_view body = trimmed(row.raw);
        Records records(row.raw, {m_head.encoding.encoding, 0}, m_head.delimiter);
        const bool readable = records.next() && records.fault() == RecordFault::none;
        if (!row.findings.empty() && row.findings[0].rule == "file.quote") {
            m_last += with_cause(body, m_head.columns.size(), reason);
            return;
        }
        const std::size_t cells = readable ? records.cells().size() : m_head.width;
        if (m_head.cause && readable && cells > *m_head.cause) {
            std::string line;
            for (std::size_t i = 0; i < cells; ++i) {
                if (i) line += m_head.delimiter;
                append_cell(line, i == *m_head.cause ? std::string_view(reason) : records.cells()[i], m_head.delimiter);
            }
            m_sink.write(encoded(line + "\r\n"));
            return;
        }
        m_sink.write(with_cause(body, cells, reason));
    }

    void finish() override {
        m_sink.write(m_last);
        m_last.clear();
    }

  private:
    std::string encoded(std::string_view utf8) const {
        std::string bytes;
        append_encoded(bytes, utf8, m_head.encoding.encoding);
        return bytes;
    }

    /// Without the line end.
    std::string_view trimmed(std::string_view raw) const {
        for (const char* end : {"\n", "\r"})
            if (const std::string e = encoded(end); raw.ends_with(e)) raw.remove_suffix(e.size());
        return raw;
    }

    /// The record, empty cells up to the last column, the cause.
    std::string with_cause(std::string_view raw, std::size_t cells, std::string_view cause) const {
        const std::size_t columns = m_head.cause ? *m_head.cause : m_head.columns.size();
        std::string tail(columns > cells ? columns - cells + 1 : 1, m_head.delimiter);
        append_cell(tail, cause, m_head.delimiter);
        std::string out(trimmed(raw));
        return out += encoded(tail + "\r\n");
    }

    file::Sink& m_sink;
    std::string_view m_input;
    ColumnMap m_map;
    Head m_head;
    std::string m_last;
};

} // namespace

std::unique_ptr<Writer> create(file::Sink& sink, const WriteOptions& options, char delimiter) {
    return std::make_unique<TableWriter>(sink, options, delimiter);
}

std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view input, const ReadOptions& options,
                                      char delimiter) {
    return std::make_unique<TableRejects>(sink, input, options, delimiter);
}

model::Buyer through(const model::Buyer& buyer, const WriteOptions& options) {
    const text::Encoding encoding = encoding_of(options);
    model::Buyer out;
    for (const model::FieldInfo& f : model::k_fields) {
        std::string text = model::to_text(buyer, f.field);
        narrow(text, encoding);
        if (std::string* member = f.shape == model::Shape::text ? model::text_member(out, f.field) : nullptr) {
            *member = std::move(text);
        } else if (!text.empty() && !model::set_text(out, f.field, text)) {
            continue; // what the reader would leave out too
        }
    }
    if (!out.more_addresses.empty() || !out.more_accounts.empty()) model::normalise(out);
    return out;
}

} // namespace goufang::invoice::table
