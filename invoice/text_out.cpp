#include "invoice/text_table.h"

#include <algorithm>

namespace goufang::invoice {

using text::Encoding;

namespace {

bool non_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

} // namespace

void append_encoded(std::string& out, std::string_view utf8, text::Encoding to) {
    if (to == Encoding::utf8 || to == Encoding::utf8_bom) {
        out += utf8;
    } else {
        text::encode(utf8, to, out);
    }
}

TextOut::TextOut(file::Sink& sink, text::Encoding encoding, bool bom) : m_sink(sink), m_encoding(encoding) {
    if (bom) m_bytes += text::encoding_bom(encoding);
}

void TextOut::poll() {
    if (m_utf8.size() >= k_chunk_bytes) flush();
}

void TextOut::raw(std::string_view bytes) {
    append_encoded(m_bytes, m_utf8, m_encoding);
    m_utf8.clear();
    m_bytes += bytes;
    if (m_bytes.size() >= k_chunk_bytes) flush();
}

void TextOut::flush() {
    append_encoded(m_bytes, m_utf8, m_encoding);
    m_utf8.clear();
    if (!m_bytes.empty()) m_sink.write(m_bytes);
    m_bytes.clear();
}

void narrow(std::string& value, text::Encoding to) {
    if (to != Encoding::gbk || !text::first_not_gbk(value)) return;
    std::string bytes;
    text::encode(value, to, bytes);
    if (auto back = text::to_utf8(bytes, to)) value = std::move(*back);
}

std::string_view trim(std::string_view s) {
    static constexpr std::string_view k_wide[] = {"\xC2\xA0", "\xE3\x80\x80", "\xEF\xBB\xBF"};
    const auto blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    for (bool again = true; again && !s.empty();) {
        again = false;
        if (blank(s.front())) s.remove_prefix(1), again = true;
        if (!s.empty() && blank(s.back())) s.remove_suffix(1), again = true;
        if (!s.empty() && (non_ascii(s.front()) || non_ascii(s.back()))) {
            for (const std::string_view w : k_wide) {
                if (s.starts_with(w)) s.remove_prefix(w.size()), again = true;
                if (s.ends_with(w)) s.remove_suffix(w.size()), again = true;
            }
        }
    }
    return s;
}

bool is_ascii_digits(std::string_view s) {
    return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace goufang::invoice
