// Template mode of kp-xml: fills the buyer parts of a given file's bills and leaves every other byte alone.

#include "core/text/errors.h"
#include "core/text/fold.h"
#include "invoice/formats/kp_xml.h"
#include "invoice/xml_detail.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace goufang::invoice::kp_xml {

namespace {

constexpr std::size_t npos = std::string_view::npos;

/// A direct child of a bill in the bill's own bytes; well-formedness is known.
struct Span {
    std::size_t from = npos, content = 0, content_end = 0, to = 0; ///< content is empty and at `to` for <x/>
    bool closed = false;
    bool found() const { return from != npos; }
};

struct Layout {
    Span number;
    std::array<Span, 4> parts; ///< Gfmc Gfsh Gfyhzh Gfdzdh
    std::size_t inside = 0;    ///< behind the bill's start tag
};

constexpr std::array<std::string_view, 4> k_parts{"Gfmc", "Gfsh", "Gfyhzh", "Gfdzdh"};

Layout lay_out(std::string_view bill, bool gbk) {
    Layout layout;
    std::size_t depth = 0, at = 0, child_from = 0, child_content = 0;
    std::string_view child_name;
    const auto note = [&](const Span& span) {
        if (child_name == "Djh" && !layout.number.found()) layout.number = span;
        for (std::size_t i = 0; i < k_parts.size(); ++i)
            if (child_name == k_parts[i] && !layout.parts[i].found()) layout.parts[i] = span;
    };
    for (;;) {
        at = bill.find('<', at);
        if (at == npos || at + 1 >= bill.size()) return layout;
        const std::string_view rest = bill.substr(at);
        if (rest.starts_with("<!--")) {
            at = bill.find("-->", at + 4);
        } else if (rest.starts_with("<![CDATA[")) {
            at = xml::cdata_end(bill, at + 9, gbk);
        } else if (rest.starts_with("<?")) {
            at = bill.find("?>", at + 2);
        } else {
            const std::size_t end = xml::tag_end(bill, at);
            if (end == npos || end == xml::k_broken) return layout;
            const bool closing = rest[1] == '/', closed = bill[end - 2] == '/';
            if (closing) {
                if (--depth == 1) note({child_from, child_content, at, end, false});
                if (depth == 0) return layout;
            } else {
                if (depth == 0) layout.inside = end;
                if (depth == 1) {
                    std::size_t to = at + 1;
                    while (!xml::ends_name(bill[to])) ++to;
                    child_name = bill.substr(at + 1, to - at - 1);
                    child_from = at;
                    child_content = end;
                    if (closed) note({at, end, end, end, true});
                }
                if (!closed) ++depth;
                if (depth == 0) return layout;
            }
            at = end;
        }
        if (at == npos) return layout;
    }
}

/// White space that stands before `at`.
std::string_view indent_before(std::string_view s, std::size_t at) {
    std::size_t from = at;
    while (from > 0 && xml::is_space(s[from - 1])) --from;
    return s.substr(from, at - from);
}

class Filler : public Writer {
  public:
    Filler(file::Sink& sink, const WriteOptions& options) : m_sink(sink), m_input(options.template_bytes) {
        const text::Encoding found = xml::detect(m_input, std::nullopt).encoding;
        m_encoding = found;
        if (found == text::Encoding::utf16le || found == text::Encoding::utf16be) {
            std::optional<std::string> decoded = text::to_utf8(m_input, found);
            if (!decoded) (void)xml::Scanner(m_input, {}, is_record, true); // says where
            m_decoded = std::move(decoded).value_or("");
            m_input = m_decoded;
            m_encoding = text::Encoding::utf8;
            m_back_to = found;
        }
        ReadOptions read;
        read.encoding = m_encoding;
        xml::Scanner scanner(m_input, read, is_record, true);
        check_root(scanner);
        xml::Record record;
        while (scanner.next(record)) {
            if (!is_bill(record.parent, record.name)) continue;
            xml::Bill bill;
            extract(record.element, bill);
            const std::string_view name = xml::trim(bill.name);
            Row row;
            xml::buyer_from_bill(bill, "", row);
            m_bills.push_back({record.raw, std::string(xml::trim(bill.number)), text::tax_id_key(row.buyer.tax_id),
                               text::name_key(name), name.empty() && row.buyer.tax_id.empty(), nullptr});
        }
        m_result.bills = static_cast<std::int64_t>(m_bills.size());
    }

    void category(const CategoryRow&) override {}
    void buyer(const model::Buyer& b, std::string_view, std::string_view) override { m_buyers.push_back(b); }

    void finish() override {
        choose();
        std::string out;
        std::size_t done = 0;
        for (const Place& p : m_bills) {
            const auto at = static_cast<std::size_t>(p.raw.data() - m_input.data());
            give(m_input.substr(done, at - done), out);
            done = at + p.raw.size();
            if (p.buyer)
                give(filled(p.raw, *p.buyer), out);
            else
                give(p.raw, out);
        }
        give(m_input.substr(done), out);
        m_sink.write(out);
    }

    const TemplateResult* template_result() const override { return &m_result; }

  private:
    struct Place {
        std::string_view raw;
        std::string number, tax_id, name; ///< keys
        bool open = false;                ///< names no buyer
        const model::Buyer* buyer = nullptr;
    };

    void choose() {
        std::unordered_map<std::string, std::size_t> by_tax_id, by_name;
        std::vector<bool> used(m_buyers.size());
        for (std::size_t i = 0; i < m_buyers.size(); ++i) {
            by_tax_id.emplace(text::tax_id_key(m_buyers[i].tax_id), i);
            by_name.emplace(text::name_key(m_buyers[i].name), i);
        }
        for (Place& p : m_bills) {
            if (p.open) continue;
            std::size_t chosen = m_buyers.size();
            if (const auto found = by_tax_id.find(p.tax_id); !p.tax_id.empty() && found != by_tax_id.end())
                chosen = found->second;
            else if (const auto named = by_name.find(p.name); !p.name.empty() && named != by_name.end())
                chosen = named->second;
            if (chosen == m_buyers.size()) continue;
            p.buyer = &m_buyers[chosen];
            used[chosen] = true;
        }
        std::size_t next = 0;
        for (Place& p : m_bills) {
            if (!p.open) continue;
            while (next < m_buyers.size() && used[next]) ++next;
            if (next == m_buyers.size()) break;
            p.buyer = &m_buyers[next];
            used[next] = true;
        }
        for (const Place& p : m_bills) {
            if (p.buyer)
                ++m_result.filled;
            else
                m_result.unfilled.push_back(p.number);
        }
        for (std::size_t i = 0; i < m_buyers.size(); ++i)
            if (!used[i]) m_result.left_over.push_back(m_buyers[i]);
    }

    std::string filled(std::string_view bill, const model::Buyer& b) const {
        const bool gbk = m_encoding == text::Encoding::gbk || m_encoding == text::Encoding::gb18030;
        const Layout layout = lay_out(bill, gbk);
        const Parts p = parts(b, m_encoding);
        const std::string* const values[] = {&p.name, &p.tax_id, &p.bank_account, &p.address_phone};
        struct Edit {
            std::size_t from, to;
            std::string text;
        };
        std::vector<Edit> edits;
        const Span& number = layout.number;
        const std::string_view indent = number.found() ? indent_before(bill, number.from) : std::string_view{};
        std::size_t behind = number.found() ? number.to : layout.inside;
        for (std::size_t i = 0; i < k_parts.size(); ++i) {
            const Span& span = layout.parts[i];
            std::string value;
            text::encode(*values[i], m_encoding, value);
            const std::string end_tag = "</" + std::string(k_parts[i]) + ">";
            if (!span.found()) {
                edits.push_back(
                    {behind, behind, std::string(indent) + "<" + std::string(k_parts[i]) + ">" + value + end_tag});
                continue;
            }
            behind = span.to;
            if (value.empty()) continue;
            if (span.closed) {
                std::size_t slash = span.to - 2;
                while (slash > span.from && xml::is_space(bill[slash - 1])) --slash;
                edits.push_back({slash, span.to, ">" + value + end_tag});
            } else {
                edits.push_back({span.content, span.content_end, value});
            }
        }
        std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& c) { return a.from < c.from; });
        std::string out;
        std::size_t at = 0;
        for (const Edit& e : edits) {
            out.append(bill.substr(at, e.from - at)).append(e.text);
            at = e.to;
        }
        return out.append(bill.substr(at));
    }

    void give(std::string_view piece, std::string& out) {
        if (m_back_to)
            text::encode(piece, *m_back_to, out);
        else
            out += piece;
        if (out.size() < (1u << 20)) return;
        m_sink.write(out);
        out.clear();
    }

    file::Sink& m_sink;
    std::string_view m_input;
    std::string m_decoded;
    text::Encoding m_encoding{};
    std::optional<text::Encoding> m_back_to;
    std::vector<Place> m_bills;
    std::vector<model::Buyer> m_buyers;
    TemplateResult m_result;
};

} // namespace

std::unique_ptr<Writer> create_filler(file::Sink& sink, const WriteOptions& options) {
    return std::make_unique<Filler>(sink, options);
}

} // namespace goufang::invoice::kp_xml
