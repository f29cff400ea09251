#include "tests/invoice/xml_support.h"

using namespace goufang;
using namespace goufang::invoice;
using namespace goufang::invoice::test;

namespace {

constexpr std::string_view k_id = "kehubianma-xml";

const std::string k_example =
    "<?xml version=\"1.0\" encoding=\"GBK\"?>\r\n"
    "<Data TYPE=\"KEHUBIANMA\">\r\n"
    "  <FENLEI>\r\n"
    "    <Row BM=\"100\" MC=\"华北区\" PID=\"0\" O_BM=\"100\" O_PID=\"0\"/>\r\n"
    "    <Row BM=\"101\" MC=\"华东区\" PID=\"0\" O_BM=\"101\" O_PID=\"0\"/>\r\n"
    "  </FENLEI>\r\n"
    "  <KHXX>\r\n"
    "    <Row BM=\"10000001\" MC=\"北京示例科技有限公司\" PID=\"100\" JM=\"BJSL\" NSRSBH=\"91999999MA00000154\" "
    "DZ=\"北京市海淀区样例路1号 010-00000001\" YHZH=\"示例银行北京样例支行 1100000000000000001\" "
    "YJDZ=\"fp@example.com\" "
    "KZ1=\"\" KZ2=\"\" O_BM=\"10000001\" O_PID=\"100\"/>\r\n"
    "    <Row BM=\"10100001\" MC=\"上海样本贸易有限公司\" PID=\"101\" JM=\"SHYB\" NSRSBH=\"91999999MA00000234\" "
    "DZ=\"上海市浦东新区虚构大道2号 021-00000002\" YHZH=\"样本银行上海分行 3100000000000000002\" YJDZ=\"\" KZ1=\"\" "
    "KZ2=\"\" "
    "O_BM=\"10100001\" O_PID=\"101\"/>\r\n"
    "  </KHXX>\r\n"
    "</Data>\r\n";

Placed beijing() {
    model::Buyer b;
    b.code = "10000001";
    b.name = "北京示例科技有限公司";
    b.mnemonic = "BJSL";
    b.tax_id = "91999999MA00000154";
    b.address = "北京市海淀区样例路1号";
    b.phone = "010-00000001";
    b.bank = "示例银行北京样例支行";
    b.account = "1100000000000000001";
    b.email = "fp@example.com";
    return {b, "100", "华北区"};
}

Placed shanghai() {
    model::Buyer b;
    b.code = "10100001";
    b.name = "上海样本贸易有限公司";
    b.mnemonic = "SHYB";
    b.tax_id = "91999999MA00000234";
    b.address = "上海市浦东新区虚构大道2号";
    b.phone = "021-00000002";
    b.bank = "样本银行上海分行";
    b.account = "3100000000000000002";
    return {b, "101", "华东区"};
}

const std::vector<CategoryRow> k_categories{{"100", "华北区", "", "华北区"}, {"101", "华东区", "", "华东区"}};

Reading read_khxx(const std::string& rows, const std::string& categories = "") {
    return read(k_id, "<Data TYPE=\"KEHUBIANMA\">" + categories + "<KHXX>" + rows + "</KHXX></Data>");
}

} // namespace

TEST_CASE("kehubianma: two categories, byte for byte in GBK") {
    CHECK(write(k_id, k_categories, {beijing(), shanghai()}) == gbk(k_example));
}

TEST_CASE("kehubianma: FENLEI and KHXX stand even when empty") {
    CHECK(write(k_id, {}, {}) ==
          "<?xml version=\"1.0\" encoding=\"GBK\"?>\r\n<Data TYPE=\"KEHUBIANMA\">\r\n  <FENLEI>\r\n"
          "  </FENLEI>\r\n  <KHXX>\r\n  </KHXX>\r\n</Data>\r\n");
    const Reading r = read(k_id, write(k_id, {}, {}));
    CHECK_FALSE(r.failed);
    CHECK(r.rows.empty());
}

TEST_CASE("kehubianma: the example is read") {
    const std::string bytes = gbk(k_example);
    CHECK(format(k_id)->sniff(bytes) == Sniff::sure);
    const Reading r = read(k_id, bytes);
    REQUIRE_FALSE(r.failed);
    CHECK(r.encoding == text::Encoding::gbk);
    REQUIRE(r.rows.size() == 4);
    CHECK(r.rows[0].kind == RowKind::category);
    CHECK(r.rows[0].category.code == "100");
    CHECK(r.rows[0].category.name == "华北区");
    CHECK(r.rows[0].category.parent_code.empty());
    CHECK(r.rows[0].line == 4);
    const Row& row = r.rows[2];
    CHECK(row.kind == RowKind::buyer);
    CHECK(row.line == 8);
    CHECK(row.category_code == "100");
    CHECK_FALSE(row.orphan);
    CHECK(row.findings.empty());
    CHECK(differing_fields(row.buyer, beijing().buyer) == "");
    CHECK(differing_fields(r.rows[3].buyer, shanghai().buyer) == "");
    CHECK(text::to_utf8(r.raw[0], text::Encoding::gbk) ==
          "<Row BM=\"100\" MC=\"华北区\" PID=\"0\" O_BM=\"100\" O_PID=\"0\"/>");
}

TEST_CASE("kehubianma: every encoding comes back") {
    using text::Encoding;
    for (const Encoding e :
         {Encoding::gbk, Encoding::gb18030, Encoding::utf8, Encoding::utf8_bom, Encoding::utf16le, Encoding::utf16be}) {
        WriteOptions options;
        options.encoding = e;
        const std::string bytes = write(k_id, k_categories, {beijing(), shanghai()}, options);
        INFO(text::encoding_name(e));
        CHECK(bytes.starts_with(text::encoding_bom(e)));
        CHECK(format(k_id)->sniff(bytes.substr(0, 65536)) == Sniff::sure);
        const Reading r = read(k_id, bytes);
        REQUIRE(r.rows.size() == 4);
        CHECK(r.encoding == e);
        CHECK(differing_fields(r.rows[2].buyer, beijing().buyer) == "");
    }
}

TEST_CASE("kehubianma: special characters") {
    Placed p = beijing();
    p.buyer.name = "A&B \"<公司>'\n二行\t䶮𬭸😀";
    p.buyer.address = "甲路1号\n乙路2号";
    const std::string bytes = write(k_id, k_categories, {p});
    CHECK(bytes.find(gbk("MC=\"A&amp;B &quot;&lt;公司&gt;'&#10;二行&#9;&#x4DAE;&#x2CB78;&#x1F600;\"")) !=
          std::string::npos);
    const Reading r = read(k_id, bytes);
    REQUIRE(r.rows.size() == 3);
    CHECK(r.rows[2].buyer.name == p.buyer.name);
    CHECK(r.rows[2].buyer.address == "甲路1号");
    REQUIRE(r.rows[2].buyer.more_addresses.size() == 1);
    CHECK(r.rows[2].buyer.more_addresses[0].address == "乙路2号");
    CHECK(r.rows[2].buyer.more_addresses[0].phone == "010-00000001");
    CHECK(differing_fields(r.rows[2].buyer, format(k_id)->through(p.buyer, {})) == "");
}

TEST_CASE("kehubianma: several sets") {
    Placed p = beijing();
    p.buyer.more_addresses = {{"上海市备用路3号", "021-00000003"}};
    p.buyer.more_accounts = {{"样本银行", "3100000000000000009"}};
    const std::string bytes = write(k_id, k_categories, {p});
    CHECK(bytes.find(gbk("010-00000001#|#上海市备用路3号 021-00000003\"")) != std::string::npos);
    CHECK(differing_fields(read(k_id, bytes).rows.at(2).buyer, p.buyer) == "");
    const Reading lines = read_khxx("<Row BM='1' MC='甲' DZ='甲路1号 0571-88880000&#10;乙路2号 13800138000'/>");
    REQUIRE(lines.rows.size() == 1);
    CHECK(lines.rows[0].buyer.address == "甲路1号");
    CHECK(lines.rows[0].buyer.more_addresses.at(0).phone == "13800138000");
}

TEST_CASE("kehubianma: attributes in any order, synonyms, missing ones") {
    const Reading r = read_khxx("<Row X='?' SH='91999999MA00000154' DZDH='甲路1号 0571-88880000' MC='甲' BM='1'/>"
                                "<Row NSRSBH='1' SH='2' DZ='a' DZDH='b' MC='乙'></Row><Row/>");
    REQUIRE(r.rows.size() == 3);
    CHECK(r.rows[0].buyer.tax_id == "91999999MA00000154");
    CHECK(r.rows[0].buyer.phone == "0571-88880000");
    const auto bit = [](model::Field f) { return std::uint64_t{1} << static_cast<unsigned>(f); };
    CHECK((r.rows[0].present & bit(model::Field::phone)) != 0);
    CHECK((r.rows[0].present & bit(model::Field::bank)) == 0);
    CHECK((r.rows[0].present & bit(model::Field::remark)) == 0);
    CHECK(r.rows[1].buyer.tax_id == "1");
    CHECK(r.rows[1].buyer.address == "a");
    CHECK(r.rows[2].buyer.name.empty());
}

TEST_CASE("kehubianma: where a buyer belongs") {
    const std::string tree = "<FENLEI><Row BM='100' MC='a' PID='0'/><Row BM='10001' MC='b' PID='100'/></FENLEI>";
    struct {
        const char *code, *pid, *category;
        bool orphan;
    } const table[] = {
        {"10001001", "10001", "10001", false},
        {"77700001", "100", "100", false},
        {"10001001", "999", "10001", false},
        {"10000001", "999", "100", false},
        {"88800001", "999", "999", true},
        {"100", "999", "999", true},
        {"1", "0", "", false},
        {"1", "", "", false},
        {"", "999", "999", true},
    };
    for (const auto& t : table) {
        INFO(t.code << " " << t.pid);
        const Reading r = read_khxx("<Row MC='x' BM='" + std::string(t.code) + "' PID='" + t.pid + "'/>", tree);
        REQUIRE(r.rows.size() == 3);
        CHECK(r.rows[1].category.parent_code == "100");
        CHECK(r.rows[2].category_code == t.category);
        CHECK(r.rows[2].orphan == t.orphan);
    }
    const Reading missing = read_khxx("<Row MC='x' BM='10000001' PID='100'/>");
    CHECK(missing.rows.at(0).orphan);
    CHECK(missing.rows.at(0).category_code == "100");
    const Reading behind =
        read(k_id, "<Data TYPE='KEHUBIANMA'><KHXX><Row MC='x' BM='10000001' PID='100'/></KHXX>" + tree + "</Data>");
    REQUIRE(behind.rows.size() == 3);
    CHECK_FALSE(behind.rows[0].orphan);
}

TEST_CASE("kehubianma: other files are told apart") {
    const Format& f = *format(k_id);
    CHECK(f.sniff("<Data TYPE=\"SPBIANMA\"><FENLEI/></Data>") == Sniff::no);
    CHECK(f.sniff("<Data><KHXX/></Data>") == Sniff::maybe);
    CHECK(f.sniff("<Data/>") == Sniff::no);
    CHECK(f.sniff("<Kp/>") == Sniff::no);
    CHECK(f.sniff("") == Sniff::no);
    CHECK(f.sniff("<?xml version=\"1.0\"?>\n<!-- x -->\n<Data x='1' TYPE='KEHUBIANMA' >") == Sniff::sure);
    const Reading goods = read(k_id, "<Data TYPE=\"SPBIANMA\"><SPXX/></Data>");
    CHECK(goods.code == Code::format_refused);
    CHECK(goods.args == std::vector<std::string>{"kehubianma-xml", "SPBIANMA"});
    CHECK(read(k_id, "<Kp/>").sentence() == "xml.not_this_format");
    CHECK(read(k_id, "").code == Code::file_empty);
}

TEST_CASE("kehubianma: rejects import again") {
    for (const text::Encoding e : {text::Encoding::gbk, text::Encoding::utf8, text::Encoding::utf16le}) {
        WriteOptions options;
        options.encoding = e;
        const std::string bytes = write(k_id, k_categories, {beijing(), shanghai()}, options);
        file::StringSink sink;
        const auto rejects = format(k_id)->rejects(sink, bytes, {});
        const Reading all = read(k_id, bytes);
        Row row;
        const auto reader = format(k_id)->open(bytes, {});
        while (reader->next(row))
            if (row.buyer.code == "10100001") rejects->row(row, "编码重复 -- 见第3行\n-");
        rejects->finish();
        const Reading again = read(k_id, sink.text);
        INFO(text::encoding_name(e));
        REQUIRE_FALSE(again.failed);
        REQUIRE(again.rows.size() == 3);
        CHECK(again.rows[1].category.name == "华东区");
        CHECK(differing_fields(again.rows[2].buyer, shanghai().buyer) == "");
        CHECK(
            sink.text.find(encoded("<!-- 原因: 编码重复 - - 见第3行 - -->", e).substr(text::encoding_bom(e).size())) !=
            std::string::npos);
    }
}

TEST_CASE("kehubianma: damage never passes unseen for whole rows") { survives_damage(k_id, gbk(k_example), 4); }

TEST_CASE("kehubianma: read(write(b)) is through(b)") {
    using text::Encoding;
    Random random(1);
    std::size_t done = 0;
    for (const std::size_t n = cases(300); done < n; ++done) {
        const model::Buyer b = random.buyer();
        WriteOptions options;
        if (random.one_in(2)) options.encoding = random.one_in(2) ? Encoding::utf8 : Encoding::gb18030;
        check::Finding why;
        if (!format(k_id)->can_write(b, options, why)) continue;
        const std::string bytes = write(k_id, {{"100", "甲", "", "甲"}}, {{b, "100", "甲"}}, options);
        const Reading r = read(k_id, bytes);
        INFO(bytes);
        REQUIRE_FALSE(r.failed);
        REQUIRE(r.rows.size() == 2);
        REQUIRE(r.rows[1].category_code == "100");
        REQUIRE(differing_fields(r.rows[1].buyer, format(k_id)->through(b, options)) == "");
    }
}
