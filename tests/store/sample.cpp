#include "tests/store/sample.h"

#include "core/file/file.h"
#include "tests/support/catch.h"

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

namespace goufang::store::test {

namespace fs = std::filesystem;

Folder::Folder() {
    std::random_device seed;
    m_path =
        (fs::temp_directory_path() / ("goufang-store-" + std::to_string(seed()) + std::to_string(seed()))).string();
    fs::create_directories(m_path);
}

Folder::~Folder() {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

std::string Folder::operator/(const std::string& name) const { return m_path + "/" + name; }

Options quiet() {
    Options o;
    o.who = "tester";
    o.clock = [] { return std::string("2026-11-22T08:00:00Z"); };
    o.automatic_backup = false;
    o.full_sync = false;
    o.busy_ms = 50;
    return o;
}

Buyer sample_buyer(int n, CategoryId category) {
    Buyer b;
    b.category = category;
    b.name = "测试" + std::to_string(n) + "有限公司";
    b.tax_id = "91999999MA" + std::to_string(10000000 + n);
    b.address = "杭州市西湖区文三路" + std::to_string(n) + "号";
    b.phone = "0571-8888" + std::to_string(1000 + n % 9000);
    if (n % 3 == 0) b.bank = "工商银行", b.account = std::to_string(1202026200000000 + n);
    if (n % 4 == 0) b.tags = {"月结", "老客户"};
    if (n % 5 == 0) b.more_accounts = {{"中国银行", std::to_string(3555000000 + n)}}, b.bank = "招商银行";
    if (n % 7 == 0) b.kind = model::Kind::person, b.status = model::Status::draft, b.id_check = true;
    return b;
}

std::string dump(const Registry& r, bool revisions) {
    std::ostringstream out;
    for (const char* key : {"company", "code_rule"}) out << key << '=' << r.setting(key) << '\n';
    const model::CategoryTree tree = r.tree();
    for (const CategoryId id : tree.all()) {
        const Category& c = *tree.find(id);
        out << "category " << c.id << ' ' << c.parent << ' ' << c.code << ' ' << c.name << ' ' << c.order;
        if (revisions) out << " r" << c.revision;
        out << '\n';
    }
    for (const Place place : {Place::live, Place::recycled}) {
        Query q;
        q.place = place;
        q.sort = SortKey::id;
        r.each(q, [&](const Buyer& b) {
            out << (place == Place::live ? "buyer " : "bin ") << b.id << ' ' << b.category << ' ';
            if (revisions) out << 'r' << b.revision << ' ';
            out << model::to_json(b, true) << '\n';
            return true;
        });
    }
    return out.str();
}

Code thrown(const std::function<void()>& f) {
    try {
        f();
    } catch (const Error& e) {
        return e.code();
    }
    CHECK(false); // nothing was thrown
    return Code::internal;
}

std::string bytes_of(const std::string& path) {
    std::ifstream in(file::to_path(path), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_bytes(const std::string& path, const std::string& bytes) {
    std::ofstream(file::to_path(path), std::ios::binary) << bytes;
}

} // namespace goufang::store::test
