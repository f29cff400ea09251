#include "core/text/errors.h"
#include "invoice/combined.h"
#include "invoice/formats/aisino_text.h"

#include <unordered_map>

namespace goufang::invoice::aisino_text {

namespace {

using check::Severity;
using model::Field;

constexpr std::string_view k_customers = "{客户编码}";
constexpr std::string_view k_purchasers = "{购货单位编码}";
constexpr std::string_view k_separator_word = "[分隔符]";

bool other_library(std::string_view trimmed) {
    return trimmed.starts_with('{') && trimmed.find(k_separator_word) != std::string_view::npos;
}

std::string separator_of(std::string_view heading) {
    const std::size_t quote = heading.find('"');
    if (quote == std::string_view::npos) return {};
    std::string s(trim(heading.substr(quote)));
    std::erase(s, '"');
    return s;
}

/// Between "编码" and "名称" of the column comment.
std::string separator_of_comment(std::string_view trimmed) {
    constexpr std::string_view code = "编码";
    const std::size_t from = trimmed.find(code) + code.size();
    const std::size_t to = trimmed.find("名称", from);
    return to == std::string_view::npos ? std::string() : std::string(trimmed.substr(from, to - from));
}

bool looks_like_row(std::string_view trimmed) {
    std::vector<std::string_view> fields;
    if (skipped(trimmed, "~~")) return false;
    split_fields(trimmed, "~~", fields);
    return fields.size() == 3 || fields.size() == 8 || fields.size() == 9;
}

/// A trimmed line; with a separator of white space its own kind stays at the ends.
std::string_view trimmed_row(std::string_view text, std::string_view separator) {
    if (separator != "\t" && separator != "\u3000") return trim(text);
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

std::string lower(std::string_view s) {
    std::string out(s);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
};

/// The categories met so far, by code; codes are compared in lower case.
class Prefixes {
  public:
    void add(std::string_view code) {
        const std::string key = lower(code);
        m_codes.emplace(key, code);
        if (key.size() < 64) m_lengths |= std::uint64_t{1} << key.size();
        m_last = key;
    }
    /// The longest proper prefix of `code` among them; nullptr when there is none.
    const std::string* parent(std::string_view code) {
        const std::string_view key = folded(code);
        // Buyers follow their category: nothing longer can match, the last one does.
        for (std::size_t n = std::min<std::size_t>(key.size(), 64); n-- > 1;) {
            if (!(m_lengths >> n & 1)) continue;
            const auto found = m_codes.find(key.substr(0, n));
            if (found != m_codes.end()) return &found->second;
        }
        return nullptr;
    }
    /// Longer than the previous category's code, and not below it (formats-desktop 2.3).
    bool deeper_than_last(std::string_view code) const { return !m_last.empty() && code.size() > m_last.size(); }

  private:
    std::string_view folded(std::string_view code) {
        m_key.assign(code);
        for (char& c : m_key)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        return m_key;
    }
    std::unordered_map<std::string, std::string, TextHash, std::equal_to<>> m_codes;
    std::uint64_t m_lengths = 0;
    std::string m_last, m_key;
};

class AisinoReader final : public Reader {
  public:
    AisinoReader(std::string_view bytes, const ReadOptions& options)
        : m_lines(bytes, input_encoding(bytes, options)), m_head(read_head(m_lines)) {}

    bool next(Row& row) override {
        Line line;
        while (m_lines.next(line)) {
            const std::string_view text = trimmed_row(line.text, m_head.separator);
            if (line.too_long) {
                start_row(row, line.number, line.raw);
                bad(row, "file.line_too_long", {std::to_string(line.number), std::to_string(k_max_line_bytes)});
                return true;
            }
            if (skipped(text, m_head.separator)) {
                if (is_column_comment(text)) m_cause = trim(text).ends_with(m_head.separator + std::string(k_cause));
                m_other_lines = m_other_lines || !(text.empty() || text.starts_with("//"));
                continue;
            }
            const bool closed = split_fields(text, m_head.separator, m_fields);
            if (!m_rows && is_heading()) continue;
            m_rows = true;
            start_row(row, line.number, line.raw);
            fill(row, line, closed);
            return true;
        }
        if (!m_rows && m_other_lines)
            throw Error(Code::syntax,
                        {std::to_string(m_head_line), "1", "aisino.separator_mismatch", m_head.separator});
        return false;
    }

    text::Encoding encoding() const override { return m_lines.encoding(); }
    std::size_t position() const override { return m_lines.position(); }
    std::vector<std::pair<std::string, std::optional<Field>>> columns() const override {
        std::vector<std::pair<std::string, std::optional<Field>>> c{
            {"编码", Field::code},   {"名称", Field::name},        {"简码", Field::mnemonic},
            {"税号", Field::tax_id}, {"地址电话", Field::address}, {"银行账号", Field::bank}};
        if (m_head.library == Library::purchasers) {
            c.emplace_back(k_id_number, Field::custom);
        } else {
            c.emplace_back("邮件地址", Field::email);
            c.emplace_back("备注", Field::remark);
            c.emplace_back("身份证校验", Field::id_check);
        }
        return c;
    }

  private:
    // A heading row that somebody took out of its comment.
    bool is_heading() const {
        return m_fields.size() >= 4 && trim(m_fields[0]) == "编码" && trim(m_fields[1]) == "名称" &&
               trim(m_fields[2]) == "简码" && trim(m_fields[3]) == "税号";
    }

    void bad(Row& row, std::string_view rule, std::vector<std::string> args) const {
        check::Finding f;
        f.severity = Severity::error;
        f.rule = rule;
        f.field = Field::code;
        f.args = std::move(args);
        make_bad(row, std::move(f));
        // What can be told of the record, for the report.
        if (!m_fields.empty()) row.buyer.code = m_fields[0];
        if (m_fields.size() > 1) row.buyer.name = m_fields[1];
    }

    void fill(Row& row, const Line& line, bool closed) {
        const std::size_t columns = m_head.columns();
        const std::size_t least = columns - 1;
        std::size_t count = m_fields.size();
        const auto number = [&line] { return std::to_string(line.number); };
        if (line.bad_at != text::npos) {
            bad(row, "file.encoding", {});
            row.findings[0] = encoding_finding(line, m_lines.encoding());
            return;
        }
        if (m_cause && count == columns + 1) m_fields.resize(count = columns);
        for (std::size_t i = columns; i < count; ++i)
            if (!m_fields[i].empty())
                return bad(row, "file.too_many_fields", {number(), std::to_string(count), std::to_string(columns)});
        if (count != 3 && count < least)
            return bad(row, count == 7 ? "aisino.seven_fields" : "aisino.short_row",
                       {number(), std::to_string(count), std::to_string(least)});
        const std::string_view code = m_fields[0];
        const std::string* parent = m_prefixes.parent(code);
        row.orphan = !parent && m_prefixes.deeper_than_last(code);
        if (count == 3) {
            if (code.empty() || m_fields[1].empty()) return bad(row, "aisino.empty", {number()});
            row.kind = RowKind::category;
            row.category.code = code;
            row.category.name = m_fields[1];
            if (parent) row.category.parent_code = *parent;
            m_prefixes.add(code);
            return;
        }
        if (parent) row.category_code = *parent;
        buyer_from_fields(m_fields, m_head, row);
        if (!closed) add_finding(row, "file.open_quote", Severity::note, Field::name, {});
    }

    LineSource m_lines;
    Head m_head;
    std::int64_t m_head_line = m_lines.number() - 1;
    std::vector<std::string_view> m_fields;
    Prefixes m_prefixes;
    bool m_cause = false, m_rows = false, m_other_lines = false;
};

} // namespace

Head read_head(LineSource& lines) {
    const std::size_t start = lines.position();
    Line line;
    while (lines.next(line)) {
        const std::string_view text = trim(line.text);
        Head head;
        if (text.starts_with(k_customers)) {
            head.library = Library::customers;
        } else if (text.starts_with(k_purchasers)) {
            head.library = Library::purchasers;
        } else if (other_library(text)) {
            throw Error(Code::format_refused, {"aisino-text", std::string(text.substr(0, text.find('}') + 1))});
        } else {
            continue;
        }
        head.separator = separator_of(text);
        if (head.separator.empty())
            throw Error(Code::syntax, {std::to_string(line.number), "1", "aisino.no_separator", std::string(text)});
        return head;
    }
    // No heading: the comment that names the columns, else rows that can only be "~~" rows.
    for (const bool comments : {true, false}) {
        lines.seek(start, 1);
        for (int i = 0; i < 100; ++i) {
            const std::size_t at = lines.position();
            const std::int64_t number = lines.number();
            if (!lines.next(line)) break;
            const std::string_view text = trim(line.text);
            if (comments && is_column_comment(text)) {
                Head head{Library::customers, separator_of_comment(text)};
                if (text.find(k_id_number) != std::string_view::npos) head.library = Library::purchasers;
                if (!head.separator.empty()) return head;
            }
            if (!comments && looks_like_row(text)) {
                lines.seek(at, number);
                return {Library::customers, "~~"};
            }
        }
    }
    throw Error(Code::syntax, {"1", "1", "aisino.no_header", ""});
}

Sniff sniff(std::string_view head) {
    if (head.empty()) return Sniff::no;
    LineSource lines(head, head_encoding(head));
    Line line;
    while (lines.next(line)) {
        const std::string_view text = trim(line.text);
        if (text.starts_with(k_customers) || text.starts_with(k_purchasers) || other_library(text)) return Sniff::sure;
        if (is_column_comment(text) && !separator_of_comment(text).empty()) return Sniff::maybe;
    }
    return Sniff::no;
}

std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options) {
    return std::make_unique<AisinoReader>(bytes, options);
}

} // namespace goufang::invoice::aisino_text
