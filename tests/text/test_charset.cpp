#include "core/text/charset.h"
#include "core/text/charset_table.h"
#include "tests/support/catch.h"
#include "tests/text/random_text.h"

#include <algorithm>
#include <set>
#ifndef _WIN32
#include <iconv.h>
#endif

using namespace goufang::text;

namespace {

std::string utf8_of(char32_t c) {
    std::string s;
    append_utf8(s, c);
    return s;
}

std::string encoded(std::string_view utf8, Encoding e) {
    std::string out;
    encode(utf8, e, out);
    return out;
}

std::string gb_four(std::uint32_t linear) {
    return {static_cast<char>(0x81 + linear / 12600), static_cast<char>(0x30 + linear / 1260 % 10),
            static_cast<char>(0x81 + linear / 10 % 126), static_cast<char>(0x30 + linear % 10)};
}

#ifndef _WIN32
struct Iconv {
    iconv_t cd;
    Iconv(const char* to, const char* from) : cd(iconv_open(to, from)) {}
    ~Iconv() { iconv_close(cd); }
    std::optional<std::string> operator()(std::string in) const {
        std::string out(in.size() * 4 + 16, '\0');
        char *i = in.data(), *o = out.data();
        std::size_t in_left = in.size(), out_left = out.size();
        iconv(cd, nullptr, nullptr, nullptr, nullptr);
        if (iconv(cd, &i, &in_left, &o, &out_left) == static_cast<std::size_t>(-1)) return std::nullopt;
        iconv(cd, nullptr, nullptr, &o, &out_left);
        out.resize(out.size() - out_left);
        return out;
    }
};
#endif

/// All of `in` in pieces of the given sizes; bad bytes become '!'.
std::string in_pieces(std::string_view in, Encoding e, const std::vector<std::size_t>& cuts) {
    Decoder d(e);
    std::string out;
    std::size_t from = 0;
    for (std::size_t i = 0; i <= cuts.size(); ++i) {
        const std::size_t to = i < cuts.size() ? cuts[i] : in.size();
        auto piece = in.substr(from, to - from);
        const bool last = i == cuts.size();
        for (auto bad = d.decode(piece, out, last); bad != npos; bad = d.decode(piece, out, last)) {
            REQUIRE(bad <= piece.size());
            REQUIRE(!d.bad().empty());
            out += '!';
            piece.remove_prefix(bad + d.skip_bad());
        }
        from = to;
    }
    CHECK(d.pending() == 0);
    return out;
}

const Encoding k_all[] = {Encoding::utf8,    Encoding::utf8_bom, Encoding::utf16le,
                          Encoding::utf16be, Encoding::gbk,      Encoding::gb18030};

} // namespace

TEST_CASE("Names of encodings") {
    for (const Encoding e : k_all) CHECK(encoding_from_name(encoding_name(e)) == e);
    const std::pair<const char*, Encoding> rows[] = {
        {"utf8", Encoding::utf8},        {"UTF-8-SIG", Encoding::utf8_bom}, {"Gb2312", Encoding::gbk},
        {"cp936", Encoding::gbk},        {"ANSI", Encoding::gbk},           {"utf-16", Encoding::utf16le},
        {"UTF-16BE", Encoding::utf16be}, {"gb18030", Encoding::gb18030},    {"GB_2312-80", Encoding::gbk},
        {"windows-936", Encoding::gbk},
    };
    for (const auto& [name, e] : rows) CHECK(encoding_from_name(name) == e);
    for (const char* name : {"", "latin1", "big5", "utf", "gb"}) CHECK(!encoding_from_name(name));
}

TEST_CASE("Detection: BOM, strict UTF-8, else GB18030") {
    struct Row {
        const char* what;
        std::string bytes;
        bool whole;
        Encoding encoding;
        std::size_t bom;
        bool ascii;
    };
    const std::string han = "\u5ba2\u6237\u7f16\u7801"; // 客户编码
    const Row rows[] = {
        {"empty", "", true, Encoding::utf8, 0, true},
        {"ASCII", "a,b\r\n", true, Encoding::utf8, 0, true},
        {"UTF-8", han, true, Encoding::utf8, 0, false},
        {"UTF-8 cut, sample", han.substr(0, 5), false, Encoding::utf8, 0, false},
        {"UTF-8 cut, whole file", "a" + han.substr(0, 2), true, Encoding::gb18030, 0, false},
        {"UTF-8 BOM", "\xEF\xBB\xBF" + han, true, Encoding::utf8_bom, 3, false},
        {"UTF-16LE", "\xFF\xFE" + encoded(han, Encoding::utf16le), true, Encoding::utf16le, 2, false},
        {"UTF-16BE", "\xFE\xFF" + encoded(han, Encoding::utf16be), true, Encoding::utf16be, 2, false},
        {"GBK", encoded(han, Encoding::gbk), true, Encoding::gb18030, 0, false},
        {"GBK cut", encoded(han, Encoding::gbk).substr(0, 5), false, Encoding::gb18030, 0, false},
        {"GB18030 BOM", "\x84\x31\x95\x33x", true, Encoding::gb18030, 4, false},
        {"code page 936 with a euro sign", encoded(han + "\u20ac", Encoding::gbk), true, Encoding::gbk, 0, false},
        {"nonsense with 0x80 and 0xFF", "\xB1\xB1\x80\xFF", true, Encoding::gb18030, 0, false},
    };
    for (const Row& row : rows) {
        INFO(row.what);
        const Detected d = detect_encoding(row.bytes, row.whole);
        CHECK(d.encoding == row.encoding);
        CHECK(d.bom_bytes == row.bom);
        CHECK(d.ascii_only == row.ascii);
    }
    // however the sample is cut, UTF-8 stays UTF-8
    const std::string mixed = "a\u00e9" + han + "\U0001F600";
    for (std::size_t n = 0; n <= mixed.size(); ++n)
        CHECK(detect_encoding(mixed.substr(0, n), false).encoding == Encoding::utf8);
}

TEST_CASE("GBK: what the table says about known characters") {
    struct Row {
        char32_t c;
        const char* gbk; // nullptr: not in code page 936
        const char* gb18030;
    };
    const Row rows[] = {
        {U'\u5317', "\xB1\xB1", "\xB1\xB1"},
        {U'\u20AC', "\x80", "\xA2\xE3"},
        {U'\u00E9', "\xA8\xA6", "\xA8\xA6"},
        {U'\u00FC', "\xA8\xB9", "\xA8\xB9"},
        {U'\u00B7', "\xA1\xA4", "\xA1\xA4"},
        {U'\uFFE5', "\xA3\xA4", "\xA3\xA4"},
        {U'\u338E', "\xA9\x4A", "\xA9\x4A"},
        {U'\u00F1', nullptr, "\x81\x30\x8A\x39"},
        {U'\u00A5', nullptr, "\x81\x30\x84\x36"},
        {U'\u4DAE', nullptr, "\xFE\x9F"},
        {U'\u36C3', nullptr, nullptr},
        {U'\u9FCD', nullptr, nullptr},
        {U'\u9FB4', nullptr, "\xFE\x59"},
        {U'\u1E3F', nullptr, "\xA8\xBC"},
        {U'\uE7C7', nullptr, "\x81\x35\xF4\x37"},
        {U'\U00020087', nullptr, "\xFE\x51"},
        {U'\U0002CB78', nullptr, nullptr},
        {U'\U0001F600', nullptr, "\x94\x39\xFC\x36"},
        {U'\uE000', nullptr, "\xAA\xA1"},
    };
    for (const Row& row : rows) {
        CAPTURE(static_cast<unsigned>(row.c));
        CHECK(gbk_can(row.c) == (row.gbk != nullptr));
        const std::string utf8 = utf8_of(row.c);
        CHECK(encoded(utf8, Encoding::gbk) == (row.gbk ? row.gbk : "?"));
        if (row.gb18030) CHECK(encoded(utf8, Encoding::gb18030) == row.gb18030);
        CHECK(to_utf8(encoded(utf8, Encoding::gb18030), Encoding::gb18030) == utf8);
        CHECK(to_utf8(encoded(utf8, Encoding::gb18030), Encoding::gbk) == utf8); // reading GBK takes all of GB18030
        if (row.gbk) CHECK(to_utf8(row.gbk, Encoding::gbk) == utf8);
    }
    for (const char32_t c : U"\u00F1\u00F6\u00D8\u00B2\u00BD\u00A9\u2122\u2022\u30FB\u2027\u301C\u00A0\u200B\uE78D") {
        CAPTURE(static_cast<unsigned>(c));
        if (c != 0) CHECK_FALSE(gbk_can(c));
    }
}

TEST_CASE("GB18030: both forms of the disputed characters are read, one is written") {
    std::set<std::string> written;
    for (const gb::Disputed& d : gb::k_disputed) {
        CAPTURE(d.pair);
        const std::string pair = {static_cast<char>(d.pair >> 8), static_cast<char>(d.pair & 0xFF)};
        CHECK(to_utf8(pair, Encoding::gb18030) == utf8_of(d.ours));
        CHECK(encoded(utf8_of(d.ours), Encoding::gb18030) == pair);
        CHECK_FALSE(gbk_can(d.ours));
        CHECK_FALSE(gbk_can(d.other));
        written.insert(pair);
    }
    CHECK(written.size() == std::size(gb::k_disputed));
    CHECK(to_utf8("\x82\x35\x90\x37", Encoding::gb18030) == "\u9FB4");
    CHECK(to_utf8("\x84\x31\x82\x36", Encoding::gb18030) == "\uFE10");
    CHECK(to_utf8("\x95\x32\x90\x31", Encoding::gb18030) == utf8_of(0x20087));
    std::string out; // the private code points that lost their pair
    CHECK(encode("\uE78D", Encoding::gb18030, out) == 1);
    CHECK(out == "?");
}

TEST_CASE("GB18030: all of Unicode goes there and back, but for 24 private characters") {
    std::size_t missing = 0, wrong = 0;
    std::string out;
    for (char32_t c = 1; c <= 0x10FFFF; ++c) {
        if (c == 0xD800) c = 0xE000;
        out.clear();
        if (encode(utf8_of(c), Encoding::gb18030, out) != 0) {
            ++missing;
        } else if (to_utf8(out, Encoding::gb18030) != utf8_of(c)) {
            ++wrong;
        }
    }
    CHECK(missing == 24);
    CHECK(wrong == 0);
}

#ifndef _WIN32
TEST_CASE("GB18030 and GBK: every pair and every four-byte form as iconv has them") {
    const Iconv from18("UTF-8", "GB18030"), from_gbk("UTF-8", "GBK"), to18("GB18030", "UTF-8"), to_gbk("GBK", "UTF-8");
    std::size_t wrong = 0, gbk_pairs = 0;
    for (unsigned lead = 0x80; lead < 0x100; ++lead) {
        for (unsigned trail = 0; trail < 0x100; ++trail) {
            if (trail >= 0x30 && trail < 0x3A) continue;
            const std::string pair = {static_cast<char>(lead), static_cast<char>(trail)};
            if (to_utf8(pair, Encoding::gb18030) != from18(pair)) ++wrong;
            if (lead == 0x80) continue; // the euro sign and an ASCII character
            const auto gbk = from_gbk(pair);
            if (!gbk || count_code_points(*gbk) != 1) continue;
            ++gbk_pairs;
            if (to_utf8(pair, Encoding::gbk) != gbk || encoded(*gbk, Encoding::gbk) != pair) ++wrong;
        }
    }
    CHECK(wrong == 0);
    CHECK(gbk_pairs == 21791);

    std::size_t extra = 0, differ = 0; // forms that only we read
    for (std::uint32_t linear = 0; linear < gb::k_linear_bmp + 100; ++linear) {
        const auto ours = to_utf8(gb_four(linear), Encoding::gb18030), theirs = from18(gb_four(linear));
        if (ours && !theirs) {
            ++extra;
        } else if (ours != theirs) {
            ++differ;
        }
    }
    for (std::uint32_t linear = gb::k_linear_astral - 100; linear < gb::k_linear_astral + 0x100100; linear += 7) {
        const auto ours = to_utf8(gb_four(linear), Encoding::gb18030), theirs = from18(gb_four(linear));
        if (ours != theirs && !(ours && encoded(*ours, Encoding::gb18030).size() == 2)) ++differ;
    }
    CHECK(differ == 0);
    CHECK(extra == 18); // the disputed characters of the BMP, without U+1E3F

    std::size_t encode_wrong = 0;
    std::string out;
    for (char32_t c = 0x80; c <= 0x10FFFF; c += c < 0x30000 ? 1 : 13) {
        if (c >= 0xD800 && c < 0xE000) continue;
        if (c >= 0xE0000 && c < 0xE0080) continue; // tags: iconv drops them
        out.clear();
        const bool held = encode(utf8_of(c), Encoding::gb18030, out) == 0;
        const auto theirs = to18(utf8_of(c));
        if (held != theirs.has_value() || (held && out != *theirs)) ++encode_wrong;
        const auto gbk = to_gbk(utf8_of(c));
        if (gbk_can(c) != gbk.has_value() || (gbk && encoded(utf8_of(c), Encoding::gbk) != *gbk)) ++encode_wrong;
    }
    CHECK(encode_wrong == 0);
}
#endif

TEST_CASE("Decoder: any text cut anywhere gives the same") {
    // ASCII, pairs, four-byte forms, a euro sign, characters outside the BMP
    const std::string utf8 = "ab\u5317\u4eac\u00f1\u20ac\U0001F600z\u9FB4\U00020087\u00e9\uE000 end";
    for (const Encoding e : k_all) {
        std::string bytes, whole;
        encode(utf8, e, bytes);
        if (e == Encoding::gbk) {
            bytes = encoded(utf8, Encoding::gb18030) + "\x80";
            whole = utf8 + "\u20ac";
        } else {
            whole = utf8;
        }
        INFO(encoding_name(e));
        REQUIRE(to_utf8(bytes, e) == whole);
        for (std::size_t a = 0; a <= bytes.size(); ++a)
            for (std::size_t b = a; b <= bytes.size(); ++b) REQUIRE(in_pieces(bytes, e, {a, b}) == whole);
        std::vector<std::size_t> each;
        for (std::size_t i = 0; i <= bytes.size(); ++i) each.push_back(i);
        CHECK(in_pieces(bytes, e, each) == whole);
    }
}

TEST_CASE("Decoder: bad bytes are found and passed over, however the input is cut") {
    struct Row {
        Encoding e;
        std::string bytes;
        std::string seen; // '!' for each bad byte
    };
    using namespace std::string_literals;
    const Row rows[] = {
        {Encoding::gb18030, "a\x80"s + "b", "a!b"},
        {Encoding::gb18030, "a\xFF\xFF"s + "b", "a!!b"},
        {Encoding::gb18030, "\xB1\xB1\xB1\n\xB1\xB1", "\u5317!\n\u5317"}, // the line break survives
        {Encoding::gb18030, "\xB1\xFFx", "!!x"},
        {Encoding::gb18030, "x\xB1", "x!"},
        {Encoding::gb18030, "\x81\x30\x81", "!0!"},
        {Encoding::gb18030, "\x81\x30\x81\x41", "!0\u4e04"},
        {Encoding::gb18030, "\x84\x32\x81\x30", "!2!0"},           // unassigned
        {Encoding::gb18030, "\xE3\x32\x9A\x36", utf8_of(0) + "?"}, // replaced below
        {Encoding::gbk, "1\x80"s + "2\xFF",
         "1\u20ac"
         "2!"},
        {Encoding::utf8, "a\xE4\xB8z\xC3", "a!!z!"},
        {Encoding::utf8, "\xED\xA0\x80", "!!!"},
        {Encoding::utf16le,
         "a\0\x00\xDC"
         "b\0"s,
         "a!b"}, // lone low surrogate
        {Encoding::utf16le,
         "\x00\xD8"
         "b\0"s,
         "!b"}, // lone high surrogate
        {Encoding::utf16be, "\xD8\x00\xD8\x00\xDC\x00"s, "!\U00010000"},
        {Encoding::utf16be, "\0a\xD8\x00"s, "a!"}, // cut off
        {Encoding::utf16le, "a\0b"s, "a!"},
    };
    for (Row row : rows) {
        if (row.bytes == "\xE3\x32\x9A\x36") row.seen = "!2!6"; // behind U+10FFFF: 0x9A36 is no pair either
        INFO(encoding_name(row.e) << " " << row.seen);
        CHECK(to_utf8(row.bytes, row.e).has_value() == (row.seen.find('!') == std::string::npos));
        for (std::size_t a = 0; a <= row.bytes.size(); ++a)
            for (std::size_t b = a; b <= row.bytes.size(); ++b)
                REQUIRE(in_pieces(row.bytes, row.e, {a, b}) == row.seen);
    }
    Decoder d(Encoding::gb18030);
    std::string out;
    CHECK(d.decode("ab\xB1\xB1\xFFz", out, true) == 4);
    CHECK(out == "ab\u5317");
    CHECK(d.bad() == "\xFF");
    CHECK(d.skip_bad() == 1);
    CHECK(d.decode("xyz\x81", out, false) == npos);
    CHECK(d.pending() == 1);
    CHECK(d.decode("\n", out, false) == 0);
    CHECK(d.bad() == "\x81\n");
    CHECK(d.skip_bad() == 0);
    CHECK(d.pending() == 0);
}

TEST_CASE("Decoder: random bytes never crash and cuts make no difference") {
    Random random(3);
    for (int i = 0; i < 3000; ++i) {
        std::string bytes;
        const std::size_t n = random.below(40);
        for (std::size_t k = 0; k < n; ++k)
            bytes += static_cast<char>(random.below(3) == 0 ? 0x30 + random.below(10) : random.below(256));
        const Encoding e = k_all[random.below(6)];
        const std::string whole = in_pieces(bytes, e, {});
        REQUIRE(valid_utf8(whole));
        std::vector<std::size_t> cuts = {random.below(n + 1), random.below(n + 1), random.below(n + 1)};
        std::sort(cuts.begin(), cuts.end());
        REQUIRE(in_pieces(bytes, e, cuts) == whole);
    }
}

TEST_CASE("Encoding: random text there and back, longer than the blocks inside") {
    Random random(11);
    for (int i = 0; i < 30; ++i) {
        std::string text = random_text(random, i < 25 ? random.below(200) : 30000);
        for (const gb::Disputed& d : gb::k_disputed) // what GB18030 lacks
            for (std::size_t at; (at = text.find(utf8_of(d.other))) != npos && d.other != 0xE7C7;) text.erase(at, 3);
        for (const Encoding e : k_all) {
            if (e == Encoding::gbk) continue;
            REQUIRE(to_utf8(encoded(text, e), e) == text);
        }
        std::string gbk, expected;
        const std::size_t missing = encode(text, Encoding::gbk, gbk);
        std::size_t count = 0;
        for (std::size_t at = 0; at < text.size();) {
            const char32_t c = next_code_point(text, at);
            if (!gbk_can(c)) ++count;
            append_utf8(expected, gbk_can(c) ? c : U'?');
        }
        REQUIRE(missing == count);
        REQUIRE(to_utf8(gbk, Encoding::gbk) == expected);
        REQUIRE(gbk_length(text) == gbk.size());
    }
    const std::string euros(30000, '\x80'); // grows by three
    CHECK(to_utf8(euros, Encoding::gbk)->size() == 90000);
}

TEST_CASE("Encoding: what stands for a missing character is the caller's choice") {
    std::string out = "kept ";
    const auto reference = [](char32_t c) { return "&#" + std::to_string(static_cast<unsigned>(c)) + ";"; };
    CHECK(encode("a\u00f1\u5317\U0001F600", Encoding::gbk, out, reference) == 2);
    CHECK(out == "kept a&#241;\xB1\xB1&#128512;");
    CHECK(first_not_gbk("a\u5317\u20ac") == std::nullopt);
    CHECK(first_not_gbk("a\u5317\U0001F600\u00f1") == char32_t{0x1F600});
}

TEST_CASE("Length in GBK bytes and the prefix that fits") {
    CHECK(gbk_length("") == 0);
    CHECK(gbk_length("a\u5317\u00e9") == 5);
    CHECK(gbk_length("\u20ac\U0001F600") == 2);
    CHECK(gbk_prefix("a\u5317\u4eac", 4) == "a\u5317");
    CHECK(gbk_prefix("a\u5317\u4eac", 5) == "a\u5317\u4eac");
    CHECK(gbk_prefix("\u5317", 1).empty());
    Random random(5);
    for (int i = 0; i < 500; ++i) {
        const std::string s = random_text(random, random.below(30));
        const std::size_t limit = random.below(40);
        const auto cut = gbk_prefix(s, limit);
        REQUIRE(s.compare(0, cut.size(), cut) == 0);
        REQUIRE(gbk_length(cut) <= limit);
        if (cut.size() < s.size()) {
            std::size_t at = cut.size();
            next_code_point(s, at);
            REQUIRE(gbk_length(s.substr(0, at)) > limit);
        }
    }
}
