// Pasted text: whatever it is, places lie inside it and values are text.

#include "core/text/utf8.h"
#include "invoice/paste/blocks.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace goufang;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    if (!text::valid_utf8(input)) return 0;
    const std::size_t characters = text::count_code_points(input);
    for (const auto& block : invoice::paste::parse_blocks(input)) {
        for (const auto& f : block.fields)
            if (f.value.empty() || !text::valid_utf8(f.value) || f.length == 0 || f.start + f.length > characters)
                std::abort();
        (void)invoice::paste::to_buyer(block);
    }
    return 0;
}
