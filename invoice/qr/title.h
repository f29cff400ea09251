#pragma once
// The text inside an invoice-title QR code (F95): 便捷开票二维码应用规范 of 2017, and what real codes do with it.
//
//   $01 base64( 名称</>税号</>地址|电话</>开户行|账号</> CRC ) $
//
// The payload is written as UTF-8 and read as UTF-8, else GB18030. The CRC is CRC-16/BUYPASS over everything up to and
// including the last </>, as four upper-case hex digits; over which bytes is disputed, so the writer has a choice and
// the reader knows both.

#include "core/model/buyer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace goufang::invoice::qr {

/// Which bytes of the payload the CRC is computed over. GBK is what the official tool is reported to do.
enum class CrcCharset : std::uint8_t { gbk, utf8 };
std::optional<CrcCharset> crc_charset_from(std::string_view name); ///< gbk, utf8, utf-8; case does not matter

/// Poly 0x8005, init 0, not reflected, no final xor: "123456789" -> FEE8.
std::uint16_t crc16(std::string_view bytes);

/// Most GBK bytes of a part: name; address and phone; bank and account.
inline constexpr std::size_t k_max_part = 100;
/// Fields whose part is longer than the rules allow (name, address, bank) and a tax id that is not 15 to 20 long.
std::vector<model::Field> over_long(const model::Buyer& buyer);

/// The whole text of the code. Throws Error bad_argument when a value holds "</>", which would tear the parts apart.
std::string title_text(const model::Buyer& buyer, CrcCharset crc = CrcCharset::gbk);

enum class Kind : std::uint8_t {
    title,   ///< an invoice title
    broken,  ///< begins like one and cannot be decoded; see `problem`
    wechat,  ///< an address that only WeChat can resolve: holds no buyer
    invoice, ///< the code printed on an invoice (01,10,...): holds no buyer
    other
};
enum class Crc : std::uint8_t { gbk, utf8, missing, wrong };

struct Title {
    Kind kind = Kind::other;
    Crc crc = Crc::missing;
    bool split_doubtful = false; ///< address and phone, or bank and account, stood without a bar between them
    std::string problem;         ///< sentence id, kind broken: qr.version qr.base64 qr.charset qr.no_name
    model::Buyer buyer;          ///< kind title
};

/// Never throws on what a code may hold. Tolerates a missing last $, spaces and line ends, missing padding, missing
/// parts, a CRC without its leading zeros.
Title read_title(std::string_view text);
/// Sentence id: why it is no invoice title. Empty for one.
std::string_view problem_of(const Title& title);

} // namespace goufang::invoice::qr
