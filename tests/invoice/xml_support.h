#pragma once
// What the tests of the XML formats share.

#include "core/text/errors.h"
#include "core/text/utf8.h"
#include "invoice/format.h"
#include "tests/support/catch.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::invoice::test {

inline std::string encoded(std::string_view utf8, text::Encoding e) {
    std::string out(text::encoding_bom(e));
    text::encode(utf8, e, out);
    return out;
}
inline std::string gbk(std::string_view utf8) { return encoded(utf8, text::Encoding::gbk); }

/// Everything a reader gives, strings and not views, and the error that ended it.
struct Reading {
    std::vector<Row> rows;
    std::vector<std::string> raw;
    bool failed = false;
    Code code{};
    std::vector<std::string> args;
    text::Encoding encoding{};

    std::vector<const Row*> of(RowKind kind) const {
        std::vector<const Row*> out;
        for (const Row& r : rows)
            if (r.kind == kind) out.push_back(&r);
        return out;
    }
    std::string sentence() const { return args.size() > 2 ? args[2] : std::string(); }
    std::string place() const { return args.size() > 1 ? args[0] + ":" + args[1] : std::string(); }
};

inline Reading read(std::string_view id, std::string_view bytes, const ReadOptions& options = {}) {
    Reading out;
    try {
        const auto reader = format(id)->open(bytes, options);
        out.encoding = reader->encoding();
        Row row;
        std::size_t before = 0;
        while (reader->next(row)) {
            REQUIRE(reader->position() >= before);
            before = reader->position();
            REQUIRE(before <= bytes.size());
            REQUIRE(row.raw.data() >= bytes.data());
            REQUIRE(row.raw.data() + row.raw.size() <= bytes.data() + bytes.size());
            out.raw.emplace_back(row.raw);
            out.rows.push_back(row);
        }
        CHECK_FALSE(reader->next(row));
    } catch (const Error& e) {
        out.failed = true;
        out.code = e.code();
        out.args = e.args();
    }
    return out;
}

struct Placed {
    model::Buyer buyer;
    std::string code, path;
};

inline std::string write(std::string_view id, const std::vector<CategoryRow>& categories,
                         const std::vector<Placed>& buyers, const WriteOptions& options = {}) {
    file::StringSink sink;
    const auto writer = format(id)->create(sink, options);
    for (const CategoryRow& c : categories) writer->category(c);
    for (const Placed& p : buyers) writer->buyer(p.buyer, p.code, p.path);
    writer->finish();
    return sink.text;
}

inline bool has(const Row& row, std::string_view rule) {
    for (const check::Finding& f : row.findings)
        if (f.rule == rule) return true;
    return false;
}

inline std::size_t cases(std::size_t usual) {
    const char* text = std::getenv("GOUFANG_CASES");
    const std::size_t n = text ? static_cast<std::size_t>(std::strtoull(text, nullptr, 10)) : 0;
    return n > 0 ? n : usual;
}

/// xorshift64*: the same on every system.
class Random {
  public:
    explicit Random(std::uint64_t seed) : m_state(seed * 0x9E3779B97F4A7C15ULL + 1) {}
    std::uint64_t next() {
        m_state ^= m_state >> 12;
        m_state ^= m_state << 25;
        m_state ^= m_state >> 27;
        return m_state * 0x2545F4914F6CDD1DULL;
    }
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
    bool one_in(std::size_t n) { return below(n) == 0; }

    /// Text of pieces that formats stumble over; valid UTF-8 without NUL.
    std::string text(std::size_t pieces) {
        static constexpr std::string_view k_pieces[] = {"北京",
                                                        "样例",
                                                        "有限公司",
                                                        "（测试）",
                                                        "A",
                                                        "b9",
                                                        "01",
                                                        "0571-88880000",
                                                        "13800138000",
                                                        " ",
                                                        "  ",
                                                        "\u3000",
                                                        ",",
                                                        "，",
                                                        "~~",
                                                        "#|#",
                                                        "#",
                                                        "\"",
                                                        "'",
                                                        "&",
                                                        "<",
                                                        ">",
                                                        "&amp;",
                                                        "&#65;",
                                                        "]]>",
                                                        "<![CDATA[",
                                                        "-->",
                                                        "--",
                                                        "\n",
                                                        "\r\n",
                                                        "\t",
                                                        "\r",
                                                        "\x01",
                                                        "\x1F",
                                                        "\x7F",
                                                        "䶮",
                                                        "𬭸",
                                                        "😀",
                                                        "é",
                                                        "€",
                                                        "\u00A0",
                                                        "\u200B",
                                                        "\uE000",
                                                        "\uFFFD",
                                                        "\uFFFE",
                                                        "\uFFFF",
                                                        "\uFEFF",
                                                        "6222020000000000000",
                                                        "工商银行杭州分行",
                                                        "1202026219900123456",
                                                        "/",
                                                        "\\",
                                                        "=",
                                                        "|",
                                                        "，、",
                                                        "\u2028"};
        std::string out;
        for (std::size_t i = below(pieces + 1); i > 0; --i) out += k_pieces[below(std::size(k_pieces))];
        return out;
    }

    model::Buyer buyer() {
        model::Buyer b;
        b.code = one_in(5) ? text(3) : "100" + std::to_string(10000 + below(90000));
        b.name = one_in(3) ? text(6) : "样例" + std::to_string(below(1000)) + "有限公司";
        b.mnemonic = text(2);
        b.tax_id = one_in(3) ? text(3) : one_in(4) ? std::string(18, '0') : "91999999MA00000154";
        b.address = one_in(2) ? "样例路" + std::to_string(below(999)) + "号" : text(5);
        b.phone = one_in(2) ? "0571-88880000" : text(2);
        b.bank = one_in(2) ? "样例银行" : text(4);
        b.account = one_in(2) ? "1202026219900123456" : text(2);
        b.email = text(2);
        b.mobile = text(1);
        b.remark = text(2);
        b.source = text(1);
        while (one_in(3)) b.more_addresses.push_back({text(3), text(2)});
        while (one_in(3)) b.more_accounts.push_back({text(3), text(2)});
        while (one_in(4)) b.tags.push_back("t");
        model::normalise(b);
        return b;
    }

  private:
    std::uint64_t m_state;
};

inline std::string differing_fields(const model::Buyer& a, const model::Buyer& b) {
    std::string out;
    for (const model::Field f : model::differing(a, b))
        out += std::string(model::info(f).key) + ": [" + model::to_text(a, f) + "] [" + model::to_text(b, f) + "] ";
    return out;
}

/// Truncation at every byte and bit flips: rows or an Error, nothing else; the rows before the cut are the file's own.
inline void survives_damage(std::string_view id, const std::string& file, std::size_t rows) {
    for (std::size_t n = 0; n < file.size(); ++n) {
        const std::string cut = file.substr(0, n);
        const Reading r = read(id, cut);
        REQUIRE(r.rows.size() <= rows);
        if (cut.find_last_not_of(" \r\n") + 1 < file.find_last_not_of(" \r\n") + 1) {
            INFO("cut at " << n);
            REQUIRE(r.failed);
        }
    }
    Random random(7);
    for (std::size_t i = 0; i < 4000; ++i) {
        std::string flipped = file;
        const std::size_t flips = 1 + random.below(3);
        for (std::size_t k = 0; k < flips; ++k)
            flipped[random.below(flipped.size())] ^= static_cast<char>(1u << random.below(8));
        const Reading r = read(id, flipped);
        if (r.failed) REQUIRE_FALSE(r.args.empty());
        for (const Row& row : r.rows) REQUIRE(text::valid_utf8(row.buyer.name));
    }
}

} // namespace goufang::invoice::test
