// Texts of the Aisino 文本接口: sales bills to be imported (SJJK0101 销售单据传入) and issued invoices (SJJK0201
// 已开发票传出). Read only: buyers are harvested, each distinct pair of name and tax id once, with source "sjjk-text".
// Layout: formats-desktop 5.3 and 6 (client, confirmed by others).
//
//   - SJJK0101: a head row per bill (单据号, 行数, 购方名称, 购方税号, 购方地址电话, 购方银行账号, ...; at least 6
//     fields; trailing empty ones may be left out), then as many goods rows as its 2nd field says. Without a heading
//     line the old style is tried: fields between commas or spaces, texts in quotes.
//   - SJJK0201: head rows of 24 fields, buyer in 13-16, harvested as harvest.h says; rows of other widths (goods,
//     freight, vehicles) are passed over.
//   - A head row in which "\n" stands in a text means a line break. A bill whose goods rows are missing still tells
//     its buyer (finding sjjk.goods_missing).
//   - Rejected records keep their lines below a comment line "// 原因: ..."; a bill keeps its goods rows with it.

#include "core/text/errors.h"
#include "core/text/fold.h"
#include "invoice/combined.h"
#include "invoice/harvest.h"
#include "invoice/text_table.h"

#include <charconv>
#include <unordered_set>

namespace goufang::invoice::sjjk_text {

namespace {

using check::Severity;
using model::Field;

constexpr std::string_view k_separator = "~~";
constexpr std::string_view k_bills = "SJJK0101";
constexpr std::string_view k_invoices = "SJJK0201";
constexpr std::size_t k_invoice_fields = 24;
constexpr std::int64_t k_max_goods = 100000; ///< rows of one bill; a greater number is taken for a fault

enum class Kind : std::uint8_t { bills, invoices, old_bills };

using FieldsOf = std::vector<std::string>;

void split_new(std::string_view line, FieldsOf& fields) {
    fields.clear();
    for (std::size_t at = 0;;) {
        const std::size_t end = line.find(k_separator, at);
        fields.emplace_back(trim(line.substr(at, end == std::string_view::npos ? end : end - at)));
        if (end == std::string_view::npos) return;
        at = end + k_separator.size();
    }
}

/// Old style: commas or runs of spaces between the fields, texts in quotes. False when a quote stays open.
bool split_old(std::string_view line, FieldsOf& fields) {
    fields.clear();
    const bool commas = [&line] {
        bool quoted = false;
        for (const char c : line) {
            if (c == '"') quoted = !quoted;
            if (c == ',' && !quoted) return true;
        }
        return false;
    }();
    for (std::size_t at = 0;;) {
        while (at < line.size() && (line[at] == ' ' || line[at] == '\t')) ++at;
        if (at >= line.size()) {
            if (commas) fields.emplace_back();
            return true;
        }
        if (line[at] == '"') {
            const std::size_t end = line.find('"', at + 1);
            if (end == std::string_view::npos) return false;
            fields.emplace_back(line.substr(at + 1, end - at - 1));
            at = end + 1;
        } else {
            const std::size_t end = std::min(line.find_first_of(commas ? "," : " \t", at), line.size());
            fields.emplace_back(trim(line.substr(at, end - at)));
            at = end;
        }
        while (at < line.size() && (line[at] == ' ' || line[at] == '\t')) ++at;
        if (at >= line.size()) return true;
        if (commas && line[at] == ',') ++at;
    }
}

std::optional<std::int64_t> row_count(std::string_view s) {
    std::int64_t n = 0;
    const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), n);
    if (s.empty() || error != std::errc{} || end != s.data() + s.size() || n < 0 || n > k_max_goods)
        return std::nullopt;
    return n;
}

/// A head row rather than a goods row: goods rows have a unit, not a number, in the second field.
bool looks_like_head(const FieldsOf& f) {
    return f.size() >= 4 && !f[0].empty() && is_ascii_digits(f[1]) && f[1].size() <= 5 && !f[2].empty() &&
           !is_ascii_digits(f[2]) && (f.size() < 5 || !is_ascii_digits(f[4]));
}

std::string replaced(std::string_view s, std::string_view from, std::string_view to) {
    std::string out;
    std::size_t done = 0;
    for (std::size_t at = s.find(from); at != std::string_view::npos; at = s.find(from, done)) {
        out.append(s.substr(done, at - done)).append(to);
        done = at + from.size();
    }
    return out.append(s.substr(done));
}

std::string unescaped(std::string_view s) { return replaced(s, "\\n", "\n"); }

/// Line breaks within a combined field separate sets, as the client's own form does.
std::string sets(std::string_view s) { return replaced(unescaped(s), "\n", k_set_separator); }

class SjjkReader final : public Reader {
  public:
    SjjkReader(std::string_view bytes, const ReadOptions& options)
        : m_lines(bytes, input_encoding(bytes, options)), m_start(m_lines.position()), m_harvest(options) {
        find_kind();
    }

    bool next(Row& row) override {
        Line line;
        while (take(line)) {
            const std::string_view text = trim(line.text);
            if ((text.empty() && !line.too_long) || text.starts_with("//")) continue;
            start_row(row, line.number, line.raw);
            row.present = bit(Field::name) | bit(Field::tax_id) | bit(Field::address) | bit(Field::phone) |
                          bit(Field::bank) | bit(Field::account) | bit(Field::more_addresses) |
                          bit(Field::more_accounts) | bit(Field::source);
            if (line.too_long) {
                bad(row, "file.line_too_long", {std::to_string(line.number), std::to_string(k_max_line_bytes)});
                return true;
            }
            const bool closed = split(text);
            if (m_kind == Kind::invoices) {
                if (m_fields.size() != k_invoice_fields) continue;
                if (!sound(row, line, closed)) return true;
                fill(row, 12);
                if (row.kind == RowKind::bad || m_harvest.take(row, invoice())) return true;
                continue;
            }
            if (!sound(row, line, closed)) return true;
            if (bill(row)) return true;
        }
        return false;
    }

    text::Encoding encoding() const override { return m_lines.encoding(); }
    std::size_t position() const override { return m_lines.position(); }
    std::span<const Issued> invoices() const override { return m_harvest.invoices(); }

  private:
    void find_kind() {
        Line line;
        for (int i = 0; i < 100 && m_lines.next(line); ++i) {
            const std::string_view text = trim(line.text);
            if (text.starts_with(k_bills)) return;
            if (text.starts_with(k_invoices)) {
                m_kind = Kind::invoices;
                if (m_lines.next(line)) { // count~~from~~to
                    split(trim(line.text));
                    if (m_fields.size() == k_invoice_fields) m_again = true, m_kept = line;
                }
                return;
            }
        }
        // The old style, or a file whose heading was cut off: the first row must be a head row.
        m_lines.seek(m_start, 1);
        while (m_lines.next(line)) {
            const std::string_view text = trim(line.text);
            if (text.empty() || text.starts_with("//")) continue;
            m_kind = text.find(k_separator) != std::string_view::npos ? Kind::bills : Kind::old_bills;
            if (!split(text) || m_fields.size() < 6 || !looks_like_head(m_fields))
                throw Error(Code::syntax, {std::to_string(line.number), "1", "sjjk.no_header", ""});
            m_lines.seek(m_start, 1);
            return;
        }
        throw Error(Code::syntax, {"1", "1", "sjjk.no_header", ""});
    }

    bool take(Line& line) {
        if (m_again) {
            m_again = false;
            line = m_kept;
            return true;
        }
        return m_lines.next(line);
    }

    bool split(std::string_view text) {
        if (m_kind == Kind::old_bills) return split_old(text, m_fields);
        split_new(text, m_fields);
        return true;
    }

    static void bad(Row& row, std::string_view rule, std::vector<std::string> args) {
        check::Finding f;
        f.severity = Severity::error;
        f.rule = rule;
        f.args = std::move(args);
        make_bad(row, std::move(f));
    }

    bool sound(Row& row, const Line& line, bool closed) {
        if (line.bad_at != text::npos) {
            make_bad(row, encoding_finding(line, m_lines.encoding()));
        } else if (!closed) {
            bad(row, "file.quote", {std::to_string(line.number), "open"});
        } else {
            return true;
        }
        row.buyer.name = name_of(m_kind == Kind::invoices ? 12 : 2);
        return false;
    }

    std::string name_of(std::size_t at) const { return at < m_fields.size() ? m_fields[at] : std::string(); }

    ToldInvoice invoice() const {
        const FieldsOf& f = m_fields;
        ToldInvoice told{invoice_number({}, f[3], f[4]), f[17], invoice_day(f[6]),
                         invoice_cents({}, f[9], f[11]), {},    {}};
        if (!f[0].empty() && f[0] != "0") told.state = "作废";
        return told;
    }

    // The buyer's four fields from `at` on.
    void fill(Row& row, std::size_t at) const {
        model::Buyer& b = row.buyer;
        b.name = unescaped(m_fields[at]);
        b.tax_id = m_fields[at + 1];
        for (char& c : b.tax_id)
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (!b.tax_id.empty() && b.tax_id.find_first_not_of('0') == std::string::npos) b.tax_id.clear(); // zeros = none
        b.source = "sjjk-text";
        if (trim(b.name).empty()) {
            bad(row, "sjjk.no_name", {std::to_string(row.line)});
            return;
        }
        if (m_fields.size() > at + 2) set_addresses(row, sets(m_fields[at + 2]));
        if (m_fields.size() > at + 3) set_accounts(row, sets(m_fields[at + 3]));
    }

    // A head row of a bill and the goods rows below it. False when it has nothing to tell.
    bool bill(Row& row) {
        const std::string number = std::to_string(row.line);
        const std::int64_t head_line = row.line;
        row.buyer.name = name_of(2);
        const auto refuse = [this, &row](std::string_view rule, std::vector<std::string> args) {
            bad(row, rule, std::move(args));
            goods_rows(row, k_max_goods); // up to the next head row
            return true;
        };
        if (m_fields[0].empty()) return refuse("sjjk.no_number", {number});
        bool only_number = true;
        for (std::size_t i = 1; i < m_fields.size(); ++i) only_number = only_number && m_fields[i].empty();
        if (only_number) return refuse("sjjk.only_number", {number});
        const auto goods = m_fields.size() > 1 ? row_count(m_fields[1]) : std::nullopt;
        if (!goods) return refuse("sjjk.bad_count", {number});
        if (m_fields.size() < 4)
            return refuse(m_fields.size() < 3 ? "sjjk.no_name" : "sjjk.bad_head",
                          {number, std::to_string(m_fields.size()), "4"});
        fill(row, 2);
        const bool told = row.kind == RowKind::bad || m_seen.insert(party_of(row.buyer.name, row.buyer.tax_id)).second;
        const std::int64_t found = goods_rows(row, *goods);
        if (!told) return false;
        if (found < *goods && row.kind != RowKind::bad) {
            row.line = head_line;
            add_finding(row, "sjjk.goods_missing", Severity::note, Field::name, row.buyer.name);
            row.findings.back().args = {number, std::to_string(*goods), std::to_string(found)};
        }
        return true;
    }

    // Passes over up to `wanted` goods rows; a head row ends them early. They belong to the record's bytes.
    std::int64_t goods_rows(Row& row, std::int64_t wanted) {
        const char* const begin = row.raw.data();
        std::int64_t found = 0;
        Line line;
        while (found < wanted && take(line)) {
            const std::string_view text = trim(line.text);
            if (!text.empty() && !text.starts_with("//")) {
                split(text);
                if (looks_like_head(m_fields)) {
                    m_again = true;
                    m_kept = line;
                    break;
                }
                ++found;
            }
            row.raw = std::string_view(begin, static_cast<std::size_t>(line.raw.data() + line.raw.size() - begin));
        }
        return found;
    }

    LineSource m_lines;
    std::size_t m_start;
    Harvest m_harvest;
    Kind m_kind = Kind::bills;
    FieldsOf m_fields;
    std::unordered_set<std::uint64_t> m_seen; ///< hashes: a million buyers cost what a million numbers cost
    bool m_again = false;
    Line m_kept;
};

class SjjkRejects final : public RejectWriter {
  public:
    SjjkRejects(file::Sink& sink, std::string_view input, const ReadOptions& options)
        : m_sink(sink), m_encoding(input_encoding(input, options)) {
        m_sink.write(input.substr(0, m_encoding.bom_bytes));
        LineSource lines(input, m_encoding);
        Line line;
        for (int i = 0; i < 100 && lines.next(line); ++i) {
            const std::string_view text = trim(line.text);
            if (!text.starts_with(k_bills) && !text.starts_with(k_invoices)) continue;
            m_sink.write(line.raw);
            if (text.starts_with(k_invoices) && lines.next(line)) m_sink.write(line.raw);
            if (line.end.empty()) put("\r\n");
            return;
        }
    }
    void row(const Row& row, std::string_view cause) override {
        std::string comment = "// 原因: ";
        for (const char c : cause) comment += c == '\n' || c == '\r' ? ' ' : c;
        put(comment + "\r\n");
        m_sink.write(row.raw);
        std::string end;
        append_encoded(end, "\n", m_encoding.encoding);
        if (!row.raw.ends_with(end)) put("\r\n");
    }
    void finish() override {}

  private:
    void put(std::string_view utf8) {
        std::string bytes;
        append_encoded(bytes, utf8, m_encoding.encoding);
        m_sink.write(bytes);
    }
    file::Sink& m_sink;
    InputEncoding m_encoding;
};

} // namespace

Sniff sniff(std::string_view head) {
    if (head.empty()) return Sniff::no;
    LineSource lines(head, head_encoding(head));
    Line line;
    for (int i = 0; i < 100 && lines.next(line); ++i) {
        const std::string_view text = trim(line.text);
        if (text.starts_with(k_bills) || text.starts_with(k_invoices)) return Sniff::sure;
        if (!text.empty() && !text.starts_with("//")) return Sniff::no;
    }
    return Sniff::no;
}

std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options) {
    return std::make_unique<SjjkReader>(bytes, options);
}

std::unique_ptr<Writer> create(file::Sink&, const WriteOptions&) { throw Error(Code::cannot_write, {"sjjk-text"}); }

std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view input, const ReadOptions& options) {
    return std::make_unique<SjjkRejects>(sink, input, options);
}

model::Buyer through(const model::Buyer& buyer, const WriteOptions&) { return buyer; }

bool can_write(const model::Buyer&, const WriteOptions&, check::Finding&) { return false; }

} // namespace goufang::invoice::sjjk_text
