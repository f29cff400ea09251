#include "invoice/paste/labels.h"

#include "core/text/letters.h"
#include "invoice/paste/shapes.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

namespace goufang::invoice::paste {

namespace {

struct Word {
    std::u32string_view text;
    Kinds kinds;
    double cap;
};

template <class F> void each_word(std::u32string_view words, F f) {
    for (;;) {
        const std::size_t bar = words.find(U'|');
        f(words.substr(0, bar));
        if (bar == std::u32string_view::npos) return;
        words.remove_prefix(bar + 1);
    }
}

/// By first character, the longest first.
using Words = std::unordered_map<char32_t, std::vector<Word>>;

Words ordered(Words words) {
    for (auto& [first, list] : words)
        std::stable_sort(list.begin(), list.end(),
                         [](const Word& a, const Word& b) { return a.text.size() > b.text.size(); });
    return words;
}

const Words& labels() {
    static const Words all = [] {
        Words words;
#define GOUFANG_LABEL(list, kinds, cap)                                                                                \
    each_word(list, [&](std::u32string_view w) { words[w[0]].push_back({w, (kinds), (cap) / 100.0}); });
#define GOUFANG_QUALIFIER(list)
#define GOUFANG_SELLER(list)
#include "invoice/paste/labels.def"
#undef GOUFANG_LABEL
#undef GOUFANG_QUALIFIER
#undef GOUFANG_SELLER
        return ordered(std::move(words));
    }();
    return all;
}

const Words& qualifiers() {
    static const Words all = [] {
        Words words;
#define GOUFANG_LABEL(list, kinds, cap)
#define GOUFANG_QUALIFIER(list) each_word(list, [&](std::u32string_view w) { words[w[0]].push_back({w, 0, 1.0}); });
#define GOUFANG_SELLER(list)                                                                                           \
    each_word(list, [&](std::u32string_view w) { words[w[0]].push_back({w, k_ignored, 1.0}); });
#include "invoice/paste/labels.def"
#undef GOUFANG_LABEL
#undef GOUFANG_QUALIFIER
#undef GOUFANG_SELLER
        return ordered(std::move(words));
    }();
    return all;
}

std::size_t skip_spaces(const Input& in, std::size_t at, std::size_t end) {
    while (at < end && in.at(at) == ' ') ++at;
    return at;
}

/// buyerName: a capital behind a small letter begins a word.
bool begins_hump(const Input& in, std::size_t at) {
    const auto typed = [&](std::size_t i) { return in.typed({i, i + 1})[0]; };
    return typed(at) >= 'A' && typed(at) <= 'Z' && typed(at - 1) >= 'a' && typed(at - 1) <= 'z';
}

/// Behind `word` at `at`, spaces inside it left out of account; npos when it does not stand there.
constexpr std::size_t k_no = static_cast<std::size_t>(-1);
std::size_t match(const Input& in, std::size_t at, std::size_t end, std::u32string_view word) {
    const bool latin = word[0] < 0x80;
    for (std::size_t k = 0; k < word.size(); ++k) {
        if (k > 0) {
            const std::size_t start = at;
            while (at < end && at - start < 12 && in.at(at) != word[k] &&
                   (in.at(at) == ' ' || (latin && (in.at(at) == '.' || in.at(at) == '-' || in.at(at) == '_'))))
                ++at;
        }
        if (at >= end || in.at(at) != word[k]) return k_no;
        ++at;
    }
    if (latin) {
        if (text::is_ascii_letter(in.at(at)) && !begins_hump(in, at)) return k_no;
        if (at < end && (in.at(at) == '.' || in.at(at) == '#')) ++at;
    }
    return at;
}

struct Found {
    Kinds kinds = 0;
    double cap = 1;
    std::size_t end = k_no;
    bool generic = false;
};

/// [qualifier...] word; the reading that takes in most. `depth`: how many words stand before it.
Found word_at(const Input& in, std::size_t at, std::size_t end, int depth = 0) {
    Found best;
    const auto better = [&](const Found& f) {
        if (f.end != k_no && (best.end == k_no || f.end > best.end)) best = f;
    };
    if (const auto it = labels().find(in.at(at)); it != labels().end())
        for (const Word& w : it->second) {
            const std::size_t stop = match(in, at, end, w.text);
            if (stop == k_no || (depth > 0 && stop == at + 1 && in.at(at) < 0x80)) continue; // 公司A is no 公司 address
            better({w.kinds & ~Kinds{k_common}, w.cap, stop, (w.kinds & k_common) != 0});
            break;
        }
    if (depth >= 4) return best;
    if (const auto it = qualifiers().find(in.at(at)); it != qualifiers().end())
        for (const Word& w : it->second) {
            const std::size_t stop = match(in, at, end, w.text);
            if (stop == k_no) continue;
            Found rest = word_at(in, skip_spaces(in, stop, std::min(end, stop + 3)), end, depth + 1);
            if (rest.end == k_no) continue;
            if (w.kinds != 0) rest.kinds = k_ignored;
            rest.generic = false;
            better(rest);
        }
    return best;
}

bool is_joint(char32_t c) {
    constexpr std::u32string_view k_joints = U"/、&+,及和与或·.";
    return k_joints.find(c) != std::u32string_view::npos;
}

/// Behind a note in brackets, at most 24 characters; `at` when there is none.
std::size_t skip_note(const Input& in, std::size_t at, std::size_t end) {
    if (in.at(at) != '(' && in.at(at) != '[') return at;
    const char32_t close = in.at(at) == '(' ? ')' : ']';
    std::size_t digits = 0, depth = 1;
    for (std::size_t i = at + 1; i < end && i < at + 26; ++i) {
        digits += text::is_ascii_digit(in.at(i));
        depth += in.at(i) == in.at(at);
        if (in.at(i) != close || --depth > 0) continue;
        // "税号[9199...]", "抬头[某某有限公司]" are values in brackets
        const bool value = digits >= 5 || digits == i - at - 1 || // 电话（0571）...
                           (in.at(skip_spaces(in, i + 1, end)) != ':' &&
                            (close == ']' || contains_any(in.folded({at, i}), U"公司|银行|路") ||
                             looks_name(in, {at + 1, i}) || looks_address(in, {at + 1, i}) >= 0.5));
        return value ? at : i + 1;
    }
    return at;
}

/// All joined words from `at`.
Found words_at(const Input& in, std::size_t at, std::size_t end) {
    Found all = word_at(in, at, end);
    const bool one_character = all.generic && all.end == at + 1; // 行 of 支行账号
    while (all.end != k_no && !one_character) {
        std::size_t next = skip_note(in, skip_spaces(in, all.end, end), end);
        if (next != skip_spaces(in, all.end, end)) all.end = next;
        next = skip_spaces(in, all.end, end);
        const bool spaced = next != all.end;
        const bool joint = next < end && is_joint(in.at(next));
        if (joint) next = skip_spaces(in, next + 1, end);
        if (joint && is_joint(in.at(next))) next = skip_spaces(in, next + 1, end);
        const Found more = word_at(in, next, end, 1);
        if (more.end == k_no) break;
        if (!joint && spaced && (more.kinds & all.kinds) == 0) break;
        all.kinds |= more.kinds;
        all.cap = std::min(all.cap, more.cap);
        all.end = more.end;
        all.generic = false;
    }
    return all;
}

/// Behind what leads the eye from a label to its value: 名称……, 名称 ★, 名称 ....
std::size_t skip_leader(const Input& in, std::size_t at, std::size_t end) {
    std::size_t i = at;
    while (i < end && (is_symbol(in.at(i)) || in.at(i) == U'…' || in.at(i) == '.' || in.at(i) == U'·')) ++i;
    const bool few = i < at + 3 && i > at && (in.at(at) == '.' || (in.at(at) == U'·' && in.at(i) != ' '));
    return few ? at : skip_spaces(in, i, end);
}

char32_t closing(char32_t c) {
    switch (c) {
    case '[':
        return ']';
    case '(':
        return ')';
    case '<':
        return '>';
    case '"':
    case '\'':
    case '*':
    case '#':
    case U'※':
        return c;
    default:
        return 0;
    }
}

/// Behind 是, 为, 改成 ...; k_no when none stands at `i`.
std::size_t behind_verb(const Input& in, const Label& label, std::size_t i, std::size_t end) {
    std::size_t verb = k_no;
    for (const std::u32string_view word : {U"改成", U"改为", U"换成", U"更改为", U"变更为", U"就是", U"叫做", U"是",
                                           U"为", U"叫", U"写", U"填", U"开", U"is "})
        if (verb == k_no) verb = match(in, i, end, word);
    for (const std::u32string_view word : {U"位于", U"在"})
        if (verb == k_no && (label.kinds & (k_address | k_bank | k_account)) != 0) verb = match(in, i, end, word);
    if (verb == k_no && (label.kinds & k_phone) != 0) verb = match(in, i, end, U"打");
    if (verb != k_no && in.at(i) == U'开' && in.at(verb) != ' ' && in.at(verb) != ':') return k_no; // 开元 begins names
    while (verb != k_no && verb < end && (in.at(verb) == '-' || in.at(verb) == '>')) ++verb;
    return verb;
}

/// Behind signs that part a label from its value: 税号-9199, 地址～某市, 名称->某某; a comma may do so too. k_no
/// without any.
std::size_t behind_signs(const Input& in, const Label& label, std::size_t i, std::size_t end) {
    const auto sign = [&](std::size_t k) {
        constexpr std::u32string_view k_signs = U"-.~·#*_<>/+&?@^\\`'|";
        if (in.at(k) == '+' && text::is_ascii_digit(in.at(k + 1))) return false; // +86
        return k < end && (contains(k_signs, std::u32string(1, in.at(k))) || is_symbol(in.at(k)));
    };
    if (in.at(i) == ',' && !label.generic) return i + 1;
    std::size_t to = i;
    while (sign(to)) ++to;
    const char32_t c = in.at(i);
    const bool dash = to > i && (c == '-' || c == '>') &&
                      (to > i + 1 || c == '>' || in.at(to) == ' ' || text::is_han(in.at(to)) ||
                       (label.from > 0 && in.at(label.from - 1) == '-'));
    if (to == i || (label.generic && !dash)) return k_no;
    if (!dash && label.first < 0x80 && !text::is_han(in.at(to)) && c == '.') return k_no; // a/c no. 123
    return skip_spaces(in, to, end);
}

} // namespace

std::optional<Label> label_at(const Input& in, std::size_t at, std::size_t end) {
    Label label;
    label.from = at;
    char32_t close = closing(in.at(at));
    std::size_t start = at;
    if (close != 0) {
        while (in.at(start) == in.at(at)) ++start;
        start = skip_spaces(in, start, end);
    }
    const Found words = words_at(in, start, end);
    if (words.end == k_no) return std::nullopt;
    label.kinds = (words.kinds & k_ignored) != 0 ? words.kinds & (k_ignored | k_recipient | k_person) : words.kinds;
    label.cap = words.cap;
    label.first = in.at(start);
    label.generic = words.generic;
    std::size_t stop = words.end;
    for (const std::u32string_view more : {U"信息", U"资料", U"一栏", U"栏"}) // 地址信息; 客户信息 heads a block
        if (const std::size_t behind = match(in, stop, end, more);
            behind != k_no && in.at(skip_spaces(in, behind, end)) == ':') {
            if ((label.kinds & k_name) != 0 && more != U"一栏" && more != U"栏") label.kinds = k_unknown;
            stop = behind;
        }
    if (text::is_ascii_digit(in.at(stop)) && in.at(skip_spaces(in, stop + 1, end)) == ':') ++stop;   // 账号2:
    if ((in.at(stop) == '"' || in.at(stop) == '\'') && close == 0 && in.at(stop + 1) == ':') ++stop; // "name":
    std::size_t i = skip_spaces(in, stop, end);
    bool colon = false;
    if (close != 0) {
        if (in.at(i) == ':') {
            colon = true;
            i = skip_spaces(in, i + 1, end);
        }
        if (in.at(i) != close) {
            if (!colon) return std::nullopt;
        } else {
            while (in.at(i) == close) ++i;
        }
        label.mark = Mark::bracket;
    } else if (i >= end) {
        label.mark = Mark::line_end;
    } else if (i > stop) {
        label.mark = Mark::space;
    }
    i = skip_spaces(in, i, end);
    if (const std::size_t behind = skip_leader(in, i, end); behind != i && label.mark != Mark::bracket) {
        label.mark = Mark::verb;
        i = behind;
    }
    const char32_t c = in.at(i);
    if (i < end && (c == ':' || c == '=' || (c == ';' && label.mark == Mark::nothing))) {
        colon = true;
    } else if (i < end && (c == '\t' || c == '|')) {
        if (label.mark != Mark::bracket) label.mark = Mark::cell;
    } else if (i < end && label.mark != Mark::bracket && !colon) {
        const std::size_t behind = behind_verb(in, label, i, end);
        const std::size_t sign = behind == k_no ? behind_signs(in, label, i, end) : behind;
        if (sign != k_no) {
            label.mark = c == ',' ? Mark::nothing : Mark::verb;
            i = sign;
            colon = in.at(i) == ':';
        }
    }
    if (!colon && label.mark >= Mark::space && (c == '[' || c == '"' || c == '('))
        label.mark = Mark::bracket; // 税号〖9199…〗
    if (colon) label.mark = Mark::colon;
    while (i < end && (in.at(i) == ' ' || in.at(i) == ':' || in.at(i) == '=' || in.at(i) == '\t' ||
                       (in.at(i) == '|' && label.mark == Mark::cell) || (i > 0 && in.at(i) == ';' && colon)))
        ++i;
    label.value = i;
    return label;
}

std::optional<Label> unknown_label_at(const Input& in, std::size_t at, std::size_t end) {
    std::size_t i = at;
    bool han = false;
    while (i < end && i - at < 12 && (is_han_or_letter(in.at(i)) || (in.at(i) == ' ' && i > at) || in.at(i) == '/')) {
        han |= text::is_han(in.at(i));
        ++i;
    }
    if (i == at || i >= end || in.at(i) != ':' || in.at(i + 1) == '/' || in.at(i + 1) == ':') return std::nullopt;
    if (looks_name(in, {at, i})) return std::nullopt; // "某某加工厂:" heads a block
    if (!han && i - at < 2) return std::nullopt;
    Label label;
    label.kinds = k_unknown;
    label.cap = 0.6;
    label.mark = Mark::colon;
    label.from = at;
    label.first = in.at(at);
    label.value = i + 1;
    while (label.value < end && in.at(label.value) == ' ') ++label.value;
    return label;
}

Kinds heading(const Input& in, Range r) {
    r = in.trimmed(r);
    if (r.empty() || r.size() > 40) return 0;
    const auto label = label_at(in, r.from, r.to);
    return label && label->value >= r.to ? label->kinds : 0;
}

} // namespace goufang::invoice::paste
