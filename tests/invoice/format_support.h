#pragma once
// What the tests of the formats share: whole files in and out as values.

#include "core/text/charset.h"
#include "core/text/errors.h"
#include "invoice/format.h"

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::test {

inline const invoice::Format& format(std::string_view id) {
    const invoice::Format* f = invoice::format(id);
    if (!f) throw std::string("no such format: ") + std::string(id);
    return *f;
}

inline std::string in(text::Encoding e, std::string_view utf8) {
    std::string out(text::encoding_bom(e));
    text::encode(utf8, e, out);
    return out;
}
inline std::string gbk(std::string_view utf8) { return in(text::Encoding::gbk, utf8); }

inline std::vector<invoice::Row> read_all(std::string_view id, std::string_view bytes,
                                          const invoice::ReadOptions& o = {}) {
    std::vector<invoice::Row> rows;
    const auto reader = format(id).open(bytes, o);
    invoice::Row row;
    while (reader->next(row)) rows.push_back(row);
    return rows;
}

inline std::vector<invoice::Row> only(const std::vector<invoice::Row>& rows, invoice::RowKind kind) {
    std::vector<invoice::Row> out;
    for (const invoice::Row& r : rows)
        if (r.kind == kind) out.push_back(r);
    return out;
}

inline std::string write(std::string_view id, const std::vector<invoice::CategoryRow>& categories,
                         const std::vector<model::Buyer>& buyers, const invoice::WriteOptions& o = {},
                         std::string_view category_code = {}, std::string_view category_path = {}) {
    file::StringSink sink;
    const auto writer = format(id).create(sink, o);
    for (const auto& c : categories) writer->category(c);
    for (const auto& b : buyers) writer->buyer(b, category_code, category_path);
    writer->finish();
    return sink.text;
}

/// The records of kind bad as a reject file.
inline std::string rejected(std::string_view id, std::string_view bytes, std::string_view cause,
                            const invoice::ReadOptions& o = {}) {
    file::StringSink sink;
    const auto rejects = format(id).rejects(sink, bytes, o);
    for (const invoice::Row& r : read_all(id, bytes, o))
        if (r.kind == invoice::RowKind::bad) rejects->row(r, cause);
    rejects->finish();
    return sink.text;
}

/// A file of tests/data.
inline std::string data_file(std::string_view name) {
    return std::string(file::Mapped(std::string(GOUFANG_SOURCE_DIR) + "/tests/data/" + std::string(name)).bytes());
}

inline std::string cause(const invoice::Row& row) {
    return row.findings.empty() ? std::string() : std::string(row.findings[0].rule);
}

/// Code of the Error that `call` throws, and its third argument (the sentence); "none" without one.
template <class F> std::string error_of(F call) {
    try {
        call();
    } catch (const Error& e) {
        switch (e.code()) {
        case Code::file_empty:
            return "file_empty";
        case Code::format_refused:
            return "format_refused " + e.args().at(1);
        case Code::syntax:
            return "syntax " + e.args().at(2);
        case Code::too_large:
            return "too_large";
        case Code::bad_argument:
            return "bad_argument";
        case Code::cannot_write:
            return "cannot_write";
        default:
            return "other";
        }
    }
    return "none";
}

/// Cases of a property test: GOUFANG_CASES, else `normal`.
inline std::size_t cases(std::size_t normal = 300) {
    const char* wanted = std::getenv("GOUFANG_CASES");
    return wanted ? static_cast<std::size_t>(std::strtoul(wanted, nullptr, 10)) : normal;
}

} // namespace goufang::test
