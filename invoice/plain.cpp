#include "invoice/plain.h"

#include "core/check/check.h"
#include "core/check/tax_id.h"
#include "core/model/category.h"
#include "core/text/utf8.h"

#include <algorithm>

namespace goufang::invoice {
namespace {

// U+4E00..U+9FA5 are the Han characters that GBK has as a block.
constexpr bool is_han(char32_t c) { return c >= 0x4E00 && c <= 0x9FA5; }
// objects and not functions, so that all() has them in place
constexpr auto is_digit = [](char32_t c) { return c >= '0' && c <= '9'; };
constexpr auto is_lower = [](char32_t c) { return c >= 'a' && c <= 'z'; };
constexpr auto is_upper = [](char32_t c) { return c >= 'A' && c <= 'Z'; };

constexpr bool is_mark(char32_t c) { return std::u32string_view(U"()（），、：").find(c) != std::u32string_view::npos; }
constexpr std::size_t k_digits_in_text = 5; // a longer run could be taken for a phone or an account
constexpr std::size_t k_pair_bytes = 100, k_name_bytes = 100, k_email_bytes = 40, k_remark_bytes = 50;

template <class Fits> bool all(std::string_view s, Fits fits) {
    return std::all_of(s.begin(), s.end(), [&](char c) { return fits(static_cast<unsigned char>(c)); });
}

/// The next character of well-formed UTF-8, at once where it is Han.
char32_t next_character(std::string_view s, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(s[at + i])); };
    if (byte(0) < 0xE4 || byte(0) > 0xE9 || s.size() - at < 3) return text::next_code_point(s, at);
    const char32_t c = (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    at += 3;
    return c;
}

/// Han characters, letters, a few marks and short runs of digits; adds the length in GBK bytes to `bytes`. The half of
/// a pair (address, bank) begins and ends with a Han character, so that the pair comes apart where it was joined.
bool plain_text(std::string_view s, std::size_t& bytes, bool half_of_pair) {
    char32_t last = 0;
    std::size_t run = 0;
    for (std::size_t at = 0; at < s.size();) {
        const bool start = at == 0;
        last = next_character(s, at);
        if (is_han(last)) { // nearly all are
            run = 0;
            bytes += 2;
            continue;
        }
        if (half_of_pair && start) return false;
        run = is_digit(last) ? run + 1 : 0;
        if (run > k_digits_in_text || !(is_digit(last) || is_upper(last) || is_lower(last) || is_mark(last)))
            return false;
        bytes += last < 0x80 ? 1 : 2;
    }
    return !half_of_pair || is_han(last);
}

bool plain_phone(std::string_view s) {
    const std::size_t dash = s.find('-');
    if (dash == std::string_view::npos) return s.size() == 11 && s[0] == '1' && s[1] >= '3' && all(s, is_digit);
    const std::string_view area = s.substr(0, dash), own = s.substr(dash + 1);
    return area.size() >= 3 && area.size() <= 4 && area[0] == '0' && area[1] != '0' && own.size() >= 7 &&
           own.size() <= 8 && own[0] >= '2' && all(area, is_digit) && all(own, is_digit);
}

bool plain_email(std::string_view s) {
    const std::size_t at = s.find('@');
    if (at == std::string_view::npos || at == 0 || s.size() > k_email_bytes) return false;
    std::string_view host = s.substr(at + 1);
    const auto word = [](std::string_view w) {
        return !w.empty() && all(w, [](unsigned char c) { return is_lower(c) || is_digit(c); });
    };
    std::size_t labels = 0;
    for (std::size_t dot = host.find('.'); dot != std::string_view::npos; dot = host.find('.'), ++labels) {
        if (!word(host.substr(0, dot))) return false;
        host.remove_prefix(dot + 1);
    }
    return word(s.substr(0, at)) && labels > 0 && host.size() > 1 && all(host, is_lower);
}

} // namespace

bool is_plain(const model::Buyer& b) {
    if (!b.more_addresses.empty() || !b.more_accounts.empty()) return false;
    if (b.code.empty() || b.code.size() > model::CodeRule::max_code || !all(b.code, is_digit)) return false;
    std::size_t bytes = 0;
    if (b.name.empty() || !plain_text(b.name, bytes, false) || bytes > k_name_bytes) return false;
    if (b.mnemonic.size() > 6 || !all(b.mnemonic, is_upper)) return false;
    if (!b.tax_id.empty() && !check::uscc_valid(b.tax_id)) return false;
    if (b.address.empty() != b.phone.empty() || b.bank.empty() != b.account.empty()) return false;
    if (!b.address.empty()) {
        bytes = 1 + b.phone.size();
        if (!plain_text(b.address, bytes, true) || bytes > k_pair_bytes || !plain_phone(b.phone)) return false;
    }
    if (!b.bank.empty()) {
        bytes = 1 + b.account.size();
        if (!plain_text(b.bank, bytes, true) || bytes > k_pair_bytes) return false;
        if (b.account.size() < 10 || b.account.size() > 25 || !all(b.account, is_digit)) return false;
    }
    if (!b.email.empty() && !plain_email(b.email)) return false;
    bytes = 0;
    return b.remark.empty() || (plain_text(b.remark, bytes, false) && bytes <= k_remark_bytes);
}

bool free_of_errors(const model::Buyer& b) {
    return is_plain(b) && b.mobile.empty() && b.source.empty() && b.verified_on.empty() && b.former_names.empty() &&
           b.tags.empty() && b.custom.empty() &&
           (b.tax_id.empty() || check::judge_tax_id(b.tax_id, b.kind).severity != check::Severity::error);
}

} // namespace goufang::invoice
