// G1: a validated import of 1 M buyers into a new registry, journal, checks, indices and a ready search index included,
// beside `sqlite3 .import` into a bare table and the same three indices. G1d: the GBK text beside the CSV.
#include "core/file/file.h"
#include "core/find/index.h"
#include "core/store/registry.h"
#include "invoice/transfer.h"
#include "invoice/write_queue.h"
#include "tests/bench/bench.h"
#include "tests/bench/valid_buyers.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace goufang::bench {
namespace {

constexpr std::size_t k_rows = 1'000'000;

std::string buyer_code(std::size_t i) {
    char code[16];
    std::snprintf(code, sizeof code, "%02zu%07zu", 1 + i % 10, i);
    return code;
}

std::string csv_cell(const std::string& value) {
    if (value.find_first_of(",\"\r\n") == std::string::npos) return value;
    std::string quoted = "\"";
    for (const char c : value) quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + '"';
}

void write_csv(const std::string& path) {
    file::AtomicFile out(path);
    std::string text =
        "code,name,mnemonic,tax_id,address,phone,bank,account,email,category_code,category_path,remark\r\n";
    BuyerMaker maker;
    model::Buyer b;
    for (std::size_t i = 0; i < k_rows; ++i) {
        next_valid(maker, b);
        const std::string category = buyer_code(i).substr(0, 2);
        const std::string cells[] = {buyer_code(i), b.name,    b.mnemonic, b.tax_id, b.address,         b.phone,
                                     b.bank,        b.account, b.email,    category, "分类" + category, b.remark};
        for (std::size_t k = 0; k < std::size(cells); ++k) text += (k ? "," : "") + csv_cell(cells[k]);
        text += "\r\n";
        if (text.size() > (1u << 20)) {
            out.write(text);
            text.clear();
        }
    }
    out.write(text);
    out.commit();
}

/// In code order, as the clients export.
void write_aisino(const std::string& path) {
    file::AtomicFile out(path);
    std::string utf8 = "{客户编码}[分隔符]\"~~\"\r\n// 每行格式 :\r\n"
                       "// 编码~~名称~~简码~~税号~~地址电话~~银行账号~~邮件地址~~备注~~身份证校验\r\n";
    std::string bytes;
    const auto flush = [&] {
        bytes.clear();
        text::encode(utf8, text::Encoding::gbk, bytes);
        out.write(bytes);
        utf8.clear();
    };
    BuyerMaker maker;
    model::Buyer b;
    for (std::size_t category = 0; category < 10; ++category) {
        utf8 += buyer_code(category).substr(0, 2) + "~~分类" + buyer_code(category).substr(0, 2) + "~~\r\n";
        for (std::size_t i = category; i < k_rows; i += 10) {
            next_valid(maker, b);
            utf8 += buyer_code(i) + "~~" + b.name + "~~" + b.mnemonic + "~~" + b.tax_id + "~~" + b.address + " " +
                    b.phone + "~~" + b.bank + " " + b.account + "~~" + b.email + "~~" + b.remark + "~~False\r\n";
            if (utf8.size() > (1u << 20)) flush();
        }
    }
    flush();
    out.commit();
}

/// The whole job as one process does it: a new registry, the import, the search index filled as rows pass.
void import_file(const std::string& input, const std::string& registry_path) {
    std::filesystem::remove(registry_path);
    std::filesystem::remove(registry_path + "-wal");
    store::Registry registry = store::Registry::create(registry_path, "甲公司");
    const file::Mapped bytes(input);
    find::Index index;
    index.reserve(k_rows, k_rows * 48);
    invoice::WriteQueue filling(
        [&](invoice::WriteBatch& batch) {
            for (std::size_t i = 0; i < batch.used; ++i) index.add(batch.buyers[i]);
        },
        [](invoice::WriteBatch&) {});
    std::thread finishing;
    invoice::ImportOptions options;
    options.added = [&](model::Buyer& b) { std::swap(filling.next(), b); };
    options.rows_done = [&] {
        filling.finish();
        finishing = std::thread([&] {
            index.finish();
            index.settle();
        });
    };
    const invoice::ImportResult result = invoice::import_bytes(registry, bytes.bytes(), input, options, {}, nullptr);
    finishing.join();
    if (result.counts.added != static_cast<std::int64_t>(k_rows))
        throw std::runtime_error("bench_import: rows are missing");
    find::Request request;
    request.query = "科技";
    if (index.search(request).total == 0) throw std::runtime_error("bench_import: the index finds nothing");
}

} // namespace

void bench_import(Report& report) {
    const std::string csv = work_folder() + "/b.csv", txt = work_folder() + "/b.txt",
                      ours = work_folder() + "/b.goufang", peer = work_folder() + "/peer.db",
                      script = work_folder() + "/peer.sql";
    write_csv(csv);
    write_aisino(txt);
    std::ofstream(script)
        << "CREATE TABLE buyers(code TEXT,name TEXT,mnemonic TEXT,tax_id TEXT,address TEXT,phone TEXT,"
           "bank TEXT,account TEXT,email TEXT,category_code TEXT,category_path TEXT,remark TEXT);\n"
           ".mode csv\n.import --skip 1 '"
        << csv
        << "' buyers\n"
           "CREATE INDEX ix_tax ON buyers(tax_id);\n"
           "CREATE INDEX ix_code ON buyers(code);\n"
           "CREATE INDEX ix_cat ON buyers(category_code);\n";
    const auto cli = [&] {
        std::filesystem::remove(peer);
        run_seconds("sqlite3 '" + peer + "' < '" + script + "'");
    };
    const auto [from_csv, a] = paired_medians(
        5, [&] { import_file(csv, ours); }, cli);
    report.row("G1", "CSV of 1 M buyers into a new registry, search ready", from_csv, "sqlite3 .import + 3 indices", a,
               "<= 1.0");
    const auto [from_gbk, b] = paired_medians(
        5, [&] { import_file(txt, ours); }, cli);
    report.row("G1", "GBK Aisino text of the same buyers", from_gbk, "sqlite3 .import + 3 indices", b, "<= 1.0");
    report.row("G1d", "GBK Aisino text", from_gbk, "our own CSV import", from_csv, "<= 1.1");
    report.note("registry of 1 M buyers: " + std::to_string(std::filesystem::file_size(ours) >> 20) +
                " MB; the bare table: " + std::to_string(std::filesystem::file_size(peer) >> 20) + " MB");
}

} // namespace goufang::bench
