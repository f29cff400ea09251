#include "core/text/charset.h"

#include <algorithm>

namespace goufang::text {

namespace {

struct Name {
    std::string_view name;
    Encoding encoding;
};
// the first name of each encoding is its own; compared in lower case without '-', '_' and spaces
constexpr Name k_names[] = {
    {"utf8", Encoding::utf8},       {"utf8bom", Encoding::utf8_bom}, {"utf8sig", Encoding::utf8_bom},
    {"utf16le", Encoding::utf16le}, {"utf16", Encoding::utf16le},    {"unicode", Encoding::utf16le},
    {"utf16be", Encoding::utf16be}, {"gbk", Encoding::gbk},          {"gb2312", Encoding::gbk},
    {"gb231280", Encoding::gbk},    {"euccn", Encoding::gbk},        {"cp936", Encoding::gbk},
    {"ms936", Encoding::gbk},       {"936", Encoding::gbk},          {"windows936", Encoding::gbk},
    {"ansi", Encoding::gbk},        {"gb18030", Encoding::gb18030},  {"cp54936", Encoding::gb18030},
};

bool decodes(std::string_view sample, bool whole, Encoding e) {
    constexpr std::size_t k_piece = 1 << 16;
    Decoder d(e);
    std::string scratch;
    do {
        const auto piece = sample.substr(0, k_piece);
        sample.remove_prefix(piece.size());
        scratch.clear();
        if (d.decode(piece, scratch, whole && sample.empty()) != npos) return false;
    } while (!sample.empty());
    return true;
}

/// Is the offset that of a sequence which the end of the sample cuts off?
bool only_cut_off(std::string_view sample, std::size_t bad) {
    std::string scratch;
    return sample.size() - bad < 4 && Decoder(Encoding::utf8).decode(sample.substr(bad), scratch, false) == npos;
}

} // namespace

std::string_view encoding_name(Encoding e) {
    switch (e) {
    case Encoding::utf8:
        return "UTF-8";
    case Encoding::utf8_bom:
        return "UTF-8-BOM";
    case Encoding::utf16le:
        return "UTF-16LE";
    case Encoding::utf16be:
        return "UTF-16BE";
    case Encoding::gbk:
        return "GBK";
    case Encoding::gb18030:
        return "GB18030";
    }
    return {};
}

std::string_view encoding_bom(Encoding e) {
    switch (e) {
    case Encoding::utf8_bom:
        return "\xEF\xBB\xBF";
    case Encoding::utf16le:
        return "\xFF\xFE";
    case Encoding::utf16be:
        return "\xFE\xFF";
    default:
        return {};
    }
}

std::optional<Encoding> encoding_from_name(std::string_view name) {
    std::string plain;
    for (const char c : name) {
        if (c == '-' || c == '_' || c == ' ') continue;
        plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    const auto* found =
        std::find_if(std::begin(k_names), std::end(k_names), [&](const Name& n) { return n.name == plain; });
    if (found == std::end(k_names)) return std::nullopt;
    return found->encoding;
}

Detected detect_encoding(std::string_view sample, bool whole) {
    constexpr std::string_view k_gb_bom = "\x84\x31\x95\x33";
    for (const Encoding e : {Encoding::utf8_bom, Encoding::utf16le, Encoding::utf16be})
        if (sample.substr(0, encoding_bom(e).size()) == encoding_bom(e)) return {e, encoding_bom(e).size(), false};
    if (sample.substr(0, k_gb_bom.size()) == k_gb_bom) return {Encoding::gb18030, k_gb_bom.size(), false};

    const std::size_t bad = first_invalid_utf8(sample);
    if (bad == npos || (!whole && only_cut_off(sample, bad))) {
        const bool ascii = std::none_of(sample.begin(), sample.end(), [](char c) { return (c & 0x80) != 0; });
        return {Encoding::utf8, 0, ascii};
    }
    const bool euro = sample.find('\x80') != npos && !decodes(sample, whole, Encoding::gb18030) &&
                      decodes(sample, whole, Encoding::gbk);
    return {euro ? Encoding::gbk : Encoding::gb18030, 0, false};
}

std::optional<std::string> to_utf8(std::string_view in, Encoding from) {
    std::string out;
    if (Decoder(from).decode(in, out, true) != npos) return std::nullopt;
    return out;
}

} // namespace goufang::text
