#include "invoice/paste/shapes.h"

#include "core/check/tax_id.h"
#include "core/text/fold.h"
#include "core/text/letters.h"
#include "core/text/utf8.h"

#include <algorithm>

namespace goufang::invoice::paste {

namespace {

bool is_alnum(char32_t c) { return text::is_ascii_digit(c) || text::is_ascii_letter(c); }

struct Group {
    Range range;
    std::size_t digits = 0;
};

/// Runs of letters and digits that only spaces or one dash part.
std::vector<std::vector<Group>> chains(const Input& in, Range r) {
    std::vector<std::vector<Group>> all;
    bool joined = false;
    for (std::size_t i = r.from; i < r.to;) {
        const char32_t c = in.at(i);
        if (!is_alnum(c)) {
            joined = joined && (c == ' ' || c == '-' || c == '_');
            ++i;
            continue;
        }
        Group g{{i, i}, 0};
        while (i < r.to && is_alnum(in.at(i))) g.digits += text::is_ascii_digit(in.at(i++));
        g.range.to = i;
        if (g.digits == 0 && g.range.size() > 1 &&
            in.folded(g.range).find_first_not_of(U"oil") == std::u32string_view::npos)
            g.digits = g.range.size(); // OOOO for 0000
        if (joined && g.range.from - all.back().back().range.to <= 3)
            all.back().push_back(g);
        else
            all.push_back({g});
        joined = true;
    }
    return all;
}

std::string joined(const Input& in, Range r) {
    std::string out;
    for (std::size_t i = r.from; i < r.to; ++i) {
        const char32_t c = in.at(i);
        if (is_alnum(c)) out += static_cast<char>(c >= 'a' ? c - 32 : c);
    }
    return out;
}

std::size_t digits_of(std::string_view s) {
    return static_cast<std::size_t>(std::count_if(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; }));
}

/// How sure a number of this form is a tax id; 0 = it is none.
double rate_tax_id(const std::string& s, bool labelled, bool single) {
    const std::size_t digits = digits_of(s);
    if (s.size() == 18) {
        if (check::uscc_valid(s)) return 0.99;
        if (check::id_card_valid(s)) return labelled ? 0.9 : 0.7;
        if (digits < 8) return 0;
        const bool form = std::all_of(s.begin() + 2, s.begin() + 8, [](char c) { return c >= '0' && c <= '9'; });
        if (labelled) return form ? 0.62 : 0.5;
        return single && form && digits < 18 ? 0.6 : 0;
    }
    if (s.size() < 15 || s.size() > 20) return 0;
    if (s.size() == 20 && (s.starts_with("24") || s.starts_with("25") || s.starts_with("26")) && digits == 20) return 0;
    const bool right = check::judge_tax_id(s, model::Kind::enterprise).ok;
    if (labelled) return right ? 0.85 : 0.45;
    return right && single && digits < s.size() ? 0.6 : 0;
}

/// Characters that a scan or a hurried hand takes for one another.
bool look_alike(char typed, char meant) {
    constexpr std::string_view k_pairs[] = {"O0", "Q0", "D0", "I1", "L1", "S5", "Z2",
                                            "B8", "8B", "G6", "0D", "0Q", "1L"};
    return std::any_of(std::begin(k_pairs), std::end(k_pairs),
                       [&](std::string_view p) { return p[0] == typed && p[1] == meant; });
}

/// A code that is right once such characters are put right, and in one way only: that code, for a person to look at.
void repair_tax_id(Number& n) {
    if (n.value.size() != 18 || n.confidence >= 0.7) return;
    std::string read = n.value; // with digits where a code has no such letters
    for (std::size_t i = 0; i < read.size(); ++i) {
        const std::size_t k = std::string_view("OIZSLBQD").find(read[i]);
        if (k < 4 || (k < 8 && i > 0 && i < 8)) read[i] = "01251800"[k];
    }
    if (!check::uscc_valid(read)) {
        const auto repair = check::judge_tax_id(n.value, model::Kind::enterprise).repair;
        if (!repair || repair->size() != n.value.size()) return;
        read = *repair;
        for (std::size_t i = 0; i < read.size(); ++i)
            if (n.value[i] != read[i] && !look_alike(n.value[i], read[i])) return;
    }
    n.value = read;
    n.confidence = std::max(n.confidence, 0.75);
}

} // namespace

std::optional<Number> find_tax_id(const Input& in, Range r, bool labelled) {
    std::optional<Number> best;
    for (const auto& chain : chains(in, r))
        for (std::size_t a = 0; a < chain.size(); ++a)
            for (std::size_t b = a; b < chain.size(); ++b) {
                const Range range{chain[a].range.from, chain[b].range.to};
                const std::string s = joined(in, range);
                if (s.size() > 20) break;
                double rate = rate_tax_id(s, labelled, a == b);
                if (rate < 0.6 && a != b && (a != 0 || b + 1 != chain.size())) rate -= 0.05; // part of a chain
                if (rate > 0 && (!best || rate > best->confidence)) best = Number{range, s, rate};
            }
    if (best) repair_tax_id(*best);
    if (best || !labelled) return best;
    // something else that a label calls a tax id: 8 digits of Taiwan, a foreign number, one too short or too long
    for (const auto& chain : chains(in, r)) {
        const Range range{chain.front().range.from, chain.back().range.to};
        std::string s = joined(in, range);
        if (digits_of(s) < 5 || s.size() > 30) continue;
        return Number{range, s, s.size() == 8 && digits_of(s) == 8 ? 0.7 : 0.4};
    }
    return std::nullopt;
}

// ---- phones

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
        if (s[i] == ' ' && by_dash) continue;
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
    return n >= 3 && n <= 6 && (before == ' ' || before == ':');
}

std::vector<Number> scan_phones(const Input& in, const Digits& d, Range r, bool loose) {
    std::vector<Number> out;
    for (std::size_t i = r.from; i < r.to;) {
        const char32_t c = in.at(i);
        const char32_t before = i > r.from ? in.at(i - 1) : U' ';
        const bool starts = d.digit(i) || (c == '+' && in.at(i + 1) != '0') || c == '(';
        if (!starts || is_alnum(before) || within_groups(in, r, i, out) ||
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

namespace {

/// O and I, L between digits are 0 and 1. True when letters stand anywhere but at the start.
bool letters_to_digits(std::string& s) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    std::size_t i = 0;
    while (i < s.size() && !digit(s[i])) ++i;
    bool odd = false;
    for (; i < s.size(); ++i) {
        odd |= !digit(s[i]);
        if (s[i] == 'O') s[i] = '0';
        if (s[i] == 'I' || s[i] == 'L') s[i] = '1';
    }
    return odd;
}

} // namespace

std::vector<Number> find_accounts(const Input& in, Range r, std::size_t least) {
    std::vector<Number> out;
    for (const auto& chain : chains(in, r)) {
        std::size_t a = 0;
        while (a < chain.size()) {
            // letters alone may stand before the digits (NRA, FTN, OSA), but no word does
            const std::size_t letters = chain[a].range.size() - chain[a].digits;
            if (chain[a].digits == 0 && (letters > 4 || a + 1 == chain.size() || chain[a + 1].digits < 6)) {
                ++a;
                continue;
            }
            std::size_t b = a;
            std::size_t digits = chain[a].digits;
            while (b + 1 < chain.size()) {
                const Group& next = chain[b + 1];
                if (next.digits == 0 || (chain[b].digits >= 12 && next.digits >= 9) || digits + next.digits > 34) break;
                if (digits >= 12 && chain[b].digits > next.digits + 12) break;
                ++b;
                digits += next.digits;
            }
            const Range range{chain[a].range.from, chain[b].range.to};
            std::string s = joined(in, range);
            const bool odd = letters_to_digits(s);
            if (digits >= least && s.size() - digits_of(s) <= 5) {
                out.push_back({range, s, odd ? 0.55 : digits >= 12 ? 0.9 : digits >= 9 ? 0.8 : 0.6});
            }
            a = b + 1;
        }
    }
    return out;
}

std::optional<Number> find_email(const Input& in, Range r) {
    const auto part = [&](std::size_t i) {
        const char32_t c = in.at(i);
        return is_alnum(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%';
    };
    for (std::size_t i = r.from; i < r.to; ++i) {
        if (in.at(i) != '@') continue;
        std::size_t from = i, to = i + 1;
        while (from > r.from && part(from - 1)) --from;
        while (to < r.to && part(to)) ++to;
        while (to > i + 1 && !is_alnum(in.at(to - 1))) --to;
        const Range range{from, to};
        const auto host = in.folded({i + 1, to});
        if (from == i || !contains(host, U".")) continue;
        return Number{range, text::clean_text(in.typed(range)), 0.95};
    }
    return std::nullopt;
}

} // namespace goufang::invoice::paste
