// How an XML input is encoded, and what its root is.

#include "core/text/utf8.h"
#include "invoice/xml_detail.h"

namespace goufang::invoice::xml {

namespace {

using text::Encoding;

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t k_window = 1u << 20; ///< bytes looked at behind the first byte outside ASCII
/// So many well-formed multi-byte sequences in a row do not happen by chance in GBK.
constexpr int k_certain_sequences = 16;

std::string_view prolog_label(std::string_view s) {
    if (!s.starts_with("<?xml")) return {};
    const std::string_view prolog = s.substr(0, std::min(s.find("?>"), std::min<std::size_t>(s.size(), 1024)));
    std::size_t at = prolog.find("encoding");
    if (at == npos) return {};
    at += 8;
    while (at < prolog.size() && (is_space(prolog[at]) || prolog[at] == '=')) ++at;
    if (at >= prolog.size() || (prolog[at] != '"' && prolog[at] != '\'')) return {};
    const std::size_t close = prolog.find(prolog[at], at + 1);
    return close == npos ? std::string_view{} : prolog.substr(at + 1, close - at - 1);
}

enum class Body { ascii, utf8_chinese, utf8_other, not_utf8 };

Body judge(std::string_view s) {
    std::size_t at = 0;
    while (at < s.size() && static_cast<unsigned char>(s[at]) < 0x80) ++at;
    if (at == s.size()) return Body::ascii;
    std::string_view window = s.substr(at, k_window);
    const bool cut = at + window.size() < s.size();
    const std::size_t bad = text::first_invalid_utf8(window);
    const bool good = bad == text::npos || (cut && bad + 4 > window.size());
    if (bad != text::npos) window = window.substr(0, bad);
    int sequences = 0;
    bool chinese = false;
    for (const char c : window) {
        const auto u = static_cast<unsigned char>(c);
        if (u >= 0xC0 && sequences < k_certain_sequences) ++sequences;
        chinese = chinese || u >= 0xE2;
        if (chinese && sequences == k_certain_sequences) return Body::utf8_chinese;
    }
    if (!good) return Body::not_utf8;
    return chinese ? Body::utf8_chinese : Body::utf8_other;
}

} // namespace

Start detect(std::string_view input, std::optional<Encoding> told) {
    const auto bom = [&](std::string_view b) { return input.starts_with(b) ? b.size() : std::size_t{0}; };
    const std::size_t bom8 = bom("\xEF\xBB\xBF"), bom_le = bom("\xFF\xFE"), bom_be = bom("\xFE\xFF");
    if (told) {
        switch (*told) {
        case Encoding::utf16le:
            return {*told, bom_le};
        case Encoding::utf16be:
            return {*told, bom_be};
        default:
            return {*told, bom8};
        }
    }
    if (bom8) return {Encoding::utf8_bom, bom8};
    if (bom_le) return {Encoding::utf16le, bom_le};
    if (bom_be) return {Encoding::utf16be, bom_be};
    if (input.size() >= 4) {
        if (input[0] == '<' && input[1] == 0 && input[2] != 0 && input[3] == 0) return {Encoding::utf16le, 0};
        if (input[0] == 0 && input[1] == '<' && input[2] == 0 && input[3] != 0) return {Encoding::utf16be, 0};
    }
    const std::string_view label = prolog_label(input);
    const std::optional<Encoding> named = text::encoding_from_name(label);
    if (named == Encoding::utf8 || named == Encoding::utf8_bom) return {Encoding::utf8, 0};
    const bool gbk_label = named == Encoding::gbk || named == Encoding::gb18030;
    switch (judge(input)) {
    case Body::utf8_chinese:
        return {Encoding::utf8, 0};
    case Body::ascii:
    case Body::utf8_other:
        if (!gbk_label) return {Encoding::utf8, 0};
        break;
    case Body::not_utf8:
        break;
    }
    if (gbk_label) return {*named, 0};
    // code page 936 and GB 18030 differ in the euro sign; core/text tells them apart
    const bool whole = input.size() <= k_window;
    return {text::detect_encoding(input.substr(0, k_window), whole).encoding == Encoding::gbk ? Encoding::gbk
                                                                                              : Encoding::gb18030,
            0};
}

std::string Root::attribute(std::string_view key) const {
    const std::string tag = "<x" + attributes + ">";
    for (const auto& [name_of, value] : read_tag(tag, 0, tag.size()).attributes)
        if (name_of == key) return std::string(value);
    return {};
}

std::optional<Root> sniff_root(std::string_view head) {
    const Start start = detect(head, std::nullopt);
    std::string decoded;
    std::string_view s = head.substr(start.bom_bytes);
    if (start.encoding == Encoding::utf16le || start.encoding == Encoding::utf16be) {
        text::Decoder decoder(start.encoding);
        (void)decoder.decode(s, decoded, false);
        s = decoded;
    }
    for (;;) {
        while (!s.empty() && is_space(s.front())) s.remove_prefix(1);
        std::size_t end = npos;
        if (s.starts_with("<!--")) {
            end = s.find("-->", 4);
            if (end != npos) end += 3;
        } else if (s.starts_with("<?")) {
            end = s.find("?>");
            if (end != npos) end += 2;
        } else if (s.starts_with("<!")) { // reading will refuse it, and say why
            end = s.find('>');
            if (s.substr(0, end).find('[') != npos) end = s.find('>', std::min(s.find(']'), s.size()));
            if (end != npos) end += 1;
        } else {
            break;
        }
        if (end == npos) return std::nullopt;
        s.remove_prefix(end);
    }
    if (s.size() < 2 || s[0] != '<' || ends_name(s[1])) return std::nullopt;
    const std::size_t end = tag_end(s, 0);
    if (end == npos || end == k_broken) return std::nullopt;
    std::size_t to = 1;
    while (!ends_name(s[to])) ++to;
    Root root;
    root.name = s.substr(1, to - 1);
    std::string_view rest = s.substr(to, end - 1 - to);
    if (rest.ends_with('/')) rest.remove_suffix(1);
    if (decoded.empty())
        root.attributes = text::to_utf8(rest, start.encoding).value_or("");
    else
        root.attributes = rest;
    return root;
}

} // namespace goufang::invoice::xml
