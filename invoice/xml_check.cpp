// The strict side: what pugixml lets pass and where exactly a record is broken.

#include "core/text/words.h"
#include "invoice/xml_detail.h"

#include <charconv>
#include <cstring>

namespace goufang::invoice::xml {

namespace {

constexpr std::size_t npos = std::string_view::npos;

bool starts_name(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == ':' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool legal(std::uint32_t c) {
    return c == 9 || c == 10 || c == 13 || (c >= 0x20 && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) ||
           (c >= 0x10000 && c <= 0x10FFFF);
}

/// `s` starts behind '&'. Length of the reference with its ';', 0 when it is not allowed.
std::size_t reference(std::string_view s) {
    for (const std::string_view name : {"amp;", "lt;", "gt;", "quot;", "apos;"})
        if (s.starts_with(name)) return name.size();
    if (s.size() < 3 || s[0] != '#') return 0;
    const bool hex = s[1] == 'x';
    const char* first = s.data() + (hex ? 2 : 1);
    std::uint32_t value = 0;
    const auto [last, error] = std::from_chars(first, s.data() + s.size(), value, hex ? 16 : 10);
    if (error != std::errc{} || last == s.data() + s.size() || *last != ';' || !legal(value)) return 0;
    return static_cast<std::size_t>(last - s.data()) + 1;
}

} // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const char x = a[i] >= 'A' && a[i] <= 'Z' ? static_cast<char>(a[i] + 32) : a[i];
        const char y = b[i] >= 'A' && b[i] <= 'Z' ? static_cast<char>(b[i] + 32) : b[i];
        if (x != y) return false;
    }
    return true;
}

std::string hex_byte(char c) {
    constexpr char k_digits[] = "0123456789ABCDEF";
    const auto u = static_cast<unsigned char>(c);
    return {k_digits[u >> 4], k_digits[u & 15]};
}

std::size_t tag_end(std::string_view text, std::size_t at) {
    const char* const base = text.data();
    const char* const end = base + text.size();
    const char* p = base + at + 1;
    while (p < end) {
        const char c = *p++;
        if (c == '>') return static_cast<std::size_t>(p - base);
        if (c == '<') return k_broken;
        if (c != '"' && c != '\'') continue;
        for (;; ++p) {
            if (p == end) return npos;
            if (*p == c) break;
            if (*p == '<') return k_broken;
        }
        ++p;
    }
    return npos;
}

std::size_t cdata_end(std::string_view text, std::size_t at, bool gbk) {
    if (!gbk) {
        const std::size_t found = text.find("]]>", at);
        return found == npos ? npos : found + 3;
    }
    while (at + 3 <= text.size()) {
        const auto c = static_cast<unsigned char>(text[at]);
        if (c < 0x81 || c == 0xFF) {
            if (c == ']' && text[at + 1] == ']' && text[at + 2] == '>') return at + 3;
            ++at;
        } else {
            const bool four = text[at + 1] >= '0' && text[at + 1] <= '9';
            at += four ? 4 : 2;
        }
    }
    return npos;
}

std::size_t bad_char(std::string_view text) {
    const char* const base = text.data();
    std::size_t i = 0;
    const auto bad = [](unsigned char c) { return c < 0x20 && c != '\t' && c != '\n' && c != '\r'; };
    for (; i + 8 <= text.size(); i += 8) {
        std::uint64_t v;
        std::memcpy(&v, base + i, 8);
        if (text::any_below(v, 0x20) == 0) continue;
        for (std::size_t k = i; k < i + 8; ++k)
            if (bad(static_cast<unsigned char>(base[k]))) return k;
    }
    for (; i < text.size(); ++i)
        if (bad(static_cast<unsigned char>(base[i]))) return i;
    return npos;
}

std::optional<Fault> bad_reference(std::string_view text, std::size_t from, std::size_t to) {
    const std::string_view part = text.substr(0, to);
    for (std::size_t at = part.find('&', from); at != npos; at = part.find('&', at)) {
        const std::size_t length = reference(part.substr(at + 1));
        if (length == 0) {
            std::size_t end = at;
            while (end < part.size() && end < at + 20 && part[end] != ';' && part[end] != '<') ++end;
            if (end < part.size() && part[end] == ';') ++end;
            while (end > at + 1 && end < part.size() && (static_cast<unsigned char>(part[end]) & 0xC0) == 0x80) --end;
            return Fault{at, "xml.bad_entity", std::string(part.substr(at, end - at))};
        }
        at += length + 1;
    }
    return std::nullopt;
}

Tag read_tag(std::string_view text, std::size_t at, std::size_t end) {
    Tag tag;
    std::size_t i = at + 1;
    const std::size_t last = end - 1; // the '>'
    const auto name_at = [&](std::size_t from) {
        std::size_t to = from;
        while (to < last && !ends_name(text[to])) ++to;
        return text.substr(from, to - from);
    };
    const auto fault = [&](std::size_t where, std::string_view sentence, std::string detail) {
        tag.fault = Fault{where, sentence, std::move(detail)};
        return tag;
    };
    tag.name = name_at(i);
    const std::string name(tag.name);
    if (name.empty() || !starts_name(name[0])) return fault(at, "xml.bad_tag", name);
    i += name.size();
    for (;;) {
        const std::size_t before = i;
        while (i < last && is_space(text[i])) ++i;
        if (i == last) return tag;
        if (text[i] == '/' && i + 1 == last) {
            tag.closed = true;
            return tag;
        }
        const std::string_view key = name_at(i);
        if (before == i || key.empty() || !starts_name(key[0])) return fault(i, "xml.bad_tag", name);
        const std::size_t key_at = i;
        i += key.size();
        while (i < last && is_space(text[i])) ++i;
        if (i == last || text[i] != '=') return fault(i, "xml.bad_tag", name);
        ++i;
        while (i < last && is_space(text[i])) ++i;
        if (i == last || (text[i] != '"' && text[i] != '\'')) return fault(i, "xml.bad_tag", name);
        const std::size_t close = text.find(text[i], i + 1);
        if (close == npos || close >= last) return fault(i, "xml.bad_tag", name);
        const std::string_view value = text.substr(i + 1, close - i - 1);
        if (const std::size_t lt = value.find('<'); lt != npos) return fault(i + 1 + lt, "xml.bad_tag", name);
        if (auto f = bad_reference(text, i + 1, close)) return fault(f->at, f->sentence, f->detail);
        for (const auto& [other, unused] : tag.attributes)
            if (other == key) return fault(key_at, "xml.duplicate_attribute", std::string(key));
        tag.attributes.emplace_back(key, value);
        if (tag.attributes.size() > k_max_attributes)
            return fault(key_at, "xml.attributes", std::to_string(k_max_attributes));
        i = close + 1;
    }
}

std::optional<Fault> find_fault(std::string& record, bool fold_end_tags, std::size_t outer) {
    struct Name {
        std::size_t at, size;
    };
    std::vector<Name> open;
    const std::string_view text = record;
    const auto spelled = [&](const Name& n) { return text.substr(n.at, n.size); };
    const auto truncated = [&] {
        return Fault{text.size(), "xml.truncated", open.empty() ? "" : std::string(spelled(open.back()))};
    };
    if (const std::size_t c = bad_char(text); c != npos) return Fault{c, "xml.bad_char", hex_byte(text[c])};
    std::size_t at = 0;
    do {
        const std::size_t lt = text.find('<', at);
        if (auto f = bad_reference(text, at, lt)) return f;
        if (lt == npos) return truncated();
        const std::string_view rest = text.substr(lt);
        if (rest.starts_with("<!--")) {
            at = text.find("-->", lt + 4);
            if (at == npos) return truncated();
            at += 3;
        } else if (rest.starts_with("<![CDATA[")) {
            at = cdata_end(text, lt + 9, false);
            if (at == npos) return truncated();
        } else if (rest.starts_with("<!")) {
            if (std::string_view("<![CDATA[").starts_with(rest) || std::string_view("<!--").starts_with(rest))
                return truncated();
            return Fault{lt, "xml.doctype", ""};
        } else if (rest.starts_with("<?")) {
            at = text.find("?>", lt + 2);
            if (at == npos) return truncated();
            at += 2;
        } else {
            const std::size_t end = tag_end(text, lt);
            if (end == npos) return truncated();
            if (end == k_broken) return Fault{lt, "xml.bad_tag", ""};
            if (rest.starts_with("</")) {
                std::size_t to = lt + 2;
                while (to < end - 1 && !ends_name(text[to])) ++to;
                const Name name{lt + 2, to - lt - 2};
                while (to < end - 1 && is_space(text[to])) ++to;
                if (to != end - 1) return Fault{lt, "xml.bad_tag", std::string(spelled(name))};
                if (open.empty() || spelled(open.back()) != spelled(name)) {
                    if (!fold_end_tags || open.empty() || !equal_ignoring_case(spelled(open.back()), spelled(name)))
                        return Fault{lt, "xml.mismatched_tag", std::string(spelled(name))};
                    record.replace(name.at, name.size,
                                   std::string(spelled(open.back()))); // same length: text stays valid
                }
                open.pop_back();
            } else {
                Tag tag = read_tag(text, lt, end);
                if (tag.fault) return tag.fault;
                if (open.size() + outer + 1 > k_max_depth) return Fault{lt, "xml.depth", std::to_string(k_max_depth)};
                if (!tag.closed) open.push_back({lt + 1, tag.name.size()});
            }
            at = end;
        }
    } while (!open.empty());
    return std::nullopt;
}

} // namespace goufang::invoice::xml
