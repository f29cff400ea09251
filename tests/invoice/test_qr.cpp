// The invoice-title code (F95): worked examples of formats-digital 5.3, odd writers, pictures whole and broken.

#include "core/text/charset.h"
#include "core/text/errors.h"
#include "invoice/qr/symbol.h"
#include "invoice/qr/title.h"
#include "tests/support/catch.h"

#include <cstdio>
#include <jpeglib.h>

using namespace goufang;
using namespace goufang::invoice::qr;
using model::Buyer;

namespace {

Buyer title(std::string name, std::string tax_id, std::string address = "", std::string phone = "",
            std::string bank = "", std::string account = "") {
    Buyer b;
    b.name = std::move(name);
    b.tax_id = std::move(tax_id);
    b.address = std::move(address);
    b.phone = std::move(phone);
    b.bank = std::move(bank);
    b.account = std::move(account);
    return b;
}

const Buyer k_a = title("北京票通科技有限公司", "91110108MA0043365M"); // the published sample
const Buyer k_b = title("示例科技有限公司", "91310000MA9YYH3485");
const Buyer k_c = title("云帆贸易（深圳）有限公司", "91440300MA9XXK120M", "深圳市福田区示例路8号", "0755-88880000",
                        "示例银行深圳福田支行", "4000012345678900001");

constexpr std::string_view k_code_a = "$015YyX5Lqs56Wo6YCa56eR5oqA5pyJ6ZmQ5YWs5Y+4PC8+"
                                      "OTExMTAxMDhNQTAwNDMzNjVNPC8+PC8+PC8+MjU2Qw==$";
constexpr std::string_view k_code_b_utf8 =
    "$0156S65L6L56eR5oqA5pyJ6ZmQ5YWs5Y+4PC8+OTEzMTAwMDBNQTlZWUgzNDg1PC8+PC8+PC8+QjJEMQ==$";
constexpr std::string_view k_code_b_gbk =
    "$0156S65L6L56eR5oqA5pyJ6ZmQ5YWs5Y+4PC8+OTEzMTAwMDBNQTlZWUgzNDg1PC8+PC8+PC8+RDZERA==$";
constexpr std::string_view k_code_c_gbk =
    "$015LqR5biG6LS45piT77yI5rex5Zyz77yJ5pyJ6ZmQ5YWs5Y+4PC8+OTE0NDAzMDBNQTlYWEsxMjBNPC8+"
    "5rex5Zyz5biC56aP55Sw5Yy656S65L6L6LevOOWPt3wwNzU1LTg4ODgwMDAwPC8+"
    "56S65L6L6ZO26KGM5rex5Zyz56aP55Sw5pSv6KGMfDQwMDAwMTIzNDU2Nzg5MDAwMDE8Lz4zMzJD$";

void check_same(const Buyer& a, const Buyer& b) {
    for (const auto f : {model::Field::name, model::Field::tax_id, model::Field::address, model::Field::phone,
                         model::Field::bank, model::Field::account}) {
        INFO(model::info(f).key);
        CHECK(model::to_text(a, f) == model::to_text(b, f));
    }
}

std::string jpeg_of(const Symbol& s, std::size_t scale) {
    const std::size_t side = (s.size + 2 * k_quiet) * scale;
    jpeg_compress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&jpeg, &bytes, &size);
    jpeg.image_width = jpeg.image_height = static_cast<JDIMENSION>(side);
    jpeg.input_components = 1;
    jpeg.in_color_space = JCS_GRAYSCALE;
    jpeg_set_defaults(&jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    std::vector<JSAMPLE> row(side);
    for (std::size_t y = 0; y < side; ++y) {
        for (std::size_t x = 0; x < side; ++x) {
            const std::size_t mx = x / scale, my = y / scale;
            const bool inside = mx >= k_quiet && my >= k_quiet && mx < s.size + k_quiet && my < s.size + k_quiet;
            row[x] = inside && s.at(mx - k_quiet, my - k_quiet) ? 0 : 255;
        }
        JSAMPROW p = row.data();
        jpeg_write_scanlines(&jpeg, &p, 1);
    }
    jpeg_finish_compress(&jpeg);
    std::string out(reinterpret_cast<char*>(bytes), size);
    jpeg_destroy_compress(&jpeg);
    std::free(bytes);
    return out;
}

} // namespace

TEST_CASE("title code: the CRC is BUYPASS", "[qr]") {
    CHECK(crc16("123456789") == 0xFEE8);
    CHECK(crc16("") == 0);
}

TEST_CASE("title code: worked examples", "[qr]") {
    CHECK(title_text(k_a, CrcCharset::utf8) == k_code_a);
    CHECK(title_text(k_b, CrcCharset::utf8) == k_code_b_utf8);
    CHECK(title_text(k_b, CrcCharset::gbk) == k_code_b_gbk);
    CHECK(title_text(k_c) == k_code_c_gbk); // GBK unless told
    CHECK(title_text(k_c).size() == 224);
    struct Case {
        std::string_view code;
        const Buyer& buyer;
        Crc crc;
    };
    for (const Case& c : {Case{k_code_a, k_a, Crc::utf8}, Case{k_code_b_utf8, k_b, Crc::utf8},
                          Case{k_code_b_gbk, k_b, Crc::gbk}, Case{k_code_c_gbk, k_c, Crc::gbk}}) {
        const Title t = read_title(c.code);
        REQUIRE(t.kind == Kind::title);
        CHECK(t.crc == c.crc);
        check_same(t.buyer, c.buyer);
    }
}

TEST_CASE("title code: what sloppy writers do is read", "[qr]") {
    const std::string good(k_code_b_gbk);
    struct Case {
        const char* what;
        std::string code;
        Crc crc;
    };
    const Case cases[] = {
        {"no last $", good.substr(0, good.size() - 1), Crc::gbk},
        {"no padding", good.substr(0, good.size() - 3), Crc::gbk},
        {"spaces and line ends", " " + good.substr(0, 30) + "\r\n " + good.substr(30) + "\n", Crc::gbk},
        {"GBK payload", "$01yr7A/b/GvLzT0M/euavLvjwvPjkxMzEwMDAwTUE5WVlIMzQ4NTwvPjwvPjwvPkQ2REQ=$", Crc::gbk},
        {"wrong CRC", "$0156S65L6L56eR5oqA5pyJ6ZmQ5YWs5Y+4PC8+OTEzMTAwMDBNQTlZWUgzNDg1PC8+PC8+PC8+MDAwMA==$",
         Crc::wrong},
        {"no CRC", "$0156S65L6L56eR5oqA5pyJ6ZmQ5YWs5Y+4PC8+OTEzMTAwMDBNQTlZWUgzNDg1PC8+PC8+PC8+$", Crc::missing},
    };
    for (const Case& c : cases) {
        INFO(c.what);
        const Title t = read_title(c.code);
        REQUIRE(t.kind == Kind::title);
        CHECK(t.crc == c.crc);
        check_same(t.buyer, k_b);
    }
}

TEST_CASE("title code: what holds no buyer is told apart", "[qr]") {
    CHECK(read_title("https://w.url.cn/s/x").kind == Kind::other);
    CHECK(read_title("https://mp.weixin.qq.com/intp/invoice/usertitlewxa?action=scan_title&invoice_key=abc").kind ==
          Kind::wechat);
    CHECK(read_title("01,10,044001900111,12345678,100.00,20261120,12345678901234567890,ABCD,").kind == Kind::invoice);
    CHECK(read_title("").kind == Kind::other);
    CHECK(read_title("$02AAAA$").problem == "qr.version");
    CHECK(read_title("$01***$").problem == "qr.base64");
    CHECK(read_title("$01$").problem == "qr.base64");
    CHECK(read_title("$01//8=$").problem == "qr.charset");
    CHECK(read_title("$01PC8+PC8+$").problem == "qr.no_name");
}

TEST_CASE("title code: lengths of the rules, and what would tear the parts apart", "[qr]") {
    Buyer b = k_c;
    CHECK(over_long(b).empty());
    for (int i = 0; i < 45; ++i) b.address += "长";
    b.tax_id = "123";
    CHECK(over_long(b) == std::vector<model::Field>{model::Field::tax_id, model::Field::address});
    b.name = "甲</>乙";
    CHECK_THROWS_AS(title_text(b), Error);
}

TEST_CASE("symbol: the version is picked by bytes", "[qr]") {
    CHECK(encode_symbol(std::string(287, 'a')).size == 12 * 4 + 17);
    CHECK(encode_symbol(std::string(288, 'a')).size == 18 * 4 + 17);
    CHECK(encode_symbol(std::string(560, 'a')).size == 18 * 4 + 17);
    CHECK(encode_symbol(std::string(561, 'a')).size == 25 * 4 + 17);
    CHECK(encode_symbol(std::string(997, 'a')).size == 25 * 4 + 17);
    CHECK_THROWS_AS(encode_symbol(std::string(998, 'a')), Error);
}

TEST_CASE("symbol: what is written is read again, PNG and JPEG", "[qr]") {
    const std::string han = "零一二三四五六七八九十百千万亿甲乙丙丁戊己庚辛壬癸";
    std::uint32_t seed = 7;
    const auto next = [&seed](std::uint32_t n) { return (seed = seed * 1664525 + 1013904223) / 65536 % n; };
    const auto word = [&](std::size_t n) {
        std::string s;
        for (; n > 0; --n) s += han.substr(next(25) * 3, 3);
        return s;
    };
    for (int round = 0; round < 24; ++round) {
        Buyer b = title(word(2 + next(30)) + "有限公司", "91999999MA00000154");
        if (next(3) != 0) b.address = word(3 + next(25)) + std::to_string(next(5000)) + "号";
        if (next(3) != 0) b.phone = "0571-8" + std::to_string(1000000 + next(8000000));
        if (next(3) != 0) b.bank = word(3 + next(15)) + "支行";
        if (next(3) != 0) b.account = std::to_string(1000000000U + next(60000)) + "000" + std::to_string(next(60000));
        const auto charset = next(2) != 0 ? CrcCharset::gbk : CrcCharset::utf8;
        const Symbol symbol = encode_symbol(title_text(b, charset));
        INFO(b.name << " " << b.address << " " << b.phone << " " << b.bank << " " << b.account);
        for (const std::string& picture : {to_png(symbol, 4), jpeg_of(symbol, 5)}) {
            std::vector<std::string> texts;
            REQUIRE(read_symbols(picture, texts) == Reading::found);
            REQUIRE(texts.size() == 1);
            const Title t = read_title(texts[0]);
            REQUIRE(t.kind == Kind::title);
            CHECK(t.crc == (charset == CrcCharset::gbk ? Crc::gbk : Crc::utf8));
            CHECK_FALSE(t.split_doubtful);
            check_same(t.buyer, b);
        }
    }
}

TEST_CASE("symbol: pictures that are cut short or none never crash and never give another text", "[qr]") {
    const Symbol symbol = encode_symbol(k_code_c_gbk);
    for (const std::string& whole : {to_png(symbol, 3), jpeg_of(symbol, 3)})
        for (std::size_t n = 0; n < whole.size(); n += 1 + whole.size() / 60) {
            std::vector<std::string> texts;
            const Reading r = read_symbols(std::string_view(whole).substr(0, n), texts);
            INFO(n << " of " << whole.size());
            if (r == Reading::found) {
                CHECK(texts == std::vector<std::string>{std::string(k_code_c_gbk)});
            } else {
                CHECK((r == Reading::broken || (n < 4 && r == Reading::not_an_image)));
            }
        }
    std::vector<std::string> texts;
    CHECK(read_symbols("not a picture", texts) == Reading::not_an_image);
    CHECK(read_symbols(to_png(Symbol{40, std::vector<bool>(1600)}, 2), texts) == Reading::no_code);
    // a header that promises 60,000 x 60,000 pixels
    std::string huge = to_png(symbol, 1);
    huge.replace(16, 8, std::string("\0\0\xEA\x60\0\0\xEA\x60", 8));
    const Reading r = read_symbols(huge, texts);
    CHECK((r == Reading::too_large || r == Reading::broken));
    CHECK(texts.empty());
}

TEST_CASE("symbol: the SVG is a path of the same modules", "[qr]") {
    const Symbol symbol = encode_symbol(k_code_a);
    const std::string svg = to_svg(symbol);
    CHECK(svg.starts_with("<?xml"));
    CHECK(svg.find("viewBox=\"0 0 73 73\"") != std::string::npos);
    CHECK(svg.find("M4 4h7v1h-7z") != std::string::npos); // the top of the first finder pattern
    CHECK(svg.ends_with("</svg>\n"));
}
