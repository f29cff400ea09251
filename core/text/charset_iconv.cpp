// iconv gives the two-byte table; nothing else in the program calls it.
#ifndef _WIN32

#include "core/text/charset_table.h"

#include <iconv.h>
#include <string>

namespace goufang::text::gb {

bool system_pairs(std::array<char32_t, k_leads * 256>& code_point) {
    iconv_t cd = iconv_open("UTF-32LE", "GB18030");
    if (cd == reinterpret_cast<iconv_t>(-1)) return false;

    std::string in;
    in.reserve(2 * code_point.size());
    for (unsigned lead = 0x81; lead < 0xFF; ++lead)
        for (unsigned trail = 0x40; trail < 0xFF; ++trail)
            if (trail != 0x7F) in += {static_cast<char>(lead), static_cast<char>(trail)};

    // One call as a rule; a pair that the system does not know stops it and is passed over. A pair may only become
    // one code point: anything else would shift what follows, so the output is taken up to the stop each time.
    std::string out(2 * in.size() + 64, '\0');
    char* from = in.data();
    std::size_t from_left = in.size();
    bool good = true;
    while (from_left >= 2 && good) {
        char* const start = from;
        char* to = out.data();
        std::size_t to_left = out.size();
        const bool stopped = iconv(cd, &from, &from_left, &to, &to_left) == static_cast<std::size_t>(-1);
        const auto taken = static_cast<std::size_t>(from - start) / 2;
        good = out.size() - to_left == taken * 4;
        for (std::size_t i = 0; good && i < taken; ++i) {
            const auto byte = [&](std::size_t n) {
                return static_cast<char32_t>(static_cast<unsigned char>(out[i * 4 + n]));
            };
            const auto lead = static_cast<unsigned char>(start[2 * i]);
            const auto trail = static_cast<unsigned char>(start[2 * i + 1]);
            code_point[(lead - 0x80U) * 256 + trail] = byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24;
        }
        if (stopped && from_left >= 2) {
            from += 2;
            from_left -= 2;
            iconv(cd, nullptr, nullptr, nullptr, nullptr);
        }
    }
    iconv_close(cd);
    return good;
}

} // namespace goufang::text::gb

#endif
