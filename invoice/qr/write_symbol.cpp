#include "core/text/errors.h"
#include "invoice/qr/symbol.h"

#include <png.h>
#include <qrencode.h>

#include <algorithm>
#include <memory>

namespace goufang::invoice::qr {

Symbol encode_symbol(std::string_view text) {
    struct Version {
        int number;
        std::size_t bytes;
    };
    constexpr Version k_versions[] = {{12, 287}, {18, 560}, {25, k_max_text}};
    const auto* version = std::find_if(std::begin(k_versions), std::end(k_versions),
                                       [&](const Version& v) { return text.size() <= v.bytes; });
    if (version == std::end(k_versions)) throw Error(Code::too_large, {"1", "qr.text", std::to_string(k_max_text)});
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeData(static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()),
                          version->number, QR_ECLEVEL_M),
        QRcode_free);
    if (!code) throw Error(Code::internal, {"QRcode_encodeData"});
    Symbol s;
    s.size = static_cast<std::size_t>(code->width);
    s.dark.resize(s.size * s.size);
    for (std::size_t i = 0; i < s.dark.size(); ++i) s.dark[i] = (code->data[i] & 1) != 0;
    return s;
}

std::string to_svg(const Symbol& s) {
    const std::string side = std::to_string(s.size + 2 * k_quiet);
    std::string svg = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" +
                      side + "mm\" height=\"" + side + "mm\" viewBox=\"0 0 " + side + " " + side +
                      "\" shape-rendering=\"crispEdges\">\n<rect width=\"" + side + "\" height=\"" + side +
                      "\" fill=\"#fff\"/>\n<path fill=\"#000\" d=\"";
    for (std::size_t y = 0; y < s.size; ++y)
        for (std::size_t x = 0; x < s.size;) {
            std::size_t run = 0;
            while (x + run < s.size && s.at(x + run, y)) ++run;
            if (run > 0)
                svg += "M" + std::to_string(x + k_quiet) + " " + std::to_string(y + k_quiet) + "h" +
                       std::to_string(run) + "v1h-" + std::to_string(run) + "z";
            x += std::max<std::size_t>(run, 1);
        }
    return svg + "\"/>\n</svg>\n";
}

std::string to_png(const Symbol& s, std::size_t scale) {
    const std::size_t side = (s.size + 2 * k_quiet) * scale;
    std::vector<std::uint8_t> grey(side * side, 255);
    for (std::size_t y = 0; y < s.size * scale; ++y)
        for (std::size_t x = 0; x < s.size * scale; ++x)
            if (s.at(x / scale, y / scale)) grey[(y + k_quiet * scale) * side + x + k_quiet * scale] = 0;
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = image.height = static_cast<png_uint_32>(side);
    image.format = PNG_FORMAT_GRAY;
    png_alloc_size_t bytes = 0;
    if (png_image_write_to_memory(&image, nullptr, &bytes, 0, grey.data(), 0, nullptr) == 0)
        throw Error(Code::internal, {image.message});
    std::string png(bytes, '\0');
    if (png_image_write_to_memory(&image, png.data(), &bytes, 0, grey.data(), 0, nullptr) == 0)
        throw Error(Code::internal, {image.message});
    png.resize(bytes);
    return png;
}

} // namespace goufang::invoice::qr
