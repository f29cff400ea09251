#pragma once
// Text <-> the picture of a QR code. libqrencode, ZXing, libpng and libjpeg stand behind these functions alone.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::invoice::qr {

/// The modules of a code without its quiet zone.
struct Symbol {
    std::size_t size = 0;
    std::vector<bool> dark; ///< size * size, row by row
    bool at(std::size_t x, std::size_t y) const { return dark[y * size + x]; }
};

/// White modules that belong on every side.
inline constexpr std::size_t k_quiet = 4;
/// Most bytes of a title code: version 25 with error correction M.
inline constexpr std::size_t k_max_text = 997;

/// Error correction M; version 12, 18 or 25, the smallest that holds the text in byte mode (287, 560, 997 bytes).
/// Throws Error too_large.
Symbol encode_symbol(std::string_view text);

std::string to_svg(const Symbol& symbol);
/// Grey, `scale` pixels a module.
std::string to_png(const Symbol& symbol, std::size_t scale = 8);

enum class Reading : std::uint8_t {
    found,
    no_code,      ///< a good picture without a QR code that can be read
    not_an_image, ///< neither PNG nor JPEG
    broken,       ///< a PNG or JPEG that is cut short or damaged
    too_large     ///< more than k_max_pixels
};
std::string_view problem_of(Reading reading); ///< sentence id; empty when a code was found
inline constexpr std::size_t k_max_pixels = 64'000'000;

/// Reads the QR codes of a PNG or JPEG file's bytes. `texts`: what they hold, the one nearest the top first.
Reading read_symbols(std::string_view image, std::vector<std::string>& texts);
/// The same for grey pixels (one byte each, row by row) that are there already, such as the clipboard's.
Reading read_symbols(const std::uint8_t* grey, std::size_t width, std::size_t height, std::vector<std::string>& texts);

} // namespace goufang::invoice::qr
