#include "invoice/paste/shapes.h"

#include "core/check/tax_id.h"
#include "core/text/fold.h"
#include "core/text/letters.h"
#include "core/text/utf8.h"

#include <algorithm>

namespace goufang::invoice::paste {

namespace {

struct Group {
    Range range;
    std::size_t digits = 0;
};

/// Runs of letters and digits that only spaces or one dash part; or a dot, between groups of digits as accounts have.
std::vector<std::vector<Group>> chains(const Input& in, Range r) {
    std::vector<std::vector<Group>> all;
    constexpr std::size_t k_dotted = 3; // digits of such a group
    bool joined = false;
    for (std::size_t i = r.from; i < r.to;) {
        const char32_t c = in.at(i);
        if (!is_alnum(c)) {
            joined = joined && (c == ' ' || c == '-' || c == '_' || (c == '.' && all.back().back().digits >= k_dotted));
            ++i;
            continue;
        }
        Group g{{i, i}, 0};
        while (i < r.to && is_alnum(in.at(i))) g.digits += text::is_ascii_digit(in.at(i++));
        g.range.to = i;
        if (g.digits == 0 && g.range.size() > 1 &&
            in.folded(g.range).find_first_not_of(U"oil") == std::u32string_view::npos)
            g.digits = g.range.size(); // OOOO for 0000
        joined = joined && (in.at(g.range.from - 1) != '.' || g.digits >= k_dotted);
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
            const bool door =
                chain[a].range.from > r.from && // 6号302-5 1001 1906 ...: the number of a door, and an account
                contains(U"号楼室座弄幢栋层", std::u32string(1, in.at(chain[a].range.from - 1)));
            bool tail = false;
            while (b + 1 < chain.size()) {
                const Group& next = chain[b + 1];
                if (door && in.at(next.range.from - 1) == ' ') break;
                if (next.digits == 0 || (chain[b].digits >= 12 && next.digits >= 9) || digits + next.digits > 34) break;
                const bool dash = in.at(next.range.from - 1) == '-';         // "44-085101040012345-8"
                const bool last = b + 2 == chain.size() && next.digits <= 2; // "8815012000000077 7"
                const bool uneven = digits >= 12 && chain[b].digits > next.digits + 12;
                if (uneven && !dash && !last) break;
                tail = tail || ((uneven || dash) && digits >= 12 && next.digits <= 2);
                ++b;
                digits += next.digits;
            }
            const Range range{chain[a].range.from, chain[b].range.to};
            std::string s = joined(in, range);
            const bool odd = letters_to_digits(s);
            if (digits >= least && s.size() - digits_of(s) <= 5) {
                out.push_back({range, s, odd ? 0.55 : tail ? 0.7 : digits >= 12 ? 0.9 : digits >= 9 ? 0.8 : 0.6});
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
