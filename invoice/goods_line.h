#pragma once
// The one goods line of a written bill (--goods NAME,CODE,RATE,AMOUNT), checked and computed once.

#include "invoice/format.h"
#include "invoice/money.h"

#include <string>

namespace goufang::invoice {

struct GoodsLine {
    std::string name, code;
    std::string rate;               ///< fraction, "0.13"
    std::string amount, tax, total; ///< yuan with 2 decimals; total = amount + tax
    std::string zero_mark; ///< Lslbz/LSLBS: 3 for a zero rate (普通零税率), 1 免税, 2 不征税, else ""
    std::string preferential, policy; ///< 0/1 and the policy's words
};

/// Throws Error bad_argument {"goods", value, sentence}; sentences:
///   goods.required      no goods given
///   goods.name          empty
///   goods.name_too_long more than 92 GBK bytes (the client cuts there)
///   goods.code          not 19 digits, or 2nd and 3rd digit both 0 (client: 分类编码不可用！)
///   goods.rate          not a rate from 0 to under 1 ("0.13", "13%"), nor 免税, 不征税
///   goods.amount        not an amount over 0 with at most 2 decimals
GoodsLine goods_line(const std::optional<Goods>& goods);

inline constexpr std::string_view k_code_table_version = "42.0"; ///< Spbmbbh, BMB_BBH (formats-desktop 5.1)

} // namespace goufang::invoice
