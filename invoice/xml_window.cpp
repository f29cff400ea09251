#include "invoice/xml_window.h"

#include "core/text/errors.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace goufang::invoice {
namespace {

constexpr std::size_t k_piece = std::size_t{256} << 10;

[[noreturn]] void broken(std::string_view part, std::string_view what, std::string_view detail) {
    throw Error(Code::container_broken, {std::string(part), std::string(what), std::string(detail)});
}

bool name_ends(char c) { return c == ' ' || c == '>' || c == '/' || c == '\t' || c == '\n' || c == '\r'; }

/// Characters that XML 1.0 has.
bool xml_character(std::uint32_t c) {
    if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
    return c < 0xD800 || (c > 0xDFFF && c < 0xFFFE) || (c > 0xFFFF && c <= 0x10FFFF);
}

} // namespace

bool append_xml_text(std::string& out, std::string_view raw) {
    for (;;) {
        const std::size_t amp = raw.find('&');
        out += raw.substr(0, amp);
        if (amp == std::string_view::npos) return true;
        const std::size_t end = raw.find(';', amp);
        if (end == std::string_view::npos) return false;
        const std::string_view name = raw.substr(amp + 1, end - amp - 1);
        raw.remove_prefix(end + 1);
        if (name == "amp") {
            out += '&';
        } else if (name == "lt") {
            out += '<';
        } else if (name == "gt") {
            out += '>';
        } else if (name == "quot") {
            out += '"';
        } else if (name == "apos") {
            out += '\'';
        } else if (name.starts_with('#')) {
            const bool hex = name.starts_with("#x");
            const std::string_view digits = name.substr(hex ? 2 : 1);
            std::uint32_t c = 0;
            const auto [at, error] = std::from_chars(digits.data(), digits.data() + digits.size(), c, hex ? 16 : 10);
            if (error != std::errc() || at != digits.data() + digits.size() || !xml_character(c)) return false;
            text::append_utf8(out, static_cast<char32_t>(c));
        } else {
            return false;
        }
    }
}

void XmlCursor::fail(std::string_view what, std::string_view detail) const { broken(m_part, what, detail); }

const char* XmlCursor::find(char c, const char* from) const {
    const void* p = from < m_end ? std::memchr(from, c, static_cast<std::size_t>(m_end - from)) : nullptr;
    if (!p) throw NeedMore{};
    return static_cast<const char*>(p);
}

const char* XmlCursor::find(std::string_view token, const char* from) const {
    const std::size_t at = std::string_view(from, static_cast<std::size_t>(m_end - from)).find(token);
    if (at == std::string_view::npos) throw NeedMore{};
    return from + at;
}

bool XmlCursor::starts_with(const char* at, std::string_view token) const {
    const auto n = static_cast<std::size_t>(m_end - at);
    if (n < token.size() && std::string_view(at, n) == token.substr(0, n)) throw NeedMore{};
    return std::string_view(at, n).starts_with(token);
}

std::optional<std::string_view> XmlCursor::between(std::string_view open, std::string_view close) {
    const std::string_view rest(m_at, static_cast<std::size_t>(m_end - m_at));
    if (!rest.starts_with(open)) return std::nullopt;
    const std::size_t lt = rest.find('<', open.size());
    if (lt == std::string_view::npos || !rest.substr(lt).starts_with(close)) return std::nullopt;
    const std::string_view text = rest.substr(open.size(), lt - open.size());
    if (text.find('&') != std::string_view::npos) return std::nullopt;
    m_at += lt + close.size();
    return text;
}

XmlCursor::Tag XmlCursor::tag() {
    for (;;) {
        const char* open = m_at < m_end && *m_at == '<' ? m_at : find('<', m_at);
        if (open + 1 == m_end) throw NeedMore{};
        if (open[1] == '!') {
            if (starts_with(open, "<!--")) {
                m_at = find("-->", open + 4) + 3;
                continue;
            }
            if (starts_with(open, "<![CDATA[")) {
                m_at = find("]]>", open + 9) + 3;
                continue;
            }
            fail("xlsx.xml", "<!");
        }
        if (open[1] == '?') {
            m_at = find("?>", open + 2) + 2;
            continue;
        }
        Tag t;
        t.from = open;
        const char* p = open + 1;
        if (*p == '/') t.closing = true, ++p;
        const char* name = p;
        while (p < m_end && !name_ends(*p)) {
            if (*p == ':') name = p + 1;
            ++p;
        }
        if (p == m_end) throw NeedMore{};
        t.name = {name, static_cast<std::size_t>(p - name)};
        if (t.name.empty()) fail("xlsx.xml", "<");
        const char* attributes = p;
        // The end of the tag, outside of quotes.
        for (;; ++p) {
            if (p == m_end) throw NeedMore{};
            if (*p == '>') break;
            if (const char quote = *p; quote == '"' || quote == '\'') { // values are short: no search pays
                for (++p; p < m_end && *p != quote;) ++p;
                if (p == m_end) throw NeedMore{};
            }
            if (*p == '<') fail("xlsx.xml", "<");
        }
        t.empty = p > attributes && p[-1] == '/';
        t.attributes = {attributes, static_cast<std::size_t>(p - attributes) - (t.empty ? 1 : 0)};
        m_at = p + 1;
        return t;
    }
}

std::string_view XmlCursor::text(std::string& scratch, bool& copied) {
    const char* from = m_at;
    const char* lt = find('<', from);
    if (lt + 1 == m_end) throw NeedMore{};
    if (lt[1] != '!' && lt[1] != '?') { // nearly always
        m_at = lt;
        const std::string_view raw(from, static_cast<std::size_t>(lt - from));
        copied = raw.find('&') != std::string_view::npos;
        if (!copied) return raw;
        const std::size_t had = scratch.size();
        if (!append_xml_text(scratch, raw)) fail("xlsx.xml", "&");
        return std::string_view(scratch).substr(had);
    }
    copied = true;
    const std::size_t had = scratch.size();
    for (;;) {
        if (!append_xml_text(scratch, {from, static_cast<std::size_t>(lt - from)})) fail("xlsx.xml", "&");
        if (starts_with(lt, "<!--")) {
            from = find("-->", lt + 4) + 3;
        } else if (starts_with(lt, "<![CDATA[")) {
            const char* end = find("]]>", lt + 9);
            scratch.append(lt + 9, end);
            from = end + 3;
        } else if (lt[1] == '?') {
            from = find("?>", lt + 2) + 2;
        } else {
            break;
        }
        lt = find('<', from);
        if (lt + 1 == m_end) throw NeedMore{};
    }
    m_at = lt;
    return std::string_view(scratch).substr(had);
}

XmlWindow::XmlWindow(file::ZipStream stream, std::string part) : m_stream(std::move(stream)), m_part(std::move(part)) {}

void XmlWindow::fail(std::string_view what, std::string_view detail) const { broken(m_part, what, detail); }

void XmlWindow::more() {
    if (m_at) {
        m_bytes.erase(0, m_at);
        m_at = 0;
    }
    if (m_bytes.size() > k_max_record) fail("xlsx.record", std::to_string(k_max_record));
    const std::size_t had = m_bytes.size(), want = std::max(k_piece, had); // doubles: a long record is read a few times
    m_bytes.resize(had + want);
    std::size_t got = 0;
    while (got < want) {
        const std::size_t n = m_stream.read(m_bytes.data() + had + got, want - got);
        if (n == 0) break;
        got += n;
    }
    m_bytes.resize(had + got);
    if (got == 0) fail("xlsx.xml", "end");
    if (!m_started) start();
}

void XmlWindow::start() {
    m_started = true;
    const std::string_view all(m_bytes);
    if (all.starts_with("\xFF\xFE") || all.starts_with("\xFE\xFF") || all.substr(0, 4).find('\0') != text::npos)
        fail("xlsx.encoding", "UTF-16");
    if (all.starts_with("\xEF\xBB\xBF")) m_at = 3;
    const std::string_view prolog = all.substr(m_at, all.find("?>"));
    if (!prolog.starts_with("<?xml")) return;
    const std::size_t at = prolog.find("encoding=");
    if (at == std::string_view::npos || at + 10 >= prolog.size()) return;
    std::string name(prolog.substr(at + 10, prolog.find_first_of("\"'", at + 10) - at - 10));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    if (name != "UTF-8" && name != "UTF8" && name != "US-ASCII" && name != "ASCII") fail("xlsx.encoding", name);
}

} // namespace goufang::invoice
