#include "core/text/split.h"
#include "invoice/xml.h"
#include "invoice/xml_fields.h"
#include "invoice/xml_out.h"
#include "tests/invoice/xml_support.h"

using namespace goufang;
using namespace goufang::invoice;
using namespace goufang::invoice::test;

namespace {

bool row_record(std::string_view, std::string_view name) { return name == "R"; }

struct Seen {
    std::vector<std::string> records; ///< parent/name attribute v, text
    std::vector<std::int64_t> lines;
    std::string sentence, place, detail;
    Code code{};
    bool failed = false;
};

Seen scan(std::string_view bytes, const ReadOptions& options = {}, bool fold = false) {
    Seen seen;
    try {
        xml::Scanner scanner(bytes, options, row_record, fold);
        xml::Record r;
        while (scanner.next(r)) {
            std::string s = std::string(r.parent) + "/" + std::string(r.name);
            for (xml::Attribute a = r.element.first_attribute(); a; a = a.next())
                s += " " + std::string(a.name()) + "=" + std::string(a.value());
            std::string text;
            r.element.text(text);
            if (!text.empty()) s += " '" + text + "'";
            for (xml::Element c = r.element.first_child(); c; c = c.next()) {
                text.clear();
                c.text(text);
                s += " <" + std::string(c.name()) + ">" + text;
            }
            seen.records.push_back(s);
            seen.lines.push_back(r.line);
        }
    } catch (const Error& e) {
        seen.failed = true;
        seen.code = e.code();
        const std::vector<std::string>& a = e.args();
        if (a.size() > 1) seen.place = a[0] + ":" + a[1];
        if (a.size() > 2) seen.sentence = a[2];
        if (a.size() > 3) seen.detail = a[3];
    }
    return seen;
}

} // namespace

TEST_CASE("xml: records, their parents, lines and values") {
    const Seen s = scan("<?xml version='1.0'?>\n<!-- c > < & -->\n<a>\n <b x='1'><R v=\"1 &amp; 2\"/></b>\n"
                        " <R>t<![CDATA[<&]]>u<k>v&#x4E2D;</k><k2/></R >\n</a>\n<!-- end -->\n");
    REQUIRE_FALSE(s.failed);
    REQUIRE(s.records.size() == 2);
    CHECK(s.records[0] == "b/R v=1 & 2");
    CHECK(s.records[1] == "a/R 't<&u' <k>v中 <k2>");
    CHECK(s.lines == std::vector<std::int64_t>{4, 5});
}

TEST_CASE("xml: what is refused, with sentence and place") {
    const std::string deep = [] {
        std::string d = "<a>";
        for (int i = 0; i < 64; ++i) d += "<b>";
        return d;
    }();
    std::string deep_record = "<a><R>";
    for (int i = 0; i < 62; ++i) deep_record += "<b>";
    std::string good_record = deep_record;
    for (int i = 0; i < 62; ++i) good_record += "</b>";
    std::string many = "<a><R";
    for (int i = 0; i < 257; ++i) many += " a" + std::to_string(i) + "='1'";
    many += "/></a>";
    struct {
        std::string text;
        const char *sentence, *place;
    } const table[] = {
        {"<!DOCTYPE a><a/>", "xml.doctype", "1:1"},
        {"<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>\n<a>&x;</a>", "xml.doctype",
         "2:1"},
        {"<a><R><!ENTITY x 'y'></R></a>", "xml.doctype", "1:7"},
        {"<a>&x;</a>", "xml.bad_entity", "1:4"},
        {"<a>\n<R v='ab&lol9;'/></a>", "xml.bad_entity", "2:9"},
        {"<a>\n<R>\n  中文 &lol9;</R></a>", "xml.bad_entity", "3:6"},
        {"<a><R>&#0;</R></a>", "xml.bad_entity", "1:7"},
        {"<a><R>&#x1F;</R></a>", "xml.bad_entity", "1:7"},
        {"<a><R>&#xD800;</R></a>", "xml.bad_entity", "1:7"},
        {"<a><R>&#xFFFE;</R></a>", "xml.bad_entity", "1:7"},
        {"<a><R>&#x110000;</R></a>", "xml.bad_entity", "1:7"},
        {"<a><R>&#99999999999;</R></a>", "xml.bad_entity", "1:7"},
        {"<a><R>&amp</R></a>", "xml.bad_entity", "1:7"},
        {"<a><R>AT&T</R></a>", "xml.bad_entity", "1:9"},
        {"<a b='&x;'/>", "xml.bad_entity", "1:7"},
        {"<a><R>\x01</R></a>", "xml.bad_char", "1:7"},
        {std::string("<a><R v='") + '\0' + "'/></a>", "xml.bad_char", "1:10"},
        {"<a>\x02</a>", "xml.bad_char", "1:4"},
        {"<a></b>", "xml.mismatched_tag", "1:4"},
        {"<a></A>", "xml.mismatched_tag", "1:4"},
        {"</a>", "xml.mismatched_tag", "1:1"},
        {"<a><R><k></m></R></a>", "xml.mismatched_tag", "1:10"},
        {"<a><R><k></K></R></a>", "xml.mismatched_tag", "1:10"},
        {"<a><R><k></R></a>", "xml.mismatched_tag", "1:10"},
        {"<a><R></Q></a>", "xml.mismatched_tag", "1:7"},
        {"<a><R v='1' v='2'/></a>", "xml.duplicate_attribute", "1:13"},
        {"<a><R><k v='1' v='2'/></R></a>", "xml.duplicate_attribute", "1:16"},
        {"<a x='1' x='1'/>", "xml.duplicate_attribute", "1:10"},
        {many, "xml.attributes", nullptr},
        {"<a><R v=1/></a>", "xml.bad_tag", "1:9"},
        {"<a><R v/></a>", "xml.bad_tag", nullptr},
        {"<a><R v='a<b'/></a>", "xml.bad_tag", nullptr},
        {"<a v='1'w='2'/>", "xml.bad_tag", "1:9"},
        {"<a><1/></a>", "xml.bad_tag", "1:4"},
        {"<a><></a>", "xml.bad_tag", nullptr},
        {"<a><b <R/></b></a>", "xml.bad_tag", "1:4"},
        {"<a></a x='1'>", "xml.bad_tag", nullptr},
        {deep, "xml.depth", "1:193"},
        {deep_record, "xml.truncated", nullptr},
        {deep_record + "<b>", "xml.depth", nullptr},
        {good_record + "</R></a>", "", nullptr},
        {"<a>", "xml.truncated", "1:4"},
        {"<a><R>", "xml.truncated", nullptr},
        {"<a><R v='", "xml.truncated", nullptr},
        {"<a><R/>", "xml.truncated", "1:8"},
        {"<a><!-- ", "xml.truncated", nullptr},
        {"<a><R><![CDATA[x]]", "xml.truncated", nullptr},
        {"<a/>x", "xml.outside_root", "1:5"},
        {"<a/><a/>", "xml.outside_root", "1:5"},
        {"<a/><![CDATA[x]]>", "xml.outside_root", "1:5"},
        {"text", "xml.not_this_format", "1:1"},
        {"\n  {客户编码}", "xml.not_this_format", "2:3"},
        {"   ", "xml.not_this_format", nullptr},
    };
    for (const auto& t : table) {
        INFO(t.text.substr(0, 80));
        const Seen s = scan(t.text);
        CHECK(s.sentence == t.sentence);
        if (*t.sentence) CHECK(s.code == Code::syntax);
        if (t.place) CHECK(s.place == t.place);
    }
    CHECK(scan("").code == Code::file_empty);
}

TEST_CASE("xml: entity bombs are refused before anything grows") {
    std::string laughs = "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [\n <!ENTITY lol \"lol\">\n";
    for (int i = 1; i < 10; ++i)
        laughs += " <!ENTITY lol" + std::to_string(i) + " \"&lol" + std::to_string(i - 1) + ";&lol;\">\n";
    laughs += "]>\n<a><R>&lol9;</R></a>";
    const Seen s = scan(laughs);
    CHECK(s.sentence == "xml.doctype");
    CHECK(s.place == "2:1");
}

TEST_CASE("xml: sizes are capped") {
    const std::string big = "<a>\n<R>" + std::string(xml::k_max_record + 10, 'x') + "</R></a>";
    const Seen s = scan(big);
    CHECK(s.code == Code::too_large);
    CHECK(s.place == "2:xml.record");
    CHECK(scan("<a>" + std::string(xml::k_max_record + 10, 'x') + "<R/></a>").code == Code::too_large);
    ReadOptions options;
    options.max_bytes = 5;
    CHECK(scan("<a><R/></a>", options).code == Code::too_large);
    const std::string fits = "<a><R>" + std::string(xml::k_max_record - 100, 'x') + "</R></a>";
    CHECK(scan(fits).records.size() == 1);
}

TEST_CASE("xml: encoding from BOM, label and bytes") {
    using text::Encoding;
    const auto file = [](std::string_view label, Encoding e, std::string_view value = "名称中文") {
        std::string prolog = label.empty() ? "" : "<?xml version=\"1.0\" encoding=\"" + std::string(label) + "\"?>\r\n";
        return encoded(prolog + "<a><R v=\"" + std::string(value) + "\"/></a>", e);
    };
    struct {
        std::string bytes;
        Encoding found;
    } const table[] = {
        {file("GBK", Encoding::gbk), Encoding::gbk},
        {file("gb2312", Encoding::gbk), Encoding::gbk},
        {file("GB18030", Encoding::gb18030), Encoding::gb18030},
        {file("ANSI", Encoding::gbk), Encoding::gbk},
        {file("ANSI", Encoding::utf8), Encoding::utf8},
        {file("x-unknown", Encoding::gbk), Encoding::gb18030},
        {file("x-unknown", Encoding::utf8), Encoding::utf8},
        {file("GBK", Encoding::utf8), Encoding::utf8},
        {file("UTF-8", Encoding::utf8), Encoding::utf8},
        {file("UTF-8", Encoding::utf8_bom), Encoding::utf8_bom},
        {file("GBK", Encoding::utf8_bom), Encoding::utf8_bom},
        {file("", Encoding::utf8), Encoding::utf8},
        {file("", Encoding::gbk), Encoding::gb18030},
        {file("UTF-16", Encoding::utf16le), Encoding::utf16le},
        {file("UTF-16", Encoding::utf16be), Encoding::utf16be},
        {file("UTF-16", Encoding::utf16le).substr(2), Encoding::utf16le},
        {file("UTF-16", Encoding::utf16be).substr(2), Encoding::utf16be},
    };
    for (const auto& t : table) {
        INFO(t.bytes.substr(0, 45));
        CHECK(xml::detect(t.bytes, std::nullopt).encoding == t.found);
        const Seen s = scan(t.bytes);
        REQUIRE(s.records.size() == 1);
        CHECK(s.records[0] == "a/R v=名称中文");
        const auto root = xml::sniff_root(t.bytes);
        REQUIRE(root);
        CHECK(root->name == "a");
    }
    ReadOptions told;
    told.encoding = Encoding::gbk;
    const std::string wrong = file("UTF-8", Encoding::gbk);
    CHECK(scan(wrong, told).records.at(0) == "a/R v=名称中文");
    const Seen s = scan(wrong);
    CHECK(s.code == Code::encoding);
    CHECK(s.place == "2:10");
    CHECK(s.sentence == "UTF-8");
}

TEST_CASE("xml: the root stands behind a document type, which reading will refuse") {
    for (const char* head : {"<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY x \"y>\">]><a/>", "<!DOCTYPE a []  >\n<a/>"}) {
        CAPTURE(head);
        const auto root = xml::sniff_root(head);
        REQUIRE(root);
        CHECK(root->name == "a");
    }
    for (const char* head : {"<!DOCTYPE a [", "<!DOCTYPE a [<!ENTITY", "<!DOCTYPE a []", "<!"})
        CHECK(!xml::sniff_root(head));
}

TEST_CASE("xml: GBK trail bytes that look like brackets do not end a CDATA section") {
    // 0x8C5D is a character whose second byte is ']'
    const std::string c = text::to_utf8("\x8C\x5D", text::Encoding::gbk).value();
    const std::string file =
        gbk("<?xml version='1.0' encoding='GBK'?><a><R><![CDATA[x" + c + "]>中" + c + "]]></R></a>");
    const Seen s = scan(file);
    REQUIRE(s.records.size() == 1);
    CHECK(s.records[0] == "a/R 'x" + c + "]>中" + c + "'");
}

TEST_CASE("xml: illegal bytes are told with place, encoding and byte") {
    const std::string good =
        gbk("<?xml version='1.0' encoding='GBK'?>\n<a>\n<R v='一'/>\n<R v='二二") + "\xFF" + gbk("三'/></a>");
    const Seen s = scan(good);
    CHECK(s.records.size() == 1);
    CHECK(s.code == Code::encoding);
    CHECK(s.place == "4:9");
    CHECK(s.sentence == "GBK");
    CHECK(s.detail == "FF");
    const Seen u = scan("<a>中文中文中文中文中文中文中文中文中文<R v='\xE4\xB8'/></a>");
    CHECK(u.code == Code::encoding);
    CHECK(u.place == "1:28");
    const Seen outside = scan("<a>中文中文中文中文中文中文中文中文中文\xC0<R/></a>");
    CHECK(outside.code == Code::encoding);
    CHECK(outside.place == "1:22");
}

TEST_CASE("xml: UTF-16 longer than one window gives the same records, lines and bytes") {
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\r\n<a>\r\n";
    const std::size_t n = 30000;
    for (std::size_t i = 0; i < n; ++i) text += "  <R v=\"名称" + std::to_string(i) + "有限公司😀\"/>\r\n";
    text += "</a>\r\n";
    for (const text::Encoding e : {text::Encoding::utf16le, text::Encoding::utf16be}) {
        const std::string bytes = encoded(text, e);
        xml::Scanner scanner(bytes, {}, row_record);
        xml::Record r;
        std::size_t i = 0;
        while (scanner.next(r)) {
            const std::string expected = "名称" + std::to_string(i) + "有限公司😀";
            if (r.element.first_attribute().value() != expected || r.line != static_cast<std::int64_t>(i) + 3 ||
                text::to_utf8(r.raw, e) != "<R v=\"" + expected + "\"/>")
                FAIL("record " << i);
            ++i;
        }
        CHECK(i == n);
        CHECK(scanner.position() == bytes.size());
        std::string cut = bytes.substr(0, bytes.size() / 2 / 2 * 2);
        const Seen s = scan(cut);
        CHECK(s.sentence == "xml.truncated");
        CHECK(s.records.size() > n / 3);
    }
}

TEST_CASE("xml: end tags that differ in case are folded on request only") {
    const std::string text = "<a><R><k>1</K><L>2 &amp; 3</l></r></A>";
    CHECK(scan(text).failed);
    const Seen s = scan(text, {}, true);
    REQUIRE(s.records.size() == 1);
    CHECK(s.records[0] == "a/R <k>1 <L>2 & 3");
    CHECK(scan("<a><R><k>1</m></R></a>", {}, true).sentence == "xml.mismatched_tag");
}

TEST_CASE("xml: combined fields in and out") {
    Row row;
    xml::read_addresses("杭州市样例路1号 0571-88880000#|#\r\n上海市备用路3号 021-00000002\n#|#  #|#", row);
    CHECK(row.buyer.address == "杭州市样例路1号");
    CHECK(row.buyer.phone == "0571-88880000");
    REQUIRE(row.buyer.more_addresses.size() == 1);
    CHECK(row.buyer.more_addresses[0] == model::AddressPhone{"上海市备用路3号", "021-00000002"});
    CHECK(xml::joined_addresses(row.buyer) == "杭州市样例路1号 0571-88880000#|#上海市备用路3号 021-00000002");
    xml::read_accounts("#|#样例银行 1202026219900123456", row);
    CHECK(row.buyer.bank == "样例银行");
    CHECK(row.buyer.account == "1202026219900123456");
    CHECK(row.buyer.more_accounts.empty());
    xml::reset(row);
    CHECK(model::same_values(row.buyer, model::Buyer{}));
}

TEST_CASE("xml: combined fields are split as core/text does, whatever their shape") {
    static constexpr std::string_view k_parts[] = {"杭州市",      "样例路",
                                                   "1号",         "A座",
                                                   "1201",        "室",
                                                   "电话",        "账号",
                                                   "户",          "机",
                                                   "银行",        "支行",
                                                   " ",           " ",
                                                   " ",           "0571-88880000",
                                                   "010-1234567", "026-88880000",
                                                   "13800138000", "400-888-8888",
                                                   "88880000",    "1202026219900123456",
                                                   "（",          "-",
                                                   "、",          "12345",
                                                   "转801",       "0571",
                                                   "\u3000",      "138 0013 8000",
                                                   "95588",       "号码"};
    Random random(11);
    for (std::size_t i = 0, n = cases(300) * 100; i < n; ++i) {
        std::string s;
        for (std::size_t k = 1 + random.below(6); k > 0; --k) s += k_parts[random.below(std::size(k_parts))];
        Row row;
        const text::Split a = text::split_address_phone(xml::trim(s));
        xml::read_addresses(s, row);
        if (row.buyer.address != a.left || row.buyer.phone != a.right || row.findings.empty() == a.doubtful) FAIL(s);
        row.findings.clear();
        const text::Split b = text::split_bank_account(xml::trim(s));
        xml::read_accounts(s, row);
        if (row.buyer.bank != b.left || row.buyer.account != b.right || row.findings.empty() == b.doubtful) FAIL(s);
    }
}

TEST_CASE("xml: what is special is seen at every place of a value") {
    std::string wrong;
    std::vector<std::string> pieces{"\xEF\xBF\xBE", "\xEF\xBF\xBD", "（", "汉", "\x7F"};
    for (char c = 0; c < 0x7F; ++c) pieces.emplace_back(1, c);
    for (const xml::Escape* escape : {&xml::k_attribute, &xml::k_attribute_sets, &xml::k_raw_element}) {
        for (const std::string& piece : pieces) {
            const bool escaped = piece.size() == 1 && escape->special[static_cast<unsigned char>(piece[0])];
            const std::string written = escaped ? std::string(escape->text[static_cast<unsigned char>(piece[0])])
                                        : piece == "\xEF\xBF\xBE" ? "?"
                                                                  : piece;
            for (std::size_t before = 0; before < 18; ++before) {
                file::StringSink sink;
                xml::Out out(sink, text::Encoding::utf8, false);
                out.value(std::string(before, '!') + piece + "后面的字", *escape);
                out.finish();
                if (sink.text != std::string(before, '!') + written + "后面的字")
                    wrong += piece + " behind " + std::to_string(before) + "\n";
            }
        }
    }
    CHECK(wrong == "");
}
