#include "core/text/split.h"

#include "core/text/letters.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace goufang::text {

namespace {

constexpr std::size_t k_no = npos;

/// The text as single characters, narrow and with one kind of dash, each with its place in the original.
struct Scan {
    std::u32string text;
    std::vector<std::uint32_t> offset; ///< bytes; one more than characters
    std::string_view original;

    explicit Scan(std::string_view s) : original(s) {
        for (std::size_t at = 0; at < s.size();) {
            offset.push_back(static_cast<std::uint32_t>(at));
            char32_t c = narrow(next_code_point(s, at));
            if (is_dash(c)) c = '-';
            if (is_space(c)) c = ' ';
            text += c;
        }
        offset.push_back(static_cast<std::uint32_t>(s.size()));
    }
    std::size_t size() const { return text.size(); }
    char32_t at(std::size_t i) const { return i < text.size() ? text[i] : 0; }
    bool digit(std::size_t i) const { return is_ascii_digit(at(i)); }
    std::size_t digits(std::size_t from) const {
        std::size_t n = 0;
        while (digit(from + n)) ++n;
        return n;
    }
    std::string part(std::size_t from, std::size_t to) const {
        return std::string(original.substr(offset[from], offset[to] - offset[from]));
    }
};

bool is_joint(char32_t c) { // between two parts of one field
    return c == ',' || c == ';' || c == ':' || c == '/' || c == '|' || c == 0x3001 || c == 0x3002;
}

/// Longest run of digits (dashes inside allowed) in [from, to).
std::size_t longest_number(const Scan& s, std::size_t from, std::size_t to) {
    std::size_t best = 0, run = 0;
    for (std::size_t i = from; i < to; ++i) {
        if (s.digit(i)) {
            best = std::max(best, ++run);
        } else if (s.at(i) != '-') {
            run = 0;
        }
    }
    return best;
}

// ---- phones. Each function returns the place behind what it recognised at `i`, or k_no.

struct Phone {
    std::size_t end = k_no;
    bool doubtful = false;
    bool spaced = false; ///< has a space inside, which might as well part address and phone
};

std::size_t fixed_digits(const Scan& s, std::size_t i, std::size_t n) {
    for (std::size_t k = 0; k < n; ++k)
        if (!s.digit(i + k)) return k_no;
    return i + n;
}

/// Groups of digits with `n` digits each, one dash or space (the same each time) or nothing between them.
std::size_t groups(const Scan& s, std::size_t i, std::initializer_list<std::size_t> sizes, bool& spaced) {
    char32_t between = 0;
    bool first = true;
    for (const std::size_t n : sizes) {
        if (!first && (s.at(i) == '-' || s.at(i) == ' ')) {
            if (between != 0 && between != s.at(i)) return k_no;
            between = s.at(i++);
        } else if (!first && between != 0) {
            return k_no;
        }
        i = fixed_digits(s, i, n);
        if (i == k_no) return k_no;
        first = false;
    }
    if (s.digit(i)) return k_no;
    if (between == ' ') spaced = true;
    return i;
}

/// 7 or 8 digits, also 8 as 4-4.
std::size_t local_number(const Scan& s, std::size_t i) {
    const std::size_t n = s.digits(i);
    if (n == 7 || n == 8) return i + n;
    bool spaced = false;
    const std::size_t end = n == 4 && s.at(i + 4) == '-' ? groups(s, i, {4, 4}, spaced) : k_no;
    return end;
}

std::size_t area_code(const Scan& s, std::size_t i) {
    if (s.at(i) != '0') return k_no;
    const char32_t c = s.at(i + 1);
    if (c == '1') return s.at(i + 2) == '0' ? i + 3 : k_no;
    if (c == '2') return s.digit(i + 2) && s.at(i + 2) != '6' ? i + 3 : k_no;
    return c >= '3' && c <= '9' && s.digit(i + 2) && s.digit(i + 3) ? i + 4 : k_no;
}

Phone land_line(const Scan& s, std::size_t i) {
    Phone p;
    const bool bracket = s.at(i) == '(';
    std::size_t at = area_code(s, bracket ? i + 1 : i);
    if (at == k_no) return p;
    if (bracket) {
        if (s.at(at++) != ')') return p;
        if (s.at(at) == '-' || s.at(at) == ' ') ++at;
    } else if (s.at(at) == '-') {
        ++at;
    } else if (s.at(at) == ' ') {
        p.spaced = true;
        ++at;
    }
    p.end = local_number(s, at);
    return p;
}

Phone mobile(const Scan& s, std::size_t i) {
    Phone p;
    if (s.at(i) != '1' || s.at(i + 1) < '3' || s.at(i + 1) > '9') return p;
    p.end = groups(s, i, {3, 4, 4}, p.spaced);
    return p;
}

Phone service_line(const Scan& s, std::size_t i) { // 400 and 800
    Phone p;
    if ((s.at(i) != '4' && s.at(i) != '8') || s.at(i + 1) != '0' || s.at(i + 2) != '0') return p;
    p.end = groups(s, i, {3, 3, 4}, p.spaced);
    if (p.end == k_no) p.end = groups(s, i, {3, 4, 3}, p.spaced);
    if (p.end == k_no) p.end = groups(s, i, {3, 7}, p.spaced);
    return p;
}

/// +86 and 0086 before a Chinese number, +852 and the like before any.
Phone international(const Scan& s, std::size_t i) {
    Phone p;
    std::size_t at = i;
    if (s.at(at) == '+') {
        ++at;
    } else if (s.at(at) == '0' && s.at(at + 1) == '0') {
        at += 2;
    } else {
        return p;
    }
    if (s.at(at) == '8' && s.at(at + 1) == '6') {
        std::size_t number = at + 2;
        if (s.at(number) == '-' || s.at(number) == ' ') ++number;
        for (const auto& kind : {mobile, land_line, service_line}) {
            p = kind(s, number);
            if (p.end != k_no) return p;
        }
        // the area code without its 0
        const std::size_t n = s.digits(number);
        if (n >= 2 && n <= 3 && s.at(number + n) == '-') p.end = local_number(s, number + n + 1);
        if (n >= 9 && n <= 11) p.end = number + n;
        p.doubtful = p.end != k_no;
        return p;
    }
    const std::size_t n = s.digits(at);
    if (s.at(i) != '+') return p; // 00 and a country would also fit a door number
    std::size_t total = n;
    at += n;
    while ((s.at(at) == '-' || s.at(at) == ' ') && s.digit(at + 1)) {
        const std::size_t more = s.digits(at + 1);
        total += more;
        at += 1 + more;
    }
    if (n >= 1 && total >= 7 && total <= 15) p.end = at;
    p.doubtful = p.end != k_no && total == n;
    return p;
}

/// 转801, -801, x801, ext. 801, 分机801: the place behind it, or `i`.
std::size_t extension(const Scan& s, std::size_t i) {
    constexpr std::u32string_view k_words[] = {U"转分机", U"分机", U"转",   U"轉",  U"-",
                                               U"#",      U"*",    U"ext.", U"ext", U"x"};
    std::size_t at = i;
    if (s.at(at) == ' ') ++at;
    for (const auto word : k_words) {
        bool same = true;
        for (std::size_t k = 0; same && k < word.size(); ++k) {
            char32_t c = s.at(at + k);
            if (c >= 'A' && c <= 'Z') c += 32;
            same = c == word[k];
        }
        if (!same) continue;
        if (at != i && word.size() == 1 && word[0] < 0x80) return i; // " -8": no extension
        std::size_t number = at + word.size();
        if (s.at(number) == ':') ++number;
        if (s.at(number) == ' ') ++number;
        const std::size_t n = s.digits(number);
        return n >= 1 && n <= 6 ? number + n : i;
    }
    return i;
}

Phone one_phone(const Scan& s, std::size_t i, bool follows) {
    Phone p;
    for (const auto& kind : {mobile, land_line, service_line, international}) {
        p = kind(s, i);
        if (p.end != k_no) break;
    }
    if (p.end == k_no) {
        const std::size_t n = s.digits(i);
        p = {};
        if (n >= 7 && n <= 8) {
            p.end = i + n; // no area code
            p.doubtful = !follows;
        } else if (n == 5 && (s.at(i) == '9' || s.at(i) == '1') && i > 0 && s.at(i - 1) == ' ') {
            p.end = i + n; // 95588, 12366
            p.doubtful = true;
        }
    }
    if (p.end != k_no) p.end = extension(s, p.end);
    return p;
}

/// One or more phones from `i` up to the very end.
Phone phones(const Scan& s, std::size_t i, std::size_t end) {
    Phone all;
    bool follows = false;
    for (std::size_t at = i;;) {
        const Phone p = one_phone(s, at, follows);
        if (p.end == k_no || p.end > end) return {};
        all.doubtful |= p.doubtful;
        all.spaced |= p.spaced;
        if (p.end == end) {
            all.end = end;
            return all;
        }
        at = p.end;
        bool joint = false;
        while (at < end && (s.at(at) == ' ' || is_joint(s.at(at)))) joint |= s.at(at++) != ' ';
        if (at == p.end) return {};
        all.doubtful |= !joint; // only a space: the first may belong to the address
        follows = true;
    }
}

/// "电话:" and the like that ends at `i`: where it begins, or `i`.
std::size_t label_before(const Scan& s, std::size_t i, std::initializer_list<std::u32string_view> words) {
    std::size_t at = i;
    while (at > 0 && (s.at(at - 1) == ' ' || s.at(at - 1) == ':' || s.at(at - 1) == '.')) --at;
    for (const auto word : words) {
        if (at < word.size()) continue;
        bool same = true;
        for (std::size_t k = 0; same && k < word.size(); ++k) {
            char32_t c = s.at(at - word.size() + k);
            if (c >= 'A' && c <= 'Z') c += 32;
            same = c == word[k];
        }
        if (same) return at - word.size();
    }
    return i;
}

/// Takes the text apart at [right, end): trims what stands between, and says whether that was more than spaces.
Split take_apart(const Scan& s, std::size_t begin, std::size_t left_end, std::size_t right, std::size_t end) {
    Split r;
    std::size_t cut = left_end;
    while (cut > begin && (s.at(cut - 1) == ' ' || is_joint(s.at(cut - 1)))) {
        if (s.at(cut - 1) != ' ') r.doubtful = true;
        --cut;
    }
    r.left = s.part(begin, cut);
    r.right = s.part(right, end);
    return r;
}

void trim(const Scan& s, std::size_t& begin, std::size_t& end) {
    while (begin < end && s.at(begin) == ' ') ++begin;
    while (end > begin && s.at(end - 1) == ' ') --end;
}

} // namespace

Split split_address_phone(std::string_view text) {
    const Scan s(text);
    std::size_t begin = 0, end = s.size();
    trim(s, begin, end);
    for (std::size_t i = begin; i < end; ++i) {
        const char32_t c = s.at(i);
        if (!is_ascii_digit(c) && c != '+' && c != '(') continue;
        const char32_t before = i > begin ? s.at(i - 1) : U' ';
        if (is_ascii_digit(before) || (before == '-' && i > begin + 1 && s.digit(i - 2))) continue;
        std::size_t from = i, to = end;
        bool doubtful = false;
        Phone p = phones(s, i, end);
        if (p.end == k_no && c == '(' && s.at(end - 1) == ')') { // all of it in brackets
            from = i + 1;
            to = end - 1;
            p = phones(s, from, to);
            doubtful = true;
        }
        if (p.end == k_no) continue;
        const std::size_t label =
            label_before(s, i, {U"联系电话", U"电话号码", U"电话", U"手机", U"座机", U"電話", U"tel", U"phone"});
        doubtful |= p.doubtful || label != i || is_ascii_letter(before) || before == '-';
        doubtful |= p.spaced && before != ' ';
        Split r = take_apart(s, begin, label, from, to);
        r.doubtful |= doubtful || longest_number(s, begin, label) >= 7;
        return r;
    }
    return {s.part(begin, end), {}, longest_number(s, begin, end) >= 7};
}

Split split_bank_account(std::string_view text) {
    const Scan s(text);
    std::size_t begin = 0, end = s.size();
    trim(s, begin, end);
    const auto body = [&](std::size_t i) { return s.digit(i) || is_ascii_letter(s.at(i)) || s.at(i) == '-'; };
    // groups from the right, as long as a single space joins one that has digits
    std::size_t from = end, count = 0, last_digits = 0, first_digits = 0, all_digits = 0;
    while (from > begin) {
        std::size_t stop = from;
        if (count > 0) {
            if (s.at(from - 1) != ' ') break;
            --stop;
        }
        std::size_t start = stop, n = 0;
        bool letters = false;
        while (start > begin && body(start - 1)) {
            --start;
            n += s.digit(start);
            letters |= is_ascii_letter(s.at(start));
        }
        if (n == 0 || (count > 0 && letters && n < 4)) break;
        while (start < stop && s.at(start) == '-') ++start;
        if (count == 0) last_digits = n;
        first_digits = n;
        all_digits += n;
        ++count;
        from = start;
    }
    if (all_digits < 8) return {s.part(begin, end), {}, longest_number(s, begin, end) >= 6};
    const bool glued = from > begin && s.at(from - 1) != ' ';
    const bool letter_first = is_ascii_letter(s.at(from));
    const std::size_t label =
        label_before(s, from, {U"银行账号", U"银行帐号", U"账号", U"帐号", U"账户", U"帐户", U"賬號", U"帳號"});
    Split r = take_apart(s, begin, label, from, end);
    r.doubtful |= label != from || (count > 1 && (glued || last_digits >= 8 || first_digits < 4)) ||
                  (glued && letter_first) || all_digits > 32 || longest_number(s, begin, label) >= 8;
    return r;
}

std::string join_pair(std::string_view left, std::string_view right) {
    std::string out(left);
    if (!left.empty() && !right.empty()) out += ' ';
    out += right;
    return out;
}

} // namespace goufang::text
