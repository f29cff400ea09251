#include "core/text/errors.h"
#include "invoice/formats/aisino_text.h"

#include <algorithm>

namespace goufang::invoice::aisino_text {

namespace {

constexpr std::string_view k_columns[] = {"编码",     "名称",     "简码", "税号",      "地址电话",
                                          "银行账号", "邮件地址", "备注", "身份证校验"};

std::string separator_or_default(const WriteOptions& options) {
    return options.separator.empty() ? std::string("~~") : options.separator;
}

void check_separator(std::string_view separator) {
    if (separator != "~~" && separator != "," && separator != " ")
        throw Error(Code::bad_argument, {"separator", std::string(separator), "aisino.separator"});
}

class AisinoWriter final : public Writer {
  public:
    AisinoWriter(file::Sink& sink, const WriteOptions& options)
        : m_sink(sink), m_separator(separator_or_default(options)),
          m_encoding(options.encoding.value_or(text::Encoding::gbk)) {
        check_separator(m_separator);
    }

    void category(const CategoryRow& c) override {
        m_fields[0] = outgoing_code(c.code, m_separator);
        m_line.clear();
        append_field(m_line, m_fields[0], m_separator);
        m_line += m_separator;
        append_field(m_line, outgoing(c.name, false, m_separator), m_separator);
        m_line += m_separator;
        append_field(m_line, {}, m_separator);
        keep(true);
    }

    void buyer(const model::Buyer& b, std::string_view, std::string_view) override {
        fields_from_buyer(b, m_separator, m_fields);
        m_line.clear();
        for (std::size_t i = 0; i < m_fields.size(); ++i) {
            if (i) m_line += m_separator;
            append_field(m_line, m_fields[i], m_separator);
        }
        keep(false);
    }

    void finish() override {
        const auto before = [this](const Entry& a, const Entry& b) {
            const int order = code(a).compare(code(b));
            return order != 0 ? order < 0 : a.category > b.category;
        };
        if (!std::is_sorted(m_entries.begin(), m_entries.end(), before))
            std::stable_sort(m_entries.begin(), m_entries.end(), before);
        TextOut out(m_sink, m_encoding, true);
        std::string& heading = out.buffer();
        heading += "{客户编码}[分隔符]\"" + m_separator + "\"\r\n// 每行格式 :\r\n// ";
        for (std::size_t i = 0; i < std::size(k_columns); ++i) {
            if (i) heading += m_separator;
            heading += k_columns[i];
        }
        heading += "\r\n";
        for (const Entry& e : m_entries) out.raw(line(e));
        out.flush();
        m_entries.clear();
        m_blocks.clear();
    }

  private:
    // A row waits as its code (for the order) and its bytes, side by side in one of a few large blocks.
    struct Entry {
        std::uint32_t block, at, code_size, line_size;
        bool category;
    };
    static constexpr std::size_t k_block = std::size_t{4} << 20;

    void keep(bool category) {
        m_line += "\r\n";
        const std::string_view key = m_fields[0];
        m_bytes.clear();
        append_encoded(m_bytes, m_line, m_encoding);
        if (m_blocks.empty() || m_blocks.back().size() + key.size() + m_bytes.size() > m_blocks.back().capacity()) {
            m_blocks.emplace_back();
            m_blocks.back().reserve(std::max(k_block, key.size() + m_bytes.size()));
        }
        std::string& block = m_blocks.back();
        m_entries.push_back({static_cast<std::uint32_t>(m_blocks.size() - 1), static_cast<std::uint32_t>(block.size()),
                             static_cast<std::uint32_t>(key.size()), static_cast<std::uint32_t>(m_bytes.size()),
                             category});
        block += key;
        block += m_bytes;
    }
    std::string_view code(const Entry& e) const {
        return std::string_view(m_blocks[e.block]).substr(e.at, e.code_size);
    }
    std::string_view line(const Entry& e) const {
        return std::string_view(m_blocks[e.block]).substr(e.at + e.code_size, e.line_size);
    }

    file::Sink& m_sink;
    std::string m_separator;
    text::Encoding m_encoding;
    Fields m_fields;
    std::string m_line, m_bytes;
    std::vector<Entry> m_entries;
    std::vector<std::string> m_blocks;
};

// The heading as it was, the column comment with 原因 added; each record padded to the columns, then the cause. A
// record that cannot take it (a category, too many fields, open quotes, illegal bytes) keeps its bytes below a comment
// line.
class AisinoRejects final : public RejectWriter {
  public:
    AisinoRejects(file::Sink& sink, std::string_view input, const ReadOptions& options)
        : m_sink(sink), m_input(input), m_encoding(input_encoding(input, options)) {
        LineSource lines(m_input, m_encoding);
        m_head = read_head(lines);
        copy_heading();
    }

    void row(const Row& row, std::string_view cause) override {
        std::string reason(cause);
        for (const auto& [from, to] :
             {std::pair<std::string_view, std::string_view>{"\r", " "}, {"\n", " "}, {"\"", "＂"}})
            replace(reason, from, to);
        std::vector<std::string_view> fields;
        LineSource lines(row.raw, {m_encoding.encoding, 0});
        Line line;
        const bool one =
            lines.next(line) && line.bad_at == text::npos && !line.too_long && lines.position() == row.raw.size();
        const std::string_view text = trim(line.text);
        const std::size_t columns = m_head.columns();
        bool fits = one && split_fields(text, m_head.separator, fields) && fields.size() != 3;
        const bool again = fits && m_cause && fields.size() == columns + 1;
        fits = fits && (again || fields.size() <= columns);
        if (!fits) {
            put("// " + std::string(k_cause) + ": " + reason + "\r\n");
            m_sink.write(row.raw);
            if (line.end.empty() || !one) end_line(row.raw);
            return;
        }
        replace(reason, " ", "\u3000");
        if (m_head.separator != " ") replace(reason, m_head.separator, m_head.separator == "," ? "，" : "\u3000");
        std::string tail;
        if (again) {
            const std::string_view last = fields[columns]; // the old cause, at the line's end
            std::string kept(text.substr(0, static_cast<std::size_t>(last.data() - text.data())));
            put(kept + reason + "\r\n");
            return;
        }
        for (std::size_t n = fields.size(); n < columns; ++n)
            tail += m_head.separator + (m_head.separator == " " ? "\"\"" : "");
        tail += m_head.separator + reason + "\r\n";
        m_sink.write(without_end(row.raw, line.end));
        put(tail);
    }

    void finish() override {}

  private:
    static void replace(std::string& s, std::string_view from, std::string_view to) {
        for (std::size_t at = s.find(from); at != std::string::npos; at = s.find(from, at + to.size()))
            s.replace(at, from.size(), to);
    }
    void put(std::string_view utf8) {
        std::string bytes;
        append_encoded(bytes, utf8, m_encoding.encoding);
        m_sink.write(bytes);
    }
    std::string_view without_end(std::string_view raw, std::string_view end) const {
        const bool wide =
            m_encoding.encoding == text::Encoding::utf16le || m_encoding.encoding == text::Encoding::utf16be;
        return raw.substr(0, raw.size() - std::min(raw.size(), end.size() * (wide ? 2 : 1)));
    }
    void end_line(std::string_view raw) {
        std::string end;
        append_encoded(end, "\n", m_encoding.encoding);
        if (!raw.ends_with(end)) put("\r\n");
    }

    void copy_heading() {
        m_sink.write(m_input.substr(0, m_encoding.bom_bytes));
        LineSource lines(m_input, m_encoding);
        Line line;
        bool heading = false, comment = false;
        while (lines.next(line)) {
            const std::string_view text = trim(line.text);
            const bool is_head = text.starts_with('{');
            if (heading && !skipped(text, m_head.separator) && !is_head) break;
            if (!heading && !is_head && !is_column_comment(text)) {
                if (!skipped(text, m_head.separator)) break; // a file without a heading
            }
            heading = heading || is_head;
            if (is_column_comment(text)) {
                comment = true;
                m_cause = text.ends_with(m_head.separator + std::string(k_cause));
                if (!m_cause) {
                    m_sink.write(without_end(line.raw, line.end));
                    put(m_head.separator + std::string(k_cause) + "\r\n");
                    m_cause = false;
                    continue;
                }
            }
            if (line.text.empty() && line.end.empty()) continue;
            m_sink.write(line.raw);
            if (line.end.empty()) put("\r\n");
        }
        if (comment) return;
        std::string columns = "// ";
        for (std::size_t i = 0; i < m_head.columns(); ++i) {
            columns += i == 6 && m_head.library == Library::purchasers ? k_id_number : k_columns[i];
            columns += m_head.separator;
        }
        put(columns + std::string(k_cause) + "\r\n");
    }

    file::Sink& m_sink;
    std::string_view m_input;
    InputEncoding m_encoding;
    Head m_head;
    bool m_cause = false; ///< the input is a reject file itself: its causes are replaced
};

} // namespace

std::unique_ptr<Writer> create(file::Sink& sink, const WriteOptions& options) {
    return std::make_unique<AisinoWriter>(sink, options);
}

std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view input, const ReadOptions& options) {
    return std::make_unique<AisinoRejects>(sink, input, options);
}

model::Buyer through(const model::Buyer& buyer, const WriteOptions& options) {
    const Head head{Library::customers, separator_or_default(options)};
    const text::Encoding encoding = options.encoding.value_or(text::Encoding::gbk);
    Fields fields;
    fields_from_buyer(buyer, head.separator, fields);
    std::vector<std::string_view> views;
    for (std::string& f : fields) {
        narrow(f, encoding);
        views.push_back(f);
    }
    Row row;
    buyer_from_fields(views, head, row);
    return std::move(row.buyer);
}

// A name is the one thing without which the client refuses the row (编码或名称为空); a missing code can be given.
bool can_write(const model::Buyer& buyer, const WriteOptions&, check::Finding& why) {
    if (!trim(buyer.name).empty()) return true;
    why = {};
    why.severity = check::Severity::error;
    why.rule = "file.no_name";
    why.field = model::Field::name;
    why.value = buyer.name;
    return false;
}

} // namespace goufang::invoice::aisino_text
