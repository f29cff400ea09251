#include "invoice/text_table.h"

#include "core/text/errors.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace goufang::invoice {

namespace {

using text::Encoding;
using text::npos;

std::size_t find_byte(std::string_view s, char c, std::size_t from = 0) {
    if (from >= s.size()) return npos;
    const void* p = std::memchr(s.data() + from, c, s.size() - from);
    return p ? static_cast<std::size_t>(static_cast<const char*>(p) - s.data()) : npos;
}

std::size_t first_non_ascii(std::string_view s) {
    std::size_t at = 0;
    for (; at + 8 <= s.size(); at += 8) {
        std::uint64_t w;
        std::memcpy(&w, s.data() + at, 8);
        if (w & 0x8080808080808080u) break;
    }
    for (; at < s.size(); ++at)
        if (static_cast<unsigned char>(s[at]) >= 0x80) return at;
    return npos;
}

bool non_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// Nine of ten lines with something outside ASCII are well-formed UTF-8: a damaged UTF-8 file, not GBK.
bool mostly_utf8(std::string_view sample, bool whole) {
    std::size_t good = 0, all = 0;
    for (std::size_t at = 0; at < sample.size();) {
        const std::size_t nl = std::min(find_byte(sample, '\n', at), sample.size());
        if (nl == sample.size() && !whole) break; // cut off in the middle
        const std::string_view line = sample.substr(at, nl - at);
        if (first_non_ascii(line) != npos) {
            ++all;
            if (text::valid_utf8(line)) ++good;
        }
        at = nl + 1;
    }
    return good >= 3 && good * 10 >= all * 9;
}

bool has_four_byte_form(std::string_view s) {
    for (std::size_t at = 0; at + 1 < s.size();) {
        if (!non_ascii(s[at])) {
            ++at;
            continue;
        }
        if (s[at + 1] >= '0' && s[at + 1] <= '9') return true;
        at += 2;
    }
    return false;
}

InputEncoding detect(std::string_view bytes, std::size_t sample_bytes) {
    const std::string_view head = bytes.substr(0, sample_bytes);
    text::Detected d = text::detect_encoding(head, head.size() == bytes.size());
    if (d.bom_bytes) return {d.encoding, d.bom_bytes};
    std::string_view sample = head;
    if (d.ascii_only && head.size() < bytes.size()) {
        const std::size_t at = first_non_ascii(bytes.substr(head.size()));
        if (at == npos) return {Encoding::utf8, 0};
        sample = bytes.substr(head.size() + at, sample_bytes);
        d = text::detect_encoding(sample, head.size() + at + sample.size() == bytes.size());
    }
    const bool to_the_end = sample.data() + sample.size() == bytes.data() + bytes.size();
    if (d.encoding == Encoding::gb18030 || d.encoding == Encoding::gbk) {
        if (mostly_utf8(sample, to_the_end)) return {Encoding::utf8, 0};
        if (!has_four_byte_form(sample)) return {Encoding::gbk, 0};
    }
    return {d.encoding, d.bom_bytes};
}

constexpr std::string_view k_replacement = "\xEF\xBF\xBD";

check::Finding finding(std::string_view rule, std::vector<std::string> args) {
    check::Finding f;
    f.severity = check::Severity::error;
    f.rule = rule;
    f.field = model::Field::code;
    f.args = std::move(args);
    return f;
}

} // namespace

InputEncoding input_encoding(std::string_view bytes, const ReadOptions& options) {
    if (bytes.empty()) throw Error(Code::file_empty, {""});
    if (options.max_bytes >= 0 && bytes.size() > static_cast<std::uint64_t>(options.max_bytes))
        throw Error(Code::too_large, {"0", "file.size", std::to_string(options.max_bytes)});
    InputEncoding e;
    if (options.encoding) {
        e.encoding = *options.encoding;
        std::string_view bom = text::encoding_bom(e.encoding == Encoding::utf8 ? Encoding::utf8_bom : e.encoding);
        if (!bom.empty() && bytes.starts_with(bom)) e.bom_bytes = bom.size();
    } else {
        e = detect(bytes, std::size_t{256} << 10);
    }
    if (e.bom_bytes == bytes.size()) throw Error(Code::file_empty, {""});
    return e;
}

InputEncoding head_encoding(std::string_view head) {
    if (head.empty()) return {};
    const text::Detected d = text::detect_encoding(head, false);
    if ((d.encoding == Encoding::gb18030 || d.encoding == Encoding::gbk) && mostly_utf8(head, true))
        return {Encoding::utf8, 0};
    return {d.encoding, d.bom_bytes};
}

// --- lines

LineSource::LineSource(std::string_view bytes, InputEncoding encoding)
    : m_bytes(bytes), m_encoding(encoding),
      m_wide(encoding.encoding == Encoding::utf16le || encoding.encoding == Encoding::utf16be),
      m_raw_at(std::min(encoding.bom_bytes, bytes.size())), m_decoder(encoding.encoding) {
    m_chunk_end = m_raw_at;
}

void LineSource::seek(std::size_t position, std::int64_t number) {
    m_raw_at = m_chunk_end = position;
    m_text = {};
    m_number = number;
}

// Offset behind the first `c` (\n or \r) in [from, to) of the input; npos when there is none.
std::size_t LineSource::find_raw(std::size_t from, std::size_t to, char c) const {
    if (!m_wide) {
        const std::size_t at = find_byte(m_bytes.substr(0, to), c, from);
        return at == npos ? npos : at + 1;
    }
    const bool little = m_encoding.encoding == Encoding::utf16le;
    for (std::size_t at = from; at + 1 < to; at += 2)
        if (m_bytes[at + (little ? 0 : 1)] == c && m_bytes[at + (little ? 1 : 0)] == 0) return at + 2;
    return npos;
}

// Where the chunk that starts at `from` ends: behind its last whole line; npos when the line is too long.
std::size_t LineSource::chunk_end(std::size_t from) const {
    const std::size_t size = m_bytes.size();
    const bool little = m_encoding.encoding == Encoding::utf16le;
    for (std::size_t length = k_chunk_bytes;; length *= 2) {
        if (size - from <= length) return size;
        const std::size_t to = from + length;
        for (const char c : {'\n', '\r'}) {
            for (std::size_t at = to; at >= from + unit(); at -= unit()) {
                const bool hit = m_wide ? m_bytes[at - (little ? 2 : 1)] == c && m_bytes[at - (little ? 1 : 2)] == 0
                                        : m_bytes[at - 1] == c;
                // A \r at the very end may be half of \r\n: not a place to cut.
                if (hit && !(c == '\r' && at == to)) return at;
            }
        }
        if (length >= k_max_line_bytes) return npos;
    }
}

// A chunk with illegal bytes: line by line, U+FFFD for each bad one.
void LineSource::decode_lossy(std::string_view raw) {
    m_decoded.clear();
    m_bad.clear();
    m_bad_next = 0;
    const std::size_t base = static_cast<std::size_t>(raw.data() - m_bytes.data());
    for (std::size_t at = 0; at < raw.size();) {
        std::size_t end = find_raw(base + at, base + raw.size(), '\n');
        end = end == npos ? raw.size() : end - base;
        const std::size_t text_from = m_decoded.size();
        std::string_view rest = raw.substr(at, end - at);
        text::Decoder decoder(m_encoding.encoding);
        std::size_t bad_bytes = 0;
        for (;;) {
            const std::size_t bad = decoder.decode(rest, m_decoded, true);
            if (bad == npos) break;
            m_bad.push_back(static_cast<std::size_t>(rest.data() - m_bytes.data()) + bad);
            m_decoded += k_replacement;
            rest.remove_prefix(std::min(rest.size(), bad + std::max<std::size_t>(decoder.skip_bad(), 1)));
            if (++bad_bytes < 64) continue;
            // Not text at all: the rest of the line is left out, its end kept.
            if (end != raw.size() || find_raw(base + end - unit(), base + end, '\n') != npos) m_decoded += '\n';
            break;
        }
        if (std::size_t nul = m_decoded.find('\0', text_from); nul != npos) {
            if (!bad_bytes) m_bad.push_back(base + (m_wide ? at : find_byte(raw, '\0', at)));
            std::string mended;
            std::size_t from = text_from;
            for (; nul != npos; nul = m_decoded.find('\0', from)) {
                mended.append(m_decoded, from, nul - from).append(k_replacement);
                from = nul + 1;
            }
            m_decoded.replace(text_from, npos, mended.append(m_decoded, from));
        }
        at = end;
    }
    m_text = m_decoded;
    m_direct = false;
}

bool LineSource::fill() {
    m_raw_at = std::max(m_raw_at, m_chunk_end);
    if (m_raw_at >= m_bytes.size()) return false;
    const std::size_t end = chunk_end(m_raw_at);
    if (end == npos) return true; // next() sees the empty text and the unfinished input
    m_chunk_end = end;
    const std::string_view raw = m_bytes.substr(m_raw_at, end - m_raw_at);
    m_bad.clear();
    m_bad_next = 0;
    if (m_encoding.encoding == Encoding::utf8 || m_encoding.encoding == Encoding::utf8_bom) {
        m_text = raw;
        m_direct = true;
        if (!text::valid_utf8(raw) || find_byte(raw, '\0') != npos) decode_lossy(raw);
        return true;
    }
    m_direct = false;
    m_decoded.clear();
    if (m_decoder.decode(raw, m_decoded, true) != npos || find_byte(m_decoded, '\0') != npos) {
        m_decoder = text::Decoder(m_encoding.encoding);
        decode_lossy(raw);
    }
    m_text = m_decoded;
    return true;
}

bool LineSource::next(Line& line) {
    if (m_text.empty()) {
        if (!fill()) return false;
        if (m_text.empty()) { // a line that is too long, or bytes that decode to nothing
            std::size_t end = find_raw(m_raw_at, m_bytes.size(), '\n');
            if (end == npos) end = m_bytes.size();
            line = Line{{},         "",   m_bytes.substr(m_raw_at, end - m_raw_at),
                        m_number++, npos, end - m_raw_at > k_chunk_bytes};
            m_raw_at = m_chunk_end = end;
            return true;
        }
    }
    std::size_t stop = find_byte(m_text, '\n');
    std::size_t ends = 1;
    char last = '\n';
    const std::size_t scan_to = stop == npos ? m_text.size() : stop;
    if (const std::size_t cr = find_byte(m_text.substr(0, scan_to), '\r'); cr != npos) {
        if (cr + 1 == stop) {
            stop = cr, ends = 2;
        } else {
            stop = cr, last = '\r';
        }
    } else if (stop == npos) {
        stop = m_text.size(), ends = 0;
    }
    line.text = m_text.substr(0, stop);
    line.end = ends == 2 ? "\r\n" : ends == 0 ? "" : last == '\n' ? "\n" : "\r";
    line.number = m_number++;
    line.too_long = false;
    line.bad_at = npos;
    std::size_t raw_end = m_raw_at + stop + ends;
    if (!m_direct) {
        raw_end = ends == 0 ? npos : find_raw(m_raw_at, m_chunk_end, last);
        if (raw_end == npos) raw_end = m_chunk_end;
    }
    m_text.remove_prefix(stop + ends);
    line.raw = m_bytes.substr(m_raw_at, raw_end - m_raw_at);
    if (m_bad_next < m_bad.size()) {
        while (m_bad_next < m_bad.size() && m_bad[m_bad_next] < raw_end) {
            if (line.bad_at == npos && m_bad[m_bad_next] >= m_raw_at) line.bad_at = m_bad[m_bad_next] - m_raw_at;
            ++m_bad_next;
        }
    }
    m_raw_at = raw_end;
    return true;
}

check::Finding encoding_finding(const Line& line, text::Encoding encoding) {
    std::string hex;
    if (line.bad_at < line.raw.size()) {
        constexpr std::string_view digits = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(line.raw[line.bad_at]);
        hex = {digits[byte >> 4], digits[byte & 15]};
    }
    return finding("file.encoding", {std::to_string(line.number), std::to_string(line.bad_at + 1),
                                     std::string(text::encoding_name(encoding)), hex});
}

} // namespace goufang::invoice
