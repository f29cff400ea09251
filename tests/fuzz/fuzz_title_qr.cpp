// The text of a title code, and the pictures it stands in: whatever the bytes are, a title holds text and can be
// written again unless a value holds the separator.

#include "core/text/errors.h"
#include "core/text/utf8.h"
#include "invoice/qr/symbol.h"
#include "invoice/qr/title.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace goufang;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto title = invoice::qr::read_title(input);
    if (title.kind == invoice::qr::Kind::title) {
        for (const auto& field : model::k_fields)
            if (!text::valid_utf8(model::to_text(title.buyer, field.field))) std::abort();
        try {
            const auto again = invoice::qr::read_title(invoice::qr::title_text(title.buyer));
            if (again.kind != invoice::qr::Kind::title) std::abort();
        } catch (const Error&) {
        }
    }
    std::vector<std::string> texts;
    (void)invoice::qr::read_symbols(input, texts);
    return 0;
}
