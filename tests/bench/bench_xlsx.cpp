// G10: workbooks of 1 M buyers, written beside libxlsxwriter in its constant-memory mode and read beside libzip +
// expat.
#include "core/file/file.h"
#include "invoice/format.h"
#include "tests/bench/bench.h"
#include "tests/bench/valid_buyers.h"

#include <array>
#include <expat.h>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>
#include <xlsxwriter.h>
#include <zip.h>

namespace goufang::bench {
namespace {

using model::Field;

constexpr std::size_t k_buyers = 1'000'000;
constexpr std::array k_columns{Field::code,    Field::name,   Field::mnemonic, Field::tax_id,
                               Field::address, Field::phone,  Field::bank,     Field::account,
                               Field::email,   Field::mobile, Field::remark};

std::vector<model::Buyer> buyers() {
    std::vector<model::Buyer> out(k_buyers);
    BuyerMaker maker;
    for (std::size_t i = 0; i < out.size(); ++i) {
        next_valid(maker, out[i]);
        out[i].code = "100" + std::to_string(10'000'000 + i);
    }
    return out;
}

void write_ours(const std::vector<model::Buyer>& all, const std::string& path) {
    file::AtomicFile out(path);
    const auto writer = invoice::format("xlsx")->create(out, {});
    for (const model::Buyer& b : all) writer->buyer(b, "100", "企业客户");
    writer->finish();
    out.commit();
}

void write_xlsxwriter(const std::vector<model::Buyer>& all, const std::string& path) {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    lxw_workbook* book = workbook_new_opt(path.c_str(), &options);
    lxw_worksheet* sheet = workbook_add_worksheet(book, nullptr);
    lxw_row_t row = 0;
    lxw_col_t column = 0;
    for (const Field f : k_columns)
        worksheet_write_string(sheet, 0, column++, std::string(model::info(f).heading()).c_str(), nullptr);
    worksheet_write_string(sheet, 0, column, "分类", nullptr);
    for (const model::Buyer& b : all) {
        ++row;
        column = 0;
        for (const Field f : k_columns)
            worksheet_write_string(sheet, row, column++, model::text_member(b, f)->c_str(), nullptr);
        worksheet_write_string(sheet, row, column, "企业客户", nullptr);
    }
    if (workbook_close(book) != LXW_NO_ERROR) throw std::runtime_error("bench_xlsx: libxlsxwriter failed");
}

void read_ours(const std::string& path) {
    const file::Mapped input(path);
    const auto reader = invoice::format("xlsx")->open(input.bytes(), {});
    invoice::Row row;
    std::size_t n = 0;
    while (reader->next(row)) n += row.kind == invoice::RowKind::buyer;
    if (n != k_buyers) throw std::runtime_error("bench_xlsx: rows are missing");
}

struct Peer {
    std::size_t rows = 0;
    bool in_text = false;
    std::string text;
    std::vector<std::string> cells;
};

void XMLCALL on_start(void* user, const XML_Char* name, const XML_Char**) {
    auto& p = *static_cast<Peer*>(user);
    const std::string_view n(name);
    if (n == "row") p.cells.clear();
    p.in_text = n == "t" || n == "v";
    if (p.in_text) p.text.clear();
}
void XMLCALL on_end(void* user, const XML_Char* name) {
    auto& p = *static_cast<Peer*>(user);
    const std::string_view n(name);
    p.in_text = false;
    if (n == "c") p.cells.push_back(p.text);
    if (n == "row") ++p.rows;
}
void XMLCALL on_text(void* user, const XML_Char* s, int size) {
    auto& p = *static_cast<Peer*>(user);
    if (p.in_text) p.text.append(s, static_cast<std::size_t>(size));
}

/// The cells of the sheet as strings, and nothing made of them.
void read_expat(const std::string& path) {
    zip_t* archive = zip_open(path.c_str(), ZIP_RDONLY, nullptr);
    zip_file_t* part = archive ? zip_fopen(archive, "xl/worksheets/sheet1.xml", 0) : nullptr;
    if (!part) throw std::runtime_error("bench_xlsx: no sheet");
    XML_Parser parser = XML_ParserCreate(nullptr);
    Peer peer;
    XML_SetUserData(parser, &peer);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    std::vector<char> piece(std::size_t{256} << 10);
    for (;;) {
        const zip_int64_t n = zip_fread(part, piece.data(), piece.size());
        if (n < 0 || XML_Parse(parser, piece.data(), static_cast<int>(n), n == 0) == XML_STATUS_ERROR)
            throw std::runtime_error("bench_xlsx: expat refused the sheet");
        if (n == 0) break;
    }
    XML_ParserFree(parser);
    zip_fclose(part);
    zip_discard(archive);
    if (peer.rows != k_buyers + 1) throw std::runtime_error("bench_xlsx: rows are missing");
}

} // namespace

void bench_xlsx(Report& report) {
    const std::string ours = work_folder() + "/ours.xlsx", theirs = work_folder() + "/theirs.xlsx";
    {
        const std::vector<model::Buyer> all = buyers();
        const auto [a, b] = paired_medians(
            3, [&] { write_ours(all, ours); }, [&] { write_xlsxwriter(all, theirs); });
        report.row("G10", "1 M x 12 to .xlsx", a, "libxlsxwriter, constant memory", b, "<= 1");
    }
    report.note("sizes of the workbooks: ours " + std::to_string(std::filesystem::file_size(ours) / 1'000'000) +
                " MB, libxlsxwriter's " + std::to_string(std::filesystem::file_size(theirs) / 1'000'000) + " MB");
    const std::size_t before = resident_bytes();
    read_ours(theirs);
    const double grown = static_cast<double>(resident_bytes() - std::min(before, resident_bytes()));
    report.figure("G10", "resident memory left by reading it", grown / 1e6, "<= 16", "MB");
    const auto [c, d] = paired_medians(
        3, [&] { read_ours(theirs); }, [&] { read_expat(theirs); });
    report.row("G10", "1 M x 12 from libxlsxwriter's file, into rows", c, "libzip + expat", d, "<= 0.5");
    const auto [e, f] = paired_medians(
        3, [&] { read_ours(ours); }, [&] { read_expat(ours); });
    report.row("G10", "1 M x 12 from our own file, into rows", e, "libzip + expat", f, "<= 0.5");
}

} // namespace goufang::bench
