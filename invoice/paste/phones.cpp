// The phone numbers of pasted text.
#include "core/text/fold.h"
#include "core/text/letters.h"
#include "core/text/utf8.h"
#include "invoice/paste/shapes.h"

#include <algorithm>

namespace goufang::invoice::paste {

namespace {

struct Pattern {
    std::size_t end = 0; ///< 0 = does not fit
    double confidence = 0;
};

class Digits {
  public:
    /// `noisy`: o beside a digit is 0; i and l are 1.
    Digits(const Input& in, std::size_t end, bool noisy) : m_in(in), m_end(end), m_noisy(noisy) {}
    bool digit(std::size_t i) const { return text::is_ascii_digit(at(i)); }
    std::size_t run(std::size_t i) const {
        std::size_t n = 0;
        while (digit(i + n)) ++n;
        return n;
    }
    char32_t at(std::size_t i) const {
        const char32_t c = i < m_end ? m_in.at(i) : 0;
        if (!m_noisy || (c != 'o' && c != 'i' && c != 'l')) return c;
        const bool beside = text::is_ascii_digit(m_in.at(i + 1)) || (i > 0 && text::is_ascii_digit(m_in.at(i - 1)));
        return !beside ? c : c == 'o' ? U'0' : U'1';
    }
    /// Groups of these sizes with at most one space or dash between; the place behind, 0 when they do not fit.
    std::size_t groups(std::size_t i, std::initializer_list<std::size_t> sizes) const {
        bool first = true;
        for (const std::size_t n : sizes) {
            if (!first && (at(i) == ' ' || at(i) == '-')) ++i;
            for (std::size_t k = 0; k < n; ++k)
                if (!digit(i + k)) return 0;
            i += n;
            first = false;
        }
        return digit(i) ? 0 : i;
    }
    std::size_t local(std::size_t i) const { // 7 or 8 digits, also 4-4, 3-4
        const std::size_t n = run(i);
        if (n == 7 || n == 8) return i + n;
        if (n == 4) return groups(i, {4, 4});
        return n == 3 ? groups(i, {3, 4}) : 0;
    }

  private:
    const Input& m_in;
    std::size_t m_end;
    bool m_noisy;
};

/// "(852) 2345 6789", "852-2345 6789": the place behind; 0 when it is none.
std::size_t behind_country(const Digits& d, std::size_t i) {
    const bool bracket = d.at(i) == '(';
    std::size_t at = i + (bracket ? 1U : 0U);
    if (d.at(at) == '+') ++at;
    const bool ours = d.at(at) == '8' && ((d.at(at + 1) == '5' && (d.at(at + 2) == '2' || d.at(at + 2) == '3')) ||
                                          (d.at(at + 1) == '8' && d.at(at + 2) == '6'));
    if (!ours || (bracket ? d.at(at + 3) != ')' : d.digit(at + 3))) return 0;
    at += bracket ? 4 : 3;
    while (d.at(at) == ' ' || d.at(at) == '-') ++at;
    const std::size_t end = d.groups(at, {4, 4});
    return end != 0 ? end : d.groups(at, {1, 4, 4});
}

Pattern match_phone(const Digits& d, std::size_t i, bool loose) {
    std::size_t at = i;
    bool plus = false;
    if (d.at(at) == '+') {
        plus = true;
        ++at;
    }
    if (d.at(at) == '0' && d.at(at + 1) == '0' && d.at(at + 2) == '8' && d.at(at + 3) == '6') {
        plus = true;
        at += 2;
    }
    if (d.at(at) == '8' && d.at(at + 1) == '6' && (plus || d.at(at + 2) == '-' || d.at(at + 2) == ' ')) {
        std::size_t number = at + 2;
        while (d.at(number) == '-' || d.at(number) == ' ') ++number;
        for (const std::size_t next : {number, number + (d.at(number) == '(' ? 1U : 0U)})
            if (const Pattern p = match_phone(d, next, false); p.end != 0) return p;
        if (plus) {
            const std::size_t n = d.run(number); // area code without its 0
            const std::size_t end = n == 10 || n == 11 ? number + n : d.local(number + n + 1);
            if (end != 0) return {end, 0.8};
        }
    }
    if (plus) {
        std::size_t total = 0, end = at;
        while (d.digit(end) || ((d.at(end) == '-' || d.at(end) == ' ') && d.digit(end + 1))) total += d.digit(end++);
        if (total >= 8 && total <= 15) return {end, 0.82};
        return {};
    }
    if (d.at(i) == '1' && d.at(i + 1) >= '3' && d.at(i + 1) <= '9')
        for (const auto end : {d.groups(i, {11}), d.groups(i, {3, 4, 4}), d.groups(i, {3, 8})})
            if (end != 0) return {end, 0.9};
    if (const std::size_t end = behind_country(d, i); end != 0) return {end, 0.82};
    const bool bracket = d.at(i) == '(';
    const std::size_t area = bracket ? i + 1 : i;
    if (d.at(area) == '0' && d.at(area + 1) != '0') {
        const bool three = d.at(area + 1) == '1' ? d.at(area + 2) == '0' : d.at(area + 1) == '2';
        const bool two = d.run(area) == 2 && (bracket || d.at(area + 2) == '-'); // Taiwan's: (02)2345-6789
        std::size_t number = area + (two ? 2 : three ? 3 : 4);
        for (std::size_t k = area; k < number; ++k)
            if (!d.digit(k)) return {};
        bool parted = bracket;
        if (bracket) {
            if (d.at(number) != ')') return {};
            ++number;
        }
        while (d.at(number) == '-' || d.at(number) == ' ') {
            parted = true;
            ++number;
        }
        const std::size_t end = d.local(number);
        if (end != 0) return {end, parted ? 0.92 : 0.75};
        return {};
    }
    if ((d.at(i) == '4' || d.at(i) == '8') && d.at(i + 1) == '0' && d.at(i + 2) == '0')
        for (const auto end : {d.groups(i, {3, 3, 4}), d.groups(i, {3, 4, 3}), d.groups(i, {3, 7})})
            if (end != 0) return {end, d.run(i) == 10 ? 0.8 : 0.9};
    if (loose)
        if (const std::size_t end = d.local(i); end != 0) return {end, 0.8};
    return {};
}

std::size_t extension(const Input& in, const Digits& d, std::size_t i) {
    std::size_t at = i;
    while (d.at(at) == ' ') ++at;
    constexpr std::u32string_view k_words[] = {U"转分机", U"分机号", U"分机", U"转", U"ext.", U"ext", U"x", U"#", U"-"};
    for (const auto word : k_words) {
        bool same = true;
        for (std::size_t k = 0; same && k < word.size(); ++k) same = d.at(at + k) == word[k];
        if (!same || (at != i && (word == U"-" || word == U"x"))) continue;
        std::size_t number = at + word.size();
        while (d.at(number) == ':' || d.at(number) == ' ') ++number;
        const std::size_t n = d.run(number);
        if (n < 1 || n > 6) return i;
        std::size_t end = number + n;
        const bool bracket = in.at(i) == '(' && d.at(end) == ')';
        return bracket ? end + 1 : end;
    }
    return i;
}

/// Narrow digits and dashes; spaces inside the local number and a mobile and around a dash closed up.
std::string phone_text(const Digits& d, Range r) {
    std::string s, out;
    for (std::size_t i = r.from; i < r.to; ++i) text::append_utf8(s, d.at(i));
    s = text::clean_text(s);
    for (std::size_t i = 0; i < s.size(); ++i) {
        const auto digit = [&](std::size_t k) { return k < s.size() && s[k] >= '0' && s[k] <= '9'; };
        const bool by_dash = (i + 1 < s.size() && s[i + 1] == '-') || (i > 0 && s[i - 1] == '-');
        const auto extension = [&](std::size_t k) { return s.compare(k, 3, "转") == 0; };
        if (s[i] == ' ' && (extension(i + 1) || (i >= 3 && extension(i - 3)))) continue;
        if (s[i] == ' ' && (by_dash || (i > 0 && s[i - 1] == ')'))) continue;
        if (s[i] == ' ' && i > 0 && digit(i - 1) && digit(i + 1)) {
            std::size_t before = 0, after = 0;
            while (before < i && digit(i - 1 - before)) ++before;
            while (digit(i + 1 + after)) ++after;
            const bool area = s[i - before] == '0' && before <= 4 && (i == before || s[i - before - 1] == ' ');
            if (!area && before + after <= 11) continue;
        }
        out += s[i];
    }
    return out;
}

/// Three to six digits stand alone before the space at which `i` follows: the groups of an account.
bool within_groups(const Input& in, Range r, std::size_t i, const std::vector<Number>& found) {
    if (i == r.from || in.at(i - 1) != ' ' || (!found.empty() && found.back().range.to + 1 == i)) return false;
    std::size_t from = i - 1;
    while (from > r.from && text::is_ascii_digit(in.at(from - 1))) --from;
    const std::size_t n = i - 1 - from;
    const char32_t before = from > r.from ? in.at(from - 1) : U' ';
    if (n < 3 || n > 6 || is_alnum(before) || before == '-') return false;
    if (before == ' ' || before == ':') return true;
    std::size_t to = i; // 支行5601 0120 0000 5555, but not 大厦1201 0571-88880000
    while (text::is_ascii_digit(in.at(to))) ++to;
    if (to - i > 6) return false;
    while (text::is_ascii_digit(in.at(to)) || in.at(to) == ' ') ++to;
    return in.at(to) != '-';
}

std::vector<Number> scan_phones(const Input& in, const Digits& d, Range r, bool loose) {
    std::vector<Number> out;
    for (std::size_t i = r.from; i < r.to;) {
        const char32_t c = in.at(i);
        const char32_t before = i > r.from ? in.at(i - 1) : U' ';
        const bool starts = d.digit(i) || (c == '+' && in.at(i + 1) != '0') || c == '(';
        const bool bare = c == '+' && in.at(i + 1) == '1' && d.run(i + 1) == 11; // a sign between two values
        if (!starts || bare || is_alnum(before) || within_groups(in, r, i, out) ||
            (before == '-' && i > r.from + 1 && is_alnum(in.at(i - 2)))) {
            ++i;
            continue;
        }
        const Pattern p = match_phone(d, i, loose);
        if (p.end == 0 || is_alnum(in.at(p.end)) ||
            (in.at(p.end) == '-' && d.run(p.end + 1) > 6)) { // a dash and more: an account in groups
            i = p.end == 0 ? i + std::max<std::size_t>(1, d.run(i)) : p.end;
            continue;
        }
        const Range range{i, extension(in, d, p.end)};
        // one more group of digits behind a space: the groups of an account
        std::size_t next = range.to;
        while (next < r.to && in.at(next) == ' ') ++next;
        const std::size_t more = next > range.to ? d.run(next) : 0;
        const bool grouped = more > 0 && more <= 4 && !loose;
        if (!grouped) out.push_back({range, phone_text(d, range), p.confidence});
        i = range.to;
    }
    return out;
}

} // namespace

std::vector<Number> find_phones(const Input& in, Range r, bool loose) {
    auto out = scan_phones(in, Digits(in, r.to, false), r, loose);
    if (!out.empty() || !loose) return out;
    out = scan_phones(in, Digits(in, r.to, true), r, loose);
    for (Number& n : out) n.confidence = std::min(n.confidence, 0.6);
    return out;
}

} // namespace goufang::invoice::paste
