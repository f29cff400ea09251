// Code page 54936 gives the two-byte table; nothing else in the program asks Windows to convert.
#ifdef _WIN32

#include "core/text/charset_table.h"

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

namespace goufang::text::gb {

bool system_pairs(std::array<char32_t, k_leads * 256>& code_point) {
    constexpr UINT k_gb18030 = 54936;
    if (!IsValidCodePage(k_gb18030)) return false;
    for (unsigned lead = 0x81; lead < 0xFF; ++lead) {
        for (unsigned trail = 0x40; trail < 0xFF; ++trail) {
            const char pair[2] = {static_cast<char>(lead), static_cast<char>(trail)};
            wchar_t unit[2] = {};
            const int n = MultiByteToWideChar(k_gb18030, MB_ERR_INVALID_CHARS, pair, 2, unit, 2);
            char32_t c = k_no_code_point;
            if (n == 1) c = unit[0];
            if (n == 2 && unit[0] >= 0xD800 && unit[0] < 0xDC00)
                c = 0x10000 + ((unit[0] - 0xD800U) << 10) + (unit[1] - 0xDC00U);
            code_point[(lead - 0x80U) * 256 + trail] = c == 0xFFFD ? k_no_code_point : c;
        }
    }
    return true;
}

} // namespace goufang::text::gb

#endif
