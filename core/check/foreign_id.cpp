#include "core/check/foreign_id.h"

#include "core/check/check_chars.h"

#include <array>
#include <initializer_list>

namespace goufang::check {
namespace {

unsigned digit(std::string_view s, std::size_t i) { return static_cast<unsigned>(s[i] - '0'); }

unsigned weighted(std::string_view s, std::initializer_list<unsigned> weights) {
    unsigned sum = 0;
    std::size_t i = 0;
    for (const unsigned w : weights) sum += digit(s, i++) * w;
    return sum;
}

unsigned number_modulo(std::string_view digits, unsigned m) {
    unsigned v = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) v = (v * 10 + digit(digits, i)) % m;
    return v;
}

// Check functions see the part behind the prefix, of the right form.
bool at_check(std::string_view s) { // U + 8 digits
    unsigned sum = 0;
    for (std::size_t i = 1; i < 8; ++i) {
        const unsigned d = digit(s, i) * (i % 2 ? 1 : 2);
        sum += d > 9 ? d - 9 : d;
    }
    return (96 - sum) % 10 == digit(s, 8);
}
bool be_check(std::string_view s) { return 97 - number_modulo(s.substr(0, 8), 97) == number_modulo(s.substr(8), 100); }
bool de_check(std::string_view s) { return iso7064_mod11_10_char(s.substr(0, 8)) == s[8]; }
bool dk_check(std::string_view s) { return weighted(s, {2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0; }
bool ee_check(std::string_view s) { return weighted(s, {3, 7, 1, 3, 7, 1, 3, 7, 1}) % 10 == 0; }
bool el_check(std::string_view s) { return weighted(s, {256, 128, 64, 32, 16, 8, 4, 2}) % 11 % 10 == digit(s, 8); }
bool fi_check(std::string_view s) { return weighted(s, {7, 9, 10, 5, 8, 4, 2, 1}) % 11 == 0; }
bool hu_check(std::string_view s) { return weighted(s, {9, 7, 3, 1, 9, 7, 3, 1}) % 10 == 0; }
bool it_check(std::string_view s) { return luhn_char(s.substr(0, 10)) == s[10]; }
bool lu_check(std::string_view s) { return number_modulo(s.substr(0, 6), 89) == number_modulo(s.substr(6), 100); }
bool pl_check(std::string_view s) { return weighted(s, {6, 5, 7, 2, 3, 4, 5, 6, 7}) % 11 == digit(s, 9); }
bool pt_check(std::string_view s) {
    const unsigned c = (11 - weighted(s, {9, 8, 7, 6, 5, 4, 3, 2}) % 11) % 11;
    return (c > 9 ? 0 : c) == digit(s, 8);
}
bool se_check(std::string_view s) { return luhn_char(s.substr(0, 9)) == s[9]; }
bool si_check(std::string_view s) {
    const unsigned c = 11 - weighted(s, {8, 7, 6, 5, 4, 3, 2}) % 11;
    return (c == 10 ? 0 : c) == digit(s, 7) && c != 11;
}

/// Forms: 9 = digit, A = letter, X = letter or digit; other characters stand for themselves. '|' between forms.
struct Country {
    std::string_view prefix, forms;
    bool (*check)(std::string_view) = nullptr;
};
constexpr Country k_eu[] = {
    {"AT", "U99999999", at_check},
    {"BE", "9999999999", be_check},
    {"BG", "999999999|9999999999"},
    {"CY", "99999999A"},
    {"CZ", "99999999|999999999|9999999999"},
    {"DE", "999999999", de_check},
    {"DK", "99999999", dk_check},
    {"EE", "999999999", ee_check},
    {"EL", "999999999", el_check},
    {"ES", "X9999999X"},
    {"FI", "99999999", fi_check},
    {"FR", "XX999999999"},
    {"HR", "99999999999"},
    {"HU", "99999999", hu_check},
    {"IE", "9X99999A|9999999AA"},
    {"IT", "99999999999", it_check},
    {"LT", "999999999|999999999999"},
    {"LU", "99999999", lu_check},
    {"LV", "99999999999"},
    {"MT", "99999999"},
    {"NL", "XXXXXXXXXXXX"},
    {"PL", "9999999999", pl_check},
    {"PT", "999999999", pt_check},
    {"RO", "99|999|9999|99999|999999|9999999|99999999|999999999|9999999999"},
    {"SE", "999999999901", se_check},
    {"SI", "99999999", si_check},
    {"SK", "9999999999"},
    {"XI", "999999999|999999999999|GD999|HA999"},
};

bool fits(std::string_view s, std::string_view form) {
    if (s.size() != form.size()) return false;
    for (std::size_t i = 0; i < s.size(); ++i) {
        const bool ok = form[i] == '9'   ? is_digit(s[i])
                        : form[i] == 'A' ? is_upper(s[i])
                        : form[i] == 'X' ? is_digit(s[i]) || is_upper(s[i])
                                         : s[i] == form[i];
        if (!ok) return false;
    }
    return true;
}

bool fits_any(std::string_view s, std::string_view forms) {
    for (;;) {
        const std::size_t bar = forms.find('|');
        if (fits(s, forms.substr(0, bar))) return true;
        if (bar == forms.npos) return false;
        forms.remove_prefix(bar + 1);
    }
}

} // namespace

bool taiwan_valid(std::string_view s) {
    if (s.size() != 8 || !all_digits(s)) return false;
    constexpr std::array<unsigned, 8> weight{1, 2, 1, 2, 1, 2, 4, 1};
    unsigned sum = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        const unsigned p = digit(s, i) * weight[i];
        sum += p / 10 + p % 10;
    }
    return sum % 5 == 0 || (s[6] == '7' && (sum + 1) % 5 == 0);
}

ForeignVerdict judge_foreign(std::string_view id) {
    if (id.size() == 8 && all_digits(id)) return taiwan_valid(id) ? ForeignVerdict::fine : ForeignVerdict::taiwan_check;
    if (id.size() < 4 || !is_upper(id[0]) || !is_upper(id[1])) return ForeignVerdict::fine;
    const std::string_view rest = id.substr(2);
    if (rest.find_first_of("0123456789") == rest.npos) return ForeignVerdict::fine;
    for (const Country& c : k_eu) {
        if (c.prefix != id.substr(0, 2)) continue;
        if (!fits_any(rest, c.forms)) return ForeignVerdict::eu_form;
        return !c.check || c.check(rest) ? ForeignVerdict::fine : ForeignVerdict::eu_check;
    }
    return ForeignVerdict::fine;
}

} // namespace goufang::check
