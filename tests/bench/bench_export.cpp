// G6: XML writing from memory; G6b: export from the database; G6c: GBK against UTF-8.
#include "core/file/file.h"
#include "core/store/registry.h"
#include "invoice/transfer.h"
#include "tests/bench/bench.h"
#include "tests/bench/valid_buyers.h"

#include <cstdio>
#include <libxml/xmlwriter.h>
#include <pugixml.hpp>
#include <sqlite3.h>
#include <stdexcept>
#include <string>
#include <vector>

namespace goufang::bench {
namespace {

using invoice::Format;

/// Takes every byte and keeps none: what is measured is the writer.
class CountingSink : public file::Sink {
  public:
    void write(std::string_view bytes) override { total += bytes.size(); }
    std::size_t total = 0;
};

struct Attribute {
    const char* name;
    std::string value;
};

std::vector<Attribute> attributes(const model::Buyer& b) {
    return {{"BM", b.code},       {"MC", b.name},
            {"PID", "100"},       {"JM", b.mnemonic},
            {"NSRSBH", b.tax_id}, {"DZ", b.address + " " + b.phone},
            {"YJDZ", b.email},    {"YHZH", b.bank + " " + b.account},
            {"KZ1", ""},          {"KZ2", ""},
            {"O_BM", b.code},     {"O_PID", "100"}};
}

void write_ours(const Format& format, const std::vector<model::Buyer>& buyers, text::Encoding encoding,
                file::Sink& sink) {
    invoice::WriteOptions options;
    options.encoding = encoding;
    options.buyers = static_cast<std::int64_t>(buyers.size());
    const auto writer = format.create(sink, options);
    writer->category({"100", "企业客户", "", "企业客户"});
    for (const model::Buyer& b : buyers) writer->buyer(b, "100", "企业客户");
    writer->finish();
}

struct PugiSink : pugi::xml_writer {
    std::size_t total = 0;
    void write(const void*, std::size_t size) override { total += size; }
};

std::size_t write_pugixml(const std::vector<model::Buyer>& buyers) {
    PugiSink sink;
    pugi::xml_document document;
    pugi::xml_node row = document.append_child("Row");
    for (const model::Buyer& b : buyers) {
        row.remove_attributes();
        for (const Attribute& a : attributes(b)) row.append_attribute(a.name) = a.value.c_str();
        row.print(sink, "", pugi::format_raw);
    }
    return sink.total;
}

int count_bytes(void* total, const char*, int size) {
    *static_cast<std::size_t*>(total) += static_cast<std::size_t>(size);
    return size;
}

std::size_t write_libxml2(const std::vector<model::Buyer>& buyers, const char* encoding) {
    std::size_t total = 0;
    xmlOutputBufferPtr buffer =
        xmlOutputBufferCreateIO(count_bytes, nullptr, &total, xmlFindCharEncodingHandler(encoding));
    xmlTextWriterPtr writer = xmlNewTextWriter(buffer);
    xmlTextWriterStartDocument(writer, nullptr, encoding, nullptr);
    xmlTextWriterStartElement(writer, BAD_CAST "KHXX");
    for (const model::Buyer& b : buyers) {
        xmlTextWriterStartElement(writer, BAD_CAST "Row");
        for (const Attribute& a : attributes(b))
            xmlTextWriterWriteAttribute(writer, BAD_CAST a.name, BAD_CAST a.value.c_str());
        xmlTextWriterEndElement(writer);
    }
    xmlTextWriterEndDocument(writer);
    xmlFreeTextWriter(writer);
    return total;
}

void from_memory(Report& report) {
    const Format& format = *invoice::format("kehubianma-xml");
    std::vector<model::Buyer> buyers(200'000);
    BuyerMaker maker;
    for (model::Buyer& b : buyers) next_valid(maker, b);
    const auto utf8 = [&] {
        CountingSink sink;
        write_ours(format, buyers, text::Encoding::utf8, sink);
    };
    const auto [ours, pugi] = paired_medians(5, utf8, [&] { write_pugixml(buyers); });
    report.row("G6", "XML of 200,000 buyers from memory", ours, "pugixml, one reused record", pugi, ">= 1.5");
    const auto [again, libxml] = paired_medians(5, utf8, [&] { write_libxml2(buyers, "UTF-8"); });
    report.row("G6", "the same", again, "libxml2 xmlTextWriter", libxml, ">= 5");

    file::StringSink ready;
    write_ours(format, buyers, text::Encoding::utf8, ready);
    const std::string path = work_folder() + "/raw.xml";
    const auto [to_file, raw] = paired_medians(
        5,
        [&] {
            file::AtomicFile out(path);
            write_ours(format, buyers, text::Encoding::utf8, out);
        },
        [&] {
            std::FILE* f = std::fopen(path.c_str(), "wb");
            std::fwrite(ready.text.data(), 1, ready.text.size(), f);
            std::fclose(f);
        });
    report.row("G6", "the same into a file", to_file, "fwrite of the ready bytes", raw, "<= 4");

    const auto [gbk, plain] = paired_medians(
        5,
        [&] {
            CountingSink sink;
            write_ours(format, buyers, text::Encoding::gbk, sink);
        },
        utf8);
    report.row("G6c", "the same in GBK", gbk, "our own UTF-8", plain, "<= 1.6");
}

void from_database(Report& report) {
    const std::string path = work_folder() + "/export.goufang";
    store::Options options;
    options.automatic_backup = false;
    store::Registry registry = store::Registry::create(path, "甲公司", options);
    {
        store::Transaction tx = registry.begin_bulk(store::StepKind::import_file, {"bench"}, 1'000'000);
        model::Category category{.code = "100", .name = "企业客户"};
        const model::CategoryId id = tx.insert(category);
        BuyerMaker maker;
        model::Buyer b;
        for (std::size_t i = 0; i < 1'000'000; ++i) {
            next_valid(maker, b);
            char code[16];
            std::snprintf(code, sizeof code, "100%08zu", i);
            b.code = code;
            b.category = id;
            tx.bulk_insert(b);
        }
        tx.commit();
    }
    const auto step_all = [&] {
        sqlite3* db = nullptr;
        sqlite3_stmt* select = nullptr;
        sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READONLY, nullptr);
        sqlite3_prepare_v2(db, "SELECT * FROM buyer", -1, &select, nullptr);
        const int columns = sqlite3_column_count(select);
        std::size_t bytes = 0;
        while (sqlite3_step(select) == SQLITE_ROW) {
            for (int i = 0; i < columns; ++i)
                if (sqlite3_column_text(select, i)) bytes += static_cast<std::size_t>(sqlite3_column_bytes(select, i));
        }
        sqlite3_finalize(select);
        sqlite3_close(db);
        if (bytes == 0) throw std::runtime_error("bench_export: no rows");
    };
    for (const char* id : {"kehubianma-xml", "csv"}) {
        const auto ours = [&] {
            invoice::ExportOptions export_options;
            export_options.format = invoice::format(id);
            export_options.write.encoding = text::Encoding::utf8;
            export_options.on_problem = invoice::OnProblem::adjust;
            file::AtomicFile out(work_folder() + "/out." + id);
            const invoice::ExportResult result = invoice::export_to(registry, export_options, out, {});
            if (result.written != 1'000'000) throw std::runtime_error("bench_export: not all buyers written");
        };
        ours(); // the first touch of fresh memory is not what is measured
        const std::size_t before = resident_bytes();
        ours();
        const double grown = static_cast<double>(resident_bytes() - std::min(before, resident_bytes())) / 1e6;
        report.figure("G6b", std::string(id) + ": resident memory grown by one more export", grown, "<= 16", "MB");
        const auto [mine, stepping] = paired_medians(5, ours, step_all);
        report.row("G6b", std::string(id) + " of 1 M buyers, pre-flight and all", mine, "stepping SELECT *", stepping,
                   "<= 1.3");
        const auto [again, shell] = paired_medians(3, ours, [&] {
            run_seconds("sqlite3 -csv '" + path + "' 'select * from buyer' > '" + work_folder() + "/shell.csv'");
        });
        report.row("G6b", "the same", again, "sqlite3 -csv", shell, "<= 0.5");
    }
}

} // namespace

void bench_export(Report& report) {
    from_memory(report);
    from_database(report);
}

} // namespace goufang::bench
