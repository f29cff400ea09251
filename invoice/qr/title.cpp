#include "invoice/qr/title.h"

#include "core/check/tax_id.h"
#include "core/text/charset.h"
#include "core/text/errors.h"
#include "core/text/fold.h"
#include "core/text/split.h"

#include <algorithm>
#include <array>

namespace goufang::invoice::qr {

namespace {

constexpr std::string_view k_between = "</>";
constexpr std::string_view k_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string base64(std::string_view bytes) {
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t v = 0;
        const std::size_t n = std::min<std::size_t>(3, bytes.size() - i);
        for (std::size_t k = 0; k < 3; ++k) v = v << 8 | (k < n ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k) out += k <= n ? k_alphabet[v >> (18 - 6 * k) & 63] : '=';
    }
    return out;
}

std::optional<std::string> from_base64(std::string_view text) {
    std::string out;
    std::uint32_t v = 0;
    unsigned bits = 0;
    for (char c : text) {
        if (c == '=' || c == ' ' || c == '\r' || c == '\n' || c == '\t') continue;
        if (c == '-') c = '+';
        if (c == '_') c = '/';
        const std::size_t digit = k_alphabet.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        v = (v << 6 | static_cast<std::uint32_t>(digit)) & 0xFFFFFF;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out += static_cast<char>(v >> bits & 0xFF);
        }
    }
    return out;
}

std::string hex4(std::uint16_t v) {
    constexpr std::string_view k_hex = "0123456789ABCDEF";
    std::string s;
    for (int shift = 12; shift >= 0; shift -= 4) s += k_hex[v >> shift & 15];
    return s;
}

std::string in_charset(std::string_view utf8, CrcCharset charset) {
    if (charset == CrcCharset::utf8) return std::string(utf8);
    std::string bytes;
    text::encode(utf8, text::Encoding::gb18030, bytes);
    return bytes;
}

/// left|right; a bar also where the left part alone would be taken apart when it is read.
std::string part(const std::string& left, const std::string& right, text::Split (*split)(std::string_view)) {
    if (right.empty() && (left.empty() || (split(left).right.empty() && left.find('|') == std::string::npos)))
        return left;
    return left + "|" + right;
}

void take_apart(std::string_view part, text::Split (*split)(std::string_view), std::string& left, std::string& right,
                bool& doubtful) {
    if (const std::size_t bar = part.rfind('|'); bar != std::string_view::npos) {
        left = text::clean_text(part.substr(0, bar));
        right = text::clean_text(part.substr(bar + 1));
        return;
    }
    const text::Split s = split(part);
    left = text::clean_text(s.left);
    right = text::clean_text(s.right);
    doubtful = doubtful || s.doubtful;
}

std::string_view trimmed(std::string_view s) {
    const auto blank = [](char c) { return c == ' ' || c == '\r' || c == '\n' || c == '\t'; };
    while (!s.empty() && blank(s.front())) s.remove_prefix(1);
    while (!s.empty() && blank(s.back())) s.remove_suffix(1);
    return s;
}

bool all_of_hex(std::string_view s) {
    return !s.empty() && s.size() <= 4 && s.find_first_not_of("0123456789ABCDEFabcdef") == std::string_view::npos;
}

Title decoded(std::string_view payload) {
    Title t;
    t.kind = Kind::broken;
    std::string utf8(payload);
    if (!text::valid_utf8(utf8)) {
        auto converted = text::to_utf8(payload, text::Encoding::gb18030);
        if (!converted) {
            t.problem = "qr.charset";
            return t;
        }
        utf8 = std::move(*converted);
    }
    std::vector<std::string_view> parts;
    std::size_t from = 0, last = 0; // last: behind the last separator
    for (std::size_t at = utf8.find(k_between); at != std::string::npos; at = utf8.find(k_between, from)) {
        parts.push_back(std::string_view(utf8).substr(from, at - from));
        last = from = at + k_between.size();
    }
    const std::string_view tail = trimmed(std::string_view(utf8).substr(from));
    // a wrong writer leaves out the last separator or the CRC
    const bool is_crc = parts.size() >= 4 || (all_of_hex(tail) && parts.size() >= 2);
    if (!is_crc && !tail.empty()) parts.push_back(tail);
    parts.resize(std::max<std::size_t>(parts.size(), 4));
    t.buyer.name = text::clean_text(parts[0]);
    if (t.buyer.name.empty() || t.buyer.name.find('\0') != std::string::npos) {
        t.problem = "qr.no_name";
        return t;
    }
    t.kind = Kind::title;
    t.buyer.tax_id = text::clean_tax_id(parts[1]);
    take_apart(parts[2], text::split_address_phone, t.buyer.address, t.buyer.phone, t.split_doubtful);
    take_apart(parts[3], text::split_bank_account, t.buyer.bank, t.buyer.account, t.split_doubtful);
    for (const model::Field f : {model::Field::tax_id, model::Field::address, model::Field::phone, model::Field::bank,
                                 model::Field::account}) {
        std::string* value = model::text_member(t.buyer, f);
        value->erase(std::remove(value->begin(), value->end(), '\0'), value->end());
    }
    t.buyer.kind = check::proposed_kind(t.buyer.tax_id).value_or(t.buyer.kind);
    if (!is_crc || tail.empty()) return t;
    std::string crc(tail);
    for (char& c : crc)
        if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 32);
    crc.insert(0, crc.size() < 4 ? 4 - crc.size() : 0, '0');
    const std::string_view covered = std::string_view(utf8).substr(0, last);
    t.crc = crc == hex4(crc16(in_charset(covered, CrcCharset::gbk)))    ? Crc::gbk
            : crc == hex4(crc16(in_charset(covered, CrcCharset::utf8))) ? Crc::utf8
                                                                        : Crc::wrong;
    return t;
}

} // namespace

std::optional<CrcCharset> crc_charset_from(std::string_view name) {
    std::string s;
    for (const char c : name)
        if (c != '-') s += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if (s == "gbk") return CrcCharset::gbk;
    if (s == "utf8") return CrcCharset::utf8;
    return std::nullopt;
}

std::uint16_t crc16(std::string_view bytes) {
    std::uint32_t crc = 0;
    for (const char c : bytes) {
        crc ^= static_cast<std::uint32_t>(static_cast<unsigned char>(c)) << 8;
        for (int bit = 0; bit < 8; ++bit) crc = (crc & 0x8000) != 0 ? (crc << 1 ^ 0x8005) & 0xFFFF : crc << 1 & 0xFFFF;
    }
    return static_cast<std::uint16_t>(crc);
}

std::vector<model::Field> over_long(const model::Buyer& b) {
    std::vector<model::Field> out;
    if (text::gbk_length(b.name) > k_max_part) out.push_back(model::Field::name);
    if (!b.tax_id.empty() && (b.tax_id.size() < 15 || b.tax_id.size() > 20)) out.push_back(model::Field::tax_id);
    if (text::gbk_length(part(b.address, b.phone, text::split_address_phone)) > k_max_part)
        out.push_back(model::Field::address);
    if (text::gbk_length(part(b.bank, b.account, text::split_bank_account)) > k_max_part)
        out.push_back(model::Field::bank);
    return out;
}

std::string title_text(const model::Buyer& b, CrcCharset crc) {
    for (const model::Field f : {model::Field::name, model::Field::tax_id, model::Field::address, model::Field::phone,
                                 model::Field::bank, model::Field::account})
        if (model::text_member(b, f)->find(k_between) != std::string::npos)
            throw Error(Code::bad_argument,
                        {std::string(model::info(f).key), *model::text_member(b, f), "value.no_title_mark"});
    std::string text = b.name;
    for (const std::string& p : {b.tax_id, part(b.address, b.phone, text::split_address_phone),
                                 part(b.bank, b.account, text::split_bank_account)}) {
        text += k_between;
        text += p;
    }
    text += k_between;
    text += hex4(crc16(in_charset(text, crc)));
    return "$01" + base64(text) + "$";
}

Title read_title(std::string_view text) {
    Title t;
    text = trimmed(text);
    if (text.starts_with("$")) {
        t.kind = Kind::broken;
        if (!text.starts_with("$01")) {
            t.problem = "qr.version";
            return t;
        }
        text.remove_prefix(3);
        if (text.ends_with("$")) text.remove_suffix(1);
        const auto payload = from_base64(text);
        if (!payload || payload->empty()) {
            t.problem = "qr.base64";
            return t;
        }
        return decoded(*payload);
    }
    if (text.find("/intp/invoice/") != std::string_view::npos || text.find("invoice_key=") != std::string_view::npos)
        t.kind = Kind::wechat;
    else if (text.starts_with("01,") && std::count(text.begin(), text.end(), ',') >= 6)
        t.kind = Kind::invoice;
    return t;
}

std::string_view problem_of(const Title& title) {
    switch (title.kind) {
    case Kind::title:
        return {};
    case Kind::wechat:
        return "qr.wechat";
    case Kind::invoice:
        return "qr.invoice";
    case Kind::broken:
        return title.problem;
    case Kind::other:
        break;
    }
    return "qr.other";
}

} // namespace goufang::invoice::qr
