// G7: reading XML beside libxml2's SAX2 parser over the same bytes, in UTF-8 and in GBK, and at constant memory.
#include "core/file/file.h"
#include "invoice/format.h"
#include "tests/bench/bench.h"
#include "tests/bench/valid_buyers.h"

#include <cstring>
#include <libxml/parser.h>
#include <pugixml.hpp>
#include <stdexcept>
#include <string>

namespace goufang::bench {
namespace {

constexpr std::size_t k_buyers = 1'000'000;

void write_file(const std::string& path, text::Encoding encoding) {
    file::AtomicFile out(path);
    invoice::WriteOptions options;
    options.encoding = encoding;
    options.buyers = k_buyers;
    const auto writer = invoice::format("kehubianma-xml")->create(out, options);
    writer->category({"100", "企业客户", "", "企业客户"});
    BuyerMaker maker;
    model::Buyer b;
    for (std::size_t i = 0; i < k_buyers; ++i) {
        next_valid(maker, b);
        b.code = "100" + std::to_string(10'000'000 + i);
        writer->buyer(b, "100", "企业客户");
    }
    writer->finish();
    out.commit();
}

void read_ours(const std::string& path) {
    const file::Mapped input(path);
    const auto reader = invoice::format("kehubianma-xml")->open(input.bytes(), {});
    invoice::Row row;
    std::size_t buyers = 0;
    while (reader->next(row)) buyers += row.kind == invoice::RowKind::buyer;
    if (buyers != k_buyers) throw std::runtime_error("bench_parse: rows are missing");
}

struct Counts {
    std::size_t elements = 0, bytes = 0;
};

void on_start(void* user, const xmlChar*, const xmlChar*, const xmlChar*, int, const xmlChar**, int attributes, int,
              const xmlChar** values) {
    auto* counts = static_cast<Counts*>(user);
    ++counts->elements;
    for (int i = 0; i < attributes; ++i) // value = [values[i*5+3], values[i*5+4])
        counts->bytes += static_cast<std::size_t>(values[i * 5 + 4] - values[i * 5 + 3]);
}

void read_libxml2(const std::string& path) {
    xmlSAXHandler handler;
    std::memset(&handler, 0, sizeof handler);
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = on_start;
    Counts counts;
    if (xmlSAXUserParseFile(&handler, &counts, path.c_str()) != 0 || counts.elements < k_buyers)
        throw std::runtime_error("bench_parse: libxml2 refused the file");
}

} // namespace

void bench_parse(Report& report) {
    const std::string utf8 = work_folder() + "/utf8.xml", gbk = work_folder() + "/gbk.xml";
    write_file(utf8, text::Encoding::utf8);
    write_file(gbk, text::Encoding::gbk);

    const std::size_t before = resident_bytes();
    read_ours(utf8);
    const double grown = static_cast<double>(resident_bytes() - std::min(before, resident_bytes()));
    {
        const file::Mapped input(utf8);
        const std::size_t start = resident_bytes();
        pugi::xml_document document;
        document.load_buffer(input.bytes().data(), input.bytes().size());
        const double dom = static_cast<double>(resident_bytes() - start);
        report.row("G7", "resident memory left by reading 1 M buyers", grown / 1e6, "pugixml DOM", dom / 1e6, "<= 0.01",
                   "MB");
    }
    const auto [a, b] = paired_medians(
        5, [&] { read_ours(utf8); }, [&] { read_libxml2(utf8); });
    report.row("G7", "1 M buyers from UTF-8 XML, into rows", a, "libxml2 SAX2", b, ">= 1");
    const auto [c, d] = paired_medians(
        5, [&] { read_ours(gbk); }, [&] { read_libxml2(gbk); });
    report.row("G7", "1 M buyers from GBK XML, into rows", c, "libxml2 SAX2", d, ">= 1");
}

} // namespace goufang::bench
