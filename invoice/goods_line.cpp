#include "invoice/goods_line.h"

#include "core/text/errors.h"

namespace goufang::invoice {

namespace {

constexpr std::size_t k_max_name = 92; ///< GBK bytes the client keeps

bool good_code(std::string_view code) {
    if (code.size() != 19 || code.find_first_not_of("0123456789") != std::string_view::npos) return false;
    return code[1] != '0' || code[2] != '0';
}

[[noreturn]] void bad(std::string_view value, std::string_view sentence) {
    throw Error(Code::bad_argument, {"goods", std::string(value), std::string(sentence)});
}

} // namespace

GoodsLine goods_line(const std::optional<Goods>& goods) {
    if (!goods) bad("", "goods.required");
    GoodsLine line;
    line.name = goods->name;
    line.code = goods->code;
    if (line.name.find_first_not_of(" \t\r\n") == std::string::npos) bad(goods->name, "goods.name");
    if (text::gbk_length(line.name) > k_max_name) bad(goods->name, "goods.name_too_long");
    if (!good_code(line.code)) bad(goods->code, "goods.code");
    const bool free = goods->rate == "免税", untaxed = goods->rate == "不征税";
    const std::optional<Rate> rate = free || untaxed ? Rate{} : parse_rate(goods->rate);
    if (!rate) bad(goods->rate, "goods.rate");
    const std::optional<std::int64_t> amount = parse_cents(goods->amount);
    if (!amount || *amount <= 0) bad(goods->amount, "goods.amount");
    const std::int64_t tax = tax_cents(*amount, *rate);
    if (*amount + tax > k_max_cents) bad(goods->amount, "goods.amount");
    line.rate = rate_text(*rate);
    line.amount = cents_text(*amount);
    line.tax = cents_text(tax);
    line.total = cents_text(*amount + tax);
    line.preferential = free || untaxed ? "1" : "0";
    if (free || untaxed) line.policy = goods->rate;
    if (rate->value == 0) line.zero_mark = free ? "1" : untaxed ? "2" : "3";
    return line;
}

} // namespace goufang::invoice
