// G8: GBK and GB18030 <-> UTF-8 beside the system's iconv, both over the same text in pieces of 1 MiB.

#include "tests/bench/bench.h"

#include "core/text/charset.h"
#include "core/text/errors.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <cstdint>
#include <iconv.h>

namespace goufang::bench {

namespace {

using text::Encoding;

constexpr std::size_t k_bytes = 200'000'000; // of UTF-8
constexpr std::size_t k_piece = 1 << 20;
constexpr int k_rounds = 5;

/// Lines shaped like a buyer list: tax id, name, address and phone, bank and account; every character of the first
/// level of GB 2312 turns up. With `rare`, one line in eight has a name with characters of the four-byte forms.
std::string buyer_lines(bool rare) {
    std::uint64_t state = 88172645463325252U;
    const auto below = [&state](std::uint32_t n) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return static_cast<std::uint32_t>((state >> 32) * n >> 32);
    };
    const auto level_one = [&below] { // 0xB0A1..0xD7F9, row by row
        const char pair[2] = {static_cast<char>(0xB0 + below(39)), static_cast<char>(0xA1 + below(94))};
        return text::to_utf8({pair, 2}, Encoding::gb18030).value_or("\u5317");
    };
    std::string lines;
    lines.reserve(k_bytes + 1000);
    const auto digits = [&](int n) {
        while (n-- > 0) lines += static_cast<char>('0' + below(10));
    };
    const auto han = [&](int n) {
        while (n-- > 0) lines += level_one();
    };
    constexpr std::size_t k_distinct = 4'000'000;
    for (int line = 0; lines.size() < k_distinct; ++line) {
        lines += "91";
        digits(6);
        lines += "MA";
        digits(8);
        lines += ',';
        han(8);
        if (rare && line % 8 == 0) lines += "\U0002CB78\u9FCD\u36C3";
        lines += "\u6709\u9650\u516c\u53f8,";
        han(12);
        digits(3);
        lines += "\u53f7 0571-";
        digits(8);
        lines += ',';
        han(10);
        lines += ' ';
        digits(19);
        lines += "\r\n";
    }
    const std::size_t block = lines.size();
    while (lines.size() < k_bytes) lines.append(lines, 0, block);
    return lines;
}

/// iconv over pieces; what it writes goes to `out` when that is wanted.
void by_iconv(const char* to, const char* from, const std::string& in, std::string* out) {
    const iconv_t cd = iconv_open(to, from);
    if (cd == reinterpret_cast<iconv_t>(-1)) throw Error(Code::internal, {"iconv_open"});
    std::string buffer(4 * k_piece, '\0');
    char* p = const_cast<char*>(in.data());
    std::size_t all = in.size();
    while (all > 0) {
        std::size_t left = std::min(all, k_piece);
        const std::size_t before = left;
        char* o = buffer.data();
        std::size_t room = buffer.size();
        iconv(cd, &p, &left, &o, &room); // a cut sequence at the end stays for the next piece
        if (left == before) throw Error(Code::internal, {"iconv"});
        all -= before - left;
        if (out) out->append(buffer, 0, buffer.size() - room);
    }
    iconv_close(cd);
}

void decode_all(Encoding from, std::string_view in, std::string* out) {
    text::Decoder decoder(from);
    std::string buffer;
    while (!in.empty()) {
        const auto piece = in.substr(0, k_piece);
        in.remove_prefix(piece.size());
        buffer.clear();
        if (decoder.decode(piece, buffer, in.empty()) != text::npos) throw Error(Code::internal, {"decode"});
        if (out) *out += buffer;
    }
}

void encode_all(Encoding to, std::string_view in, std::string* out) {
    std::string buffer;
    while (!in.empty()) {
        std::size_t n = std::min(in.size(), k_piece);
        while (n < in.size() && (static_cast<unsigned char>(in[n]) & 0xC0) == 0x80) ++n; // whole characters
        buffer.clear();
        text::encode(in.substr(0, n), to, buffer);
        in.remove_prefix(n);
        if (out) *out += buffer;
    }
}

void one_encoding(Report& report, Encoding e, bool rare) {
    const std::string name(text::encoding_name(e)), utf8 = buyer_lines(rare);
    std::string ours, theirs;
    encode_all(e, utf8, &ours);
    by_iconv(name.c_str(), "UTF-8", utf8, &theirs);
    bool same = ours == theirs;
    const std::string bytes = std::move(theirs);
    ours.clear();
    decode_all(e, bytes, &ours);
    same = same && ours == utf8;
    ours = {};
    report.note("G8 " + name + ": " + std::to_string(bytes.size() / 1'000'000) + " MB <-> " +
                std::to_string(utf8.size() / 1'000'000) + " MB of UTF-8, " +
                (same ? "byte-identical to iconv" : "NOT the same bytes as iconv"));
    report.figure("G8", name + ": pieces that differ from iconv", same ? 0 : 1, "<= 0", "");

    const auto [d, iconv_d] = paired_medians(
        k_rounds, [&] { decode_all(e, bytes, nullptr); }, [&] { by_iconv("UTF-8", name.c_str(), bytes, nullptr); });
    report.row("G8", name + " -> UTF-8", d, "glibc iconv", iconv_d, ">= 3");
    const auto [c, iconv_c] = paired_medians(
        k_rounds, [&] { encode_all(e, utf8, nullptr); }, [&] { by_iconv(name.c_str(), "UTF-8", utf8, nullptr); });
    report.row("G8", "UTF-8 -> " + name, c, "glibc iconv", iconv_c, ">= 4");
}

} // namespace

void bench_charset(Report& report) {
    one_encoding(report, Encoding::gbk, false);
    one_encoding(report, Encoding::gb18030, true);
}

} // namespace goufang::bench
