// Input that is none, at the command: a sentence, exit 3, nothing written, whatever format it is said to be.

#include "core/file/file.h"
#include "core/text/charset.h"
#include "tests/cli/desk.h"
#include "tests/support/catch.h"

#include <cstdlib>

using namespace goufang::test;

namespace {

struct Sample {
    std::string format, head, record, tail; ///< UTF-8; # in the record stands for a number
    bool gbk;
};

const std::vector<Sample>& samples() {
    static const std::vector<Sample> all = {
        {"aisino-text", "{客户编码}[分隔符]\"~~\"\r\n// 每行格式 :\r\n",
         "9#~~测试#有限公司~~~~~~\"测试路#号 0571-88880000\"~~~~~~~~False\r\n", "", true},
        {"kehubianma-xml", "<?xml version=\"1.0\" encoding=\"GBK\"?>\r\n<Data TYPE=\"KEHUBIANMA\"><KHXX>\r\n",
         "<Row BM=\"9#\" MC=\"测试#有限公司\" PID=\"0\" JM=\"\" NSRSBH=\"\" DZ=\"测试路#号\" YHZH=\"\" YJDZ=\"\"/>\r\n",
         "</KHXX></Data>", true},
        {"kp-xml", "<?xml version=\"1.0\" encoding=\"GBK\"?>\r\n<Kp><Version>2.0</Version><Fpxx><Fpsj>\r\n",
         "<Fp><Djh>D#</Djh><Gfmc>测试#有限公司</Gfmc><Gfsh></Gfsh><Gfyhzh></Gfyhzh><Gfdzdh>测试路#号</Gfdzdh></Fp>\r\n",
         "</Fpsj></Fpxx></Kp>", true},
        {"fpkj-xml", "<?xml version=\"1.0\" encoding=\"GBK\"?>\r\n<business id=\"FPKJ\">\r\n",
         "<REQUEST_COMMON_FPKJ><COMMON_FPKJ_FPT><FPQQLSH>D#</FPQQLSH><GMF_NSRSBH></GMF_NSRSBH><GMF_MC>测试#有限公司"
         "</GMF_MC><GMF_DZDH>测试路#号</GMF_DZDH><GMF_YHZH></GMF_YHZH></COMMON_FPKJ_FPT></REQUEST_COMMON_FPKJ>\r\n",
         "</business>", true},
        {"sjjk-text", "SJJK0101~~销售单据传入~~测试\r\n",
         "D#~~1~~测试#有限公司~~~~测试路#号~~~~~~~~~~~~20261122\r\n服务费~~次~~~~1~~100.00~~0.06\r\n", "", true},
        {"csv", "编码,名称,税号,地址\r\n", "9#,测试#有限公司,,测试路#号\r\n", "", false},
        {"tsv", "编码\t名称\t税号\t地址\r\n", "9#\t测试#有限公司\t\t测试路#号\r\n", "", false},
        {"goufang-json", "{\"goufang\":true,\"format\":\"goufang-json\",\"version\":1}\n",
         "{\"buyer\":{\"code\":\"9#\",\"name\":\"测试#有限公司\",\"address\":\"测试路#号\"}}\n", "", false},
    };
    return all;
}

std::string encoded(const Sample& s, std::string_view utf8) {
    if (!s.gbk) return std::string(utf8);
    std::string out;
    goufang::text::encode(utf8, goufang::text::Encoding::gbk, out);
    return out;
}

/// `bytes` or more of valid records, each with a code of its own.
std::string valid(const Sample& s, std::size_t bytes) {
    std::string text = encoded(s, s.head);
    const std::string record = encoded(s, s.record);
    for (int i = 10'000'000; text.size() < bytes; ++i) {
        const std::string number = std::to_string(i);
        for (const char c : record) {
            if (c == '#')
                text += number;
            else
                text += c;
        }
    }
    return text + encoded(s, s.tail);
}

/// What can be seen of a registry.
std::string state(const Desk& desk) {
    std::string all;
    for (const char* command : {"list", "tree", "history"}) all += desk.run({command, "--json"}).out;
    return all;
}

/// Exit 3 with one clear line and nothing written.
void refused(const Desk& desk, const std::string& name, std::vector<std::string> more) {
    const std::string before = state(desk);
    std::vector<std::string> arguments{"import", desk.path(name), "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Answer a = desk.run(arguments);
    INFO(name << ": " << a.err);
    CHECK(a.status == 3);
    CHECK(a.out.empty());
    CHECK(a.err.size() > 10);
    CHECK(a.err.size() < 600);
    CHECK(state(desk) == before);
}

void big(std::size_t garbage, std::size_t records) {
    const Desk desk;
    desk.fill();
    for (const Sample& s : samples()) {
        const std::vector<std::string> as{"--format", s.format};
        desk.write("大.txt", std::string(garbage, 'a'));
        refused(desk, "大.txt", as);
        desk.write("大.txt", std::string(garbage, '\0'));
        refused(desk, "大.txt", as);
        // a line, or an element, without end
        desk.write("大.txt", encoded(s, s.head) + std::string(garbage, 'a'));
        const Answer endless = desk.run({"import", desk.path("大.txt"), "--format", s.format, "--json", "--dry-run"});
        INFO(s.format << ' ' << endless.err);
        CHECK((endless.status == 3 || endless.status == 1));
        if (endless.status == 1) CHECK(endless.line()["counts"]["new"] <= 1);
        desk.write("大.txt", valid(s, records));
        const Answer whole = desk.run({"import", desk.path("大.txt"), "--format", s.format, "--json", "--dry-run"});
        INFO(s.format << ' ' << whole.status << ' ' << whole.err);
        REQUIRE(whole.status <= 1);
        CHECK(whole.line()["counts"]["new"] > static_cast<std::int64_t>(records / 400));
        CHECK(whole.line()["counts"]["rejected"] == 0);
    }
    CHECK(desk.run({"info", "--json"}).line()["buyers"] == 3);
}

} // namespace

TEST_CASE("every format: no file, a folder, nothing, NULs, noise, another encoding: exit 3, nothing written") {
    const Desk desk;
    desk.fill();
    std::filesystem::create_directory(goufang::file::to_path(desk.path("夹")));
    desk.write("空", "");
    desk.write("零", std::string(100'000, '\0'));
    std::string noise;
    unsigned x = 12345;
    for (int i = 0; i < 100'000; ++i) noise += static_cast<char>((x = x * 1103515245U + 12345U) >> 16);
    desk.write("噪", noise);
    desk.write("行", std::string(3'000'000, 'a'));
    for (const Sample& s : samples()) {
        const std::vector<std::string> as{"--format", s.format};
        for (const char* name : {"没有", "夹", "空", "零", "噪", "行"}) refused(desk, name, as);
        std::string wide;
        goufang::text::encode(s.head + s.record + s.tail, goufang::text::Encoding::utf16le, wide);
        desk.write("宽", wide);
        desk.write("宽反", wide.substr(1));
        refused(desk, "宽反", as);
        if (s.format != "goufang-json") {
            desk.write("别", encoded(samples()[0], s.head + s.record + s.tail)); // GBK
            const Answer a = desk.run(
                {"import", desk.path("别"), "--format", s.format, "--encoding", "UTF-8", "--json", "--dry-run"});
            INFO(s.format << a.err << a.out);
            CHECK((a.status == 3 || (a.status == 1 && a.line()["counts"]["new"] == 0)));
        }
    }
    for (const char* name : {"没有", "夹", "空", "零", "噪", "行"}) refused(desk, name, {}); // sniffed
}

TEST_CASE("every format: cut off anywhere, a bit turned: an answer, and what is refused is not written") {
    for (const Sample& s : samples()) {
        const Desk desk;
        desk.fill();
        const std::string whole = valid(s, 600);
        const std::string before = state(desk);
        for (std::size_t n = 0; n < whole.size(); n += 1 + whole.size() / 24) {
            std::string flipped = whole;
            flipped[n] = static_cast<char>(flipped[n] ^ (1 << (n % 8)));
            for (const std::string& bytes : {whole.substr(0, n), flipped}) {
                desk.write("坏", bytes);
                const Answer a = desk.run({"import", desk.path("坏"), "--format", s.format, "--json"});
                INFO(s.format << " at " << n << ": " << a.err << a.out);
                CHECK((a.status == 0 || a.status == 1 || a.status == 3));
                if (a.status != 3 && a.line()["step"] != 0) CHECK(desk.run({"undo"}).status == 0);
                CHECK(desk.run({"list", "--json"}).lines().size() == 3);
                if (a.status == 3) CHECK(a.out.empty());
            }
        }
        CHECK(desk.run({"tree", "--json"}).out.size() <= before.size());
    }
}

TEST_CASE("every format: a large file of nonsense or of records ends with a clear answer") {
    big(std::size_t{6} << 20, std::size_t{1} << 19);
}

TEST_CASE("every format: 200 MB", "[.long]") { big(200'000'000, 200'000'000); }
