#pragma once
// Combined <-> separate (F13): 地址电话 and 开户行及账号 are one field in the device clients.

#include <string>
#include <string_view>

namespace goufang::text {

struct Split {
    std::string left, right; ///< address, phone / bank, account
    bool doubtful = false;   ///< a person should look at it
};

/// "杭州市西湖区文三路1号0571-88880000" -> address, phone. The phone is a trailing mobile, (0xx-)number, 400/800
/// number or extension form; "…3幢1201" is not a phone. Whole text to `left` when no phone is found.
Split split_address_phone(std::string_view s);
/// "工商银行杭州分行 1202026219900123456" -> bank, account. The account is the trailing run of >= 8 digits (letters,
/// dashes and single spaces between digit groups allowed).
Split split_bank_account(std::string_view s);
/// left + one space + right; the other alone when one is empty.
std::string join_pair(std::string_view left, std::string_view right);

} // namespace goufang::text
