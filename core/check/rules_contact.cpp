// Phones, accounts, bank numbers, e-mail: plausible or not (F31; validation 5, 6).
#include "core/check/rules_detail.h"

#include "core/check/check_chars.h"
#include "core/check/contact.h"
#include "core/text/utf8.h"

#include <algorithm>

namespace goufang::check::detail {

using model::Field;

namespace {

/// Every phone of the buyer: the default set's, then those of the further sets (`field` says where).
template <class Fn> void each_phone(const model::Buyer& b, const Fn& fn) {
    if (!b.phone.empty()) fn(Field::phone, b.phone);
    for (const auto& a : b.more_addresses)
        if (!a.phone.empty()) fn(Field::more_addresses, a.phone);
}

template <class Fn> void each_account(const model::Buyer& b, const Fn& fn) {
    if (!b.account.empty()) fn(Field::account, b.account);
    for (const auto& a : b.more_accounts)
        if (!a.account.empty()) fn(Field::more_accounts, a.account);
}

std::string without_spaces(std::string_view s) {
    std::string t;
    for (const char c : s)
        if (c != ' ') t += c;
    return t;
}

} // namespace

void phone_form(const Context& c, const Rule& r, Findings& out) {
    each_phone(c.buyer, [&](Field f, const std::string& s) {
        if (const PhoneVerdict v = judge_phones(s); !v.bad.empty()) add(out, r, s, {v.bad}).field = f;
    });
}

void phone_unassigned(const Context& c, const Rule& r, Findings& out) {
    const auto check = [&](Field f, const std::string& s) {
        if (!may_be_unassigned(s)) return;
        if (const PhoneVerdict v = judge_phones(s); v.bad.empty() && !v.unassigned.empty())
            add(out, r, s, {v.unassigned}).field = f;
    };
    each_phone(c.buyer, check);
    if (!c.buyer.mobile.empty()) check(Field::mobile, c.buyer.mobile);
}

void mobile_form(const Context& c, const Rule& r, Findings& out) {
    const std::string& s = c.buyer.mobile;
    if (!s.empty() && !is_mobile(s)) add(out, r, s, {s});
}

void account_form(const Context& c, const Rule& r, Findings& out) {
    each_account(c.buyer, [&](Field f, const std::string& s) {
        if (s.size() >= 6 && s.size() <= 32 && all_digits(s)) return;
        std::size_t position = 0, counted = 0;
        for (std::size_t i = 0; i < s.size();) {
            const char32_t ch = text::next_code_point(s, i);
            ++position;
            if (ch == ' ') continue;
            ++counted;
            const bool fits = ch < 0x80 && (is_digit(static_cast<char>(ch)) || is_upper(static_cast<char>(ch)) ||
                                            (ch >= 'a' && ch <= 'z') || ch == '-');
            if (fits) continue;
            add(out, r, s, {std::to_string(position), utf8(ch)}, "account.bad_char").field = f;
            return;
        }
        if (counted < 6 || counted > 32) add(out, r, s, {std::to_string(counted)}, "account.length").field = f;
    });
}

void account_luhn(const Context& c, const Rule& r, Findings& out) {
    if (c.buyer.kind != model::Kind::person) return;
    each_account(c.buyer, [&](Field f, const std::string& s) {
        const std::string digits = without_spaces(s);
        if (digits.size() < 16 || digits.size() > 19 || !digits.starts_with("62") || !all_digits(digits)) return;
        const char expected = luhn_char(std::string_view(digits).substr(0, digits.size() - 1));
        if (expected != digits.back())
            add(out, r, s, {std::string(1, expected), std::string(1, digits.back())}).field = f;
    });
}

void bank_number_check(const Context& c, const Rule& r, Findings& out) {
    for (const model::CustomField& f : c.buyer.custom) {
        const bool bank_number =
            f.key.find("行号") != std::string::npos || upper(f.key).find("CNAPS") != std::string::npos;
        const std::string digits = without_spaces(f.value);
        if (!bank_number || digits.size() != 12 || !all_digits(digits)) continue;
        const char expected = iso7064_mod11_10_char(std::string_view(digits).substr(0, 11));
        if (expected != digits.back())
            add(out, r, f.value, {digits, std::string(1, expected), std::string(1, digits.back())});
    }
}

void email_form(const Context& c, const Rule& r, Findings& out) {
    if (const std::string bad = bad_email(c.buyer.email); !bad.empty()) add(out, r, c.buyer.email, {bad});
}

} // namespace goufang::check::detail
