// One libFuzzer target per reading format; GOUFANG_FORMAT names it. Whatever the bytes are, a reader gives rows of
// valid text or throws goufang::Error, and what it read can be written and compared.

#include "core/text/errors.h"
#include "core/text/utf8.h"
#include "invoice/format.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace goufang;

namespace {

void require(bool good) {
    if (!good) std::abort();
}

void look_at(const invoice::Format& format, const invoice::Row& row, std::string_view input) {
    for (const model::FieldInfo& field : model::k_fields)
        require(text::valid_utf8(model::to_text(row.buyer, field.field)));
    require(text::valid_utf8(row.category.name) && text::valid_utf8(row.category_path));
    require(row.line >= 1);
    if (!row.raw.empty())
        require(row.raw.data() >= input.data() && row.raw.data() + row.raw.size() <= input.data() + input.size());
    if (row.kind == invoice::RowKind::bad) require(!row.findings.empty());
    if (row.kind == invoice::RowKind::buyer && format.through) (void)format.through(row.buyer, {});
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const invoice::Format* format = invoice::format(GOUFANG_FORMAT);
    require(format != nullptr && format->reads);
    (void)invoice::sniff(input, "");
    try {
        const auto reader = format->open(input, {});
        file::StringSink sink;
        const auto rejects = format->rejects ? format->rejects(sink, input, {}) : nullptr;
        invoice::Row row;
        while (reader->next(row)) {
            look_at(*format, row, input);
            if (rejects && row.kind != invoice::RowKind::category) rejects->row(row, "原因");
        }
        if (rejects) rejects->finish();
    } catch (const Error&) {
    }
    return 0;
}
