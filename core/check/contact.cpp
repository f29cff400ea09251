#include "core/check/contact.h"

#include "core/check/check_chars.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <array>

namespace goufang::check {
namespace {

bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }

/// ASCII as it is, full-width forms and long dashes as ASCII; list separators as '/', 转 and 分机 as 'x', else '?'.
std::string folded(std::string_view s) {
    std::string t;
    for (std::size_t i = 0; i < s.size();) {
        char32_t c = text::next_code_point(s, i);
        if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
        if (c == 0x3000 || c == 0xA0) c = ' ';
        if (c == 0x2010 || c == 0x2011 || c == 0x2012 || c == 0x2013 || c == 0x2014 || c == 0x2015 || c == 0x2212)
            c = '-';
        if (c == 0x3001 || c == ';' || c == ',' || c == '\n' || c == '\r') c = '/';
        if (c == 0x8F6C || c == 0x8F49) c = 'x'; // 转 轉
        if (c == 0x5206 && s.substr(i).starts_with("机")) {
            i += 3;
            c = 'x';
        }
        if (c == '\t') c = ' ';
        t += c < 0x80 ? static_cast<char>(c) : '?';
    }
    return t;
}

/// Digits of a number without its extension; empty when something else stands in it.
bool split_extension(std::string_view s, std::string& digits, std::size_t& dash_groups) {
    constexpr std::array<std::string_view, 5> marks{"ext.", "ext", "x", "X", "#"};
    for (const std::string_view mark : marks) {
        const std::size_t at = s.find(mark);
        if (at == s.npos) continue;
        std::string_view extension = s.substr(at + mark.size());
        while (!extension.empty() && (extension.front() == ' ' || extension.front() == ':')) extension.remove_prefix(1);
        while (!extension.empty() && extension.back() == ' ') extension.remove_suffix(1);
        if (extension.empty() || extension.size() > 6 || !all_digits(extension)) return false;
        s = s.substr(0, at);
        break;
    }
    digits.clear();
    dash_groups = 0;
    int depth = 0;
    for (const char c : s) {
        if (is_digit(c))
            digits += c;
        else if (c == '-')
            ++dash_groups;
        else if (c == '(')
            ++depth;
        else if (c == ')')
            --depth;
        else if (c != ' ' && c != '.')
            return false;
        if (depth < 0 || depth > 1) return false;
    }
    return depth == 0 && !digits.empty();
}

bool mobile_digits(std::string_view d) { return d.size() == 11 && d[0] == '1' && d[1] >= '3' && all_digits(d); }

/// 0xx/0xxx + 7 or 8 digits.
bool landline_digits(std::string_view d) {
    if (d.size() < 10 || d[0] != '0') return false;
    const bool short_area = d.starts_with("010") || d.starts_with("02");
    const std::size_t local = d.size() - (short_area ? 3 : 4);
    return d[1] != '0' && (local == 7 || local == 8);
}

bool plain_number(std::string_view d) {
    if (mobile_digits(d) || landline_digits(d)) return true;
    if (d.size() == 10 && (d.starts_with("400") || d.starts_with("800"))) return true;
    if ((d.size() == 7 || d.size() == 8) && d[0] >= '2') return true;
    return d.size() >= 3 && d.size() <= 6 && d[0] != '0';
}

constexpr std::array<std::string_view, 6> k_unassigned{"142", "143", "154", "161", "164", "194"};

bool unassigned(std::string_view d) {
    return mobile_digits(d) &&
           std::find(k_unassigned.begin(), k_unassigned.end(), d.substr(0, 3)) != k_unassigned.end();
}

/// The common ways of writing, without an allocation: 13900000000, 0571-88880000, 400-800-0000.
bool simple_number(std::string_view s) {
    std::array<char, 16> digits;
    std::size_t n = 0, dashes = 0;
    for (const char c : s) {
        if (is_digit(c)) {
            if (n == digits.size()) return false;
            digits[n++] = c;
        } else if (c == '-') {
            ++dashes;
        } else {
            return false;
        }
    }
    const std::string_view d(digits.data(), n);
    return dashes < 3 && n >= 7 && plain_number(d);
}

/// One number, folded. `national` gets its digits without +86.
bool good_number(std::string_view s, std::string& national) {
    while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
    while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
    const bool plus = s.starts_with('+') || s.starts_with("(+");
    std::string without_plus;
    if (plus) {
        without_plus.assign(s);
        without_plus.erase(without_plus.find('+'), 1);
        s = without_plus;
    }
    std::size_t dashes = 0;
    if (!split_extension(s, national, dashes)) return false;
    const auto china = [&](std::size_t prefix) {
        national.erase(0, prefix);
        return plain_number(national) || (national.size() >= 9 && plain_number("0" + national));
    };
    if (plus) return national.starts_with("86") ? china(2) : national.size() >= 7 && national.size() <= 15;
    if (plain_number(national)) return true;
    if (national.starts_with("0086")) return china(4);
    if (national.starts_with("86") && national.size() > 11) return china(2);
    if (national.starts_with("00")) return national.size() >= 9 && national.size() <= 17;
    if (const std::size_t last = s.rfind('-'); last != s.npos && dashes >= 1) { // 0571-88880000-801
        std::string_view extension = s.substr(last + 1);
        while (!extension.empty() && extension.back() == ' ') extension.remove_suffix(1);
        std::string head;
        std::size_t more = 0;
        if (!extension.empty() && extension.size() <= 6 && all_digits(extension) &&
            split_extension(s.substr(0, last), head, more) && plain_number(head) && head.size() >= 7) {
            national = head;
            return true;
        }
    }
    return false;
}

std::string_view trimmed(std::string_view s) {
    while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
    while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
    return s;
}

} // namespace

bool may_be_unassigned(std::string_view field) {
    // figures may be full-width or spaced: only plain runs can be cleared cheaply
    char last[2] = {0, 0};
    for (const char c : field) {
        if (static_cast<unsigned char>(c) >= 0x80) return true;
        if (!is_digit(c)) continue;
        if (last[0] == '1')
            for (const std::string_view range : k_unassigned)
                if (range[1] == last[1] && range[2] == c) return true;
        last[0] = last[1];
        last[1] = c;
    }
    return false;
}

PhoneVerdict judge_phones(std::string_view field) {
    PhoneVerdict v;
    if (simple_number(field) && !may_be_unassigned(field)) return v;
    const std::string all = folded(field);
    const auto each = [&](std::string_view list, char separator, auto&& fn) {
        for (bool more = true; more;) {
            const std::size_t at = list.find(separator);
            if (const std::string_view one = trimmed(list.substr(0, at)); !one.empty()) fn(one);
            more = at != list.npos;
            if (more) list.remove_prefix(at + 1);
        }
    };
    std::string digits;
    const auto judge = [&](std::string_view one) {
        if (!good_number(one, digits)) return false;
        if (v.unassigned.empty() && unassigned(digits)) v.unassigned = digits;
        return true;
    };
    each(all, '/', [&](std::string_view one) {
        if (judge(one)) return;
        // several numbers with spaces between them
        std::string_view first_bad;
        each(one, ' ', [&](std::string_view part) {
            if (first_bad.empty() && !judge(part)) first_bad = part;
        });
        if (!first_bad.empty() && v.bad.empty()) v.bad = one;
    });
    if (!v.bad.empty() && v.bad.find('?') != std::string::npos) v.bad = field; // show it as it was written
    return v;
}

bool is_mobile(std::string_view s) {
    if (mobile_digits(s)) return true;
    std::string national;
    return good_number(folded(s), national) && mobile_digits(national);
}

std::string bad_email(std::string_view field) {
    const auto good = [](std::string_view s) {
        const std::size_t at = s.find('@');
        if (at == 0 || at == s.npos || at > 64 || s.size() > 254) return false;
        const std::string_view local = s.substr(0, at), domain = s.substr(at + 1);
        for (std::size_t i = 0; i < local.size(); ++i) {
            const char c = local[i];
            if (c == '.' ? i == 0 || i + 1 == local.size() || local[i - 1] == '.'
                         : !is_letter(c) && !is_digit(c) &&
                               std::string_view("!#$%&'*+/=?^_`{|}~-").find(c) == std::string_view::npos)
                return false;
        }
        std::size_t labels = 0, label = 0;
        for (std::size_t i = 0; i <= domain.size(); ++i) {
            if (i == domain.size() || domain[i] == '.') {
                if (label == 0 || label > 63 || domain[i - 1] == '-') return false;
                ++labels;
                label = 0;
            } else if (is_letter(domain[i]) || is_digit(domain[i]) || (domain[i] == '-' && label > 0)) {
                ++label;
            } else {
                return false;
            }
        }
        return labels >= 2 && !is_digit(domain.back());
    };
    if (field.empty() || good(field)) return {};
    std::string one;
    for (std::size_t i = 0; i <= field.size();) {
        char32_t c = U';';
        const std::size_t from = i;
        if (i < field.size())
            c = text::next_code_point(field, i);
        else
            ++i;
        if (c == ';' || c == ',' || c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == 0x3001 || c == 0xFF1B ||
            c == 0xFF0C || c == 0x3000) {
            if (!one.empty() && !good(one)) return one;
            one.clear();
        } else {
            one.append(field.substr(from, i - from));
        }
    }
    return {};
}

} // namespace goufang::check
