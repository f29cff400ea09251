#include "invoice/formats/goufang_json.h"

#include "core/text/errors.h"
#include "invoice/combined.h"
#include "invoice/text_table.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace goufang::invoice::goufang_json {

namespace {

using check::Severity;
using model::Field;

constexpr std::string_view k_cause = "原因";

const Member* find(const std::vector<Member>& members, std::string_view key) {
    for (const Member& m : members)
        if (m.key == key) return &m;
    return nullptr;
}

std::optional<std::int64_t> integer(std::string_view value) {
    std::int64_t n = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), n);
    if (error != std::errc{} || end != value.data() + value.size()) return std::nullopt;
    return n;
}

void append_string(std::string& out, std::string_view s) { out += nlohmann::json(s).dump(); }

bool has_nul(const std::string& s) { return s.find('\0') != std::string::npos; }

class JsonReader final : public Reader {
  public:
    JsonReader(std::string_view bytes, const ReadOptions& options) : m_lines(bytes, input_encoding(bytes, options)) {
        Line line;
        while (m_lines.next(line))
            if (!trim(line.text).empty() || line.too_long) break;
        check_header(line);
    }

    bool next(Row& row) override {
        Line line;
        while (m_lines.next(line)) {
            const std::string_view text = trim(line.text);
            if (text.empty() && !line.too_long) continue;
            start_row(row, line.number, line.raw);
            if (line.too_long) {
                bad(row, "file.line_too_long", {std::to_string(line.number), std::to_string(k_max_line_bytes)});
                return true;
            }
            if (line.bad_at != text::npos) {
                make_bad(row, encoding_finding(line, m_lines.encoding()));
                return true;
            }
            if (read(row, text)) return true;
        }
        return false;
    }

    text::Encoding encoding() const override { return m_lines.encoding(); }
    std::size_t position() const override { return m_lines.position(); }

  private:
    static void bad(Row& row, std::string_view rule, std::vector<std::string> args) {
        check::Finding f;
        f.severity = Severity::error;
        f.rule = rule;
        f.field = Field::code;
        f.args = std::move(args);
        make_bad(row, std::move(f));
    }

    void check_header(const Line& line) {
        const std::string number = std::to_string(line.number);
        const auto refuse = [&number](std::string_view sentence, std::string_view detail) {
            throw Error(Code::syntax, {number, "1", std::string(sentence), std::string(detail)});
        };
        std::string format;
        if (members(trim(line.text), m_members)) refuse("json.not_this_format", "");
        const Member* name = find(m_members, "format");
        if (!find(m_members, "goufang") || !name || !string_value(name->value, format) || format != "goufang-json")
            refuse("json.not_this_format", "");
        const Member* version = find(m_members, "version");
        const auto v = version ? integer(version->value) : std::nullopt;
        if (!v || *v < 1) refuse("json.no_version", "");
        if (*v > k_version) refuse("json.newer", std::to_string(*v));
    }

    // False for a line that says nothing (a cause on its own).
    bool read(Row& row, std::string_view text) {
        if (const Fault f = members(text, m_members)) {
            bad(row, "file.json", {std::to_string(row.line), std::to_string(f.at + 1), std::string(f.what)});
            return true;
        }
        const Member* const buyer = find(m_members, "buyer");
        const Member* const category = find(m_members, "category");
        if (!buyer && !category) {
            if (std::all_of(m_members.begin(), m_members.end(), [](const Member& m) { return m.key == k_cause; }))
                return false;
            bad(row, "file.unknown_key", {std::to_string(row.line), m_members.front().key});
            return true;
        }
        if (buyer && category) {
            bad(row, "file.json_value", {std::to_string(row.line), "category"});
            return true;
        }
        row.kind = buyer ? RowKind::buyer : RowKind::category;
        bool fine = buyer ? read_buyer(row, *buyer, text) : read_category(row, *category);
        for (const Member& m : m_members) {
            if (!fine) break;
            if (buyer && m.key == "category_code") {
                fine = text_value(row, m, row.category_code);
            } else if (buyer && m.key == "category_path") {
                fine = text_value(row, m, row.category_path);
            } else if (m.key != "buyer" && m.key != "category" && m.key != k_cause) {
                unknown(row, m.key);
            }
        }
        return true;
    }

    static bool text_value(Row& row, const Member& m, std::string& out) {
        if (string_value(m.value, out) && !has_nul(out)) return true;
        bad(row, "file.json_value", {std::to_string(row.line), m.key});
        return false;
    }

    static void unknown(Row& row, std::string_view key) {
        add_finding(row, "file.unknown_key", Severity::note, Field::name, "");
        row.findings.back().args.emplace_back(key);
    }

    bool read_buyer(Row& row, const Member& buyer, std::string_view text) {
        std::vector<std::string> keys;
        try {
            row.buyer = model::from_json(buyer.value, &keys);
        } catch (const Error& e) {
            const auto& a = e.args();
            const std::string id = a.size() > 2 ? a[2] : std::string();
            if (id == "json.syntax" || id == "json.duplicate_key" || id == "json.too_deep") {
                const auto column = integer(a[1]).value_or(0);
                const auto before = buyer.value.data() - text.data();
                bad(row, "file.json",
                    {std::to_string(row.line), std::to_string(before + std::max<std::int64_t>(column, 1)), id});
            } else {
                bad(row, "file.json_value", {std::to_string(row.line), a.size() > 3 ? a[3] : std::string()});
            }
            return false;
        }
        for (const std::string& key : keys) unknown(row, key);
        return true;
    }

    bool read_category(Row& row, const Member& category) {
        std::vector<Member> parts;
        if (const Fault f = members(category.value, parts)) {
            bad(row, "file.json_value", {std::to_string(row.line), "category"});
            return false;
        }
        CategoryRow& c = row.category;
        for (const Member& m : parts) {
            std::string* const text = m.key == "code"          ? &c.code
                                      : m.key == "name"        ? &c.name
                                      : m.key == "path"        ? &c.path
                                      : m.key == "parent_code" ? &c.parent_code
                                                               : nullptr;
            if (text) {
                if (!text_value(row, m, *text)) return false;
            } else if (m.key == "order") {
                const auto n = integer(m.value);
                if (!n) {
                    bad(row, "file.json_value", {std::to_string(row.line), m.key});
                    return false;
                }
                c.order = *n;
            } else {
                unknown(row, m.key);
            }
        }
        if (!c.name.empty()) return true;
        bad(row, "file.json_value", {std::to_string(row.line), "name"});
        return false;
    }

    LineSource m_lines;
    std::vector<Member> m_members;
};

class JsonWriter final : public Writer {
  public:
    JsonWriter(file::Sink& sink, const WriteOptions& options)
        : m_out(sink, options.encoding.value_or(text::Encoding::utf8), true) {
        m_out.buffer() += "{\"goufang\":1,\"format\":\"goufang-json\",\"version\":" + std::to_string(k_version) + "}\n";
    }
    void category(const CategoryRow& c) override {
        std::string& out = m_out.buffer();
        out += "{\"category\":{\"code\":";
        append_string(out, c.code);
        out += ",\"name\":";
        append_string(out, c.name);
        if (!c.parent_code.empty()) {
            out += ",\"parent_code\":";
            append_string(out, c.parent_code);
        }
        out += ",\"path\":";
        append_string(out, c.path);
        out += ",\"order\":" + std::to_string(c.order >= 0 ? c.order : m_order) + "}}\n";
        ++m_order;
        m_out.poll();
    }
    void buyer(const model::Buyer& b, std::string_view category_code, std::string_view category_path) override {
        std::string& out = m_out.buffer();
        out += "{\"buyer\":";
        out += model::to_json(b);
        if (!category_code.empty()) {
            out += ",\"category_code\":";
            append_string(out, category_code);
        }
        if (!category_path.empty()) {
            out += ",\"category_path\":";
            append_string(out, category_path);
        }
        out += "}\n";
        m_out.poll();
    }
    void finish() override { m_out.flush(); }

  private:
    TextOut m_out;
    std::int64_t m_order = 0;
};

// The first line as it was; each record with "原因" as its first key. A line that is no object keeps its bytes below a
// line of its own with the cause.
class JsonRejects final : public RejectWriter {
  public:
    JsonRejects(file::Sink& sink, std::string_view input, const ReadOptions& options)
        : m_sink(sink), m_encoding(input_encoding(input, options)) {
        m_sink.write(input.substr(0, m_encoding.bom_bytes));
        LineSource lines(input, m_encoding);
        Line line;
        while (lines.next(line))
            if (!trim(line.text).empty()) break;
        m_sink.write(line.raw);
        if (line.end.empty()) put("\n");
    }
    void row(const Row& row, std::string_view cause) override {
        std::string reason = "{\"";
        reason += k_cause;
        reason += "\":";
        append_string(reason, cause);
        LineSource lines(row.raw, {m_encoding.encoding, 0});
        Line line;
        std::vector<Member> parts;
        if (lines.next(line) && line.bad_at == text::npos && !line.too_long && !members(trim(line.text), parts)) {
            for (const Member& m : parts) {
                if (m.key == k_cause) continue;
                reason += ',';
                append_string(reason, m.key);
                reason += ':';
                reason += m.value;
            }
            put(reason + "}\n");
            return;
        }
        put(reason + "}\n");
        m_sink.write(row.raw);
        if (line.end.empty()) put("\n");
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
    while (lines.next(line)) {
        const std::string_view text = trim(line.text);
        if (text.empty()) continue;
        std::vector<Member> parts;
        if (!text.starts_with('{') || members(text, parts) || !find(parts, "goufang")) return Sniff::no;
        std::string format;
        const Member* name = find(parts, "format");
        return name && string_value(name->value, format) && format == "goufang-json" ? Sniff::sure : Sniff::no;
    }
    return Sniff::no;
}

std::unique_ptr<Reader> open(std::string_view bytes, const ReadOptions& options) {
    return std::make_unique<JsonReader>(bytes, options);
}

std::unique_ptr<Writer> create(file::Sink& sink, const WriteOptions& options) {
    return std::make_unique<JsonWriter>(sink, options);
}

std::unique_ptr<RejectWriter> rejects(file::Sink& sink, std::string_view input, const ReadOptions& options) {
    return std::make_unique<JsonRejects>(sink, input, options);
}

model::Buyer through(const model::Buyer& buyer, const WriteOptions& options) {
    std::string text = model::to_json(buyer);
    narrow(text, options.encoding.value_or(text::Encoding::utf8));
    return model::from_json(text);
}

bool can_write(const model::Buyer&, const WriteOptions&, check::Finding&) { return true; }

} // namespace goufang::invoice::goufang_json
