// Pasted 开票信息 blocks (F60, F61, N05).

#include "core/text/utf8.h"
#include "tests/invoice/paste_support.h"
#include "tests/support/catch.h"

#include <algorithm>

using namespace goufang;
using invoice::paste::Block;
using invoice::paste::parse_blocks;
using model::Field;
using namespace goufang::test;

namespace {

const std::string k_corpus = std::string(GOUFANG_SOURCE_DIR) + "/tests/data/pasted_blocks.txt";

std::string value(const Block& b, Field field) {
    const auto* f = b.find(field);
    return f ? f->value : "";
}

} // namespace

TEST_CASE("paste: of a corpus of blocks 97 % of the fields are right, and no wrong one is sure", "[paste]") {
    const auto cases = read_pastes(k_corpus);
    REQUIRE(cases.size() >= 120);
    PasteScore s;
    for (const PasteCase& c : cases) score(c, s);
    INFO(s.right << " of " << s.fields << "\n" << s.report.str());
    CHECK(s.right * 100 >= s.fields * 97);
    CHECK(s.wrong_but_sure == 0);
}

TEST_CASE("paste: the chat block of J4", "[paste]") {
    const std::string text = "名称:测试乙科技(杭州)有限公司\n税号:9199 9999 MA00 0001 54\n"
                             "地址:浙江省杭州市滨江区江南大道100号3幢1201室\n电话:0571-8777 6666\n"
                             "开户行:中国银行杭州滨江支行\n账号:3555 8888 0000 1234 567\n麻烦今天开,谢谢!\n";
    const auto blocks = parse_blocks(text);
    REQUIRE(blocks.size() == 1);
    const Block& b = blocks[0];
    REQUIRE(b.fields.size() == 6);
    CHECK(value(b, Field::name) == "测试乙科技(杭州)有限公司"); // brackets as typed
    CHECK(value(b, Field::tax_id) == "91999999MA00000154");
    CHECK(value(b, Field::phone) == "0571-87776666");
    CHECK(value(b, Field::account) == "3555888800001234567");
    for (const auto& f : b.fields) CHECK(f.sure());
    CHECK(b.find(Field::name)->start == 3); // characters, not bytes
    CHECK(b.find(Field::name)->length == 13);
    CHECK(b.find(Field::tax_id)->start == 20);
    CHECK(b.find(Field::tax_id)->length == 22); // with the spaces
}

TEST_CASE("paste: doubt is marked", "[paste]") {
    struct Case {
        const char* what;
        const char* text;
        Field field;
        const char* value;
    };
    const Case cases[] = {
        {"wrong check character", "名称：测试甲有限公司\n税号：91999999MA00000155", Field::tax_id,
         "91999999MA00000155"},
        {"tax id one short", "名称：测试甲有限公司\n税号：91999999MA0000015", Field::tax_id, "91999999MA0000015"},
        {"damaged by a spreadsheet", "名称：测试甲有限公司\n账号：6222000000000000000", Field::account,
         "6222000000000000000"},
        {"name that is none", "名称：随便写写\n税号：91999999MA00000154", Field::name, "随便写写"},
        {"phone that is short", "名称：测试甲有限公司\n电话：12345", Field::phone, "12345"},
        {"mobile as account", "名称：测试甲有限公司\n账号：13800001111", Field::account, "13800001111"},
        {"remark of the invoice", "名称：测试甲有限公司\n备注：十一月货款", Field::remark, "十一月货款"},
        {"phone of a parcel", "名称：测试甲有限公司\n税号：91999999MA00000154\n收件人：李四\n电话：13800001111",
         Field::phone, "13800001111"},
        {"two addresses", "名称：测试甲有限公司\n地址：杭州市西湖区文三路1号\n地址：杭州市西湖区文三路2号",
         Field::address, "杭州市西湖区文三路1号"},
        {"O for 0 in a tax id", "名称：测试甲有限公司\n税号：91999999MAOOOO0154", Field::tax_id, "91999999MA00000154"},
        {"O and l in an account", "名称：测试甲有限公司\n账号：3555 8888 OOOO l234 567", Field::account,
         "3555888800001234567"},
        {"l in a phone", "名称：测试甲有限公司\n电话：0571-8888l234", Field::phone, "0571-88881234"},
        {"account over the end of a line", "名称：测试甲有限公司\n账号：3555 8888 0000\n1234 567", Field::account,
         "3555888800001234567"},
        {"two phones", "名称：测试甲有限公司\n电话：0571-88880000、0571-88880001", Field::phone, "0571-88880000"},
        {"phone behind the end of a letter", "名称：测试甲有限公司\n税号：91999999MA00000154\n祝好\n手机：13800001111",
         Field::phone, "13800001111"},
        {"a side of a contract", "甲方：测试甲有限公司\n税号：91999999MA00000154", Field::name, "测试甲有限公司"},
        {"a word that ends as some names do", "测试玉器行\n91999999MA00000154", Field::name, "测试玉器行"},
        {"phone of a person in a sentence", "名称：测试甲有限公司\n税号：91999999MA00000154\n财务张姐电话 13800001111",
         Field::phone, "13800001111"},
        {"name within a sentence", "麻烦给杭州测试甲有限公司开票，税号91999999MA00000154", Field::name,
         "杭州测试甲有限公司"},
    };
    for (const Case& c : cases) {
        INFO(c.what);
        const auto blocks = parse_blocks(c.text);
        REQUIRE(blocks.size() == 1);
        const auto* f = blocks[0].find(c.field);
        REQUIRE(f != nullptr);
        CHECK(f->value == c.value);
        CHECK_FALSE(f->sure());
    }
}

namespace {

struct Given {
    Field field;
    const char* label;
    std::string value;
};
const std::vector<Given>& whole_block() {
    static const std::vector<Given> block = {{Field::name, "名称", "海棠湾（上海）样例器械股份有限公司"},
                                             {Field::tax_id, "税号", "91999999MA00000154"},
                                             {Field::address, "地址", "上海市浦东新区祖冲之路1239弄6号302"},
                                             {Field::phone, "电话", "021-50801234"},
                                             {Field::bank, "开户行", "中国工商银行上海市张江支行"},
                                             {Field::account, "账号", "1001190609300123456"}};
    return block;
}

/// No field of `text` is surely something else than that of whole_block().
void check_right_or_doubtful(const std::string& text) {
    INFO(text);
    for (const Block& b : parse_blocks(text))
        for (const auto& f : b.fields) {
            if (!f.sure()) continue;
            const auto& block = whole_block();
            const auto given =
                std::find_if(block.begin(), block.end(), [&](const Given& g) { return g.field == f.field; });
            REQUIRE(given != block.end());
            CHECK(f.value == given->value);
        }
}

} // namespace

TEST_CASE("paste: many a sign parts a label from its value", "[paste]") {
    for (const std::string sign : {":",  "：",   "=",  "＝", " = ", ".", "·",  "|",  " | ", "/",   " - ", "--", "——",
                                   "–",  "~",    "→",  "->", "=>",  ">", "，", " ",  "　",  "\t",  "是",  "为", "：-",
                                   "……", "____", "︰", "∶",  "꞉",   "#", "*",  "＋", "👉",   ":\n", "\n",  "¦"}) {
        std::string text;
        for (const Given& g : whole_block()) text += g.label + sign + g.value + "\n";
        INFO(text);
        const auto blocks = parse_blocks(text);
        REQUIRE(blocks.size() == 1);
        for (const Given& g : whole_block()) CHECK(value(blocks[0], g.field) == g.value);
    }
}

TEST_CASE("paste: lines numbered in any way", "[paste]") {
    const std::vector<std::vector<std::string>> numbers = {{"1.", "2.", "3.", "4.", "5.", "6."},
                                                           {"1 ", "2 ", "3 ", "4 ", "5 ", "6 "},
                                                           {"01 ", "02 ", "03 ", "04 ", "05 ", "06 "},
                                                           {"No.1 ", "No.2 ", "No.3 ", "No.4 ", "No.5 ", "No.6 "},
                                                           {"①", "②", "③", "④", "⑤", "⑥"},
                                                           {"Ⅰ、", "Ⅱ、", "Ⅲ、", "Ⅳ、", "Ⅴ、", "Ⅵ、"},
                                                           {"一、", "二、", "三、", "四、", "五、", "六、"},
                                                           {"甲、", "乙、", "丙、", "丁、", "戊、", "己、"},
                                                           {"A. ", "B. ", "C. ", "D. ", "E. ", "F. "},
                                                           {"I. ", "II. ", "III. ", "IV. ", "V. ", "VI. "},
                                                           {"a) ", "b) ", "c) ", "d) ", "e) ", "f) "}};
    for (const auto& list : numbers) {
        std::string text;
        for (std::size_t i = 0; i < list.size(); ++i) text += list[i] + whole_block()[i].value + "\n";
        INFO(text);
        const auto blocks = parse_blocks(text);
        REQUIRE(blocks.size() == 1);
        for (const Given& g : whole_block()) CHECK(value(blocks[0], g.field) == g.value);
    }
}

TEST_CASE("paste: a value with a line end anywhere inside is right or doubtful", "[paste]") {
    for (const bool labels : {true, false})
        for (const Given& cut : whole_block())
            for (std::size_t at = 1; at < cut.value.size(); ++at) {
                if ((static_cast<unsigned char>(cut.value[at]) & 0xC0) == 0x80) continue;
                std::string text;
                for (const Given& g : whole_block()) {
                    if (labels) text += g.label + std::string("：");
                    text += &g == &cut ? g.value.substr(0, at) + "\n" + g.value.substr(at) : g.value;
                    text += "\n";
                }
                check_right_or_doubtful(text);
            }
}

TEST_CASE("paste: a value with something behind it is right or doubtful", "[paste]") {
    for (const std::string note : {"（必填）",
                                   "（重要）",
                                   "（已变更）",
                                   "（与执照一致）",
                                   "(ok)",
                                   "【已核实】",
                                   "←注意",
                                   " 注意核对",
                                   "，谢谢",
                                   "（行政部）",
                                   "（李会计）",
                                   "（人民币）",
                                   "（2026年启用）",
                                   "（如有变动另行通知）",
                                   "，勿错",
                                   " //备注",
                                   "哈",
                                   "～",
                                   "；以上",
                                   "。"})
        for (const bool labels : {true, false})
            for (const Given& noted : whole_block()) {
                std::string text;
                for (const Given& g : whole_block())
                    text += (labels ? g.label + std::string("：") : "") + g.value + (&g == &noted ? note : "") + "\n";
                check_right_or_doubtful(text);
            }
}

TEST_CASE("paste: two buyers side by side are both for a person to look at", "[paste]") {
    const auto blocks =
        parse_blocks("名称：测试甲有限公司 名称：测试乙有限公司\n税号：91999999MA00000154 税号：91999999MA0037B7XW");
    REQUIRE(blocks.size() == 2);
    CHECK(value(blocks[0], Field::name) == "测试甲有限公司");
    CHECK(value(blocks[1], Field::name) == "测试乙有限公司");
    for (const Block& b : blocks)
        for (const auto& f : b.fields) CHECK_FALSE(f.sure());
}

TEST_CASE("paste: a cell with line ends is one cell", "[paste]") {
    for (const std::string end : {"\n", "\r\n"}) {
        const std::string text = "名称\t税号\t地址电话\t开户行" + end + "测试甲有限公司\t91999999MA00000154\t\"杭州市" +
                                 end + "文三路\"\"1\"\"号" + end + "0571-88880000\"\t\"测试银行" + end + "杭州支行\"" +
                                 end + "测试乙有限公司\t91999999MA0037B7XW\t\t" + end;
        const auto blocks = parse_blocks(text);
        REQUIRE(blocks.size() == 2);
        CHECK(value(blocks[0], Field::phone) == "0571-88880000");
        CHECK(value(blocks[0], Field::bank) == "测试银行杭州支行");
        CHECK(value(blocks[1], Field::name) == "测试乙有限公司");
    }
    // quotes that are no cell: the lines stay lines
    const auto quoted = parse_blocks("\"名称：测试甲有限公司\n税号：91999999MA00000154\n电话：0571-88880000\"");
    REQUIRE(quoted.size() == 1);
    CHECK(value(quoted[0], Field::name) == "测试甲有限公司");
    CHECK(value(quoted[0], Field::phone) == "0571-88880000");
}

TEST_CASE("paste: what is no longer true is left out", "[paste]") {
    const auto blocks =
        parse_blocks("名称：测试甲有限公司\n税号：91999999MA00000154\n原开户行及账号：中国银行杭州分行 "
                     "355588880000\n新开户行及账号：测试银行杭州支行 355588881111\n原地址：杭州市文三路1号");
    REQUIRE(blocks.size() == 1);
    CHECK(value(blocks[0], Field::bank) == "测试银行杭州支行");
    CHECK(value(blocks[0], Field::account) == "355588881111");
    CHECK(value(blocks[0], Field::address).empty());
    CHECK(blocks[0].find(Field::more_accounts) == nullptr);
}

TEST_CASE("paste: accounts in several currencies are several sets", "[paste]") {
    const auto blocks = parse_blocks("名称：测试甲有限公司\n税号：91999999MA00000154\n人民币开户行：中国银行杭州滨江支"
                                     "行\n人民币账号：3555888800001234567\n"
                                     "美元开户行：中国银行浙江省分行\n美元账号：3555888800007654321");
    REQUIRE(blocks.size() == 1);
    const auto buyer = invoice::paste::to_buyer(blocks[0]);
    CHECK(buyer.bank == "中国银行杭州滨江支行");
    CHECK(buyer.account == "3555888800001234567");
    REQUIRE(buyer.more_accounts.size() == 1);
    CHECK(buyer.more_accounts[0] == model::BankAccount{"中国银行浙江省分行", "3555888800007654321"});
}

TEST_CASE("paste: text without a buyer gives nothing", "[paste]") {
    for (const char* text : {"", "\n\n\n", "您好", "好的，收到，谢谢！", "13800001111", "2026-11-22 10:30:22",
                             "发票号码：26442000000000000001", "张三 10:30\n明天开会\n李四 10:31\n好", "::::\t\t||||",
                             "名称：\n税号：\n", "这样就行", "我们去茶馆", "\"\n\"\t\"\n"})
        CHECK(parse_blocks(text).empty());
}

TEST_CASE("paste: whatever is pasted, places lie inside it and values are text", "[paste]") {
    const auto cases = read_pastes(k_corpus);
    std::uint64_t seed = 20261122;
    const auto next = [&seed](std::size_t n) {
        seed = seed * 6364136223846793005U + 1442695040888963407U;
        return static_cast<std::size_t>(seed >> 33) % n;
    };
    for (int round = 0; round < 600; ++round) {
        // pieces of the corpus, cut at random characters and put together
        std::string text;
        for (std::size_t pieces = 1 + next(4); pieces > 0; --pieces) {
            const std::string& from = cases[next(cases.size())].text;
            std::size_t a = next(from.size()), b = next(from.size());
            if (a > b) std::swap(a, b);
            while (a < from.size() && (static_cast<unsigned char>(from[a]) & 0xC0) == 0x80) ++a;
            while (b < from.size() && (static_cast<unsigned char>(from[b]) & 0xC0) == 0x80) ++b;
            if (a < b) text += from.substr(a, b - a);
        }
        const std::size_t characters = text::count_code_points(text);
        for (const Block& b : parse_blocks(text))
            for (const auto& f : b.fields) {
                INFO(text);
                REQUIRE(f.start + f.length <= characters);
                REQUIRE(f.length > 0);
                REQUIRE(!f.value.empty());
                REQUIRE(text::valid_utf8(f.value));
                REQUIRE(f.confidence >= 0);
                REQUIRE(f.confidence <= 1);
            }
    }
}

TEST_CASE("paste: a number with nothing before it, words behind", "[paste]") {
    // found by the fuzzer: the empty place before the number was read as the start of an address
    const auto blocks = parse_blocks("税号:8380501101010000123498 9999 MA00 37B7 XW\n名称:测试甲有限公司\n");
    REQUIRE(blocks.size() == 1);
    CHECK(value(blocks[0], Field::name) == "测试甲有限公司");
    CHECK(blocks[0].find(Field::address) == nullptr);
}

TEST_CASE("paste: a long text of one kind is read to its end", "[paste]") {
    // each would take minutes if time grew with the square of the length
    for (const std::string piece :
         {"名称 ", "名称：\n", "电话：0571-88880000 ", "账号：6222020000001234567\n", "税号", "9", "甲有限公司，", "(",
          "91999999MA00000154 ", "甲有限公司、", "A：", "\t|", "杭州市文三路1号 13800001111 中国银行杭州分行 ",
          "名称：甲 名称：乙 ", "[", "公司"}) {
        std::string text;
        while (text.size() < 200'000) text += piece;
        INFO(piece);
        CHECK(parse_blocks(text).size() < 200'000);
    }
}
