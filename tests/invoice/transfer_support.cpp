#include "tests/invoice/transfer_support.h"

#include "core/text/charset.h"
#include "tests/support/catch.h"

#include <atomic>
#include <filesystem>
#include <random>

namespace goufang::invoice::test {
namespace {

store::Options quiet() {
    store::Options o;
    o.who = "测试";
    o.clock = [] { return std::string("2026-11-22T08:00:00Z"); };
    o.full_sync = false;
    o.automatic_backup = false;
    return o;
}

} // namespace

TempRegistry::TempRegistry() {
    static std::atomic<unsigned> next{0};
    static const unsigned run = std::random_device{}();
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() /
        file::to_path("goufang-导入-" + std::to_string(run) + "-" + std::to_string(++next));
    std::filesystem::create_directories(folder);
    m_folder = file::to_utf8(folder);
    m_registry = std::make_unique<store::Registry>(store::Registry::create(m_folder + "/库.goufang", "测试", quiet()));
}

TempRegistry::~TempRegistry() {
    m_registry.reset();
    std::error_code ignored;
    std::filesystem::remove_all(file::to_path(m_folder), ignored);
}

void TempRegistry::reopen() {
    m_registry.reset();
    m_registry = std::make_unique<store::Registry>(store::Registry::open(m_folder + "/库.goufang", quiet()));
}

std::string aisino(const std::vector<std::string>& rows) {
    std::string text = "{客户编码}[分隔符]\"~~\"\r\n// 每行格式 :\r\n"
                       "// 编码~~名称~~简码~~税号~~地址电话~~银行账号~~邮件地址~~备注~~身份证校验\r\n";
    for (const std::string& r : rows) text += r + "\r\n";
    std::string bytes;
    text::encode(text, text::Encoding::gbk, bytes);
    return bytes;
}

std::string row(const std::string& code, const std::string& name, const std::string& tax_id) {
    return code + "~~" + name + "~~~~" + tax_id +
           "~~\"测试省示例市甲路1号 0571-88880000\"~~\"示例银行甲支行 1202026219900123456\"~~~~~~False";
}

std::string tax_id(unsigned n) {
    std::string digits = std::to_string(n);
    digits.insert(0, 6 - digits.size(), '0');
    return goufang::test::make_uscc("91", "999999", "MA" + digits);
}

const ReportLine* Imported::at(std::int64_t line) const {
    for (const ReportLine& l : lines)
        if (l.line == line) return &l;
    return nullptr;
}

std::map<std::string, int> Imported::causes(Outcome outcome) const {
    std::map<std::string, int> m;
    for (const ReportLine& l : lines)
        if (l.outcome == outcome) ++m[l.findings.empty() ? std::string() : std::string(l.findings[0].rule)];
    return m;
}

Imported import(store::Registry& r, std::string_view bytes, const ImportOptions& options, std::string_view name) {
    Imported out;
    file::StringSink rejects;
    out.result = import_bytes(
        r, bytes, name, options, [&](const ReportLine& l) { out.lines.push_back(l); }, &rejects);
    out.rejects = std::move(rejects.text);
    return out;
}

std::map<std::string, int> Exported::rules() const {
    std::map<std::string, int> m;
    for (const Problem& p : problems) ++m[std::string(p.finding.rule)];
    return m;
}

Exported export_as(const store::Registry& r, std::string_view format_id, OnProblem on_problem, ExportOptions options) {
    Exported out;
    options.format = format(format_id);
    REQUIRE(options.format != nullptr);
    options.on_problem = on_problem;
    file::StringSink sink;
    out.result = export_to(r, options, sink, [&](const Problem& p) { out.problems.push_back(p); });
    out.bytes = std::move(sink.text);
    return out;
}

std::vector<model::Buyer> buyers(const store::Registry& r) {
    std::vector<model::Buyer> all;
    r.each({}, [&](const model::Buyer& b) {
        all.push_back(b);
        return true;
    });
    return all;
}

std::string dump(const store::Registry& r) {
    const model::CategoryTree tree = r.tree();
    std::string s;
    for (const model::CategoryId id : tree.all()) s += tree.find(id)->code + ' ' + tree.path(id) + '\n';
    for (const model::Buyer& b : buyers(r)) s += tree.path(b.category) + ": " + model::to_json(b) + '\n';
    return s;
}

Code thrown(const std::function<void()>& f) {
    try {
        f();
    } catch (const Error& e) {
        return e.code();
    }
    FAIL("no Error was thrown");
    return Code::internal;
}

} // namespace goufang::invoice::test
