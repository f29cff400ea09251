#include "tests/cli/desk.h"

#include "core/file/file.h"
#include "core/text/charset.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <fstream>
#include <random>
#include <sstream>

namespace goufang::test {

std::vector<Json> Answer::lines() const {
    std::vector<Json> all;
    std::istringstream in(out);
    for (std::string line; std::getline(in, line);) all.push_back(Json::parse(line));
    return all;
}

Json Answer::line() const {
    const auto all = lines();
    REQUIRE(all.size() == 1);
    return all[0];
}

Desk::Desk() {
    std::random_device random;
    m_folder = std::filesystem::temp_directory_path() /
               file::to_path("购方库测试-" + std::to_string(random()) + "-" + std::to_string(random()));
    std::filesystem::create_directories(m_folder);
}

Desk::~Desk() {
    std::error_code ignored;
    std::filesystem::remove_all(m_folder, ignored);
}

std::string Desk::path(std::string_view name) const { return file::to_utf8(m_folder / file::to_path(name)); }

void Desk::write(std::string_view name, std::string_view bytes) const {
    std::ofstream out(m_folder / file::to_path(name), std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    REQUIRE(out.good());
}

std::string Desk::read(std::string_view name) const {
    std::ifstream in(m_folder / file::to_path(name), std::ios::binary);
    REQUIRE(in.good());
    return {std::istreambuf_iterator<char>(in), {}};
}

bool Desk::exists(std::string_view name) const { return std::filesystem::exists(m_folder / file::to_path(name)); }

std::vector<std::string> Desk::files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(m_folder))
        if (entry.path().extension() != file::to_path(".backups"))
            names.push_back(file::to_utf8(entry.path().filename()));
    std::sort(names.begin(), names.end());
    return names;
}

Answer Desk::bare(const std::vector<std::string>& arguments) const {
    std::ostringstream out, err;
    std::istringstream in(input);
    cli::Environment environment{out, err};
    environment.in = &in;
    environment.out_is_terminal = environment.err_is_terminal = terminal;
    environment.variable = [&](std::string_view name) {
        const auto at = variables.find(name);
        return at == variables.end() ? std::string() : at->second;
    };
    environment.cancel = cancel;
    Answer answer;
    answer.status = cli::run(arguments, environment);
    answer.out = out.str();
    answer.err = err.str();
    return answer;
}

Answer Desk::run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--registry", registry()});
    return bare(arguments);
}

void Desk::fill() const {
    const auto must = [&](std::vector<std::string> arguments) {
        const Answer a = run(std::move(arguments));
        INFO(a.err);
        REQUIRE(a.status == 0);
    };
    must({"new", "--company", "示例公司"});
    must({"category", "add", "华东"});
    must({"category", "add", "华东/浙江"});
    must({"category", "add", "华南"});
    must({"add", "--name", "测试甲有限公司", "--tax-id", std::string(k_tax_id), "--address", "杭州市西湖区文三路1号",
          "--phone", "0571-88880000", "--bank", "工商银行杭州分行", "--account", "1202026219900123456", "--category",
          "华东"});
    must({"add", "--name", "重庆示例银行", "--kind", "institution", "--category", "华东/浙江"});
    must({"add", "--name", "张三", "--kind", "个人"});
}

std::string gbk(std::string_view utf8) {
    std::string out;
    text::encode(utf8, text::Encoding::gbk, out);
    return out;
}

} // namespace goufang::test
